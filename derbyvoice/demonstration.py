"""Pages for a newcomer: sign in as anybody with one button, and read every message that was sent. Demo only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.notifications.mailbox import kept_messages
from derbyvoice.users import demo
from derbyvoice.users.access import anyone
from derbyvoice.users.roles import OFFICE_STAFF, ROLES, Role
from derbyvoice.users.sign_in import sign_in_without_code

MESSAGES_SHOWN = 200


@anyone("GET")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the demonstration, each with a button that signs in as them."""
    return render(request, "demo_people.html", {"people": [row(role) for role in ROLES.values()]})


@anyone("GET", "POST")
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """One person's page. Opening it signs nobody in: the button does."""
    if key not in ROLES:
        raise Http404
    if request.method == "POST":
        return enter(request, ROLES[key])
    return render(request, "demo_people.html", {"people": [row(ROLES[key])]})


def enter(request: HttpRequest, role: Role) -> HttpResponse:
    """Signed in as the demonstration's person with this role, the second factor taken as proved."""
    user = demo.person(role)
    sign_in_without_code(request, user, "demo")
    return redirect("admin:index" if role == OFFICE_STAFF else "/desk/")


def row(role: Role) -> dict[str, object]:
    return {"role": role, "name": demo.NAMES[role]}


@anyone("GET")
def messages(request: HttpRequest) -> HttpResponse:
    """Every message that this copy sent, newest first. They reached nobody: they are files in the data folder."""
    return render(request, "demo_mailbox.html", {"letters": kept_messages(most=MESSAGES_SHOWN)})
