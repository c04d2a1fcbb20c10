"""A provider's return: who sees it, what may be entered, and how it moves."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from derbyvoice.audit.actors import CLOCK
from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.actions.returns import Given
from services.contracts.choices import TRANSITIONS, ReturnState
from services.contracts.models import Contract, Kpi, Return, ReturnFigure
from services.contracts.periods import Quarter
from services.contracts.reports import contract_quarter
from services.directory.models import Membership, Provider
from tests.factories import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def provider():
    return make(Provider)


@pytest.fixture
def contract(provider):
    return make(Contract, provider=provider, starts_on=date(2020, 4, 1), ends_on=date(2030, 3, 31))


@pytest.fixture
def people(contract):
    return make(Kpi, contract=contract, name="People supported", unit="people", position=1)


@pytest.fixture
def share(contract):
    return make(Kpi, contract=contract, name="Feel safer", unit="share", target=80, position=2)


@pytest.fixture
def worker(provider):
    user = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=user, provider=provider)
    return user


@pytest.fixture
def open_return(contract, people, share):
    return make(Return, contract=contract)


def fill(row, worker, **given):
    return actions.keep_figures(row, given["figures"], comment="", seen_version=row.version, by=worker)


def test_each_quarter_opens_one_return_for_a_contract_with_targets_and_asking_again_opens_none(contract, people):
    quarter = Quarter(2026, 1)
    assert [row.contract for row in actions.open_returns(quarter, by=CLOCK)] == [contract]
    assert actions.open_returns(quarter, by=CLOCK) == []
    assert Return.objects.get().due_on == date(2026, 7, 28)


@pytest.mark.parametrize(
    ("first", "last", "opened"),
    [
        (None, date(2026, 4, 1), 1),  # the last figures of a contract are asked for too
        (None, date(2026, 6, 15), 1),
        (date(2026, 6, 30), None, 1),
        (date(2026, 7, 1), None, 0),
        (None, date(2026, 3, 31), 0),
    ],
)
def test_a_contract_that_ran_for_a_part_of_the_quarter_opens_a_return(provider, first, last, opened):
    make(Kpi, contract=make(Contract, provider=provider, starts_on=first, ends_on=last))
    assert len(actions.open_returns(Quarter(2026, 1), by=CLOCK)) == opened


def test_a_contract_that_ended_or_is_not_let_opens_no_return(people, provider):
    ended = make(Contract, provider=provider, ends_on=date(2026, 3, 31))
    make(Kpi, contract=ended)
    make(Kpi, contract=make(Contract))
    assert {row.contract for row in actions.open_returns(Quarter(2026, 1), by=CLOCK)} == {people.contract}


def test_a_worker_sees_their_own_providers_return_and_no_other(client, worker, open_return):
    other = make(Return)
    client.force_login(worker)
    assert list(client.get(reverse("contracts_returns")).context["page_obj"]) == [open_return]
    assert client.get(reverse("contracts_return", args=[open_return.pk])).status_code == 200
    assert client.get(reverse("contracts_return", args=[other.pk])).status_code == 404


def test_a_membership_that_ended_closes_the_page_at_once(client, worker, open_return):
    client.force_login(worker)
    Membership.objects.update(valid_to=date(2020, 1, 2), valid_from=date(2020, 1, 1))
    assert client.get(reverse("contracts_return", args=[open_return.pk])).status_code == 302  # to the sign-in
    assert not Return.objects.visible_to(worker, NOW.date()).exists()


def test_figures_are_kept_and_sent(client, worker, open_return, people, share):
    client.force_login(worker)
    data = {
        "seen_version": 0,
        "comment": "A quiet spring.",
        f"kpi{people.pk}-value": "42",
        f"kpi{share.pk}-value": "30",
    }
    data |= {f"kpi{share.pk}-whole": "40", "send": "1"}
    answer = client.post(reverse("contracts_return", args=[open_return.pk]), data)
    assert answer.status_code == 302
    open_return.refresh_from_db()
    assert (open_return.state, open_return.comment) == (ReturnState.SENT, "A quiet spring.")
    assert list(open_return.figures.values_list("value", "whole")) == [(42, None), (30, 40)]
    assert Event.objects.filter(verb="return moved", by=worker).count() == 1


def test_sending_without_a_figure_keeps_what_was_typed_and_names_the_target(client, worker, open_return, people):
    client.force_login(worker)
    data = {"seen_version": 0, "comment": "", f"kpi{people.pk}-value": "42", "send": "1"}
    answer = client.post(reverse("contracts_return", args=[open_return.pk]), data)
    open_return.refresh_from_db()
    assert answer.status_code == 200
    assert answer.context["problems"] == ["Feel safer: give a figure, or say why it is not known."]
    assert (open_return.state, ReturnFigure.objects.get().value) == (ReturnState.OPEN, 42)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"value": "5"}, "whole", "Give both numbers of the share."),
        ({"value": "50", "whole": "40"}, "value", "This cannot be more than the number of people in all."),
        ({"value": "-1", "whole": "40"}, "value", "Ensure this value is greater than or equal to 0."),
        ({"value": "many", "whole": "40"}, "value", "Enter a whole number."),
        ({"value": "5", "whole": "40", "why_unknown": "Lost"}, "why_unknown", "Give a figure or a reason, not both."),
        ({"why_unknown": "a\x00b"}, "why_unknown", "Null characters are not allowed."),
    ],
)
def test_bad_input_is_named_at_its_field_and_changes_nothing(client, worker, open_return, share, typed, field, words):
    client.force_login(worker)
    data = {"seen_version": 0, **{f"kpi{share.pk}-{name}": value for name, value in typed.items()}}
    answer = client.post(reverse("contracts_return", args=[open_return.pk]), data)
    form = next(form for form in answer.context["forms"] if form.kpi == share)
    assert form.errors[field] == [words]
    assert not ReturnFigure.objects.exists()


def test_two_people_at_once_the_second_is_told_and_keeps_their_text(client, worker, open_return, people, share):
    fill(open_return, worker, figures={people: Given(value=7)})
    client.force_login(worker)
    data = {"seen_version": 0, "comment": "Mine", f"kpi{people.pk}-value": "99"}
    answer = client.post(reverse("contracts_return", args=[open_return.pk]), data)
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert 'value="99"' in answer.content.decode()
    assert ReturnFigure.objects.get().value == 7


def test_a_sent_return_is_no_longer_the_providers_to_change(worker, open_return, people, share):
    kept = fill(open_return, worker, figures={people: Given(value=7), share: Given(why_unknown="Not asked yet")})
    sent = actions.send_return(kept, at=NOW, by=worker)
    with pytest.raises(ValidationError, match="was sent"):
        fill(sent, worker, figures={people: Given(value=8)})


@pytest.mark.parametrize("before", ReturnState.values)
@pytest.mark.parametrize("after", ReturnState.values)
def test_a_return_moves_only_along_its_ways(worker, before, after):
    row = make(Return, state=before)
    if after in TRANSITIONS[before]:
        assert actions.move_return(row, to=after, at=NOW, by=worker).state == after
        assert row.steps.get().state == after
    else:
        with pytest.raises(ValidationError, match="cannot become"):
            actions.move_return(row, to=after, at=NOW, by=worker)


def test_the_database_refuses_a_part_above_its_whole_and_a_figure_with_a_reason(open_return, people):
    for wrong in ({"value": 5, "whole": 4}, {"value": 5, "why_unknown": "Lost"}, {"value": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReturnFigure.objects.create(of_return=open_return, kpi=people, **wrong)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(
    client, worker, contract, rows, django_assert_num_queries
):
    for n in range(rows):
        make(Return, contract=contract, financial_year=2011 + n)
    client.force_login(worker)
    client.get(reverse("contracts_returns"))
    with django_assert_num_queries(6):
        assert client.get(reverse("contracts_returns")).status_code == 200


def test_a_kpi_that_ended_is_asked_for_until_the_quarter_in_which_it_ended(contract, people, share, worker, client):
    Kpi.objects.filter(pk=share.pk).update(ended_on=date(2026, 6, 30))
    last, later = (make(Return, contract=contract, financial_year=2026, quarter_number=n) for n in (1, 2))
    client.force_login(worker)
    pages = [client.get(reverse("contracts_return", args=[row.pk])).content.decode() for row in (last, later)]
    assert ["Feel safer" in page for page in pages] == [True, False]
    with pytest.raises(ValidationError, match="Feel safer"):
        actions.send_return(fill(last, worker, figures={people: Given(value=3)}), at=NOW, by=worker)
    packs = [contract_quarter(contract.pk, Quarter(2026, n), day=NOW.date()) for n in (1, 2)]
    assert ["Feel safer" in [line.name for line in pack.kpis] for pack in packs] == [True, False]


def test_a_contract_all_of_whose_kpis_ended_is_asked_for_nothing(contract, people):
    Kpi.objects.update(ended_on=date(2026, 3, 31))
    assert actions.open_returns(Quarter(2026, 1), by=CLOCK) == []
    assert len(actions.open_returns(Quarter(2025, 4), by=CLOCK)) == 1
