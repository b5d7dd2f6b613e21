"""Citations: whether the section that one names exists."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coding_course.authoring.facts import did_you_mean

_GUIDELINES = re.compile(r"^ICD-10-CM Official Guidelines(?: for Coding and Reporting)?(.*)$")
_EDITION = re.compile(r"^ (FY\d{4}),? (.*)$")
_SECTION = re.compile(r"^(?:sections? )?((?:IV|III|II|I)(?:\.[A-Za-z0-9]+)*|Appendix I)$")
_PCS_GUIDELINES = re.compile(r"^ICD-10-PCS (?:Official )?Guidelines(?: for Coding and Reporting)?(.*)$")
_PCS_SECTION = re.compile(r"^(?:sections? |guidelines? )?([A-F](?:\d{1,2}(?:\.\d{1,2}[a-d]?)?)?)$")
_UNNUMBERED = ("introduction", "title page")
_SPLIT = re.compile(r"\s*(?:,|\band\b)\s*")
EDITIONS = ("FY2026",)
MODEL, PCS_MODEL = "ICD-10-CM Official Guidelines FY2026, I.A.12.a", "ICD-10-PCS Official Guidelines FY2026, B3.8"
"""How a citation of the guidelines is written."""


def check_citation(text: str, sections: Mapping[str, str]) -> tuple[str, str] | None:
    """Check a citation as far as it can be: the sections of the Official Guidelines are known, others are not.

    Parameters
    ----------
    text
        ``ICD-10-CM Official Guidelines FY2026, I.A.12.a``, ``ICD-10-PCS Official Guidelines FY2026, B3.8``, or any
        other source.
    sections
        Known section ids; with none, sections are not checked.

    Returns
    -------
    tuple of str or None
        What is wrong, and what to do; None when nothing is.

    Examples
    --------
    >>> check_citation("ICD-10-CM Official Guidelines FY2026, I.A.5", {"I.A.5": "7th characters"})
    >>> check_citation("ICD-10-CM Official Guidelines FY2026, I.A.99", {"I.A.9": "Other"})[1]
    'Did you mean I.A.9?'
    >>> check_citation("ICD-10-PCS Official Guidelines FY2026, B3.8", {"B3.8": "excision or resection"})
    """
    if not text.strip():
        return "The citation is empty.", "Name the source and its section."
    for each in text.split(";"):
        problem = _check_one(each.strip(), sections)
        if problem is not None:
            return problem
    return None


def _check_one(text: str, sections: Mapping[str, str]) -> tuple[str, str] | None:
    if (guidelines := _GUIDELINES.match(text)) is not None:
        return _check_sections(text, guidelines[1], _SECTION, MODEL, sections)
    if (guidelines := _PCS_GUIDELINES.match(text)) is not None:
        return _check_sections(text, guidelines[1], _PCS_SECTION, PCS_MODEL, sections)
    if re.match(r"(?i)(official )?guidelines?\b|icd-10-(?:cm|pcs) guidelines?\b|OCG\b", text):
        return (
            f"{text!r} does not name the guidelines in full.",
            f"Write: {MODEL}",
        )
    return None


def _check_sections(
    text: str, rest: str, form: re.Pattern[str], model: str, sections: Mapping[str, str]
) -> tuple[str, str] | None:
    edition = _EDITION.match(rest)
    if edition is None:
        return f"{text!r} names no edition and section.", f"Write: {model}"
    if edition[1] not in EDITIONS:
        return f"{text!r} cites {edition[1]}; the course is written in {EDITIONS[-1]}.", f"Cite {EDITIONS[-1]}."
    for part in _SPLIT.split(edition[2].strip().rstrip(",")):
        if part in _UNNUMBERED:
            continue
        section = form.match(part)
        if section is None:
            return f"{part!r} is not a section of the guidelines.", f"Sections read as in: {model}"
        if sections and section[1] not in sections:
            return (
                f"The guidelines have no section {section[1]}.",
                did_you_mean(section[1], sections, "Open the guidelines and cite the section that says it."),
            )
    return None
