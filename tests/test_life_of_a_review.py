"""The whole life of one review, as docs/guide/the-life-of-a-review.md tells it, command by command.

It is begun in a board's own copy, talked over with its participants in three drafts, signed off,
published, taken into the public library, brought back by an upgrade, and withdrawn.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_patternbook
from tests.copies import commit, git, init, shared_library
from tests.making import case_review, episode, factor, finding, near_miss, recommendation

REVIEW = "letters-that-nobody-opened"
FILE = f"reviews/case-reviews/{REVIEW}.md"
STAGES = ("preliminary", "interim", "final-draft")
FIELD_OF_STAGE = {"preliminary": "preliminary", "interim": "interim", "final-draft": "final_draft"}
# What must never come out: in an internal passage, in a part for the board, in its notes, in a
# field that stays, in a note in the file, and the name that the board uses itself.
SECRETS = ("quixotic", "zephyrs", "marzipan", "Kestrel Team", "trampoline", "porcupine")
BODY = """\
## Hospital nurse

Source: conversation

She rang the flat twice and left word with a neighbour. The Kestrel Team heard of it later.

::: internal
The follow-up was quixotic.
:::

## Reviewers' view

Letters were the only way that the clinic knew.
"""


class Life:
    """One review in a board's copy, with the library that the copy was made from."""

    def __init__(self, root: Path) -> None:
        """Make the shared library with one record, and the board's copy of it."""
        shared = near_miss("shared-letter", title="A letter for everybody", summary="It came late.")
        self.public = shared_library(
            root / "public", {"reviews/near-misses/shared-letter.md": shared}
        )
        self.copy = root / "our-library"
        named = ("--name", "Example Safeguarding Partnership", "--contact", "the business manager")
        made = init(str(self.copy), "--library", str(self.public), *named)
        assert made.returncode == 0, made.stderr
        self.fields: dict[str, Any] = {}

    def run(self, *command: str, status: int = 0) -> str:
        """Run a command in the copy, and return what it printed; it ends as it should."""
        ran = run_patternbook(*command, cwd=self.copy)
        assert ran.returncode == status, ran.stdout + ran.stderr
        return ran.stdout

    def write(self, **fields: Any) -> None:
        """Write the review with what is already known of it and these fields."""
        self.fields |= fields
        text = case_review(REVIEW, BODY, **self.fields)
        text = text.replace("title:", "# A porcupine, as a note.\ntitle:", 1)
        (self.copy / FILE).write_text(text, encoding="utf-8")

    def next_step(self) -> str:
        """Return what the status says comes next."""
        told = " ".join(self.run("review", "status", REVIEW).split())
        return told.partition("Next: ")[2]

    def site(self, *options: str, folder: str) -> str:
        """Build a site, and return the text of every page in it."""
        self.run("build", *options)
        return text_of(self.copy / folder)


def text_of(site: Path) -> str:
    """Return the text of every file of a site, with the paths."""
    files = [file for file in sorted(site.rglob("*")) if file.suffix in {".html", ".json", ".xml"}]
    assert len(files) > 100
    return "\n".join(f"{file}\n{file.read_text(encoding='utf-8')}" for file in files)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """Begin a board's copy."""
    return Life(tmp_path_factory.mktemp("life"))


def test_1_it_begins_as_a_skeleton_on_the_boards_own_shelf(life: Life):
    life.run("new", "case-review", REVIEW)

    assert (life.copy / FILE).is_file()
    assert not (life.copy / "library" / FILE).exists()


def test_2_each_draft_is_commented_on_then_discussed_and_then_revised(life: Life):
    life.write(
        title="Letters that nobody opened",
        summary="A clinic wrote, and nobody in the flat could read what it wrote.",
        audience="board",
        sign_off=None,
        participants=[{"role": "Hospital nurse", "agency": "hospital", "by": "conversation"}],
        family={"involved": "partly", "how": "The trampoline was spoken of."},
        episodes=[
            episode(
                "letters",
                title="The letters wait",
                description="The Kestrel Team rang until somebody answered.",
                factors=[factor("team-communication")],
            ),
            episode("inside", title="What zephyrs said", audience="board"),
        ],
        findings=[
            finding("one-way-in", episodes=["letters"], statement="There was one way to be heard.")
        ],
        recommendations=[
            recommendation("ask", findings=["one-way-in"], text="Ask how people want to be told.")
        ],
        internal={
            "reference": "R-14",
            "notes": ["Marzipan for the meeting."],
            "fields": ["family"],
            "public_names": {"Kestrel Team": "early help team"},
        },
    )
    dialogue: dict[str, Any] = {}
    for stage in STAGES:
        name = stage.replace("-", " ")
        held = {"comments": False, "meeting": False}
        dialogue[FIELD_OF_STAGE[stage]] = held
        life.write(stage=stage, dialogue=dialogue)
        assert life.next_step().startswith(f"Gather the comments of each participant on the {name}")
        held["comments"] = True
        life.write()
        assert life.next_step().startswith(f"Discuss the {name} report with participants")
        held["meeting"] = True
        life.write()
        assert life.next_step().startswith("Revise it in the light of what was said")


def test_3_its_participants_read_the_draft_and_nothing_that_is_for_the_board(life: Life):
    site = life.site("--audience", "participants", "--record", REVIEW, folder=f"site-{REVIEW}")

    assert "Letters that nobody opened" in site
    assert "Draft: final draft report" in site
    assert "Kestrel Team" in site, "they know their own team"
    for secret in set(SECRETS) - {"Kestrel Team"}:
        assert secret not in site.lower()
    assert "A letter for everybody" not in site


def test_4_the_board_reads_it_once_it_is_final(life: Life):
    staged = life.copy.parent / "staged"
    life.run("stage", str(staged), "--audience", "board")
    before = "\n".join(page.read_text("utf-8") for page in staged.rglob("*.md"))
    life.write(stage="final")

    after = life.site("--audience", "board", folder="site-board")

    assert "A letter for everybody" in before
    assert "Letters that nobody opened" not in before
    assert "Letters that nobody opened" in after
    assert "quixotic" in after
    assert "A letter for everybody" in after
    assert life.next_step().startswith("It is for the board.")


def test_5_nothing_is_published_before_both_have_signed(life: Life):
    life.run("publish", REVIEW, status=1)
    role = {"role": "Board business manager", "year": 2026}
    life.write(sign_off={"confidentiality": role})
    assert life.next_step().startswith("Have somebody confirm that participants have checked it")
    life.run("publish", REVIEW, status=1)
    life.write(
        sign_off={"confidentiality": role, "participants": {**role, "role": "Lead reviewer"}}
    )

    assert life.next_step().startswith(f"Make its public version: patternbook publish {REVIEW}")
    assert not (life.copy / "outbox").exists()


def test_6_the_public_version_is_shown_approved_and_only_then_written(life: Life):
    shown = life.run("publish", REVIEW, status=1)
    assert not (life.copy / "outbox").exists()
    (code,) = re.findall(r"--approve\s+([0-9a-f]+)", shown)

    life.run("publish", REVIEW, "--approve", code)

    text = (life.copy / "outbox/case-reviews" / f"{REVIEW}.md").read_text(encoding="utf-8")
    assert "The early help team rang until somebody answered." in text
    for secret in SECRETS:
        assert secret.lower() not in text.lower()
    assert life.next_step().startswith("Offer the file in “outbox” to the public library")


def test_7_it_is_in_the_public_library_and_nothing_of_what_stayed_behind_is(
    life: Life, tmp_path: Path
):
    public = (life.copy / "outbox/case-reviews" / f"{REVIEW}.md").read_bytes()
    commit(life.public, {FILE: public})

    checked = run_patternbook("check", "--public", FILE, cwd=life.public)
    built = run_patternbook("build", "--site-dir", str(tmp_path / "site"), cwd=life.public)

    assert checked.returncode == 0, checked.stdout
    assert built.returncode == 0, built.stdout + built.stderr
    site = text_of(tmp_path / "site")
    assert "Letters that nobody opened" in site
    workload = (tmp_path / "site/factors/team-communication/index.html").read_text("utf-8")
    assert f"reviews/{REVIEW}/#episode-letters" in workload
    for secret in SECRETS:
        assert secret.lower() not in site.lower()


def test_8_after_an_upgrade_the_board_still_reads_its_own_fuller_one_once(life: Life):
    git("pull", "--quiet", "--ff-only", at=life.copy / "library")

    site = life.site("--audience", "board", folder="site-board")

    assert (life.copy / "library" / FILE).is_file()
    assert life.next_step().startswith("Nothing. It is published.")
    page = (life.copy / f"site-board/reviews/{REVIEW}/index.html").read_text(encoding="utf-8")
    assert "quixotic" in page
    assert site.count(f"site-board/reviews/{REVIEW}/index.html\n") == 1


def test_9_withdrawn_it_leaves_its_id_and_no_word(life: Life):
    life.run("withdraw", REVIEW, "--role", "Board business manager", "--yes")

    site = life.site("--audience", "board", folder="site-board")

    assert "Letters that nobody opened" not in site
    page = (life.copy / f"site-board/reviews/{REVIEW}/index.html").read_text(encoding="utf-8")
    assert "This record was withdrawn" in page
    for secret in ("quixotic", "zephyrs", "trampoline"):
        assert secret not in site.lower()
