"""Ids for what a form calls otherwise: small letters, numbers and _, each once."""

import re
from collections.abc import Iterable

LONGEST = 40
ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
STRANGE = re.compile(r"[^a-z0-9_]+")


class Names:
    """Gives each name of a form an id of ours; a name that is such an id already stays as it is."""

    def __init__(self, first: str, taken: Iterable[str] = ()) -> None:
        self.first, self.taken = first, set(taken)

    def id_for(self, name: str) -> str:
        if ID.match(name) and name not in self.taken:
            self.taken.add(name)
            return name
        plain = STRANGE.sub("_", name.lower()).strip("_")[:LONGEST] or self.first
        if not plain[0].isalpha() or not plain[0].isascii():
            plain = f"{self.first}_{plain}"[:LONGEST].rstrip("_")
        found, number = plain, 1
        while found in self.taken:
            number += 1
            found = f"{plain[: LONGEST - 1 - len(str(number))]}_{number}"
        self.taken.add(found)
        return found
