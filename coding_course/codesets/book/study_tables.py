"""The tables of the study index: neoplasms by site and behavior, drugs by substance and intent, procedures by name.

Rows come from the titles of the tabular list and from three tables that people wrote, beside the compiled editions:
``study-index-neoplasms.tsv``, ``study-index-drugs.tsv``, ``study-index-procedures.tsv``. A code that the tabular list
of an edition does not have is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from coding_course.codesets.book.headings import SPECIFIED, site_path
from coding_course.codesets.book.study import SOURCE_TABLE, Printed
from coding_course.codesets.book.terms import Head, Terms
from coding_course.codesets.book.tree import Node, flatten
from coding_course.codesets.forms import compact

Rows = Iterable[Mapping[str, str]]

BEHAVIORS = (
    "Malignant primary", "Malignant secondary", "Carcinoma in situ", "Benign", "Uncertain behavior",
    "Unspecified behavior",
)  # fmt: skip
INTENTS = (
    "Poisoning, accidental", "Poisoning, intentional self-harm", "Poisoning, assault", "Poisoning, undetermined",
    "Adverse effect", "Underdosing",
)  # fmt: skip
_COLUMNS = ("secondary", "in situ", "benign", "uncertain", "unspecified")
_PRIMARY = re.compile(
    r"(?:other and unspecified |other specified |unspecified )?malignant (?:inflammatory )?neoplasms? of (?P<site>.+)",
    re.IGNORECASE,
)
_SUBSTANCE = re.compile(
    r"(?:Poisoning by|Toxic effects? of|Adverse effect of|Underdosing of)(?: contact with)? (?P<name>.+?)"
    r"(?:,? (?:accidental|intentional|assault|undetermined)\b.*)?$"
    r"|(?P<poisoning>.+ poisoning), (?:accidental|intentional|assault|undetermined)\b.*$"
)
_PREFIX = re.compile(
    r"^(?:Poisoning by|Toxic effects? of|Adverse effect of|Underdosing of)"
    r"(?:,? (?:and )?adverse effect of(?: and|,)? (?:and )?underdosing of)?(?: contact with)? ",
)
_GROUPS = frozenset(
    (
        "drugs", "agents", "antibiotics", "antidepressants", "anesthetics", "vaccines", "hormones", "diuretics",
        "laxatives", "insecticides", "derivatives", "blockers", "antagonists", "inhibitors", "vasodilators", "venom",
        "vaccine", "gas", "spider", "snake",
    )
)  # fmt: skip
"""Nouns under which members of a group are listed too."""


def neoplasms(printed: Printed, rows: Rows) -> Terms:
    """Return the study Neoplasm Table: a line for each site of a malignant primary.

    Parameters
    ----------
    printed
        The tabular list.
    rows
        Of ``study-index-neoplasms.tsv``: primary code, the codes of the other behaviors, common names of the site.
    """
    columns = {row["primary"]: row for row in rows}
    sites: dict[tuple[str, ...], set[str]] = {}
    for entry in printed.entries:
        match = _PRIMARY.fullmatch(entry.title)
        if match is None or not "C00" <= entry.code[:3] <= "C80":
            continue
        for path in site_path(match["site"]):
            sites.setdefault(path, set()).add(printed.code(entry.code).rstrip("-."))
    for row in columns.values():
        for name in filter(None, row.get("names", "").split(", ")):
            path = site_path(name)[0]
            if path not in sites and printed.has(row["primary"]):
                sites[path] = {printed.code(row["primary"]).rstrip("-.")}
    top = Node("")
    main = top.at(("Neoplasm, neoplastic",))
    for path, codes in sites.items():
        (primary, *_) = printed.together(codes)
        node = main.at(path)
        if not node.cells:
            node.cells = _behaviors(primary, columns, printed)
    main.cells = _behaviors("C80.1", columns, printed)
    return Terms(Head("neoplasms", SOURCE_TABLE, False, list(BEHAVIORS)), list(flatten(top)))


def references(table: Terms) -> dict[str, str]:
    """Return for each code of the Neoplasm Table what a reference to its line says.

    The first line that has a code is its own: ``Neoplasm, breast, malignant primary``.
    """
    found: dict[str, str] = {}
    way: list[str] = []
    for term in table.terms:
        del way[term.level :]
        way.append(term.title.split(",")[0] if term.level == 0 else term.title)
        for behavior, code in zip(BEHAVIORS, term.cells, strict=False):
            if code:
                found.setdefault(code.rstrip("-."), ", ".join((*way, behavior.lower())))
    return found


def _behaviors(primary: str, columns: Mapping[str, Mapping[str, str]], printed: Printed) -> list[str]:
    """Return the codes of one site, one for each behavior."""
    code = primary.rstrip("-.")
    found = next((columns[code[:n]] for n in range(len(code), 2, -1) if code[:n] in columns), None)
    rest = [found[c] if found else "" for c in _COLUMNS]
    return [printed.dashed(code), *(printed.code(c) if c and printed.has(c) else "" for c in rest)]


def drugs(printed: Printed, rows: Rows) -> Terms:
    """Return the study Table of Drugs: a line for each substance that a title names, and for common drugs.

    Parameters
    ----------
    printed
        The tabular list.
    rows
        Of ``study-index-drugs.tsv``: substance, beginning of its codes, other names.
    """
    cells: dict[str, list[str]] = {}
    names: dict[str, dict[str, None]] = {}
    for entry in printed.entries:
        if not "T36" <= entry.code[:3] <= "T65" or not printed.extends(entry.code):
            continue
        body = compact(entry.code)
        stem, intent = body[:-1], body[-1]
        if not "1" <= intent <= "6":
            continue
        cells.setdefault(stem, [""] * len(INTENTS))[int(intent) - 1] = f"{entry.code}-"
        if match := _SUBSTANCE.match(entry.title):
            names.setdefault(stem, {})[_substance(match["name"] or match["poisoning"])] = None
    for entry in printed.entries:
        if not "T36" <= entry.code[:3] <= "T65" or not entry.notes:
            continue
        above = compact(entry.code)
        stems = [s for s in cells if s.startswith(above)]
        if len(stems) == 1:
            for kind, text, _ in entry.notes:
                name = _PREFIX.sub("", text)
                if kind == "inclusion term" and name != text:
                    names.setdefault(stems[0], {})[_substance(name)] = None
    top = Node("")
    for stem, said in names.items():
        for name in said:
            for path in _substance_paths(name):
                node = top.at(path)
                node.cells = node.cells or cells[stem]
    for row in rows:
        stem = compact(row["codes"])
        if stem not in cells:
            continue
        for name in (row["substance"], *filter(None, row.get("names", "").split(", "))):
            node = top.at((_capital(name),))
            node.cells = cells[stem]
    return Terms(Head("drugs", SOURCE_TABLE, False, list(INTENTS)), list(flatten(top)))


def _substance(name: str) -> str:
    name = re.sub(r"\s*\[[^\]]*\]", "", name)
    name = re.sub(r",? (?:not elsewhere classified|NOS|NEC)\b", "", name)
    return name.strip(" ,")


def _substance_paths(name: str) -> list[tuple[str, ...]]:
    """Return the lines under which a substance stands: by its own name, and under the noun of its group."""
    other = re.match(r"^(other specified|other|unspecified)\s+", name, re.IGNORECASE)
    plain = name[other.end() :] if other else name
    venom = re.fullmatch(r"venom of (other )?(.+)", plain)
    specified = (SPECIFIED,) if (other and other[1].lower().startswith("other")) or (venom and venom[1]) else ()
    if venom:
        return [("Venom", venom[2], *specified)]
    paths: list[tuple[str, ...]] = [(_capital(plain), *specified)]
    before, _, last = plain.rpartition(" ")
    if last in _GROUPS and before:
        paths.append((_capital(last), before, *specified))
    return paths


def procedures(rows: Rows) -> Terms:
    """Return the study index of procedures: names that surgeons use, and the root operations that they are.

    Parameters
    ----------
    rows
        Of ``study-index-procedures.tsv``: name, subterm, root operation and body part, beginnings of codes.
    """
    top = Node("")
    for row in rows:
        path = (row["term"], row["subterm"]) if row["subterm"] else (row["term"],)
        codes = row["codes"].split()
        node = top.at(path)
        node.see = row["reads"]
        node.codes = codes
        reads = row["reads"].split("; ")
        for read in reads:
            operation, _, part = read.partition(", ")
            line = top.at((operation, part) if part else (operation,))
            if len(reads) == 1 and not line.see:
                line.codes = list(dict.fromkeys([*line.codes, *codes]))
    return Terms(Head("procedures", SOURCE_TABLE, False), list(flatten(top)))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
