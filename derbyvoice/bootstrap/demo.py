"""`manage.py demo`: the whole product on this machine, with invented people, from a clone and nothing else."""

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

from derbyvoice.bootstrap import front_end, own_python
from derbyvoice.bootstrap.plain import CLONE, Trouble, trouble_with

LOOPBACK = "127.0.0.1"


def run(arguments: list[str]) -> int:
    """Prepare what is missing, then become the demo's one process."""
    options = read(arguments)
    refuse_taken(options.port)
    make_folder(options.data)
    own_python.make_ready("runtime", purpose="the demo")
    front_end.make_ready()
    command = [str(own_python.PYTHON), str(CLONE / "manage.py"), "run_demo", "--port", str(options.port)]
    return become([*command, *(["--no-seed"] if options.no_seed else [])], environment(options))


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Start the whole product on this machine.")
    parser.add_argument("--port", type=port, default=8000, help="where it answers on this machine (8000)")
    parser.add_argument("--data", type=Path, default=CLONE / "data", help="folder for database, keys and mail (data)")
    parser.add_argument("--no-seed", action="store_true", help="start without the invented people and records")
    return parser.parse_args(arguments)


def port(words: str) -> int:
    if not words.isdigit() or not 1 <= int(words) <= 65535:
        raise argparse.ArgumentTypeError("write a number from 1 to 65535")
    return int(words)


def refuse_taken(number: int) -> None:
    """Said before the minutes of preparation, not after them."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, number))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Trouble(f"You may not use port {number}: choose one above 1023, such as --port 8000.") from error
            other = number + 1 if number < 65535 else 8000
            raise Trouble(
                f"Port {number} is taken: stop what uses it, or choose another, such as --port {other}."
            ) from error


def make_folder(folder: Path) -> None:
    """The data folder is there and a file can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise trouble_with(error, folder) from error


def environment(options: argparse.Namespace) -> dict[str, str]:
    """The demo is told everything here: settings of a deployment that happen to be in the environment stay out."""
    kept = {name: value for name, value in os.environ.items() if name not in settings_named()}
    address = f"http://{LOOPBACK}:{options.port}"
    return {**kept, "MODE": "demo", "DATA_DIR": str(options.data.resolve()), "PUBLIC_URL": address}


def settings_named() -> set[str]:
    """Every setting that `.env.example` documents."""
    lines = (CLONE / ".env.example").read_text().splitlines()
    return {line.lstrip("# ").split("=")[0] for line in lines if "=" in line}


def become(command: list[str], environment: dict[str, str]) -> int:
    """Replace this process, so that Ctrl-C and SIGTERM reach the demo itself."""
    sys.stdout.flush()
    if os.name == "nt":
        import subprocess

        return subprocess.call(command, env=environment)
    os.execve(command[0], command, environment)
