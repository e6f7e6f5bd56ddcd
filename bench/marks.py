"""`make lighthouse`: what Lighthouse says of the built site, on its setting for phones.

Four pages are looked at: home, a pattern, the factor with most evidence, and the longest case
review. Lighthouse is a program for Node.js; its version is locked in bench/lighthouse/. The mark
for performance depends on what else the machine has to do, so the median of several rounds is
told; what the tests hold does not depend on it, see tests/browser/test_quality.py.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from bench.serving import serving  # noqa: E402

HOME = PROJECT / "bench/lighthouse"
PROGRAM = HOME / "node_modules/lighthouse/cli/index.js"
OLDEST_NODE = 18
AIM = 95
ROUNDS = 3
MARKS = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "first paint": "first-contentful-paint",
    "largest paint": "largest-contentful-paint",
    "blocked": "total-blocking-time",
    "shift": "cumulative-layout-shift",
    "weight": "total-byte-weight",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 if a mark is below the aim, 2 if nothing could be measured."""
    parser = argparse.ArgumentParser(description="Let Lighthouse look at the built site.")
    parser.add_argument("--site", type=Path, default=PROJECT / "site")
    parser.add_argument("--page", action="append", help="an address, such as factors/workload/")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the median is told")
    parser.add_argument("--faults", action="store_true", help="name every audit that is not passed")
    chosen = parser.parse_args(arguments)
    trouble = _prepare(chosen.site)
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    met = True
    print(f"{'page':58}{''.join(f'{each:>16}' for each in (*MARKS, *TIMES))}")
    with serving(chosen.site) as base:
        for page in chosen.page or pages_of(chosen.site):
            rounds = [measure(base + page) for _ in range(chosen.rounds)]
            rounds.sort(key=lambda each: each["categories"]["performance"]["score"])
            result = rounds[len(rounds) // 2]
            marks = [round(100 * result["categories"][each]["score"]) for each in MARKS]
            shown = [result["audits"][audit]["displayValue"] for audit in TIMES.values()]
            shown[-1] = shown[-1].removeprefix("Total size was ")
            print(f"{page or 'home':58}{''.join(f'{each!s:>16}' for each in (*marks, *shown))}")
            if chosen.faults:
                print("\n".join(faults_of(result)))
            met = met and min(marks) >= AIM
    print(f"Aim: at least {AIM} in each of the four.")
    return 0 if met else 1


def pages_of(site: Path) -> list[str]:
    """Return the addresses of home, a pattern, the fullest factor and the longest review."""
    return [
        "",
        "patterns/human-judgement-and-reasoning/",
        f"factors/{_most(site / 'factors', _pieces_of_evidence)}/",
        f"reviews/{_most(site / 'reviews', len)}/",
    ]


def measure(address: str) -> dict[str, Any]:
    """Return what Lighthouse reports of one address, as a phone would see it."""
    with tempfile.TemporaryDirectory(prefix="patternbook-lighthouse-") as scratch:
        report = Path(scratch, "report.json")
        subprocess.run(
            [
                "node",
                str(PROGRAM),
                address,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": os.environ.get("CHROMIUM", "chromium")},
        )
        result: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return result


def faults_of(result: dict[str, Any]) -> list[str]:
    """Return a line for every audit that counts and is not passed in full."""
    lines = []
    for mark in MARKS:
        for each in result["categories"][mark]["auditRefs"]:
            audit = result["audits"][each["id"]]
            if each["weight"] and audit["score"] is not None and audit["score"] < 1:
                lines.append(f"  {mark}: {audit['title']} {audit.get('displayValue', '')}")
    return lines


def _most(folder: Path, measure: Callable[[str], int]) -> str:
    pages = sorted(folder.glob("*/index.html"))
    return max(pages, key=lambda page: measure(page.read_text("utf-8"))).parent.name


def _pieces_of_evidence(page: str) -> int:
    lists = page.split('<div class="pb-evidence">')[1:]
    return sum(each.partition("</div>")[0].count("<li>") for each in lists)


def _prepare(site: Path) -> str:
    """Install Lighthouse if need be; return what stands in the way, or nothing."""
    if not (site / ".patternbook/policy.txt").is_file():
        return f"There is no built site in {site}. Build it first: make site"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return (
            "Lighthouse needs Node.js and npm, which are not here.\n"
            "  Debian, Ubuntu: sudo apt-get install nodejs npm\n"
            "  Fedora:         sudo dnf install nodejs\n"
            "  macOS:          brew install node"
        )
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip().lstrip("v").partition(".")[0]) < OLDEST_NODE:
        return f"Lighthouse needs Node.js {OLDEST_NODE} or later; this is {version.strip()}."
    if not PROGRAM.is_file():
        print("Installing Lighthouse into bench/lighthouse/node_modules", file=sys.stderr)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(command, cwd=HOME, stdout=subprocess.DEVNULL, check=False).returncode:
            return "npm could not install Lighthouse: it needs the network the first time."
    return ""


if __name__ == "__main__":
    sys.exit(main())
