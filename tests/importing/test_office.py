"""What LibreOffice makes of documents, and of our forms, is read as what Word makes of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from patternbook.folders import Folders
from patternbook.importing import Imported, import_document
from patternbook.model import CaseReview, NearMiss
from patternbook.opening import open_library
from patternbook.paper.blank import blank_of, own_sentences
from patternbook.paper.report import report_of
from patternbook.publication import PublishedLibrary
from patternbook.vocabulary import Audience, Kind
from patternbook.word.opening import open_document
from patternbook.word.package import Refused
from patternbook.word.reading import read
from patternbook.word.writing import docx_of
from tests.conftest import made_once
from tests.importing import office
from tests.importing.documents import filled
from tests.importing.structures import STRUCTURES
from tests.importing.test_round_trip import said
from tests.making import PROJECT

_REPORTED = "waiting-for-the-second-referral"
NEAR_MISS = {
    "title": "A letter that waited",
    "outcome": "Harm was prevented",
    "setting/1": "Early help",
    "setting/2": "Out of hours",
    "what_happened": "It waited over a “weekend”.",
    "factors/1/factor": "Workload",
    "factors/1/influence": "Hindered",
    "factors/1/how": "Two were ill.",
}
CASE_REVIEW = {
    "title": "Trays",
    "episodes/1/title": "The first tray",
    "episodes/1/practice": "Good practice",
    "episodes/1/description": "It lay there.",
    "episodes/1/breakdown/1": "Somebody asked.",
    "episodes/1/judgement": "Adequate.",
    "episodes/1/factors/1/factor": "Workload",
    "episodes/1/factors/1/influence": "Helped",
    "episodes/1/factors/1/how": "There was time.",
    "narrative/1/title": "The clerk",
    "narrative/1/source": "conversation",
    "narrative/1/text": "She saw it.",
}


@pytest.fixture(scope="module")
def library() -> PublishedLibrary:
    """Return this very library, as the public sees it."""
    return open_library(Folders.at(PROJECT), Audience.PUBLIC, refuse_names=False).library


@pytest.fixture(scope="module")
def converted(
    tmp_path_factory: pytest.TempPathFactory, library: PublishedLibrary
) -> dict[str, bytes]:
    """Return documents that LibreOffice has opened and saved as Word files, in one go."""

    def convert(folder: Path) -> str:
        forms = {kind: docx_of(blank_of(kind, library.typology)) for kind in Kind}
        reported = next(each for each in library.records if each.record.id == _REPORTED)
        sources = {
            "review.fodt": office.review(),
            "plain.fodt": office.plain_report(),
            "unsettled.fodt": office.unsettled(),
            "empty.docx": forms[Kind.DEBRIEF],
            "near-miss.docx": filled(forms[Kind.NEAR_MISS], NEAR_MISS),
            "case-review.docx": filled(forms[Kind.CASE_REVIEW], CASE_REVIEW),
            "report.docx": docx_of(report_of(reported, library)),
            **{f"{name}.docx": make() for name, make in STRUCTURES.items()},
        }
        for name, content in sources.items():
            (folder / name).write_bytes(content)
        program = os.environ.get("OFFICE") or shutil.which("soffice")
        if program is None:
            pytest.fail("No LibreOffice found: set OFFICE to its path, or run scripts/office.sh.")
        own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        ran = subprocess.run(
            [
                *(program, "--headless", own, "--convert-to", "docx:MS Word 2007 XML"),
                *("--outdir", str(folder / "out"), *(str(folder / name) for name in sources)),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert len(list((folder / "out").iterdir())) == len(sources), ran.stdout + ran.stderr
        return ""

    folder, _ = made_once(tmp_path_factory, "office", convert)
    return {file.stem: file.read_bytes() for file in (folder / "out").iterdir()}


def imported(content: bytes, library: PublishedLibrary, **options: Any) -> Imported:
    """Return what is made of a document."""
    forms = [blank_of(kind, library.typology) for kind in Kind]
    return import_document(
        read(open_document(content)),
        library.typology,
        path="document.docx",
        shelf=Folders.at(PROJECT).shelves[0],
        own_sentences={said for form in forms for said in own_sentences(form)},
        **options,
    )


@pytest.mark.parametrize("name", ["review", "plain", *STRUCTURES])
def test_no_word_is_lost_of_what_libreoffice_has_saved(converted, library, name):
    assert imported(converted[name], library).lost == Counter()


def test_a_review_written_in_libreoffice_is_read(converted, library):
    one = imported(converted["review"], library)

    assert isinstance(one.record, CaseReview)
    assert one.record.title == "A kettle on the landing"
    (episode,) = one.record.episodes
    assert (episode.title, episode.practice) == ("The kettle is seen", "good")
    assert episode.description == "The warden stepped over it."
    assert episode.breakdown == ("He noted it.",)
    (section,) = one.narrative
    text = " ".join(passage.markdown for passage in section.passages)
    assert "He rang (Note: Twice, says the log.), and **wrote** it down." in " ".join(text.split())
    assert "- the landing was cold\n- the kettle was not" in text
    assert "In a frame: the kettle sang." in text


def test_a_report_written_in_libreoffice_becomes_an_account(converted, library):
    one = imported(converted["plain"], library)

    assert one.record.title == "Overview: the ferry in the fog"
    assert "### What was done" in one.text
    assert "two children.\\\nIt waited an hour." in one.text
    assert "- Both banks; tide\n- north; south; low" in one.text


def test_what_is_unsettled_in_libreoffice_is_refused_like_in_word(converted):
    with pytest.raises(Refused) as refused:
        open_document(converted["unsettled"])

    assert [each.code for each in refused.value.refusals] == [
        "tracked-changes",
        "comments",
        "hidden-text",
    ]
    assert "Kowalska" not in str(refused.value)


def test_a_form_that_went_through_libreoffice_is_still_read_field_by_field(converted, library):
    one = imported(converted["near-miss"], library)

    assert isinstance(one.record, NearMiss)
    assert one.record.setting == ("early-help", "out-of-hours")
    assert one.record.what_happened == "It waited over a “weekend”."
    assert [(f.factor, f.influence, f.how) for f in one.record.factors] == [
        ("workload", "hindered", "Two were ill.")
    ]
    assert one.troubles == ()
    assert one.elsewhere == ()


def test_a_review_form_that_went_through_libreoffice_is_read_too(converted, library):
    one = imported(converted["case-review"], library)

    assert isinstance(one.record, CaseReview)
    (episode,) = one.record.episodes
    assert (episode.title, episode.judgement) == ("The first tray", "Adequate.")
    assert [link.how for link in episode.factors] == ["There was time."]
    assert [(s.title, str(s.source)) for s in one.narrative] == [("The clerk", "conversation")]
    assert one.elsewhere == ()


def test_a_report_comes_back_from_libreoffice_as_the_record_that_it_was(converted, library):
    published = next(each for each in library.records if each.record.id == _REPORTED)

    one = imported(converted["report"], library, keeps_standing=True)

    assert one.record == published.record
    assert said(one.narrative) == said(published.narrative)
