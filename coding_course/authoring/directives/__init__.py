"""Directives: pieces of a lesson that become cells of their own.

A directive is a :class:`~coding_course.authoring.directives.spec.Spec`: its name, what it accepts and how it is
rendered. Adding one is adding an entry to the table of the module it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.authoring.directives import activities, graded, inpatient, reading
from coding_course.authoring.directives.spec import Spec, accepts
from coding_course.authoring.facts import did_you_mean

if TYPE_CHECKING:
    from coding_course.authoring.cells import Cell
    from coding_course.authoring.context import Context
    from coding_course.authoring.source import Directive

DIRECTIVES: dict[str, Spec] = {
    spec.name: spec for module in (activities, graded, inpatient, reading) for spec in module.DIRECTIVES
}
"""Every directive by its name."""


def render(context: Context, directive: Directive) -> list[Cell]:
    """Return the cells of a directive; what is wrong with it is reported and leaves it out.

    Parameters
    ----------
    context
        The lesson that it stands in.
    directive
        As read.
    """
    spec = DIRECTIVES.get(directive.name)
    if spec is None:
        advice = did_you_mean(directive.name, DIRECTIVES, f"Directives are {', '.join(sorted(DIRECTIVES))}.")
        context.wrong(directive.line, "directive-unknown", f"There is no directive {{{directive.name}}}.", advice)
        return []
    return spec.render(context, directive) if accepts(context, directive, spec) else []
