"""Documents in parts become Word files that people can read, hear, fill in and edit."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from patternbook.paper.parts import (
    Bullets,
    Cell,
    Choice,
    Control,
    ControlKind,
    Document,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Run,
    Style,
    Table,
    labelled,
    paragraphs,
    text,
)
from patternbook.word.writing import docx_of

CHOICES = (Choice("helped", "Helped"), Choice("hindered", "Hindered"))


def opened(*blocks, **about):
    """Return a document of these blocks, written and opened again by another program."""
    return docx.Document(io.BytesIO(docx_of(Document("A title", blocks, **about))))


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def styled(document) -> list[tuple[str, str]]:
    return [(each.style.name, each.text) for each in document.paragraphs]


def test_each_part_bears_the_style_that_says_what_it_is():
    document = opened(
        text("Case review", Style.SUBTITLE),
        text("For those who took part.", Style.WARNING),
        Heading(1, "What happened"),
        Heading(2, "The health visitor"),
        *paragraphs("First.\n\nSecond."),
        Bullets((Item((text("one"), text("and more"))), Item((text("two"),)))),
        text("Write here.", Style.GUIDANCE),
    )

    assert styled(document) == [
        ("Title", "A title"),
        ("PB Made Subtitle", "Case review"),
        ("PB Made Warning", "For those who took part."),
        ("Heading 1", "What happened"),
        ("Heading 2", "The health visitor"),
        ("Normal", "First."),
        ("Normal", "Second."),
        ("List Bullet", "one"),
        ("List Continue", "and more"),
        ("List Bullet", "two"),
        ("PB Guidance", "Write here."),
    ]


def test_a_label_is_told_from_what_follows_it_by_its_style():
    paragraph = opened(labelled("Reference", Run("first"))).paragraphs[1]

    assert [(run.text, run.style.name) for run in paragraph.runs if run.text.strip()] == [
        ("Reference:", "PB Label"),
        ("first", "Default Paragraph Font"),
    ]


def test_a_line_break_and_a_tab_stay_what_they_are():
    assert opened(text("one\ntwo\tthree  four")).paragraphs[1].text == "one\ntwo\tthree  four"


def test_lists_within_lists_and_numbers_begin_afresh():
    inner = Bullets((Item((text("a"),)),), start=1)
    document = opened(
        Bullets((Item((text("outer"), inner)),)),
        Bullets((Item((text("three"),)),), start=3),
        Bullets((Item((text("one"),)),), start=1),
    )

    assert [style for style, _ in styled(document)[1:]] == [
        "List Bullet",
        "List Number 2",
        "List Number",
        "List Number",
    ]
    numbering = document.part.numbering_part.element
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p._p.pPr.numPr is not None]
    starts = [
        next(
            override.find(qn("w:startOverride")).get(qn("w:val"))
            for override in reversed(
                numbering.num_having_numId(number).findall(qn("w:lvlOverride"))
            )
        )
        for number in numbers
    ]
    assert starts == ["1", "3", "1"]
    assert len(set(numbers)) == 3


def test_the_header_row_of_a_table_is_one_and_is_said_again_on_each_page():
    row = (Cell((text("Mother"),)), Cell((text("one\n\ntwo"),)))
    document = opened(Table("Who took part", ("Role", "How"), (row, row), (1, 2), True))

    (table,) = document.tables
    head = table.rows[0]._tr
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["Role", "How"]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Who took part"
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert look.get(qn("w:firstRow")) == look.get(qn("w:firstColumn")) == "1"


def test_tables_that_follow_each_other_stay_two():
    table = Table("A", ("X",), ((Cell(),),), (1,))

    assert len(opened(table, table).tables) == 2


def test_a_place_to_choose_offers_each_choice_and_bears_the_path_of_its_field():
    control = Control("factors/1/influence", ControlKind.CHOICE, "What it did", "Choose", CHOICES)

    document = opened(labelled("What it did", control))

    (sdt,) = document.element.body.iter(qn("w:sdt"))
    about = sdt.find(qn("w:sdtPr"))
    assert about.find(qn("w:tag")).get(qn("w:val")) == "factors/1/influence"
    assert about.find(qn("w:alias")).get(qn("w:val")) == "What it did"
    assert about.find(qn("w:showingPlcHdr")) is not None
    items = about.find(qn("w:dropDownList")).findall(qn("w:listItem"))
    assert [(i.get(qn("w:displayText")), i.get(qn("w:value"))) for i in items] == [
        ("Helped", "helped"),
        ("Hindered", "hindered"),
    ]
    (run,) = sdt.find(qn("w:sdtContent")).findall(qn("w:r"))
    assert run.text == "Choose"
    assert run.style == "PlaceholderText"


def test_a_place_for_a_text_stands_within_a_paragraph_and_takes_any_text():
    control = Control("what_happened", ControlKind.TEXT, "What happened", "Write here")

    document = opened(Paragraph((control,)))

    (sdt,) = document.element.body.iter(qn("w:sdt"))
    assert sdt.getparent().tag == qn("w:p")
    assert sdt.find(qn("w:sdtPr")).find(qn("w:text")) is None
    assert sdt.find(qn("w:sdtContent")).find(qn("w:r")).text == "Write here"


def test_a_heading_may_have_a_place_for_its_words():
    control = Control("episodes/1/title", ControlKind.TEXT, "Title", "A title")

    document = opened(Heading(2, "Episode 1: ", control))

    (sdt,) = document.element.body.iter(qn("w:sdt"))
    assert sdt.getparent().style == "Heading2"


def test_a_draft_bears_its_mark_on_each_page_for_those_who_see_and_those_who_hear():
    content = docx_of(Document("A title", (text("x"),), mark="DRAFT – for participants only"))

    (header,) = (each for name, each in parts_of(content).items() if "header" in name)
    assert 'string="DRAFT – for participants only"' in header
    assert 'alt="Watermark: DRAFT – for participants only"' in header
    assert "DRAFT – for participants only</w:t>" in header


def test_what_is_no_draft_bears_no_mark():
    names = parts_of(docx_of(Document("A title", ())))

    assert not [name for name in names if "header" in name]


def test_a_link_leads_where_it_says():
    document = opened(Paragraph((Run("see "), Run("the page", link="https://example.org/a"))))

    (link,) = document.paragraphs[1].hyperlinks
    assert (link.text, link.url) == ("the page", "https://example.org/a")


def test_the_file_says_its_title_and_language_and_nothing_of_who_made_it_and_when():
    parts = parts_of(docx_of(Document("A title", (text("x"),), mark="DRAFT")))

    core = parts["docProps/core.xml"]
    assert "<dc:title>A title</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert not re.search("creator|lastModifiedBy|created|modified|revision|description", core)
    assert 'w:lang w:val="en-GB"' in parts["word/styles.xml"]
    assert "rsid" not in "".join(parts.values())
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
    }


def test_the_same_document_makes_the_same_bytes():
    document = Document("A title", (Heading(1, "X"), PageBreak(), text("y")), mark="DRAFT")

    assert docx_of(document) == docx_of(document)
    with zipfile.ZipFile(io.BytesIO(docx_of(document))) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize("said", ["Zażółć gęślą jaźń", "Mae'r plentyn", "a < b & c", "“so” – ‘it’"])
def test_any_language_and_any_sign_is_written_as_it_is(said):
    assert opened(text(said)).paragraphs[1].text == said


def test_every_style_that_is_used_is_there():
    styles = {style.style_id for style in opened().styles}
    every = [text("x", style) for style in Style]
    parts = parts_of(
        docx_of(
            Document(
                "A title",
                (
                    *every,
                    *(Heading(level, "x") for level in range(1, 7)),
                    Table("T", ("X",), ((Cell(),),), (1,)),
                    labelled("L", Run("r", link="https://example.org")),
                ),
            )
        )
    )

    used = set(
        re.findall(r'w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', parts["word/document.xml"])
    )
    assert used <= styles
