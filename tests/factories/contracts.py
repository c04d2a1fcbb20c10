from datetime import date

from derbyvoice.audit.actors import CLOCK
from derbyvoice.users.models import User
from services.contracts.actions import agree_access
from services.contracts.models import (
    Action,
    AgendaItem,
    BreakOff,
    BudgetLine,
    Contract,
    ContractAccess,
    Funder,
    Kpi,
    MonitoringMeeting,
    Return,
    ReturnFigure,
    ReturnStep,
    SubProvider,
    Variation,
)
from services.directory.models import Access, Provider
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON


def needs(fields, **models):
    """Fill in what the caller left out."""
    for name, model in models.items():
        if name not in fields:
            fields[name] = make(model)
    return fields


@recipe(Contract)
def contract(*, at=NOON, **fields):
    """As the room's own action makes it: with access to referrals on its days for whoever it is let to."""
    made = Contract.objects.create(**{"title": f"Contract {next(number)}", "area": "Area", **fields})
    agree_access(made, at=at, by=CLOCK)
    return made


@recipe(SubProvider)
def sub_provider(*, at=NOON, **fields):
    facts = {"delivers": "A part", **needs(fields, contract=Contract, provider=Provider)}
    made = SubProvider.objects.create(**facts)
    agree_access(made.contract, at=at, by=CLOCK)
    return made


@recipe(BreakOff)
def contract_broken_off(**fields):
    return BreakOff.objects.create(
        **{"at": NOON, "reason": "It came to nothing", **needs(fields, contract=Contract, by=User)}
    )


@recipe(ContractAccess)
def access_by_contract(**fields):
    return ContractAccess.objects.create(**needs(fields, contract=Contract, access=Access))


@recipe(Funder)
def funder(**fields):
    return Funder.objects.create(**{"name": f"Council {next(number)}", **fields})


@recipe(BudgetLine)
def budget_line(**fields):
    facts = {"financial_year": 2023, "amount_pence": 100, "what_for": f"Line {next(number)}"}
    return BudgetLine.objects.create(**{**facts, **needs(fields, contract=Contract)})


@recipe(Variation)
def variation(**fields):
    facts = {"decided_on": date(2026, 1, 1), "reason": "More people came."}
    return Variation.objects.create(**{**facts, **needs(fields, contract=Contract, decided_by=User)})


@recipe(Kpi)
def kpi(**fields):
    facts = {"name": f"KPI {next(number)}", "definition": "Counted.", "unit": "people", "target": 100}
    return Kpi.objects.create(**{**facts, **needs(fields, contract=Contract)})


@recipe(Return)
def contract_return(**fields):
    if "contract" not in fields:
        fields["contract"] = make(Contract, provider=make(Provider))
    facts = {"financial_year": 2026, "quarter_number": 1, "due_on": date(2026, 7, 28)}
    return Return.objects.create(**{**facts, "provider": fields["contract"].provider, **fields})


@recipe(ReturnFigure)
def return_figure(**fields):
    fields = needs(fields, of_return=Return)
    if "kpi" not in fields:
        fields["kpi"] = make(Kpi, contract=fields["of_return"].contract)
    return ReturnFigure.objects.create(**{"value": 10, **fields})


@recipe(ReturnStep)
def return_step(**fields):
    return ReturnStep.objects.create(**{"at": NOON, "state": "sent", **needs(fields, of_return=Return, by=User)})


@recipe(MonitoringMeeting)
def monitoring_meeting(**fields):
    n = next(number)
    return MonitoringMeeting.objects.create(
        **{"held_on": date(2026, 1 + n % 12, 1 + n % 28), **needs(fields, contract=Contract)}
    )


@recipe(AgendaItem)
def agenda_item(**fields):
    facts = {"position": next(number), "title": "Figures"}
    return AgendaItem.objects.create(**{**facts, **needs(fields, meeting=MonitoringMeeting)})


@recipe(Action)
def action(**fields):
    facts = {"what": "Print the leaflet", "body": "provider", "owner_post": "manager", "due_on": date(2026, 7, 1)}
    return Action.objects.create(**{**facts, **needs(fields, meeting=MonitoringMeeting)})
