"""A page that people write holds no note that its readers cannot see and its source tells."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.documents import faults_in_documents
from patternbook.problems import Problem
from tests.examples import examples
from tests.making import write

# As MkDocs sets it up here, but for what makes no difference to comments.
_BUILDER = ["fenced_code", "tables", "attr_list", "md_in_html", "toc"]
_UNSEEN = ("<!--", "<!", "<?")


def faults(folder, text: str, name: str = "docs/guide/a-page.md") -> list[Problem]:
    """Return what is wrong with a page that holds this text."""
    folders = write(folder, {name: text})
    return list(faults_in_documents(folders.docs, folders.root))


HIDDEN = {
    "alone": ("Before.\n\n<!-- a note -->\n", 3),
    "in a sentence": ("Before <!-- a note --> and after.\n", 1),
    "over several lines": ("Before.\n\n<!--\na note\n-->\n", 3),
    "never closed": ("Before.\n\n<!-- a note\n", 3),
    "below the fields": ("---\ntitle: A page\n---\n\n# A page\n\n<!-- a note -->\n", 7),
    "in HTML": ("<div>\n<p>x</p>\n<!-- a note -->\n</div>\n", 3),
    "in a list": ("- One\n\n    <!-- a note -->\n", 3),
    "in a quotation": ("> One\n> <!-- a note -->\n", 2),
    "in a table": ("| a | b |\n| - | - |\n| <!-- a note --> | c |\n", 3),
    "in a heading": ("# A page <!-- a note -->\n", 1),
    "behind a backslash": ("Before \\<!-- a note --> after.\n", 1),
    "after code": ("`code` <!-- a note -->\n", 1),
    "beside code of the same words": ("`<!-- x -->` <!-- x -->\n", 1),
    "in code of several lines": ("Some `code\n<!-- a note -->\nand` more.\n", 2),
    "in a fence that is not closed": ("~~~\n<!-- a note -->\n", 2),
    "in a fence that is indented": (" ~~~\n<!-- a note -->\n ~~~\n", 2),
    "in a fence that is closed otherwise": ("```\n<!-- a note -->\n````\n", 2),
    "an instruction": ("Before.\n\n<?note this ?>\n", 3),
    "a declaration": ("Before.\n\n<!NOTE this>\n", 3),
    "raw data": ("Before.\n\n<![CDATA[ a note ]]>\n", 3),
    "a link that is none": ("Before.\n\n[//]: # (a note)\n", 3),
    "a link to nowhere": ("Before.\n\n[comment]: <> (a note)\n", 3),
    "a link that nobody uses": ("Before.\n\n[notes]: https://example.org 'a note'\n", 3),
    "a link twice": ("[a]\n\n[a]: https://example.org\n[a]: https://example.com\n", 4),
}


@pytest.mark.parametrize(("text", "line"), HIDDEN.values(), ids=HIDDEN)
def test_a_note_that_nobody_sees_is_a_fault_on_its_line(tmp_path, text, line):
    assert [(p.code, p.line) for p in faults(tmp_path, text)] == [("hidden-comment", line)]


SEEN = {
    "plain": "A page without notes, 1 < 2 and 3 > 2!\n",
    "in code": "A comment is written `<!-- like this -->`.\n",
    "in longer code": "A comment is written `` <!-- like `this` --> ``.\n",
    "in a fence": "```\n<!-- like this -->\n```\n",
    "in a fence with a language": "``` html\n<!-- like this -->\n```\n",
    "in a fence of waves": "~~~~\n<!-- like this -->\n~~~~\n",
    "spelt out": "A comment begins with &lt;!-- and so on.\n",
    "a link that is used": "See [here] and [there][here].\n\n[here]: https://example.org\n",
    "HTML that is no comment": '<div class="pb-note" markdown="1">\n\nA note for all.\n\n</div>\n',
    "fields with a note": "---\n# a note in YAML\ntitle: A page\n---\n\nA page.\n",
}


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_readers_see_is_no_fault(tmp_path, text):
    assert faults(tmp_path, text) == []


def test_a_page_of_the_vocabulary_holds_no_such_note_either(tmp_path):
    text = "---\nid: x\n---\n\n<!-- a note -->\n"

    assert [p.code for p in faults(tmp_path, text, "docs/factors/x.md")] == ["hidden-comment"]


def test_the_message_does_not_repeat_the_note(tmp_path):
    (problem,) = faults(tmp_path, "<!-- ask Zara -->\n")

    assert "Zara" not in str(problem)


_PIECES = st.sampled_from(
    [
        *("<!-- note -->", "<!--", "-->", "<?x?>", "`", "``", "```", "~~~", "\n", "\n\n", "    "),
        *("> ", "- ", "1. ", "word", "\\", "<div>", "</div>", "<p>", "| a |", "# ", "*", "[a]"),
    ]
)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_no_comment_reaches_a_built_page_without_being_told(tmp_path_factory, text):
    built = markdown.markdown(text, extensions=_BUILDER)

    if "<!--" in built or "<?x" in built:
        folder = tmp_path_factory.mktemp("page")
        assert [p.code for p in faults(folder, text)][:1] == ["hidden-comment"]
