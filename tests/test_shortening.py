"""Text that is too long for its place ends where a sentence does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from patternbook.pages.shortening import CUT, shortened


def test_what_fits_stays_as_it_is():
    assert shortened("A letter came.\nNobody read it.", 10) == "A letter came. Nobody read it."


def test_what_is_too_long_ends_with_its_last_whole_sentence():
    text = "A letter came. Nobody read it, since “urgent” stood on all. Then it was gone."

    assert shortened(text, 11) == "A letter came. Nobody read it, since “urgent” stood on all. …"
    assert shortened(text, 5) == "A letter came. …"


def test_a_sentence_that_is_too_long_itself_ends_after_a_whole_word():
    assert shortened("One two three four five six seven.", 4) == "One two three four …"


def test_a_full_stop_within_a_sentence_does_not_end_it():
    text = "It waited, e.g. for a stamp, for 2.5 weeks in all. And then more words came after it."

    assert shortened(text, 12).startswith("It waited, e.g. for a stamp, for 2.5 weeks in all.")


@given(st.text(), st.integers(3, 60))
def test_nothing_is_ever_longer_than_its_room_or_says_what_was_not_said(text, words):
    line = " ".join(text.split())
    cut = shortened(text, words)

    assert len(cut.removesuffix(CUT)) <= words * 7
    assert line.startswith(cut if cut == line else cut.removesuffix(CUT))
    assert (cut == line) or cut.endswith(CUT)


@given(st.text(alphabet="Wi. ", min_size=400), st.integers(3, 40))
def test_long_words_have_no_more_room_than_usual_ones(text, words):
    assert len(shortened(text, words)) <= words * 7 + len(CUT)
