"""The file of synonyms: read strictly, and every slip told with its line and the mend."""

from __future__ import annotations

import pytest

from patternbook.search.stems import stems
from patternbook.search.synonyms import SynonymsAtFault, parse_synonyms, read_synonyms


def faults(text: str | bytes) -> list[str]:
    """Return what is told of a file with this text."""
    with pytest.raises(SynonymsAtFault) as raised:
        parse_synonyms(text if isinstance(text, bytes) else text.encode(), "words.txt")
    return list(raised.value.faults)


def test_the_shared_list_is_whole_and_large_enough():
    groups = read_synonyms()

    assert len(groups) >= 60
    assert all(len(group.terms) > 1 for group in groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LSCB", "safeguarding partnership"),
        ("ACPC", "local safeguarding children board"),
        ("serious case review", "local child safeguarding practice review"),
        ("Part 8 review", "serious case review"),
        ("common assessment framework", "early help assessment"),
        ("CAF", "early help"),
        ("social services", "children's social care"),
        ("child protection register", "child protection plan"),
        ("A&E", "emergency department"),
        ("casualty", "accident and emergency"),
        ("EDT", "out of hours"),
        ("EWO", "education welfare officer"),
        ("approved social worker", "AMHP"),
        ("SENCO", "special educational needs coordinator"),
        ("YOT", "youth justice service"),
        ("section 47", "child protection enquiry"),
        ("MASH", "front door"),
        ("looked after", "in care"),
        ("CAMHS", "child and adolescent mental health"),
        ("won't open the door", "refused entry"),
        ("rang back", "feedback"),
        ("mum", "mother"),
        ("guardian ad litem", "children's guardian"),
        ("serious case reviews", "child safeguarding practice review"),
    ],
)
def test_todays_and_yesterdays_terms_and_everyday_words_stand_together(one, other):
    def groups_of(term: str) -> set[int]:
        wanted = tuple(stems(term))
        return {
            number
            for number, group in enumerate(read_synonyms())
            for phrase in group.phrases
            if wanted == phrase[: len(wanted)]
        }

    assert groups_of(one) & groups_of(other)


def test_a_group_is_a_line_of_terms_between_semicolons_and_a_note_begins_with_a_hash():
    groups = parse_synonyms(
        b"# A note\n\n home visit ; called round\nmum; mother; mam\n", "words.txt"
    )

    assert [group.terms for group in groups] == [
        ("home visit", "called round"),
        ("mum", "mother", "mam"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mum; mother\n\nmother; parent\n", "words.txt:3: “mother” stands on line 1 too"),
        ("visit; call\ncall; ring\n", "words.txt:2: “call” stands on line 1 too"),
        ("the visits; a call\n# x\nhome; visited\n", "words.txt:1: Of “the visits” only one word"),
        ("mum\n", "words.txt:1: A group needs two terms or more."),
        (" ; \n", "words.txt:1: A group needs two terms or more."),
        ("mum;\n", "words.txt:1: A group needs two terms or more."),
        ("mum; ; mother\n", "words.txt:1: A term is empty."),
        ("mum; to the\n", "words.txt:1: “to the” consists of words that every text holds."),
        ("mum; mother; mum\n", "words.txt:1: A term stands here twice."),
        (b"mum; mother\nm\xe8re; mam\n", "words.txt:2: This is no UTF-8 text."),
    ],
)
def test_a_slip_is_told_with_its_line_and_the_mend(text, told):
    first = faults(text)[0]

    assert first.startswith(told)
    assert " Mend: " in first


def test_forms_of_one_word_are_one_term():
    assert faults("refused; said no\nrefusing; turned down\n")[0].startswith(
        "words.txt:2: “refusing”"
    )


def test_all_faults_are_told_in_one_run():
    assert len(faults("mum\nvisit; call\n;\ncall; ring\n")) == 3
