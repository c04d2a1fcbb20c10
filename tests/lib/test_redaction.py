"""What has a shape is found, nothing else is, and no text makes the finding slow."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.lib.redaction import Kind, Span, redact, scrub, suggest


def marked(text):
    return redact(text, suggest(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to sam.lee+x@mail.example.org.", "Write to [email address]."),
        ("SAM@EXAMPLE.CO.UK or nobody", "[email address] or nobody"),
        ("Ring 07700 900123 now", "Ring [telephone number] now"),
        ("01632 960 001, (01632) 960001", "[telephone number], [telephone number]"),
        ("+44 7700 900123", "[telephone number]"),
        ("+44 (0)20 7946 0000", "[telephone number]"),
        ("0044 20 7946 0000", "[telephone number]"),
        ("020-7946-0000.", "[telephone number]."),
        ("(020) 7946 0000", "[telephone number]"),
        ("I live at DE1 3AA near", "I live at [postcode] near"),
        ("de565bh and SW1A  1AA", "[postcode] and [postcode]"),
        ("crime 22000123456", "[crime reference]"),
        ("it was 22*123456.", "it was [crime reference]."),
        ("my crime number: 23/4567/21", "my [crime reference]"),
        ("incident 123-050423", "[crime reference]"),
        ("NHS 943 476 5919 is hers", "NHS [NHS number] is hers"),
        ("9434765919", "[NHS number]"),
        ("She was born on 3 March 1990 here", "She was [date of birth] here"),
        ("DOB: 03/04/90", "[date of birth]"),
        ("d.o.b. 1990-04-03", "[date of birth]"),
        ("date of birth is 3rd of April 1990", "[date of birth]"),
        ("birthday March 3, 1990", "[date of birth]"),
        ("see https://example.org/a?b=c, please", "see [web address], please"),
        ("see www.example.org/a.", "see [web address]."),
        ("on example.co.uk today", "on [web address] today"),
        ("she is @sam_lee99 there", "she is [account name] there"),
        ("(@sam.lee)", "([account name])"),
    ],
)
def test_what_is_found(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It took 234 days and cost £1,200,000.",
        "77% of 999 calls within 10 seconds, and 6.5% of 101 calls",
        "On 3 March 2023 the officer came at 10.30",
        "943 476 5918 has the wrong last digit",
        "Call 999 or 101, or text 60066",
        "They came @ 9 and left",
        "Between 2019/20 and 2022-23 it rose.",
        "I was e.g. told no.So I left",
        "room B12 on floor 3",
    ],
)
def test_what_is_left_alone(text):
    assert suggest(text) == []


def test_spans_come_in_order_with_their_kind():
    text = "07700 900123 and a@b.example"
    assert suggest(text) == [Span(0, 12, Kind.TELEPHONE), Span(17, 28, Kind.EMAIL)]


@given(st.text(max_size=300))
def test_spans_never_overlap_and_nothing_else_changes(text):
    spans = suggest(text)
    assert all(one.end <= after.start for one, after in pairwise(spans))
    rest = [text[a:b] for a, b in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), None], strict=True)]
    done = redact(text, spans)
    assert len(done) == sum(map(len, rest)) + sum(len(s.kind) for s in spans)
    assert all(piece in done for piece in rest)


private = st.sampled_from(["07700 900123", "a.b@c.example", "DE1 3AA", "https://x.example/y", "9434765919", "@samlee"])


@given(st.text("ab c\n", max_size=40), private, st.text("ab c\n", max_size=40))
def test_private_things_are_found_wherever_they_stand(before, secret, after):
    assert secret not in marked(f"{before} {secret} {after}")


def test_spans_by_hand_are_checked():
    with pytest.raises(ValueError, match="marks nothing"):
        Span(3, 3, Kind.EMAIL)
    for spans in [Span(0, 3, Kind.EMAIL), Span(2, 4, Kind.EMAIL)], [Span(0, 9, Kind.EMAIL)]:
        with pytest.raises(ValueError, match="within the text"):
            redact("abcdef", spans)
    assert redact("abcdef", [Span(4, 6, Kind.WEB), Span(0, 1, Kind.EMAIL)]) == "[email address]bcd[web address]"


def test_a_log_line_is_one_line_without_names_or_numbers():
    assert scrub("failed for a@b.example\r\nFAKE line 1234567\x00") == (
        "failed for [email address] FAKE line [number] "
    )


PIECES = [
    "a",
    "0",
    " ",
    "a.",
    "0 ",
    "@",
    "a@",
    "a@a.",
    "+44 ",
    "(0",
    "0-",
    "www.",
    "http://",
    "born on ",
    "crime ",
    "22*",
    "DE1 ",
    "DE1",
    "jan ",
    "1 jan 1",
    "\n",
    "é",
    "٣",
    "a-",
    "ref ",
    "ref no ref ",
    "12/",
    "000",
    "0)",
    "d.o.b",
    "a@a",
    "www.a.",
    "@a",
    "dob 1 ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_million_characters_of_nonsense_are_read_once(piece):
    """A pattern that goes back over such a text would take hours; the limit only tells the two apart."""
    start = process_time()
    scrub(piece * (1_000_000 // len(piece)))
    assert process_time() - start < 10
