"""The MS-DRG book of an edition: weights, CC and MCC, and what excludes them, read from a store of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding_course.codesets import compiled
from coding_course.codesets.compiled import read_rows, read_table
from coding_course.codesets.drg.model import DrgRow
from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.store import Recipe, Store

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

ROLES = ("drg-weights", "drg-cc", "drg-mcc", "drg-exclusions", "drg-hac")
_NOT_PRESENT = frozenset("NU")
"""Present-on-admission indicators that make a condition one of the stay: no, and documentation insufficient."""
_TABLES = """
CREATE TABLE drg (
  drg TEXT PRIMARY KEY, title TEXT NOT NULL, mdc TEXT NOT NULL, type TEXT NOT NULL, weight REAL NOT NULL,
  weight_before_cap REAL NOT NULL, geometric_days REAL NOT NULL, arithmetic_days REAL NOT NULL,
  post_acute INTEGER NOT NULL, special_pay INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE severity (code TEXT PRIMARY KEY, level TEXT NOT NULL, collection INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE exclusion (collection INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (collection, code)) WITHOUT ROWID;
CREATE TABLE alive (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE hac (
  code TEXT NOT NULL, kind TEXT NOT NULL, hac TEXT NOT NULL, PRIMARY KEY (code, kind, hac)
) WITHOUT ROWID;
CREATE TABLE drg_exclusion (drg TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (drg, code)) WITHOUT ROWID;
"""


def recipe(holding: Holding) -> Recipe:
    """Return how the store of an edition's MS-DRG tables is made."""
    return Recipe(
        f"{holding.edition.lower()}-drg",
        tuple(holding.files[role] for role in ROLES if role in holding.files),
        (Path(__file__), Path(compiled.__file__)),
        lambda connection: build(connection, holding),
    )


def build(connection: sqlite3.Connection, holding: Holding) -> None:
    """Create and fill all tables of an empty database."""
    connection.executescript(_TABLES)
    files = holding.files
    if "drg-weights" in files:
        rows = read_table(files["drg-weights"])
        connection.executemany("INSERT INTO drg VALUES (?,?,?,?,?,?,?,?,?,?)", (_drg(row) for row in rows))
    levels: dict[str, str] = {}
    collections: dict[str, int] = {}
    if "drg-exclusions" in files:
        for kind, name, value in read_rows(files["drg-exclusions"]):
            if kind == "collection":
                pairs = ((int(name), code) for code in value.split(" "))
                connection.executemany("INSERT OR IGNORE INTO exclusion VALUES (?, ?)", pairs)
            elif kind == "code":
                levels[name], _, collection = value.partition(" ")
                collections[name] = int(collection or 0)
            elif kind == "alive":
                connection.execute("INSERT OR IGNORE INTO alive VALUES (?)", (name,))
            elif kind == "drg":
                pairs_of = ((name, code) for code in value.split(" "))
                connection.executemany("INSERT OR IGNORE INTO drg_exclusion VALUES (?, ?)", pairs_of)
    for role, level in (("drg-cc", "CC"), ("drg-mcc", "MCC")):
        if role in files:
            # The list decides: a code that the list lacks is no CC, whatever an older table of exclusions says.
            levels = {code: held for code, held in levels.items() if held != level}
            levels |= {code: level for (code,) in read_rows(files[role])}
    if "drg-hac" in files:
        for hac, kind, codes in read_rows(files["drg-hac"]):
            rows_of = ((code, kind, hac) for code in codes.split(" "))
            connection.executemany("INSERT OR IGNORE INTO hac VALUES (?, ?, ?)", rows_of)
    connection.executemany(
        "INSERT INTO severity VALUES (?, ?, ?)",
        ((code, level, collections.get(code, 0)) for code, level in levels.items()),
    )


def _drg(row: dict[str, str]) -> tuple[object, ...]:
    weights = (float(row[name] or 0) for name in ("weight", "weight_before_cap", "geometric_days", "arithmetic_days"))
    return (
        row["drg"],
        row["title"],
        row["mdc"],
        row["type"],
        *weights,
        row["post_acute"] == "yes",
        row["special_pay"] == "yes",
    )


class DrgBook:
    """What CMS's tables of the inpatient payment rule say of MS-DRGs and of diagnoses.

    Get one from :attr:`coding_course.codesets.Edition.groups`. Source: Tables 5, 6I, 6J and 6K of the edition's year.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> book = edition("FY2026").groups
    >>> book.weight("470").title
    'Major hip and knee joint replacement or reattachment of lower extremity without MCC'
    >>> book.severity("E11.10"), book.excluded("N17.9", "N18.6")
    ('MCC', True)
    """

    def __init__(self, holding: Holding, caches: Iterable[Path] | None = None) -> None:
        self.holding = holding
        self._store = Store(recipe(holding), caches)
        self._weights = lru_cache(1024)(self._find_weight)
        self._marked = lru_cache(4096)(self._find_marked)

    @property
    def held(self) -> bool:
        """True when the edition holds the weights; False when it has to do without."""
        return "drg-weights" in self.holding.files

    def weight(self, drg: str) -> DrgRow | None:
        """Return the row of Table 5, or None; ``drg`` with or without leading zeros.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> row = edition("FY2026").groups.weight("871")
        >>> row.weight, row.geometric_days, row.post_acute
        (1.9425, 4.8, True)
        """
        return self._weights(drg.strip().zfill(3))

    def _find_weight(self, drg: str) -> DrgRow | None:
        rows = self._store.rows("SELECT * FROM drg WHERE drg = ?", (drg,))
        return _row(rows[0]) if rows else None

    def all(self) -> tuple[DrgRow, ...]:
        """Return every row of Table 5, in order."""
        return tuple(_row(row) for row in self._store.rows("SELECT * FROM drg ORDER BY drg"))

    def severity(self, code: str) -> str:
        """Return ``CC``, ``MCC`` or an empty string: what a code counts for as a secondary diagnosis.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [edition().groups.severity(code) for code in ("J12.82", "Z59.00", "I10")]
        ['MCC', 'CC', '']
        """
        return self._marked(compact(code))[0]

    def excluded(self, code: str, principal: str) -> bool:
        """Say whether a CC or MCC counts for nothing beside this principal diagnosis (Table 6K, part 1)."""
        collection = self._marked(compact(code))[1]
        return bool(collection) and bool(
            self._store.rows(
                "SELECT 1 FROM exclusion WHERE collection = ? AND code = ?", (collection, compact(principal))
            )
        )

    def exclusions(self, code: str) -> tuple[str, ...]:
        """Return the principal diagnoses beside which a CC or MCC counts for nothing, in order.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().groups.exclusions("A00.0")
        ('A00.0', 'A00.1', 'A00.9')
        """
        rows = self._store.rows(
            "SELECT code FROM exclusion WHERE collection = ? ORDER BY code", (self._marked(compact(code))[1],)
        )
        return tuple(dotted(row[0]) for row in rows)

    def alive_only(self, code: str) -> bool:
        """Say whether a CC or MCC counts only when the patient was discharged alive (Table 6K, part 2)."""
        return bool(self._store.rows("SELECT 1 FROM alive WHERE code = ?", (compact(code),)))

    def excluded_in(self, code: str, drg: str) -> bool:
        """Say whether a CC or MCC counts for nothing in this MS-DRG (Table 6K, part 3)."""
        return bool(
            self._store.rows("SELECT 1 FROM drg_exclusion WHERE drg = ? AND code = ?", (drg.zfill(3), compact(code)))
        )

    def hac(self, code: str) -> tuple[str, ...]:
        """Return the hospital-acquired conditions that a diagnosis may be, by their number (Appendix I).

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().groups.hac("L89.154"), edition().groups.hac("I10")
        (('04',), ())
        """
        sql = "SELECT hac FROM hac WHERE code = ? AND kind IN ('alone', 'diagnosis') ORDER BY hac"
        return tuple(dict.fromkeys(row[0] for row in self._store.rows(sql, (compact(code),))))

    def acquired(self, principal: str, poa: Mapping[str, str], procedures: Collection[str] = ()) -> Mapping[str, str]:
        """Return the secondary diagnoses that are hospital-acquired conditions, with the number of the condition.

        Parameters
        ----------
        principal
            The principal diagnosis; one condition asks for it.
        poa
            Secondary diagnosis to its present-on-admission indicator; only N and U make a condition acquired.
        procedures
            Those of the claim; a clot counts as acquired only after a hip or knee replacement, and so on.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> book = edition("FY2026").groups
        >>> book.acquired("M17.11", {"I26.99": "N"}, ["0SRC0J9"]), book.acquired("I10", {"I26.99": "N"})
        ({'I26.99': '10'}, {})
        """
        found: dict[str, str] = {}
        beside = frozenset(map(compact, poa))
        done = frozenset(map(compact, procedures))
        for code in (code for code, indicator in poa.items() if indicator in _NOT_PRESENT):
            sql = "SELECT kind, hac FROM hac WHERE code = ? AND kind IN ('alone', 'diagnosis') ORDER BY kind, hac"
            for kind, hac in self._store.rows(sql, (compact(code),)):
                has = {"principal": {compact(principal)}, "beside": beside, "procedure": done}
                needs = self._hac_needs if kind == "diagnosis" else {}
                if all(needs[what, hac] & there for what, there in has.items() if (what, hac) in needs):
                    found[code] = hac
                    break
        return found

    @cached_property
    def _hac_needs(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """What has to stand beside the diagnoses of a condition, by kind and condition; read when it first matters."""
        needs: dict[tuple[str, str], set[str]] = {}
        sql = "SELECT kind, hac, code FROM hac WHERE kind IN ('beside', 'principal', 'procedure')"
        for kind, hac, code in self._store.rows(sql):
            needs.setdefault((kind, hac), set()).add(code)
        return {key: frozenset(codes) for key, codes in needs.items()}

    def _find_marked(self, code: str) -> tuple[str, int]:
        rows = self._store.rows("SELECT level, collection FROM severity WHERE code = ?", (code,))
        return (rows[0][0], rows[0][1]) if rows else ("", 0)

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()


def _row(values: tuple[Any, ...]) -> DrgRow:
    drg, title, mdc, kind, weight, before, geometric, arithmetic, post_acute, special_pay = values
    return DrgRow(drg, title, mdc, kind, weight, before, geometric, arithmetic, bool(post_acute), bool(special_pay))
