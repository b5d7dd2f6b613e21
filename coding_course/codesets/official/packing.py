"""How an imported file is packed: quickly, since a learner waits for it, and it stays on one machine."""

from __future__ import annotations

import lzma


def pack(data: bytes) -> bytes:
    """Return compressed bytes that depend on nothing but the data.

    Examples
    --------
    >>> lzma.decompress(pack(b"A00")) == b"A00"
    True
    """
    return lzma.compress(data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=1)
