"""What comes before any major diagnostic category: transplants and cell therapies."""

from __future__ import annotations

from coding_course.codesets.drg.families.severity import Features, by_either, by_mcc


def immunotherapy(x: Features) -> str:
    """CAR T-cell and other immunotherapies; drgpy has no 018."""
    return "018" if x["018|NON-ORPCS"] or x["018|T-CELL IMMUNOTHERAPY ORPCS"] else ""


def pancreas_kidney_dialysis(x: Features) -> str:
    """Pancreas and kidney transplant with hemodialysis; drgpy has no 019."""
    return "019" if all(x[f"019|{part}"] for part in ("ORPCS", "AND NON-ORPCS", "AND PSDX", "AND PSDX*")) else ""


def autologous_marrow(x: Features) -> str:
    """Autologous bone marrow transplant: 016 with CC or MCC, not with MCC alone."""
    return by_either(x, "016", "017") if x["016&017|BONE MARROW TRANSPLANT NON-ORPCS"] else ""


def kidney_transplant(x: Features) -> str:
    """Kidney transplant, whatever the principal diagnosis."""
    if x["650&651|ORPCS"] and x["650&651|AND NON-ORPCS"]:
        return by_mcc(x, "650", "651")
    return "652" if x["652|ORPCS"] else ""
