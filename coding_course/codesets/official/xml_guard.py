"""Reading XML of unknown origin: no document type, no entities, no depth that a release never has.

A few lines of XML can unfold to gigabytes by entities that name each other ("billion laughs"), and elements nested a
million deep overrun the program that takes them apart. The publishers' files have neither, so both are refused before
anything is built from them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from xml.parsers import expat

from coding_course.codesets.official.kinds import ReleaseProblem

DEEPEST = 60
"""The deepest of the publishers' files, the Alphabetic Index, has about fifteen levels."""


class _Refused(Exception):
    pass


def looks_like_xml(head: bytes) -> bool:
    """Say whether a file begins as XML does."""
    return head.lstrip()[:1] == b"<"


def check_xml(data: bytes, name: str) -> None:
    """Read XML through without keeping any of it.

    Raises
    ------
    ReleaseProblem
        Where it is not whole, declares a document type or entities, or is nested too deeply.
    """
    parser = expat.ParserCreate()
    depth = 0

    def start(_tag: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _Refused(
                f"{name} nests its elements more than {DEEPEST} deep, which no release does. It was not read; "
                "download it again from the publisher."
            )

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_arguments: object) -> None:
        raise _Refused(
            f"{name} declares a document type or entities, which no release does and which can do harm. It was not "
            "read; download it again from the publisher."
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)
    except _Refused as problem:
        raise ReleaseProblem(str(problem)) from None
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise ReleaseProblem(
            f"{name} is not whole: as XML it cannot be read ({problem}). It was cut short or damaged; get it anew."
        ) from problem


def read_xml(data: bytes, name: str) -> ElementTree.Element:
    """Return the root of a file that :func:`check_xml` finds in order."""
    check_xml(data, name)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise ReleaseProblem(f"{name} cannot be read as XML ({problem}). Download it again.") from problem
