"""The code pane: everything about one code, with where each note comes from and what it does to the claim at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.claims import Diagnosis, Procedure, Setting
from coding_course.codesets import holdings
from coding_course.codesets.forms import drg_number, place_number
from coding_course.codesets.model import Code, System
from coding_course.codesets.subsets import not_held
from coding_course.ui import words
from coding_course.ui.encoder.claim import ClaimPane
from coding_course.ui.encoder.desk import Desk, text_of
from coding_course.ui.encoder.entries import entry_view
from coding_course.ui.encoder.facts import diagnosis_facts, modifier_facts, procedure_facts, service_facts
from coding_course.ui.encoder.places import find_code
from coding_course.ui.encoder.tables import axis_title
from coding_course.ui.suggest import suggest

if TYPE_CHECKING:
    from coding_course.claims import Claim

_MOST_HITS = 20


class DetailAt(msgspec.Struct, frozen=True):
    """The code that is shown, or the words that were looked for."""

    code: str = ""
    query: str = ""


class DetailPane:
    """One code in full."""

    def __init__(self, desk: Desk, claim: ClaimPane | None) -> None:
        self.desk = desk
        self._claim = claim
        self._compared: dict[str, list[dict[str, str]]] = {}

    def receive(self, act: str, message: dict[str, Any], at: DetailAt) -> DetailAt | None:
        """Act on ``open`` (``code``), ``search`` (``query``) or ``compare``, which looks into other editions."""
        if act == "search" and (query := text_of(message, "query")):
            if (said := self._group(query) or self._place(query)) and self.find(query) is None:
                self.desk.say(said)
                return None
            number = len(suggest(self.desk.edition, query, limit=_MOST_HITS))
            if not number:
                hint = not_held(query) or "Try the name of the condition or of the procedure."
                self.desk.say(f"Nothing is found for {query}. {hint}")
                return None
            self.desk.tell(f"{words.count(number, 'hit')} for {query}.")
            return DetailAt(query=query)
        if act == "open":
            found = self.find(text_of(message, "code"))
            if found is None:
                self.desk.say(f"{text_of(message, 'code')} is no code of {self.desk.edition.name}.")
                return None
            return DetailAt(found.code)
        if act == "compare" and at.code:
            self._compared[at.code] = self._other_editions(at.code)
            self.desk.tell("Compared." if self._compared[at.code] else "The course holds no other edition.")
        return None

    def _group(self, query: str) -> str:
        """Return what an MS-DRG is when its number is looked for; a group is no code, so it has no page."""
        number = drg_number(query)
        row = self.desk.edition.groups.weight(number) if number else None
        if row is None:
            return ""
        kind = f", {row.type}, category {row.mdc}" if row.type and row.mdc else ""
        paid = f"weight {row.weight:.4f}, mean stay {row.geometric_days:.1f} days (geometric)" if row.weight else ""
        return (
            f"MS-DRG {row.drg} {row.title}{kind}; {paid or 'it has no weight'}. It is a group of stays and no code: "
            "the Claim pane groups an inpatient claim and says why."
        )

    def _place(self, query: str) -> str:
        """Return what a place of service is when it is looked for with POS before it: 11 alone is a chapter."""
        number = place_number(query)
        place = self.desk.edition.place(number) if number else None
        if place is None:
            return ""
        paid = f" Medicare pays the physician the {place.payment} rate." if place.payment else ""
        return f"Place of service {place.code} {place.title}: {place.use}{paid}"

    def find(self, text: str) -> Code | None:
        """Return a code or header of any system."""
        return find_code(self.desk.edition, text)

    def view(self, at: DetailAt) -> dict[str, Any]:
        """Return what is shown, as plain values."""
        code = self.find(at.code) if at.code else None
        if code is None:
            hits = suggest(self.desk.edition, at.query, limit=_MOST_HITS) if at.query else None
            return {"code": "", "query": at.query, "hits": hits}
        shown: dict[str, Any] = {
            "code": code.code,
            "title": code.title,
            "system": code.system.value,
            "of": "A modifier" if code.system is System.MODIFIER else code.system.value,
            "billable": code.billable,
            "facts": [],
            "entry": None,
            "axes": [],
            "effect": self._effect(code),
            "history": self._compared.get(code.code),
            "editions": len(self._editions()) > 1 and code.system is System.CM,
            "mark": self.desk.mark_of(code.code),
        }
        if code.system is System.CM:
            shown["facts"] = list(diagnosis_facts(self.desk.edition, code, self._principal()))
            shown["entry"] = entry_view(self.desk.edition, code, self.desk.opened)
        elif code.system is System.PCS:
            shown["facts"] = list(procedure_facts(self.desk.edition, code))
            shown["axes"] = [
                [axis_title(value.axis, value.place), value.character, value.label, value.definition]
                for value in self.desk.edition.pcs.axes(code.code)
            ]
        elif code.system is System.MODIFIER:
            shown["facts"] = list(modifier_facts(self.desk.edition, code))
        else:
            shown["facts"] = list(service_facts(self.desk.edition, code))
        return shown

    def _principal(self) -> str:
        principal = self._claim.claim.principal if self._claim else None
        return principal.code if principal else ""

    def _effect(self, code: Code) -> list[str]:
        """Return what the claim groups to with and without the code, in sentences."""
        pane = self._claim
        if pane is None or pane.encounter.setting is not Setting.INPATIENT or not code.billable:
            return []
        if code.system not in (System.CM, System.PCS):
            return []
        claim = pane.claim
        here = pane.grouping(claim)
        if here is None:
            return ["Your claim has no principal diagnosis yet, so it has no MS-DRG."]
        reason = next((each for each in here.why if each.code == code.code), None)
        if reason is not None:
            without = next((each for each in here.without if each.code == code.code), None)
            said = [f"On your claim, MS-DRG {here.drg} {here.title}: {reason.message}"]
            if without is not None and without.drg != here.drg:
                weights = f"weight {without.weight:.4f}; with it {here.weight:.4f}"
                said.append(f"MS-DRG {without.drg}: {without.title}, {weights}.")
            return said
        there = pane.grouping(_with(claim, code))
        if there is None or there.drg == here.drg:
            return [f"Added to your claim, it would leave the MS-DRG at {here.drg} {here.title}."]
        change = there.weight - here.weight
        return [
            f"Added to your claim, it would change the MS-DRG from {here.drg} {here.title} "
            f"to {there.drg} {there.title}.",
            f"The weight would go from {here.weight:.4f} to {there.weight:.4f} ({change:+.4f}).",
        ]

    def _editions(self) -> tuple[str, ...]:
        from coding_course.resources import resource

        return holdings.editions(resource("datasets", "codesets"), holdings.user_folder())

    def _other_editions(self, code: str) -> list[dict[str, str]]:
        """Look a code up in every other edition; each opens a book of its own, so only on request."""
        from coding_course.codesets import UnknownEdition, edition

        here = self.desk.edition.lookup(code, System.CM)
        found = []
        for name in self._editions():
            if name == self.desk.edition.name:
                continue
            try:
                there = edition(name).lookup(code, System.CM)
            except (UnknownEdition, OSError) as problem:
                found.append({"edition": name, "said": str(problem)})
                continue
            if there is None:
                said = "Not a code of this edition."
            elif here is not None and there.title != here.title:
                said = f"Titled otherwise: {there.title}."
            else:
                said = "The same title."
            if there is not None and here is not None and there.billable != here.billable:
                said += " Billable there." if there.billable else " A header there."
            found.append({"edition": name, "said": said})
        return found


def _with(claim: Claim, code: Code) -> Claim:
    if code.system is System.PCS:
        return msgspec.structs.replace(claim, procedures=(*claim.procedures, Procedure(code.code)))
    return msgspec.structs.replace(claim, diagnoses=(*claim.diagnoses, Diagnosis(code.code, "Y")))
