"""Guided questions for a procedure: its intent, the root operation, then body system, body part, approach and on.

The Medical and Surgical section alone is guided from the intent; the other sections are entered in their tables.
Source: ICD-10-PCS Official Guidelines FY2026, B3 (root operations), A8 to A11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.codesets.model import System
from coding_course.grading.trail import StepKind
from coding_course.ui.encoder.desk import Desk, number_of, text_of

if TYPE_CHECKING:
    from coding_course.codesets.pcs import AxisValue, Intent, PcsBook

SECTION = "0"
_QUESTIONS = {
    2: ("Which body system?", "The table is chosen by the system that the body part belongs to.", "B2"),
    4: ("Which body part?", "The value that the surgeon's words name, as exactly as the table allows.", "B4"),
    5: (
        "Which approach?",
        "How the surgeon reached the site; a scope that was only used to look on does not count.",
        "B5",
    ),
    6: ("Which device?", "Only what remains in the patient when the operation is over.", "B6.1a"),
    7: ("Which qualifier?", "What the other six do not say; a biopsy, for instance, is the qualifier X.", "B3.4a"),
}
_CITED = "ICD-10-PCS Official Guidelines FY2026, {}"


class ProcedureAt(msgspec.Struct, frozen=True):
    """How far the questions have come."""

    intent: str = ""
    operation: str = ""
    """Third character."""
    prefix: str = ""
    """The characters chosen so far, from the table on; ``0D`` while the body system alone is known."""


class Procedure:
    """Questions from the intent of a procedure to its code."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def pcs(self) -> PcsBook:
        """The book of ICD-10-PCS."""
        return self.desk.edition.pcs

    def receive(self, act: str, message: dict[str, Any], at: ProcedureAt) -> ProcedureAt | None:
        """Act on ``intent`` (``id``), ``operation`` and ``value`` (``value``), ``back`` (``step``) or ``again``."""
        if act == "again":
            return ProcedureAt()
        if act == "back":
            return self._back(number_of(message, "step"), at)
        value = text_of(message, "value", 40)
        if act == "answer":
            act = "intent" if not at.intent else "operation" if not at.operation else "value"
        if act == "intent":
            chosen = next((each for each in self.pcs.guided() if each.id == value), None)
            if chosen is None:
                return None
            self._record("What is the procedure meant to achieve?", chosen.title)
            return ProcedureAt(chosen.id)
        intent = self._intent(at)
        if act == "operation" and intent is not None:
            operation = next((each for each in intent.operations if each.character == value), None)
            if operation is None:
                return None
            self._record(intent.question, operation.title)
            return ProcedureAt(at.intent, operation.character)
        if act == "value" and at.operation:
            return self._value(value, at)
        return None

    def view(self, at: ProcedureAt) -> dict[str, Any]:
        """Return answers, question and result as plain values."""
        intent = self._intent(at)
        shown: dict[str, Any] = {"answers": self._answers(at), "question": None, "result": None, "prefix": at.prefix}
        code = self.pcs.lookup(at.prefix) if len(at.prefix) == 7 else None
        if code is not None:
            shown["result"] = {
                "code": code.code,
                "title": code.title,
                "system": System.PCS.value,
                "billing": "It is a valid code of its table.",
                "mark": self.desk.mark_of(code.code),
            }
        elif intent is None:
            shown["question"] = _question(
                "intent",
                "What is the procedure meant to achieve?",
                "The objective decides the root operation, whatever the operation is called in the record.",
                _CITED.format("B3.1a"),
                [(each.id, each.title, each.explanation, "") for each in self.pcs.guided()],
            )
        elif not at.operation:
            shown["question"] = _question(
                intent.id,
                intent.question,
                intent.explanation,
                _CITED.format("B3"),
                [
                    (each.operation.character, each.operation.title, _sentence(each.when), _more(each.operation))
                    for each in intent.choices
                ],
            )
        else:
            shown["question"] = self._next(at)
        return shown

    def _next(self, at: ProcedureAt) -> dict[str, Any] | None:
        place = 2 if len(at.prefix) < 3 else len(at.prefix) + 1
        values = self._systems(at.operation) if place == 2 else self._values(at.prefix)
        text, why, rule = _QUESTIONS[place]
        if values and values[0].axis and place > 3:
            text = f"Which {values[0].axis.lower()}?"
        if len(values) == 1:
            why = f"{why} This table allows one value here."
        return _question(
            f"{at.operation}{at.prefix}",
            text,
            why,
            _CITED.format(rule),
            [(each.character, f"{each.character}: {each.label}", each.definition, "") for each in values],
        )

    def _values(self, prefix: str) -> tuple[AxisValue, ...]:
        axis = self.pcs.choices(prefix)
        return axis.values if axis else ()

    def _systems(self, operation: str) -> tuple[AxisValue, ...]:
        """Return the body systems that have a table for a root operation."""
        return tuple(
            system
            for system in self._values(SECTION)
            if any(each.character == operation for each in self._values(SECTION + system.character))
        )

    def _value(self, value: str, at: ProcedureAt) -> ProcedureAt | None:
        value = value.upper()
        place = 2 if len(at.prefix) < 3 else len(at.prefix) + 1
        values = self._systems(at.operation) if place == 2 else self._values(at.prefix)
        chosen = next((each for each in values if each.character == value), None)
        if chosen is None:
            return None
        prefix = f"{SECTION}{value}{at.operation}" if place == 2 else at.prefix + value
        self.desk.recorder.add(StepKind.TABLE if len(prefix) == 3 else StepKind.VALUE, prefix)
        self.desk.tell(f"{chosen.label}: {prefix}.")
        return ProcedureAt(at.intent, at.operation, prefix)

    def _back(self, step: int, at: ProcedureAt) -> ProcedureAt:
        """Return to the question of a step: 0 the intent, 1 the root operation, 2 the body system, and on."""
        if step <= 0:
            return ProcedureAt()
        if step == 1:
            return ProcedureAt(at.intent)
        return ProcedureAt(at.intent, at.operation, at.prefix[:step] if step > 2 else "")

    def _answers(self, at: ProcedureAt) -> list[dict[str, Any]]:
        intent = self._intent(at)
        found: list[dict[str, Any]] = []
        if intent is not None:
            found.append(_answer("What is the procedure meant to achieve?", intent.title, intent.explanation, 0))
        chosen = (
            next((each for each in intent.choices if each.operation.character == at.operation), None)
            if intent
            else None
        )
        if intent is not None and chosen is not None:
            found.append(_answer(intent.question, chosen.operation.title, chosen.operation.definition, 1))
        if len(at.prefix) >= 3:
            axes = self.pcs.axes(at.prefix)
            for value in (axes[1], *axes[3:]) if len(axes) >= 3 else ():
                step = 2 if value.place == 2 else value.place - 1
                found.append(
                    _answer(
                        value.axis or f"Character {value.place}",
                        f"{value.character}: {value.label}",
                        value.definition,
                        step,
                    )
                )
        return found

    def _intent(self, at: ProcedureAt) -> Intent | None:
        return next((each for each in self.pcs.guided() if each.id == at.intent), None) if at.intent else None

    def _record(self, asked: str, answer: str) -> None:
        self.desk.recorder.add(StepKind.GUIDED, f"{asked} {answer}")
        self.desk.tell(f"{answer}.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _more(operation: Any) -> str:
    parts = [operation.definition, operation.differs]
    parts += [f"Example: {operation.example}" if operation.example else ""]
    return " ".join(part.rstrip(".") + "." for part in parts if part)


def _question(key: str, text: str, why: str, citation: str, choices: list[tuple[str, str, str, str]]) -> dict[str, Any]:
    return {
        "key": key,
        "text": text,
        "why": why,
        "citation": citation,
        "of": "",
        "left": "",
        "choices": [
            {
                "value": value,
                "code": "",
                "label": label,
                "title": "",
                "explanation": explanation,
                "more": more,
                "left": "",
                "leads": "",
            }
            for value, label, explanation, more in choices
        ],
    }


def _answer(question: str, answer: str, explanation: str, step: int) -> dict[str, Any]:
    return {"question": question, "answer": answer, "explanation": explanation, "code": "", "step": step}
