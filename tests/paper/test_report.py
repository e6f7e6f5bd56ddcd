"""A report says all that its readers may see of a record, and what they need around it."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from pypdf import PdfReader

from patternbook.folders import Folders
from patternbook.leaks import Withheld, find_traces
from patternbook.leaks.withheld import what_is_withheld
from patternbook.library import load_library
from patternbook.paper.html import html_of, style
from patternbook.paper.layout import APPENDIX, EPISODE_COLUMNS, NOT_SAID
from patternbook.paper.parts import (
    Bullets,
    Document,
    Heading,
    Item,
    Paragraph,
    Run,
    Style,
    Table,
    text,
)
from patternbook.paper.report import DRAFT, report_of
from patternbook.printing import pdf_of_document
from patternbook.publication import Reader, publish
from patternbook.vocabulary import Audience
from patternbook.word.writing import docx_of
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    episode,
    factor,
    finding,
    load,
    near_miss,
    recommendation,
)
from tests.test_printing import tags_of

REVIEW = "reviews/case-reviews/a-review.md"
BODY = """
## The health visitor, community health

Source: conversation and record

She *knew* the **family** [well](https://example.org/a).

- First
- Second

Gap: Nobody asked the father.

Dispute: The school says Week 3.

::: internal
The board knows the street.
:::

## Reviewers' view

We think so.
"""


def report(
    tmp_path: Path, files: dict[str, str], reader: Reader | str = "public", record: str = ""
) -> Document:
    library, _ = load(tmp_path, files)
    published = publish(library, reader)
    (one,) = (each for each in published.records if record in {"", each.record.id})
    return report_of(one, published)


def review(
    tmp_path: Path, reader: Reader | str = "public", body: str = "", **fields: Any
) -> Document:
    return report(tmp_path, {REVIEW: case_review(body=body, **fields)}, reader)


def headings(document: Document) -> list[tuple[int, str]]:
    return [(b.level, b.text) for b in document.blocks if isinstance(b, Heading)]


def said(document: Document) -> str:
    """Return every word of a document, block after block."""
    return "\n".join(_said(block) for block in document.blocks)


def _said(block: Any) -> str:
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return block.text
        case Bullets():
            return "\n".join(_said(each) for item in block.items for each in item.blocks)
        case Table():
            cells = (cell for row in block.rows for cell in row)
            inside = (_said(each) for cell in cells for each in cell.blocks)
            return "\n".join([*block.header, *inside])
        case _:
            return ""


def table(document: Document, *header: str) -> Table:
    return next(b for b in document.blocks if isinstance(b, Table) and b.header == header)


def rows(each: Table) -> list[list[str]]:
    return [["\n".join(map(_said, cell.blocks)) for cell in row] for row in each.rows]


def test_the_first_page_says_what_it_is_what_it_is_not_and_who_may_read_it(tmp_path):
    document = review(tmp_path)

    assert document.title == "Title of a-review"
    first = said(replace(document, blocks=document.blocks[:4]))
    assert "Case review · final · 2024" in first
    assert "no investigation" in first
    assert "Everyone may read this report." in first
    assert document.mark == ""


def test_what_was_invented_says_so_before_anything_else(tmp_path):
    document = review(tmp_path, origin="illustrative")

    assert document.blocks[1].style is Style.WARNING  # type: ignore[union-attr]
    assert "Illustration" in _said(document.blocks[1])


def test_a_draft_names_its_readers_and_bears_its_mark(tmp_path):
    people = [{"role": "Social worker", "by": "conversation"}]

    document = review(
        tmp_path, Reader(Audience.PARTICIPANTS, "a-review"), stage="interim", participants=people
    )

    assert document.mark == DRAFT
    assert "Draft: interim report. It is confidential to the review team" in said(document)
    assert ": Social worker." in said(document)


def test_a_report_for_the_board_says_that_it_may_hold_more(tmp_path):
    document = review(tmp_path, "board")

    assert "This copy is for the board." in said(document)


def test_the_sections_stand_in_the_order_in_which_a_board_reads(tmp_path):
    document = review(
        tmp_path,
        body=BODY,
        questions=["Why then?"],
        participants=[{"role": "Mother", "by": "conversation"}],
        findings=[finding()],
        recommendations=[recommendation()],
    )

    assert [title for level, title in headings(document) if level == 1] == [
        "Summary",
        "Questions of the review",
        "How the review was done",
        "What happened, from several sides",
        "Key practice episodes",
        "Findings",
        "Recommendations",
        "About this record",
        APPENDIX,
    ]


def test_an_episode_stands_in_three_columns(tmp_path):
    document = review(
        tmp_path,
        episodes=[
            episode(
                significance="It led on.",
                breakdown=["One thing.", "Another."],
                judgement="Good.",
                factors=[
                    factor(how="Much.\n\nAnd more."),
                    factor("supervision", "helped", scope="inter-agency"),
                ],
            )
        ],
    )

    (cells,) = rows(table(document, *EPISODE_COLUMNS))
    assert cells == [
        "What people did.\nSignificance with hindsight: It led on.",
        "One thing.\nAnother.\nJudgement of adequacy: Good.",
        "Workload (Hindered): Much.\nAnd more.\n"
        "Supervision (Helped; Between agencies): There was too much of it.",
    ]
    assert "Reference: first" in said(document)


def test_findings_that_were_not_selected_stand_apart_with_the_reason_and_keep_their_numbers(
    tmp_path,
):
    document = review(
        tmp_path,
        findings=[
            finding("left", selected=False, not_selected_because="No time."),
            finding("taken", episodes=["first"]),
        ],
    )

    titles = [title for _, title in headings(document)]
    assert titles.index("Selected by the review team") + 1 == titles.index(
        "Finding 2: Tunnel vision"
    )
    assert titles.index("On record, but not selected") + 1 == titles.index(
        "Finding 1: Tunnel vision"
    )
    assert "Why it was not selected: No time." in said(document)
    assert "Episode 1: Episode first (first)" in said(document)


def test_an_episode_and_a_finding_may_have_the_same_id(tmp_path):
    document = review(
        tmp_path,
        episodes=[episode("same")],
        findings=[finding("same", episodes=["same"])],
        recommendations=[recommendation("same", findings=["same"])],
    )

    titles = [title for _, title in headings(document)]
    assert {"Episode 1: Episode same", "Finding 1: Tunnel vision", "Recommendation 1"} <= {*titles}
    assert "Episode 1: Episode same (same)" in said(document)
    assert "Finding 1: Tunnel vision (same)" in said(document)


def test_recommendations_stand_by_kind_with_what_became_of_them(tmp_path):
    responses = [{"year": 2025, "status": "done", "note": "It was done.", "effect": "helped"}]
    document = review(
        tmp_path,
        findings=[finding()],
        recommendations=[
            recommendation("later", kind="research-and-development"),
            recommendation("now", findings=["a-finding"], responses=responses),
        ],
    )

    assert [h for h in headings(document) if "Recommendation" in h[1] or h[1] == "Clear cut"] == [
        (1, "Recommendations"),
        (2, "Clear cut"),
        (3, "Recommendation 2"),
        (3, "Recommendation 1"),
    ]
    assert rows(table(document, "Year", "Response", "What was done", "Effect")) == [
        ["2025", "Done", "It was done.", "It helped"]
    ]
    assert "Finding 1: Tunnel vision (a-finding)" in said(document)
    assert "No response is recorded." in said(document)


def test_the_account_keeps_voices_gaps_and_disputes_apart(tmp_path):
    document = review(tmp_path, body=BODY)

    blocks = list(document.blocks)
    at = blocks.index(Heading(2, "The health visitor, community health"))
    assert _said(blocks[at + 1]) == "Source: conversation and record"
    paragraph = blocks[at + 2]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (
        Run("She "),
        Run("knew", is_emphasised=True),
        Run(" the "),
        Run("family", is_strong=True),
        Run(" "),
        Run("well", link="https://example.org/a"),
        Run("."),
    )
    assert blocks[at + 3] == Bullets((Item((text("First"),)), Item((text("Second"),))))
    assert (_said(blocks[at + 4]), blocks[at + 4].style) == (  # type: ignore[union-attr]
        "Gap: Nobody asked the father.",
        Style.GAP,
    )
    assert _said(blocks[at + 5]) == "Dispute: The school says Week 3."
    assert "The board knows the street." not in said(document)
    assert "kept apart from what those who took part said" in said(document)


def test_what_is_internal_stands_between_its_marks_for_the_board(tmp_path):
    document = review(tmp_path, "board", body=BODY)

    words = said(document).split("\n")
    at = words.index("The board knows the street.")
    assert words[at - 1 : at + 2] == [
        "Internal: for this board only",
        "The board knows the street.",
        "End of what is internal",
    ]


def test_the_words_that_it_uses_are_explained_and_what_repeats_stands_first(tmp_path):
    document = review(
        tmp_path,
        episodes=[
            episode("one", factors=[factor("timing"), factor("supervision")]),
            episode("two", factors=[factor("supervision")]),
        ],
        findings=[finding()],
    )

    assert rows(table(document, "Word", "What it means", "At work in")) == [
        ["Supervision", "It can help and it can hinder.", "Episodes 1 and 2"],
        ["Timing", "It can help and it can hinder.", "Episode 1"],
    ]
    assert ["Tunnel vision", "It can help and it can hinder."] in rows(
        next(b for b in document.blocks if isinstance(b, Table) and b.name == "Patterns")
    )


def test_near_misses_and_debriefs_have_short_reports_of_their_own(tmp_path):
    one = report(
        tmp_path / "a",
        {
            "reviews/near-misses/a-near-miss.md": near_miss(
                prevented_by=[{"by": "chance", "how": "A neighbour passed."}], learned={}
            )
        },
    )
    other = report(
        tmp_path / "b",
        {"reviews/debriefs/a-debrief.md": debrief(went_well=[{"what": "Tea."}])},
    )

    assert [title for level, title in headings(one) if level == 1] == [
        *("Summary", "What happened", "Outcome", "What was at work", "What was learned"),
        *("About this record", APPENDIX),
    ]
    assert rows(table(one, "What it was", "How")) == [["Chance", "A neighbour passed."]]
    assert NOT_SAID in said(one)
    assert rows(table(other, "What")) == [["Tea."]]


def test_who_may_read_a_part_is_said_where_it_is_not_everyone(tmp_path):
    document = review(
        tmp_path, "board", missing=[{"role": "GP", "why": "Ill.", "audience": "board"}]
    )

    assert rows(table(document, "Role", "Why", "Who may read this part")) == [
        ["GP", "Ill.", "Board"]
    ]


def test_what_a_record_says_is_never_taken_for_markup(tmp_path):
    nasty = "<script>alert(1)</script> **not bold** & {{ 7 * 7 }}"

    document = review(tmp_path, summary=nasty)

    assert nasty in said(document)
    html = html_of(document)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


def test_a_report_in_html_says_what_each_part_is(tmp_path):
    page = BeautifulSoup(html_of(review(tmp_path, body=BODY)), "html.parser")

    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert page.title is not None
    assert page.title.text == "Title of a-review"
    levels = [int(each.name[1]) for each in page.find_all(["h1", "h2", "h3", "h4"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    heads = page.find_all("th", scope="col")
    assert [head.text for head in heads[:3]] == list(EPISODE_COLUMNS)
    assert page.find_all("th", scope="row")


def test_a_pdf_is_tagged_named_and_the_same_each_time(tmp_path):
    document = replace(review(tmp_path, body=BODY), mark=DRAFT)

    content = pdf_of_document(html_of(document), style(), tmp_path).content

    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(tags_of(reader))
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Title of a-review"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date is None
    for page in reader.pages:
        assert page.extract_text().count("for participants only") >= 2
    assert pdf_of_document(html_of(document), style(), tmp_path).content == content


def test_the_mark_of_a_draft_is_not_read_out_in_the_middle_of_a_sentence(tmp_path):
    document = review(tmp_path)

    def read_out(each: Document) -> list[str]:
        content = pdf_of_document(html_of(each), style(), tmp_path).content
        return tags_of(PdfReader(io.BytesIO(content)))

    assert read_out(replace(document, mark=DRAFT)) == read_out(document)


def test_a_report_that_holds_what_was_withheld_is_found_out(tmp_path):
    secret = "The caretaker kept seven canaries behind the boiler for years."
    library, _ = load(
        tmp_path / "library",
        {
            REVIEW: case_review(body=BODY.replace("The board knows the street.", secret)),
            "reviews/debriefs/a-debrief.md": debrief(),
        },
    )
    board, public = publish(library, "board"), publish(library, "public")
    withheld: Withheld = what_is_withheld(library, public, [])
    out = tmp_path / "out"
    out.mkdir()

    def traces(published: Any) -> list[str]:
        one = next(each for each in published.records if each.record.id == "a-review")
        (out / "report.docx").write_bytes(docx_of(report_of(one, published)))
        return [trace.file for trace in find_traces(out, withheld)]

    assert traces(board) == ["report.docx"]
    assert traces(public) == []


def test_words_in_several_pieces_of_a_word_file_are_found_as_well(tmp_path):
    secret = "The caretaker kept seven canaries behind the boiler for years."
    library, _ = load(
        tmp_path / "library", {REVIEW: case_review(body=f"\n::: internal\n{secret}\n:::\n")}
    )
    withheld = what_is_withheld(library, publish(library, "public"), [])
    pieces = tuple(Run(sign, is_strong=n % 2 == 0) for n, sign in enumerate(secret))
    out = tmp_path / "out"
    out.mkdir()

    (out / "form.docx").write_bytes(docx_of(Document("A title", (Paragraph(pieces),))))

    assert [trace.file for trace in find_traces(out, withheld)] == ["form.docx"]


def test_a_real_review_makes_a_word_file_whose_headings_go_down_step_by_step():
    published = publish(load_library(Folders.at(PROJECT))[0], "public")
    name = "waiting-for-the-second-referral"
    one = next(each for each in published.records if each.record.id == name)

    word = docx.Document(io.BytesIO(docx_of(report_of(one, published))))

    levels = [
        int(p.style.name[-1])
        for p in word.paragraphs
        if p.style is not None and str(p.style.name).startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for each in word.tables:
        assert each.rows[0]._tr.trPr is not None
        assert each.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
