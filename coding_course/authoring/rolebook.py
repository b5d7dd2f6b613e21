"""The roles that a lesson may use: one entry in a table each.

A role takes its content and returns Markdown; what it cannot accept it refuses with a sentence and the next step.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from coding_course.authoring.citations import check_citation
from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.printing import code_with_title, escape, small
from coding_course.codesets.model import Code, System

if TYPE_CHECKING:
    from coding_course.authoring.context import Context
    from coding_course.codesets.drg.model import DrgRow

_CM_SHAPE = re.compile(r"[A-TV-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
_DISPLAYED = re.compile(r"(.+?)\s*<([^<>]+)>")
_YEAR = re.compile(r"\b(19|20)\d\d\b")


class RoleProblem(Exception):
    """What is wrong with the content of a role."""

    def __init__(self, rule: str, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.advice = advice


Render = Callable[["Context", str], str]


def _code_role(system: System) -> Render:
    def render(context: Context, content: str) -> str:
        found = billable(context, content, system)
        return code_with_title(found.code, found.title)

    return render


def billable(context: Context, text: str, system: System) -> Code:
    """Return a code that can be reported.

    Raises
    ------
    RoleProblem
        If it is unknown, a header, or not written in its canonical form.
    """
    found = known(context, text, system)
    if not found.billable:
        below = [each.code for each in context.facts.edition.billable_below(found.code)[:4]]
        role = "cm-header" if system is System.CM else "code"
        advice = f"Write {{{role}}}`{found.code}`"
        advice += f", or one of the codes below it, such as {', '.join(below)}." if below else "."
        raise RoleProblem("code-billable", f"{found.code} ({found.title}) is a header, not a billable code.", advice)
    return found


def known(context: Context, text: str, system: System | None) -> Code:
    """Return a code or header of the edition.

    Raises
    ------
    RoleProblem
        If there is none, or it is not written in its canonical form.
    """
    edition = context.facts.edition
    found = edition.lookup(text, system)
    if found is None:
        name = (
            "a code"
            if system is None
            else f"an {system.value} code"
            if system.value[0] == "I"
            else f"a {system.value} code"
        )
        raise RoleProblem(
            "code-valid",
            f"{text} is not {name} of {edition.name}.",
            _nearest(context, text, system),
        )
    if found.code != text:
        raise RoleProblem("code-form", f"{text} is written {found.code}.", f"Write {found.code}.")
    return found


def _nearest(context: Context, text: str, system: System | None) -> str:
    """Say which codes stand nearest to one that does not exist: those below its longest valid beginning."""
    edition = context.facts.edition
    other = edition.lookup(text) if system is not None else None
    if other is not None:
        return f"It is a {other.system.value} code: {other.title}. Use the role of that system."
    if system is None and not _CM_SHAPE.fullmatch(text):
        return "Look it up with: coding-course search WORDS"
    compact = text.replace(".", "")
    for length in range(len(compact) - 1, 2, -1):
        above = edition.lookup(compact[:length], system)
        if above is not None:
            if above.billable:
                return f"Did you mean {above.code} ({above.title})? It has no further characters."
            below = [each.code for each in edition.children(above.code)]
            return f"{above.code} is {above.title}; below it stand {did_list(text, below)}."
    return "Look it up with: coding-course search WORDS"


def did_list(text: str, codes: list[str]) -> str:
    """Return the codes nearest in spelling first, at most six."""
    ordered = sorted(codes, key=lambda code: (-_common(code, text), code))[:6]
    return ", ".join(ordered) + (", ..." if len(codes) > len(ordered) else "")


def _common(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))


def _header(context: Context, content: str) -> str:
    found = known(context, content, System.CM)
    if found.billable:
        raise RoleProblem(
            "code-header",
            f"{found.code} ({found.title}) is a billable code, not a header.",
            f"Write {{cm}}`{content}`.",
        )
    return code_with_title(found.code, found.title)


def _code(context: Context, content: str) -> str:
    return f"**{known(context, content, None).code}**"


def _cite(context: Context, content: str) -> str:
    problem = check_citation(content, context.facts.sections)
    if problem:
        raise RoleProblem("citation", problem[0], problem[1])
    return small(content)


def _source(context: Context, content: str) -> str:
    if not _YEAR.search(content):
        raise RoleProblem("source-year", f"The source {content!r} names no year.", "Add the year of what was read.")
    return small(content)


def _term(context: Context, content: str) -> str:
    displayed = _DISPLAYED.fullmatch(content)
    text, term = (displayed[1], displayed[2]) if displayed else (content, content)
    entry = context.facts.glossary.get(term.casefold())
    if entry is None:
        names = [each.term for each in context.facts.glossary.values()]
        advice = did_you_mean(term, names, "Add it to datasets/glossary/glossary.yaml.")
        raise RoleProblem("term", f"The glossary does not define {term!r}.", advice)
    context.terms.setdefault(entry.term, entry)
    return f"**{escape(text)}**"


def _lesson(context: Context, content: str) -> str:
    displayed = _DISPLAYED.fullmatch(content)
    identity = displayed[2] if displayed else content
    link = context.facts.lessons.get(identity)
    if link is None:
        advice = did_you_mean(identity, context.facts.lessons, "Lesson ids are the paths below lessons/, without .md.")
        raise RoleProblem("lesson-link", f"There is no lesson {identity!r}.", advice)
    return f"[{escape(displayed[1] if displayed else link.title)}]({link.href(context.module)})"


def _drg_row(context: Context, content: str) -> DrgRow:
    row = context.facts.edition.groups.weight(content)
    if row is None or row.drg != content:
        raise RoleProblem("drg", f"There is no MS-DRG {content!r}.", "Write its three digits, such as 871.")
    return row


def _drg(context: Context, content: str) -> str:
    row = _drg_row(context, content)
    return code_with_title(f"MS-DRG {row.drg}", row.title)


def _weight(context: Context, content: str) -> str:
    return f"{_drg_row(context, content).weight:.4f}"


def _severity(context: Context, content: str) -> str:
    found = billable(context, content, System.CM)
    return context.facts.edition.groups.severity(found.code) or "neither CC nor MCC"


def _literal(context: Context, content: str) -> str:
    return escape(content)


ROLES: dict[str, Render] = {
    "cm": _code_role(System.CM),
    "pcs": _code_role(System.PCS),
    "hcpcs": _code_role(System.HCPCS),
    "cpt": _code_role(System.CPT),
    "mod": _code_role(System.MODIFIER),
    "cm-header": _header,
    "code": _code,
    "cite": _cite,
    "source": _source,
    "term": _term,
    "lesson": _lesson,
    "lit": _literal,
    "drg": _drg,
    "weight": _weight,
    "severity": _severity,
}
