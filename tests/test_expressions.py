"""What a browser is given for an expression of Python, and what it is not given.

That both find the same is tested in a browser: see tests/browser/test_forms.py.
"""

from __future__ import annotations

import re

import pytest

from patternbook.expressions import CannotTranslate, as_ranges, for_browsers

WORD = r"\p{L}\p{N}_"

SAME = {
    "letters": (r"a(?:b|c)+?d{2,3}", r"a(?:b|c)+?d{2,3}"),
    "names": (r"(?P<sign>-)x(?P=sign)", r"(?<sign>-)x\k<sign>"),
    "word": (r"\w", f"[{WORD}]"),
    "digits": (r"[\d.]", r"[\p{Nd}\.]"),
    "letters alone": (r"[^\W\d_]", r"[\p{L}\p{Nl}\p{No}]"),
    "anything but a line end": (r".", r"[^\n]"),
    "the very end": (r"a\Z", "a$"),
    "a bracket in a class": (r"[\])}>]", r"[\]\)\}>]"),
    "needless marks": (r"\"\-", '"-'),
}


@pytest.mark.parametrize(("written", "wanted"), SAME.values(), ids=SAME)
def test_what_differs_between_the_languages_is_spelt_out(written: str, wanted: str):
    assert for_browsers(re.compile(written)) == wanted


def test_any_case_is_spelt_out_where_it_is_asked_for_and_nowhere_else():
    assert for_browsers(re.compile("ab(?-i:c)", re.IGNORECASE)) == "[Aa][Bb](?:c)"
    assert for_browsers(re.compile("a(?i:b)")) == "a(?:[Bb])"
    # Python takes the long s for an s, and the sign of the Kelvin for a k.
    assert for_browsers(re.compile("sk", re.IGNORECASE)) == "[Ss\u017f][Kk\u212a]"


def test_a_hyphen_at_the_end_of_a_class_stays_one_when_other_cases_follow():
    assert for_browsers(re.compile("[b-]", re.IGNORECASE)) == r"[b\-B]"


def test_lines_end_only_where_python_ends_them():
    assert for_browsers(re.compile("^a$", re.MULTILINE)) == r"(?<![^\n])a(?![^\n])"


def test_notes_and_space_between_the_parts_are_left_out():
    assert for_browsers(re.compile("a [ b] # a note\n c", re.VERBOSE)) == "a[ b]c"


@pytest.mark.parametrize("written", [r"\Ba", r"[\W]", r"(?s:a)", r"(a)\1"])
def test_what_is_not_known_to_mean_the_same_is_refused(written: str):
    with pytest.raises(CannotTranslate):
        for_browsers(re.compile(written))


def test_neighbours_become_a_range():
    assert as_ranges(map(ord, "cabx")) == "a-cx"
