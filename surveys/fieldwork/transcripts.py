"""A transcript as people type it, line by line, and what each line becomes. Pure: text in, lines out.

Q1: What helped?          what follows belongs to question 1 of the topic guide
P1: They rang.            said by P1
and they rang again.      goes on with what P1 said
Note: P2 nods.            seen, or said by nobody in particular; F1: … is a facilitator
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

SPEAKER = re.compile(r"\s*([^\W\d_][\w.'’ -]{0,30}?)\s*:(?:\s+|$)(.*)", re.DOTALL)
PERSON, QUESTION = re.compile(r"P(\d{1,3})\Z", re.IGNORECASE), re.compile(r"Q(\d{1,3})\Z", re.IGNORECASE)
NOBODY = re.compile(r"(F\d{0,2}|note|notes|facilitator|interviewer)\Z", re.IGNORECASE)
NOT_HERE = (
    "Nobody here is called “{label}”. Write P1, P2 and so on, or Note. If these are words, join them to the line before"
)
LONGEST = 10_000
MOST_LINES = 2_000


@dataclass(frozen=True)
class Said:
    """What one person said in one go. `person` and `prompt` are numbers; None for nobody and for no question."""

    line: int
    person: int | None
    prompt: int | None
    words: str


@dataclass(frozen=True)
class Fault:
    """What cannot be brought in, and on which line it stands."""

    line: int
    words: str


@dataclass(frozen=True)
class Reading:
    """How a transcript reads: what comes in, and what stands in the way of it."""

    said: tuple[Said, ...]
    faults: tuple[Fault, ...]


def read(text: str, *, speaks: Collection[int], silent: Collection[int], prompts: Collection[int]) -> Reading:
    """Attribute each line. `speaks` are people whose words may be read, `silent` those whose may not."""
    said: list[Said] = []
    faults: list[Fault] = []
    prompt: int | None = None
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return Reading((), (Fault(MOST_LINES + 1, f"A transcript has at most {MOST_LINES:,} lines"),))
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        label, words = parts_of(line)
        if question := QUESTION.match(label):
            prompt = int(question[1])
            if prompt not in prompts:
                faults.append(Fault(number, f"{label}: is not in the topic guide"))
        elif label:
            fault = fault_of(label, words, speaks, silent)
            faults += [Fault(number, fault)] if fault else []
            said.append(Said(number, number_of(label), prompt, words))
        elif said:
            said[-1] = replace(said[-1], words=f"{said[-1].words}\n{line.strip()}".strip())
        else:
            faults.append(Fault(number, "Say who speaks: begin the line with P1: or Note:"))
    faults += [Fault(one.line, f"More than {LONGEST:,} letters in one go") for one in said if len(one.words) > LONGEST]
    return Reading(tuple(one for one in said if one.words), tuple(sorted(faults, key=lambda fault: fault.line)))


def parts_of(line: str) -> tuple[str, str]:
    """The speaker and the words; no speaker when the line goes on with what was said before."""
    found = SPEAKER.match(line)
    return (found[1].strip(), found[2].strip()) if found else ("", line.strip())


def number_of(label: str) -> int | None:
    found = PERSON.match(label)
    return int(found[1]) if found else None


def fault_of(label: str, words: str, speaks: Collection[int], silent: Collection[int]) -> str:
    number = number_of(label)
    if number is None:
        return "" if NOBODY.match(label) else NOT_HERE.format(label=label)
    if number in silent:
        return f"P{number} does not allow their words to be read. Take these lines out"
    return "" if number in speaks else f"P{number} did not take part in this session"
