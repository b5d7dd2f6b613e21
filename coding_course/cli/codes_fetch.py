"""``coding-course codes fetch``: download releases, with a progress bar, and import them."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import time
from pathlib import Path

from coding_course.cli.codes import bring, folders
from coding_course.cli.terminal import FOUND, CommandFailed
from coding_course.codesets.official.downloads import PAGES, Download, downloads, mirrored
from coding_course.codesets.official.fetching import Limits, NotThere, download
from coding_course.codesets.official.placing import locked
from coding_course.codesets.official.years import edition_name

_WIDTH = 30
_EVERY = 5.0
"""Seconds between two lines of progress where there is no terminal."""


class Bar:
    """Progress of one download on standard error: a bar in a terminal, now and then a line elsewhere."""

    def __init__(self, name: str, quiet: bool = False) -> None:
        self._name, self._quiet = name, quiet
        self._terminal = sys.stderr.isatty()
        self._shown = 0.0 if self._terminal else time.monotonic()
        self._wide = 0

    def __call__(self, have: int, whole: int) -> None:
        """Show how much is there."""
        now = time.monotonic()
        if self._quiet or (now - self._shown < (0.1 if self._terminal else _EVERY) and have != whole):
            return
        self._shown = now
        said = line(self._name, have, whole, bar=self._terminal)
        if self._terminal:
            print(f"\r{said.ljust(self._wide)}", end="\n" if have == whole else "", file=sys.stderr, flush=True)
            self._wide = len(said)
        else:
            print(said, file=sys.stderr, flush=True)


def line(name: str, have: int, whole: int, *, bar: bool) -> str:
    """Return a line of progress.

    Examples
    --------
    >>> line("order.zip", 1_500_000, 3_000_000, bar=False)
    'order.zip: 50 %, 1.5 of 3.0 MB'
    >>> line("order.zip", 1_500_000, 0, bar=True)
    'order.zip: 1.5 MB'
    """
    if not whole:
        return f"{name}: {have / 1e6:.1f} MB"
    share = min(have / whole, 1.0)
    drawn = f"[{'#' * int(share * _WIDTH):<{_WIDTH}}] " if bar else ""
    return f"{name}: {drawn}{share:.0%}, {have / 1e6:.1f} of {whole / 1e6:.1f} MB".replace("%", " %")


def fetch(arguments: argparse.Namespace) -> int:
    """Download what an edition consists of, or the addresses named, and import it."""
    edition = edition_name(arguments.edition)
    if arguments.edition and not edition:
        raise CommandFailed(f"{arguments.edition!r} is no edition. Write a fiscal year, such as FY2027.")
    if arguments.url:
        table: tuple[Download, ...] = tuple(Download(url, (url,), needed=True) for url in arguments.url)
    elif edition:
        table = downloads(edition)
    else:
        raise CommandFailed("Name the edition: coding-course codes fetch --edition FY2027")
    if arguments.checksum and len(table) != 1:
        raise CommandFailed("--checksum is that of one file. Name its address with --url.")
    with locked(folders()[1], "fetch.lock", "Another download is still at work."):
        return _bring_all(arguments, edition, table)


def _bring_all(arguments: argparse.Namespace, edition: str, table: tuple[Download, ...]) -> int:
    kept = folders()[1] / "downloads"
    limits = Limits(timeout=arguments.timeout, window=arguments.timeout)
    files: list[Path] = []
    absent: list[Download] = []
    for one in table:
        urls = mirrored(one.urls, arguments.base) if arguments.base and not arguments.url else one.urls
        for url in urls:
            bar = Bar(url.rpartition("/")[2], quiet=arguments.json)
            try:
                files.append(download(url, kept, checksum=arguments.checksum, limits=limits, progress=bar))
                break
            except NotThere as problem:
                if arguments.url:
                    raise CommandFailed(f"{problem} Nothing was changed.") from problem
        else:
            if one.needed:
                raise CommandFailed(
                    f"{one.what} of {edition} is not where such files were in other years. Nothing was changed. See "
                    f"{PAGES[one.page]}, download it, and import it: coding-course codes import FILE"
                )
            absent.append(one)
    code = bring(files, edition, arguments.json)
    if not arguments.json:
        for file in files:
            print(f"sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}")
        for one in absent:
            print(f"{one.what} of {edition} was not there; see {PAGES[one.page]}")
    shutil.rmtree(kept, ignore_errors=True)  # imported: the compiled files are what the course reads
    return FOUND if absent else code
