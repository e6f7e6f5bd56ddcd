"""`patternbook build`: build the site beside the old one, and put it in its place when whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from patternbook.cli.common import FAULTS, CannotRun, root_option


@click.command()
@root_option
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes; “site” in the library's folder unless told.",
)
def build(root: Path, site_dir: Path | None) -> None:
    """Build the site with MkDocs, strictly.

    With any fault the site that was there before stays as it is, and the exit status is 1.
    """
    config = root / "mkdocs.yml"
    if not config.is_file():
        raise CannotRun(
            f"There is no mkdocs.yml in {root.resolve()}. Name the library with --root."
        )
    site = (site_dir or root / "site").resolve()
    if site.exists() and any(site.iterdir()) and not (site / "index.html").is_file():
        raise CannotRun(f"{site} holds something other than a site. Choose an empty folder.")
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=site.parent) as scratch:
        fresh = Path(scratch) / "site"
        if not _mkdocs_builds(config, fresh):
            click.echo("The site was not changed.", err=True)
            sys.exit(FAULTS)
        if site.exists():
            site.rename(Path(scratch) / "old")
        shutil.move(fresh, site)
    click.echo(f"The site is in {site}.")


def _mkdocs_builds(config: Path, site: Path) -> bool:
    """Return whether MkDocs has built a whole site there. It prints what is wrong itself."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["--config-file", str(config), "--site-dir", str(site)]
    # Material warns on every run that MkDocs 2 will not do; we require MkDocs 1.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, env=environment, check=False).returncode == 0  # noqa: S603 - our own words
