"""Whether a process can do its work. Only the database is needed to take what people send; the rest can wait."""

from django.core.cache import cache
from django.db import DatabaseError, connection

from derbyvoice.notifications import heartbeat
from derbyvoice.office import clock


def readiness() -> dict[str, object]:
    """`status` is ready, degraded (works, but somebody should look) or not ready; then what was found."""
    if not database_answers():
        return {"status": "not ready", "database": "away"}
    found = {"database": "ok", "cache": "ok" if cache_answers() else "away", "sweep": sweep_state()}
    fine = found["cache"] == "ok" and found["sweep"] in ("ok", "not yet")
    return {"status": "ready" if fine else "degraded", **found}


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def cache_answers() -> bool:
    """What is put into the cache comes out again."""
    cache.set("readyz", "here", 10)
    return cache.get("readyz") == "here"


def sweep_state() -> str:
    """Whether the outbox was looked through lately: silence for a quarter of an hour means a stopped clock."""
    age = heartbeat.age(heartbeat.SWEEP, now=clock.now())
    if age is None:
        return "not yet"
    return "ok" if age <= heartbeat.LATE else f"last ran {int(age.total_seconds() // 60)} minutes ago"
