"""Reading aids: objectives that can be tested, key points, something to do often enough, every kind of practice."""

from __future__ import annotations

from collections.abc import Iterator

from coding_course.authoring.lint.view import View
from coding_course.authoring.problems import Problem, Severity

_VERBS = """
    abstract act add adjust answer append apply arrange assign attach attend audit avoid bill build
    calculate check choose cite classify code combine compare complete compute convert correct count
    decide decline define demonstrate derive describe detect determine distinguish draft draw enter
    estimate evaluate explain export extract fill find fix follow give group identify import install
    interpret judge justify keep label leave link list locate look map mark match measure name
    navigate open order organize outline pass perform pick place plan point practice prepare prove
    put query rank read recall recognize record relate repair report resolve review rewrite run say
    score search select separate sequence set show sketch solve sort spot start state submit sum
    summarize take tell test trace track translate turn type use validate verify walk weigh write
"""
VERBS = frozenset(_VERBS.split())
"""Verbs whose doing can be seen and tested."""

_UNTESTABLE = """
    appreciate be become believe discover explore familiarize get grasp have know knowing learn see
    study think understand understanding
"""
UNTESTABLE = frozenset(_UNTESTABLE.split())
FEWEST_OBJECTIVES, MOST_OBJECTIVES = 3, 5
FEWEST_KEY_POINTS, MOST_KEY_POINTS = 3, 7
MOST_WORDS_BETWEEN_ACTIVITIES = 700
"""About five minutes of reading."""


def check_objectives(view: View) -> Iterator[Problem]:
    """Yield objectives that are too few, too many or cannot be tested."""
    front = view.front
    objectives = front.value.objectives
    if not FEWEST_OBJECTIVES <= len(objectives) <= MOST_OBJECTIVES:
        yield view.problem(
            front.line("objectives"),
            "objectives-count",
            f"The lesson has {len(objectives)} objectives.",
            f"Give {FEWEST_OBJECTIVES} to {MOST_OBJECTIVES}.",
        )
    for place, text in enumerate(objectives):
        verb = text.split()[0].strip(".,:;").casefold() if text.split() else ""
        if verb in VERBS:
            continue
        cannot = verb in UNTESTABLE
        yield view.problem(
            front.line("objectives", place),
            "objectives-verb",
            f"{verb!r} {'cannot be tested' if cannot else 'is not among the verbs that can be tested'}.",
            "Begin with what the learner will do, such as choose, explain, sequence, recognize. "
            "A good verb that is missing is added in coding_course/authoring/lint/aids.py.",
            Severity.ERROR if cannot else Severity.WARNING,
        )


def check_key_points(view: View) -> Iterator[Problem]:
    """Yield a number of key points that nobody would remember."""
    points = view.front.value.key_points
    if not FEWEST_KEY_POINTS <= len(points) <= MOST_KEY_POINTS:
        yield view.problem(
            view.front.line("key_points"),
            "key-points-count",
            f"The lesson has {len(points)} key points.",
            f"Give {FEWEST_KEY_POINTS} to {MOST_KEY_POINTS}.",
        )


def check_minutes(view: View) -> Iterator[Problem]:
    """Yield a length that no lesson has."""
    minutes = view.front.value.minutes
    if not 5 <= minutes <= 120:
        yield view.problem(
            view.front.line("minutes"), "minutes", f"{minutes} minutes cannot be right.", "Give 5 to 120 minutes."
        )


def check_practice(view: View) -> Iterator[Problem]:
    """Yield kinds of practice that a finished lesson has and this one lacks."""
    wanted = (
        (("quiz", "placement"), "quiz-missing", "The lesson has no quiz.", Severity.ERROR),
        (("exercise", "answer", "find"), "graded-missing", "The lesson has nothing that is graded.", Severity.WARNING),
        (("worked",), "worked-missing", "The lesson has no worked example.", Severity.WARNING),
        (("figure",), "figure-missing", "The lesson has no picture that explains.", Severity.WARNING),
    )
    welcome = bool(view.directives("placement"))
    for names, rule, message, severity in wanted:
        if welcome and names == ("worked",):
            continue  # The lesson that finds a learner's level comes before any chart is worked.
        if not view.directives(*names):
            yield view.problem(1, rule, message, f"Add {{{names[0]}}}.", severity)


def check_graded_cases_stay_unsolved(view: View) -> Iterator[Problem]:
    """Yield worked examples that print the key of a case which the same lesson grades."""
    graded = {each.arguments[0]: each.line for each in view.directives("exercise") if each.arguments}
    for directive in view.directives("worked"):
        case = directive.arguments[0] if directive.arguments else ""
        if case in graded:
            yield view.problem(
                directive.line,
                "worked-graded",
                f"{case} is worked here, and graded on line {graded[case]}: the learner reads the key.",
                "Take another case for one of the two.",
            )


def check_spacing(view: View) -> Iterator[Problem]:
    """Yield places where a learner has read for too long without doing anything."""
    words = 0
    told = False
    for part in view.parts:
        if view.is_activity(part):
            words, told = 0, False
        words += sum(paragraph.words for paragraph in part.paragraphs)
        if part.directive is not None and part.directive.name in ("worked", "documents") and part.directive.arguments:
            case = view.facts.cases.get(part.directive.arguments[0])
            shown = part.directive.options.get("documents") != "none"
            if case is not None and shown:
                words += sum(len(document.text.split()) for document in case.documents)
        if words > MOST_WORDS_BETWEEN_ACTIVITIES and not told:
            told = True
            yield view.problem(
                part.line,
                "activity-spacing",
                f"Up to here the learner has read {words} words without doing anything.",
                "Put a quiz, a look-up in the browser or a chart in between.",
                Severity.WARNING,
            )
