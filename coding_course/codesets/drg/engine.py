"""The MS-DRG grouper: drgpy's logic over maps that look into a store.

drgpy (Apache-2.0) follows CMS's published Definitions Manual. Its engine asks nine maps; here each is a small object
that reads the store when asked, so that grouping costs a kernel a few megabytes. What is corrected is in
:class:`Engine` and said there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from drgpy._versions import SUPPORTED_VERSIONS, get_version
from drgpy.msdrg import DRGEngine

from coding_course.codesets.drg.assignment import Order, assign
from coding_course.codesets.drg.engine_store import recipe
from coding_course.codesets.drg.families.musculoskeletal import is_extensive_fusion
from coding_course.codesets.store import Store

if TYPE_CHECKING:
    from coding_course.codesets.drg.book import DrgBook

_Value = TypeVar("_Value")
UNGROUPABLE = "999"
DIED = "20"
_NEURODEVELOPMENTAL = "QA0"
"""New in FY2026, of MDC 08: codes with a letter in second place, for which drgpy has no category."""
_HIV = "B20"
_RELATED = "974&975&976|AND PSDX OF MAJOR RELATED CONDITION"
_EXTENSIVE = "456&457&458|EXTENSIVE FUSIONS ORPCS"
_WITH_NORMAL = frozenset({"795|AND NO SDX OR ONLY SDX", "795|PDX"})
_OF_DELIVERY = frozenset({"768|WITH ANY ORPCS EXCEPT", "768|DELIVERY ORPCS", "796&797&798|OR ORPCS"})
_CATEGORY = re.compile(r"_MDC\d\d")
_REMEMBERED = 8192
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

    drgpy's engine reads the lists of the Definitions Manual and counts what a claim has of each. What is ours:

    - the order of categories and families (:mod:`coding_course.codesets.drg.assignment`) and about forty families
      that drgpy lacks or has otherwise (:mod:`coding_course.codesets.drg.families`);
    - the 41 codes that Table 6K marks “No Excl” (J12.82, Z59.0-, Z16.-, ...), which drgpy skips;
    - the sex decides for diagnoses of two categories alone, as in CMS's grouper.

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
        self.book = book
        self._label: dict[int, str] = dict(store.rows("SELECT id, text FROM label"))
        self.dxmap: _Map[list[str]] = _Map(self._labels_of("diagnosis"), list)
        self.prmap: _Map[list[str]] = _Map(self._labels_of("procedure"), list)
        groups = store.rows("SELECT drg, kind, rank FROM drg")
        self.drgmap = {drg: {"is_surgical": kind == "surgical"} for drg, kind, _ in groups}
        self.surgical_rank = {drg: rank for drg, _, rank in groups if rank is not None}
        self._order = Order({drg: kind == "surgical" for drg, kind, _ in groups}, self.surgical_rank)
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
        sex: str = "F",
        status: str = "01",
        acquired: Collection[str] = (),
    ) -> str:
        """Return the MS-DRG of valid codes without their point; ``999`` when there is none.

        Parameters
        ----------
        principal, secondary, procedures
            Codes without their point.
        sex
            ``F``, ``M`` or anything else for unknown; it decides for diagnoses of two categories alone.
        status
            Discharge status in two digits.
        acquired
            Secondary diagnoses that are hospital-acquired conditions and therefore count for nothing.
        """
        found = self.get_drg(
            [principal, *secondary],
            list(procedures),
            sex,
            is_alive=status != DIED,
            poa=dict.fromkeys(acquired, "N"),
            discharge_status=status,
        )
        return UNGROUPABLE if found == "000" else str(found)

    def get_features(
        self,
        dx_lst: Sequence[str],
        pr_lst: Sequence[str],
        gender: str = "F",
        *arguments: Any,
        **named: Any,
    ) -> Any:
        """Return drgpy's features of a claim, and ours beside them."""
        x = super().get_features(dx_lst, pr_lst, "F", *arguments, **named)
        x["_FEMALE"] = x["_MALE"] = 1  # the category is settled by mdc_of, not by the sex
        principal = str(dx_lst[0])
        x["_PDX_CATEGORY"] = int(self.mdc_of(principal, gender) or -1)
        secondary = dict.fromkeys(dx_lst[1:])
        x["_HIV"] = int(principal == _HIV or (_HIV in secondary and "_MDC25" in self.dxmap[principal]))
        related = [principal] if principal != _HIV else secondary
        x["_HIV_MAJOR"] = sum(_RELATED in self.dxmap[code] for code in related)
        for code in self._revised(pr_lst):
            x.update(label for label in self.prmap[code] if label.count("|") == 1)
        extensive = [code for code in dict.fromkeys(pr_lst) if _EXTENSIVE in self.prmap[code]]
        x["_EXTENSIVE_FUSION"] = int(bool(extensive) and is_extensive_fusion(extensive))
        x["_BEYOND_DELIVERY"] = sum(
            code in self.orpcsmap and _OF_DELIVERY.isdisjoint(self.prmap[code]) for code in dict.fromkeys(pr_lst)
        )
        x["_NOT_NORMAL_NEWBORN"] = sum(_WITH_NORMAL.isdisjoint(self.dxmap[code]) for code in secondary)
        return x

    def _revised(self, procedures: Sequence[str]) -> frozenset[str]:
        """Return the partners of a joint revision (466 to 468), whose other lists drgpy leaves out of account."""
        done = frozenset(procedures)
        partners: set[str] = set()
        for code in done:
            for label in self.prmap[code]:
                family, _, rest = label.partition("|")
                if family == "466&467&468" and rest.count("|") and done.issuperset(others := rest.split("|")[1:]):
                    partners.update((code, *others))
        return frozenset(partners)

    def _evaluate(self, x: Any) -> list[str]:
        category = x["_PDX_CATEGORY"]
        return assign(x, f"{category:02}" if category > 0 else "", self._order, self.version_info.major)

    def categories(self, principal: str) -> tuple[str, ...]:
        """Return the major diagnostic categories of a principal diagnosis; two where the sex decides."""
        found = (label[4:] for label in self.dxmap[principal] if _CATEGORY.fullmatch(label))
        kept = dict.fromkeys(one for one in found if one not in ("24", "25"))
        return tuple(kept) or (("08",) if principal.startswith(_NEURODEVELOPMENTAL) else ())

    def mdc_of(self, principal: str, sex: str = "F") -> str:
        """Return the major diagnostic category of a principal diagnosis in two digits, or an empty string.

        A few diagnoses belong to MDC 13 for women and to another category for men; with neither F nor M they have none.
        """
        found = self.categories(principal)
        if len(found) < 2:
            return found[0] if found else ""
        if sex not in ("F", "M"):
            return ""
        return "13" if sex == "F" else next(one for one in found if one != "13")

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

    def procedure_lists(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each procedure that a definition names, with the lists that it is on."""
        for code, labels in self._store.rows("SELECT code, labels FROM procedure ORDER BY code"):
            yield code, [self._label[int(number)] for number in labels.split()]

    def named(self, diagnosis: str) -> bool:
        """Say whether a definition looks at a diagnosis also when it is a secondary one."""
        return any(
            label.startswith("_TRAUMA24") or ("|" in label and ("PDX" not in label or "PDX OR SDX" in label))
            for label in self.dxmap[diagnosis]
        )

    def _labels_of(self, table: str) -> Callable[[str], list[str] | None]:
        def find(code: str) -> list[str] | None:
            rows = self._store.rows(f"SELECT labels FROM {table} WHERE code = ?", (code,))
            return [self._label[int(number)] for number in rows[0][0].split()] if rows else None

        return find

    def _severity(self, code: str) -> dict[str, Any] | None:
        # Whether a diagnosis is a hospital-acquired condition is settled before (DrgBook.acquired); drgpy then leaves
        # out what is marked as not present on admission, and it does so for codes that have a condition's number.
        rows = self._store.rows("SELECT level, collection, alive FROM severity WHERE code = ?", (code,))
        if rows:
            level, collection, alive = rows[0]
            return {"level": level, "pdx": collection, "hac": "00", "aowa": bool(alive)}
        if level := self.book.severity(code):
            return {"level": level, "pdx": "", "hac": "00", "aowa": False}
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
