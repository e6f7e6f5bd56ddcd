"""What a page of the vocabulary says about its entry, in which order, and how one gets about it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bs4 import Tag

from tests.parts import article_of
from tests.site.conftest import Site


def article(site: Site, address: str) -> Tag:
    soup = article_of(site.folder / address / "index.html")
    found = soup.find("article")
    assert isinstance(found, Tag)
    for link in found.select("a.headerlink, .pb-contents, .pb-end"):
        link.decompose()
    return found


def sections(page: Tag) -> dict[str, tuple[str, str]]:
    """Return the headings of a page by their anchors, each with the text that follows it."""
    found = {}
    for heading in page.select("h2, h3"):
        text = []
        for sibling in heading.find_next_siblings():
            if sibling.name in {"h2", "h3"} or sibling.find(["h2", "h3"]):
                break
            text.append(sibling.get_text())
        found[str(heading["id"])] = (heading.get_text(), " ".join(" ".join(text).split()))
    return found


def test_a_factor_is_explained_before_its_evidence(awkward_site: Site):
    shown = sections(article(awkward_site, "factors/explained"))

    assert list(shown.items()) == [
        ("shows", ("How it shows itself", "")),
        ("helps", ("When it helps", "Heard at the first ring. And again.")),
        ("hinders", ("When it hinders", "Nobody picks up until Thursday.")),
        ("a-heading-of-its-own", ("A heading of its own", "More on workload.")),
        (
            "neighbours",
            (
                "Do not confuse it with",
                "Timing Timing is about the hour. Tunnel vision That is about attention.",
            ),
        ),
        (
            "team-questions",
            ("Questions for your team", "Who answers for us on a Friday? What do we do meanwhile?"),
        ),
        ("conversation", ("What to ask in a conversation", "How did you try to reach them?")),
        ("evidence", ("Evidence", shown["evidence"][1])),
        ("basis", ("What kind of evidence is this?", shown["basis"][1])),
        ("hindered", ("Hindered", shown["hindered"][1])),
        ("together", ("Found together with", shown["together"][1])),
        (
            "source",
            (
                "Where this comes from",
                "A source. The words are ours. To cite this page: Patternbook (no date). “An "
                "explained factor”. Contributory factor of the vocabulary (id: explained).",
            ),
        ),
    ]


def test_an_issue_speaks_of_constructive_and_unsafe_and_has_its_aspects(awkward_site: Site):
    page = article(awkward_site, "patterns/explained-issue")
    shown = sections(page)

    assert shown["helps"][0] == "When it is constructive"
    assert shown["hinders"][0] == "When it is unsafe"
    names = ["shows", "helps", "hinders", "a-heading-of-its-own", "aspects", "neighbours"]
    assert list(shown)[:6] == names
    assert shown["aspects"][1] == "One aspect of it."
    assert page.select_one("h3#helps.pb-constructive, h3#hinders.pb-unsafe") is not None


def test_a_remark_without_a_heading_stands_with_the_definition(awkward_site: Site):
    for name, remark in [("explained", "An opening remark."), ("defined-only", "A remark.")]:
        lead = article(awkward_site, f"factors/{name}").select_one("p.pb-lead")
        assert lead is not None
        following = lead.find_next_sibling()
        assert isinstance(following, Tag)
        assert following.get_text() == remark


def test_what_an_entry_does_not_have_is_not_on_its_page(awkward_site: Site):
    half = sections(article(awkward_site, "factors/half-explained"))
    bare = sections(article(awkward_site, "factors/defined-only"))

    assert list(half) == ["shows", "hinders", "conversation", "evidence", "source"]
    assert list(bare) == ["evidence", "source"]


@pytest.mark.parametrize(
    ("address", "links"),
    [
        (
            "factors/explained",
            ["Evidence (1)#evidence", "Questions#team-questions", "Neighbours#neighbours"],
        ),
        ("factors/half-explained", ["Evidence (none yet)#evidence", "Questions#conversation"]),
        ("factors/defined-only", []),
    ],
)
def test_what_is_looked_for_most_is_one_step_from_the_top(awkward_site: Site, address, links):
    page = article(awkward_site, address)

    assert [a.get_text() + str(a["href"]) for a in page.select(".pb-ways-down a")] == links
    for link in page.select(".pb-ways-down a"):
        assert page.select_one(f"h2{link['href']}") is not None
        lead = page.select_one(".pb-lead")
        assert lead in link.find_all_next("p"), "the links stand above all text"


def test_each_page_of_the_library_leads_to_what_stands_far_down(real_site):
    site = Site(real_site, real_site)
    for address, name, number in [
        ("factors/workload", "", 0),
        ("factors/own-team-factors", "Factors", 10),
        ("factors/front-line-factors", "Types of factor", 6),
        ("patterns/human-tool-operation", "Recurrent issues", 3),
    ]:
        page = article(site, address)
        text = " ".join(page.select(".pb-ways-down")[0].get_text().split())
        below = f" · {name} ({number})" if number else ""
        assert re.fullmatch(rf"Evidence \((\d+|none yet)\){re.escape(below)} · .*", text), text
        counted = re.match(r"(\d+) piece", sections(page)["evidence"][1])
        assert (counted[1] if counted else "none yet") == text.split("(")[1].split(")")[0]


def test_no_page_has_two_sections_of_one_name(real_site):
    """A heading that an editor writes below the fields must not be one of ours."""
    pages = [*real_site.glob("patterns/*/index.html"), *real_site.glob("factors/*/index.html")]
    assert len(pages) > 100
    for page in pages:
        address = page.parent.relative_to(real_site).as_posix()
        headings = sorted(h.get_text() for h in article(Site(real_site, real_site), address)("h2"))
        assert [one for one, other in pairwise(headings) if one == other] == [], address
