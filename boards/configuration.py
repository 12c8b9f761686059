"""What a running portal needs, checked all at once: each problem says what to do about it."""

import ctypes.util
import socket
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connections
from redis import Redis
from redis.exceptions import RedisError

from boards import privileges

LEAST_SECRET = 50


def problems() -> list[str]:
    """Return every problem of this installation, in words for whoever runs it."""
    checks: list[Callable[[], Iterator[str]]] = [
        _secret, _hosts, _proxy, _mail, _files, _redis, _scanner, _database_role, _event_tables,
        _printing,
    ]  # fmt: skip
    return [problem for check in checks for problem in check()]


def _secret() -> Iterator[str]:
    if len(settings.SECRET_KEY) < LEAST_SECRET or "insecure" in settings.SECRET_KEY:
        yield "SECRET_KEY is short or a default: set 50 random characters or more."


def _hosts() -> Iterator[str]:
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS names no host or all of them: name the portal's own."
    host = settings.BASE_URL.split("://")[-1].split("/")[0].split(":")[0]
    if host not in settings.ALLOWED_HOSTS:
        yield f"PORTAL_BASE_URL leads to {host}, which is not in ALLOWED_HOSTS: links would fail."
    if settings.MODE == "production" and not settings.BASE_URL.startswith("https://"):
        yield "PORTAL_BASE_URL does not start with https://: passkeys and cookies need it."


def _mail() -> Iterator[str]:
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost") and settings.MODE == "production":
        yield "DEFAULT_FROM_EMAIL is not set: servers refuse mail from localhost."
    if settings.MODE == "demo":
        return
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as error:
        yield (
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} cannot be used "
            f"({type(error).__name__}): check EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER. "
            "Nobody can sign in without mail."
        )


def _files() -> Iterator[str]:
    """Write a file, read it and delete it, as with evidence."""
    where = "PORTAL_MEDIA" if isinstance(default_storage, FileSystemStorage) else "S3_BUCKET"
    name = f"check/{uuid.uuid4().hex}"
    try:
        name = default_storage.save(name, ContentFile(b"portal"))
        with default_storage.open(name) as file:
            same = file.read() == b"portal"
        default_storage.delete(name)
    except (OSError, BotoCoreError, ClientError) as error:
        yield f"Files cannot be kept ({_kind(error)}): check {where} and its rights."
        return
    if not same or default_storage.exists(name):
        yield f"Files do not come back as they were, or cannot be deleted: check {where}."


def _redis() -> Iterator[str]:
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2
        ) as client:
            client.set("portal-check", 1, ex=5)
    except (RedisError, ValueError) as error:
        yield f"Redis does not take what it is given ({_kind(error)}): check REDIS_URL."


def _scanner() -> Iterator[str]:
    if not settings.CLAMAV_ADDRESS:
        return
    host, _colon, port = settings.CLAMAV_ADDRESS.rpartition(":")
    if not host or not port.isdecimal():
        yield "CLAMAV_ADDRESS must be host:port of ClamAV's clamd."
        return
    problem = f"The virus scanner at {settings.CLAMAV_ADDRESS} does not answer"
    try:
        with socket.create_connection((host, int(port)), timeout=5) as clamd:
            clamd.sendall(b"nPING\n")
            answer = clamd.recv(16)
    except OSError as error:
        yield f"{problem} ({_kind(error)}): no file is taken until it does."
        return
    if not answer.startswith(b"PONG"):
        yield f"{problem} as ClamAV does: check CLAMAV_ADDRESS."


def _proxy() -> Iterator[str]:
    if settings.MODE == "production" and not settings.PROXY_COUNT:
        yield (
            "PROXY_COUNT is 0: the portal does not speak TLS itself, so behind a proxy every page "
            "is sent to https for ever, and limits take the proxy for the only client."
        )


def _kind(error: Exception) -> str:
    return type(error).__name__


def _database_role() -> Iterator[str]:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
                "WHERE rolname = current_user"
            )
            powers = dict(zip(("superuser", "bypassrls", "createrole", "createdb"),
                              cursor.fetchone(), strict=True))  # fmt: skip
            cursor.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' "
                "AND tableowner = current_user"
            )
            owned = cursor.fetchone()[0]
    except DatabaseError as error:
        yield f"The database does not answer ({type(error).__name__}): check DATABASE_URL."
        return
    for power in (name for name, has in powers.items() if has):
        yield (
            f"The application's database role is {power}: use a plain role in DATABASE_URL and "
            "the owner in DATABASE_OWNER_URL."
        )
    if owned:
        yield (
            f"The application's database role owns {owned} tables: run migrate with "
            "DATABASE_OWNER_URL of another role."
        )


def _event_tables() -> Iterator[str]:
    tables = privileges.event_tables()
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                "AND tablename = ANY(%s)",
                [tables],
            )
            there = {row[0] for row in cursor.fetchall()}
            cursor.execute(
                "SELECT t FROM unnest(%s::text[]) AS t WHERE "
                "has_table_privilege(current_user, quote_ident(t), 'UPDATE, DELETE, TRUNCATE')",
                [sorted(there)],
            )
            writable = [row[0] for row in cursor.fetchall()]
    except DatabaseError:
        return  # said by the check before
    if missing := sorted(set(tables) - there):
        yield f"{len(missing)} tables are missing ({missing[0]}, …): run manage.py migrate."
    for table in writable:
        yield f"History could be rewritten in {table}: run manage.py migrate as the owner."


def _printing() -> Iterator[str]:
    for library in ("pango-1.0", "pangoft2-1.0", "harfbuzz"):
        if ctypes.util.find_library(library) is None:
            yield f"The library {library} is missing: install Pango, or reports cannot be printed."
    fonts = Path(settings.BASE_DIR) / "static" / "fonts"
    if not list(fonts.glob("AtkinsonHyperlegibleNext-*.ttf")):
        yield f"The fonts are missing in {fonts}: check the installation's files."
