"""What kind of release file a file is: by what is in it first, by its name second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coding_course.codesets.official import workbooks
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.registry import kinds
from coding_course.codesets.official.texts import plain
from coding_course.codesets.official.xml_guard import check_xml, looks_like_xml

HEAD = 65_536
_ROWS = 12


class Unknown(ReleaseProblem):
    """A file is of no kind that the course knows."""


def candidates(data: bytes, name: str, known: Mapping[str, FileKind] | None = None) -> tuple[FileKind, ...]:
    """Return the kinds that a file may be of, the likeliest first.

    Parameters
    ----------
    data
        The whole file, unpacked, text in UTF-8.
    name
        Its name.
    known
        The kinds to choose from; all when not given.
    """
    every = (kinds() if known is None else known).values()
    head, lower = data[:HEAD], name.lower()
    rows = _first_rows(data, name)
    by_content = [kind for kind in every if _recognizes(kind, "", head, rows)]
    by_both = [kind for kind in every if _recognizes(kind, lower, head, rows)]
    # A name may tell apart what looks the same from inside (full list and additions), so it is heard where it agrees.
    agreed = [kind for kind in by_content if kind in by_both]
    ordered = [*agreed, *(kind for kind in by_both if kind not in agreed)] or by_content
    return tuple(sorted(ordered, key=_rank))


def _rank(kind: FileKind) -> int:
    """Order kinds by how surely they are told: public releases, what comes with them, lists that learners made.

    Lists that learners made of what they licensed have any form, so any table looks like one.
    """
    public = kind.publisher.startswith(("CMS", "National Center")) and "your own" not in kind.title
    return 0 if public else 1 if kind.unused else 2


def _first_rows(data: bytes, name: str) -> Sequence[Sequence[str]]:
    return list(workbooks.rows(data, name, _ROWS)) if workbooks.is_workbook(data) else ()


def _recognizes(kind: FileKind, name: str, head: bytes, rows: Sequence[Sequence[str]]) -> bool:
    try:
        if rows and kind.recognizes_rows is not None and kind.recognizes_rows(name, rows):
            return True
        return kind.recognizes(name, head)
    except Exception:  # a recognizer that stumbles over odd bytes does not know the file
        return False


def compile_file(
    data: bytes, name: str, known: Mapping[str, FileKind] | None = None
) -> tuple[FileKind, Compiled | None]:
    """Compile a file of whatever kind it is.

    Returns
    -------
    tuple
        Its kind, and what became of it; None for a kind that is recognized and not imported.

    Raises
    ------
    Unknown
        When it is of no kind that the course knows.
    ReleaseProblem
        When it is damaged.
    """
    data = plain(data)
    if not data.strip(b" \t\r\n\0"):
        raise ReleaseProblem(f"{name} is empty. Download it again.")
    found = candidates(data, name, known)
    if not found:
        raise Unknown(f"{name} is no release file that the course knows (it begins {_beginning(data)}).")
    if found[0].unused:
        return found[0], None
    if looks_like_xml(data[:200]):
        check_xml(data, name)
    problem: ReleaseProblem | None = None
    for kind in found:
        if _rank(kind) > _rank(found[0]):
            break  # what is told surely and damaged is not something else
        try:
            return kind, kind.compile(data, name)
        except ReleaseProblem as refused:
            problem = problem or refused
        except Exception as stumbled:  # damage can break a reader in any way; the person needs a sentence either way
            problem = problem or ReleaseProblem(
                f"{name} looks like {kind.title} and cannot be read ({type(stumbled).__name__}). It is damaged, or of "
                "a newer form than this version of the course knows. Download it again, or update the course."
            )
    assert problem is not None
    raise problem


def _beginning(data: bytes) -> str:
    text = " ".join(data[:200].decode("utf-8", "replace").split())
    return repr("".join(c if c.isprintable() else "?" for c in text)[:40])
