"""What stands in a line of the log: kinds and places, and never the words of an exception, which may quote a person."""

import json
import logging
from io import StringIO

import pytest
from celery.exceptions import Retry

from derbyvoice.celery import app
from derbyvoice.logs import JsonLines

CANARY = "Robin Canary of 14 Heron Way"


@pytest.fixture
def lines():
    """Every line that is logged, as the file would hold it."""
    kept, handler = StringIO(), None
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    loggers = [root, logging.getLogger("celery"), logging.getLogger("celery.app.trace")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in kept.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize("error", [ValueError(CANARY), KeyError(CANARY), RuntimeError({"name": CANARY})])
def test_a_task_that_fails_leaves_its_name_and_the_place(lines, error):
    name = f"tests.fails.{type(error).__name__}"

    @app.task(name=name)
    def fails(told):
        raise error

    fails.apply(args=[CANARY])
    app.tasks.pop(name)
    said = lines()
    assert CANARY not in json.dumps(said, ensure_ascii=False)
    told = next(line for line in said if line["logger"] == "celery.app.trace")
    assert told["message"].startswith(f"Task {name}[")
    assert told["message"].endswith(f"raised unexpected: {type(error).__name__}")
    assert told["error"] == type(error).__name__
    assert told["place"].startswith("test_log_lines.py:")


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("it failed: %s", (ValueError(CANARY),)),
        ("it failed: %r after %d tries", (ValueError(CANARY), 3)),
        ("it failed: %(why)r", ({"why": Retry(CANARY)},)),
        ("Task %(name)s retry: %(exc)s", ({"name": "tests.fails", "exc": repr(ValueError(CANARY))},)),
    ],
)
def test_an_exception_in_a_line_is_its_kind(lines, message, args):
    logging.getLogger("celery.worker").error(message, *args)
    [line] = {json.dumps(line) for line in lines()}
    assert CANARY not in line
    assert "ValueError" in line or "Retry" in line


@pytest.mark.parametrize(
    ("message", "args", "said"), [("100 %", (), "100 %"), ("%d of %s", (3, "seven"), "3 of seven")]
)
def test_other_lines_are_as_they_were(lines, message, args, said):
    logging.getLogger("derbyvoice").warning(message, *args)
    assert lines()[0]["message"] == said
