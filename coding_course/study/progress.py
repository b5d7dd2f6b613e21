"""The learner's progress file: every attempt and draft, on disk before the call returns.

Two kernels may write at once (a lock file beside the progress file orders them), a kernel may be killed in
the middle of a line (the half line is reported and skipped, all others stand), and a folder may be read-only
or full (events stay in memory, a sentence says so, and the next write that succeeds writes them all).
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coding_course.study.events import Event, decode, encode, new_event
from coding_course.study.summary import ItemSummary, summarize

__all__ = ["ForeignFile", "ItemSummary", "Progress", "ProgressProblem", "summarize"]

LOCK_SECONDS = 10.0
"""How long a write waits for another kernel's; one write takes milliseconds."""


class ProgressProblem(OSError):
    """An export or import that did not happen; the message says why, what was left alone, and what to do."""


class ForeignFile(ProgressProblem):
    """The file to import is not a progress file."""


class _LockBusyError(OSError):
    """Another program holds the lock for too long."""


class Progress:
    """A learner's events, in a file that several kernels may share.

    Parameters
    ----------
    path
        The JSON-lines file; None keeps everything in memory (grading, tests, a visitor who asks for it).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     progress = Progress(Path(home) / "progress.jsonl")
    ...     _ = progress.record("attempt", "q-1", points=1.0, max=1.0)
    ...     [event.item for event in Progress(progress.path).events()]
    ['q-1']
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self.path: Path | None = None if path is None else Path(path)
        self.trouble = ""
        """A sentence when the last write failed; empty when everything is on disk."""
        self._pending: list[Event] = []
        self._read: list[Event] = []
        self._ids: set[str] = set()
        self._offset = 0
        self._spoiled: list[int] = []
        self._lines = 0
        self._torn = False
        self._guard = threading.RLock()

    def record(self, kind: str, item: str, **facts: Any) -> Event:
        """Append one event and wait until it is on disk.

        Parameters
        ----------
        kind
            What happened: ``attempt``, ``draft``, ``begin``, ``goal``, ...
        item
            Id of the case, question or lesson.
        **facts
            Plain JSON values.

        Returns
        -------
        Event
            With its id and time. When the disk refused it, :attr:`trouble` is a sentence that says so, and
            the event is kept in memory until a later write succeeds.

        Raises
        ------
        TypeError
            If a fact is not a plain JSON value; nothing is recorded then.
        """
        event = new_event(kind, item, facts)
        encode(event)
        with self._guard:
            self._pending.append(event)
            self._write_pending()
        return event

    def events(self) -> tuple[Event, ...]:
        """Return all events in the order of the file, those still in memory last.

        Lines written by other kernels since the last call are read; a line that holds no event is skipped
        (:meth:`problems` tells of it).
        """
        with self._guard:
            self._read_new()
            waiting = (event for event in self._pending if event.id not in self._ids)
            return (*self._read, *waiting)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the file, in sentences; empty when nothing is."""
        with self._guard:
            self._read_new()
            found = []
            if self._spoiled:
                lines = ", ".join(str(line) for line in self._spoiled[:5])
                more = " and others" if len(self._spoiled) > 5 else ""
                found.append(
                    f"Line {lines}{more} of {self._name} cannot be read and was skipped; "
                    "the kernel was probably stopped while writing it. Everything else is there."
                )
            if self._torn:
                found.append(
                    f"The last line of {self._name} is incomplete, because the kernel was stopped while "
                    "writing it. What it held is lost; everything before it is there."
                )
            if self.trouble:
                found.append(self.trouble)
            return tuple(found)

    def export(self, path: str | os.PathLike[str]) -> int:
        """Write all events to a file that :meth:`import_` reads elsewhere.

        Returns
        -------
        int
            How many events were written.

        Raises
        ------
        ProgressProblem
            If the file cannot be written; whatever stood there before is untouched then.
        """
        target = Path(path)
        events = self.events()
        unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            unfinished.write_bytes(b"".join(encode(event) for event in events))
            unfinished.replace(target)
        except OSError as problem:
            raise ProgressProblem(
                f"Progress could not be written to {target} ({problem.strerror or problem}). "
                "Choose a folder that exists and that you may write to."
            ) from problem
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
        return len(events)

    def import_(self, path: str | os.PathLike[str]) -> int:
        """Add the events of an exported file that are not here yet.

        Parameters
        ----------
        path
            A file written by :meth:`export`, or a copy of a progress file.

        Returns
        -------
        int
            How many events were new; importing the same file again adds none.

        Raises
        ------
        ForeignFile
            If the file holds no events; nothing is changed.
        ProgressProblem
            If it cannot be read, or what it holds cannot be saved.
        """
        source = Path(path)
        try:
            lines = source.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
        except OSError as problem:
            raise ProgressProblem(
                f"{source} cannot be read ({problem.strerror or problem}). Check the name and the folder."
            ) from problem
        found = [decode(line) for line in lines if line.strip()]
        events = [event for event in found if event is not None]
        if found and (not events or found[0] is None):
            raise ForeignFile(
                f"{source.name} is not a progress file of this course: its first line is not an event. "
                "Choose the file that 'coding-course progress export' wrote. Nothing was changed."
            )
        with self._guard:
            here = {event.id for event in self.events()}
            fresh = list({event.id: event for event in events if event.id not in here}.values())
            self._pending.extend(fresh)
            self._write_pending()
            if self.trouble:
                raise ProgressProblem(self.trouble)
        return len(fresh)

    @property
    def _name(self) -> str:
        return self.path.name if self.path is not None else "the progress file"

    def _write_pending(self) -> None:
        if self.path is None:
            self._read.extend(self._pending)
            self._ids.update(event.id for event in self._pending)
            self._pending.clear()
            return
        if not self._pending:
            return
        try:
            with _locked(self.path):
                _append(self.path, self._pending)
        except OSError as problem:
            self.trouble = self._sentence(problem)
        else:
            self._pending.clear()
            self.trouble = ""

    def _sentence(self, problem: OSError) -> str:
        count = len(self._pending)
        kept = "1 entry is" if count == 1 else f"{count} entries are"
        return (
            f"Progress could not be saved to {self.path} ({problem.strerror or problem}). {kept} kept in memory "
            "and will be written with the next one that can be. Free some space or make the folder writable "
            "before you stop the kernel."
        )

    def _read_new(self) -> None:
        if self.path is None:
            return
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                if not self._continues(file, size):
                    self._forget()
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            self._forget()
            return
        except OSError as problem:
            reason = problem.strerror or problem
            self.trouble = f"{self._name} cannot be read ({reason}). Check who may read it."
            return
        end = data.rfind(b"\n") + 1
        self._torn = end < len(data)
        for line in data[:end].splitlines():
            self._lines += 1
            if not line.strip():
                continue
            event = decode(line.removeprefix(b"\xef\xbb\xbf"))
            if event is None:
                self._spoiled.append(self._lines)
            elif event.id not in self._ids:
                self._ids.add(event.id)
                self._read.append(event)
        self._offset += end

    def _continues(self, file: Any, size: int) -> bool:
        """Tell whether what was read before still stands in front of the offset."""
        if self._offset == 0:
            return True
        if size < self._offset:
            return False
        file.seek(self._offset - 1)
        return bool(file.read(1) == b"\n")

    def _forget(self) -> None:
        self._read.clear()
        self._ids.clear()
        self._spoiled.clear()
        self._offset = self._lines = 0
        self._torn = False


def _append(path: Path, events: Sequence[Event]) -> None:
    """Write events at the end of the file, all of them or none."""
    data = b"".join(encode(event) for event in events)
    with path.open("ab", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_line(path, size):
            data = b"\n" + data
        try:
            written = 0
            while written < len(data):
                written += file.write(data[written:])
            os.fsync(file.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                file.truncate(size)
            raise


def _ends_line(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) == b"\n"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock beside the file; file systems without locks are written to without one."""
    import portalocker

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}.lock")
    holder = portalocker.Lock(
        str(lock),
        mode="a",
        timeout=LOCK_SECONDS,
        check_interval=0.01,
        flags=portalocker.LOCK_EX | portalocker.LOCK_NB,
    )
    try:
        holder.acquire()
    except portalocker.AlreadyLocked as problem:
        raise _LockBusyError(f"another program is writing to it; its lock is {lock.name}") from problem
    except portalocker.LockException:
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(OSError, portalocker.LockException):
            holder.release()
