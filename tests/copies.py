"""Boards' copies for tests: a small shared library kept with git, and copies made of it.

Nothing here needs a network: a copy is cloned from a folder, and the packages that it would
install are those that these tests themselves use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import run_patternbook
from tests.making import (
    PROJECT,
    bring_the_rules_of_the_forms,
    leave_out_most_rules,
    leave_out_the_collations,
    leave_out_the_figures,
    leave_out_the_guide,
    write,
)

# What of the project a copy is made of. Its records are another matter.
_FOLDERS = ("docs", "hooks", "macros", "patternbook", "scripts", "requirements")
_FILES = ("mkdocs.yml", "mkdocs.copy.yml", "patternbook.yml", "pyproject.toml", "Makefile")


def shared_library(root: Path, records: Mapping[str, str | bytes]) -> Path:
    """Make a shared library of this very project with these records, and commit it.

    It has no sections of the guide, few pages of rules, empty data files and no figures in
    its mirror, since these take long to build.
    """
    for name in _FOLDERS:
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*_FILES, ".gitignore", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, root / name)
    leave_out_the_collations(root / "docs")
    leave_out_the_guide(root / "docs")
    for config in ("mkdocs.yml", "mkdocs.copy.yml"):
        leave_out_most_rules(root, config)
        leave_out_the_figures(root, config)
        bring_the_rules_of_the_forms(root, config)
    git("init", "--quiet", "--initial-branch=main", at=root)
    commit(root, records)
    return root


def commit(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write these files into a repository, and commit all that is there."""
    write(root, {"docs/patterns/.keep": "", **files})
    git("add", "--all", at=root)
    git("commit", "--quiet", "--message", "More", at=root)


def git(*arguments: str, at: Path) -> str:
    """Run git in a folder, without anybody's own settings and hooks; return what it prints."""
    us = ["user.name=Tests", "user.email=tests@example.org", f"core.hooksPath={os.devnull}"]
    ran = subprocess.run(
        ["git", *(word for each in us for word in ("-c", each)), *arguments],
        cwd=at,
        env=without_git_settings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def without_git_settings() -> dict[str, str]:
    """Return the environment without anybody's settings of git, and without our own code."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") and name not in {"PYTHONPATH", "MAKEFLAGS", "MAKELEVEL"}
    }
    return {**own, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def init(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `patternbook init`, and return what it printed and its exit status."""
    return run_patternbook("init", *arguments, cwd=cwd)


def with_packages(copy: Path) -> Path:
    """Give a copy's library the packages it would install, as if it had done so; return the copy.

    They are those of the environment that runs the tests.
    """
    library = copy / "library"
    venv = library / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (own,) = venv.glob("lib/python*/site-packages")
    here = sysconfig.get_paths()["purelib"]
    (own / "packages.pth").write_text(f"{library}\n{here}\n", encoding="utf-8")
    marks = venv / ".patternbook"
    marks.mkdir()
    shutil.copy(library / "requirements/site.txt", marks / "site.txt")
    project = (library / "pyproject.toml").read_text(encoding="utf-8")
    (marks / "project").write_text(f"{library.resolve()}\n{project}", encoding="utf-8")
    return copy


def make(copy: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the copy's Makefile, with the code of the copy's own library."""
    return subprocess.run(
        ["make", target], cwd=copy, env=without_git_settings(), capture_output=True, text=True
    )


def own_files(copy: Path) -> dict[str, bytes]:
    """Return every file of a copy that is the board's own, with what it holds."""
    folders = ("library", "site", "site-board", ".git")
    return {
        file.relative_to(copy).as_posix(): file.read_bytes()
        for file in copy.rglob("*")
        if file.is_file() and file.relative_to(copy).parts[0] not in folders
    }
