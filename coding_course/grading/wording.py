"""What a difference says to a learner: what was reported, what the chart supports, the rule, the next step."""

from __future__ import annotations

from collections.abc import Sequence

from coding_course.grading.axes import dead_end, differing
from coding_course.grading.codebook import Codebook
from coding_course.grading.model import Evidence, KeyCode, KeyLine, Kind, Trap
from coding_course.grading.relations import Relation

_LONGEST_QUOTE = 160

NEXT_STEP: dict[Kind, str] = {
    Kind.MISSING: "Find these words in the chart, look the condition or service up, and report it.",
    Kind.EXTRA: "Ask of each code: which words of this chart support it, and were they about this encounter?",
    Kind.DUPLICATE: "Delete the repeated entry.",
    Kind.INVALID: "Look the code up and copy it character by character.",
    Kind.NOT_BILLABLE: "Open it in the Tabular List and go down to a code that is not divided further.",
    Kind.LESS_SPECIFIC: "Go on in the Tabular List until the code says everything that the chart says.",
    Kind.MORE_SPECIFIC: "Report no more than the chart says; when it matters, a coder queries the provider.",
    Kind.WRONG_CODE: "Compare the two titles, and find the words of the chart that decide between them.",
    Kind.WRONG_7TH_CHARACTER: "Ask what this encounter was for, then choose from the 7th characters at the category.",
    Kind.WRONG_LATERALITY: "Read the side in the chart again before you choose the last characters.",
    Kind.WRONG_ROOT_OPERATION: "Say in one sentence what the procedure was to achieve; that is the root operation.",
    Kind.WRONG_BODY_PART: "Find the words of the report that name the place, and the value that says just that.",
    Kind.WRONG_APPROACH: "Find in the body of the report, not in its title, how the site was reached.",
    Kind.WRONG_DEVICE: "Ask what was in the body when the procedure was over, or what was given.",
    Kind.WRONG_DURATION: "Count the hours from the first to the last.",
    Kind.WRONG_QUALIFIER: "Read what the last character means in this row of the table, and find it in the report.",
    Kind.WRONG_SEQUENCE: "Change the order of these two.",
    Kind.WRONG_PRINCIPAL: "Ask again what this encounter was chiefly for, and put that first.",
    Kind.WRONG_POA: "Ask whether the condition was there when the order for admission was written.",
    Kind.WRONG_MODIFIER: "Say in one sentence what each modifier tells the payer, and find that in the chart.",
    Kind.WRONG_UNITS: "Divide what was given by what one unit of the code stands for.",
    Kind.WRONG_POINTER: "Ask of each service line: for which diagnosis was this done? Its letter comes first.",
    Kind.EXCLUDED_PAIR: "Read both entries in the Tabular List, and keep the one that the chart supports.",
    Kind.INTEGRAL_SYMPTOM: "Leave out signs and symptoms that belong to a confirmed diagnosis.",
    Kind.UNCERTAIN_DIAGNOSIS: "Look for words such as probable, suspected or rule out, and for the setting.",
    Kind.HISTORY_AS_CURRENT: "Ask whether the condition is still there and treated, or is over.",
    Kind.NOT_DOCUMENTED: "Report only what the provider has written down.",
    Kind.SYNTAX: "Correct the line and submit again.",
}
"""The last sentence of a message; every kind has one."""


def join(*sentences: str) -> str:
    """Put sentences together, each with a full stop, leaving out empty ones.

    Examples
    --------
    >>> join("One", "", "Two.")
    'One. Two.'
    """
    kept = [" ".join(sentence.split()) for sentence in sentences]
    return " ".join(each if each[-1] in ".?!" else f"{each}." for each in kept if each)


def chart_says(evidence: Sequence[Evidence]) -> str:
    """Return the first quotation as a sentence."""
    if not evidence:
        return ""
    quote = " ".join(evidence[0].quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[: _LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
    return f'The chart says: "{quote}".'


def rule(entry: KeyCode | KeyLine) -> str:
    """Return the case's own rationale with its citation."""
    return join(entry.rationale.rstrip(". ") + (f" ({entry.citation})" if entry.citation else ""))


def missing(entry: KeyCode | KeyLine, book: Codebook, *, first: str = "") -> str:
    """Say that an entry of the key is not on the claim; ``first`` names the place that it should have held."""
    place = f", as the {first}" if first else ""
    return join(
        f"{book.named(entry.code)} is missing{place}",
        chart_says(entry.evidence),
        rule(entry),
        NEXT_STEP[Kind.MISSING],
    )


def near_miss(
    code: str, entry: KeyCode | KeyLine, relation: Relation, kind: Kind, book: Codebook, trap: Trap | None
) -> str:
    """Say what a reported code that is close to the expected one gets wrong."""
    return join(
        _what(code, entry, relation, book),
        trap.misconception if trap is not None else "",
        chart_says(entry.evidence),
        rule(entry),
        NEXT_STEP[kind],
    )


def _what(code: str, entry: KeyCode | KeyLine, relation: Relation, book: Codebook) -> str:
    expected = book.named(entry.code)
    if relation.kind is Kind.INVALID:
        how = "did you mean" if relation.slip else "the chart supports"
        mark = "?" if relation.slip else "."
        if code.replace(".", "").replace("X", "") == entry.code.replace(".", "").replace("X", ""):
            return f"{code} is not a code: the placeholder X must fill the empty places; did you mean {expected}?"
        if code[:-1] == entry.code[:-1] and len(code) == 8 and book.seventh(entry.code):
            takes = ", ".join(f"{each} ({meaning})" for each, meaning in book.seventh(entry.code).items())
            what = f"{code} is not a code: {code[-1]} is no 7th character here. There are {takes}"
            return f"{what}. The chart supports {expected}."
        what = f"{code} is not a code of {book.edition.name}; {how} {expected}{mark}"
        return join(what, dead_end(code, book) if _is_procedure(entry.code) else "")
    if relation.kind is Kind.NOT_BILLABLE and _is_procedure(entry.code):
        begun = f"{code} is the beginning of a code: a procedure is reported with seven characters"
        return join(f"{begun}. The chart supports {expected}", dead_end(code, book))
    if relation.kind is Kind.NOT_BILLABLE:
        header = f"{book.named(code)} is a header: it is divided further and cannot be reported"
        return f"{header}. The chart supports {expected}."
    if relation.kind is Kind.LESS_SPECIFIC:
        return f"{book.named(code)} says less than the chart, which supports {expected}."
    if relation.kind is Kind.MORE_SPECIFIC:
        return f"{book.named(code)} says more than the chart, which supports {expected}."
    if relation.kind is Kind.WRONG_7TH_CHARACTER:
        meanings = book.seventh(entry.code)
        told, wanted = meanings.get(code[-1:], ""), meanings.get(entry.code[-1:], "")
        said = f" ({told})" if told else ""
        want = f" ({wanted})" if wanted else ""
        return (
            f"{code} has the 7th character {code[-1:]}{said}; the chart supports {entry.code[-1:]}{want}: {expected}."
        )
    if relation.kind is Kind.WRONG_LATERALITY:
        return f"{book.named(code)} names the wrong side; the chart supports {expected}."
    if relation.slip:
        return f"{code} is not in the course's list of services; did you mean {expected}?"
    return join(f"You reported {book.named(code)}; the chart supports {expected}", differing(code, entry.code, book))


def _is_procedure(code: str) -> bool:
    return len(code) == 7 and "." not in code


def extra(code: str, kind: Kind, book: Codebook, trap: Trap | None, *, other: str = "", first: str = "") -> str:
    """Say why an entry that the key has nothing for should not be on the claim.

    Parameters
    ----------
    code
        As reported.
    kind
        What it was found to be.
    book
        The edition.
    trap
        The case's own word on it.
    other
        The code it clashes with, or repeats.
    first
        The place that it wrongly holds: ``principal diagnosis``.
    """
    named = book.named(code)
    place = f"It also stands where the {first} belongs." if first else ""
    if kind is Kind.DUPLICATE:
        what = f"{named} is on the claim more than once" if other in ("", code) else ""
        what = what or f"{named} is accepted in place of {other}, not beside it"
        return join(what, place, NEXT_STEP[kind])
    if trap is not None:
        quoted = chart_says(trap.evidence)
        cited = f"See {trap.citation}." if trap.citation else ""
        return join(f"{named} does not belong on this claim", trap.misconception, quoted, cited, place, NEXT_STEP[kind])
    if kind is Kind.INVALID:
        what = f"{code} is not a code of {book.edition.name}, and nothing in the chart is close to it"
    elif kind is Kind.NOT_BILLABLE:
        what = f"{named} is a header and cannot be reported, and the chart does not support a code below it"
    elif kind is Kind.EXCLUDED_PAIR:
        what = (
            f"{named} and {book.named(other)} exclude each other: an Excludes1 note says that the two are not reported "
            "together unless they are unrelated, and the chart supports the second alone"
        )
    elif code[:1] == "R" and kind is Kind.EXTRA:
        what = (
            f"{named} is a sign, symptom or finding. Is it part of a diagnosis that is already on the claim? Then it "
            "is not coded as well; nor does the chart support it by itself"
        )
    else:
        what = f"The chart does not support {named} at this encounter"
    return join(what, place, NEXT_STEP[kind])
