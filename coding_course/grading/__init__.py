"""Grading: a claim against the key of its case; every lost point explained by exactly one typed difference.

``score`` grades, ``redact`` takes the key out of a score, ``key_claim`` is the claim that a key stands for.
"""

from __future__ import annotations

from coding_course.grading.keys import key_claim, key_diagnoses
from coding_course.grading.model import (
    Alternate,
    Difference,
    Evidence,
    Key,
    KeyCode,
    KeyLine,
    Kind,
    Order,
    Score,
    Trap,
)
from coding_course.grading.redaction import redact
from coding_course.grading.scoring import score
from coding_course.grading.weights import WORTH, Part

__all__ = [
    "WORTH",
    "Alternate",
    "Difference",
    "Evidence",
    "Key",
    "KeyCode",
    "KeyLine",
    "Kind",
    "Order",
    "Part",
    "Score",
    "Trap",
    "key_claim",
    "key_diagnoses",
    "redact",
    "score",
]
