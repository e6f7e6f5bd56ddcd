"""Where each page of the site lies, and what its anchors are called: the only place that knows."""

from __future__ import annotations

import re

from patternbook import facets
from patternbook.crossing import Group, Row
from patternbook.evidence import Evidence, PartKind
from patternbook.model import Tombstone
from patternbook.publication import Published
from patternbook.rules import Theme
from patternbook.vocabulary import FactorInfluence, Influence, Kind

PATTERNS = "patterns/index.md"
FACTORS = "factors/index.md"
EPISODES = "episodes/index.md"
RECOMMENDATIONS = "recommendations/index.md"
RECOMMENDATIONS_BY_LEVEL = "recommendations/by-level/index.md"
RECOMMENDATIONS_BY_STATUS = "recommendations/by-status/index.md"
RECOMMENDATIONS_BY_OWNER = "recommendations/by-owner/index.md"
FOLLOW_UP = "recommendations/follow-up/index.md"
FOLLOW_UP_BY_AGE = "recommendations/follow-up/by-age/index.md"
BROWSE = "browse/index.md"
NAVIGATOR = "navigator/index.md"
COLLATIONS = "collations/index.md"
COLLATE = "contribute/collations.md"
BALANCE = "balance/index.md"
ILLUSTRATIONS = "illustrations"  # an anchor on the pages that list evidence
BEFORE_YOU_START = "before-you-start/index.md"
READING_LIST = "reading-list/index.md"
SEARCH = "search/index.md"
GLOSSARY = "glossary.md"
PACKS = "packs/index.md"
PACKS_RULES = "how-a-pack-is-made"  # an anchor on that page
WORKSHOP = "workshop/index.md"
SOURCES = "guide/sources/index.md"
CONTRIBUTE = "contribute/index.md"
WORD = "contribute/word.md"
WRITE = "contribute/write/index.md"
LIFE_OF_A_REVIEW = "guide/the-life-of-a-review.md"
RECORD_FORMAT = "contribute/record-format.md"
ABOUT_RECOMMENDATIONS = "contribute/recommendations.md"
RULES = "contribute/rules/index.md"
NEW = "new/index.md"
NEW_VOCABULARY = "new/vocabulary.md"
NEW_FEEDS = "feeds"  # an anchor on the former, below which the feeds are explained
FEED = "feed"  # a feed has two endings: see `atom` and `json_feed`
ABOUT = "about/index.md"
DATA = "data/index.md"
DATA_TABLES = "data/tables.md"
REPORT_SIX = "about/report-6.md"
ABOUT_COUNTS = "what-a-count-can-say-and-what-it-cannot"  # an anchor on that page

FOLDER_OF_KIND = {
    Kind.CASE_REVIEW: "reviews",
    Kind.NEAR_MISS: "near-misses",
    Kind.DEBRIEF: "debriefs",
}


def address(path: str) -> str:
    """Return where a page is found on the site, relative to its root: each in its own folder."""
    return path.removesuffix("index.md") if path.endswith("index.md") else f"{path[:-3]}/"


def index_of(kind: Kind) -> str:
    """Return the path of the page that lists all records of a kind."""
    return f"{FOLDER_OF_KIND[kind]}/index.md"


def of_record(published: Published) -> str:
    """Return the path of a record's page."""
    return f"{FOLDER_OF_KIND[published.record.kind]}/{published.record.id}.md"


def of_tombstone(tombstone: Tombstone) -> str:
    """Return the path of what is left of a record: the same that its page had."""
    return f"{FOLDER_OF_KIND[tombstone.kind]}/{tombstone.id}.md"


def of_value(facet_id: str, value: str, number: int = 1) -> str:
    """Return the path of a page that lists what is under one value of a facet.

    The kinds of record are listed by their own indexes.
    """
    if facet_id == facets.KIND:
        return numbered(index_of(Kind(value)), number)
    page = f"browse/{facet_id}/{value}"
    return f"{page}.md" if number == 1 else f"{page}/page-{number}.md"


def of_pattern_in_navigator(pattern_id: str, number: int = 0) -> str:
    """Return the path of a pattern's page of the navigator, or of one that goes on from it."""
    page = f"navigator/{pattern_id}"
    return f"{page}/page-{number}.md" if number else f"{page}.md"


def further_in_collation(path: str, pattern_id: str, number: int) -> str:
    """Return the path of a page that goes on with a pattern from the page of a collation."""
    page = f"{path.removesuffix('.md')}/{pattern_id}"
    return f"{page}.md" if number == 1 else f"{page}-{number}.md"


def pattern_anchor(pattern_id: str) -> str:
    """Return the anchor of a pattern on the page of a collation."""
    return f"pattern-{pattern_id}"


def group_anchor(group: Group) -> str:
    """Return the anchor of a type of factor on a pattern's page of the navigator."""
    return f"type-{group.kind.entry.id}" if group.kind is not None else "anything-else"


def row_anchor(row: Row, influence: FactorInfluence | None = None) -> str:
    """Return the anchor of a factor on the same page, or of what it did there.

    No id has two hyphens side by side, so no two places of a factor share an anchor.
    """
    place = row.factor.entry.id
    if row.kind is not None and not row.is_first_place:
        place += f"--{row.kind.entry.id}"
    return f"{influence.value if influence else 'with'}-{place}"


def of_group(group_id: str) -> str:
    """Return the path of the page of recommendations that are the same in substance."""
    return f"{RECOMMENDATIONS.removesuffix('index.md')}{group_id}.md"


def recommended(entry_path: str, number: int) -> str:
    """Return the path of the page that goes on with what was recommended on a pattern."""
    return f"{entry_path.removesuffix('.md')}/recommended-{number}.md"


def feed_of(entry_id: str) -> str:
    """Return where the feed of a pattern or issue lies, by a present or former id; no ending."""
    return f"patterns/{entry_id}"


def atom(feed: str) -> str:
    """Return the path of a feed as an Atom file."""
    return f"{feed}.xml"


def json_feed(feed: str) -> str:
    """Return the path of a feed as a JSON file."""
    return f"{feed}.json"


def bibtex_of(published: Published) -> str:
    """Return the path of the file with which BibTeX cites a record."""
    return f"{of_record(published).removesuffix('.md')}.bib"


def ris_of(published: Published) -> str:
    """Return the path of the file with which reference managers cite a record."""
    return f"{of_record(published).removesuffix('.md')}.ris"


def month_anchor(month: str) -> str:
    """Return the anchor of a month, such as “2026-11”, on a page that tells what is new."""
    return f"month-{month}"


def pack_of_entry(entry_id: str) -> str:
    """Return the path of the team pack of a pattern or recurrent issue."""
    return f"packs/patterns/{entry_id}.md"


def pack_of_record(record_id: str) -> str:
    """Return the path of the team pack of a near miss."""
    return f"packs/{FOLDER_OF_KIND[Kind.NEAR_MISS]}/{record_id}.md"


def pack_of_finding(record_id: str, finding_id: str) -> str:
    """Return the path of the team pack of a finding. No id has two hyphens together."""
    return f"packs/findings/{record_id}--{finding_id}.md"


def further_packs(name: str, number: int) -> str:
    """Return the path of a page that goes on with a list of packs."""
    return f"packs/{name}-{number}.md"


def source_anchor(key: str) -> str:
    """Return the anchor of a source on the page that lists them."""
    return f"source-{key}"


def of_rule(code: str) -> str:
    """Return the path of the page that explains a rule of the check."""
    return f"contribute/rules/{code}.md"


def of_form(name: str) -> str:
    """Return the path of the page on which a record is written in the browser."""
    return f"contribute/write/{name}.md"


def theme_anchor(theme: Theme) -> str:
    """Return the anchor of a group of rules on the page that lists them."""
    return "-".join(re.findall("[a-z]+", theme.title.lower()))


def table_anchor(name: str) -> str:
    """Return the anchor of a table of the data files on the page that explains its columns."""
    return f"table-{name.replace('_', '-')}"


def episode_anchor(episode_id: str) -> str:
    """Return the anchor of a key practice episode on its review's page."""
    return f"episode-{episode_id}"


def finding_anchor(finding_id: str) -> str:
    """Return the anchor of a finding on its review's page."""
    return f"finding-{finding_id}"


def recommendation_anchor(recommendation_id: str) -> str:
    """Return the anchor of a recommendation on its review's page."""
    return f"recommendation-{recommendation_id}"


def anchor_of(evidence: Evidence) -> str:
    """Return the anchor of the part that bears a piece of evidence; empty for a whole record."""
    if evidence.part is PartKind.EPISODE:
        return episode_anchor(evidence.part_id)
    if evidence.part is PartKind.FINDING:
        return finding_anchor(evidence.part_id)
    return ""


def influence_anchor(influence: Influence) -> str:
    """Return the anchor of the group of evidence with this influence on an entry's page."""
    return influence.value


def continued(entry_path: str, influence: Influence, number: int) -> str:
    """Return the path of the page that goes on listing an entry's evidence."""
    return f"{entry_path.removesuffix('.md')}/{influence.value}-{number}.md"


def numbered(index: str, number: int) -> str:
    """Return the path of the numbered page of an index; the first is the index itself."""
    return index if number == 1 else index.replace("index.md", f"page-{number}.md")
