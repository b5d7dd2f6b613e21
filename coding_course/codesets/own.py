"""What a user imported of HCPCS, CPT, NCCI and the fee schedule, asked one code at a time.

None of it is embedded. An edition without such imports answers that it holds nothing, and costs nothing: the store is
built when a role is there and first asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets import compiled
from coding_course.codesets.compiled import read_rows
from coding_course.codesets.model import Code, System
from coding_course.codesets.store import Recipe, Store

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

_PAIRS, _LIMITS = "ncci-ptp", "ncci-mue"
_ROLES = ("hcpcs-official", "hcpcs-noc", "cpt-own", "rvu")
_TABLES = """
CREATE TABLE title (system TEXT, code TEXT, title TEXT NOT NULL, first TEXT, last TEXT, PRIMARY KEY (system, code))
    WITHOUT ROWID;
CREATE TABLE noc (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE pair (whose TEXT, one TEXT, two TEXT, modifier TEXT, first TEXT, last TEXT, rationale TEXT);
CREATE TABLE units (whose TEXT, code TEXT, units INTEGER, indicator TEXT, rationale TEXT, PRIMARY KEY (whose, code))
    WITHOUT ROWID;
CREATE TABLE fee (code TEXT, modifier TEXT, facts TEXT NOT NULL, PRIMARY KEY (code, modifier)) WITHOUT ROWID;
"""


class Pair(msgspec.Struct, frozen=True):
    """A procedure-to-procedure edit: ``two`` is not paid beside ``one``, save with a modifier where that is allowed."""

    one: str
    two: str
    modifier: str
    """``0`` no modifier helps, ``1`` one of the NCCI modifiers may, ``9`` the edit no longer counts."""
    first: str
    last: str
    rationale: str


class Limit(msgspec.Struct, frozen=True):
    """How many units of a code are taken for one patient on one day."""

    code: str
    units: int
    indicator: str
    """``1`` counted by line, ``2`` by day and absolute, ``3`` by day, and open to appeal."""
    rationale: str


class Fee(msgspec.Struct, frozen=True):
    """A row of the fee schedule, without its description."""

    code: str
    modifier: str
    facts: Mapping[str, str]
    """By column: ``global``, ``bilateral``, ``assistant``, ``multiple``, ``split``, ``work``, ``base``, ..."""


def roles(holding: Holding) -> tuple[str, ...]:
    """Return which of the roles that this store is made from an edition holds."""
    return tuple(sorted(role for role in holding.files if role in _ROLES or role.startswith((_PAIRS, _LIMITS))))


def recipe(holding: Holding) -> Recipe:
    """Return how the store of what the user imported is made."""
    return Recipe(
        f"{holding.edition.lower()}-own",
        tuple(holding.files[role] for role in roles(holding)),
        (Path(__file__), Path(compiled.__file__)),
        lambda connection: build(connection, holding),
    )


def build(connection: sqlite3.Connection, holding: Holding) -> None:
    """Create and fill all tables of an empty database."""
    connection.executescript(_TABLES)
    files = holding.files
    if "hcpcs-official" in files:
        systems = {"code": System.HCPCS.value, "modifier": System.MODIFIER.value}
        connection.executemany(
            "INSERT OR IGNORE INTO title VALUES (?, ?, ?, ?, ?)",
            ((systems[row[1]], row[0], row[2], row[4], row[5]) for row in read_rows(files["hcpcs-official"])),
        )
    if "cpt-own" in files:
        connection.executemany(
            "INSERT OR IGNORE INTO title VALUES (?, ?, ?, '', '')",
            ((System.CPT.value, row[0], row[1]) for row in read_rows(files["cpt-own"])),
        )
    if "hcpcs-noc" in files:
        connection.executemany(
            "INSERT OR IGNORE INTO noc VALUES (?)", ((row[0],) for row in read_rows(files["hcpcs-noc"]))
        )
    for role in roles(holding):
        if role.startswith(_PAIRS):
            whose = "hospital" if "hospital" in role else "practitioner"
            connection.executemany(
                "INSERT INTO pair VALUES (?, ?, ?, ?, ?, ?, ?)", ((whose, *row) for row in read_rows(files[role]))
            )
        elif role.startswith(_LIMITS):
            whose = role.removeprefix(_LIMITS).strip("-") or "practitioner"
            connection.executemany(
                "INSERT OR IGNORE INTO units VALUES (?, ?, ?, ?, ?)", ((whose, *row) for row in read_rows(files[role]))
            )
    connection.execute("CREATE INDEX pair_codes ON pair (whose, one, two)")
    if "rvu" in files:
        from coding_course.codesets.official.files.rvu import COLUMNS

        connection.executemany(
            "INSERT OR IGNORE INTO fee VALUES (?, ?, ?)",
            (
                (row[0], row[1], msgspec.json.encode(dict(zip(COLUMNS[2:], row[2:], strict=False))).decode())
                for row in read_rows(files["rvu"])
            ),
        )


class OwnBook:
    """What the user imported, by code.

    Get it from an edition: ``edition().own``.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> edition().own.holds("rvu")  # unless you imported the fee schedule
    False
    """

    def __init__(self, holding: Holding, caches: Iterable[Path] | None = None) -> None:
        self._roles = frozenset(roles(holding))
        self._store = Store(recipe(holding), caches)
        self._pair = lru_cache(16_384)(self._ask_pair)
        self._limit = lru_cache(8_192)(self._ask_limit)
        self._fee = lru_cache(8_192)(self._ask_fee)

    def holds(self, role: str) -> bool:
        """Say whether something of a role was imported: ``ncci-ptp``, ``ncci-mue``, ``rvu``, ``cpt-own``, ..."""
        return role in self._roles

    @cached_property
    def holds_pairs(self) -> bool:
        """True when pairs of any kind were imported."""
        return any(role.startswith(_PAIRS) for role in self._roles)

    @cached_property
    def holds_limits(self) -> bool:
        """True when limits of units of any kind were imported."""
        return any(role.startswith(_LIMITS) for role in self._roles)

    def code(self, system: System, code: str) -> Code | None:
        """Return a HCPCS code, modifier or CPT number with the title of the user's own import, or None."""
        if not self._roles:
            return None
        found = self._store.rows("SELECT title, first, last FROM title WHERE system = ? AND code = ?", (system, code))
        if not found:
            return None
        title, first, last = found[0]
        return Code(system, code, title, billable=True, valid_from=first, valid_to=last)

    def counts(self) -> dict[System, int]:
        """Return how many codes and titles of each system were imported; empty when none were."""
        if not self._roles & {"hcpcs-official", "cpt-own"}:
            return {}
        return {
            System(name): number
            for name, number in self._store.rows("SELECT system, count(*) FROM title GROUP BY system")
        }

    def pair(self, one: str, two: str, whose: str = "practitioner", date: str = "") -> Pair | None:
        """Return the edit between two codes, in either order, or None.

        Parameters
        ----------
        one, two
            Codes without punctuation.
        whose
            ``practitioner`` or ``hospital``.
        date
            Day of service, ISO form; an edit that had ended or not begun then is not returned. Empty for any that has
            not ended.
        """
        if not self.holds_pairs or one == two:
            return None
        for edit in (*self._pair(one, two, whose), *self._pair(two, one, whose)):
            if edit.modifier == "9":
                continue
            if date and edit.first <= date <= (edit.last or date):
                return edit
            if not date and not edit.last:
                return edit
        return None

    def limit(self, code: str, whose: str = "practitioner") -> Limit | None:
        """Return the units limit of a code for a ``practitioner``, ``hospital`` or ``supplier``, or None."""
        return self._limit(code, whose) if self.holds_limits else None

    def fee(self, code: str, modifier: str = "") -> Fee | None:
        """Return the fee schedule's row of a code, or of its component 26, TC or 53, or None."""
        return self._fee(code, modifier) if "rvu" in self._roles else None

    def needs_description(self, code: str) -> bool:
        """Say whether the imported list names a code as one for what has no code of its own."""
        return "hcpcs-noc" in self._roles and bool(self._store.rows("SELECT 1 FROM noc WHERE code = ?", (code,)))

    def _ask_pair(self, one: str, two: str, whose: str) -> tuple[Pair, ...]:
        sql = "SELECT one, two, modifier, first, last, rationale FROM pair WHERE whose = ? AND one = ? AND two = ?"
        return tuple(Pair(*row) for row in self._store.rows(sql, (whose, one, two)))

    def _ask_limit(self, code: str, whose: str) -> Limit | None:
        sql = "SELECT code, units, indicator, rationale FROM units WHERE whose = ? AND code = ?"
        return next((Limit(*row) for row in self._store.rows(sql, (whose, code))), None)

    def _ask_fee(self, code: str, modifier: str) -> Fee | None:
        found = self._store.rows("SELECT facts FROM fee WHERE code = ? AND modifier = ?", (code, modifier))
        return Fee(code, modifier, msgspec.json.decode(found[0][0], type=dict[str, str])) if found else None

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()
