"""The account below the fields: who speaks, what is only for few, and what may not stand there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.library import Library
from patternbook.narrative import Basis, Narrative, PassageKind, SectionKind
from patternbook.problems import Problem
from patternbook.publication import publish
from patternbook.vocabulary import Audience
from tests.examples import examples
from tests.making import case_review, load, near_miss

REVIEW = "reviews/case-reviews/a-review.md"
NEAR_MISS = "reviews/near-misses/a-near-miss.md"


def loaded(files: dict[str, str]) -> tuple[Library, list[Problem]]:
    """Return the library made of these files and no vocabulary, and all its problems."""
    with tempfile.TemporaryDirectory() as root:
        return load(Path(root), {"docs/factors/.keep": "", **files})


def review(body: str = "") -> str:
    """Return a case review with this body, and nothing that needs a vocabulary."""
    return case_review(body=body, episodes=[])


def incident(body: str = "") -> str:
    """Return a near miss with this body, and nothing that needs a vocabulary."""
    return near_miss(body=body, factors=[])


def narrative_of(body: str) -> Narrative:
    """Return the account of a case review with this body, in which nothing is wrong."""
    library, problems = loaded({REVIEW: review(body)})
    assert problems == []
    return library.filed[0].narrative


def faults_in(body: str) -> list[str]:
    """Return the faults of a near miss with this body as `line code`; lines count in the body."""
    library, problems = loaded({NEAR_MISS: incident(body)})
    assert bool(library.filed) is not bool(problems), "a body with a fault is not read"
    before = incident().count("\n")
    return [f"{problem.line - before} {problem.code}" for problem in problems]


def review_faults(body: str) -> list[str]:
    """Return the faults of a case review with this body as `line code`."""
    _, problems = loaded({REVIEW: review(body)})
    before = review().count("\n")
    return [f"{problem.line - before} {problem.code}" for problem in problems]


def public_text(library: Library) -> str:
    """Return all that the public sees of the accounts in a library."""
    return str([published.narrative for published in publish(library, Audience.PUBLIC).records])


# --- Perspectives -------------------------------------------------------------------------------


def test_each_heading_of_a_review_opens_a_perspective_that_says_what_it_rests_on():
    narrative = narrative_of(
        "\n## Social worker\n\nSource: conversation\n\nWe were three.\n\nIt was late.\n"
        "\n## General practitioner\n\nSource: Record.\n\nA letter came.\n"
        "\n## Health visitor\n\nSource: conversation and record\n\nShe rang.\n"
    )

    assert [(s.kind, s.title, s.source) for s in narrative] == [
        (SectionKind.PERSPECTIVE, "Social worker", Basis.CONVERSATION),
        (SectionKind.PERSPECTIVE, "General practitioner", Basis.RECORD),
        (SectionKind.PERSPECTIVE, "Health visitor", Basis.BOTH),
    ]
    assert [[p.markdown for p in s.passages] for s in narrative] == [
        ["We were three.\n\nIt was late."],
        ["A letter came."],
        ["She rang."],
    ]


@pytest.mark.parametrize(
    "heading", ["Reviewers' view", "Reviewers’ view", "reviewers view", "Reviewer's view"]
)
def test_the_view_of_the_reviewers_stands_apart_and_needs_no_source(heading):
    (section,) = narrative_of(f"\n## {heading}\n\nWe think so.\n")

    assert section.kind is SectionKind.REVIEWERS
    assert section.source is None


def test_headings_in_other_records_need_no_source():
    library, problems = loaded({NEAR_MISS: incident(body="\n## Commentary\n\nTold later.\n")})

    assert problems == []
    assert [(s.kind, s.title) for s in library.filed[0].narrative] == [
        (SectionKind.PLAIN, "Commentary")
    ]


def test_smaller_headings_lists_and_quotations_stay_within_their_section():
    body = (
        "\n## Teacher\n\nSource: record\n\nFirst.\n\n### On the day\n\n- one\n  - two\n\n"
        "1. three\n\n> *Said* **so**, [here](https://example.org/a).\n"
    )

    (section,) = narrative_of(body)

    assert [passage.markdown for passage in section.passages] == [body.split("\n\n", 2)[2].strip()]


@pytest.mark.parametrize(
    ("mark", "kind"), [("Gap", PassageKind.GAP), ("Dispute", PassageKind.DISPUTE)]
)
def test_what_is_missing_or_contested_is_marked_and_parts_the_account(mark, kind):
    (section,) = narrative_of(
        f"\n## Teacher\n\nSource: record\n\nBefore.\n\n{mark}: Nobody\nknows.\n\nAfter.\n\nMore.\n"
    )

    assert [(p.kind, p.markdown) for p in section.passages] == [
        (PassageKind.ACCOUNT, "Before."),
        (kind, "Nobody\nknows."),
        (PassageKind.ACCOUNT, "After.\n\nMore."),
    ]


def test_two_gaps_in_a_row_stay_two():
    (section,) = narrative_of("\n## Teacher\n\nSource: record\n\nGap: One.\n\nGap: Two.\n")

    assert [p.markdown for p in section.passages] == ["One.", "Two."]


def test_a_later_line_that_begins_like_a_source_is_part_of_the_account():
    (section,) = narrative_of("\n## Teacher\n\nSource: record\n\nText.\n\nSource: hearsay\n")

    assert section.source is Basis.RECORD
    assert section.passages[0].markdown == "Text.\n\nSource: hearsay"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("\n## Teacher\n\nText.\n", ["2 perspective-without-source"], id="none"),
        pytest.param(
            "\n## Teacher\n\nText.\n\n## Teacher\n\nText.\n",
            ["2 perspective-without-source", "6 perspective-without-source"],
            id="none, twice under the same heading",
        ),
        pytest.param(
            "\n## Teacher\n\nSource: record\nText.\n",
            ["2 perspective-without-source"],
            id="no empty line after it",
        ),
        pytest.param(
            "\n## Teacher\n\nText.\n\nSource: record\n",
            ["2 perspective-without-source"],
            id="too late",
        ),
        pytest.param("\n## Teacher\n\nSource: rumour\n", ["4 unknown-source"], id="unknown"),
        pytest.param("\n##\n\nSource: record\n\nText.\n", ["2 empty-heading"], id="no role"),
    ],
)
def test_a_perspective_without_a_proper_source_is_refused_where_it_opens(body, expected):
    assert review_faults(body) == expected


# --- What may not stand in an account -------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<b>Text</b>", ["1 html"], id="HTML"),
        pytest.param("One\ntwo <i>three</i>\n<br>", ["2 html", "3 html"], id="HTML in lines"),
        pytest.param("One.\n\n<div>\nx\n</div>", ["3 html"], id="HTML block"),
        pytest.param("- a\n\n  <script>x()</script>", ["3 html"], id="HTML in a list"),
        pytest.param("    <b>Text</b>", ["1 html"], id="HTML far to the right"),
        pytest.param("<GP>", ["1 html"], id="something in angle brackets"),
        pytest.param("One.\n\n<!-- note -->\n", ["3 html"], id="comment"),
        pytest.param("One\n<!-- note", ["2 html"], id="comment that is not closed"),
        pytest.param("One <!-- note", ["1 html"], id="comment in a line"),
        pytest.param("One &lt;!-- note", ["1 html"], id="comment in disguise"),
        pytest.param("One.\n\n[//]: # (note)", ["3 hidden-text"], id="note"),
        pytest.param("> One\n>\n> [//]: # (note)", ["3 hidden-text"], id="note in a quotation"),
        pytest.param(
            "[a]: https://a.org\n[a]: https://b.org\n[c]: https://c.org",
            ["1 hidden-text", "2 hidden-text", "3 hidden-text"],
            id="links defined apart",
        ),
        pytest.param("[a](https://a.org 'note')", ["1 hidden-text"], id="link with a title"),
        pytest.param("One.\n[](https://a.org/note)", ["2 hidden-text"], id="link without text"),
        pytest.param("[a](javascript:alert(1))", ["1 unsafe-link"], id="javascript"),
        pytest.param("[a](JavaScript&colon;x)", ["1 unsafe-link"], id="javascript in disguise"),
        pytest.param("[a](data:text/html,x)", ["1 unsafe-link"], id="data"),
        pytest.param("[a](http://a.org)", ["1 unsafe-link"], id="http"),
        pytest.param("[a](//a.org)", ["1 unsafe-link"], id="no scheme"),
        pytest.param("[a](../b.md)", ["1 unsafe-link"], id="another page"),
        pytest.param("<http://a.org>", ["1 unsafe-link"], id="bare http"),
        pytest.param("One\n<a.b@c.org>", ["2 unsafe-link"], id="e-mail"),
        pytest.param("One\n![a](https://a.org/b.png)", ["2 picture"], id="picture"),
        pytest.param("One.\n\n```\ncode\n```", ["3 not-prose"], id="code"),
        pytest.param("~~~\ncode", ["1 not-prose"], id="code that is not closed"),
        pytest.param("One.\n\n---\n\nTwo.", ["3 not-prose"], id="line across"),
        pytest.param("One.\n\n***", ["3 not-prose"], id="line of asterisks"),
        pytest.param("# One", ["1 heading-level"], id="large heading"),
        pytest.param("One.\n\n#### Two", ["3 heading-level"], id="small heading"),
        pytest.param("> ## One", ["1 nested-heading"], id="heading in a quotation"),
        pytest.param("- a\n- ### One", ["2 nested-heading"], id="heading in a list"),
        pytest.param("One\n---\n\nTwo.", ["2 underlined-heading"], id="underlined"),
        pytest.param("One.\n\nTwo\nthree\n===", ["5 underlined-heading"], id="underlined twice"),
        pytest.param("One &#x202e;two", ["1 hidden-character"], id="turned text, as a code"),
        pytest.param("One\n&#8203;two", ["2 hidden-character"], id="nothing, as a code"),
    ],
)
def test_what_a_reader_cannot_see_or_trust_is_refused_on_its_line(body, expected):
    assert faults_in(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "3 < 4, and a<b is fine.",
        "A \\<b> that is meant as text.",
        "The price: £3; a note [of hers], and “a colon: here”.",
        "[Guide](https://example.org/a?b=c#d) and <https://example.org>.",
        "    Set in by four spaces.",
        "Tom & Co; 100 % sure #1",
        "An internal review was held.\n\n- internal, and so on\n\ninternal procedures: old ones.",
        "They called it\ninternal.",
    ],
)
def test_ordinary_prose_is_left_alone(body):
    assert faults_in(body) == []


def test_every_fault_of_a_body_is_told():
    assert faults_in("# One\n\n<b>x</b>\n\n![x](y)\n\n::: internal\n\n[x](http://y)\n") == [
        "1 heading-level",
        "3 html",
        "5 picture",
        "7 internal-marks",
        "9 unsafe-link",
    ]


# --- Internal passages ----------------------------------------------------------------------------


def test_an_internal_passage_is_for_the_board_and_what_surrounds_it_for_everyone():
    (section,) = narrative_of(
        "\n## Teacher\n\nSource: record\n\nBefore.\n\n::: internal\nFor few.\n:::\nAfter.\n"
    )

    assert [(p.markdown, p.audience) for p in section.passages] == [
        ("Before.", None),
        ("For few.", Audience.BOARD),
        ("After.", None),
    ]


def test_a_perspective_may_be_internal_as_a_whole():
    body = "\n::: internal\n\n## Sealed\n\nSource: record\n\nFor few.\n\n:::\n"
    library, problems = loaded({REVIEW: review(body)})

    assert problems == []
    assert [s.audience for s in library.filed[0].narrative] == [Audience.BOARD]
    assert "Sealed" not in public_text(library)


def test_open_text_after_an_internal_heading_does_not_fall_under_it():
    body = "\n::: internal\n\n## Sealed\n\nFor few.\n\n:::\n\nFor all.\n"
    library, problems = loaded({NEAR_MISS: incident(body)})

    assert problems == []
    assert [(s.title, s.audience) for s in library.filed[0].narrative] == [
        ("Sealed", Audience.BOARD),
        ("", None),
    ]
    assert "For all." in public_text(library)
    assert "Sealed" not in public_text(library)


@pytest.mark.parametrize(
    "body",
    [
        ":::internal\nFor few.\n:::",
        ":::   internal   \nFor few.\n:::   ",
        ":::\tinternal\nFor few.\n:::",
        "Text.\n::: internal\nFor few.\n:::\nText.",
        "- one\n::: internal\n- For few.\n:::\n- three",
        "::: internal\n:::\n\n::: internal\nFor few.\n\n\n- For few.\n:::",
        "::: internal\n> For few.\n:::",
    ],
)
def test_spaces_do_not_change_what_a_mark_means(body):
    library, problems = loaded({NEAR_MISS: incident(body)})

    assert problems == []
    assert "For few." in str(library.filed[0].narrative)
    assert "For few." not in public_text(library)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("One.\n\n::: internal\nTwo.", ["3 internal-marks"], id="never closed"),
        pytest.param("One.\n\n::: internal", ["3 internal-marks"], id="opened at the end"),
        pytest.param("One.\n:::\nTwo.", ["2 internal-marks"], id="closed without being open"),
        pytest.param(
            "::: internal\n::: internal\nOne.\n:::", ["2 internal-marks"], id="opened twice"
        ),
        pytest.param("::: note\nOne.\n:::", ["1 internal-marks"], id="another word"),
        pytest.param("::: Internal\nOne.\n:::", ["1 internal-marks"], id="capital"),
        pytest.param("::: internal notes\nOne.\n:::", ["1 internal-marks"], id="two words"),
        pytest.param("::: intrenal\nOne.\n:::", ["1 internal-marks"], id="slip"),
        pytest.param(":::: internal\nOne.\n:::", ["1 internal-marks"], id="four colons"),
        pytest.param("  ::: internal\nOne.\n:::", ["1 internal-marks"], id="set in"),
        pytest.param(
            "- a\n\n  ::: internal\n  One.\n  :::",
            ["3 internal-marks", "5 internal-marks"],
            id="in a list",
        ),
        pytest.param(
            "> ::: internal\n> One.\n> :::",
            ["1 internal-marks", "3 internal-marks"],
            id="in a quotation",
        ),
        pytest.param("One. ::: internal\nTwo.\n:::", ["1 internal-marks"], id="after text"),
        pytest.param(
            ":: internal\nOne.\n::", ["1 internal-marks", "3 internal-marks"], id="two colons"
        ),
        pytest.param("\uff1a\uff1a\uff1ainternal\nOne.", ["1 internal-marks"], id="wide colons"),
        pytest.param("Internal: One.", ["1 internal-marks"], id="like a gap"),
        pytest.param("**Internal**\n\nOne.", ["1 internal-marks"], id="bold"),
        pytest.param("[internal] One.", ["1 internal-marks"], id="in brackets"),
        pytest.param("<!-- internal -->\n\nOne.", ["1 internal-marks"], id="in a comment"),
        pytest.param("## Internal\n\nOne.", ["1 internal-marks"], id="as a heading"),
    ],
)
def test_a_mark_that_is_not_quite_right_is_refused_where_it_stands(body, expected):
    assert faults_in(body) == expected


SECRET = "Zanzibar"
SPACES = st.text(" \t\u00a0", max_size=3)
PREFIXES = st.sampled_from(["", "", "", " ", "    ", "- ", "> ", "1. ", "\t", "\\", "*", "# "])
COLONS = st.sampled_from([":::", ":::", ":::", "::", "::::", ": : :", "\uff1a\uff1a\uff1a"])
OPENINGS = st.builds(
    lambda prefix, colons, space, word, end: f"{prefix}{colons}{space}{word}{end}",
    PREFIXES,
    COLONS,
    SPACES,
    st.sampled_from(["internal", "internal", "internal", "Internal", "INTERNAL", "internal."]),
    SPACES,
)
CLOSINGS = st.builds(lambda prefix, colons, end: f"{prefix}{colons}{end}", PREFIXES, COLONS, SPACES)
OPEN_LINES = st.sampled_from(
    [
        "",
        "",
        "Open.",
        "- item",
        "  - inner",
        "> said",
        "## Heading",
        "### Part",
        "    far in",
        "1. x",
    ]
)
SECRET_LINES = st.sampled_from(
    ["", *(f"{prefix}{SECRET}" for prefix in ["", "- ", "  - ", "> ", "    ", "### ", "Gap: "])]
)
BODIES = st.lists(
    st.tuples(
        st.lists(OPEN_LINES, max_size=3),
        OPENINGS,
        st.lists(st.one_of(SECRET_LINES, st.just(f"## {SECRET}")), min_size=1, max_size=4),
        st.one_of(CLOSINGS, st.none()),
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None, max_examples=examples(150))
@given(BODIES, st.lists(OPEN_LINES, max_size=3))
def test_what_follows_the_mark_of_an_internal_passage_is_never_public(parts, last):
    lines: list[str] = []
    for before, opening, secrets, closing in parts:
        lines += [*before, opening, *secrets, *([closing] if closing is not None else [])]
    body = "\n".join([*lines, *last])

    library, problems = loaded({NEAR_MISS: incident(body)})

    assert SECRET not in public_text(library)
    assert bool(library.filed) is not bool(problems)


@settings(deadline=None, max_examples=examples(100))
@given(
    st.lists(
        st.tuples(
            st.lists(OPEN_LINES, max_size=3),
            st.lists(SECRET_LINES, min_size=1, max_size=4),
            st.lists(OPEN_LINES, max_size=2),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_the_board_reads_every_passage_and_the_public_every_open_one(parts):
    lines = []
    for before, secrets, after in parts:
        lines += [*before, "::: internal", *secrets, ":::", *after, "", "Open to all."]
    library, problems = loaded({NEAR_MISS: incident(body="\n".join(lines))})

    assert problems == []
    public, board = (publish(library, audience).records[0] for audience in ("public", "board"))
    written = "\n".join(line for _, secrets, _ in parts for line in secrets)
    assert str(board.narrative).count(SECRET) == written.count(SECRET)
    assert str(public.narrative).count(SECRET) == 0
    assert str(public.narrative).count("Open to all.") == len(parts)


@settings(deadline=None, max_examples=examples(100))
@given(st.text(st.sampled_from("ab \n\n#>-*_`~[]()!<>&;:/.=\\1|\t"), max_size=80))
def test_any_body_at_all_is_read_or_refused_on_one_of_its_lines(body):
    library, problems = loaded({NEAR_MISS: incident(body)})

    first = incident().count("\n") + 1
    assert bool(library.filed) is not bool(problems)
    assert all(first <= p.line <= first + body.count("\n") for p in problems)


@pytest.mark.parametrize(
    "line",
    [
        "Internal",
        "INTERNAL",
        "## Internal notes",
        "Internal only: the brother knows.",
        "Internal passage:",
        "Internal - for the board",
        "Board only: the brother knows.",
        "Begin internal",
        "\uff29nternal: the brother knows.",
        "Internal\u2236 the brother knows.",
        "&colon;&colon;&colon; internal",
    ],
)
def test_what_a_hurried_hand_might_mean_as_an_internal_mark_is_refused(line):
    assert "internal-marks" in " ".join(faults_in(f"Open.\n\n{line}\n\nMore.\n"))


def test_an_internal_line_does_not_say_what_an_open_perspective_rests_on():
    body = "## Worker\n\n::: internal\n\nSource: conversation\n\n:::\n\nOpen.\n"

    assert "perspective-without-source" in " ".join(review_faults(body))


@pytest.mark.parametrize(
    "rest", ["[x]: https://x.example/secret", "---", "## a heading", "- a list"]
)
def test_after_a_mark_comes_a_plain_sentence(rest):
    assert "marked-paragraph" in " ".join(faults_in(f"Gap: {rest}\n"))


@pytest.mark.parametrize("text", ["&nbsp;", " ", "…"])
def test_a_link_without_words_is_refused(text):
    assert "hidden-text" in " ".join(faults_in(f"See [{text}](https://x.example/secret).\n"))


def test_an_account_of_thousands_of_parts_is_refused():
    assert "too-many-parts" in " ".join(faults_in("a\n\n" * 2100))
