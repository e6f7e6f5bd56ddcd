"""How far two people's coding agrees -> the same for people, and for other programs.

Whoever codes wants to know where they differ and what each of them wrote, so that they can talk.
So the plain report comes to that last, with the words of both, and says before it what no figure
can tell. The form for programs never holds a word of a record, and a redacted report does not
either.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from patternbook.agreement import (
    ENOUGH,
    Agreement,
    Alike,
    Answer,
    Answers,
    Aspect,
    Cell,
    Code,
    Measure,
    Names,
    Share,
    Spot,
    WhyNot,
)
from patternbook.problems import Place
from patternbook.reports.report import printable
from patternbook.vocabulary import Term

# Raised when a program that reads it would have to change.
VERSION = 1

_WIDTH = 80
_KAPPA, _ALPHA = "Cohen's kappa", "Krippendorff's alpha"
_WHO = ("A", "B")
# What one of them is called, several of them, and where they are looked for.
_CALLED = {
    Aspect.FACTORS: ("factor", "factors", "Factors"),
    Aspect.PATTERNS: ("pattern", "patterns and issues", "Patterns and recurrent issues"),
    Aspect.PREVENTED_BY: (
        "prevented by",
        "things that can prevent harm",
        "What prevented serious harm",
    ),
    Aspect.PRACTICE: ("practice", "judgements", "How practice is judged"),
    Aspect.OUTCOME: ("outcome", "outcomes", "How it ended"),
}
_WHY_NOT = {
    WhyNot.TOO_FEW: f"fewer than {ENOUGH} answers, and one more would turn it round",
    WhyNot.NO_VARIATION: "all answers are the same, so agreement cannot be told from luck",
    WhyNot.ONE_SIDED: "one of the two gave the same answer throughout, and then kappa is 0, "
    "whatever the other did",
}
_IN_SHORT = {
    WhyNot.TOO_FEW: "too few",
    WhyNot.NO_VARIATION: "all the same",
    WhyNot.ONE_SIDED: "one-sided",
}
_WHAT_IT_IS_NOT = (
    "They say how far two people gave the same names, and not who is right. Two people can agree "
    "and both be wrong.",
    "They rest on one record. One name more or less would change them.",
    "What is named almost nowhere, or almost everywhere, can have a low kappa or alpha although "
    "the two hardly ever differ. So read each beside the counts.",
    "No mark is given here for a high or a low figure. There is no line above which a coding is "
    "good. What helps is to talk about each difference.",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: how far it agrees, and the two files as somebody named them."""

    agreement: Agreement
    files: tuple[str, str]
    is_redacted: bool = False

    def at(self, which: int, place: Place) -> str:
        """Return a place in one of the files as editors and terminals know it."""
        return f"{printable(self.files[which])}:{place.line}:{place.column}"

    def spot(self, spot: Spot) -> str:
        """Return what an episode, or the record as a whole, is called."""
        if not spot.id:
            return "The record as a whole"
        if self.is_redacted:
            return f"The episode on line {spot.places[0].line} of A"
        return f"Episode “{printable(spot.id)}”"


# --- For people ---------------------------------------------------------------------------------


def plain(compared: Compared) -> str:
    """Return in words how far two people's coding agrees, and where they differ."""
    agreement = compared.agreement
    lines = [f"Two codings of one {agreement.kind.label.lower()}"]
    lines += [f"  {who}  {printable(file)}" for who, file in zip(_WHO, compared.files, strict=True)]
    lines += _only_one(compared)
    for names in agreement.names:
        lines += ["", *_about_names(names)]
    for answers in agreement.answers:
        lines += ["", *_about_answers(answers)]
    lines += ["", "What these figures do not say"]
    lines += [line for told in _WHAT_IT_IS_NOT for line in _filled(told, "  - ")]
    lines += ["", *_differences(compared)]
    return "".join(f"{line}\n" for line in lines)


def _filled(text: str, head: str = "") -> list[str]:
    return textwrap.wrap(
        f"{head}{printable(' '.join(text.split()))}",
        _WIDTH,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _only_one(compared: Compared) -> list[str]:
    told = compared.agreement.only_one
    if not told:
        return []
    lines = ["", "Episodes that only one of the two has. They are in no figure."]
    for each in told:
        name = "" if compared.is_redacted else f"  “{printable(each.id)}”"
        lines.append(f"  {_WHO[each.which]}  {compared.at(each.which, each.place)}{name}")
    return lines


def _about_names(names: Names) -> list[str]:
    lines = [_CALLED[names.aspect][2]]
    if not names.spots:
        return [*lines, "  There is no episode to compare."]
    if not names.cells:
        return [*lines, "  Neither names any."]
    for name, figure in _figures(names):
        lines += _filled(figure, f"  {name + ':':<43}")
    return [*lines, *(_table(names) if names.spots[0].id else ())]


def _figures(names: Names) -> Iterator[tuple[str, str]]:
    """Yield each figure with its name, and with how many answers it rests on."""
    is_of_episodes = bool(names.spots[0].id)
    also = {Aspect.FACTORS: "influence and scope", Aspect.PATTERNS: "influence"}.get(names.aspect)
    yield "Named by both, of what either named", _share(names.share)
    if names.by_pattern is not None:
        yield "The same, with each issue as its pattern", _share(names.by_pattern)
    if also is not None:
        yield f"With the same {also}", _share(names.in_full)
    asked = f"{names.listed} {_CALLED[names.aspect][1]}"
    if is_of_episodes:
        asked += f" × {_number(len(names.spots), 'episode')}"
    neither = names.listed * len(names.spots) - len(names.cells)
    yield _ALPHA, f"{_measure(names.alpha)} ({asked}; {neither} of them named by neither)"
    if also is not None:
        yield f"The same, with {also}", _measure(names.alpha_in_full)
    if is_of_episodes:
        yield "Alpha of each episode's whole set (MASI)", _measure(names.alpha_of_sets)


def _table(names: Names) -> list[str]:
    """Return a table of what was named, a line for each."""
    width = max(len(row.what) for row in names.rows)
    head = f"  {'':<{width}}  both  only A  only B  neither  agreed      kappa"
    lines = ["", head]
    for row in names.rows:
        why = row.kappa.why_not
        kappa = _IN_SHORT[why] if why is not None else _figure(row.kappa.value)
        agreed = f"{row.agreed} of {len(names.spots)}"
        lines.append(
            f"  {printable(row.what):<{width}}  {row.both:>4}  {row.only_first:>6}  "
            f"{row.only_second:>6}  {row.neither:>7}  {agreed:<10}  {kappa}"
        )
    used = dict.fromkeys(row.kappa.why_not for row in names.rows)
    notes = [f"{_IN_SHORT[why]}: {_WHY_NOT[why]}." for why in used if why is not None]
    return (
        [*lines, "", *(line for note in notes for line in _filled(note, "  "))] if notes else lines
    )


def _about_answers(answers: Answers) -> list[str]:
    heading = _CALLED[answers.aspect][2]
    number = len(answers.answers)
    if not number:
        return [heading, "  There is no episode to compare."]
    lines = [heading, f"  {'The same answer:':<43}{answers.agreed} of {number}"]
    if answers.aspect is Aspect.PRACTICE:
        lines += _filled(_measure(answers.kappa), f"  {_KAPPA + ':':<43}")
    return lines


def _share(share: Share) -> str:
    return f"{share.both} of {share.either}"


def _measure(measure: Measure) -> str:
    answers = _number(measure.units, "answer")
    if measure.why_not is not None:
        return f"not told for {answers}: {_WHY_NOT[measure.why_not]}"
    return f"{_figure(measure.value)} over {answers} of each"


def _figure(value: float | None) -> str:
    return f"{round(value or 0, 2) + 0.0:.2f}"  # a nought without a minus


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _differences(compared: Compared) -> list[str]:
    """Return every difference by spot, with what each person wrote."""
    agreement = compared.agreement
    spots = [spot for names in agreement.names for spot in names.spots]
    by_id = {spot.id: spot for spot in spots}
    blocks = [block for spot in by_id.values() if (block := _differences_in(spot, compared))]
    if not blocks:
        return ["They differ nowhere."]
    return ["Where they differ", *(line for block in blocks for line in block)]


def _differences_in(spot: Spot, compared: Compared) -> list[str]:
    lines: list[str] = []
    for names in compared.agreement.names:
        for cell in names.differences:
            if cell.spot.id == spot.id:
                lines += _difference(names.aspect, cell, compared)
        for each in names.alike:
            if each.spot.id == spot.id:
                lines += _alike(each, compared)
    for answers in compared.agreement.answers:
        for answer in answers.differences:
            if answer.spot.id == spot.id:
                lines += _different_answer(answers.aspect, answer, compared)
    return ["", f"{compared.spot(spot)}", *lines] if lines else []


def _difference(aspect: Aspect, cell: Cell, compared: Compared) -> Iterator[str]:
    name = f"{_CALLED[aspect][0]} {printable(cell.what)}"
    if cell.is_shared:
        yield f"  {name}: both name it, and say different things of it."
    else:
        yield f"  {name}: only {'A' if cell.first else 'B'} names it."
    for which, codes in enumerate((cell.first, cell.second)):
        if not codes:
            named = ", ".join(printable(code.what) for code in cell.instead)
            told = f"{named} in this finding" if named else "not named"
            yield f"    {_WHO[which]}  {compared.at(which, cell.places[which])}  {told}"
        for code in codes:
            yield f"    {_WHO[which]}  {compared.at(which, code.place)}  {_said(code)}".rstrip()
            if not compared.is_redacted:
                yield from _filled(f"“{code.how}”", "       ")


def _said(code: Code) -> str:
    return ", ".join(term.label.lower() for term in code.says)


def _alike(each: Alike, compared: Compared) -> Iterator[str]:
    text = (
        f"Perhaps one thing under two names: {printable(each.first)} (A) and "
        f"{printable(each.second)} (B)."
    )
    if not each.difference:
        text += " Both belong to one pattern."
    elif not compared.is_redacted:
        text += f" The vocabulary tells them apart: “{each.difference}”"
    yield from _filled(text, "  ")


def _different_answer(aspect: Aspect, answer: Answer, compared: Compared) -> Iterator[str]:
    yield f"  {_CALLED[aspect][0]}: they answer differently."
    for which, said in enumerate((answer.first, answer.second)):
        told = said.label.lower() if said is not None else "left open"
        yield f"    {_WHO[which]}  {compared.at(which, answer.spot.places[which])}  {told}"


# --- For other programs ---------------------------------------------------------------------------


def data(compared: Compared) -> str:
    """Return the same as JSON, with no sentence of a record. Its shape is told in agree.md."""
    agreement = compared.agreement
    told = {
        "version": VERSION,
        "record": None if compared.is_redacted else agreement.record_id,
        "kind": agreement.kind.value,
        "files": list(compared.files),
        "only_one": [
            {
                "episode": None if compared.is_redacted else each.id,
                "file": _WHO[each.which].lower(),
                **each.place._asdict(),
            }
            for each in agreement.only_one
        ],
        "names": {names.aspect.value: _names_data(names, compared) for names in agreement.names},
        "answers": {
            answers.aspect.value: _answers_data(answers, compared) for answers in agreement.answers
        },
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _names_data(names: Names, compared: Compared) -> dict[str, Any]:
    return {
        "spots": len(names.spots),
        "listed": names.listed,
        "share": _share_data(names.share),
        "share_in_full": _share_data(names.in_full),
        "share_by_pattern": _share_data(names.by_pattern) if names.by_pattern else None,
        "alpha": _measure_data(names.alpha),
        "alpha_in_full": _measure_data(names.alpha_in_full),
        "alpha_of_sets": _measure_data(names.alpha_of_sets),
        "each": [
            {
                "name": row.what,
                "both": row.both,
                "only_a": row.only_first,
                "only_b": row.only_second,
                "neither": row.neither,
                "kappa": _measure_data(row.kappa),
            }
            for row in names.rows
        ],
        "differences": [
            {
                **_spot_data(cell.spot, compared),
                "name": cell.what,
                "a": _codes_data(cell.first, cell.places[0]),
                "b": _codes_data(cell.second, cell.places[1]),
                "instead": [code.what for code in cell.instead],
            }
            for cell in names.differences
        ],
        "alike": [
            {**_spot_data(each.spot, compared), "a": each.first, "b": each.second}
            for each in names.alike
        ],
    }


def _answers_data(answers: Answers, compared: Compared) -> dict[str, Any]:
    return {
        "spots": len(answers.answers),
        "same": answers.agreed,
        "kappa": _measure_data(answers.kappa),
        "differences": [
            {
                **_spot_data(each.spot, compared),
                "a": {**each.spot.places[0]._asdict(), "answer": _word(each.first)},
                "b": {**each.spot.places[1]._asdict(), "answer": _word(each.second)},
            }
            for each in answers.differences
        ],
    }


def _word(term: Term | None) -> str | None:
    return term.value if term is not None else None


def _spot_data(spot: Spot, compared: Compared) -> dict[str, Any]:
    return {"episode": None if compared.is_redacted or not spot.id else spot.id}


def _codes_data(codes: Sequence[Code], place: Place) -> dict[str, Any]:
    return {**place._asdict(), "says": [[term.value for term in code.says] for code in codes]}


def _share_data(share: Share) -> dict[str, int]:
    return {"both": share.both, "either": share.either}


def _measure_data(measure: Measure) -> dict[str, Any]:
    return {
        "value": None if measure.value is None else round(measure.value, 4) + 0.0,
        "answers": measure.units,
        "why_not": None if measure.why_not is None else measure.why_not.value,
    }
