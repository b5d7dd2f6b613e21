"""MDC 08: spinal fusions, joint replacement, knee, sprains."""

from __future__ import annotations

from collections.abc import Iterable

from coding_course.codesets.drg.families.severity import Features, by_either, by_mcc, by_three

_CUSTOM = "CUSTOM-MADE ANATOMICALLY DESIGNED INTERBODY FUSION DEVICE (CMADIFD)"


def _fusions(x: Features, family: str, what: str) -> int:
    return x[f"{family}|{what} SPINAL FUSION ORPCS"]


def single_combined_fusion(x: Features) -> str:
    """One level fused from front and back."""
    front, back = _fusions(x, "402", "SINGLE LEVEL ANTERIOR"), _fusions(x, "402", "SINGLE LEVEL POSTERIOR")
    return "402" if front and back else ""


def multiple_combined_fusion(x: Features) -> str:
    """Several levels fused from front and back."""
    family = "426&427&428"
    fronts, backs = _fusions(x, family, "MULTIPLE LEVEL ANTERIOR"), _fusions(x, family, "MULTIPLE LEVEL POSTERIOR")
    front, back = _fusions(x, family, "SINGLE LEVEL ANTERIOR"), _fusions(x, family, "SINGLE LEVEL POSTERIOR")
    combined = (
        (fronts and backs) or (front and backs) or (fronts and back) or (front and back and (front > 1 or back > 1))
    )
    if not combined:
        return ""
    custom = x[f"{family}|MULTIPLE LEVEL {_CUSTOM} ORPCS"] or x[f"{family}|SINGLE LEVEL {_CUSTOM} ORPCS"]
    return "426" if custom else by_three(x, "426", "427", "428")


def multiple_fusion(x: Features) -> str:
    """Several levels fused, except cervical."""
    family = "447&448"
    fronts, backs = _fusions(x, family, "MULTIPLE LEVEL ANTERIOR"), _fusions(x, family, "MULTIPLE LEVEL POSTERIOR")
    front = x[f"{family}|TWO OR MORE CODES FROM THE FOLLOWING LISTS SINGLE LEVEL ANTERIOR SPINAL FUSION ORPCS"]
    front += _fusions(x, family, "SINGLE LEVEL ANTERIOR")
    back = _fusions(x, family, "SINGLE LEVEL POSTERIOR")
    custom_many = x[f"{family}|MULTIPLE LEVEL {_CUSTOM} ORPCS"]
    custom_one = x[f"{family}|SINGLE LEVEL {_CUSTOM} ORPCS"]
    several = fronts or backs or front > 1 or back > 1
    # Codes of the custom-made device stand on the plain list as well.
    if custom_many or (custom_one and front > 1) or (several and x["_MCC"]):
        return "447"
    return "448" if several else ""


def single_fusion(x: Features) -> str:
    """One level fused, except cervical; a custom-made device is 450 without an MCC as well."""
    if x[f"450&451|SINGLE LEVEL {_CUSTOM}"]:
        return "450"
    return by_mcc(x, "450", "451") if x["450&451|SINGLE LEVEL FUSION ORPCS"] else ""


def extensive_fusion(x: Features) -> str:
    """Fusion with curvature, malignancy or infection, or one that is extensive in itself."""
    family = "456&457&458|"
    plain = x[family + "SPINAL FUSION EXCEPT CERVICAL ORPCS"] and (
        x[family + "SPINAL CURVATURE / MALIGNANCY / INFECTION PDX"] or x[family + "OR SDX"]
    )
    return by_three(x, "456", "457", "458") if plain or x["_EXTENSIVE_FUSION"] else ""


def is_extensive_fusion(procedures: Iterable[str]) -> bool:
    """Say whether fusions of one side go over nine vertebrae or more.

    Parameters
    ----------
    procedures
        Those of the list "extensive fusions". Eight or more thoracic joints (0RG8) are extensive by themselves, two
        to seven of them (0RG7) together with two or more lumbar joints (0SG1, XRGC) of the same side and column.
    """
    sides: dict[str, set[str]] = {}
    for code in procedures:
        if code.startswith("0RG8"):
            return True
        # New technology codes say the side with the device: EA is posterior, R7 anterior.
        side = {"EA": "1", "R7": "0"}.get(code[5:], "") if code.startswith("X") else code[6:]
        sides.setdefault(side, set()).add("thoracic" if code.startswith("0RG7") else "lumbar")
    return any(len(parts) == 2 for parts in sides.values())


def joint_replacement(x: Features) -> str:
    """Hip, knee or ankle replacement; that of an ankle is 469 without an MCC as well."""
    if x["469&470|TOTAL ANKLE REPLACEMENT"]:
        return "469"
    return by_mcc(x, "469", "470") if x["469&470|ORPCS"] else ""


def knee(x: Features) -> str:
    """Knee procedures, with or without infection: two lists in version 43, one before."""
    both = "485&486&487&488&489|"
    if not (
        x["485&486&487|KNEE PROCEDURE ORPCS"] or x["488&489|KNEE PROCEDURE ORPCS"] or x[both + "KNEE PROCEDURE ORPCS"]
    ):
        return ""
    if x["485&486&487|INFECTION PDX"] or x[both + "INFECTION PDX"]:
        return by_three(x, "485", "486", "487")
    return by_either(x, "488", "489")


def sprain(x: Features) -> str:
    """Sprains and dislocations of hip, pelvis and thigh: 537 with CC or MCC, not with MCC alone."""
    return by_either(x, "537", "538") if x["537&538|PDX"] else ""
