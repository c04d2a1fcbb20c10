"""The monitoring pack: what the provider returned beside what people said, and never a small number."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from derbyvoice.audit.actors import CLOCK
from derbyvoice.users import roles
from derbyvoice.users.models import User
from scrutiny.briefings import pack as packs
from scrutiny.commitments.models import Commitment
from services.contracts import actions
from services.contracts.models import Contract, Kpi, MonitoringMeeting, Return, ReturnFigure
from services.contracts.periods import Quarter
from services.directory.models import Membership, Provider, Service
from surveys.insight.actions import count_answers
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.actions import count
from surveys.responses.models import Response
from tests.factories import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)
SMALL = 3


@pytest.fixture
def contract(time_machine):
    time_machine.move_to(NOW, tick=False)
    provider = make(Provider, name="Example Support")
    return make(Contract, title="Help nearby", provider=provider, starts_on=date(2020, 4, 1), ends_on=date(2030, 3, 31))


@pytest.fixture
def reader(client):
    client.force_login(make(User, role=roles.COMMISSIONER))
    return client


def address(contract, name="briefings_pack", year=2026, number=1):
    return reverse(name, args=[contract.pk, year, number])


def returned(contract, value, whole=None, **kpi):
    """An accepted return with this figure for April to June 2026."""
    target = make(Kpi, contract=contract, **{"unit": "people", "target": 60, **kpi})
    facts = {"financial_year": 2026, "quarter_number": 1, "state": "accepted"}
    row = Return.objects.filter(contract=contract, financial_year=2026, quarter_number=1).first()
    row = row or make(Return, contract=contract, provider=contract.provider, **facts)
    make(ReturnFigure, of_return=row, kpi=target, value=value, whole=whole)
    return target


def said(contract, scores):
    """Answers to the survey about the provider's service, counted in May 2026."""
    service = make(Service, provider=contract.provider, name="Somebody to talk to")
    survey = make(Survey, opened=True, service=service)
    questions = definition_of(survey.current.pk).questions
    position = next(one.position for one in questions if one.measures == "satisfaction")
    for score in scores:
        answers = [None] * len(questions)
        answers[position] = score
        count(make(Response, version=survey.current, submitted_on=date(2026, 5, 4), answers=answers), 1)
    count_answers(by=CLOCK)
    return service


def test_satisfaction_stands_beside_the_targets(reader, contract):
    returned(contract, 74, name="People who were supported")
    said(contract, [9] * 40 + [2] * 20)
    page = reader.get(address(contract)).content.decode()
    assert "About 75" in page
    assert "about 67% satisfied" in page
    assert "People who answered: about 60" in page
    assert "Met" in page


def test_no_small_number_appears_in_page_spreadsheet_or_csv(reader, contract):
    returned(contract, SMALL, name="People who were supported")
    returned(contract, SMALL, whole=SMALL + 30, name="Feel safer", unit="share")
    said(contract, [9] * SMALL)
    page = reader.get(address(contract)).content.decode()
    main = re.sub(r"<svg.*?</svg>", "", page[page.index("<main") : page.index("</main>")], flags=re.DOTALL)
    shown = re.sub(r"<[^>]+>", " ", main)
    assert not re.search(r"\b(3|33)\b(?! ?(working|%|/))", re.sub(r"\d{1,2} \w+ 20\d\d|20\d\d/\d\d", "", shown))
    sheet = load_workbook(io.BytesIO(reader.get(address(contract, "briefings_pack_xlsx")).content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert SMALL not in cells
    assert not [cell for cell in cells if re.search(r"\b(3|33)\b", str(cell))]
    text = reader.get(address(contract, "briefings_pack_csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if re.search(r"\b(3|33)\b", cell)]
    assert "Fewer than 10" in shown


def test_a_hidden_figure_has_no_verdict(reader, contract):
    returned(contract, SMALL, name="People who were supported", target=2)
    page = reader.get(address(contract)).content.decode()
    assert "Cannot be said" in page


def test_downloads_carry_the_words_of_the_page_and_run_nothing(reader, contract):
    returned(contract, 74, name="=1+1", definition="+cmd|' /C calc'!A0")
    csv = reader.get(address(contract, "briefings_pack_csv"))
    assert csv["Content-Disposition"] == 'attachment; filename="pack-help-nearby-2026-q1.csv"'
    assert "'=1+1" in csv.content.decode()
    sheet = load_workbook(io.BytesIO(reader.get(address(contract, "briefings_pack_xlsx")).content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "'=1+1" in [cell.value for cell in cells]


def test_an_empty_contract_says_plainly_what_is_not_there(reader, contract):
    page = reader.get(address(contract)).content.decode()
    for words in ("has no targets yet", "no service in the directory", "No meeting is planned", "No budget line"):
        assert words in page


def test_before_the_return_is_accepted_its_figures_are_not_shown(reader, contract):
    returned(contract, 74)
    Return.objects.update(state="sent")
    page = reader.get(address(contract)).content.decode()
    assert "No accepted figure yet" in page
    assert "About 75" not in page


def test_open_actions_and_the_next_agenda_are_in_the_pack(reader, contract):
    by = make(User)
    meeting = actions.hold_meeting(contract, held_on=date(2026, 5, 1), by=by)
    actions.add_action(
        meeting, what="Evening times", body="provider", owner_post="Manager", due_on=date(2026, 7, 1), by=by
    )
    actions.hold_meeting(contract, held_on=date(2026, 7, 20), place="The office", by=by)
    page = reader.get(address(contract)).content.decode()
    assert "Evening times" in page
    assert "Late" in page
    assert "20 July 2026" in page
    assert "Figures for the quarter, beside their targets" in page
    assert MonitoringMeeting.objects.count() == 2


def test_a_report_that_fails_is_left_out_plainly_and_the_rest_stands(reader, contract, monkeypatch):
    def broken(**_):
        raise RuntimeError("no")

    returned(contract, 74)
    make(Service, provider=contract.provider)
    monkeypatch.setattr(packs, "satisfaction", broken)
    page = reader.get(address(contract))
    assert page.status_code == 200
    assert "This part could not be worked out." in page.content.decode()
    assert "About 75" in page.content.decode()
    assert "could not be worked out" in reader.get(address(contract, "briefings_pack_csv")).content.decode()


READERS = (roles.OFFICE_STAFF, roles.COMMISSIONER)


@pytest.mark.parametrize("role", [role for role in roles.ROLES.values() if role not in READERS], ids=str)
def test_others_are_refused(client, contract, role):
    user = make(User, role=role)
    if role == roles.PROVIDER_WORKER:
        make(Membership, user=user, provider=contract.provider)
    client.force_login(user)
    for name in ("briefings_pack", "briefings_pack_csv", "briefings_pack_xlsx"):
        assert client.get(address(contract, name)).status_code == 403
    assert client.get(reverse("briefings_start")).status_code == 403
    assert client.get(reverse("briefings_contracts")).status_code == 403


@pytest.mark.parametrize(("year", "number"), [(2026, 5), (2026, 0), (2026, 3), (1999, 1), (99999, 1)])
def test_a_quarter_that_is_none_is_not_found(reader, contract, year, number):
    assert reader.get(address(contract, year=year, number=number)).status_code == 404


def test_an_unknown_contract_is_not_found(reader, contract):
    assert reader.get(reverse("briefings_pack", args=[contract.pk + 99, 2026, 1])).status_code == 404


def test_the_list_begins_with_the_last_finished_quarter_and_shows_who_ran_in_the_chosen_one(reader, contract):
    make(Contract, title="Ended", provider=contract.provider, starts_on=date(2020, 4, 1), ends_on=date(2026, 3, 31))
    page = reader.get(reverse("briefings_contracts"))
    assert page.context["quarter"] == Quarter(2026, 1)
    assert [title for _, title, _ in page.context["contracts"]] == ["Help nearby"]
    older = reader.get(reverse("briefings_contracts"), {"quarter": "2025-q4"})
    assert {title for _, title, _ in older.context["contracts"]} == {"Help nearby", "Ended"}


@pytest.mark.parametrize("typed", ["", "x", "2026-q9", "\x00", "<b>"])
def test_an_unknown_quarter_shows_the_last_one(reader, contract, typed):
    assert reader.get(reverse("briefings_contracts"), {"quarter": typed}).context["quarter"] == Quarter(2026, 1)


def test_the_start_page_stands_with_nothing_and_with_something(reader, contract):
    assert "No figure is recorded yet." in reader.get(reverse("briefings_start")).content.decode()
    make(Commitment, what="Answer within ten minutes", due=date(2026, 1, 31), due_precision="month")
    page = reader.get(reverse("briefings_start")).content.decode()
    assert "Answer within ten minutes" in page
    assert "Help nearby" in page


@pytest.mark.parametrize("kpis", [1, 30])
def test_a_pack_asks_the_same_of_the_database_at_1_and_30_targets(reader, contract, kpis, django_assert_num_queries):
    for number in range(kpis):
        returned(contract, 50 + number, name=f"Target {number}")
    reader.get(address(contract))
    with django_assert_num_queries(13):
        reader.get(address(contract))
