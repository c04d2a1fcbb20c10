"""Leaving in a real browser: gone at once, and Back shows no typed word."""

import pytest
from django.conf import settings

from tests.browser.sight import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.pages")]

SECRET = "words that nobody else may see"
EXIT = "button:has-text('Exit this page')"


@pytest.fixture
def written(live_server, open_page):
    """A page with a typed story, after another page of ours."""

    def opened(**device):
        page = open_page(leaves=True, **device)
        page.goto(f"{live_server.url}/staying-private/")
        page.goto(f"{live_server.url}/write/")
        page.fill("textarea", SECRET)
        return page

    return opened


def everything_on(page) -> str:
    """Title, markup and what stands in the fields."""
    typed = [box.input_value() for box in page.locator("textarea, input:not([type=hidden])").all()]
    return " ".join([page.title(), page.content(), *typed])


def wait_until_away(page):
    page.wait_for_url(f"{settings.NEUTRAL_ORIGIN}/**")


def go_back(page):
    page.go_back(wait_until="load")
    page.wait_for_timeout(300)


def test_a_click_leaves_and_back_does_not_show_the_page(written):
    page = written()
    page.click(EXIT)
    wait_until_away(page)
    go_back(page)
    assert "/write/" not in page.url
    assert SECRET not in everything_on(page)


def test_without_script_back_shows_an_empty_page(written):
    page = written(script=False)
    leave(page)
    go_back(page)
    assert SECRET not in everything_on(page)


@pytest.mark.parametrize("focus", ["body", "textarea"])
def test_three_shifts_leave(written, focus):
    page = written()
    page.focus(focus)
    for _ in range(3):
        page.keyboard.press("Shift")
    wait_until_away(page)


def test_capital_letters_do_not_leave(written):
    page = written()
    page.focus("textarea")
    for letter in "ABCDEF":
        page.keyboard.press(f"Shift+{letter}")
    page.wait_for_timeout(200)
    assert "/write/" in page.url
    assert page.locator("textarea").input_value().endswith("ABCDEF")


def test_each_shift_is_announced(written):
    page = written()
    page.keyboard.press("Shift")
    assert page.locator("[data-exit-words]").inner_text() == "Press Shift 2 more times to leave"


def test_the_screen_is_blank_before_the_neutral_site_answers(written):
    page = written()
    shown = page.evaluate(
        """() => {
          document.querySelector("form[data-exit] button").click();
          return [document.title, document.body.innerText, document.forms.length];
        }"""
    )
    assert shown == ["Loading", "", 0]


def cookies(page):
    return {cookie["name"] for cookie in page.context.cookies()}


def test_leaving_changes_the_cookie_and_forgets_the_others(written):
    page = written()
    before = cookies(page)
    page.click(EXIT)
    wait_until_away(page)
    for _ in range(100):
        page.wait_for_timeout(100 if before & cookies(page) else 0)
    assert before
    assert not before & cookies(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_exit_is_big_on_screen_and_uncovered_from_top_to_bottom(written, width):
    page = written(width=width)
    for down in (0, 100_000):
        page.mouse.wheel(0, down)
        page.wait_for_timeout(150)
        box = page.locator(EXIT).bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert 0 <= box["y"] <= 640 - box["height"]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_that_has_the_focus_lies_under_the_exit(live_server, open_page, width):
    page = open_page(width=width)
    page.goto(f"{live_server.url}/gallery/")
    for _ in range(80):
        page.keyboard.press("Tab")
        assert not page.evaluate(
            """() => {
              const e = document.activeElement, bar = document.querySelector(".dv-exit");
              if (!e || e === document.body || bar.contains(e)) return false;
              const a = e.getBoundingClientRect(), b = bar.getBoundingClientRect();
              return a.top < b.bottom - 1 && a.bottom > b.top + 1;
            }"""
        )


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(live_server, open_page, width):
    page = open_page(width=width)
    for address in ("/write/", "/gallery/", "/staying-private/", "/no-such-page/"):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address


def test_the_first_view_is_small(live_server, open_page):
    page, answers = open_page(), []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_server.url}/write/")
    assert len(answers) <= 4
    script = next(answer for answer in answers if answer.url.endswith(".js"))
    assert len(script.body()) <= 5 * 1024
    assert page.evaluate("() => Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_nothing_on_a_page_breaks_the_policy(live_server, open_page):
    page, complaints = open_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for address in ("/write/", "/gallery/", "/staying-private/"):
        page.goto(f"{live_server.url}{address}")
    assert complaints == []
