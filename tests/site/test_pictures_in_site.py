"""Every picture of the built site shows what the raw records say, each thing once.

What they must show is worked out here from the YAML, without any code of the core.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.conftest import run_patternbook
from tests.making import PROJECT
from tests.seeing import Seen, bones_seen, layers_seen, lines_of, packed, parsed, words_of
from tests.site.conftest import Site
from tests.site.hostile import HOSTILE
from tests.site.test_evidence_in_site import front_matter, vocabulary
from tests.site.test_search_in_site import fragments

Drawn = dict[tuple[str, bool], dict[str, set[str]]]
FOLDERS = {"case-review": "reviews", "near-miss": "near-misses"}
# A picture is to cost a page less than this, with its words, once it is compressed.
MOST = 3_000


def public_records(root: Path, kind: str) -> Iterator[dict[str, Any]]:
    for file in sorted(root.glob("reviews/*/*.md")):
        record = front_matter(file)
        public = record["stage"] == "final" and record["audience"] == "public"
        if record["kind"] == kind and public and record["sign_off"]:
            yield record


def figures_of(site: Site, record: dict[str, Any]) -> dict[str, etree._Element]:
    """Return the figures of a record's page, by what their ids begin with."""
    page = site.folder / FOLDERS[record["kind"]] / record["id"] / "index.html"
    text = page.read_text("utf-8")
    figures = {}
    for part in text.split('<figure class="pb-figure"')[1:]:
        figure = f'<figure class="pb-figure"{part.split("</figure>")[0]}</figure>'
        tree = parsed(figure)
        figures[tree.find("svg/title").get("id", "").removesuffix("_title")] = tree
    return figures


class Expected:
    """What the factors of some episodes come to, as the raw records have it."""

    def __init__(self, root: Path) -> None:
        self._entries = vocabulary(root)
        self._current = {
            old: entry["id"]
            for entry in self._entries.values()
            for old in entry.get("former_ids") or []
        }

    def title(self, entry_id: str) -> str:
        return str(self._entries[self._current.get(entry_id, entry_id)]["title"])

    def factors(self, parts: dict[str, list[dict[str, Any]]]) -> Drawn:
        """Return each factor, in which parts it helped and in which it hindered."""
        found: Drawn = {}
        for part, links in parts.items():
            for link in links:
                key = self.title(link["factor"]), link.get("scope") == "inter-agency"
                did = found.setdefault(key, {"helped": set(), "hindered": set()})
                did[link["influence"]].add(part)
        return found

    def bones(self, parts: dict[str, list[dict[str, Any]]]) -> list[Seen]:
        bones = []
        for (title, between), did in self.factors(parts).items():
            done = [(word, len(did[word])) for word in ("hindered", "helped") if did[word]]
            if len(parts) == 1:
                said = " and ".join(word for word, _ in done)
            else:
                told = " and ".join(f"{word} in {number}" for word, number in done)
                said = f"{told} of {len(parts)}"
            bones.append(Seen(packed(title), said, "between agencies" if between else ""))
        return sorted(bones, key=lambda bone: (bone.title, bone.more))


def in_order(bones: list[Seen]) -> list[Seen]:
    return sorted(bones, key=lambda bone: (bone.title, bone.more))


def factors_in_words(figure: etree._Element) -> list[tuple[str, str]]:
    """Return what the words say of each factor: what it did, and its title as packed."""
    said = words_of(figure)
    did = [(mark, text) for mark, text in said if mark.startswith(("Helped", "Hindered"))]
    return sorted((mark.lower(), packed(text.split(" (")[0])) for mark, text in did)


def test_every_episode_and_every_finding_has_its_fishbone(any_site: Site):
    expected = Expected(any_site.root)
    drawn = 0
    for record in public_records(any_site.root, "case-review"):
        figures = figures_of(any_site, record)
        episodes = {
            each["id"]: each.get("factors") or []
            for each in record["episodes"]
            if each.get("audience") != "board"
        }
        wanted = {f"episode-{name}": {name: links} for name, links in episodes.items()}
        for finding in record.get("findings") or []:
            if finding.get("audience") != "board":
                cited = {name: episodes[name] for name in finding.get("episodes") or []}
                wanted[f"finding-{finding['id']}"] = cited
        wanted = {name: parts for name, parts in wanted.items() if any(parts.values())}
        assert set(figures) == set(wanted)
        for name, parts in wanted.items():
            bones = expected.bones(parts)
            assert in_order(bones_seen(figures[name])) == bones, (record["id"], name)
            said = sorted((bone.did, bone.title) for bone in bones)
            # The words break off at the first bracket, and so must what they are compared with.
            assert [did for did, _ in factors_in_words(figures[name])] == [did for did, _ in said]
            drawn += 1
    assert drawn >= (45 if any_site.root == PROJECT else 2)


def test_every_near_miss_has_its_layers(any_site: Site):
    expected = Expected(any_site.root)
    headings = {
        ("hindered",): "What hindered",
        ("helped",): "What helped",
        ("hindered", "helped"): "What hindered and also helped",
    }
    turned = {
        "prevented": "What prevented harm",
        "occurred-without-serious-harm": "What kept it from getting worse",
        None: "What changed its course",
    }
    kinds = {
        "individual-vigilance": "Someone's vigilance",
        "designed-safeguard": "A safeguard that was designed in",
        "family-or-child": "The family or the child",
        "another-agency": "Another agency",
        "chance": "Chance",
    }
    drawn = 0
    for record in public_records(any_site.root, "near-miss"):
        figure = figures_of(any_site, record)["picture"]
        seen = layers_seen(figure)
        wanted = []
        for (title, between), did in expected.factors({"": record.get("factors") or []}).items():
            done = tuple(word for word in ("hindered", "helped") if did[word])
            more = "betweenagencies" if between else ""
            wanted.append((headings[done], packed(title) + more))
        held = record.get("prevented_by") or []
        heading = turned[record.get("outcome")]
        layers = [each for each in seen if each[0] in headings.values()]
        assert sorted(layers) == sorted(wanted), record["id"]
        shown = [text for where, text in seen if where == heading][: len(held)]
        assert len(shown) == len(held), record["id"]
        for each in held:
            whole = packed(kinds[each["by"]] + each["how"])
            match = [text for text in shown if whole.startswith(text.removesuffix("…"))]
            assert match, (record["id"], shown, whole)
            told = [text for mark, text in words_of(figure) if mark == heading]
            assert any(text.endswith(" ".join(each["how"].split())) for text in told)
        assert ("pb-held" in str(etree.tostring(figure))) is any(
            each["by"] != "chance" for each in held
        )
        drawn += 1
    assert drawn >= (20 if any_site.root == PROJECT else 2)


def test_no_picture_shows_what_was_held_back(awkward_site: Site):
    figures = 0
    for kind in FOLDERS:
        for record in public_records(awkward_site.root, kind):
            for figure in figures_of(awkward_site, record).values():
                assert "anzibar" not in "".join(figure.itertext())
                figures += 1
    assert figures >= 4


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_record_has_pictures_in_which_its_texts_are_texts(
    hostile_site: Site, number: int
):
    said = packed(f"Before {HOSTILE[number]} after")
    review = front_matter(hostile_site.root / f"reviews/case-reviews/hostile-review-{number}.md")
    figures = figures_of(hostile_site, review)  # each of which is read strictly
    assert set(figures) == {"episode-one", "finding-two"}
    for figure in figures.values():
        assert said in packed("".join(line.text for line in lines_of(figure)))


def test_each_pattern_and_issue_shows_what_was_at_work_wherever_it_was_seen(any_site: Site):
    shown = 0
    for entry in vocabulary(any_site.root).values():
        page = any_site.folder / "patterns" / entry["id"] / "index.html"
        if not page.is_file():
            continue
        text = page.read_text("utf-8")
        said = re.search(r"This was found in (.*?)\. Here is what else", text)
        figures = text.split('<figure class="pb-figure"')[1:]
        if said is None:
            assert figures == [], entry["id"]
            continue
        (figure,) = figures
        number = sum(map(int, re.findall(r"\d+", said[1])))
        seen = f"this was seen: {number} episodes and near misses." if number > 1 else "the one "
        assert seen in figure, entry["id"]
        assert "The same in words" in figure
        assert f'<summary aria-label="As a picture of “{entry["title"]}”">' in text
        shown += 1
    assert shown >= 2


def test_pictures_are_not_searched(real_site: Path):
    texts = " ".join(each["content"] for each in fragments(real_site))

    assert "The same in words" not in texts
    assert "As a picture" not in texts
    assert "Fishbone:" not in texts
    # What stands after a picture is searched all the same.
    assert "What might have followed" in texts


def test_whoever_hears_a_page_gets_each_picture_once_and_is_told_which(real_site: Path):
    page = real_site / "reviews/waiting-for-the-second-referral/index.html"
    soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
    drawings = soup.select("svg.pb-drawn")

    assert len(drawings) >= 12
    names = []
    for drawing in drawings:
        assert drawing["role"] == "img"
        labels = [soup.find(id=name) for name in str(drawing["aria-labelledby"]).split()]
        assert all(labels)
        names.append(" ".join(label.get_text() for label in labels if label))
        assert len(names[-1]) < 300
    assert len(set(names)) == len(names)
    offers = [str(summary["aria-label"]) for summary in soup.select(".pb-picture > summary")]
    assert all(offer.startswith("As a picture of “") for offer in offers)
    assert len(set(offers)) == len(offers) == len(drawings)


def test_a_picture_weighs_little(real_site: Path):
    for page in [
        *real_site.glob("reviews/*/index.html"),
        *real_site.glob("near-misses/*/index.html"),
    ]:
        text = page.read_text("utf-8")
        parts = text.split('<figure class="pb-figure"')
        without = parts[0] + "".join(part.split("</figure>", 1)[1] for part in parts[1:])
        weight = len(gzip.compress(text.encode(), mtime=0))
        weight -= len(gzip.compress(without.encode(), mtime=0))
        assert weight <= MOST * (len(parts) - 1), page


def test_staged_pages_hold_the_same_pictures(tmp_path: Path, real_site: Path):
    done = run_patternbook("stage", str(tmp_path / "pages"), "--root", str(PROJECT))
    assert done.returncode == 0, done.stderr
    for name in ("reviews/waiting-for-the-second-referral", "near-misses/girl-found-in-the-street"):
        staged = (tmp_path / f"pages/{name}.md").read_text("utf-8")
        built = (real_site / name / "index.html").read_text("utf-8")
        # A search's own marks on a figure are taken off once it has been searched.
        figures = [part.split("</figure>")[0] for part in staged.split("<svg ")[1:]]
        assert figures
        assert all(f"<svg {figure}</figure>" in built for figure in figures)
