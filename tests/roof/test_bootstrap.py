"""The way from a clone and a Python to a running copy, and the one sentence for each thing that can be missing."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from derbyvoice.bootstrap import demo, fetching, own_python
from derbyvoice.bootstrap.plain import CLONE, Trouble
from derbyvoice.bootstrap.stamps import fingerprint, write_stamp

pytestmark = pytest.mark.long
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


@pytest.fixture
def installed(clone):
    """A clone whose Python packages are there, so that the next step is the front end."""
    subprocess.run([base_python(), "-m", "venv", clone / ".venv"], check=True)
    write_stamp(clone / ".venv/runtime.stamp", fingerprint([clone / "requirements/runtime.txt"], version()))
    return clone


def base_python():
    return getattr(sys, "_base_executable", sys.executable)


def version():
    said = subprocess.run(
        [base_python(), "-c", "import sys; print(sys.version, end='')"], capture_output=True, text=True
    )
    return said.stdout


def stand_in(folder, **programs):
    """Programs of these names in a folder of their own: shell scripts that do as the test says."""
    folder.mkdir()
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return os.pathsep.join([str(folder), os.defpath])


def manage(clone, *arguments, **environment):
    command = [base_python(), "-B", str(clone / "manage.py"), *arguments]
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


def quick_pip(clone):
    """A pip that stops asking at once; the clone's own settings for it are read by every command in it."""
    return {"PIP_RETRIES": "0", "PIP_DEFAULT_TIMEOUT": "1", "PIP_CACHE_DIR": str(clone / "cache")}


@pytest.fixture
def deaf():
    """An address that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_an_index_that_never_answers_pip_is_said(clone, deaf):
    ended = manage(clone, "demo", "--port", "8975", PIP_INDEX_URL=deaf, FETCH_MINUTES="0.1", **quick_pip(clone))
    told = one_sentence(ended)
    assert told.startswith("Packages ")
    assert "PIP_INDEX_URL" in told
    assert "HTTPS_PROXY" in told
    assert f"{clone}/.venv/install-runtime.log says more" in told
    assert not (clone / ".venv/runtime.stamp").exists()


@pytest.mark.skipif(not shutil.which("npm", path=os.defpath), reason="this machine has no npm")
def test_a_registry_that_never_answers_npm_is_said(installed, deaf):
    quick = {"npm_config_fetch_timeout": "1000", "npm_config_fetch_retries": "0"}
    own = {"npm_config_registry": deaf, "npm_config_cache": str(installed / "cache"), "HOME": str(installed)}
    told = one_sentence(manage(installed, "demo", "--port", "8976", **quick, **own))
    assert told.startswith("What builds the styles and scripts could not be downloaded: connect this machine to the")
    assert "npm_config_registry" in told
    assert "HTTPS_PROXY" in told
    assert f"{installed}/.venv/front-end-fetch.log says more" in told


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_an_npm_that_hangs_is_stopped_with_all_it_started_and_said(installed, tmp_path):
    """What it leaves does not count: the next start fetches again."""
    old = installed / "node_modules/.stamp"
    write_stamp(old, "what an older lock named")
    pids = tmp_path / "pids"
    path = stand_in(tmp_path / "bin", node="echo v20.0.0", npm=f"sleep 300 & echo $$ $! > {pids}; wait")
    ended = manage(installed, "demo", "--port", "8977", PATH=path, FETCH_MINUTES="0.05")
    told = one_sentence(ended)
    assert "did not come within 3 seconds" in told
    assert "A slow line needs more time: set FETCH_MINUTES to more than 0.05." in told
    assert not any(alive(int(pid)) for pid in pids.read_text().split())
    assert not old.exists()


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_while_it_waits_it_says_so(tmp_path):
    """A line each few seconds, for as long as nothing is heard."""
    script = (
        "from pathlib import Path; from derbyvoice.bootstrap import fetching;"
        "fetching.QUIET_SECONDS = 1;"
        "fetching.fetch(['sh', '-c', 'sleep 2.5'], fetching.Source('It', 'sh', 'X'), Path('log'))"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env={**BARE, "PYTHONPATH": str(CLONE)},
                           capture_output=True, text=True, timeout=60)  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["  still waiting, 1 seconds so far", "  still waiting, 2 seconds so far"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_log_that_cannot_be_written_ends_it_and_is_said(tmp_path):
    """Else a program that says much would wait for ever for somebody to listen."""
    (tmp_path / "log").symlink_to("/dev/full")
    talks = [sys.executable, "-c", "while True: print('word' * 100)"]
    with pytest.raises(Trouble, match=r"The disk is full at .*log: free some space"):
        fetching.fetch(talks, fetching.Source("It", "sh", "X"), tmp_path / "log")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_letters_that_this_machine_has_no_place_for_end_nothing(tmp_path):
    """Else nobody listened any more, and a program that says much waited until its time was over."""
    talks = "import sys; sys.stdout.buffer.write((chr(0x201D) + 'all there' + chr(10)).encode() * 20_000)"
    script = (
        "import sys; from pathlib import Path; from derbyvoice.bootstrap import fetching;"
        f'fetching.fetch([sys.executable, "-c", "{talks}"], fetching.Source("It", "sh", "X"), Path("log"))'
    )
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "FETCH_MINUTES": "0.1"}
    ended = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60,
                           env={**BARE, **plain, "PYTHONPATH": str(CLONE)})  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "log").read_text(encoding="utf-8").count("”all there") == 20_000


@pytest.mark.parametrize("words", ["soon", "0", "nan"])
def test_a_time_to_wait_that_is_none_is_refused(clone, words):
    ended = manage(clone, "demo", "--port", "8978", FETCH_MINUTES=words)
    assert one_sentence(ended) == f"FETCH_MINUTES is “{words}”: write for how many minutes to wait, such as 15."


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_an_npm_that_fails_for_another_reason_names_its_log(installed, tmp_path):
    path = stand_in(tmp_path / "bin", node="echo v20.0.0", npm="echo 'npm error code EUSAGE'; exit 1")
    told = one_sentence(manage(installed, "demo", "--port", "8979", PATH=path))
    assert told == (
        f"What builds the styles and scripts could not be installed: {installed}/.venv/front-end-fetch.log says why; "
        "put that right and start again."
    )
    assert "EUSAGE" in (installed / ".venv/front-end-fetch.log").read_text()


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_after_a_failure_the_next_start_goes_on(installed, tmp_path):
    """The network is back: what the first start left is fetched over, built, and stamped."""
    first = stand_in(tmp_path / "first", node="echo v20.0.0", npm="mkdir -p node_modules/half; echo ECONNRESET; exit 1")
    assert "could not be downloaded" in one_sentence(manage(installed, "demo", "--port", "8980", PATH=first))
    done = 'case "$1" in ci) rm -rf node_modules;; *) mkdir -p static/build;; esac'
    second = stand_in(tmp_path / "second", node="echo v20.0.0", npm=done)
    ended = manage(installed, "demo", "--port", "8980", PATH=second)
    assert "could not be" not in ended.stderr
    assert (installed / "node_modules/.stamp").exists()
    assert (installed / "static/build/.stamp").exists()
    assert not (installed / "node_modules/half").exists()


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
