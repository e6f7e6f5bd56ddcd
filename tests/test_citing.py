"""What is public can be cited, in words and by a reference manager; nothing else can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rispy
import yaml
from pybtex.database import parse_string

from patternbook.exports import make_files
from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.pages import Site, make_pages
from patternbook.pages.citing import LICENCE
from patternbook.publication import Reader, publish
from patternbook.vocabulary import Audience
from tests.making import PROJECT, SIGNED, debrief, entry, load, near_miss, write
from tests.making import vocabulary as vocabulary_pages
from tests.site.hostile import HOSTILE, hostile_records

FOLDERS = {"case-review": "reviews", "near-miss": "near-misses", "debrief": "debriefs"}
ADDRESS = "https://board.example/learning/"
# How LaTeX shows what a BibTeX file must not hold as it is.
LATEX = {
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
    r"{\textasciicircum}": "^",
    r"{\textasciitilde}": "~",
    **{f"\\{sign}": sign for sign in "$&%#_"},
}
KINDS = {"case-review": "Case review", "near-miss": "Near miss", "debrief": "Debrief"}


def shown_by_latex(text: str) -> str:
    """Return what LaTeX makes of a field, and refuse whatever else it would act on."""
    shown = ""
    while text:
        name = next((name for name in LATEX if text.startswith(name)), None)
        assert name or text[0] not in "\\{}$&%#_^~", text
        shown += LATEX[name] if name else text[0]
        text = text[len(name or text[0]) :]
    return shown


def read_bibtex(text: str) -> dict[str, str]:
    """Return what the one entry of a BibTeX file says."""
    ((key, read),) = parse_string(text, "bibtex").entries.items()
    said = {name: shown_by_latex(value) for name, value in read.fields.items()}
    return {**said, "key": key, "author": str(read.persons["author"][0]), "kind": read.type}


def read_ris(text: str) -> dict[str, Any]:
    """Return what the one reference of a RIS file says."""
    assert text.lstrip().startswith("TY  - ")
    (read,) = rispy.loads(text)
    said: dict[str, Any] = read
    return said


def front_matter(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text.split("\n---\n")[0][4:])
    return loaded


def one_line(text: str) -> str:
    return " ".join(text.split())


def expected(record: dict[str, Any]) -> dict[str, str]:
    """Return what a citation of a record must say, from its raw fields."""
    invented = record["origin"] == "illustrative"
    title = one_line(record["title"]) + (" (illustration)" if invented else "")
    year, month = record["added"].split("-")
    citation = record.get("citation") or {}
    source = one_line(citation.get("reference", "").rstrip("."))
    if citation.get("section"):
        source += f", section {one_line(citation['section'])}"
    return {"title": title, "year": year, "month": month, "source": source}


def assert_files_say(record: dict[str, Any], bibtex: str, ris: str) -> None:
    """Compare both files of a record with its raw fields."""
    told = expected(record)
    bib, reference = read_bibtex(bibtex), read_ris(ris)
    assert (bib["kind"], reference["type_of_reference"]) == ("techreport", "RPRT")
    assert bib["key"] == reference["id"] == f"patternbook-{record['id']}"
    assert bib["author"] == "Patternbook"
    assert reference["authors"] == ["Patternbook"]
    assert bib["title"] == one_line(reference["title"]) == told["title"]
    assert bib["year"] == reference["year"] == told["year"]
    assert reference["date"] == f"{told['year']}/{told['month']}//"
    assert bib["number"] == reference["number"] == record["id"]
    assert bib["type"] == reference["type_of_work"]
    assert bib["type"].startswith(KINDS[record["kind"]])
    assert reference["abstract"] == one_line(record["summary"])
    if told["source"]:
        assert f"Retells: {told['source']}." in one_line(bib["note"])
        assert [one_line(note) for note in reference["notes"]] == [one_line(bib["note"])]
    else:
        assert "note" not in bib
        assert "notes" not in reference


# --- What the files say -------------------------------------------------------------------------


def test_every_record_of_this_library_can_be_cited_and_the_files_say_what_it_says():
    library = open_library(Folders.at(PROJECT), "public").library
    files = make_files(library, Site(ADDRESS))
    records = [front_matter(f.read_text("utf-8")) for f in (PROJECT / "reviews").glob("*/*.md")]
    assert len(records) >= 30

    for record in records:
        place = f"{FOLDERS[record['kind']]}/{record['id']}"
        assert_files_say(record, files[f"{place}.bib"], files[f"{place}.ris"])
        assert read_bibtex(files[f"{place}.bib"])["url"] == f"{ADDRESS}{place}/"
        assert read_ris(files[f"{place}.ris"])["urls"] == [f"{ADDRESS}{place}/"]
    cited = {path for path in files if path.endswith((".bib", ".ris"))}
    assert len(cited) == 2 * len(records)


def test_whatever_a_record_says_both_files_can_be_read_and_say_just_that(tmp_path):
    records = hostile_records(
        (*HOSTILE, "a } b { c", 'say "x" {', r"\emph{x} & 100 %_#~^", "ER  - ")
    )
    write(tmp_path, {**vocabulary_pages(), **records})
    library = open_library(Folders.at(tmp_path), "public", refuse_names=False).library

    files = make_files(library)

    for text in records.values():
        record = front_matter(str(text))
        place = f"{FOLDERS[record['kind']]}/{record['id']}"
        assert_files_say(record, files[f"{place}.bib"], files[f"{place}.ris"])


def test_without_an_address_and_without_a_date_nothing_is_made_up(tmp_path):
    literature: dict[str, Any] = {
        "origin": "literature",
        "citation": {"reference": "A report (1999)."},
    }
    text = near_miss(added=None, completed=1999, **literature)
    library, _ = load(tmp_path, {"reviews/near-misses/a-near-miss.md": text})

    published = publish(library, "public")
    files = make_files(published)

    bib, ris = (files[f"near-misses/a-near-miss.{form}"] for form in ("bib", "ris"))
    assert {"url", "year", "month"}.isdisjoint(read_bibtex(bib))
    assert {"urls", "year", "date"}.isdisjoint(read_ris(ris))
    (page,) = [p for p in make_pages(published) if p.path == "near-misses/a-near-miss.md"]
    assert "Patternbook (no date)" in page.markdown


# --- What the page says -------------------------------------------------------------------------


def how_to_cite(tmp_path: Path, text: str, address: str = "") -> str:
    """Return the section of a near miss's page that says how to cite it, as it would be read."""
    library, _ = load(tmp_path, {"reviews/near-misses/a-near-miss.md": text})
    pages = make_pages(publish(library, "public"), Site(address))
    (page,) = [page for page in pages if page.path == "near-misses/a-near-miss.md"]
    section = page.markdown.split("## How to cite")[1].split("\nBack to")[0]
    return section.replace("&#58;", ":")


def test_the_page_has_a_citation_to_copy_with_its_address_where_that_is_known(tmp_path):
    here = how_to_cite(tmp_path, near_miss(title="A letter"))
    there = how_to_cite(tmp_path, near_miss(title="A letter"), ADDRESS)

    said = "> Patternbook (November 2026). “A letter”. Near miss (id: a-near-miss)."
    assert f"{said}\n" in here
    assert f"{said} {ADDRESS}near-misses/a-near-miss/\n" in there
    for section in (here, there):
        assert "[RIS](a-near-miss.ris)" in section
        assert "[BibTeX](a-near-miss.bib)" in section


def test_of_what_is_retold_the_original_comes_first(tmp_path):
    citation = {"reference": "Bostock and others (2005)", "section": "4.3"}

    section = how_to_cite(tmp_path, near_miss(origin="literature", citation=citation))

    original = section.index("> Bostock and others (2005), section 4.3.")
    assert original < section.index("> Patternbook (November 2026).")
    assert "retold from the literature" in section


def test_the_head_of_a_page_holds_what_reference_managers_look_for(tmp_path):
    text = near_miss(title="A <b> letter", summary="It went astray.")
    library, _ = load(tmp_path, {"reviews/near-misses/a-near-miss.md": text})
    pages = make_pages(publish(library, "public"), Site(ADDRESS))
    (page,) = [page for page in pages if page.path == "near-misses/a-near-miss.md"]

    fields: Any = page.extra["citation"]

    said = dict(fields)
    assert said["citation_title"] == said["DC.title"] == "A &lt;b&gt; letter"
    assert said["citation_author"] == said["DC.creator"] == "Patternbook"
    # Without an institution Zotero would take it for an article in a journal.
    assert said["citation_technical_report_institution"] == "Patternbook"
    assert said["citation_publication_date"] == "2026/11"
    assert said["DC.date"] == "2026-11"
    assert said["citation_language"] == said["DC.language"] == "en-GB"
    assert said["citation_abstract"] == "It went astray."
    assert said["citation_public_url"] == f"{ADDRESS}near-misses/a-near-miss/"
    assert said["DC.rights"] == LICENCE


def test_an_entry_of_the_vocabulary_can_be_cited_by_the_month_in_which_it_was_worded(tmp_path):
    history = [
        {"month": "2026-11", "change": "created"},
        {"month": "2027-05", "change": "reworded", "note": "Shorter."},
        {"month": "2028-01", "change": "moved", "note": "To another place."},
    ]
    pages = {
        **vocabulary_pages(),
        "docs/factors/other.md": entry(id="other", kind="factor", title="Other", history=history),
    }
    library, _ = load(tmp_path, pages)
    made = {page.path: page.markdown for page in make_pages(publish(library, "public"))}

    said = "Patternbook (May 2027). “Other”. Contributory factor of the vocabulary (id&#58; other)."
    assert f"To cite this page: {said}" in made["factors/other.md"]


# --- What cannot be cited -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "board"},
        {"sign_off": None},
        {"sign_off": {"confidentiality": SIGNED["confidentiality"]}},
        {"published": 2026},
        {"stage": "interim"},
        {"audience": "participants"},
    ],
    ids=str,
)
@pytest.mark.parametrize("audience", Audience)
def test_what_is_not_public_cannot_be_cited_whoever_reads_it(tmp_path, fields, audience):
    files = {
        "reviews/near-misses/a-near-miss.md": near_miss(**fields),
        "reviews/debriefs/open.md": debrief("open"),
    }
    library, _ = load(tmp_path, files)
    mine = "a-near-miss" if audience is Audience.PARTICIPANTS else ""
    published = publish(library, Reader(audience, mine))

    made = make_files(published)
    pages = {page.path: page for page in make_pages(published)}

    assert not [path for path in made if "a-near-miss" in path]
    page = pages.get("near-misses/a-near-miss.md")
    assert page is None or ("How to cite" not in page.markdown and "citation" not in page.extra)
    is_open = audience is not Audience.PARTICIPANTS
    assert ("debriefs/open.ris" in made) is is_open


def test_a_boards_copy_tells_nobody_where_it_stands(tmp_path):
    library, _ = load(tmp_path, {"reviews/debriefs/open.md": debrief("open")})
    published = publish(library, "board")

    files = make_files(published, Site("https://inside.example/"))
    pages = make_pages(published, Site("https://inside.example/"))

    cited = [text for path, text in files.items() if path.endswith((".bib", ".ris"))]
    assert len(cited) == 2
    for text in (*cited, *(page.text() for page in pages)):
        assert "inside.example" not in text


def test_what_was_withdrawn_has_no_file_left(tmp_path):
    gone = (
        "---\nid: gone\nkind: debrief\naudience: public\n"
        "withdrawn: {role: Manager, year: 2026}\n---\n"
    )
    library, problems = load(tmp_path, {"reviews/debriefs/gone.md": gone})
    assert problems == []

    assert not [path for path in make_files(publish(library, "public")) if "gone" in path]
