"""Where things are: the checkout, and the directory with everything that changes at run time."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Var:
    """The directory of run-time state: database, Redis, media, logs, secrets, process notes.

    `PORTAL_VAR` moves all of it; nothing is written outside (apart from .venv).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.redis = path / "redis"
        self.media = path / "media"
        self.logs = path / "logs"
        self.run = path / "run"
        self.secrets = path / "secrets.json"
        self.servers = self.run / "servers.json"
        self.demo = self.run / "demo.json"

    @classmethod
    def from_environment(cls) -> "Var":
        """Return the directory that PORTAL_VAR names, else `var` in the checkout."""
        chosen = os.environ.get("PORTAL_VAR")
        return cls(Path(chosen).expanduser().resolve() if chosen else ROOT / "var")

    def make(self) -> None:
        """Create the directories; those with secrets are for their owner alone."""
        self.path.mkdir(parents=True, exist_ok=True)
        for directory in (self.media, self.logs):
            directory.mkdir(exist_ok=True)
        for directory in (self.run, self.redis):
            directory.mkdir(mode=0o700, exist_ok=True)
