"""What looks at pages finds what is wrong with them, also on the second page that has it."""

import pytest

from tests.browser.sight import NARROW, WAYS, faults

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><title>Neutral</title><main><h1>Good day</h1>
<p style="color: #333">Dark on white</p>
<div style="background: #eee"><p style="color: #333">On grey</p></div>{more}</main>"""
PALE, ON_GREY = '<p style="color: #ccc">Pale</p>', '<div style="background: #444"><p style="color: #333">Lost</p></div>'
DOT = '<button style="all: unset; display: block; width: 9px; height: 9px" aria-label="Go"></button>'
WIDE = '<p style="width: 2000px">Wide</p>'


@pytest.fixture
def told(open_page):
    """`told(more)`: the faults of a page with this on it, for somebody with a small screen."""

    def look_at(more="", ways=NARROW):
        page = open_page()
        page.set_content(PAGE.format(more=more))
        return " ".join(faults(page, ways))

    return look_at


def test_a_good_page_has_no_fault(told):
    assert told() == ""


@pytest.mark.parametrize("letters", [PALE, ON_GREY])
def test_pale_letters_are_found_on_each_page_that_has_them(told, letters):
    told()
    assert "color-contrast" in told(letters)
    assert "color-contrast" in told(letters)
    assert told() == ""


def test_small_buttons_and_what_is_too_wide_are_found(told):
    assert "text at 200 %: target-size" in told(DOT * 2, WAYS)
    assert "scrolls sideways" in told(WIDE)
