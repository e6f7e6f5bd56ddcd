"""Stems: forms of one word are one, and nothing that anybody types breaks them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.search.stems import NOT, stem, stems, tokens


@pytest.mark.parametrize(
    "forms",
    [
        ["visit", "visits", "visited", "visiting"],
        ["refuse", "refused", "refuses", "refusing"],
        ["worry", "worries", "worried", "worrying"],
        ["call", "calls", "called", "calling"],
        ["assess", "assesses", "assessed", "assessing"],
        ["child", "children", "child's"],
        ["referral", "referrals"],
        ["ring", "rang", "rings"],
        ["not", "won’t", "won't", "wont", "cannot", "never", "didn't"],
        ["café", "CAFE", "cafe"],
    ],
)
def test_forms_of_one_word_have_one_stem(forms):
    assert len({tuple(stems(form)) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("mother", "moth"), ("bus", "business"), ("age", "ages"), ("ward", "warden"), ("is", "us")],
)
def test_other_words_have_other_stems(one, other):
    assert stem(one) != stem(other) or stem(one) == ""


def test_small_words_within_a_term_are_passed_over():
    assert stems("She would not open her door") == stems("not open the door")
    assert stems("open the door") == [found for found in stems("not open a door") if found != NOT]


def test_a_sign_within_a_word_belongs_to_it():
    assert tokens("A&E at St John's, re-referred") == [
        "a&e",
        "at",
        "st",
        "john's",
        "re",
        "referred",
    ]


@given(st.text())
def test_any_text_has_stems(text):
    for found in stems(text):
        assert found == found.lower()
        assert found
        assert len(found) <= 40
