from datetime import date, timedelta

from derbyvoice.office.models import CrimeGroup, District
from derbyvoice.vault.sealing import lookup, seal_for
from services.cases.models import (
    Attempt,
    Case,
    CaseClock,
    CaseStep,
    ChannelSafety,
    ConflictBlock,
    Contact,
    ContactPolicy,
    DigestRun,
    EnhancedRight,
    Officer,
    OfficerTask,
    Reminder,
    Team,
    Victim,
)
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON, User, roles

DAY = NOON.date()


@recipe(Team)
def team(**fields):
    n = next(number)
    return Team.objects.create(**{"key": f"team-{n}", "name": f"Team {n}", **fields})


@recipe(Officer)
def officer(**fields):
    if "user" not in fields:
        fields["user"] = make(User, role=roles.CASE_OFFICER)
    if "team" not in fields:
        fields["team"] = make(Team)
    return Officer.objects.create(**{"force_id": f"F{next(number)}", **fields})


@recipe(Case)
def case(*, reference="", cohorts=(), **fields):
    reference = reference or f"26000/{next(number)}"
    for name, model in (("crime_group", CrimeGroup), ("district", District), ("officer", Officer)):
        if name not in fields:
            fields[name] = make(model)
    facts = {"reference": seal_for(Case, "reference", reference), "reference_hash": lookup("reference", reference)}
    made = Case.objects.create(**{**facts, "team": fields["officer"].team, "reported_on": DAY, **fields})
    made.cohorts.set(cohorts)
    return made


@recipe(CaseStep)
def case_step(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    return CaseStep.objects.create(**{"at": NOON, "state": "open", **fields})


@recipe(EnhancedRight)
def enhanced_right(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    return EnhancedRight.objects.create(**{"category": "targeted", "decided_at": NOON, **fields})


@recipe(ConflictBlock)
def conflict_block(**fields):
    for name, model in (("case", Case), ("user", User), ("made_by", User)):
        if name not in fields:
            fields[name] = make(model)
    return ConflictBlock.objects.create(**{"made_at": NOON, **fields})


@recipe(Victim)
def victim(*, name="Robin Example", email="robin@example.org", phone="01632 960123", **fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    sealed = {
        key: seal_for(Victim, key, words)
        for key, words in (("name", name), ("email", email), ("phone", phone))
        if words
    }
    return Victim.objects.create(**{**sealed, **fields})


@recipe(ChannelSafety)
def channel_safety(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    return ChannelSafety.objects.create(**{"channel": "email", "state": "unknown", "recorded_at": NOON, **fields})


@recipe(ContactPolicy)
def contact_policy(**fields):
    return ContactPolicy.objects.create(**{"days": 10, "source": "Test", **fields})


@recipe(CaseClock)
def case_clock(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    held = {"officer": fields["case"].officer, "team": fields["case"].team}
    return CaseClock.objects.create(**{**held, "due_on": DAY, "due": NOON, **fields})


@recipe(Reminder)
def reminder(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    held = {"officer": fields["case"].officer, "team": fields["case"].team}
    return Reminder.objects.create(**{**held, "cycle": 1, "stage": 0, "due": NOON, "swept": NOON, **fields})


@recipe(DigestRun)
def digest_run(**fields):
    return DigestRun.objects.create(
        **{"day": date(2026, 1, 1) + timedelta(next(number)), "queued": 0, "ran": NOON, **fields}
    )


@recipe(Contact)
def contact(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    fields.setdefault("made_by", None) or fields.update(made_by=fields["case"].officer.user)
    facts = {"cycle": 1, "happened_on": DAY, "way": "phone", "about": "update", "next_on": DAY + timedelta(10)}
    return Contact.objects.create(**{**facts, "made_at": NOON, **fields})


@recipe(Attempt)
def attempt(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    fields.setdefault("made_by", None) or fields.update(made_by=fields["case"].officer.user)
    facts = {"cycle": 1, "happened_on": DAY, "way": "phone", "result": "no_answer", "made_at": NOON}
    return Attempt.objects.create(**{**facts, **fields})


@recipe(OfficerTask)
def officer_task(**fields):
    fields.setdefault("case", None) or fields.update(case=make(Case))
    return OfficerTask.objects.create(
        **{"kind": "channel", "made_on": DAY, "dedupe_key": f"task-{next(number)}", **fields}
    )
