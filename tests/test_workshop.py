"""The workshop takes its cases by a rule, and keeps back what a group is to find."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.making import factor
from tests.test_packs import near_misses, packs_of

ENOUGH = [factor(each) for each in ("workload", "timing", "supervision")]
VIGILANCE = [{"by": "individual-vigilance", "how": "A clerk asked again."}]
SAFEGUARD = [{"by": "designed-safeguard", "how": "A bell rang."}]
UNLEARNED = {"outcome": "occurred-without-serious-harm", "learned": None}


def workshop_of(root: Path, **each: dict[str, Any]) -> str:
    files = near_misses(**{name: {"factors": ENOUGH, **fields} for name, fields in each.items()})
    return packs_of(root, files)["workshop/index.md"]


def cases(workshop: str) -> list[str]:
    return re.findall(r"^### Case \d: Title of (\S+)", workshop, re.MULTILINE)


def test_there_is_a_case_of_each_sort(tmp_path):
    workshop = workshop_of(
        tmp_path,
        noticed={"prevented_by": VIGILANCE},
        rang={"prevented_by": SAFEGUARD},
        mild=UNLEARNED,
    )

    assert cases(workshop) == ["noticed", "rang", "mild"]
    assert "does not have all three cases" not in workshop


def test_only_what_counts_and_tells_enough_is_a_case(tmp_path):
    workshop = workshop_of(
        tmp_path,
        thin={"prevented_by": VIGILANCE, "factors": ENOUGH[:2]},
        invented={"prevented_by": SAFEGUARD, "origin": "illustrative"},
        learned={"outcome": "occurred-without-serious-harm", "learned": {"changed": "A form."}},
    )

    assert cases(workshop) == []
    assert "This library does not have all three cases yet" in workshop
    assert "one person's vigilance held" in workshop


def test_the_newest_comes_first_but_another_setting_before_the_same(tmp_path):
    workshop = workshop_of(
        tmp_path,
        old={"prevented_by": VIGILANCE, "completed": 2019},
        new={"prevented_by": VIGILANCE, "completed": 2022},
        same={"prevented_by": SAFEGUARD, "completed": 2023},
        other={"prevented_by": SAFEGUARD, "completed": 2020, "setting": ["out-of-hours"]},
    )

    assert cases(workshop) == ["new", "other"]


def test_a_group_reads_the_account_first_and_the_factors_only_when_it_opens_them(tmp_path):
    workshop = workshop_of(
        tmp_path,
        noticed={
            "prevented_by": VIGILANCE,
            "factors": [factor("timing", how="At five."), *ENOUGH[::2]],
        },
    )

    account, kept_back = workshop.split("### Case 1", 1)[1].split(
        '<details class="pb-kept-back"', 1
    )
    assert "A referral waited" in account
    assert "At five." not in account
    assert "At five." in kept_back
    assert "A clerk asked again." in kept_back
    assert "What was learned from it is not told." in kept_back


def test_its_source_is_named(tmp_path):
    workshop = workshop_of(tmp_path)

    assert "Dr Lisa Bostock and Sue Bairstow" in workshop
