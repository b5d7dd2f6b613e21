"""The study index of external causes: from the titles of V00 to Y99.

An index of external causes is sorted by what happened: ``Fall``, ``Accident, transport``, ``Contact``, ``Assault``,
``Place of occurrence``. Titles say who, what and where in one sentence; the patterns here take it apart.
"""

from __future__ import annotations

import re

from coding_course.codesets.book.study import SOURCE, Printed
from coding_course.codesets.book.terms import Head, Terms
from coding_course.codesets.book.tree import Node, flatten

_QUALIFIERS = re.compile(
    r"^(?:(?:other and unspecified|other specified|other|unspecified|accidental|accidentally)\b\s*)+", re.IGNORECASE
)
_LEFT_OUT = re.compile(
    r"\s*\[[^\]]*\]|,? (?:not elsewhere classified|NOS|initial encounter|subsequent encounter|sequela)\b"
)
_INJURED = re.compile(r"^(?P<who>.+?),? (?:injured|hurt) (?:in|by|while) (?P<how>.+)$")
_WHERE = re.compile(r",? in (?P<where>nontraffic|traffic) accident$")

_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), path)
    for pattern, path in (
        (r"^activity(?:, other involving|, other|,) (?P<rest>.+)$", ("Activity (involving)",)),
        (r"^activities(?:, other)? involving (?P<rest>.+)$", ("Activity (involving)",)),
        (r"^(?P<rest>.+?) as (?:the )?place of occurrence.*$", ("Place of occurrence",)),
        (r"^blood alcohol level(?: of)? (?P<rest>.+)$", ("Alcohol, blood level",)),
        (r"^intentional self-harm by (?P<rest>.+)$", ("Suicide, self-harm",)),
        (r"^intentional (?P<rest>collision .+)$", ("Suicide, self-harm",)),
        (r"^assault(?: by|,)? (?P<rest>.+)$", ("Assault",)),
        (r"^legal intervention(?: involving|,)? (?P<rest>.+)$", ("Legal intervention",)),
        (r"^(?:war operations?|operations of war)(?: involving|,)? ?(?P<rest>.*)$", ("War operations",)),
        (r"^military operations?(?: involving|,)? ?(?P<rest>.*)$", ("Military operations",)),
        (r"^(?P<rest>.+) in (?:war) operations$", ("War operations",)),
        (r"^(?P<rest>.+) in (?:military) operations$", ("Military operations",)),
        (r"^terrorism(?: involving|,)? ?(?P<rest>.*)$", ("Terrorism",)),
        (r"^(?:specified )?(?:cause of accidental )?(?:non-transport )?drowning and submersion,? ?(?P<rest>.*)$",
         ("Drowning",)),
        (r"^(?P<rest>.+?),? (?:entering|unspecified, entering) into or through (?:a )?natural orifice$",
         ("Foreign body", "entering natural orifice")),
        (r"^(?P<rest>.+?) entering through skin$", ("Foreign body", "entering through skin")),
        (r"^(?P<rest>.+?) causing external constriction$", ("Constriction, external",)),
        (r"^(?:discharge|malfunction)(?: and malfunction)? (?:of|from) (?P<rest>.+)$", ("Discharge, firearm",)),
        (r"^(?P<rest>.+?) (?:discharge|malfunction)(?: and malfunction)?$", ("Discharge, firearm",)),
        (r"^falls?,? (?P<rest>.+)$", ("Fall, falling",)),
        (r"^(?P<rest>slipping, tripping.*)$", ("Fall, falling",)),
        (r"^(?:hit|struck|hit or struck|struck or hit) by (?P<rest>.+)$", ("Struck by",)),
        (r"^cause of strike by (?P<rest>.+)$", ("Struck by",)),
        (r"^(?P<rest>(?:hit|hit or strike|strike|kick|twist|bite|scratch|hit, strike.*) by another person)$",
         ("Struck by",)),
        (r"^striking against (?P<rest>.+)$", ("Striking against",)),
        (r"^walked into (?P<rest>.+)$", ("Striking against",)),
        (r"^contact with (?P<rest>.+)$", ("Contact (with)",)),
        (r"^(?:prolonged )?exposure (?:to|in) (?P<rest>.+)$", ("Exposure (to)",)),
        (r"^(?:bitten|stung|bitten or stung|pecked|scratched|gored) by (?P<rest>.+)$", ("Bite, bitten by",)),
        (r"^(?:caught|crushed),? (?P<rest>.+)$", ("Caught, crushed",)),
        (r"^(?P<rest>.+?) devices associated with adverse incidents$", ("Incident, adverse", "device")),
        (r"^(?P<rest>.+?) associated with adverse incidents$", ("Incident, adverse", "device")),
        (r"^(?P<rest>.+?),? as the cause of abnormal reaction.*$", ("Reaction, abnormal, following",)),
        (r"^(?P<rest>.+?),? perpetrator of .+$", ("Perpetrator of maltreatment",)),
        (r"^(?P<rest>.+?),? undetermined intent$", ("Undetermined intent",)),
    )
)  # fmt: skip
_GROUPS = (
    ("V00", "V00", ("Accident, transport", "pedestrian conveyance")),
    ("V01", "V89", ("Accident, transport",)),
    ("V90", "V94", ("Accident, transport", "watercraft")),
    ("V95", "V97", ("Accident, transport", "aircraft")),
    ("V98", "V99", ("Accident, transport", "specified NEC")),
    ("X34", "X39", ("Forces of nature",)),
    ("Y62", "Y69", ("Misadventure",)),
    ("Y92", "Y92", ("Place of occurrence",)),
    ("Y93", "Y93", ("Activity (involving)",)),
    ("Y99", "Y99", ("External cause status",)),
)
"""Where titles of some categories stand that no pattern takes apart."""
_MOST_WORDS = 2
"""An inclusion term of so few words may be a main term by itself: ``Tornado``."""


def external_causes(printed: Printed) -> Terms:
    """Return the study index of external causes."""
    top = Node("")
    category = ""
    for entry in printed.entries:
        if entry.code[0] not in "VWXY":
            continue
        if entry.kind == "category":
            category = entry.title
        code = printed.code(entry.code)
        own = path_of(entry.title, entry.code, category)
        _add(top, own, code, printed)
        for kind, text, _ in entry.notes:
            if kind == "inclusion term" and len(text) < 80:
                _add(top, _inclusion(text, own, entry.code, category), code, printed)
    return Terms(Head("external-causes", SOURCE, False), list(flatten(top)))


def _add(top: Node, path: tuple[str, ...], code: str, printed: Printed) -> None:
    if not path:
        return
    node = top.at(path)
    if code in node.codes:
        return
    node.codes = printed.together(c.rstrip("-.") for c in (*node.codes, code)) if node.codes else [code]


def _inclusion(text: str, own: tuple[str, ...], code: str, category: str) -> tuple[str, ...]:
    """Return the line of an inclusion term: what a pattern says, else a main term or a line under its code's own."""
    plain = _plain(text)
    if _INJURED.match(plain) or any(p.match(plain) for p, _ in _PATTERNS):
        return path_of(text, code, category)
    if plain and len(plain.split()) <= _MOST_WORDS and not plain[0].isdigit():
        return (plain[:1].upper() + plain[1:],)
    return (*own, _lower(plain)) if plain else ()


def path_of(title: str, code: str = "", category: str = "") -> tuple[str, ...]:
    """Return the line under which the title of an external cause stands.

    Parameters
    ----------
    title
        Of a code or an inclusion term.
    code
        Some groups of codes have a main term of their own.
    category
        Title of its category, which tells the vehicle of an occupant.

    Examples
    --------
    >>> path_of("Fall on and from ladder")
    ('Fall, falling', 'on and from ladder')
    >>> path_of("Car driver injured in collision with car in traffic accident", "V43.5", "Car occupant injured in ...")
    ('Accident, transport', 'car occupant', 'collision with car', 'car driver', 'traffic')
    """
    text = _plain(title)
    group = next((path for first, last, path in _GROUPS if first <= code[:3] <= last), ()) if code else ()
    if code[:1] in ("", "V") and code[:3] < "V90" and (match := _INJURED.match(text)):
        return _transport(match["who"], match["how"], category)
    for pattern, path in _PATTERNS:
        if group and path != group:
            continue
        if match := pattern.match(text):
            rest = match["rest"].strip(" ,")
            if code[:3] == "Y92" and (room := re.match(r"(?P<room>.+?) (?:in|of|on) (?P<house>.+)", rest)):
                return (*path, _lower(room["house"]), _lower(room["room"]))
            return (*path, *(_lower(p) for p in rest.split(", ") if p))
    if group:
        rest = re.sub(r"\b(?:pedestrian conveyance )?accidents?$|^transport accidents?$", "", text).strip(" ,")
        return (*group, *(_lower(p) for p in rest.split(", ") if p))
    head, _, rest = text.partition(" ")
    parts = [_lower(p) for p in rest.strip(" ,").split(", ") if p]
    return (head[:1].upper() + head[1:].rstrip(","), *parts) if head else ()


def _plain(title: str) -> str:
    text = _LEFT_OUT.sub("", title).strip(" ,")
    return _QUALIFIERS.sub("", text).strip(" ,") or text


def _transport(who: str, how: str, category: str) -> tuple[str, ...]:
    where = ""
    if match := _WHERE.search(how):
        how, where = how[: match.start()], match["where"]
    occupant = re.match(r"^(?P<who>.+?),? injured in\b", category)
    vehicle = _lower(occupant["who"]) if occupant else ""
    person = _lower(who)
    path = ["Accident, transport", vehicle or person, _lower(how)]
    if vehicle and person != vehicle:
        path.append(person)
    if where:
        path.append(where)
    return tuple(path)


_NAMES = re.compile(r"(?:American|Australian|African|Asian|Portuguese)\b")


def _lower(text: str) -> str:
    return text if text[1:2].isupper() or _NAMES.match(text) else text[:1].lower() + text[1:]
