"""Asks this container's own web process whether it answers; exit code 0 when it does (`python -m derbyvoice.alive`)."""

import http.client
import os
import sys

PORT, SECONDS = 8000, 4


def answers() -> bool:
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=SECONDS)
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    try:
        line.request("GET", "/healthz", headers={"Host": host})
        return line.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if answers() else 1)
