"""What is questioned in an account and what is left alone, and that Vale can use the same rules."""

from __future__ import annotations

import configparser
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from patternbook.language import STYLES, style_files, suggestions
from patternbook.language.openings import openings
from patternbook.language.styles import OFFER
from patternbook.rules import language
from tests import labelled
from tests.making import PROJECT

FOLDER = PROJECT / "patternbook/language/Patternbook"
LABELLED = Path(__file__).parent / "language"


def questioned(text: str, **more: Any) -> list[str]:
    """Return the words of a text that are questioned."""
    return [text[found.start : found.end] for found in suggestions(text, **more)]


# --- What is questioned, and what is offered -----------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "style", "words"),
    [
        ("The nurse should have rung.", "Hindsight", "“did not”"),
        ("She ought never to have been sent home.", "Hindsight", "“did not”"),
        ("The ward failed to ring.", "Hindsight", "“did not”"),
        ("The harm would have been prevented.", "Hindsight", "what did happen"),
        ("It was an accident waiting to happen.", "Hindsight", "what happened next"),
        ("The nurse was careless.", "Blame", "what else was going on"),
        ("The team was at fault.", "Blame", "what they were dealing with"),
        ("It was put down to human error.", "Labels", "what it was meant to do"),
        ("Poor decision-making was the reason.", "Labels", "on what knowledge"),
        ("There was inadequate information sharing.", "Labels", "who told whom what"),
        ("The root cause was staffing.", "RootCause", "“contributory factors”"),
        ("The parents failed to engage.", "Family", "“did not”"),
        ("She put herself at risk.", "Family", "what was done to the child, and by whom"),
    ],
)
def test_words_that_judge_are_questioned_and_others_offered(sentence, style, words):
    [found] = suggestions(sentence)

    assert found.style == style
    assert words in found.mend


def test_a_label_brings_the_question_to_ask_instead():
    [found] = suggestions("It was human error.")

    assert "Why did it make sense at the time?" in found.message


def test_every_rule_says_why_and_offers_words():
    for style in style_files():
        assert style.message.endswith(f" {OFFER}")
        assert len(style.message.removesuffix(OFFER)) > 20
        assert all(len(words) > 4 for _, words in style.swap)


def test_no_suggestion_repeats_what_it_found():
    for found in suggestions("Jordan failed to ring. The mother, Jordan, was feckless."):
        assert "Jordan" not in found.message + found.mend


def test_no_suggestion_uses_words_that_would_be_questioned():
    said = [
        style.message.replace("%s", words) for style in style_files() for _, words in style.swap
    ]

    assert [found for each in said for found in questioned(each)] == []


def test_what_two_styles_question_is_told_once():
    assert questioned("The main cause was poor communication.") == [
        "main cause",
        "poor communication",
    ]
    assert questioned("The family failed to engage.") == ["family failed to engage"]


# --- What is left alone --------------------------------------------------------------------------


def test_the_column_made_for_hindsight_is_left_alone():
    text = "description: He should have rung.\nsignificance: He should have rung.\n"
    column = text.index("significance")

    assert questioned(text, spared=[(column, len(text))]) == ["should have rung"]


@pytest.mark.parametrize(
    "text",
    [
        "“I should have rung,” the nurse said.",
        "The file says ‘hard to reach’, and no more.",
        "‘He’d have lived if I’d rung, I should have’, she said.",
        'The letter says that she "failed to attend".',
        '"They failed us," she said.',
        "> She should have been asked.\n> It was careless.\n",
    ],
)
def test_somebodys_own_words_are_left_alone(text):
    assert questioned(text) == []


@pytest.mark.parametrize("text", ['summary: "He should have rung."', '  - "He should have rung."'])
def test_marks_that_only_hold_a_value_quote_nobody(text):
    assert questioned(text) == ["should have rung"]


def test_what_stands_around_a_quotation_is_read():
    assert questioned("She said “I was careless”, and he was careless too.") == ["careless"]


@pytest.mark.parametrize(
    "text",
    [
        "Failure to follow up was seen in two episodes.",
        "What we call failure to\nfollow up was seen.",
        "failure to follow up",
    ],
)
def test_names_of_patterns_and_factors_are_left_alone(text):
    assert questioned(text)
    assert questioned(text, terms=["Failure to follow up", "Tunnel vision", "A&E"]) == []


def test_a_phrase_that_only_begins_with_a_name_is_questioned():
    terms = ["Management", "Human error reporting"]

    assert questioned("Management failures led to it.", terms=terms) == ["Management failures"]
    assert questioned("It was human error.", terms=terms) == ["human error"]


@pytest.mark.parametrize(
    "text",
    [
        "The stepfather hid the bruises so that nobody would see them.",
        "He deliberately broke her phone and threatened her with a knife.",
        "The men lied about their ages and gave the girls drugs in order to rape them.",
        "The carer was cruel to the boy and hit him on purpose.",
    ],
)
def test_malice_may_be_named(text):
    assert questioned(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "She noticed her own mistake and put it right.",
        "The same error had been made on two other wards.",
        "By mistake the driver was given last year’s list.",
    ],
)
def test_error_and_mistake_may_be_used_with_care(text):
    assert questioned(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Every child should have a key worker.",
        "Could the form have fewer boxes?",
        "She thought that the clinic would have closed by then.",
        "He wondered whether he should have rung.",
        "It could have been a fall, and it could have been a blow.",
        "The fax failed to send.",
        "The charge was gross negligence manslaughter.",
        "The review does not ask who was at fault.",
        "Labels such as human error and poor practice explain nothing.",
        "The idea of a single root cause does not fit.",
        "The clinic was as hard to reach as any family.",
        "He has a lazy eye.",
        "For lack of beds he slept on a chair.",
    ],
)
def test_plain_senses_of_the_same_words_are_left_alone(text):
    assert questioned(text) == []


# --- Wherever it stands --------------------------------------------------------------------------


@pytest.mark.parametrize("gap", ["\n", " \n  ", "\r\n", "  ", "\t"])
def test_a_phrase_may_go_on_in_the_next_line(gap):
    text = f"The worker should{gap}have{gap}rung."

    assert [found.end - found.start for found in suggestions(text)] == [
        len(f"should{gap}have{gap}rung")
    ]


def test_a_phrase_ends_with_its_paragraph():
    assert questioned("What we all should\n\nhave rung in our ears is the bell.") == []


@pytest.mark.parametrize("text", ["SHOULD HAVE RUNG", "Should’ve rung", "should've rung"])
def test_capitals_and_short_forms_make_no_difference(text):
    assert questioned(text) == [text]


# --- How much is found ---------------------------------------------------------------------------


def score(name: str) -> labelled.Score:
    return labelled.score(
        labelled.read(LABELLED / f"{name}.txt"),
        lambda text: [(found.start, found.end) for found in suggestions(text)],
    )


@pytest.mark.parametrize(("which", "least"), [("tuning", 0.98), ("heldout", 0.87)])
def test_most_of_what_a_wise_editor_questions_is_found(which, least):
    result = score(f"questioned-{which}")

    assert sum(result.wanted.values()) > 100
    assert result.recall() >= least


@pytest.mark.parametrize(("which", "most"), [("tuning", 0.02), ("heldout", 0.06)])
def test_few_sentences_that_are_well_as_they_are_get_questioned(which, most):
    result = score(f"fine-{which}")

    assert result.sentences > 100
    assert result.alarmed_sentences <= most * result.sentences


# --- Any text ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("should have", "rung", "failed to", "poor", "communication", "the mother was", "lazy"),
        *("hard to reach", "Had she", "would", "words like", "“", "”", "‘", "’", '"', "\n", "\n\n"),
        *("> ", "- ", ", ", ". ", "'", "root-cause", "if only", "was", "not", "é", "İ"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map(" ".join))
def test_every_text_can_be_read_and_what_is_told_stands_in_it_in_order(text):
    found = suggestions(text, terms=["Poor communication", "x"])

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(each.style in STYLES for each in found)


def as_vale_reads(text: str) -> list[tuple[int, int]]:
    """Return what Vale would find in a text of one line without quotations: each style by itself.

    Of what overlaps, only the first counts for us, and of two in one place the earlier style.
    """
    places = []
    for number, style in enumerate(style_files()):
        every = "|".join(f"({pattern})" for pattern, _ in style.swap)
        stays = re.compile(rf"(?m)\b(?:{'|'.join(style.exceptions)})\b")
        for match in re.finditer(rf"(?i)(?m)\b(?:{every})\b", text):
            if not stays.search(match[0]):
                places.append((match.start(), number, match.end()))
    found: list[tuple[int, int]] = []
    for start, _, end in sorted(places):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


@pytest.mark.parametrize("name", ["questioned-tuning", "fine-tuning"])
def test_we_read_the_rules_as_vale_does(name):
    for sentence in labelled.read(LABELLED / f"{name}.txt"):
        if not re.search('[“”‘"]', sentence.text):
            found = [(each.start, each.end) for each in suggestions(sentence.text)]
            assert found == as_vale_reads(sentence.text), sentence.text


# --- The rules as data, which Vale can read ------------------------------------------------------

# What a rule of Vale's kind “substitution” may say; it refuses whatever else is there.
KEYS = {
    *("extends", "message", "level", "scope", "link", "limit", "action", "description"),
    *("ignorecase", "nonword", "swap", "exceptions", "vocab", "capitalize", "pos"),
}
# Vale's regular expressions are those of .NET, near enough to Python's. This is what both have.
KNOWN_TO_BOTH = re.compile(
    r"(?:[\w ,’'&-]|\((?:\?(?:i:|-i:|:|<?[=!]))|\)|\||\$|\\[wsb]|[?*+]\??|\{\d,\d+\}\??"
    r"|\[\^?(?:[\w.,;:!?)’' -]|\\w)+\])*"
)


class _Strict(yaml.SafeLoader):
    """Refuses a key that is given twice, as Vale does."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [self.construct_object(key) for key, _ in node.value]
        assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]
        return super().construct_mapping(node, deep)


@pytest.fixture(scope="module", params=STYLES)
def rule(request: pytest.FixtureRequest) -> dict[str, Any]:
    text = (FOLDER / f"{request.param}.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_Strict)  # noqa: S506
    return loaded


def test_every_file_of_the_style_is_a_rule_that_we_use():
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.yml" for name in STYLES}


def test_a_rule_says_nothing_that_vale_does_not_know(rule):
    assert set(rule) <= KEYS
    assert rule["extends"] == "substitution"
    assert rule["level"] == "suggestion"
    assert rule["ignorecase"] is True
    assert re.findall(r"%\S*", rule["message"]) == ["%s."]


def test_a_rule_leads_to_its_page(rule):
    pages = {f"contribute/rules/{each.code}/" for each in language.THEME.rules}

    assert rule["link"] in pages


def test_patterns_mean_the_same_to_vale(rule):
    for pattern in [*rule["swap"], *rule["exceptions"]]:
        re.compile(pattern)
        assert KNOWN_TO_BOTH.fullmatch(pattern), pattern
        assert len(pattern) <= 1000  # a key of YAML may have no more than 1,024 signs
        # Vale counts groups, and a gap may lie between any two words.
        assert pattern.count("(") == pattern.count("(?")
        assert not re.search(r"\[[^\]]* [^\]]*\](?<!\[- \])", pattern)


def test_what_may_stay_is_matched_as_a_whole_before_it_is_left_alone(rule):
    assert set(rule["exceptions"]) == {
        pattern for pattern, words in rule["swap"].items() if words == "what may stay"
    }
    assert all(pattern.startswith("(?i:") for pattern in rule["exceptions"])


def test_words_to_use_are_no_patterns(rule):
    # Vale would read them as one, to see whether a text uses them already.
    for words in rule["swap"].values():
        assert not re.search(r"[\\^$.|?*+()\[\]{}%]", words), words


def test_vale_finds_the_style_and_leaves_quotations_alone():
    settings = configparser.ConfigParser(delimiters="=", interpolation=None)
    settings.read_string("[global]\n" + (PROJECT / ".vale.ini").read_text("utf-8"))

    [style] = settings["*.md"]["BasedOnStyles"].split(", ")
    assert (PROJECT / settings["global"]["StylesPath"] / style) == FOLDER
    assert "blockquote" in settings["global"]["SkippedScopes"]
    ignored = re.compile(settings["*.md"]["TokenIgnores"])
    assert ignored.sub("", "He said “I should have rung”, and left.") == "He said , and left."


# --- Where a rule is tried -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("careless", {"care"}),
        ("at fault", {"at faul"}),
        ("failed to \\w+", {"fail to"}),
        (
            "(?:poor|bad)(?:ly)? (?:led|run)",
            {"poor led", "poor run", "bad led", "bad run", "badl led"} | {"badl run"},
        ),
        ("work-?shy", {"work", "work shy"}),
        ("(?<!no )(?i:blame) cultures?", {"blam cult"}),
        ("na[iï]ve", {"naiv", "naïv"}),
        ("should(?:,? (?:not|never)){0,2} have", {"shou have", "shou not", "shou neve"}),
        ("bruis\\w+ seen", {"brui"}),
        ("so \\w+", {"so"}),
    ],
)
def test_it_is_known_with_which_words_a_pattern_begins(pattern, words):
    assert openings(pattern) == words


@pytest.mark.parametrize("pattern", ["\\w+ failed", "(?:a|[a-z]+) b", "(?:a)?", "", "b\\w+", "a)b"])
def test_a_pattern_that_begins_with_any_word_is_refused(pattern):
    with pytest.raises(ValueError, match="just any word"):
        openings(pattern)
