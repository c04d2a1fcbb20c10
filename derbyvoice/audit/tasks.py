"""What the clock does for the audit."""

import logging

from celery import shared_task

from derbyvoice.audit import seals
from derbyvoice.office import clock

log = logging.getLogger(__name__)


@shared_task(name="audit.seal_finished_days")
def seal_finished_days() -> int:
    """Seal the days that have ended. The digests go to the log as well, which is kept on another machine."""
    sealed = seals.seal_finished_days(today=clock.today())
    for day in sealed:
        log.info("day sealed", extra={"day": day.day, "digest": day.digest})
    return len(sealed)
