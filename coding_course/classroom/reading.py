"""Read a submitted notebook file as far as it can be read.

The file may have been cut off, merged badly, saved in another encoding or written on purpose to stop a
grader. Reading never raises: it returns the cells that could be made out, and sentences about what could not.
Outputs are skipped while decoding, so a file that is 100 MB of output costs little more than reading it from
disk.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from typing import Any

import msgspec

MAX_BYTES = 400_000_000
"""A larger file is not read at all."""
MAX_SALVAGE = 20_000_000
"""Characters of a damaged file that are searched for single cells."""
MAX_CELLS = 5_000
MAX_SOURCE = 1_000_000
"""Characters kept of one cell's text."""

_CELL_START = re.compile(r'\{\s*"(?:attachments|cell_type|source|metadata|id)"\s*:')
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_MAGIC = re.compile(r"\s*%%(claim|answer|find)[ \t]+(\S+)", re.IGNORECASE)
_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


class SubmittedCell(msgspec.Struct, frozen=True):
    """What a cell of a submission says, each field empty where the file holds nothing usable."""

    source: str
    cell_type: str = ""
    cell_id: str = ""
    grade_id: str = ""
    """nbgrader's id of the cell, from its metadata."""
    item: str = ""
    """What its first line says is answered: ``claim:pc-001``, ``answer:q-conv-001`` or ``find:fd-001``."""


class Submission(msgspec.Struct, frozen=True):
    """A notebook file as read."""

    cells: tuple[SubmittedCell, ...] = ()
    lesson: str = ""
    """Lesson id, from the notebook's metadata."""
    problems: tuple[str, ...] = ()
    """To the student: what was wrong with the file, and what was done about it."""


class _Cell(msgspec.Struct):
    cell_type: Any = None
    source: Any = None
    metadata: Any = None
    id: Any = None


class _Notebook(msgspec.Struct):
    cells: list[_Cell]
    metadata: Any = None


_DECODER = msgspec.json.Decoder(_Notebook)


def read_notebook(data: bytes) -> Submission:
    r"""Return the cells of a notebook file.

    Parameters
    ----------
    data
        The file's bytes.

    Returns
    -------
    Submission
        Empty, with the reason in ``problems``, when nothing could be read.

    Examples
    --------
    >>> file = b'{"cells": [{"cell_type": "code", "source": ["%%claim pc-001\\n", "dx: I10"]}]}'
    >>> [(cell.item, cell.source) for cell in read_notebook(file).cells]
    [('claim:pc-001', '%%claim pc-001\ndx: I10')]
    >>> read_notebook(b"").problems
    ('The file is empty. Save the notebook and submit it again.',)
    """
    if len(data) > MAX_BYTES:
        return _nothing(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB and was not read. Clear all outputs "
            "(Kernel > Restart Kernel and Clear Outputs), save and submit again."
        )
    if not data.strip(b"\x00 \t\r\n" + codecs.BOM_UTF8):
        return _nothing("The file is empty. Save the notebook and submit it again.")
    try:
        fast = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return _read_odd(data)
    cells = [
        _cell({"cell_type": c.cell_type, "source": c.source, "metadata": c.metadata, "id": c.id})
        for c in fast.cells[:MAX_CELLS]
    ]
    return _submission(cells, fast.metadata, [])


def _nothing(problem: str) -> Submission:
    return Submission(problems=(problem,))


def _read_odd(data: bytes) -> Submission:
    """Read a file that is not plainly a notebook in UTF-8."""
    text, problems = _decode(data)
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return _nothing(
            "The file is a web page, not a notebook. In JupyterLab choose File > Download, and submit the "
            "file whose name ends in .ipynb."
        )
    if data.startswith(b"PK\x03\x04"):
        return _nothing("The file is a zip archive, not a notebook. Unpack it and submit the notebook itself.")
    found = _json(text)
    if found is None and _CONFLICT.search(text):
        for side, name in (("ours", "above"), ("theirs", "below")):
            found = _json(_one_side(text, side))
            if found is not None:
                problems.append(
                    "The file holds the marks of an unfinished merge (<<<<<<<, =======, >>>>>>>). "
                    f"The version {name} the ======= line was graded."
                )
                break
    if isinstance(found, dict):
        cells = _cells_of(found)
        if cells is None:
            problems.append("The file is JSON, but it has no list of cells, so it is not a notebook.")
        return _submission(cells or [], found.get("metadata"), problems)
    if found is not None:
        return _nothing("The file is JSON, but not a notebook. Submit the file that JupyterLab saved.")
    text = _one_side(text, "ours") if _CONFLICT.search(text) else text
    cells, lesson = _salvage(text)
    problems.append(
        f"The file is damaged: it is not valid JSON. {len(cells)} cells could still be read, and were graded."
        if cells
        else "The file is damaged: it is not valid JSON, and no cell of it could be read. Save the notebook "
        "in JupyterLab and submit it again."
    )
    return _submission(cells, {"coding_course": {"lesson": lesson}}, problems)


def _decode(data: bytes) -> tuple[str, list[str]]:
    """Return the file's text and what had to be guessed about its encoding."""
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    encodings = [name for mark, name in marks if data.startswith(mark)]
    if not encodings and b"\x00" in data[:4]:
        encodings = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    for encoding in (*encodings, "utf-8"):
        try:
            return data.decode(encoding), []
        except UnicodeError:
            continue
    return data.decode(encodings[0] if encodings else "utf-8", errors="replace"), [
        "Some characters of the file are not valid UTF-8 and were replaced by a question mark."
    ]


def _json(text: str) -> Any:
    """Return what the text holds as JSON, or None; Python's reader also takes NaN and Infinity."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _one_side(text: str, side: str) -> str:
    """Return the text with one side of each merge conflict taken."""
    kept, where = [], "both"
    for line in text.splitlines(keepends=True):
        mark = line.rstrip("\r\n")
        if _CONFLICT.fullmatch(mark):
            where = {"<": "ours", "|": "base", "=": "theirs", ">": "both"}[mark[0]]
        elif where in ("both", side):
            kept.append(line)
    return "".join(kept)


def _cells_of(notebook: dict[str, Any]) -> list[SubmittedCell] | None:
    """Return the cells of a notebook of format 4, or of format 3, which kept them in worksheets."""
    lists = [notebook.get("cells")]
    worksheets = notebook.get("worksheets")
    if isinstance(worksheets, list):
        lists += [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
    found = [cells for cells in lists if isinstance(cells, list)]
    if not found:
        return None
    return [_cell(raw) for cells in found for raw in cells[:MAX_CELLS] if isinstance(raw, dict)]


def _salvage(text: str) -> tuple[list[SubmittedCell], str]:
    """Return the cells that can be decoded one by one from damaged JSON, and the lesson's id if found."""
    text = text[:MAX_SALVAGE]
    decoder = json.JSONDecoder()
    cells: list[SubmittedCell] = []
    position = 0
    for _ in range(MAX_CELLS):
        start = _CELL_START.search(text, position)
        if start is None:
            break
        try:
            raw, position = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            position = start.end()
            continue
        if isinstance(raw, dict) and ("source" in raw or "input" in raw):
            cells.append(_cell(raw))
        elif isinstance(raw, dict) and (inner := _cells_of(raw)):
            cells.extend(inner)
    lesson = re.search(r'"lesson"\s*:\s*"([^"\\]{1,200})"', text)
    return cells, lesson.group(1) if lesson else ""


def _cell(raw: dict[str, Any]) -> SubmittedCell:
    source = clean_text(_joined(raw["source"] if raw.get("source") is not None else raw.get("input")))
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    magic = _MAGIC.match(source)
    return SubmittedCell(
        source=source,
        cell_type=_word(raw.get("cell_type")),
        cell_id=_word(raw.get("id")),
        grade_id=_word(grade_id),
        item=f"{magic.group(1).lower()}:{magic.group(2)}" if magic else "",
    )


def _joined(source: Any) -> str:
    """Return a cell's text, which the format allows to be a string or a list of lines."""
    if isinstance(source, str):
        return source
    if isinstance(source, Iterable) and not isinstance(source, dict):
        return "".join(line for line in source if isinstance(line, str))
    return ""


def _word(value: Any) -> str:
    return clean_text(value)[:200] if isinstance(value, str) else ""


def clean_text(text: str) -> str:
    r"""Return text that can be stored and shown: no control characters, no half characters, Unix line ends.

    Examples
    --------
    >>> clean_text("dx: I10\r\n\x00\ud800")
    'dx: I10\n?'
    """
    text = text[:MAX_SOURCE].replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    return text.encode("utf-8", "replace").decode("utf-8")


def _submission(cells: list[SubmittedCell], metadata: Any, problems: list[str]) -> Submission:
    course = metadata.get("coding_course") if isinstance(metadata, dict) else None
    lesson = course.get("lesson") if isinstance(course, dict) else None
    if not cells and not problems:
        problems = ["The notebook has no cells. Open the lesson, answer it, save it and submit it again."]
    return Submission(cells=tuple(cells), lesson=_word(lesson), problems=tuple(problems))
