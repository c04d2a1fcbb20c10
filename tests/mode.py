"""Loaded by pytest before the settings: tests run in the test mode and nowhere else."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

os.environ["MODE"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="voice-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
if WORKER:
    # the workers of a spread run share neither keys nor messages nor the Redis database that each empties
    os.environ["DATA_DIR"] += f"/{WORKER}"
    if os.environ.get("REDIS_URL"):
        place = urlsplit(os.environ["REDIS_URL"])
        os.environ["REDIS_URL"] = place._replace(path=f"/{WORKER.removeprefix('gw')}").geturl()
