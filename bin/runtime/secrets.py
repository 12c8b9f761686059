"""Secrets that the portal makes for itself, once per run-time directory."""

import json
import os
import secrets
from pathlib import Path

NAMES = ("secret_key", "admin_password", "owner_password", "app_password", "redis_password")


def read_or_make(path: Path) -> dict[str, str]:
    """Return the secrets in the file, making those that are missing. The file has mode 0600."""
    known = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in NAMES if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(48) for name in missing}
        write_private(path, json.dumps(known, indent=2) + "\n")
    return known


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only at every moment."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    temporary.replace(path)
