"""The guided view: questions that narrow a family of ICD-10-CM codes until one is left, each answer explained.

ICD-10-PCS has questions of its own, see :mod:`coding_course.ui.encoder.guided_procedure`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.codesets.model import System
from coding_course.grading.trail import StepKind
from coding_course.ui import words
from coding_course.ui.encoder.desk import Desk, text_of
from coding_course.ui.encoder.entries import billing, find_entry, short
from coding_course.ui.encoder.guided_procedure import Procedure, ProcedureAt
from coding_course.ui.encoder.questions import Question, question

if TYPE_CHECKING:
    from coding_course.codesets import Code

_MOST_FAMILIES = 8
_SEARCHED = 40


class GuidedAt(msgspec.Struct, frozen=True):
    """How far the questions have come."""

    system: str = "cm"
    """``cm`` for a diagnosis, ``pcs`` for a procedure."""
    query: str = ""
    start: str = ""
    """The header at which the questions began."""
    through: str = ""
    """The code that the words found below it."""
    code: str = ""
    """The header or code that the answers have reached."""
    procedure: ProcedureAt = ProcedureAt()


class GuidedPane:
    """Questions and answers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._procedure = Procedure(desk)
        self._asked: dict[str, Question | None] = {}
        self._searched: tuple[str, list[dict[str, Any]]] = ("", [])

    def receive(self, act: str, message: dict[str, Any], at: GuidedAt) -> GuidedAt | None:
        """Act on a message.

        Parameters
        ----------
        act
            ``system`` (``system``), ``search`` (``query``), ``start`` (``code``), ``answer`` (``code``), ``to``
            (``code``), ``again``; for a procedure ``intent``, ``operation``, ``value``, ``back``.
        message
            As sent.
        at
            What is shown.
        """
        if act == "system":
            system = "pcs" if message.get("system") == "pcs" else "cm"
            return msgspec.structs.replace(at, system=system)
        if at.system == "pcs":
            next_at = self._procedure.receive(act, message, at.procedure)
            return None if next_at is None else msgspec.structs.replace(at, procedure=next_at)
        if act == "search":
            query = text_of(message, "query")
            number = len(self._families(query))
            self.desk.tell(f"{number} {'family' if number == 1 else 'families'} of codes found.")
            return GuidedAt(query=query)
        if act == "again":
            return GuidedAt()
        code = find_entry(self.desk.edition, text_of(message, "code"))
        if code is None or act not in ("start", "answer", "to"):
            return None
        if act == "start":
            families = self._families(at.query) if at.query else []
            through = next((each["found"] for each in families if each["code"] == code.code), "")
            return GuidedAt(query=at.query, start=code.code, through=through, code=code.code)
        if act == "answer":
            self._record(at.code, code)
        return msgspec.structs.replace(at, code=code.code)

    def view(self, at: GuidedAt) -> dict[str, Any]:
        """Return what is shown, as plain values."""
        shown: dict[str, Any] = {
            "system": at.system,
            "query": at.query,
            "families": None,
            "answers": [],
            "question": None,
            "result": None,
        }
        if at.system == "pcs":
            return shown | self._procedure.view(at.procedure)
        if not at.code:
            families = self._families(at.query) if at.query else None
            shown["families"] = families
            shown["hint"] = self._hint(at.query, bool(families)) if at.query else ""
            shown["chapters"] = [] if families else short(self.desk.edition.chapters())
            return shown
        code = find_entry(self.desk.edition, at.code)
        if code is None:
            return shown
        shown["start"] = self._titled(at.start)
        shown["answers"] = self._answers(at)
        asked = self._question(code.code)
        if asked is None:
            shown["result"] = {
                "code": code.code,
                "title": code.title,
                "system": System.CM.value,
                "billing": billing(self.desk.edition, code),
                "mark": self.desk.mark_of(code.code),
            }
        else:
            shown["question"] = self._asked_view(asked, code, at)
        return shown

    def _question(self, code: str) -> Question | None:
        if code not in self._asked:
            self._asked[code] = question(self.desk.edition, code)
        return self._asked[code]

    def _asked_view(self, asked: Question, code: Code, at: GuidedAt) -> dict[str, Any]:
        above = {each.code for each in self.desk.edition.ancestors(at.through)} if at.through else set()
        left = sum(choice.left for choice in asked.choices)
        return {
            "key": asked.code,
            "text": asked.distinction.question,
            "why": asked.distinction.why,
            "citation": asked.distinction.citation,
            "of": f"{code.code} {code.title}",
            "left": f"{words.count(left, 'billable code')} left.",
            "choices": [
                {
                    "value": choice.code,
                    "code": choice.code,
                    "label": choice.label,
                    # Where the label ends the title, the title says nothing more than the header did.
                    "title": "" if choice.title.lower().endswith(choice.label.lower()) else choice.title,
                    "leads": f"“{at.query}” leads here" if choice.code in {at.through, *above} else "",
                    "explanation": choice.explanation,
                    "left": "one code" if choice.billable else words.count(choice.left, "code"),
                }
                for choice in asked.choices
            ],
        }

    def _answers(self, at: GuidedAt) -> list[dict[str, Any]]:
        """Return the questions answered so far, from the start down, with what to go back to."""
        above = [each.code for each in reversed(self.desk.edition.ancestors(at.code))]
        way = [*above, at.code]
        way = way[way.index(at.start) :] if at.start in way else [at.code]
        found: list[dict[str, Any]] = []
        for header in way[:-1]:
            asked = self._question(header)
            if asked is None or asked.code not in way:
                continue
            chosen = next((each for each in asked.choices if each.code in way), None)
            if chosen is not None and not (found and found[-1]["code"] == chosen.code):
                found.append(
                    {
                        "question": asked.distinction.question,
                        "answer": chosen.label,
                        "explanation": chosen.explanation,
                        "code": chosen.code,
                        "back": asked.code,
                    }
                )
        return found

    def _record(self, header: str, code: Code) -> None:
        asked = self._question(header)
        chosen = next((each for each in asked.choices if each.code == code.code), None) if asked else None
        if asked is not None and chosen is not None:
            self.desk.recorder.add(StepKind.GUIDED, f"{asked.code} {asked.distinction.question} {chosen.label}")
            self.desk.tell(f"{chosen.label}: {code.code}.")

    def _families(self, query: str) -> list[dict[str, Any]]:
        """Return the categories that a search leads to, each with the title that was found."""
        if self._searched[0] == query:
            return self._searched[1]
        found: dict[str, dict[str, Any]] = {}
        for hit in self.desk.edition.search(query, _SEARCHED, (System.CM,)):
            category = find_entry(self.desk.edition, hit.code.code[:3])
            if category is None or category.code in found:
                continue
            through = "" if hit.code.code == category.code else f"{hit.code.code} {hit.code.title}"
            found[category.code] = {
                "code": category.code,
                "title": category.title,
                "found": hit.code.code,
                "through": through,
            }
            if len(found) == _MOST_FAMILIES:
                break
        self._searched = (query, list(found.values()))
        return self._searched[1]

    def _hint(self, query: str, found: bool) -> str:
        """Return where to look instead when the words name something that is done, or no condition at all."""
        best = [hit.code.system for hit in self.desk.edition.search(query, 3)]
        if best and best[0] is not System.CM:
            if System.PCS in best:
                return "These words name a procedure. To build its code, choose a hospital procedure above."
            return "These words name a service or a supply. Look it up in the Code pane: no questions lead to it."
        return "" if found else "Try another name of the condition, or begin with a chapter."

    def _titled(self, code: str) -> str:
        found = find_entry(self.desk.edition, code)
        return f"{found.code} {found.title}" if found else ""
