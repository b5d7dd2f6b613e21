"""An explained score, as a value for the widget, as static HTML and as text.

One function, :func:`explain`, decides what is said; the three forms only print it. A case whose key an instructor
keeps private is reduced by ``grading.redact`` before anything is decided here.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.claims import Setting
from coding_course.grading.model import Difference, Evidence, Key, KeyCode, KeyLine, Score
from coding_course.ui import words
from coding_course.ui.markup import Html, element

if TYPE_CHECKING:
    from coding_course.bank import Graded
    from coding_course.claims.grouping import Grouping


class Item(msgspec.Struct, frozen=True):
    """One difference, as the learner reads it."""

    label: str
    codes: str
    """What was reported and what was expected, in words; empty when the message says it all."""
    points: float
    message: str
    citation: str
    marks: tuple[int, ...]
    """Numbers of the marks in the documents."""
    line: int


class Reason(msgspec.Struct, frozen=True):
    """One entry of the key, and why it is there."""

    code: str
    rationale: str
    citation: str
    marks: tuple[int, ...]
    optional: bool
    alternates: tuple[tuple[str, str], ...]


class Explanation(msgspec.Struct, frozen=True):
    """All that is said of a graded claim."""

    headline: str
    points: float
    max: float
    items: tuple[Item, ...]
    findings: tuple[tuple[str, str, str], ...]
    """Edits that fired: severity in words, message, citation."""
    reasons: tuple[Reason, ...]
    """The key with its reasons; empty for a blank claim and for a private case."""
    evidence: tuple[Evidence, ...]
    """Mark number n is the n-th, from 1."""
    groups: tuple[str, ...] = ()
    """Of an inpatient stay: the MS-DRG of the claim, and that of the key where it may be told."""


def explain(graded: Graded) -> Explanation:
    """Decide what to say of a graded claim.

    Parameters
    ----------
    graded
        What ``bank.grade_claim`` returned.

    Returns
    -------
    Explanation
        Without the key, and without anything that gives it away, when the case is private.
    """
    case = graded.case
    score = _redacted(graded.score) if case.private else graded.score
    evidence: list[Evidence] = []
    items = tuple(_item(difference, evidence) for difference in score.differences)
    tell_key = score.attempted and not case.private
    reasons = _reasons(case.key, evidence) if tell_key else ()
    findings = tuple(
        (words.SEVERITIES[finding.severity], finding.message, finding.citation)
        for finding in graded.findings
        if score.attempted
    )
    return Explanation(
        headline=_headline(score),
        points=float(score.points),
        max=float(score.max),
        items=items,
        findings=findings,
        reasons=reasons,
        evidence=tuple(evidence),
        groups=_groups(graded, tell_key) if score.attempted else (),
    )


def _groups(graded: Graded, tell_key: bool) -> tuple[str, ...]:
    """Return what the claim of a stay is grouped to, and what the key would be: the price of the differences."""
    case = graded.case
    if case.setting is not Setting.INPATIENT:
        return ()
    from coding_course.bank.grading import encounter_of
    from coding_course.claims.grouping import group
    from coding_course.codesets import edition
    from coding_course.grading import key_claim

    held, encounter = edition(case.edition), encounter_of(case)
    mine = group(graded.parsed.claim, encounter, held)
    if not mine.drg:
        return ()
    said = [f"Your claim groups to {_group(mine)}."]
    if tell_key:
        key = group(key_claim(case.key, optional=False), encounter, held)
        same = "The key groups to the same MS-DRG, so the differences do not change the payment."
        said.append(
            f"The key groups to {_group(key)}." if key.drg != mine.drg else same if graded.score.differences else ""
        )
    return tuple(sentence for sentence in said if sentence)


def _group(found: Grouping) -> str:
    weight = f", relative weight {found.weight:.4f}" if found.weight else ""
    decided = (
        f", with {' and '.join(found.mcc or found.cc)} as {'MCC' if found.mcc else 'CC'}"
        if found.mcc or found.cc
        else ""
    )
    return f"MS-DRG {found.drg} ({found.title}){weight}{decided}"


def to_text(graded: Graded) -> str:
    """Return the explained score as plain text, for terminals, screen readers and nbconvert."""
    said = explain(graded)
    lines = [said.headline]
    for number, item in enumerate(said.items, 1):
        lost = f" (-{words.amount(item.points)})" if item.points else ""
        lines += ["", f"{number}. {item.label}{lost}{f': {item.codes}' if item.codes else ''}"]
        lines += _wrapped(item.message)
        lines += [line for quote in _unsaid(item, said) for line in _wrapped(f'The chart says: "{quote}"')]
        if item.citation:
            lines += _wrapped(f"Rule: {item.citation}")
    if said.findings:
        lines += ["", "Edits on your claim"]
        for severity, message, citation in said.findings:
            lines += _wrapped(f"{severity}: {message} ({citation})", "- ")
    for sentence in said.groups:
        lines += ["", *_wrapped(sentence, "")]
    if said.reasons:
        lines += ["", "The key, with its reasons"]
        for reason in said.reasons:
            optional = " (optional)" if reason.optional else ""
            lines += _wrapped(f"{reason.code}{optional}: {reason.rationale} ({reason.citation})", "- ")
            lines += [
                line for code, why in reason.alternates for line in _wrapped(f"{code} is accepted too: {why}", "  ")
            ]
    return "\n".join(lines)


def to_html(graded: Graded) -> Html:
    """Return the explained score as HTML that needs no style sheet and no script."""
    said = explain(graded)
    parts = [element("p", element("strong", said.headline))]
    if said.items:
        parts.append(element("ol", *(_item_html(item, said) for item in said.items)))
    if said.findings:
        parts.append(element("p", element("strong", "Edits on your claim")))
        parts.append(
            element(
                "ul",
                *(
                    element("li", element("strong", f"{severity}: "), message, " ", element("small", citation))
                    for severity, message, citation in said.findings
                ),
            )
        )
    parts += [element("p", sentence) for sentence in said.groups]
    if said.reasons:
        rows = [_reason_html(reason) for reason in said.reasons]
        head = element("tr", *(element("th", title, scope="col") for title in ("Code", "Why", "Rule")))
        table = element("table", element("thead", head), element("tbody", *rows))
        parts.append(element("details", element("summary", "The key, with its reasons"), table))
    return element("div", *parts)


def to_view(said: Explanation, titles: dict[str, str]) -> dict[str, Any]:
    """Return the explanation as plain values for the widget.

    Parameters
    ----------
    said
        What to say.
    titles
        Code to title, for the key.
    """
    return {
        "headline": said.headline,
        "points": said.points,
        "max": said.max,
        "items": [
            {
                "label": item.label,
                "codes": item.codes,
                "lost": words.amount(item.points) if item.points else "",
                "message": item.message,
                "citation": item.citation,
                "marks": list(item.marks),
            }
            for item in said.items
        ],
        "reasons": [
            {
                "code": reason.code,
                "title": titles.get(reason.code, ""),
                "rationale": reason.rationale,
                "citation": reason.citation,
                "marks": list(reason.marks),
                "optional": reason.optional,
                "alternates": [list(pair) for pair in reason.alternates],
            }
            for reason in said.reasons
        ],
        "quotes": [evidence.quote for evidence in said.evidence],
        "groups": list(said.groups),
    }


def _redacted(score: Score) -> Score:
    from coding_course.grading import redact

    return redact(score)


def _headline(score: Score) -> str:
    total = f"{words.amount(score.points)} of {words.points(score.max)}."
    if not score.attempted:
        return f"{total} Nothing was reported yet."
    if not score.differences:
        return f"{total} Your claim agrees with the key."
    return f"{total} {words.count(len(score.differences), 'difference')} from the key."


def _item(difference: Difference, evidence: list[Evidence]) -> Item:
    return Item(
        label=words.DIFFERENCES.get(difference.kind, str(difference.kind)),
        codes=_codes(difference),
        points=float(difference.points),
        message=difference.message,
        # Most messages name their rule already; saying it twice helps nobody.
        citation="" if difference.citation in difference.message else difference.citation,
        marks=_number(difference.evidence, evidence),
        line=difference.line,
    )


def _codes(difference: Difference) -> str:
    if difference.code and difference.expected:
        return f"you reported {difference.code}, the key has {difference.expected}"
    if difference.code:
        return f"you reported {difference.code}"
    return f"the key has {difference.expected}" if difference.expected else ""


def _number(quotes: tuple[Evidence, ...], evidence: list[Evidence]) -> tuple[int, ...]:
    """Return the mark numbers of quotes, in the order of first need; the same words keep their number."""
    for quote in quotes:
        if quote not in evidence:
            evidence.append(quote)
    return tuple(evidence.index(quote) + 1 for quote in quotes)


def _reasons(key: Key, evidence: list[Evidence]) -> tuple[Reason, ...]:
    entries: list[KeyCode | KeyLine] = [*([key.principal] if key.principal else []), *key.diagnoses]
    entries += [*key.procedures, *key.lines]
    return tuple(
        Reason(
            code=entry.code,
            rationale=entry.rationale,
            citation=entry.citation,
            marks=_number(entry.evidence, evidence),
            optional=entry.optional,
            alternates=tuple((alternate.code, alternate.why) for alternate in entry.alternates),
        )
        for entry in entries
    )


def _unsaid(item: Item, said: Explanation) -> list[str]:
    """Return the quotes of an item that its message does not hold already."""
    quotes = [said.evidence[mark - 1].quote for mark in item.marks]
    return [quote for quote in quotes if quote not in item.message]


def _item_html(item: Item, said: Explanation) -> Html:
    lost = f" (−{words.amount(item.points)})" if item.points else ""
    quotes = [element("blockquote", quote) for quote in _unsaid(item, said)]
    return element(
        "li",
        element("strong", item.label, lost),
        f": {item.codes}. " if item.codes else ". ",
        item.message,
        *([" ", element("em", "The chart says:"), *quotes] if quotes else []),
        element("div", element("small", "Rule: ", item.citation)) if item.citation else None,
    )


def _reason_html(reason: Reason) -> Html:
    accepted = [element("div", f"{code} is accepted too: {why}") for code, why in reason.alternates]
    return element(
        "tr",
        element("td", element("code", reason.code), " (optional)" if reason.optional else None),
        element("td", reason.rationale, *accepted),
        element("td", element("small", reason.citation)),
    )


def _wrapped(text: str, bullet: str = "   ") -> list[str]:
    indent = " " * len(bullet)
    return textwrap.wrap(text, 96, initial_indent=bullet, subsequent_indent=indent) or []
