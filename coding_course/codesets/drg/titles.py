"""Table 5 prints its titles in capitals, which are hard to read and are spelled out by screen readers."""

from __future__ import annotations

import re

# fmt: off
_ABBREVIATIONS = frozenset(
    ["MCC", "CC", "ECMO", "MV", "O.R.", "CAR", "CNS", "TPA", "URI", "PTCA", "AICD", "AMI", "HIV", "AMA", "C.D.E.",
     "D&C", "T-", "GI", "COPD", "TIA"]
)
# fmt: on
_WORD = re.compile(r"[A-Z](?:\.[A-Z])+\.|D&C|T-(?=CELL)|[A-Z]+")


def sentence_case(title: str) -> str:
    """Return a title in sentence case, abbreviations left as they are.

    Examples
    --------
    >>> sentence_case("EXTENSIVE O.R. PROCEDURES UNRELATED TO PRINCIPAL DIAGNOSIS WITH MCC")
    'Extensive O.R. procedures unrelated to principal diagnosis with MCC'
    """
    text = " ".join(title.split())
    if text.upper() != text:
        return text
    text = _WORD.sub(lambda match: match[0] if match[0] in _ABBREVIATIONS else match[0].lower(), text)
    return text[:1].upper() + text[1:]
