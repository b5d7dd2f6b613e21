"""Cancer and its history at one site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_SITES = (
    ("Z85.3", ("C50",), "breast"),
    ("Z85.46", ("C61",), "prostate"),
    ("Z85.51", ("C67",), "bladder"),
    ("Z85.118", ("C34",), "lung"),
    ("Z85.038", ("C18",), "colon"),
    ("Z85.048", ("C19-C21",), "rectum"),
    ("Z85.028", ("C16",), "stomach"),
    ("Z85.43", ("C56",), "ovary"),
    ("Z85.42", ("C54", "C55"), "uterus"),
    ("Z85.41", ("C53",), "cervix"),
    ("Z85.528", ("C64",), "kidney"),
    ("Z85.850", ("C73",), "thyroid"),
    ("Z85.820", ("C43",), "skin (melanoma)"),
    ("Z85.07", ("C25",), "pancreas"),
    ("Z85.05", ("C22",), "liver"),
)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    past = view.within("Z85")
    if not past:
        return
    for history, active, site in _SITES:
        former, current = view.within(history), view.within(*active)
        if former and current:
            yield RULE.finding(
                (former[0].code, current[0].code),
                f"{former[0].code} says that a cancer of the {site} is over, and {current[0].code} that there is one. "
                "As long as treatment is directed at it, only the cancer is coded. Are these two cancers?",
                former[0].line,
            )


RULE = Rule(
    id="cancer-and-history",
    title="A cancer is active or history, not both",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.2.m",
    explanation=(
        "While surgery, radiation, chemotherapy or another treatment is directed at a primary cancer, it is "
        "coded as active; when it is gone and no longer treated, a code of category Z85 names the former "
        "site. Both at one site can be right after a first cancer and a second one, such as of the other "
        "breast, so the rule asks."
    ),
    decide=_decide,
    fires=(visit("dx: C50.911, Z85.3"),),
    passes=(visit("dx: C78.01, Z85.3", "a metastasis, the primary is gone"), visit("dx: Z08, Z85.3")),
)
