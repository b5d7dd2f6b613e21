"""Generated inpatient claims for ``benchmarks/grouping.py``: realistic in what stands beside what, from a fixed seed.

Each claim belongs to a kind of stay (medical, surgical, delivery, newborn, trauma, ...). Codes are real; procedures
are drawn from the lists that the definitions of one MS-DRG family name, beside principal diagnoses of its category.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from coding_course.codesets import edition
from coding_course.codesets.drg.engine import Engine, engine, version_of

COMMON_PRINCIPAL = """
A41.9 A41.51 A41.01 A40.3 A04.72 A08.4 A09 B20 B37.81 C18.2 C25.9 C34.11 C34.12 C50.911 C61 C64.1 C67.9 C79.31 C79.51
C83.38 C90.00 C92.00 D50.0 D57.00 D61.810 D62 D70.1 E10.10 E11.00 E11.10 E11.621 E11.65 E11.69 E11.649 E86.0 E87.1
E87.5 E87.6 F10.231 F11.23 F20.9 F25.0 F31.2 F32.2 F33.2 F05 G20.A1 G40.909 G41.9 G45.9 G93.41 G30.9 H81.10 I10 I11.0
I13.0 I13.2 I16.0 I16.1 I20.0 I21.4 I21.11 I21.3 I24.9 I25.110 I26.99 I26.09 I33.0 I35.0 I42.0 I44.2 I46.9 I47.20
I48.0 I48.91 I48.20 I49.5 I50.23 I50.33 I50.43 I60.9 I61.9 I62.01 I63.9 I63.511 I63.40 I65.21 I70.261 I71.43 I80.211
I82.411 I95.1 J09.X1 J10.00 J12.82 J13 J15.212 J15.6 J18.9 J44.0 J44.1 J45.901 J69.0 J80 J84.10 J90 J93.0 J96.01 J96.21
K22.2 K25.4 K26.4 K29.01 K35.30 K35.80 K40.30 K43.0 K50.012 K51.911 K52.9 K55.039 K56.609 K56.50 K57.20 K57.31 K57.92
K59.00 K70.31 K72.00 K74.60 K76.7 K80.00 K80.50 K81.0 K85.90 K85.11 K92.1 K92.2 L02.415 L03.115 L03.116 L89.154 M00.9
M16.11 M17.11 M48.061 M51.26 M51.360 M54.50 M62.82 M80.08XA M86.171 N10 N13.2 N13.6 N17.9 N18.6 N20.1 N30.00 N39.0 N40.1
N80.129 O14.13 O24.410 O42.02 O48.0 O60.14X0 O72.1 O75.81 O82 P07.39 P59.9 Q21.12 R07.89 R10.9 R40.20 R41.82 R55 R56.9
R65.20 R78.81 S06.5X0A S22.42XA S32.511A S42.201A S52.501A S72.001A S72.141A S82.851A T40.1X1A T40.2X1A T42.4X2A
T50.901A
T81.41XA T81.49XA T82.7XXA T84.51XA T85.79XA T86.11 T87.44 Z38.00 Z43.3 Z45.018 Z47.1 Z48.812 Z51.11 Z51.5 G35.A D86.9
"""
COMMON_SECONDARY = """
I10 E78.5 E11.9 E11.22 E11.42 E11.65 I25.10 I50.9 I50.22 I50.32 I50.23 I50.33 I48.91 I48.20 I48.0 J44.9 J44.1 J96.01
J96.11 J96.21 J18.9 J12.82 J69.0 N18.30 N18.4 N18.6 N17.9 N17.0 N39.0 D62 D64.9 D63.1 D69.6 E87.1 E87.5 E87.6 E87.20
E87.70 E86.0 E43 E44.0 E46 E66.9 E66.01 Z68.41 Z68.1 F32.9 F41.9 F10.20 F10.231 F17.210 F03.90 F05 G93.40 G93.41 G40.909
G47.33 I69.351 K21.9 K56.7 K92.2 K72.00 K76.6 K74.60 L89.154 L89.153 L89.159 M79.7 R65.20 R65.21 R57.0 R57.1 R33.9 R73.9
R13.10 Z79.4 Z79.01 Z79.899 Z87.891 Z95.1 Z95.0 Z95.5 Z99.2 Z99.81 Z66 Z59.00 Z59.811 Z16.12 Z16.24 B96.20 B95.62 I46.9
I26.99 I82.411 I82.451 T81.41XA T83.511A T80.211A J95.811 S72.001A I21.4 I21.A1 I63.9 J90 J91.8 C78.00 C79.51 C77.9
Z51.5
Z94.0 Z94.4 D68.9 D70.9 E11.649 E10.9 E03.9 M10.9 N40.0 Z96.651 Z89.511 B20 F20.9 F31.9 G20.A1 I27.20 I35.0 I73.9 K59.00
"""
PLAIN_PROCEDURES = """
30233N1 5A1945Z 5A1955Z 5A1935Z 5A09357 02HV33Z 06HY33Z 3E0G76Z B2111ZZ 4A023N7 5A1D70Z 5A1D90Z 0BH17EZ 0DJ08ZZ 0DJD8ZZ
0DB68ZX 0W9B3ZZ 0W993ZZ 009U3ZX 3E03317 3E04305 4A12X4Z 0T9B70Z HZ2ZZZZ XW033E5 0DH63UZ 0HBT3ZX 0B9F8ZX
"""
STATUSES = {
    "01": 55,
    "03": 14,
    "06": 12,
    "02": 4,
    "20": 4,
    "62": 3,
    "07": 2,
    "05": 2,
    "50": 1,
    "51": 1,
    "65": 1,
    "82": 1,
}


@dataclass(frozen=True)
class Generated:
    """One claim, in codes without their point."""

    id: int
    kind: str
    age: int
    sex: str
    status: str
    days: int
    principal: str
    secondary: tuple[tuple[str, str], ...]
    """Code and present-on-admission indicator; empty where the code is exempt."""
    procedures: tuple[str, ...]


@dataclass
class Pools:
    """Codes by what the definitions say of them."""

    grouper: Engine
    principal: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Major diagnostic category to its principal diagnoses."""
    families: dict[str, list[tuple[str, list[str]]]] = field(default_factory=lambda: defaultdict(list))
    """Category to the lists of procedures of its families."""
    chapters: list[list[str]] = field(default_factory=list)
    severe: list[str] = field(default_factory=list)
    acquired: list[str] = field(default_factory=list)


def pools() -> Pools:
    """Read the pools from the edition and from the grouper's store."""
    book = edition()
    made = Pools(engine(version_of(book.name)[0], book.groups))
    for chapter in book.chapters():
        codes = [one.code.replace(".", "") for one in book.billable_below(chapter.code)]
        made.chapters.append(codes)
        for code in codes:
            for category in made.grouper.categories(code):
                made.principal[category].append(code)
            if book.groups.severity(code):
                made.severe.append(code)
            if book.groups.hac(code):
                made.acquired.append(code)
    rows = {row.drg: row for row in book.groups.all()}
    lists: dict[str, list[str]] = defaultdict(list)
    for code, labels in made.grouper.procedure_lists():
        for label in labels:
            lists["|".join(label.split("|")[:2])].append(code)
    for label, codes in sorted(lists.items()):
        row = rows.get(label[:3])
        held = sorted(code for code in codes if len(code) == 7)
        if held and row is not None and row.mdc.isdigit():
            made.families[row.mdc].append((label, held))
    return made


class Generator:
    """Makes claims; the same seed makes the same ones."""

    def __init__(self, made: Pools, seed: int) -> None:
        self.pools = made
        self.rng = random.Random(seed)
        self.book = edition()
        self.usual = [code.replace(".", "") for code in COMMON_PRINCIPAL.split() if self._valid(code)]
        self.beside = [code.replace(".", "") for code in COMMON_SECONDARY.split() if self._valid(code)]
        self.kinds = {
            "medical": (30, self._medical),
            "surgical": (30, self._surgical),
            "hospital-acquired": (6, self._acquired),
            "delivery": (7, self._delivery),
            "newborn": (7, self._newborn),
            "trauma": (6, self._trauma),
            "any principal": (8, self._anything),
            "HIV, burns, mental, substance": (6, self._special),
        }

    def _valid(self, code: str) -> bool:
        found = self.book.lookup(code)
        return found is not None and found.billable

    def claims(self, count: int) -> list[Generated]:
        """Return so many claims."""
        names = list(self.kinds)
        weights = [self.kinds[name][0] for name in names]
        made = []
        for number in range(count):
            kind = self.rng.choices(names, weights)[0]
            made.append(self._claim(number, kind, *self.kinds[kind][1]()))
        return made

    def _claim(
        self, number: int, kind: str, age: int, principal: str, beside: list[str], procedures: list[str]
    ) -> Generated:
        secondary = tuple((code, self._poa(code)) for code in dict.fromkeys(beside) if code != principal)
        status = self.rng.choices(list(STATUSES), list(STATUSES.values()))[0]
        sex = "F" if kind == "delivery" or principal[0] == "O" else self.rng.choice("FM")
        return Generated(
            number,
            kind,
            age,
            sex,
            status,
            self.rng.randint(1, 20),
            principal,
            secondary,
            tuple(dict.fromkeys(procedures)),
        )

    def _poa(self, code: str) -> str:
        if self.book.poa_exempt(code):
            return ""
        return self.rng.choices("YNUW", (85, 10, 3, 2))[0]

    def _beside(self, most: int, principal: str = "") -> list[str]:
        rng = self.rng
        codes = rng.sample(self.beside, rng.randint(0, most))
        if rng.random() < 0.3:
            codes += rng.sample(self.pools.severe, rng.randint(1, 2))
        if principal and rng.random() < 0.3:
            codes.append(rng.choice(next(c for c in self.pools.chapters if principal in c)))
        rng.shuffle(codes)
        return codes

    def _plain(self, chance: float = 0.35) -> list[str]:
        return self.rng.sample(PLAIN_PROCEDURES.split(), self.rng.randint(1, 2)) if self.rng.random() < chance else []

    def _medical(self) -> tuple[int, str, list[str], list[str]]:
        principal = self.rng.choice(self.usual)
        return self.rng.randint(18, 95), principal, self._beside(12, principal), self._plain()

    def _anything(self) -> tuple[int, str, list[str], list[str]]:
        principal = self.rng.choice(self.rng.choice(self.pools.chapters))
        return self.rng.randint(0, 95), principal, self._beside(8, principal), self._plain()

    def _surgical(self) -> tuple[int, str, list[str], list[str]]:
        rng = self.rng
        category = rng.choice(
            [one for one in self.pools.families if self.pools.principal[one] and one not in ("14", "15")]
        )
        usual = [code for code in self.usual if category in self.pools.grouper.categories(code)]
        principal = rng.choice(usual if usual and rng.random() < 0.6 else self.pools.principal[category])
        procedures = [rng.choice(codes) for _, codes in rng.choices(self.pools.families[category], k=rng.randint(1, 3))]
        if rng.random() < 0.1:
            procedures.append(rng.choice(rng.choice(self.pools.families[rng.choice(list(self.pools.families))])[1]))
        return rng.randint(18, 92), principal, self._beside(10, principal), procedures + self._plain()

    def _acquired(self) -> tuple[int, str, list[str], list[str]]:
        age, principal, beside, procedures = self._surgical() if self.rng.random() < 0.7 else self._medical()
        return age, principal, beside + self.rng.sample(self.pools.acquired, self.rng.randint(1, 2)), procedures

    def _delivery(self) -> tuple[int, str, list[str], list[str]]:
        rng = self.rng
        obstetric = self.pools.principal["14"]
        principal = rng.choice(obstetric)
        delivered = rng.random() < 0.75
        beside = rng.sample(obstetric, rng.randint(0, 3)) + self._beside(3)
        beside += [rng.choice(("Z370", "Z372", "Z371")), "Z3A39"] if delivered else []
        births = ("10E0XZZ", "10D00Z1", "10D00Z0", "10D07Z6", "10D07Z3", "10E0XZZ")
        procedures = [rng.choice(births)] if delivered else []
        lists = [codes for _, codes in self.pools.families["14"]]
        if rng.random() < 0.35:
            procedures.append(rng.choice(rng.choice(lists)))
        if rng.random() < 0.1:
            procedures.append(rng.choice(rng.choice(self.pools.families["06"])[1]))
        return rng.randint(14, 48), principal, beside, procedures

    def _newborn(self) -> tuple[int, str, list[str], list[str]]:
        rng = self.rng
        perinatal = self.pools.principal["15"]
        principal = rng.choice(("Z3800", "Z3801", "Z3831", rng.choice(perinatal), rng.choice(perinatal)))
        beside = rng.sample(perinatal, rng.randint(0, 4)) + rng.sample(
            ["Z23", "Z412", "P599", "P0739", "P0721", "Q210"], 2
        )
        procedures = [rng.choice(("0VTTXZZ", "3E0234Z", "5A09357", "0BH17EZ", "6A600ZZ"))] if rng.random() < 0.5 else []
        return 0, principal, beside, procedures

    def _trauma(self) -> tuple[int, str, list[str], list[str]]:
        rng = self.rng
        injuries = [code for code in self.pools.chapters[18] if code.startswith("S") and code.endswith("A")]
        procedures = [
            rng.choice(codes) for _, codes in rng.choices(self.pools.families["24"] + self.pools.families["08"], k=2)
        ]
        return (
            rng.randint(3, 90),
            rng.choice(injuries),
            rng.sample(injuries, rng.randint(1, 6)) + self._beside(4),
            procedures if rng.random() < 0.6 else self._plain(),
        )

    def _special(self) -> tuple[int, str, list[str], list[str]]:
        rng = self.rng
        category = rng.choice(("19", "20", "22", "22", "23", "25", "25"))
        if category == "25":
            pool = self.pools.principal["18"] + self.pools.principal["04"]
            principal = rng.choice(("B20", rng.choice(pool)))
            beside = ["B20", *self._beside(5)] if principal != "B20" else [rng.choice(pool), *self._beside(5)]
        else:
            principal = rng.choice(self.pools.principal[category])
            beside = self._beside(5)
            if category == "22":
                beside += rng.sample(self.pools.principal["22"], 2)
        chosen = rng.choice(self.pools.families.get(category) or self.pools.families["08"])[1]
        procedures = [rng.choice(chosen)] if rng.random() < 0.5 else []
        return rng.randint(18, 80), principal, beside, procedures + self._plain(0.2)
