"""bin/manage: one Django command, with the servers up for as long as it runs."""

import os
import sys

from runtime.environment import django_environment
from runtime.paths import ROOT, Var
from runtime.servers import attach


def main(arguments: list[str]) -> int:
    """Replace this process by manage.py; the lease on the servers goes with it."""
    var = Var.from_environment()
    var.make()
    lease = attach(var)
    lease.keep_over_exec()
    mode = os.environ.get("PORTAL_MODE", "demo")
    environment = django_environment(var, lease, mode=mode)
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    os.execve(command[0], command, environment)
