"""Reads the tabular list of ICD-10-CM from the publisher's XML: the same for the compile script and for imports.

What the XML does not say in its elements is settled by three rules, each of which is in the printed text:

- Long titles are plain ASCII in the publisher's order file; accents fold away (``Meniere's``), and the printed title
  is kept beside.
- A leaf with 7th characters is a header; its codes are filled with the placeholder X to six characters, and their
  title is the leaf's, a comma, and the definition.
- A note under S06 takes 7th characters away from codes with certain 6th characters; :func:`withdrawn` reads it.
"""

from __future__ import annotations

import io
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator

from coding_course.codesets.compiled import Entry
from coding_course.codesets.expand import codes_of
from coding_course.codesets.model import NoteKind
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.xml_guard import check_xml
from coding_course.codesets.references import parse_references

_KINDS = {
    "includes": NoteKind.INCLUDES,
    "inclusionTerm": NoteKind.INCLUSION_TERM,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
    "codeFirst": NoteKind.CODE_FIRST,
    "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO,
    "sevenChrNote": NoteKind.SEVENTH_CHARACTER,
    "notes": NoteKind.NOTE,
}
_WITHDRAWN = re.compile(
    r"7th characters? ([0-9A-Z](?:(?:, | and |, and )[0-9A-Z])*) do not apply to codes in category ([A-Z]\w\w) "
    r"with 6th character ((?:[0-9A-Z] - [^,]+(?:, or |, )?)+)"
)


def fold(text: str) -> str:
    """Return text without accents, as the order file prints titles."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def withdrawn(text: str) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """Read a note that takes 7th characters away from some codes of a category.

    Returns
    -------
    tuple or None
        Category, 7th characters that do not apply, 6th characters they do not apply to.

    Examples
    --------
    >>> note = "7th characters D and S do not apply to codes in category S06 with 6th character 7 - one, or 8 - two."
    >>> category, seventh, sixth = withdrawn(note)
    >>> category, sorted(seventh), sorted(sixth)
    ('S06', ['D', 'S'], ['7', '8'])
    """
    match = _WITHDRAWN.search(text)
    if not match:
        return None
    characters = frozenset(re.findall(r"\b[0-9A-Z]\b", match[1]))
    return match[2], characters, frozenset(re.findall(r"\b([0-9A-Z]) - ", match[3]))


def _text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _title(element: ElementTree.Element) -> str:
    """Return the title of a chapter, section or code; each has one."""
    said = element.find("desc")
    if said is None or not (title := _text(said)):
        named = element.findtext("name") or element.get("id") or "an entry without a code"
        raise ReleaseProblem(f"The tabular list has no title for {named}; the file is damaged. Download it again.")
    return title


def _notes(element: ElementTree.Element) -> list[tuple[str, str, list[str]]]:
    notes: list[tuple[str, str, list[str]]] = []
    for child in element:
        if kind := _KINDS.get(child.tag):
            notes += [(kind.value, _text(note), []) for note in child.findall("note")]
        elif child.tag == "sevenChrDef":
            character = ""
            for line in child:
                if line.tag == "extension":
                    character = line.get("char", "")
                else:  # a line under a definition says what else the character stands for
                    notes.append((NoteKind.SEVENTH_CHARACTER.value, f"{character}: {_text(line)}", []))
        elif child.tag == "visualImpairment":
            notes += [(NoteKind.NOTE.value, line, []) for line in _visual_impairment(child)]
    return notes


def _visual_impairment(table: ElementTree.Element) -> Iterator[str]:
    """Turn the one table of the tabular list into lines, a category each."""
    for row in table.findall("visCategory"):
        value = row.findtext("value")
        if value is None:
            yield " / ".join(" ".join(part.split()) for part in row.itertext() if part.strip())
            continue
        limits = []
        for bounds in row.findall("visRange"):
            worst, best = bounds.findtext("visMax/value"), bounds.findtext("visMin/value")
            limits.append(f"{worst} to {best}" if best else f"{worst}")
        yield f"Category {value}: {'; '.join(limits)}"


def _entry(element: ElementTree.Element, code: str, title: str, kind: str, parent: str) -> Entry:
    ascii_title = fold(title)
    definition = element.find("sevenChrDef")
    return Entry(
        code=code,
        title=ascii_title,
        kind=kind,
        parent=parent,
        printed=title if title != ascii_title else "",
        notes=_notes(element),
        seventh=None if definition is None else {e.get("char", ""): _text(e) for e in definition.findall("extension")},
    )


def _diagnoses(element: ElementTree.Element, parent: str, inherited: bool) -> Iterator[Entry]:
    for diagnosis in element.findall("diag"):
        code = diagnosis.findtext("name") or ""
        below = diagnosis.find("diag") is not None
        extended = inherited or diagnosis.find("sevenChrDef") is not None
        header = below or (extended and len(code.replace(".", "")) < 7)
        kind = ("category" if len(code) == 3 else "subcategory") if header else "code"
        yield _entry(diagnosis, code, _title(diagnosis), kind, parent)
        yield from _diagnoses(diagnosis, code, extended)


def _range_of(section: ElementTree.Element) -> str:
    """Return a section's range; that of one category is ``B20-B20``, so that ``B20`` stays the category."""
    name = section.get("id", "")
    return name if "-" in name else f"{name}-{name}"


def _without_range(title: str) -> str:
    return re.sub(r"\s*\([A-Z]\w\w(-[A-Z]\w\w)?\)$", "", title)


def _sections(chapter: ElementTree.Element, number: str) -> Iterator[Entry]:
    """Sections in order; one without categories of its own holds the narrower ones that follow it."""
    wide: list[str] = []
    for section in chapter.findall("section"):
        name = _range_of(section)
        first, _, last = name.partition("-")
        holders = [r for r in wide if r[:3] <= first and last <= r[4:]]
        parent = holders[-1] if holders else number
        if section.find("diag") is None:
            wide.append(name)
        yield _entry(section, name, _without_range(_title(section)), "section", parent)
        yield from _diagnoses(section, name, False)


def read_tabular(data: bytes, name: str = "The tabular list") -> list[Entry]:
    """Return the entries of a tabular list in the order of the book.

    Parameters
    ----------
    data
        The publisher's XML (schema of the FY2025 release, ``icd-10-cm-tabular-2025.xsd``), parsed chapter by chapter.
    name
        What the file is called, for messages.

    Raises
    ------
    ReleaseProblem
        When it is not whole, or an entry lacks its title.
    """
    check_xml(data, name)
    entries: list[Entry] = []
    for _, element in ElementTree.iterparse(io.BytesIO(data), events=("end",)):
        if element.tag != "chapter":
            continue
        number = element.findtext("name") or ""
        title = _without_range(_title(element))
        entries.append(_entry(element, number, title, "chapter", ""))
        entries += _sections(element, number)
        element.clear()
    _withdraw(entries)
    _link(entries)
    choose_defaults(entries)
    return entries


def counts_of(entries: list[Entry]) -> dict[str, int]:
    """Return what a tabular list holds, in the words of a manifest."""
    return {
        "billable codes": sum(1 for _ in codes_of(entries)),
        "chapters": sum(e.kind == "chapter" for e in entries),
        "sections": sum(e.kind == "section" for e in entries),
        "categories, subcategories and codes": sum(e.kind not in ("chapter", "section") for e in entries),
        **{f"notes: {kind.value}": sum(k == kind for e in entries for k, _, _ in e.notes) for kind in NoteKind},
    }


def _withdraw(entries: list[Entry]) -> None:
    by_code = {e.code: e for e in entries}
    for note in [text for entry in entries for kind, text, _ in entry.notes if kind == NoteKind.NOTE]:
        if not (rule := withdrawn(note)):
            continue
        category, gone, sixth = rule
        defined = (by_code[category].seventh if category in by_code else None) or {}
        for entry in entries:
            compact = entry.code.replace(".", "")
            if len(compact) == 6 and compact.startswith(category) and compact[5] in sixth:
                entry.seventh = {c: text for c, text in defined.items() if c not in gone}


# fmt: off
_DEFAULT_WORDS = frozenset(
    [
        "unspecified", "without", "complication", "complications", "uncomplicated", "not", "specified", "otherwise",
        "nos", "and", "site", "of", "mention", "or", "the", "a", "in",
    ]
)
# fmt: on


def _words(title: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", title.lower()))


def choose_defaults(entries: list[Entry]) -> None:
    """For each header find the entry below that says least beyond it: unspecified, uncomplicated, NOS."""
    children: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind not in ("chapter", "section"):
            children.setdefault(entry.parent, []).append(entry)
    for entry in reversed(entries):
        said, best, best_cost = _words(entry.title), "", 0.95
        for child in children.get(entry.code, ()) if entry.kind not in ("chapter", "section") else ():
            extra = _words(child.title) - said
            cost = sum(w not in _DEFAULT_WORDS for w in extra) - 0.5 * ("unspecified" in extra)
            cost -= 0.1 * (child.code[-1] == "9")
            if cost < best_cost:
                best, best_cost = child.default or child.code, cost
        entry.default = best


def _link(entries: list[Entry]) -> None:
    known = {e.code.replace(".", "") for e in entries}
    for entry in entries:
        entry.notes = [
            (
                kind,
                text,
                [] if kind == NoteKind.SEVENTH_CHARACTER else list(parse_references(text, known.__contains__)),
            )
            for kind, text, _ in entry.notes
        ]
