"""MDC 01 to 03: nervous system, eye, ear, nose and throat."""

from __future__ import annotations

from coding_course.codesets.drg.families.severity import Features, by_three


def craniotomy_device(x: Features) -> str:
    """Craniotomy with device, acute diagnosis, antineoplastic implant, or neurostimulator in epilepsy."""
    cranial = x["023&024|CRANIOTOMY ORPCS"]
    major = x["023&024|MAJOR DEVICE IMPLANT"] or x["023&024|ACUTE COMPLEX CNS PDX"]
    if (
        (cranial and major and x["_MCC"])
        or (cranial and (x["023&024|NON-ORPCS"] or x["023&024|ANTINEOPLASTIC IMPLANT ORPCS"]))
        or (x["023&024|EPILEPSY PDX"] and x["023&024|NEUROSTIMULATOR"])
    ):
        return "023"
    return "024" if cranial and major else ""


def eye(x: Features) -> str:
    """Other disorders of the eye: 124 also with a thrombolytic agent."""
    if not x["124&125|PDX"]:
        return ""
    return "124" if x["_MCC"] or x["124&125|THROMBOLYTIC AGENT"] else "125"


def head_and_neck(x: Features) -> str:
    """Major head and neck procedures; drgpy has none of 140 to 142."""
    return by_three(x, "140", "141", "142") if x["140&141&142|ORPCS"] else ""


def other_ear_nose_throat(x: Features) -> str:
    """Other procedures of ear, nose, mouth and throat; drgpy has none of 143 to 145."""
    return by_three(x, "143", "144", "145") if x["143&144&145|ORPCS"] else ""
