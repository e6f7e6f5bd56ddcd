"""“Before you start a review” says exactly what the raw records leave open.

What it must say is worked out here from the YAML with PyYAML alone, without any code of the core.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from tests.site.conftest import Site
from tests.site.hostile import HOSTILE
from tests.site.test_evidence_in_site import above, front_matter, vocabulary
from tests.site.test_kind_of_evidence import SETTINGS

ADDRESS = "https://site/before-you-start/"


def public_records(root: Path) -> list[dict[str, Any]]:
    """Return the raw records that the public may see, without what is marked for the board."""
    records = []
    for file in sorted(root.glob("reviews/*/*.md")):
        record = front_matter(file)
        if record["stage"] == "final" and record["audience"] == "public" and record["sign_off"]:
            for part in ("episodes", "findings", "recommendations", "factors", "patterns"):
                shown = [e for e in record.get(part) or [] if e.get("audience") != "board"]
                record[part] = shown
            records.append(record)
    return records


def counted(root: Path) -> list[dict[str, Any]]:
    return [record for record in public_records(root) if record["origin"] != "illustrative"]


def shown_by(root: Path) -> dict[str, dict[str, set[str]]]:
    """Return, for each entry that is shown, the influences and the settings it was shown with."""
    entries = vocabulary(root)
    current = {old: e["id"] for e in entries.values() for old in e.get("former_ids", [])}
    shown: dict[str, dict[str, set[str]]] = defaultdict(
        lambda: {"influences": set(), "settings": set()}
    )
    for record in counted(root):
        links = [*record["factors"], *record["patterns"], *record["findings"]]
        links += [link for episode in record["episodes"] for link in episode.get("factors", [])]
        for link in links:
            entry_id = link.get("factor") or link["pattern"]
            for each in above(entries, current.get(entry_id, entry_id), link.get("scope")):
                shown[each]["influences"].add(link["influence"])
                shown[each]["settings"].update(record["setting"])
    return shown


def section(site: Site, anchor: str) -> list[Tag]:
    """Return what stands below the heading with this anchor, up to the next such heading."""
    page = (site.folder / "before-you-start/index.html").read_text(encoding="utf-8")
    heading = BeautifulSoup(page, "lxml").find(id=anchor)
    assert isinstance(heading, Tag), anchor
    parts = []
    for tag in heading.find_next_siblings():
        if tag.name in {"h2", "h3"}:
            break
        parts.append(tag)
    return parts


def links_in(parts: list[Tag]) -> list[str]:
    """Return the addresses to which links lead, from the root of the site."""
    return [
        urljoin(ADDRESS, str(link["href"])).removeprefix("https://site/")
        for part in parts
        for link in part.find_all("a", class_=lambda name: name != "headerlink")
    ]


def address(entry: dict[str, Any]) -> str:
    folder = "patterns" if entry["kind"] in {"pattern", "issue"} else "factors"
    return f"{folder}/{entry['id']}/"


def test_every_entry_that_no_record_shows_is_named_as_a_gap_and_no_other(any_site: Site):
    entries = vocabulary(any_site.root)
    shown = shown_by(any_site.root)
    silent = {
        e["id"]
        for e in entries.values()
        if e["id"] not in shown and e["status"] != "retired" and e["id"] != "other"
    }
    assert silent

    patterns = set()
    for entry in entries.values():
        if entry["kind"] == "pattern" and entry["id"] in silent:
            patterns.add(address(entry))
        if entry["kind"] == "issue" and entry["id"] in silent:
            patterns.add(address(entries[entry["parent"]]))
            if entry["parent"] not in silent:
                patterns.add(address(entry))
    assert set(links_in(section(any_site, "gaps-patterns"))) == patterns

    factors = {address(e) for e in entries.values() if e["kind"] == "factor" and e["id"] in silent}
    found = links_in(section(any_site, "gaps-factors"))
    of_factors = {address(e) for e in entries.values() if e["kind"] == "factor"}
    assert {link for link in found if link in of_factors} == factors
    assert len([link for link in found if link in of_factors]) == len(factors)


def test_what_was_seen_from_one_side_is_named_with_the_side_that_is_missing(any_site: Site):
    entries = vocabulary(any_site.root)
    expected: dict[str, set[str]] = defaultdict(set)
    for entry_id, about in shown_by(any_site.root).items():
        entry = entries[entry_id]
        can_be_one_sided = entry["kind"] in {"pattern", "issue", "factor"} and entry_id != "other"
        if can_be_one_sided and len(about["influences"]) == 1:
            expected[min(about["influences"])].add(address(entry))

    listed = {}
    for part in section(any_site, "gaps-sides"):
        for item in part.find_all("li"):
            seen = item.get_text().split(",")[0].removeprefix("Only ").strip()
            listed[seen] = set(links_in([item]))

    assert listed == dict(expected)


def test_settings_without_records_and_patterns_not_met_in_them_are_named(any_site: Site):
    entries = vocabulary(any_site.root)
    shown = shown_by(any_site.root)
    used = {setting for record in counted(any_site.root) for setting in record["setting"]}
    patterns = [e for e in entries.values() if e["kind"] == "pattern" and e["id"] in shown]
    expected = {}
    for setting in used:
        missed = {address(e) for e in patterns if setting not in shown[e["id"]]["settings"]}
        if missed:
            expected[SETTINGS[setting]] = missed

    empty, unmet = set(), {}
    for part in section(any_site, "gaps-settings"):
        for item in part.find_all("li"):
            name, _, rest = item.get_text(" ", strip=True).partition(":")
            if name == "No record is about work in":
                empty = {each.strip() for each in rest.split(";")}
            elif name != "No record involves":
                unmet[name.strip()] = set(links_in([item]))

    assert empty == {label for word, label in SETTINGS.items() if word not in used}
    assert unmet == expected


def test_each_pattern_names_its_findings_and_counts_the_real_ones(any_site: Site):
    entries = vocabulary(any_site.root)
    current = {old: e["id"] for e in entries.values() for old in e.get("former_ids", [])}
    places: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, int] = defaultdict(int)
    for record in public_records(any_site.root):
        for finding in record["findings"]:
            entry_id = current.get(finding["pattern"], finding["pattern"])
            for each in above(entries, entry_id, None):
                places[each].add(f"reviews/{record['id']}/#finding-{finding['id']}")
                numbers[each] += record["origin"] != "illustrative"
    assert sum(map(len, places.values())) > 1

    for entry in entries.values():
        if entry["kind"] != "pattern":
            continue
        parts = section(any_site, f"found-{entry['id']}")
        listed = {link for link in links_in(parts) if "#finding-" in link}
        assert listed <= places[entry["id"]]
        assert len(listed) == min(5, len(places[entry["id"]]))
        said = parts[-1].get_text()
        number = numbers[entry["id"]]
        noun = "finding" if number == 1 else "findings"
        assert said.startswith(f"{number} {noun}" if number else "No review has a finding on it")


def test_exactly_the_recommendations_that_still_wait_are_listed(any_site: Site):
    waiting: dict[str, list[str]] = defaultdict(list)
    for record in public_records(any_site.root):
        for each in record["recommendations"]:
            responses = sorted(each.get("responses") or [], key=lambda response: response["year"])
            if not responses or responses[-1]["status"] not in {"done", "declined"}:
                place = f"reviews/{record['id']}/#recommendation-{each['id']}"
                waiting[each["kind"]].append(place)
    page = (any_site.folder / "before-you-start/index.html").read_text(encoding="utf-8")

    for kind in ("clear-cut", "judgement-and-compromise", "research-and-development"):
        if not waiting[kind]:
            assert f'id="open-{kind}"' not in page
            continue
        listed = links_in(section(any_site, f"open-{kind}"))
        places = [link for link in listed if "#recommendation-" in link]
        assert len(places) == len(set(places)) == min(8, len(waiting[kind]))
        assert set(places) <= set(waiting[kind])


def test_hostile_text_stays_text_on_the_page_and_in_its_file(hostile_site: Site):
    page = (hostile_site.folder / "before-you-start/index.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "lxml")
    article = soup.find("article")
    assert isinstance(article, Tag)

    assert article.find_all(["script", "img", "svg", "iframe"]) == []
    assert not [tag for tag in article.find_all(True) if any(a.startswith("on") for a in tag.attrs)]
    assert "elsewhere.example" not in "".join(str(a.get("href")) for a in article.find_all("a"))
    assert any(text in article.get_text() for text in HOSTILE)
    data = (hostile_site.folder / "before-you-start/near.json").read_text(encoding="utf-8")
    assert data.startswith('{"open":')
