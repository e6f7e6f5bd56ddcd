"""The zip file of a copy: what it holds, what it never holds, and that it is always the same."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from patternbook.packing import READ_ME, START, pack_site

FILES = {
    "index.html": "home",
    "near-misses/späte-hilfe.html": "record",
    "assets/style.css": "style",
}
HIDDEN = {".patternbook/audience": "board", "near-misses/.draft.html": "x", ".nojekyll": ""}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return made(tmp_path / "site", {**FILES, **HIDDEN})


def made(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_everything_is_in_one_folder_with_two_files_for_people_at_its_top(site, tmp_path):
    number = pack_site(site, tmp_path / "a.zip", "copy", is_internal=False)

    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert set(packed.namelist()) == {
            f"copy/{READ_ME}",
            f"copy/{START}",
            "copy/library/open-the-library.js",
            *(f"copy/library/{name}" for name in FILES),
        }
        assert packed.testzip() is None
        assert packed.read("copy/library/index.html") == b"home"
    assert number == 2


def test_no_hidden_file_and_no_link_goes_along(site, tmp_path):
    secret = made(tmp_path / "elsewhere", {"secret.html": "x"})
    (site / "link.html").symlink_to(secret / "secret.html")
    (site / "folder").symlink_to(secret)

    pack_site(site, tmp_path / "a.zip", "copy", is_internal=False)

    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = packed.namelist()
    assert not [name for name in names if "/." in name or "link.html" in name or "secret" in name]


def test_the_same_site_makes_the_same_file(site, tmp_path):
    again = made(tmp_path / "again", dict(reversed(FILES.items())))
    for path in again.rglob("*.html"):
        os.utime(path, (1, 1))
        path.chmod(0o600)

    for folder, name in ((site, "a.zip"), (again, "b.zip")):
        pack_site(folder, tmp_path / name, "copy", is_internal=False)

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.namelist() == sorted(packed.namelist())


@pytest.mark.parametrize("name", [READ_ME, START])
def test_an_internal_copy_says_so_where_one_begins_to_read(site, tmp_path, name):
    told = {}
    for is_internal in (True, False):
        file = tmp_path / f"{is_internal}.zip"
        pack_site(site, file, "copy", is_internal=is_internal)
        with zipfile.ZipFile(file) as packed:
            told[is_internal] = packed.read(f"copy/{name}").decode()

    assert "INTERNAL COPY" in told[True]
    assert "do not pass it on" in told[True]
    assert "INTERNAL" not in told[False]


def test_an_older_file_is_never_written_over(site, tmp_path):
    (tmp_path / "a.zip").write_text("earlier", encoding="utf-8")

    with pytest.raises(FileExistsError):
        pack_site(site, tmp_path / "a.zip", "copy", is_internal=False)

    assert (tmp_path / "a.zip").read_text("utf-8") == "earlier"
