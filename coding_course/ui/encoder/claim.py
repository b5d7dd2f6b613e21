"""The claim pane: codes collected on the way, the edits as they change, and the MS-DRG of a stay with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.claims import Claim, Encounter, Setting, Sex, parse
from coding_course.codesets.model import System
from coding_course.study.events import number
from coding_course.study.summary import standing
from coding_course.ui import draft, words
from coding_course.ui.claim_check import check_view, unread
from coding_course.ui.draft import Row
from coding_course.ui.encoder.desk import Desk, text_of

if TYPE_CHECKING:
    from coding_course.bank.models import Case
    from coding_course.claims.grouping import Grouping

FREE = "encoder"
"""Under this name the claim is kept that belongs to no case."""
STATUSES = (
    ("", "not stated"),
    ("01", "01: home"),
    ("02", "02: another short-term hospital"),
    ("03", "03: skilled nursing facility"),
    ("06", "06: home with home health"),
    ("07", "07: left against advice"),
    ("20", "20: died"),
    ("50", "50: hospice at home"),
    ("62", "62: rehabilitation facility"),
)
"""Discharge statuses of the institutional claim that an MS-DRG may turn on, in our own words."""
_OLDEST = 124
_LONGEST_STAY = 999


class ClaimPane:
    """The claim behind one encoder.

    Parameters
    ----------
    desk
        What the panes share.
    case
        The case that is coded; None for a claim of the learner's own.
    """

    def __init__(self, desk: Desk, case: Case | None = None) -> None:
        self.desk = desk
        self.case = case
        self.item = case.id if case else FREE
        self.origin = ""
        self.stamp = 0
        self.encounter = Encounter(Setting.PROFESSIONAL, edition=desk.edition.name)
        if case is not None:
            from coding_course.bank import encounter_of

            self.encounter = encounter_of(case)
        self.rows = draft.blank(self.encounter.setting)
        self._left_out: tuple[str, ...] = ()
        self.refresh()

    def receive(self, act: str, message: dict[str, Any]) -> None:
        """Act on ``draft`` (``rows``), ``notation`` (``text``), ``clear``, or ``encounter`` (``setting``, ``age``,
        ``sex``, ``status``, ``days``), all with ``origin`` and ``stamp``.
        """  # noqa: D205
        self.origin, self.stamp = text_of(message, "origin"), int(number(message.get("stamp")))
        setting = self.encounter.setting
        if act in ("draft", "notation", "clear"):
            self._left_out = ()
        if act == "draft":
            self._change(draft.read_rows(message.get("rows"), setting))
        elif act == "notation":
            text = message.get("text")
            parsed = parse(text if isinstance(text, str) else "", setting)
            self._left_out = unread(parsed)
            self._change(draft.rows_of(parsed.claim, setting))
        elif act == "clear":
            self._change(draft.blank(setting))
        elif act == "encounter" and self.case is None:
            self._encounter(message)

    def refresh(self) -> None:
        """Take over what was kept, also what a chart of the same case has changed since."""
        facts, attempt = standing(self.desk.session.progress.events(), self.item)
        if self.case is None:
            self.encounter = _read_encounter(facts.get("encounter"), self.encounter)
        if facts.get("rows"):
            self.rows = draft.read_rows(facts["rows"], self.encounter.setting)
        elif isinstance(attempt.get("answer"), str) and attempt["answer"] and self.case is not None:
            claim = parse(attempt["answer"], self.encounter.setting).claim
            self.rows = draft.rows_of(claim, self.encounter.setting)

    def add(self, code: str, system: System) -> str:
        """Put a code on the claim, where codes of its system stand; return a sentence about it."""
        setting = self.encounter.setting
        kind = {System.CM: "dx", System.PCS: "px"}.get(system, "line")
        if kind not in draft.ROW_KINDS[setting]:
            return f"{code} is not reported on this kind of claim: {words.SETTINGS[setting].lower()}."
        if any(row.code.upper() == code for row in self.rows if kind != "line"):
            return f"{code} is on the claim already."
        first = setting is Setting.INPATIENT and kind == "dx" and not _principal(self.rows).code
        wanted = "pdx" if first else kind
        rows = list(self.rows)
        blank = next((at for at, row in enumerate(rows) if row.kind == wanted and row.is_blank), None)
        if blank is not None:
            rows[blank] = msgspec.structs.replace(rows[blank], code=code)
        else:
            last = max(at for at, row in enumerate(rows) if row.kind == wanted)
            rows.insert(last + 1, Row(wanted, code))
        self._change(tuple(rows))
        return f"{code} was added to the claim{' as the principal diagnosis' if first else ''}."

    @property
    def claim(self) -> Claim:
        """The claim as far as it can be read."""
        return parse(draft.notation(self.rows), self.encounter.setting).claim

    def grouping(self, claim: Claim | None = None) -> Grouping | None:
        """Return the MS-DRG of the claim, or of another one; None where there is none to tell."""
        claim = self.claim if claim is None else claim
        if self.encounter.setting is not Setting.INPATIENT or claim.principal is None:
            return None
        from coding_course.claims.grouping import group

        return group(claim, self.encounter, self.desk.edition)

    def strip(self) -> str:
        """Return the claim in a line."""
        kept = [row for row in self.rows if not row.is_blank]
        if not kept:
            return "Nothing on the claim yet."
        counted = [
            (sum(row.kind in ("pdx", "dx") for row in kept), "diagnosis", "diagnoses"),
            (sum(row.kind == "px" for row in kept), "procedure", "procedures"),
            (sum(row.kind == "line" for row in kept), "service line", "service lines"),
        ]
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counted if count) + "."

    def view(self) -> dict[str, Any]:
        """Return what is shown, as plain values."""
        encounter = self.encounter
        return {
            "item": self.item,
            "bound": self.case is not None,
            "title": self.case.title if self.case else "Your own claim",
            "kinds": list(draft.ROW_KINDS[encounter.setting]),
            "rows": [row_view(row) for row in self.rows],
            "poa": [list(pair) for pair in words.POA],
            "origin": self.origin,
            "stamp": self.stamp,
            "check": check_view(self.rows, encounter, self.desk.edition, self._left_out),
            "grouping": self._grouping_view(),
            "encounter": {
                "setting": encounter.setting.value,
                "settings": [[each.value, label] for each, label in words.SETTINGS.items()],
                "age": "" if encounter.age is None else str(encounter.age),
                "sex": encounter.sex.value,
                "sexes": [[each.value, label] for each, label in words.SEXES.items()],
                "status": encounter.discharge_status,
                "statuses": [list(pair) for pair in STATUSES],
                "days": "" if encounter.days is None else str(encounter.days),
                "said": f"{words.SETTINGS[encounter.setting]}"
                + (f", {words.patient(encounter.age, encounter.sex)}" if encounter.age is not None else ""),
            },
        }

    def _grouping_view(self) -> dict[str, Any] | None:
        found = self.grouping()
        if found is None:
            return None
        without = {each.code: each for each in found.without}
        return {
            "drg": found.drg,
            "title": found.title,
            "grouped": found.grouped,
            "mdc": f"{found.mdc} {found.mdc_title}".strip(),
            "kind": found.kind,
            "weight": f"{found.weight:.4f}" if found.weight else "",
            "days": f"{found.geometric_days:.1f}" if found.geometric_days else "",
            "version": found.version,
            "why": [
                {
                    "code": reason.code,
                    "effect": reason.effect.value,
                    "message": reason.message,
                    "without": self._without(found, without.get(reason.code)),
                }
                for reason in found.why
            ],
            "remarks": list(found.remarks),
        }

    def _without(self, found: Grouping, other: Any) -> str:
        if other is None or other.drg == found.drg:
            return ""
        weight = f"weight {other.weight:.4f}" if other.weight else "which has no weight"
        return f"MS-DRG {other.drg}: {other.title}, {weight}."

    def _change(self, rows: tuple[Row, ...]) -> None:
        if rows == self.rows:
            return
        self.rows = rows
        self._keep()

    def _keep(self) -> None:
        facts: dict[str, Any] = {"rows": [row_view(row) for row in self.rows]}
        if self.case is None:
            facts["encounter"] = _plain(self.encounter)
        self.desk.session.record("draft", self.item, **facts)

    def _encounter(self, message: dict[str, Any]) -> None:
        before = self.encounter
        self.encounter = _read_encounter({**_plain(before), **message}, before)
        if self.encounter.setting is not before.setting:
            claim = self.claim_in(before.setting)
            self.rows = draft.rows_of(claim, self.encounter.setting)
        if self.encounter != before:
            self._keep()

    def claim_in(self, setting: Setting) -> Claim:
        """Return the claim as another setting reports it: codes that it has no place for are left out."""
        text = draft.notation(self.rows)
        claim = parse(text, setting).claim
        if self.encounter.setting is Setting.INPATIENT:
            listed = claim.all_diagnoses
            return Claim(listed[0] if listed else None, listed[1:], claim.procedures, ())
        plain = tuple(msgspec.structs.replace(each, poa="") for each in claim.all_diagnoses)
        return Claim(None, plain, (), claim.lines)


def row_view(row: Row) -> dict[str, str]:
    """Return a row as a front end knows it."""
    return {name: getattr(row, name) for name in row.__struct_fields__}


def _principal(rows: tuple[Row, ...]) -> Row:
    return next((row for row in rows if row.kind == "pdx"), Row("pdx"))


def _plain(encounter: Encounter) -> dict[str, Any]:
    return {
        "setting": encounter.setting.value,
        "age": "" if encounter.age is None else str(encounter.age),
        "sex": encounter.sex.value,
        "status": encounter.discharge_status,
        "days": "" if encounter.days is None else str(encounter.days),
    }


def _read_encounter(data: Any, before: Encounter) -> Encounter:
    """Return the encounter that a front end or a progress file describes, whatever else it says."""
    if not isinstance(data, dict):
        return before
    setting = next((each for each in Setting if each.value == data.get("setting")), before.setting)
    sex = next((each for each in Sex if each.value == data.get("sex")), before.sex)
    status = data.get("status") if any(data.get("status") == code for code, _ in STATUSES) else before.discharge_status
    return msgspec.structs.replace(
        before,
        setting=setting,
        sex=sex,
        discharge_status=str(status or ""),
        age=_whole(data.get("age"), _OLDEST),
        days=_whole(data.get("days"), _LONGEST_STAY),
    )


def _whole(value: Any, most: int) -> int | None:
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else None
