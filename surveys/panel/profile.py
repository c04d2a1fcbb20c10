"""The few things that a member may say about themselves, as keyed hashes: readable with the installation's secret only.

Few answers are possible, so who has the secret can find the one that fits: that is how a member sees their own, and
how a wave is opened to a group. A copy of the database alone shows nothing but that some members gave the same one."""

from collections.abc import Iterable

from derbyvoice.vault.sealing import lookup


def key_of(what: str, answer: str) -> str:
    """What is kept of this answer; nothing for no answer. `what`: district, cohort or age."""
    return lookup(f"panel {what}", answer) if answer else ""


def answer_of(what: str, key: str, possible: Iterable[str]) -> str:
    """The one of the possible answers that this key stands for; an empty text for none."""
    return next((answer for answer in possible if key and key_of(what, answer) == key), "")
