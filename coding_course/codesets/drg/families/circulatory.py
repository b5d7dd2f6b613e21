"""MDC 05: the circulatory system."""

from __future__ import annotations

from coding_course.codesets.drg.families.severity import Features, by_mcc, by_three

_FOUR = (
    "321&322|COMBINATION OF CODES IN THE NEXT FOUR LISTS THAT ADD UP TO FOUR OR MORE ARTERIES/INTRALUMINAL DEVICES "
    "SELECT DRG 321 OVER DRG 322 ONE INTRALUMINAL DEVICE"
)


def aortic_arch(x: Features) -> str:
    """Complex aortic arch procedures: two pairs by themselves, two devices each with a partner of its list."""
    bypassed = x["209|OR ORPCS*"] and x["209|WITH ONE OF THE FOLLOWING"]
    replaced = x["209|OR ORPCS**"] and x["209|WITH ONE OF THE FOLLOWING*"]
    return "209" if x["209|ORPCS"] or x["209|OR ORPCS"] or bypassed or replaced else ""


def valve(x: Features) -> str:
    """Cardiac valve procedures, with or without catheterization: two lists in version 43, one before."""
    both = "216&217&218&219&220&221|"
    name = "CARDIAC VALVE AND OTHER MAJOR CARDIOTHORACIC PROCEDURE ORPCS"
    if not (x["216&217&218|" + name] or x["219&220&221|" + name] or x[both + name]):
        return ""
    catheter = "CARDIAC CATHETERIZATION NON-ORPCS"
    if x["216&217&218|" + catheter] or x[both + catheter]:
        return by_three(x, "216", "217", "218")
    return by_three(x, "219", "220", "221")


def defibrillator(x: Features) -> str:
    """Defibrillator implant; a carotid sinus stimulator is 276 without an MCC as well."""
    implant = x["276&277|CARDIAC DEFIBRILLATOR IMPLANT ORPCS"] or x["275|CARDIAC DEFIBRILLATOR IMPLANT ORPCS"]
    catheter = x["275|CARDIAC CATHETERIZATION NON-ORPCS"]
    if implant and catheter and x["_MCC"]:
        return "275"
    if (implant and x["_MCC"]) or x["276&277|CAROTID SINUS NEUROSTIMULATOR ORPCS"]:
        return "276"
    return "277" if implant else ""


def other_cardiothoracic(x: Features) -> str:
    """Other cardiothoracic procedures: 229 is without MCC, not with CC."""
    return by_mcc(x, "228", "229") if x["228&229|ORPCS"] else ""


def atrial_appendage(x: Features) -> str:
    """Appendage closure with ablation, also where the ablation is no operating room procedure."""
    closure = (
        "317|TWO CONDITIONS MUST BE MET FIRST CONDITION: SELECT ONE PROCEDURE FROM LEFT ATRIAL APPENDAGE CLOSURE "
        "PROCEDURE LEFT ATRIAL APPENDAGE CLOSURE PROCEDURE"
    )
    ablation = "317|SECOND CONDITION: SELECT ONE PROCEDURE FROM CARDIAC ABLATION PROCEDURE CARDIAC ABLATION PROCEDURE"
    return "317" if x[closure] and (x[ablation] or x["317|NON-ORPCS"]) else ""


def other_endovascular_valve(x: Features) -> str:
    """Other endovascular cardiac valve procedures; drgpy has neither 319 nor 320."""
    return by_mcc(x, "319", "320") if x["319&320|ORPCS"] else ""


def coronary_device(x: Features) -> str:
    """Percutaneous coronary procedures with an intraluminal device; without one it is 250 or 251."""
    if not (x["321&322|DRUG-ELUTING INTRALUMINAL DEVICE"] or x["321&322|NON DRUG-ELUTING INTRALUMINAL DEVICE"]):
        return ""
    counted = ("ONE", "TWO", "THREE", "FOUR OR MORE")
    arteries = sum(n * x[f"321&322|{name} ARTER{'Y' if n == 1 else 'IES'}"] for n, name in enumerate(counted, 1))
    devices = x[_FOUR] + sum(
        n * x[f"321&322|{name} INTRALUMINAL DEVICES"] for n, name in enumerate(counted, 1) if n > 1
    )
    return "321" if x["_MCC"] or arteries >= 4 or devices >= 4 else "322"
