"""Redis away, Redis frozen, mail refused, PostgreSQL restarted and killed, while people go on sending; then count.

    python -m tests.faults.outages [--seconds 20] [--only redis-stopped ...]

The product runs as in production: gunicorn, worker and beat in processes of their own, each started again when it ends
(tests/faults/running.py). Celery's worker ends when Redis goes while it says that a message is done.
Promises: every form answers within 6 seconds, with what was typed when it cannot be taken; what was acknowledged is
there afterwards, once; messages arrive within 60 seconds and one sweep of recovery, once; nobody lends a hand; only a
database that is away makes /readyz say 503, and /healthz says 200 throughout. Ends with 1 if one is broken."""

import argparse
import json
import os
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

from tests.faults.people import Asker, Chooser, Diary, Force, Teller, links_in
from tests.faults.running import Product

SWEEP = 20
MAIL_WITHIN = 60 + SWEEP
BACK_WITHIN = 10
LINKS = 12
BEFORE, AFTER = 3, 5


class Outage:
    """One fault: how it begins and ends, and what /readyz says meanwhile."""

    def __init__(self, name, begin, end, *, ready, seconds):
        self.name, self.begin, self.end, self.ready, self.seconds = name, begin, end, ready, seconds


def outages(product, seconds):
    def restart():
        product.postgres.stop()
        product.postgres.start()

    def start_again():
        product.postgres.start()

    mail = product.mail
    return [
        Outage("redis-stopped", product.redis.stop, product.redis.start, ready="degraded", seconds=seconds),
        Outage("redis-frozen", product.redis.freeze, product.redis.thaw, ready="degraded", seconds=seconds),
        Outage("mail-refused", lambda: mail.order(mode="refuse"), lambda: mail.order(), ready="ready", seconds=seconds),
        Outage("mail-gone", mail.stop, mail.start, ready="ready", seconds=seconds),
        Outage("postgres-restarted", restart, lambda: None, ready="", seconds=1),
        Outage("postgres-killed", product.postgres.kill, start_again, ready="not ready", seconds=max(3, seconds // 4)),
    ]


class Watch(threading.Thread):
    """Asks /healthz and /readyz twice a second."""

    def __init__(self, product):
        super().__init__(daemon=True)
        self.product, self.seen, self.ending = product, [], threading.Event()

    def run(self):
        who = self.product.visitor("192.0.2.99")
        while not self.ending.wait(0.5):
            health, ready = who.get("/healthz"), who.get("/readyz")
            said = json.loads(ready.body).get("status") if ready.body.startswith("{") else ready.body[:40]
            self.seen.append((time.time(), health.status, ready.status, said, max(health.seconds, ready.seconds)))

    def between(self, start, end):
        return [row for row in self.seen if start <= row[0] <= end]


class Drill:
    """One outage with people in it, and the figures that came of it."""

    def __init__(self, product, world, outage, number):
        self.product, self.world, self.outage, self.number = product, world, outage, number
        self.diary, self.watch = Diary(), Watch(product)

    def people(self):
        told = {"product": self.product, "diary": self.diary}
        first = self.number * 20
        links = self.world["links"]
        yield from (Teller(**told, number=first + n) for n in range(2))
        yield from (Asker(**told, number=first + n) for n in range(4))
        yield Force(**told, number=first, world=self.world)
        yield Chooser(**told, number=first, links=links.pop(0), service=self.world["service"])

    def run(self):
        people = list(self.people())
        self.watch.start()
        self.starts = self.product.starts
        for person in people:
            person.start()
        time.sleep(BEFORE)
        self.began = time.time()
        self.outage.begin()
        time.sleep(self.outage.seconds)
        self.outage.end()
        self.recovered = time.time()
        time.sleep(AFTER)
        for person in people:
            person.ending.set()
        for person in people:
            person.join(120)
        self.wait_for_mail()
        self.watch.ending.set()
        return self.judge()

    def wait_for_mail(self):
        wanted, end = self.addresses(), max(self.recovered, time.time()) + MAIL_WITHIN
        while wanted - set(self.arrived()) and time.time() < end:
            time.sleep(0.2)

    def addresses(self):
        return {sent.address for sent in self.diary.sent if sent.address}

    def arrived(self):
        return {address: kept.at for kept in reversed(self.product.mail.kept) for address in kept.to}

    def judge(self):
        """Figures for the table, and what was wrong."""
        wrong = [*self.diary.wrong, *self.about_health()]
        lost, doubled, unasked = self.about_rows()
        wrong += [f"lost: {words}" for words in lost] + [f"twice: {words}" for words in doubled]
        late, missing, again = self.about_mail()
        wrong += [f"no mail to {address}" for address in missing] + [f"second mail to {address}" for address in again]
        wrong += [f"mail to {address} after {seconds:.0f} s" for address, seconds in late if seconds > MAIL_WITHIN]
        statuses = Counter(status for _, _, _, status, _ in self.diary.answers)
        return {
            "answers": len(self.diary.answers),
            "of these 503": statuses[503],
            "slowest answer (s)": round(max(seconds for *_, seconds in self.diary.answers), 1),
            "acknowledged": len(self.diary.sent),
            **{f"  {name}": number for name, number in Counter(sent.journey for sent in self.diary.sent).items()},
            "lost": len(lost),
            "twice": len(doubled),
            "kept though not acknowledged": len(unasked),
            "mails expected": len(self.addresses()),
            "mails missing": len(missing),
            "mails twice": len(again),
            "slowest mail (s)": round(max((seconds for _, seconds in late), default=0), 1),
            "back after (s)": round(self.back_after(), 1),
            "processes started again": self.product.starts - self.starts,
            "promises broken": len(wrong),
        }, wrong

    def about_rows(self):
        kept = rows_by_words()
        wanted = {sent.words for sent in self.diary.sent}
        mine = {words: number for words, number in kept.items() if self.is_mine(words)}
        lost = sorted(wanted - set(mine))
        return lost, sorted(words for words in wanted if mine.get(words, 0) > 1), sorted(set(mine) - wanted)

    def is_mine(self, words):
        number = words.split("-")[-2] if "self-referral" not in words else words.split("-")[2]
        return number.isdigit() and self.number * 20 <= int(number) < self.number * 20 + 20

    def about_mail(self):
        arrived, copies = self.arrived(), Counter(to for kept in self.product.mail.kept for to in kept.to)
        sent = [one for one in self.diary.sent if one.address]
        late = [
            (one.address, arrived[one.address] - max(one.at, self.recovered if one.at > self.began - 1 else 0))
            for one in sent
            if one.address in arrived
        ]
        missing = [one.address for one in sent if one.address not in arrived]
        return late, missing, [one.address for one in sent if copies[one.address] > 1]

    def about_health(self):
        """/healthz is always 200; /readyz is 503 only while the database is away."""
        middle = self.watch.between(self.began + 2, self.recovered - 0.5)
        for at, health, ready, said, seconds in self.watch.seen:
            if health != 200:
                yield f"/healthz said {health} at {at - self.began:.1f} s"
            if seconds > 6:
                yield f"/readyz took {seconds:.1f} s"
            if ready == 503 and not self.outage.name.startswith("postgres"):
                yield f"/readyz said 503 ({said})"
        if self.outage.ready and middle and {said for _, _, _, said, _ in middle} - {self.outage.ready}:
            yield f"/readyz said {sorted({said for *_, said, _ in middle})} and not {self.outage.ready}"
        if self.back_after() > BACK_WITHIN:
            yield f"ready again only after {self.back_after():.0f} s"

    def back_after(self):
        """Seconds from the end of the fault until /readyz says that all is well."""
        end = next((at for at, _, _, said, _ in self.watch.seen if at > self.recovered and said == "ready"), None)
        return end - self.recovered if end else 999.0


def rows_by_words():
    """What is in the database, opened: the words of each kind of submission and how often they are there."""
    from django.db import connection

    from derbyvoice.vault.sealing import open_words
    from scrutiny.questions.models import Question
    from services.cases.models import Case
    from services.referrals.models import Referral
    from surveys.responses.models import Words

    connection.close()
    told = [open_words(row, "sealed", purpose="voice") for row in Words.objects.all()]
    asked = [open_words(row, "own_words", purpose="voice") for row in Question.objects.exclude(own_words=None)]
    chosen = [open_words(row, "words", purpose="case") for row in Referral.objects.exclude(words=None)]
    cases = [open_words(row, "reference", purpose="case") for row in Case.objects.all()]
    return Counter(words for words in (*told, *asked, *chosen, *cases) if words.startswith(tuple(JOURNEYS)))


JOURNEYS = [person.journey for person in (Teller, Asker, Force, Chooser)]


def furnish(product):
    """An office with a survey, rules for asking, a service, and a key for the force's record system."""
    os.environ.update(MODE="test", DATABASE_URL=product.environment["DATABASE_URL"], DATA_DIR=str(product.own))
    os.environ.pop("REDIS_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "derbyvoice.settings"
    import django

    django.setup()
    from django.conf import settings

    from derbyvoice.office import clock
    from derbyvoice.vault.files import make_missing
    from derbyvoice.vault.keys import PURPOSES

    make_missing(settings.KEYS_DIR, list(PURPOSES), day=clock.today())
    product.migrate()
    product.manage("collectstatic", "--noinput", "--verbosity=0")
    return make_rows(clock)


def make_rows(clock):
    from derbyvoice.office.loading import load_area
    from derbyvoice.office.models import CrimeGroup, District
    from derbyvoice.users.demo import make_people
    from scrutiny.questions.importing import import_asking_rules
    from services.cases.models import Officer
    from services.directory.models import Service
    from services.intake.choices import Scope
    from services.intake.keys import make_key
    from services.support.models import SupportText
    from surveys.questionnaires import demo as survey
    from tests.factories import make

    load_area("derbyshire")
    by, now = make_people(), clock.now()
    import_asking_rules(asking_rules(), by=by)
    service = make(Service, takes_self_referral=True)
    survey.load(today=clock.today(), by=by)
    make(SupportText, words="There is help for you.")
    officer, group = make(Officer), CrimeGroup.objects.filter(key="burglary-home").first() or make(CrimeGroup)
    _, secret = make_key(name="Drill", scopes=[Scope.CASES_WRITE], days=2, by=by, now=now - timedelta(hours=1))
    case = {
        "version": 1,
        "reported_on": str(clock.today()),
        "crime_group": group.key,
        "district": District.objects.first().code,
        "officer": officer.force_id,
    }
    return {"secret": secret, "case": case, "service": str(service.pk), "links": []}


def asking_rules():
    from derbyvoice.lib.facts import Facts
    from scrutiny.questions.demo import FILES

    return Facts.read((FILES / "asking-rules.json").read_bytes())


def gather_links(product, world, *, each, times):
    """Cases before any fault, whose messages bring the links that people will open."""
    diary = Diary()
    force = Force(product, diary, number=999 // 5, world=world, most=each * times)
    force.start()
    force.join(60)
    end = time.time() + MAIL_WITHIN
    while len(found := links_in(product.mail.kept)) < each * times and time.time() < end:
        time.sleep(0.2)
    if len(found) < each * times:
        raise RuntimeError(f"{len(found)} links of {each * times}: {diary.wrong[:3]}")
    world["links"] = [found[n * each : (n + 1) * each] for n in range(times)]


def show(results):
    names = list(results)
    print(f"{'':32}" + "".join(f"{name:>20}" for name in names))
    rows = list(dict.fromkeys(row for figures, _ in results.values() for row in figures))
    for row in rows:
        print(f"{row:32}" + "".join(f"{results[name][0].get(row, 0)!s:>20}" for name in names))
    for name, (_, wrong) in results.items():
        for line in wrong[:20]:
            print(f"{name}: {line}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--only", nargs="*")
    options.add_argument("--keep-logs", help="copy the logs of all processes into this folder")
    chosen = options.parse_args()
    with Product() as product:
        world = furnish(product)
        product.serve()
        todo = [outage for outage in outages(product, chosen.seconds) if outage.name in (chosen.only or [outage.name])]
        gather_links(product, world, each=LINKS, times=len(todo))
        results = {outage.name: Drill(product, world, outage, n).run() for n, outage in enumerate(todo)}
        if chosen.keep_logs:
            keep_logs(product, chosen.keep_logs)
    show(results)
    kept_promise = not any(wrong for _, wrong in results.values())
    print("All promises kept." if kept_promise else "A PROMISE WAS BROKEN.")
    return 0 if kept_promise else 1


def keep_logs(product, folder):
    import shutil

    os.makedirs(folder, exist_ok=True)
    for path in (*product.own.glob("*.log"), *product.place.glob("*.log")):
        shutil.copy(path, folder)


if __name__ == "__main__":
    sys.exit(main())
