"""What the data files need beyond the core: pyarrow for Parquet, rdflib for SKOS."""

from __future__ import annotations

from importlib.util import find_spec

_NEEDED = ("pyarrow", "rdflib")


class ToolsMissing(Exception):
    """Raised where the data files cannot be made. Says what is missing and how to get it."""


def ready() -> None:
    """Raise ToolsMissing unless what makes the data files is installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ToolsMissing(
            f"The data files cannot be made: of Python's packages, {' and '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. They belong to what “make "
            f"setup-site” installs. Elsewhere: python -m pip install {' '.join(missing)}"
        )
