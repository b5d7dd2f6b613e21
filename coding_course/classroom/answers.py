"""Mark one answer, given as text, and explain the mark.

The same functions of :mod:`coding_course.bank` grade an answer here, in a learner's notebook and on the command
line, so all three agree. Here the explanation is also held back where the instructor keeps the key private.
"""

from __future__ import annotations

import html as markup
import re

import msgspec

_CODE_LIKE = re.compile(r"[A-Z0-9][A-Z0-9.]{2,}")


class Mark(msgspec.Struct, frozen=True):
    """What an answer earned."""

    points: float | None
    """None when a person has to decide."""
    html: str
    text: str
    """The same as ``html``, in words alone."""
    note: str = ""
    """A sentence for nbgrader's comment on the answer; empty when the explanation says it all."""


def undecided(sentence: str) -> Mark:
    """Return the mark of an answer that a person has to grade."""
    return Mark(points=None, html=f"<p>{markup.escape(sentence)}</p>", text=sentence, note=sentence)
