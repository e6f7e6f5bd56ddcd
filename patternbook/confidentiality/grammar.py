"""English words by what they do beside a name. All are in small letters.

None of these lists needs to be complete: what they do not know is taken for an ordinary word.
"""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# --- What stands before a word ------------------------------------------------------------------

# After these, a full stop ends no sentence and a name is all that can come.
TITLES = _listed(
    "cllr dame dc dci det di dr ds fr lady lord miss mr mrs ms mx pc prof rev revd sgt sir supt"
)
TITLES_ALONE = _listed("mr mrs ms mx")
KIN = _listed(
    "aunt auntie aunty baby brother cousin dad daddy daughter gran grandad grandma granny infant "
    "mum mummy nan nana nanny nephew niece sis sister son stepdad stepmum stepson toddler twin "
    "uncle"
)
NAMED = _listed("aka alias called calls dubbed known name named nickname nicknamed username")
DETERMINERS = _listed(
    "a an another any each every her his its little more much my no of our some such that the "
    "their this what your"
)
BEFORE_A_CLAUSE = _listed(
    "after although and as because before but if or said so that then though until when where "
    "whether while"
)
# After these comes a name, or a noun with an article.
TELLING = _listed(
    "ask asked called collected contacted hit hugged kissed let met named phoned rang reassured "
    "remind reminded ring saw see seen tell text texted thanked told visited"
)
# After these, too, where the noun is one that cannot stand bare.
HANDLING = _listed(
    "bring brought collect cuddled drop dropped fed feed fetched find found gave give hated help "
    "helped hug hurt leave left miss missed picked take took wanted watch watched"
)
GIVING = _listed("asked fetched gave give handed lent sent showed told")
MOVING = _listed("brought dropped left let picked put took")
AWAY = _listed("back home in off out there to up")
TOLD = _listed("asked phoned reassured remind reminded tell texted thanked told")
WITH = _listed("about at by for from near to with without")
SAYING = _listed("reckons said says thinks")
PERSONS = _listed("he her him i me she them they us we you")
# Where people live, go to and come from.
TO_A_PLACE = _listed("at from in near outside to towards via")
PLACED = _listed(
    "aunt back based bed born brother bus came coach come comes cousin dad daughter drive drives "
    "drove family father flat flats fled from gran grandma grew hostel house job lads live lived "
    "lives living mate mates mother mother's mum nan placed placement raised refuge relocated "
    "moved move moves moving return returned school settled sister stay stayed staying train "
    "travel travelled uncle up went"
)

# --- What stands after a word -------------------------------------------------------------------

# What people do, and things hardly ever: in the past where it does not end in “-ed”, and as “-s”.
DOES = _listed(
    "ate became began begun bent bit blew bought broke brought built burnt came caught chose clung "
    "crept cut dealt drank drew drove fed fell felt fled flew forgave forgot fought found froze "
    "gave got grew held heard hid hit hurt kept knelt knew laid lay learnt led left lent lost made "
    "meant met paid put ran rang read rode rose said sang sat saw sent shook shot shut slept slid "
    "sold spent spoke stole stood stuck swam swore taught thought threw told took understood upset "
    "went wept woke won wore wrote "
    "asks begs believes blames brings buys calls cares carries comes cries denies describes drives "
    "eats explains feels finds forgets gets gives goes hates hears helps hopes hugs insists keeps "
    "kicks knows laughs leaves lets likes listens lives looks loves makes means meets misses moves "
    "needs never notices owes pays phones plays prefers puts reads reckons refuses remembers "
    "replies reports rides rings runs says screams seems sees sends shouts shows sings sits sleeps "
    "smokes sounds speaks stands stays steals swears takes talks tells texts thinks tries "
    "understands visits waits wakes walks wants watches wears wishes works worries writes"
)
# What people are and have, can and do, and things too; “isn't” and the like are cut down to these.
IS = _listed(
    "aint are arent ca can cannot cant could couldnt did didnt does doesnt dont had hadnt has "
    "hasnt is isnt might must should was wasnt were wo wont would wouldnt"
)
HAS_DONE = _listed("did does had has")
# A word that tells of people alone, so that whatever does it must be one.
TELLS = _listed(
    "admitted answered apologised asked ate begged complained confessed cried cuddled drank drove "
    "explained fled grinned hid hugged insisted joked kissed knew laughed married nodded phoned "
    "promised rang recalled reckoned refused replied rode said sang screamed shouted shrugged "
    "slept smiled smoked spoke stole supervised swore taught texted thinks thought told "
    "understood visited walked wept whispered woke wondered wore worried wrote"
)
ED = _listed("aged bed deed feed hundred indeed need red seed shed sled speed weed")
ADVERBS = _listed(
    "again almost already also always both eventually first just later never now often once only "
    "soon still then twice"
)
NO_ADVERBS = _listed(
    "ally assembly belly bully early elderly family fly friendly jelly lovely rally reply supply "
    "tally"
)
AFTER_A_PERSON = _listed("from herself himself who whose whom with at")
# What may follow a name in the middle of a sentence.
AFTER_A_NAME = _listed(
    "about again aged alone always and as at back because before but can cannot could did does "
    "for forever he her here his home i if in is just last like never next not now on or out "
    "please said says she should since so still that then there they though till to today "
    "tomorrow tonight too until up upstairs was we were when while who will with would x xx "
    "yesterday you"
)
# What may follow one that begins a sentence, even in a hurried note.
AFTER_A_LIKELY_NAME = _listed(
    "again aged alone as back because before but forever here if not since still there though "
    "today tomorrow tonight too until upstairs when while yesterday"
)
ASKING = _listed("how what when where who why")
OF_A_PLACE = _listed(
    "borough council county crown general hospital hospitals magistrates police social station"
)
# These make the word before them an ordinary one.
ORDINARY_NEXT = _listed(
    "a an the this these that those his her their our your my its it he she they we you i there of "
    "to be have not no on in up out off down over away back all any some each every people "
    "children families staff"
)

# --- Words --------------------------------------------------------------------------------------

# Written in capitals for emphasis, and never a name.
EMPHASIS = _listed("a all always and any how must never no not only or why")
# Names that are also verbs, or words for what one cannot count, and may stand without an article.
BARE = _listed(
    "amber august autumn beauty bliss chance charity comfort constance coral dawn delight destiny "
    "early earnest ever faith favour fortune ginger glory goodness goodwill grace happiness happy "
    "harmony heather honesty honey hope innocent ivory ivy job joy justice lavender liberty light "
    "long love marvel may mercy patience peace pepper praise precious promise prudence rich "
    "saffron sage serenity silver summer sunshine tiny truth unity velvet victory virtue will "
    "winter wisdom young"
)
VERBS = _listed("bob chip chuck don drew frank grant jack lance mark nick pat rob sue wade warren")
# Words that may tell something without an article, and are no names.
NO_NAMES = _listed(
    "advice all always and another anybody anyone as audience baby barrister board both boy "
    "brother but cabinet carer chair child children church clinician colleague commissioner "
    "conference congregation consultant coroner council court cousin crew dad daddy daughter "
    "deacon doctor duty each education eight either else even everybody everyone everything "
    "family father few first five folk foster four friend girl government gran grandad "
    "grandfather grandma grandmother guardian half he health here hospital hostel housing i if "
    "immigration infant inspector it judge jury just landlord last later less let lodger "
    "magistrate mam man management manager many men midwife missus more most mother much mum nan "
    "nana nanny neighbour neither never next nine no nobody none not now nurse nursery officer "
    "often once one only or other paediatrician panel parish parliament pastor patient people "
    "person personnel playgroup police practitioner press priest probation public pupil reception "
    "reviewer school second security seven she sister six so social society solicitor some "
    "somebody someone something sometimes son staff stepfather stepmother student support surgeon "
    "teacher team ten that then there they third this three toddler trainee twin two uncle "
    "visitor ward we well what whatever when which who whoever whom why woman women worker yet "
    "you"
)
MONTHS = _listed(
    "january february march april may june july august september october november december"
)
MONTHS_AND_NAMES = _listed("april august june may")
BEFORE_A_MONTH = _listed(
    "by during early every from in last late mid next of since that this through to until"
)
LIVES = _listed("based live lived lives living settled stayed staying")
