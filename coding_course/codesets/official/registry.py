"""All kinds of release files, by id: one module each in ``files/``; adding the file registers it.

A module offers its kind as ``KIND``, or several as ``KINDS``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from coding_course.codesets.official import files
from coding_course.codesets.official.kinds import FileKind


@cache
def kinds() -> Mapping[str, FileKind]:
    """Return every kind of release file, in the order of their ids.

    Examples
    --------
    >>> all(kind.id == name for name, kind in kinds().items())
    True
    """
    found: dict[str, FileKind] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(files.__path__)):
        module = importlib.import_module(f"{files.__name__}.{name}")
        for kind in (getattr(module, "KIND", None), *getattr(module, "KINDS", ())):
            if isinstance(kind, FileKind):
                found[kind.id] = kind
    return MappingProxyType(dict(sorted(found.items())))
