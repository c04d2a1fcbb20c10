"""`manage.py test`: what each of its runs reads."""

import pytest

from derbyvoice.bootstrap.suite import Runs, total
from tests.tables import whole_or_none


@pytest.fixture
def collected(capfd):
    """`collected(*words)`: the files whose tests a run over tests/audit would do when these were chosen."""

    def read(*words):
        runs = Runs(["--collect-only", *words])
        runs.run("Looking", "not browser", "-n", "0", where="tests/audit")
        told = capfd.readouterr().out
        assert not runs.failed, told
        return {line.partition("::")[0].partition(":")[0] for line in told.splitlines() if line.startswith("tests/")}

    return read


def test_a_run_reads_its_own_folder(collected):
    found = collected()
    assert found
    assert all(path.startswith("tests/audit/") for path in found)


def test_tests_that_were_chosen_go_before_the_folder(collected):
    assert collected("tests/lib/test_words.py") == {"tests/lib/test_words.py"}


def test_options_choose_within_the_folder(collected):
    assert collected("-k", "chain and not chain") == set()


def test_closing_lines_are_added_up():
    lines = ["On SQLite: 12 passed, 1 skipped in 3.20s", "In Chromium: 1 failed, 2 passed, 1 rerun in 4.30s (0:00:04)"]
    assert total(lines) == "1 failed, 14 passed, 1 skipped, 1 rerun in 7.50s"


@pytest.mark.parametrize("begun", ["true", "echo half > dump"])
def test_a_dump_that_fails_leaves_none_and_stops_nothing(tmp_path, monkeypatch, begun):
    """Such as that of a program older than the server: it ends before there is a file."""
    monkeypatch.chdir(tmp_path)
    whole_or_none(["sh", "-c", f"{begun}; exit 1"], "dump")
    assert not (tmp_path / "dump").exists()
