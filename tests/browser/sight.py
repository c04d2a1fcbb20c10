"""The ways in which people see a page, and what holds in each: axe finds nothing, and nothing scrolls sideways."""

from collections import defaultdict
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings

DRAWN = {"runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]}
"""What depends on how a page is drawn. Names, roles and order are of the page itself, and were looked at before."""
LARGER = {"runOnly": ["scrollable-region-focusable", "target-size"]}
"""Larger letters need less contrast, and their colours were looked at before: what is left is what has no more room."""


class Way(NamedTuple):
    """One way of seeing; `text` is the size of the letters against their usual size."""

    width: int
    text: str = "100%"
    colours: str = "none"
    motion: str = "no-preference"
    options: dict[str, list[str]] = {}


NARROW = {"320 px": Way(320)}
WAYS = NARROW | {
    "1280 px": Way(1280),
    "text at 200 %": Way(1280, text="200%", options=LARGER),
    "forced colours": Way(1280, colours="active", options=DRAWN),
    "reduced motion": Way(390, motion="reduce", options=DRAWN),
}
ONLY_FAULTS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""Of what axe can fetch beforehand only sounds and films serve a rule that is on; style sheets would serve none."""
RUN = """options => axe.run(options).then(
    told => told.violations.map(one => `${one.id} ${one.nodes[0].html.slice(0, 160)}`)
)"""
NEW_TO_THE_EYE = """seen => {
    const known = new Set(seen), grounds = new Map()
    const add = (sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0) | 0
    const number = (text, from) => [...text].reduce(add, from)
    const ground = one => {
        if (!one) return 7
        if (!grounds.has(one)) {
            const look = getComputedStyle(one), plain = look.backgroundColor === 'rgba(0, 0, 0, 0)'
            const said = (plain ? '' : look.backgroundColor) + look.backgroundImage + look.opacity
            grounds.set(one, number(said.replace('none1', ''), ground(one.parentElement)))
        }
        return grounds.get(one)
    }
    for (const one of document.querySelectorAll('[data-new]')) one.removeAttribute('data-new')
    const writes = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    for (const one of document.body.querySelectorAll('*')) {
        const look = getComputedStyle(one)
        const key = number([look.color, look.fontSize, look.fontWeight, look.textShadow].join('|'), ground(one))
        if (one.matches('input, select, textarea')) one.setAttribute('data-new', '')
        else if (!known.has(key) && writes(one) && one.checkVisibility()) {
            known.add(key)
            one.setAttribute('data-new', '')
        }
    }
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-new]'}]})
    return [...known]
}"""
"""Of letters with the same colour, size and weight on the same grounds all the way up, one is judged for all."""
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
TALL = "document.documentElement.scrollHeight"
LETTERS = "size => { document.documentElement.style.fontSize = size }"


SEEN: dict[str, set[int]] = defaultdict(set)
"""By the browser's choice of colours: the looks of letters that were judged in this run, on whatever page."""


def faults(page, ways: dict[str, Way] = WAYS, rules: dict | None = None) -> list[str]:
    """What is wrong with this page in each way of seeing it; the page is left as it was."""
    usual, found, now = page.viewport_size, [], Way(0)
    page.evaluate(AXE_SCRIPT)
    for name, way in ways.items():
        look(page, way, before=now)
        found += [f"{name}: {one}" for one in told_by_axe(page, way, rules)]
        found += [f"{name}: scrolls sideways"] if page.evaluate(WIDE) else []
        now = way
    look(page, Way(usual["width"]), usual["height"], before=now)
    return found


def told_by_axe(page, way: Way, rules: dict | None) -> list[str]:
    """Where the exit, which stays in sight, lies on a link by chance, the page is looked at in its full height."""
    options = ONLY_FAULTS | way.options | (rules or {})
    looks = page.evaluate(NEW_TO_THE_EYE, list(SEEN[way.colours]))
    told = page.evaluate(RUN, options)
    if any(one.startswith("target-size ") for one in told):
        look(page, way, height=page.evaluate(TALL))
        told = page.evaluate(RUN, options)
    if way.options != LARGER and not any(one.startswith("color-contrast ") for one in told):
        SEEN[way.colours].update(looks)
    return told


def look(page, way: Way, height: int = 640, *, before: Way | None = None) -> None:
    """See the page in this way; what was so before is not asked of the browser again."""
    page.set_viewport_size({"width": way.width, "height": height})
    if before is None or (way.colours, way.motion) != (before.colours, before.motion):
        page.emulate_media(forced_colors=way.colours, reduced_motion=way.motion)
    if before is None or way.text != before.text:
        page.evaluate(LETTERS, "" if way.text == "100%" else way.text)


def nothing_wrong(page, state: str = "", ways: dict[str, Way] = WAYS) -> None:
    found = faults(page, ways)
    assert not found, "\n".join([f"{page.url} {state}", *found])


def turn(control) -> None:
    """Press what leads to another page, and see that one loaded: the page before is not taken for it."""
    with control.page.expect_navigation():
        control.click()


def leave(page) -> None:
    """Press the exit, and be off our site: at the neutral one, or where the browser says that it cannot be reached."""
    page.get_by_role("button", name="Exit this page").click(no_wait_after=True)
    for _ in range(100):
        if page.url.startswith(("chrome-error:", settings.NEUTRAL_ORIGIN)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.url)
