"""Typed readers of environment variables that fail with the variable's name and what it wants."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env_str(name: str, default: str | None = None) -> str:
    """Return the variable, its `NAME_FILE` content (a mounted secret), or the default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        msg = f"{name} is not set. Start with bin/demo or bin/manage, or see .env.example."
        raise ImproperlyConfigured(msg)
    return value


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in _TRUE | _FALSE:
        msg = f"{name} is {value!r}: write true or false."
        raise ImproperlyConfigured(msg)
    return value in _TRUE


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        msg = f"{name} is {value!r}: write a whole number."
        raise ImproperlyConfigured(msg) from error


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, object]:
    """Return Django's settings of a `postgresql://user:password@host:port/name` address.

    A Unix socket is given as `?host=/directory`, as libpq writes it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        msg = "DATABASE_URL must start with postgresql:// (no other database is supported)."
        raise ImproperlyConfigured(msg)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
    }
