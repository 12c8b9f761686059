"""The environment in which Django, gunicorn and Celery run."""

import os

from runtime.paths import ROOT, Var
from runtime.secrets import read_or_make
from runtime.servers import Lease

DEFAULT_PORT = 8000


def django_environment(
    var: Var, lease: Lease, *, mode: str, port: int = DEFAULT_PORT
) -> dict[str, str]:
    """Return the complete environment of a Django process.

    What the caller has set wins, so that the same commands serve an installation with its own
    database. The superuser's address is for tests only.
    """
    defaults = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_MODE": mode,
        "PORTAL_MEDIA": str(var.media),
        # Passkeys accept localhost, and refuse 127.0.0.1.
        "PORTAL_BASE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    }
    if not os.environ.get("SECRET_KEY"):
        defaults["SECRET_KEY"] = read_or_make(var.secrets)["secret_key"]
    addresses = dict(lease.environment)
    if mode != "test":
        addresses.pop("DATABASE_ADMIN_URL", None)
    environment = {**defaults, **os.environ, **addresses}
    environment["PORTAL_VAR"] = str(var.path)
    programs = str(ROOT / ".venv" / "bin")
    environment["PATH"] = os.pathsep.join([programs, environment.get("PATH", "")])
    environment.pop("PYTHONPATH", None)  # it held bin/, which is not the portal's
    return environment
