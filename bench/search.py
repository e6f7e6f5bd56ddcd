"""`python -m bench.search [N]`: how much a search of a large library loads, and how long it takes.

It builds a library of N generated case reviews, opens the page of the search in a browser that is
slowed down four times, asks some questions, each with an empty cache, and prints for each: what was
transferred until the first result stood there, and how many milliseconds that took from Enter.

Everything runs in the page's own thread here, which is the one that the browser can slow down; on
the site itself a worker does the searching, so that the page stays quick meanwhile.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import io
import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.run import make_library, timed

SIZE = 2000
SLOWED = 4
# A phone on a train: 1.6 megabits and 150 milliseconds.
MOBILE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 94_000,
}
QUESTIONS = (
    "chronology",
    "nobody rang back about the referral",
    "the second visit was never made",
    "broken heater in a cold flat",
    "the procedure asked for something else and said so in supervison",
    "LSCB health visitor candles",
)
_PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml")
AIMS = "Aims: under 500 KB until the first result, and under 1,500 ms on the slowed machine."
# Notes when Enter was pressed, and when a result first stood there.
_WATCH = """
delete window.Worker;
window.times = {};
addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    window.times.asked = performance.now();
  }
}, true);
new MutationObserver(() => {
  if (window.times.asked && !window.times.found && document.querySelector(".pb-hit")) {
    window.times.found = performance.now();
  }
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question took: bytes before Enter and after it, and milliseconds from Enter."""

    before: int
    after: int
    cold: float
    warm: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Build a library of the size that was asked for, ask it, and print what that took."""
    parser = argparse.ArgumentParser(description="Measure the search of a large library.")
    parser.add_argument("size", metavar="N", type=int, nargs="?", default=SIZE)
    parser.add_argument("--site", type=Path, help="a site that was built before, instead")
    parser.add_argument("--keep", type=Path, help="a folder to keep the built site in")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="patternbook-bench-") as scratch:
        site = chosen.site
        if site is None:
            root = Path(scratch) / "library"
            make_library(root, chosen.size)
            run = timed(["mkdocs", "build"], root)
            print(f"Built in {run.wall:.0f} s by the clock, {run.cpu:.0f} s of computing.")
            site = root / "site"
            if chosen.keep is not None:
                shutil.copytree(site, chosen.keep)
        print(described(site))
        measure(site)
    print(AIMS)


def described(site: Path) -> str:
    """Return how large the index of a site is."""
    index = site / "search/pagefind"
    files = [file for file in index.rglob("*") if file.is_file()]
    (about,) = index.glob("*.pf_meta")
    size = sum(file.stat().st_size for file in files)
    return (
        f"{len(list((index / 'fragment').iterdir())):,} results can be found; the index has "
        f"{size / 1e6:.1f} MB in {len(files):,} files; {about.stat().st_size / 1e3:.0f} KB of it "
        "are needed for every question."
    )


def measure(site: Path) -> None:
    """Ask each question on a slow machine, with a quick network and with a slow one; print it."""
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if chromium is None:
        sys.exit("No browser found: set CHROMIUM to the path of Chromium or Chrome.")
    with serving(site) as (base, sent), sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, network in (("a quick network", None), ("a mobile network", MOBILE)):
            print(f"\nSlowed {SLOWED} times, {name}:")
            print(f"  {'question':66}{'before':>9}{'after':>9}{'first':>9}{'again':>9}")
            results = []
            for question in QUESTIONS:
                asked = ask(browser, base, sent, question, network)
                results.append(asked)
                print(
                    f"  {question:66}{asked.before / 1e3:>6.0f} KB{asked.after / 1e3:>6.0f} KB"
                    f"{asked.cold:>6.0f} ms{asked.warm:>6.0f} ms",
                    flush=True,
                )
            whole = statistics.median(each.before + each.after for each in results)
            time = statistics.median(each.cold for each in results)
            print(f"  {'the middle one':66}{'':9}{whole / 1e3:>6.0f} KB{time:>6.0f} ms")
        browser.close()


def ask(
    browser: Browser, base: str, sent: Sent, question: str, network: dict[str, Any] | None
) -> Asked:
    """Open the page with an empty cache, go into the field, type and press Enter; then once more.

    What is loaded for the page itself does not count, since it is there before anybody asks.
    """
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.add_init_script(_WATCH)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    if network is not None:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", network)
    page.goto(f"{base}search/", wait_until="load")
    page.locator(".pb-filters").wait_for()
    sent.bytes = 0
    field = page.locator("#pb-ask-words")
    field.focus()
    # As fast as somebody types who knows what to ask: nothing is asked for until Enter.
    page.evaluate("words => document.getElementById('pb-ask-words').value = words", question)
    page.wait_for_timeout(60 * len(question))
    before = sent.bytes
    times = []
    for words in (question, f"{question} again"):
        page.evaluate("words => document.getElementById('pb-ask-words').value = words", words)
        page.evaluate(
            "delete window.times.found; document.querySelector('.pb-hits')?.replaceChildren()"
        )
        field.press("Enter")
        page.wait_for_function("window.times.found")
        times.append(page.evaluate("window.times.found - window.times.asked"))
        if len(times) == 1:
            after = sent.bytes - before
    context.close()
    return Asked(before, after, times[0], times[1])


@dataclass
class Sent:
    """How many bytes of files were sent, packed as a server packs them."""

    bytes: int = 0


@contextmanager
def serving(site: Path) -> Iterator[tuple[str, Sent]]:
    """Serve a built site with packing; yield its address, and what counts what it sends."""
    sent = Sent()
    handler = functools.partial(_Handler, sent, directory=str(site))
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    """Says nothing of browsers that have heard enough."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Sends files, text ones packed, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def __init__(self, sent: Sent, *arguments: Any, **named: Any) -> None:
        self._sent = sent
        super().__init__(*arguments, **named)

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return None
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _PACKED:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        self._sent.bytes += len(content)
        return io.BytesIO(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


if __name__ == "__main__":
    main()
