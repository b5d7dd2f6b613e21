"""The grouper's own tables in a store: drgpy keeps them in dictionaries of 100 MB, a learner's kernel has 150 in all.

drgpy carries CMS's MS-DRG definitions as one compressed JSON file a version. It is read once, field by field, into
SQLite; :mod:`coding_course.codesets.drg.engine` lends drgpy's logic maps that look there.
"""

from __future__ import annotations

import importlib.util
import lzma
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from coding_course.codesets.store import Recipe

_SCHEMA = 1
_TABLES = """
CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE diagnosis (code TEXT PRIMARY KEY, labels TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE procedure (code TEXT PRIMARY KEY, labels TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE operating_room (code TEXT PRIMARY KEY, drgs TEXT NOT NULL, extensive INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE severity (
  code TEXT PRIMARY KEY, level TEXT NOT NULL, collection TEXT NOT NULL, alive INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE exclusion (collection TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (collection, code)) WITHOUT ROWID;
CREATE TABLE drg_exclusion (drg TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (drg, code)) WITHOUT ROWID;
CREATE TABLE drg (
  drg TEXT PRIMARY KEY, title TEXT NOT NULL, mdc TEXT NOT NULL, kind TEXT NOT NULL, rank INTEGER
) WITHOUT ROWID;
"""


class _Severity(msgspec.Struct):
    level: str
    pdx: str = ""
    aowa: bool = False


class _Group(msgspec.Struct):
    desc: str = ""
    mdc: str = ""
    is_surgical: bool = False
    is_medical: bool = False

    @property
    def kind(self) -> str:
        return "surgical" if self.is_surgical else "medical" if self.is_medical else ""


class _Payload(msgspec.Struct):
    """drgpy's file; each field stays bytes until its turn, so that never two of them are in memory."""

    schema_version: int
    dxmap: msgspec.Raw
    prmap: msgspec.Raw
    drgmap: msgspec.Raw
    ccmap: msgspec.Raw
    exmap: msgspec.Raw
    drg_exclusions: msgspec.Raw
    orpcsmap: msgspec.Raw
    surgical_rank: msgspec.Raw
    neoormap: msgspec.Raw


class GrouperMissing(RuntimeError):
    """The installed drgpy does not carry this version of the grouper; the text says what to do."""


def source_of(version: str) -> Path:
    """Return drgpy's file of one version: ``v43.1``.

    Raises
    ------
    GrouperMissing
        When drgpy is not installed or does not carry it.
    """
    spec = importlib.util.find_spec("drgpy")
    places = spec.submodule_search_locations if spec is not None else None
    path = Path(places[0]) / "runtime_data" / f"{version}.json.xz" if places else None
    if path is None or not path.is_file():
        raise GrouperMissing(
            f"The tables of MS-DRG {version} are not there. Run `coding-course doctor`; it tells how to repair the "
            "installation of drgpy."
        )
    return path


def recipe(version: str) -> Recipe:
    """Return how the store of one version of the grouper is made."""
    source = source_of(version)
    return Recipe(
        f"msdrg-{version}",
        (source,),
        (Path(__file__),),
        lambda connection: build(connection, source),
    )


def build(connection: sqlite3.Connection, source: Path) -> None:
    """Create and fill all tables of an empty database."""
    connection.executescript(_TABLES)
    payload = msgspec.json.decode(lzma.decompress(source.read_bytes()), type=_Payload)
    if payload.schema_version != _SCHEMA:
        raise GrouperMissing(
            "The installed drgpy keeps its tables in another form than this course reads. "
            "Install the version that the course names: `pip install drgpy==0.2.1`."
        )
    numbers: dict[str, int] = {}
    labelled = dict[str, list[str]]
    for table, raw in (("diagnosis", payload.dxmap), ("procedure", payload.prmap)):
        _fill_labels(connection, table, msgspec.json.decode(raw, type=labelled), numbers)
    connection.executemany("INSERT INTO label VALUES (?, ?)", ((n, text) for text, n in numbers.items()))
    minor = set(msgspec.json.decode(payload.neoormap, type=list[str]))
    connection.executemany(
        "INSERT INTO operating_room VALUES (?, ?, ?)",
        (
            (code, " ".join(drgs), code not in minor)
            for code, drgs in msgspec.json.decode(payload.orpcsmap, type=labelled).items()
        ),
    )
    severities = msgspec.json.decode(payload.ccmap, type=dict[str, _Severity])
    connection.executemany(
        "INSERT INTO severity VALUES (?, ?, ?, ?)",
        ((code, one.level, one.pdx, one.aowa) for code, one in severities.items()),
    )
    _fill_sets(connection, "exclusion", msgspec.json.decode(payload.exmap, type=labelled))
    _fill_sets(connection, "drg_exclusion", msgspec.json.decode(payload.drg_exclusions, type=labelled))
    ranks = {
        drg.zfill(3): rank for drg, rank in msgspec.json.decode(payload.surgical_rank, type=dict[str, int]).items()
    }
    groups = msgspec.json.decode(payload.drgmap, type=dict[str, _Group])
    connection.executemany(
        "INSERT INTO drg VALUES (?, ?, ?, ?, ?)",
        ((drg, one.desc, one.mdc, one.kind, ranks.get(drg)) for drg, one in groups.items()),
    )


def _fill_labels(
    connection: sqlite3.Connection, table: str, codes: Mapping[str, Iterable[str]], numbers: dict[str, int]
) -> None:
    rows = (
        (code, " ".join(str(numbers.setdefault(label, len(numbers))) for label in labels))
        for code, labels in codes.items()
    )
    connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)


def _fill_sets(connection: sqlite3.Connection, table: str, sets: Mapping[str, Iterable[str]]) -> None:
    rows = ((name, code) for name, codes in sets.items() for code in codes)
    connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", rows)
