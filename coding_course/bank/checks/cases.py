"""Checks of one case: its codes, its quotations, its claim, its privacy, its review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from coding_course.bank.checks.identifiers import identifiers
from coding_course.bank.checks.standing import check_standing
from coding_course.bank.grading import grade_case, solution_claim
from coding_course.bank.models import Case
from coding_course.bank.problems import Level, Problem
from coding_course.claims import Encounter, Setting
from coding_course.codesets import System
from coding_course.grading.keys import key_claim
from coding_course.grading.model import Evidence, Kind

if TYPE_CHECKING:
    from coding_course.bank.sources import Located
    from coding_course.codesets import Edition

_CM_FORM = re.compile(r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:\.[0-9A-Z]{1,4})?$")
_PCS_FORM = re.compile(r"[0-9A-HJ-NP-Z]{7}$")
_LINE_FORM = re.compile(r"(?:[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})$")
_CASE_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?::[0-9]+)?$")
_SPACE = re.compile(r"\s+")
_POA = ("Y", "N", "U", "W", "1")


def check_case(located: Located, edition: Edition, skills: frozenset[str]) -> Iterator[Problem]:
    """Yield every problem of one case or variant.

    Parameters
    ----------
    located
        The case, with its lines.
    edition
        The code set that its codes are looked up in.
    skills
        Ids of the skills there are; none are checked when empty.
    """
    case: Case = located.value
    yield from _identity(located, case, edition, skills)
    yield from _key(located, case, edition)
    yield from _evidence(located, case)
    yield from _pointers_and_order(located, case)
    yield from _poa(located, case, edition)
    yield from _traps(located, case, edition)
    yield from _edits(located, case, edition)
    yield from _own_claim(located, case, edition)
    yield from _privacy(located, case)
    yield from _review(located, case)


def _identity(located: Located, case: Case, edition: Edition, skills: frozenset[str]) -> Iterator[Problem]:
    if not _CASE_ID.match(case.id):
        yield located.problem(
            f"The id {case.id!r} must be lower-case words and numbers with hyphens, such as pc-001.", "id"
        )
    yield from check_standing(located, "case", (), edition, skills)
    if not 0 <= case.patient.age <= 90:
        yield located.problem(f"age is {case.patient.age}; write 90 for everyone of 90 and over.", "patient", "age")
    if not case.documents:
        yield located.problem("The case has no document.", "documents")
    named = [document.id for document in case.documents]
    for place, document in enumerate(case.documents):
        if named.index(document.id) < place:
            yield located.problem(f"Two documents have the id {document.id!r}.", "documents", place, "id")
        if not document.text.strip():
            yield located.problem(f"The document {document.id!r} has no text.", "documents", place, "text")


def _entries(case: Case) -> Iterator[tuple[tuple[str | int, ...], str, str, object]]:
    """Yield path, code, what it is, and the entry, for everything in the key."""
    if case.key.principal is not None:
        yield ("key", "principal"), case.key.principal.code, "diagnosis", case.key.principal
    for place, diagnosis in enumerate(case.key.diagnoses):
        yield ("key", "diagnoses", place), diagnosis.code, "diagnosis", diagnosis
    for place, procedure in enumerate(case.key.procedures):
        yield ("key", "procedures", place), procedure.code, "procedure", procedure
    for place, line in enumerate(case.key.lines):
        yield ("key", "lines", place), line.code, "line", line


def _key(located: Located, case: Case, edition: Edition) -> Iterator[Problem]:
    key = case.key
    entries = list(_entries(case))
    if not entries:
        yield located.problem("The key is empty.", "key")
    if case.setting is Setting.INPATIENT:
        if key.principal is None:
            yield located.problem("An inpatient key needs a principal diagnosis.", "key")
        if key.lines:
            yield located.problem("An inpatient key reports ICD-10-PCS procedures, not service lines.", "key", "lines")
    else:
        if key.principal is not None:
            yield located.problem(
                "Only inpatient stays have a principal diagnosis; here the first of diagnoses is first-listed.",
                "key",
                "principal",
            )
        if key.procedures:
            yield located.problem("ICD-10-PCS is reported on inpatient claims only.", "key", "procedures")
        if not key.diagnoses:
            yield located.problem("The key has no diagnosis.", "key")
    first = key.principal if key.principal is not None else (key.diagnoses[0] if key.diagnoses else None)
    if first is not None and first.optional:
        yield located.problem("The principal or first-listed diagnosis cannot be optional.", "key")
    seen: set[str] = set()
    for path, code, what, entry in entries:
        yield from _code(located, (*path, "code"), code, what, edition)
        if what == "diagnosis" and code in seen:
            yield located.problem(f"{code} stands in the key twice.", *path, "code")
        seen.add(code)
        for field in ("rationale", "citation"):
            if len(str(getattr(entry, field)).strip()) < 3:
                yield located.problem(f"{code} has no {field}.", *path, field)
        if not getattr(entry, "evidence", ()):
            yield located.problem(f"{code} has no evidence: quote the words of the chart that support it.", *path)
        yield from _citation(located, (*path, "citation"), str(getattr(entry, "citation", "")), case.edition)
        for place, alternate in enumerate(getattr(entry, "alternates", ())):
            where = (*path, "alternates", place)
            yield from _code(located, (*where, "code"), alternate.code, what, edition)
            if len(alternate.why.strip()) < 3:
                yield located.problem(f"The alternate {alternate.code} lacks its why.", *where)
            if alternate.code in {each[1] for each in entries}:
                yield located.problem(f"The alternate {alternate.code} is a code of the key itself.", *where)
    for place, line in enumerate(key.lines):
        for modifier in line.modifiers:
            if not re.match(r"[0-9A-Z]{2}$", modifier):
                yield located.problem(
                    f"{modifier!r} is not a modifier: two characters.", "key", "lines", place, "modifiers"
                )
        if line.units < 1:
            yield located.problem("Units begin at 1.", "key", "lines", place, "units")


def _code(located: Located, path: tuple[str | int, ...], code: str, what: str, edition: Edition) -> Iterator[Problem]:
    form = {"diagnosis": _CM_FORM, "procedure": _PCS_FORM, "line": _LINE_FORM}[what]
    if not form.match(code):
        example = {"diagnosis": "E11.22", "procedure": "5A1945Z", "line": "99214"}[what]
        yield located.problem(f"{code!r} is not written as a code of its kind, such as {example}.", *path)
        return
    systems = {"diagnosis": (System.CM,), "procedure": (System.PCS,), "line": (System.CPT, System.HCPCS)}[what]
    found = next((hit for system in systems if (hit := edition.lookup(code, system)) is not None), None)
    if found is not None:
        if not found.billable:
            below = ", ".join(each.code for each in edition.billable_below(code)[:4])
            yield located.problem(f"{code} is a header ({found.title}), not billable. Below it: {below} ...", *path)
        return
    absent = [system for system in systems if not edition.counts().get(system)]
    if absent:
        said = f"{code} cannot be looked up: {edition.name} holds no {' and no '.join(absent)}"
        yield located.problem(f"{said}.", *path, severity=Level.WARNING)
    else:
        yield located.problem(f"{code} is not in {edition.name} ({', '.join(systems)}).", *path)


def _citation(located: Located, path: tuple[str | int, ...], citation: str, edition: str) -> Iterator[Problem]:
    for year in re.findall(r"\bFY\s?(20\d\d)\b", citation):
        if f"FY{year}" != edition:
            yield located.problem(f"The citation is of FY{year}, the case of {edition}.", *path, severity=Level.WARNING)


def _quotes(case: Case) -> Iterator[tuple[tuple[str | int, ...], Sequence[Evidence]]]:
    for path, _, _, entry in _entries(case):
        yield (*path, "evidence"), getattr(entry, "evidence", ())
    for place, trap in enumerate(case.traps):
        yield ("traps", place, "evidence"), trap.evidence


def _evidence(located: Located, case: Case) -> Iterator[Problem]:
    texts = {document.id: _SPACE.sub(" ", document.text) for document in case.documents}
    for path, quotes in _quotes(case):
        for place, evidence in enumerate(quotes):
            quote = _SPACE.sub(" ", evidence.quote).strip()
            if evidence.document not in texts:
                known = ", ".join(texts)
                yield located.problem(f"No document {evidence.document!r}; there are: {known}.", *path, place)
            elif len(quote) < 3:
                yield located.problem("The quote is empty.", *path, place)
            elif quote not in texts[evidence.document]:
                yield located.problem(_misquoted(quote, evidence.document, texts), *path, place, "quote")


def _misquoted(quote: str, document: str, texts: dict[str, str]) -> str:
    """Say how far a quotation agrees, so that the author finds the slip."""
    for other, text in texts.items():
        if quote in text:
            return f"The quote stands in the document {other!r}, not in {document!r}."
    text = texts[document]
    if quote.lower() in text.lower():
        return f"The quote differs from {document!r} in capital letters only."
    length = len(quote)
    while length and quote[:length] not in text:
        length -= 1
    if length < 8:
        return f"The quote is not in {document!r}, word for word."
    return f"The quote is not in {document!r}, word for word: it agrees up to {quote[max(0, length - 30) : length]!r}."


def _pointers_and_order(located: Located, case: Case) -> Iterator[Problem]:
    diagnoses = [each[1] for each in _entries(case) if each[2] == "diagnosis"]
    for place, line in enumerate(case.key.lines):
        for pointer in line.pointers:
            if pointer not in diagnoses:
                yield located.problem(
                    f"The pointer {pointer} is not a diagnosis of the key.", "key", "lines", place, "pointers"
                )
            elif diagnoses.index(pointer) >= 12:
                yield located.problem(
                    f"{pointer} stands beyond the twelfth diagnosis; no pointer reaches it.",
                    "key",
                    "lines",
                    place,
                    "pointers",
                )
        if len(line.pointers) > 4:
            yield located.problem("A service line points at four diagnoses at most.", "key", "lines", place, "pointers")
        if case.setting is Setting.PROFESSIONAL and not line.pointers:
            yield located.problem(
                f"The line {line.code} of a professional claim points at no diagnosis.", "key", "lines", place
            )
    for place, order in enumerate(case.key.order):
        for code in (order.first, order.then):
            if code not in diagnoses:
                yield located.problem(
                    f"The order names {code}, which is not a diagnosis of the key.", "key", "order", place
                )
        if (
            order.first in diagnoses
            and order.then in diagnoses
            and diagnoses.index(order.first) >= diagnoses.index(order.then)
        ):
            yield located.problem(f"The key itself lists {order.then} before {order.first}.", "key", "order", place)
        if len(order.rationale.strip()) < 3 or len(order.citation.strip()) < 3:
            yield located.problem("The order lacks rationale or citation.", "key", "order", place)


def _poa(located: Located, case: Case, edition: Edition) -> Iterator[Problem]:
    for path, code, what, entry in _entries(case):
        poa = getattr(entry, "poa", "")
        if what != "diagnosis" or case.setting is not Setting.INPATIENT:
            if poa:
                yield located.problem(
                    f"{code} has a POA indicator; only diagnoses of inpatient stays do.", *path, "poa"
                )
        elif poa not in _POA:
            yield located.problem(f"{code} needs a POA indicator: Y, N, U, W, or 1 for exempt.", *path, "poa")
        elif edition.poa_exempt(code) != (poa == "1"):
            which = "is" if poa != "1" else "is not"
            yield located.problem(f"{code} {which} on the POA-exempt list; the indicator is {poa}.", *path, "poa")


def _traps(located: Located, case: Case, edition: Edition) -> Iterator[Problem]:
    accepted = {code for _, code, _, entry in _entries(case)}
    accepted |= {each.code for _, _, _, entry in _entries(case) for each in getattr(entry, "alternates", ())}
    kinds = {kind.value for kind in Kind}
    if not case.traps:
        yield located.problem("The case has no trap: which code do learners wrongly choose?", severity=Level.WARNING)
    seen: set[str] = set()
    for place, trap in enumerate(case.traps):
        path = ("traps", place)
        if trap.code in accepted:
            yield located.problem(f"The trap {trap.code} is a code of the key or an accepted alternate.", *path)
        if trap.code in seen:
            yield located.problem(f"The trap {trap.code} stands here twice.", *path)
        seen.add(trap.code)
        if len(trap.misconception.strip()) < 10:
            yield located.problem(f"The trap {trap.code} lacks its misconception.", *path)
        if trap.kind and trap.kind not in kinds:
            yield located.problem(
                f"No difference is called {trap.kind!r}. There are: {', '.join(sorted(kinds))}.", *path, "kind"
            )
        unheld = _PCS_FORM.match(trap.code) and not edition.counts().get(System.PCS)
        if edition.lookup(trap.code) is None and trap.kind != Kind.INVALID.value and not unheld:
            level = Level.WARNING if _LINE_FORM.match(trap.code) else Level.ERROR
            yield located.problem(f"The trap {trap.code} is not in {edition.name}.", *path, "code", severity=level)


def _edits(located: Located, case: Case, edition: Edition) -> Iterator[Problem]:
    from coding_course.edits import RULES, Severity, check

    for rule, reason in case.warnings.items():
        if rule not in RULES:
            yield located.problem(
                f"No edit is called {rule!r}. There are: {', '.join(sorted(RULES))}.", "warnings", rule
            )
        elif len(reason.strip()) < 10:
            yield located.problem(f"Say why the edit {rule!r} rightly stands.", "warnings", rule)
    encounter = Encounter(case.setting, case.patient.age, case.patient.sex, case.edition)
    fired: set[str] = set()
    for finding in check(key_claim(case.key), encounter, edition):
        fired.add(finding.rule)
        path: tuple[str | int, ...] = ("key",)
        for where, code, _, _ in _entries(case):
            if code in finding.codes:
                path = where
                break
        if finding.severity is Severity.ERROR:
            yield located.problem(f"The key triggers the edit {finding.rule}: {finding.message}", *path)
        elif finding.severity is Severity.WARNING and finding.rule not in case.warnings:
            told = f"The key triggers the edit {finding.rule}; repair the key, or give the reason under warnings"
            yield located.problem(f"{told}: {finding.message}", *path)
    for rule in sorted(set(case.warnings) & set(RULES) - fired):
        yield located.problem(
            f"The edit {rule!r} is explained but does not fire.", "warnings", rule, severity=Level.WARNING
        )


def _own_claim(located: Located, case: Case, edition: Edition) -> Iterator[Problem]:
    graded = grade_case(msgspec.structs.replace(case, private=False), solution_claim(case), edition)
    for unread in graded.parsed.errors:
        yield located.problem(f"The key cannot be written as a claim: {unread.message}", "key")
    if graded.score.points != graded.score.max:
        lost = "; ".join(each.message for each in graded.score.differences if each.points)
        yield located.problem(f"The key does not earn full marks against itself: {lost}", "key")


def _privacy(located: Located, case: Case) -> Iterator[Problem]:
    texts: list[tuple[tuple[str | int, ...], str]] = [(("title",), case.title), (("task",), case.task)]
    for place, document in enumerate(case.documents):
        texts += [(("documents", place, "title"), document.title), (("documents", place, "text"), document.text)]
    for path, text in texts:
        for found in identifiers(text):
            level = Level.ERROR if found.sure else Level.WARNING
            yield located.problem(f"{found.found!r} {found.message}.", *path, severity=level)


def _review(located: Located, case: Case) -> Iterator[Problem]:
    if not case.review:
        yield located.problem(
            "No independent coding is recorded under review; no case enters the bank on one reading.", "review"
        )
    for place, review in enumerate(case.review):
        path = ("review", place)
        if not review.by.strip():
            yield located.problem("Say in which role the case was coded again (by: second coder).", *path)
        if review.agreed and review.differences:
            yield located.problem("agreed is true, but differences are told.", *path)
        if not review.agreed and not (review.differences.strip() and review.settled.strip()):
            yield located.problem("What differed, and how was it settled?", *path)
