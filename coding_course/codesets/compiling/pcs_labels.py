"""What each character of a code says, read out of its title.

A title is made from the labels of its characters by a pattern for each section: *Introduction of* substance *into*
region, approach. Read backwards, the patterns give the labels of the sections for which no package carries them. What
titles do not tell, such as that a title with *Oxazolidinones* is about an anti-infective, stands in
:mod:`~coding_course.codesets.compiling.pcs_label_words`, by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from coding_course.codesets.compiling.pcs_label_words import (
    APPROACHES,
    DURATIONS,
    GIVEN,
    MODIFIERS,
    NEW_KINDS,
    NEW_LABELS,
    PART_KINDS,
)

Labels = dict[str, tuple[str, ...]]
"""Code to the labels of its places 4 to 7."""
Found = dict[int, str]
"""Place to label."""

APPROACH_SECTIONS = frozenset("0123478X9")
SIDE = re.compile(r"(Right and Left|Right|Left|Bilateral) (.+)")
VIA = re.compile(
    r"(.+?), (?:(?:Open|Percutaneous Endoscopic|Percutaneous|External)(?: Approach)?"
    r"|Via Natural or Artificial Opening(?: Endoscopic)?)"
)
GROUP = re.compile(r"(.+), (New Technology Group \d+)")


def nothing(section: str, place: int) -> str:
    """Return what Z says at a place."""
    if place == 6 and section in "012":
        return "No Device"
    if (place == 7 and section in "01234568") or (place, section) == (6, "6"):
        return "No Qualifier"
    return "None"


def sided(text: str) -> str:
    """Return a body part as tables print it, with its side behind.

    Examples
    --------
    >>> sided("Left Thumb"), sided("Right and Left Heart"), sided("Liver")
    ('Thumb, Left', 'Heart, Right and Left', 'Liver')
    """
    found = SIDE.fullmatch(text)
    return f"{found[2]}, {found[1]}" if found else text


def _kind_first(text: str, *kinds: str) -> str:
    """Return a label with what it is in front, and which one behind, as tables print it."""
    for kind in kinds:
        if text.endswith(" " + kind) and not text.endswith(" with " + kind):
            return f"{kind}, {text.removesuffix(kind).strip()}"
    return text


def _first(text: str, *patterns: str) -> Found:
    for pattern in patterns:
        if found := re.fullmatch(pattern, text):
            return {int(name[1]): label for name, label in found.groupdict().items() if label}
    return {}


def _placement(code: str, title: str) -> Found:
    return _first(
        title,
        r"(?:Change|Removal of) (?P<p4>.+) (?P<p6>Packing Material)",
        r"(?:Change|Removal of) (?P<p6>.+) on (?P<p4>.+)",
        r"Packing of (?P<p4>Nasal|Anorectal) Region using (?P<p6>.+)",
        r"\w+ of (?P<p4>.+) using (?P<p6>.+)",
        r"\w+ of (?P<p4>.+)",
    )


def _administration(code: str, title: str) -> Found:
    plain = title.removesuffix(", Diagnostic")
    via = VIA.fullmatch(plain)
    found = _first(
        via[1] if via else plain,
        r"Irrigation of (?P<p4>.+) using (?P<p6>.+)",
        r"Introduction of (?P<p6>Antineoplastic), (?P<p7>.+?),? into (?P<p4>.+)",
        r"\w+ of (?:(?P<p7>Autologous|Nonautologous|Allogeneic (?:Related|Unrelated|Unspecified)) )?(?P<p6>.+)"
        r" into (?P<p4>.+)",
    )
    if code[6] == "X":
        found[7] = "Diagnostic"
    if 7 in found:
        found[7] = found[7].replace("Allogeneic ", "Allogeneic, ")
    if 6 in found:
        found[6] = _kind_first(found[6], "Stem Cells")
    if code.startswith("3E0") and code[6] != "Z" and 7 not in found:
        found[7] = found.pop(6)
    return found


def _measurement(code: str, title: str) -> Found:
    via = VIA.fullmatch(title)
    system = r"(?P<p4>Products of Conception, \w+|Central Nervous|Peripheral Nervous|Skin and Breast|Cranial Nerve|\w+)"
    return _first(
        via[1] if via else title,
        r"\w+ of (?P<p7>Intracranial) (?P<p6>.+)",
        r"\w+ of (?P<p6>Metabolism|Temperature|Sleep)",
        rf"\w+ of {system} (?P<p6>.+) using (?P<p7>.+)",
        rf"\w+ of {system} (?P<p6>[^,]+), (?P<p7>.+)" if code[6] != "Z" else rf"\w+ of {system} (?P<p6>.+)",
    )


def _assistance(code: str, title: str) -> Found:
    duration = DURATIONS["5" + code[4]]
    plain = title.replace(f", {duration}", "", 1)
    return _first(
        plain,
        r"Intraoperative (?P<p6>Cerebral Embolic Filtration), (?P<p7>.+)",
        r"Extracorporeal (?P<p7>.+) (?P<p6>Oxygenation)",
        r"Extracorporeal (?P<p6>Oxygenation), (?P<p7>.+)",
        r"(?:Assistance with|Performance of|Restoration of) (?P<p4>\w+) (?P<p6>\w+) using (?P<p7>.+)",
        r"(?:Assistance with|Performance of|Restoration of) (?P<p4>\w+) (?P<p6>\w+)(?:, (?P<p7>.+))?",
        r"(?P<p4>Respiratory) (?P<p6>Ventilation)(?:, (?P<p7>.+))?",
    )


def _therapy(code: str, title: str) -> Found:
    found = _first(
        title.replace(f", {DURATIONS['6' + code[4]]}", "", 1),
        r"[\w ]+ of (?P<p4>.+) (?P<p6>Donor Organ)",
        r"[\w ]+ of (?P<p4>.+) using (?P<p6>[^,]+), (?P<p7>.+)",
        r"[\w ]+ of (?P<p7>.+)" if code[6] != "Z" else r"[\w ]+ of (?P<p4>.+)",
        r"[\w ]+, (?P<p4>.+)",
    )
    return {place: _kind_first(label, "Stem Cells") for place, label in found.items()}


def _osteopathic(code: str, title: str) -> Found:
    return _first(title, r"Osteopathic Treatment of (?P<p4>.+?)(?: Region)? using (?P<p6>.+?)(?: Forces)?")


def _other(code: str, title: str) -> Found:
    via = VIA.fullmatch(title)
    plain = via[1] if via else title
    if code[5] == "Y":
        found = _first(plain, r"(?P<p7>Suture Removal) from (?P<p4>.+)", r"(?P<p7>.+) of (?P<p4>.+)", r"(?P<p7>.+)")
        return found | {6: "Other Method"}
    return _first(
        plain,
        r"(?P<p6>Collection) of (?P<p7>.+) from Indwelling Device in (?P<p4>.+)",
        r"(?P<p7>Breast Milk|Sperm) (?P<p6>Collection)",
        r"External (?P<p6>Confocal Microscopy), (?P<p7>.+)",
        r"(?P<p6>Acupuncture) using (?P<p7>.+)",
        r"(?P<p6>Therapeutic Massage) of (?P<p7>Prostate|Rectum)",
        r"(?P<p6>.+?) of (?P<p4>.+?)(?: using (?P<p7>[^,]+)|, (?P<r7>With .+))?",
        r"(?P<p6>.+)",
    )


def _chiropractic(code: str, title: str) -> Found:
    return _first(title, r"Chiropractic Manipulation of (?P<p4>.+?)(?: Region)?, (?P<p6>.+)")


def _imaging(code: str, title: str) -> Found:
    _, _, rest = title.partition(" of ")
    contrast, enhanced, last = (character != "Z" for character in code[4:7])
    found: Found = {}
    part, using, agents = rest.partition(" using ")
    if not using:
        if last:
            part, _, found[7] = rest.rpartition(", ")
    elif contrast:
        found[5], _, more = agents.partition(", ")
        if found[5] != "Other Contrast":
            found[5] = found[5].removesuffix(" Contrast")
        if enhanced and last:
            known = next(
                (
                    word
                    for word in ("Unenhanced and Enhanced", "Laser", "Indocyanine Green Dye")
                    if more.startswith(word)
                ),
                more,
            )
            found[6], found[7] = known, more[len(known) :].strip(" ,")
        elif enhanced:
            found[6] = more
        elif last:
            found[7] = more
    else:
        found[6], _, more = agents.partition(", ")
        if last:
            found[7] = more
    found[4] = sided(part)
    return found


def _nuclear(code: str, title: str) -> Found:
    return _first(title, r".+? of (?P<p4>.+?) using (?P<p5>.+)", r".+? of (?P<p4>.+)")


def _radiation(code: str, title: str) -> Found:
    if code[2] == "0":
        return _first(title, r"Beam Radiation of (?P<p4>.+?) using (?P<p5>.+?)(?:, (?P<p7>Intraoperative))?")
    if code[2] == "1":
        return _first(
            title, r"(?P<p5>.+?) Brachytherapy of (?P<p4>.+?) using (?P<p6>.+?)(?:, (?P<p7>Unidirectional Source))?"
        )
    return _first(title, r"(?P<p5>.+?) (?:of|to) (?P<p4>.+?)(?: using (?P<p6>.+))?")


def _rehabilitation(code: str, title: str) -> Found:
    found = _first(
        title,
        r"(?P<p5>.+) Device Fitting(?: using (?P<p6>.+))?",
        r"Caregiver Training in (?P<p5>.+?)(?: using (?P<p6>.+))?",
        r"(?P<p5>.+?) (?:Assessment|Treatment)(?: of (?P<p4>.+?))?(?: using (?P<p6>.+))?",
    )
    if found.get(6) not in (None, "Other Equipment"):
        found[6] = found[6].removesuffix(" Equipment")
    return found


def _counseling(code: str, title: str) -> Found:
    plain = title.replace(" for Substance Abuse Treatment", "")
    before, _, after = plain.partition(", ")
    if after:
        return {4: after}
    if code[3] == "Z":
        return {}
    if before.endswith(" Counseling") and code.startswith("GZ6"):
        return {4: before if before.startswith("Other") else before.removesuffix(" Counseling")}
    return {4: before if before.startswith("Other") else f"Other {before}"}


def _new_technology(code: str, title: str) -> Found:
    group = GROUP.fullmatch(title)
    if group is None:
        return {}
    via = VIA.fullmatch(group[1])
    found = _first(
        via[1] if via else group[1],
        r"Extirpation of Matter from (?P<p4>.+) using (?P<p6>.+)",
        r"Extracorporeal Introduction of (?P<p6>.+) to (?P<p4>.+)",
        r"(?P<p4>Extracorporeal) Introduction of (?P<p6>.+)",
        r"(?:Introduction|Transfusion|Insertion|Irrigation) of (?P<p6>.+) into (?P<p4>.+)",
        r"Monitoring of (?P<p4>(?:Upper|Lower) GI) (?P<p6>.+)",
        r"Monitoring of (?P<p4>Kidney) using (?P<p6>.+)",
        r"(?:Monitoring|Measurement) of (?:Musculoskeletal |Cardiac (?=Output))?(?P<p6>.+)",
        r"(?:\w+ of|\w+) (?P<p4>.+?) using (?P<p6>.+)",
        r"(?:\w+ of|\w+) (?P<p4>.+) with (?P<p6>.+)",
        r"(?P<p4>.+) (?P<p6>Cerebral Embolic Filtration, .+)",
        r"(?P<p6>Computer-assisted Transcranial Magnetic Stimulation) of (?P<p4>.+)",
        r"\w+ of (?P<p6>.+)",
        r"(?P<p6>.+)",
    )
    found[7] = group[2]
    if 6 in found:
        found[6] = _kind_first(found[6], *NEW_KINDS)
        for pattern, label in NEW_LABELS:
            found[6] = re.sub(pattern, label, found[6])
    if 4 in found:
        found[4] = re.sub(r"(Right|Left) Lobe (.+)", r"\2, \1 Lobe", found[4])
        found[4] = re.sub(r"(2 or more) (.+)", r"\2, \1", found[4])
    return found


READERS: Mapping[str, Callable[[str, str], Found]] = {
    "2": _placement,
    "3": _administration,
    "4": _measurement,
    "5": _assistance,
    "6": _therapy,
    "7": _osteopathic,
    "8": _other,
    "9": _chiropractic,
    "B": _imaging,
    "C": _nuclear,
    "D": _radiation,
    "F": _rehabilitation,
    "G": _counseling,
    "H": _counseling,
    "X": _new_technology,
}


def read_title(code: str, title: str) -> Found:
    """Return what a title says of its code's places 4 to 7, as far as it does.

    Examples
    --------
    >>> read_title("BP1PZZZ", "Fluoroscopy of Left Hand")
    {4: 'Hand, Left', 5: 'None', 6: 'None', 7: 'None'}
    """
    section = code[0]
    found = READERS[section](code, title)
    if section in APPROACH_SECTIONS:
        found[5] = APPROACHES[code[4]]
    elif section in "56":
        found[5] = DURATIONS[section + code[4]]
    if 4 in found and section in "2BCDX" and ", " not in found[4]:
        found[4] = sided(found[4])
    if 4 in found and section in "BCD" and not SIDE.search(found[4]):
        modified = re.fullmatch(rf"({MODIFIERS}) ([^,]+)", found[4]) if section != "D" else None
        found[4] = f"{modified[2]}, {modified[1]}" if modified else _kind_first(found[4], *PART_KINDS)
    for place in (4, 5, 6, 7):
        if code[place - 1] == "Z" and not (place == 4 and found.get(4)):
            found[place] = nothing(section, place)
    for pattern, place, label in GIVEN:
        if re.match(pattern, code):
            found[place] = label
    return dict(sorted(found.items()))


def derive_labels(titles: Mapping[str, str], known: Labels) -> Labels:
    """Return the labels of the places 4 to 7 of every code: those that are known, and those that titles tell.

    What a single title leaves open is taken from the other codes with the same character, of the same table, else of
    the same body system.
    """
    found = {
        code: read_title(code, title) for code, title in titles.items() if code not in known and code[0] in READERS
    }
    votes: dict[tuple[str, int, str], Counter[str]] = {}
    for code, labels in found.items():
        for place, label in labels.items():
            for start in (code[:3], code[:2]):
                votes.setdefault((start, place, code[place - 1]), Counter())[label] += 1
    result = {code: labels for code, labels in known.items() if code in titles}
    for code, labels in found.items():
        result[code] = tuple(
            labels.get(place) or _elected(votes, code, place) or f"Value {code[place - 1]}" for place in (4, 5, 6, 7)
        )
    return result


def _elected(votes: Mapping[tuple[str, int, str], Counter[str]], code: str, place: int) -> str:
    for start in (code[:3], code[:2]):
        if counter := votes.get((start, place, code[place - 1])):
            return min(counter, key=lambda label: (-counter[label], label))
    return ""
