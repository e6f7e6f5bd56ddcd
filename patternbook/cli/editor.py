"""`patternbook editor`: let Visual Studio Code complete ids, say what they mean, and check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from patternbook.cli.common import CannotRun, folders_at, root_option
from patternbook.cli.running import guarded
from patternbook.exports.editor import FOLDER, generated_files, settings_files
from patternbook.folders import Folders
from patternbook.library import RECORD_FOLDERS, load_library


@click.command()
@root_option
def editor(root: Path) -> None:
    """Set up Visual Studio Code for this library, in its folder “.vscode”.

    Then the editor completes the ids of factors and patterns, says what each means, and lists
    what the check finds. Run it again when the vocabulary has changed. Settings of your own stay
    as they are; you are told what to add to them.
    """
    with guarded(is_redacted=True):
        folders = folders_at(root)
        library, _ = load_library(folders)
        generated = generated_files(library.typology)
        settings = settings_files(_record_folders(folders))
        _refuse_links(folders.root, [*generated, *settings])
        for name, text in generated.items():
            _write(folders.root / name, text)
        click.echo(f"Written: {len(generated)} files in {FOLDER}, made from the vocabulary.")
        for name, text in settings.items():
            _offer(folders.root / name, name, text)
        if library.unread_entries:
            click.echo("Some pages of the vocabulary could not be read: run “patternbook check”.")


def _record_folders(folders: Folders) -> dict[Any, list[str]]:
    return {
        kind: [f"{folders.relative(shelf)}/{name}" for shelf in folders.of_records]
        for kind, name in RECORD_FOLDERS.items()
    }


def _refuse_links(root: Path, names: list[str]) -> None:
    """Raise CannotRun if anything would be written through a link."""
    for name in names:
        file = root / name
        for each in (file, *file.parents[: len(Path(name).parts) - 1]):
            if each.is_symlink():
                raise CannotRun(f"{each} is a link, and nothing is written through a link.")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _offer(file: Path, name: str, text: str) -> None:
    """Write a file of settings if there is none; if there is, say what is missing in it."""
    if not file.exists():
        _write(file, text)
        click.echo(f"Written: {name}")
        return
    ours = json.loads(text)
    try:
        present = json.loads(file.read_text(encoding="utf-8"))
        missing = {key: ours[key] for key in ours if present.get(key) != ours[key]}
    except (AttributeError, ValueError):  # it may hold comments, which JSON has not
        missing = ours
    if not missing:
        click.echo(f"As it should be: {name}")
        return
    click.echo(f"Left as it is: {name}, since it is yours. What is missing or different in it:")
    click.echo("".join(f"    {line}\n" for line in json.dumps(missing, indent=2).split("\n")))
