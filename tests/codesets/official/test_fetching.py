"""A download goes on where it broke off, and what is not the file never counts as it."""

from __future__ import annotations

import errno
import hashlib
import random
import urllib.request

import pytest

from coding_course.codesets.official import fetching
from coding_course.codesets.official.downloads import DOWNLOADED, downloads, mirrored
from coding_course.codesets.official.fetching import Limits, NotThere, download
from coding_course.codesets.official.kinds import ReleaseProblem
from tests.codesets.official.serving import (
    Site,
    cut_every,
    dripping,
    failing,
    ignoring_ranges,
    serving,
    silent,
    status,
    whole,
)

ZIP = b"PK\x03\x04" + random.Random(7).randbytes(400_000)
SUM = hashlib.sha256(ZIP).hexdigest()


@pytest.fixture
def site():
    with serving() as one:
        one.files["release.zip"] = ZIP
        yield one


@pytest.fixture
def get(tmp_path):
    """Return a function that downloads without waiting between attempts."""

    def one(site: Site, name: str = "release.zip", checksum: str = "", progress=None, **limits) -> bytes:
        patience = Limits(**{"timeout": 0.5, "backoff": 0.0, "sleep": lambda _: None, **limits})
        seen = progress or (lambda have, whole: None)
        path = download(f"{site.url}/{name}", tmp_path, checksum=checksum, limits=patience, progress=seen)
        assert path.name == name
        return path.read_bytes()

    return one


def left(tmp_path) -> list[str]:
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def test_a_file_comes_whole_and_progress_is_told(site, get, tmp_path):
    seen = []
    assert get(site, checksum=SUM, progress=lambda have, all: seen.append((have, all))) == ZIP
    assert seen[-1] == (len(ZIP), len(ZIP))
    assert left(tmp_path) == ["release.zip"]


def test_a_connection_that_is_cut_again_and_again_is_resumed_where_it_broke_off(site, get):
    site.answers["release.zip"] = cut_every(90_000)
    assert get(site) == ZIP
    assert site.attempts("release.zip") == [None, *(f"bytes={n}-" for n in range(90_000, len(ZIP), 90_000))]


def test_a_later_command_goes_on_from_what_an_earlier_one_left(site, get, tmp_path):
    site.answers["release.zip"] = cut_every(50_000)
    with pytest.raises(ReleaseProblem, match="what came is kept"):
        get(site, attempts=2)
    assert left(tmp_path) == ["release.zip.json", "release.zip.part"]
    del site.answers["release.zip"]
    assert get(site) == ZIP
    assert site.attempts("release.zip")[-1] == "bytes=100000-"


def test_a_server_that_ignores_ranges_sends_the_file_anew(site, get):
    site.answers["release.zip"] = ignoring_ranges(first_end=100_000)
    assert get(site) == ZIP


def test_a_file_that_changed_meanwhile_is_not_put_together_from_two(site, get):
    other = b"PK\x03\x04" + bytes(300_000)

    def changed(handler, data):
        if len(site.attempts("release.zip")) == 1:
            whole(handler, data, '"one"', end=100_000)
        else:
            whole(handler, other, '"two"')

    site.answers["release.zip"] = changed
    assert get(site) == other


def test_a_server_without_tags_or_dates_is_not_asked_to_go_on(site, get):
    site.answers["release.zip"] = cut_every(300_000, tag="")
    with pytest.raises(ReleaseProblem, match="cut"):
        get(site)
    assert set(site.attempts("release.zip")) == {None}


def test_a_part_that_is_longer_than_the_file_is_thrown_away(site, get):
    site.answers["release.zip"] = cut_every(200_000)
    with pytest.raises(ReleaseProblem):
        get(site, attempts=1)
    del site.answers["release.zip"]
    site.files["release.zip"] = ZIP[:150_000]
    assert get(site) == ZIP[:150_000]


@pytest.mark.parametrize("codes", [[500], [503, 502], [429, 500, 504, 408]])
def test_a_server_in_trouble_is_asked_again(site, get, codes):
    site.answers["release.zip"] = failing(codes)
    assert get(site) == ZIP


def test_a_server_that_says_when_to_come_back_is_heard(site, get):
    waits = []
    site.answers["release.zip"] = failing([503], Retry_After="7")
    get(site, sleep=waits.append)
    assert waits == [7.0]


def test_waiting_grows_and_ends(site, get):
    waits = []
    site.answers["release.zip"] = failing([500] * 9)
    with pytest.raises(ReleaseProblem, match="HTTP 500"):
        get(site, sleep=waits.append, backoff=1.0)
    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_a_file_that_is_not_there_is_told_apart_from_one_that_is_refused(site, get):
    with pytest.raises(NotThere, match="404"):
        get(site, "absent.zip")
    site.answers["release.zip"] = lambda handler, data: status(handler, 403)
    with pytest.raises(ReleaseProblem, match="refused"):
        get(site)
    assert len(site.attempts("release.zip")) == 1


def test_a_web_page_is_no_file_whether_the_server_says_so_or_not(site, get, tmp_path):
    site.answers["release.zip"] = lambda handler, data: status(handler, 200)
    with pytest.raises(ReleaseProblem, match="web page"):
        get(site)
    del site.answers["release.zip"]
    site.files["release.zip"] = b"\n<!DOCTYPE html><html>log in</html>"
    with pytest.raises(ReleaseProblem, match="web page"):
        get(site)
    site.files["release.zip"] = b"something else"
    with pytest.raises(ReleaseProblem, match="no zip"):
        get(site)
    site.files["release.zip"] = b""
    with pytest.raises(ReleaseProblem, match="empty"):
        get(site)
    assert "release.zip" not in left(tmp_path)
    assert "release.zip.part" not in left(tmp_path)


def test_a_wrong_checksum_is_refused_and_nothing_is_kept_of_it(site, get, tmp_path):
    with pytest.raises(ReleaseProblem, match=f"has the checksum {SUM}"):
        get(site, checksum="0" * 64)
    assert "release.zip.part" not in left(tmp_path)
    assert get(site, checksum=SUM.upper()) == ZIP
    with pytest.raises(ReleaseProblem, match="no SHA-256"):
        get(site, checksum="abc")


@pytest.mark.parametrize("answer", [dripping, silent])
def test_a_server_that_sends_next_to_nothing_is_given_up(site, get, answer):
    site.answers["release.zip"] = answer
    with pytest.raises(ReleaseProblem, match=r"next to nothing|silent"):
        get(site, timeout=0.3, window=0.2, attempts=2)


def test_more_than_any_release_is_not_downloaded(site, get):
    with pytest.raises(ReleaseProblem, match="more than any release"):
        get(site, largest=100_000)

    def endless(handler, data):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for _ in range(100):
            handler.wfile.write(bytes(65_536))

    site.answers["release.zip"] = endless
    with pytest.raises(ReleaseProblem, match="than any release has"):
        get(site, largest=1_000_000)


@pytest.mark.parametrize("moment", ["at once", "in the middle"])
def test_a_full_disk_is_a_sentence_and_gives_its_room_back(site, get, tmp_path, monkeypatch, moment):
    real = type(tmp_path).open
    written = 0

    def opened(path, mode="r", *arguments, **named):
        file = real(path, mode, *arguments, **named)
        if not path.name.endswith(".part") or "b" not in mode or mode == "rb":
            return file
        write = file.write

        class Full:
            def __enter__(self):
                return self

            def __exit__(self, *problem):
                file.close()

            def write(self, data):
                nonlocal written
                written += len(data)
                if moment == "at once" or written > 150_000:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return write(data)

            def __getattr__(self, name):
                return getattr(file, name)

        return Full()

    monkeypatch.setattr(type(tmp_path), "open", opened)
    with pytest.raises(ReleaseProblem, match="The disk is full"):
        get(site)
    assert left(tmp_path) == []


def test_too_little_room_is_said_before_anything_is_written(site, get, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(ReleaseProblem, match="MB free"):
        get(site)
    assert "release.zip.part" not in left(tmp_path)


def test_a_redirection_is_followed_but_not_to_something_else_than_the_web(site, get):
    site.answers["moved.zip"] = lambda handler, data: status(handler, 302, Location=f"{site.url}/release.zip")
    assert get(site, "moved.zip") == ZIP
    site.answers["moved.zip"] = lambda handler, data: status(handler, 302, Location="file:///etc/passwd")
    with pytest.raises(ReleaseProblem, match="not safe"):
        get(site, "moved.zip")
    secure = urllib.request.Request("https://host/release.zip")
    with pytest.raises(ReleaseProblem, match="not safe"):
        fetching._Redirects().redirect_request(secure, None, 302, "", {}, "http://host/release.zip")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/a.zip", "release.zip", "https://", "https://host/"])
def test_only_addresses_of_files_on_the_web_are_taken(tmp_path, url):
    with pytest.raises(ReleaseProblem):
        download(url, tmp_path)


def test_no_network_is_a_sentence_that_says_what_to_do(tmp_path):
    patience = Limits(timeout=0.5, attempts=2, sleep=lambda _: None)
    with pytest.raises(ReleaseProblem, match="codes import FILE"):
        download("http://name.invalid/release.zip", tmp_path, limits=patience)
    with pytest.raises(ReleaseProblem, match="cannot be reached"):
        download("http://127.0.0.1:9/release.zip", tmp_path, limits=patience)


def test_the_table_names_the_publishers_own_addresses():
    for edition in DOWNLOADED:
        for one in downloads(edition):
            assert one.urls
            assert all(url.startswith("https://www.cms.gov/") and url.endswith(".zip") for url in one.urls)
            assert all(" " not in url and url == url.strip() for url in one.urls)
    assert mirrored(downloads("FY2027")[0].urls, "http://here/")[0].startswith("http://here/april-1-2027-")
