"""``%%claim CASE-ID``, ``%%answer QUESTION-ID`` and ``%%find HUNT-ID``: what a learner types, read as data.

Nothing typed in such a cell is ever executed. Whatever goes wrong is a sentence on standard output: no traceback,
and nothing on standard error, which nbgrader takes for a failed cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from coding_course.ui import words
from coding_course.ui.session import Session, session

_BLANK_LABEL = re.compile(r"\s*[A-Za-z][A-Za-z -]*:\s*")
_ALONE = re.compile(r"\s*%%(?:claim|answer|find)\b[^\n]*\n?")


def claim(line: str, cell: str, *, put: Callable[[str], None]) -> None:
    """Read a claim: ``%%claim pc-001``.

    Parameters
    ----------
    line
        What follows ``%%claim``: the case's id.
    cell
        The claim in notation; nothing but comments and blank labels takes the chart's form.
    put
        Writes a text into the cell.
    """
    from coding_course.bank import grade_claim

    current = session()
    item = _item(line, "%%claim pc-001")
    if not item:
        return
    if is_empty(cell) or current.is_start(item, cell):
        _take_from_chart(current, item, cell, put)
        return
    current.answers[item] = cell
    graded = grade_claim(item, cell)
    current.attempt(item, cell.strip(), graded.score.points, graded.score.max, how="cell")
    print(_entries(graded.parsed.claim))
    for problem in graded.parsed.errors:
        print(f"Line {problem.line + 1}: {problem.message}")
    for finding in graded.findings:
        print(f"{words.SEVERITIES[finding.severity]}: {finding.message} ({finding.citation})")
    _tell_trouble(current)


def answer(line: str, cell: str) -> None:
    """Read the answer to a question: ``%%answer q-conv-003``.

    Parameters
    ----------
    line
        What follows ``%%answer``: the question's id.
    cell
        The answer: ``B``, ``B, D``, ``E11.22``, ``1-C, 2-A`` or ``C, A, B``.
    """
    from coding_course.bank import answer as mark
    from coding_course.bank import bank

    current = session()
    item = _item(line, "%%answer q-conv-003")
    if not item:
        return
    question = bank().question(item)
    marked = mark(question, cell)
    current.answers[item] = cell
    if marked.problem:
        print(marked.problem)
    elif not marked.attempted:
        print("Nothing is written yet. Write your answer under the first line and run the cell again.")
    else:
        said = ", ".join(marked.chosen)
        current.attempt(item, said, marked.points, marked.max, how="cell")
        print(f"Read: {said}. Run the next cell to see what it earns.")
    _tell_trouble(current)


def find(line: str, cell: str, *, put: Callable[[str], None]) -> None:
    """Read the way to a code: ``%%find fd-001``.

    Parameters
    ----------
    line
        What follows ``%%find``: the exercise's id.
    cell
        The steps, one a line; nothing but comments and blank labels takes the path of the encoder.
    put
        Writes a text into the cell.
    """
    from coding_course.bank import grade_find

    current = session()
    item = _item(line, "%%find fd-001")
    if not item:
        return
    taken = is_empty(cell)
    text = _path_of(current, item) if taken else cell
    found = grade_find(item, text)
    current.answers[item] = text
    if not found.score.attempted:
        print("Nothing is written yet. Find the code in the encoder above and run this cell again: your path is then")
        print("put here for you. Or type your steps under the first line, such as index: Failure > heart.")
        return
    current.attempt(item, text.strip(), found.score.points, found.score.max, how="encoder to cell" if taken else "cell")
    if taken:
        comments = [each for each in cell.splitlines() if each.lstrip().startswith("#")]
        put("\n".join([*comments, text]))
        print("The path from the encoder was put into this cell. The cell's text is what counts; you may change it.")
    steps = len(found.trail.steps)
    print(f"Read: {steps} {'step' if steps == 1 else 'steps'}, code {found.trail.code or 'not chosen yet'}.")
    for problem in found.trail.problems:
        print(f"Line {problem.line + 1}: {problem.message}")
    _tell_trouble(current)


def is_empty(cell: str) -> bool:
    r"""Tell whether a cell holds nothing but comments and labels without entries.

    Examples
    --------
    >>> is_empty("dx:\n# write your claim below this line"), is_empty("dx: I10")
    (True, False)
    """
    kept = (line.split("#")[0].strip() for line in cell.splitlines())
    return all(not text or _BLANK_LABEL.fullmatch(text) for text in kept)


def register(shell: Any) -> None:
    """Make the magics known to a shell."""

    def put_after(header: str) -> Callable[[str], None]:
        return lambda text: shell.set_next_input(f"{header}\n{text}\n", replace=True)

    def claim_magic(line: str, cell: str = "") -> None:
        _spoken(lambda: claim(line, cell, put=put_after(f"%%claim {line.strip()}")))

    def answer_magic(line: str, cell: str = "") -> None:
        _spoken(lambda: answer(line, cell))

    shell.register_magic_function(claim_magic, magic_kind="line_cell", magic_name="claim")

    def find_magic(line: str, cell: str = "") -> None:
        _spoken(lambda: find(line, cell, put=put_after(f"%%find {line.strip()}")))

    shell.register_magic_function(find_magic, magic_kind="line_cell", magic_name="find")
    shell.register_magic_function(answer_magic, magic_kind="line_cell", magic_name="answer")
    if with_body not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(with_body)


def with_body(lines: list[str]) -> list[str]:
    r"""Give a cell of ours that has its first line alone an empty second one.

    Without it IPython does not ask the magic but says itself, on standard error, that a cell magic needs a body.

    Examples
    --------
    >>> with_body(["%%find fd-001\n"]), with_body(["%%time\n"])
    (['%%find fd-001\n', '\n'], ['%%time\n'])
    """
    return [*lines, "\n"] if _ALONE.fullmatch("".join(lines)) else lines


def _spoken(act: Callable[[], None]) -> None:
    """Run, and turn whatever goes wrong into a sentence on standard output."""
    try:
        act()
    except KeyboardInterrupt:
        print("Stopped. Run the cell again when you are ready.")
    except Exception as problem:
        print(sentence(problem))


def sentence(problem: BaseException) -> str:
    """Return what to tell a learner of an error: its own words when it is meant for people."""
    own = type(problem).__module__.startswith("coding_course")
    text = str(problem.args[0] if isinstance(problem, KeyError) and problem.args else problem)
    if own and text:
        return text
    return (
        f"Something went wrong inside the course ({type(problem).__name__}: {text[:200]}). Your text is kept in the "
        "cell. Choose Kernel > Restart Kernel and Run All Cells; when it happens again, run: coding-course doctor"
    )


def _take_from_chart(current: Session, item: str, cell: str, put: Callable[[str], None]) -> None:
    from coding_course.bank import bank, grade_claim
    from coding_course.ui.draft import claim_text, read_rows

    case = bank().case(item)
    current.answers[item] = ""
    rows = read_rows(current.draft(item).get("rows"), case.setting)
    text = claim_text(rows, case.setting)
    if not text:
        text = _last_answer(current, item)
    if current.is_start(item, text):
        text = ""
    if not text:
        print("Nothing is written yet. Type your claim under the first line, or fill in the form above it and run")
        print("this cell again: it is then put here for you.")
        return
    comments = [each for each in cell.splitlines() if each.lstrip().startswith("#")]
    put("\n".join([*comments, text]))
    current.answers[item] = text
    graded = grade_claim(item, text)
    current.attempt(item, text, graded.score.points, graded.score.max, how="chart to cell")
    print("The claim from the form was put into this cell. The cell's text is what counts; you may change it.")
    _tell_trouble(current)


def _path_of(current: Session, item: str) -> str:
    """Return the path that the encoder keeps, or the one handed in last."""
    from coding_course.ui.encoder.recorder import path_of

    return path_of(current.draft(item)) or _last_answer(current, item)


def _last_answer(current: Session, item: str) -> str:
    from coding_course.study.summary import standing

    said = standing(current.progress.events(), item)[1].get("answer")
    return said.strip() if isinstance(said, str) else ""


def _item(line: str, example: str) -> str:
    given = line.split()
    if len(given) != 1:
        found = f"; it reads {line.strip()!r}" if given else ""
        print(f"The first line names what you answer, such as {example}{found}. Put it back.")
        return ""
    return given[0]


def _entries(read: Any) -> str:
    counts = [
        (len(read.all_diagnoses), "diagnosis", "diagnoses"),
        (len(read.procedures), "procedure", "procedures"),
        (len(read.lines), "service line", "service lines"),
    ]
    said = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    return f"Read: {', '.join(said) or 'nothing that is a claim'}."


def _tell_trouble(current: Session) -> None:
    if current.progress.trouble:
        print(current.progress.trouble)
