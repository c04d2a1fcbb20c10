"""Reading a bounce: the report (RFC 3464) in which a mail server says that it could not deliver our letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import compat32
from uuid import UUID

LONGEST = 1_000_000
OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Bounce:
    """One letter of ours that came back for good. `dead`: the address itself takes no mail."""

    reference: UUID
    status: str
    address: str
    dead: bool


def read_bounce(raw: bytes) -> Bounce | None:
    """The bounce in this mail; None for anything else: an answer of a person, a delay, a report about others' mail."""
    mail = message_from_bytes(raw[:LONGEST], policy=compat32)
    reference = our_reference(mail)
    for block in status_blocks(mail):
        status = str(block.get("Status", "")).strip()
        if reference and str(block.get("Action", "")).strip().lower() == "failed" and status.startswith("5."):
            address = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip(" <>")
            return Bounce(reference, status[:10], address, dead=status.startswith("5.1."))
    return None


def status_blocks(mail: Mail) -> Iterator[Mail]:
    """What the report says of each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Mail))


def our_reference(mail: Mail) -> UUID | None:
    """From the Message-ID of the letter that the report gives back, whole or its headers only."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            found = OUR_ID.search(str(part.get_payload()))
        elif part is not mail:
            found = OUR_ID.search(str(part.get("Message-ID", "")))
        else:
            found = None
        if found:
            return UUID(found.group(1))
    return None
