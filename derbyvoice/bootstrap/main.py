"""What the first word after `manage.py` means."""

import os
import subprocess
import sys

from derbyvoice.bootstrap import demo, own_python, suite
from derbyvoice.bootstrap.plain import CLONE, Trouble, complain, trouble_with

COMMANDS = {"demo": demo.run, "test": suite.run}


def main(arguments: list[str]) -> int:
    """Run the command and give the exit code; 2 means that a person must put something right."""
    command = COMMANDS.get(arguments[1]) if len(arguments) > 1 else None
    try:
        return command(arguments[2:]) if command else django(arguments)
    except Trouble as trouble:
        complain(str(trouble))
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if not command:
            raise
        complain(str(trouble_with(error)))
        return 2


def django(arguments: list[str]) -> int:
    """Any other command is Django's, run by the clone's own Python where there is one."""
    if own_python.PYTHON.exists() and not own_python.inside():
        return subprocess.call([own_python.PYTHON, CLONE / "manage.py", *arguments[1:]])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        raise Trouble("Nothing is installed yet: run python3 manage.py demo once.") from None
    execute_from_command_line([sys.argv[0], *arguments[1:]])
    return 0
