"""Headless Chromium that can reach the page under test and nothing else."""

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler

from derbyvoice.bootstrap.suite import find_chromium

OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
QUIET = ("--no-sandbox", "--disable-gpu")
FAKE_VOICE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""A microphone that beeps, and nobody who must allow it."""
PATIENCE = 60_000
"""Milliseconds in which a busy machine, too, shows a page for the first time."""
NEUTRAL = "<!doctype html><html lang='en'><title>Neutral</title><p>Sunny spells.</p></html>"


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    program = find_chromium()
    if not program:
        pytest.skip("no Chromium on this machine: set CHROMIUM to its path")
    if not (settings.BASE_DIR / "static/build/public.css").exists():
        pytest.skip("styles and scripts are not built: npm ci && npm run build")
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=program, args=[*QUIET, *FAKE_VOICE, OFFLINE])
        yield started
        started.close()


@pytest.fixture(scope="session", autouse=True)
def styles_and_scripts_are_kept():
    """As in production, a browser asks once for each style and script, and not again with every page."""

    def serve(self, request):
        answer = plain(self, request)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer

    plain, StaticFilesHandler.serve = StaticFilesHandler.serve, serve
    yield
    StaticFilesHandler.serve = plain


@pytest.fixture
def open_page(browser):
    """`open_page(script=False, width=320)`: a fresh device.

    With `leaves=True` the neutral site is there; a browser that we answer for keeps no styles and scripts."""
    contexts = []

    def opened(*, script: bool = True, width: int = 390, leaves: bool = False):
        context = browser.new_context(viewport={"width": width, "height": 640}, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        if leaves:
            neutral = {"content_type": "text/html", "body": NEUTRAL}
            context.route(f"{settings.NEUTRAL_ORIGIN}/**", lambda route: route.fulfill(**neutral))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
