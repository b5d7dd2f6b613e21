"""The definitions of ICD-10-PCS, for the learner's own use: where our words are silent, these are shown.

Format: XML of the publisher. ``<ICD10PCS.definitions>`` holds ``<version>`` and for each ``<section code="0">`` the
``<axis pos="3">`` that have definitions, with ``<terms>``: ``<title>``, and any of ``<definition>``, ``<explanation>``
and ``<includes>``. The course embeds none of it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import msgspec

from coding_course.codesets.official.files.pcs_tables import fiscal_year
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.xml_guard import read_xml
from coding_course.codesets.pcs.definitions import Published

FILE = "icd10pcs-definitions.jsonl.xz"
ROOT = "ICD10PCS.definitions"


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the definitions do."""
    return re.search(rb"<ICD10PCS\.definitions\b", head[:4096]) is not None


def _said(term: Element) -> str:
    def words(tag: str) -> list[str]:
        found = (" ".join((element.text or "").split()).rstrip(".") for element in term.findall(tag))
        return [text for text in found if text]

    includes = ", ".join(words("includes"))
    sentences = [*words("definition"), *words("explanation"), *([f"Includes {includes}"] if includes else [])]
    return " ".join(f"{sentence}." for sentence in sentences)


def read_definitions(data: bytes, name: str) -> tuple[str, int, list[Published]]:
    """Return the fiscal year that the file tells, how many sections it has, and its terms in order.

    Raises
    ------
    ReleaseProblem
        When it is no such XML or was cut short.
    """
    root = read_xml(data, name)
    if root.tag != ROOT:
        raise ReleaseProblem(
            f"{name} begins with <{root.tag}> and holds no ICD-10-PCS definitions (<{ROOT}>). Download that file."
        )
    sections = root.findall("section")
    terms = []
    for section in sections:
        for axis in section.findall("axis"):
            place = axis.get("pos", "")
            for term in axis.findall("terms"):
                title = " ".join((term.findtext("title") or "").split())
                if not title or not re.fullmatch("[1-7]", place):
                    raise ReleaseProblem(
                        f"{name} is damaged: a term of section {section.get('code')} has no title or no place. "
                        "Download it again."
                    )
                terms.append(Published(section.get("code", ""), int(place), title, _said(term)))
    if not terms:
        raise ReleaseProblem(f"{name} holds no definition. Download the file of ICD-10-PCS definitions again.")
    return fiscal_year(root, name), len(sections), terms


def compile_definitions(data: bytes, name: str) -> Compiled:
    """Read the definitions and compile them to the role ``pcs-definitions``."""
    edition, sections, terms = read_definitions(data, name)
    lines = b"".join(msgspec.json.encode(term) + b"\n" for term in terms)
    return Compiled(
        edition=edition,
        files={"pcs-definitions": pack(lines)},
        counts={"pcs sections with definitions": sections, "pcs definitions": len(terms)},
    )


KIND = FileKind(
    id="pcs-definitions",
    title="ICD-10-PCS definitions (XML)",
    publisher="CMS",
    roles={"pcs-definitions": FILE},
    recognizes=recognizes,
    compile=compile_definitions,
)
