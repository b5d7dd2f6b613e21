"""What rendering a lesson carries along: the facts, the place in the source, the problems, the terms met."""

from __future__ import annotations

from coding_course.authoring import rolebook
from coding_course.authoring.facts import Facts, Term, did_you_mean
from coding_course.authoring.problems import Problem, Severity
from coding_course.authoring.roles import Role, spans, substitute
from coding_course.authoring.source import PARSER, Lesson


class Context:
    """One lesson on its way to cells.

    Parameters
    ----------
    lesson
        As read.
    facts
        What it may refer to.
    problems
        Takes what is wrong.
    """

    def __init__(self, lesson: Lesson, facts: Facts, problems: list[Problem]) -> None:
        self.lesson = lesson
        self.facts = facts
        self.problems = problems
        self.terms: dict[str, Term] = {}
        self.graded: dict[str, int] = {}
        """Line of each graded item."""
        self.images: dict[str, int] = {}
        """Line of each picture, by file name."""

    @property
    def module(self) -> str:
        """Folder of the lesson."""
        return self.lesson.id.rpartition("/")[0]

    def wrong(
        self,
        line: int,
        rule: str,
        message: str,
        advice: str = "",
        *,
        column: int = 0,
        width: int = 1,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Report a problem at a line of the lesson."""
        source = self.lesson.source
        self.problems.append(source.problem(line, rule, message, advice, column=column, width=width, severity=severity))

    def prose(self, text: str, line: int) -> str:
        """Return Markdown with its roles replaced by what they print.

        Parameters
        ----------
        text
            Markdown that stands in the source from ``line`` on.
        line
            Line of its first line.
        """
        return substitute(text, spans(text, PARSER.parse(text)), lambda role, at: self._role(role, text, at, line))

    def sentence(self, text: str, line: int) -> str:
        """Return a sentence of the front matter with its roles replaced."""
        return self.prose(text, line).strip()

    def _role(self, role: Role, text: str, at: int, first_line: int) -> str:
        line = first_line + text.count("\n", 0, at)
        raw = text[at : text.find("`", at) + 1] + role.content
        column = self._column(line, at - (text.rfind("\n", 0, at) + 1), raw)
        width = role.end - role.start
        render = rolebook.ROLES.get(role.name)
        if render is None:
            advice = did_you_mean(role.name, rolebook.ROLES, f"Roles are {', '.join(sorted(rolebook.ROLES))}.")
            self.wrong(line, "role-unknown", f"There is no role {{{role.name}}}.", advice, column=column, width=width)
            return role.content
        try:
            return render(self, role.content.strip())
        except rolebook.RoleProblem as problem:
            self.wrong(line, problem.rule, problem.message, problem.advice, column=column, width=width)
            return f"`{role.content}`"

    def _column(self, line: int, expected: int, raw: str) -> int:
        """Return the column of a role, also where a quoted YAML text or a list has moved it."""
        lines = self.lesson.source.lines
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
        if shown.startswith(raw, expected):
            return expected + 1
        return shown.find(raw) + 1
