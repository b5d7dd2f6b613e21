"""The encoder without a user interface: panes, the way back, the learner's path, and where codes go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding_course.codesets.model import System
from coding_course.grading.trail import StepKind
from coding_course.study.summary import by_item
from coding_course.ui import words
from coding_course.ui.encoder.book import BookAt, BookPane
from coding_course.ui.encoder.claim import ClaimPane
from coding_course.ui.encoder.desk import Desk, text_of
from coding_course.ui.encoder.detail import DetailAt, DetailPane
from coding_course.ui.encoder.entries import find_entry
from coding_course.ui.encoder.guided import GuidedAt, GuidedPane
from coding_course.ui.encoder.history import History, Place
from coding_course.ui.encoder.marks import Marks
from coding_course.ui.encoder.places import find_code, pane_of
from coding_course.ui.encoder.recorder import Recorder
from coding_course.ui.encoder.tables import TablesAt, TablesPane
from coding_course.ui.suggest import answer

if TYPE_CHECKING:
    from coding_course.bank import Found, Hunt
    from coding_course.bank.models import Case
    from coding_course.codesets import Edition
    from coding_course.ui.session import Session

PANES = {
    "book": "Book",
    "guided": "Guided",
    "tables": "PCS tables",
    "code": "Code",
    "claim": "Claim",
    "marks": "Bookmarks",
    "path": "Path",
}
"""The panes, in the order of their tabs."""


_FOUND = (
    "Find it as in the book: the main term in the Index, the entry in the Tabular List, the notes that decide. "
    "Open a note to read it; then choose the code."
)
_BUILT = (
    "Build it in its table, character by character. Open what a value means where that decides; then choose the code."
)


class EncoderModel:
    """One encoder in front of one learner.

    Parameters
    ----------
    edition
        The code set.
    session
        Where bookmarks, notes, the claim and the path of an exercise are kept.
    start
        A code or header of any code system to open first; an ICD-10-PCS header opens in its table.
    case
        The case whose claim is coded; None for a claim of the learner's own.
    hunt
        The find exercise that is solved; the claim is then left out.
    graded
        True when the exercise is graded from the cell below: the encoder then hands over instead of explaining.
    """

    def __init__(
        self,
        edition: Edition,
        session: Session,
        start: str = "",
        *,
        case: Case | None = None,
        hunt: Hunt | None = None,
        graded: bool = False,
    ) -> None:
        self.edition = edition
        self.session = session
        self.hunt = hunt
        self.graded = graded
        self.serial = 0
        """Counts the messages, so that a front end knows a new sentence from an old one."""
        recorder = Recorder(session, hunt.id if hunt else "")
        self.desk = Desk(edition, session, recorder, Marks(session), hunting=hunt is not None)
        self.claim = None if hunt else ClaimPane(self.desk, case)
        self.book = BookPane(self.desk)
        self.guided = GuidedPane(self.desk)
        self.tables = TablesPane(self.desk)
        self.code = DetailPane(self.desk, self.claim)
        self.found: Found | None = None
        """The explained score of the exercise, until the path is changed."""
        self._last: dict[str, Any] = {
            "book": BookAt(),
            "guided": GuidedAt(),
            "tables": TablesAt(),
            "code": DetailAt(),
        }
        first = "tables" if hunt is not None and hunt.is_procedure else "book"
        if start:
            first = self._begin(start)
        self.history = History(Place(first, self._last[first]))

    def _begin(self, start: str) -> str:
        """Prepare the pane that shows a code first, and return its name."""
        code = find_code(self.edition, start)
        if code is None:
            self.desk.say(f"{start} is not in {self.edition.name}. Look for it in the Index.")
            return "book"
        if code.system is System.CM:
            self._last["book"] = BookAt(code=code.code)
            self.book.show_notes(code)
        else:
            self._last["code"] = DetailAt(code.code)
            if code.system is System.PCS:
                self._last["tables"] = TablesAt(code.code)
        return pane_of(code)

    # Messages

    def receive(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Act on a message of the front end.

        Parameters
        ----------
        message
            ``type`` is ``tab`` (``pane``), ``back``, ``forward``, ``add`` (``code``, ``system``), ``choose``
            (``code``), ``mark`` (``code``), ``keep`` (``code``, ``text``), ``check``, what
            :func:`coding_course.ui.suggest.answer` takes, or a pane and what it is to do, such as ``book.find``.

        Returns
        -------
        dict or None
            A reply for the sender alone; what everyone sees is in :meth:`view`.
        """
        kind = text_of(message, "type")
        if (reply := answer(self.edition, message)) is not None:
            return reply
        self.serial += 1
        self.desk.say("")
        before = len(self.desk.recorder.steps), self.desk.recorder.steps[-1:]
        pane, _, act = kind.partition(".")
        if act:
            self._act(pane, act, message)
        elif kind == "tab":
            self._tab(text_of(message, "pane"))
        elif kind in ("back", "forward"):
            place = self.history.step(-1 if kind == "back" else 1)
            self._last[place.pane] = place.at if place.at is not None else self._last.get(place.pane)
        elif kind == "add":
            self._add(text_of(message, "code"), text_of(message, "system"))
        elif kind == "choose":
            self._choose(text_of(message, "code"))
        elif kind in ("mark", "keep"):
            self._mark(kind, message)
        elif kind == "check" and self.hunt is not None and not self.graded:
            self._check()
            before = len(self.desk.recorder.steps), self.desk.recorder.steps[-1:]
        if before != (len(self.desk.recorder.steps), self.desk.recorder.steps[-1:]):
            self.found = None
        return None

    def _act(self, pane: str, act: str, message: dict[str, Any]) -> None:
        if pane == "claim" and self.claim is not None:
            self.claim.receive(act, message)
            return
        if pane == "marks" and act == "search":
            self.desk.marks.query = text_of(message, "query")
            return
        if pane == "path" and act == "clear":
            self.desk.recorder.clear()
            self.desk.say("The path begins anew.")
            return
        pane, act, message = self._where(pane, act, message)
        panes: dict[str, Any] = {"book": self.book, "guided": self.guided, "tables": self.tables, "code": self.code}
        if pane not in panes:
            return
        at = panes[pane].receive(act, message, self._last[pane])
        if at is None:
            return
        if pane == "code" and (entry := find_entry(self.edition, at.code)) is not None:
            self.book.opened(entry)
        self._last[pane] = at
        self.history.go(Place(pane, at))

    def _where(self, pane: str, act: str, message: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
        """Return where a code that was typed or chosen opens: its own pane, whichever field it was typed into."""
        if (pane, act) not in (("book", "find"), ("code", "search"), ("code", "open")):
            return pane, act, message
        text = text_of(message, "code" if act == "open" else "query", 40)
        code = find_code(self.edition, text)
        if code is None or (pane == "book" and (code.system is System.CM or len(code.code) < 3)):
            return pane, act, message
        # B12 is a vitamin to whoever looks words up, and a table to nobody.
        if act != "open" and code.system is System.PCS and not code.billable and not code.code[0].isdigit():
            return pane, act, message
        if pane_of(code) == "tables":
            return "tables", "open", {"prefix": code.code}
        return "code", "open", {"code": code.code}

    def _tab(self, pane: str) -> None:
        if pane not in self.panes():
            return
        if pane == "claim" and self.claim is not None:
            self.claim.refresh()
        self.history.go(Place(pane, self._last.get(pane)))

    def _add(self, text: str, system: str) -> None:
        code = self.code.find(text) if not system else self._of(text, system)
        if code is None or self.claim is None:
            self.desk.say(f"{text} is no code of {self.edition.name}.")
        elif not code.billable:
            self.desk.say(f"{code.code} is a {code.kind} and cannot be reported; choose a code below it.")
        elif code.system is System.MODIFIER:
            self.desk.say(f"{code.code} is a modifier: it stands behind the code of a service line on the claim.")
        else:
            self.claim.refresh()
            self.desk.recorder.add(StepKind.CODE, code.code)
            self.desk.say(self.claim.add(code.code, code.system))

    def _of(self, text: str, system: str) -> Any:
        named = next((each for each in System if each.value == system), None)
        return self.edition.pcs.lookup(text) if named is System.PCS else self.edition.lookup(text, named)

    def _choose(self, text: str) -> None:
        code = self.code.find(text)
        if self.hunt is None or code is None:
            self.desk.say(f"{text} is no code of {self.edition.name}.")
        elif not code.billable:
            self.desk.say(f"{code.code} is a {code.kind} and cannot be reported; choose a code below it.")
        else:
            self.desk.recorder.add(StepKind.CODE, code.code)
            then = "Run the answer cell below to hand it in." if self.graded else "Check your path when you are done."
            self.desk.say(f"You chose {code.code} {code.title}. {then}")

    def _mark(self, kind: str, message: dict[str, Any]) -> None:
        code = self.code.find(text_of(message, "code")) or find_entry(self.edition, text_of(message, "code"))
        if code is None:
            return
        if kind == "mark":
            on = self.desk.marks.bookmark(code.code, code.title)
            self.desk.tell(f"{code.code} is bookmarked." if on else f"The bookmark of {code.code} was taken away.")
        else:
            text = message.get("text")
            self.desk.marks.note(code.code, code.title, text if isinstance(text, str) else "")
            self.desk.say(f"Your note on {code.code} is kept.")

    def _check(self) -> None:
        from coding_course.bank import grade_hunt

        assert self.hunt is not None
        text = self.desk.recorder.text
        self.found = grade_hunt(self.hunt, text, self.edition)
        if self.found.score.attempted:
            score = self.found.score
            self.session.attempt(self.hunt.id, text, score.points, score.max, how="encoder")

    # View

    def panes(self) -> dict[str, str]:
        """Return the panes there are, by name and title."""
        return {name: title for name, title in PANES.items() if name != "claim" or self.claim is not None}

    def view(self) -> dict[str, Any]:
        """Return all that a front end shows, as plain values: the frame, and the pane that is open."""
        place = self.history.place
        pane = place.pane if place.pane in self.panes() else "book"
        shown = self._shown(pane)
        return {
            "title": "Encoder",
            "edition": f"ICD-10-CM and ICD-10-PCS {self.edition.name}",
            "panes": [[name, title] for name, title in self.panes().items()],
            "pane": pane,
            "back": self.history.back,
            "forward": self.history.forward,
            "message": self.desk.message,
            "quiet": self.desk.quiet,
            "serial": self.serial,
            "strip": self.claim.strip() if self.claim else "",
            "adds": "choose" if self.hunt else "add",
            "hunt": self._hunt_view(),
            "shown": shown,
            "trouble": self.session.progress.trouble,
        }

    def _shown(self, pane: str) -> dict[str, Any]:
        at = self._last.get(pane)
        if pane == "book":
            return self.book.view(at)  # type: ignore[arg-type]
        if pane == "guided":
            return self.guided.view(at)  # type: ignore[arg-type]
        if pane == "tables":
            return self.tables.view(at)  # type: ignore[arg-type]
        if pane == "code":
            return self.code.view(at)  # type: ignore[arg-type]
        if pane == "claim" and self.claim is not None:
            return self.claim.view()
        if pane == "marks":
            return self.desk.marks.view()
        return {"steps": self.desk.recorder.view(), "text": self.desk.recorder.text}

    def _hunt_view(self) -> dict[str, Any] | None:
        if self.hunt is None:
            return None
        from coding_course.ui.encoder.found import to_view

        summary = by_item(self.session.progress.events()).get(self.hunt.id)
        steps = self.desk.recorder.view()
        return {
            "id": self.hunt.id,
            "title": self.hunt.title,
            "task": self.hunt.task,
            "chart": self.hunt.chart,
            "how": _BUILT if self.hunt.is_procedure else _FOUND,
            "graded": self.graded,
            "steps": len(steps),
            "last": steps[-1]["said"] if steps else "",
            "best": f"{words.amount(summary.best)} of {words.amount(summary.max)}"
            if summary and not self.graded
            else "",
            "result": to_view(self.found) if self.found is not None and not self.graded else None,
        }
