"""Loaded by pytest before the settings: tests run in the test mode and nowhere else."""

import os
import tempfile

os.environ["MODE"] = "test"
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="voice-test-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
