"""Every figure of the mirror and of the comparison with Report 6, as they stand in built sites.

What they must be is worked out from the raw records by other means: see `tests.measures.rebalance`
and `tests.measures.recount`. The words beside them are written out here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.measures.rebalance import in_numbers, rebalance
from tests.measures.recount import Raw, read
from tests.parts import article_of
from tests.site.conftest import Site
from tests.test_report_six import IN_THE_TEXT, TABLE_4, UNDER_THE_HEADING_CASE, cases

Rows = list[tuple[str, int, int]]

# The tables of closed lists: the values in their order, as the page calls them. The last, None,
# are those that do not say, where a record may leave it open.
ANSWERS: dict[str | None, str] = {
    **{"yes": "Yes", "no": "No", "partly": "In part", "not-known": "Not known", None: "Not said"}
}
WORDS: dict[str, dict[str | None, str]] = {
    "kind": {"case-review": "Case reviews", "near-miss": "Near misses", "debrief": "Debriefs"},
    "origin": {"contributed": "Contributed", "literature": "From the literature"},
    "trigger": {
        "routine-practice": "Routine practice",
        "good-practice": "Good practice",
        "new-way-of-working": "A new way of working",
        "concern": "A concern",
        "near-miss": "A near miss",
        "serious-incident": "A serious incident",
        None: "Not said",
    },
    "outcome": {
        "prevented": "Harm was prevented",
        "occurred-without-serious-harm": "It happened, without serious harm",
        None: "Not said",
    },
    "practice": {
        "good": "Good practice",
        "problematic": "Problematic practice",
        "mixed": "Good and problematic practice",
    },
    "influence": {"helped": "Helped", "hindered": "Hindered"},
    "in-units": {"helped": "Helped", "hindered": "Hindered", None: "Names no factor"},
    "pattern-influence": {"constructive": "Constructive", "unsafe": "Unsafe"},
    "factor-level": {
        "front-line-factors": "Front-line factors",
        "local-strategic-level-factors": "Local strategic level factors",
        "national-level-factors": "National level factors",
        None: "Under no level",
    },
    "advice-level": {
        "front-line": "Front line",
        "local": "Local strategic",
        "national": "National",
    },
    "grade": {
        "no-harm": "No harm",
        "harm-false-negative": "Harm: danger was not seen",
        "harm-false-positive": "Harm: danger was seen where there was none",
        "life-threatening-injury-or-death": "Life-threatening injury or death",
        None: "No grade given",
    },
    "noticed": {
        "inside": "Inside the agency",
        "outside": "Outside the agency",
        None: "Not said",
    },
    "prevented-by": {
        "individual-vigilance": "Someone's vigilance",
        "designed-safeguard": "A safeguard that was designed in",
        "family-or-child": "The family or the child",
        "another-agency": "Another agency",
        "chance": "Chance",
        None: "Not said",
    },
    "family-involved": ANSWERS,
    "family-told": ANSWERS,
    "family-heard": ANSWERS,
    "said": {"given": "Has what they said", None: "Has nothing of it"},
    "missing": {"given": "Names at least one", None: "Names none"},
}
# The tables of what is written freely, and what those are called that have nothing written.
WRITTEN = {"source": "None", "noticed-by": "Not said"}


def public(root: Path) -> Raw:
    """Return the raw records of a library that the public sees: those signed off."""
    raw = read(root)
    return Raw([said for said in raw.records if said.get("sign_off")], raw.entries)


def mirror(site: Path) -> BeautifulSoup:
    return article_of(site / "balance/index.html")


def rows_of(table: Tag) -> Rows:
    """Return the rows of a table: what was said, how many say so, out of how many."""
    found = []
    for row in table.select("tbody tr"):
        head, cell = row.find("th"), row.find("td")
        assert head is not None
        assert cell is not None
        number, of = cell.get_text().replace(",", "").strip().split(" of ")
        found.append((head.get_text(), int(number), int(of)))
    return found


def tables(page: BeautifulSoup) -> dict[str, Rows]:
    return {
        str(table["id"]).removeprefix("figures-"): rows_of(table)
        for table in page.select("table.pb-mirror")
    }


def expected(raw: Raw) -> dict[str, Rows]:
    """Return what the tables must say."""
    again = rebalance(raw)
    numbers = in_numbers(again)
    found: dict[str, Rows] = {}
    for aspect, words in WORDS.items():
        if asked := len(again[aspect]):
            found[aspect] = [
                (name, numbers.get((aspect, value), (0, 0))[0], asked)
                for value, name in words.items()
            ]
    for aspect, unsaid in WRITTEN.items():
        if asked := len(again[aspect]):
            written = {value for values in again[aspect].values() for value in values}
            found[aspect] = [
                (value, numbers[aspect, value][0], asked)
                for value in sorted(written, key=str.casefold)
            ]
            found[aspect].append((unsaid, numbers.get((aspect, None), (0, 0))[0], asked))
    found["work"] = work(raw)
    found["unwritten"] = unwritten(raw)
    return found


def work(raw: Raw) -> Rows:
    told = [said for said in raw.records if said["origin"] != "illustrative"]
    kinds = [_work_of(said) for said in told]
    names = {
        "grave": "Serious incidents",
        "nearly": "Near misses and concerns",
        "everyday": "Routine, good or new work",
        "unsaid": "A review that does not say",
    }
    return [(name, kinds.count(kind), len(told)) for kind, name in names.items()]


def _work_of(said: dict[str, Any]) -> str:
    trigger = said.get("trigger")
    if trigger == "serious-incident":
        return "grave"
    if said["kind"] == "near-miss" or trigger in {"concern", "near-miss"}:
        return "nearly"
    return "everyday" if said["kind"] == "debrief" or trigger else "unsaid"


def unwritten(raw: Raw) -> Rows:
    """Return how many entries nothing shows: all that may have evidence but “other”."""
    shown: set[str] = set()
    for said in raw.records:
        if said["origin"] == "illustrative":
            continue
        links = [*(said.get("factors") or []), *(said.get("patterns") or [])]
        links += [*(said.get("findings") or [])]
        links += [each for e in said.get("episodes") or [] for each in e.get("factors") or []]
        for link in links:
            named = raw.present(link.get("factor") or link["pattern"])
            shown |= raw.above(named, link.get("scope"))
    entries = {
        entry_id: said
        for entry_id, said in raw.entries.items()
        if said["status"] != "retired"
        and (
            said["kind"] in {"pattern", "issue"}
            or (said["kind"] == "factor" and said.get("parent"))
        )
    }
    groups = [
        (name, {entry_id for entry_id, said in entries.items() if said["kind"] == kind})
        for kind, name in [
            ("pattern", "Patterns"),
            ("issue", "Recurrent issues"),
            ("factor", "Contributory factors"),
        ]
    ]
    groups += [
        (name, {entry_id for entry_id in entries if level in raw.above(entry_id)})
        for level, name in WORDS["factor-level"].items()
        if level
    ]
    return [(name, len(ids - shown), len(ids)) for name, ids in groups]


# --- The mirror ---------------------------------------------------------------------------------


def test_every_figure_in_every_table_is_the_same_by_other_means(any_site: Site):
    raw = public(any_site.root)

    assert tables(mirror(any_site.folder)) == expected(raw)


def test_the_page_says_how_many_records_count_and_how_many_were_invented(any_site: Site):
    raw = public(any_site.root)
    invented = sum(said["origin"] == "illustrative" for said in raw.records)
    text = " ".join(mirror(any_site.folder).get_text().split())

    assert f"{len(raw.records) - invented} records count here; {invented} invented" in text


def test_the_sentences_rest_on_the_figures_of_the_parts_that_they_lead_to(real_site: Path):
    page = mirror(real_site)
    leans = page.select("h2#leans ~ ul")[0].find_all("li")
    assert len(leans) == 14
    for lean in leans:
        link = lean.find("a")
        assert link is not None
        rows = rows_below(page, str(link["href"]).removeprefix("#"))
        figures = {0, *(number for row in rows for number in row[1:])}
        figures |= {of - number for _, number, of in rows}  # those that say anything
        if link["href"] == "#unwritten":  # patterns, issues and factors together
            figures |= {sum(each[1] for each in rows[:3]), sum(each[2] for each in rows[:3])}
        said = {int(number) for number in re.findall(r"\d+", lean.get_text().replace(",", ""))}
        assert said <= figures, lean.get_text()


def rows_below(page: BeautifulSoup, anchor: str) -> Rows:
    """Return the rows of all tables of one part of the page."""
    heading = page.find(id=anchor)
    assert heading is not None
    rows: Rows = []
    for each in heading.find_next_siblings():
        if each.name == "h2":
            break
        for table in each.find_all("table") if each.name != "table" else [each]:
            rows += rows_of(table)
    return rows


def test_every_figure_has_its_denominator_and_no_table_lacks_name_and_scope(real_site: Path):
    page = mirror(real_site)
    found = page.select("table")

    assert len(found) >= 15
    for table in found:
        caption = page.find(id=str(table["aria-labelledby"]))
        assert caption is not None
        assert re.search(r"\(.+: \d+\)", caption.get_text())
        for cell in table.select("tbody td"):
            assert re.fullmatch(r"[\d,]+ of [\d,]+", cell.get_text().strip())
        assert {th.get("scope") for th in table.select("thead th")} == {"col"}
        assert {th.get("scope") for th in table.select("tbody th")} == {"row"}


def test_what_the_sources_say_of_themselves_has_no_figure(real_site: Path):
    part = mirror(real_site).find(id="documented")
    assert part is not None
    text = part.find_next("ul").get_text()  # type: ignore[union-attr]
    for known in ("Report 6", "Guide 13", "others 2005", "others 2008", "1.4 and 4.1", "section 2"):
        text = text.replace(known, "")
    assert not re.search(r"\d", text)


def test_a_hostile_library_is_shown_in_the_mirror_and_does_nothing(hostile_site: Site):
    page = mirror(hostile_site.folder)

    roles = [row[0] for row in tables(page)["noticed-by"]]
    assert any("alert" in role for role in roles)
    assert page.find("script") is None
    assert page.find("img") is None


def test_an_empty_library_has_an_empty_mirror(empty_site: Site):
    page = mirror(empty_site.folder)

    assert "No record counts here yet" in page.get_text()
    assert page.find("table") is None


@pytest.mark.parametrize("site", ["site-board", "site-a-letter"])
def test_a_board_sees_its_own_records_in_the_mirror_and_participants_get_none(
    board_copy: Path, site: str
):
    file = board_copy / site / "balance/index.html"
    if site == "site-a-letter":
        assert not file.exists()
        return
    page = mirror(board_copy / site)
    assert "1 record counts here" in page.get_text()
    assert tables(page)["kind"][1] == ("Near misses", 1, 1)


# --- Report 6 -----------------------------------------------------------------------------------


def comparison(site: Path) -> list[Tag]:
    return article_of(site / "about/report-6/index.html").select("table.pb-tally")


def test_who_told_the_near_misses_is_laid_beside_table_4(real_site: Path):
    rows = [
        [cell.get_text() for cell in row.find_all(["th", "td"])]
        for row in comparison(real_site)[0].select("tbody tr")
    ]
    tellers = [case["citation"].get("told_by") for case in cases()]
    singular = {
        "Information and referral officers": "Information and referral officer",
        "Front-line practitioners": "Social worker",
    }
    ours = {row: tellers.count(singular.get(row, row.removesuffix("s"))) for row in TABLE_4}

    assert rows[:-1] == [
        [row, *map(str, printed), str(ours[row])] for row, printed in TABLE_4.items()
    ]
    totals = [sum(column) for column in zip(*TABLE_4.values(), strict=True)]
    assert rows[-1][1:] == [*map(str, totals), str(sum(ours.values()))]


def test_the_figures_in_the_text_are_laid_beside_what_the_library_holds(real_site: Path):
    rows = comparison(real_site)[1].select("tbody tr")
    assert [str(row["id"]) for row in rows] == [
        f"figure-{name.replace('_', '-')}" for name in IN_THE_TEXT
    ]
    tellers = [case["citation"].get("told_by") for case in cases()]
    group = tellers.count("Group interview, referral and assessment team")
    for row, (printed, where) in zip(rows, IN_THE_TEXT.values(), strict=True):
        cells = row.find_all("td")
        assert cells[0].get_text().split() == f"{'; '.join(printed)} {where}".split()
        assert re.fullmatch(r"\d+ of \d+", cells[1].get_text())
        assert len(cells[2].get_text()) > 30
    assert rows[2].find_all("td")[1].get_text() == f"{group} of {len(cases())}"
    prevented = sum(case.get("outcome") == "prevented" for case in cases())
    assert rows[6].find_all("td")[1].get_text() == f"{prevented} of {len(cases())}"


def test_sections_are_laid_beside_what_is_printed_in_them(real_site: Path):
    rows = rows_of_three(comparison(real_site)[2])
    sections = [case["citation"]["section"] for case in cases()]

    assert rows == [
        *((s, n, sections.count(s)) for s, n in UNDER_THE_HEADING_CASE.items()),
        ("Together", sum(UNDER_THE_HEADING_CASE.values()), len(sections)),
    ]


def rows_of_three(table: Tag) -> Rows:
    return [
        (cells[0].get_text(), int(cells[1].get_text()), int(cells[2].get_text()))
        for row in table.select("tbody tr")
        for cells in [row.find_all(["th", "td"])]
    ]


def test_ours_and_theirs_are_told_apart_in_words_in_every_cell(real_site: Path):
    for table in comparison(real_site):
        assert table.find("caption") is not None
        for cell in table.select("tbody td"):
            heading = str(cell["data-heading"])
            ours = "pb-ours" in (cell.get("class") or [])
            assert ours == (heading in {"Cases retold here", "Retold here", "Counted here"})


def test_readers_come_to_both_pages_from_where_they_would_look(real_site: Path):
    def leads(page: str, *ends: str) -> bool:
        found = {str(a["href"]).partition("#")[0] for a in article_of(real_site / page).select("a")}
        return all(any(href.endswith(end) for href in found) for end in ends)

    assert leads("index.html", "balance/")
    assert leads("about/index.html", "balance/", "report-6/")
    assert leads("about/coding/index.html", "report-6/")
    assert leads("guide/near-misses/who-notices/index.html", "balance/", "report-6/")
    assert leads("balance/index.html", "report-6/", "before-you-start/")
