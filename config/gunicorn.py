"""How gunicorn runs the portal (`--config python:config.gunicorn`); its processes count as one."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

#: In memory where the machine has it; made anew with each start, so that old counts do not linger.
_FOLDER = tempfile.mkdtemp(
    prefix="portal-metrics-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
)  # fmt: skip
# prometheus_client reads it when it is first imported, so nothing here may import that before.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _FOLDER


def child_exit(server: Any, worker: Any) -> None:
    """Forget what a process that ended had in hand; what it counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)
