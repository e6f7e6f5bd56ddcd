"""A copy that somebody has taken out of its zip file and opened by double-click, offline."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from patternbook.packing import READ_ME, START
from tests.browser.conftest import Visit
from tests.browser.test_browser import KINDS, NEAR_MISS, PAGES
from tests.conftest import run_patternbook
from tests.making import PROJECT, copy_of_the_site
from tests.offline import OfflineCopy, packed
from tests.site.conftest import awkward_entries, awkward_records
from tests.site.test_links import parsed

pytestmark = pytest.mark.browser

NEAR_MISS_FILE = PAGES["a near miss"].rstrip("/") + ".html"


@pytest.fixture(scope="session")
def internal_copy(tmp_path_factory: pytest.TempPathFactory) -> OfflineCopy:
    """Pack a board's copy of a library that is awkward in every way."""
    folder = tmp_path_factory.mktemp("board")
    files = {**awkward_records(), **awkward_entries()}
    root = copy_of_the_site(folder / "library", files)
    for name, old, new in (
        ("patternbook.yml", "audience: public\n\n", "audience: board\n\n"),
        ("docs/patterns/tunnel-vision.md", "former_ids: []", "former_ids: [blinkered-view]"),
    ):
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    refused = run_patternbook("build", "--root", str(root), "--offline", str(folder / "copy.zip"))
    assert refused.returncode == 2
    assert "Call it internal-copy.zip" in refused.stderr
    assert not (folder / "copy.zip").exists()
    return packed(root, folder / "out/internal-copy.zip")


@pytest.fixture(params=["real", "internal"])
def any_copy(request: pytest.FixtureRequest) -> OfflineCopy:
    """Give the copy of this library, then the board's."""
    made: OfflineCopy = request.getfixturevalue(f"{request.param}_copy")
    return made


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Visit]:
    """Open a window without a network."""
    context = browser.new_context(reduced_motion="reduce", offline=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    visit = Visit(page, "file:")
    yield visit
    context.close()


def faults(visit: Visit) -> list[str]:
    """Return what went wrong, without the search's own text being loaded."""
    return [each for each in visit.faults if not each.startswith("asked elsewhere: blob:null/")]


def test_a_double_click_on_the_first_file_opens_the_library(window: Visit, real_copy: OfflineCopy):
    window.faults.clear()
    window.page.goto(real_copy.address(START))
    window.page.wait_for_url(real_copy.address("library/index.html"))

    expect(window.page.locator("main h1")).to_be_visible()
    assert faults(window) == []


def test_inside_the_zip_file_the_first_file_says_what_to_do(
    window: Visit, real_copy: OfflineCopy, tmp_path: Path
):
    # As some programs do, only the file that is clicked on is taken out.
    alone = tmp_path / START
    alone.write_bytes((real_copy.folder / START).read_bytes())

    window.page.goto(alone.as_uri())

    expect(window.page.get_by_text("Extract All")).to_be_visible()


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_a_page_opens_cleanly_without_a_network(window: Visit, real_copy: OfflineCopy, path: str):
    file = path.rstrip("/") + ".html"
    if not (real_copy.folder / "library" / file).is_file():
        file = f"{path}index.html"
    window.faults.clear()
    window.page.goto(real_copy.address(f"library/{file}"))

    expect(window.page.locator("main h1")).to_be_visible()
    expect(window.page.locator(".md-header")).to_have_css("position", "sticky")
    assert faults(window) == []


@pytest.mark.parametrize("start", ["index.html", "contribute/rules/index.html", NEAR_MISS_FILE])
def test_search_finds_a_record_and_opens_it(window: Visit, real_copy: OfflineCopy, start: str):
    page = window.page
    window.faults.clear()
    page.goto(real_copy.address(f"library/{start}"))
    page.get_by_label("Search this library").last.click()
    page.keyboard.type(NEAR_MISS)
    result = page.locator(".md-search-result__link", has_text=NEAR_MISS).first
    expect(result).to_be_visible()

    result.click()

    page.wait_for_url(re.compile(re.escape(f"library/{NEAR_MISS_FILE}")))
    expect(page.locator("main h1")).to_contain_text(NEAR_MISS)
    assert faults(window) == []


def test_a_record_is_written_checked_and_saved_without_a_network(
    window: Visit, any_copy: OfflineCopy
):
    page = window.page
    window.faults.clear()
    page.goto(any_copy.address("library/contribute/write/near-miss.html"))
    page.get_by_label("Title", exact=True).fill("A letter that was late")
    page.get_by_label("What happened", exact=True).fill("The nurse rang Keziah.")
    expect(page.locator(".pb-findings")).to_contain_text(["“Keziah”"])
    page.get_by_label("Contributory factor", exact=True).select_option(label="Workload")
    expect(page.locator(".pb-part .pb-meaning").first).not_to_be_empty()
    for button, ending in (("Save as plain text", "md"), ("Save for Word", "docx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == f"a-letter-that-was-late.{ending}"
    assert [each for each in faults(window) if "blob:" not in each] == []


def test_a_page_that_has_moved_leads_on(window: Visit, internal_copy: OfflineCopy):
    window.page.goto(internal_copy.address("library/patterns/blinkered-view.html"))

    window.page.wait_for_url(internal_copy.address("library/patterns/tunnel-vision.html"))


@cache
def anchors(file: Path) -> frozenset[str]:
    return frozenset(parsed(file).xpath("//@id"))


def test_every_link_leads_to_a_file_that_is_there(any_copy: OfflineCopy):
    wrong = []
    pages = [path for path in any_copy.folder.rglob("*.html") if path.name != START]
    for page in pages:
        for tag in parsed(page).iter("a", "link", "script", "img", "form", "iframe", "meta"):
            target = tag.get("href") or tag.get("src") or tag.get("action") or ""
            if tag.tag == "meta" and tag.get("http-equiv", "").lower() == "refresh":
                target = tag.get("content", "").partition("url=")[2]
            parts = urlsplit(target)
            if not target or (tag.tag == "a" and parts.scheme in {"http", "https", "mailto"}):
                continue
            where = urlsplit(urljoin(page.as_uri(), target))
            file = Path(unquote(where.path))
            is_elsewhere = parts.scheme or parts.netloc or parts.path.startswith("/")
            part = unquote(parts.fragment)
            is_there = file.is_file() and (not part or part in anchors(file))
            if is_elsewhere or not is_there:
                wrong.append((page.name, target))
            assert file.is_relative_to(any_copy.folder)

    assert len(pages) > 50
    assert wrong == []


def test_there_is_nothing_that_only_a_server_needs(any_copy: OfflineCopy):
    names = {path.relative_to(any_copy.folder).as_posix() for path in any_copy.folder.rglob("*")}

    assert not [name for name in names if re.search(r"(^|/)(\.|404|sitemap)", name)]
    for page in any_copy.folder.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "board.example" not in text
        assert 'rel="canonical" href="http' not in text
        assert 'rel="edit"' not in text


def test_an_internal_copy_says_so_in_its_name_its_folder_and_on_every_page(
    internal_copy: OfflineCopy,
):
    with zipfile.ZipFile(internal_copy.file) as opened:
        assert {name.partition("/")[0] for name in opened.namelist()} == {"internal-copy"}
    assert "INTERNAL COPY" in (internal_copy.folder / READ_ME).read_text("utf-8")
    for page in (internal_copy.folder / "library/near-misses").glob("*.html"):
        assert "Internal copy" in page.read_text("utf-8")


def test_a_public_copy_holds_nothing_that_is_held_back(tmp_path: Path):
    files = {**awkward_records(), **awkward_entries()}
    root = copy_of_the_site(tmp_path / "library", files, with_figures=True)
    entry = root / "docs/patterns/tunnel-vision.md"
    text = entry.read_text("utf-8")
    entry.write_text(text.replace("former_ids: []", "former_ids: [blinkered-view]"), "utf-8")

    copy = packed(root, tmp_path / "out/copy.zip")

    for path in copy.folder.rglob("*"):
        assert "zanzibarbican" not in path.name.lower()
        if path.is_file():
            assert b"zanzibarbican" not in path.read_bytes().lower(), path


def test_the_same_library_makes_the_same_copy_wherever_its_site_stands(
    real_copy: OfflineCopy, tmp_path: Path
):
    again = packed(PROJECT, tmp_path / "out" / real_copy.file.name)

    assert again.file.read_bytes() == real_copy.file.read_bytes()


def test_a_copy_holds_nothing_of_the_search_that_needs_a_server(any_copy: OfflineCopy):
    folder = any_copy.folder / "library/search"

    assert [file.name for file in folder.iterdir()] == ["search_index.js"]


def test_the_site_itself_holds_nothing_of_the_copy(real_site: Path):
    assert not (real_site / "assets/offline.js").exists()
    assert not list((real_site / "search").glob("search_index.*"))
    assert "offline.js" not in (real_site / "index.html").read_text("utf-8")
