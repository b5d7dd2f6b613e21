"""What came out of reading a claim's text: the claim, and what could not be read."""

from __future__ import annotations

import msgspec

from coding_course.claims.model import Claim

MAX_PROBLEMS = 40
"""More than this helps nobody; a last sentence then says how many were left out."""


class SyntaxProblem(msgspec.Struct, frozen=True):
    """Something in the text that is not claim notation."""

    line: int
    """From 1."""
    column: int
    """From 1; characters that show nothing on screen are not counted."""
    found: str
    """What was read, shortened when it is long; empty when something is missing."""
    message: str
    """A sentence or two: what was read, what was expected, what to do."""


class Parsed(msgspec.Struct, frozen=True):
    """The claim that could be read, and the problems met on the way."""

    claim: Claim
    errors: tuple[SyntaxProblem, ...] = ()


class Problems:
    """Collects problems in the order they are met, up to :data:`MAX_PROBLEMS`."""

    def __init__(self) -> None:
        self._found: list[SyntaxProblem] = []
        self._left_out = 0
        self._last_line = 1

    def add(self, line: int, column: int, found: str, message: str) -> None:
        """Note one problem; ``{found}`` in the message is replaced by what was read, shortened."""
        self._last_line = line
        if len(self._found) >= MAX_PROBLEMS:
            self._left_out += 1
            return
        shown = shorten(found)
        self._found.append(SyntaxProblem(line, column, shown, message.replace("{found}", shown)))

    def done(self) -> tuple[SyntaxProblem, ...]:
        """Return them in the order of the text, with a last sentence when some were left out."""
        ordered = sorted(self._found, key=lambda problem: (problem.line, problem.column))
        if self._left_out:
            sentence = (
                f"{self._left_out} more problems were found and are not listed. "
                "Correct the first ones and look again; text that is not a claim belongs behind a #."
            )
            ordered.append(SyntaxProblem(self._last_line, 1, "", sentence))
        return tuple(ordered)


def shorten(text: str, limit: int = 40) -> str:
    """Return the text, cut behind a word to at most ``limit`` characters with an ellipsis; one long word is cut in two.

    Examples
    --------
    >>> shorten("Type 2 diabetes mellitus", 10)
    'Type 2…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    whole = cut if text[limit - 1].isspace() else cut.rpartition(" ")[0]
    return (whole.rstrip(" ,;:(-") or cut) + "…"
