"""Every kind's own template, judged as a stranger who reads the lock screen would judge it.

A room gives its kind a `sample`: the template rendered with invented facts."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

import pytest

from derbyvoice.notifications.kinds import Kind, Ready, all_kinds

TELLING = re.compile(
    r"abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|testimon|crime|police|offence|refuge|harass"
    r"|perpetrator|safeguard|suspect|witness|court|referral|support service",
    re.IGNORECASE,
)
LINK = re.compile(r"https?://[^\s\"'<>)]+")
WORD = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+")
"""What can be read of a link. A part with digits or with capitals in its midst was drawn at random or signed."""
LONGEST_SUBJECT = 60
TRACKING = re.compile(r"utm_|email=|name=", re.IGNORECASE)


def readable(text):
    """The text as somebody reads it: of each link only the words."""
    return LINK.sub(lambda link: " ".join(filter(WORD.fullmatch, re.split(r"[^A-Za-z0-9]+", link[0]))), text)


def faults(ready):
    """What is wrong with this message, as sentences; nothing if it may go."""
    links, text = LINK.findall(ready.text), readable(ready.text)
    found = [f"tells: {word}" for word in TELLING.findall(f"{ready.subject} {text}")]
    found += ["has more than one link"] * (len(set(links)) > 1)
    found += ["has a subject that is too long"] * (len(ready.subject) > LONGEST_SUBJECT)
    found += ["has no subject"] * (not ready.subject.strip())
    found += ["is not plain text"] * bool(re.search(r"<[a-z/!][^>]*>|&[a-z]+;|\{\{|\{%", ready.text, re.IGNORECASE))
    found += ["has a subject of two lines"] * ("\n" in ready.subject)
    found += ["sends tracking in a link"] * any(TRACKING.search(urlsplit(link).query) for link in links)
    found += ["shows a telephone number"] * bool(re.search(r"(?:\+44|\b0)\d[\d ]{8,11}", text))
    found += ["has no address"] * ("@" not in parseaddr(ready.address)[1])
    return found


def test_every_kind_has_neutral_words():
    judged = {kind.key: faults(kind.sample()) for kind in all_kinds() if kind.sample}
    assert {key: found for key, found in judged.items() if found} == {}


@pytest.mark.parametrize(
    ("subject", "text", "fault"),
    [
        ("Your police report", "Words", "tells: police"),
        ("Please read", "Go to court", "tells: court"),
        ("Please read", "https://a.example/1 or https://a.example/2", "has more than one link"),
        ("x" * 61, "Words", "has a subject that is too long"),
        ("Please read", "<p>Words</p>", "is not plain text"),
        ("Please read", "Dear {{ name }}", "is not plain text"),
        ("Please read", "https://a.example/?utm_source=x", "sends tracking in a link"),
        ("Please read", "https://a.example/police-report/abc", "tells: police"),
        ("Please read", "https://a.example/q/0123456789012345-x.ABC/Court-list", "tells: Court"),
        ("Please read", "https://a.example/?to=support-service", "tells: support service"),
        ("Please read", "Ring 01632 960001", "shows a telephone number"),
        ("Please read", "https://a.example/ or 01632 960001", "shows a telephone number"),
    ],
)
def test_the_judge_sees(subject, text, fault):
    assert fault in faults(Ready("ann@people.example", subject, text))


@pytest.mark.parametrize("path", ["go/abc", "q/0123456789012345-x.ABC/", "q/07700900123-2.a1RapeB2_x/?in=ur"])
def test_the_judge_lets_a_neutral_message_pass(path):
    ready = Ready("ann@people.example", "Something to read", f"Go to https://voice.example/{path} when you like.\n")
    kind = Kind("neutral", "For this test.", lambda message: ready, sample=lambda: ready)
    assert faults(kind.sample()) == []
