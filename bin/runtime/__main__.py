"""`python -m runtime COMMAND …`: what each script in bin/ does after the setup."""

import importlib
import sys

from runtime.postgres import ServerError
from runtime.processes import say

COMMANDS = ("manage", "demo", "test", "requirements")


def main() -> int:
    """Run one command and return its exit status."""
    command, *arguments = sys.argv[1:]
    if command not in COMMANDS:
        say(f"unknown command {command}: one of {', '.join(COMMANDS)}")
        return 2
    try:
        # Imported late: bin/manage must not pay for the others.
        return int(importlib.import_module(f"runtime.{command}").main(arguments))
    except ServerError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
