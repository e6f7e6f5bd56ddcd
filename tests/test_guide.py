"""The guide: its places, its live examples, its glossary and sources, and how it reads."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from patternbook.calls import MACROS
from patternbook.folders import Folders
from patternbook.glossary import Glossary, GlossaryTerm, read_glossary
from patternbook.library import load_library
from patternbook.pages import make_pages
from patternbook.pages.examples import NOT_HERE
from patternbook.pages.guide import foot
from patternbook.pages.snippets import SNIPPETS
from patternbook.pages.terms import mark_terms
from patternbook.publication import publish
from patternbook.vocabulary import Kind
from tests.conftest import run_patternbook
from tests.guide_report import (
    PARTS,
    Read,
    lacking,
    leading_nowhere,
    read_pages,
    too_hard,
    unexplained,
)
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    episode,
    finding,
    load,
    near_miss,
    page,
    recommendation,
)

# --- The pages of this library ------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages() -> list[Read]:
    """Return the pages of the real guide."""
    return read_pages()


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    """Return the real glossary."""
    return read_glossary(Folders.at(PROJECT))[0]


def test_every_page_answers_what_when_how_with_an_example_what_to_watch_for_and_where_next(pages):
    assert lacking(pages) == []


def test_no_page_leaves_its_reader_alone(pages):
    assert leading_nowhere(pages) == []


def test_no_page_is_far_too_hard_to_read(pages):
    assert too_hard(pages) == []


def test_every_abbreviation_of_the_guide_is_in_the_glossary(pages, glossary):
    assert unexplained(pages, glossary) == []


def test_every_abbreviation_says_what_it_stands_for(glossary):
    assert [t.term for t in glossary.terms if t.term.isupper() and not t.stands_for] == []


def test_every_tool_has_a_sheet_and_every_other_page_has_none(pages):
    with_sheets = {p.name for p in pages if 'class="pb-sheet"' in p.source.body}

    tools = {p.name for p in pages if p.name.startswith("tools/") and p.needs == PARTS}
    assert tools - with_sheets == set()
    assert "tools/five-whys.md" in with_sheets


def read(name: str, body: str, **fields: Any) -> Read:
    """Return a page of the guide with this body."""
    from patternbook.source import parse_source

    filled = {"title": "A", "description": "B.", "guide": {"order": 1}, **fields}
    return Read(name, parse_source(page(filled, body), f"docs/guide/{name}"))


def test_a_page_without_a_part_or_with_parts_in_another_order_is_told():
    whole = "".join(f"## A {{ #{part} }}\n\nText.\n\n" for part in PARTS)
    swapped = whole.replace("#what", "#x").replace("#when", "#what").replace("#x", "#when")

    assert lacking([read("model/a.md", whole)]) == []
    assert lacking([read("model/a.md", whole.replace("#watch", "#seen"))]) == [
        "model/a.md: no watch"
    ]
    assert lacking([read("model/a.md", swapped)]) == ["model/a.md: its parts are in another order"]
    assert (
        lacking([read("readers/a.md", "## A { #next }\n", guide={"order": 1, "form": "list"})])
        == []
    )
    assert lacking([read("model/index.md", "")]) == []


def test_an_abbreviation_that_nobody_explains_is_told_and_code_is_passed_over():
    known = Glossary(terms=(term("SCR", stands_for="serious case review"),))
    text = "Two SCRs and an XYZ. `ABC` and [a link](DEF.md), {{ cite('GHI') }}.\n"

    assert unexplained([read("model/a.md", text)], known) == ["model/a.md: XYZ"]


def test_a_page_that_is_far_too_hard_is_told():
    hard = "Organisational considerations necessitate interdisciplinary operationalisation. " * 9

    assert too_hard([read("model/a.md", f"{hard}\n")]) != []
    assert too_hard([read("model/a.md", "The dog ran. It was glad.\n")]) == []


# --- Where pages stand --------------------------------------------------------------------------


def guide_page(title: str, body: str = "", order: Any = 1, **fields: Any) -> str:
    """Return the text of a page of the guide."""
    return page(
        {"title": title, "description": f"On {title}.", "guide": {"order": order}, **fields}, body
    )


SECTION = {
    "docs/guide/review/index.md": guide_page("Doing a review"),
    "docs/guide/review/b.md": guide_page("Second", order=2),
    "docs/guide/review/a.md": guide_page("Third", order=3),
    "docs/guide/review/c.md": guide_page("First", order=1),
}


def test_pages_stand_in_the_order_that_they_say_and_lead_to_their_neighbours(tmp_path):
    library, problems = load(tmp_path, SECTION)
    public = publish(library, "public")

    assert problems == []
    assert [each.title for each in library.guide.sections[0].pages] == ["First", "Second", "Third"]
    second = foot(public, "docs/guide/review/b.md".removeprefix("docs/"))
    assert "Step 2 of 3 in [Doing a review](index.md)" in second
    assert "Before this: [First](c.md)" in second
    assert "Next: [Third](a.md)" in second
    assert "Next:" not in foot(public, "guide/review/a.md")
    assert foot(public, "guide/review/index.md") == foot(public, "about/index.md") == ""


def test_a_variant_of_the_path_is_no_step_of_it(tmp_path):
    library, _ = load(
        tmp_path, {**SECTION, "docs/guide/review/v.md": guide_page("In a day", order=50)}
    )
    public = publish(library, "public")

    assert "A variant of [Doing a review](index.md)" in foot(public, "guide/review/v.md")
    assert "Step 3 of 3" in foot(public, "guide/review/a.md")
    listed = SNIPPETS["list_pages"](public, "guide/review/index.md")
    assert "**1&#46; [First](c.md)**" in listed
    assert "**[In a day](v.md)**" in listed


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("review/d.md", guide_page("Fourth", order="last"), "does not say where it stands"),
        ("review/d.md", page({"title": "Fourth"}), "does not say where it stands"),
        ("review/d.md", page({"title": "D", "guide": {"order": 9}}), "has no description"),
        ("review/d.md", guide_page("Fourth", order=2), "same place: guide/review/b.md"),
        ("review/d.md", guide_page("D", guide={"order": 9, "explains": ["x"]}), "no term with"),
        ("other/d.md", guide_page("Fourth", order=9), "has no opening page"),
        ("other/index.md", guide_page("Other", order=1), "same place: guide/"),
    ],
)
def test_a_page_without_a_place_of_its_own_is_a_fault(tmp_path, path, text, told):
    _, problems = load(tmp_path, {**SECTION, f"docs/guide/{path}": text})

    assert [problem.code for problem in problems] == ["guide-page"]
    assert told in problems[0].message
    assert problems[0].mend


# --- Live examples ------------------------------------------------------------------------------

RECORDS = {
    "reviews/case-reviews/review.md": case_review(
        "review",
        "## Worker\n\nSource: record\n\nFirst.\n\nSecond.\n\nThird.\n",
        episodes=[
            episode("call", practice="good", description="She rang."),
            episode("inside", audience="board", description="Kept."),
        ],
        findings=[finding("seen", episodes=["call"])],
        recommendations=[recommendation("ring", findings=["seen"])],
    ),
    "reviews/near-misses/letter.md": near_miss(
        "letter", prevented_by=[{"by": "chance", "how": "The post was late."}]
    ),
    "reviews/debriefs/visit.md": debrief("visit"),
    "reviews/near-misses/draft.md": near_miss("draft", stage="interim", audience="board"),
    "reviews/near-misses/gone.md": page(
        {
            "id": "gone",
            "kind": "near-miss",
            "audience": "public",
            "withdrawn": {"role": "Editor", "year": 2026},
        }
    ),
}
GOOD = [
    'show_episode("review", "call")',
    'show_episode("review", "call", practice="good", factor="workload", parts="account factors")',
    'show_finding("review", "seen", pattern="tunnel-vision", influence="unsafe")',
    'show_recommendation("review", "ring", kind="clear-cut", level="local")',
    'show_perspective("review", "Worker", paragraphs=1)',
    'show_near_miss("letter", prevented_by="chance", outcome="prevented")',
    'show_debrief("visit")',
    'show_factor("workload")',
    'show_pattern("tunnel-vision")',
]
BAD = [
    ('show_episode("review", "cal")', "Did you mean “call”?"),
    ('show_episode("review", "inside")', "call"),
    ('show_episode("review", "call", practice="problematic")', "no longer fits"),
    ('show_episode("review", "call", factor="timing")', "no longer fits"),
    ('show_episode("letter", "call")', "near miss"),
    ('show_episode("reveiw", "call")', "Did you mean “review”?"),
    ('show_finding("review", "seen", influence="constructive")', "no longer fits"),
    ('show_recommendation("review", "ring", level="national")', "no longer fits"),
    ('show_perspective("review", "Mother")', "no account under this heading"),
    ('show_near_miss("gone")', "was withdrawn"),
    ('show_near_miss("draft")', "may not see"),
    ('show_near_miss("letter", prevented_by="another-agency")', "no longer fits"),
    ('show_debrief("letter")', "near miss"),
    ('show_factor("tunnel-vision")', "show_pattern"),
    ('show_pattern("workload")', "show_factor"),
    ('show_factor("work-load")', "Did you mean “workload”?"),
]


def with_call(*calls: str, path: str = "docs/guide/index.md") -> dict[str, str | bytes]:
    """Return the records and a page that calls these macros, each on a line, from line 5 on."""
    body = "".join(f"{{{{ {call} }}}}\n" for call in calls)
    return {**RECORDS, path: f"---\ntitle: A\nrender_macros: true\n---\n{body}"}


def test_the_macros_that_are_checked_are_those_that_pages_can_call():
    for name, macro in MACROS.items():
        _library, _page, *own = inspect.signature(SNIPPETS[name]).parameters.values()
        needed = [each.name for each in own if each.default is inspect.Parameter.empty]
        assert needed == list(macro.needed), name
        assert {each.name for each in own} == {*macro.needed, *macro.optional}, name


def test_examples_that_are_there_are_no_fault_and_are_shown(tmp_path):
    library, problems = load(tmp_path, with_call(*GOOD))
    public = publish(library, "public")

    assert problems == []
    assert len(library.calls) == len(GOOD)
    for call in library.calls:
        shown = SNIPPETS[call.macro](public, call.page, **call.said)
        assert 'class="pb-example"' in shown
        assert NOT_HERE not in shown
        assert "](../" in shown  # it leads to what it shows


@pytest.mark.parametrize(("call", "told"), BAD)
def test_an_example_that_is_not_there_or_no_longer_fits_is_a_fault_on_its_line(
    tmp_path, call, told
):
    _, problems = load(tmp_path, with_call(GOOD[0], call))

    assert [(p.path, p.line, p.code) for p in problems] == [
        ("docs/guide/index.md", 6, "broken-example")
    ]
    assert told in f"{problems[0].message} {problems[0].mend}"


@pytest.mark.parametrize("command", ["stage", "check"])
def test_no_page_is_written_while_an_example_is_broken(tmp_path, command):
    load(tmp_path / "library", with_call(GOOD[0], BAD[0][0]))
    out = tmp_path / "out"
    asked = [command, *([str(out)] if command == "stage" else [])]

    ran = run_patternbook(*asked, "--root", str(tmp_path / "library"))

    assert ran.returncode == 1
    printed = ran.stdout + ran.stderr
    assert "docs/guide/index.md:6:1" in printed
    assert "Did you mean “call”?" in printed
    assert not out.exists()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ('show_episode("review")', "is not told: episode_id"),
        ('show_episode("review", "call", "good")', "is told too much"),
        ('show_episode("review", "call", practise="good")', "Did you mean “practice”?"),
        ('show_episode("re" ~ view, "call")', "worked out here"),
        ("show_near_miss(*names)", "worked out here"),
        ('show_near_miss("letter"', "cannot be read"),
    ],
)
def test_a_call_that_cannot_be_read_is_a_fault_on_its_line(tmp_path, call, told):
    _, problems = load(tmp_path, with_call(GOOD[0], call))

    assert [(p.path, p.line, p.code) for p in problems] == [
        ("docs/guide/index.md", 6, "broken-macro")
    ]
    assert told in f"{problems[0].message} {problems[0].mend}"


def test_all_broken_examples_are_told_at_once(tmp_path):
    _, problems = load(tmp_path, with_call(GOOD[0], *(call for call, _ in BAD)))

    assert [p.line for p in problems] == list(range(6, 6 + len(BAD)))


def test_a_library_with_other_records_has_the_same_pages_and_no_fault(tmp_path):
    files = with_call('show_episode("review", "call")', 'show_near_miss("letter")')
    for path in RECORDS:
        del files[path]
    files["reviews/near-misses/another.md"] = near_miss("another")
    library, problems = load(tmp_path, files)

    assert problems == []
    shown = [SNIPPETS[c.macro](publish(library, "public"), c.page, **c.said) for c in library.calls]
    assert shown == [NOT_HERE] * 2


def test_the_participants_of_a_review_are_told_nothing_of_other_records(tmp_path):
    library, _ = load(tmp_path, with_call(*GOOD[:7]))
    from patternbook.publication import Reader

    reading = publish(library, Reader("participants", "draft"))  # type: ignore[arg-type]

    assert {SNIPPETS[c.macro](reading, c.page, **c.said) for c in library.calls} == {NOT_HERE}


def test_a_part_that_is_kept_is_not_shown_to_the_public(tmp_path):
    library, _ = load(tmp_path, RECORDS)

    shown = {
        audience: SNIPPETS["show_episode"](
            publish(library, audience), "guide/index.md", "review", "inside"
        )
        for audience in ("public", "board")
    }

    assert shown["public"] == NOT_HERE
    assert "Kept." in shown["board"]


def test_what_is_invented_says_so_and_what_is_retold_names_its_source(tmp_path):
    files = {
        "reviews/near-misses/a.md": near_miss("a", origin="illustrative"),
        "reviews/near-misses/b.md": near_miss(
            "b", origin="literature", citation={"reference": "A book", "section": "4"}
        ),
    }
    public = publish(load(tmp_path, files)[0], "public")
    invented, retold = (SNIPPETS["show_near_miss"](public, "guide/a.md", n) for n in "ab")

    assert "Illustration" in invented
    assert "never counted" in invented
    assert "Retold from A book, section 4." in retold
    assert "never counted" not in retold


def test_hostile_text_in_an_example_can_do_nothing(tmp_path):
    text = "<script>alert(1)</script> {{ 7 * 7 }} [x](javascript:1) *[board]: other"
    files = {"reviews/near-misses/a.md": near_miss("a", what_happened=text, title="A <b>")}
    public = publish(load(tmp_path, files)[0], "public")

    shown = SNIPPETS["show_near_miss"](public, "guide/a.md", "a")

    for sign in ("<script", "{{", "](javascript", "*[board]"):
        assert sign not in shown


# --- The glossary -------------------------------------------------------------------------------


def term(name: str, **fields: Any) -> GlossaryTerm:
    """Return a term with some meaning."""
    return GlossaryTerm(
        **{"id": name.lower().replace(" ", "-"), "term": name, "means": f"Of {name}.", **fields}
    )


def glossary_page(*terms: dict[str, Any]) -> dict[str, str | bytes]:
    """Return a glossary with these terms."""
    return {
        "docs/glossary.md": page({"title": "Glossary", "description": "W.", "terms": list(terms)})
    }


LIMIT = {"id": "limit", "term": "limit", "means": "Where it ends."}


@pytest.mark.parametrize(
    "second",
    [
        {"id": "limit", "term": "bound", "means": "Another."},
        {"id": "bound", "term": "Limit", "means": "Another."},
        {"id": "bound", "term": "bound", "also": ["limit"], "means": "Another."},
        {"id": "xy", "term": "XY", "stands_for": "limit", "means": "Another."},
    ],
)
def test_a_term_that_is_explained_twice_is_a_fault_with_file_and_line(tmp_path, second):
    _, problems = load(tmp_path, glossary_page(LIMIT, second))

    assert [(p.path, p.code) for p in problems] == [("docs/glossary.md", "term-twice")]
    line = (tmp_path / "docs/glossary.md").read_text("utf-8").split("\n")[problems[0].line - 1]
    assert line.strip().endswith(second["term"])
    assert "first on line 6" in problems[0].message


def test_a_word_of_a_closed_list_is_pointed_to_and_not_explained_again(tmp_path):
    again = {"id": "near-miss", "term": "near miss", "means": "Another."}
    pointing = {"id": "near-miss", "term": "near miss", "word": "Kind.near-miss"}

    _, problems = load(tmp_path / "again", glossary_page(again))
    library, none = load(tmp_path / "pointing", glossary_page(pointing))

    assert [p.code for p in problems] == ["term-twice"]
    assert "word: Kind.near-miss" in problems[0].mend
    assert none == []
    assert library.glossary.terms[0].meaning == Kind.NEAR_MISS.meaning


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"means": None}, "incomplete"),
        ({"means": "A.", "word": "Kind.near-miss"}, "incomplete"),
        ({"means": None, "word": "Kind.nothing"}, "incomplete"),
        ({"means": None, "stands_for": "nothing here"}, "missing-field"),
        ({"meaning": "A."}, "unknown-field"),
    ],
)
def test_a_term_without_its_meaning_is_a_fault(tmp_path, fields, code):
    _, problems = load(tmp_path, glossary_page({**LIMIT, **fields}))

    assert code in [p.code for p in problems]


def test_an_abbreviation_of_a_term_means_what_the_term_means(tmp_path):
    short = {"id": "lm", "term": "LM", "stands_for": "limit"}
    library, problems = load(tmp_path, glossary_page(LIMIT, short))

    assert problems == []
    assert {t.term: t.meaning for t in library.glossary.terms} == {
        "limit": "Where it ends.",
        "LM": "Where it ends.",
    }


def test_the_page_of_the_glossary_leads_to_the_page_that_says_more(tmp_path):
    explaining = guide_page("On limits", guide={"order": 7, "explains": ["limit"]})
    files = {**glossary_page(LIMIT), **SECTION, "docs/guide/review/d.md": explaining}
    library, problems = load(tmp_path, files)
    made = {each.path: each for each in make_pages(publish(library, "public"))}["glossary.md"]

    assert problems == []
    assert "**Limit**{ #term-limit" in made.markdown
    assert "[On limits](guide/review/d.md)" in made.markdown
    assert made.file == "docs/glossary.md"


def test_without_a_glossary_of_its_own_a_library_has_its_closed_lists(tmp_path):
    library, _ = load(tmp_path, {})
    made = {each.path: each.markdown for each in make_pages(publish(library, "public"))}

    assert "Kinds of record" in made["glossary.md"]
    assert "Words of the method" not in made["glossary.md"]


# --- Terms on pages -----------------------------------------------------------------------------


def marked(html: str, *terms: GlossaryTerm, explained: tuple[str, ...] = ()) -> str:
    """Return HTML with these terms marked."""
    return mark_terms(html, Glossary(terms=terms), "../glossary/", explained)


def test_the_first_use_of_a_term_is_a_link_that_says_what_it_means():
    said = marked("<p>A near miss, and near misses.</p>", term("near miss", also=["near misses"]))

    assert said == (
        '<p>A <a class="pb-term" href="../glossary/#term-near-miss" data-means="Of near miss.">'
        "near miss</a>, and near misses.</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h2>board</h2>",
        '<p><a href="x">board</a></p>',
        "<pre><code>board</code></pre>",
        '<div class="x pb-example"><p>board<br>board</p></div>',
        "<label>board</label>",
        "<select><option>board</option></select>",
        "<p>aboard, on-board, boardroom</p>",
    ],
)
def test_a_term_is_not_marked_where_it_is_no_text_of_ours(html):
    assert marked(html, term("board")) == html


def test_capitals_count_in_an_abbreviation_and_nowhere_else():
    said = marked("<p>It is IT. Board.</p>", term("IT", stands_for="i t"), term("board"))

    assert said.count("pb-term") == 2
    assert ">IT</a>" in said
    assert ">Board</a>" in said
    assert 'data-means="i t. Of IT."' in said


def test_a_page_does_not_explain_what_it_is_about_nor_everyday_words():
    html = "<p>board threshold</p>"
    assert marked(html, term("board"), term("threshold", hover=False), explained=("board",)) == html


def test_all_else_on_a_page_stays_as_it_was():
    html = (
        '<p title="a &amp; b">x &amp; y &#8212; z<br/><!-- n --><img src="a.svg" alt=""> board</p>'
    )
    assert marked(html, term("x y z")) == html
    assert marked(html, term("board")).startswith(html.removesuffix("board</p>"))


def test_a_meaning_cannot_break_out_of_its_attribute():
    said = marked("<p>board</p>", term("board", means='"><script>&'))
    assert "<script" not in said


# --- Sources ------------------------------------------------------------------------------------

BOOK = """@book{lamb2004,
  author = {Lamb, Ann and Ash, Bo and Elm, Cy}, title = {Letters {In}}, year = {2004},
  publisher = {A Press}, keywords = {Books}, annote = {On letters.}}
"""


def test_a_claim_leads_to_its_source_and_the_source_back_to_the_claim(tmp_path):
    files = {
        **SECTION,
        "docs/guide/sources.bib": BOOK,
        "docs/guide/sources/index.md": guide_page("Sources", order=2),
        "docs/guide/review/b.md": guide_page(
            "Second", '{{ cite("lamb2004", "section 3") }}\n', order=2, render_macros=True
        ),
    }
    library, problems = load(tmp_path, files)
    public = publish(library, "public")

    assert problems == []
    assert SNIPPETS["cite"](public, "guide/review/b.md", "lamb2004", "section 3") == (
        "([Lamb and others 2004, section 3](../sources/index.md#source-lamb2004))"
    )
    listed = SNIPPETS["list_sources"](public, "guide/sources/index.md")
    assert "**Ann Lamb, Bo Ash and Cy Elm (2004)** Letters In. A Press." in listed
    assert 'id="source-lamb2004"' in listed
    assert "Cited on: [Second](../review/b.md)" in listed


def test_a_source_that_nobody_knows_is_a_fault_on_its_line(tmp_path):
    files = with_call('cite("lamb2004")', 'cite("lamb2040", "section 1")')
    _, problems = load(tmp_path, {**files, "docs/guide/sources.bib": BOOK})

    assert [(p.path, p.line, p.code) for p in problems] == [
        ("docs/guide/index.md", 6, "unknown-citation")
    ]
    assert problems[0].mend == "Did you mean “lamb2004”?"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (BOOK + BOOK, 4, "first is on line 1"),
        (BOOK + "@book{elm2001, title {x}}\n", 4, "no BibTeX"),
        (BOOK + "@book{elm2001, title = {x}}\n", 4, "author, year, annote, keywords"),
        (BOOK.replace("lamb2004", "Lamb"), 1, "a name and a year"),
        (BOOK.replace("year", "url = {http://x y}, year"), 1, "address"),
    ],
)
def test_a_list_of_sources_that_cannot_be_used_is_a_fault(tmp_path, text, line, told):
    _, problems = load(tmp_path, {"docs/guide/sources.bib": text})

    assert [(p.path, p.line, p.code) for p in problems] == [
        ("docs/guide/sources.bib", line, "broken-bibliography")
    ]
    assert told in problems[0].message


def test_every_source_of_this_library_says_what_we_took_from_it():
    library, _ = load_library(Folders.at(PROJECT))

    assert len(library.bibliography.references) > 30
    assert {each.group for each in library.bibliography.references} >= {
        "What the guide is built on",
        "Law and guidance, each of its date",
    }


def test_the_list_of_sources_and_nothing_else_of_its_sort_may_lie_among_the_pages(tmp_path):
    _, problems = load(tmp_path, {"docs/guide/other.bib": BOOK})

    assert [p.code for p in problems] == ["does-not-belong-in-docs"]


def test_the_self_assessment_leads_to_evidence_that_is_there(tmp_path):
    good = 'ask_feature("a", "A", ["We do."], entries=["workload", "tunnel-vision"])'
    bad = 'ask_feature("a", "A", ["We do."], entries=["no-such-thing"])'
    library, problems = load(tmp_path, with_call(good, bad))
    call = library.calls[0]

    shown = SNIPPETS["ask_feature"](publish(library, "public"), call.page, **call.said)

    assert [(p.line, p.code) for p in problems] == [(6, "broken-example")]
    assert "[Workload](../factors/workload.md)" in shown
    assert shown.count('type="radio"') == 4
