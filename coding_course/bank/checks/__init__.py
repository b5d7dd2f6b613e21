"""The content rules that a program can decide, for cases, questions, find exercises, skills and exams.

Each check takes what was read, with its lines, and yields problems. :func:`check_sources` runs them all.
"""

from __future__ import annotations

from coding_course.bank.checks.run import check_sources

__all__ = ["check_sources"]
