"""What a grouping had to assume, did not look at, or could not do: sentences beside the MS-DRG."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from coding_course.claims.grouping.stay import Stay, status_of, valid_diagnosis
from coding_course.claims.parsed import shorten
from coding_course.codesets.forms import dotted

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.codesets.drg.engine import Engine

_ACUTE = frozenset({"02"})
_POST_ACUTE = frozenset({"03", "05", "06", "50", "51", "62", "63", "65"})
"""Skilled nursing, cancer or children's hospital, home health, hospice, rehabilitation, long-term care, psychiatric."""
_OTHER_STATUSES = (
    ("20", "died"),
    ("02", "was transferred to another acute care hospital"),
    ("07", "left against advice"),
)


def principal_problem(claim: Claim, encounter: Encounter, edition: Edition) -> str:
    """Return why a claim cannot be grouped at all, or an empty string."""
    if claim.principal is None:
        return (
            "Without a principal diagnosis nothing can be grouped. Write it on a line of its own, "
            "with its present-on-admission indicator: pdx: A41.9 Y."
        )
    code = claim.principal.code
    found = edition.lookup(code)
    if not valid_diagnosis(code, edition, encounter.service_date):
        if found is not None and not found.billable:
            return f"{code} is a header and no code; a principal diagnosis has all its characters. Look below {code}."
        return f"{code} is not a valid diagnosis code, so the claim cannot be grouped. Correct the principal diagnosis."
    if "external-cause" in edition.flags(code):
        return (
            f"{code} says how an injury came about. It is never the principal diagnosis; report the injury first, "
            "and the external cause behind it."
        )
    return ""


def remarks_of(
    encounter: Encounter,
    edition: Edition,
    engine: Engine,
    stay: Stay,
    drg: str,
    problem: str,
    own_version: bool,
) -> Iterator[str]:
    """Yield the sentences, the one that matters most first.

    Parameters
    ----------
    encounter, edition
        As they were given.
    engine, stay
        The grouper and what it was given.
    drg
        What it answered.
    problem
        Why the claim cannot be grouped at all; empty when it can.
    own_version
        False when the grouper of another year stood in.
    """
    if problem:
        yield problem
        return
    principal = dotted(stay.principal)
    flags = edition.flags(principal)
    if drg == "999" and stay.sex not in "FM":
        women, men = (msgspec.structs.replace(stay, sex=sex).assign(engine) for sex in "FM")
        yield (
            f"{principal} belongs to two categories, and the patient's sex decides, which is not known: "
            f"MS-DRG {women} for a woman, {men} for a man."
        )
    elif drg == "999":
        yield f"No MS-DRG is defined for {principal} as principal diagnosis with these codes."
    elif drg == "998":
        yield f"{principal} is not accepted as the reason for an inpatient stay by itself; look for what is missing."
    if "manifestation" in flags:
        yield (
            f"{principal} is a manifestation code and never principal: Medicare returns such a claim before it is "
            "grouped. Report the underlying condition first."
        )
    elif "unacceptable-principal" in flags:
        yield f"Medicare's code editor does not accept {principal} as principal diagnosis and returns the claim."
    if not own_version:
        yield (
            f"No grouper of {edition.name} is at hand; version {engine.version.removeprefix('v')} was used, and codes "
            "that are newer than it count for nothing."
        )
    if not edition.groups.held:
        yield f"The weights of {edition.name} are not at hand. Import IPPS Table 5: coding-course codes import FILE."
    if not status_of(encounter):
        if encounter.discharge_status.strip():
            yield f"There is no discharge status {shorten(encounter.discharge_status.strip(), 10)}; home was assumed."
        yield from _status_matters(engine, stay, drg)
    yield from _transferred(encounter, edition, stay, drg)
    unsaid = [dotted(code) for code in stay.secondary if _poa_missing(code, stay, edition)]
    if unsaid:
        yield (
            f"No present-on-admission indicator is given for {', '.join(unsaid)}. Here each was taken as present; "
            "Medicare does not group a claim that leaves it out, as such a code may be a hospital-acquired condition."
        )
    if "drg-hac" not in edition.holding.files:
        yield f"The lists of hospital-acquired conditions of {edition.name} are not at hand; none was looked for."


def _transferred(encounter: Encounter, edition: Edition, stay: Stay, drg: str) -> Iterator[str]:
    """Say when an early discharge to another care lowers the payment (42 CFR 412.4)."""
    row = edition.groups.weight(drg)
    if row is None or encounter.days is None or not row.geometric_days or encounter.days + 1 >= row.geometric_days:
        return
    days = f"{encounter.days} day{'' if encounter.days == 1 else 's'}"
    stayed = f"after {days}, more than a day before the mean of {row.geometric_days:.1f}"
    if stay.status in _ACUTE:
        yield (
            f"Discharge status {stay.status} is a transfer to another acute care hospital, {stayed}: Medicare pays by "
            "the day, at most the whole MS-DRG."
        )
    elif row.post_acute and stay.status in _POST_ACUTE:
        yield (
            f"MS-DRG {drg} falls under the post-acute care transfer policy, and discharge status {stay.status} comes "
            f"{stayed}: Medicare pays by the day, at most the whole MS-DRG."
        )


def _poa_missing(code: str, stay: Stay, edition: Edition) -> bool:
    """Say whether an indicator is missing that decides whether a code is a hospital-acquired condition."""
    return not stay.poa.get(code) and bool(edition.groups.hac(code)) and not edition.poa_exempt(code)


def _status_matters(engine: Engine, stay: Stay, drg: str) -> Iterator[str]:
    others = [
        f"{other} if the patient {what}"
        for status, what in _OTHER_STATUSES
        if (other := msgspec.structs.replace(stay, status=status).assign(engine)) != drg
    ]
    if others:
        yield f"The discharge status is not given; home was assumed. The MS-DRG would be {' and '.join(others)}."
