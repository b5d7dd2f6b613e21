"""What the subcommands share: exit codes, streams of JSON lines, messages to the person at the keyboard."""

from __future__ import annotations

import argparse
import codecs
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO, TypeVar

import msgspec

DONE = 0
FOUND = 1
USAGE = 2
FAULT = 3

T = TypeVar("T")

# JSON allows these three as they are, and many readers of lines end a line at them.
_LINE_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}


class CommandFailed(Exception):
    """The command ends here, with a sentence for the person who gave it."""

    def __init__(self, message: str, exit_code: int = USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def prepare_streams() -> None:
    """Make output UTF-8 and unbreakable, also in a Windows console, under ``LANG=C`` or where it was closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
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


_SEE = "--help shows the form of a line."


def run_jsonl(
    record: type[T], handle: Callable[[T], dict[str, Any]], path: str, otherwise: Callable[[str], dict[str, Any]]
) -> int:
    """Answer each line of a batch with a line, in order; a bad line gets an ``error`` and stops nothing.

    Parameters
    ----------
    record
        The msgspec type of an input line.
    handle
        Turns one record into the object to print.
    path
        File to read, ``-`` for standard input.
    otherwise
        Turns the sentence about a line that cannot be answered into the rest of its answer, so that every line of
        output has the same keys.

    Returns
    -------
    int
        ``FOUND`` when a line could not be answered, else ``DONE``.
    """
    decoder = msgspec.json.Decoder(record)
    failed = False
    write = sys.stdout.write
    for number, line in enumerate(_lines(path), start=1):
        # Files that were joined keep the byte order mark of each.
        line = line.strip("\ufeff \t\r\n")
        if not line:
            continue
        try:
            answer = handle(decoder.decode(line))
        except CommandFailed as problem:
            answer = _unanswered(line, number, str(problem), otherwise)
        except (msgspec.MsgspecError, UnicodeError) as problem:
            answer = _unanswered(line, number, f"Line {number} cannot be read: {problem}. {_SEE}", otherwise)
        except RecursionError:
            said = f"Line {number} cannot be read: it is nested too deeply. {_SEE}"
            answer = _unanswered(line, number, said, otherwise)
        failed = failed or "error" in answer
        write(json.dumps(answer, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
    sys.stdout.flush()
    return FOUND if failed else DONE


def _unanswered(line: str, number: int, message: str, otherwise: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    return {**otherwise(message), **_identity(line), "line": number, "error": message}


def _identity(line: str) -> dict[str, Any]:
    """Return the id or query of a line that could not be answered, so that its sender can find it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return {key: value[key] for key in ("id", "query") if key in value} if isinstance(value, dict) else {}


def _lines(path: str) -> Iterator[str]:
    with _opened(path) as stream:
        yield from stream


def read_text(path: str) -> str:
    """Return a text argument's content: a file, or standard input for ``-``.

    Raises
    ------
    CommandFailed
        If the file cannot be read.
    """
    with _opened(path) as stream:
        return stream.read()


@contextlib.contextmanager
def _opened(path: str) -> Iterator[TextIO]:
    """Open a text of any editor: UTF-8 with or without byte order mark, or UTF-16, as Windows' shell writes it."""
    named = "standard input" if path == "-" else path
    if path == "-" and sys.stdin is None:
        raise CommandFailed("Nothing can be read from standard input: it is closed. Name a file instead.")
    try:
        data: Any = sys.stdin.buffer if path == "-" else open(path, "rb")  # noqa: SIM115
        start = data.peek(2) if hasattr(data, "peek") else data.getvalue()[:2]
        wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        stream = io.TextIOWrapper(data, encoding="utf-16" if wide else "utf-8-sig", errors="replace")
        try:
            yield stream
        finally:
            if path == "-":
                stream.detach()
            else:
                stream.close()
    except OSError as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        raise CommandFailed(f"Cannot read {named}: {problem.strerror or problem}.") from problem


def plural(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> plural(1, "code"), plural(3, "code")
    ('1 code', '3 codes')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
