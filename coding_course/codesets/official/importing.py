"""Importing releases: read and checked as a whole first, then put in place at once, or not at all.

:func:`prepare` reads what a person named and decides what each file is and which edition it belongs to. :func:`put`
settles the editions that change and puts them in place. Whatever goes wrong before the last step leaves the editions as
they were.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import sha256
from coding_course.codesets.editions import forget
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.placing import (
    locked,
    names_of,
    own_name,
    sweep,
    write_files,
    write_manifests,
)
from coding_course.codesets.official.recognizing import Unknown, compile_file
from coding_course.codesets.official.records import OwnManifest, Record, compose, read_own, replaced
from coding_course.codesets.official.settling import FACTS, INPUTS, TABULAR, Given, settle
from coding_course.codesets.official.unpacking import Piece, pieces
from coding_course.codesets.official.years import edition_name, from_path, is_april_update

SETTLED_FILES = {"tabular": TABULAR, "facts": FACTS}
_PREFERRED = (".xml", ".txt", ".xlsx", ".csv", "")
"""Of two files that hold the same in two forms, the one that is taken: text before workbook."""


class Part(msgspec.Struct, frozen=True):
    """One release file that was read and is to be imported."""

    piece: str
    """Where it was found, for people."""
    april: bool
    """True when the name or the folder says that it is the update of April 1."""
    sha256: str
    kind: FileKind
    edition: str
    compiled: Compiled


class Unused(msgspec.Struct, frozen=True):
    """A file that is not imported."""

    path: str
    what: str
    """The kind, where it is known."""
    reason: str
    named: bool
    """True when a person named it, so that leaving it is worth an exit code."""


class Prepared(msgspec.Struct, frozen=True):
    """Everything that an import will put in place."""

    parts: tuple[Part, ...]
    unused: tuple[Unused, ...]


def prepare(paths: Iterable[Path], edition: str = "", progress: Callable[[str], None] = lambda _: None) -> Prepared:
    """Read release files and check each; nothing is written.

    Parameters
    ----------
    paths
        Files, archives and folders.
    edition
        The edition that files belong to which do not tell it themselves: ``FY2026``.
    progress
        Called with a few words before each file is read.

    Raises
    ------
    ReleaseProblem
        When a file is damaged, belongs to another edition, tells no edition, or nothing can be imported.
    """
    named = edition_name(edition)
    if edition and not named:
        raise ReleaseProblem(f"{edition!r} is no edition. Write a fiscal year, such as FY2027.")
    parts: list[Part] = []
    unused: list[Unused] = []
    for path in paths:
        for piece in pieces(path):
            progress(piece.path)
            read = _read(piece, named)
            if isinstance(read, Part):
                parts.append(read)
            else:
                unused.append(read)
    chosen, set_aside = _choose(parts)
    unused += set_aside
    if not chosen:
        raise ReleaseProblem(_nothing(unused))
    return Prepared(tuple(chosen), tuple(unused))


def _read(piece: Piece, named: str) -> Part | Unused:
    try:
        kind, compiled = compile_file(piece.data, piece.name)
    except Unknown as problem:
        return Unused(piece.path, "", str(problem), piece.named)
    if compiled is None:
        return Unused(piece.path, kind.title, kind.unused, piece.named)
    april = is_april_update(f"{piece.near}/{piece.path}")
    return Part(piece.path, april, sha256(piece.data), kind, _edition(piece, compiled, named), compiled)


def _edition(piece: Piece, compiled: Compiled, named: str) -> str:
    if compiled.edition and named and compiled.edition != named:
        raise ReleaseProblem(
            f"{piece.path} belongs to {compiled.edition}, and you named {named}. Leave --edition out, or name "
            f"{compiled.edition}."
        )
    found = compiled.edition or named or from_path(f"{piece.near}/{piece.path}")
    if not found:
        raise ReleaseProblem(
            f"{piece.path} does not tell its fiscal year. Name it: coding-course codes import FILE --edition FY2027"
        )
    return found


def _choose(parts: Sequence[Part]) -> tuple[list[Part], list[Unused]]:
    """Return the parts to import when several fill one role of one edition: the later update, or one of two forms."""
    chosen: dict[tuple[str, str], Part] = {}
    set_aside: list[Unused] = []
    for part in parts:
        keys = [(part.edition, role) for role in part.compiled.files]
        rivals = {id(chosen[key]): chosen[key] for key in keys if key in chosen}
        winner = part
        for rival in rivals.values():
            winner = _better(winner, rival)
            loser = rival if winner is part else part
            reason = f"{winner.piece} of the same edition holds the same or a later update, and is imported."
            set_aside.append(Unused(loser.piece, loser.kind.title, reason, named=False))
            if loser is part:
                break
            for key in [key for key, one in chosen.items() if one is rival]:
                del chosen[key]
        if winner is part:
            chosen.update(dict.fromkeys(keys, part))
    kept = {id(part) for part in chosen.values()}
    return [part for part in parts if id(part) in kept], set_aside


def _better(one: Part, other: Part) -> Part:
    """Return which of two files of one kind is imported."""
    if one.april != other.april:
        return one if one.april else other
    same = dict(one.compiled.files) == dict(other.compiled.files)
    stems = [part.piece.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")[0].lower() for part in (one, other)]
    if same or (stems[0] == stems[1] and _form(one) != _form(other)):
        return one if _form(one) < _form(other) else other
    raise ReleaseProblem(
        f"{other.piece} and {one.piece} both are: {one.kind.title}, {one.edition}, and they differ. Import the one of "
        "the later update alone."
    )


def _form(part: Part) -> int:
    suffix = "." + part.piece.lower().rpartition(".")[2]
    return _PREFERRED.index(suffix) if suffix in _PREFERRED else len(_PREFERRED)


def _nothing(unused: Sequence[Unused]) -> str:
    if not unused:
        return "Nothing was named to import."
    first = unused[0]
    about = first.reason if not first.what else f"{first.path} is not imported ({first.what}). {first.reason}"
    more = f" So it is with {len(unused) - 1} more." if len(unused) > 1 else ""
    return f"{about}{more} Nothing was changed. `coding-course codes --help` lists what can be imported."


class Change(msgspec.Struct, frozen=True):
    """What an import made of one edition."""

    edition: str
    remarks: tuple[str, ...]


def put(prepared: Prepared, embedded: Path, user: Path, now: datetime.datetime | None = None) -> tuple[Change, ...]:
    """Put what was prepared in place.

    Parameters
    ----------
    prepared
        Of :func:`prepare`.
    embedded, user
        The course's folder of editions, and the learner's.
    now
        The time to record; the clock's when not given.

    Raises
    ------
    ReleaseProblem
        When the files contradict each other, another import is at work, or the disk is full; nothing has changed then.
    """
    when = (now or datetime.datetime.now(datetime.UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    by_edition: dict[str, list[Part]] = {}
    for part in prepared.parts:
        by_edition.setdefault(part.edition, []).append(part)
    with locked(user):
        stages = [_stage(edition, parts, embedded, user, when) for edition, parts in sorted(by_edition.items())]
        commit(stages, embedded, user)
    return tuple(Change(stage.manifest.edition, tuple(stage.manifest.remarks)) for stage in stages)


class Stage(msgspec.Struct, frozen=True):
    """An edition as it will be, with the files that are to be written for it."""

    manifest: OwnManifest
    files: Mapping[str, bytes]
    before: OwnManifest | None


def _stage(edition: str, parts: Sequence[Part], embedded: Path, user: Path, when: str) -> Stage:
    before = read_own(user, edition)
    imports = list(before.imports) if before else []
    files: dict[str, bytes] = {}
    for part in parts:
        names = {role: own_name(part.kind.roles[role], data) for role, data in part.compiled.files.items()}
        files |= {names[role]: data for role, data in part.compiled.files.items()}
        record = Record(
            kind=part.kind.id,
            title=part.kind.title,
            publisher=part.kind.publisher,
            path=part.piece,
            sha256=part.sha256,
            files=names,
            counts=dict(part.compiled.counts),
            remarks=part.compiled.remarks,
            when=when,
            april=part.april,
        )
        imports = replaced(imports, record)
    return restage(edition, imports, files, before, embedded, user)


def restage(
    edition: str,
    imports: Sequence[Record],
    files: dict[str, bytes],
    before: OwnManifest | None,
    embedded: Path,
    user: Path,
) -> Stage:
    """Return an edition with the records that it is to have, settled anew when they decide it."""
    from coding_course.codesets.holdings import editions

    folder = user / edition.lower()
    roles = {role: name for record in imports for role, name in record.files.items()}

    def content(name: str) -> Callable[[], bytes]:
        return lambda: files[name] if name in files else _kept(folder / name)

    given = Given.of(edition, embedded, editions(embedded, embedded))
    settled = settle(edition, {role: content(name) for role, name in roles.items() if role in INPUTS}, given)
    names = {role: own_name(SETTLED_FILES[role], data) for role, data in settled.files.items()}
    files |= {names[role]: data for role, data in settled.files.items()}
    return Stage(compose(edition, imports, names, dict(settled.counts), settled.remarks), files, before)


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ReleaseProblem(
            f"{path}, which an earlier import wrote, cannot be read ({problem.strerror or problem}). Import the file "
            "that it was made from again together with this one."
        ) from problem


def commit(stages: Sequence[Stage], embedded: Path, user: Path) -> None:
    """Write the files of editions, try them out, and put their manifests in place; the caller holds the lock."""
    from coding_course.codesets.official.trying import try_out

    try:
        for stage in stages:
            folder = user / stage.manifest.edition.lower()
            sweep(folder, names_of(stage.before))
            write_files(folder, stage.files)
        for stage in stages:
            try_out(stage.manifest, embedded, user)
        write_manifests(user, [stage.manifest for stage in stages])
    except BaseException:
        for stage in stages:  # what is not named yet is worth nothing
            now = read_own(user, stage.manifest.edition)
            sweep(user / stage.manifest.edition.lower(), names_of(stage.before) | names_of(now))
        raise
    for stage in stages:
        sweep(user / stage.manifest.edition.lower(), names_of(stage.manifest) | names_of(stage.before))
    forget()
