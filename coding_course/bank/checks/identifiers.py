"""Identifiers that the HIPAA Safe Harbor method takes out of a record, found by their form.

Source: 45 CFR 164.514(b)(2), the eighteen kinds of identifiers. A program finds forms, not meaning: what it lets
pass still wants a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MONTH = (
    r"(?:January|February|March|April|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|"
    "PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
_CLEAR_STATES = (
    "AK|AZ|AR|CO|DE|FL|GA|IL|IA|KS|KY|MN|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
"""Those that mean nothing else in a chart: OR, MD, PA and others do."""
_CITIES = (
    "New York City|Los Angeles|Chicago|Houston|Philadelphia|San Antonio|San Diego|Dallas|San Jose|San Francisco|"
    "Indianapolis|Seattle|Denver|Nashville|Oklahoma City|El Paso|Las Vegas|Detroit|Memphis|Louisville|Baltimore|"
    "Milwaukee|Albuquerque|Tucson|Sacramento|Kansas City|Atlanta|Omaha|Raleigh|Miami|Oakland|Minneapolis|Tulsa|Tampa|"
    "New Orleans|Cleveland|Honolulu|Pittsburgh|Cincinnati|St\\. Louis|Saint Louis|Salt Lake City|Brooklyn|Manhattan"
)
_CREDENTIALS = r"(?:M\.?D\.?|D\.?O\.?|RN|LPN|NP|PA-C|APRN|FNP|CRNA|DPM|DDS|Ph\.?D\.?)"


class Identifier(NamedTuple):
    """Something in a text that could identify a person."""

    start: int
    """Offset in the text."""
    found: str
    message: str
    sure: bool
    """False when the form alone does not decide."""


class _Pattern(NamedTuple):
    form: re.Pattern[str]
    message: str
    sure: bool = True


def _p(form: str, message: str, sure: bool = True, flags: re.RegexFlag = re.NOFLAG) -> _Pattern:
    return _Pattern(re.compile(form, flags), message, sure)


_PATTERNS = (
    _p(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Nurse|Doctor)\b\.?\s+[A-Z][a-z]+", 'is a name; write the role ("the surgeon")'),
    _p(
        rf"\b[A-Z][a-z]+\s+(?:[A-Z]\.\s+)?[A-Z][a-z]+,\s*{_CREDENTIALS}(?![\w])",
        "is a name with its title; write the role",
    ),
    _p(
        r"\b(?:Patient|Name|Signed|Provider|Surgeon|Attending)\s*:\s*[A-Z][a-z]+,?\s+[A-Z][a-z]+\s*$",
        "may be a name",
        False,
        re.M,
    ),
    _p(r"\b\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})\b", 'is a date finer than a year; write "hospital day 3" or the year'),
    _p(r"\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b", 'is a date finer than a year; write "hospital day 3" or the year'),
    _p(rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*(?:mg|mcg|mL|%|/))", "is a date finer than a year"),
    _p(r"\bMay\s+\d{1,2}(?:st|nd|rd|th)?\b", "may be a date finer than a year", False),
    _p(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH}|May)(?!\w)", "is a date finer than a year"),
    _p(rf"\b(?:{_MONTH}|May)\s*,?\s+(?:of\s+)?(?:19|20)\d\d\b", "is a date finer than a year; write the year alone"),
    _p(
        r"\b(?:on|dated|since|DOS|DOB|date)\s*:?\s+\d{1,2}/\d{1,2}\b(?!\s*(?:strength|pain))",
        "is a date finer than a year",
        flags=re.I,
    ),
    _p(r"(?<![\d.])\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}\b", "has the form of a telephone or fax number"),
    _p(r"\b\d{3}-\d{2}-\d{4}\b", "has the form of a Social Security number"),
    _p(
        r"\b(?:MRN|medical record(?: number| no\.?)?|account|acct|accession|member id|policy|NPI|license|serial)"
        r"\s*(?:number|no\.?|#)?\s*[:#]?\s*[A-Z]{0,4}-?\d{4,}",
        "has the form of a record, account, device or licence number",
        flags=re.I,
    ),
    _p(r"\b[\w.+-]+@[\w-]+\.[A-Za-z]{2,}\b", "is an e-mail address"),
    _p(r"\b(?:https?://|www\.)\S+", "is a web address"),
    _p(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "has the form of an IP address"),
    _p(
        r"\b\d{1,5}\s+(?:[NSEW]\.?\s+)?[A-Z][a-z]+\s+(?:Street|St\.|Avenue|Ave\.?|Road|Rd\.|Boulevard|Blvd\.?|Lane|Court)(?!\w)",
        "is a street address",
    ),
    _p(rf"\b(?:{_STATES})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b", "has the form of a state with a ZIP code"),
    _p(r"\bzip(?: code)?\s*:?\s*\d{5}\b", "is a ZIP code", flags=re.I),
    _p(
        r"\b(?:9\d|1[0-2]\d)(?!\+)\s*[- ]?(?:years?|yrs?|y/?o)\b",
        'is an age of 90 or over; write "90+"',
        flags=re.I,
    ),
    _p(r"\b(?:aged?|age:)\s+(?:9\d|1[0-2]\d)\b(?!\+)", 'is an age of 90 or over; write "90+"', flags=re.I),
    _p(rf"\b(?:{_CITIES})\b", "is a place smaller than a state", False),
    _p(
        rf"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?, (?:{_CLEAR_STATES})\b",
        "is a place smaller than a state",
    ),
    _p(
        r"\b(?:St\.?|Saint|Mount|Mt\.?|Mercy|[A-Z][a-z]+ (?:County|Valley|Memorial|General))\s+(?:[A-Z][a-z]+'?s?\s+)?"
        r"(?:Hospital|Medical Center|Clinic)\b",
        'names a facility; write "the hospital"',
        False,
    ),
)


def identifiers(text: str) -> Iterator[Identifier]:
    """Find what could identify a person.

    Parameters
    ----------
    text
        A document of a chart.

    Examples
    --------
    >>> [(each.found, each.sure) for each in identifiers("Seen on 3/14/2024, MRN 00123456. BP 130/80, pain 5/10.")]
    [('3/14/2024', True), ('MRN 00123456', True)]
    >>> list(identifiers("A 90+ year old, hospital day 3, knee strength 4/5."))
    []
    """
    seen: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.form.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in seen):
                continue
            seen.append(match.span())
            yield Identifier(match.start(), match.group().strip(), pattern.message, pattern.sure)
