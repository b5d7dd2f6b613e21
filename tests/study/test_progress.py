"""The progress file: what was recorded is on disk, whatever happens to the kernel, the disk or the other kernel."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.study import progress as progress_module
from coding_course.study.events import Event, decode, encode
from coding_course.study.progress import ForeignFile, Progress, ProgressProblem


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study" / "progress.jsonl"


def items(path: Path) -> list[str]:
    return [event.item for event in Progress(path).events()]


def test_an_event_is_one_json_line_with_id_time_kind_item_and_facts(path: Path) -> None:
    Progress(path).record("attempt", "pc-001", points=7.5, max=10.0, answer="dx: I10")
    (line,) = path.read_text(encoding="utf-8").splitlines()
    data = json.loads(line)
    assert data["kind"] == "attempt"
    assert data["item"] == "pc-001"
    assert data["facts"] == {"points": 7.5, "max": 10.0, "answer": "dx: I10"}
    assert len(data["id"]) == 32
    assert data["time"].endswith("+00:00")


def test_a_recorded_event_survives_a_kernel_killed_right_after(path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import os, signal
        from coding_course.study.progress import Progress
        Progress({str(path)!r}).record("attempt", "q-1", points=1.0, max=1.0)
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        """
    )
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode != 0
    assert items(path) == ["q-1"]


def test_two_kernels_writing_at_once_lose_nothing_and_mix_no_lines(path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import sys
        from coding_course.study.progress import Progress
        progress = Progress({str(path)!r})
        for n in range(40):
            progress.record("draft", f"{{sys.argv[1]}}-{{n}}", text="x" * 3000)
        assert not progress.trouble, progress.trouble
        """
    )
    kernels = [subprocess.Popen([sys.executable, "-c", program, name]) for name in ("one", "two", "three")]
    assert [kernel.wait(timeout=120) for kernel in kernels] == [0, 0, 0]
    seen = Progress(path)
    assert {event.item for event in seen.events()} == {
        f"{name}-{n}" for name in ("one", "two", "three") for n in range(40)
    }
    assert seen.problems() == ()


def test_a_reader_sees_what_another_kernel_wrote_meanwhile(path: Path) -> None:
    mine, theirs = Progress(path), Progress(path)
    mine.record("begin", "a")
    assert [event.item for event in theirs.events()] == ["a"]
    mine.record("begin", "b")
    assert [event.item for event in theirs.events()] == ["a", "b"]


def test_a_torn_last_line_is_told_in_a_sentence_and_costs_no_other_line(path: Path) -> None:
    Progress(path).record("begin", "a")
    with path.open("ab") as file:
        file.write(b'{"id": "123", "time": "20')
    again = Progress(path)
    assert [event.item for event in again.events()] == ["a"]
    (sentence,) = again.problems()
    assert "last line of progress.jsonl is incomplete" in sentence
    again.record("begin", "b")
    assert items(path) == ["a", "b"]
    (sentence,) = Progress(path).problems()
    assert sentence.startswith("Line 2 of progress.jsonl cannot be read")


@given(cut=st.integers(min_value=0), events=st.integers(min_value=1, max_value=5))
def test_a_file_cut_anywhere_keeps_every_whole_line(
    tmp_path_factory: pytest.TempPathFactory, cut: int, events: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "progress.jsonl"
    data = b"".join(encode(Event(str(n), "2026-01-01", "begin", f"i{n}")) for n in range(events))
    cut %= len(data) + 1
    path.write_bytes(data[:cut])
    progress = Progress(path)
    progress.record("begin", "after")
    assert [event.item for event in Progress(path).events()] == [
        *(f"i{n}" for n in range(data[:cut].count(b"\n"))),
        # A cut just before a line feed leaves a whole line, which the next write completes.
        *([f"i{data[:cut].count(chr(10).encode())}"] if data[cut : cut + 1] == b"\n" else []),
        "after",
    ]


def test_a_full_disk_keeps_the_event_in_memory_says_so_and_writes_it_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress(path)
    progress.record("begin", "before")
    size = path.stat().st_size
    real = os.fsync

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(progress_module.os, "fsync", full)
    progress.record("attempt", "while-full", points=1.0, max=1.0)
    assert "No space left on device" in progress.trouble
    assert "1 entry is kept in memory" in progress.trouble
    assert path.stat().st_size == size, "a failed write leaves no half line"
    assert [event.item for event in progress.events()] == ["before", "while-full"]
    monkeypatch.setattr(progress_module.os, "fsync", real)
    progress.record("begin", "after")
    assert progress.trouble == ""
    assert items(path) == ["before", "while-full", "after"]


def test_a_folder_that_cannot_be_made_is_a_sentence_not_an_exception(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    progress = Progress(tmp_path / "file" / "progress.jsonl")
    progress.record("begin", "a")
    assert "could not be saved" in progress.trouble
    assert progress.problems() == (progress.trouble,)
    assert [event.item for event in progress.events()] == ["a"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to read-only folders")
def test_a_read_only_folder_is_a_sentence_not_an_exception(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        progress = Progress(tmp_path / "progress.jsonl")
        progress.record("begin", "a")
        assert "could not be saved" in progress.trouble
    finally:
        tmp_path.chmod(0o700)


def test_a_lock_held_by_a_hanging_program_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portalocker = pytest.importorskip("portalocker")
    path.parent.mkdir()
    monkeypatch.setattr(progress_module, "LOCK_SECONDS", 0.1)
    progress = Progress(path)
    with portalocker.Lock(str(path) + ".lock", mode="a"):
        progress.record("begin", "a")
        assert "another program is writing to it" in progress.trouble
    progress.record("begin", "b")
    assert items(path) == ["a", "b"]


def test_memory_only_progress_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    progress = Progress(None)
    progress.record("begin", "a")
    assert [event.item for event in progress.events()] == ["a"]
    assert list(tmp_path.iterdir()) == []


def test_a_fact_that_is_not_json_is_refused_before_anything_is_written(path: Path) -> None:
    with pytest.raises(TypeError):
        Progress(path).record("begin", "a", what=object())
    assert not path.exists()


def test_export_and_import_carry_everything_and_importing_twice_adds_nothing(tmp_path: Path) -> None:
    here, there = Progress(tmp_path / "here.jsonl"), Progress(tmp_path / "there.jsonl")
    for item in "abc":
        here.record("attempt", item, points=1.0, max=1.0)
    there.record("begin", "own")
    assert here.export(tmp_path / "out.jsonl") == 3
    assert there.import_(tmp_path / "out.jsonl") == 3
    assert there.import_(tmp_path / "out.jsonl") == 0
    assert items(there.path) == ["own", "a", "b", "c"]


@pytest.mark.parametrize(
    "content",
    [b"col,umn\n1,2\n", b'{"cells": []}', b"\x89PNG\r\n\x1a\n\x00", b'[{"id": "1"}]', b'{"id": 1}\n{"id": 2}'],
)
def test_a_foreign_file_is_refused_with_a_sentence_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "foreign").write_bytes(content)
    progress = Progress(tmp_path / "progress.jsonl")
    with pytest.raises(ForeignFile, match="not a progress file of this course"):
        progress.import_(tmp_path / "foreign")
    assert progress.events() == ()


def test_import_reads_a_copy_with_byte_order_mark_windows_line_ends_and_a_torn_last_line(
    tmp_path: Path,
) -> None:
    good = encode(Event("1", "2026-01-01", "begin", "a")).replace(b"\n", b"\r\n")
    (tmp_path / "copy").write_bytes(b"\xef\xbb\xbf" + good + b'{"id": "2", "ti')
    progress = Progress(tmp_path / "progress.jsonl")
    assert progress.import_(tmp_path / "copy") == 1


def test_export_to_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    progress = Progress(None)
    with pytest.raises(ProgressProblem, match="could not be written"):
        progress.export(tmp_path / "no" / "out.jsonl")
    with pytest.raises(ProgressProblem, match="cannot be read"):
        progress.import_(tmp_path / "missing.jsonl")


def test_a_file_replaced_from_outside_is_read_anew(path: Path) -> None:
    progress = Progress(path)
    for n in range(5):
        progress.record("begin", f"long-name-{n}")
    assert len(progress.events()) == 5
    path.write_bytes(encode(Event("x", "2026-01-01", "begin", "restored")))
    assert [event.item for event in progress.events()] == ["restored"]


@given(
    st.builds(
        Event,
        id=st.text(min_size=1),
        time=st.text(),
        kind=st.text(min_size=1),
        item=st.text(),
        facts=st.dictionaries(
            st.text(),
            st.recursive(
                st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
                lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
                max_leaves=5,
            ),
        ),
    )
)
def test_every_event_is_one_line_and_reads_back_equal(event: Event) -> None:
    line = encode(event)
    assert line.count(b"\n") == 1
    assert decode(line.rstrip(b"\n")) == event


@given(st.binary(max_size=200))
def test_no_line_of_bytes_breaks_the_reader(line: bytes) -> None:
    assert decode(line) is None or isinstance(decode(line), Event)
