"""Loaded by pytest before the settings: tests run in the test mode and nowhere else."""

import os
import tempfile
from urllib.parse import urlsplit

os.environ["MODE"] = "test"
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="voice-test-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

if os.environ.get("REDIS_URL"):
    # each worker of a spread run empties a Redis database of its own
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{worker}").geturl()
