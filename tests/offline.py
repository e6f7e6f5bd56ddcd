"""Copies of a library that open by double-click, packed as a user packs them and taken out."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.running import run_patternbook


@dataclass(frozen=True)
class OfflineCopy:
    """A copy, packed and taken out again."""

    file: Path

    @property
    def folder(self) -> Path:
        """Return the folder that was in it."""
        return self.file.parent / self.file.stem

    def address(self, path: str) -> str:
        """Return the address of a file of the copy, as a browser is given it."""
        return (self.folder / path).as_uri()


def packed(root: Path, file: Path, **environment: str) -> OfflineCopy:
    """Pack a copy of this library, and take it out beside the zip file."""
    ran = run_patternbook(
        "build", "--root", str(root), "--offline", str(file), cwd=None, **environment
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"The copy is in {file}" in ran.stdout
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with zipfile.ZipFile(file) as opened:
        opened.extractall(file.parent)
    return OfflineCopy(file)
