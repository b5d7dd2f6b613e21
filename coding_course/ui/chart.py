"""A chart to code: its documents, the claim form, edits as it is filled in, and the explained score.

:class:`ChartModel` is the whole of it without a user interface. A front end sends it small messages and prints
what :meth:`ChartModel.view` returns; the key leaves this file only through an explanation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding_course.claims import Encounter, parse
from coding_course.study.events import number
from coding_course.study.summary import by_item, standing
from coding_course.ui import draft, words
from coding_course.ui.claim_check import check_view, unread
from coding_course.ui.evidence import segments
from coding_course.ui.explain import Explanation, explain, to_view
from coding_course.ui.suggest import answer

if TYPE_CHECKING:
    from coding_course.bank.models import Case
    from coding_course.codesets import Edition
    from coding_course.ui.session import Session


class ChartModel:
    """One case in front of one learner.

    Parameters
    ----------
    case
        The case, a variant already chosen.
    edition
        The edition it is keyed in.
    session
        Where drafts and attempts are recorded.
    graded
        True when the claim is graded from the cell below: the form then hands over instead of submitting.
    start
        The claim that the form begins with, in notation; empty for a blank form.
    """

    def __init__(
        self, case: Case, edition: Edition, session: Session, *, graded: bool = False, start: str = ""
    ) -> None:
        self.case = case
        self.edition = edition
        self.session = session
        self.graded = graded
        self.origin = ""
        self.stamp = 0
        """What the last message came from, and its number there: a front end knows its own echo by them."""
        self.explanation: Explanation | None = None
        """The explained score, until the claim is changed."""
        self._left_out: tuple[str, ...] = ()
        self.rows = draft.rows_of(parse(start, case.setting).claim, case.setting)
        self._restore()

    @property
    def encounter(self) -> Encounter:
        """What the edits need to know besides the claim."""
        patient = self.case.patient
        return Encounter(self.case.setting, patient.age, patient.sex, self.case.edition)

    def receive(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Act on a message of the front end.

        Parameters
        ----------
        message
            ``type`` is ``draft`` or ``submit`` (``rows``), ``notation`` (``text``), ``clear``, all with ``origin``
            and ``stamp``; or what :func:`coding_course.ui.suggest.answer` takes.

        Returns
        -------
        dict or None
            A reply for the sender alone; what everyone sees is in :meth:`view`.
        """
        if (reply := answer(self.edition, message)) is not None:
            return reply
        kind = message.get("type")
        self.origin, self.stamp = str(message.get("origin", "")), int(number(message.get("stamp")))
        if kind in {"draft", "notation", "clear"}:
            self._left_out = ()
        if kind in {"draft", "submit"}:
            self._change(draft.read_rows(message.get("rows"), self.case.setting))
        elif kind == "notation":
            parsed = parse(str(message.get("text", "")), self.case.setting)
            self._left_out = unread(parsed)
            self._change(draft.rows_of(parsed.claim, self.case.setting))
        elif kind == "clear":
            self._change(draft.blank(self.case.setting))
        if kind == "submit" and not self.graded:
            self._submit()
        return None

    @property
    def text(self) -> str:
        """The claim as text, for the answer cell."""
        return draft.claim_text(self.rows, self.case.setting)

    def view(self) -> dict[str, Any]:
        """Return all that a front end shows, as plain values; no part of the key."""
        case = self.case
        summary = by_item(self.session.progress.events()).get(case.id)
        return {
            "id": case.id,
            "title": case.title,
            "setting": words.SETTINGS[case.setting],
            "kinds": list(draft.ROW_KINDS[case.setting]),
            "patient": words.patient(case.patient.age, case.patient.sex),
            "task": case.task,
            "graded": self.graded,
            "documents": self._documents(),
            "rows": [_row_view(row) for row in self.rows],
            "poa": [list(pair) for pair in words.POA],
            "origin": self.origin,
            "stamp": self.stamp,
            "check": check_view(self.rows, self.encounter, self.edition, self._left_out),
            "result": self._result(),
            "attempts": summary.attempts if summary else 0,
            "best": f"{words.amount(summary.best)} of {words.amount(summary.max)}" if summary else "",
            "trouble": self.session.progress.trouble,
        }

    def _restore(self) -> None:
        pending, attempt = standing(self.session.progress.events(), self.case.id)
        if pending.get("rows"):
            self.rows = draft.read_rows(pending["rows"], self.case.setting)
        elif isinstance(attempt.get("answer"), str) and attempt["answer"]:
            claim = parse(attempt["answer"], self.case.setting).claim
            self.rows = draft.rows_of(claim, self.case.setting)
            if not self.graded:
                self._explain()

    def _change(self, rows: tuple[draft.Row, ...]) -> None:
        if rows == self.rows:
            return
        self.rows = rows
        self.explanation = None
        self.session.record("draft", self.case.id, rows=[_row_view(row) for row in rows])

    def _submit(self) -> None:
        said = self._explain()
        if any(not row.is_blank for row in self.rows):
            self.session.attempt(self.case.id, self.text, said.points, said.max, how="chart")

    def _explain(self) -> Explanation:
        from coding_course.bank import grade_claim

        self.explanation = explain(grade_claim(self.case.id, self.text))
        return self.explanation

    def _documents(self) -> list[dict[str, Any]]:
        marks = list(enumerate(self.explanation.evidence, 1)) if self.explanation else []
        return [
            {
                "id": document.id,
                "type": document.type,
                "title": document.title,
                "segments": [
                    {"text": segment.text, "marks": list(segment.marks)}
                    for segment in segments(document.text, document.id, marks)
                ],
            }
            for document in self.case.documents
        ]

    def _result(self) -> dict[str, Any] | None:
        if self.explanation is None:
            return None
        titles = {}
        for reason in self.explanation.reasons:
            code = self.edition.lookup(reason.code)
            titles[reason.code] = code.title if code else ""
        return to_view(self.explanation, titles)


def _row_view(row: draft.Row) -> dict[str, str]:
    return {name: getattr(row, name) for name in row.__struct_fields__}
