"""The publishers' releases, which tests read where they are there: beside the repository, in ``../shared/official``."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "official"


def release(name: str) -> bytes:
    """Return a publisher's file, unpacked, or skip the test with the reason."""
    for path in (FOLDER / f"{name}.xz", FOLDER / name):
        if path.is_file():
            return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    pytest.skip(f"the publishers' release {name} is not at ../shared/official")
