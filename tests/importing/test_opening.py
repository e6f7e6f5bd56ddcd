"""What is not taken from a stranger, with the reason and the mend, and all reasons at once."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from patternbook.word import package
from patternbook.word.opening import open_document, open_file
from patternbook.word.package import Refusal, Refused
from tests.importing.documents import (
    add_xml,
    changed,
    found_in,
    made,
    packed,
    parts_of,
    saved,
    texts,
    with_parts,
)

NAME = "Kowalska"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
DOCUMENT = "word/document.xml"


def refusals(content: bytes) -> list[Refusal]:
    """Return why a document is not taken."""
    with pytest.raises(Refused) as refused:
        open_document(content)
    return list(refused.value.refusals)


def codes(content: bytes) -> list[str]:
    return [each.code for each in refusals(content)]


# --- What is no document ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty-file", "empty"),
        (COMPOUND, "old-word", ".docx"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        (b"%PDF-1.7\n", "not-word", "PDF"),
        (rb"{\rtf1\ansi Text}", "not-word", "Rich Text"),
        (b"Just text", "not-word", ".docx"),
        (b"PK\x03\x04 and then nothing of the sort", "damaged", "Repair"),
        (packed({"letter.txt": b"x"}), "not-word", "ZIP"),
        (packed({"mimetype": b"x", "content.xml": b"<x/>"}), "not-word", "OpenDocument"),
        (packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "not-word", "book"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><x/>',
            "not-word",
            "XML",
        ),
    ],
)
def test_what_is_no_word_document_is_named_with_the_way_to_one(content, code, said):
    (refusal,) = refusals(content)

    assert refusal.code == code
    assert said in str(refusal)
    assert refusal.mend


def test_a_folder_and_a_file_that_is_not_there_are_told(tmp_path):
    for path, said in ((tmp_path, "folder"), (tmp_path / "none.docx", "no such file")):
        with pytest.raises(Refused, match=said):
            open_file(path)


def test_a_damaged_document_is_refused_wherever_the_damage_is():
    content = made("Text.")

    assert codes(content[: len(content) // 2]) == ["damaged"]
    assert codes(packed({**parts_of(content), DOCUMENT: b"<w:document"})) == ["damaged"]
    assert codes(packed({**parts_of(content), "_rels/.rels": b"<a/>"})) == ["damaged"]


def test_an_entry_that_is_encrypted_is_refused():
    content = bytearray(made("Text."))
    for begin in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.index(begin)
        content[at + (6 if begin[2] == 3 else 8)] |= 1

    assert codes(bytes(content)) == ["encrypted"]


# --- What could do harm -------------------------------------------------------------------------


def test_a_document_that_would_unpack_to_very_much_is_refused():
    content = made("Text.")

    assert codes(packed({**parts_of(content), "word/media/a.bin": b"\x00" * 40_000_000})) == [
        "zip-bomb"
    ]
    many = {f"word/media/{n}.png": b"" for n in range(package.MAX_ENTRIES)}
    assert codes(packed({**parts_of(content), **many})) == ["zip-bomb"]


def test_a_part_that_is_larger_than_it_says_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(package, "MAX_TEXT", 10_000)
    content = made("Text. " * 10_000)

    assert codes(content) == ["too-large"]


def test_two_parts_of_one_name_are_refused():
    content = io.BytesIO(made("Text."))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(DOCUMENT, b"<other/>")

    assert codes(content.getvalue()) == ["damaged"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(encoding):
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    text = parts_of(made("Text."))[DOCUMENT].decode()
    begin = text.index("<w:document")
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
        + text[begin:].replace("Text.", "&l9;")
    )

    assert codes(with_parts(made("x"), word__document_dot_xml=bomb.encode(encoding))) == [
        "entities"
    ]


def test_macros_are_refused_by_their_part_or_by_the_type_of_the_document():
    content = made("Text.")

    assert codes(with_parts(content, word__vbaProject_dot_bin=b"x")) == ["macros"]
    as_macro = changed(
        content,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "[Content_Types].xml",
    )
    assert codes(as_macro) == ["macros"]


@pytest.mark.parametrize("name", ["object", "control", "subDoc"])
def test_objects_of_other_programs_are_refused(name):
    content = made(
        "Text.", then=lambda d: add_xml(d.paragraphs[0].add_run(), f"<w:{name}></w:{name}>")
    )

    assert codes(content) == ["objects"]


def test_a_field_that_starts_a_program_is_refused():
    def add(document):
        add_xml(document.paragraphs[0].add_run(), "<w:instrText> DDEAUTO c:\\\\x </w:instrText>")

    assert codes(made("Text.", then=add)) == ["starting-field"]


def test_what_lies_elsewhere_is_not_fetched_and_that_is_told():
    content = changed(
        made("Text."),
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="https://example.invalid/a.png" TargetMode="External"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels",
    )

    assert "1 picture that it does not hold" in found_in(content).notes[0]


# --- What is not settled ------------------------------------------------------------------------


def _tracked(document):
    document.add_heading("Heading", 1)
    document.add_paragraph("One.")
    paragraph = document.add_paragraph("Two ")
    add_xml(
        paragraph,
        f'<w:ins w:id="1" w:author="{NAME}"><w:r><w:t>{NAME} said.</w:t></w:r></w:ins>',
    )


def test_tracked_changes_are_refused_with_their_place_and_without_their_text():
    (refusal,) = refusals(made("Before.", then=_tracked))

    assert refusal.code == "tracked-changes"
    assert refusal.where == "paragraph 2 under heading 1"
    assert "Review > Accept" in refusal.mend
    assert NAME not in str(refusal)
    assert NAME in refusal.excerpt  # which only the author is shown


@pytest.mark.parametrize(
    ("xml", "where"),
    [
        ('<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>', "paragraph 1"),
        ('<w:moveFrom w:id="1"><w:r><w:t>x</w:t></w:r></w:moveFrom>', "paragraph 1"),
        ('<w:pPr><w:pPrChange w:id="1"><w:pPr/></w:pPrChange></w:pPr>', "paragraph 1"),
    ],
)
def test_every_sort_of_change_counts_changes_of_formatting_too(xml, where):
    (refusal,) = refusals(made("Text.", then=lambda d: add_xml(d.paragraphs[0], xml)))

    assert refusal.code == "tracked-changes"
    assert refusal.where.startswith(where)


def test_changes_in_tables_and_at_the_head_of_pages_are_found():
    def add(document):
        table = document.add_table(2, 2)
        change = '<w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>'
        add_xml(table.cell(1, 0).paragraphs[0], change)
        add_xml(document.sections[0].header.paragraphs[0], change)

    (refusal,) = refusals(made("Text.", then=add))

    assert refusal.where == "table 1, row 2, column 1; the header of the pages"


def test_comments_are_refused():
    def add(document):
        document.add_comment(document.paragraphs[0].runs, text="Ask her.", author=NAME)

    (refusal,) = refusals(made("Text.", then=add))

    assert refusal.code == "comments"
    assert "1 comment," in refusal.message
    assert "Delete All Comments" in refusal.mend
    assert NAME not in str(refusal)


def test_hidden_text_is_refused_whether_it_or_its_style_hides_it():
    def hide(document):
        document.add_paragraph().add_run("Hidden").font.hidden = True
        style = document.styles.add_style("Quiet", WD_STYLE_TYPE.PARAGRAPH)
        style.font.hidden = True
        document.add_paragraph("Hidden too", style="Quiet")
        shown = document.add_paragraph(style="Quiet").add_run("Shown")
        shown.font.hidden = False

    (refusal,) = refusals(made("Text.", then=hide))

    assert refusal.code == "hidden-text"
    assert "2 places" in refusal.message


def test_white_text_is_taken_and_told():
    def whiten(document):
        run = document.add_paragraph().add_run("White")
        run.font.color.rgb = docx.shared.RGBColor(255, 255, 255)

    found = found_in(made("Text.", then=whiten))

    assert "white or too small" in found.notes[0]


def test_all_reasons_are_told_in_one_run():
    def spoil(document):
        _tracked(document)
        document.add_comment(document.paragraphs[0].runs, text="x", author="y")
        document.add_paragraph().add_run("Hidden").font.hidden = True

    content = with_parts(made("Text.", then=spoil), word__vbaProject_dot_bin=b"x")

    assert codes(content) == ["macros", "tracked-changes", "comments", "hidden-text"]


def test_a_scan_and_an_empty_document_are_told_apart():
    def add_picture(document):
        add_xml(document.add_paragraph().add_run(), "<w:pict></w:pict>")

    assert codes(made(then=add_picture)) == ["scan"]
    assert codes(made()) == ["no-text"]


def test_names_in_the_properties_are_not_even_read():
    document = docx.Document()
    document.add_paragraph("Text.")
    document.core_properties.author = NAME
    document.core_properties.comments = NAME

    assert NAME not in repr(found_in(saved(document)))


def test_a_document_in_the_strict_form_is_read_like_any_other():
    parts = parts_of(made("Text."))
    for path in (DOCUMENT, "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml"):
        parts[path] = (
            parts[path]
            .replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            .replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
        )

    assert texts(found_in(packed(parts))) == ["Text."]
