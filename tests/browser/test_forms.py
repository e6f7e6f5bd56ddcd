"""Writing a record in the browser: what is asked, what is said of it, and the file it ends in."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from patternbook.checks import check
from patternbook.confidentiality import grammar, scan
from patternbook.confidentiality.wordlists import listed
from patternbook.exports.form import FORMS, Form
from patternbook.folders import Folders
from patternbook.importing import import_document
from patternbook.language import suggestions
from patternbook.library import RECORD_FOLDERS, Filed, Library, load_library
from patternbook.paper.layout import layout_of
from patternbook.problems import Problem, Severity
from patternbook.source import hidden_character, parse_source
from patternbook.vocabulary import Audience, Kind, Stage
from patternbook.word.found import blocks_of
from patternbook.word.opening import open_file
from patternbook.word.reading import read
from patternbook.writing import text_of
from tests import labelled
from tests.browser.accessible import violations
from tests.browser.conftest import PHONE, Visit, Windows
from tests.making import PROJECT, write

pytestmark = pytest.mark.browser

NEAR_MISS = "contribute/write/near-miss/"
DEBRIEF = "contribute/write/debrief/"
EPISODE = "contribute/write/episode/"

# Rules are loaded from a script that hands over data; whoever writes first asks for it.
RULES = r"""
    async () => {
        const form = globalThis.PatternbookForm;
        if (form.ofTests) return;
        const letters = new Promise(done => { form.takeRules = done; });
        const { later } = document.querySelector("script[data-later]").dataset;
        for (const src of later.trim().split(/\s+/)) {
            const script = document.createElement("script");
            Object.assign(script, { src, async: false });
            document.head.append(script);
        }
        const sent = await letters;
        form.ofTests = form.makeRules(await form.review.unpacked(sent));
    }
"""
# Places are counted in characters, as Python does, and not in halves of them.
FIND = """
    ([cases, terms]) => {
        const { scan, suggestions } = PatternbookForm.ofTests;
        return cases.map(([text, declared]) => {
            const place = offset => [...text.slice(0, offset)].length;
            return [
                scan(text, declared).map(each => [each.reason, place(each.start), place(each.end)]),
                suggestions(text, [], terms).map(each =>
                    [each.style, place(each.start), place(each.end), each.message, each.mend]),
            ];
        });
    }
"""

# What could disturb whoever reads words: letters of other alphabets, signs, markup, numbers.
ODD = (
    *("\n", "\n\n", "\u00a0", "\u2028", "**", "__", "`", "~~", "\\", "\\n", "&amp;", "&#39;"),
    *(
        "&NewLine;",
        "&notit;",
        "&#x1F600;",
        "&#150;",
        "😀",
        "\U0001d400bc",
        "\uff21",
        "ﬁ",
        "\u0301",
        "’",
        "''",
    ),
    *(
        "\u02bc",
        "\u017f",
        "\u212a",
        "\u0131",
        "İ",
        "ß",
        "Σ",
        "ς",
        "א",
        "Ж",
        "ж",
        "①",
        "٣",
        "𐐀x",
        "𠀀",
        "🄰",
    ),
    *("🇬🇧", "(", "“", "”", "‘", ".", "!", ":", ",", "-", "–", "> ", "- ", "# ", "---", "|", "x: "),
    *("\t", "\x1c", "\x85", "\ufeff", "\u200b", "ǅ", "ŵ", "ŷ", "M5", "12345", "33", "1.", "a)"),
    *("020 7946 0958", "SW1A 1AA", "01/02/2020", "@bob", "a.b@c.uk", "http://x.uk/a", "“not ours”"),
)

# What a person would write who takes care.
WELL_FILLED = {
    "Title": "A letter that lay with the copies",
    "What happened": (
        "A letter of concern came in with forty others, marked as a copy. The duty worker read it "
        "three weeks later, when the health visitor rang to ask what had come of it. A visit was "
        "made on the same day, and the baby was well."
    ),
    "Summary": "A letter was taken for a copy, and a telephone call brought it to light.",
}

# Texts that could break a file, or end up as something else than they were.
HOSTILE = [
    "a: b",
    "a #b and # c",
    "ends with a colon:",
    "# not a note",
    "- not a list",
    "---",
    "...",
    "first\n---\nsecond",
    "%YAML 1.2",
    "{not: fields} [nor, a, list]",
    "! tag & anchor * alias | bar > fold",
    "'single' and \"double\" and \\ backslash",
    '"opened and never closed',
    "'",
    "\\n is no line end",
    "true",
    "null",
    "~",
    "12",
    "012",
    "2024-01-01",
    "one\n\ntwo\n\n\n\nthree",
    "one\ntwo\n  three, indented\n\tfour",
    "tab\tin the middle",
    "two  spaces " + "and a long line that has to be folded somewhere, " * 4,
    "a" * 300,
    "word " * 3990,
    "emoji 👩‍⚕️ 🇬🇧 and \U0001d41b\U0001d428\U0001d425\U0001d41d",
    "line\u2028separator and para\u2029graph",
    "soft\u00adhyphen, zero\u200bwidth, \ufeffmark, \u202eturned",
    "bell\x07 escape\x1b null\x00 next\x85line",
    "no\u00a0break “curly” ‘marks’ – and — dashes…",
    "Gorffennodd y cyfarfod, ŵ ŷ; zażółć gęślą jaźń",
    "::: internal\nkept for few\n:::",
    "<script>alert(1)</script> <!-- note --> {{ 7 * 7 }} {% raw %}",
    "x: |-\n  y",
    "trailing space \nand more   \n",
    "=",
    "<<",
    "@at `tick`",
    "yes",
    "? question",
    ", comma",
    "10:30",
    "http://x.example/#y",
]


@cache
def real_library() -> Library:
    """Return the library as it is, with its vocabulary."""
    return load_library(Folders.at(PROJECT))[0]


def titles() -> list[str]:
    """Return the titles of the vocabulary, which are names that a text may use."""
    return sorted(each.entry.title for each in real_library().typology)


@dataclass(frozen=True)
class Taken:
    """A file that was taken away, as the library reads it beside its own vocabulary."""

    name: str
    text: str
    filed: Filed | None
    problems: list[Problem]

    @property
    def said(self) -> list[tuple[str, str, str, str]]:
        """Return what the check says of it: code, words, message without its lines, mend."""
        return sorted(
            (each.code, each.excerpt, re.sub(" It stands on .*", "", each.message), each.mend)
            for each in self.problems
        )


def take_away(folder: Path, page: Page) -> Taken:
    """Save the file, and read and check it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as plain text").click()
    name = download.value.suggested_filename
    text = Path(download.value.path()).read_bytes().decode()
    kind = re.search(r"^kind: (.*)$", text, re.MULTILINE)
    assert kind is not None
    path = f"reviews/{RECORD_FOLDERS[Kind(kind[1])]}/{name}"
    shutil.rmtree(folder / "reviews", ignore_errors=True)
    for each in ("patterns", "factors"):
        shutil.copytree(PROJECT / "docs" / each, folder / "docs" / each, dirs_exist_ok=True)
    library, problems = load_library(write(folder, {path: text}))
    problems = [each for each in (*problems, *check(library)) if each.path == path]
    filed = next((each for each in library.filed if each.source.path == path), None)
    return Taken(name, text, filed, problems)


def open_form(visit: Visit, path: str) -> Page:
    """Open a form that is empty, whatever an earlier test has left in it."""
    page = visit.open(path)
    page.evaluate("localStorage.clear()")
    return visit.open(path)


def fill_in(page: Page) -> None:
    """Fill a near miss in as somebody would who takes care."""
    for label, text in WELL_FILLED.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Harm was prevented").check()
    page.get_by_label("Contributory factor", exact=True).select_option(label="Workload")
    page.get_by_label("Hindered").check()
    page.get_by_label("How", exact=True).fill("Forty letters had come in, for one person to read.")
    page.get_by_label("Referral and assessment").check()
    page.get_by_label("Health visiting").check()
    page.get_by_label("Children's social care").check()


# --- The rules are those of the check ------------------------------------------------------------


def test_the_rules_find_in_a_browser_just_what_the_check_finds(visit: Visit):
    page = visit.open(NEAR_MISS)
    page.evaluate(RULES)
    texts = [*labelled_texts(), *texts_of_records(), *made_up_texts(600)]
    found = page.evaluate(FIND, [texts, titles()])
    expected = [[*by_python(text, declared)] for text, declared in texts]
    number = sum(len(names) + len(words) for names, words in expected)

    assert number > 4_000
    different = [
        (text, [each for each in ours if each not in theirs], [e for e in theirs if e not in ours])
        for (text, _), mine, its in zip(texts, expected, found, strict=True)
        for ours, theirs in zip(mine, its, strict=True)
        if ours != theirs
    ]
    assert different == []


def by_python(text: str, declared: list[str]) -> Iterator[list[list[Any]]]:
    yield [[each.reason.value, each.start, each.end] for each in scan(text, declared)]
    yield [
        [each.style, each.start, each.end, each.message, each.mend]
        for each in suggestions(text, (), titles())
    ]


def labelled_texts() -> Iterator[tuple[str, list[str]]]:
    """Yield the sentences on which the rules were made, and those that were kept back."""
    for file in sorted((PROJECT / "tests").glob("*/*-*.txt")):
        for sentence in labelled.read(file):
            yield sentence.text, []


def texts_of_records() -> Iterator[tuple[str, list[str]]]:
    for filed in real_library().filed:
        yield filed.source.text, [*filed.record.pseudonyms, "Ivy"]


def made_up_texts(number: int) -> Iterator[tuple[str, list[str]]]:
    """Yield texts put together of words that the rules look at, and of what could disturb them."""
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    words = [
        word for name, of in sorted(vars(grammar).items()) if name.isupper() for word in sorted(of)
    ]
    names = [
        name
        for each in ("names-that-are-words", "words-that-may-be-names", "places-that-are-words")
        for name in listed(each)
    ]
    pool = [word for text, _ in labelled_texts() for word in text.split()]
    for _ in range(number):
        parts = []
        for _ in range(chance.randint(3, 40)):
            word = chance.choice(chance.choice([words, words, names, names, pool, pool, pool, ODD]))
            gap = chance.choice([" ", " ", " ", " ", ",", " ", "", "\n", "'s ", ". ", ".\n\n"])
            written = chance.choice([word, word, word, word, word.capitalize(), word.upper()])
            parts += [written, gap]
        yield "".join(parts), chance.sample(names, 2)


# --- What it makes -------------------------------------------------------------------------------


def test_a_well_filled_near_miss_is_a_record_to_which_the_check_has_nothing_to_say(
    visit: Visit, tmp_path: Path
):
    page = open_form(visit, NEAR_MISS)
    fill_in(page)
    expect(page.locator(".pb-verdict")).to_contain_text("the check has nothing to ask")
    taken = take_away(tmp_path, page)

    assert taken.problems == []
    assert taken.name == "a-letter-that-lay-with-the-copies.md"
    assert taken.filed is not None
    assert taken.text == text_of(taken.filed.record)
    assert taken.filed.record.stage is Stage.PRELIMINARY
    assert taken.filed.record.audience is Audience.BOARD
    assert taken.filed.record.sign_off is None
    assert visit.faults == []


def test_every_field_of_every_form_reaches_the_file(visit: Visit, tmp_path: Path):
    for form in FORMS:
        page = open_form(visit, f"contribute/write/{form.name}/")
        fill_everything(page)
        taken = take_away(tmp_path, page)
        assert taken.filed is not None, (taken.text, taken.problems)
        assert taken.text == text_of(taken.filed.record)
        said = {
            name: value
            for name, value in taken.filed.source.front_matter.items()
            if value not in (None, [], {})
        }
        asked = layout_of(form.kind).whole.fields
        never = {*("citation", "added", "sign_off", "related", "published", "internal")}
        assert set(said) == {each.name for each in asked} - never - form.left_out


def fill_everything(page: Page) -> None:
    """Write something into every field, and choose something wherever there is a choice."""
    page.evaluate("for (const each of document.querySelectorAll('.pb-more')) each.open = true")
    page.evaluate("for (const add of document.querySelectorAll('.pb-add')) add.click()")
    page.evaluate("for (const add of document.querySelectorAll('.pb-part .pb-add')) add.click()")
    page.evaluate(
        """() => {
            const tell = (each, name) => each.dispatchEvent(new Event(name, {bubbles: true}));
            let n = 0;
            for (const each of document.querySelectorAll(".pb-write select")) {
                each.selectedIndex = 2;
                tell(each, "change");
            }
            for (const each of document.querySelectorAll(
                ".pb-write input[type=text], .pb-write textarea"
            )) {
                each.value = each.inputMode === "numeric" ? "2024" : `Something ${n += 1}`;
                tell(each, "input");
            }
            const seen = new Set();
            for (const each of document.querySelectorAll(
                ".pb-write input[type=radio], .pb-write .pb-choices input[type=checkbox]"
            )) {
                if (seen.has(each.name)) continue;
                seen.add(each.name);
                each.checked = true;
                tell(each, "change");
            }
        }"""
    )
    reference = page.get_by_label("Reference")
    if reference.count():
        reference.fill("a-reference-of-its-own")


def test_whatever_is_written_reads_the_same_in_the_file(visit: Visit, tmp_path: Path):
    page = open_form(visit, DEBRIEF)
    page.get_by_label("Title", exact=True).fill("What could break a file")
    page.get_by_label("What we were doing").fill(HOSTILE[0])
    page.evaluate(
        """texts => {
            const add = document.querySelector(".pb-add");
            const whats = () => [...document.querySelectorAll(".pb-list-of-parts")][0]
                .querySelectorAll(".pb-part .pb-field:first-of-type textarea");
            texts.forEach((text, n) => {
                if (n) add.click();
                whats()[n].value = text;
                whats()[n].dispatchEvent(new Event("input", {bubbles: true}));
            });
        }""",
        HOSTILE,
    )
    taken = take_away(tmp_path, page)

    went_well = parse_source(taken.text, "").front_matter["went_well"]
    assert isinstance(went_well, list)
    assert [each["what"] for each in went_well if isinstance(each, dict)] == [
        as_it_should_read(text) for text in HOSTILE
    ]
    assert not any(each.code == "hidden-character" for each in taken.problems)

    # A Word file of it opens, and has every word.
    document = read(open_file(saved_for_word(tmp_path, page)))
    words = " ".join(run.text for block in blocks_of(document.pieces) for run in block.runs).split()
    for text in map(as_it_should_read, HOSTILE):
        # Signs at the beginning may have become the marks of a list.
        assert not Counter(filter(str.isalpha, text.split())) - Counter(words)


def saved_for_word(folder: Path, page: Page) -> Path:
    """Save the form as a Word file; return where it is."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save for Word").click()
    file = folder / download.value.suggested_filename
    file.write_bytes(Path(download.value.path()).read_bytes())
    return file


def as_it_should_read(text: str) -> str:
    """Return a text without what nobody can see, with plain line ends and none around it."""
    for line_end in ("\u2028", "\u2029", "\x85"):
        text = text.replace(line_end, "\n")
    while hidden := hidden_character(text):
        text = text.replace(hidden[0], "")
    return text.strip()


def test_words_of_the_vocabulary_are_never_read_as_markup(visit: Visit):
    page = open_form(visit, NEAR_MISS)
    hostile = "<img src=x onerror='globalThis.hit = 1'>"
    options = page.evaluate(
        """hostile => {
            const { control } = PatternbookForm.controls.controlsFor({
                entries: { factor: [{ value: "x", label: hostile, group: hostile }] },
                crossing: new Set(), longest: {}, clean: text => text, changed() {}, announce() {},
            });
            const field = {
                name: "factor", kind: "entry", target: "factor", label: hostile, help: hostile,
            };
            const { element, restore } = control(field);
            document.querySelector(".pb-form").append(element);
            PatternbookForm.takeMeanings({ x: hostile });
            restore("x");
            return [
                element.querySelectorAll("img").length,
                [...element.querySelectorAll("option, .pb-meaning")].map(each => each.textContent),
            ];
        }""",
        hostile,
    )
    assert options == [0, ["Not said", hostile, hostile]]
    assert page.evaluate("globalThis.hit") is None
    assert visit.faults == []


# --- What it says --------------------------------------------------------------------------------


def test_the_form_says_what_the_check_says_of_the_file(visit: Visit, tmp_path: Path):
    page = open_form(visit, NEAR_MISS)
    fill_in(page)
    page.get_by_label("Title", exact=True).fill("A letter for Keziah")
    page.get_by_label("What happened", exact=True).fill(
        "The mother failed to engage with the nurse, who should have rung back. Grace told Keziah "
        "on 3 May 2021 that 020 7946 0958 was the wrong number. Keziah rang twice.\n\n"
        "1) She rang. 2) She wrote.\n\nInternal: for the board"
    )
    page.get_by_label("Summary", exact=True).fill("A “poor communication” and poor communication.")
    expect(page.locator(".pb-findings li").filter(has_text="Keziah").first).to_be_visible()
    shown = page.evaluate(
        """() => {
            const told = [];
            for (const each of document.querySelectorAll(".pb-findings li")) {
                told.push([each.querySelector("strong")?.textContent ?? "", each.textContent]);
            }
            return told;
        }"""
    )
    taken = take_away(tmp_path, page)

    # Of the title and the reference that is made from it, one is enough.
    said = {(words, message, mend) for _, words, message, mend in taken.said if words != "keziah"}
    assert len(said) > 8
    assert {(marked.strip("“”"), text.removeprefix(f"{marked} ")) for marked, text in shown} == {
        (" ".join(words.split()), f"{message} {mend}") for words, message, mend in said
    }


def test_an_unfinished_record_can_be_taken_away_and_what_is_missing_is_said(
    visit: Visit, tmp_path: Path
):
    page = open_form(visit, NEAR_MISS)
    page.get_by_label("What happened", exact=True).fill("A letter was late.")
    page.get_by_label("Contributory factor", exact=True).select_option(label="Workload")
    missing = page.locator(".pb-ending li")
    expect(missing.filter(has_text="How (Contributory factor 1)")).to_be_visible()
    assert missing.all_text_contents() == [
        *("Title", "How it ended", "What it did (Contributory factor 1)"),
        *("How (Contributory factor 1)", "Summary", "Setting", "Agencies"),
    ]
    taken = take_away(tmp_path, page)
    expect(page.locator(".pb-saved")).to_contain_text("near-miss.md")

    faults = [each for each in taken.problems if each.severity is Severity.FAULT]
    assert len(faults) == 7
    missing.filter(has_text="Agencies").get_by_role("button").click()
    expect(page.get_by_label("Children's social care")).to_be_focused()


# --- What it does with what is written -----------------------------------------------------------


def test_nothing_leaves_the_browser_and_nothing_stays_in_it(visit: Visit, tmp_path: Path):
    page = open_form(visit, NEAR_MISS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = page.url
    fill_in(page)
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.locator(".pb-verdict")).to_contain_text("nothing to ask")
    take_away(tmp_path, page)

    asked = [url for url in asked if not url.startswith("blob:") and "favicon" not in url]
    assert [url.rpartition("/")[2] for url in asked] == [
        *("meanings.js", "places.js", "scan.js", "review.js", "rules.js", "word.js", "word.js")
    ]
    assert all(url.startswith(visit.base) and "?" not in url for url in asked)
    assert page.url == address
    assert kept(page) == []
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_what_is_written_is_kept_only_if_the_visitor_says_so_and_one_button_wipes_it(visit: Visit):
    page = open_form(visit, NEAR_MISS)
    keep = page.get_by_label("Keep what I write")
    said = page.locator("#pb-kept-said")
    expect(said).to_contain_text("Nothing is kept")
    keep.check()
    expect(said).to_contain_text("stays in this browser until you wipe it")
    fill_in(page)
    page.get_by_role("button", name="Add: Contributory factor").click()
    page.get_by_label("Contributory factor", exact=True).nth(1).select_option(label="Supervision")
    visit.open(NEAR_MISS)
    expect(page.get_by_label("Title", exact=True)).to_have_value(WELL_FILLED["Title"])
    expect(page.get_by_label("Contributory factor", exact=True)).to_have_count(2)
    expect(page.get_by_label("Harm was prevented")).to_be_checked()
    expect(page.locator(".pb-verdict")).not_to_be_empty()

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Wipe everything").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
    expect(keep).not_to_be_checked()
    assert kept(page) == []
    visit.open(NEAR_MISS)
    expect(page.get_by_label("Title", exact=True)).to_have_value("")


def kept(page: Page) -> list[str]:
    """Return what the browser keeps, but for whether its user likes light or dark colours."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return [name for name in names if not name.endswith(".__palette")]


def test_leaving_with_unsaved_text_asks(visit: Visit, tmp_path: Path):
    page = open_form(visit, NEAR_MISS)
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.get_by_label("Title", exact=True).press_sequentially("A letter")
    page.reload()
    assert asked == ["beforeunload"]
    page.get_by_label("Title", exact=True).press_sequentially("A letter")
    take_away(tmp_path, page)
    page.reload()
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", accept)


# --- Whoever uses it -----------------------------------------------------------------------------


def test_whoever_works_by_keyboard_is_led_to_what_was_added_and_never_lost(visit: Visit):
    page = open_form(visit, NEAR_MISS)
    add = page.get_by_role("button", name="Add: Contributory factor")
    add.focus()
    page.keyboard.press("Enter")
    factors = page.get_by_label("Contributory factor", exact=True)
    expect(factors.nth(1)).to_be_focused()
    expect(page.locator("form > [role=status]")).to_have_text("Added: Contributory factor 2.")
    for _ in range(2):
        page.get_by_role("button", name="Remove Contributory factor 1").focus()
        page.keyboard.press("Enter")
    expect(factors).to_have_count(0)
    expect(add).to_be_focused()


def test_what_is_found_is_tied_to_its_field_and_told_once(visit: Visit):
    page = open_form(visit, NEAR_MISS)
    field = page.get_by_label("What happened", exact=True)
    field.focus()
    page.keyboard.insert_text("The nurse rang Keziah.")
    told = page.locator("form > [role=status]")
    expect(told).to_have_text("What happened: one thing to look at, below the field.")
    described = str(field.get_attribute("aria-describedby")).split()
    expect(page.locator(f"#{described[-1]}")).to_contain_text("“Keziah”")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_form_with_findings_meets_the_guidelines_on_a_phone(windows: Windows, colours: str):
    visit = windows.window(color_scheme=colours, viewport=PHONE)
    page = open_form(visit, NEAR_MISS)
    page.evaluate("for (const each of document.querySelectorAll('.pb-more')) each.open = true")
    page.get_by_role("button", name="Add: Pattern", exact=True).click()
    page.get_by_label("What happened", exact=True).fill("The nurse rang Keziah.")
    expect(page.locator(".pb-findings li").first).to_be_visible()
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_the_page_says_what_to_do_instead(browser: Browser, windows: Windows):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(windows.window(color_scheme="light").base + NEAR_MISS)
    expect(page.get_by_text("The form is not running here.")).to_be_visible()
    expect(page.locator(".pb-form input, .pb-form textarea")).to_have_count(0)
    context.close()


def test_on_paper_the_form_is_open_and_shows_no_button(visit: Visit):
    page = open_form(visit, NEAR_MISS)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("details.pb-more:not([open])").count() == 0
    assert page.locator(".pb-write button:visible").count() == 0
    page.emulate_media(media="null")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.pb-more[open]").count() == 0


def test_an_episode_is_asked_for_in_the_three_columns_of_a_review(visit: Visit, tmp_path: Path):
    page = open_form(visit, EPISODE)
    page.get_by_label("Title", exact=True).first.fill("A referral that waited")
    page.get_by_label("Title", exact=True).nth(1).fill("The letter waits")
    page.get_by_label("Practice", exact=True).or_(page.get_by_label("Good practice")).first.check()
    page.get_by_label("Description", exact=True).fill("The letter waited for a week.")
    page.get_by_label("Breakdown").fill("It was opened.\nIt was filed.")
    taken = take_away(tmp_path, page)

    front = parse_source(taken.text, "").front_matter
    assert front["episodes"] == [
        {
            "id": "the-letter-waits",
            "title": "The letter waits",
            "practice": "good",
            "description": "The letter waited for a week.",
            "breakdown": ["It was opened.", "It was filed."],
        }
    ]


# --- Word ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_word_file_is_imported_as_the_same_record(visit: Visit, tmp_path: Path, form: Form):
    page = open_form(visit, f"contribute/write/{form.name}/")
    fill_everything(page)
    taken = take_away(tmp_path, page)
    file = saved_for_word(tmp_path, page)
    assert file.name == taken.name.replace(".md", ".docx")
    imported = import_document(
        read(open_file(file)),
        real_library().typology,
        path=file.name,
        shelf=Folders.at(tmp_path).shelves[0],
    )

    assert imported.text == taken.text
    assert sum(imported.lost.values()) == 0
    assert imported.troubles == ()
    assert visit.faults == []
