"""Log lines as JSON with the request's id, and no personal data."""

import contextvars
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from derbyvoice.lib.redaction import scrub

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
OF_THE_QUEUE = {"data"}
"""With a failed task the queue hands on its arguments and the whole traceback, words of the exception included."""
ORDINARY = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request", "server_time"}


class JsonLines(logging.Formatter):
    """One JSON object a line. An exception leaves its type and place, not its words: those may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(words_of(record)),
            "request": request_id.get(),
        }
        left_out = ORDINARY | OF_THE_QUEUE if record.name.startswith("celery") else ORDINARY
        extras = {key: value for key, value in record.__dict__.items() if key not in left_out}
        line.update({key: scrub(str(value)) for key, value in extras.items()})
        if record.exc_info and record.exc_info[0]:
            line.update(error=record.exc_info[0].__name__, place=place_of(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False)


def words_of(record: logging.LogRecord) -> str:
    """The line, with the kind of each exception in the place of its words."""
    told = record.args
    if isinstance(told, Mapping):
        told = {name: kind_of(name, value) for name, value in told.items()}
    elif told:
        told = tuple(kind_of("", value) for value in told)
    return str(record.msg) % told if told else str(record.msg)


def kind_of(name: str, value: object) -> object:
    """The queue gives an exception as its `repr` under the name `exc`."""
    if isinstance(value, BaseException):
        return type(value).__name__
    return value.partition("(")[0][:60] if name == "exc" and isinstance(value, str) else value


def place_of(traceback: object) -> str:
    """The last lines of code on the way to the error, as file:line function."""
    steps = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        steps.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return " < ".join(reversed(steps[-6:]))
