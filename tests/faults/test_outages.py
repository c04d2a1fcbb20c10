"""A shorter form of outages.py: the whole product, with Redis, the mail server and PostgreSQL taken away."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from derbyvoice.bootstrap import servers
from derbyvoice.bootstrap.suite import DUMP

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("away", [("redis-stopped", "mail-gone"), ("postgres-restarted", "postgres-killed")])
def test_people_can_send_whatever_is_away(away):
    if not servers.find_postgres("initdb"):
        pytest.skip("no PostgreSQL to start and stop on this machine")
    if not (settings.BASE_DIR / "static/build/public.css").exists():
        pytest.skip("styles and scripts are not built: npm ci && npm run build")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", DUMP) if name in os.environ}
    command = [sys.executable, "-m", "tests.faults.outages", "--seconds", "6", "--only", *away]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=kept, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
