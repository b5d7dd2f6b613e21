"""What the subcommands share: exit codes, streams of JSON lines, messages to the person at the keyboard."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO, TypeVar

import msgspec

DONE = 0
FOUND = 1
USAGE = 2
FAULT = 3

T = TypeVar("T")


class CommandFailed(Exception):
    """The command ends here, with a sentence for the person who gave it."""

    def __init__(self, message: str, exit_code: int = USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def prepare_streams() -> None:
    """Make output UTF-8 and unbreakable, also in a Windows console or under ``LANG=C``."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    print(f"coding-course: {message}", file=sys.stderr)


def add_json_flag(parser: argparse.ArgumentParser) -> None:
    """Offer ``--json`` in the same words everywhere."""
    parser.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def print_json(value: Any) -> None:
    """Print one JSON document, readable and with the characters as they are."""
    print(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1))


def run_jsonl(record: type[T], handle: Callable[[T], dict[str, Any]], path: str) -> int:
    """Answer each line of a batch with a line, in order; a bad line gets an ``error`` and stops nothing.

    Parameters
    ----------
    record
        The msgspec type of an input line.
    handle
        Turns one record into the object to print.
    path
        File to read, ``-`` for standard input.

    Returns
    -------
    int
        ``FOUND`` when a line could not be answered, else ``DONE``.
    """
    decoder = msgspec.json.Decoder(record)
    failed = False
    write = sys.stdout.write
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        answer = _answer(decoder, handle, line, number)
        failed = failed or "error" in answer
        write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return FOUND if failed else DONE


def _answer(
    decoder: msgspec.json.Decoder[T], handle: Callable[[T], dict[str, Any]], line: str, number: int
) -> dict[str, Any]:
    try:
        return handle(decoder.decode(line))
    except CommandFailed as problem:
        return {**_identity(line), "line": number, "error": str(problem)}
    except (msgspec.MsgspecError, UnicodeError) as problem:
        return {**_identity(line), "line": number, "error": f"Line {number} cannot be read: {problem}."}
    except RecursionError:
        return {"line": number, "error": f"Line {number} cannot be read: it is nested too deeply."}


def _identity(line: str) -> dict[str, Any]:
    """Return the id or query of a line that could not be answered, so that its sender can find it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return {key: value[key] for key in ("id", "query") if key in value} if isinstance(value, dict) else {}


def _lines(path: str) -> Iterator[str]:
    if path == "-":
        yield from _decoded(sys.stdin)
        return
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            yield from file
    except OSError as problem:
        raise CommandFailed(f"Cannot read {path}: {problem.strerror or problem}.") from problem


def _decoded(stream: TextIO) -> Iterable[str]:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8-sig", errors="replace")
    return stream


def read_text(path: str) -> str:
    """Return a text argument's content: a file, or standard input for ``-``.

    Raises
    ------
    CommandFailed
        If the file cannot be read.
    """
    if path == "-":
        return "".join(_decoded(sys.stdin))
    try:
        return Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as problem:
        raise CommandFailed(f"Cannot read {path}: {problem.strerror or problem}.") from problem


def plural(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> plural(1, "code"), plural(3, "code")
    ('1 code', '3 codes')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
