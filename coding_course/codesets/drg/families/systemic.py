"""MDC 07, 11 and 17 to 25: biliary tract, kidney, neoplasms of the blood, infections, burns, HIV, other contact."""

from __future__ import annotations

from coding_course.codesets.drg.families.severity import Features, any_room, by_either, by_mcc, by_three

_NOT_MAJOR = "ANY OTHER ORPCS NOT LISTED IN DRGS 820-822 OR ANY OF THE FOLLOWING NON-ORPCS"


def biliary(x: Features) -> str:
    """Biliary procedures: exploration of the duct counts without a cholecystectomy alone."""
    duct = x["408&409&410|OR ORPCS"] and not x["408&409&410|WITHOUT ORPCS"]
    return by_three(x, "408", "409", "410") if x["408&409&410|ORPCS"] or x["408&409&410|NON-ORPCS"] or duct else ""


def other_kidney(x: Features) -> str:
    """Other procedures of kidney and urinary tract, and access devices for what needs them."""
    family = "673&674&675|"
    access = x[family + "AND NON-ORPCS"] and (
        x[family + "OR PDX"] or (x[family + "OR PDX*"] and x[family + "WITH SDX"])
    )
    islets = x[family + "AND NON-ORPCS*"] and x[family + "OR PDX**"]
    return by_three(x, "673", "674", "675") if x[family + "ORPCS"] or access or islets else ""


def _lymphoid(x: Features, family: str, pdx: str, procedures: str, drgs: tuple[str, str, str]) -> str:
    return by_three(x, *drgs) if x[f"{family}|{pdx}"] and (any_room(x) or x[f"{family}|{procedures}"]) else ""


def lymphoma_other(x: Features) -> str:
    """Lymphoma and non-acute leukemia with other procedures."""
    return _lymphoid(x, "823&824&825", "PDX", _NOT_MAJOR, ("823", "824", "825"))


def acute_leukemia_other(x: Features) -> str:
    """Acute leukemia with other procedures."""
    return _lymphoid(x, "850", "PDX", _NOT_MAJOR, ("850", "850", "850"))


def myeloproliferative_other(x: Features) -> str:
    """Myeloproliferative disorders with other procedures, of any kind."""
    family = "829&830|"
    minor = (
        x[family + "ANY OTHER ORPCS NOT LISTED IN DRGS 826-828 OR ANY OF THE FOLLOWING NON-ORPCS"]
        or x[family + "NON-ORPCS"]
    )
    principal = x[family + "MYELOPROLIFERATIVE DISORDERS OR POORLY DIFFERENTIATED NEOPLASMS PDX"]
    return by_either(x, "829", "830") if principal and (any_room(x) or minor) else ""


def chemotherapy(x: Features) -> str:
    """Chemotherapy with acute leukemia, or with a high-dose agent."""
    family = "837&838&839|"
    leukemia, high = x[family + "ACUTE LEUKEMIA SDX"], x[family + "HIGH DOSE CHEMO AGENT"]
    if not (x[family + "CHEMOTHERAPY PDX"] and (leukemia or high)):
        return ""
    if x["_MCC"]:
        return "837"
    return "838" if high or x["_CC"] else "839"


def infection_with_room(x: Features) -> str:
    """Infections with any operating room procedure; 856 to 858 where they follow a procedure or an injury."""
    if not any_room(x):
        return ""
    if x["856&857&858|PDX"]:
        return by_three(x, "856", "857", "858")
    return by_three(x, "853", "854", "855")


def mental_with_room(x: Features) -> str:
    """Mental diseases with any operating room procedure."""
    return "876" if any_room(x) else ""


def burns(x: Features) -> str:
    """Burns: extensive ones need no ventilation for 927 and 933."""
    graft = x["927&933|SKIN GRAFT PROCEDURE ORPCS"] or x["928&929&934|SKIN GRAFT ORPCS"]
    ventilated = x["927&933|MECHANICAL VENTILATION >96 HOURS NON-ORPCS"]
    if x["927&933|EXTENSIVE BURNS PSDX"] or (x["927&933|FULL THICKNESS BURNS PSDX"] and ventilated):
        return "927" if graft else "933"
    if x["928&929&934|PSDX"]:
        if graft or x["928&929&934|INHALATION INJURY SDX"]:
            return by_either(x, "928", "929")
        return "934"
    return "935"


def contact_with_room(x: Features) -> str:
    """Other contact with health services, with any operating room procedure."""
    return by_three(x, "939", "940", "941") if any_room(x) else ""


def aftercare(x: Features) -> str:
    """Aftercare: 949 with CC or MCC, not with MCC alone."""
    return by_either(x, "949", "950") if x["949&950|PDX"] else ""


def hiv(x: Features) -> str:
    """HIV with an extensive procedure, with a major related condition, or with neither."""
    if x["_ORPCS_EXTENSIVE"]:
        return by_mcc(x, "969", "970")
    return by_three(x, "974", "975", "976") if x["_HIV_MAJOR"] else "977"
