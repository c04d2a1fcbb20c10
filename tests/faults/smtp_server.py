"""A mail server that keeps what it gets and fails on demand, for tests. It listens on this machine only.

In a test: `with SmtpServer() as server: server.order(mode="4xx")`. As a process: `python -m tests.faults.smtp_server
--port 2525 --kept kept.jsonl`. Orders: ok, 4xx (`first=n`: only the first n), 5xx, 5xx-for (`to=[...]`), drop (hangs up
in DATA), drop-late (hangs up after the last byte, keeps nothing), lost-ack (keeps, then hangs up), refuse (421 at
connection), slow (`seconds`), sender-refused.

With a `tls` context it speaks TLS: from the first byte (`whole`), or when asked by STARTTLS. A password is taken only
over TLS."""

import argparse
import asyncio
import base64
import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path

LINE_WAIT = 60


@dataclass
class Kept:
    """One message that the server took."""

    sender: str
    to: list[str]
    raw: bytes
    by: str = ""
    sealed: bool = False
    at: float = field(default_factory=time.time)

    @property
    def mail(self):
        return message_from_bytes(self.raw, policy=default)

    @property
    def message_id(self):
        return str(self.mail["Message-ID"])


class Conversation:
    """One connection: hears commands, answers as the order of the moment says."""

    def __init__(self, server, reader, writer):
        self.server, self.reader, self.writer = server, reader, writer
        self.sender, self.to, self.by = "", [], ""

    @property
    def sealed(self):
        return self.writer.get_extra_info("ssl_object") is not None

    async def say(self, words):
        self.writer.write(words.encode() + b"\r\n")
        await self.writer.drain()

    async def hear(self):
        return await asyncio.wait_for(self.reader.readline(), LINE_WAIT)

    async def run(self):
        if self.server.mode == "refuse":
            return await self.say("421 not now")
        await self.say("220 test")
        while line := await self.hear():
            words = line.decode("latin-1").strip()
            verb = words.split(" ")[0].split(":")[0].lower()
            if not await getattr(self, f"on_{verb}", self.on_unknown)(words):
                return None
        return None

    async def on_unknown(self, words):
        await self.say("502 no")
        return True

    async def on_ehlo(self, words):
        offers = ["8BITMIME"]
        if self.server.tls:
            offers.append("AUTH PLAIN" if self.sealed else "STARTTLS")
        await self.say("\r\n".join(["250-test", *(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}"]))
        return True

    async def on_starttls(self, words):
        await self.say("220 go on")
        await self.writer.start_tls(self.server.tls)
        return True

    async def on_auth(self, words):
        _, name, password = base64.b64decode(words.split(" ")[2]).decode().split("\0")
        good = self.sealed and password == self.server.password
        self.by = name if good else ""
        await self.say("235 known" if good else "535 5.7.8 not known")
        return True

    async def on_mail(self, words):
        self.sender, self.to = words[10:].strip(" <>"), []
        await self.say("550 5.7.1 not you" if self.server.mode == "sender-refused" else "250 ok")
        return True

    async def on_rcpt(self, words):
        address = words[8:].strip(" <>")
        answer = self.server.about(address)
        if answer.startswith("250"):
            self.to.append(address)
        await self.say(answer)
        return True

    async def on_data(self, words):
        if not self.to:
            await self.say("503 no recipients")
            return True
        await self.say("354 go on")
        if self.server.mode == "drop":
            return False
        raw = await self.whole_message()
        return raw is not None and await self.answer(raw)

    async def whole_message(self):
        lines = []
        while (line := await self.hear()) != b".\r\n":
            if not line:
                return None
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    async def answer(self, raw):
        if self.server.mode == "drop-late":
            return False
        if self.server.mode == "slow":
            await asyncio.sleep(self.server.orders.get("seconds", 8))
        if self.server.mode == "content-refused":
            await self.say("554 5.7.1 not this")
            return True
        self.server.keep(Kept(self.sender, list(self.to), raw, self.by, self.sealed))
        if self.server.mode == "lost-ack":
            return False
        await self.say("250 kept")
        return True

    async def on_rset(self, words):
        self.sender, self.to = "", []
        await self.say("250 ok")
        return True

    on_noop = on_rset

    async def on_quit(self, words):
        await self.say("221 bye")
        return False


class SmtpServer:
    """Runs in a thread of its own. `kept` lists what it took, in order; `connections` counts."""

    def __init__(self, *, port=0, kept_file=None, tls=None, whole=False, password=""):
        self.port, self.kept_file, self.tls, self.whole, self.password = port, kept_file, tls, whole, password
        self.kept, self.connections, self.deferred, self.orders = [], 0, 0, {}
        self.writers = set()

    @property
    def mode(self):
        return self.orders.get("mode", "ok")

    def order(self, **orders):
        self.orders, self.deferred = orders, 0

    def about(self, address):
        if self.mode == "5xx" or (self.mode == "5xx-for" and address in self.orders["to"]):
            return "550 5.1.1 nobody here"
        if self.mode == "4xx" and self.deferred < self.orders.get("first", 10**9):
            self.deferred += 1
            return "451 4.3.0 later"
        return "250 ok"

    def keep(self, kept):
        self.kept.append(kept)
        if self.kept_file:
            with Path(self.kept_file).open("a") as out:
                out.write(json.dumps({"id": kept.message_id, "to": kept.to, "at": kept.at}) + "\n")

    async def converse(self, reader, writer):
        self.connections += 1
        self.writers.add(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):  # what went wrong is the client's to say
            await Conversation(self, reader, writer).run()
        self.writers.discard(writer)
        writer.close()

    async def listen(self, ready):
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        tls = self.tls if self.whole else None
        server = await asyncio.start_server(self.converse, "127.0.0.1", self.port, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self.over.wait()
        server.close()
        for writer in list(self.writers):
            writer.transport.abort()
        while self.writers:
            await asyncio.sleep(0.01)

    def run(self, ready):
        asyncio.run(self.listen(ready))

    def start(self):
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=[ready], daemon=True)
        self.thread.start()
        ready.wait(5)

    def stop(self):
        """Hang up on everybody and stop listening; `start` listens on the same port again."""
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(5)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--kept")
    chosen = options.parse_args()
    SmtpServer(port=chosen.port, kept_file=chosen.kept).run(threading.Event())


if __name__ == "__main__":
    main()
