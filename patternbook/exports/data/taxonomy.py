"""The patterns and contributory factors as SKOS, for whoever has a vocabulary of their own.

Each entry is a concept, in a scheme of patterns or one of factors. Its name is a tag (RFC 4151),
which holds wherever the site stands and where nobody knows its address; where the address is known,
the concept says on which page it is explained. What a board has added for itself has a name within
that board's copy, so that it is taken for no entry of the shared vocabulary.

Nothing is ever deleted. A retired entry stays a concept and is marked as deprecated, and an id that
an entry once had stays one as well and says which has taken its place.

Source: https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patternbook.exports.data.edition import CREATOR, Edition
from patternbook.exports.names import TAG
from patternbook.model import FactorType
from patternbook.pages.citing import LANGUAGE
from patternbook.pages.citing import LICENCE as LICENCE_ADDRESS
from patternbook.typology import Definition, is_pattern_kind
from patternbook.vocabulary import Audience, EntryChange, EntryStatus

if TYPE_CHECKING:
    from rdflib import Graph

_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TITLES = {"patterns": "Patterns", "factors": "Contributory factors"}


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The vocabulary as Turtle and as JSON-LD: the same statements in both."""

    turtle: str
    json_ld: str


def taxonomy_of(edition: Edition) -> Taxonomy:
    """Return the vocabulary that a reader may see, as SKOS."""
    graph = _Statements(edition).graph
    turtle = graph.serialize(format="turtle")
    said = json.loads(graph.serialize(format="json-ld", context=_PREFIXES, sort_keys=True))
    said["@graph"] = sorted(map(_in_order, said["@graph"]), key=lambda each: str(each["@id"]))
    return Taxonomy(turtle, json.dumps(said, indent=2, ensure_ascii=False) + "\n")


def _in_order(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node whose lists stand in one order: sets of statements have none."""
    return {
        name: sorted(value, key=lambda each: json.dumps(each, sort_keys=True))
        if isinstance(value, list)
        else value
        for name, value in node.items()
    }


class _Statements:
    """Says of each entry what SKOS has a word for."""

    def __init__(self, edition: Edition) -> None:
        from rdflib import DCTERMS, FOAF, OWL, RDF, SKOS, XSD, Graph, Literal, URIRef

        self._edition, self._typology = edition, edition.library.typology
        self._uri, self._literal = URIRef, Literal
        self._skos, self._dcterms, self._foaf = SKOS, DCTERMS, FOAF
        self._owl, self._rdf, self._xsd = OWL, RDF, XSD
        self.graph: Graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)
        for name, title in _TITLES.items():
            self._say_scheme(name, title)
        for definition in self._typology:
            self._say_entry(definition)
        for former, present in self._typology.former_ids.items():
            self._say_former(former, self._typology.get(present))

    def _say_scheme(self, name: str, title: str) -> None:
        scheme = self._uri(f"{TAG}schemes/{name}")
        self._add(scheme, self._rdf.type, self._skos.ConceptScheme)
        self._add(scheme, self._skos.prefLabel, self._text(title))
        self._add(scheme, self._dcterms.title, self._text(f"{self._edition.title}: {title}"))
        self._add(scheme, self._owl.versionInfo, self._literal(self._edition.version))
        if self._edition.is_public:
            self._add(scheme, self._dcterms.creator, self._text(CREATOR))
            self._add(scheme, self._dcterms.license, self._uri(LICENCE_ADDRESS))
        else:
            self._add(scheme, self._dcterms.accessRights, self._text(self._edition.description))

    def _say_entry(self, definition: Definition) -> None:
        entry, skos = definition.entry, self._skos
        concept, scheme = self._concept(definition), self._scheme(definition)
        self._add(concept, self._rdf.type, skos.Concept)
        self._add(concept, skos.inScheme, scheme)
        self._add(concept, skos.prefLabel, self._text(entry.title))
        self._add(concept, skos.notation, self._literal(entry.id))
        self._add(concept, skos.definition, self._text(entry.definition))
        self._add(concept, self._dcterms.type, self._text(entry.kind.label))
        self._add(concept, self._dcterms.source, self._text(entry.source))
        for example in (entry.when_it_helps, entry.when_it_hinders):
            if example:
                self._add(concept, skos.example, self._text(example))
        above = self._typology.parents(entry.id)
        for parent in above:
            self._add(concept, skos.broader, self._concept(parent))
            self._add(self._concept(parent), skos.narrower, concept)
        if not above:
            self._add(concept, skos.topConceptOf, scheme)
            self._add(scheme, skos.hasTopConcept, concept)
        self._say_neighbours(definition)
        self._say_history(definition)
        if page := self._edition.site.whole(definition.path):
            self._add(concept, self._foaf.page, self._uri(page))
        if entry.status is EntryStatus.RETIRED:
            self._say_replaced(concept, entry.replaced_by)
        elif entry.status is EntryStatus.PROPOSED:
            self._add(concept, skos.editorialNote, self._text(entry.status.meaning))
        inherits = entry.inherits if isinstance(entry, FactorType) else None
        if inherits is not None and inherits in self._typology:
            other = self._typology.get(inherits).entry.title
            said = f"Takes over the factors of “{other}” where they work between agencies."
            self._add(concept, skos.scopeNote, self._text(said))

    def _say_neighbours(self, definition: Definition) -> None:
        """Say which entries are easily taken for this one, but those above and below it.

        What is broader is no mere relative (SKOS Reference, S27).
        """
        entry = definition.entry
        for neighbour in entry.neighbours:
            if neighbour.id not in self._typology:
                continue
            other = self._typology.get(neighbour.id)
            if other in self._typology.lineage(entry.id):
                continue
            if definition in self._typology.lineage(other.entry.id):
                continue
            self._add(self._concept(definition), self._skos.related, self._concept(other))
            self._add(self._concept(other), self._skos.related, self._concept(definition))

    def _say_history(self, definition: Definition) -> None:
        concept = self._concept(definition)
        for change in definition.entry.history:
            if change.change is EntryChange.CREATED:
                month = self._literal(change.month, datatype=self._xsd.gYearMonth)
                self._add(concept, self._dcterms.created, month)
            else:
                said = f"{change.month}: {change.change.label.lower()}. {change.note or ''}"
                self._add(concept, self._skos.changeNote, self._text(said.strip()))

    def _say_former(self, former: str, present: Definition) -> None:
        """Say that an id was one once, and which has taken its place."""
        concept = self._concept(present, former)
        self._add(concept, self._rdf.type, self._skos.Concept)
        self._add(concept, self._skos.inScheme, self._scheme(present))
        self._add(concept, self._skos.prefLabel, self._text(f"{present.entry.title} ({former})"))
        self._add(concept, self._skos.notation, self._literal(former))
        self._say_replaced(concept, present.entry.id)

    def _say_replaced(self, concept: Any, by: str | None) -> None:
        self._add(concept, self._owl.deprecated, self._literal(True))
        if by is not None and by in self._typology:
            other = self._concept(self._typology.get(by))
            self._add(concept, self._dcterms.isReplacedBy, other)

    def _concept(self, definition: Definition, entry_id: str = "") -> Any:
        is_shared = definition.audience is Audience.PUBLIC
        inside = "" if is_shared else f"{definition.audience}/"
        return self._uri(f"{TAG}{inside}vocabulary/{entry_id or definition.entry.id}")

    def _scheme(self, definition: Definition) -> Any:
        name = "patterns" if is_pattern_kind(definition.entry.kind) else "factors"
        return self._uri(f"{TAG}schemes/{name}")

    def _text(self, text: str) -> Any:
        return self._literal(text, lang=LANGUAGE)

    def _add(self, *statement: Any) -> None:
        self.graph.add(statement)
