"""During a build: let everything that was published be found, by feeding it to Pagefind.

What there is to find comes from the core; hand-written pages are added from their rendered text.
A copy that opens by double-click keeps the theme's own search, since Pagefind needs a server.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from patternbook.cbor import read_cbor, write_cbor
from patternbook.pagefind import Index, PagefindFailed, PagefindMissing
from patternbook.search import (
    SearchRecord,
    SynonymsAtFault,
    field_concepts,
    is_a_way_in,
    make_records,
    page_record,
    search_files,
    sliced,
    stands_for_itself,
)

FOLDER = "search/pagefind"
_ENTRY = "pagefind-entry.json"
_MARKER = b"pagefind_dcd"  # how its packed files begin
_RESULTS, _FILTERS = 1, 3  # where those stand in what it says of its index
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_SIGNS = 3
# All else that Pagefind writes is for pages that take its own interface, or its other languages.
_KEPT = frozenset({"pagefind.js", "wasm.en.pagefind"})
_PARTS = frozenset({"fragment", "index", "filter"})


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Read the words of the field, and see that Pagefind starts: faults are told before all else.

    Raises PluginError with every fault in the words, or if Pagefind is not there.
    """
    if _is_wanted():
        reading = config.extra["patternbook"]
        try:
            reading["concepts"] = field_concepts(reading["library"])
        except SynonymsAtFault as error:
            raise PluginError(f"The search was not built.\n{error}") from None
        reading["pages_to_find"] = []
        with _telling_what_helps():
            Index().close()
    return files


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Take in the text of a page that was written by hand, or that nothing else leads to."""
    del files
    reading, path = config.extra["patternbook"], page.file.src_uri
    left_out = (page.meta.get("search") or {}).get("exclude")
    if path not in reading["made"] or stands_for_itself(path):
        text = content
    elif is_a_way_in(path):
        text = html.escape(page.meta["description"])
    else:
        left_out, text = True, ""
    if _is_wanted() and not left_out:
        title = html.unescape(str(page.title or config.site_name))
        reading["pages_to_find"].append(page_record(path, title, text, reading["concepts"]))
    return content


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Keep the address of every page, as only the builder knows it."""
    if _is_wanted():
        addresses = {file.src_uri: file.url for file in files.documentation_pages()}
        config.extra["patternbook"]["addresses"] = addresses
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index and what the search page needs to understand a question.

    Raises PluginError if Pagefind is not there, or fails.
    """
    if not _is_wanted():
        return
    reading, site = config.extra["patternbook"], Path(config.site_dir)
    library, concepts = reading["library"], reading["concepts"]
    pages = sorted(reading["pages_to_find"], key=lambda record: record.path)
    records = [*make_records(library, concepts), *pages]
    for name, text in search_files(library, records, concepts).items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    with _telling_what_helps():
        files = _index(records, reading["addresses"])
    for name, content in _tidied(files).items():
        (site / FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (site / FOLDER / name).write_bytes(content)


@contextmanager
def _telling_what_helps() -> Iterator[None]:
    try:
        yield
    except PagefindMissing as error:
        raise PluginError(
            f"The search was not built: {error.what} is missing. Run “make setup-site”, or "
            "install “pagefind[bin]” for this kind of computer."
        ) from None
    except PagefindFailed as error:
        raise PluginError(f"The search was not built: {error}") from None


def _index(records: Sequence[SearchRecord], addresses: Mapping[str, str]) -> dict[str, bytes]:
    with Index() as index:
        # One after another: the index has them in this order, which makes it the same each time.
        for record, switches in sliced(records):
            index.add(
                url=record.url(addresses.__getitem__),
                content=record.content(),
                meta=record.shown(),
                filters={switch: ["1"] for switch in switches},
            )
        return index.files()


def _tidied(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Leave out what no page loads, make the rest the same each time, and what all need small.

    Pagefind lists its filters in another order in each run. And it calls each result by a hash,
    which every question loads and nothing packs: numbers, which it takes as well, are half as
    large. All of one index begin alike, so that nobody's browser mixes two of them.
    """
    kept = {
        name: content
        for name, content in files.items()
        if name in _KEPT or name.partition("/")[0] in _PARTS
    }
    (about,) = (name for name in files if name.endswith(".pf_meta"))
    said = read_cbor(gzip.decompress(files[about]).removeprefix(_MARKER))
    said[_FILTERS].sort()
    build = hashlib.sha256(write_cbor(said)).hexdigest()
    for number, result in enumerate(said[_RESULTS]):
        name = f"{build[:3]}{_in_letters(number)}"
        kept[f"fragment/{name}.pf_fragment"] = kept.pop(f"fragment/{result[0]}.pf_fragment")
        result[0] = name
    packed = gzip.compress(_MARKER + write_cbor(said), mtime=0)
    kept[f"pagefind.en_{build[:10]}.pf_meta"] = packed
    told = json.loads(files[_ENTRY])
    told["languages"]["en"]["hash"] = f"en_{build[:10]}"
    kept[_ENTRY] = json.dumps(told, ensure_ascii=False).encode()
    return kept


def _in_letters(number: int) -> str:
    """Return a number in few signs, all of one length."""
    signs = ""
    while number or len(signs) < _SIGNS:
        number, rest = divmod(number, len(_ALPHABET))
        signs = _ALPHABET[rest] + signs
    return signs


def _is_wanted() -> bool:
    return not os.environ.get("PATTERNBOOK_OFFLINE")
