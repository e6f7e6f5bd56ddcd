"""The strict reader: what a file must be, and what its author is told where it is not.

In these tests a field called `a` stands on the second line of its file, below the line `---`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.problems import Problem
from patternbook.source import Source, Unreadable, read_source
from tests.examples import examples

VISIBLE = st.characters(
    max_codepoint=0x1F64F,
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"),
    exclude_characters="\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10))),
)


def read(content: str | bytes) -> Source:
    """Read a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reviews" / "a-record.md"
        file.parent.mkdir()
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_source(file, Path(folder))


def fields(front_matter: str) -> dict[str, object]:
    """Return the values of these fields."""
    return dict(read(f"---\n{front_matter}\n---\n").front_matter)


def refusal(content: str | bytes) -> Problem:
    """Return why a file with this content is refused."""
    with pytest.raises(Unreadable) as refused:
        read(content)
    return refused.value.problem


def at(problem: Problem) -> str:
    """Return a problem as `line:column code`, which says where and what, not in which words."""
    return f"{problem.line}:{problem.column} {problem.code}"


# --- What is read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("yes", "no", "on", "off", "Yes", "NO", "y", "n"),
        *("012", "0x1f", "0o17", "1_000", "+5", "-0", "1.10", "1e3", ".5", ".inf", ".nan"),
        *("2024-01-01", "2024-01-01 10:00:00", "12:30:45", "12:30"),
        *("=", "99999999999999999999", "tRue", "nULL", "x#y"),
    ],
)
def test_what_looks_like_something_else_stays_the_text_that_was_written(written):
    assert fields(f"a: {written}") == {"a": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("true", True), ("True", True), ("FALSE", False), ("false", False)),
        *(("0", 0), ("7", 7), ("2024", 2024), ("-5", -5), ("1" + 17 * "0", 10**17)),
        *(("", None), ("~", None), ("null", None), ("# only a comment", None)),
    ],
)
def test_only_true_false_whole_numbers_and_nothing_are_more_than_text(written, value):
    found = fields(f"a: {written}")["a"]

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "written", ["12", "true", "null", "~", "", "no", "2024-01-01", "<<", "*x", "&x", "!x"]
)
@pytest.mark.parametrize("mark", ['"', "'"])
def test_text_in_quotation_marks_is_always_text(written, mark):
    assert fields(f"a: {mark}{written}{mark}") == {"a": written}


def test_long_text_may_be_folded_or_kept_line_by_line():
    folded = "a: >-\n  one\n  two\n\n  three\nb: |\n  one\n  two\n"

    assert fields(folded) == {"a": "one two\n\nthree", "b": "one\ntwo\n"}


def test_lists_and_fields_within_fields_come_in_either_style():
    in_lines = "a:\n  - b: 1\n    c: [x, y]\n  - z\n"
    in_brackets = "a: [{b: 1, c: [x, y]}, z]"

    assert fields(in_lines) == fields(in_brackets) == {"a": [{"b": 1, "c": ["x", "y"]}, "z"]}


def test_the_body_is_what_follows_the_front_matter_and_knows_its_first_line():
    source = read("---\na: 1\nb: 2\n---\nFirst.\n\n---\nLast.")

    assert source.body == "First.\n\n---\nLast."
    assert source.body_line == 5
    assert source.path == "reviews/a-record.md"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("beginning", ["", "\ufeff"])
def test_files_from_any_system_read_alike(line_end, beginning):
    text = beginning + "---\na: é\n---\nOne.\n\nTwo.\n".replace("\n", line_end)

    source = read(text)

    assert source.front_matter == {"a": "é"}
    assert source.body == "One.\n\nTwo.\n"
    assert source.body_line == 4


def test_characters_of_any_language_are_read():
    text = "naïve – “quoted” 😀 Ελληνικά עברית 中文 e\u0301"

    source = read(f"---\na: {text}\n---\n{text}\n")

    assert source.front_matter == {"a": text}
    assert source.body == f"{text}\n"


# --- What is refused: the YAML ----------------------------------------------------------------

LAUGHS = "\n".join(
    ["a: &a [lol, lol]", *(f"{new}: &{new} [*{old}, *{old}]" for old, new in zip("abcd", "bcde"))]  # noqa: B905
)


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        pytest.param("a: 1\na: 2", "3:1 duplicate-field", id="twice"),
        pytest.param('a: 1\n"a": 2', "3:1 duplicate-field", id="twice, once quoted"),
        pytest.param("a:\n  b: 1\n  b: 2", "4:3 duplicate-field", id="twice, within a field"),
        pytest.param("a:\n  - b: 1\n    b: 2", "4:5 duplicate-field", id="twice, within a list"),
        pytest.param("a: {b: 1, b: 2}", "2:11 duplicate-field", id="twice, within braces"),
        pytest.param("a: &x 1", "2:4 alias", id="anchor"),
        pytest.param("a: 1\nb: *x", "3:4 alias", id="alias"),
        pytest.param("a: [1, *x]", "2:8 alias", id="alias in a list"),
        pytest.param("&x a: 1", "2:1 alias", id="anchor on a name"),
        pytest.param("*x : 1", "2:1 field-name", id="alias as a name"),
        pytest.param(LAUGHS, "2:4 alias", id="billion laughs"),
        pytest.param("a:\n  <<: {b: 1}", "3:3 merge-key", id="merge key"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x", "2:4 alias", id="merge key with an alias"),
        pytest.param("a: !x 1", "2:4 tag", id="tag"),
        pytest.param("a: !!str 1", "2:4 tag", id="harmless tag"),
        pytest.param("a: ! 1", "2:4 tag", id="bare tag"),
        pytest.param("a: !!binary aGk=", "2:4 tag", id="binary"),
        pytest.param("a: !!python/object/apply:os.abort []", "2:4 tag", id="code"),
        pytest.param("a: !<tag:example.org,2024:x> 1", "2:4 tag", id="tag in full"),
        pytest.param("!!map\na: 1", "2:1 tag", id="tag on everything"),
        pytest.param("a: !e!x 1", "2:4 broken-yaml", id="tag of an unknown family"),
        pytest.param("? [a, b]\n: 1", "2:3 field-name", id="list as a name"),
        pytest.param("{a: 1}: 2", "2:1 field-name", id="fields as a name"),
        pytest.param("a: " + "[" * 30 + "]" * 30, "2:19 too-deep", id="deep brackets"),
        pytest.param("a: " + "[" * 9000, "2:19 too-deep", id="very many brackets"),
        pytest.param(
            "\n".join(" " * n + "a:" for n in range(30)), "18:17 too-deep", id="deep fields"
        ),
        pytest.param("a: 1\n--- b", "3:1 two-documents", id="two documents"),
        pytest.param("a: 1\n...\nb: 2", "4:1 broken-yaml", id="fields after the end"),
        pytest.param("- a\n- b", "2:1 no-fields", id="a list"),
        pytest.param("Some text.", "2:1 no-fields", id="text"),
        pytest.param("", "2:1 no-fields", id="nothing"),
        pytest.param('a: "\\u202e"', "2:4 hidden-character", id="turned text, escaped"),
        pytest.param('b: 1\n"\\0": 1', "3:1 hidden-character", id="NUL in a name, escaped"),
        pytest.param('a: "\\U00110000"', "2:7 broken-yaml", id="impossible character"),
    ],
)
def test_yaml_that_repeats_hides_or_converts_is_refused_where_it_does(front_matter, expected):
    assert at(refusal(f"---\n{front_matter}\n---\n")) == expected


@pytest.mark.parametrize(
    ("front_matter", "place", "told"),
    [
        pytest.param("a: b: c", "2:5", "There is a colon inside this text", id="colon"),
        pytest.param("é: 😀 ü: c", "2:7", "There is a colon inside", id="colon after accents"),
        pytest.param("a: 1\n  b: 2", "3:4", "There is a colon inside", id="set in too far"),
        pytest.param("a:\n\tb: 1", "3:1", "indented with a tab", id="tab"),
        pytest.param("a: text\n\tmore", "3:1", "indented with a tab", id="tab within text"),
        pytest.param("a: @b", "2:4", "cannot begin with this character", id="at sign"),
        pytest.param("a: `b`", "2:4", "cannot begin with this character", id="backtick"),
        pytest.param("a: %b", "2:4", "cannot begin with this character", id="per cent"),
        pytest.param('b: 1\na: "b\nc: 2', "3:4", "quotation mark that opens here", id="quote"),
        pytest.param("a: 'b", "2:4", "quotation mark that opens here", id="single quote"),
        pytest.param("a: 'it's'", "2:8", "outside its quotation marks", id="apostrophe"),
        pytest.param('a: "b" c', "2:8", "outside its quotation marks", id="text after a quote"),
        pytest.param('a: "b\\q"', "2:6", "backslash", id="backslash"),
        pytest.param("b: 1\na: [c, d\ne: 2", "3:4", "bracket that opens here", id="bracket"),
        pytest.param("a: {b: 1", "2:4", "bracket that opens here", id="brace"),
        pytest.param("a: [b}", "2:4", "bracket that opens here", id="brackets that differ"),
        pytest.param("a: ]", "2:4", "where a value should be", id="closing bracket"),
        pytest.param("a: [ , b]", "2:6", "where a value should be", id="stray comma"),
        pytest.param("a: 1\nb\nc: 2", "3:1", "followed by a colon and a space", id="no colon"),
        pytest.param("a:1\nb: 2", "2:1", "no fields", id="no space after the colon"),
        pytest.param("a:\n  b: 1\n c: 2", "4:2", "not indented like", id="indentation"),
        pytest.param("a:\n  - b\n - c", "4:2", "not indented like", id="indentation of a list"),
        pytest.param("a: - b", "2:4", "cannot begin on the line", id="list beside its field"),
        pytest.param("a: >b\n  c", "2:4", "must begin on the next line", id="folded text"),
        pytest.param("a: *", "2:4", "point to other values", id="asterisk"),
        pytest.param("a: & b", "2:4", "point to other values", id="ampersand"),
    ],
)
def test_a_slip_in_the_yaml_is_told_in_plain_words_where_it_began(front_matter, place, told):
    problem = refusal(f"---\n{front_matter}\n---\n")

    assert f"{problem.line}:{problem.column}" == place
    assert told in problem.message
    assert problem.mend


@pytest.mark.parametrize(
    ("front_matter", "place"),
    [
        pytest.param("a: A letter #2 lost", "2:13", id="number"),
        pytest.param("a: Too busy, see # Jane Smith will ask", "2:18", id="after one space"),
        pytest.param("a: A letter  #2 lost", "2:14", id="two spaces, but no note"),
        pytest.param("a: A letter\t# lost", "2:13", id="after a tab"),
        pytest.param("a: é 😀 # lost", "2:8", id="after accents"),
        pytest.param("a: one\n  two # lost\n  three", "3:7", id="second line of text"),
        pytest.param("a: one\n  #2 lost\nb: 1", "3:3", id="line of its own, as if text went on"),
        pytest.param("a: one\n\n  # lost", "4:3", id="the same after a blank line"),
        pytest.param("a:\n  - one\n  - two #3 lost", "4:9", id="item of a list"),
        pytest.param("a:\n- one\n  # lost", "4:3", id="below an item of a list"),
        pytest.param("a:\n  - b: one # lost\n    c: 1", "3:12", id="field within a list"),
        pytest.param("a: [one #2 lost, two]", "2:9", id="in brackets"),
        pytest.param("a: [one # lost\n  , two]", "2:9", id="in brackets, read on below"),
        pytest.param("a: {b: one # lost\n  , c: two}", "2:12", id="in braces"),
        pytest.param("a: true # lost", "2:9", id="not only text"),
        pytest.param("a: #2 lost", "2:4", id="all of the text"),
        pytest.param("a:\n  #2 lost\nb: 1", "3:3", id="all of the text, on the next line"),
    ],
)
def test_text_that_would_be_lost_as_a_note_is_refused_where_it_begins(front_matter, place):
    problem = refusal(f"---\n{front_matter}\n---\n")

    assert at(problem) == f"{place} lost-text"
    assert problem.message == "Everything after “ #” would be lost."
    assert problem.mend.startswith(
        "Put quotation marks around the text; set a real note off by two spaces."
    )


@pytest.mark.parametrize(
    ("front_matter", "value"),
    [
        ("a: one  # a note", "one"),
        ("a: one  #", "one"),
        ("a: one  # a note\n       # and more of it", "one"),
        ("a: # a note", None),
        ("a:\n  # a note", None),
        ("a: one\n# a note\nb: 1", "one"),
        ('a: "one #2"', "one #2"),
        ("a: 'one #2' # a note", "one #2"),
        ("a: one#2", "one#2"),
        ("a: >-\n  one #2\n  # three", "one #2 # three"),
        ("a: [one, two] # a note", ["one", "two"]),
        ("a: [\n  one,  # a note\n  two\n  ]", ["one", "two"]),
        ("a:  # a note\n  # another\n  - one\n  - two", ["one", "two"]),
        ("a:\n  - b: one\n    # a note\n    c: two", [{"b": "one", "c": "two"}]),
    ],
)
def test_a_note_that_is_set_off_is_left_out_and_a_sign_within_text_stays(front_matter, value):
    assert fields(front_matter)["a"] == value


def test_a_colon_within_curly_quotation_marks_is_told_to_need_straight_ones():
    for written in ("a: “b: c”", "a:\n  - b: ‘c: d’"):
        assert 'straight quotation marks (")' in refusal(f"---\n{written}\n---\n").mend
    assert "straight" not in refusal("---\na: b “c”: d\n---\n").mend


@pytest.mark.parametrize(
    "front_matter", ["a: b: c", "a: [b", "a: 'b", "a:\n  b: 1\n c: 2", "a: b #c"]
)
def test_whoever_reads_of_one_slip_is_told_that_there_may_be_more(front_matter):
    mend = refusal(f"---\n{front_matter}\n---\n").mend

    assert mend.endswith(". The rest of this file can only be read after that.")


@pytest.mark.parametrize(
    ("front_matter", "place", "held"),
    [
        ("a: text\n  - b: c\n    d: e", "3:3", "text"),
        ("a: text\n- b: c", "3:1", "text"),
        ("a: text\n- b\n- c", "3:1", "text"),
        ('a: "text"\n  - b: c', "3:3", "text"),
        ("a: []\n  - b: c", "3:3", "a list"),
        ("a:\n  - b: 1\n    c: text\n    - d: 1", "5:5", "text"),
        ("a:\n  - b: text\n      - d: 1", "4:7", "text"),
    ],
)
def test_a_list_below_a_field_that_is_filled_in_already_is_told_apart(front_matter, place, held):
    problem = refusal(f"---\n{front_matter}\n---\n")

    assert f"{problem.line}:{problem.column}" == place
    assert problem.message == f"A list begins here, but the field above already holds {held}."


@pytest.mark.parametrize(
    "front_matter",
    ["a:\n  - b: c: d", "a:\n- b: 1\n   - b: 2", "a:\n  - b\n - c", "a:\n  - b: 1\n - b: 2"],
)
def test_other_slips_in_a_list_are_not_taken_for_that(front_matter):
    assert "A list begins here" not in refusal(f"---\n{front_matter}\n---\n").message


@pytest.mark.parametrize("dashes", ["—", "–", "--", "----", "—-", "– "])
def test_whoever_begins_or_ends_with_a_dash_is_told_of_three_hyphens(dashes):
    first = refusal(f"{dashes}\na: 1\n{dashes}\n")
    last = refusal(f"---\na: 1\n{dashes}\n\nText.\n")

    assert at(first) == "1:1 no-front-matter"
    assert first.message == "The first line must be three hyphens (---)."
    assert "Word processors turn" in first.mend
    assert at(last) == "3:1 front-matter-not-closed"
    assert "three hyphens (---)" in last.mend


# --- What is refused: the file ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", "1:1 empty-file", id="empty"),
        pytest.param(b"\xef\xbb\xbf\n  \n", "1:1 empty-file", id="blank"),
        pytest.param(b"Text only.\n", "1:1 no-front-matter", id="no front matter"),
        pytest.param(b"\n---\na: 1\n---\n", "1:1 no-front-matter", id="begins too late"),
        pytest.param(b"---\na: 1\n", "1:1 front-matter-not-closed", id="not closed"),
        pytest.param(b"---\na: 1\n  ---\n", "1:1 front-matter-not-closed", id="indented end"),
        pytest.param(b"\x89PNG\x00\x01", "1:1 not-text", id="picture"),
        pytest.param("---\na: 1\n---\n".encode("utf-16"), "1:1 not-text", id="UTF-16"),
        pytest.param(b"---\na: 1\nb: \xe9\n---\n", "3:4 not-utf-8", id="another encoding"),
        pytest.param(b"---\r\na: 1\r\nb: \xe9\r\n", "3:4 not-utf-8", id="the same on Windows"),
        pytest.param(b"---\ra: 1\rb: \xe9\r", "3:4 not-utf-8", id="the same on old Macs"),
        pytest.param(b"\xef\xbb\xbf---\na: \xe9\n", "2:4 not-utf-8", id="the same after a mark"),
        pytest.param("é: é".encode() + b"\xff", "1:5 not-utf-8", id="after accents"),
        pytest.param(b"x" * 5 * 256 * 1024, "1:1 too-large", id="5 MB"),
    ],
)
def test_a_file_that_is_no_record_is_refused(content, expected):
    assert at(refusal(content)) == expected


def test_a_long_record_is_read_up_to_the_limit():
    beginning = b"---\na: 1\n---\n"

    assert read(beginning.ljust(256 * 1024, b"x")).front_matter == {"a": 1}
    assert refusal(beginning.ljust(256 * 1024 + 1, b"x")).code == "too-large"


def test_a_link_to_another_file_is_refused_though_that_file_is_a_record(tmp_path):
    (tmp_path / "real.md").write_text("---\na: 1\n---\n", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")

    with pytest.raises(Unreadable) as refused:
        read_source(tmp_path / "link.md", tmp_path)

    assert at(refused.value.problem) == "1:1 link"


@pytest.mark.parametrize(
    "hidden",
    [
        *("\x01", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u00ad", "\u034f", "\u061c"),
        *("\u115f", "\u180e", "\u200b", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029"),
        *("\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\u3164", "\ufeff", "\ufff9"),
        *("\ufffe", "\uffff", "\U000e0001", "\U000e0041", "\U000e0100"),
    ],
    ids=lambda hidden: f"U+{ord(hidden):04X}",
)
@pytest.mark.parametrize(
    ("text", "place"),
    [("---\na: é{}b\n---\n", "2:5"), ("---\na: 1\n---\n\nText{}.\n", "5:5")],
    ids=["field", "body"],
)
def test_a_character_that_nobody_can_see_is_refused_where_it_stands(hidden, text, place):
    problem = refusal(text.format(hidden))

    assert at(problem) == f"{place} hidden-character"
    assert f"U+{ord(hidden):04X}" in problem.message


# --- Whatever comes ---------------------------------------------------------------------------

SCRAPS = st.lists(
    st.sampled_from(
        [
            *"abc:-?[]{}&*!|>%@`\"'#,~\\<. \t\n\n\r",
            "a: ",
            "- ",
            "  ",
            "<<: ",
            "...",
            "---",
            "\n---\n",
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None, max_examples=examples(150))
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.one_of(st.text(max_size=100), SCRAPS).map(
            lambda text: f"---\n{text}\n---\n".encode("utf-8", "surrogatepass")
        ),
    )
)
def test_any_file_at_all_is_read_or_refused_with_a_place_inside_it(content):
    try:
        source = read(content)
    except Unreadable as refused:
        problem = refused.problem
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message.endswith(".")
        assert problem.mend.endswith((".", "”"))
    else:
        assert isinstance(source.front_matter, dict)


class _Quoting(yaml.SafeDumper):
    """Writes all text in double quotation marks, and nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**17), max_value=10**17),
    st.text(VISIBLE, max_size=30),
)
NAMES = st.text(VISIBLE, min_size=1, max_size=20).filter(lambda name: name != "<<")
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=5), st.booleans(), st.booleans())
def test_whatever_is_written_with_its_text_quoted_comes_back_equal(values, as_it_is, in_brackets):
    front_matter = yaml.dump(
        values,
        Dumper=_Quoting,
        allow_unicode=as_it_is,
        default_flow_style=in_brackets,
        sort_keys=False,
    )

    assert fields(front_matter) == values


WORDS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
PLAIN_VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(WORDS, PLAIN_VALUES, min_size=1, max_size=5), st.booleans())
def test_every_field_and_every_value_is_found_where_it_stands(values, in_brackets):
    front_matter = yaml.dump(
        values, Dumper=_Quoting, default_flow_style=in_brackets, sort_keys=False
    )
    text = f"---\n{front_matter}---\n"
    source = read(text)

    def written_at(path: list[str | int], *, of_key: bool = False) -> str:
        line, column = source.place_of(path, of_key=of_key)
        return text.split("\n")[line - 1][column - 1 :]

    def walk(value: object, path: list[str | int]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                assert written_at([*path, key], of_key=True).startswith(f'"{key}"')
                walk(inner, [*path, key])
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(inner, [*path, number])
        else:
            assert written_at(path).startswith(f'"{value}"')

    walk(values, [])


def test_what_is_missing_is_placed_at_the_nearest_part_that_is_there():
    source = read("---\na: 1\nb:\n  - c: 1\n  - d: 1\n---\n")

    assert source.place_of(["b", 1, "c"]) == (5, 5)
    assert source.place_of(["b", 7]) == (3, 1)
    assert source.place_of(["z", "y"]) == (1, 1)
