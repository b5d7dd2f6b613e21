"""Which codes of an edition differ in side alone, and what a code leaves unspecified."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coding_course.codesets import sides
from coding_course.codesets.expand import with_seventh
from coding_course.codesets.forms import compact, dotted

if TYPE_CHECKING:
    from coding_course.codesets.model import Code
    from coding_course.codesets.tabular import Tabular


class Laterality:
    """Sides of the codes of one tabular list."""

    def __init__(self, tabular: Tabular) -> None:
        self._tabular = tabular
        self._family = lru_cache(2048)(self._find_family)

    def _find_family(self, code: str) -> dict[str, str]:
        """Side by code for everything that differs from a code in side alone, itself included."""
        found = self._tabular.lookup(code)
        if found is None or found.kind in ("chapter", "section"):
            return {}
        body, level = compact(found.code), found
        while level.kind not in ("category", "section", "chapter"):
            around = self._tabular.children(level.parent)
            members = sides.family(level.code, [(c.code, c.title) for c in around])
            if members:
                return self._extend_family(body, compact(level.code), members)
            above = self._tabular.lookup(level.parent)
            if above is None:
                break
            level = above
        return {}

    def _extend_family(self, body: str, stem: str, members: dict[str, str]) -> dict[str, str]:
        rest = body[len(stem) :]
        if len(body) == 7 and len(stem) < 6:
            # Placeholders stand between the leaf and its 7th character.
            rest = rest.lstrip("X") if set(rest[:-1]) == {"X"} else rest
        result = {}
        for member, side in members.items():
            if not rest:
                result[member] = side
                continue
            other = self._tabular.lookup(compact(member) + rest)
            if other is None and len(rest) == 1:
                other = self._tabular.lookup(with_seventh(member, rest))
            if other is not None:
                result[other.code] = side
        return result if len(result) > 1 and dotted(body) in result else {}

    def laterality(self, code: str) -> str:
        """Return ``right``, ``left``, ``bilateral``, ``unspecified``, or an empty string where side plays no part."""
        found = self._tabular.lookup(code)
        if found is None:
            return ""
        named = sides.side_named(found.title)
        # "Left heart disease" has no other side to be confused with; "bilateral hernia" stands beside one-sided ones.
        return self._family(found.code).get(found.code) or (named if named == "bilateral" else "")

    def sided(self, code: str) -> tuple[Code, ...]:
        """Return the codes that differ from a code in side alone, without itself."""
        found = self._tabular.lookup(code)
        if found is None:
            return ()
        others = (self._tabular.lookup(c) for c in self._family(found.code) if c != found.code)
        return tuple(c for c in others if c)

    def unspecified(self, code: str) -> bool:
        """Say whether a code's title leaves something unspecified, the side aside."""
        found = self._tabular.lookup(code)
        if found is None:
            return False
        return sides.says_unspecified(
            found.title, side_is_unspecified=self._family(found.code).get(found.code) == "unspecified"
        )
