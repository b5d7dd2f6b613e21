"""MDC 14 and 15: childbirth and newborns."""

from __future__ import annotations

from coding_course.codesets.drg.families.severity import Features, any_room, by_three

NEONATE_TRANSFERRED = ("02", "05", "20", "66", "82", "85", "94")
"""Discharge statuses of MS-DRG 789: died, or transferred to another acute care, cancer or children's hospital."""


def _vaginal(x: Features, family: str) -> bool:
    return bool(
        x[f"{family}|SDX"] and (x[f"{family}|NON-ORPCS"] or x[f"{family}|AND ORPCS"] or x[f"{family}|DELIVERY ORPCS"])
    )


def delivery_with_room(x: Features) -> str:
    """Vaginal delivery with a procedure beyond sterilization and curettage."""
    return "768" if _vaginal(x, "768") and x["_BEYOND_DELIVERY"] else ""


def delivery_with_sterilization(x: Features) -> str:
    """Vaginal delivery with sterilization or curettage."""
    extra = x["796&797&798|AND ORPCS*"] or x["796&797&798|OR ORPCS"]
    return by_three(x, "796", "797", "798") if _vaginal(x, "796&797&798") and extra else ""


def delivery(x: Features) -> str:
    """Vaginal delivery without either; it comes before other procedures, though it is medical."""
    return by_three(x, "805", "806", "807") if _vaginal(x, "805&806&807") else ""


def postpartum_with_room(x: Features) -> str:
    """Postpartum diagnoses with any operating room procedure; drgpy has no 769."""
    return "769" if x["769|PDX"] and any_room(x) and not delivery(x) else ""


def antepartum_with_room(x: Features) -> str:
    """Other antepartum diagnoses with any operating room procedure, not only with obstetric ones."""
    if not x["817&818&819|PDX"] or not any_room(x) or delivery(x):
        return ""
    return by_three(x, "817", "818", "819")


def neonate(x: Features) -> str:
    """Newborns: drgpy has no 789, and calls newborns normal in spite of what else they have."""
    if any(x[f"_STATUS{status}"] for status in NEONATE_TRANSFERRED):
        return "789"
    major = x["793|MAJOR PROBLEMS PSDX"] or x["793|OR SDX"]
    if x["790|PSDX"]:
        return "790"
    if x["791&792|PREMATURITY PSDX"]:
        return "791" if major else "792"
    if major:
        return "793"
    return "795" if x["795|PDX"] and not x["_NOT_NORMAL_NEWBORN"] else "794"
