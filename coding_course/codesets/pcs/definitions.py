"""Our own words about sections, root operations, approaches, devices and qualifiers.

They are tab-separated text under ``datasets/codesets/``, edited by people and read as it is. Where our words are silent
and the learner imported the publisher's definitions, those speak.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import read_table, unpacked
from coding_course.codesets.pcs.model import Choice, Intent, RootOperation

ROLES = (
    "pcs-names",
    "pcs-axes",
    "pcs-root-operations",
    "pcs-approaches",
    "pcs-devices",
    "pcs-qualifiers",
    "pcs-intents",
)


class Published(msgspec.Struct, omit_defaults=True):
    """One term of the publisher's definitions, as an import compiles it."""

    section: str
    place: int
    title: str
    text: str


class Definitions:
    """All definitions of an edition.

    Parameters
    ----------
    names, axes, approaches, devices
        Beginning of a code, name of an axis, label of an approach or a device to our words.
    qualifiers
        Axis and label to our words.
    operations
        Section and character to root operation, in the order of the guided path.
    intents
        The guided path.
    published
        Section, place and label to the publisher's words.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        axes: Mapping[str, str],
        approaches: Mapping[str, str],
        devices: Mapping[str, str],
        qualifiers: Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], str]]],
        operations: Mapping[tuple[str, str], RootOperation],
        intents: tuple[Intent, ...],
        published: Mapping[tuple[str, int, str], str],
    ) -> None:
        self._names = names
        self._axes = axes
        self._approaches = approaches
        self._devices = devices
        self._qualifiers = qualifiers
        self._operations = operations
        self._published = published
        self.intents = intents

    @classmethod
    def read(cls, files: Mapping[str, Path]) -> Definitions:
        """Read the definitions by role; a missing file is an empty one."""

        def rows(role: str) -> Iterator[dict[str, str]]:
            path = files.get(role)
            return read_table(path) if path is not None and path.is_file() else iter(())

        operations: dict[tuple[str, str], RootOperation] = {}
        choices: dict[str, list[Choice]] = {}
        for row in rows("pcs-root-operations"):
            operation = RootOperation(
                row["section"],
                row["character"],
                row["title"],
                row["definition"],
                row["differs"],
                row["group"],
                row["example"],
                row["guideline"],
            )
            operations[operation.section, operation.character] = operation
            if operation.group:
                choices.setdefault(operation.group, []).append(Choice(row["when"], operation))
        intents = tuple(
            Intent(row["id"], row["title"], row["explanation"], row["question"], tuple(choices.get(row["id"], ())))
            for row in rows("pcs-intents")
        )
        qualifiers: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        for row in rows("pcs-qualifiers"):
            held = qualifiers.setdefault((row["axis"], row["title"]), [])
            held.append((tuple(row["within"].split()) or ("",), _sentences(row)))
        return cls(
            names={row["prefix"]: row["definition"] for row in rows("pcs-names")},
            axes={row["axis"]: row["definition"] for row in rows("pcs-axes")},
            approaches={row["title"]: _sentences(row, "differs") for row in rows("pcs-approaches")},
            devices={row["title"]: _sentences(row) for row in rows("pcs-devices")},
            qualifiers=qualifiers,
            operations=operations,
            intents=intents,
            published=_published(files.get("pcs-definitions")),
        )

    def axis(self, title: str) -> str:
        """Return what an axis asks, or an empty string."""
        return self._axes.get(title, "")

    def operations(self, section: str) -> tuple[RootOperation, ...]:
        """Return the root operations of a section, in the order of their titles."""
        found = (operation for (held, _), operation in self._operations.items() if held == section)
        return tuple(sorted(found, key=lambda operation: operation.title))

    def of(self, place: int, character: str, label: str, axis: str, prefix: str) -> str:
        """Return what a value means, or an empty string where its label says it all.

        Parameters
        ----------
        place, character, label
            The value.
        axis
            What the place stands for: ``Approach``.
        prefix
            What stands before the place.
        """
        return self._ours(place, character, label, axis, prefix) or self._theirs(place, label, prefix)

    def _ours(self, place: int, character: str, label: str, axis: str, prefix: str) -> str:
        if place <= 2:
            return self._names.get(prefix[:1] + character if place == 2 else character, "")
        if place == 3:
            operation = self._operations.get((prefix[:1], character))
            return operation.definition if operation is not None and operation.title == label else ""
        if axis == "Approach":
            return self._approaches.get(label, "")
        if axis == "Device" or label == "No Device":
            return self._devices.get(label) or self._devices.get(label.partition(",")[0], "")
        words = label.split(" ")
        for count in range(len(words), 0, -1):
            for within, said in self._qualifiers.get((axis, " ".join(words[:count])), ()):
                if prefix.startswith(within):
                    return said
        return ""

    def _theirs(self, place: int, label: str, prefix: str) -> str:
        return self._published.get((prefix[:1], place, label), "")


def _sentences(row: Mapping[str, str], *more: str) -> str:
    said = " ".join(text for text in (row["definition"], *(row[name] for name in more)) if text)
    return f"{said} (guideline {row['guideline']})" if row["guideline"] else said


def _published(path: Path | None) -> dict[tuple[str, int, str], str]:
    if path is None or not path.is_file():
        return {}
    terms = msgspec.json.Decoder(Published).decode_lines(unpacked(path))
    return {(term.section, term.place, term.title): term.text for term in terms}
