"""Several style sheets become one, in which everything still leads where it led."""

from __future__ import annotations

import pytest

from patternbook.styles import joined
from tests.conftest import run_patternbook
from tests.making import copy_of_the_site


def test_sheets_stay_in_their_order():
    sheets = {"assets/b.css": "p { color: red; }", "assets/a.css": "p { color: blue; }"}
    assert joined(sheets, "assets/one.css") == "p{color:red;}\np{color:blue;}\n"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ('url("../fonts/a.woff2")', 'url("fonts/a.woff2")'),
        ("url(../fonts/a.woff2)", "url(fonts/a.woff2)"),
        ("url('a b.svg')", "url('styles/a b.svg')"),
        ("url(../../logo.svg)", "url(../logo.svg)"),
        ('url("data:image/svg+xml,%3Csvg%3E")', 'url("data:image/svg+xml,%3Csvg%3E")'),
        ("url(#shadow)", "url(#shadow)"),
        ("url(https://there.example/a.png)", "url(https://there.example/a.png)"),
        ("url(/a.png)", "url(/a.png)"),
    ],
)
def test_an_address_leads_where_it_led(address, expected):
    sheets = {"assets/styles/a.css": f"p {{ background: {address}; }}"}
    assert joined(sheets, "assets/one.css") == f"p{{background:{expected};}}\n"


def test_comments_are_left_out_and_texts_are_kept():
    sheet = '/* One. */\n\n\np::before { content: "/* two */"; } /* don\'t */\n\np { top: 0; }\n'
    assert joined({"a.css": sheet}, "b.css") == ('p::before{content:"/* two */";}p{top:0;}\n')


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("a :hover,\n  b:focus { top : 0 }", "a :hover,b:focus{top :0}"),
        ("p { width: calc(1px + 2px); }", "p{width:calc(1px + 2px);}"),
        ("@media (min-width: 1px) and print {\n}", "@media (min-width:1px) and print{}"),
        ('a::after { content: " ; , : { "; }', 'a::after{content:" ; , : { ";}'),
    ],
)
def test_space_is_left_out_only_where_it_says_nothing(sheet, expected):
    assert joined({"a.css": sheet}, "b.css") == f"{expected}\n"


def test_a_sheet_that_says_nothing_leaves_nothing():
    assert joined({"a.css": "/* Nothing yet. */", "b.css": "p { top: 0; }"}, "c.css") == (
        "p{top:0;}\n"
    )


def test_a_sheet_that_is_listed_and_missing_stops_the_build(tmp_path):
    root = copy_of_the_site(tmp_path, {})
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    listed = text.replace("extra_css:\n", "extra_css:\n  - assets/gone.css\n", 1)
    assert listed != text
    settings.write_text(listed, encoding="utf-8")

    built = run_patternbook("build", "--root", str(root))

    assert built.returncode == 1
    assert "There is no style sheet “assets/gone.css”" in built.stdout + built.stderr
    assert "Traceback" not in built.stdout + built.stderr
