"""The portal as on a public host: the real web process in production mode, and what it refuses."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller

from runtime.children import Child, web_command
from runtime.processes import free_port, wait_until
from tests.meta.sources import ROOT
from tests.plugins.clamd import Clamd
from tests.plugins.database import Admin, cloned, pointed_at
from tests.plugins.server import redis_database, redis_url, with_database

HOST = "portal.example.org"
SECRET = "portal-key-" * 6
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


class Silent:
    """A mail server that takes everything."""

    async def handle_DATA(self, *_args: Any) -> str:  # noqa: N802 - aiosmtpd's name
        return "250 taken"


@pytest.fixture(scope="module")
def environment(
    admin: Admin,
    template_database: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, str]]:
    """The environment of a host where everything is there: database, Redis, mail, scanner."""
    directory = tmp_path_factory.mktemp("production")
    mail = Controller(Silent(), hostname="127.0.0.1", port=free_port())
    mail.start()
    with (
        Clamd() as scanner,
        django_db_blocker.unblock(),
        cloned(admin, template_database) as database,
        pointed_at(database),
        redis_database() as number,
    ):
        threading.Thread(target=scanner.serve_forever, daemon=True).start()
        yield {
            **{k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}},
            "PORTAL_MODE": "production",
            "SECRET_KEY": SECRET,
            "PORTAL_BASE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "PROXY_COUNT": "1",
            "PORTAL_VAR": str(directory),
            "DATABASE_URL": with_database(os.environ["DATABASE_URL"], database),
            "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], database),
            "REDIS_URL": redis_url(number),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail.port),
            "DEFAULT_FROM_EMAIL": f"portal@{HOST}",
            "CLAMAV_ADDRESS": scanner.address,
        }
        scanner.shutdown()
    mail.stop()


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """The running web process, as its proxy reaches it."""
    done = manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    port = free_port()
    log = Path(environment["PORTAL_VAR"]) / "web.log"
    web = Child("web", web_command(sys.executable, port, ["127.0.0.1"]), environment, log)
    url = f"http://127.0.0.1:{port}"
    try:
        web.start()
        assert wait_until(lambda: answers(url), 120, step=0.2), web.last_words()
        yield url
    finally:
        web.stop()


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/live", headers=PROXIED, timeout=5).ok
    except requests.RequestException:
        return False


def get(address: str, path: str, **headers: str) -> requests.Response:
    return requests.get(
        f"{address}{path}", headers=PROXIED | headers, timeout=60, allow_redirects=False
    )


def style(address: str) -> str:
    page = get(address, "/accounts/login/").text
    return page.partition('rel="stylesheet" href="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("/accounts/login/", 200),
        ("/", 302),
        ("/no/such/page/anywhere/", 404),
        ("/accounts/no-such-page/", 404),
        ("/health/metrics", 404),
        ("/health/ready", 200),
        ("a style sheet", 200),
    ],
)
def test_every_answer_carries_the_headers(address: str, what: str, status: int) -> None:
    answer = get(address, style(address) if what == "a style sheet" else what)

    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    for rule in (
        "default-src 'none'", "script-src 'self';", "style-src 'self'", "frame-ancestors 'none'",
        "base-uri 'none'", "form-action 'self'",
    ):  # fmt: skip
        assert rule in policy + ";"
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert answer.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    if what != "a style sheet":
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_http_is_sent_to_https(address: str) -> None:
    answer = get(address, "/accounts/login/", **{"X-Forwarded-Proto": "http"})

    assert (answer.status_code, answer.headers["Location"]) == (
        301, f"https://{HOST}/accounts/login/",
    )  # fmt: skip


def test_cookies_belong_to_this_host_and_to_no_script(address: str) -> None:
    cookie = get(address, "/accounts/login/").headers["Set-Cookie"]

    assert cookie.startswith("__Host-portal_csrf=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie.split("; ")
    assert "Domain" not in cookie


def test_host_that_is_not_ours_is_refused(address: str) -> None:
    assert get(address, "/accounts/login/", Host="elsewhere.example").status_code == 400


def test_static_files_may_be_kept_for_ever(address: str) -> None:
    answer = get(address, style(address))

    assert "immutable" in answer.headers["Cache-Control"]


def test_configuration_is_right_where_everything_is_there(environment: dict[str, str]) -> None:
    done = manage(environment, "check_configuration")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything the portal needs is there." in done.stdout


def test_configuration_names_what_is_wrong_with_what_to_do(environment: dict[str, str]) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    wrong = environment | {
        "PROXY_COUNT": "0",
        "PORTAL_BASE_URL": "http://elsewhere.example",
        "REDIS_URL": f"redis://{nobody}/0",
        "EMAIL_PORT": nobody.rpartition(":")[2],
        "CLAMAV_ADDRESS": nobody,
        "S3_BUCKET": "no-such-bucket",
        "S3_ENDPOINT_URL": f"http://{nobody}",
        "S3_ACCESS_KEY_ID": "x",
        "S3_SECRET_ACCESS_KEY": "x",
        "DATABASE_URL": environment["DATABASE_OWNER_URL"],
    }

    done = manage(wrong, "check_configuration")

    assert done.returncode == 1
    for name in (
        "PROXY_COUNT", "PORTAL_BASE_URL", "REDIS_URL", "EMAIL_PORT", "S3_BUCKET",
        "virus scanner", "database role owns",
    ):  # fmt: skip
        assert name in done.stdout, name


def test_django_finds_nothing_to_improve(environment: dict[str, str]) -> None:
    done = manage(environment, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing, short or a default"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY is missing, short or a default"),
        ({"SECRET_KEY": "insecure-" * 10}, "SECRET_KEY is missing, short or a default"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "sqlite:///x"}, "must start with postgresql://"),
        ({"REDIS_URL": None}, "REDIS_URL is not set"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN is short"),
        ({"PORTAL_MODE": "demo"}, "it runs on localhost only"),
        ({"PORTAL_MODE": "debug"}, "write demo, test or production"),
    ],
    ids=str,
)
def test_it_does_not_start(
    environment: dict[str, str], change: dict[str, str | None], words: str
) -> None:
    changed = {k: v for k, v in (environment | change).items() if v is not None}

    done = manage(changed, "check")

    assert done.returncode != 0
    assert words in done.stderr
