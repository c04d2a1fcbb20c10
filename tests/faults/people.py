"""People who send for real, over HTTP, whatever happens to the servers meanwhile.

Each of them does what a person does: reads a page, sends it, and when the page says "not now" sends the same again."""

import json
import re
import threading
import time
from dataclasses import dataclass, field

ANSWER_WITHIN = 6
SECONDS_TO_THINK = 3.3
STOP_TRYING_AFTER = 90
KIND_WORDS = (200, 201, 302, 303)


@dataclass
class Sent:
    """Something that was acknowledged."""

    journey: str
    words: str
    address: str
    at: float


@dataclass
class Diary:
    """What all people saw: every answer, what was acknowledged, and what was wrong."""

    answers: list = field(default_factory=list)
    sent: list = field(default_factory=list)
    wrong: list = field(default_factory=list)

    def note(self, journey, step, page, typed):
        self.answers.append((time.time(), journey, step, page.status, page.seconds))
        place = f"{journey} {step}"
        if page.seconds > ANSWER_WITHIN:
            self.wrong.append(f"{place}: answered after {page.seconds:.1f} s (status {page.status})")
        if not (page.status in KIND_WORDS or page.status == 503 or 400 <= page.status < 500):
            self.wrong.append(f"{place}: status {page.status} {page.body[:120]!r}")
        if typed and page.status in (503, 403) and typed not in page.text:
            self.wrong.append(f"{place}: status {page.status} without the typed text")
        if page.status == 503 and "Exit this page" not in page.text and journey != "case":
            self.wrong.append(f"{place}: 503 without the exit control")


class Person(threading.Thread):
    """Sends one thing after another until told to stop; what was begun is finished."""

    journey = ""
    rest = 0.5

    def __init__(self, product, diary, *, number, most=10_000):
        super().__init__(daemon=True, name=f"{self.journey}-{number}")
        self.product, self.diary, self.number, self.most = product, diary, number, most
        self.ending = threading.Event()

    def run(self):
        turn = 0
        while not self.ending.is_set() and turn < self.most:
            turn += 1
            try:
                self.send_one(turn)
            except GivenUp as error:
                self.diary.wrong.append(f"{self.journey}: gave up at {error}")
            except Exception as error:  # noqa: BLE001 - a fault of this script must be seen too
                self.diary.wrong.append(f"{self.journey}: {error!r}")
                return
            self.ending.wait(self.rest)

    def name_of(self, turn):
        return f"{self.journey}-{self.number}-{turn}"

    def somebody(self, turn):
        """Each comes from a place of their own, so that no limit is met."""
        return self.product.visitor(f"198.51.{self.number}.{turn % 250 + 1}")

    def step(self, name, do, *, typed="", wanted=KIND_WORDS):
        """Do it until it is answered as wanted; then give the page."""
        end = time.monotonic() + STOP_TRYING_AFTER
        while time.monotonic() < end:
            page = do()
            self.diary.note(self.journey, name, page, typed)
            if page.status in wanted:
                return page
            time.sleep(0.7)
        raise GivenUp(name)

    def done(self, words, address=""):
        self.diary.sent.append(Sent(self.journey, words, address, time.time()))


class GivenUp(RuntimeError):
    """Something did not come back within a minute and a half."""


class Teller(Person):
    """Answers the survey, all pages, and sends it."""

    journey = "survey"

    def send_one(self, turn):
        who, words = self.somebody(turn), f"{self.name_of(turn)} told us this in plain words"
        page = self.step("start", lambda: who.get("/s/how-was-it/"))
        answers = {
            1: {"answer": "partly"},
            2: {"answer": ["talk", "facts"]},
            3: {"answer": "9"},
            5: {"answer": "when_asked"},
            6: {"answer": words},
        }
        for number, answer in answers.items():
            page = self.step(f"question {number}", lambda at=number: who.get(f"/s/how-was-it/{at}/"), wanted=(200,))
            self.send(who, f"/s/how-was-it/{number}/", {**page.hidden, **answer}, typed=words if number == 6 else "")
        page = self.step("agree", lambda: who.get("/s/how-was-it/agree/"), wanted=(200,))
        self.send(who, "/s/how-was-it/agree/", {**page.hidden, "consents": ["count", "read"]})
        page = self.step("check", lambda: who.get("/s/how-was-it/check/"), wanted=(200,))
        if self.send(who, "/s/how-was-it/check/", page.hidden).headers["Location"].endswith("/done/"):
            self.done(words)
        else:
            self.diary.wrong.append(f"{words}: was led somewhere else at the end")

    def send(self, who, path, fields, typed=""):
        return self.step(f"POST {path.split('/')[-2]}", lambda: who.post(path, fields), typed=typed, wanted=(302, 303))


class Asker(Person):
    """Asks a public question with an e-mail address. A confirmation must arrive there."""

    journey = "question"

    def send_one(self, turn):
        who, name = self.somebody(turn), self.name_of(turn)
        words, address = f"{name} asks how long it takes to be told", f"{name}@people.example"
        page = self.step("form", lambda: who.get("/scrutiny/ask/"), wanted=(200,))
        time.sleep(SECONDS_TO_THINK)
        fields = {**page.hidden, "question": words, "area": "not-said", "email": address, "name": "", "website": ""}
        self.step("POST", lambda: who.post("/scrutiny/ask/", fields), typed=words, wanted=(302,))
        self.done(words, address)


class Force(Person):
    """The force's record system sends cases, with a key for each; a neutral message must arrive."""

    journey = "case"

    def __init__(self, *args, world, **more):
        super().__init__(*args, **more)
        self.world = world

    def send_one(self, turn):
        name = self.name_of(turn)
        address = f"{name}@people.example"
        headers = {
            "Authorization": f"Bearer {self.world['secret']}",
            "Idempotency-Key": f"key-{name}",
            "Content-Type": "application/json",
        }
        victim = {"name": "Robin Example", "email": address}
        body = {**self.world["case"], "reference": name, "victim": victim, "channels": {"email": "safe"}}
        who = self.somebody(turn)
        send = lambda: who.ask("POST", "/api/v1/cases/", json.dumps(body), headers)  # noqa: E731
        self.step("POST", send, wanted=(200, 201))
        self.done(name, address)


class Chooser(Person):
    """Opens a one-time link from a message, and asks for a service."""

    journey = "self-referral"
    rest = 1.2

    def __init__(self, *args, links, service, **more):
        super().__init__(*args, **more)
        self.links, self.service = links, service

    def send_one(self, turn):
        if not self.links:
            return self.ending.set()
        who, path, words = self.somebody(turn), self.links.pop(), f"{self.name_of(turn)} would like a call"
        page = self.step("link", lambda: who.get(path), wanted=(200,))
        self.step("POST link", lambda: who.post(path, page.hidden), wanted=(302,))
        page = self.step("choose", lambda: who.get("/r/"), wanted=(200,))
        told = {"services": self.service, "name": "Robin", "safe_contact": "After six", "words": words, "agree": "on"}
        self.step("POST choose", lambda: who.post("/r/", {**page.hidden, **told}), typed=words, wanted=(302,))
        return self.done(words)


def links_in(kept):
    """Paths of the one-time links in messages that arrived."""
    told = [one.mail.get_body(("plain",)).get_content() for one in kept]
    return [found[1] for text in told if (found := re.search(r"https://[^/\s]+(/r/[\w-]+/)", text))]
