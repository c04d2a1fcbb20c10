"""The way from a clone and a Python to a running copy, and the one sentence for each thing that can be missing."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from derbyvoice.bootstrap import demo, own_python
from derbyvoice.bootstrap.plain import CLONE, Trouble
from derbyvoice.bootstrap.stamps import fingerprint

BARE = {"PATH": os.defpath, "HOME": "/nonexistent"}


@pytest.fixture
def clone(tmp_path):
    """What the bootstrap reads, without anything installed."""
    for name in ("manage.py", ".env.example", "package.json", "package-lock.json"):
        shutil.copy(CLONE / name, tmp_path / name)
    for name in ("derbyvoice/bootstrap", "requirements"):
        shutil.copytree(CLONE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "derbyvoice/__init__.py").touch()
    return tmp_path


def manage(clone, *arguments, **environment):
    command = [getattr(sys, "_base_executable", sys.executable), "-B", str(clone / "manage.py"), *arguments]
    return subprocess.run(command, env={**BARE, **environment}, capture_output=True, text=True, timeout=120)


def one_sentence(ended):
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_manage_can_be_read_by_an_old_python():
    ast.parse((CLONE / "manage.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_what_to_install():
    script = "import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path('manage.py', run_name='__main__')"
    ended = subprocess.run([sys.executable, "-c", script], cwd=CLONE, capture_output=True, text=True)
    assert one_sentence(ended).startswith("This needs Python 3.11 or newer and was started with Python 3.8: install")


def test_the_bootstrap_needs_the_standard_library_only():
    for file in (CLONE / "derbyvoice/bootstrap").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                known = name.startswith("derbyvoice.bootstrap") or name.split(".")[0] in sys.stdlib_module_names
                assert known or name == "django.core.management", f"{file.name} imports {name}"


def test_a_taken_port_is_named_with_another_to_choose(clone):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = manage(clone, "demo", "--port", str(port))
    assert one_sentence(ended) == (
        f"Port {port} is taken: stop what uses it, or choose another, such as --port {port + 1}."
    )
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5"])
def test_a_port_that_is_no_port_is_refused(clone, port):
    ended = manage(clone, "demo", f"--port={port}")
    assert ended.returncode == 2
    assert "write a number from 1 to 65535" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(monkeypatch, module):
    real = own_python.importlib.util.find_spec
    monkeypatch.setattr(own_python.importlib.util, "find_spec", lambda name: None if name == module else real(name))
    with pytest.raises(Trouble, match=f"lacks its {module} module: install it .*python3-venv"):
        own_python.make_venv()


def test_without_a_network_the_cure_is_said(clone):
    ended = manage(clone, "demo", "--port", "8973", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")
    assert "Packages could not be downloaded: connect this machine to the internet" in one_sentence(ended)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs somebody else to be")
def test_without_permission_to_write_the_folder_is_named(clone):
    for folder in (clone, *clone.parents):
        if folder.stat().st_uid == 0 and folder != Path("/") and "pytest" in str(folder):
            folder.chmod(0o755)
    command = [str(shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable), "-B"]
    ended = subprocess.run([*command, str(clone / "manage.py"), "demo", "--port", "8974"], env=BARE, cwd="/",
                           capture_output=True, text=True, user="nobody", extra_groups=[])  # fmt: skip
    if "No such file" in ended.stderr or ended.returncode == 126:
        pytest.skip("this Python cannot be started by somebody else")
    assert one_sentence(ended).startswith(f"{clone}/data cannot be written: give yourself permission")


def test_settings_of_a_deployment_do_not_reach_the_demo(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://real/real")
    monkeypatch.setenv("SECRET_KEY", "real")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example")
    told = demo.environment(demo.read(["--port", "8123"]))
    assert "DATABASE_URL" not in told
    assert "SECRET_KEY" not in told
    assert told["PIP_INDEX_URL"] == "https://index.example"
    assert (told["MODE"], told["PUBLIC_URL"]) == ("demo", "http://127.0.0.1:8123")


def test_a_stamp_changes_with_any_file(tmp_path):
    (tmp_path / "a").write_text("one")
    before = fingerprint([tmp_path])
    (tmp_path / "a").write_text("two")
    after = fingerprint([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({before, after, fingerprint([tmp_path])}) == 3
