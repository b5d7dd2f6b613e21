"""Text of release files: any encoding that publishers and editors use, any line ends.

Publishers ship ASCII, UTF-8 and Windows-1252; a file that was opened and saved on Windows may come in UTF-16 or with a
byte order mark. What is not UTF-8 is taken for Windows-1252, in which every byte but five is a character.
"""

from __future__ import annotations

import codecs
import re

_DECLARATION = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"""\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _wide(data: bytes) -> str:
    """Return the name of UTF-16 without a byte order mark, told by the zero bytes of its ASCII characters."""
    start = data[:400]
    if len(start) < 4:
        return ""
    if start[1::2].count(0) > len(start) // 2 * 0.9 and start[0::2].count(0) == 0:
        return "utf-16-le"
    if start[0::2].count(0) > len(start) // 2 * 0.9 and start[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def plain(data: bytes) -> bytes:
    r"""Return a file with its byte order mark taken away and UTF-16 put into UTF-8; anything else as it is.

    XML that says UTF-8 and is Windows-1252 is put right too, and so is the encoding that it declares.

    Examples
    --------
    >>> plain("A00\tCholera".encode("utf-16"))
    b'A00\tCholera'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _declared(data[len(mark) :].decode(encoding, "replace").encode())
    if encoding := _wide(data):
        return _declared(data.decode(encoding, "replace").encode())
    match = _DECLARATION.match(data)
    stated = match and _ENCODING.search(match[0])
    if match and (not stated or stated[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return _declared(data.decode("cp1252", "replace").encode())
    return data


def _declared(data: bytes) -> bytes:
    """Return XML in UTF-8 with a declaration that says so; other text as it is."""
    match = _DECLARATION.match(data)
    if match is None:
        return data
    return _ENCODING.sub(b'encoding="utf-8"', match[0]) + data[match.end() :]


def text(data: bytes) -> str:
    r"""Return a text file's content with line ends of one kind.

    Examples
    --------
    >>> text(b"Meni\xe8re\r\nnext\r")
    'Menière\nnext\n'
    """
    data = plain(data)
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        content = data.decode("cp1252", "replace")
    return content.replace("\r\n", "\n").replace("\r", "\n")


def lines(data: bytes) -> list[str]:
    r"""Return a text file's lines, without empty ones at its end.

    Only a line feed or a carriage return ends a line, whatever else Unicode takes for one.

    Examples
    --------
    >>> lines(b"one\r\n\r\ntwo\x1a\r\n")
    ['one', '', 'two']
    """
    content = text(data).rstrip("\x1a\n\0 ")  # DOS ended files with control Z
    return [line.rstrip("\x1a") for line in content.split("\n")] if content else []
