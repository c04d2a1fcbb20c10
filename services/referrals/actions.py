"""A person is passed to a service, and the service says what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import PERSON, PROGRAM, By
from derbyvoice.office.models import CrimeGroup, District
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from services.cases import due
from services.cases.actions import finish_task, leave_task
from services.cases.choices import Channel, Safety, TaskKind
from services.cases.facts import Person
from services.cases.models import Case, OfficerTask
from services.directory.models import Service, last_days_open
from services.referrals.choices import (
    CONSENTED,
    FINISHED,
    LET_GO,
    REASONS_FOR,
    TRANSITIONS,
    Basis,
    Reason,
    Source,
    State,
)
from services.referrals.models import AutomaticRule, Referral, ReferralStep

SAID_OF: dict[str, str] = {
    Safety.SAFE: "they said that this is safe",
    Safety.UNKNOWN: "nobody has asked yet if this is safe",
}


class NotAllowed(ValueError):
    """The referral cannot go from its state to that one, or not for that reason."""


@dataclass(frozen=True, repr=False)
class Details:
    """Who it is and how to reach them safely, in memory only. It has no readable form."""

    name: str
    safe_contact: str
    words: str = ""


@dataclass(frozen=True)
class Ground:
    """Why a person is passed on, on what basis in law, and after what and where."""

    source: Source
    basis: Basis
    crime_group: CrimeGroup | None = None
    district: District | None = None
    rule: AutomaticRule | None = None


@transaction.atomic
def refer_self(
    *, service: Service, details: Details, case: Case | None, dedupe_key: str, by: By = PERSON, now: datetime
) -> Referral:
    """The person asked for this service: explicit consent after a crime of risk, consent otherwise.

    The same wish sent twice is one referral. Raises ValidationError if nobody can ask for this service themselves."""
    if not service.takes_self_referral:
        raise ValidationError("You cannot ask for this one here.", code="not_open")
    group, district = (case.crime_group, case.district) if case else (None, None)
    basis = Basis.EXPLICIT_CONSENT if group is None or group.risk else Basis.CONSENT
    ground = Ground(Source.SELF, basis, group, district)
    return send(service=service, details=details, case=case, ground=ground, dedupe_key=dedupe_key, by=by, now=now)


@transaction.atomic
def refer_by_officer(
    *, service: Service, details: Details, case: Case, basis: Basis, by: User, now: datetime
) -> Referral:
    """An officer passes the person of their case on. After a crime of risk only with explicit consent."""
    if case.crime_group.risk and basis != Basis.EXPLICIT_CONSENT:
        raise ValidationError("Ask them first: for this kind of crime they must say yes.", code="consent")
    ground = Ground(Source.OFFICER, basis, case.crime_group, case.district)
    key = f"officer:{case.pk}:{service.pk}:{finished_before(case, service)}"
    return send(service=service, details=details, case=case, ground=ground, dedupe_key=key, by=by, now=now)


def finished_before(case: Case, service: Service) -> int:
    """How many of an officer's referrals to this service came to their end: the next one is a wish of its own."""
    return case.referrals.filter(service=service, source=Source.OFFICER, state__in=FINISHED).count()


def ways_to_reach(case: Case, person: Person) -> str:
    """The person's ways of contact, each with what is known of its safety; one that is not safe is left out.

    Unknown is not safe: whoever reads this is told to ask before they use it."""
    known = dict(case.channels.values_list("channel", "state"))
    ways = ((Channel.PHONE, "Phone", person.phone), (Channel.EMAIL, "E-mail", person.email))
    lines = [
        f"{label} {value} ({SAID_OF[Safety(known.get(channel, Safety.UNKNOWN))]})"
        for channel, label, value in ways
        if value and known.get(channel) != Safety.UNSAFE
    ]
    if lines and known.get(Channel.TEXT) == Safety.UNSAFE:
        lines.append("No text messages: they are not safe")
    return "\n".join(lines) or "Ask the officer"


@transaction.atomic
def refer_by_rules(*, case: Case, person: Person, day: date, now: datetime) -> list[Referral]:
    """Refer the person of a new case wherever a rule in force on this day says so; no rule, no referral.

    Never after a crime of risk, and never on a basis of consent: those people must be asked first."""
    if case.crime_group.risk:
        return []
    rules = AutomaticRule.objects.on(day).for_case(crime_group=case.crime_group, district=case.district)
    offered = set(Service.objects.taking_people(day).values_list("pk", flat=True))
    return [
        refer_by_rule(rule, case=case, person=person, now=now)
        for rule in rules.select_related("service").exclude(basis__in=CONSENTED)
        if rule.service_id in offered
    ]


def refer_by_rule(rule: AutomaticRule, *, case: Case, person: Person, now: datetime) -> Referral:
    details = Details(name=person.name, safe_contact=ways_to_reach(case, person))
    ground = Ground(Source.RULE, Basis(rule.basis), case.crime_group, case.district, rule)
    key = f"rule:{rule.pk}:{case.pk}"
    return send(service=rule.service, details=details, case=case, ground=ground, dedupe_key=key, by=PROGRAM, now=now)


def send(
    *, service: Service, details: Details, case: Case | None, ground: Ground, dedupe_key: str, by: By, now: datetime
) -> Referral:
    """Write the referral with its details sealed, its first step and its audit; the same key gives the first one.

    Raises ValidationError if nobody there could open it today."""
    refuse_where_nobody_opens(service, day=due.london_day(now))
    sealed = {name: seal_for(Referral, name, words) if words else None for name, words in vars(details).items()}
    account = by if isinstance(by, User) else None
    plain = {"service": service, "case": case, "state": State.SENT, "sent_at": now, "sent_by": account}
    row, made = Referral.objects.get_or_create(dedupe_key=dedupe_key, defaults={**plain, **vars(ground), **sealed})
    if made:
        ReferralStep.objects.create(referral=row, at=now, by=account, state=State.SENT)
        record("referred", row, by=by, source=ground.source.value, basis=ground.basis.value, service=service.pk)
    return row


def refuse_where_nobody_opens(service: Service, *, day: date) -> None:
    if not Service.objects.taking_people(day).filter(pk=service.pk).exists():
        raise ValidationError("This service takes no new people today. Choose another one.", code="not_taking")


@transaction.atomic
def move(referral: Referral, *, to: State, by: User, now: datetime, reason: str = "") -> Referral:
    """The one door for a referral's state: the table says which moves there are, and which need which reason.

    Adds the step and the audit. Raises `NotAllowed`; nothing has then changed."""
    if reason not in REASONS_FOR.get(to, frozenset({""})):
        raise NotAllowed("Choose a reason from the list.")
    return moved(referral, to=to, by=by, now=now, reason=reason)


def moved(referral: Referral, *, to: State, by: User, now: datetime, reason: str) -> Referral:
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if to not in TRANSITIONS[locked.state]:
        raise NotAllowed(f"This is {locked.get_state_display().lower()}: it cannot become {to.label.lower()}.")
    Referral.objects.filter(pk=referral.pk).update(state=to)
    ReferralStep.objects.create(referral=referral, at=now, by=by, state=to, reason=reason)
    record("moved", referral, by=by, state=to.value, reason=reason)
    referral.refresh_from_db()
    return referral


@transaction.atomic
def tell_officers(*, day: date) -> int:
    """Each officer whose person waits at a service that nobody may work for any more is asked to talk to them.

    Once for each referral and end of access: asking again adds nothing. Gives how many wait."""
    rows, last = Referral.objects.stopped(day).filter(case__isnull=False), last_days_open(day)
    tasks = OfficerTask.objects.filter(kind=TaskKind.STOPPED, case__in=rows.values("case"))
    told = set(tasks.values_list("dedupe_key", flat=True))
    waiting = rows.select_related("case", "service")
    keys = {f"{stopped_key(row)}{last.get(row.service.provider_id, '')}": row.case for row in waiting}
    for key, case in keys.items():
        if case and key not in told:
            leave_task(case, kind=TaskKind.STOPPED, dedupe_key=key, day=day)
    return len(keys)


def stopped_key(referral: Referral) -> str:
    return f"stopped:{referral.pk}:"


@transaction.atomic
def let_go(referral: Referral, *, by: User, now: datetime) -> Referral:
    """The officer talked to the person about a service that stopped: the referral to it is finished.

    Raises `NotAllowed` while the service can still work on it, or once it is finished."""
    if not Referral.objects.stopped(due.london_day(now)).filter(pk=referral.pk).exists():
        raise NotAllowed("This service has not stopped, or this was finished before. Nothing was changed.")
    for task in OfficerTask.objects.waiting().filter(dedupe_key__startswith=stopped_key(referral)):
        finish_task(task, by=by, now=now)
    return moved(referral, to=LET_GO[referral.state], by=by, now=now, reason=Reason.STOPPED)


@transaction.atomic
def open_details(referral: Referral, *, why: str, by: User) -> Details:
    """Who it is and how to reach them, opened for this worker; that they looked, and why, is written down.

    Raises `NotAllowed` once the service declined, or the person does not want it."""
    if not Referral.objects.get(pk=referral.pk).may_be_opened:
        raise NotAllowed("Your service does not help this person, so their details are closed.")
    record_reading(referral, by=by, why=why)
    names = ("name", "safe_contact", "words")
    return Details(**{name: open_words(referral, name, purpose="case") for name in names})


@transaction.atomic
def save_rule(rule: AutomaticRule, *, by: User) -> AutomaticRule:
    """An automatic rule begins, changes or ends. Raises ValidationError for a crime group that needs consent."""
    if rule.crime_group.risk:
        raise ValidationError({"crime_group": "These people must be asked first: it cannot be automatic."})
    new = rule.pk is None
    rule.full_clean()
    rule.save()
    facts = {"crime_group": rule.crime_group.key, "service": rule.service_id, "basis": rule.basis}
    record("added" if new else "changed", rule, by=by, **facts)
    return rule
