"""Two obviously invented providers, what they offer, and a worker of each."""

from datetime import date, timedelta

from derbyvoice.office import clock
from derbyvoice.office.models import Cohort, CrimeGroup, District
from derbyvoice.users import roles
from derbyvoice.users.actions import invite
from derbyvoice.users.demo import person
from derbyvoice.users.models import User
from services.directory import actions
from services.directory.models import Membership, Provider, Service

SOURCE = "Invented for the demonstration"
PROVIDERS = {
    "Example Support": "An invented organisation that helps anybody after a crime.",
    "Example Safe Start": "An invented organisation for people who were hurt by somebody close, or by a stranger.",
}
SERVICES: tuple[tuple[str, str, str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Example Support",
        "Somebody to talk to",
        "A friendly person listens to you, for as long as you like. They can help you to feel safer, to sleep "
        "better and to decide what to do next.",
        "We ring you within two days. It is free. You can stop at any time.",
        "01632 960101",
        (),
        (),
        (),
    ),
    (
        "Example Support",
        "Safer at home",
        "After a break-in, somebody comes to your home and helps you to make doors and windows safe again.",
        "We ring you to agree a day. The visit and the locks are free.",
        "01632 960102",
        ("burglary-home",),
        (),
        ("adults",),
    ),
    (
        "Example Support",
        "Help with money and papers",
        "Help with insurance, lost papers, or money that was tricked out of you.",
        "You talk to the same person each time.",
        "01632 960103",
        ("fraud-cyber", "robbery", "burglary-home"),
        (),
        ("adults",),
    ),
    (
        "Example Safe Start",
        "A safe person to talk to",
        "For anybody who is hurt, frightened or controlled by somebody close to them. You do not have to leave, "
        "and you do not have to tell anybody else.",
        "You choose how and when we reach you. We never leave a message.",
        "01632 960201",
        ("domestic-abuse", "stalking-harassment", "honour-based"),
        (),
        ("domestic-abuse",),
    ),
    (
        "Example Safe Start",
        "Support after a sexual crime",
        "Somebody who stands by you, whatever you decide, and however long ago it was.",
        "You can bring a friend. We go at your pace.",
        "01632 960202",
        ("sexual-offence-adult", "sexual-offence-child"),
        (),
        ("sexual-violence",),
    ),
    (
        "Example Safe Start",
        "Young people's support",
        "For children and young people, and for those who look after them.",
        "We can meet at school, at home, or somewhere else that feels safe.",
        "01632 960203",
        (),
        ("E06000015", "E07000034"),
        ("under-18", "children-at-risk"),
    ),
)


def load(*, today: date, by: User) -> None:
    if Provider.objects.filter(demonstration=True).exists():
        return
    for name, about in PROVIDERS.items():
        facts = {"about": about, "demonstration": True, "source": SOURCE, "valid_from": today - timedelta(days=700)}
        provider = actions.save_provider(Provider(name=name, **facts), by=by)
        actions.open_without_contract(provider, valid_from=today - timedelta(days=700), source=SOURCE, by=by)
    for position, row in enumerate(SERVICES):
        load_service(position, row, by=by)
    for user, provider in (
        (person(roles.PROVIDER_WORKER), "Example Support"),
        (second_worker(by), "Example Safe Start"),
    ):
        load_worker(user, Provider.objects.get(name=provider), today=today, by=by)


def load_service(position: int, row: tuple, *, by: User) -> None:  # type: ignore[type-arg]
    provider, name, words, happens, phone, groups, districts, cohorts = row
    service = Service(
        provider=Provider.objects.get(name=provider),
        name=name,
        plain_words=words,
        what_happens=happens,
        phone=phone,
        hours="Monday to Friday, 9am to 5pm",
        position=position,
        source=SOURCE,
    )
    actions.save_service(
        service,
        by=by,
        crime_groups=CrimeGroup.objects.filter(key__in=groups),
        districts=District.objects.filter(code__in=districts),
        cohorts=Cohort.objects.filter(key__in=cohorts),
    )


def second_worker(by: User) -> User:
    """Nobody signs in as this one: they show that another provider's referrals stay with the other provider."""
    return invite(email="other.worker@example.org", name="Alex Example", roles=(roles.PROVIDER_WORKER,), by=by)


def load_worker(user: User, provider: Provider, *, today: date, by: User) -> None:
    if not Membership.objects.filter(user=user, provider=provider).exists():
        first = today - timedelta(days=300)
        actions.add_worker(user=user, provider=provider, valid_from=first, by=by, now=clock.now())
