"""Documents of as many structures as people give them, each with free text of its own words.

The three overview reports are invented, and tell no real case.
"""

from __future__ import annotations

from collections.abc import Callable

import docx
from docx.document import Document

from tests.importing.documents import add_xml, changed, saved

HARD = "It was the Friday\u00ad before the half\u00adterm\u00a0break; “nobody’s” tray, they said."
WELSH = "Dywedodd y fam fod y tŷ’n oer ac nad oedd neb wedi gofyn am ŵyl y plant."
POLISH = "Matka powiedziała: „Źle spałam, a nikt nie pytał o noc”. Zażółć gęślą jaźń."


def near_miss_in_lines() -> bytes:
    """A near miss as somebody types it into an e-mail: a label, a colon, and what there is."""
    document = docx.Document()
    for line in (
        "NEAR MISS",
        "TITLE - A letter nobody opened",
        "Title: A letter that nobody opened",
        "Summary : A letter about a child waited in a tray.",
        f"What happened? {HARD}",
        "How it ended: harm was prevented.",
        "setting: Referral and assessment",
        "Agencies: School, Children's social care and Police",
        "Who noticed: the clerk at the desk",
        "Best wishes, the early shift",
    ):
        document.add_paragraph(line)
    return saved(document)


def near_miss_in_a_table() -> bytes:
    """A near miss in a table of two columns, cells merged, lists and paragraphs within them."""
    document = docx.Document()
    document.add_heading("A number that was never rung", 0)
    table = document.add_table(0, 2)
    for label, value in (
        ("Kind of record", "Near miss"),
        ("Summary", "A telephone number had two figures the wrong way round."),
        ("WHAT HAPPENED", "The worker rang twice."),
        ("How it ended:", "It happened, without serious harm"),
        ("What might have followed", "The family might have moved on."),
        ("Agencies", "Housing; Health visiting"),
        ("Setting", "Early help"),
        ("Remarks of the typist", "The form was filled in at night."),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    happened = table.cell(2, 1)
    happened.add_paragraph("She left a note", style="List Bullet")
    happened.add_paragraph("and she told her manager", style="List Bullet")
    last = table.add_row().cells
    last[0].merge(last[1]).text = "A line across both columns says that the lift was broken."
    return saved(document)


def near_miss_with_headings_changed() -> bytes:
    """The labels of the form as headings of other levels, in another order, in other letters."""
    document = docx.Document()
    document.add_heading("An address from last year", 1)
    document.add_paragraph().add_run("WHAT WAS LEARNED").bold = True
    document.add_paragraph("Ask for the address each time.")
    document.add_heading("what happened:", 4)
    document.add_paragraph("The visit went to the old flat.")
    document.add_paragraph("Neighbours pointed the way.")
    document.add_heading("Outcome", 2)
    document.add_paragraph("How it ended: prevented")
    document.add_heading("What was at work", 2)
    for line in (
        "Workload (hindered): four visits in a morning",
        "Timing – hindered – the list was printed on Monday",
        "Supervision: helped, the manager had asked about addresses",
        "The moon was full",
    ):
        document.add_paragraph(line, style="List Bullet")
    document.add_heading("Something the form never asked", 2)
    document.add_paragraph("The neighbours knew more than the file.")
    document.add_heading("Summary", 2)
    document.add_paragraph("A visit went to an address of last year.")
    return saved(document)


def review_with_one_table_of_episodes() -> bytes:
    """All episodes in one table, a row for each, and a column that nobody asked for."""
    document = docx.Document()
    document.add_heading("Five knocks on one door", 0)
    document.add_heading("Summary", 1)
    document.add_paragraph("Five services knocked, one after another.")
    document.add_heading("Questions of the review", 1)
    document.add_paragraph("1. Why did each knock alone?")
    document.add_heading("Key practice episodes", 1)
    table = document.add_table(1, 5)
    for cell, head in zip(
        table.rows[0].cells,
        ("Episode", "Description and significance", "Breakdown / judgement", "Factors", "Source"),
        strict=True,
    ):
        cell.text = head
    for number in ("first", "second", "third", "fourth", "fifth"):
        cells = table.add_row().cells
        cells[0].text = f"The {number} knock"
        cells[1].text = f"Somebody came for the {number} time."
        cells[1].add_paragraph("Significance with hindsight: the door was open behind the house.")
        cells[2].text = "Nobody went round."
        cells[2].add_paragraph("Judgement of adequacy: as good as the hour allowed.")
        cells[3].text = "Workload (Hindered): three doors an hour"
        cells[4].text = f"log book page {number}"
    document.add_heading("What happened, from several sides", 1)
    document.add_heading("The caretaker", 2)
    document.add_paragraph("Source: interview and the log")
    document.add_paragraph("He heard all five. Nobody asked him.")
    document.add_paragraph("Gap: The sixth visitor is not known.")
    return saved(document)


def review_with_a_column_missing() -> bytes:
    """An episode whose table has lost its column of factors."""
    document = docx.Document()
    document.add_heading("A table with two columns", 0)
    document.add_paragraph("Kind of record: Case review")
    document.add_heading("Episode 1: The lamp in the hall", 2)
    document.add_paragraph("Practice: Good and problematic practice")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Description of the episode"
    table.cell(0, 1).text = "Breakdown, and judgement of how adequate practice was"
    table.cell(1, 0).text = "The lamp was lit all day."
    table.cell(1, 1).text = "It was noted and not asked about."
    return saved(document)


def review_without_heads() -> bytes:
    """An episode whose table has no row of heads, with a table in a cell."""
    document = docx.Document()
    document.add_heading("A table without heads", 0)
    document.add_paragraph("Kind of record: Case review")
    document.add_heading("Key Practice Episode 1 – The second lamp", 2)
    table = document.add_table(1, 3)
    table.cell(0, 0).text = "The second lamp went out."
    table.cell(0, 1).text = "A neighbour was asked."
    table.cell(0, 2).text = "Workload (helped): there was time to ask"
    inner = table.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "at nine", "no light"
    return saved(document)


def debrief_in_three_languages() -> bytes:
    """A debrief in English, Welsh and Polish, curly marks and soft hyphens everywhere."""
    document = docx.Document()
    document.add_heading("Noson yn y ganolfan", 0)
    for heading, text in (
        ("What we were doing", f"{HARD} {WELSH}"),
        ("What went well", "We sang. Śpiewaliśmy."),
        ("What children or families said", POLISH),
        ("What managers should know", "The heating is off at six\u2011thirty."),
    ):
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    return saved(document)


# --- Older overview reports ---------------------------------------------------------------------


def overview_with_styles() -> bytes:
    """An overview report with headings, numbered parts, a table, a footnote and a page header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Overview – fourth version"
    document.add_heading("Overview report: the barge by the lock", 0)
    document.add_heading("1. Introduction", 1)
    document.add_paragraph("This report was asked for after a winter in which a barge lay frozen.")
    document.add_heading("2. Chronology", 1)
    table = document.add_table(1, 3)
    for cell, head in zip(table.rows[0].cells, ("Week", "Agency", "Event"), strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in (("2", "Lock keeper", "Ice a hand thick"), ("3", "School", "Two empty chairs")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("3. The mother's perspective", 1)
    document.add_paragraph("She melted snow for the bottles.")
    document.add_heading("The second week", 2)
    document.add_paragraph("The gas ran out.", style="Quote")
    document.add_heading("4. Analysis", 1)
    document.add_heading("4.1 Why nobody came", 2)
    paragraph = document.add_paragraph("The towpath was ")
    paragraph.add_run("closed").bold = True
    paragraph.add_run(" to all who had no key*.")
    for text in ("key holders were not named", "the list was from summer"):
        document.add_paragraph(text, style="List Number")
    document.add_heading("Recommendations", 1)
    document.add_paragraph("That keys be counted.", style="List Bullet")
    return changed(saved(document), "<w:t>The gas ran out.</w:t>", "<w:t>The gas ran out.</w:t>")


def overview_with_bold_lines() -> bytes:
    """An overview report whose headings are bold lines, with typed lists and a text box."""
    document = docx.Document()
    document.add_paragraph().add_run("OVERVIEW REPORT ON THE LIGHTHOUSE CHILDREN").bold = True
    document.add_paragraph().add_run("Background").bold = True
    document.add_paragraph("Three children rowed to school.")
    document.add_paragraph("- on calm days alone")
    document.add_paragraph("•\twith the keeper in any wind")
    document.add_paragraph("(a) but never in fog")
    document.add_paragraph().add_run("What the keeper told us").underline = True
    document.add_paragraph("“One counts oars,” he said; “not children.”")
    document.add_paragraph().add_run("Conclusions").bold = True
    box = document.add_paragraph("What was seen from the harbour:")
    add_xml(
        box.add_run(),
        "<w:pict><w:txbxContent><w:p><w:r><w:t>A boxed remark about the tide</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict>",
    )
    return saved(document)


def overview_without_headings() -> bytes:
    """A report of plain paragraphs and one table without heads, with lines of signs and figures."""
    document = docx.Document()
    document.add_paragraph("Report of the panel to the board, spring term")
    document.add_paragraph("The orchard family moved four times. #1 was by night; 2 < 3 & so on.")
    document.add_paragraph("====================")
    document.add_paragraph("1) In each place a teacher kept a coat for the youngest_one.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Spring", "north village"
    table.cell(1, 0).text, table.cell(1, 1).text = "Autumn", "by the `mill` [old]"
    document.add_paragraph("Source: the panel's own reading of four files.")
    return saved(document)


def form_of_another_year() -> bytes:
    """A form of another version, with a field that we no longer ask for, and old form fields."""
    document = docx.Document()
    document.add_heading("Debrief: form", 0)
    document.add_paragraph("Title: The bus that waited")
    document.add_paragraph("What we were doing: bringing eleven children home.")
    document.add_paragraph("Mood of the day: cheerful and damp")
    paragraph = document.add_paragraph("Setting: ")
    add_xml(
        paragraph.add_run(),
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Out of hours"/><w:listEntry w:val="Community and home"/></w:ddList>'
        "</w:ffData></w:fldChar>",
    )
    document.add_paragraph("Form 7 debrief")
    return saved(document)


def _kept(document: Document) -> bytes:
    return saved(document)


STRUCTURES: dict[str, Callable[[], bytes]] = {
    each.__name__: each
    for each in (
        near_miss_in_lines,
        near_miss_in_a_table,
        near_miss_with_headings_changed,
        review_with_one_table_of_episodes,
        review_with_a_column_missing,
        review_without_heads,
        debrief_in_three_languages,
        overview_with_styles,
        overview_with_bold_lines,
        overview_without_headings,
        form_of_another_year,
    )
}
