"""Claim notation: the text that a learner types, read into a :class:`Claim`.

::

    pdx: A41.9 Y                 principal (inpatient), with present-on-admission indicator
    dx:  R65.20 Y, N39.0 Y       secondary, in order; elsewhere the first dx is first-listed
    px:  5A1945Z                 ICD-10-PCS
    line: 99214-25  A,B          CPT/HCPCS, modifiers, optional xUNITS, diagnosis pointers (A = first dx)

Reading never fails: whatever can be read is in the claim, and each thing that cannot is a
:class:`SyntaxProblem`. Work grows in proportion to the text, and very long text is cut with a sentence that says so.
"""

from __future__ import annotations

import re
from typing import TypeVar

from coding_course.claims.characters import is_binary, plain
from coding_course.claims.diagnoses import Entry, cm_form, read_diagnoses, read_procedures
from coding_course.claims.labels import Label, Segment, segments
from coding_course.claims.model import Claim, Diagnosis, Procedure, ServiceLine, Setting
from coding_course.claims.parsed import Parsed, Problems
from coding_course.claims.services import Reading, read_services, settle

MAX_CHARACTERS = 50_000
MAX_LINES = 500
MAX_ENTRIES = 500
"""Of each kind; far above the 25 diagnoses and 25 procedures of an electronic hospital claim."""

_Kept = TypeVar("_Kept", Diagnosis, Procedure, Reading)
_SERVICE_SHAPE = re.compile(r"\s*(?:[0-9]{4}[0-9A-Za-z]|[A-Za-z][0-9]{4})(?!\.?[0-9A-Za-z])")
_HCPCS_SHAPE = re.compile(r"\s*[A-Za-z][0-9]{4}(?!\.?[0-9A-Za-z])")
_PCS_SHAPE = re.compile(r"\s*(?=[^A-Za-z\s]*[A-Za-z])[0-9][0-9A-HJ-NP-Za-hj-np-z]{6}(?![0-9A-Za-z])")
_ONLY_POINTERS = re.compile(
    r"[\s,]*(?:[A-La-l]|[0-9]{1,2})(?:[\s,&/]+(?:[A-La-l]|[0-9]{1,2}))*[\s,]*$|\s*[A-La-l]{2,4}\s*$"
)


def parse(text: str, setting: Setting) -> Parsed:
    r"""Read claim notation.

    Parameters
    ----------
    text
        The notation, several lines; case, points, commas, spaces, odd punctuation and line ends are forgiven.
    setting
        Where the service was given: it decides whether there is a principal diagnosis, present-on-admission
        indicators and ICD-10-PCS procedures.

    Returns
    -------
    Parsed
        The claim that could be read, and the problems in the order of the text. Never raises.

    Notes
    -----
    A principal diagnosis on a claim that is not inpatient is read as the first-listed one (Official Guidelines
    FY2026, IV.A: "first-listed" takes its place in outpatient settings).

    Examples
    --------
    >>> parsed = parse("dx: e1122, n18.31\nline: 99214-25 a,b", Setting.PROFESSIONAL)
    >>> [diagnosis.code for diagnosis in parsed.claim.diagnoses]
    ['E11.22', 'N18.31']
    >>> parsed.claim.lines[0].modifiers, parsed.claim.lines[0].pointers, parsed.errors
    (('25',), ('A', 'B'), ())
    """
    reader = _Reader(setting)
    if len(text) > MAX_CHARACTERS:
        reader.problems.add(
            1,
            1,
            "",
            f"The text has {len(text):,} characters, far more than a claim, and only the first {MAX_CHARACTERS:,} "
            "were read. Keep the claim's lines and take the rest out.",
        )
        text = text[:MAX_CHARACTERS]
    if is_binary(text):
        reader.problems.add(
            1,
            1,
            "",
            "The text holds control characters that no keyboard types, as if a file had been pasted. "
            "They were read as spaces; type the claim again if something is missing.",
        )
    lines = re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)
    for number, line in enumerate(lines[:MAX_LINES], start=1):
        reader.read_line(plain(line).partition("#")[0], number)
    if len(lines) > MAX_LINES and any(line.strip() for line in lines[MAX_LINES:]):
        reader.problems.add(
            MAX_LINES + 1,
            1,
            "",
            f"The text has {len(lines):,} lines and only the first {MAX_LINES} were read. "
            "Keep the claim's lines and take the rest out.",
        )
    return reader.done()


class _Reader:
    """What has been read so far, and what the next unlabelled line would continue."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.inpatient = setting is Setting.INPATIENT
        self.problems = Problems()
        self.principal: Diagnosis | None = None
        self.first: list[Diagnosis] = []  # labelled first-listed, wherever the line stands
        self.diagnoses: list[Diagnosis] = []
        self.procedures: list[Procedure] = []
        self.services: list[Reading] = []
        self.label: Label | None = None
        self.full = False
        self.told_poa = self.told_px = self.told_line = False

    def read_line(self, line: str, number: int) -> None:
        """Read one line, already in plain characters and without its comment."""
        if not line.strip() or line.lstrip().startswith(("%%", "```")):
            return
        before: Label | None = None  # the label to the left on the same line
        for part in segments(line):
            if before is Label.LINE and part.label is Label.DIAGNOSIS and _ONLY_POINTERS.match(part.text):
                part = part._replace(label=Label.POINTER)
            before = part.label or self.label
            self._read_segment(part, number)

    def _read_segment(self, part: Segment, number: int) -> None:
        label = part.label
        if label is Label.POINTER:
            self._read_pointers(part, number)
            return
        if label is None or label is Label.UNKNOWN:
            label = self._guess(part, number)
            if label is None:
                return
        self.label = Label.DIAGNOSIS if label in {Label.PRINCIPAL, Label.FIRST} and part.text.strip() else label
        if not part.text.strip(" \t,;.-"):
            if part.label is None:
                return
            # "dx:" alone may head a list on the lines below it, and an empty label is a blank form field.
            return
        if label is Label.LINE:
            self._read_services(part, number)
        elif label is Label.PROCEDURE:
            self._read_procedures(part, number)
        else:
            self._read_diagnoses(label, part, number)

    def _guess(self, part: Segment, number: int) -> Label | None:
        """Choose the label of a line that has none, or an unknown one, and say so when the line above does not."""
        text = part.text
        if not text.strip(" \t,;.-"):
            return None
        if part.label is None and self.label is not None:
            if self.label in {Label.DIAGNOSIS, Label.FIRST, Label.PRINCIPAL} and re.match(
                r"\s*[0-9]{5}(?![0-9])", text
            ):
                return Label.LINE
            return self.label
        guess: Label | None = None
        if _PCS_SHAPE.match(text):
            guess = Label.PROCEDURE
        elif _HCPCS_SHAPE.match(text) and (self.inpatient or not re.search(r"-|\bx ?\d|\s[A-La-l]\b", text)):
            guess = Label.DIAGNOSIS
        elif _SERVICE_SHAPE.match(text):
            guess = Label.LINE
        elif re.match(r"\s*[A-Za-z][0-9][0-9A-Za-z]", text):
            guess = Label.DIAGNOSIS
        if part.label is Label.UNKNOWN:
            message = f"{part.word!r} is not a label of the notation. Use pdx:, dx:, px: or line:."
            column = max(part.column - len(part.word) - 1, 1)
        else:
            message = "The line {found} has no label. Begin it with pdx:, dx:, px: or line:."
            column = part.column
        message += f" It was read as {guess.value}:." if guess else " It was left out."
        self.problems.add(number, column, part.word or text.strip(), message)
        return guess

    def _read_diagnoses(self, label: Label, part: Segment, number: int) -> None:
        entries = read_diagnoses(part.text, number, part.column, self.problems)
        if not self.inpatient:
            entries = self._without_poa(entries, number)
        found = [Diagnosis(entry.code, entry.poa, number) for entry in entries]
        if label is Label.DIAGNOSIS or not found:
            self._keep(self.diagnoses, found, number)
        elif self.inpatient:
            self._read_principal(found, entries, number)
        else:
            if label is Label.PRINCIPAL:
                self.problems.add(
                    number,
                    part.column,
                    found[0].code,
                    "Only an inpatient claim has a principal diagnosis. {found} was read as the first-listed "
                    "diagnosis; write it as the first code behind dx:.",
                )
            self._keep(self.first, found[:1], number)
            self._keep(self.diagnoses, found[1:], number)

    def _read_principal(self, found: list[Diagnosis], entries: list[Entry], number: int) -> None:
        rest = found
        if self.principal is None:
            self.principal, rest = found[0], found[1:]
            if rest:
                self.problems.add(
                    number,
                    entries[1].column,
                    rest[0].code,
                    "A stay has one principal diagnosis. {found} and what follows were read as secondary; "
                    "write them behind dx:.",
                )
        else:
            self.problems.add(
                number,
                entries[0].column,
                found[0].code,
                f"The principal diagnosis was already given as {self.principal.code} on line {self.principal.line}. "
                "{found} was read as secondary; write one pdx: line, and the other codes behind dx:.",
            )
        self._keep(self.diagnoses, rest, number)

    def _without_poa(self, entries: list[Entry], number: int) -> list[Entry]:
        for entry in entries:
            if entry.poa and not self.told_poa:
                self.told_poa = True
                self.problems.add(
                    number,
                    entry.column,
                    f"{entry.code} {entry.poa}",
                    "Present-on-admission indicators belong to inpatient claims only; this one does not ask for them. "
                    "Write {found} without its indicator.",
                )
        return entries

    def _read_procedures(self, part: Segment, number: int) -> None:
        first = read_procedures(part.text, number, part.column, Problems())[:1]
        services = _SERVICE_SHAPE.match(part.text) or (first and _SERVICE_SHAPE.match(first[0].code))
        if services and not self.inpatient:
            self.problems.add(
                number,
                part.column,
                part.text.strip(),
                "{found} begins with a CPT or HCPCS code, so it was read as a service line. "
                "Begin it with line:; px: is for ICD-10-PCS.",
            )
            self.label = Label.LINE
            self._read_services(part, number)
            return
        entries = read_procedures(part.text, number, part.column, self.problems)
        if entries and not self.inpatient and not self.told_px:
            self.told_px = True
            self.problems.add(
                number,
                entries[0].column,
                entries[0].code,
                "ICD-10-PCS is reported on hospital inpatient claims only. Report this service with its CPT or HCPCS "
                "code behind line:.",
            )
        self._keep(self.procedures, [Procedure(entry.code, number) for entry in entries], number)

    def _read_services(self, part: Segment, number: int) -> None:
        readings = read_services(part.text, number, part.column, self.problems)
        if readings and self.inpatient and not self.told_line:
            self.told_line = True
            self.problems.add(
                number,
                part.column,
                readings[0].code,
                "A hospital inpatient claim reports procedures in ICD-10-PCS, behind px:. CPT and HCPCS service lines "
                "belong on professional and outpatient claims.",
            )
        self._keep(self.services, readings, number)

    def _read_pointers(self, part: Segment, number: int) -> None:
        if self.services and self.services[-1].line == number:
            extra = read_services(f"99999 {part.text}", number, part.column - 6, self.problems)
            if extra:
                last = self.services[-1]
                self.services[-1] = last._replace(tokens=(*last.tokens, *extra[0].tokens))
            return
        self.problems.add(
            number,
            part.column,
            part.word,
            "Diagnosis pointers belong behind the service that they explain, on the same line: line: 99214 A,B.",
        )

    def _keep(self, kept: list[_Kept], found: list[_Kept], number: int) -> None:
        room = MAX_ENTRIES - len(kept)
        kept += found[:room]
        if len(found) > room and not self.full:
            self.full = True
            self.problems.add(
                number,
                1,
                "",
                f"The claim has more than {MAX_ENTRIES} entries of one kind, and the rest was left out. "
                "Check whether something was pasted twice.",
            )

    def done(self) -> Parsed:
        """Put the claim together, now that everything is known."""
        diagnoses = (*self.first, *self.diagnoses)
        if self.inpatient and self.principal is None and diagnoses:
            self.problems.add(
                diagnoses[0].line,
                1,
                "",
                "An inpatient claim needs its principal diagnosis. Write it on a line of its own, with the "
                f"present-on-admission indicator: pdx: {diagnoses[0].code} Y.",
            )
        listed = len(diagnoses) + (self.principal is not None)
        lines: tuple[ServiceLine, ...] = tuple(settle(reading, listed, self.problems) for reading in self.services)
        claim = Claim(self.principal, diagnoses, tuple(self.procedures), lines)
        return Parsed(claim, self.problems.done())


__all__ = ["MAX_CHARACTERS", "MAX_ENTRIES", "MAX_LINES", "cm_form", "parse"]
