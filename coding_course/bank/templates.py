"""Templates: one file, several cases.

A case with ``parameters:`` is a template. Each option of a parameter sets words and codes; ``{{name}}`` in any
text or code of the file takes them. The variants are all combinations of options, in file order, the last
parameter changing fastest, and are numbered from 1: ``pc-011:1``, ``pc-011:2``, ...

An item of a list whose text, or whose code, becomes empty in a variant is left out of that variant: so a key can
report long-term insulin only where the chart tells of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from coding_course.bank.models import Parameter
from coding_course.bank.nodes import did_you_mean

MARK = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}")
"""A parameter in a text: ``{{side}}``."""

MOST_VARIANTS = 64
"""More than these from one file is a mistake in its parameters, not practice for a learner."""

_MOST_ROUNDS = 4


def variants(parameters: Sequence[Parameter]) -> tuple[dict[str, str], ...]:
    """Return the words of each variant, in order.

    Parameters
    ----------
    parameters
        As the file lists them.

    Returns
    -------
    tuple of dict
        One for each combination of options: what each name stands for.

    Examples
    --------
    >>> from coding_course.bank.models import Option
    >>> side = Parameter("side", (Option("l", {"side": "left"}), Option("r", {"side": "right"})))
    >>> variants([side])
    ({'side': 'left'}, {'side': 'right'})
    """
    chosen = itertools.product(*(parameter.options for parameter in parameters))
    return tuple({k: v for option in options for k, v in option.set.items()} for options in chosen)


def filler(words: Mapping[str, str], used: set[str], report: Callable[[int, str], None]) -> Callable[[str, int], str]:
    """Return a function that puts a variant's words into a text.

    A word may itself hold ``{{name}}``. Names that no option sets are reported with their line.

    Parameters
    ----------
    words
        What each name stands for.
    used
        Gathers the names that were met, so that idle ones can be told.
    report
        Called with line and message.
    """

    def fill(text: str, line: int) -> str:
        if "{{" not in text:
            return text

        def word(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in words:
                near = did_you_mean(name, words)
                report(
                    line, f"No option sets {{{{{name}}}}}{near}. Set in this variant: {', '.join(words) or 'nothing'}."
                )
                return ""
            used.add(name)
            return words[name]

        for _ in range(_MOST_ROUNDS):
            filled = MARK.sub(word, text)
            if filled == text:
                break
            text = filled
        if MARK.search(text):
            report(line, "A parameter refers to itself, directly or in a circle.")
        return MARK.sub("", text)

    return fill
