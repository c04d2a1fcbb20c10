"""Mail goes to the server over TLS as the settings say, to no server that cannot show who it is, and never without."""

import select
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor

import pytest

from derbyvoice.notifications.models import Message
from derbyvoice.notifications.sending import send_batches
from derbyvoice.notifications.transports.smtp import has_hung_up
from tests.certificates import Certificate
from tests.faults.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
WAYS = ["starttls", "whole"]
ENDS = {
    "drop-late": "uncertain",
    "lost-ack": "uncertain",
    "4xx": "waiting",
    "5xx": "failed",
    "content-refused": "failed",
}


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """One that this machine trusts."""
    made = Certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@pytest.fixture
def serve(settings):
    """Start a server and let the settings name it."""
    started = []

    def begin(way, tls):
        server = SmtpServer(tls=tls, whole=way == "whole" and tls is not None, password="only-for-this-test")
        server.start()
        started.append(server)
        settings.TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = way == "starttls", way == "whole"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "voice", "only-for-this-test"
        return server

    yield begin
    for server in started:
        server.stop()


@pytest.mark.parametrize("way", WAYS)
def test_letters_go_over_tls_signed_in(serve, certificate, queued, way):
    server = serve(way, certificate.server)
    queued("ann", "ben", "cy")
    assert send_batches() == 3
    assert [(kept.to, kept.by, kept.sealed) for kept in server.kept] == [
        ([f"{name}@people.example"], "voice", True) for name in ("ann", "ben", "cy")
    ]
    assert server.connections == 1


def why_it_waits():
    """The reason that the office reads at the only message, which is kept for later."""
    message = Message.objects.get()
    assert message.state == "waiting"
    return message.reason


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_cannot_show_who_it_is_gets_nothing(serve, tmp_path, queued, way):
    server = serve(way, Certificate(tmp_path).server)
    queued("ann")
    send_batches()
    assert server.kept == []
    assert why_it_waits() == "No connection to the mail server: SSLCertVerificationError"


def test_a_certificate_for_another_machine_is_refused(serve, tmp_path, monkeypatch, queued):
    certificate = Certificate(tmp_path, host="192.0.2.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    for way in WAYS:
        server = serve(way, certificate.server)
        queued("ann") if way == WAYS[0] else Message.objects.update(next_try_at=Message.objects.get().queued_at)
        send_batches()
        assert server.kept == []
        assert why_it_waits() == "No connection to the mail server: SSLCertVerificationError"


@pytest.mark.parametrize("way", WAYS)
def test_without_tls_nothing_is_said(serve, certificate, queued, way):
    """Somebody on the line who takes the offer of TLS away reads neither the password nor the letter."""
    server = serve(way, None)
    queued("ann")
    send_batches()
    assert server.kept == []
    assert why_it_waits().startswith("No connection to the mail server")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", ENDS)
def test_faults_end_as_they_do_without_tls(serve, certificate, queued, way, mode):
    server = serve(way, certificate.server)
    server.order(mode=mode)
    queued("ann")
    send_batches()
    assert Message.objects.get().state == ENDS[mode]


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_hangs_up_in_the_letter_loses_nothing_however_often(serve, certificate, queued, later, way):
    server = serve(way, certificate.server)
    server.order(mode="drop")
    queued("ann", "ben", "cy")
    for _ in range(6):
        send_batches()
        later()
    server.order()
    later()
    assert send_batches() == 3
    assert sorted(kept.to for kept in server.kept) == [[f"{name}@people.example"] for name in ("ann", "ben", "cy")]


@pytest.fixture
def line(certificate):
    """The two ends of a TLS connection on which nobody has said anything: ours, theirs."""
    ours, theirs = socket.socketpair()
    with ThreadPoolExecutor(1) as other:
        answering = other.submit(certificate.server.wrap_socket, theirs, server_side=True)
        trusting = ssl.create_default_context(cafile=certificate.file)
        with trusting.wrap_socket(ours, server_hostname="127.0.0.1") as ours, answering.result(5) as theirs:
            ours.settimeout(5)
            yield ours, theirs


def test_tickets_of_tls_are_no_sign_that_the_server_hung_up(line):
    ours, _ = line
    assert select.select([ours], [], [], 1)[0]  # TLS 1.3 sends two tickets after the handshake
    assert not has_hung_up(ours)
    assert not has_hung_up(ours, seconds=0.01)
    assert ours.gettimeout() == 5


def say_goodbye(theirs):
    theirs.settimeout(0.05)
    with pytest.raises(TimeoutError):  # nobody says goodbye back
        theirs.unwrap()


@pytest.mark.parametrize("end", [say_goodbye, ssl.SSLSocket.close, lambda theirs: theirs.sendall(b"421 away\r\n")])
def test_an_end_is_noticed_over_tls(line, end):
    ours, theirs = line
    end(theirs)
    assert has_hung_up(ours, seconds=1)
