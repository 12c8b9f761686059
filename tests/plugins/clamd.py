"""`clamd`: a small server that speaks the protocol of ClamAV's daemon over TCP.

It is the other side of the wire, not a stand-in for our code: the portal's client talks to it as
it talks to ClamAV. It finds the EICAR test file, which every scanner takes for a virus.
"""

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

#: In two halves, so that a scanner on the developer's machine leaves this file alone.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Conversation(socketserver.StreamRequestHandler):
    server: "Clamd"

    def handle(self) -> None:
        command = self.rfile.readline().strip()
        if command == b"nPING":
            self.wfile.write(b"PONG\n")
            return
        content = self._stream()
        if content is None:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\n")
            return
        self.server.scanned.append(content)
        time.sleep(self.server.pause)
        self.wfile.write(self.server.answer_to(content))

    def _stream(self) -> bytes | None:
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.limit:
                return None
        return content


class Clamd(socketserver.ThreadingTCPServer):
    """The daemon; tests may set its limit, its slowness and a broken answer."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.scanned: list[bytes] = []
        self.limit = 100 * 1024 * 1024
        self.pause = 0.0
        self.broken_answer: bytes | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def answer_to(self, content: bytes) -> bytes:
        if self.broken_answer is not None:
            return self.broken_answer
        return b"stream: Eicar-Test-Signature FOUND\n" if EICAR in content else b"stream: OK\n"

    def handle_error(self, *_args: Any) -> None:
        """A client that hung up is no news."""


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    """A virus scanner that the portal is configured to ask."""
    with Clamd() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMAV_ADDRESS = server.address
        settings.CLAMAV_TIMEOUT_SECONDS = 1
        yield server
        server.shutdown()
