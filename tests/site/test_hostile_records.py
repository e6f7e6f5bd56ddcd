"""A record is text from a stranger: on its page it can do nothing but be read.

So it is with the fields of an entry, which a board may take over from somebody else.
"""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree

from tests.parts import article_of
from tests.site.conftest import Site
from tests.site.hostile import (
    HOSTILE,
    hostile_entries,
    hostile_records,
    text_fields_of_the_model,
)
from tests.site.test_links import parsed

ADDRESSES = (
    "near-misses/hostile-{}",
    "debriefs/hostile-debrief-{}",
    "reviews/hostile-review-{}",
    "patterns/hostile-issue-{}",
    "factors/hostile-factor-{}",
)


def article(site: Site, address: str) -> Tag:
    soup = article_of(site.folder / address / "index.html")
    found = soup.find("article")
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=[repr(t) for t in HOSTILE])
def test_a_hostile_text_is_shown_as_it_was_written_and_does_nothing(
    hostile_site: Site, number: int
):
    shown_as = " ".join(HOSTILE[number].split())
    for pattern in ADDRESSES:
        page = article(hostile_site, pattern.format(number))
        text = " ".join(page.get_text().split())
        assert text.count(shown_as) >= 6
        assert (
            page.find(["script", "img", "iframe", "object", "style", "input", "b", "mark"]) is None
        )
        heading = page.find("h1")
        assert isinstance(heading, Tag)
        assert f"Before {shown_as} after" in " ".join(heading.get_text().split())


def test_no_page_of_the_site_has_active_markup_from_a_record(hostile_site: Site):
    for file in hostile_site.folder.rglob("*.html"):
        tree = parsed(file)
        for tag in tree.iter(etree.Element):
            handlers = [name for name in tag.attrib if name.startswith("on")]
            assert not handlers, (file, tag.tag, handlers)
            for name in ("href", "src", "action"):
                value = tag.get(name, "")
                assert not value.lower().startswith(("javascript:", "data:text")), (file, value)
        for script in tree.iter("script"):
            assert "alert(1)" not in script.text_content(), file
        assert not [img for img in tree.iter("img") if "elsewhere" in img.get("src", "")]


def test_titles_in_the_head_of_a_page_are_text(hostile_site: Site):
    for number, hostile in enumerate(HOSTILE):
        file = hostile_site.folder / f"near-misses/hostile-{number}/index.html"
        soup = BeautifulSoup(file.read_text("utf-8"), "lxml")
        assert soup.title is not None
        assert hostile in soup.title.get_text()
        description = soup.find("meta", attrs={"name": "description"})
        assert isinstance(description, Tag)
        assert description["content"] == hostile
        file = hostile_site.folder / f"factors/hostile-factor-{number}/index.html"
        soup = BeautifulSoup(file.read_text("utf-8"), "lxml")
        assert soup.title is not None
        assert hostile in soup.title.get_text()
        assert soup.find("meta", attrs={"name": "description", "content": hostile}) is not None


@pytest.mark.parametrize("part", ["#helps", "#hinders", "#neighbours", "#team-questions"])
def test_a_hostile_text_does_not_get_out_of_its_section(hostile_site: Site, part: str):
    for number in range(len(HOSTILE)):
        page = article(hostile_site, f"factors/hostile-factor-{number}")
        heading = page.select_one(part)
        assert heading is not None
        following = heading.find_next_sibling(["p", "ul", "div"])
        assert isinstance(following, Tag)
        assert " ".join(HOSTILE[number].split()) in " ".join(following.get_text().split())
        names = [str(each["id"]) for each in page.select("h2, h3")]
        ours = "shows helps hinders neighbours team-questions conversation evidence source"
        assert names == ours.split()


def test_a_hostile_text_stands_in_every_field_of_free_text():
    """Whoever adds a field adds it to the hostile records or entries too."""
    import yaml

    pages = {**hostile_records(("canary",)), **hostile_entries(("canary",))}
    held: set[str] = set()

    def walk(value: object, name: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{name}.{key}")
        elif isinstance(value, list):
            for inner in value:
                walk(inner, name)
        elif "canary" in str(value):
            held.add(name)

    names = {"near-miss": "NearMiss", "debrief": "Debrief", "case-review": "CaseReview"}
    for text in pages.values():
        front = yaml.safe_load(str(text).split("\n---\n")[0][4:])
        walk(front, names.get(front["kind"], "Entry"))

    shared = {"citation", "declared_terms", "sign_off"}
    missing = {
        name
        for name in text_fields_of_the_model() - held
        if name.split(".")[1] not in shared and not name.endswith(".pseudonyms")
    }
    assert missing == set()
