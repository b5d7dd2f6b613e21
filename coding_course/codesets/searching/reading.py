"""How a query is read: ideas, each with the terms that say it and how telling it is, and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.searching.vocabulary import EITHER, Vocabulary
from coding_course.codesets.searching.words import ABSENT, FILLERS, STOP_WORDS, root, stem, terms, words

if TYPE_CHECKING:
    from coding_course.codesets.store import Store

FAMILY_WORD = 0.72
"""What a word of the same family is worth: ``allergic`` for ``allergy``."""
INFLECTED = 0.96
"""What a word in another form is worth: ``fracture`` for ``fractured``."""
CORRECTED = 0.9
"""What the correction of a word is worth that nobody uses."""
SUSPECTED = 0.8
"""What a common word is worth for a rare one that it may have been: ``pain`` for ``pian``."""
RARE = 2
"""A term in so few phrases may be a common one mistyped."""
BEGUN = 0.95
"""What a word is worth whose beginning was typed."""
SHORTEST_BEGINNING = 4
"""A lone word of so many letters that begins another is taken for its beginning."""
NAMES_BEGUN = 3
"""So many lay terms that begin as was typed are offered."""
DENIED = 0.35
"""How telling a denied word is, relative to the same word affirmed."""
SURE = 0.9
"""Terms worth so much say the idea itself: a title that denies one contradicts the query."""
MEANT = 0.99
"""What a reading in clinical words is worth."""
BEHIND = 0.35
"""How telling the words are that were put into clinical words, relative to themselves."""
SAME = 0.6
"""A word with the same beginning that is worth more says the same idea again."""
OFTEN = 25
"""A long word that stands in so many phrases is looked for as it is, whatever else it may mean."""
GENERIC = frozenset(("disease", "syndrome", "disorder", "sign", "phenomenon", "total"))
"""Words that stand beside a name and say nothing once it is put into clinical words."""
ASIDE = 0.12
"""What a word in parentheses weighs, relative to the same word outside."""

_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NAMES_OTHER = re.compile(r"\b(?:nec|other specified|elsewhere classified)\b|\bspecified\b.*\bnec\b", re.IGNORECASE)
_SPECIFIED = re.compile(r"\bspecified\b.*\bnec\b|\bother specified\b|^\s*other\b", re.IGNORECASE)
_LEAVES_OPEN = re.compile(r"\b(?:nos|unspecified|not specified|not otherwise specified)\b", re.IGNORECASE)


class Concept(msgspec.Struct):
    """One idea of a query."""

    terms: dict[int, float]
    """Number of each term that says it, and its worth."""
    words: dict[int, str]
    """The same terms as words."""
    weight: float
    """How telling it is."""
    denials: tuple[tuple[int, int], ...] = ()
    """Numbers of the terms that say the opposite, each with the number of the term that it is the opposite of."""


class Query(msgspec.Struct, frozen=True):
    """A query in words, before the words are looked up."""

    terms: list[str]
    """Words in their one form, those in parentheses last."""
    aside: frozenset[str]
    """Words that stand in parentheses alone: nonessential modifiers (Official Guidelines, I.A.7)."""
    outside: list[str]
    """The words outside parentheses."""
    other: float
    """How clearly it asks for what has no code of its own (NEC, Official Guidelines I.A.6.a): 0, 0.5 or 1."""
    unspecified: float
    """1 when it says that something is not specified (NOS, Official Guidelines I.A.6.b)."""


def read(text: str) -> Query:
    """Return a query's words and what it asks for beside them.

    Examples
    --------
    >>> read("Hallucination, specified NEC").other, read("Burn (thermal) NOS").aside
    (1.0, frozenset({'thermal'}))
    """
    outside = terms(_PARENTHESES.sub(" ", text))
    aside = frozenset(terms(text)).difference(outside) if outside else frozenset()
    return Query(
        [*outside, *sorted(aside)] if aside else terms(text),
        aside,
        [word for word in outside if word[0] != ABSENT],
        1.0 if _SPECIFIED.search(text) else 0.5 if _NAMES_OTHER.search(text) else 0.0,
        1.0 if _LEAVES_OPEN.search(text) else 0.0,
    )


class Reading(msgspec.Struct, frozen=True):
    """One way to understand a query."""

    terms: list[str]
    behind: frozenset[str] = frozenset()
    """Words that the terms stand for: a phrase that has them after all says a little more of the query."""
    worth: float = 1.0


class Reader:
    """Reads queries in the words of one store."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lay: dict[str, tuple[str, str]] = {}
        self._lay_of_word: dict[str, list[list[str]]] = {}
        for term, means, codes in store.rows("SELECT term, means, codes FROM lay"):
            self._lay[term] = (means, codes)
            said = term.split()
            if means and len(said) > 1:
                self._lay_of_word.setdefault(max(said, key=len), []).append(said)

    def named(self, words_: list[str]) -> list[str]:
        """Return the codes of a lay term when the whole query is one."""
        whole = self._lay.get(" ".join(words_)) or self._lay.get(" ".join(t for t in words_ if t not in STOP_WORDS))
        return whole[1].split() if whole else []

    def begun(self, said: list[str]) -> list[str]:
        """Return the codes of the shortest lay terms that begin as a query does."""
        text = " ".join(said)
        if len(text) < 3:
            return []
        found = sorted((term for term, (_, codes) in self._lay.items() if codes and term.startswith(text)), key=len)
        return list(dict.fromkeys(self._lay[term][1].split()[0] for term in found[:NAMES_BEGUN]))

    def begins(self, word: str) -> bool:
        """Say whether a word that is neither used nor a lay term begins one that is used."""
        if len(word) < SHORTEST_BEGINNING or self._known(stem(word)) or word in self._lay:
            return False
        return bool(self._vocabulary.beginning_with(word))

    def readings(self, said: list[str]) -> Iterator[Reading]:
        """Yield the query's words as typed, then with lay terms and abbreviations put into clinical words.

        A term of several words is also known in another order: "Kidney, floating". Where a term has two meanings
        (divided by a semicolon), each gives a reading.
        """
        yield Reading(said)
        respelled = self._spaced(said)
        if respelled != said:
            said = respelled
            yield Reading(said, worth=MEANT)
        used: list[list[str]] = []
        left = list(said)
        for word in said:
            for term in sorted(self._lay_of_word.get(word, ()), key=len, reverse=True):
                if all(one in left for one in term):
                    used.append(term)
                    left = [one for one in left if one not in term]
        used += [[word] for word in left if self._speaks_for_another(word)]
        if not used:
            return
        gone = {word for term in used for word in term}
        kept = [word for word in said if word not in gone]
        kept = [word for word in kept if word not in GENERIC]
        meanings = [self._lay[" ".join(term)][0].split(";") for term in used]
        for place in range(max(map(len, meanings))):
            means = [w for m in meanings for w in words(m[min(place, len(m) - 1)])]
            gone_well = gone.difference(means, GENERIC)
            rare = (word for word in gone_well if self._vocabulary.frequency(word) < OFTEN)
            yield Reading([*kept, *means], frozenset(rare), MEANT)

    def _spaced(self, said: list[str]) -> list[str]:
        """Return the words joined that are known as one, and parted that are known as two: "ear ache", "shellshock"."""
        result: list[str] = []
        for word in said:
            if result and (whole := result[-1] + word) and self._known(whole):
                result[-1] = whole
            elif self._known(word) or len(word) < 7 or self._vocabulary.corrected(word, 1):
                result.append(word)
            else:
                cuts = sorted(range(3, len(word) - 2), key=lambda cut: abs(2 * cut - len(word)))
                parts = ([word[:cut], word[cut:]] for cut in cuts)
                result += next((two for two in parts if " ".join(two) in self._lay or all(map(self._met, two))), [word])
        return result

    def _known(self, word: str) -> bool:
        return word in self._lay or self._vocabulary.term(word) is not None

    def _met(self, word: str) -> bool:
        """Say whether titles use a word more than once or twice, so that it is hardly there by chance."""
        return self._vocabulary.frequency(word) > RARE

    def _speaks_for_another(self, word: str) -> bool:
        """Say whether a word is a lay term with clinical words of its own; one that titles use often is none."""
        means, codes = self._lay.get(word, ("", ""))
        return bool(means) and (bool(codes) or len(word) < 6 or self._vocabulary.frequency(word) < OFTEN)

    def understood(self, said: list[str]) -> float:
        """Return for what share of a query's words there is anything to look for: 0 to 1."""
        return max(self._known_share(reading.terms) for reading in self.readings(said))

    def _known_share(self, said: list[str]) -> float:
        wanted = [w for w in said if w not in STOP_WORDS and w not in FILLERS and w[0] != ABSENT]
        vocabulary, related = self._vocabulary, self._vocabulary.related
        known = sum(
            vocabulary.term(w) is not None
            or w in self._lay
            or any(vocabulary.term(t) for t, _ in related.get(w, ()))
            or bool(vocabulary.corrected(w, 1))
            or self._unfolded(w) != [w]
            for w in wanted
        )
        return known / len(wanted) if wanted else 0.0

    def spelled(self, said: list[str]) -> list[list[str]]:
        """Return the query with each unknown word corrected, one way for each correction of a lone word."""
        corrections = {
            w: self._vocabulary.corrected(w) for w in said if not self._vocabulary.term(w) and w not in self._lay
        }
        corrections = {w: c for w, c in corrections.items() if c}
        if len(corrections) != 1 or len(said) > 4:
            return []
        ((wrong, found),) = corrections.items()
        return [[right if w == wrong else w for w in said] for right in found]

    def concepts(
        self, reading: Reading, unfinished: bool = False, aside: frozenset[str] = frozenset()
    ) -> list[Concept]:
        """Return the ideas of a query; words that stand in no phrase even when corrected are dropped.

        Parameters
        ----------
        reading
            Words in their one form.
        unfinished
            True when the last word may be the beginning of one.
        aside
            Words in parentheses, which weigh little.
        """
        ideas = self._ideas(reading.terms, unfinished, aside)
        for word in sorted(reading.behind):
            if fact := self._vocabulary.term(word):
                ideas.append(Concept({fact[0]: 1.0}, {fact[0]: word}, BEHIND * fact[1]))
        return ideas

    def _ideas(self, said: list[str], unfinished: bool, aside: frozenset[str]) -> list[Concept]:
        if not unfinished:
            said = [part for word in said for part in self._unfolded(word)]
        concepts: list[Concept] = []
        by_root: dict[str, Concept] = {}
        fillers = all(word in FILLERS or word in STOP_WORDS for word in said)
        for place, word in enumerate(said):
            begun = unfinished and place == len(said) - 1
            if not begun and (word in STOP_WORDS or (word in FILLERS and not fillers)):
                continue
            denied = word[0] == ABSENT
            if denied and self._vocabulary.term(word) is None:
                word, denied = word[1:], False  # no title denies it: "not eating"
            forms = {word: 1.0} if denied else self._forms(word, begun)
            family = root(next(iter(forms), word))
            concept = self._concept(word, forms, family)
            if concept is None:
                continue
            if denied:
                concept.weight *= DENIED
            if word in aside:
                concept.weight *= ASIDE
            earlier = by_root.get(family) or _same_idea(concepts, concept, word)
            if earlier is None:
                by_root[family] = concept
                concepts.append(concept)
                continue
            for number, worth in concept.terms.items():  # "Rupture, ruptured": one idea said twice
                earlier.terms[number] = max(worth, earlier.terms.get(number, 0.0))
                earlier.words[number] = concept.words[number]
            earlier.denials = tuple({**dict(earlier.denials), **dict(concept.denials)}.items())
        return concepts

    def _unfolded(self, word: str) -> list[str]:
        """Open a word that no phrase uses into its parts, unless it is a likelier typing error."""
        if word[0] == ABSENT or self._vocabulary.term(word) or self._vocabulary.corrected(word, 1):
            return [word]
        return self._vocabulary.opened(word) or [word]

    def _forms(self, word: str, begun: bool) -> dict[str, float]:
        """Return the terms that a word was or may have been meant to be."""
        vocabulary = self._vocabulary
        forms: dict[str, float] = {}
        if EITHER in word:
            return {term: worth for one in word.split(EITHER) for term, worth in self._forms(one, begun).items()}
        known = vocabulary.term(word)
        if known:
            forms[word] = 1.0
            if known[2] <= RARE and not begun:
                frequent = (t for t in vocabulary.corrected(word) if vocabulary.frequency(t) > 100 * known[2])
                forms.update(dict.fromkeys(frequent, SUSPECTED))
        elif not begun and not self._names_another(word):
            forms.update(dict.fromkeys(vocabulary.corrected(word), CORRECTED))
        if begun and len(word) >= 2:
            for place, term in enumerate(vocabulary.beginning_with(word)):  # the more frequent first
                forms.setdefault(term, BEGUN - place * 0.005)
            if len(word) >= 4:  # "rocep": a brand name that no title has, but a drug's title is near it
                names = sorted(other for other in vocabulary.related if other.startswith(word))
                forms.update({name: BEGUN for name in names[:NAMES_BEGUN] if name not in forms})
        return forms

    def _names_another(self, word: str) -> bool:
        """Say whether a word that no title has is the name of one that titles have: a brand is no typing error."""
        related = self._vocabulary.related.get(word, ())
        return any(worth >= SURE and self._vocabulary.term(term) for term, worth in related)

    def _concept(self, word: str, forms: dict[str, float], family: str) -> Concept | None:
        """Add the words of the family and the related words, and weigh the idea."""
        vocabulary = self._vocabulary
        for term in vocabulary.family(family):
            forms.setdefault(term, INFLECTED if _inflected(word, term) else FAMILY_WORD)
        sources = {
            **({} if EITHER in word else {word: 1.0}),
            **{form: worth for form, worth in forms.items() if worth >= CORRECTED},
        }
        for form, worth in sources.items():
            for term, less in vocabulary.related.get(form, ()):
                forms[term] = max(less * worth, forms.get(term, 0.0))
        facts = {t: fact for t in forms if (fact := vocabulary.term(t))}
        if not facts:
            return None
        own = facts.get(word)
        weight = own[1] if own else max(fact[1] * forms[t] for t, fact in facts.items())
        # A rare form of a common word tells no more than the word does: "fractured".
        weight = min([weight, *(fact[1] for t, fact in facts.items() if t != word and forms[t] == INFLECTED)])
        opposites = (
            (opposite[0], fact[0])
            for t, fact in facts.items()
            if forms[t] >= SURE and (opposite := vocabulary.term(t[1:] if t[0] == ABSENT else ABSENT + t))
        )
        return Concept(
            {fact[0]: forms[t] for t, fact in facts.items()},
            {fact[0]: t for t, fact in facts.items()},
            weight,
            tuple(opposites),
        )


def _same_idea(concepts: list[Concept], concept: Concept, word: str) -> Concept | None:
    """Return the idea that a word says again in another form: "Edema, edematous"."""
    for earlier in concepts:
        said = next(iter(earlier.words.values()))
        if said[:4] == word[:4] and len(word) > 4:
            again = next(iter(concept.terms))
            if earlier.terms.get(again, 0.0) > SAME or concept.terms.get(next(iter(earlier.terms)), 0.0) > SAME:
                earlier.weight = min(earlier.weight, concept.weight)
                return earlier
    return None


def _inflected(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return long in (short + "d", short + "ed", short + "ing", short[:-1] + "ing")
