"""Guided questions for a procedure: its intent, the root operation, then body system, body part, approach and on.

In the Medical and Surgical section the intent leads to the root operation. What no intent there describes belongs to
another section: then the section is asked for, and its root operation, type or modality.
Source: ICD-10-PCS Official Guidelines FY2026, B3 (root operations), A1 to A11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.codesets.model import System
from coding_course.grading.trail import StepKind
from coding_course.ui.encoder.desk import Desk, number_of, text_of

if TYPE_CHECKING:
    from coding_course.codesets.pcs import AxisValue, Intent, PcsBook, RootOperation

MEDICAL_AND_SURGICAL = "0"
SECTIONS = "sections"
"""The intent that stands for all other sections until one of them is chosen."""
IN_SECTION = "section-"
"""How the intent begins that is a section: ``section-B``."""
_ASKED_INTENT = "What is the procedure meant to achieve?"
_NO_INTENT = "None of these: it belongs to another section"
_ASKED_SECTION = "Which section describes it?"
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
_ELSEWHERE = ("As the record says it, as exactly as the table allows.", "A9")
"""Why a value is asked for outside of Medical and Surgical, and the guideline."""
_CITED = "ICD-10-PCS Official Guidelines FY2026, {}"


class ProcedureAt(msgspec.Struct, frozen=True):
    """How far the questions have come."""

    intent: str = ""
    """Id of an intent of Medical and Surgical, ``sections``, or ``section-B`` once a section is chosen."""
    operation: str = ""
    """Third character."""
    prefix: str = ""
    """The characters chosen so far, from the table on."""

    @property
    def section(self) -> str:
        """First character of the code."""
        return self.intent[-1] if self.intent.startswith(IN_SECTION) else MEDICAL_AND_SURGICAL


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
            open_intent = at.intent in ("", SECTIONS)
            act = "intent" if open_intent else "operation" if not at.operation else "value"
        if act == "intent":
            return self._intend(value)
        if act == "operation":
            operation = next((each for each in self._operations(at) if each.character == value), None)
            if operation is None:
                return None
            self._record(self._asked_operation(at), operation.title)
            return ProcedureAt(at.intent, operation.character)
        if act == "value" and at.operation:
            return self._value(value, at)
        return None

    def _intend(self, value: str) -> ProcedureAt | None:
        if value == SECTIONS:
            return ProcedureAt(SECTIONS)
        if value.startswith(IN_SECTION):
            section = next((each for each in self._sections() if value == IN_SECTION + each.character), None)
            if section is None:
                return None
            self._record(_ASKED_SECTION, section.label)
            return ProcedureAt(value)
        chosen = next((each for each in self.pcs.guided() if each.id == value), None)
        if chosen is None:
            return None
        self._record(_ASKED_INTENT, chosen.title)
        return ProcedureAt(chosen.id)

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
        elif at.intent == SECTIONS:
            shown["question"] = _question(
                SECTIONS,
                _ASKED_SECTION,
                "The first character of every code is its section.",
                _CITED.format("A1"),
                [
                    (IN_SECTION + each.character, f"{each.character}: {each.label}", each.definition, "")
                    for each in self._sections()
                ],
            )
        elif at.section != MEDICAL_AND_SURGICAL and not at.operation:
            shown["question"] = _question(
                at.intent,
                self._asked_operation(at),
                "What a character says depends on those before it: every section has its own list here.",
                _CITED.format("A4"),
                [
                    (each.character, f"{each.character}: {each.title}", each.definition, _further(each))
                    for each in self._operations(at)
                ],
            )
        elif at.section == MEDICAL_AND_SURGICAL and intent is None:
            shown["question"] = _question(
                "intent",
                _ASKED_INTENT,
                "The objective decides the root operation, whatever the operation is called in the record.",
                _CITED.format("B3.1a"),
                [
                    *((each.id, each.title, each.explanation, "") for each in self.pcs.guided()),
                    (
                        SECTIONS,
                        _NO_INTENT,
                        "A birth, a cast, a transfusion, ventilation, imaging, radiation, therapy, something new.",
                        "",
                    ),
                ],
            )
        elif intent is not None and not at.operation:
            shown["question"] = _question(
                intent.id,
                intent.question,
                intent.explanation,
                _CITED.format("B3"),
                [
                    (
                        each.operation.character,
                        each.operation.title,
                        _sentence(each.when),
                        f"{each.operation.definition} {_further(each.operation)}".strip(),
                    )
                    for each in intent.choices
                ],
            )
        else:
            shown["question"] = self._next(at)
        return shown

    def _next(self, at: ProcedureAt) -> dict[str, Any] | None:
        place = 2 if len(at.prefix) < 3 else len(at.prefix) + 1
        values = self._systems(at) if place == 2 else self._values(at.prefix)
        text, why, rule = _QUESTIONS[place]
        elsewhere = at.section != MEDICAL_AND_SURGICAL
        if elsewhere:
            why, rule = _ELSEWHERE
        if values and values[0].axis and (elsewhere or place > 3):
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

    def _sections(self) -> tuple[AxisValue, ...]:
        """Return the sections besides Medical and Surgical."""
        return tuple(each for each in self._values("") if each.character != MEDICAL_AND_SURGICAL)

    def _operations(self, at: ProcedureAt) -> tuple[RootOperation, ...]:
        """Return what may be chosen as third character: of the intent, or of the section."""
        if at.section != MEDICAL_AND_SURGICAL:
            held = {
                each.character
                for system in self._values(at.section)
                for each in self._values(at.section + system.character)
            }
            return tuple(each for each in self.pcs.root_operations(at.section) if each.character in held)
        intent = self._intent(at)
        return intent.operations if intent is not None else ()

    def _asked_operation(self, at: ProcedureAt) -> str:
        intent = self._intent(at)
        return intent.question if intent is not None else f"Which {self._third(at.section)} of this section?"

    def _third(self, section: str) -> str:
        """Return what the third character says in a section: root operation, root type, type."""
        system = self._values(section)[0].character
        axis = self.pcs.choices(section + system)
        return axis.title.lower() if axis else "root operation"

    def _systems(self, at: ProcedureAt) -> tuple[AxisValue, ...]:
        """Return the values of the second character that have a table for the chosen root operation."""
        return tuple(
            system
            for system in self._values(at.section)
            if any(each.character == at.operation for each in self._values(at.section + system.character))
        )

    def _value(self, value: str, at: ProcedureAt) -> ProcedureAt | None:
        value = value.upper()
        place = 2 if len(at.prefix) < 3 else len(at.prefix) + 1
        values = self._systems(at) if place == 2 else self._values(at.prefix)
        chosen = next((each for each in values if each.character == value), None)
        if chosen is None:
            return None
        prefix = f"{at.section}{value}{at.operation}" if place == 2 else at.prefix + value
        self.desk.recorder.add(StepKind.TABLE if len(prefix) == 3 else StepKind.VALUE, prefix)
        self.desk.tell(f"{chosen.label}: {prefix}.")
        return ProcedureAt(at.intent, at.operation, prefix)

    def _back(self, step: int, at: ProcedureAt) -> ProcedureAt:
        """Return to the question of a step: 0 the intent, 1 the root operation, 2 the body system, and on.

        In another section 0 is the section, and -1 the intent.
        """
        if step == 0 and at.section != MEDICAL_AND_SURGICAL:
            return ProcedureAt(SECTIONS)
        if step <= 0:
            return ProcedureAt()
        if step == 1:
            return ProcedureAt(at.intent)
        return ProcedureAt(at.intent, at.operation, at.prefix[:step] if step > 2 else "")

    def _answers(self, at: ProcedureAt) -> list[dict[str, Any]]:
        intent = self._intent(at)
        found: list[dict[str, Any]] = []
        if intent is not None:
            found.append(_answer(_ASKED_INTENT, intent.title, intent.explanation, 0))
        elif at.intent:
            found.append(_answer(_ASKED_INTENT, _NO_INTENT, "", -1))
        if at.section != MEDICAL_AND_SURGICAL:
            section = next(each for each in self._sections() if each.character == at.section)
            found.append(_answer(_ASKED_SECTION, f"{section.character}: {section.label}", section.definition, 0))
        chosen = next((each for each in self._operations(at) if each.character == at.operation), None)
        if chosen is not None:
            found.append(_answer(self._asked_operation(at), chosen.title, chosen.definition, 1))
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


def _further(operation: RootOperation) -> str:
    """Return what tells a root operation from its likes, with an example, where the book has them."""
    parts = [operation.differs, f"Example: {operation.example}" if operation.example else ""]
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
