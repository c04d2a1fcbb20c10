"""Roles as data: who works here, and a sentence for humans about what each may do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A kind of work. `sentence` is shown where the role is given."""

    key: str
    name: str
    sentence: str


CASE_OFFICER = Role("case_officer", "Case officer", "Sees their own cases, logs contacts, and is reminded who is due.")
SUPERVISOR = Role("supervisor", "Supervisor", "Sees the cases of their team and who is overdue.")
WITNESS_CARE = Role(
    "witness_care",
    "Witness Care officer",
    "Answers messages and requests about court, against their deadlines.",
)
PROVIDER_WORKER = Role(
    "provider_worker", "Provider worker", "Sees only referrals to their own provider, and enters its returns."
)
RESEARCHER = Role(
    "researcher",
    "Researcher",
    "Builds surveys and reads what people agreed to share; never sees contact details.",
)
SAFEGUARDING_LEAD = Role(
    "safeguarding_lead",
    "Safeguarding lead",
    "Reads testimonies that say somebody may be in danger, and decides what is done, against a clock.",
)
OFFICE_STAFF = Role(
    "office_staff", "Office staff", "Keeps the directory, contracts, meetings and publication, in the admin."
)
COMMISSIONER = Role("commissioner", "Commissioner", "Reads one briefing pack before each meeting.")
FORCE_DESK = Role("force_desk", "Force desk", "Answers the public's questions for the force.")

ROLES = {
    role.key: role
    for role in (
        CASE_OFFICER, SUPERVISOR, WITNESS_CARE, PROVIDER_WORKER, RESEARCHER,
        SAFEGUARDING_LEAD, OFFICE_STAFF, COMMISSIONER, FORCE_DESK,
    )
}  # fmt: skip
CHOICES = [(role.key, role.name) for role in ROLES.values()]
