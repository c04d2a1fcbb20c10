"""Log lines as JSON with the request's id, and no personal data."""

import contextvars
import json
import logging
from datetime import UTC, datetime

from derbyvoice.lib.redaction import scrub

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
ORDINARY = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request", "server_time"}


class JsonLines(logging.Formatter):
    """One JSON object a line. An exception leaves its type and place, not its words: those may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
            "request": request_id.get(),
        }
        extras = {key: value for key, value in record.__dict__.items() if key not in ORDINARY}
        line.update({key: scrub(str(value)) for key, value in extras.items()})
        if record.exc_info and record.exc_info[0]:
            line.update(error=record.exc_info[0].__name__, place=place_of(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False)


def place_of(traceback: object) -> str:
    """The last lines of code on the way to the error, as file:line function."""
    steps = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        steps.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return " < ".join(reversed(steps[-6:]))
