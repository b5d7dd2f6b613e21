"""What notebooks use, and all they use: ``from coding_course.ui import lesson``.

Importing this loads nothing else. Each function shows something and returns None, except :func:`points`, which a
grade cell ends with and which returns a plain float. Nothing here raises to a learner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coding_course.ui.markup import Html


def begin(lesson: str) -> None:
    """Open a lesson: the magics become known, and the learner reads where progress is kept.

    Parameters
    ----------
    lesson
        Its id: ``icd-10-cm/05-structure-and-conventions``.
    """

    def act() -> None:
        from coding_course.study.summary import by_item
        from coding_course.ui import session
        from coding_course.ui.markup import element
        from coding_course.ui.words import count

        current = session.start(lesson)
        _install()
        current.record("begin", lesson)
        progress = current.progress
        done = len(by_item(progress.events()))
        where = f"Your answers are kept in {progress.path}." if progress.path else "Your answers are not kept."
        said = [where, *progress.problems()]
        if done:
            said.insert(0, f"Welcome back: you have answered {count(done, 'item')} so far.")
        _show(element("p", " ".join(said)), " ".join(said))

    _spoken(act)


def quiz(*questions: str, title: str = "Quiz") -> None:
    """Show a quiz.

    Parameters
    ----------
    *questions
        Question ids, in the order to ask them.
    title
        What it is called.
    """
    _spoken(lambda: _show_quiz(questions, title, None))


def placement(*questions: str) -> None:
    """Show the placement quiz; its result recommends a lesson to begin with.

    Parameters
    ----------
    *questions
        Question ids, easy to hard.
    """

    def act() -> None:
        from coding_course.resources import share_root
        from coding_course.study.workspace import workspace
        from coding_course.ui.placement import advice, lessons
        from coding_course.ui.session import session

        home = workspace()
        folders = (home / "lessons", home / "notebooks", home, share_root() / "notebooks")
        known = lessons(folders, without=session().lesson)
        _show_quiz(questions, "Where to begin", lambda marks: advice(marks, known))

    _spoken(act)


def chart(case: str, *, graded: bool = False, start: str = "") -> None:
    """Show a chart beside its claim form.

    Parameters
    ----------
    case
        Case id, with the variant of a template: ``pc-011:3``.
    graded
        True above a graded cell: the form hands its claim to that cell instead of submitting it.
    start
        The claim, in notation, that a half-finished exercise begins with; left as it is, it is no answer.
    """

    def act() -> None:
        from coding_course.bank import bank
        from coding_course.codesets import edition
        from coding_course.ui import fallback
        from coding_course.ui.chart import ChartModel
        from coding_course.ui.session import session
        from coding_course.ui.widgets import ChartWidget

        found = bank().case(case)
        current = session()
        current.show(found.id)
        if start:
            current.starts[found.id] = start
        model = ChartModel(found, edition(found.edition), current, graded=graded, start=start)
        _display(ChartWidget(model, fallback.chart_html(found), fallback.chart_text(found)))

    _spoken(act)


def browser(start: str = "") -> None:
    """Show the code browser.

    Parameters
    ----------
    start
        Code, header, section or chapter to open; the chapters when empty.
    """

    def act() -> None:
        from coding_course.codesets import edition
        from coding_course.ui import fallback
        from coding_course.ui.browser import BrowserModel
        from coding_course.ui.widgets import BrowserWidget

        model = BrowserModel(edition(), start)
        view = model.view()
        _display(BrowserWidget(model, fallback.browser_html(view), fallback.browser_text(view)))

    _spoken(act)


def encoder(start: str = "", *, case: str = "") -> None:
    """Show the encoder: index and tabular list, guided questions, ICD-10-PCS tables, claim, bookmarks.

    Parameters
    ----------
    start
        A code, header, section or chapter of ICD-10-CM to open first.
    case
        Case id: codes then go onto that case's claim, the one of its chart and of its ``%%claim`` cell.
    """

    def act() -> None:
        from coding_course.codesets import edition
        from coding_course.ui import encoder_static
        from coding_course.ui.encoder import EncoderModel
        from coding_course.ui.session import session
        from coding_course.ui.widgets import EncoderWidget

        current = session()
        held = None
        if case:
            from coding_course.bank import bank

            held = bank().case(case)
            current.show(held.id)
        code_set = edition(held.edition) if held else edition()
        model = EncoderModel(code_set, current, start, case=held)
        view = model.view()
        _display(EncoderWidget(model, encoder_static.encoder_html(view), encoder_static.encoder_text(view)))

    _spoken(act)


def find(hunt: str, *, graded: bool = False) -> None:
    """Show a find exercise in the encoder: how the code is found counts as well as which.

    Parameters
    ----------
    hunt
        Id of the exercise: ``fd-001``.
    graded
        True above a graded cell: the encoder then hands its path to that cell instead of checking it.
    """

    def act() -> None:
        from coding_course.bank import bank
        from coding_course.codesets import edition
        from coding_course.ui import encoder_static
        from coding_course.ui.encoder import EncoderModel
        from coding_course.ui.session import session
        from coding_course.ui.widgets import EncoderWidget

        found = bank().hunt(hunt)
        current = session()
        current.show(found.id)
        model = EncoderModel(edition(found.edition), current, hunt=found, graded=graded)
        _display(EncoderWidget(model, encoder_static.hunt_html(found), encoder_static.hunt_text(found)))

    _spoken(act)


def goal() -> None:
    """Show the choice of a goal."""

    def act() -> None:
        from coding_course.ui import fallback
        from coding_course.ui.goal import GoalModel
        from coding_course.ui.session import session
        from coding_course.ui.widgets import GoalWidget

        model = GoalModel(session())
        view = model.view()
        _display(GoalWidget(model, fallback.goal_html(view), fallback.goal_text(view)))

    _spoken(act)


def points(item: str, out_of: float | None = None, *, given: str = "") -> float:
    """Show the explained score of an answer cell that was run, and return its points.

    Parameters
    ----------
    item
        Case or question id.
    out_of
        Points of the grade cell; the score's own maximum when None.
    given
        The claim that a half-finished exercise began with; it earns nothing by itself.

    Returns
    -------
    float
        From 0.0 to ``out_of``, always a plain float; 0.0 when the answer cell was not run in this kernel.
    """
    earned = 0.0

    def act() -> None:
        nonlocal earned
        from coding_course.ui.grade import grade
        from coding_course.ui.session import session

        graded = grade(item, session().answers.get(item, ""), out_of, given)
        _show(graded.html, graded.text)
        earned = graded.points

    _spoken(act)
    return float(earned)


def _show_quiz(questions: tuple[str, ...], title: str, advice: Any) -> None:
    from coding_course.bank import bank
    from coding_course.codesets import edition
    from coding_course.ui import fallback
    from coding_course.ui.quiz import QuizModel
    from coding_course.ui.session import session
    from coding_course.ui.widgets import QuizWidget

    held = bank()
    asked = [held.question(question) for question in dict.fromkeys(questions)]
    if not asked:
        print("This quiz has no questions.")
        return
    current = session()
    current.show(*(question.id for question in asked))
    model = QuizModel(asked, edition(asked[0].edition), current, title=title, advice=advice)
    _display(QuizWidget(model, fallback.quiz_html(title, asked), fallback.quiz_text(title, asked)))


def _install() -> None:
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    from coding_course.ui import completion, magics

    magics.register(shell)
    completion.install(shell)


def _show(html: Html, text: str) -> None:
    """Show HTML where it can be shown, the text where it cannot."""
    from IPython import get_ipython

    if get_ipython() is None:
        print(text)
        return
    from IPython.display import display

    display({"text/html": str(html), "text/plain": text}, raw=True)


def _display(widget: Any) -> None:
    from IPython.display import display

    display(widget)


def _spoken(act: Callable[[], None]) -> None:
    """Run, and turn whatever goes wrong into a sentence on standard output."""
    try:
        act()
    except Exception as problem:
        from coding_course.ui.magics import sentence

        print(sentence(problem))
