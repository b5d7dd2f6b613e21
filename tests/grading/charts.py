"""Keys that the grading tests share: small, and with one of everything."""

from __future__ import annotations

from coding_course.claims import Encounter, Setting, Sex, parse
from coding_course.codesets import edition
from coding_course.grading import Alternate, Evidence, Key, KeyCode, KeyLine, Order, Score, Trap, score

OFFICE = Encounter(Setting.PROFESSIONAL, 58, Sex.FEMALE)
STAY = Encounter(Setting.INPATIENT, 71, Sex.MALE)


def code(value: str, **more: object) -> KeyCode:
    return KeyCode(value, (Evidence("note", f"words for {value}"),), f"Why {value}", "Tabular List", **more)  # type: ignore[arg-type]


def line(value: str, *modifiers: str, units: int = 1, pointers: tuple[str, ...] = (), **more: object) -> KeyLine:
    quoted = (Evidence("note", f"words for {value}"),)
    return KeyLine(value, quoted, f"Why {value}", "CPT", modifiers, units, pointers, **more)  # type: ignore[arg-type]


VISIT = Key(
    diagnoses=(
        code("E11.22"),
        code("N18.31"),
        code("M17.12"),
        code("S93.401A"),
        code("Z79.4", alternates=(Alternate("Z79.899", "Accepted for this test"),)),
        code("Z87.891", optional=True),
    ),
    lines=(
        line("99214", "25", pointers=("E11.22", "N18.31")),
        line("20610", "LT", pointers=("M17.12",)),
        line("J1100", units=4, pointers=("M17.12",)),
    ),
    order=(Order("E11.22", "N18.31", "The diabetes comes first", "I.A.13"),),
)
TRAPS = (
    Trap("E11.9", "There is a complication, so this is not diabetes without one.", citation="I.C.4.a"),
    Trap("J18.9", "Pneumonia was only suspected.", "uncertain-diagnosis", "IV.H", (Evidence("note", "r/o pneumonia"),)),
    Trap("M25.562", "Pain belongs to the osteoarthritis.", "integral-symptom", "I.B.5"),
)
ADMISSION = Key(
    principal=code("A41.51", poa="Y"),
    diagnoses=(
        code("N39.0", poa="Y"),
        code("R65.20", poa="Y"),
        code("B37.0", poa="N"),
        code("Z79.4", poa="1"),
    ),
    procedures=(code("0DTJ4ZZ"), code("02HV33Z")),
    order=(Order("A41.51", "R65.20", "Infection first", "I.C.1.d"), Order("N39.0", "B37.0", "For this test", "None")),
)
VISIT_TEXT = """\
dx: E11.22, N18.31, M17.12, S93.401A, Z79.4
line: 99214-25 A,B
line: 20610-LT C
line: J1100 x4 C
"""
ADMISSION_TEXT = """\
pdx: A41.51 Y
dx: N39.0 Y, R65.20 Y, B37.0 N, Z79.4
px: 0DTJ4ZZ, 02HV33Z
"""


def visit(text: str, key: Key = VISIT) -> Score:
    parsed = parse(text, OFFICE.setting)
    return score(parsed.claim, key, OFFICE, edition(), traps=TRAPS, problems=parsed.errors)


def admission(text: str, key: Key = ADMISSION) -> Score:
    parsed = parse(text, STAY.setting)
    return score(parsed.claim, key, STAY, edition(), problems=parsed.errors)


def said(result: Score) -> list[tuple[str, str, str]]:
    """Kind, code and expected of every difference that costs points."""
    return [(each.kind.value, each.code, each.expected) for each in result.differences if each.points]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)
