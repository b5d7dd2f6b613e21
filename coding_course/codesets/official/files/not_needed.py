"""Files that come with a release and are not imported: each kind with the reason and what to import instead.

They are recognized so that whoever imports a whole release reads why a file was left, and never "unknown file".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from coding_course.codesets.official.files import poa_exempt
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.texts import lines

_CODES_LINE = re.compile(r"(?:[A-Z][0-9A-Z][0-9][0-9A-Z]{0,4}|[A-Z][0-9][0-9A-Z]{1,5}|[0-9][0-9A-Z]{6}) +\S.*")
_ADDENDA = re.compile(r"(?:Add|Delete|Revise from|Revise to|No change): +([0-9A-Z]{3,7}) ")
_TEXT_ADDENDA = re.compile(r"No change: table|First panel of table|Add: +(?:table|panel|First|choice)", re.IGNORECASE)


def _first_lines(head: bytes, number: int) -> list[str]:
    return [line for line in lines(head[:6000])[: number + 5] if line.strip()][:number]


def _is_pdf(name: str, head: bytes) -> bool:
    return head[:1024].lstrip()[:5] == b"%PDF-"


def _is_web_page(name: str, head: bytes) -> bool:
    start = head[:1024].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html")) or b"<html" in start


def _is_schema(name: str, head: bytes) -> bool:
    return bool(re.search(rb"<(?:xsd?:)?schema\b", head[:2000]))


def _is_old_office(name: str, head: bytes) -> bool:
    return head.startswith(b"\xd0\xcf\x11\xe0")


def _is_document(name: str, head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and (name.endswith((".docx", ".pptx")) or b"word/" in head[:4000])


def _is_poa_change(name: str, head: bytes) -> bool:
    first = _first_lines(head, 1)
    cells = first[0].split("\t") if first else []
    return poa_exempt.is_head(cells) and not poa_exempt.recognizes(name, head)


def _is_poa_change_book(name: str, rows: object) -> bool:
    if not isinstance(rows, (list, tuple)) or not rows:
        return False
    cells = [cell for cell in rows[0] if cell]
    return poa_exempt.is_head(cells) and not poa_exempt.recognizes_rows(name, rows)


def _is_codes_file(name: str, head: bytes) -> bool:
    found = _first_lines(head, 20)[:-1]
    return len(found) > 5 and all(_CODES_LINE.fullmatch(line) and line[7:8] == " " for line in found)


def _is_codes_addenda(name: str, head: bytes) -> bool:
    found = _first_lines(head, 8)
    return bool(found) and all(_ADDENDA.match(line) for line in found[:-1] or found)


def _is_text_addenda(name: str, head: bytes) -> bool:
    start = "\n".join(_first_lines(head, 30))
    if _TEXT_ADDENDA.search(start):
        return True
    return bool(re.search(r"^(?:Lttr +\S|Section +\S.*\nAxis +\d)", start, re.MULTILINE)) and "Add" in start


def _is_reading_matter(name: str, head: bytes) -> bool:
    start = " ".join(_first_lines(head, 25)).lower()
    if re.search(r"read\s*_?me|readme", name) or "record layout" in start or "recordlayout" in name:
        return True
    return start.startswith("description of") or "icd-10-cm official guidelines" in start


def _refuse(sentence: str) -> Callable[[bytes, str], Compiled]:
    def compile_nothing(data: bytes, name: str) -> Compiled:
        raise ReleaseProblem(f"{name} is not imported. {sentence}")

    return compile_nothing


def _kind(
    id: str,
    title: str,
    recognizes: Callable[[str, bytes], bool],
    sentence: str,
    recognizes_rows: Callable[[str, object], bool] | None = None,
) -> FileKind:
    return FileKind(
        id=id,
        title=title,
        publisher="",
        roles={},
        recognizes=recognizes,
        compile=_refuse(sentence),
        recognizes_rows=recognizes_rows,
        unused=sentence,
    )


KINDS = (
    _kind(
        "pdf",
        "PDF",
        _is_pdf,
        "A PDF is for people to read. The course reads the text and XML files of the same release.",
    ),
    _kind(
        "web-page",
        "web page",
        _is_web_page,
        "It is a web page, such as the publisher's own about the file. Open it, and save the file that it links to.",
    ),
    _kind("xml-schema", "XML schema", _is_schema, "It describes the form of an XML file. Import the XML file itself."),
    _kind(
        "office-document",
        "document or workbook of an old form",
        lambda name, head: _is_old_office(name, head) or _is_document(name, head),
        "The course reads workbooks (.xlsx), text and XML. Take the file of that form from the same release.",
    ),
    _kind(
        "poa-changes",
        "changes to the POA-exempt list",
        _is_poa_change,
        "It lists what changed against the year before. The full list (POAexemptCodes) has these changes in it; import "
        "that one.",
        _is_poa_change_book,
    ),
    _kind(
        "codes-file",
        "codes file without headers",
        _is_codes_file,
        "It holds codes and titles without headers. The order file of the same release has both; import that one.",
    ),
    _kind(
        "codes-addenda",
        "addenda without headers",
        _is_codes_addenda,
        "It lists changes to the release before. The order file of this release has them in it; for ICD-10-CM the "
        "order-file addenda list the same changes with their headers.",
    ),
    _kind(
        "text-addenda",
        "addenda as text",
        _is_text_addenda,
        "It lists changes to tables, index or definitions for people to read. The XML files of the release have them.",
    ),
    _kind(
        "reading-matter",
        "description of a release",
        _is_reading_matter,
        "It describes the release for people to read. Import the files that it describes.",
    ),
)
