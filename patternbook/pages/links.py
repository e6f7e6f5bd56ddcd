"""Links to the things that pages speak of: entries, records and their parts."""

from __future__ import annotations

from patternbook import facets
from patternbook.evidence import Evidence, Unit
from patternbook.model import Recommendation
from patternbook.pages import paths
from patternbook.pages.markup import Link
from patternbook.publication import Published
from patternbook.recommendations import Group
from patternbook.typology import Definition
from patternbook.vocabulary import Agency, Kind, Origin, Setting

CAVEAT = Link("What counts can and cannot say", paths.ABOUT, paths.ABOUT_COUNTS)


def to_entry(definition: Definition) -> Link:
    """Return the link to the page of an entry of the vocabulary."""
    return Link(definition.entry.title, definition.path)


def to_record(published: Published) -> Link:
    """Return the link to a record's page."""
    return Link(published.record.title, paths.of_record(published))


def to_index(kind: Kind) -> Link:
    """Return the link to the list of all records of a kind."""
    return Link(kind.plural, paths.index_of(kind))


def to_setting(setting: Setting) -> Link:
    """Return the link to the list of all records from a setting."""
    return Link(setting.label, paths.of_value(facets.SETTING, setting.value))


def to_agency(agency: Agency) -> Link:
    """Return the link to the list of all records with a kind of agency."""
    return Link(agency.label, paths.of_value(facets.AGENCY, agency.value))


def to_origin(origin: Origin) -> Link:
    """Return the link to the list of all records of one origin."""
    return Link(origin.label, paths.of_value(facets.ORIGIN, origin.value))


def to_year(published: Published) -> Link:
    """Return the link to the list of all records of the year that a record gives."""
    year = facets.year_of(published)
    return Link(year, paths.of_value(facets.YEAR, year))


def to_evidence(evidence: Evidence) -> Link:
    """Return the link to the part of a record that bears a piece of evidence."""
    return Link(evidence.title, paths.of_record(evidence.published), paths.anchor_of(evidence))


def to_unit(unit: Unit) -> Link:
    """Return the link to an episode, or to a whole near miss or debrief."""
    anchor = paths.episode_anchor(unit.episode_id) if unit.episode_id else ""
    return Link(unit.title, paths.of_record(unit.published), anchor)


def to_pack(path: str) -> Link:
    """Return the link with which a page leads to the team pack made of it."""
    return Link("a one-page pack", path)


def to_group(group: Group) -> Link:
    """Return the link to the page of recommendations that are the same in substance."""
    return Link(group.title, paths.of_group(group.id))


def to_recommendation(published: Published, recommendation: Recommendation) -> Link:
    """Return the link to a recommendation on its review's page."""
    anchor = paths.recommendation_anchor(recommendation.id)
    return Link(recommendation.text, paths.of_record(published), anchor)
