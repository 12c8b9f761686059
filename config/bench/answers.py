"""Saving an answer against a bare view: same middleware and sign-in, one UPDATE."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.models import Return, Round
from boards.models import User
from config.bench.figures import line, p50_p95, timed

#: A person of the load test saves this often.
PAUSE = 2.0
SECRET = "b" * 32


def sequential(round_record: Round, people: list[tuple[Return, User]], count: int) -> None:
    """One call after the other in this process, the bare view and the save in turn."""
    record, user = people[0]
    client = Client()
    client.force_login(user)
    person = Person(record, "", 0)

    def bare() -> None:
        client.post(f"/bench/{round_record.pk}/", {"text": time.time()})

    def save() -> None:
        response = client.post(person.url, person.form())
        assert response.status_code == 200, response.content  # noqa: S101 - the bench's own ground
        person.version = response.json()["version"]

    for _warm in range(10):
        bare()
        save()
    times = [(timed(bare), timed(save)) for _ in range(count)]
    bares, saves = [bare for bare, _save in times], [save for _bare, save in times]
    with CaptureQueriesContext(connection) as queries:
        save()
    line("bare view, one after the other", p50_p95(bares))
    line(f"saving an answer, one after the other ({len(queries)} queries)", p50_p95(saves))
    line("throughput of saving ÷ bare view", f"{sum(bares) / sum(saves):.2f}")


@dataclass
class Person:
    """Somebody who answers one return over HTTP, on a connection that stays open."""

    record: Return
    cookie: str
    port: int
    version: int = 1  # the bench has answered everything once
    times: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def url(self) -> str:
        return (
            f"/{self.record.round.board.slug}/audits/returns/{self.record.pk}/questions/q-0-0/save/"
        )

    def form(self) -> dict[str, str]:
        text = f"What we did about it, written at {time.time()}. " * 4
        return {"q-q-0-0-version": str(self.version), "q-q-0-0-commentary": text}

    def save(self) -> None:
        found = json.loads(self._post(self.url, self.form()))
        self.version = found.get("version", self.version)

    def bare(self) -> None:
        self._post(f"/bench/{self.record.round_id}/", {"text": str(time.time())})

    def _post(self, url: str, data: dict[str, str]) -> bytes:
        started = time.perf_counter()
        self._connection.request("POST", url, urlencode(data), self._headers)
        response = self._connection.getresponse()
        body = response.read()
        self.times.append(time.perf_counter() - started)
        self.failed += response.status != 200
        return body

    def connect(self) -> None:
        self._connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        self._headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie};"
            f" {settings.CSRF_COOKIE_NAME}={SECRET}",
            "X-CSRFToken": SECRET,
            "Content-Type": "application/x-www-form-urlencoded",
        }


def concurrent(people: list[tuple[Return, User]], port: int, seconds: float) -> None:
    """Many people at gunicorn: each saves once per `PAUSE`, then four as fast as they can."""
    everybody = [Person(record, _sign_in(user), port) for record, user in people]
    with served(port):
        for what in ("bare", "save"):
            _run(everybody[:4], what, 2)  # each worker has loaded everything once
            _run(everybody, what, seconds, PAUSE)
            times = [t for person in everybody for t in person.times]
            failed = sum(person.failed for person in everybody)
            name = f"{what}: {len(everybody)} people, one each per {PAUSE:.0f} s"
            line(name, f"{p50_p95(times)}, {len(times)} calls, {failed} failed")
        rates = {}
        for what in ("bare", "save"):
            _run(everybody[:4], what, seconds / 2)
            rates[what] = sum(len(person.times) for person in everybody[:4]) / (seconds / 2)
            line(f"{what}: four people as fast as they can", f"{rates[what]:.0f} a second")
        line("throughput of saving ÷ bare view, over HTTP", f"{rates['save'] / rates['bare']:.2f}")


def _sign_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _run(people: list[Person], what: str, seconds: float, pause: float = 0) -> None:
    """Let everybody call for so many seconds, spread over the pause."""
    ends = time.perf_counter() + seconds

    def work(person: Person, start_after: float) -> None:
        person.times, person.failed = [], 0
        person.connect()
        time.sleep(start_after)
        while time.perf_counter() < ends:
            took = timed(getattr(person, what))
            time.sleep(max(0.0, pause - took))

    threads = [
        threading.Thread(target=work, args=(person, pause * n / len(people)))
        for n, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextlib.contextmanager
def served(port: int) -> Iterator[None]:
    """Run gunicorn as the portal does, on the database of this process."""
    command = [
        *(sys.executable, "-m", "gunicorn", "config.bench.wsgi", "--bind", f"localhost:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"),
        *("--log-level", "warning"),
    ]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, env=dict(os.environ), cwd=Path(settings.BASE_DIR), stdout=log, stderr=log
        )
        try:
            _wait(port, log)
            yield
        finally:
            process.terminate()
            process.wait()


def _wait(port: int, log: IO[bytes], seconds: float = 180) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with contextlib.suppress(OSError):
            asked = http.client.HTTPConnection("localhost", port, timeout=5)
            asked.request("GET", "/health/live")
            asked.getresponse().read()
            return
        time.sleep(0.2)
    log.seek(0)
    raise RuntimeError("gunicorn does not answer: " + log.read().decode()[-2000:])
