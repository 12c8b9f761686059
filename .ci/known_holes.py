"""Asks pip-audit for known holes in what is installed; says how much it could ask about.

Fails on a hole. Does not fail where nobody answers, or where the index has no such data: then it
says so, since "no holes known" would be untrue.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [
    *(sys.executable, "-m", "pip_audit", "--requirement", "requirements-dev.txt", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off", "--timeout", "30"),
]


def main() -> int:
    try:
        done = subprocess.run(
            COMMAND, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
    except subprocess.TimeoutExpired:
        return unknown("the service did not answer within five minutes")
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return unknown((done.stderr.strip().splitlines() or ["no answer"])[-1])
    asked = [package for package in packages if "skip_reason" not in package]
    holes = [(package, hole) for package in asked for hole in package["vulns"]]
    print(f"{len(asked)} of {len(packages)} packages could be looked up; {len(holes)} known holes.")
    for package, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"  {package['name']} {package['version']}: {hole['id']}, mended in {mended}")
    if len(asked) < len(packages):
        print("NOT KNOWN for the others: the index that is reachable here has nothing about them.")
    return 1 if holes else 0


def unknown(why: str) -> int:
    print(f"NOT KNOWN: none of the packages could be looked up ({why}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
