"""A small world for the wing of services: a force that sends cases, officers, two providers with a worker each."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from derbyvoice.office.models import CrimeGroup, District
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.models import Case, Officer
from services.directory.models import Membership, Provider, Service
from services.intake.choices import Scope
from services.intake.keys import make_key
from services.referrals.models import AutomaticRule
from services.support.models import SupportText
from tests.factories import make

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class World:
    """What a test speaks of by name."""

    burglary: CrimeGroup
    abuse: CrimeGroup
    district: District
    officer: Officer
    near: Service
    far: Service
    near_worker: User
    far_worker: User
    secret: str
    facts: dict[str, Any] = field(default_factory=dict)

    def body(self, **changes: Any) -> dict[str, Any]:
        """A post as the force's record system sends it."""
        whole = {
            "reference": "26000123456",
            "version": 1,
            "reported_on": "2026-05-30",
            "crime_group": self.burglary.key,
            "district": self.district.code,
            "officer": self.officer.force_id,
            "victim": {"name": "Robin Canary", "email": "canary@example.org", "phone": "01632 960777"},
        }
        return {key: value for key, value in {**whole, **changes}.items() if value is not ...}

    def post(self, client: Any, *, key: str = "key-00000001", body: Any = None, raw: Any = None, **headers: Any) -> Any:
        data = raw if raw is not None else body if body is not None else self.body()
        named = {"authorization": f"Bearer {self.secret}", "idempotency-key": key, **headers}
        sent = {name: value for name, value in named.items() if value is not None}
        return client.post("/api/v1/cases/", data=data, content_type="application/json", headers=sent)

    def case(self) -> Case:
        return Case.objects.with_people().get()


def worker_of(provider: Provider) -> User:
    user = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=user, provider=provider)
    return user


def make_world() -> World:
    """Rows for a day in June 2026."""
    burglary, abuse = make(CrimeGroup, key="burglary-home"), make(CrimeGroup, key="domestic-abuse", risk=True)
    near, far = make(Service), make(Service)
    make(AutomaticRule, crime_group=burglary, service=near)
    make(SupportText, words="There is help for you, when you want it.")
    _, secret = make_key(name="Test", scopes=[Scope.CASES_WRITE], days=30, by=None, now=NOW - timedelta(days=1))
    return World(
        burglary=burglary,
        abuse=abuse,
        district=make(District),
        officer=make(Officer),
        near=near,
        far=far,
        near_worker=worker_of(near.provider),
        far_worker=worker_of(far.provider),
        secret=secret,
    )
