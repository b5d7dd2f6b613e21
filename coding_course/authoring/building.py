"""The build: every lesson into its notebooks, the bank into its compiled form, and nothing else touched.

The same sources give the same bytes on every system. A lesson with an error is not written, so that what is
committed always comes from a lesson that was right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.authoring.compile import Compiled, compile_lesson
from coding_course.authoring.facts import Facts, LessonLink, from_bank, load_facts
from coding_course.authoring.problems import Problem, Severity
from coding_course.authoring.source import Lesson, clean, read_lesson
from coding_course.bank.compiled import compile_bank
from coding_course.bank.problems import Level
from coding_course.bank.sources import read_sources
from coding_course.resources import CURRENT_EDITION

if TYPE_CHECKING:
    from coding_course.codesets import Edition

LEARNER = "notebooks"
INSTRUCTOR = "solutions"
BANK = "datasets/bank.msgpack"


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did, or would do."""

    problems: tuple[Problem, ...]
    changed: tuple[str, ...]
    """Files written, or that differ from a fresh build."""
    removed: tuple[str, ...]
    """Files that were built once and have no source any more."""
    lessons: int
    cases: int
    questions: int
    check: bool

    @property
    def failed(self) -> bool:
        """True when a source has an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def summary(self) -> str:
        """Return the last line of a build."""
        what = f"{self.lessons} lessons, {self.cases} cases, {self.questions} questions"
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        if errors:
            left = "" if self.check else " What has errors was not written."
            return f"{what}: {errors} error{'s' if errors != 1 else ''}.{left}"
        if self.changed or self.removed:
            number = len(self.changed) + len(self.removed)
            if self.check:
                return f"{what}: {number} file{'s' if number != 1 else ''} differ. Run coding-course build and commit."
            return f"{what}: {number} file{'s' if number != 1 else ''} changed."
        return f"{what}: everything is up to date."


def lesson_files(root: Path) -> list[Path]:
    """Return the lessons of a clone, in order of their paths."""
    folder = root / "lessons"
    found = [path for path in folder.glob("*/*.md") if not path.name.startswith(("_", ".")) and path.stem != "README"]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_lessons(root: Path, problems: list[Problem], paths: Iterable[Path] | None = None) -> list[Lesson]:
    """Read lessons; one that cannot be read is reported and left out."""
    lessons = []
    for path in lesson_files(root) if paths is None else paths:
        shown = path.relative_to(root).as_posix()
        try:
            text = clean(path.read_bytes())
        except UnicodeDecodeError:
            problems.append(Problem(shown, 0, 0, "encoding", "The file is not UTF-8.", "Save it as UTF-8."))
            continue
        lesson = read_lesson(shown, text, problems)
        if lesson is not None:
            lessons.append(lesson)
    return lessons


def with_lessons(facts: Facts, lessons: Iterable[Lesson]) -> Facts:
    """Return facts that know the lessons."""
    links = {lesson.id: LessonLink(lesson.id, lesson.front.value.title) for lesson in lessons}
    return msgspec.structs.replace(facts, lessons=links)


def build(root: Path, check: bool = False, edition: Edition | None = None) -> BuildReport:
    """Build notebooks and bank from a clone's sources.

    Parameters
    ----------
    root
        Top of the clone: holds ``lessons/`` and ``datasets/``.
    check
        Compare only, write nothing.
    edition
        Code set edition that lessons are written in; the embedded one when left out.

    Returns
    -------
    BuildReport
        Problems in the sources, and the files that were, or would be, written or removed.
    """
    problems: list[Problem] = []
    if edition is None:
        from coding_course.codesets import edition as load_edition

        edition = load_edition(CURRENT_EDITION)
    lessons = read_lessons(root, problems)
    sources = read_sources([root / "datasets"], root)
    problems += [from_bank(each) for each in sources.problems]
    facts = with_lessons(load_facts(root, edition, sources, problems), lessons)
    wanted: dict[str, bytes] = {}
    for lesson in lessons:
        wanted |= _outputs(root, lesson, facts, problems)
    if not any(problem.severity is Level.ERROR for problem in sources.problems):
        wanted[BANK] = compile_bank(sources)
    kept = set(wanted) | _of_unbuilt(root, lessons, problems)
    changed = [name for name, data in sorted(wanted.items()) if _differs(root / name, data)]
    removed = sorted(name for name in _built_before(root) if name not in kept)
    if not check:
        for name in changed:
            _write(root / name, wanted[name])
        for name in removed:
            (root / name).unlink()
    return BuildReport(
        problems=tuple(sorted(problems)),
        changed=tuple(changed),
        removed=tuple(removed),
        lessons=len(lessons),
        cases=len({identity.partition(":")[0] for identity in facts.cases}),
        questions=len(facts.questions),
        check=check,
    )


def _outputs(root: Path, lesson: Lesson, facts: Facts, problems: list[Problem]) -> dict[str, bytes]:
    """Return the files that a lesson becomes, or none when it has an error."""
    found: list[Problem] = []
    compiled = compile_lesson(lesson, facts, found)
    module = lesson.id.rpartition("/")[0]
    files = {
        f"{LEARNER}/{lesson.id}.ipynb": compiled.learner.encode(),
        f"{INSTRUCTOR}/{lesson.id}.ipynb": compiled.instructor.encode(),
    }
    files |= _pictures(root, lesson, module, compiled, found)
    problems += found
    failed = any(problem.severity is Severity.ERROR for problem in (*found, *_of(lesson, problems)))
    return {} if failed else files


def _of(lesson: Lesson, problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.path == lesson.source.path]


def _pictures(root: Path, lesson: Lesson, module: str, compiled: Compiled, problems: list[Problem]) -> dict[str, bytes]:
    files = {}
    folder = root / "lessons" / module / "images"
    for name, line in compiled.images.items():
        path = folder / name
        if not path.is_file():
            there = ", ".join(sorted(each.name for each in folder.glob("*"))[:8]) if folder.is_dir() else "nothing"
            problems.append(
                lesson.source.problem(
                    line,
                    "picture-missing",
                    f"The picture {name} is not in lessons/{module}/images.",
                    f"That folder holds {there or 'nothing'}.",
                )
            )
            continue
        data = path.read_bytes()
        if path.suffix == ".svg":
            data = data.replace(b"\r\n", b"\n")
        for target in (LEARNER, INSTRUCTOR):
            files[f"{target}/{module}/images/{name}"] = data
    return files


def _of_unbuilt(root: Path, lessons: Iterable[Lesson], problems: Iterable[Problem]) -> set[str]:
    """Return what stands of lessons that have an error: it stays as it is."""
    sources = {problem.path for problem in problems if problem.severity is Severity.ERROR}
    modules = {path.split("/")[1] for path in sources if path.startswith("lessons/")}
    kept = {
        f"{target}/{path.removeprefix('lessons/').removesuffix('.md')}.ipynb"
        for path in sources
        for target in (LEARNER, INSTRUCTOR)
    }
    for module in modules:
        for target in (LEARNER, INSTRUCTOR):
            images = (root / target / module / "images").glob("*")
            kept |= {image.relative_to(root).as_posix() for image in images}
    return kept


def _built_before(root: Path) -> list[str]:
    """Return the notebooks that a build wrote, and the pictures beside them."""
    found = []
    for target in (LEARNER, INSTRUCTOR):
        for path in (root / target).glob("*/*.ipynb"):
            if _is_built(path):
                found.append(path.relative_to(root).as_posix())
        found += [
            path.relative_to(root).as_posix()
            for path in (root / target).glob("*/images/*")
            if path.suffix in (".svg", ".png")
        ]
    return found


def _is_built(path: Path) -> bool:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8")).get("metadata", {})
    except (ValueError, AttributeError, OSError):
        return False
    return bool(metadata.get("coding_course", {}).get("lesson"))


def _differs(path: Path, data: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
