"""What there is to know of one code, as labelled sentences: validity, POA, severity, age, editor, family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coding_course.codesets import hcc
from coding_course.codesets.model import Code
from coding_course.ui.encoder.entries import billing, short

if TYPE_CHECKING:
    from coding_course.codesets import Edition

Fact = dict[str, Any]

EDITOR = {
    "manifestation": "A manifestation: never the principal or first-listed diagnosis; its cause is coded first.",
    "unacceptable-principal": "The Medicare Code Editor does not accept it as principal diagnosis.",
    "acceptable-with-secondary": "Accepted as principal diagnosis only beside a secondary diagnosis.",
    "external-cause": "An external cause: never the principal or first-listed diagnosis.",
    "unspecified": "The Medicare Code Editor counts it as unspecified.",
    "questionable-admission": "The Medicare Code Editor questions an admission for this alone.",
}
"""Flags of the Medicare Code Editor that are not told elsewhere, in our own words."""
PROCEDURE_EDITOR = {
    "noncovered": "Medicare does not cover it.",
    "noncovered-sterilization": "Medicare does not cover it with principal diagnosis Z30.2 (sterilization).",
    "noncovered-conditional": "Medicare covers it only with certain diagnoses, procedures or ages.",
    "limited-coverage": "Medicare covers it in certain hospitals or studies only.",
    "delivery": "A delivery procedure: the stay needs a diagnosis of the delivery.",
}
GLOBAL = {
    "000": "0 days: the day of the procedure.",
    "010": "10 days after the procedure.",
    "090": "90 days after, and the day before.",
    "MMM": "Maternity care has its own rule.",
    "XXX": "None: the concept does not apply.",
    "ZZZ": "Add-on: that of the primary procedure.",
}

SECOND = {"standard": "Beside a procedure that pays more, Medicare pays half."}
EQUIPMENT = {
    "purchase": "Medicare rents or buys it, as the patient chooses.",
    "rental": "Medicare rents it by the month until the patient owns it.",
    "oxygen": "Medicare rents oxygen equipment by the month, for up to 36 months.",
    "serviced": "Medicare rents it as long as it is needed, since it must be serviced often.",
}
SERVICE_FLAGS = {
    "noc": ("Described", "It stands for what has no code of its own: the claim must say what it was."),
    "no-medicare": ("Medicare", "Medicare does not take this code."),
    "single-dose": (
        "Container",
        "It comes for one patient: what is thrown away is reported with -JW, or -JZ if nothing is.",
    ),
    "biosimilar": ("Biosimilar", "It is reported by the code of this product, not by that of the original."),
    "influenza": ("Medicare", "Giving it is reported to Medicare with G0008."),
    "pneumococcal": ("Medicare", "Giving it is reported to Medicare with G0009."),
    "hepatitis-b": ("Medicare", "Giving it is reported to Medicare with G0010."),
}
"""Label and sentence of what the subset marks about a service."""


def diagnosis_facts(edition: Edition, code: Code, principal: str) -> Iterator[Fact]:
    """Yield facts about an ICD-10-CM code.

    Parameters
    ----------
    edition
        The code set.
    code
        Billable or not.
    principal
        The principal diagnosis of the claim at hand, or an empty text; it decides about exclusions.
    """
    yield fact("Reporting", billing(edition, code), good=code.billable)
    period = edition.period(code.code)
    if period and any(period):
        yield fact("Valid", f"{period[0] or 'before October 1 2022'} to {period[1] or 'today, no end known'}.")
    if code.billable:
        exempt = edition.poa_exempt(code.code)
        yield fact(
            "Present on admission",
            "Exempt: on a stay the indicator is 1." if exempt else "A stay needs an indicator: Y, N, U or W.",
        )
        yield _severity(edition, code.code, principal)
        limits = edition.age_limits(code.code)
        if limits:
            years = f"{limits.youngest} to {limits.oldest} years" if limits.oldest else "under 1 year"
            yield fact("Age", f"The Medicare Code Editor expects {years} ({limits.category}).")
        if hcc.available() and (risk := hcc.sentence(code.code)):
            yield fact("Risk adjustment", risk)
    for flag in sorted(edition.flags(code.code)):
        if flag in EDITOR:
            yield fact("Code editor", EDITOR[flag])
    sevenths = edition.seventh_characters(code.code)
    if sevenths:
        yield fact("7th character", "", pairs=[list(pair) for pair in sevenths.items()])
    sided = edition.sided(code.code)
    if sided:
        yield fact("The same on another side", "", codes=short(sided))


def procedure_facts(edition: Edition, code: Code) -> Iterator[Fact]:
    """Yield facts about an ICD-10-PCS code."""
    yield fact(
        "Reporting",
        "Valid: reported on hospital inpatient claims only." if code.billable else "Not complete.",
        good=code.billable,
    )
    period = edition.pcs.period(code.code)
    if period and any(period):
        yield fact("Valid", f"{period[0] or 'before October 1 2022'} to {period[1] or 'today, no end known'}.")
    for flag in sorted(edition.pcs.flags(code.code)):
        yield fact("Code editor", PROCEDURE_EDITOR.get(flag, flag))


def service_facts(edition: Edition, code: Code) -> Iterator[Fact]:
    """Yield facts about a CPT or HCPCS Level II code of the teaching subset."""
    yield fact("Wording", "In our own words; the publisher's descriptor stands in your code book.")
    found = edition.service(code.code)
    if found is None:
        return
    yield fact("Section", f"{found.section.capitalize()}.")
    if found.level:
        yield fact("Decision making", f"{found.level.capitalize()}.")
    if found.add_on:
        primary = f" It goes with {', '.join(found.primary)}." if found.primary else ""
        yield fact("Add-on", f"Never reported alone.{primary}")
    if found.global_days:
        yield fact("Global period", GLOBAL.get(found.global_days, found.global_days))
    if found.split:
        said = {"global": "-26 and -TC may divide it.", "professional": "The professional component alone."}
        yield fact("Components", said.get(found.split, "The technical component alone."))
    if found.bilateral:
        yield fact("Both sides", "-50 may apply." if found.bilateral == "yes" else "The code means both sides already.")
    if found.base:
        yield fact(
            "Second procedure", f"Beside another scope of its family, Medicare pays what it is above {found.base}."
        )
    elif found.multiple in SECOND:
        yield fact("Second procedure", SECOND[found.multiple])
    if found.assistant:
        yield fact("Assistant", f"Medicare {'pays' if found.assistant == 'yes' else 'does not pay'} one for it.")
    if found.unit:
        yield fact("One unit", f"{found.unit}.")
    if found.route:
        yield fact("Given", f"{found.route}.")
    if found.payment:
        yield fact("Equipment", EQUIPMENT.get(found.payment, found.payment))
    if found.waived:
        with_qw = "with -QW" if found.waived == "QW" else "without a modifier"
        yield fact("Waived test", f"A laboratory with a certificate of waiver may report it, {with_qw}.")
    if found.youngest is not None or found.oldest is not None:
        last = f" to {found.oldest}" if found.oldest is not None else " and more"
        yield fact("Age", f"{found.youngest or 0}{last} years.")
    for flag in sorted(found.flags & SERVICE_FLAGS.keys()):
        yield fact(*SERVICE_FLAGS[flag])
    if found.names:
        yield fact("Also called", f"{', '.join(found.names)}.")


def modifier_facts(edition: Edition, code: Code) -> Iterator[Fact]:
    """Yield facts about a modifier of the teaching subset."""
    yield fact("Wording", "In our own words; the publisher's descriptor stands in your code book.")
    found = edition.modifier(code.code)
    if found is None:
        return
    yield fact("When it is right", found.use)
    if found.applies:
        goes = "any service" if "any" in found.applies else ", ".join(found.applies)
        yield fact("Goes with", f"{goes[:1].upper()}{goes[1:]}.")
    yield fact(
        "Payment", "It may change what is paid." if found.payment else "It informs; it does not change what is paid."
    )
    yield fact("On the claim", "It stands behind the code of a service line, in the field Modifiers.")


def fact(label: str, text: str, *, good: bool | None = None, codes: Any = (), pairs: Any = ()) -> Fact:
    """Return one labelled line."""
    return {"label": label, "text": text, "good": good, "codes": list(codes), "pairs": list(pairs)}


def _severity(edition: Edition, code: str, principal: str) -> Fact:
    level = edition.groups.severity(code)
    if not level:
        return fact("Severity", "Neither CC nor MCC as a secondary diagnosis.")
    if principal and principal != code and edition.groups.excluded(code, principal):
        return fact("Severity", f"{level}, but excluded beside {principal}, the principal diagnosis of your claim.")
    beside = f" It counts beside {principal}." if principal and principal != code else ""
    return fact("Severity", f"{level} as a secondary diagnosis.{beside}")
