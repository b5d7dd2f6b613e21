"""The MS-DRG grouper: drgpy's logic over maps that look into a store.

drgpy (Apache-2.0) follows CMS's published Definitions Manual. Its engine asks nine maps; here each is a small object
that reads the store when asked, so that grouping costs a kernel a few megabytes. What is corrected is in
:class:`Engine` and said there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from drgpy._versions import SUPPORTED_VERSIONS, get_version
from drgpy.msdrg import DRGEngine

from coding_course.codesets.drg.engine_store import recipe
from coding_course.codesets.store import Store

if TYPE_CHECKING:
    from coding_course.codesets.drg.book import DrgBook

_Value = TypeVar("_Value")
UNGROUPABLE = "999"
DIED = "20"
NEONATE_TRANSFERRED = ("02", "05", "20", "66", "82", "85", "94")
"""Discharge statuses of MS-DRG 789: died, or transferred to another acute care or cancer hospital."""
NEONATE = frozenset(str(drg) for drg in range(789, 796))
_REMEMBERED = 2048
"""Codes of the last claims: a batch meets the same ones again and again."""


class _Map(Generic[_Value]):
    """As much of a dictionary as drgpy asks for."""

    def __init__(self, find: Callable[[str], _Value | None], missing: Callable[[], _Value] | None = None) -> None:
        self._find = lru_cache(_REMEMBERED)(find)
        self._missing = missing

    def __contains__(self, key: str) -> bool:
        return self._find(key) is not None

    def __getitem__(self, key: str) -> _Value:
        found = self._find(key)
        if found is None:
            if self._missing is None:
                raise KeyError(key)
            return self._missing()
        return found

    def get(self, key: str, default: Any = None) -> Any:
        found = self._find(key)
        return default if found is None else found


class _Members:
    """A set of codes in the store, asked for one at a time."""

    def __init__(self, has: Callable[[str], bool]) -> None:
        self._has = has

    def __contains__(self, code: str) -> bool:
        return self._has(code)


class Engine(DRGEngine):  # type: ignore[misc]
    """One version of the grouper, with the CC and MCC of an edition's tables.

    Corrected against drgpy 0.2.1:

    - It skips the 41 codes that Table 6K marks “No Excl” (J12.82, Z59.0-, Z16.-, ...), so
        that they count as nothing; they are taken from the edition's own tables.

    - It asks for the sex in MDC 12 and 13; CMS's grouper does so no longer.
    - It never assigns MS-DRG 789 (neonates who died or were transferred).

    Parameters
    ----------
    version
        ``v43.1``.
    book
        The MS-DRG tables of the edition.
    caches
        Folders of the store; the user's own when not given.
    """

    def __init__(self, version: str, book: DrgBook, caches: Iterable[Path] | None = None) -> None:
        # Not calling DRGEngine.__init__ is the point: it would read every map into memory.
        self._store = store = Store(recipe(version), caches)
        self.version = version
        self.version_info = get_version(version)
        self._book = book
        self._label: dict[int, str] = dict(store.rows("SELECT id, text FROM label"))
        self.dxmap: _Map[list[str]] = _Map(self._labels_of("diagnosis"), list)
        self.prmap: _Map[list[str]] = _Map(self._labels_of("procedure"), list)
        groups = store.rows("SELECT drg, kind, rank FROM drg")
        self.drgmap = {drg: {"is_surgical": kind == "surgical"} for drg, kind, _ in groups}
        self.surgical_rank = {drg: rank for drg, _, rank in groups if rank is not None}
        self.ccmap = _Map(self._severity)
        self.exmap = _Map(self._collection)
        self.drg_exclusions = _Map(self._not_in_drg)
        self.orpcsmap = _Map(self._operating_room)
        self.neoormap = _Map(self._non_extensive)

    def assign(
        self,
        principal: str,
        secondary: Sequence[str],
        procedures: Sequence[str],
        status: str = "01",
        acquired: Collection[str] = (),
    ) -> str:
        """Return the MS-DRG of valid codes without their point; ``999`` when there is none.

        Parameters
        ----------
        principal, secondary, procedures
            Codes without their point.
        status
            Discharge status in two digits.
        acquired
            Secondary diagnoses that are hospital-acquired conditions and therefore count for nothing.
        """
        found = self.get_drg(
            [principal, *secondary],
            list(procedures),
            is_alive=status != DIED,
            poa=dict.fromkeys(acquired, "N"),
            discharge_status=status,
        )
        return UNGROUPABLE if found == "000" else str(found)

    def get_features(self, *arguments: Any, **named: Any) -> Any:
        """Return drgpy's features of a claim, as those of either sex: the grouper no longer asks for it."""
        features = super().get_features(*arguments, **named)
        features["_FEMALE"] = features["_MALE"] = 1
        return features

    def _evaluate(self, x: Any) -> list[str]:
        if x["_MDC15"] > 0 and any(x[f"_STATUS{status}"] for status in NEONATE_TRANSFERRED):
            results = list(super()._evaluate(x))
            # 789 comes before all medical MS-DRGs of MDC 15, and behind procedures.
            if not results or results[0] in NEONATE:
                return ["789", *results]
            return results
        return list(super()._evaluate(x))

    def mdc_of(self, principal: str) -> str:
        """Return the major diagnostic category of a principal diagnosis in two digits, or an empty string."""
        for label in self.dxmap[principal]:
            if label.startswith("_MDC") and label[4:6].isdigit() and len(label) == 6:
                return label[4:]
        return ""

    def describe(self, drg: str) -> tuple[str, str, str]:
        """Return title, major diagnostic category and kind of an MS-DRG as the definitions have them."""
        for title, mdc, kind in self._store.rows("SELECT title, mdc, kind FROM drg WHERE drg = ?", (drg,)):
            return str(title), str(mdc), str(kind)
        return "", "", ""

    def operating_room(self, procedure: str) -> bool:
        """Say whether a procedure is one of an operating room."""
        return procedure in self.orpcsmap

    def looked_at(self, procedure: str) -> bool:
        """Say whether any definition names a procedure."""
        return procedure in self.orpcsmap or procedure in self.prmap

    def named(self, diagnosis: str) -> bool:
        """Say whether a definition names a diagnosis as a secondary one."""
        return any("|" in label for label in self.dxmap[diagnosis]) or any(
            label.startswith("_TRAUMA24") for label in self.dxmap[diagnosis]
        )

    def hac(self, diagnosis: str) -> str:
        """Return the number of the hospital-acquired condition that a diagnosis may be, or an empty string."""
        held = self.ccmap.get(diagnosis)
        return (held["hac"] or "") if held else ""

    def _labels_of(self, table: str) -> Callable[[str], list[str] | None]:
        def find(code: str) -> list[str] | None:
            rows = self._store.rows(f"SELECT labels FROM {table} WHERE code = ?", (code,))
            return [self._label[int(number)] for number in rows[0][0].split()] if rows else None

        return find

    def _severity(self, code: str) -> dict[str, Any] | None:
        rows = self._store.rows("SELECT level, collection, hac, alive FROM severity WHERE code = ?", (code,))
        if rows:
            level, collection, hac, alive = rows[0]
            return {"level": level, "pdx": collection, "hac": hac or None, "aowa": bool(alive)}
        if level := self._book.severity(code):
            return {"level": level, "pdx": "", "hac": None, "aowa": False}
        return None

    def _collection(self, name: str) -> _Members:
        sql = "SELECT 1 FROM exclusion WHERE collection = ? AND code = ?"
        return _Members(lambda code: bool(self._store.rows(sql, (name, code))))

    def _not_in_drg(self, drg: str) -> frozenset[str]:
        return frozenset(code for (code,) in self._store.rows("SELECT code FROM drg_exclusion WHERE drg = ?", (drg,)))

    def _operating_room(self, code: str) -> list[str] | None:
        rows = self._store.rows("SELECT drgs FROM operating_room WHERE code = ?", (code,))
        return rows[0][0].split() if rows else None

    def _non_extensive(self, code: str) -> bool | None:
        rows = self._store.rows("SELECT extensive FROM operating_room WHERE code = ?", (code,))
        return True if rows and not rows[0][0] else None


def version_of(edition: str, date: str = "") -> tuple[str, bool]:
    """Return the version of the grouper for an edition and a day of discharge, and whether it is really theirs.

    Parameters
    ----------
    edition
        Fiscal year, ``FY2026``; its last version counts when no day is given.
    date
        ISO date or empty.

    Examples
    --------
    >>> version_of("FY2026"), version_of("FY2026", "2026-02-01"), version_of("FY2031")
    (('v43.1', True), ('v43', True), ('v43.1', False))
    """
    year = int(edition[2:]) if edition[2:].isdigit() else 0
    same = [one for one in SUPPORTED_VERSIONS if one.major == year - 1983]
    if not same:
        return SUPPORTED_VERSIONS[-1].name, False
    begun = [one for one in same if not date or one.effective_date.isoformat() <= date]
    return (begun or same[:1])[-1].name, True


@lru_cache(maxsize=4)
def engine(version: str, book: DrgBook) -> Engine:
    """Return the grouper of one version with the tables of one edition, the same object for the whole process."""
    return Engine(version, book)
