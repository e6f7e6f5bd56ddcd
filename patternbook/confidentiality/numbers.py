"""Numbers of people, files, vehicles, telephones and postcodes."""

from __future__ import annotations

from patternbook.confidentiality.kinds import (
    DIGIT,
    YEAR,
    Kind,
    Pattern,
    any_case,
    as_written,
    near,
    one_of,
)

# What may stand between the digits of one number.
_GAP = "[ .–-]{0,3}"
# Common words of three letters, which could be the end of a registration.
_SHORT_WORDS = one_of(
    "all and are but can did for had has her him his its not now off one our out saw she the two "
    "was who"
)
_FOUR_AND_FOUR = rf"{YEAR}[ ./–-]{{1,3}}{YEAR}.*"  # “2013–2014”
_SPOKEN = one_of("double eight five four nine nought oh one seven six three treble two zero")
# The areas of British postcodes, which are few; a letter and a figure alone would be too common.
_AREA = one_of(
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD "
    "LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK "
    "SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
# Sections of an Act are written like a postcode, and so are some other things.
_NO_AREA = as_written("s[0-9]{1,3}[A-Za-z]?|S(?:31|37|38|46|47|76)|CO2")
_CALLS = (
    "(?:tel|telephone|phone|mobile|mob|cell|fax|switchboard|rang|ring|call|called|calling|dial|"
)
_CALLS += "dialled|text|texted|whatsapp|whatsapped)"

# A unique pupil number is a letter and twelve digits, the last of which may be a letter.
_UPN = any_case(r"\b[A-Z][ -]?(?:[0-9][ -]?){11}[0-9A-Z]\b")
_NI = any_case(r"\b[A-Z]{2}(?:[ -]{0,2}[0-9]{2}){3}[ -]{0,2}[A-DFMP]\b")
_NI_WITHOUT_END = as_written(r"\b[A-Z]{2}(?: ?[0-9]{2}){3}\b")
# An NHS number, in any grouping. Which ten digits are one is not asked: a slip of the keys counts.
_TEN = any_case(rf"(?<![\w+£€$])(?<![0-9][.,])(?!0)[0-9](?:{_GAP}[0-9]){{9}}(?![ –-]?[0-9])(?!\w)")

_ABROAD = any_case(r"(?<!\w)(?:\+|00)[ ]?[1-9][0-9]{0,2}(?:[ .()/–-]{0,3}[0-9]){7,12}(?!\w)")
_AT_HOME = any_case(r"(?<![\w.,£])\(?0[ ]?[0-9](?:[ .()–-]{0,3}[0-9]){7,9}(?!\w)")
_WITH_SLASH = any_case(r"(?<![\w/])0[0-9]{2,4} ?/ ?[0-9][0-9 ]{4,7}[0-9](?![\w/])")
_AFTER_CALLING = any_case(
    rf"\b{_CALLS}\b[^0-9\n]{{0,20}}(?P<found>[0-9](?:[ –-]{{0,3}}[0-9]){{4,}})(?!\w)"
)
_EXTENSION = any_case(
    r"\b(?:ext|extn|extension|bleep|pager)\b[.: ]{0,3}(?:no\.? |number )?[0-9]{2,6}\b"
)
_SPELT_OUT = any_case(rf"\b(?:{_SPOKEN}[ ,–-]{{1,3}}){{5,20}}{_SPOKEN}\b")

_NEUTRAL_CITATION = as_written(
    r"\[(?:19|20)[0-9]{2}\] ?(?:[0-9] ?)?(?:[A-Z][A-Za-z]{1,6} ?){1,2}[A-Z]?[0-9]+(?: ?\(\w+\))?"
)
_FAMILY_COURT = any_case(r"\b[A-Z]{2}[0-9]{2}[A-Z][0-9]{4,6}\b")
_CRIME = any_case(r"\b[0-9]{2}[A-Z]{2}/?[0-9]{3,}(?:/[0-9]{2})?\b")
_WITH_SLASHES = any_case(r"\b[0-9]{1,7}(?:/[0-9A-Z]{1,8}){0,2}/[0-9]{4,}(?:/[0-9]{2,4})?\b")
_WITH_YEAR = any_case(r"\b[0-9]{4,7}/[0-9]{2}\b")
_LETTERS_AND_SLASH = any_case(
    r"\b[A-Z]{1,6}(?:[/-][A-Z]{1,6}){0,3}/(?:[0-9]+[A-Z]?/[0-9A-Z/]*[0-9]|[0-9]{3,})[A-Z]?\b"
)
_LETTERS_AND_HYPHEN = as_written(rf"\b[A-Z]{{2,6}}-(?!{YEAR}\b)[0-9]{{3,}}(?:-[0-9A-Z]+){{0,3}}\b")
_LETTERS_AND_TWO_NUMBERS = as_written(r"\b[A-Z]{2,6}[ -]?[0-9]{2,4}-[0-9]{3,}\b")
_NAMED_NUMBER = any_case(
    r"\b(?:case|claim|crime|incident|log|file|reference|ref|urn|crn|mrn|swift|mosaic|liquidlogic"
    r"|carefirst)(?: (?:no|number|num|id|ref|reference|log))?\b\.?[:# ]{0,3}(?:is |was )?"
    rf"(?P<found>(?=[A-Z0-9/-]*[0-9]{{3}})(?!{YEAR}\b)[A-Z0-9][A-Z0-9/-]{{2,}})\b"
)
_NUMBERED = any_case(
    r"\b(?:court|client|patient|hospital|unit|record|custody|tenancy|account|policy|passport|visa"
    r"|warrant|collar|badge|card|member|employee|staff|student|pupil|licence|bank)(?: record)?"
    r"(?: (?:no|number|num|id|ref|reference)\b|(?= ?[:#]))\.?[:# ]{0,3}(?:is |was )?"
    rf"(?P<found>(?=[A-Z0-9/-]*[0-9]{{3}})(?!{YEAR}\b)[A-Z0-9][A-Z0-9/-]{{2,}})\b"
)

_SINCE_2001 = any_case(rf"\b[A-Z]{{2}}[0-9]{{2}}[ -]?(?!{_SHORT_WORDS}\b)[A-Z]{{3}}\b")
_BEFORE_2001 = as_written(
    rf"\b(?:[A-Z][0-9]{{1,3}}[ -]?(?!{_SHORT_WORDS.upper()}\b)[A-Z]{{3}}"
    r"|[A-Z]{3}[ -]?[0-9]{1,3}[A-Z])\b"
)
_BEFORE_2001_IN_ONE = any_case(r"\b(?:[A-Z][0-9]{1,3}[A-Z]{3}|[A-Z]{3}[0-9]{1,3}[A-Z])\b")
_NORTHERN_IRELAND = as_written(rf"\b[A-Z]?(?:I[ABJLW]|[A-Z][IZ]) ?(?!{YEAR}\b)[0-9]{{4}}\b")
_PLATE = any_case(
    r"\b(?:registration|registered|reg|number ?plate|plate|car|van|vehicle|motorbike)\b"
    r"[^0-9\n]{0,12}?"
    r"\b(?P<found>(?-i:[A-Z]{1,3} [0-9]{1,4}(?: ?[A-Z]{1,3})?|[0-9]{1,4} ?[A-Z]{1,3})"
    r"|[A-Z]{1,3}[0-9]{1,4}(?: ?(?-i:[A-Z]{1,3}))?)\b"
)

_POSTCODE = any_case(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?[ –-]{0,3}[0-9](?!(?:st|nd|rd|th)\b)[A-Z]{2}\b")
_POSTCODE_WITH_O = as_written(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?O[A-Z]{2}\b")
_FORCES_POST = any_case(r"\bBFPO ?[0-9]{1,4}\b")
_OUTWARD = any_case(rf"(?<![\w£.-])(?=[A-Z]{{1,2}}[0-9]){_AREA}[0-9]{{1,2}}[A-Z]?(?!\w|-[0-9])")
_AFTER_POSTCODE = any_case(
    r"\bpostcodes?(?: area| district| of| is| was| beginning| starting| with|:){0,4} ?[“‘\"']?"
    r"(?P<found>[A-Z]{1,2}[0-9]{1,2}[A-Z]?)\b"
)

_LONG = any_case(
    r"(?<![\w.,£€$])(?=[A-Z0-9-]*[0-9]{5})[A-Z0-9]+(?:-[A-Z0-9]+){0,8}(?![\w,.][0-9]|\w)"
)
_IN_FOURS = any_case(r"(?<![\w.,£€$])[0-9]{4}(?:[ –-][0-9]{4})+(?:[ –-][0-9]{2,4})?(?!\w)")
_SORT_CODE = as_written(r"(?<![\w-])[0-9]{2}-[0-9]{2}-[0-9]{2}(?![\w-])")
_OFFICER = as_written(r"\b(?:PC|DC|DS|DI|PS|WPC|PCSO|[Cc]onstable|[Ss]ergeant) [0-9]{2,6}[A-Z]?\b")
_NO_LONG_NUMBER = any_case(rf"{YEAR}[ –-](?:{YEAR}|[0-9]{{2}})(?:[ –-][0-9]{{1,4}})*|[0-9]{{5}}")

# These come before dates, of which they could hold one.
OF_PEOPLE: tuple[Pattern, ...] = (
    Pattern(Kind.UPN, DIGIT, _UPN),
    Pattern(Kind.NI, DIGIT, _NI),
    Pattern(Kind.NI, DIGIT, _NI_WITHOUT_END),
)
NUMBERS: tuple[Pattern, ...] = (
    Pattern(Kind.PHONE, DIGIT, _ABROAD),
    Pattern(Kind.PHONE, DIGIT, _AT_HOME),
    Pattern(Kind.PHONE, DIGIT, _WITH_SLASH),
    Pattern(Kind.TEN_DIGITS, DIGIT, _TEN, unless=any_case(_FOUR_AND_FOUR)),
    Pattern(Kind.PHONE, DIGIT, _AFTER_CALLING, unless=any_case(rf".*{_FOUR_AND_FOUR}")),
    Pattern(Kind.PHONE, DIGIT, _EXTENSION),
    Pattern(
        Kind.PHONE,
        near("double eight five four nine nought oh one seven six three treble two zero"),
        _SPELT_OUT,
    ),
    Pattern(Kind.COURT, DIGIT, _NEUTRAL_CITATION),
    Pattern(Kind.COURT, DIGIT, _FAMILY_COURT),
    Pattern(Kind.COURT, DIGIT, _CRIME),
    Pattern(Kind.COURT, DIGIT, _LETTERS_AND_SLASH, unless=any_case(f"[A-Z]+/{YEAR}")),
    Pattern(Kind.COURT, DIGIT, _WITH_SLASHES, unless=any_case(f"{YEAR}/{YEAR}|1/[0-9]+")),
    Pattern(Kind.COURT, DIGIT, _WITH_YEAR, unless=any_case(f"{YEAR}/[0-9]{{2}}")),
    Pattern(Kind.COURT, DIGIT, _LETTERS_AND_TWO_NUMBERS),
    Pattern(Kind.COURT, DIGIT, _LETTERS_AND_HYPHEN),
    Pattern(Kind.COURT, DIGIT, _NAMED_NUMBER),
    Pattern(Kind.COURT, DIGIT, _NUMBERED),
    Pattern(Kind.VEHICLE, DIGIT, _SINCE_2001),
    Pattern(Kind.VEHICLE, DIGIT, _BEFORE_2001),
    Pattern(Kind.VEHICLE, DIGIT, _BEFORE_2001_IN_ONE),
    Pattern(Kind.VEHICLE, DIGIT, _NORTHERN_IRELAND),
    Pattern(Kind.VEHICLE, DIGIT, _PLATE),
    Pattern(Kind.POSTCODE, DIGIT, _POSTCODE, unless=as_written("s[0-9]{1,2} [0-9][a-z]{2}")),
    Pattern(Kind.POSTCODE, DIGIT, _POSTCODE_WITH_O),
    Pattern(Kind.POSTCODE, DIGIT, _FORCES_POST),
    Pattern(Kind.OUTWARD, DIGIT, _AFTER_POSTCODE),
    Pattern(Kind.OUTWARD, DIGIT, _OUTWARD, unless=_NO_AREA),
    Pattern(Kind.LONG_NUMBER, DIGIT, _IN_FOURS, unless=_NO_LONG_NUMBER),
    Pattern(Kind.LONG_NUMBER, DIGIT, _LONG, unless=_NO_LONG_NUMBER),
    Pattern(Kind.LONG_NUMBER, DIGIT, _SORT_CODE),
    Pattern(Kind.LONG_NUMBER, DIGIT, _OFFICER),
)
