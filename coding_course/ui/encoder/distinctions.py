"""What tells the entries below a header apart: the questions that narrow an ICD-10-CM family, and their words.

Each distinction is an entry of one table: how it is recognized in the titles, what is asked, why it matters, and the
section of the Official Guidelines that it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

_SITES = """
    abdomen abdominal abdominopelvic ankle anus aorta appendix arm arms artery arteries atrium axilla back bladder
    bone bones bowel brain breast bronchus buttock calf canthus cardia carpal cecum cervical cervix cheek chest clavicle
    coccyx colon cornea duodenum ear ears elbow esophagus eye eyelid eyelids face femur femoral fibula finger fingers
    foot forearm forehead gallbladder groin gum hand hands head heart heel hip hips humerus ileum intestine jaw jejunum
    joint joints kidney knee knees larynx leg legs lens lid ligament limb lip liver lobe lobule lower lumbar lumbosacral
    lung lungs lymph mandible mastoid maxilla mouth nail neck nerve nipple nose occipital oropharynx orbit ovary palate
    pancreas patella pelvic pelvis penis pharynx prostate quadrant radius rectum retina rib ribs sacral sacrum scalp
    scapula scrotum shoulder sigmoid sinus skin skull spine spinal spleen sternum stomach tarsal temporal testis thigh
    thoracic thorax throat thumb tibia toe toes tongue tonsil tooth trachea trunk ulna umbilical ureter urethra uterus
    vagina vein veins vertebra vulva wrist wrists
"""
SITES = frozenset(_SITES.split())
"""Words that name a part of the body in titles of the Tabular List."""


class Distinction(msgspec.Struct, frozen=True):
    """One kind of question."""

    id: str
    question: str
    why: str
    """What the answer decides, and where in the record it is found."""
    citation: str
    tells: Callable[[Sequence[str]], bool]
    """Whether it is what tells these titles apart, given what each says beyond the header."""
    answers: tuple[tuple[str, str], ...] = ()
    """Pattern in an answer's label, and what choosing it says; the first that matches."""


def _share(pattern: str, least: float, flags: re.RegexFlag = re.I) -> Callable[[Sequence[str]], bool]:
    """Return a test for a pattern in at least a share of the titles."""
    found = re.compile(pattern, flags)
    return lambda said: len(said) > 1 and sum(bool(found.search(each)) for each in said) >= least * len(said)


def _sites(said: Sequence[str]) -> bool:
    words = [set(re.findall(r"[a-z]+", each.lower())) for each in said]
    everywhere = set.intersection(*words) if words else set()
    named = [found for each in words if (found := (each & SITES) - everywhere)]
    return len(said) > 1 and len(named) >= 0.5 * len(said) and len(set.union(*named)) > 1


def _with_or_without(said: Sequence[str]) -> bool:
    starts = [bool(re.match(r"(?:.*\b)?(?:with|without)\b", each, re.I)) for each in said]
    without = any(re.search(r"\bwithout\b", each, re.I) for each in said)
    return len(said) > 1 and sum(starts) >= (0.5 if without else 0.75) * len(said)


SIDE, EPISODE, SEVENTH = "side", "episode", "seventh"
"""Decided from the codes, not from titles: by laterality, and by the 7th character."""

DISTINCTIONS: tuple[Distinction, ...] = (
    Distinction(
        SIDE,
        "Which side?",
        "The record names the side in the assessment, the examination or the imaging report. A code for an unspecified "
        "side is for a record that names none.",
        "ICD-10-CM Official Guidelines FY2026, I.B.13",
        lambda said: False,
        (
            ("^right", "The record names the right side."),
            ("^left", "The record names the left side."),
            ("^bilateral", "Both sides have it, and one code says so."),
            ("unspecified", "Only when the record does not name the side."),
        ),
    ),
    Distinction(
        EPISODE,
        "Which episode of care?",
        "The 7th character says where the patient stands in the treatment, not whether this provider sees the patient "
        "for the first time.",
        "ICD-10-CM Official Guidelines FY2026, I.A.5, I.C.19.a",
        lambda said: False,
        (
            ("^A", "Active treatment: the emergency visit, the operation, a new provider who evaluates and treats."),
            ("^D", "Active treatment is over; routine care while it heals, such as a cast change or a check."),
            ("^S", "What the injury left behind is treated; this code stands after the code of that condition."),
            ("^[BC]", "Active treatment of an open fracture; its type stands in the record."),
            ("^[EF]", "Routine care of an open fracture that heals as expected."),
            ("^[GHJ]", "Follow-up of a fracture that heals late."),
            ("^[KMN]", "Follow-up of a fracture that has not healed."),
            ("^[PQR]", "Follow-up of a fracture that healed in a wrong position."),
        ),
    ),
    Distinction(
        SEVENTH,
        "Which 7th character?",
        "The list of 7th characters stands at the category; it is part of the code, and without it the code is not "
        "valid.",
        "ICD-10-CM Official Guidelines FY2026, I.A.5",
        lambda said: False,
        (("unspecified", "Only when the record does not say."),),
    ),
    Distinction(
        "trimester",
        "Which trimester?",
        "It follows from the weeks of gestation that the provider documents on the day of the encounter.",
        "ICD-10-CM Official Guidelines FY2026, I.C.15.a.3",
        _share(r"\btrimester\b|\bpuerperium\b|\bchildbirth\b", 0.6),
        (
            ("first trimester", "Less than 14 weeks and 0 days."),
            ("second trimester", "From 14 weeks and 0 days to 27 weeks and 6 days."),
            ("third trimester", "From 28 weeks and 0 days until delivery."),
            ("unspecified trimester", "Only when the weeks cannot be found and nobody can be asked."),
        ),
    ),
    Distinction(
        "intent",
        "How did it come about?",
        "A drug taken rightly that does harm is an adverse effect; a wrong drug, dose, person or route is a poisoning, "
        "by accident or intent; too little is underdosing.",
        "ICD-10-CM Official Guidelines FY2026, I.C.19.e.5",
        _share(r"accidental|self-harm|assault|undetermined|adverse effect|underdosing", 0.5),
        (
            ("accidental", "A mistake in drug, dose, route or person, or an unintended intake."),
            ("self-harm", "The patient meant to do harm to themselves."),
            ("assault", "Somebody else meant to do harm."),
            ("undetermined", "Only when the record says that the intent cannot be determined."),
            ("adverse effect", "Rightly prescribed and rightly taken; the effect itself is coded first."),
            ("underdosing", "Less was taken than prescribed; the condition itself is coded first."),
        ),
    ),
    Distinction(
        "displacement",
        "Displaced or not?",
        "The imaging or operative report says whether the fragments have moved. A fracture not said to be either is "
        "coded as displaced.",
        "ICD-10-CM Official Guidelines FY2026, I.C.19.c",
        _share(r"\b(?:non)?displaced\b", 0.6),
        (
            ("nondisplaced", "The fragments stand where they belong."),
            ("displaced", "The fragments have moved, or the record does not say."),
        ),
    ),
    Distinction(
        "stage",
        "Which stage?",
        "The provider states the stage; only for a few, such as pressure ulcers, may another clinician document it.",
        "ICD-10-CM Official Guidelines FY2026, I.B.14",
        _share(r"\bstage\b", 0.6),
    ),
    Distinction(
        "degree",
        "Which degree?",
        "The depth of a burn or corrosion is documented for each site; the deepest at a site counts.",
        "ICD-10-CM Official Guidelines FY2026, I.C.19.d",
        _share(r"\b(?:first|second|third|unspecified) degree\b", 0.7),
    ),
    Distinction(
        "severity",
        "How severe?",
        "The provider states the severity; a coder does not conclude it from findings or drugs.",
        "ICD-10-CM Official Guidelines FY2026, I.A.19",
        _share(r"\b(?:mild|moderate|severe|profound|intermittent|persistent)\b", 0.5),
    ),
    Distinction(
        "acuity",
        "Acute, chronic, or both?",
        "Look for the word itself. When both are documented and there are separate entries for them, the acute one "
        "comes first.",
        "ICD-10-CM Official Guidelines FY2026, I.B.8",
        _share(r"\b(?:acute|chronic|subacute|recurrent)\b", 0.5),
    ),
    Distinction(
        "with",
        "With or without what?",
        "With joins two conditions that the classification takes to be linked, unless the provider says that they are "
        "not.",
        "ICD-10-CM Official Guidelines FY2026, I.A.15",
        _with_or_without,
    ),
    Distinction(
        "sex",
        "Which sex?",
        "It stands on the record's face sheet.",
        "ICD-10-CM Official Guidelines FY2026, I.B.2",
        _share(r"\b(?:male|female|men|women)\b", 0.7),
    ),
    Distinction(
        "agent",
        "What caused it?",
        "The provider names the organism, drug or disease; a laboratory report alone is not enough without the "
        "provider's word.",
        "ICD-10-CM Official Guidelines FY2026, I.B.2",
        _share(r"\b(?:due to|caused by|in diseases?)\b", 0.6),
    ),
    Distinction(
        "site",
        "Which site?",
        "Take the site from the provider's words and go as far down as the record does.",
        "ICD-10-CM Official Guidelines FY2026, I.B.2",
        _sites,
    ),
    Distinction(
        "kind",
        "Which of these does the record state?",
        "Match the provider's words with a title or an inclusion term, and go as far down as the record does.",
        "ICD-10-CM Official Guidelines FY2026, I.B.2",
        lambda said: True,
    ),
)
"""In the order in which they are tried; the last one always tells."""

BY_ID = {each.id: each for each in DISTINCTIONS}

OTHER = "The record names a condition of this group that has no code of its own (I.A.9.a)."
UNSPECIFIED = "The record says no more than this; a reason to look again, or to query (I.A.9.b)."
