"""What the data say of themselves: how to cite them, what catalogues ask, what may be done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import yaml

from patternbook.exports.data.edition import (
    CAVEAT,
    CREATOR,
    INTERNAL,
    LICENCE,
    LICENCE_TITLE,
    Edition,
)
from patternbook.exports.names import TAG
from patternbook.pages import paths
from patternbook.pages.citing import DATA_TITLE, LANGUAGE, Cited, cite_data
from patternbook.pages.citing import LICENCE as LICENCE_ADDRESS
from patternbook.tables.files import (
    DATABASE,
    FOLDER,
    PACKAGE,
    REVIEWS,
    TAXONOMY_JSON,
    TAXONOMY_TURTLE,
    path_of,
)

# What a catalogue lists; the rest is described by the data dictionary.
_LISTED = {
    REVIEWS: "application/json",
    DATABASE: "application/vnd.sqlite3",
    PACKAGE: "application/json",
    TAXONOMY_TURTLE: "text/turtle",
    TAXONOMY_JSON: "application/ld+json",
}


def dataset(edition: Edition, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the description of the data in the terms of schema.org (Dataset).

    Source: https://schema.org/Dataset
    """
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{TAG}{FOLDER}",
        "name": DATA_TITLE,
        "description": edition.description,
        "version": edition.version,
        "identifier": f"{TAG}{FOLDER}/{edition.version}",
        "license": LICENCE_ADDRESS,
        "creator": {"@type": "Organization", "name": CREATOR},
        "keywords": [*cited(edition).keywords],
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "creditText": edition.citation,
        "measurementTechnique": CAVEAT,
    }
    if edition.month:
        described["dateModified"] = edition.month
    if edition.site.address:
        described["url"] = edition.site.whole(paths.DATA)
    described["distribution"] = [
        _download(edition, path_of(name, edition.audience), form, files)
        for name, form in _LISTED.items()
    ]
    return described


def _download(edition: Edition, path: str, form: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": path.rpartition("/")[2],
        "encodingFormat": form,
        "contentUrl": edition.site.seen_from(paths.DATA, path),
        "contentSize": f"{len(files[path])} B",
        "sha256": hashlib.sha256(files[path]).hexdigest(),
    }


def citation_file(edition: Edition) -> str:
    """Return how to cite the data, in the Citation File Format 1.2.0.

    Of the day only the month is known; as in the feeds, the first of it stands for it.
    """
    said: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": DATA_TITLE,
        "abstract": edition.description,
        "authors": [{"name": CREATOR}],
        "version": edition.version,
        "license": LICENCE,
        "keywords": [*cited(edition).keywords],
    }
    if edition.month:
        said["date-released"] = f"{edition.month}-01"
    if edition.site.address:
        said["url"] = edition.site.whole(paths.DATA)
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)


def cited(edition: Edition) -> Cited:
    """Return the data as something to cite, for reference managers."""
    return replace(cite_data(edition.version, edition.site), abstract=edition.description)


def licence(edition: Edition) -> str:
    """Return what may be done with the data: for the public a licence, else next to nothing."""
    if not edition.is_public:
        return f"{INTERNAL}\n"
    return (
        f"{DATA_TITLE}, version {edition.version}\n\n"
        f"By {CREATOR}, under the licence {LICENCE_TITLE} ({LICENCE}):\n{LICENCE_ADDRESS}\n\n"
        "You may share and change the data for any purpose, also for money. Give credit, link to\n"
        "the licence, and say what you changed. To cite them:\n\n"
        f"{edition.citation}\n\n"
        "Records from the literature retell published work in words of our own. That work stays\n"
        "with its owners: cite it for the case itself.\n\n"
        f"{CAVEAT}\n"
    )
