"""The table builder of ICD-10-PCS: seven characters, typed or chosen, with the table and what is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.grading.trail import DEFINITION, StepKind
from coding_course.ui.encoder.desk import Desk, text_of
from coding_course.ui.encoder.entries import note_key

if TYPE_CHECKING:
    from coding_course.codesets.pcs import AxisValue, PcsBook, PcsRow

PLACES = 7
_MOST_NAMED = 6
_AXES = ("Section", "Body System", "Root Operation", "Body Part", "Approach", "Device", "Qualifier")


class TablesAt(msgspec.Struct, frozen=True):
    """What was built so far."""

    prefix: str = ""
    """No to seven characters, always the beginning of a valid code."""


class TablesPane:
    """Building a code in its table."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.refused = ""
        """Why the last character was not taken."""
        self.typed = ""
        """What was typed last, so that a front end knows its own echo."""

    @property
    def pcs(self) -> PcsBook:
        """The book of ICD-10-PCS."""
        return self.desk.edition.pcs

    def receive(self, act: str, message: dict[str, Any], at: TablesAt) -> TablesAt | None:
        """Act on ``type`` (``text``), ``choose`` (``value``), ``cut`` (``length``), ``open`` (``prefix``) or ``define``
        (``prefix``).
        """  # noqa: D205
        self.refused = ""
        if act == "type":
            text = message.get("text")
            self.typed = text if isinstance(text, str) else ""
        if act in ("type", "open"):
            return self._typed(text_of(message, "text" if act == "type" else "prefix", 40))
        if act == "choose":
            return self._typed(at.prefix + text_of(message, "value", 1))
        if act == "cut":
            length = message.get("length")
            length = length if isinstance(length, int) and not isinstance(length, bool) else 0
            return TablesAt(at.prefix[: min(PLACES, max(0, length))])
        if act == "define":
            prefix = text_of(message, "prefix", PLACES).upper()
            said = self.pcs.axes(prefix)
            key = note_key(prefix, DEFINITION)
            if said and said[-1].definition and message.get("open"):
                self.desk.read_note(key)
            else:
                self.desk.opened.discard(key)
        return None

    def view(self, at: TablesAt) -> dict[str, Any]:
        """Return what is shown, as plain values."""
        pcs = self.pcs
        said = pcs.axes(at.prefix) if at.prefix else ()
        choices = pcs.choices(at.prefix)
        code = pcs.lookup(at.prefix) if len(at.prefix) == PLACES else None
        return {
            "prefix": at.prefix,
            "refused": self.refused,
            "typed": self.typed,
            "held": pcs.count() > 0,
            "places": [self._place(place, said, choices.title if choices else "") for place in range(1, PLACES + 1)],
            "choices": None
            if choices is None
            else {
                "place": choices.place,
                "title": axis_title(choices.title, choices.place),
                "definition": choices.definition,
                "values": [self._value(value, at.prefix) for value in choices.values],
            },
            "code": {"code": code.code, "title": code.title, "mark": self.desk.mark_of(code.code)} if code else None,
            "table": self._table(at.prefix) if len(at.prefix) >= 3 else None,
        }

    def _typed(self, text: str) -> TablesAt:
        """Take characters one by one; the first that cannot stand in its place is refused with what can."""
        characters = [each for each in text.upper() if each.isalnum()]
        prefix = ""
        for place, character in enumerate(characters, 1):
            axis = self.pcs.choices(prefix)
            if axis is None:
                self.refused = "An ICD-10-PCS code has seven characters; the rest was left out."
                break
            if not any(each.character == character for each in axis.values):
                self.refused = self._refusal(prefix, place, character, axis.title, axis.values)
                break
            prefix += character
        self._record(prefix)
        self.desk.tell(self.refused or self._told(prefix))
        return TablesAt(prefix)

    def _refusal(self, prefix: str, place: int, character: str, title: str, values: tuple[AxisValue, ...]) -> str:
        name = axis_title(title, place).lower()
        where = f"in table {prefix[:3]}" if len(prefix) == 3 else f"after {prefix}" if prefix else "at the beginning"
        named = ", ".join(f"{each.character} {each.label}" for each in values[:_MOST_NAMED])
        more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
        never = " The letters I and O are never used; they look like 1 and 0." if character in "IO" else ""
        return f"{character} is no {name} {where}.{never} Possible as character {place}: {named}{more}."

    def _record(self, prefix: str) -> None:
        if len(prefix) >= 3:
            opened = [step for step in self.desk.recorder.steps if step.kind in (StepKind.TABLE, StepKind.VALUE)]
            if not opened or opened[-1].text[:3] != prefix[:3]:
                self.desk.recorder.add(StepKind.TABLE, prefix[:3])
            if len(prefix) > 3:
                self.desk.recorder.add(StepKind.VALUE, prefix)

    def _told(self, prefix: str) -> str:
        said = self.pcs.axes(prefix) if prefix else ()
        if not said:
            return ""
        last = said[-1]
        code = self.pcs.lookup(prefix) if len(prefix) == PLACES else None
        return (
            f"{code.code} {code.title}."
            if code
            else f"{axis_title(last.axis, last.place)}: {last.character}, {last.label}."
        )

    def _place(self, place: int, said: tuple[AxisValue, ...], next_title: str) -> dict[str, Any]:
        value = said[place - 1] if place <= len(said) else None
        title = value.axis if value else next_title if place == len(said) + 1 else ""
        return {
            "place": place,
            "title": axis_title(title, place),
            "character": value.character if value else "",
            "label": value.label if value else "",
            "definition": value.definition if value else "",
        }

    def _value(self, value: AxisValue, prefix: str) -> dict[str, Any]:
        key = note_key(prefix + value.character, DEFINITION)
        return {
            "character": value.character,
            "label": value.label,
            "definition": value.definition,
            "prefix": prefix + value.character,
            "open": key in self.desk.opened,
        }

    def _table(self, prefix: str) -> dict[str, Any] | None:
        table = self.pcs.table(prefix)
        if table is None:
            return None
        return {
            "prefix": table.prefix,
            "head": [
                [axis_title(value.axis, value.place), value.character, value.label, value.definition]
                for value in table.head
            ],
            "defined": [
                {
                    "prefix": table.prefix[: value.place],
                    "label": f"{value.character} {value.label}",
                    "definition": value.definition,
                    "open": note_key(table.prefix[: value.place], DEFINITION) in self.desk.opened,
                }
                for value in table.head
                if value.definition
            ],
            "titles": [axis.title for axis in table.rows[0].axes] if table.rows else [],
            "rows": [self._row(row, prefix) for row in table.rows],
        }

    def _row(self, row: PcsRow, prefix: str) -> dict[str, Any]:
        chosen = prefix[3:]
        fits = all(
            any(value.character == character for value in row.axes[place].values)
            for place, character in enumerate(chosen)
        )
        return {
            "fits": fits,
            "cells": [
                [
                    [value.character, value.label, fits and chosen[place : place + 1] == value.character]
                    for value in axis.values
                ]
                for place, axis in enumerate(row.axes)
            ],
        }


def axis_title(title: str, place: int) -> str:
    """Return what a place stands for, as lessons and guidelines call it: the tables say Operation for short."""
    return _AXES[place - 1] if title in ("", "Operation") else title
