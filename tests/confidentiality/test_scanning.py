"""What the check for people and places finds in a text, and what it lets be.

Everybody and everywhere is invented, and every number is kept for fiction or could not be given.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patternbook.confidentiality import Reason, scan
from patternbook.confidentiality.identifiers import Kind

DICTIONARY_WORDS = ["waited", "nobody", "visit", "supervision", "letter", "kitchen", "quickly"]


def found(text: str, *declared: str) -> list[str]:
    """Return every stretch of a text that is reported, as it was written."""
    return [text[each.start : each.end] for each in scan(text, declared)]


def reasons(text: str, *declared: str) -> list[Reason | Kind]:
    """Return why each of them is."""
    return [each.reason for each in scan(text, declared)]


# --- Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The nurse rang Keziah at noon.", ["Keziah"]),
        ("The nurse asked Grace about it.", ["Grace"]),
        ("They moved to Reading in the spring.", ["Reading"]),
        ("Keziah rang the nurse.", ["Keziah"]),
        ("Nobody came. Keziah rang the nurse.", ["Keziah"]),
        ("the nurse rang keziah at noon", ["keziah"]),
        ("A letter came from Keziah Ollerton-Skaife.", ["Keziah", "Ollerton", "Skaife"]),
        ("It was Keziah's turn, not the Skaifes’.", ["Keziah's", "Skaifes"]),
        ("Nobody told Skaife or Anantharaman.", ["Skaife", "Anantharaman"]),
        ("She told Sister Immaculata.", ["Immaculata"]),
        ("Nobody told O'Halloran or N’Guessan.", ["O'Halloran", "N’Guessan"]),
        ("Nobody told Zoë Małgorzata.", ["Zoë", "Małgorzata"]),
        ("KEZIAH WAS NOT SEEN.", ["KEZIAH"]),
        ("She came from Trewallick with two bags.", ["Trewallick"]),
        ("The walk was along the river Nenbrook.", ["Nenbrook"]),
        ("The lads called him “Spanner” for that.", ["Spanner"]),
        ("His name on the street was ‘Spanner’.", ["Spanner"]),
    ],
)
def test_a_name_is_found_wherever_it_stands(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Grace told her key worker.",
        "Grace's teeth had never been seen.",
        "Grace, who was four, hid under the table.",
        "Grace and her brother were placed together.",
        "Will had not been in school.",
        "May told her teacher.",
        "Mark says that he was not asked.",
        "Lily didn't want to go.",
        "Jack later told the nurse.",
        "Brown told the court that he had not seen it.",
        "Walker was on leave that week.",
        "Baker and King gave evidence.",
        "Sharp wrote the chronology from memory.",
        "Quick phoned the unit at noon.",
        "Rose: what the first team saw",
        "- Rose\n- the nurse",
        "Reading closed the case.",
        "Hull and Slough were told.",
        "“Rose is not here,” said the nurse.",
        "It was late. “Rose came,” the nurse said.",
        "GRACE TOLD THE NURSE.",
    ],
)
def test_a_word_that_is_a_name_too_is_found_where_a_name_could_begin_a_sentence(text):
    assert Reason.MAY_BE_A_NAME in reasons(text)


@pytest.mark.parametrize(
    "text",
    [
        "she had told grace that it was a secret",
        "told mark not to come",
        "grace was there when it began",
        "went with robin on the bus",
        "nan reckons summer's arm is broken",
        "aunty joy had the baby",
        "mr brown shouted",
        "tell hazel i said sorry",
        "will hit mark with the pipe",
        "jack and rose got in trouble",
        "they are going back to reading at the weekend",
        "his nan's in sale",
    ],
)
def test_a_name_that_is_a_word_is_found_in_small_letters_where_only_a_name_stands(text):
    assert Reason.MAY_BE_A_NAME in reasons(text)


@pytest.mark.parametrize(
    "text",
    [
        "Will the plan hold?",
        "May we come in?",
        "Mark each box once.",
        "Hope for change was low.",
        "Young children were seen first.",
        "Good practice was seen at every stage.",
        "Long waits had become usual.",
        "Reading the file took an hour.",
        "Staff told us so. Nobody knew. Parents wrote. Half went home. Mother said no.",
        "The family asked why.",
        "Near misses present an important opportunity.",
        "Supervision was rare. Time was short. Work went well.",
        "They left a mark on the door in the hope that it would hold.",
        "The page was torn, and he rose late.",
        "in reading the file she saw it",
        "the sale was off and no deal was made",
        "with hope and patience, for joy, by dawn",
        "The busiest months were March and May.",
        "Since April they waited, and from June to July they rang.",
    ],
)
def test_a_word_that_is_a_name_too_may_be_a_word(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("The notes refer to J.K. throughout.", ["J", "K"]),
        ("Signed by A. B. and I. K. on the day.", ["A", "B", "I", "K"]),
        ("Mother (P.W.) was seen.", ["P", "W"]),
        ("Child J was seen.", ["J"]),
    ],
)
def test_initials_are_found(text, letters):
    assert found(text) == letters
    assert set(reasons(text)) == {Reason.INITIAL}


@pytest.mark.parametrize(
    "text",
    [
        "A letter came. I read it. So did I.",
        "I'm here, and I’ve not gone. I'd say so.",
        "Two sheets of A4, a 3D model and vertebra T12.",
        "On the 1st floor at 10am, by 2pm, 5mg twice, in the 1990s.",
        "At 3 p.m. they came, e.g. by bus (p. 4).",
        "The team's own [tools](../factors/tools-and-aids.md#use) were there.",
    ],
)
def test_a_letter_alone_is_no_initial_where_it_is_a_word_or_part_of_a_number(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "She was NOT seen, and NEVER asked.",
        "DO NOT RING THIS NUMBER.",
        "The form offered “Other” first.",
        "The NHS, CAMHS and a GP agreed.",
        "GPs and the GP’s nurse agreed.",
        "nobody at camhs or the nhs knew",
    ],
)
def test_capitals_for_emphasis_and_known_abbreviations_are_no_names(text):
    assert found(text) == []


def test_an_abbreviation_accounts_for_no_name_of_the_same_letters():
    assert found("She asked Ed at the ED, two EDs, an ed.", "ED") == ["Ed"]


@pytest.mark.parametrize(
    "text",
    [
        "**Ke**ziah rang.",
        "Ke**zi**ah rang.",
        "__Ke__ziah rang.",
        "Ke`zi`ah rang.",
        "Ke~~zi~~ah rang.",
        r"Ke\ziah rang.",
        "K&#101;ziah rang.",
        "K&#x65;ziah rang.",
        r'"K\x65ziah rang."',
        r'"K\u0065ziah rang."',
        '"Ke\\\n   ziah rang."',
        "\uff2b\uff45\uff5a\uff49\uff41\uff48 rang.",  # full width
        "Ke\u0301ziah rang.",  # an accent written as a sign of its own
        "\U0001d40a\U0001d41e\U0001d433\U0001d422\U0001d41a\U0001d421 rang.",  # mathematical
        "\u24c0\u24d4\u24e9\u24d8\u24d0\u24d7 rang.",  # in circles
        "\U0001f15a\U0001f154\U0001f169\U0001f158\U0001f150\U0001f157 rang.",  # in black circles
        "\U0001f1f0\U0001f1ea\U0001f1ff\U0001f1ee\U0001f1e6\U0001f1ed rang.",  # as flags
    ],
)
def test_no_markup_and_no_other_form_of_its_letters_hides_a_name(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "K\u0435ziah",  # with a Cyrillic letter that looks like an e
        "\u039aeziah",  # with a Greek one
        "Ke\u1d22iah",  # with a small capital
        "Кезия",
        "凱西雅",
        "كزيا",
    ],
)
def test_letters_of_other_alphabets_are_told_as_such(name):
    text = f"The nurse rang {name} at noon."

    assert found(text) == [name]
    assert reasons(text) == [Reason.ALPHABET]


@pytest.mark.parametrize(
    "text",
    [
        "| role | name |\n|---|---|\n| nurse | Keziah |",
        "[the letter](https://www.gov.uk/keziah)",
        "[the letter](https://www.gov.uk/x 'for Keziah')",
        "![Keziah at the door](door.png)",
        "<!-- Keziah -->",
        "[//]: # (Keziah)",
        "keziah: the nurse",
        "summary: They waited. # as Keziah said",
        "id: how-keziah-waited",
        "- `keziah`",
        "> Keziah",
        "## What Keziah saw",
        "related: [waiting, keziah]",
    ],
)
def test_a_name_is_found_in_every_part_of_a_file(text):
    assert any("keziah" in each.lower() for each in found(text))


def test_nothing_is_made_of_yaml_and_markdown_themselves():
    text = """\
---
id: a-letter-that-went-astray
title: A letter that went astray
kind: near-miss
setting: [referral-and-assessment]
sign_off: {role: Board business manager, year: 2024}
summary: >-
  It was late, and the nurse
  rang the school. 'It isn''t here,' they said.
what_happened: "The \\"letter\\" lay\\
  \\ under a pile."
factors:
  - factor: workload
    how: There was too much of it.
---

## The nurse

Source: conversation and record

She **had** rung *twice*, and _no one_ answered.
The line was
busy.

1. Ring back.
* Look again.

> Nobody knew.
"""

    assert found(text) == []


# --- What accounts for a word -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("The nurse rang Ivy.", "Ivy"),
        ("Ivy's mother and the Ivys’ house.", "Ivy"),
        ("the nurse rang ivy, said ivy.", "Ivy"),
        ("The Bright Kettles team came.", "Bright Kettles team"),
        ("The Bright\nKettles team came.", "Bright Kettles team"),
        ("The Bright-Kettles team’s van came.", "Bright Kettles team"),
        ("Two Kettle Factories came.", "Kettle Factory"),
        ("**Ivy** came, and _Ivy_ went.", "Ivy"),
    ],
)
def test_a_declared_term_accounts_for_its_words(text, declared):
    assert found(text) != []
    assert found(text, declared) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Bright came.", ["Bright"]),
        ("They asked Bright, Kettles and the team.", ["Bright", "Kettles"]),
        ("They asked the Bright Kettle.", ["Bright", "Kettle"]),
        ("They asked Brighter Kettles.", ["Brighter", "Kettles"]),
    ],
)
def test_a_declared_phrase_accounts_for_no_part_of_it(text, left):
    assert found(text, "Bright Kettles") == left


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("14 March 2018", Kind.DATE),
        ("999 000 0018", Kind.TEN_DIGITS),
        ("07700 900417", Kind.PHONE),
        ("duty@northmoor.example", Kind.EMAIL),
        ("Quillbrook Avenue", Kind.ROAD),
        ("Quarrymoor Primary", Kind.SCHOOL),
        ("Thornybeck estate", Kind.WARD),
        ("the only boy in the village", Kind.SMALL_NUMBER),
    ],
)
def test_a_declared_term_accounts_for_no_identifier(identifier, kind):
    assert kind in reasons(f"They wrote about {identifier} at once.", identifier)


def test_a_citation_is_spared_but_for_what_belongs_to_one_person():
    text = "Bartkus, K. (March 2008), on learning, 07700 900417, https://a.example/b"

    spared = scan(text, spared=[(0, len(text))])

    assert [each.reason for each in spared] == [Kind.PHONE]
    assert [*map(str, reasons(text))] == [
        *("proper-name", "initial", "exact-date", "phone-number", "web-address")
    ]


def test_what_is_spared_ends_where_it_ends():
    text = "Keziah and Keziah"

    assert [each.start for each in scan(text, spared=[(0, 8)])] == [11]


# --- Identifiers --------------------------------------------------------------------------------

IDENTIFYING: dict[Kind, list[str]] = {
    Kind.EMAIL: [
        "Write to duty.desk@northmoor.example by noon.",
        "Write to K.LEWAN+1@EXAMPLE.CO.UK by noon.",
        "Write to duty [at] northmoor.example by noon.",
        "Write to duty(at)northmoor(dot)example by noon.",
        "Write to duty at northmoor dot org dot uk by noon.",
        "Write to duty@northmoor by noon.",
        "He posts as @sunny_days13 at night.",
        r"Write to duty\@northmoor.example by noon.",
    ],
    Kind.WEB: [
        "See https://videos.example.com/watch?v=Q7 for it.",
        "See HTTP://EXAMPLE.COM for it.",
        "See https://gov.uk@videos.example/x for it.",
        "See hxxps://videos.example for it.",
        "See www.givetogether.example for it.",
        "See givetogether.org.uk/boy for it.",
        "The place was ///filled.count.soap on the map.",
        "The place was what3words: filled.count.soap on the map.",
        "It came from 192.0.2.17 in the night.",
        "On Instagram he is sunny_days13 to all.",
        "Her username was sunny13 there.",
    ],
    Kind.UPN: [
        "Pupil A999200115001 was absent.",
        "Pupil a 999 2001 15001 was absent.",
        "Pupil T99920011500A was absent.",
    ],
    Kind.NI: [
        "It was QQ 12 34 56 C on the form.",
        "It was QQ123456C on the form.",
        "It was qq 12 34 56 c on the form.",
        "It was QQ-12-34-56-C on the form.",
        "It was QQ 12 34\n56 C on the form.",
        "It was QQ123456 on the form.",
    ],
    Kind.TEN_DIGITS: [
        "It was 999 000 0018 on the label.",
        "It was 9990000018 on the label.",
        "It was 999-000-0018 on the label.",
        "It was 999.000.0018 on the label.",
        "It was 999 – 000 – 0018 on the label.",
        "It was 999\u00a0000\u00a00018 on the label.",
        "It was 999\u2011000\u20110018 on the label.",
        "It was 999 000\n0018 on the label.",
        "summary: It was 999\n  000 0018 on the label.",
        "> It was 999 000\n> 0018 on the label.",
        "It was 999 **000** 0018 on the label.",
        "It was \uff19\uff19\uff19 000 0018 on the label.",
        "It was 4417290386, whoever’s it was.",
    ],
    Kind.PHONE: [
        "Ring 07700 900417 first.",
        "Ring 07700900417 first.",
        "Ring 07700-900-417 first.",
        "Ring 07700.900.417 first.",
        "Ring (0113) 496 0771 first.",
        "Ring 0113/496 0771 first.",
        "Ring +44 7700 900417 first.",
        "Ring +44 (0)7700 900417 first.",
        "Ring 0044 7700 900417 first.",
        "Ring +1 202 555 0143 first.",
        "Ring 029 2018\n0237 first.",
        "The number, tel. 496 0771, rang out.",
        "The desk is on ext. 4417 now.",
        "He is on bleep 2231 now.",
        "It was oh seven seven double oh nine double oh four one seven.",
    ],
    Kind.COURT: [
        "It was [2015] EWHC 123 (Fam) in the end.",
        "It was [2019] EWFC B12 in the end.",
        "It was ZZ19C00417 on each page.",
        "It was zz19c00417 on each page.",
        "It was filed under SWK/2218/07 then.",
        "It was filed under mash/17/3302 then.",
        "It was filed under EX/LAC/00739 then.",
        "It was filed under CIN-44871 then.",
        "It was filed under HSG 88-3120 then.",
        "It was crime 06CX1234518 then.",
        "It was 12/34567/19 in the book.",
        "It was 44821/19 in the book.",
        "Please quote ref. X4417 in reply.",
        "It was case number 4471 then.",
        "Incident 4471 was closed.",
        "The court reference: B417/9 was lost.",
        "The log no. 20177 was lost.",
    ],
    Kind.VEHICLE: [
        "It was YK48 LRD at the gate.",
        "It was yk48lrd at the gate.",
        "It was YK48-LRD at the gate.",
        "It was K000 BFW at the gate.",
        "It was ABC 123D at the gate.",
        "It was a white golf, k000bfw, at the gate.",
        "It was AIZ 5501 at the gate.",
        "The plate was AB 12 at the gate.",
        "The van, reg 1234 AB, was at the gate.",
    ],
    Kind.POSTCODE: [
        "It went to LS39 4QT by post.",
        "It went to ls39 4qt by post.",
        "It went to LS394QT by post.",
        "It went to LS39-4QT by post.",
        "It went to LS39\n4QT by post.",
        "It went to W1A 1AA by post.",
        "It went to W1A OAA by post.",
        "It went to BFPO 9917 by post.",
    ],
    Kind.OUTWARD: [
        "The flats in BS5 were cheaper.",
        "The flats in bs5 were cheaper.",
        "The flats in EC1A were cheaper.",
        "The flats (CF24) were cheaper.",
        "The postcode area is X9 there.",
        "The CF24-based team came.",
    ],
    Kind.LONG_NUMBER: [
        "It was 4410927 on the file.",
        "It was 88120034 on the card.",
        "It was 4929 1234 5678 9012 on the card.",
        "It was ABX1234567 on the card.",
        "PC 4417 came to the door.",
    ],
    Kind.DATE: [
        "It was on 14 March 2018 that they came.",
        "It was on 14th March that they came.",
        "It was on the 14th of March that they came.",
        "It was on March 14 that they came.",
        "It was on March the 14th, 2018 that they came.",
        "It was on 14 mar 2018 that they came.",
        "It was on 12 may that they came.",
        "It was on 14\nMarch that they came.",
        "It was on 14-Mar-2018 that they came.",
        "It was on 14 Mar ’18 that they came.",
        "It was in March 2018 that they came.",
        "It was in sept 2018 that they came.",
        "It was on 14/03/2018 that they came.",
        "It was on 14.3.18 that they came.",
        "It was on 14-03-2018 that they came.",
        "It was on 14 / 03 / 2018 that they came.",
        "It was on 14 03 2018 that they came.",
        "It was on 2018-03-14 that they came.",
        "It was on 2018/03/14 that they came.",
        "It was on 14/3 that they came.",
        "It was in 03/2018 that they came.",
        "It was on the fourteenth of March that they came.",
        "It was on Tuesday 4th that they came.",
        "It was on Tuesday the 4th that they came.",
        "It was the second Tuesday in March that they came.",
        "It was on the 14th that they came.",
        "It was on Christmas Eve 2018 that they came.",
        "It was at Easter 2019 that they came.",
        "It was on Boxing Day, 2018 that they came.",
    ],
    Kind.AGE_AND_DATE: [
        "He was aged six in 2017.",
        "In 2017 he was aged six.",
        "He was six years old in March.",
        "She turned thirteen in 2018.",
        "He was born in 2015.",
        "He was born on 3 May.",
        "DOB: 03/05/2015.",
        "d.o.b. 3.5.15 on the form.",
        "Her sixth birthday was in June 2018.",
        "The 14-year-old came in March 2018.",
    ],
    Kind.ROAD: [
        "They lived at 14 Quillbrook Avenue then.",
        "They lived at 41 nightjar close then.",
        "They lived on Pargeter Street then.",
        "They lived on pargeter street then.",
        "They lived down mill lane then.",
        "They lived at Flat 9b then.",
        "They lived at number 7 then.",
        "They lived at Tallowgate Mansions then.",
        "They lived on Heol Pant-y-Celyn then.",
        "It was near junction 4 of the A617 then.",
        "It was on the B6421 then.",
        "It was on the A1 then.",
    ],
    Kind.SCHOOL: [
        "She went to Quarrymoor Primary then.",
        "She went to quarrymoor primary then.",
        "She went to quarrymoor nursery then.",
        "She went to Harrowdyke Academy then.",
        "She went to Harrowdyke C of E Primary School then.",
        "She went to St Aldhelm’s school then.",
        "She went to st aldhelm's primary then.",
        "She left Skelgarth Grammar School then.",
        "She left skelgarth grammar school then.",
    ],
    Kind.WARD: [
        "They lived on the Thornybeck estate then.",
        "They lived on the thornybeck estate then.",
        "They lived in Castle and Minster Ward then.",
        "They lived in the parish, Penllyn Parish, then.",
        "She was on gorseclough ward then.",
        "She was on Ward 7 then.",
    ],
    Kind.SMALL_NUMBER: [
        "She was one of only two Somali girls in the year group.",
        "He was one of three boys in the county with it.",
        "He was one of a handful of children in the region with it.",
        "He was one of about forty people in the country with it.",
        "She was the only Kurdish girl in the village.",
        "She was the village’s only midwife.",
        "He was the first boy in the school to wear them.",
        "Both of the village’s deaf children came.",
        "Both of the deaf children in the village came.",
        "The home had two residents, one of them a girl.",
        "There were nineteen pupils, and one of them used a chair.",
        "One child in the area has it.",
        "No other child in the school wore them.",
        "Fewer than five families in the town had it.",
        "It was a school of nineteen pupils.",
        "It was a hamlet of twelve houses.",
        "The children were aged 2, 4 and 7.",
        "The children were aged two and four.",
        "The children (2, 4 and 7) came.",
        "It was a family with eleven children.",
        "He has nine siblings.",
        "The triplets came.",
        "There were three Traveller families on the site.",
        "There were two girls in the class.",
        "Six other children in the country have it.",
        "Of the six children on the ward, only she came.",
        "Only one other family spoke it.",
        "She was the youngest mother the unit had ever had.",
        "He was one of twenty people in Wales with it.",
    ],
}
HARMLESS: dict[Kind, list[str]] = {
    Kind.EMAIL: ["They met at noon.", "It was sold at 3 each.", "The dot was small."],
    Kind.WEB: [
        "See https://www.gov.uk/guidance for it.",
        "See https://learning.nspcc.org.uk/x for it.",
        "It ended there.Then they left.",
        "Yes and/or no. They used Facebook.",
        "Version 1.2.3 was out.",
        "They met e.g. on the ward, i.e. there.",
    ],
    Kind.UPN: ["There were 12 of them."],
    Kind.NI: ["Between 10 and 12 of 34 came."],
    Kind.TEN_DIGITS: [
        "From 2013–2014 12 came.",
        "It cost £1,200,000,000 then.",
        "It was 0.1234567891 of it.",
        "There were 1,200 of 3,400.",
    ],
    Kind.PHONE: [
        "They rang 14 times in 2018.",
        "They rang twice between 2013 and 2014.",
        "Ring 999 or 101 first.",
        "It was 07:30 by then.",
        "They called at 10.30 and at 11.30.",
    ],
    Kind.COURT: [
        "From 2013/14 to 2014/15 it fell.",
        "They read section 20, section 47 and s47.",
        "It was 9/10 for effort, 24/7.",
        "He read page 212 of the file.",
        "The record of 2018 was lost.",
        "The unit had 400 visits.",
        "COVID-19 came.",
        "In 2014/2015 it fell.",
        "Case 12 was the last.",
    ],
    Kind.VEHICLE: ["It was car 2 of 3.", "By 2018 the van had gone.", "The 12 and the 14 ran."],
    Kind.POSTCODE: ["They read s20 3rd.", "They had 3 or 4 at 5am."],
    Kind.OUTWARD: [
        "They used s47 and s17 then.",
        "They used S47 then.",
        "It was 5pm by then.",
        "It was printed on A4 and A3.",
        "The CO2 monitor rang.",
    ],
    Kind.LONG_NUMBER: [
        "It cost £12,000 or £120000 then.",
        "There were 12,345,678 of them.",
        "There were 12000 of them.",
        "From 2019–2020 to 2020-21 it fell.",
        "In 2013 2014 2015 it fell.",
    ],
    Kind.DATE: [
        "In 2018, and from 2013–14, it fell.",
        "In the 1990s it fell.",
        "In March they may come, and in May they march.",
        "Of the 12 may have been two who came.",
        "It was 24/7, or 9/10, or 1/2.",
        "On Tuesday at ten they came.",
        "On Tuesday 12 children came.",
        "On the 1st floor and the 2nd visit.",
        "At Christmas and on Boxing Day they came.",
        "It took 14 days or three weeks.",
        "Two thirds came the second time.",
        "In the financial year 2010-11 it fell.",
    ],
    Kind.AGE_AND_DATE: [
        "He was aged six.",
        "A fifteen-year-old may come.",
        "The girl aged 12 was heard under the Children Act 1989.",
        "He was six. In March 2018 they left.".replace("March 2018", "spring"),
        "He turned back in 2018.",
    ],
    Kind.ROAD: [
        "It was on the main road.",
        "It was on a busy road near the ring road.",
        "It was on the street and down the lane.",
        "The only way was the long way.",
        "It was 3 days’ drive away.",
        "It was the right place, in the high court.",
        "The Crown Court and the Family Court sat.",
        "On the other side of the close they met.",
        "He was at number one in the queue.",
        "The A4 sheet was lost.",
    ],
    Kind.SCHOOL: [
        "She went to a primary school.",
        "She went to the primary school and to school.",
        "She left nursery for the infant school.",
        "He went from primary to secondary.",
        "She was at home or at college.",
        "They went to her brother’s school.",
        "It was a special school, and a good school.",
        "She attended a mainstream school.",
    ],
    Kind.WARD: [
        "She was on the maternity ward.",
        "She was on a ward, on the children’s ward.",
        "They lived on the estate, a large estate.",
        "It was in the parish.",
    ],
    Kind.SMALL_NUMBER: [
        "It was the only way.",
        "It was the first visit of three.",
        "He was one of the first to know.",
        "One of them rang. One child was seen.",
        "It was one of three reasons.",
        "Only two visits were made.",
        "The youngest child was seen.",
        "The first child was left in the house.",
        "He was aged 12.",
        "There were nine visits and a class of thirty.",
        "One of the workers in the team rang.",
        "The school’s head rang.",
        "It was her only child.".replace("only child", "only hope"),
        "Nobody else rang.",
        "There were two visits in the week, and two workers in the team.",
        "Two children were seen at the school.",
        "The first child was seen first.",
        "She was the only worker in the office.",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in IDENTIFYING.items() for text in texts]
)
def test_an_identifier_is_found_in_every_way_of_writing_it(kind, text):
    assert kind in reasons(text)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in HARMLESS.items() for text in texts]
)
def test_what_only_looks_like_an_identifier_is_let_be(kind, text):
    assert not [reason for reason in reasons(text) if isinstance(reason, Kind)]


def test_every_kind_of_identifier_has_its_examples():
    assert list(IDENTIFYING) == list(HARMLESS) == list(Kind)


def test_two_fields_of_a_record_make_no_identifier_together():
    assert found("order: 3\ncompleted: 2024\nnote: 999 000\nnumber: 12\n- 14\n- may\n") == []


# --- Places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was **Ke**ziah, then Bartkus.", ["Ke**ziah", "Bartkus"]),
        ("It was K&#101;ziah,\n\n  then Bartkus.", ["K&#101;ziah", "Bartkus"]),
        ("It was Keziah\n  Bartkus **Bartkus**.", ["Keziah", "Bartkus", "Bartkus"]),
        ("It was Keziah’s, at 999 000\n  0018.", ["Keziah’s", "999 000\n  0018"]),
        ("It was Keziah\r\n> Bartkus", ["Keziah", "Bartkus"]),
        ("It was Ke\u0301ziah, ½ Bartkus", ["Ke\u0301ziah", "Bartkus"]),
    ],
)
def test_what_is_found_is_told_where_it_is_written(text, names):
    assert found(text) == names


@settings(deadline=None)
@given(st.text(max_size=400), st.lists(st.text(max_size=20), max_size=4))
@example("\\", [])
@example("&#x110000; \\UFFFFFFFF \\ud800", [])
@example("''''", ["'"])
@example("İ ß ŉ ǅ ﬁ", ["İ"])
def test_any_text_can_be_searched(text, declared):
    spans = [(each.start, each.end) for each in scan(text, declared)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


INVENTED = st.text("bdfgklmnprstvz", min_size=2, max_size=4).flatmap(
    lambda first: st.text("aeiou", min_size=2, max_size=3).map(
        lambda second: (first + second + "x").capitalize()
    )
)


@settings(deadline=None)
@given(INVENTED, st.lists(st.sampled_from(DICTIONARY_WORDS), min_size=1, max_size=6))
def test_an_invented_name_in_mid_sentence_is_always_found(name, words):
    assert name in found(f"The {' '.join(words)} {name} {' '.join(words)}.")


@settings(deadline=None)
@given(INVENTED, st.sampled_from([text for texts in IDENTIFYING.values() for text in texts]))
def test_declared_terms_hide_no_identifier(name, text):
    everything = [name, *text.split(), text]

    kinds = [reason for reason in reasons(text, *everything) if isinstance(reason, Kind)]

    assert kinds == [reason for reason in reasons(text) if isinstance(reason, Kind)]


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "A", "1", "a1", "a.", "1.", "1/", "a/", "a-", "@", "a@", "a at ", "http://", "w."),
        *("1 ", "A ", "the only ", "one of ", "aged 2, ", "[2015] ", "St ", "Road ", "school "),
        *(
            "**",
            "*a",
            "\\",
            "&#",
            "''",
            "__",
            "\n",
            "\n> ",
            "Keziah ",
            "Keziah\n",
            "\u0301",
            "a\u0301",
        ),
        *(
            "double oh ",
            "twenty-",
            "first ",
            "may ",
            "Mill Road ",
            "é",
            "- a\n",
            "a: |\n b\n",
            "//",
        ),
    ],
)
def test_no_text_takes_long(piece):
    text = piece * (100_000 // len(piece))

    started = time.process_time()
    scan(text)

    assert time.process_time() - started < 10
