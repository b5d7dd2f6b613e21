"""What the command line says of one code: everything the edition knows of it, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.codesets import System
from coding_course.codesets.forms import drg_number, place_number

if TYPE_CHECKING:
    from coding_course.codesets import Code, Edition

MOST_BELOW = 2_000
"""So many codes below a header are listed; a section of ICD-10-PCS has tens of thousands."""


def describe(book: Edition, query: str, *, notes: bool) -> dict[str, Any] | None:
    """Return everything that ``lookup`` says of one code, as plain data; None when there is no such code.

    Parameters
    ----------
    book
        Where to look.
    query
        As typed. Three digits that are the beginning of no procedure code are an MS-DRG; ``DRG302`` always is.
        ``POS11`` is a place of service.
    notes
        True to add the instructional notes, inherited ones too.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> [one["label"] for one in describe(edition("FY2026"), "0ft44zz", notes=False)["axes"]][2:5]
    ['Resection', 'Gallbladder', 'Percutaneous Endoscopic']
    """
    code = book.lookup(query)
    if code is None:
        return _group(book, query) or _place(book, query)
    answer: dict[str, Any] = {
        "query": query,
        "system": code.system.value,
        "code": code.code,
        "title": code.title,
        "billable": code.billable,
        "kind": code.kind,
        "parent": code.parent or None,
        "edition": book.name,
        "valid_from": code.valid_from or None,
        "valid_to": code.valid_to or None,
        "ancestors": [],
        "children": [],
        "seventh_characters": {},
    }
    if code.system is System.CM:
        answer |= _diagnosis(book, code)
    elif code.system is System.PCS:
        answer |= _procedure(book, code)
    elif code.system is System.MODIFIER:
        answer |= _modifier(book, code)
    else:
        answer |= _service(book, code)
    if notes:
        answer["notes"] = [
            {"kind": note.kind.value, "text": note.text, "source": note.source}
            for note in (book.notes(code.code) if code.system is System.CM else ())
        ]
    return answer


def _group(book: Edition, query: str) -> dict[str, Any] | None:
    number = drg_number(query)
    row = book.groups.weight(number) if number else None
    if row is None:
        return None
    facts = {name: value for name, value in msgspec.to_builtins(row).items() if name not in ("drg", "title")}
    return {
        "query": query,
        "system": "MS-DRG",
        "code": row.drg,
        "title": row.title,
        "billable": False,
        "kind": "group",
        "edition": book.name,
        "group": facts,
    }


def _place(book: Edition, query: str) -> dict[str, Any] | None:
    number = place_number(query)
    place = book.place(number) if number else None
    if place is None:
        return None
    return {
        "query": query,
        "system": "place of service",
        "code": place.code,
        "title": place.title,
        "billable": False,
        "kind": "place",
        "edition": book.name,
        "use": place.use,
        "payment": place.payment or None,
    }


def _diagnosis(book: Edition, code: Code) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ancestors": [{"code": one.code, "title": one.title} for one in book.ancestors(code.code)],
        "children": [{"code": one.code, "title": one.title} for one in book.children(code.code)],
        "seventh_characters": dict(book.seventh_characters(code.code)),
    }
    if not code.billable:
        return {**said, "billable_below": [one.code for one in book.billable_below(code.code)]}
    limits = book.age_limits(code.code)
    return {
        **said,
        "poa_exempt": book.poa_exempt(code.code),
        "severity": book.groups.severity(code.code) or None,
        "flags": sorted(book.flags(code.code)),
        "age_limits": msgspec.to_builtins(limits) if limits else None,
    }


def _procedure(book: Edition, code: Code) -> dict[str, Any]:
    said: dict[str, Any] = {
        "axes": [_value(one) for one in book.pcs.axes(code.code)],
        "ancestors": [
            {"code": code.code[:length], "title": above.title}
            for length in range(len(code.code) - 1, 0, -1)
            if (above := book.pcs.lookup(code.code[:length])) is not None
        ],
    }
    following = book.pcs.choices(code.code)
    if following is not None:
        below = book.pcs.codes(code.code)
        said["next"] = {"axis": following.title, "values": [_value(one) for one in following.values]}
        said["children"] = [{"code": code.code + one.character, "title": one.label} for one in following.values]
        said["billable_below"] = list(below[:MOST_BELOW])
        said["billable_below_count"] = len(below)
    return said


def _value(one: Any) -> dict[str, Any]:
    return {
        "place": one.place,
        "axis": one.axis,
        "character": one.character,
        "label": one.label,
        "definition": one.definition,
    }


def _service(book: Edition, code: Code) -> dict[str, Any]:
    service = book.service(code.code)
    if service is None:
        return {}
    facts = msgspec.to_builtins(service)
    said = {
        name: value for name, value in facts.items() if name != "code" and (value or value == 0) and value is not False
    }
    return {"service": said}


def _modifier(book: Edition, code: Code) -> dict[str, Any]:
    modifier = book.modifier(code.code)
    return {} if modifier is None else {"use": modifier.use, "applies": list(modifier.applies), "group": modifier.group}
