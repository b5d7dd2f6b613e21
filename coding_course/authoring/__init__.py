"""Authoring: lessons as text into notebooks, and the checks of what is written.

``build`` turns ``lessons/**/*.md`` into ``notebooks/`` and ``solutions/`` and compiles the bank; ``lint`` does the
content checks that a program can. How lessons are written is told in ``docs/writing-lessons.md``.
"""

from __future__ import annotations

from coding_course.authoring.building import BuildReport, build
from coding_course.authoring.lint import lint
from coding_course.authoring.problems import Problem, Severity

__all__ = ["BuildReport", "Problem", "Severity", "build", "lint"]
