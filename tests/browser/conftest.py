"""A web server as strict as a council's own, and a browser that notes every fault.

The site is served below `/library/`, as on a host that it shares, and under the very content
security policy that the build made for it.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

from tests.site.conftest import changed_site as changed_site
from tests.site.conftest import hostile_site as hostile_site

PREFIX = "/library/"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 640}


@dataclass
class Visit:
    """A browser window on the library, with every fault that it met since it was last asked."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what the browser has to complain about."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def open(self, path: str) -> Page:
        """Open a page of the library by its path, and forget earlier faults."""
        self.faults.clear()
        self.page.goto(self.base + path, wait_until="load")
        return self.page

    def _console(self, message: ConsoleMessage) -> None:
        # A breach of the content security policy is told here too.
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left no longer starts its search, or waits for its picture in the tab.
        of_the_last = request.url.startswith("blob:") or request.url.endswith("/favicon.svg")
        if not (of_the_last and "ERR_ABORTED" in str(request.failure)):
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"status {response.status}: {response.url}")


class Windows:
    """Browser windows, one for each set of wishes, kept open for the tests that follow."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser = browser
        self._base = base
        self._open: dict[str, Visit] = {}

    def window(self, **wishes: Any) -> Visit:
        """Return a window with these settings of Playwright's; a desktop's size unless told.

        Nothing moves in it, so that no test has to wait until it has. Whatever size an earlier
        test gave it, and for whatever medium it was drawn, it is as new.
        """
        key = repr(sorted(wishes.items()))
        wished = {"viewport": DESKTOP, "reduced_motion": "reduce", **wishes}
        if key not in self._open:
            context = self._browser.new_context(**wished)
            context.set_default_timeout(20_000)
            self._open[key] = Visit(context.new_page(), self._base)
        visit = self._open[key]
        visit.page.set_viewport_size(wished["viewport"])
        visit.page.emulate_media(media="null")
        return visit


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the browser that CHROMIUM names, or the one on the path."""
    chromium = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if chromium is None:
        pytest.fail("No browser found: set CHROMIUM to the path of Chromium or Chrome.")
    expect.set_options(timeout=20_000)
    browser = playwright.chromium.launch(
        executable_path=chromium,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, real_site: Path) -> Iterator[Windows]:
    """Serve this very library, and offer windows on it."""
    with serving(real_site) as base:
        yield Windows(browser, base)


@pytest.fixture(scope="session")
def looks() -> set[str]:
    """Return the looks of texts whose contrast was measured so far: see `accessible.py`."""
    return set()


@pytest.fixture
def visit(windows: Windows) -> Visit:
    """Return a window of a desktop's size, in light colours."""
    return windows.window(color_scheme="light")


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a built site below `/library/`; yield its address."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(site))
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files below the prefix, each under the strict policy, and no folder's listing."""

    def translate_path(self, path: str) -> str:
        below = urlsplit(path).path
        if not below.startswith(PREFIX):
            return str(Path(self.directory) / "outside-the-library")
        return super().translate_path("/" + below.removeprefix(PREFIX))

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def end_headers(self) -> None:
        policy = Path(self.directory, ".patternbook/policy.txt").read_text("utf-8").strip()
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output quiet."""
