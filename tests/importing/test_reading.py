"""All that a document says is read, in order and with its place, however people have set it."""

from __future__ import annotations

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from patternbook.word.found import Block, BlockKind, Grid, blocks_of
from tests.importing.documents import add_xml, changed, found_in, made, saved, texts, with_parts

WELSH = "Mae’r tŷ’n oer, a’r ŵyl yn yr Wyddgrug: â, ê, î, ô, û, ŵ, ŷ, ï."
POLISH = "Zażółć gęślą jaźń. Źle się czuła, powiedziała „później”."


def blocks(content: bytes) -> list[Block]:
    """Return the paragraphs of a document that has no tables."""
    return [piece for piece in found_in(content).pieces if isinstance(piece, Block)]


def kinds(content: bytes) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in blocks(content)]


def grid(content: bytes) -> Grid:
    (only,) = [piece for piece in found_in(content).pieces if isinstance(piece, Grid)]
    return only


# --- Paragraphs -----------------------------------------------------------------------------------


def test_headings_are_known_by_style_by_level_and_by_looks():
    def add(document):
        document.add_heading("Title", 0)
        document.add_heading("First", 1)
        add_xml(document.add_paragraph("Second"), '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
        document.add_paragraph().add_run("In bold").bold = True
        document.add_paragraph("IN CAPITALS")
        document.add_paragraph().add_run("Underlined").underline = True
        document.add_paragraph().add_run("A whole sentence in bold is no heading.").bold = True

    assert kinds(made(then=add)) == [
        ("heading", 0),
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("heading", 3),
        ("heading", 3),
        ("text", 0),
    ]


def test_a_heading_in_another_language_of_word_is_known_by_the_name_of_its_style():
    content = made(then=lambda d: d.add_heading("Überschrift", 2))
    content = changed(content, 'w:styleId="Heading2"', 'w:styleId="berschrift2"', "word/styles.xml")
    content = changed(content, 'w:val="Heading2"', 'w:val="berschrift2"')

    assert kinds(content) == [("heading", 2)]


def test_lists_are_known_with_their_depth_and_so_is_one_that_somebody_typed():
    def add(document):
        document.add_paragraph("One", style="List Bullet")
        document.add_paragraph("Within", style="List Bullet 2")
        document.add_paragraph("First", style="List Number")
        document.add_paragraph("•\tTyped")
        document.add_paragraph("- Typed too")

    content = made(then=add)

    assert [(b.text, b.is_numbered) for b in blocks(content) if b.kind is BlockKind.ITEM] == [
        ("One", False),
        ("Within", False),
        ("First", True),
        ("Typed", False),
        ("Typed too", False),
    ]


def test_a_dash_that_begins_what_somebody_says_is_no_list():
    (block,) = blocks(made("– Nie wiem, powiedziała."))

    assert (block.kind, block.text) == (BlockKind.TEXT, "– Nie wiem, powiedziała.")


def test_quotations_bold_and_slanted_letters_and_safe_links_are_kept():
    def add(document):
        document.add_paragraph("Said.", style="Quote")
        paragraph = document.add_paragraph("Plain ")
        paragraph.add_run("bold").bold = True
        paragraph.add_run(" and ")
        paragraph.add_run("slanted").italic = True

    quote, mixed = blocks(made(then=add))

    assert quote.kind is BlockKind.QUOTE
    assert [(run.text, run.bold, run.italic) for run in mixed.runs] == [
        ("Plain ", False, False),
        ("bold", True, False),
        (" and ", False, False),
        ("slanted", False, True),
    ]


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://www.example.org/a_b", True),
        ("http://www.example.org/", False),
        ("mailto:someone@example.org", False),
        ("javascript:alert(1)", False),
        ("file:///c:/secret", False),
    ],
)
def test_a_link_is_kept_only_where_a_record_may_lead(address, is_kept):
    def add(document):
        rel = document.part.relate_to(
            address,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        paragraph = document.add_paragraph()
        link = parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{rel}"><w:r><w:t>here</w:t></w:r>'
            "</w:hyperlink>"
        )
        paragraph._element.append(link)

    found = found_in(made(then=add))

    (run,) = next(blocks_of(found.pieces)).runs
    assert (run.text, run.href) == ("here", address if is_kept else "")
    assert bool(found.notes) is not is_kept


@pytest.mark.parametrize("text", [WELSH, POLISH, "“Curly” and ‘curly’ – they’re kept."])
def test_letters_of_every_language_and_curly_marks_stay(text):
    assert texts(found_in(made(text))) == [text]


def test_what_only_sets_text_goes():
    content = made("safe\u00adguard\u00ading\u00a0a child\u200b, Week\u202f1, e\u0301")

    assert texts(found_in(content)) == ["safeguarding a child, Week 1, é"]


def test_breaks_tabs_hyphens_and_signs_of_other_fonts_are_read():
    def add(document):
        run = document.add_paragraph("One").add_run()
        for xml in (
            "<w:br></w:br>",
            "<w:t>two</w:t>",
            "<w:tab></w:tab>",
            "<w:t>re</w:t>",
            "<w:noBreakHyphen></w:noBreakHyphen>",
            "<w:t>use</w:t>",
            "<w:softHyphen></w:softHyphen>",
            '<w:sym w:font="Wingdings" w:char="F0FC"></w:sym>',
        ):
            add_xml(run, xml)

    assert texts(found_in(made(then=add))) == ["One\ntwo re-use✓"]


def test_a_sign_without_a_letter_is_told():
    def add(document):
        add_xml(
            document.add_paragraph("A ").add_run(),
            '<w:sym w:font="Webdings" w:char="F0AA"></w:sym>',
        )

    found = found_in(made(then=add))

    assert texts(found) == ["A \N{REPLACEMENT CHARACTER}"]
    assert "font of signs" in found.notes[0]


# --- Tables ---------------------------------------------------------------------------------------


def test_merged_cells_stand_once_where_they_begin_and_cover_what_they_cover():
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))

    rows = [
        [(cell.text, cell.column, cell.span) for cell in row.cells]
        for row in grid(saved(document)).rows
    ]

    assert rows == [
        [("00", 0, 1), ("01\n02", 1, 2)],
        [("10\n20", 0, 1), ("11", 1, 1), ("12", 2, 1)],
        [("21", 1, 1), ("22", 2, 1)],
    ]


def test_a_table_in_a_cell_several_paragraphs_and_lists_stay_in_their_cell():
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = "First"
    cell.add_paragraph("Second", style="List Bullet")
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "left", "right"

    found = grid(saved(document))

    pieces = found.rows[0].cells[1].blocks
    assert [piece.kind.value for piece in pieces if isinstance(piece, Block)] == ["text", "item"]
    assert isinstance(pieces[2], Grid)
    assert found.rows[0].cells[1].text == "First\nSecond\nleft\nright"


# --- What stands elsewhere ----------------------------------------------------------------------

BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
    '2006"><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>In the box</w:t>'
    "</w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>"
    "<w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it():
    content = made("Before.", "After.")
    content = changed(content, "<w:t>Before.</w:t></w:r>", f"<w:t>Before.</w:t></w:r>{BOX}")

    found = found_in(content)

    assert texts(found) == ["Before.", "In the box", "After."]
    assert found.pieces[1].where.startswith("a text box at paragraph 1")


def test_a_footnote_stands_where_its_sign_stands():
    content = made("She rang.")
    content = changed(
        content,
        "<w:t>She rang.</w:t>",
        '<w:t>She rang</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t>',
    )
    content = changed(
        content,
        "</Relationships>",
        '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/_rels/document.xml.rels",
    )
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Twice.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    content = with_parts(content, word__footnotes_dot_xml=notes.encode())

    assert texts(found_in(content)) == ["She rang (Note: Twice.)."]


def test_margins_and_tables_of_contents_are_left_out_and_listed():
    def add(document):
        document.sections[0].header.paragraphs[0].text = "Draft 3"
        document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Findings\t4", style="toc 1")

    found = found_in(made("Text.", then=add))

    assert texts(found) == ["Text."]
    assert [(each.reason, each.text) for each in found.left_out] == [
        ("the table of contents", "Findings\t4"),
        ("what stands in the header of the pages", "Draft 3"),
    ]


def test_the_words_about_a_picture_are_listed():
    content = changed(
        made("Text."),
        "<w:t>Text.</w:t>",
        '<w:t>Text.</w:t><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/'
        'drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="x" descr="A drawing of '
        'candles"/></wp:inline></w:drawing>',
    )

    (left,) = found_in(content).left_out

    assert (left.text, left.where) == (
        "A drawing of candles",
        "paragraph 1 before the first heading",
    )


# --- Forms -------------------------------------------------------------------------------------


def control(inside: str, properties: str) -> str:
    return (
        f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:r><w:t>{inside}</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )


def test_content_controls_say_their_tag_what_was_chosen_and_whether_they_wait():
    drop_down = (
        '<w:tag w:val="outcome"/><w:dropDownList><w:listItem w:displayText="Harm was prevented" '
        'w:value="prevented"/></w:dropDownList>'
    )

    def add(document):
        paragraph = document.add_paragraph()
        add_xml(paragraph, control("Harm was prevented", drop_down))
        add_xml(
            document.add_paragraph(),
            control("Click here", '<w:tag w:val="title"/><w:showingPlcHdr/>'),
        )

    chosen, waiting = blocks(made(then=add))

    assert [(run.tag, run.value) for run in chosen.runs] == [("outcome", "prevented")]
    assert waiting.runs[0].is_placeholder
    assert waiting.text == ""


def test_the_lists_and_boxes_of_old_forms_are_read():
    def add(document):
        run = document.add_paragraph("Ended: ").add_run()
        add_xml(
            run,
            '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="Badly"/><w:listEntry w:val="Well"/></w:ddList></w:ffData>'
            "</w:fldChar>",
        )
        add_xml(
            run,
            '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
            "</w:ffData></w:fldChar>",
        )

    assert texts(found_in(made(then=add))) == ["Ended: Well☑"]
