"""Contracts, money, meetings, and what others may read of them."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from derbyvoice.audit.actors import CLOCK
from derbyvoice.audit.models import Event
from derbyvoice.lib.suppression import Protection, figure, percentage
from derbyvoice.office.loading import load_area
from derbyvoice.office.models import Cohort
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.contracts import actions, reports
from services.contracts.demo import CONTRACTS_FILE
from services.contracts.importing import ContractFileError, import_contracts
from services.contracts.models import (
    Action,
    BudgetLine,
    Contract,
    Kpi,
    MonitoringMeeting,
    Return,
    ReturnFigure,
    Variation,
)
from services.contracts.periods import Quarter
from services.directory.models import Membership, Provider
from tests.factories import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)
TODAY = date(2026, 7, 10)


@pytest.fixture
def user():
    return make(User)


def take_in(path):
    return import_contracts(path, financial_year=2023, demonstration=True, at=NOW, by=CLOCK)


def test_the_published_contracts_come_in_once_with_their_money():
    load_area("derbyshire")
    assert len(take_in(CONTRACTS_FILE)) == 3
    assert take_in(CONTRACTS_FILE) == []
    sums = {line.amount_pence: line for line in BudgetLine.objects.all()}
    assert sorted(sums) == [3_000_000, 4_000_000, 120_000_000]
    assert {str(cohort) for cohort in sums[3_000_000].cohorts.all()} == {"Domestic abuse", "Sexual violence"}
    assert sums[3_000_000].funders.count() == 2
    assert Contract.objects.get(years=10).maximum_pence == 2_000_000_000
    assert all(Contract.objects.values_list("demonstration", flat=True))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not json", "no readable list"),
        ('{"contracts": 3}', "is not a list"),
        (json.dumps({"contracts": [{"area": "A"}]}), "Contract 1 (without a title): title"),
        (json.dumps({"contracts": [{"area": "A", "title": "T", "value": "lots"}]}), "not a whole number of pounds"),
        (json.dumps({"contracts": [{"area": "A", "title": "T", "value": 5, "cohorts": ["x"]}]}), "no cohort is called"),
    ],
)
def test_a_broken_file_names_its_place_and_leaves_nothing(tmp_path, content, words):
    file = tmp_path / "contracts.json"
    file.write_text(content)
    with pytest.raises(ContractFileError, match=words.replace("(", r"\(").replace(")", r"\)")):
        take_in(file)
    assert not Contract.objects.exists()


def test_every_change_is_written_down(user):
    contract = actions.add_contract(title="Support", area="Area", at=NOW, by=user)
    actions.add_kpi(contract, name="People", definition="All.", unit="people", by=user)
    actions.change_contract(contract, notes="Longer.", at=NOW, by=user)
    assert list(Event.objects.filter(by=user).order_by("id").values_list("verb", flat=True)) == [
        "contract added",
        "KPI added",
        "contract changed",
    ]


def test_a_percentage_target_above_100_is_refused(user):
    with pytest.raises(ValidationError, match="at most 100"):
        actions.add_kpi(make(Contract), name="Share", definition="d", unit="share", target=101, by=user)


def test_a_meeting_starts_with_experience_then_figures_then_promises(user):
    meeting = actions.hold_meeting(make(Contract), held_on=TODAY, by=user)
    assert list(meeting.agenda.values_list("issue", flat=True)) == ["experience", "performance", "other"]


def test_agreed_minutes_do_not_change(user):
    meeting = make(MonitoringMeeting)
    with pytest.raises(ValidationError, match="Write the minutes"):
        actions.agree_minutes(meeting, at=NOW, by=user)
    actions.write_minutes(meeting, present="Contract manager", minutes="We spoke.", by=user)
    actions.agree_minutes(meeting, at=NOW, by=user)
    with pytest.raises(ValidationError, match="agreed"):
        actions.write_minutes(meeting, present="", minutes="Other.", by=user)


def test_minutes_agreed_while_somebody_wrote_stay_agreed(user):
    meeting = make(MonitoringMeeting)
    actions.write_minutes(meeting, present="A", minutes="We spoke.", by=user)
    seen_before = MonitoringMeeting.objects.get()
    actions.agree_minutes(MonitoringMeeting.objects.get(), at=NOW, by=user)
    with pytest.raises(ValidationError, match="agreed"):
        actions.write_minutes(seen_before, present="", minutes="Other.", by=user)
    actions.agree_minutes(seen_before, at=NOW + timedelta(days=1), by=make(User))
    kept = MonitoringMeeting.objects.get()
    assert (kept.minutes, kept.minutes_agreed_at, kept.minutes_agreed_by) == ("We spoke.", NOW, user)


def test_an_action_is_done_only_with_evidence(user):
    action = make(Action)
    with pytest.raises(ValidationError, match="what shows"):
        actions.finish_action(action, done_on=TODAY, evidence=" ", by=user)
    assert actions.finish_action(action, done_on=TODAY, evidence="The leaflet.", by=user).done_on == TODAY
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=make(Action).pk).update(done_on=TODAY)


@pytest.fixture
def accepted():
    """An accepted return with a big count, a small one, a share and a number of days."""
    contract = make(Contract, provider=make(Provider))
    row = make(Return, contract=contract, state="accepted")
    adults = make(Cohort, heightened=False)
    given = [("people", 40, None, 43), ("people", 100, None, 3), ("share", 80, 40, 30), ("days", 5, None, 7)]
    for place, (unit, target, whole, value) in enumerate(given):
        direction = "at_most" if unit == "days" else "at_least"
        kpi = make(Kpi, contract=contract, unit=unit, target=target, position=place, cohort=adults, direction=direction)
        make(ReturnFigure, of_return=row, kpi=kpi, value=value, whole=whole)
    return contract


def test_the_pack_shows_rounded_figures_hides_small_ones_and_says_what_was_met(accepted):
    lines = reports.contract_quarter(accepted.pk, Quarter(2026, 1), day=TODAY).kpis
    assert [line.shown for line in lines] == [
        figure(43, Protection.STANDARD),
        figure(3, Protection.STANDARD),
        percentage(30, 40, Protection.STANDARD),
        "7 days",
    ]
    assert [line.met for line in lines] == ["met", "cannot be said", "not met", "not met"]
    assert [line.target for line in lines] == [
        "at least 40 people",
        "at least 100 people",
        "at least 80%",
        "at most 5 days",
    ]


def test_a_kpi_without_a_cohort_is_protected_as_the_most_careful_one():
    kpi = make(Kpi, unit="people", cohort=None)
    row = make(ReturnFigure, of_return=make(Return, contract=make(Contract, provider=make(Provider))), kpi=kpi, value=8)
    assert reports.shown_figure(kpi, row).hidden


def test_figures_that_the_office_has_not_accepted_are_not_in_the_pack(accepted):
    Return.objects.update(state="sent")
    pack = reports.contract_quarter(accepted.pk, Quarter(2026, 1), day=TODAY)
    assert {line.shown for line in pack.kpis} == {"no accepted figure yet"}
    assert pack.return_state == "Sent to the office"


def test_money_is_listed_by_year_with_those_who_pay(user):
    contract = make(Contract)
    actions.add_budget_line(contract, financial_year=2023, amount_pence=3_000_000, what_for="All", by=user)
    line = reports.money(contract.pk)[0]
    assert (line.year, line.pence, line.funders, line.cohorts) == ("2023/24", 3_000_000, "the office", "everybody")


def test_the_office_changes_everything_of_a_contract_in_the_admin(client, time_machine):
    time_machine.move_to(datetime(2026, 7, 10, 9, tzinfo=UTC), tick=False)
    office = make(User, role=roles.OFFICE_STAFF)
    client.force_login(office)
    contract = make(Contract, provider=make(Provider))
    forms = {
        "contract": {"title": "T", "area": "A", "years": 3, "maximum_pence": "£1,200,000", "regime": "undecided"},
        "budgetline": {"financial_year": 2026, "what_for": "Help", "amount_pence": "40,000.50"},
        "kpi": {"name": "K", "definition": "D", "unit": "people", "direction": "at_least", "target": 5, "position": 1},
        "subprovider": {"provider": make(Provider).pk, "delivers": "Talks"},
        "variation": {"decided_on": "2026-07-01", "financial_year": 2026, "change_pence": "-5,000",
                      "change_months": 0, "reason": "Fewer people."},
        "monitoringmeeting": {"held_on": "2026-08-01", "place": "Here"},
        "funder": {"name": "A council"},
    }  # fmt: skip
    for name, facts in forms.items():
        given = facts if name in ("contract", "funder") else {"contract": contract.pk, **facts}
        page = client.get(reverse(f"admin:contracts_{name}_add")).content.decode()
        lines = dict(re.findall(r'name="([\w-]+_FORMS)" value="(\d+)"', page))
        answer = client.post(reverse(f"admin:contracts_{name}_add"), {**lines, **given})
        assert answer.status_code == 302, (name, answer.context["errors"])
        assert client.get(reverse(f"admin:contracts_{name}_changelist")).status_code == 200
    assert Contract.objects.latest("pk").maximum_pence == 120_000_000
    assert BudgetLine.objects.get().amount_pence == 4_000_050
    assert Variation.objects.get().change_pence == -500_000


def test_what_waits_is_counted_for_the_office_and_for_the_provider(client, time_machine):
    time_machine.move_to(datetime(2026, 8, 10, 9, tzinfo=UTC), tick=False)
    contract = make(Contract, provider=make(Provider))
    make(Return, contract=contract, state="sent")
    make(Return, contract=contract, quarter_number=2, state="open", due_on=date(2026, 8, 1))
    make(Action, due_on=date(2026, 8, 1))
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    page = client.get(reverse("admin:index")).content.decode()
    for words in ("return waits to be accepted", "return is late", "action of a contract is late"):
        assert words in page
    worker = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=worker, provider=contract.provider)
    client.force_login(worker)
    page = client.get(reverse("desk_home")).content.decode()
    assert "return to send" in page
    assert reverse("contracts_returns") in page


def in_admin(client, name, row, **given):
    """Send the form of one row in the admin, with what the page itself would send along."""
    address = reverse(f"admin:contracts_{name}_change", args=[row.pk])
    lines = dict(re.findall(r'name="([\w-]+_FORMS)" value="(\d+)"', client.get(address).content.decode()))
    return client.post(address, {**lines, **given})


def test_the_office_accepts_a_return_agrees_minutes_and_finishes_an_action_in_the_admin(client, time_machine):
    time_machine.move_to(datetime(2026, 7, 10, 9, tzinfo=UTC), tick=False)
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    contract = make(Contract, provider=make(Provider))
    returned = make(Return, contract=contract, state="sent")
    make(ReturnFigure, of_return=returned)
    assert in_admin(client, "return", returned, decision="accept", question="").status_code == 302
    returned.refresh_from_db()
    assert returned.state == "accepted"
    meeting = actions.hold_meeting(contract, held_on=date(2026, 7, 1), by=make(User))
    assert (
        in_admin(client, "monitoringmeeting", meeting, present="A", minutes="All well.", agree="on").status_code == 302
    )
    meeting.refresh_from_db()
    assert meeting.minutes_agreed_at
    action = make(Action, meeting=meeting)
    assert in_admin(client, "action", action, done_on="2026-07-09", evidence="Seen.").status_code == 302
    action.refresh_from_db()
    assert action.done_on == date(2026, 7, 9)


def test_a_return_is_sent_back_only_with_a_question(client, time_machine):
    time_machine.move_to(datetime(2026, 7, 10, 9, tzinfo=UTC), tick=False)
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    returned = make(Return, state="sent")
    page = in_admin(client, "return", returned, decision="ask", question="")
    assert "Say what you would like to know." in page.content.decode()
    assert in_admin(client, "return", returned, decision="ask", question="Why so few?").status_code == 302
    returned.refresh_from_db()
    assert returned.state == "sent_back"
