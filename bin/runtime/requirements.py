"""Compile requirements*.in into requirements*.txt with hashes, versions and purposes.

Every top-level package keeps the comment that says what it is for; nothing in the output names
the index it was read from, so the files mean the same everywhere.
"""

import re
import subprocess
import sys
from pathlib import Path

from runtime.paths import ROOT

HEADER = "# Written by bin/requirements from {source}; do not edit.\n"
# uv writes these lines when an index other than the default is configured on the machine.
INDEX_OPTION = re.compile(r"^\s*(#\s*)?(--(extra-)?index-url|--find-links|--trusted-host|# from )")


def main(arguments: list[str]) -> int:
    """Recompile both files; arguments (such as --upgrade) are handed to uv."""
    purposes: dict[str, str] = {}
    for stem in ("requirements", "requirements-dev"):
        source, target = ROOT / f"{stem}.in", ROOT / f"{stem}.txt"
        purposes |= read_purposes(source)
        # requirements.txt pins what it names for the development set as well.
        constraints = [] if stem == "requirements" else ["--constraint", "requirements.txt"]
        compiled = compile_file(source, target, [*constraints, *arguments])
        target.write_text(HEADER.format(source=source.name) + with_purposes(compiled, purposes))
        print(f"wrote {target.name}")
    return 0


def compile_file(source: Path, target: Path, arguments: list[str]) -> str:
    """Return uv's resolution of source, keeping the versions already in target where allowed."""
    command = [
        str(Path(sys.executable).with_name("uv")),
        *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
        *("--output-file", target.name, *arguments, source.name),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    lines = target.read_text().splitlines(keepends=True)
    return "".join(line for line in lines if not INDEX_OPTION.match(line))


def read_purposes(source: Path) -> dict[str, str]:
    """Map the package names of a .in file to their comments."""
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)[^#\n]*#\s*(.+)$", source.read_text(), re.MULTILINE)
    return {normalise(name): purpose.strip() for name, purpose in found}


def with_purposes(compiled: str, purposes: dict[str, str]) -> str:
    """Put each top-level package's purpose on the line above it."""
    lines = []
    for line in compiled.splitlines():
        pinned = re.match(r"^([A-Za-z0-9][\w.-]*)(\[[^]]*\])?==", line)
        if pinned and normalise(pinned[1]) in purposes:
            lines.append(f"# {purposes[normalise(pinned[1])]}")
        lines.append(line)
    return "\n".join(lines) + "\n"


def normalise(name: str) -> str:
    """Return the form in which two spellings of a package name are equal."""
    return re.sub(r"[-_.]+", "-", name).lower()
