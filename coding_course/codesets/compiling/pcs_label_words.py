"""Words for reading titles of ICD-10-PCS that the titles themselves do not tell."""

from __future__ import annotations

APPROACHES = {
    "0": "Open",
    "3": "Percutaneous",
    "4": "Percutaneous Endoscopic",
    "7": "Via Natural or Artificial Opening",
    "8": "Via Natural or Artificial Opening Endoscopic",
    "X": "External",
}
DURATIONS = {
    "50": "Single",
    "51": "Intermittent",
    "52": "Continuous",
    "53": "Less than 24 Consecutive Hours",
    "54": "24-96 Consecutive Hours",
    "55": "Greater than 96 Consecutive Hours",
    "56": "Multiple",
    "57": "Intermittent, Less than 6 Hours Per Day",
    "58": "Prolonged Intermittent, 6-18 hours Per Day",
    "59": "Continuous, Greater than 18 hours Per Day",
    "5A": "Intraoperative",
    "5B": "Less than 8 Consecutive Hours",
    "5C": "8-24 Consecutive Hours",
    "5D": "Greater than 24 Consecutive Hours",
    "60": "Single",
    "61": "Multiple",
}
PART_KINDS = ("Connective Tissue", "Lymphatics", "Skin", "Subcutaneous Tissue", "Tendons")
"""Body parts that tables of imaging and radiation print with their kind in front."""
MODIFIERS = "All|Infant|Multiple|Other|Single|Unilateral"
"""Words that tables of imaging print behind the body part, as a pattern."""

GIVEN: tuple[tuple[str, int, str], ...] = (
    ("3C1Z", 4, "None"),
    ("3E0..0", 6, "Antineoplastic"),
    ("3E0..1", 6, "Thrombolytic"),
    ("3E0..2", 6, "Anti-infective"),
    ("3E0..G", 6, "Other Therapeutic Substance"),
    ("3E0..GC", 7, "Other Substance"),
    ("3E0..4", 6, "Serum, Toxoid and Vaccine"),
    ("3E0..S", 6, "Gas"),
    ("3E0..V", 6, "Hormone"),
    ("3E0..W", 6, "Immunotherapeutic"),
    ("3E0..GN", 7, "Blood Brain Barrier Disruption"),
    ("3E0..SD", 7, "Nitric Oxide"),
    ("3E0..0Y", 7, "Hyperthermic"),
    ("4A.2.M", 6, "Total Activity"),
    ("4A.2.M4", 7, "Stress"),
    ("5A[01]5", 4, "Circulatory"),
    ("8E0V", 4, "Male Reproductive System"),
    ("BH47", 4, "Extremity, Upper"),
    ("BH48", 4, "Extremity, Lower"),
    ("XX.0", 4, "Central Nervous"),
    ("XX.2", 4, "Cardiac"),
    ("XX.3", 4, "Arterial"),
    ("XX.5", 4, "Circulatory"),
    ("XX.9", 4, "Nose"),
    ("XX.F", 4, "Musculoskeletal"),
    ("XX.K", 4, "Subcutaneous Tissue"),
)
"""Beginning of codes (a point for any character), place, and what the character there says."""
NEW_KINDS = (
    "Interbody Fusion Device",
    "Internal Fixation Device",
    "Intracardiac Pacemaker",
    "Intraluminal Device",
    "Synthetic Substitute",
    "Tissue Substitute",
)
"""Devices of New Technology that tables print with their kind in front."""
NEW_LABELS = (
    (r"(Autologous|Allogeneic) (Engineered .+)", r"\2, \1"),
    (r"Inactivated (Coagulation Factor Xa)", r"\1, Inactivated"),
    (r"Convalescent Plasma (\(Nonautologous\))", r"Plasma, Convalescent \1"),
    (r"Uncovered (Intraluminal Device) (with Support Cuff)", r"\1, Uncovered \2"),
)
"""Substances of New Technology that tables print in another order than titles."""
