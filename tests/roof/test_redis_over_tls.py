"""Redis over TLS: the queue and the cache speak only with a server that shows by its certificate who it is."""

import subprocess
import sys

import pytest
from django.conf import settings

from derbyvoice.bootstrap import servers
from tests.certificates import Certificate

pytestmark = pytest.mark.redis
SPEAK = {
    "queue": "from derbyvoice.celery import app; app.connection().ensure_connection(max_retries=1, timeout=5)",
    "cache": "from django.core.cache import caches; caches['default']._cache.get_client().ping()",
}


@pytest.fixture
def certificate(tmp_path):
    return Certificate(tmp_path)


@pytest.fixture
def redis_url(tmp_path, certificate):
    port = servers.free_port()
    key = certificate.file.with_name("key.pem")
    tls = ["--tls-port", port, "--tls-cert-file", certificate.file, "--tls-key-file", key, "--tls-auth-clients", "no"]
    command = ["redis-server", "--port", "0", "--save", "", *map(str, tls)]
    with servers.running(command, tmp_path, port) as there:
        assert there
        yield f"rediss://127.0.0.1:{port}/0"


def speak(what, redis_url, **environment):
    """In a process of its own, set up as in production; gives how it ended."""
    facts = {
        "MODE": "production",
        "SECRET_KEY": "only-for-this-test-" + "x" * 50,
        "PUBLIC_URL": "https://voice.example.org",
        "DJANGO_SETTINGS_MODULE": "derbyvoice.settings",
        "REDIS_URL": redis_url,
    }
    code = f"import django; django.setup(); {SPEAK[what]}"
    command = [sys.executable, "-W", "error:.*insecure", "-c", code]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env={**facts, **environment}, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("what", SPEAK)
def test_a_server_that_this_machine_trusts_is_spoken_with(redis_url, certificate, what):
    ended = speak(what, redis_url, SSL_CERT_FILE=str(certificate.file))
    assert ended.returncode == 0, ended.stderr[-2000:]


@pytest.mark.parametrize("what", SPEAK)
def test_a_server_that_cannot_show_who_it_is_is_refused(redis_url, what):
    ended = speak(what, redis_url)
    assert ended.returncode != 0
    assert "CERTIFICATE_VERIFY_FAILED" in ended.stderr
