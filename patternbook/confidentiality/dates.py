"""Exact dates, and ages together with a date."""

from __future__ import annotations

from patternbook.confidentiality.kinds import (
    DAY,
    DIGIT,
    MONTH,
    MONTHS,
    SMALL_NUMBERS,
    YEAR,
    Kind,
    Near,
    Pattern,
    any_case,
    near,
    one_of,
)

_SPACE = "[ ,–-]{0,3}"
_MONTH_IN_FULL = one_of(
    "january february march april may june july august september october november december"
)
_ORDINAL = one_of(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_ORDINAL = f"(?:(?:twenty|thirty)[- ])?{_ORDINAL}"
_WEEKDAY = (
    "(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|sat(?:urday)?"
    "|sun(?:day)?)"
)
_WEEKDAYS = (
    "mon monday tue tues tuesday wed wednesday thu thurs thursday fri friday sat saturday sun "
    "sunday"
)
_FEAST = (
    "(?:christmas(?: (?:day|eve))?|boxing day|new year[’']?s (?:day|eve)|good friday"
    "|easter(?: (?:sunday|monday|weekend))?|ash wednesday|shrove tuesday|pancake day|palm sunday"
    "|hallow[e’']*en|bonfire night|guy fawkes(?: night)?|mother[’']?s day|father[’']?s day"
    "|mothering sunday|valentine[’']?s day|may day|remembrance sunday|eid(?: al-?\\w+)?|diwali"
    "|hanukkah|yom kippur|ramadan|vaisakhi|st \\w+[’']?s day)"
)
# Two years in a row are a financial year or a school year: “2010-11”.
_IN_A_ROW = "|".join(f"20{year:02}-{year + 1:02}" for year in range(9))

_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = "(?:0?[1-9]|1[0-2])"

# --- Dates in figures ---------------------------------------------------------------------------

_YEAR_FIRST = any_case(
    rf"\b{YEAR}(?P<sign>[-/.]){_MONTH}(?P=sign){_DAY}"
    r"(?:T[0-9:]+Z?)?(?!\w)"
)
_DAY_FIRST = any_case(
    rf"(?<![\w/.])(?:{_DAY} ?(?P<sign>[/.–-]) ?{_MONTH} ?(?P=sign)"
    rf"|{_MONTH} ?(?P<other>[/.–-]) ?{_DAY} ?(?P=other)) ?(?:{YEAR}|[’']?[0-9]{{2}})(?!\w)"
)
_WITH_SPACES = any_case(rf"(?<![\w/.])(?:0[1-9]|[12][0-9]|3[01]) (?:0[1-9]|1[0-2]) {YEAR}(?!\w)")
_MONTH_AND_YEAR = any_case(
    rf"(?<![\w/.])(?:0?[1-9]|1[0-2])/{YEAR}(?![\w/])|\b{YEAR}-0[1-9](?![\w-])"
)
_DAY_AND_MONTH = any_case(
    r"\b(?:on|dated?|d\.?o\.?b\.?|w/?c|commencing|until|since|by|from)[ :]{1,2}"
    r"(?P<found>(?:0?[1-9]|[12][0-9]|3[01])[/.](?:0?[1-9]|1[0-2]))(?![\w/]|\.[0-9])"
)

# --- Dates in words -----------------------------------------------------------------------------

# “may” and “march” are verbs too: in small letters they count only where no verb could stand.
_NAME_OF_MONTH = f"(?:(?!may\\b|mar(?:ch)?\\b){MONTH}|(?-i:May|MAY|March|MARCH|Mar))"
_OF_YEAR = f"(?:{_SPACE}(?:{YEAR}|[’'][0-9]{{2}}))"
_DAY_OF_MONTH = any_case(
    rf"\b{DAY}{_SPACE}(?:of )?{_NAME_OF_MONTH}\b\.?{_OF_YEAR}?|\b{DAY} ?{MONTH}\b\.?{_OF_YEAR}"
    rf"|\b[0-9]{{1,2}}(?:st|nd|rd|th) (?:of )?{MONTH}\b"
    rf"|\b(?:on|since|by|until|from|dated) {DAY} {MONTH}\b"
)
_MONTH_AND_DAY = any_case(
    rf"\b{_NAME_OF_MONTH}\b\.?{_SPACE}(?:the )?{DAY}\b(?!{_SPACE}{MONTH}\b)"
    rf"(?! (?:per|of|children|people|cases|times|%))(?:{_SPACE}{YEAR})?"
)
_ORDINAL_OF_MONTH = any_case(
    rf"\b{_ORDINAL} (?:of )?{_MONTH_IN_FULL}\b(?:,? {YEAR})?|\b{_MONTH_IN_FULL} the {_ORDINAL}\b"
)
_MONTH_OF_YEAR = any_case(
    rf"\b(?:mid-?|early |late )?{MONTH}\b\.?{_SPACE}(?:of )?(?:{YEAR}|[’'][0-9]{{2}})\b"
)
_WEEKDAY_AND_DAY = any_case(
    rf"\b{_WEEKDAY}\.?,? (?:the )?(?:[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)\b"
)
_WEEKDAY_IN_MONTH = any_case(
    rf"\b(?:first|second|third|fourth|fifth|last|penultimate) {_WEEKDAY} (?:of|in)"
    rf" {_MONTH_IN_FULL}\b"
)
_DAY_ALONE = any_case(
    r"\b(?:on|by|until|since|from) the (?P<found>(?:[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th))\b"
    r"(?! (?:floor|day|week|month|birthday|visit|time|call|year|attempt|page|form|team|hour|century"
    r"|centile|percentile|occasion))"
)
_FEAST_OF_YEAR = any_case(rf"\b{_FEAST}(?: holidays?)?(?:,| of| in)? {YEAR}\b")

# --- Ages ---------------------------------------------------------------------------------------

_YEARS = f"(?:[0-9]{{1,2}}|{one_of(SMALL_NUMBERS)})"
_AGE = (
    rf"(?:\baged? {_YEARS}\b|\b{_YEARS}(?:-and-a-half)?[- ](?:years?|months?|weeks?|days?)[- ]old\b"
    rf"|\b(?:turned|turning) {_YEARS}\b|\b(?:[0-9]{{1,2}}(?:st|nd|rd|th)|{_ORDINAL}) birthday\b)"
)
# Not the year of an Act.
_WHEN = rf"\b(?:(?:(?:{DAY} )?{MONTH} {YEAR}|{_NAME_OF_MONTH})\b|(?<!Act ){YEAR}(?![-–/]))"
_REST = r"[^.!?\n]{0,160}?"
_AGE_THEN_DATE = any_case(rf"{_AGE}{_REST}{_WHEN}")
_DATE_THEN_AGE = any_case(rf"{_WHEN}{_REST}{_AGE}")
_BORN = any_case(
    r"\b(?:born|dob|d\.o\.b\.?|date of birth|birth ?date|birthday|b\.)(?!\w)[^.!?\n]{0,30}?"
    rf"(?P<found>[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}|(?:{DAY} (?:of )?)?{MONTH}\b"
    rf"(?: {DAY})?,?(?: {YEAR})?|{YEAR}\b)"
)

_MONTH_NEAR = near(MONTHS, before=30, after=20)
_OLD_NEAR = near("aged age old turned turning birthday", before=200, after=200)
_BORN_NEAR = Near(
    frozenset({"born", "dob", "d", "b", "birth", "birthdate", "birthday"}), None, 12, 70
)
_FEAST_NEAR = near(
    "ash bonfire boxing christmas easter father's fathers good guy hallowe'en halloween may "
    "mother's mothering mothers palm pancake remembrance shrove valentine's valentines year year's "
    "years"
    "eid diwali hanukkah yom ramadan vaisakhi st",
    before=4,
    after=40,
)

IN_FIGURES: tuple[Pattern, ...] = (
    Pattern(Kind.AGE_AND_DATE, _BORN_NEAR, _BORN),
    Pattern(Kind.DATE, DIGIT, _YEAR_FIRST),
    Pattern(Kind.DATE, DIGIT, _DAY_FIRST),
    Pattern(Kind.DATE, DIGIT, _WITH_SPACES),
    Pattern(Kind.DATE, DIGIT, _MONTH_AND_YEAR, unless=any_case(_IN_A_ROW)),
)
DATES: tuple[Pattern, ...] = (
    Pattern(Kind.AGE_AND_DATE, _OLD_NEAR, _AGE_THEN_DATE),
    Pattern(Kind.AGE_AND_DATE, _OLD_NEAR, _DATE_THEN_AGE),
    Pattern(Kind.DATE, DIGIT, _DAY_AND_MONTH, unless=any_case("24/7|7/7")),
    Pattern(Kind.DATE, _MONTH_NEAR, _DAY_OF_MONTH),
    Pattern(Kind.DATE, _MONTH_NEAR, _MONTH_AND_DAY),
    Pattern(Kind.DATE, _MONTH_NEAR, _ORDINAL_OF_MONTH),
    Pattern(Kind.DATE, _MONTH_NEAR, _MONTH_OF_YEAR),
    Pattern(Kind.DATE, near(_WEEKDAYS), _WEEKDAY_AND_DAY),
    Pattern(Kind.DATE, _MONTH_NEAR, _WEEKDAY_IN_MONTH),
    Pattern(Kind.DATE, DIGIT, _DAY_ALONE),
    Pattern(Kind.DATE, _FEAST_NEAR, _FEAST_OF_YEAR),
)
