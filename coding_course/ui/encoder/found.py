"""The score of a find exercise, explained: as plain values, as text and as HTML. Words alone, no decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coding_course.grading.hunting import FindKind, FindPart, solution_trail
from coding_course.ui import words
from coding_course.ui.encoder.recorder import SAID
from coding_course.ui.markup import Html, element

if TYPE_CHECKING:
    from coding_course.bank import Found

LOST = {
    FindKind.NO_CODE: "No code",
    FindKind.CODE: "Not the code",
    FindKind.NO_TERM: "No main term",
    FindKind.WRONG_TERM: "Not the main term",
    FindKind.NOT_VERIFIED: "Not verified",
    FindKind.VERIFIED_LATE: "Verified too late",
    FindKind.NOTE_NOT_READ: "Note not read",
}
PARTS = {
    FindPart.TERM.value: "Begun from a main term",
    FindPart.TABULAR.value: "Verified before it was chosen",
    FindPart.NOTE.value: "Decisive notes read",
    FindPart.CODE.value: "The code",
}


def to_view(found: Found) -> dict[str, Any]:
    """Return the score as plain values for a front end."""
    score = found.score
    # Nothing of the key before the first step.
    told = score.attempted and not found.hunt.private
    return {
        "attempted": score.attempted,
        "points": score.points,
        "max": score.max,
        "headline": headline(found),
        "parts": [[PARTS[part], words.amount(got), words.amount(most)] for part, got, most in score.earned],
        "losses": [
            {
                "label": LOST[loss.kind],
                "lost": words.amount(loss.points),
                "message": loss.message,
                "citation": loss.citation,
            }
            for loss in score.losses
        ],
        "remarks": [*score.remarks, *(f"Line {each.line}: {each.message}" for each in found.trail.problems)],
        "key": list(way(found)) if told else [],
        "rationale": found.hunt.key.rationale if told else "",
        "citation": found.hunt.key.citation if told else "",
    }


def headline(found: Found) -> str:
    """Return the score in a sentence."""
    score = found.score
    if not score.attempted:
        return f"0 of {words.points(score.max)}. No step was recorded yet: find the code first."
    said = f"{words.amount(score.points)} of {words.points(score.max)}."
    return said if score.losses else f"{said} Found and verified as in the book."


def way(found: Found) -> Iterator[str]:
    """Yield the steps of a shortest way that earns full marks, in words."""
    for each in solution_trail(found.hunt.key):
        yield f"{SAID[each.kind].format(each.text)}."


def to_text(found: Found) -> str:
    """Return the explained score as text."""
    view = to_view(found)
    lines = [view["headline"], ""]
    lines += [f"{part}: {got} of {most}" for part, got, most in view["parts"]]
    for loss in view["losses"]:
        rule = f" Rule: {loss['citation']}." if loss["citation"] else ""
        lines += ["", f"-{loss['lost']} {loss['label']}: {loss['message']}{rule}"]
    if view["remarks"]:
        lines += ["", *view["remarks"]]
    if view["key"]:
        lines += ["", "The way to it:", *(f"  {place}. {said}" for place, said in enumerate(view["key"], 1))]
        lines.append(f"{view['rationale']} Rule: {view['citation']}.")
    return "\n".join(lines)


def to_html(found: Found) -> Html:
    """Return the explained score as HTML."""
    view = to_view(found)
    losses = [
        element(
            "li",
            element("strong", f"−{loss['lost']} {loss['label']}: "),
            loss["message"],
            element("small", f" Rule: {loss['citation']}") if loss["citation"] else None,
        )
        for loss in view["losses"]
    ]
    key = [
        element("p", element("strong", "The way to it")),
        element("ol", *(element("li", said) for said in view["key"])),
        element("p", f"{view['rationale']} Rule: {view['citation']}."),
    ]
    return element(
        "div",
        element("p", element("strong", view["headline"])),
        element("ul", *(element("li", f"{part}: {got} of {most}") for part, got, most in view["parts"])),
        element("ul", *losses) if losses else None,
        *(element("p", remark) for remark in view["remarks"]),
        *(key if view["key"] else ()),
    )
