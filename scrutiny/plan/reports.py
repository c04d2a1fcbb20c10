"""What later rooms may know of the plan."""

from scrutiny.plan.models import Plan


def current_plan() -> Plan | None:
    """The latest plan, with its priorities."""
    return Plan.objects.prefetch_related("priorities").first()
