"""Mail by SMTP, one command at a time, so that the row can say "handed over" just before the last byte."""

import re
import select
import smtplib
import socket
import ssl
from functools import partial
from typing import Self

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from derbyvoice.notifications.letters import Letter
from derbyvoice.notifications.transports import BeforeLastByte, NoAnswer, NotTaken, Refused, Unreachable

Reply = tuple[int, bytes]
LAST = b".\r\n"
GOING_AWAY = 421
SECONDS_TO_HANG_UP = 0.05
POLICY = re.compile(rb"\b5\.7\.\d")


class SmtpTransport:
    """One connection to the mail server of EMAIL_HOST, opened for the first letter and kept for the batch."""

    name = "smtp"
    can_be_asked = False

    def __init__(self) -> None:
        self.smtp: smtplib.SMTP | None = None
        self.proven = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.smtp:
            try:
                self.smtp.quit()
            except (smtplib.SMTPException, OSError):
                self.smtp.close()

    def deliver(self, letter: Letter, *, before_last_byte: BeforeLastByte) -> str:
        smtp = self.connected()
        try:
            self.envelope(smtp, letter)
            self.all_but_the_last(smtp, letter)
            before_last_byte()
            self.last(smtp)
            return self.answer(smtp)
        except (NotTaken, Refused):
            self.begin_anew()
            raise
        except BaseException:
            self.hang_up()
            raise

    def ask(self, reference: str) -> bool:
        raise Unreachable("A mail server cannot be asked.")

    def connected(self) -> smtplib.SMTP:
        if self.smtp is None:
            try:
                self.smtp = connect()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(plain(error)) from error
        return self.smtp

    def envelope(self, smtp: smtplib.SMTP, letter: Letter) -> None:
        """From whom and to whom. What is said against the sender is said against the whole batch."""
        code, _ = command(smtp, f"MAIL FROM:<{letter.sender}>")
        if code != 250:
            raise Unreachable(f"The mail server refused the sender: {code}")
        code, words = command(smtp, f"RCPT TO:<{letter.address}>")
        if code not in (250, 251):
            raise refusal(code, words, stage="recipient", dead=not POLICY.search(words))

    def all_but_the_last(self, smtp: smtplib.SMTP, letter: Letter) -> None:
        """After a fault, and before this connection took anything, the server gets a moment to hang up."""
        code, words = command(smtp, "DATA")
        if code != 354:
            raise refusal(code, words, stage="letter")
        try:
            smtp.send(quoted(letter.content))
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(plain(error)) from error
        wary = letter.again and not self.proven
        self.refuse_if_gone(smtp, seconds=SECONDS_TO_HANG_UP if wary else 0)

    def last(self, smtp: smtplib.SMTP) -> None:
        """The byte that makes the letter theirs. Where it cannot be written, the letter is certainly not taken."""
        self.refuse_if_gone(smtp)
        try:
            smtp.send(LAST)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(plain(error)) from error

    def answer(self, smtp: smtplib.SMTP) -> str:
        try:
            code, words = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise NoAnswer(plain(error)) from error
        if code != 250:
            raise refusal(code, words, stage="letter")
        self.proven = True
        return ""

    def refuse_if_gone(self, smtp: smtplib.SMTP, *, seconds: float = 0) -> None:
        """A server that hung up or spoke out of turn before the last byte has not taken the letter."""
        if smtp.sock and has_hung_up(smtp.sock, seconds=seconds):
            raise Unreachable("The mail server closed the connection")

    def begin_anew(self) -> None:
        """Same connection, next letter."""
        try:
            if self.smtp and self.smtp.rset()[0] != 250:
                self.hang_up()
        except (smtplib.SMTPException, OSError):
            self.hang_up()

    def hang_up(self) -> None:
        if self.smtp:
            self.smtp.close()
        self.smtp, self.proven = None, False


def connect() -> smtplib.SMTP:
    """A greeted connection, encrypted and signed in as the settings say."""
    opener = partial(smtplib.SMTP_SSL, context=checked()) if settings.EMAIL_USE_SSL else smtplib.SMTP
    smtp = opener(
        settings.EMAIL_HOST,
        int(settings.EMAIL_PORT),
        local_hostname=DNS_NAME.get_fqdn(),
        timeout=settings.EMAIL_TIMEOUT,
    )
    try:
        send_small_pieces_at_once(smtp.sock)
        introduce(smtp)
    except BaseException:
        smtp.close()
        raise
    return smtp


def checked() -> ssl.SSLContext:
    """TLS with a server that shows by its certificate who it is. Left to itself smtplib asks for none."""
    return ssl.create_default_context()


def send_small_pieces_at_once(sock: socket.socket) -> None:
    """The last byte goes in a piece of its own: without this it would wait 40 ms for the piece before it."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def introduce(smtp: smtplib.SMTP) -> None:
    if settings.EMAIL_USE_TLS:
        smtp.starttls(context=checked())
    smtp.ehlo_or_helo_if_needed()
    if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
        smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)


def command(smtp: smtplib.SMTP, words: str) -> Reply:
    """Say one line and hear the answer. A lost connection here means: certainly not taken."""
    try:
        code, answer = smtp.docmd(words)
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(plain(error)) from error
    if code == GOING_AWAY:
        raise Unreachable("The mail server is going away: 421")
    return code, answer


def refusal(code: int, words: bytes, *, stage: str, dead: bool = False) -> NotTaken | Refused:
    """The server's words may name the person, so only its number is kept."""
    if 500 <= code < 600:
        return Refused(f"The mail server refused the {stage}: {code}", dead=dead)
    return NotTaken(f"The mail server put the {stage} off: {code}")


def plain(error: Exception) -> str:
    return f"No connection to the mail server: {type(error).__name__}"


def quoted(body: bytes) -> bytes:
    """The body as it stands on the wire: lines end in CR LF, and a dot at a line's beginning is doubled."""
    lines = re.sub(rb"\r\n|\n|\r", b"\r\n", body)
    dotted = re.sub(rb"(?m)^\.", b"..", lines)
    return dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n"


def has_hung_up(sock: socket.socket, *, seconds: float = 0) -> bool:
    """Whether the other side has closed or spoken out of turn; waits for it so many seconds."""
    if not select.select([sock], [], [], seconds)[0]:
        return False
    try:
        return not (isinstance(sock, ssl.SSLSocket) and only_tls_talks(sock))
    except OSError:
        return True


def only_tls_talks(sock: ssl.SSLSocket) -> bool:
    """What waits on the line may be TLS's own business (a ticket for the next time), which is no sign of an end."""
    patience = sock.gettimeout()
    sock.setblocking(False)
    try:
        sock.recv(1)
    except ssl.SSLWantReadError:
        return True
    finally:
        sock.settimeout(patience)
    return False
