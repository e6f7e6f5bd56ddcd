"""What pictures look like in a browser: every letter legible, nothing in the way of another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import violations, violations_at
from tests.browser.conftest import PHONE, Visit, Windows

pytestmark = pytest.mark.browser

REVIEW = "reviews/alarm-beside-her-brothers-bed/"
NEAR_MISS = "near-misses/missing-files-and-the-team-leader-who-remembered/"
SPARE = "near-misses/violent-father-and-a-child-who-was-not-hit/"
GUIDE = "guide/"
SIZES = [PHONE, {"width": 768, "height": 1024}, {"width": 1280, "height": 800}]
every_size = pytest.mark.parametrize("size", SIZES, ids=["phone", "tablet", "desktop"])
pictured = pytest.mark.parametrize("path", [REVIEW, NEAR_MISS, SPARE])


def opened(page: Page) -> Page:
    """Open every picture of a page, and the words of each."""
    page.evaluate(
        "document.querySelectorAll('.pb-picture, .pb-in-words').forEach(each => each.open = true)"
    )
    return page


@pytest.mark.parametrize("path", [REVIEW, NEAR_MISS, GUIDE])
def test_a_page_with_its_pictures_open_meets_the_guidelines_for_accessibility(
    windows: Windows, looks: set[str], path: str
):
    # What a text in a picture stands on may be drawn beside it, so each one is looked at.
    in_dark = windows.window(color_scheme="dark")
    assert violations(opened(in_dark.open(path))) == ""
    assert in_dark.faults == []
    visit = windows.window(color_scheme="light")
    page = opened(visit.open(path))
    assert violations(page) == ""
    assert violations_at(page, looks) == ""
    assert visit.faults == []


@pictured
def test_on_a_small_phone_every_letter_of_a_picture_is_large_enough(windows: Windows, path: str):
    page = opened(windows.window(viewport=PHONE).open(path))
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".pb-drawn text")].map(text => [
            text.getBoundingClientRect().height,
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a])"""
    )
    assert sizes
    assert min(height for height, _ in sizes) >= 12
    assert min(letters for _, letters in sizes) >= 13


@pictured
@pytest.mark.parametrize(
    "face", ["", "DejaVu Sans", "DejaVu Serif"], ids=["own", "a wide face", "a wider face"]
)
def test_in_a_picture_no_text_meets_another_or_leaves_it(visit: Visit, path: str, face: str):
    page = opened(visit.open(path))
    if face:
        page.evaluate(
            "face => document.body.style.setProperty('--md-text-font-family', face)", f'"{face}"'
        )
    faults = page.evaluate(
        """() => [...document.querySelectorAll(".pb-drawn")].flatMap(drawing => {
            const view = drawing.viewBox.baseVal;
            const inside = ([name, box]) => box.x >= -1 && box.y >= -1
                && box.x + box.width <= view.width + 1 && box.y + box.height <= view.height + 1;
            const texts = [...drawing.querySelectorAll("text")].map(
                text => [text.textContent, text.getBBox()]);
            const paths = [...drawing.querySelectorAll("path")].map(
                path => [path.getAttribute("class"), path.getBBox()]);
            const meet = (a, b) => a.x + 0.5 < b.x + b.width && b.x + 0.5 < a.x + a.width
                && a.y + 4 < b.y + b.height && b.y + 4 < a.y + a.height;
            return [
                ...[...texts, ...paths].filter(each => !inside(each)).map(each => each[0]),
                ...texts.flatMap(([one, a], n) => texts.slice(n + 1)
                    .filter(([, b]) => meet(a, b)).map(([other]) => `${one} / ${other}`)),
            ];
        })"""
    )
    assert faults == []


def test_a_picture_opens_by_keyboard_and_then_its_words(visit: Visit):
    page = visit.open(REVIEW)
    offer = page.locator(".pb-picture > summary").first
    drawing = page.get_by_role("img", name=re.compile("^Fishbone: "))
    expect(drawing.first).to_be_hidden()
    offer.focus()
    page.keyboard.press("Enter")
    expect(drawing.first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".pb-in-words li").first).to_be_visible()


def test_without_scripts_a_picture_opens_too(windows: Windows):
    page = windows.window(java_script_enabled=False).open(REVIEW)
    page.locator(".pb-picture > summary").first.click()
    expect(page.locator(".pb-drawn").first).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_paper_pictures_are_black_and_those_are_left_out_that_nobody_opened(
    windows: Windows, colours: Any
):
    page = windows.window(color_scheme=colours).open(REVIEW)
    page.locator(".pb-picture > summary").first.click()
    page.emulate_media(media="print")
    try:
        expect(page.locator(".pb-drawn").first).to_be_visible()
        expect(page.locator(".pb-drawn").nth(1)).to_be_hidden()
        expect(page.get_by_text("As a picture").first).to_be_hidden()
        colours_used = page.locator(".pb-drawn").first.evaluate(
            """drawing => [...new Set([...drawing.querySelectorAll("text, path")].flatMap(
                each => [getComputedStyle(each).fill, getComputedStyle(each).stroke]))].sort()"""
        )
        assert set(colours_used) <= {"none", "rgb(0, 0, 0)", "rgb(255, 255, 255)"}
        page.goto(page.url.replace(REVIEW, NEAR_MISS))
        expect(page.locator(".pb-drawn")).to_be_visible()
    finally:
        page.emulate_media(media="screen")


def test_the_guide_shows_its_two_pictures_with_their_words(visit: Visit):
    page = visit.open(GUIDE)
    for picture in page.locator(".pb-plate img").all():
        assert picture.evaluate("picture => picture.complete && picture.naturalWidth > 0")
        assert len(picture.get_attribute("alt") or "") > 80
    assert page.locator(".pb-plate img").count() == 2
    assert page.locator(".pb-plate figcaption").count() == 2
    assert visit.faults == []
