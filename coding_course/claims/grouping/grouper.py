"""The MS-DRG of a claim: what the grouper says of it, put beside what CMS's tables say of that MS-DRG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coding_course.claims.grouping.model import Effect, Grouping, Without
from coding_course.claims.grouping.reasons import reasons_of
from coding_course.claims.grouping.remarks import principal_problem, remarks_of
from coding_course.claims.grouping.stay import Stay, stay_of
from coding_course.claims.model import Setting
from coding_course.codesets.drg.engine_store import GrouperMissing
from coding_course.codesets.drg.mdc import MDC_TITLES

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.codesets.drg.engine import Engine

UNGROUPABLE = "999"
_NEWBORN = "15"
_NO_GROUPER = (
    "The grouper is not there: the package drgpy is not installed as it should be. Run `coding-course doctor`; it "
    "tells how to repair the installation."
)
_OUTPATIENT = (
    "MS-DRGs group hospital inpatient stays. Outpatient and professional claims are paid by their procedure codes."
)


def group(claim: Claim, encounter: Encounter, edition: Edition) -> Grouping:
    r"""Return the MS-DRG of a claim, and why.

    Parameters
    ----------
    claim
        Any claim; what is no code is said in ``why`` and left out, and nothing is raised.
    encounter
        Discharge status and present-on-admission indicators matter; the sex for the few diagnoses that belong to two
        categories; age and length of stay do not. What is assumed is said in ``remarks``.
    edition
        Whose code sets, weights and version of the grouper apply.

    Returns
    -------
    Grouping
        ``drg`` is empty for a claim that is not of an inpatient stay, 999 for one that cannot be grouped.

    Examples
    --------
    >>> from coding_course.claims import Encounter, Setting, parse
    >>> from coding_course.codesets import edition
    >>> claim = parse("pdx: M17.11 Y\ndx: I10 Y\npx: 0SRC0J9", Setting.INPATIENT).claim
    >>> found = group(claim, Encounter(Setting.INPATIENT, age=68, discharge_status="01"), edition("FY2026"))
    >>> found.drg, found.kind, found.mdc
    ('470', 'surgical', '08')
    """
    if encounter.setting is not Setting.INPATIENT:
        return Grouping("", "", remarks=(_OUTPATIENT,))
    try:
        from coding_course.codesets.drg.engine import engine as engine_of
        from coding_course.codesets.drg.engine import version_of

        version, own = version_of(edition.name, encounter.service_date)
        engine = engine_of(version, edition.groups)
    except ImportError:
        return Grouping("", "", remarks=(_NO_GROUPER,))
    except GrouperMissing as problem:
        return Grouping("", "", remarks=(str(problem),))
    stay = stay_of(claim, encounter, edition)
    stopped = principal_problem(claim, encounter, edition)
    drg = UNGROUPABLE if stopped else stay.assign(engine)
    without = {} if stopped else _each_left_out(engine, stay, drg)
    why = reasons_of(claim, encounter, edition, engine, stay, drg, without)
    counted = [reason.code for reason in why if reason.effect in _COUNTED]
    title, mdc, kind, weight, geometric, arithmetic, post_acute = _facts(engine, edition, drg)
    if drg != UNGROUPABLE:
        mdc = mdc or engine.mdc_of(stay.principal, stay.sex)
    return Grouping(
        drg=drg,
        title=title,
        mdc=mdc,
        mdc_title=MDC_TITLES.get(mdc, ""),
        kind=kind,
        weight=weight,
        geometric_days=geometric,
        arithmetic_days=arithmetic,
        post_acute=post_acute,
        initial=drg if stopped else stay.initial(engine),
        version=version.removeprefix("v"),
        cc=tuple(dict.fromkeys(reason.code for reason in why if reason.effect is Effect.CC)),
        mcc=tuple(dict.fromkeys(reason.code for reason in why if reason.effect is Effect.MCC)),
        why=why,
        without=tuple(
            Without(code, other, *_title_and_weight(engine, edition, other))
            for code in dict.fromkeys(counted)
            if (other := without.get(code.replace(".", "")))
        ),
        remarks=tuple(remarks_of(encounter, edition, engine, stay, drg, stopped, own)),
    )


_COUNTED = frozenset({Effect.CC, Effect.MCC, Effect.DEFINES, Effect.PROCEDURE})


def _each_left_out(engine: Engine, stay: Stay, drg: str) -> dict[str, str]:
    """Return the MS-DRG without each code that might count, one at a time."""
    found = dict.fromkeys((code for code in stay.secondary if code in engine.ccmap), drg)
    levels = stay.counting(engine, drg)
    asked = [code for code in stay.secondary if _may_decide(code, engine, stay, levels)]
    asked += [code for code in stay.procedures if engine.looked_at(code)]
    return found | {code: stay.without(code).assign(engine) for code in asked}


def _may_decide(code: str, engine: Engine, stay: Stay, levels: Mapping[str, str]) -> bool:
    """Say whether the MS-DRG might be another without a secondary diagnosis; when in doubt, it might."""
    if engine.named(code) or engine.book.hac(code) or engine.mdc_of(stay.principal, stay.sex) == _NEWBORN:
        return True
    held = engine.ccmap.get(code)
    if held is None or stay.principal in engine.exmap.get(held["pdx"], ()):
        return False
    beside = [level for other, level in levels.items() if other != code]
    return "MCC" not in beside and (held["level"] == "MCC" or "CC" not in beside)


def _facts(engine: Engine, edition: Edition, drg: str) -> tuple[str, str, str, float, float, float, bool]:
    row = edition.groups.weight(drg)
    if row is None:
        title, mdc, kind = engine.describe(drg)
        return title or "Ungroupable", mdc, kind, 0.0, 0.0, 0.0, False
    return row.title, row.mdc, row.type, row.weight, row.geometric_days, row.arithmetic_days, row.post_acute


def _title_and_weight(engine: Engine, edition: Edition, drg: str) -> tuple[str, float]:
    facts = _facts(engine, edition, drg)
    return facts[0], facts[3]
