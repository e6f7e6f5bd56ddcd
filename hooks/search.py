"""During a build: let everything that was published be found, by feeding it to Pagefind.

What there is to find comes from the core; hand-written pages are added from their rendered text.
A copy that opens by double-click keeps the theme's own search, since Pagefind needs a server.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import html
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from patternbook.cbor import read_cbor, write_cbor
from patternbook.search import (
    SearchRecord,
    SynonymsAtFault,
    field_concepts,
    make_records,
    page_record,
    search_files,
    sliced,
    stands_for_itself,
)

FOLDER = "search/pagefind"
_MARKER = b"pagefind_dcd"  # how its packed files begin
_RESULTS, _FILTERS = 1, 3  # where those stand in what it says of its index
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_SIGNS = 3
# All else that Pagefind writes is for pages that take its own interface, or its other languages.
_KEPT = ("pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "*.pf_meta")
_PARTS = frozenset({"fragment", "index", "filter"})


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Read the words of the field, so that a fault in them is told before anything is built.

    Raises PluginError with every fault.
    """
    if _is_wanted():
        reading = config.extra["patternbook"]
        try:
            reading["concepts"] = field_concepts(reading["library"])
        except SynonymsAtFault as error:
            raise PluginError(f"The search was not built.\n{error}") from None
        reading["pages_to_find"] = []
    return files


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Take in the text of a page that was written by hand, or that stands for nothing else."""
    del files
    written = page.file.abs_src_path is not None
    left_out = (page.meta.get("search") or {}).get("exclude")
    if _is_wanted() and not left_out and (written or stands_for_itself(page.file.src_uri)):
        reading = config.extra["patternbook"]
        title = html.unescape(str(page.title or config.site_name))
        reading["pages_to_find"].append(
            page_record(page.file.src_uri, title, content, reading["concepts"])
        )
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
    addresses = reading["addresses"]
    try:
        asyncio.run(_write_index(records, addresses, site / FOLDER))
    except ImportError:
        raise PluginError(
            "The search was not built: the package “pagefind” is missing. Run “make setup-site”, "
            "or install requirements/site.txt."
        ) from None
    except FileNotFoundError:
        raise PluginError(
            "The search was not built: the program of Pagefind is missing. Run “make setup-site”, "
            "or install “pagefind[bin]” for this kind of computer."
        ) from None
    except (_Failed, ConnectionError, ProcessLookupError) as error:
        told = error if isinstance(error, _Failed) else "Pagefind ended before it was done."
        raise PluginError(f"The search was not built: {told}") from None
    _tidy(site / FOLDER)


class _Failed(Exception):
    """Raised where Pagefind says that it has failed, or says nothing more."""


async def _write_index(
    records: Sequence[SearchRecord], addresses: Mapping[str, str], folder: Path
) -> None:
    from pagefind.service import PagefindService

    class Service(PagefindService):
        """Pagefind's own service, which rests for a while before each answer, and stops at once."""

        async def _wait_for_responses(self) -> None:
            while (answer := await self._answer()) is not None:
                number, payload = answer
                future: Any = self._responses.pop(number)
                if payload["type"] == "Error":
                    future.set_exception(_Failed(str(payload.get("message"))))
                else:
                    future.set_result(payload)
            for future in self._responses.values():
                future.set_exception(_Failed("Pagefind ended before it was done."))
            self._responses.clear()

        async def close(self) -> None:
            """Let Pagefind end by itself: if it is stopped, its last files stay half written."""
            self._poll_task.cancel()
            if self._backend.stdin is not None:
                self._backend.stdin.close()
            await self._backend.wait()

        async def _answer(self) -> tuple[int, dict[str, Any]] | None:
            """Return the next answer with the number of what it answers; None if none will come."""
            said = self._backend.stdout
            try:
                line = await said.readuntil(b",") if said is not None else b""
                message = json.loads(base64.b64decode(line[:-1]))
                return message["message_id"], message["payload"]
            except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, KeyError):
                return None

    async with Service() as service:
        index = await service.create_index({"force_language": "en"})
        # One after another: the index has them in this order, which makes it the same each time.
        for record, switches in sliced(records):
            await index.add_custom_record(
                url=record.url(addresses.__getitem__),
                content=record.content(),
                language="en",
                meta=record.shown(),
                filters={switch: ["1"] for switch in switches},
            )
        await index.write_files(str(folder))


def _tidy(folder: Path) -> None:
    """Take away what no page loads, make the rest the same each time, and what all need small.

    Pagefind lists its filters in another order in each run. And it calls each result by a hash,
    which every question loads and nothing packs: numbers, which it takes as well, are half as
    large. All of one index begin alike, so that nobody's browser mixes two of them.
    """
    for file in folder.iterdir():
        if file.name not in _PARTS and not any(file.match(kept) for kept in _KEPT):
            file.unlink()
    (about,) = folder.glob("*.pf_meta")
    said = read_cbor(gzip.decompress(about.read_bytes()).removeprefix(_MARKER))
    said[_FILTERS].sort()
    build = hashlib.sha256(write_cbor(said)).hexdigest()
    for number, result in enumerate(said[_RESULTS]):
        name = f"{build[:3]}{_in_letters(number)}"
        (folder / f"fragment/{result[0]}.pf_fragment").rename(
            folder / f"fragment/{name}.pf_fragment"
        )
        result[0] = name
    about.unlink()
    packed = gzip.compress(_MARKER + write_cbor(said), mtime=0)
    (folder / f"pagefind.en_{build[:10]}.pf_meta").write_bytes(packed)
    entry = folder / "pagefind-entry.json"
    told = json.loads(entry.read_text(encoding="utf-8"))
    told["languages"]["en"]["hash"] = f"en_{build[:10]}"
    entry.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _in_letters(number: int) -> str:
    """Return a number in few signs, all of one length."""
    signs = ""
    while number or len(signs) < _SIGNS:
        number, rest = divmod(number, len(_ALPHABET))
        signs = _ALPHABET[rest] + signs
    return signs


def _is_wanted() -> bool:
    return not os.environ.get("PATTERNBOOK_OFFLINE")
