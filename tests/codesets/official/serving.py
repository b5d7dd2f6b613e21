"""A server of releases on this machine that misbehaves as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """What the server holds, how it answers, and what it was asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler, bytes], None]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.tag = '"one"'
        self.url = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.rpartition("/")[2]
        self.asked.append((name, handler.headers.get("Range")))
        if name in self.answers:
            self.answers[name](handler, self.files.get(name, b""))
        elif name in self.files:
            whole(handler, self.files[name], self.tag)
        else:
            status(handler, 404)

    def attempts(self, name: str) -> list[str | None]:
        """Return the ranges that were asked for."""
        return [wanted for asked, wanted in self.asked if asked == name]


def status(handler: BaseHTTPRequestHandler, code: int, **headers: str) -> None:
    body = b"<html><body>no</body></html>"
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def whole(handler: BaseHTTPRequestHandler, data: bytes, tag: str = '"one"', *, end: int | None = None) -> None:
    """Answer as a good server does, with ranges; ``end`` cuts the connection after so many bytes of the file."""
    start = 0
    wanted = handler.headers.get("Range", "")
    if wanted and handler.headers.get("If-Range") == tag:
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(data):
            status(handler, 416)
            return
    handler.send_response(206 if start else 200)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
    if tag:
        handler.send_header("ETag", tag)
    handler.send_header("Content-Type", "application/zip")
    handler.send_header("Content-Length", str(len(data) - start))
    handler.end_headers()
    handler.wfile.write(data[start:end])
    if end is not None:
        handler.close_connection = True


def cut_every(step: int, tag: str = '"one"') -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """Cut the connection after each ``step`` bytes."""

    def answer(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        wanted = handler.headers.get("Range", "")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        whole(handler, data, tag, end=min(start + step, len(data)))

    return answer


def ignoring_ranges(first_end: int) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """Cut the first answer; then send the whole file whatever part was asked for."""
    calls = 0

    def answer(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        nonlocal calls
        calls += 1
        handler.send_response(200)
        handler.send_header("ETag", '"one"')
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[:first_end] if calls == 1 else data)
        handler.close_connection = True

    return answer


def failing(codes: list[int], **headers: str) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """Answer with these codes, one after the other, then as a good server."""
    left = list(codes)

    def answer(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        if left:
            status(handler, left.pop(0), **headers)
        else:
            whole(handler, data)

    return answer


def dripping(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """Send a byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    try:
        for _ in range(400):
            handler.wfile.write(b"P")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass


def silent(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """Begin, and then say nothing."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.wfile.write(b"PK")
    handler.wfile.flush()
    time.sleep(3)


@contextmanager
def serving() -> Iterator[Site]:
    """Run the server."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                site.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}/files"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
