"""Steps of a member's way that several tests walk."""

import re

from derbyvoice.notifications.kinds import kind_of
from derbyvoice.notifications.models import Message

CHOSEN = {
    "how_often": "quarter",
    "safe": "yes",
    "days": [str(day) for day in range(7)],
    "parts": ["0", "1", "2"],
    "language": "en",
}


def prepared(kind):
    """What the newest message of this kind would be, were it sent now."""
    message = Message.objects.filter(kind=kind).latest("id")
    return kind_of(message).prepare(message)


def knock(client, email="robin@example.org"):
    """Ask for a code; gives the address of its page, and the code."""
    address = client.post("/join/", {"email": email})["Location"]
    return address, re.search(r"\d{6}", prepared("panel.code").text)[0]


def enter(client, email="robin@example.org"):
    """Join or come back with a code."""
    address, code = knock(client, email)
    assert client.get(address).status_code == 200
    return client.post(address, {"code": f" {code[:3]} {code[3:]}"})
