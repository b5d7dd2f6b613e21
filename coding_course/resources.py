"""Where the course's texts and data are: beside the package in a clone, inside it in a wheel.

A clone keeps ``datasets/``, ``notebooks/`` and ``lessons/`` at the top level, where people edit them. A wheel
carries the ones that learners need under ``coding_course/_share/``. Everything else asks here and does not
care which of the two it runs from.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ResourceMissing(FileNotFoundError):
    """A file that belongs to the course is not where the installation should have put it."""


class ResourceDamaged(RuntimeError):
    """A file that the course reads is not what it should be; the text is a sentence that says which and what to do."""


CURRENT_EDITION = "FY2026"
"""The edition of the code sets that is meant where none is named."""


def share_root() -> Path:
    """Return the folder that holds ``datasets/`` and ``notebooks/``.

    Returns
    -------
    Path
        ``coding_course/_share`` in an installed wheel, the repository's top level in a clone.

    Examples
    --------
    >>> (share_root() / "datasets").is_dir()
    True
    """
    packaged = _PACKAGE / "_share"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """Return the path of one of the course's files or folders.

    Parameters
    ----------
    *parts
        Path components below the share root, for example ``"datasets", "codesets"``.

    Raises
    ------
    ResourceMissing
        If it is not there; the message says how to repair the installation.

    Examples
    --------
    >>> resource("datasets", "cases").name
    'cases'
    """
    path = share_root().joinpath(*parts)
    if not path.exists():
        raise ResourceMissing(
            f"The course's file {'/'.join(parts)} is missing from {share_root()}. "
            "Reinstall the package, or restore the file in your clone, and try again."
        )
    return path
