"""References lead where their words say, and where they do not, the reason is told."""

from __future__ import annotations

import pytest

from coding_course.codesets.book.model import FOUND, Lead
from coding_course.codesets.book.names import Names
from coding_course.codesets.book.resolving import Resolver
from coding_course.codesets.book.terms import Head, Term, Terms


def volume(name: str, lines: str) -> Terms:
    """Return a volume from indented lines: ``title (nonessential)``."""
    terms = []
    for line in filter(str.strip, lines.splitlines()):
        text = line.strip()
        title, _, rest = text.partition(" (")
        terms.append(Term((len(line) - len(line.lstrip())) // 2, title, f"({rest}" if rest else ""))
    return Terms(Head(name, "ours", False), terms)


DISEASES = volume(
    "diseases",
    """
Abscess
  lung
  upper
    limb
Calculus, calculi
  bile duct
    with
      cholecystitis
Diabetes, diabetic
Disorder
  joint
  bone
    specified NEC
Fracture, traumatic (closed)
  femur, femoral
    upper end
      neck
  tarsal bone
    talus
Mellitus, diabetes
Mononucleosis (infectious)
Poisoning (acute)
  food
Wound, open
  scalp
""",
)
NEOPLASMS = volume(
    "neoplasms",
    """
Neoplasm, neoplastic
  breast
  skin
    face
""",
)


@pytest.fixture(scope="module")
def follow():
    """Return a function that follows a reference of the index of diseases: what it leads to, and how."""
    names = {"diseases": Names(DISEASES), "neoplasms": Names(NEOPLASMS)}

    def go(text: str) -> tuple[list[str], str]:
        place = len(DISEASES.terms)
        names["diseases"].terms.append(Term(0, "Sender", see=text))
        (target,) = Resolver(names).targets("diseases", place)
        names["diseases"].terms.pop()
        found = names.get(target.volume or "diseases")
        return [found.terms[p].title for p in target.places] if found else [], target.how

    return go


@pytest.mark.parametrize(
    ("text", "titles", "how"),
    [
        ("Abscess, lung", ["lung"], "entry"),
        ("also Disorder, joint", ["joint"], "entry"),
        ("Abscesses, lung", ["lung"], "entry"),
        ("Diabetes", ["Diabetes, diabetic"], "entry"),
        ("Wound, open, scalp", ["scalp"], "entry"),
        ("Calculus, bile duct, with cholecystitis", ["cholecystitis"], "entry"),
        ("Calculus, bile duct, cholecystitis", ["cholecystitis"], "entry"),
        ("Mononucleosis, infectious", ["Mononucleosis"], "entry"),
        ("Abscess, upper limb", ["limb"], "entry"),
        ("Fracture, femur, upper end, neck", ["neck"], "entry"),
        ("Fracture, tarsal, talus", ["talus"], "near"),
        ("Fracture, neck, femur", ["neck"], "near"),
        ("Disorder, joint, specified site NEC", ["joint"], "near"),
        ("Fracture, by site", ["Fracture, traumatic"], "choose"),
        ("Fracture, femur, by site", ["femur, femoral"], "choose"),
        ("Neoplasm, breast, malignant", ["breast"], "entry"),
        ("Neoplasm, skin, face, benign", ["face"], "entry"),
        ("Neoplasm, by site, uncertain behavior", ["Neoplasm, neoplastic"], "choose"),
        ("condition", [], "condition"),
        ("condition, by site", [], "condition"),
        ("category Z86", [], "category"),
        ("E08-E13 with .22", [], "category"),
        ("Fracture, wing", ["Fracture, traumatic"], "no such subterm"),
        ("Nonsense", [], "no such main term"),
    ],
)
def test_a_reference_leads_where_its_words_say(follow, text, titles, how):
    assert follow(text) == (titles, how)


@pytest.mark.parametrize("text", ["Table of Drugs and Chemicals, by drug", "Index to External Causes, fall"])
def test_a_reference_to_a_volume_that_is_not_there_names_the_volume(follow, text):
    assert follow(text) == ([], "volume")


def test_every_way_to_lead_has_a_sentence():
    for how in (*FOUND, "no such main term"):
        message = Lead("see", "Fracture, femur", codes=("S72",), how=how).message
        assert message.endswith(".")
        assert message[0].isupper()
