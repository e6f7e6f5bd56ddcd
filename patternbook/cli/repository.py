"""Git, as far as the guard needs it: what is staged, what would be pushed, and where to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from patternbook.cli.common import CannotRun

_CHANGE = re.compile(
    rb":[0-7]{6} (?P<mode>[0-7]{6}) [0-9a-f]+ (?P<blob>[0-9a-f]+) [A-Z][0-9]*\x00"
    rb"(?P<path>[^\x00]+)\x00"
)
_STAGED = re.compile(
    rb"(?P<mode>[0-7]{6}) (?P<blob>[0-9a-f]+) [0-3]\t(?P<path>[^\x00]+)\x00",
)
_ANOTHER_REPOSITORY = b"160000"
_PATIENCE = 60  # seconds that another machine has to answer


class Version(NamedTuple):
    """One version of a file: its path from the top of the repository, and git's name for it."""

    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with its files; `top` is its folder."""

    top: Path
    _folder: Path
    _git: str

    @classmethod
    def at(cls, folder: Path) -> Repository:
        """Return the repository in which a folder lies. Raises CannotRun if it lies in none."""
        git = shutil.which("git")
        if git is None:
            raise CannotRun("Git was not found on this machine, so nothing can be guarded.")
        # Within a hook git says itself where the repository is, from the present folder.
        here = Path.cwd() if "GIT_DIR" in os.environ else folder.resolve()
        one = cls(here, here, git)
        ran = one._run("rev-parse", "--show-toplevel")
        if ran.returncode != 0:
            raise CannotRun(
                f"{folder.resolve()} lies in no git repository. Go to the library's folder, or "
                "name it with --root."
            )
        top = Path(os.fsdecode(ran.stdout.rstrip(b"\n"))).resolve()
        return cls(top, here if "GIT_DIR" in os.environ else top, git)

    def addresses(self) -> list[str]:
        """Return the addresses of all remotes, for fetching and for pushing."""
        found: dict[str, None] = {}
        for name in _lines(self._said("remote")):
            for way in ((), ("--push",)):
                found |= dict.fromkeys(
                    _lines(self._said("remote", "get-url", "--all", *way, "--", name))
                )
        return list(found)

    def staged(self) -> list[Version]:
        """Return the staged version of every file that would change with the next commit."""
        if not self.commit_of("HEAD"):
            return self.in_index(["."])
        return _versions(
            _CHANGE,
            self._said(
                *("diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev"),
                *("--diff-filter=d", "--ignore-submodules=none", "HEAD"),
            ),
        )

    def in_index(self, paths: Sequence[str]) -> list[Version]:
        """Return the staged version of every file at these paths, changed or not."""
        return _versions(
            _STAGED,
            self._said("--literal-pathspecs", "ls-files", "-s", "-z", "--full-name", "--", *paths),
        )

    def pushed(self, new: Iterable[str], there: Iterable[str]) -> list[Version]:
        """Return every version of every file in the commits up to `new` that are not `there`."""
        lines = [*new, *(f"^{each}" for each in there if self.knows(each))]
        commits = self._said("rev-list", "--stdin", given="\n".join([*lines, ""]).encode())
        return _versions(
            _CHANGE,
            self._said(
                *("diff-tree", "--stdin", "--root", "-r", "-m", "--raw", "-z", "--no-renames"),
                *("--no-abbrev", "--diff-filter=d"),
                given=commits,
            ),
        )

    def knows(self, commit: str) -> bool:
        """Return whether this repository holds the commit."""
        return self._run("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0

    def heads_and_tags(self) -> dict[str, str]:
        """Return git's name for what each branch and tag of this repository points to."""
        out = self._said(
            "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags"
        )
        # Not as lines of text: a name may hold what ends a line there, but not to git.
        pairs = (os.fsdecode(line).partition(" ") for line in out.split(b"\n") if line)
        return {name: pointed_to for pointed_to, _, name in pairs}

    def held_by(self, address: str) -> list[str]:
        """Return the commits that another repository has at its ends; none if it does not say."""
        try:
            ran = self._run("ls-remote", "--", address, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return []
        return (
            [line.split()[0] for line in _lines(ran.stdout) if line] if not ran.returncode else []
        )

    def commit_of(self, name: str) -> str:
        """Return the commit that a name such as a branch stands for, or nothing."""
        ran = self._run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        return os.fsdecode(ran.stdout.strip()) if ran.returncode == 0 else ""

    def contents(self, blobs: Sequence[str]) -> list[bytes]:
        """Return what each of these versions holds. Raises CannotRun if git does not give one."""
        given = "".join(f"{each}\n" for each in blobs).encode()
        out = self._said("cat-file", "--batch", given=given)
        contents: list[bytes] = []
        place = 0
        for _ in blobs:
            end = out.index(b"\n", place)
            head = out[place:end].split()
            if len(head) != 3:
                raise CannotRun("Git does not give what a file holds, so it cannot be guarded.")
            start, size = end + 1, int(head[2])
            contents.append(out[start : start + size])
            place = start + size + 1
        return contents

    def hooks(self) -> Path:
        """Return the folder of this repository's hooks. Raises CannotRun if others share it."""
        if self._run("config", "--get", "core.hooksPath").returncode == 0:
            raise CannotRun(
                "Git is told to look for hooks in a folder that may be shared with other "
                "repositories (core.hooksPath), so nothing is written there. Call “patternbook "
                "guard” from its pre-commit, and “patternbook guard --push” from its pre-push."
            )
        path = os.fsdecode(self._said("rev-parse", "--git-path", "hooks").rstrip(b"\n"))
        return (self._folder / path).resolve()

    def _said(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what git prints. Raises CannotRun if it fails, since nothing is known then."""
        ran = self._run(*arguments, given=given)
        if ran.returncode != 0:
            raise CannotRun(
                f"“git {arguments[0]}” has failed, so it is not known what would get out, and "
                "nothing may. Run “git status” to see whether the repository is in order."
            )
        return ran.stdout

    def _run(
        self, *arguments: str, given: bytes = b"", timeout: float | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {
            **os.environ,
            "GIT_NO_REPLACE_OBJECTS": "1",  # what is pushed is what was replaced
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
        }
        return subprocess.run(  # noqa: S603 - git itself, and no shell
            [self._git, *arguments],
            cwd=self._folder,
            input=given,
            capture_output=True,
            check=False,
            env=environment,
            timeout=timeout,
        )


def _versions(expression: re.Pattern[bytes], out: bytes) -> list[Version]:
    """Return the versions of files that git lists, each once."""
    found = (
        Version(os.fsdecode(match["path"]), match["blob"].decode())
        for match in expression.finditer(out)
        if match["mode"] != _ANOTHER_REPOSITORY
    )
    return list(dict.fromkeys(found))


def _lines(out: bytes) -> list[str]:
    return os.fsdecode(out).splitlines()
