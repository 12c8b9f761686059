"""Files in S3-compatible storage: a real server by HTTP, asked by the portal alone."""

import subprocess
import sys
from collections.abc import Iterator

import boto3
import pytest
import requests
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config import storage
from runtime.processes import free_port, wait_until
from tests.integration.boards.test_actions import raise_one, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert wait_until(lambda: answers(address), 120, step=0.2)
        yield address
        process.terminate()


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/moto-api/", timeout=2).ok
    except requests.RequestException:
        return False


@pytest.fixture
def bucket(s3_url, monkeypatch, settings):
    """The portal's storage as the environment of an installation with a bucket makes it."""
    for name, value in {
        "S3_BUCKET": "portal-files",
        "S3_ENDPOINT_URL": s3_url,
        "S3_ACCESS_KEY_ID": "portal",
        "S3_SECRET_ACCESS_KEY": "s3cret",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client(
        "s3", endpoint_url=s3_url, aws_access_key_id="portal", aws_secret_access_key="s3cret",
        region_name="eu-west-2",
    )  # fmt: skip
    client.create_bucket(
        Bucket="portal-files", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    settings.STORAGES = settings.STORAGES | {"default": storage.default()}
    yield client
    names = [entry["Key"] for entry in objects(client)]
    for name in names:
        client.delete_object(Bucket="portal-files", Key=name)
    client.delete_bucket(Bucket="portal-files")


def objects(client):
    return client.list_objects_v2(Bucket="portal-files").get("Contents", [])


def complete_with_a_file(world, content=b"Forty people came"):
    """An agency's person completes an action and adds a file; returns the file's page."""
    action = raise_one(world.north, agency=world.north.police)
    upload = SimpleUploadedFile("Register.txt", content, "text/plain")
    world.client(world.north.police_lead).post(
        url(world.north, "complete", action.pk),
        {"completion_evidence": "Forty people came", "version": 1, "upload": upload},
    )
    evidence = action.evidence_links.get().evidence
    return evidence, reverse(
        "boards:action-evidence",
        kwargs={"board": world.north.board.slug, "pk": action.pk, "evidence": evidence.pk},
    )


def test_file_goes_to_the_bucket_and_comes_back_through_the_portal(world, bucket):
    evidence, page = complete_with_a_file(world)

    [stored] = objects(bucket)
    assert stored["Key"] == evidence.file.name
    assert "Register" not in stored["Key"]
    answer = world.client(world.north.board_manager).get(page)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"Forty people came"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "portal-files" not in str(answer.headers)


def test_who_may_not_see_the_record_gets_no_file(world, bucket):
    _evidence, page = complete_with_a_file(world)

    assert world.client(world.north.health_lead).get(page).status_code == 404
    assert world.client(world.south.board_manager).get(page).status_code == 404
    assert world.client(None).get(page).status_code == 302


def test_bucket_answers_nobody_without_the_keys(world, bucket):
    evidence, _page = complete_with_a_file(world)

    access = bucket.get_bucket_acl(Bucket="portal-files")

    assert all("AllUsers" not in str(grant["Grantee"]) for grant in access["Grants"])
    address = storages["default"].url(evidence.file.name)
    assert "X-Amz-Expires=60" in address  # nothing shows it; had it leaked, it would not last


def test_same_name_never_overwrites(bucket):
    default = storages["default"]

    first = default.save("evidence/x.txt", SimpleUploadedFile("x", b"one"))
    second = default.save("evidence/x.txt", SimpleUploadedFile("x", b"two"))

    assert first != second
    with default.open(first) as file:
        assert file.read() == b"one"
    assert default.listdir("evidence")[1] == sorted([first.split("/")[1], second.split("/")[1]])


def test_without_a_bucket_files_are_in_the_directory(monkeypatch):
    monkeypatch.delenv("S3_BUCKET", raising=False)

    assert storage.default()["BACKEND"].endswith("FileSystemStorage")
