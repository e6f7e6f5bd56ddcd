"""Nothing that was held back is in what was built, however it is written, packed or named."""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import struct
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.cbor import write_cbor
from patternbook.cli.skeletons import skeleton
from patternbook.folders import Folders
from patternbook.leaks import (
    TracesFound,
    Withheld,
    find_traces,
    reading,
    refuse_traces,
    what_is_withheld,
)
from patternbook.library import load_library
from patternbook.pagefind import Index
from patternbook.problems import faults
from patternbook.publication import Reader, publish
from patternbook.vocabulary import Kind
from tests.examples import examples
from tests.making import (
    PROJECT,
    case_review,
    debrief,
    episode,
    explained_entry,
    load,
    near_miss,
    vocabulary,
)

TITLE = "A lamp beside the Quillon ferry"
SENTENCE = "Nobody had told the ferryman that the lamp was broken since the storm in March."
DRAFT = near_miss(
    "a-lamp-beside-the-ferry",
    f"She waited on the jetty until the last boat had gone.\n\n::: internal\n{SENTENCE}\n:::\n",
    title=TITLE,
    stage="interim",
    what_happened="The boat left without the letter for “Zéphyrine’s” aunt & uncle.",
    pseudonyms={"Zéphyrine": "the child", "Quillon": "the place"},
)
FILES: dict[str, str | bytes] = {
    "reviews/near-misses/a-lamp-beside-the-ferry.md": DRAFT.replace(
        "\nkind: ", "\n# to do: ask the harbour master again\nkind: "
    ),
    "reviews/near-misses/shown.md": near_miss("shown", "A public account of a quiet day.\n"),
}


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Withheld:
    """Return what the public may not see of a small library."""
    return withheld_from(tmp_path_factory.mktemp("library"), FILES)


def withheld_from(
    root: Path, files: Mapping[str, str | bytes], reader: Reader | str = "public"
) -> Withheld:
    """Return what a reader may not see of a library of these files."""
    library, problems = load(root, files)
    assert [p for p in faults(problems) if p.code != "no-front-matter"] == []
    return what_is_withheld(library, publish(library, reader), [root / "docs"])


def told(folder: Path, withheld: Withheld, files: Mapping[str, str | bytes]) -> list[str]:
    """Write these files, and return which of them hold a trace."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return [trace.file for trace in find_traces(folder, withheld)]


# --- What is found ------------------------------------------------------------------------------

PLANTED = {
    "the title": TITLE,
    "the id": "a-lamp-beside-the-ferry",
    "an address": "/near-misses/a-lamp-beside-the-ferry/#account",
    "a pseudonym": "Zéphyrine",
    "a pseudonym in the plural": "The Quillon’s",
    "a sentence": SENTENCE,
    "a piece of a sentence": "that the lamp was broken since the storm in",
    "a note to oneself": "to do: ask the harbour master again",
    "small letters": TITLE.lower(),
    "capitals": SENTENCE.upper(),
    "other quotation marks": 'the letter for "Zéphyrine\'s" aunt',
    "letters put together": unicodedata.normalize("NFD", "Zéphyrine"),
    "wide letters": "".join(chr(ord(sign) + 0xFEE0) for sign in "Quillon"),
    "two lines": SENTENCE.replace(" that ", "\n    that "),
    "other white space": SENTENCE.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
def test_words_that_were_held_back_are_found_in_a_page(tmp_path, withheld, text):
    assert told(tmp_path, withheld, {"a.html": f"<p>Before {text} after.</p>"}) == ["a.html"]


def zipped(name: str, content: bytes, *, comment: str = "", of_file: str = "") -> bytes:
    """Return a packed folder that holds one file, with remarks on itself and on the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.comment = of_file.encode()
        archive.writestr(info, content)
        archive.comment = comment.encode()
    return out.getvalue()


def of_pagefind(content: bytes) -> bytes:
    """Return content as Pagefind packs what it writes."""
    return gzip.compress(b"pagefind_dcd" + content, mtime=0)


def png(name: bytes, data: bytes) -> bytes:
    """Return a PNG picture with one chunk more than it needs."""
    chunks = [(b"IHDR", b"x" * 13), (name, data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks
    )


def named_gzip(name: str) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=out) as packed:
        packed.write(b"Nothing to see.")
    return out.getvalue()


SECRET = SENTENCE.encode()
PACKED = gzip.compress(SECRET, mtime=0)  # the same in every process
IN_BASE64 = base64.b64encode(SECRET).decode()
HIDDEN: dict[str, tuple[str, str | bytes]] = {
    "an attribute": ("a.html", f'<img alt="{TITLE}" src="x.png">'),
    "an attribute in single marks": ("a.html", f"<img alt='{TITLE}'>"),
    "an attribute without marks": ("a.html", "<img alt=Zéphyrine src=x>"),
    "an attribute with signs": ("a.html", f'<img alt="1 > 0: {TITLE}" src="x.png">'),
    "data of an element": ("a.html", f'<div data-x="{SENTENCE}"></div>'),
    "the description": ("a.html", f'<meta name="description" content="{SENTENCE}">'),
    "the name of a tab": ("a.html", f"<title>{TITLE} - Patternbook</title>"),
    "a comment": ("a.html", f"<!-- {SENTENCE} -->"),
    "a comment with an element": ("a.html", f"<!-- <p>{SENTENCE}</p> -->"),
    "a script": ("a.html", f'<script>let x = "{SENTENCE}"</script>'),
    "a script with escapes": ("a.html", '<script>x = "Z\\u00e9phyrine"</script>'),
    "a style": ("a.html", f'<style>a::after {{ content: "{TITLE}" }}</style>'),
    "a marked-up sentence": ("a.html", f"<p>{SENTENCE.replace('ferryman', '<b>ferryman</b>')}"),
    "a link in a sentence": ("a.html", SENTENCE.replace("storm", '<a href="x">storm</a>')),
    "a highlighted sentence": ("a.html", SENTENCE.replace(" ", " <mark>x</mark> ", 0)),
    "entities": ("a.html", "".join(f"&#x{ord(sign):x};" for sign in SENTENCE)),
    "named entities": ("a.html", "for &ldquo;Z&eacute;phyrine&rsquo;s&rdquo; aunt &amp; uncle"),
    "a link": ("a.html", '<a href="../a-lamp-beside-the-ferry/">x</a>'),
    "an encoded link": ("a.html", f'<a href="mailto:x?subject={quote(TITLE)}">x</a>'),
    "an encoded name": ("a.html", f'<a href="?q={quote("Zéphyrine")}">x</a>'),
    "data in a link": ("a.html", f'<img src="data:text/plain;base64,{IN_BASE64}">'),
    "an encoded picture": ("a.css", f"a {{ b: url(data:image/svg+xml,{quote(SENTENCE)}) }}"),
    "packed data in a link": (
        "a.html",
        f'<a href="data:x;base64,{base64.b64encode(PACKED).decode()}">x</a>',
    ),
    "JSON": ("a.json", json.dumps({"a": [SENTENCE]})),
    "JSON with escapes": ("a.json", json.dumps(["Zéphyrine"])),
    "JSON with escapes throughout": (
        "a.json",
        '["' + "".join(f"\\u{ord(sign):04x}" for sign in TITLE) + '"]',
    ),
    "HTML in JSON": ("search.json", json.dumps({"text": f"<p>{SENTENCE[:30]}<em>{SENTENCE[30:]}"})),
    "a JavaScript file": ("assets/x.js", f"const a='{SENTENCE}';"),
    "a name in an index that is a script": (
        "search/search_index.js",
        'var __index = {"docs": [{"text": "<p>So Zéphyrine</p>"}]};',
    ),
    "a source map": ("a.js.map", json.dumps({"sourcesContent": [SENTENCE]})),
    "gzip": ("sitemap.xml.gz", gzip.compress(SECRET, mtime=0)),
    "the name within gzip": ("a.gz", named_gzip("a-lamp-beside-the-ferry.md")),
    "gzip of another name": ("a.bin", gzip.compress(SECRET, mtime=0)),
    "gzip twice": ("a.gz", gzip.compress(gzip.compress(SECRET, mtime=0))),
    "zip": ("a.zip", zipped("x.txt", SECRET)),
    "the name of a file in zip": ("a.zip", zipped("drafts/a-lamp-beside-the-ferry.md", b"x")),
    "a remark on zip": ("a.zip", zipped("x", b"x", comment=SENTENCE)),
    "a remark on a file in zip": ("a.zip", zipped("x", b"x", of_file=SENTENCE)),
    "zip in zip": ("a.zip", zipped("b.zip", zipped("c.txt", SECRET))),
    "zip behind a program": ("a.exe", b"MZ\x00\x01" * 9 + zipped("x.txt", SECRET)),
    "HTML in zip": ("a.zip", zipped("b.html", f"<p>{SENTENCE}</p>".encode())),
    "a word processor's file": ("a.docx", zipped("word/document.xml", f"<w>{SENTENCE}".encode())),
    "the sitemap": ("sitemap.xml", "<loc>https://x.y/near-misses/a-lamp-beside-the-ferry/</loc>"),
    "a drawing": ("a.svg", f"<svg><title>{TITLE}</title></svg>"),
    "a result of a search": (
        "search/x.pf_fragment",
        of_pagefind(json.dumps({"a": SENTENCE}).encode()),
    ),
    "a word in an index": (
        "search/x.pf_index",
        of_pagefind(write_cbor([[["zephyrin", [1, [2]]], ["zéphyrine", [[3]]]]])),
    ),
    "a filter of an index": ("search/x.pf_filter", of_pagefind(write_cbor(["of", [[TITLE, [0]]]]))),
    "a program of a search": ("search/x.pagefind", of_pagefind(b"\0asm\1\0" + SECRET)),
    "a table": ("a.csv", f'id,title\n1,"{TITLE}"\n'),
    "Markdown": ("a.md", f"# {TITLE}\n"),
    "fields": ("a.md", f"---\ntitle: {TITLE}\n---\n"),
    "plain text": ("a.txt", SENTENCE),
    "a file with no ending": ("CNAME", SENTENCE),
    "text in a picture": ("a.png", png(b"tEXt", b"Comment\0" + SECRET)),
    "Latin text in a picture": ("a.png", png(b"tEXt", "Comment\0Zéphyrine".encode("latin-1"))),
    "packed text in a picture": ("a.png", png(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET))),
    "packed Unicode in a picture": (
        "a.png",
        png(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress("Zéphyrine".encode())),
    ),
    "a camera's note": ("a.jpg", b"\xff\xd8\xff\xe1\0\x40Exif\0\0" + SECRET + b"\xff\xd9"),
    "wide text": ("a.txt", SENTENCE.encode("utf-16")),
    "wide text without a mark": ("a.bin", b"\x01\x02\x03\x04" + SENTENCE.encode("utf-16-le")),
    "wide text from the other end": ("a.txt", SENTENCE.encode("utf-16-be")),
    "Latin text": ("a.txt", "Pour Zéphyrine".encode("latin-1")),
    "the name of a file": ("assets/a-lamp-beside-the-ferry.png", b""),
    "an encoded name of a file": ("assets/Z%C3%A9phyrine.png", b""),
    "the name of a folder": ("Quillon/index.html", "<p>Nothing.</p>"),
    "what a program remembers": ("a.pyc", b"\x00\x01" + SECRET + b"\x00"),
}


@pytest.mark.parametrize(("name", "content"), HIDDEN.values(), ids=HIDDEN)
def test_what_was_held_back_is_found_wherever_it_hides(tmp_path, withheld, name, content):
    found = told(tmp_path, withheld, {name: content, "b.html": "<p>Nothing.</p>"})

    assert found != []
    assert "b.html" not in found


def test_an_empty_folder_is_known_by_its_name(tmp_path, withheld):
    (tmp_path / "assets" / "a-lamp-beside-the-ferry").mkdir(parents=True)

    assert told(tmp_path, withheld, {}) == ["assets/…"]


def test_a_link_in_what_was_built_is_never_followed_and_always_told(tmp_path, withheld):
    (tmp_path / "a.html").symlink_to(tmp_path.parent)

    assert told(tmp_path, withheld, {}) == ["a.html"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gz", gzip.compress(SECRET, mtime=0)[:-9]),
        ("a.gz", b"\x1f\x8b\x08\x00 no more than this"),
        ("a.zip", zipped("x", SECRET)[:40]),
        ("a.zip", zipped("x", SECRET).replace(b"\x01\x02", b"\x09\x09", 1)),
        (
            "a.gz",
            gzip.compress(
                gzip.compress(gzip.compress(gzip.compress(gzip.compress(SECRET, mtime=0))))
            ),
        ),
    ],
)
def test_what_cannot_be_unpacked_is_told_since_nobody_knows_what_it_holds(
    tmp_path, withheld, name, content
):
    assert told(tmp_path, withheld, {name: content}) == [name]


def test_what_is_packed_too_large_to_be_read_is_told(tmp_path, withheld, monkeypatch):
    monkeypatch.setattr(reading, "_LARGEST", 1000)
    large = b"x" * 2000
    files = {"a.gz": gzip.compress(large, mtime=0), "b.zip": zipped("x", large)}

    assert told(tmp_path, withheld, files) == ["a.gz", "b.zip"]


@pytest.mark.parametrize("path", ["near-misses/another/index.html", "near-misses/another.md"])
def test_the_page_of_a_record_that_is_not_shown_is_told_whatever_it_holds(tmp_path, withheld, path):
    files = {
        path: "",
        "near-misses/shown/index.html": "",
        "near-misses/index.html": "",
        "near-misses/page-2/index.html": "",
    }
    assert told(tmp_path, withheld, files) == ["near-misses/…"]


EVERYWHERE: dict[str, Any] = {
    "title": "Grommelby at night",
    "summary": "It rained on the bridge all night and nobody came.",
}


@pytest.mark.parametrize(
    ("files", "reader", "secret"),
    [
        pytest.param(
            {"reviews/debriefs/d.md": debrief("d", audience="board", **EVERYWHERE)},
            "public",
            "Grommelby",
            id="a record for the board",
        ),
        pytest.param(
            {"reviews/debriefs/d.md": debrief("d", sign_off=None, **EVERYWHERE)},
            "public",
            "nobody came",
            id="a record that nobody signed off",
        ),
        pytest.param(
            {
                "reviews/debriefs/d.md": debrief(
                    "d", internal={"reference": "GB/1234/77", "notes": ["Call the Grommelby line."]}
                )
            },
            "public",
            "GB/1234/77",
            id="the board's reference",
        ),
        pytest.param(
            {"reviews/debriefs/d.md": debrief("d", internal={"public_names": {"Grommelby": "X"}})},
            "public",
            "Grommelby",
            id="a name of its own",
        ),
        pytest.param(
            {
                "reviews/case-reviews/r.md": case_review(
                    "r", episodes=[episode("one"), episode("two", audience="board", span="Grommel")]
                )
            },
            "public",
            "Grommel",
            id="a part that is marked",
        ),
        pytest.param(
            {"reviews/debriefs/d.md": debrief("d", stage="interim", **EVERYWHERE)},
            "board",
            "Grommelby",
            id="a draft, for the board",
        ),
        pytest.param(
            {
                "reviews/debriefs/d.md": debrief("d", stage="interim", **EVERYWHERE),
                "reviews/debriefs/e.md": debrief("e", stage="interim"),
            },
            Reader("participants", "e"),  # type: ignore[arg-type]
            "Grommelby",
            id="a draft, for the participants of another",
        ),
        pytest.param(
            {"reviews/debriefs/d.md": "no fields at all, but the Grommelby ferry"},
            "public",
            "but the Grommelby ferry",
            id="a file that cannot be read",
        ),
        pytest.param(
            {
                "reviews/debriefs/grommelby.md": "---\nid: grommelby\nkind: debrief\n"
                "audience: board\nwithdrawn: {role: Manager, year: 2025}\n---\n"
            },
            "public",
            "grommelby",
            id="what was withdrawn from the board",
        ),
    ],
)
def test_whatever_the_reason_for_which_it_was_held_back_it_is_found(
    tmp_path, files, reader, secret
):
    withheld = withheld_from(tmp_path / "library", files, reader)
    text = " ".join([secret, *(str(each) for each in files.values())])

    assert told(tmp_path / "site", withheld, {"a.html": f"<p>{secret}</p>", "b.txt": text}) != []
    assert "b.txt" in told(tmp_path / "site", withheld, {})


@settings(max_examples=examples(75), deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["html", "json", "gz", "zip", "png", "txt", "js"]))
def test_whatever_a_file_holds_it_can_be_searched(content, ending):
    heads = {"gz": b"\x1f\x8b", "zip": b"PK\x03\x04", "png": b"\x89PNG"}
    with tempfile.TemporaryDirectory() as folder:
        withheld = Withheld({2: frozenset([1])}, frozenset([2]), frozenset())
        told(Path(folder), withheld, {f"a.{ending}": heads.get(ending, b"") + content})


def test_the_message_names_files_and_never_says_what_was_found(tmp_path, withheld):
    files: dict[str, str | bytes] = {
        "a.html": TITLE,
        "assets/a-lamp-beside-the-ferry.png": b"",
        "b.zip": zipped("drafts/a-lamp-beside-the-ferry.md", b""),
        "c/Quillon/d.html": "",
    }
    told(tmp_path, withheld, files)

    with pytest.raises(TracesFound) as found:
        refuse_traces(tmp_path, withheld)

    assert "a.html" in str(found.value)
    assert len(found.value.traces) == 5
    for word in ("lamp", "quillon", "ferry", "drafts"):
        assert word not in str(found.value).lower()


def test_nothing_can_be_read_in_what_the_search_goes_by(withheld):
    said = repr(withheld) + str(withheld)

    assert said == "<Withheld><Withheld>"
    assert {type(each) for each in withheld.runs} == {int}
    assert all("lamp" not in path for path in withheld.record_pages)


# --- What is no trace ---------------------------------------------------------------------------


def test_a_page_with_other_words_is_no_trace(tmp_path, withheld):
    page = "<p>A public account of a quiet day, with a lamp, a ferry, a letter and an aunt.</p>"

    assert (
        told(tmp_path, withheld, {"a.html": page, "b.json": "{}", "c.png": png(b"IDAT", b"")}) == []
    )


def test_words_that_a_public_record_says_too_are_no_trace(tmp_path):
    both = {"title": "The Quillon ferry", "pseudonyms": {"Zéphyrine": "the child"}}
    files = {
        "reviews/debriefs/draft.md": debrief(
            "draft", "Zéphyrine slept.\n", stage="interim", **both
        ),
        "reviews/debriefs/open.md": debrief("open", "Zéphyrine slept.\n", **both),
    }
    withheld = withheld_from(tmp_path / "library", files)

    assert (
        told(tmp_path / "site", withheld, {"a.html": "<p>Zéphyrine, The Quillon ferry</p>"}) == []
    )
    assert told(tmp_path / "site", withheld, {"b.html": "<p>debriefs/draft/</p>"}) == []


def test_a_board_that_keeps_the_fuller_version_does_not_hold_up_the_public_one(tmp_path):
    body = "A long account of one afternoon, as it was told to both of us afterwards.\n"
    files = {
        "patternbook.yml": "shelves:\n- {folder: reviews, name: Shared, audience: public}\n"
        "- {folder: ours, name: Ours, audience: board}\n",
        "reviews/debriefs/one.md": debrief("one", body),
        "ours/debriefs/one.md": debrief(
            "one", f"{body}\n::: internal\n{SENTENCE}\n:::\n", audience="board", published=2024
        ),
    }
    withheld = withheld_from(tmp_path / "library", files)
    page = "debriefs/one/index.html"

    assert told(tmp_path / "site", withheld, {page: f"<h1>Title of one</h1><p>{body}</p>"}) == []
    assert told(tmp_path / "site", withheld, {page: f"<p>{SENTENCE}</p>"}) == [page]


def real_and(root: Path, files: Mapping[str, str]) -> Withheld:
    """Return what the public may not see of this very library and these records beside it."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for name in ("docs", "reviews"):
        for file in (PROJECT / name).rglob("*"):
            if file.is_file():
                copy = root / name / file.relative_to(PROJECT / name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(file.read_bytes())
    library, _ = load_library(Folders.at(root))
    return what_is_withheld(library, publish(library, "public"), [root / "docs"])


ORDINARY = (
    *("Home visit", "A first visit", "Communication", "Search", "A near miss", "Case review"),
    *("Information sharing", "Supervision", "Not found", "A home visit", "Handover", "On call"),
    *("No response", "Not known", "All records", "What happened", "The family", "A late referral"),
    *("Out of hours", "A police check", "Working together", "Missed appointments"),
)
NAMES = """
Mia Ana Eli Ian Ali Kim Leo Ava Zoe Max Noa Lia Tom Amy Ben Dan Eva Fay
Gus Ida Jay Joe Lee Lou May Nia Oli Pam Ray Rob Ron Roy Sam Sue Tim Una
Val Zac Alex Amir Anna Beth Cara Dean Ella Emma Finn Gina Hugo Iris Jack Kate Lena Lily
Lola Luca Maya Nina Noah Omar Owen Rosa Ruby Ryan Sara Theo Tina Vera Will Yara Zara Aisha
Chloe Daisy Ellie Grace Hamza Jacob Layla Logan Mason Oscar Poppy Rhys Sofia Tariq Tyler Yusuf
"""


def test_ordinary_titles_and_names_and_drafts_just_begun_raise_no_false_alarm(
    tmp_path, real_site: Path
):
    # The documentation uses these as examples of ids.
    names = {
        Kind.CASE_REVIEW: ("case-reviews", "waiting-for-the-second-referral-again"),
        Kind.NEAR_MISS: ("near-misses", "the-fax-that-waited"),
        Kind.DEBRIEF: ("debriefs", "a-home-visit"),
    }
    files = {
        f"reviews/{folder}/{name}.md": skeleton(kind, name)
        for kind, (folder, name) in names.items()
    }
    for n, title in enumerate(ORDINARY):
        name = "-".join(title.lower().split()) + f"-{n}"
        text = debrief(name, stage="interim", title=title, summary=f"{title}.")
        files[f"reviews/debriefs/{name}.md"] = text
    for name in NAMES.split():
        record_id = f"about-{name.lower()}-{len(name)}"
        files[f"reviews/near-misses/{record_id}.md"] = near_miss(
            record_id, f"{name} slept.\n", stage="interim", pseudonyms={name: "the child"}
        )

    assert find_traces(real_site, real_and(tmp_path, files)) == []


def test_a_draft_whose_words_stand_in_pages_that_all_may_read_raises_no_false_alarm(tmp_path):
    shared = "Both of us wrote down what had been said as soon as we were in the car again."
    files = {
        **vocabulary(),
        "docs/factors/workload.md": explained_entry(
            id="workload", kind="factor", definition=shared, parent="conditions-of-work"
        ),
        "reviews/debriefs/draft.md": debrief("draft", f"{shared}\n", stage="interim"),
    }
    withheld = withheld_from(tmp_path / "library", files)

    assert told(tmp_path / "site", withheld, {"a.html": f"<p>{shared}</p>"}) == []


def test_this_library_raises_no_false_alarm(tmp_path, real_site: Path):
    withheld = real_and(tmp_path, {})

    assert find_traces(real_site, withheld) == []
    assert any(real_site.rglob("*.html"))


def test_participants_of_one_draft_meet_no_false_alarm_in_the_shared_pages(
    tmp_path, real_site: Path
):
    """All other records are held back from them, and shared pages may well speak of these."""
    real_and(tmp_path, {"reviews/debriefs/mine.md": debrief("mine", stage="interim")})
    library, _ = load_library(Folders.at(tmp_path))
    published = publish(library, Reader("participants", "mine"))  # type: ignore[arg-type]
    withheld = what_is_withheld(library, published, [tmp_path / "docs"])
    site = tmp_path / "site"
    shared = ("about", "contribute", "guide", "assets", "glossary", "404.html")
    for file in real_site.rglob("*"):
        path = file.relative_to(real_site)
        if file.is_file() and path.parts[0] in shared:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(file.read_bytes())

    assert find_traces(site, withheld) == []


def test_a_reader_who_sees_everything_has_nothing_to_search_for(tmp_path, monkeypatch):
    files: dict[str, Any] = {"reviews/near-misses/shown.md": FILES["reviews/near-misses/shown.md"]}
    withheld = withheld_from(tmp_path / "library", files)

    assert told(tmp_path / "site", withheld, {"a.html": f"<p>{SENTENCE}</p>"}) == []


# --- The index of the search --------------------------------------------------------------------


def test_every_word_is_read_in_an_index_that_pagefind_made(tmp_path, monkeypatch):
    """Also in a large one, whose words are taken out without reading all that is said of them."""
    said = ["zéphyrine", "a", "incomprehensibilities", "antidisestablishmentarianisms", "mia"]
    said += [f"quillon{number}" for number in range(300)]
    with Index() as index:
        index.add("/", " ".join(said), {}, {})
        files = index.files()
    ((name, packed),) = [(path, files[path]) for path in files if path.endswith(".pf_index")]

    for small in (1 << 22, 0):
        monkeypatch.setattr(reading, "_SMALL", small)
        ((inner, content),) = list(reading.unpacked(name, packed))
        words = set(next(iter(reading.readings(inner, content))))
        assert {"zéphyrin", "mia"} <= words | {word[: len("zéphyrin")] for word in words}
        assert {f"quillon{number}" for number in range(300)} <= words
        assert len(words) >= len(said) - 2


def test_numbers_of_an_index_are_taken_for_no_names():
    """A short name would soon be found in bytes that are none of its letters."""
    numbers = of_pagefind(write_cbor([[["door", [109, 105, 97, 0x206D6961, 0x6D696120]]]]))

    read = list(reading.unpacked("x.pf_index", numbers))

    assert read == [("x.pf_index.xml", b"door")]


def test_words_cut_short_where_an_index_is_parted_are_taken_for_no_names():
    """An index may be parted before “analysis”, which its contents then call “ana”."""
    parts = [["an", "ana", "en_2fe7585"], ["bed", "mia", "en_6dce32e"]]
    contents = of_pagefind(write_cbor(["1.5.2", [["a-page", 252]], parts, [["agency:police", 1]]]))

    read = list(reading.unpacked("x.pf_meta", contents))

    assert read == [("x.pf_meta.xml", b"1.5.2<w/>a-page<w/>agency:police")]


# --- Tables: databases, Parquet, CSV ------------------------------------------------------------


def database(*statements: str, text: str = "", also: str = "") -> bytes:
    """Return a database with a text in it, and after that whatever statements do."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("CREATE TABLE notes (note TEXT, more TEXT)")
    made.execute("INSERT INTO notes VALUES (?, ?)", (text, also))
    for statement in statements:
        made.execute(statement)
    content = made.serialize()
    made.close()
    return content


def parquet(compression: str, text: str) -> bytes:
    """Return a Parquet file with a text in it, packed in this way."""
    out = io.BytesIO()
    table = pa.table({"note": ["An open day.", text], "number": [1, 2]})
    pq.write_table(table, out, compression=compression)
    return out.getvalue()


def parquet_that_says(text: str) -> bytes:
    """Return a Parquet file that says a text of one of its columns."""
    out = io.BytesIO()
    column = pa.field("note", pa.string(), metadata={"description": text})
    pq.write_table(pa.table({"note": ["An open day."]}, schema=pa.schema([column])), out)
    return out.getvalue()


# Longer than a page of the database, so that it lies in pieces.
LONG = f"{'A quiet day. ' * 400}{SENTENCE}{' Nothing else.' * 400}"
IN_TABLES = {
    "a row of a database": ("a.db", database(text=SENTENCE)),
    "a row in pieces": ("a.db", database(text=LONG)),
    "whatever its file is called": ("a.txt", database(text=SENTENCE)),
    "a default of a column": (
        "a.db",
        database(f"CREATE TABLE other (note TEXT DEFAULT '{SENTENCE}')"),
    ),
    "the rows of an index of words": (
        "a.db",
        database(
            "CREATE VIRTUAL TABLE found USING fts5(note)",
            f"INSERT INTO found VALUES ('{SENTENCE}')",  # noqa: S608
        ),
    ),
    "a row that was deleted": ("a.db", database("DELETE FROM notes", text=LONG)),
    "an index of words that are in no row": (
        "a.db",
        database(
            "CREATE VIRTUAL TABLE found USING fts5(note, content='notes')",
            f"INSERT INTO found (rowid, note) VALUES (9, '{SENTENCE}')",  # noqa: S608
        ),
    ),
    "a database that is damaged": ("a.db", database(text="Open.")[:600]),
    "Parquet as it is": ("a.parquet", parquet("none", SENTENCE)),
    "Parquet, packed": ("a.parquet", parquet("zstd", SENTENCE)),
    "what Parquet says of a column": ("a.parquet", parquet_that_says(SENTENCE)),
    "Parquet that is damaged": ("a.parquet", parquet("snappy", "Open.")[:-20]),
    "a cell of a CSV file": ("a.csv", f'record,how\r\na,"{SENTENCE}"\r\n'.encode()),
    "a CSV file that is none": ("a.csv", f'record,"how\r\n{SENTENCE}'.encode()),
    "a CSV file in another coding": ("a.csv", f"é;{SENTENCE}".encode("latin-1")),
}


@pytest.mark.parametrize(("name", "content"), IN_TABLES.values(), ids=IN_TABLES)
def test_what_was_held_back_is_found_in_tables(tmp_path, withheld, name, content):
    assert told(tmp_path, withheld, {name: content}) == [name]


def test_tables_of_other_words_are_no_trace(tmp_path, withheld):
    files: dict[str, str | bytes] = {
        "a.db": database(
            "CREATE VIRTUAL TABLE found USING fts5(note, more, content='notes')",
            "INSERT INTO found (found) VALUES ('rebuild')",
            text=f"{'A quiet day. ' * 900}",
            also="An open one.",
        ),
        "a.parquet": parquet("snappy", "Nothing to see."),
        "a.csv": "record,how\r\na,Nothing to see.\r\n",
    }

    assert told(tmp_path, withheld, files) == []


def test_words_that_an_index_cuts_short_are_taken_for_no_names(tmp_path):
    draft = near_miss("held-back", stage="interim", pseudonyms={"Lysis": "the child"})
    hidden = withheld_from(tmp_path / "library", {"reviews/near-misses/held-back.md": draft})
    made = database(
        "CREATE VIRTUAL TABLE found USING fts5(note, content='notes')",
        "INSERT INTO found (found) VALUES ('rebuild')",
        text="ana analysis",
    )

    assert b"lysis" in made.replace(b"ana analysis", b"")
    assert told(tmp_path / "site", hidden, {"a.db": made}) == []


def test_without_what_opens_a_parquet_file_nobody_can_tell_what_it_holds(
    tmp_path, withheld, monkeypatch
):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert told(tmp_path, withheld, {"a.parquet": parquet("none", "Open.")}) == ["a.parquet"]
