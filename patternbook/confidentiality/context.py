"""Where a word stands: whether it begins a sentence, and whether it could be a name there.

Only words that are both, such as Grace and Reading, need this. In doubt they are reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from patternbook.confidentiality import grammar
from patternbook.confidentiality.tokens import Words
from patternbook.confidentiality.wordlists import BEFORE_A_VERB, WordLists, plain

_ENDS_A_SENTENCE = re.compile(r"[.!?…:|](?:[\s\"'“‘”’)\]_>]|\Z)")
_OPENS_A_QUOTATION = re.compile(r"[\s(\[][“‘\"']+\Z")
_CLOSES_A_QUOTATION = re.compile(r"[”’\"']")
_FIGURE = re.compile(r"(?:\. ?)?[0-9]")
# The form in the browser reads sentences by the same expressions: see exports/form_rules.py.
EXPRESSIONS: Mapping[str, re.Pattern[str]] = {
    "endsASentence": _ENDS_A_SENTENCE,
    "opensAQuotation": _OPENS_A_QUOTATION,
    "closesAQuotation": _CLOSES_A_QUOTATION,
    "figure": _FIGURE,
}
_ABBREVIATIONS = frozenset({("a", "m"), ("p", "m"), ("e", "g"), ("i", "e"), ("c", "f")})


@dataclass(frozen=True, slots=True)
class Place:
    """A word among the others of its text, and the lists to see it by."""

    every: Words
    number: int
    lists: WordLists

    # --- Where it stands ------------------------------------------------------------------------

    def begins_a_sentence(self) -> bool:
        """Return whether a sentence begins here, or a field, an entry of a list or a heading."""
        gap = self.every.gaps[self.number]
        if self.number == 0 or "\n" in gap:
            return True
        before = [plain(word) for word in self.every.texts[max(0, self.number - 5) : self.number]]
        if _OPENS_A_QUOTATION.search(gap) and not (
            grammar.NAMED.intersection(before) and self._is_quoted_alone()
        ):
            return True
        return _ENDS_A_SENTENCE.search(gap) is not None and before[-1] not in grammar.TITLES

    def is_shouted(self) -> bool:
        """Return whether its capitals say nothing: for emphasis, or beside others in capitals."""
        return plain(self.every.texts[self.number]) in grammar.EMPHASIS or any(
            0 <= beside < len(self.every)
            and self.every.texts[beside].isupper()
            and len(self.every.texts[beside]) > 1
            and self.every.gaps[max(beside, self.number)].isspace()
            for beside in (self.number - 1, self.number + 1)
        )

    def shouts_a_name(self) -> bool:
        """Return whether a word among others in capitals could be a name."""
        base, _ = self._base()
        lists = self.lists
        return (
            base in lists.likely_names
            or base in lists.surnames
            or base in lists.places
            or (base in lists.possible_names and _is_finite(self._verb()))
        )

    def belongs_to_a_figure(self) -> bool:
        """Return whether it is written together with a figure, as in “A4”, “1st” and “p. 4”."""
        before, after = self._gap_before.rstrip("'’"), self._gap_after
        return before[-1:].isdecimal() or _FIGURE.match(after) is not None

    def is_abbreviated(self) -> bool:
        """Return whether it is one of the letters of “e.g.” and the like."""
        return any(
            first >= 0
            and tuple(self.every.texts[first : first + 2]) in _ABBREVIATIONS
            and self.every.gaps[first + 1] == "."
            for first in (self.number - 1, self.number)
        )

    def ends_the_name_of_a_page(self) -> bool:
        """Return whether it is the ending of a file to which a page links."""
        return self.every.texts[self.number] == "md" and self._gap_before == "."

    # --- What it is -----------------------------------------------------------------------------

    def holds_an_initial(self) -> bool:
        """Return whether a single capital letter may be all that is left of a name."""
        letter = self.every.texts[self.number][0]
        if letter == "I":
            return self._is_among_initials()
        return letter != "A" or not self.begins_a_sentence() or not self._gap_after[:1].isspace()

    def holds_a_month(self) -> bool:
        """Return whether it is the name of a month; some of these are names of people too."""
        word = plain(self.every.texts[self.number])
        if word not in grammar.MONTHS:
            return False
        before, following = self._word(-1), self._word(1)
        with_another = (
            before in {"and", "or", "to", "nor"} and self._word(-2) in grammar.MONTHS
        ) or (following in {"and", "or", "to", "nor"} and self._word(2) in grammar.MONTHS)
        if word == "march":
            return with_another or not self._holds_the_town_of_march()
        return (
            with_another or word not in grammar.MONTHS_AND_NAMES or before in grammar.BEFORE_A_MONTH
        )

    def opens_with_a_name(self) -> bool:
        """Return whether a word that begins a sentence is likely, or could be, a name."""
        base, is_genitive = self._base()
        following = self._word(1)
        is_likely, may_be_one = base in self.lists.likely_names, self._may_be_a_name(base)
        if self._follows_an_initial():
            return may_be_one or base in self.lists.places
        if self._has_family(base) or self._is_one_in_spite_of_its_ending(base):
            return True
        if base in BEFORE_A_VERB:
            return is_genitive or _is_finite(following) or self._gap_after.startswith(",")
        if is_likely and (is_genitive or following is None or self._is_a_person_next()):
            return True
        if is_likely and following in grammar.AFTER_A_LIKELY_NAME:
            return True
        if base in self.lists.places and (following is None or following in grammar.OF_A_PLACE):
            return True
        if base in self.lists.places or is_likely or base in self.lists.surnames:
            return self._is_a_subject(base) or self._is_told_apart()
        if base in self.lists.possible_names:
            return self._acts_surely() or following == "had" or self._is_told_apart()
        if self._is_an_adjective(base):
            return is_genitive or self._acts_surely() or self._verb() in grammar.HAS_DONE
        return self._tells(base)

    def holds_a_name(self) -> bool:
        """Return whether a word in small letters stands where only a name would."""
        base, is_genitive = self._base()
        before, following = self._word(-1), self._word(1)
        if before in grammar.TITLES_ALONE or (
            before in grammar.TITLES and self._may_be_a_name(base)
        ):
            return True
        if base in BEFORE_A_VERB and before is None:
            return _acts(following)
        if base in self.lists.places and self._holds_a_place():
            return True
        if base in self.lists.likely_names:
            return self._holds_a_likely_name(base, is_genitive)
        if not self._may_be_a_name(base) or base.endswith("s"):
            return False
        if before in grammar.KIN and base in self.lists.possible_names:
            return self._ends_here()
        if before in grammar.TELLING and base not in grammar.BARE:
            return following is None or following in grammar.AFTER_A_NAME
        if is_genitive:
            return before is None and following is not None and base not in grammar.BARE
        return (before is None or before in grammar.BEFORE_A_CLAUSE) and following in grammar.TELLS

    def _holds_a_likely_name(self, base: str, is_genitive: bool) -> bool:
        before, following = self._word(-1), self._word(1)
        if is_genitive:
            return before not in grammar.DETERMINERS
        if before in grammar.KIN and self._ends_here():
            return True
        if self._is_treated_as_a_person(base):
            return True
        if following == "who":
            return before not in grammar.DETERMINERS
        if self._is_asked_about(base):
            return True
        if before is None or before in grammar.BEFORE_A_CLAUSE:
            if _acts(self._verb()) and (base not in grammar.BARE or self._acts_surely()):
                return True
            if following in grammar.IS and (
                before is None or before in grammar.SAYING or base not in grammar.BARE
            ):
                return before != "and"
        if base in grammar.BARE:
            return before == "and" and self._word(-2) in grammar.PERSONS and _is_finite(following)
        if before in grammar.WITH and (following is None or following in grammar.AFTER_A_NAME):
            return before != "to" or base not in grammar.VERBS
        return self._is_in_company()

    # --- What it takes to be one ----------------------------------------------------------------

    def _may_be_a_name(self, base: str) -> bool:
        lists = self.lists
        return base in lists.likely_names or base in lists.possible_names or base in lists.surnames

    def _is_a_person_next(self) -> bool:
        """Return whether what follows a likely name speaks of a person."""
        following, second = self._word(1), self._written(2)
        if following in grammar.AFTER_A_PERSON:
            return True
        if following == "and":
            return second is not None and (
                second[0].isupper() or plain(second) in grammar.DETERMINERS | grammar.KIN
            )
        written = self._written(1)
        return written is not None and written.istitle()

    def _is_a_subject(self, base: str) -> bool:
        """Return whether a verb follows; after what may be no person, one that tells of persons."""
        verb = self._verb()
        return _is_finite(verb) and (
            base not in grammar.BARE or not _acts(verb) or self._acts_surely()
        )

    def _is_told_apart(self) -> bool:
        """Return whether a comma, a bracket or an “and” shows that this is somebody."""
        after = self._gap_after
        if after.startswith(" ("):
            return True
        if after.strip() == "," and self.number + 1 < len(self.every):
            return plain(self.every.texts[self.number + 1]) in {"aged", "who", "whose", "whom"}
        second = self._written(2)
        return self._word(1) == "and" and second is not None and second.istitle()

    def _has_family(self, base: str) -> bool:
        """Return whether somebody of the same family or agency stands beside it, as a person's."""
        if self._word(1) != "and" or base in grammar.NO_NAMES | grammar.KIN | grammar.PERSONS:
            return False
        second = self._word(2)
        if second in {"her", "his"}:
            return self._word(3) in grammar.KIN | {"mother", "father", "partner", "friend"}
        return second == "the" and base in self.lists.surnames

    def _is_one_in_spite_of_its_ending(self, base: str) -> bool:
        """Return whether a word that looks like several, such as “miles”, is told of as one."""
        is_plural = base.endswith("s") and base.removesuffix("s") in self.lists.dictionary
        return is_plural and self._may_be_a_name(base) and self._word(1) in {"was", "is", "has"}

    def _acts_surely(self) -> bool:
        """Return whether a verb follows that is no plural noun either."""
        verb = self._verb()
        return _acts(verb) and (verb in grammar.TELLS or not str(verb).endswith("s"))

    def _is_an_adjective(self, base: str) -> bool:
        """Return whether a word can be compared, as “sharp” can, and hence does nothing itself."""
        words = self.lists.dictionary
        stem = base.removesuffix("e")
        return (
            base not in grammar.NO_NAMES
            and f"{stem}er" in words
            and f"{stem}est" in words
            and (f"{base}ly" in words or f"{base}ness" in words)
        )

    def _tells(self, base: str) -> bool:
        """Return whether a word that is in no list of names does what only people do."""
        return (
            self._verb() in grammar.TELLS
            and base not in grammar.NO_NAMES | grammar.DETERMINERS
            and not base.endswith(("s", "ing", "ly", "ed", "eir", "body", "one"))
        )

    def _is_treated_as_a_person(self, base: str) -> bool:
        """Return whether the words around are those of “told grace that” or “picked lily up”."""
        before, following = self._word(-1), self._word(1)
        if before in grammar.TELLING and (
            following not in grammar.ORDINARY_NEXT or following in grammar.PERSONS
        ):
            return True
        if before in grammar.TOLD and following in {"to", "that", "not"}:
            return True
        if base in grammar.BARE:
            return False
        return (
            (before in grammar.TELLING and following in {"to", "that", "on", "in", "not"})
            or (
                before in grammar.HANDLING
                and (following is None or following in grammar.AFTER_A_NAME)
            )
            or (before in grammar.MOVING and following in grammar.AWAY)
            or (before in grammar.GIVING and following in grammar.DETERMINERS)
        )

    def _is_asked_about(self, base: str) -> bool:
        """Return whether the words before are those of “is grace coming” or “it was mark”."""
        before, earlier = self._word(-1), self._word(-2)
        if before not in grammar.IS:
            return False
        if earlier is None or earlier in grammar.ASKING:
            return True
        is_told = self._word(1) is None or self._word(1) in grammar.AFTER_A_NAME
        return earlier in {"it", "that", "this"} and base not in grammar.BARE and is_told

    def _is_in_company(self) -> bool:
        """Return whether a likely name is joined to another, or to somebody, by “and”."""
        if self._word(-1) == "and":
            beside = self._word(-2)
        elif self._word(1) == "and" and self._word(-1) not in grammar.DETERMINERS:
            beside = self._word(2)
        else:
            return False
        return (
            beside in grammar.PERSONS or beside in grammar.KIN or beside in self.lists.likely_names
        )

    def _ends_here(self) -> bool:
        """Return whether the next word is one that may follow a name, and no noun."""
        following = self._word(1)
        return (
            following not in self.lists.dictionary
            or _is_finite(following)
            or following in grammar.ORDINARY_NEXT
            or following in grammar.AFTER_A_NAME
        )

    def _holds_a_place(self) -> bool:
        """Return whether somebody lives here, goes there or comes from there."""
        before, following = self._word(-1), self._word(1)
        if before not in grammar.TO_A_PLACE or (
            following is not None
            and following not in grammar.AFTER_A_NAME - {"about", "that", "there"}
        ):
            return False
        nearby = {(self._word(-distance) or "").partition("'")[0] for distance in range(2, 6)}
        return bool(nearby & grammar.PLACED) or (
            before == "from" and bool(nearby & {"is", "was", "are"})
        )

    def _holds_the_town_of_march(self) -> bool:
        before, earlier = self._word(-1), self._word(-2)
        if before == "in" and earlier in grammar.LIVES:
            return True
        if before == "to" and earlier in {"sent", "went", "came", "back", "fled"}:
            return True
        second = self._written(2)
        if self._word(1) != "and" or second is None:
            return False
        return second[0].isupper() and plain(second) not in grammar.MONTHS

    # --- The words around it --------------------------------------------------------------------

    @property
    def _gap_before(self) -> str:
        return self.every.gaps[self.number]

    @property
    def _gap_after(self) -> str:
        return self.every.gaps[self.number + 1]

    def _base(self) -> tuple[str, bool]:
        """Return the word in small letters without a genitive ending, and whether it had one."""
        stem, apostrophe, ending = plain(self.every.texts[self.number]).partition("'")
        is_genitive = ending in {"s", "ll", "d"}  # or “is”, “will” or “had”, which tell as much
        return (stem, True) if is_genitive else (f"{stem}{apostrophe}{ending}", False)

    def _word(self, distance: int) -> str | None:
        """Return a word before or after in small letters, if nothing but gaps parts the two."""
        word = self._written(distance)
        return plain(word) if word is not None else None

    def _written(self, distance: int) -> str | None:
        """Return the same as it was written."""
        other = self.number + distance
        if not 0 <= other < len(self.every):
            return None
        first, last = sorted((self.number, other))
        gaps = self.every.gaps[first + 1 : last + 1]
        return self.every.texts[other] if all(not gap.strip(" _") for gap in gaps) else None

    def _verb(self) -> str | None:
        """Return the next word that is no adverb."""
        for distance in (1, 2, 3):
            word = self._word(distance)
            if word not in grammar.ADVERBS and (
                word in grammar.NO_ADVERBS or not str(word).endswith("ly")
            ):
                return word
        return None

    def _is_quoted_alone(self) -> bool:
        """Return whether a closing quotation mark follows at once, or after one more word."""
        gaps = self.every.gaps[self.number + 1 : self.number + 3]
        return any(_CLOSES_A_QUOTATION.match(gap) for gap in gaps)

    def _follows_an_initial(self) -> bool:
        """Return whether a single letter with a full stop stands before it."""
        before = self.every.texts[self.number - 1] if self.number else ""
        return len(before) == 1 and self._gap_before.strip() == "." and "\n" not in self._gap_before

    def _is_among_initials(self) -> bool:
        """Return whether a single letter with a full stop stands beside this one."""
        texts, gaps = self.every.texts, self.every.gaps
        return any(
            0 <= beside < len(texts)
            and len(texts[beside]) == 1
            and texts[beside].isupper()
            and gaps[max(beside, self.number)].strip() == "."
            for beside in (self.number - 1, self.number + 1)
        )


def _acts(word: str | None) -> bool:
    """Return whether a word says what somebody does or did."""
    if word is None:
        return False
    return word in grammar.DOES or (word.endswith("ed") and word not in grammar.ED)


def _is_finite(word: str | None) -> bool:
    """Return whether a word can be the verb of a sentence whose subject comes before it."""
    if word is None:
        return False
    return (
        word.removesuffix("n't") in grammar.IS
        or word.removesuffix("'s") in grammar.IS
        or _acts(word)
    )
