"""A person at the running portal without JavaScript: reads pages, sends forms."""

import http.client
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client

from boards.models import User
from tests.plugins.server import PortalServer

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SECONDS = 60


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


class Visitor:
    """Somebody signed in, with a session as a sign-in would make it."""

    def __init__(self, server: PortalServer, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.address = urlsplit(server.url)
        self.cookies = {"portal_session": client.cookies["portal_session"].value}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, data: dict[str, str], *, page: str = "") -> Answer:
        """Send a form; its token is read from `page`, by default where it goes to."""
        fields = data | {"csrfmiddlewaretoken": self.token(page or path)}
        return self.send(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, content: bytes, data: dict[str, str]) -> Answer:
        """Send a form with a file in its field `file`."""
        body, kind = multipart(data | {"csrfmiddlewaretoken": self.token(path)}, name, content)
        return self.send(path, body, kind)

    def send(self, path: str, body: bytes, kind: str) -> Answer:
        return self._ask("POST", path, body, {"Content-Type": kind})

    def token(self, path: str) -> str:
        found = TOKEN.search(self.get(path).text)
        assert found, f"no form at {path}"
        return found[1]

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection(
            self.address.hostname or "", self.address.port, timeout=SECONDS
        )
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        response = connection.getresponse()
        for name, value in response.getheaders():
            if name == "Set-Cookie" and value.startswith("portal_csrf="):
                self.cookies["portal_csrf"] = value.partition("=")[2].partition(";")[0]
        text = response.read().decode(errors="replace")
        connection.close()
        return Answer(response.status, dict(response.getheaders()), text)


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """Return the body of a form with a file, and its content type."""
    mark = uuid.uuid4().hex
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    )
    head += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"
