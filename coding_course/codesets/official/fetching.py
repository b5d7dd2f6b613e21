"""Downloading one file, over lines that break and from servers that answer with something else.

What has come stays beside the target as ``.part`` until the file is whole, so the next attempt goes on where the last
one ended, if the server says that the file is still the same (``If-Range``, RFC 9110, 13.1.5). A file counts when it
has the length that was announced, is no web page, begins as a zip does where one was asked for, and has the checksum
that was named.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import http.client
import os
import shutil
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from coding_course import __version__
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.placing import said

_STEP = 65_536
_SPARE = 50 * 1024 * 1024
"""Bytes of disk that stay free beside a download."""
_WEB_PAGE = (
    "gives a web page instead of a file. It may have moved, or the network asks you to log in. Open it in a browser, "
    "download the file, and import it."
)
_GAIN = 256 * 1024
"""A broken attempt that brought so much does not count against the number of attempts."""


class Limits(msgspec.Struct, frozen=True):
    """How patient a download is."""

    timeout: float = 30.0
    """Seconds without a byte after which an attempt ends."""
    attempts: int = 5
    """How often in a row an attempt may bring little or nothing."""
    backoff: float = 1.0
    """Seconds before the second attempt; twice as long before each further one."""
    largest: int = 500 * 1024 * 1024
    """Bytes that a release may have."""
    slowest: int = 200
    """Bytes a second, over ``window`` seconds; a server that drips slower is given up."""
    window: float = 30.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


class NotThere(ReleaseProblem):
    """The server has no such file."""


class _BrokenError(Exception):
    """An attempt ended early; another may go on."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class _Meta(msgspec.Struct):
    """What the server said of a file, beside its first part."""

    url: str
    validator: str = ""
    """A strong entity tag, or the time of the last change: what ``If-Range`` takes."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
        before, after = urllib.parse.urlsplit(req.full_url).scheme, urllib.parse.urlsplit(newurl).scheme
        if after not in ("http", "https") or (before == "https" and after == "http"):
            raise ReleaseProblem(f"{req.full_url} leads on to {newurl}, which is not safe. Get it in a browser.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(
    url: str,
    folder: Path,
    *,
    checksum: str = "",
    limits: Limits | None = None,
    progress: Callable[[int, int], None] = lambda have, whole: None,
) -> Path:
    """Download a file, and return where it lies.

    Parameters
    ----------
    url
        An ``http`` or ``https`` address.
    folder
        Where parts and whole files are kept; the file keeps the name that it has in the address.
    checksum
        The SHA-256 that it must have, in hexadecimal; empty when none is known.
    limits
        How patient to be.
    progress
        Called with bytes so far and bytes in all, 0 where the server does not say.

    Raises
    ------
    NotThere
        When the server has no such file.
    ReleaseProblem
        When it cannot be had whole; what came stays for another attempt, unless it is wrong.
    """
    limits = limits or Limits()
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError as problem:
        raise ReleaseProblem(f"{url} is no address ({problem}). Copy it from the browser.") from problem
    name = urllib.parse.unquote(parts.path).rstrip("/").rpartition("/")[2]
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ReleaseProblem(f"{url} is no address that begins with https://. For a file of yours: codes import FILE")
    if not name or name.startswith(".") or any(c in name for c in '\\:*?"<>|\0'):
        raise ReleaseProblem(f"{url} names no file. Name the address of the file itself, not of the page.")
    wanted = checksum.strip().lower().removeprefix("sha256:")
    if wanted and (len(wanted) != 64 or set(wanted) - set("0123456789abcdef")):
        raise ReleaseProblem(f"{checksum!r} is no SHA-256 checksum: it has 64 characters, 0 to 9 and a to f.")
    target = folder / hashlib.sha256(url.encode()).hexdigest()[:10] / name
    part, meta = target.with_name(f"{name}.part"), target.with_name(f"{name}.json")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _attempts(url, part, meta, limits, progress)
        _check(url, part, wanted)
        os.replace(part, target)
        meta.unlink(missing_ok=True)
    except OSError as problem:  # of the disk: what goes wrong on the line is a broken attempt
        _discard(part, meta)  # on a full disk the part is in the way of everything else
        raise ReleaseProblem(said(problem, target.parent)) from problem
    return target


def _discard(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _attempts(url: str, part: Path, meta: Path, limits: Limits, progress: Callable[[int, int], None]) -> None:
    """Attempt until the part is whole."""
    failures = 0
    while True:
        before = part.stat().st_size if part.is_file() else 0
        try:
            _attempt(url, part, meta, limits, progress)
            return
        except _BrokenError as problem:
            gained = (part.stat().st_size if part.is_file() else 0) - before
            failures = 0 if gained >= _GAIN else failures + 1
            if failures >= limits.attempts:
                raise ReleaseProblem(
                    f"{url} could not be downloaded: {problem}. Nothing was changed, and what came is kept: the same "
                    "command goes on from there. Or download it in a browser, and import the file."
                ) from problem
            limits.sleep(max(problem.wait, limits.backoff * 2 ** max(failures - 1, 0)))


def _request(url: str, part: Path, meta: Path) -> tuple[urllib.request.Request, int]:
    """Return the request for what is still lacking, and how much is there."""
    headers = {
        "User-Agent": f"coding-course/{__version__}",
        "Accept": "application/zip, application/octet-stream, */*;q=0.5",
        "Accept-Encoding": "identity",
    }
    have, known = part.stat().st_size if part.is_file() else 0, None
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        known = msgspec.json.decode(meta.read_bytes(), type=_Meta)
    if have and known and known.url == url and known.validator:
        headers |= {"Range": f"bytes={have}-", "If-Range": known.validator}
    else:
        have = 0
    return urllib.request.Request(url, headers=headers), have


def _attempt(url: str, part: Path, meta: Path, limits: Limits, progress: Callable[[int, int], None]) -> None:
    request, have = _request(url, part, meta)
    opener = urllib.request.build_opener(_Redirects)
    try:
        try:
            opened = opener.open(request, timeout=limits.timeout)
        except (TimeoutError, ConnectionError) as problem:
            raise _BrokenError(_why(problem)) from problem
        with opened as response:
            have, whole = _begin(response, url, have)
            if have == 0:
                part.unlink(missing_ok=True)
                validator = _validator(response)
                meta.write_bytes(msgspec.json.encode(_Meta(url, validator)))
            _room(part.parent, whole - have, limits, whole, url)
            _receive(response, part, have, whole, limits, progress)
    except urllib.error.HTTPError as problem:
        with problem:
            _refused(problem, url, part, meta)
    except urllib.error.URLError as problem:
        _unreachable(problem.reason, url)
    except (http.client.HTTPException, ssl.SSLError) as problem:
        raise _BrokenError(_why(problem)) from problem


def _why(problem: object) -> str:
    if isinstance(problem, TimeoutError):
        return "the server was silent for too long"
    if isinstance(problem, http.client.IncompleteRead):
        return "the connection was cut"
    return f"the connection was cut ({problem or type(problem).__name__})"


def _refused(problem: urllib.error.HTTPError, url: str, part: Path, meta: Path) -> None:
    """Say what a status means: gone, not allowed, begin anew, or come back later."""
    if problem.code in (404, 410):
        raise NotThere(f"{url} is not there (HTTP {problem.code}).") from problem
    if 300 <= problem.code < 400:
        raise ReleaseProblem(f"{url} leads on to an address that is not safe. Download it in a browser.") from problem
    if problem.code == 416:  # the part is longer than the file: another file has its name now
        _discard(part, meta)
        raise _BrokenError("the file changed on the server") from problem
    if problem.code in (408, 425, 429) or problem.code >= 500:
        wait = 0.0
        with contextlib.suppress(TypeError, ValueError):
            wait = min(float(problem.headers.get("Retry-After", "")), 60.0)
        raise _BrokenError(f"the server answers HTTP {problem.code}", wait) from problem
    raise ReleaseProblem(
        f"{url} is refused (HTTP {problem.code}). Download it in a browser, and import the file."
    ) from problem


def _unreachable(reason: object, url: str) -> None:
    host = urllib.parse.urlsplit(url).netloc
    if isinstance(reason, ssl.SSLCertVerificationError):
        raise ReleaseProblem(
            f"The certificate of {host} cannot be checked ({reason.verify_message}). On a network of an institution "
            "its own certificate may be needed. Download the file in a browser, and import it."
        )
    if isinstance(reason, TimeoutError):
        raise _BrokenError("the server was silent for too long")
    if isinstance(reason, ConnectionError):
        raise _BrokenError(f"{host} cannot be reached ({reason})")
    raise ReleaseProblem(
        f"{host} cannot be reached ({reason}). Is there a network? Nothing was changed. Releases can also be carried "
        "here as files: coding-course codes import FILE"
    )


def _validator(response: Any) -> str:
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        return str(tag)
    changed = response.headers.get("Last-Modified", "")
    return str(changed) if changed and email.utils.parsedate(changed) else ""


def _begin(response: Any, url: str, have: int) -> tuple[int, int]:
    """Return from which byte on the answer goes, and how long the file is; 0 where that is not said."""
    if "html" in response.headers.get("Content-Type", "").lower() and not url.lower().endswith((".html", ".htm")):
        raise ReleaseProblem(f"{url} {_WEB_PAGE}")
    length = int(response.headers.get("Content-Length") or 0)
    if response.status != 206:
        return 0, length
    span, _, whole = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    first = span.partition("-")[0]
    if not first.isdecimal() or int(first) != have:
        raise _BrokenError("the server went on at another place than it was asked to")
    return have, int(whole) if whole.isdecimal() else have + length


def _room(folder: Path, lacking: int, limits: Limits, whole: int, url: str) -> None:
    if whole > limits.largest:
        raise ReleaseProblem(f"{url} has {whole >> 20:,} MB, more than any release. It was not downloaded.")
    free = shutil.disk_usage(folder).free
    if free < max(lacking, 0) + _SPARE:
        raise ReleaseProblem(
            f"There are {free >> 20:,} MB free where {folder} lies, too little for {url}. Nothing was changed. Free "
            "some space, or let CODING_COURSE_DATA name a folder on another disk."
        )


def _more(response: Any) -> bytes:
    """Return the next bytes from the line, or nothing at its end."""
    try:
        return bytes(response.read1(_STEP))
    except OSError as problem:  # told apart here from what goes wrong on the disk
        raise _BrokenError(_why(problem)) from problem


def _receive(
    response: Any, part: Path, have: int, whole: int, limits: Limits, progress: Callable[[int, int], None]
) -> None:
    window_began, in_window = limits.clock(), 0
    with part.open("ab" if have else "wb") as file:
        while data := _more(response):
            file.write(data)
            have += len(data)
            in_window += len(data)
            if have > limits.largest or (whole and have > whole):
                raise ReleaseProblem(
                    "The server sends more than it said, or than any release has. It was not downloaded."
                )
            progress(have, whole)
            now = limits.clock()
            if now - window_began >= limits.window:
                if in_window < limits.slowest * limits.window:
                    raise _BrokenError("the server sends next to nothing")
                window_began, in_window = now, 0
        file.flush()
        os.fsync(file.fileno())
    if whole and have < whole:
        raise _BrokenError(f"the connection was cut after {have:,} of {whole:,} bytes")


def _check(url: str, part: Path, wanted: str) -> None:
    """Refuse what is not the file; it is removed then, so that nobody goes on from it."""
    with part.open("rb") as file:
        start = file.read(2048)
        file.seek(0)
        digest = hashlib.sha256()
        while data := file.read(1 << 20):
            digest.update(data)
    sentence = ""
    lower = start.lstrip().lower()
    if not start:
        sentence = f"{url} is empty."
    elif lower.startswith((b"<!doctype html", b"<html")):
        sentence = f"{url} {_WEB_PAGE}"
    elif url.lower().endswith(".zip") and not start.startswith(b"PK\x03\x04"):
        sentence = f"{url} is no zip, whatever its name. Open it in a browser, download the file, and import it."
    elif wanted and digest.hexdigest() != wanted:
        sentence = (
            f"{url} has the checksum {digest.hexdigest()} and not {wanted}. It was damaged on the way, or the "
            "publisher replaced it. It was not imported."
        )
    if sentence:
        part.unlink(missing_ok=True)
        raise ReleaseProblem(f"{sentence} Nothing was changed.")
