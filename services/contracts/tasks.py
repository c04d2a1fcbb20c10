"""Each morning: open the returns of the quarter that has ended."""

from celery import shared_task

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from services.contracts import actions
from services.contracts.periods import last_finished_quarter


@shared_task(name="contracts.open_returns")
def open_returns() -> int:
    return len(actions.open_returns(last_finished_quarter(clock.today()), by=CLOCK))
