"""A team gets from a near miss to one sheet of paper, and a workshop to its cases."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.accessible import violations_at
from tests.browser.conftest import Visit, serving
from tests.browser.test_browser import PAGES, skip_to_the_text, tab_to
from tests.conftest import run_patternbook
from tests.making import (
    PROJECT,
    case_review,
    copy_of_the_site,
    episode,
    explained_entry,
    factor,
    finding,
    near_miss,
)
from tests.site.conftest import awkward_entries, awkward_records

pytestmark = pytest.mark.browser

TABLET = {"width": 768, "height": 1024}


def sheets(page: Page) -> int:
    """Return on how many sheets of A4 a page prints."""
    return len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)


def too_long(browser: Browser, site: Path) -> dict[str, int]:
    """Return the packs of a site that do not print on one sheet, with the sheets that they take."""
    page = browser.new_page()
    found = {}
    with serving(site) as base:
        for file in sorted(site.glob("packs/*/*/index.html")):
            address = file.parent.relative_to(site).as_posix() + "/"
            if 'class="pb-pack"' in file.read_text("utf-8"):
                page.goto(base + address)
                if (number := sheets(page)) != 1:
                    found[address] = number
    page.close()
    return found


def test_every_pack_of_this_library_prints_on_one_sheet(browser: Browser, real_site: Path):
    assert too_long(browser, real_site) == {}


def test_packs_of_awkward_and_of_the_longest_records_print_on_one_sheet_too(
    browser: Browser, tmp_path: Path
):
    tunnel_vision = (PROJECT / "docs/patterns/tunnel-vision.md").read_text("utf-8")
    root = copy_of_the_site(
        tmp_path,
        {
            **awkward_records(),
            **awkward_entries(),
            "docs/patterns/tunnel-vision.md": tunnel_vision.replace(
                "former_ids: []", "former_ids: [blinkered-view]"
            ),
            **longest("sentences", "wonderful words that go on and on, sentence after sentence. "),
            **longest("words", "antidisestablishmentarians "),
        },
    )
    built = run_patternbook("build", "--root", str(root))
    assert built.returncode == 0, built.stderr

    assert too_long(browser, root / "site") == {}
    for name in ("sentences", "words"):
        told = (root / f"site/packs/near-misses/long-{name}-0/index.html").read_text("utf-8")
        assert "Shortened to fit one page." in told


def longest(name: str, words: str) -> dict[str, str | bytes]:
    """Return an entry and records in which every text is as long as it may be."""
    text = (words * 400)[:3000]
    line = (words * 20)[:300].strip()
    ids = ["workload", "timing", "supervision", "motivation", "ethnicity", "mindset"]
    some = [factor(each, how=text) for each in ids]
    some += [factor(each, "helped", how=text) for each in ids]
    retold = {"origin": "literature", "citation": {"reference": text}, "title": line}
    long: dict[str, Any] = {"summary": text, **retold}
    seen = {"pattern": f"longest-{name}", "influence": "unsafe", "how": text}
    held = [{"by": by, "how": text} for by in ("another-agency", "individual-vigilance")]
    return {
        f"docs/patterns/longest-{name}.md": explained_entry(
            id=f"longest-{name}",
            title=line,
            kind="issue",
            parent="human-tool-operation",
            definition=text,
            team_questions=[f"{text} {n}" for n in range(3)],
            source=text,
        ),
        **{
            f"reviews/near-misses/long-{name}-{n}.md": near_miss(
                f"long-{name}-{n}",
                **long,
                what_happened=text,
                factors=some,
                prevented_by=held,
                patterns=[seen],
            )
            for n in range(3)
        },
        f"reviews/case-reviews/long-review-{name}.md": case_review(
            f"long-review-{name}",
            **{**long, "origin": "illustrative"},
            episodes=[episode("one", factors=some)],
            findings=[
                finding(
                    "one",
                    pattern=f"longest-{name}",
                    statement=text,
                    in_this_case=text,
                    why_underlying=text,
                    episodes=["one"],
                    questions_for_board=[f"{text} {n}" for n in range(3)],
                )
            ],
        ),
    }


def test_a_team_gets_from_a_near_miss_to_its_sheet_by_keyboard(visit: Visit):
    page = visit.open(PAGES["a near miss"])
    skip_to_the_text(page)
    tab_to(page, "a one-page pack")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("packs/near-misses/names-the-system-could-not-spell/$"))
    expect(page.get_by_role("heading", name="Three questions for your team")).to_be_visible()
    expect(page.locator("#questions ~ ol li")).to_have_count(3)
    assert sheets(page) == 1
    page.emulate_media(media="print")
    try:
        expect(page.get_by_text("It prints on one sheet.")).to_be_hidden()
        expect(page.get_by_role("heading", name="What will we try?")).to_be_visible()
        expect(page.get_by_text("To cite it")).to_be_visible()
        line = page.locator(".pb-pack-try li").first
        assert line.evaluate("e => parseFloat(getComputedStyle(e).borderBottomWidth)") > 0
    finally:
        page.emulate_media(media="null")
    assert visit.faults == []


def test_the_workshop_with_what_is_kept_back_meets_the_guidelines(visit: Visit, looks: set[str]):
    page = visit.open(PAGES["the workshop"])
    page.locator(".pb-kept-back summary").first.click()
    assert violations_at(page, looks) == ""


def test_a_group_reads_the_account_before_it_opens_what_the_record_says(visit: Visit):
    page = visit.open(PAGES["the workshop"])
    kept_back = page.locator(".pb-kept-back").first
    expect(page.locator(".pb-case").first).to_be_visible()
    expect(kept_back.locator("li").first).to_be_hidden()
    kept_back.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(kept_back.locator("li").first).to_be_visible()
    kept_back.locator("summary").press("Enter")


def test_on_paper_what_the_record_says_comes_on_a_sheet_of_its_own(visit: Visit):
    page = visit.open(PAGES["the workshop"])
    number = page.locator(".pb-case").count()
    assert number == 3
    printed = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    for case in range(1, number + 1):
        (account,) = [n for n, text in enumerate(printed) if f"Case {case}: " in text][:1]
        kept_back = next(n for n, text in enumerate(printed) if f"Case {case}, second step" in text)
        assert kept_back > account
        assert "Hindered" not in printed[account]
        assert "Hindered" in printed[kept_back]
