"""How the pages of the vocabulary read: whole, of a length, easy to read, and no two alike.

The limits stand in `tests.vocabulary_report`, which prints how near to them each page is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.typology import Definition
from patternbook.vocabulary import EntryKind
from tests.making import PROJECT, entry, explained_entry, load, neighbour, vocabulary
from tests.reading import AIM, LIMIT
from tests.vocabulary_report import (
    CHECKS,
    LENGTHS,
    count_words,
    held,
    main,
    reading_age,
)

SMALL_WORDS = """
    bag bell bench bird boat book box bread brick bus cake cap car card cart cat chair coat cow
    cup day desk dog door drum egg farm fence field fire fish flag floor flour foot fork fox
    game gate glass goat grass hand hat hen hill home hook horse house ink jam key king kite
    knife lake lamp leaf leg lid lock log map milk moon nail nest net night park path pen pie
    pig plate pond pot rain ring road roof room rope rose sail sand ship shoe shop snow soap
    sock spade spoon stone
"""


@pytest.fixture(scope="module")
def pages() -> list[Definition]:
    """Return the pages of the real vocabulary."""
    library, _ = load_library(Folders.at(PROJECT))
    return list(library.typology)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_pages_of_this_library_read_well(pages, check):
    assert check(held(pages)) == []


def test_every_page_of_this_library_is_held(pages):
    assert len(held(pages)) == len(pages) > 100


# --- A page that is amiss is found --------------------------------------------------------------


def some_text(seed: str, words: int) -> str:
    """Return plain sentences of eight words, the same for the same seed and for no other."""
    chosen = random.Random(seed)  # noqa: S311 - nothing secret
    said = chosen.choices(SMALL_WORDS.split(), k=words)
    return " ".join(
        f"{' '.join(said[n : n + 8]).capitalize()}." for n in range(0, len(said), 8)
    ).replace("..", ".")


def good_page(name: str, **fields: Any) -> dict[str, str | bytes]:
    """Return the page of a factor that is as it should be but for these fields."""
    filled = {
        "id": name,
        "kind": "factor",
        "parent": "conditions-of-work",
        "definition": some_text(f"{name} is", 40),
        "when_it_helps": some_text(f"{name} helps", 40),
        "when_it_hinders": some_text(f"{name} hinders", 40),
        "neighbours": [neighbour("timing", some_text(f"{name} differs", 16))],
        "team_questions": [some_text(f"{name} {n}?", 8) for n in (1, 2)],
        "conversation_questions": [some_text(f"{name} then?", 8)],
        **fields,
    }
    return {f"docs/factors/{name}.md": explained_entry(**filled)}


def definitions(root: Path, *changed: dict[str, str | bytes]) -> list[Definition]:
    """Return five good pages, the last of them overlaid by those that are changed."""
    files: dict[str, str | bytes] = {**vocabulary()}
    for name in ("one", "two", "three", "four", "five"):
        files |= good_page(name)
    for each in changed:
        files |= each
    library, problems = load(root, files)
    assert problems == []
    names = {file.rpartition("/")[2].removesuffix(".md") for file in {*files} - {*vocabulary()}}
    return [d for d in library.typology.definitions if d.entry.id in names]


def complaints(pages: Sequence[Definition]) -> dict[str, list[str]]:
    """Return what each check finds, without the checks that find nothing."""
    found = {check.__name__: check(held(pages)) for check in CHECKS}
    return {name: said for name, said in found.items() if said}


def test_good_pages_give_no_complaint(tmp_path):
    assert complaints(definitions(tmp_path)) == {}


def questions(number: int) -> list[str]:
    return [some_text(f"question {n}", 8) for n in range(number)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"when_it_helps": None}, "five: no when_it_helps"),
        (
            {"when_it_hinders": None, "neighbours": []},
            "five: no when_it_hinders, no neighbours",
        ),
        ({"team_questions": questions(1)}, "five: 1 team_questions, not 2 to 3"),
        ({"team_questions": questions(4)}, "five: 4 team_questions, not 2 to 3"),
        ({"conversation_questions": []}, "five: no conversation_questions"),
        ({"conversation_questions": questions(4)}, "five: 4 conversation_questions, not 1 to 3"),
        (
            {"neighbours": [neighbour(n) for n in ("one", "two", "three", "four", "timing")]},
            "five: 5 neighbours, not 1 to 4",
        ),
    ],
)
def test_a_page_that_lacks_a_part_or_has_too_many_is_found(tmp_path, fields, expected):
    assert complaints(definitions(tmp_path, good_page("five", **fields)))["lacking"] == [expected]


@pytest.mark.parametrize(("words", "least", "most"), [(8, 120, 200), (80, 120, 200)])
def test_a_page_that_is_too_short_or_too_long_for_its_kind_is_found(tmp_path, words, least, most):
    longer = {f"when_it_{does}": some_text(does, words) for does in ("helps", "hinders")}
    pages = definitions(tmp_path, good_page("five", **longer))
    number = count_words(pages[[p.entry.id for p in pages].index("five")])

    assert complaints(pages) == {
        "of_the_wrong_length": [f"five: {number} words, not {least} to {most}"]
    }


def test_each_kind_of_page_has_a_length():
    assert all(least < most for least, most in LENGTHS.values())
    assert set(LENGTHS) == set(EntryKind)


def test_a_page_that_is_hard_to_read_is_found(tmp_path):
    hard = (
        "Organisational accountability necessitates comprehensive interdisciplinary collaboration, "
        "notwithstanding considerable administrative complexity, methodological heterogeneity and "
        "institutional fragmentation that characteristically accompany multi-agency intervention"
    )
    texts = {"when_it_helps": f"{hard}. {some_text('x', 8)}", "when_it_hinders": f"{hard}, too."}
    pages = definitions(tmp_path, good_page("five", **texts))

    found = complaints(pages)

    assert list(found) == ["hard_to_read"]
    assert found["hard_to_read"][0].startswith("five: reading age ")


def test_two_pages_that_share_much_are_found_even_if_the_words_between_differ(tmp_path):
    half = some_text("two helps", 40).split(". ")[1:3]
    copied = f"Now then. {half[0]} and so on. {half[1]} and so forth. {some_text('y', 16)}"

    found = complaints(definitions(tmp_path, good_page("five", when_it_helps=copied)))

    assert list(found) == ["near_duplicates"]
    (said,) = found["near_duplicates"]
    assert said.startswith("five and two: share ")


def test_a_sentence_that_stands_on_two_pages_is_found(tmp_path):
    sentence = "Nobody  had asked the boy\nwhere he slept."
    pages = definitions(
        tmp_path,
        good_page("four", team_questions=[f"And now? {sentence}", some_text("a", 8)]),
        good_page("five", when_it_hinders=f"{some_text('b', 32)} {sentence.upper()}"),
    )

    assert complaints(pages)["shared_sentences"] == [
        "five and four: “nobody had asked the boy where he slept”"
    ]


def test_a_short_sentence_may_stand_on_two_pages(tmp_path):
    pages = definitions(
        tmp_path,
        *(
            good_page(n, when_it_helps=f"{some_text(n, 32)} It all went well.")
            for n in ("one", "five")
        ),
    )

    assert complaints(pages) == {}


def test_a_heading_that_stands_on_two_pages_is_found(tmp_path):
    headings = {"three": "it ends", "four": "it starts", "five": "It starts"}
    pages = definitions(
        tmp_path, *(good_page(n, body=f"## How *{w}*\n\nText.\n") for n, w in headings.items())
    )

    assert complaints(pages) == {"shared_headings": ["five and four: “how it starts”"]}


@pytest.mark.parametrize("part", ["when_it_helps", "when_it_hinders"])
@pytest.mark.parametrize("opening", ["The telephone", "The"])
def test_texts_that_all_begin_alike_are_found(tmp_path, part, opening):
    names = ("one", "two", "three", "four")
    alike = [
        good_page(n, **{part: f"{opening} {some_text(f'{n} {part}', 40).lower()}"}) for n in names
    ]

    found = complaints(definitions(tmp_path, *alike))

    assert list(found) == ["openings_alike"]
    assert found["openings_alike"][-1] == (
        f"{part}: 4 begin with “{opening.lower()}”: four, one, three, two"
    )


def test_a_proposed_page_may_be_a_definition_alone(tmp_path):
    proposed = entry(
        id="five", kind="factor", parent="conditions-of-work", status="proposed", title="A fifth"
    )

    assert complaints(definitions(tmp_path, {"docs/factors/five.md": proposed})) == {}


# --- What is measured ---------------------------------------------------------------------------


def page_with(root: Path, definition: str, body: str = "", **fields: Any) -> Definition:
    """Return the page of a factor with this definition and body."""
    text = entry(
        body, id="zeal", kind="factor", parent="conditions-of-work", definition=definition, **fields
    )
    library, problems = load(root, {**vocabulary(), "docs/factors/zeal.md": text})
    assert problems == []
    return library.typology.get("zeal")


def test_words_count_in_every_part_that_is_read_as_text_and_marks_do_not(tmp_path):
    page = page_with(
        tmp_path,
        "One two.\n\nThree-quarters don’t count.",  # 5
        "## A *heading*\n\nSix [seven eight](../factors/workload.md).\n\n- nine\n- **ten**\n1. x\n",
        when_it_helps="Alpha.",
        when_it_hinders="Beta.",
        neighbours=[neighbour("timing", "Gamma.")],
        team_questions=["Delta?", "Epsilon?"],
        conversation_questions=["Zeta?"],
        source="Not counted at all",
    )

    assert count_words(page) == 5 + 2 + 3 + 3 + 6


def test_the_reading_age_is_that_of_the_formula(tmp_path):
    # Twelve words of one syllable in two sentences: 0.39 × 6 + 11.8 - 15.59 + 5.
    page = page_with(tmp_path, "The cat sat on the mat. The dog sat on the log.")
    assert reading_age(page) == pytest.approx(3.55)

    # One sentence, and “family” for “dog”: 0.39 × 12 + 11.8 × 14 / 12 - 15.59 + 5.
    page = page_with(tmp_path, "The cat sat on the mat and the family sat on logs.")
    assert reading_age(page) == pytest.approx(7.857, abs=0.001)


@pytest.mark.parametrize(
    "text",
    ["The cat sat. ‘The dog sat.’ “The hen ran.” Then I ran.", 'A "cat." "A dog." A hen. No.'],
)
def test_sentences_end_also_before_and_after_quotation_marks(tmp_path, text):
    words = len(text.split())

    age = reading_age(page_with(tmp_path, text))

    assert age == pytest.approx(0.39 * words / 4 + 11.8 - 15.59 + 5)


def test_a_page_without_a_word_has_no_reading_age(tmp_path):
    assert reading_age(page_with(tmp_path, "… ?")) == 0


def test_a_heading_and_a_list_do_not_run_into_the_next_sentence(tmp_path):
    page = page_with(
        tmp_path, "The cat sat on the mat.", "## Dogs\n\n- The dog sat\n- The hen ran\n"
    )

    assert reading_age(page) == pytest.approx(0.39 * 12 / 3 + 11.8 - 15.59 + 5)


def test_a_plain_text_is_within_the_aim_and_a_law_is_not(tmp_path):
    plain = (
        "The worker knocks twice and waits. Nobody comes, though a television is on. She writes "
        "down the time, leaves a card with her number and rings the school from the car."
    )
    law = (
        "The authority shall, insofar as is reasonably practicable, endeavour to ascertain the "
        "wishes and feelings of the individual regarding the determination under consideration."
    )
    assert reading_age(page_with(tmp_path / "a", plain)) < AIM
    assert reading_age(page_with(tmp_path / "b", law)) > LIMIT


# --- The report ---------------------------------------------------------------------------------


def test_the_report_names_every_page_and_what_is_amiss(tmp_path, capsys):
    definitions(tmp_path, good_page("five", team_questions=[], when_it_helps=some_text("z", 160)))

    status = main([str(tmp_path)])

    printed = capsys.readouterr().out
    lines = {line.split()[0]: line for line in printed.splitlines() if line}
    assert status == 1
    assert "factor " in lines["one"]
    assert "words" in lines["one"]
    assert "lacks team_questions" in lines["five"]
    assert "Of the wrong length: " in printed
    assert "  five: no team_questions" in printed
    assert "Hard to read: none" in printed


def test_the_report_says_that_a_page_could_not_be_read(tmp_path, capsys):
    definitions(tmp_path)
    (tmp_path / "docs/factors/one.md").write_text("Nothing.\n", encoding="utf-8")

    assert main([str(tmp_path)]) == 1
    assert "Run the check: 1 thing" in capsys.readouterr().out
