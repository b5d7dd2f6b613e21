"""What ICD-10-PCS says of one character, one table, one root operation: frozen values, without files."""

from __future__ import annotations

import msgspec

PLACES = 7
"""Every ICD-10-PCS code has seven characters (guideline A1)."""


class AxisValue(msgspec.Struct, frozen=True):
    """What one character says at one place of a code."""

    place: int
    """1 to 7."""
    character: str
    label: str
    """``Gallbladder``."""
    definition: str = ""
    """What it means, in our own words; empty where the label says it all."""
    axis: str = ""
    """What the place stands for in this table: ``Body Part``."""


class Axis(msgspec.Struct, frozen=True):
    """One place of a code with the values that may stand there."""

    place: int
    """1 to 7."""
    title: str
    """``Body Part``; the same place has another name in another section."""
    values: tuple[AxisValue, ...]
    definition: str = ""
    """What the place asks, in our own words."""


class PcsRow(msgspec.Struct, frozen=True):
    """One row of a table: any combination of its values, one from each column, is a valid code (guideline A9)."""

    axes: tuple[Axis, Axis, Axis, Axis]
    """Places 4 to 7."""


class PcsTable(msgspec.Struct, frozen=True):
    """The table of the first three characters."""

    prefix: str
    """``0FT``."""
    head: tuple[AxisValue, AxisValue, AxisValue]
    """Section, body system, root operation."""
    rows: tuple[PcsRow, ...]


class RootOperation(msgspec.Struct, frozen=True):
    """The objective of a procedure (the third character), in our own words."""

    section: str
    character: str
    title: str
    """``Excision``."""
    definition: str
    differs: str = ""
    """How it is told from its neighbours."""
    group: str = ""
    """What the operations of its group have in common: id of an :class:`Intent`."""
    example: str = ""
    guideline: str = ""
    """The ICD-10-PCS guideline that it rests on: ``B3.8``; empty where none speaks of it."""


class Choice(msgspec.Struct, frozen=True):
    """One answer to a question of the guided path, and the root operation that it leads to."""

    when: str
    """What the record says, when this is the answer."""
    operation: RootOperation


class Intent(msgspec.Struct, frozen=True):
    """What a procedure is meant to achieve: the first question of the guided path."""

    id: str
    title: str
    """``Take out some or all of a body part``."""
    explanation: str
    question: str
    """What to ask next, to choose among the root operations."""
    choices: tuple[Choice, ...]

    @property
    def operations(self) -> tuple[RootOperation, ...]:
        """The root operations that serve this intent, in the order of the answers."""
        return tuple(choice.operation for choice in self.choices)
