"""Addresses: e-mail, the web and its accounts; roads, schools, wards and estates.

Where a pattern would also meet ordinary language, what may stand in it is a closed list: `a main
road` names none, `a Mill road` does.
"""

from __future__ import annotations

import re

from patternbook.confidentiality.kinds import (
    DIGIT,
    Kind,
    Near,
    Pattern,
    any_case,
    as_written,
    near,
    one_of,
)

# --- E-mail and the web -------------------------------------------------------------------------

_AT = r"(?: ?@ ?| ?[\[({<] ?at ?[\])}>] ?)"
_DOT = r"(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )"
_LABEL = r"[\w-]{1,63}"
_BEFORE_AT = r"(?<![\w.+'-])[\w.+'-]{1,64}"

_EMAIL = any_case(rf"{_BEFORE_AT}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,5}}{_DOT}[a-z]{{2,24}}(?!\w)")
_EMAIL_WITHOUT_END = any_case(r"(?<![\w.+'-])[\w.+'-]{2,64}@[a-z][\w-]{1,63}")
_EMAIL_IN_WORDS = any_case(
    rf"{_BEFORE_AT} at {_LABEL}(?: dot {_LABEL}){{0,4}} dot [a-z]{{2,24}}(?!\w)"
)
_ACCOUNT = as_written(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}")

_END = r"[^\s)>\]\"'”’]{0,2000}"
_LINK = any_case(
    r"\b(?:https?|hxxps?|ftp)://(?:[^\s/@]{0,200}@)?(?P<host>[^\s/:?#)>\]\"'”’]{0,253})" + _END
)
_WWW = any_case(rf"(?<![@\w.])(?P<host>www\.{_LABEL}(?:\.{_LABEL}){{1,6}})(?:/{_END})?")
_TOP = (
    "(?:com|org|net|info|biz|edu|eu|ie|io|me|tv|gg|be|ly|app|page|site|online|blog|link|live|news"
    "|chat|scot|wales|cymru|london|example|invalid|test|co\\.uk|org\\.uk|gov\\.uk|nhs\\.uk|sch\\.uk"
    "|ac\\.uk|police\\.uk|me\\.uk|ltd\\.uk|uk)"
)
_HOST = any_case(
    rf"(?<![@\w./-])(?P<host>(?:[a-z0-9-]{{1,63}}\.){{1,6}}{_TOP})(?![\w-]|\.\w)(?:/{_END})?"
)
_THREE_WORDS = any_case(
    r"(?:///|\bwhat3words[: ]{1,3}|\bw3w[: ]{1,3})(?P<host>[a-z]{2,30}\.[a-z]{2,30}\.[a-z]{2,30})\b"
)
_NUMBERS_OF_A_COMPUTER = as_written(r"(?<![\w.])(?P<host>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![\w.])")
_ACCOUNT_OF = any_case(
    r"\b(?:insta|instagram|snap|snapchat|facebook|fb|tiktok|twitter|youtube|discord|kik|telegram"
    r"|xbox|psn|playstation|roblox|fortnite|gamertag|username|user|handle|skype)\b"
    r"(?: name| id| account| username| user| handle| tag){0,2}(?: he| she| they| i)?"
    r"(?: is| was| are| were| am| called| named| as|:|=)?"
    r" ?[“‘(\"']?(?P<host>(?=[\w-]*[0-9_])(?=[\w-]*[a-z])\w[\w-]{2,60})"
)
_ACCOUNTS = near(
    "discord facebook fb fortnite gamertag handle insta instagram kik playstation psn roblox skype "
    "snap snapchat telegram tiktok twitter user username xbox youtube"
)

_SIGN_NEAR = Near(sign=re.compile("@|[\\[({<] ?at ?[\\])}>]", re.IGNORECASE), before=80, after=120)
_DOT_NEAR = Near(sign=re.compile(r"\.(?=\w)|://|///"), before=70, after=130)

ON_THE_WEB: tuple[Pattern, ...] = (
    Pattern(Kind.WEB, _DOT_NEAR, _LINK),
    Pattern(Kind.EMAIL, _SIGN_NEAR, _EMAIL),
    Pattern(Kind.EMAIL, _SIGN_NEAR, _EMAIL_WITHOUT_END),
    Pattern(Kind.EMAIL, near("dot", before=120, after=30), _EMAIL_IN_WORDS),
    Pattern(Kind.EMAIL, _SIGN_NEAR, _ACCOUNT),
    Pattern(Kind.WEB, _DOT_NEAR, _WWW),
    Pattern(Kind.WEB, _DOT_NEAR, _HOST),
    Pattern(Kind.WEB, _DOT_NEAR, _THREE_WORDS),
    Pattern(Kind.WEB, _DOT_NEAR, _NUMBERS_OF_A_COMPUTER),
    Pattern(Kind.WEB, _ACCOUNTS, _ACCOUNT_OF),
)

# --- What may stand before “road”, “school” and the like without naming one ---------------------

_PLAIN = (
    "a across all along an and another any are as at be been best better big both busy but by "
    "different down each every first for former from good had half has her his if in into is its "
    "large last little local long many middle most my near nearby nearest new next no not of off "
    "old on one only or other our out over own part private public quiet right same second several "
    "short small some that the their these third this those three through to two under up usual "
    "was were which whole whose with your"
)
_ROAD_PLAIN = (
    f"{_PLAIN} access back busiest coast cobbled country cross dark disk easy fast half-way hard "
    "hard-drive high home house icy kind longest main memory narrow nearest one-way quietest rail "
    "railway residential ring safe safer sex side slip steep straight test wet wide work working"
)
_SCHOOL_PLAIN = (
    f"{_PLAIN} about after all-through art asked attend attended attending attends because before "
    "behind between boarding boy's brother's called calls catholic changed child's children's "
    "church community cousin's daughter's day during faith family's father's feeder form further "
    "gave girl's give grammar high home hospital host independent infant infants joined junior "
    "juniors language leave leaves leaving left like local-authority lower mainly mainstream "
    "maintained medical miss missed misses missing mother's neighbouring non nursery one's "
    "outside phoned pre primary rang receiving residential secondary sibling's since single "
    "sister's sixth so son's special special-needs specialist start started starting starts state "
    "summer sunday tell told until upper use via village virtual visit visited what when whether "
    "while without"
)
_WARD_PLAIN = (
    f"{_PLAIN} acute admissions adult ante-natal antenatal assessment burns business child's "
    "children's council day delivery electoral emergency general geriatric gynaecology health "
    "hospital housing in-patient industrial inpatient intensive isolation labour locked main "
    "maternity medical mental mixed neonatal night noisy oncology open orthopaedic paediatric "
    "post-natal postnatal private psychiatric real recovery rehabilitation secure stroke surgery "
    "surgical trading"
)
_ROADS = (
    "(?:road|rd|street|avenue|ave|lane|drive|crescent|cres|terrace|gardens|grove|mews|boulevard"
    "|cul-de-sac)"
)
_CAPITAL_ROADS = (
    "Road Rd Street St Avenue Ave Lane Drive Crescent Close Terrace Gardens Grove Mews Way Row "
    "Walk Court House Place Square Park Hill Green View Rise Parade Bridge Boulevard Lodge Tower "
    "Towers Heights Villas Cottage Cottages Buildings Mansions Quay Wharf Common Fields Meadows "
    "Bypass"
)
_SCHOOLS = (
    "(?:primary|infants?|juniors?|nursery|high|grammar|secondary|comprehensive|academy|college"
    "|pre-?school|school|sixth form)"
)
_CAPITAL_SCHOOLS = (
    "School Academy College Primary Nursery High Grammar Infant Infants Junior Juniors Preschool "
    "Playgroup University"
)
# Words with a capital that open a sentence, and belong to no name.
_OPENING = f"(?:{one_of('The A An In At On To Of For From By No One Her His Their Our')} )*"
# Words with a capital, as a name is made of.
_NAME = r"[A-Z][\w’'-]*(?:[ ](?:of|the|and|on|upon|le|in)(?=[ ][A-Z])|[ ][A-Z][\w’'.-]*){0,6}"


def _named(plain: str, thing: str, before: str) -> re.Pattern[str]:
    """Return the pattern of a word before a thing that is none of the plain ones."""
    return as_written(
        rf"\b(?:{before}) (?:the )?(?<![\w’'-])"
        rf"(?P<found>(?!{one_of(plain)}(?![\w’'-]))[a-z][\w’'-]+ {thing})(?![\w’'-])"
    )


# --- Roads and buildings ------------------------------------------------------------------------

_CAPITAL_ROAD = rf"(?:[A-Z][\w’'-]+ ){{1,3}}{one_of(_CAPITAL_ROADS)}"
# Courts of law, and what is written with capitals in a heading.
_COURT = (
    "Crown High Family Youth County Supreme Appeal Criminal Civil Sheriff Magistrates Coroner's"
)
_WAY = "Right Only Same Other Another Half Long Best Better Wrong Any That This Each Every Own"
_PLACE = "First Second Last Safe Work Right Wrong Foster School Taking Another Which This"
_NO_ROAD = as_written(
    rf"{_OPENING}(?:{one_of(_COURT)}[’']? Court|{one_of(_WAY)} Way|{one_of(_PLACE)} Place"
    r"|(?:Care|Safe|Open|Children[’']s|Foster|Full|Half-?way) House"
    r"|(?:Main|High|Side|Back|Ring|Slip|Access|Busy) (?:Road|Street)"
    r"|(?:Reviewers?[’']?s?|Our|Their|My|World|Overall|Systems) View"
    rf"|(?<= ){one_of(_CAPITAL_ROADS)})"
)
_HOUSE_NUMBER = as_written(rf"\b[0-9]+[a-zA-Z]?,? {_CAPITAL_ROAD}\b")
_NO_NAME = one_of(
    "a and at days day from hour hours in metres mile miles minute minutes of on or the to"
)
_HOUSE_NUMBER_IN_SMALL = any_case(
    rf"\b[0-9]+[a-z]?,? (?!{_NO_NAME}\b)(?:[a-z’'-]+ ){{1,2}}(?:{_ROADS}|close|way|court|walk)\b"
)
_FLAT = any_case(
    r"\b(?:flat|apartment|apt|maisonette|bedsit|plot|pitch|block)\.? ?(?:no\.? |number )?[0-9]+"
    r"[a-z]?\b"
)
_HOUSE = any_case(
    r"\b(?:at|of|from|to|in|near|outside) (?P<found>(?:no\.|number|house number) ?[0-9]+[a-z]?)\b"
    r"(?! (?:of|on|in) )"
)
_ROAD = as_written(rf"\b{_CAPITAL_ROAD}\b")
_ROAD_IN_SMALL = _named(
    _ROAD_PLAIN, _ROADS, "on|in|at|along|down|up|from|near|off|to|of|into|live|lives|lived"
)
_NUMBERED_ROAD = any_case(
    r"\b[ABM][0-9]{1,4}(?:\(M\))?(?= (?:road|junction|roundabout|services|towards|north|south|east"
    r"|west|near|bypass|outside|between|at|just))"
)
_ROAD_NUMBER = as_written(
    r"\b(?:[AB][0-9]{2,4}|M[0-9]{1,2})\b(?!-)"
    r"|\b[Tt]he (?P<found>A[1-9])\b(?! (?:sheets?|paper|pages?|forms?|size|posters?|pads?))"
)
_WELSH_ROAD = as_written(
    r"\b(?:Heol|Ffordd|Stryd|Lôn|Rhodfa|Maes|Clos|Cwrt|Tan|Bryn|Parc)(?: [\w’'-]+){1,4}"
)

# --- Schools ------------------------------------------------------------------------------------

_SORTS_OF_SCHOOL = (
    "Primary Secondary Nursery Infant Infants Junior Juniors High Middle Upper Lower Special "
    "Sunday Summer Boarding Grammar Comprehensive Medical Law Virtual Independent State Private "
    "Free Local Village Day Open National Royal Old New Home After Whole"
)
_NO_SCHOOL = as_written(
    rf"{_OPENING}(?:{one_of(_SORTS_OF_SCHOOL)}|Further Education|Sixth Form) "
    rf"{one_of(f'School {_CAPITAL_SCHOOLS}')}"
)
_SCHOOL = as_written(
    rf"\b(?!The )(?:St\.? )?{_NAME}[ ](?:(?:C ?of ?E|RC|CE|Catholic|Primary|Nursery|Church|High"
    rf"|Junior|Infant|Community) )*{one_of(_CAPITAL_SCHOOLS)}(?: School| Academy| College)?\b"
)
_SAINT = any_case(
    rf"\b(?:st|saint)\.? [a-z’']+(?: {_SCHOOLS})?(?: (?:{_SCHOOLS}|church|hospital|ward|playgroup"
    rf"|hospice|hall))+\b"
)
_SCHOOL_IN_SMALL = _named(
    _SCHOOL_PLAIN,
    f"{_SCHOOLS} (?:school|academy|college)",
    "at|to|from|near|outside|attend|attends|attended|attending|joined|left|called|of",
)
_ACADEMY_IN_SMALL = _named(
    _SCHOOL_PLAIN,
    "(?:academy|college|primary|nursery|infants|juniors|grammar)",
    "at|to|from|near|outside|attend|attends|attended|attending|joined|called",
)

# --- Wards, estates and parishes ----------------------------------------------------------------

_SORTS_OF_WARD = (
    "Council Maternity Labour Hospital Housing Electoral Children's Postnatal Post-natal Antenatal "
    "Ante-natal Acute Delivery Industrial Paediatric Psychiatric Isolation Real Trading Private "
    "Neighbouring Local"
)
_NO_WARD = as_written(rf"{_OPENING}{one_of(_SORTS_OF_WARD)} (?:[Ww]ard|[Ee]state|[Pp]arish)")
_WARD = as_written(rf"\b(?!The ){_NAME}[ ](?:[Ww]ard|[Ee]state|[Pp]arish)\b")
_WARD_IN_SMALL = _named(
    _WARD_PLAIN,
    "(?:ward|estate|parish)",
    "on|in|at|from|near|off|to|of|into|across|around|onto",
)
_NUMBERED_WARD = any_case(r"\bward (?:no\.? |number )?[0-9]+[a-z]?\b")

_THING_NEAR = near(
    "road rd street avenue ave lane drive crescent cres terrace gardens grove mews boulevard sac "
    "close way court walk",
    before=50,
    after=4,
)
_CAPITAL_ROAD_NEAR = near(_CAPITAL_ROADS, before=70, after=4)
_CAPITAL_SCHOOL_NEAR = near(f"{_CAPITAL_SCHOOLS} School", before=90, after=40)
_SCHOOL_NEAR = near(
    "school academy college primary nursery infants juniors grammar", before=60, after=30
)
_WARD_NEAR = near("ward estate parish", before=70, after=16)

PLACES: tuple[Pattern, ...] = (
    Pattern(Kind.ROAD, _CAPITAL_ROAD_NEAR, _HOUSE_NUMBER),
    Pattern(Kind.ROAD, _THING_NEAR, _HOUSE_NUMBER_IN_SMALL),
    Pattern(Kind.ROAD, DIGIT, _FLAT),
    Pattern(Kind.ROAD, DIGIT, _HOUSE),
    Pattern(Kind.SCHOOL, _CAPITAL_SCHOOL_NEAR, _SCHOOL, unless=_NO_SCHOOL),
    Pattern(Kind.ROAD, _CAPITAL_ROAD_NEAR, _ROAD, unless=_NO_ROAD),
    Pattern(Kind.ROAD, near("Heol Ffordd Stryd Lôn Rhodfa Maes Clos Cwrt Bryn Parc"), _WELSH_ROAD),
    Pattern(Kind.ROAD, DIGIT, _NUMBERED_ROAD),
    Pattern(Kind.ROAD, DIGIT, _ROAD_NUMBER),
    Pattern(Kind.WARD, _WARD_NEAR, _WARD, unless=_NO_WARD),
    Pattern(Kind.WARD, near("ward"), _NUMBERED_WARD),
    Pattern(Kind.SCHOOL, near("st saint"), _SAINT),
    Pattern(Kind.SCHOOL, _SCHOOL_NEAR, _SCHOOL_IN_SMALL),
    Pattern(Kind.SCHOOL, _SCHOOL_NEAR, _ACADEMY_IN_SMALL),
    Pattern(Kind.ROAD, _THING_NEAR, _ROAD_IN_SMALL),
    Pattern(Kind.WARD, _WARD_NEAR, _WARD_IN_SMALL),
)
