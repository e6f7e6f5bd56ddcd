"""A board's own copy, made by `patternbook init` and built by its own Makefile.

It shows the shared library and the board's own beside it; its public reading shows none of what
is the board's; and what an upgrade brings leaves every file of the board alone.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.conftest import run_patternbook
from tests.copies import commit, init, make, own_files, shared_library, with_packages
from tests.making import PROJECT, debrief, entry, factor, near_miss
from tests.site.test_links import marks_shown

NAME = "Quillshire & Marlow's Partnership"
CONTACT = "the Quillshire business manager"
COLOUR = "#7a2048"
# Words that only the board uses, each in a place of its own.
BOARDS_OWN = [
    "quillshire",
    COLOUR,
    "gorsewick",  # its records
    "tollymere",  # its vocabulary
    "brackenlow",  # its pages
    "fennimoor",  # its words
]

OWN = {
    "reviews/near-misses/gorsewick-letter.md": near_miss(
        "gorsewick-letter",
        title="The Gorsewick letter",
        summary="A Gorsewick letter lay for a week.",
        audience="board",
        factors=[
            factor(how="The Gorsewick team carried too much."),
            factor("tollymere-portal", how="The Gorsewick portal was down."),
        ],
    ),
    "reviews/near-misses/gorsewick-draft.md": near_miss(
        "gorsewick-draft",
        title="How the Gorsewick door was found",
        summary="Somebody at Gorsewick asked at the right door.",
        audience="board",
        stage="interim",
        sign_off=None,
    ),
    "pages/factors/tollymere-portal.md": entry(
        "About the Tollymere portal.\n",
        id="tollymere-portal",
        kind="factor",
        parent="conditions-of-work",
        title="The Tollymere portal",
        definition="How the Tollymere portal helps and hinders.",
        status="proposed",
    ),
    "pages/brackenlow/index.md": (
        "---\ntitle: Brackenlow days\nrender_macros: true\n---\n# Brackenlow days\n\n"
        'Here: {{ link_record("gorsewick-letter") }}.\n\n{{ list_evidence("workload") }}\n\n'
        "![The way](../assets/brackenlow.svg)\n"
    ),
    "pages/brackenlow/notes.md": "# Brackenlow notes\n\nSee [workload](../factors/workload.md).\n",
    "pages/assets/brackenlow.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>\n',
}
TERM = {"term": "Fennimoor round", "means": "The Fennimoor meeting.", "publicly": "a meeting"}


@dataclass(frozen=True)
class Copy:
    """A board's copy, the library it came from, and its built readings."""

    root: Path
    upstream: Path
    board: Path
    public: Path


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Make a copy, put things of the board's own into it, and build both of its readings."""
    place = tmp_path_factory.mktemp("board")
    shared = {"reviews/near-misses/shared-letter.md": near_miss("shared-letter")}
    upstream = shared_library(place / "upstream", shared)
    root = place / "copy"
    told = ("--name", NAME, "--contact", CONTACT, "--colour", COLOUR)
    made = init(str(root), "--library", str(upstream), *told)
    assert made.returncode == 0, made.stdout + made.stderr
    for path, text in OWN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    settings = (root / "patternbook.yml").read_text(encoding="utf-8")
    assert "\nterms: []\n" in settings
    terms = yaml.safe_dump({"terms": [TERM]}, sort_keys=False)
    (root / "patternbook.yml").write_text(
        settings.replace("\nterms: []\n", f"\n{terms}"), encoding="utf-8"
    )
    built = make(with_packages(root), "site")
    assert built.returncode == 0, built.stdout + built.stderr
    shutil.copytree(root / "site-board", place / "site")
    return Copy(root, upstream, place / "site", _public_reading(root, place / "public"))


def _public_reading(root: Path, site: Path) -> Path:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    command += ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(site)]
    built = subprocess.run(
        command,
        env={**os.environ, "PATTERNBOOK_AUDIENCE": "public", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return site


def parsed(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path / "index.html").read_bytes(), "html.parser")


def words(part: Tag | None) -> str:
    assert part is not None
    return " ".join(part.get_text(" ").split())


def test_an_own_record_counts_beside_the_shared_ones(copy: Copy):
    article = parsed(copy.board, "factors/workload").find("article")

    assert "2 pieces of evidence from 2 records" in words(article)
    assert isinstance(article, Tag)
    links = [str(link["href"]) for link in article.find_all("a", href=True)]
    assert "../../near-misses/gorsewick-letter/" in links
    assert "../../near-misses/shared-letter/" in links
    assert "1 piece of evidence from 1 record" in words(
        parsed(copy.public, "factors/workload").find("article")
    )


def test_a_factor_of_its_own_stands_in_the_framework_and_says_so(copy: Copy):
    article = words(parsed(copy.board, "factors/tollymere-portal").find("article"))

    assert "Only in this copy" in article
    assert "The Gorsewick portal was down." in article
    framework = parsed(copy.board, "factors").find("article")
    assert isinstance(framework, Tag)
    assert framework.find("a", href="tollymere-portal/") is not None
    assert "Only in this copy" not in words(parsed(copy.board, "factors/workload"))


def test_own_pages_stand_in_the_menu_under_the_boards_name(copy: Copy):
    menu = parsed(copy.board, "glossary").find("nav", class_="pb-tabs")
    assert isinstance(menu, Tag)
    assert [words(link) for link in menu.find_all("a")][-1] == NAME

    page = parsed(copy.board, "brackenlow")
    parts = page.find("nav", class_="pb-subtabs")
    assert isinstance(parts, Tag)
    assert [words(link) for link in parts.find_all("a")] == [
        "About this copy",
        "Brackenlow days",
        "Brackenlow notes",
    ]
    article = page.find("article")
    assert isinstance(article, Tag)
    assert article.find("a", href="../near-misses/gorsewick-letter/") is not None
    assert "The Gorsewick team carried too much." in words(article)
    assert (copy.board / "assets/brackenlow.svg").is_file()


def test_only_the_public_reading_asks_for_suggestions(copy: Copy):
    def suggestion(site: Path, path: str) -> str | None:
        link = parsed(site, path).find("a", rel="edit")
        return str(link["href"]) if isinstance(link, Tag) else None

    shared = suggestion(copy.public, "near-misses/shared-letter")
    assert shared is not None
    assert shared.endswith("/reviews/near-misses/shared-letter.md")
    assert suggestion(copy.public, "about") is not None
    for page in copy.board.rglob("index.html"):
        assert suggestion(copy.board, str(page.parent.relative_to(copy.board))) is None


def test_a_record_of_the_boards_own_says_so_in_lists_and_is_not_to_be_cited(copy: Copy):
    for path in ("", "near-misses"):
        own, shared = (
            words(link.find_parent("li"))
            for name in ("gorsewick-letter", "shared-letter")
            for link in parsed(copy.board, path).select(f"li strong a[href$='{name}/']")
        )
        assert "for this board only" in own
        assert "for this board only" not in shared
    assert parsed(copy.board, "near-misses/gorsewick-letter").find(id="cite") is None
    assert parsed(copy.board, "near-misses/shared-letter").find(id="cite") is not None


def test_the_boards_home_begins_with_what_is_its_own(copy: Copy):
    home = parsed(copy.board, "")

    newest = home.select_one("article .pb-note")
    assert words(newest) == "Newest of this board's own: The Gorsewick letter"
    assert newest is not None
    assert newest.find("a", href="near-misses/gorsewick-letter/") is not None
    assert "I look after this copy" in words(home.find(id="hosting"))
    public = parsed(copy.public, "")
    assert public.select_one("article .pb-note") is None
    assert "I host a copy" in words(public.find(id="hosting"))


def test_the_participants_home_begins_with_their_draft(copy: Copy, tmp_path: Path):
    site = tmp_path / "site"
    built = run_patternbook(
        *("build", "--root", str(copy.root), "--audience", "participants"),
        *("--record", "gorsewick-draft", "--site-dir", str(site)),
    )
    assert built.returncode == 0, built.stdout + built.stderr

    home = parsed(site, "")
    assert words(home.select_one(".pb-home")) == words(home.find("h1"))
    box = home.select_one(".pb-home + .pb-note")
    assert words(box) == (
        "The draft that you are asked to read: How the Gorsewick door was found , interim"
    )
    assert box is not None
    assert box.find("a", href="near-misses/gorsewick-draft/") is not None
    for absent in ("hosting", "here", "evidence", "newest"):
        assert home.find(id=absent) is None
    assert home.find("table") is None
    assert home.find("a", rel="edit") is None


def test_the_glossary_has_the_words_of_this_board(copy: Copy):
    glossary = words(parsed(copy.board, "glossary").find("article"))

    assert "Words of this board" in glossary
    assert "Fennimoor round : The Fennimoor meeting. Publicly: a meeting." in glossary
    assert "Words of this board" not in words(parsed(copy.public, "glossary"))


@pytest.mark.parametrize("path", ["", "factors/workload", "brackenlow", "glossary"])
def test_every_page_says_whose_copy_it_is(copy: Copy, path: str):
    page = parsed(copy.board, path)

    strip = words(page.find(class_="md-banner"))
    assert f"Internal copy of {NAME}" in strip
    assert f"Questions: {CONTACT}" in strip
    assert f"Internal: {NAME}" in words(page.find("title"))
    assert page.find("meta", attrs={"name": "robots", "content": "noindex"}) is not None
    styles = page.find_all("link", rel="stylesheet")
    assert str(styles[-1]["href"]).endswith("assets/board.css")
    assert COLOUR in (copy.board / "assets/board.css").read_text(encoding="utf-8")
    assert page.find("style") is None


def test_the_public_reading_shows_nothing_of_the_board(copy: Copy):
    told = [
        (file, word)
        for file in copy.public.rglob("*")
        for word in BOARDS_OWN
        if word in _readable(file)
    ]

    assert told == []
    shown = "".join(map(_readable, copy.board.rglob("*")))
    assert [word for word in BOARDS_OWN if word not in shown] == []


def test_the_public_reading_looks_like_the_public_library(copy: Copy):
    page = parsed(copy.public, "")

    assert words(page.find(class_="md-header__topic")) == "Patternbook"
    assert page.find("meta", attrs={"name": "robots"}) is None
    assert page.find(class_="md-banner") is None
    assert not (copy.public / "assets/board.css").exists()
    assert not (copy.public / "about-this-copy").exists()


def _readable(file: Path) -> str:
    """Return the name of a file and what it holds, unpacked and in small letters."""
    content = file.read_bytes() if file.is_file() else b""
    content = gzip.decompress(content) if file.suffix == ".gz" else content
    return f"{file.name}\n{content.decode('utf-8', errors='ignore')}".lower()


def test_an_upgrade_brings_what_is_new_and_leaves_the_boards_files_alone(copy: Copy):
    before = own_files(copy.root)
    new = debrief("a-new-visit", factors=[factor("workload", how="New upstream.")])
    commit(copy.upstream, {"reviews/debriefs/a-new-visit.md": new})

    updated = make(copy.root, "update")
    built = make(copy.root, "site")

    assert (updated.returncode, built.returncode) == (0, 0), updated.stderr + built.stderr
    assert own_files(copy.root) == before
    article = words(parsed(copy.root / "site-board", "factors/workload").find("article"))
    assert "3 pieces of evidence from 3 records" in article
    assert "New upstream." in article


def test_an_update_says_what_to_do_when_the_shared_library_was_changed(copy: Copy):
    withdrawn = "reviews/near-misses/shared-letter.md"
    upstream, here = copy.upstream / withdrawn, copy.root / "library" / withdrawn
    before = here.read_bytes()
    commit(copy.upstream, {withdrawn: upstream.read_bytes() + b"\nOne more sentence.\n"})
    here.write_bytes(before + b"\nAnother sentence.\n")

    refused = make(copy.root, "update")
    changed = here.read_bytes()
    here.write_bytes(before)
    updated = make(copy.root, "update")

    assert refused.returncode != 0
    assert "git -C library restore . and make update again." in refused.stderr
    assert changed != before
    assert updated.returncode == 0, updated.stderr
    assert here.read_bytes() == upstream.read_bytes()


def test_an_update_that_fails_otherwise_does_not_blame_a_change(copy: Copy):
    aside = copy.upstream.rename(copy.upstream.with_name("aside"))

    refused = make(copy.root, "update")
    aside.rename(copy.upstream)

    assert refused.returncode != 0
    assert "was changed here" not in refused.stderr


def test_a_copy_is_built_as_the_library_itself_is():
    class Loader(yaml.SafeLoader):
        """Reads `!ENV` as text."""

    Loader.add_constructor("!ENV", lambda loader, node: str(node))
    library, copy = (
        yaml.load((PROJECT / name).read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506
        for name in ("mkdocs.yml", "mkdocs.copy.yml")
    )

    # The same hooks in the same order, all in the folder of the library.
    assert copy["hooks"] == [f"library/{hook}" for hook in library["hooks"]]
    assert copy["docs_dir"] == f"library/{library['docs_dir']}"
    assert copy["theme"]["custom_dir"] == f"library/{library['theme']['custom_dir']}"
    assert set(copy["watch"]) == {
        each if each == "patternbook.yml" else f"library/{each}"
        for each in library["watch"]
        if each != "reviews"
    }
    module = library["plugins"]["macros"]["module_name"]
    assert copy["plugins"] == {"macros": {"module_name": f"library/{module}"}}


def test_no_page_of_the_boards_shows_a_mark_that_was_meant_for_the_builder(copy: Copy):
    assert marks_shown(copy.board) == []
