"""The working folder of a review: where it lies, and how to tell what belongs to one.

It holds what a review needs on its way and nobody else may see: letters, guides, dates. It lies
outside all that is published, and what is in it must not get into any repository, since a
repository keeps what has to be destroyed.
"""

from __future__ import annotations

from pathlib import Path, PurePath

# Below the root of a copy, unless somebody chooses another place.
WORKING = "working"
# In every working folder, wherever it lies.
MARKER = ".patternbook-working"

# How sound and moving pictures are stored, dictating machines among what makes them.
RECORDINGS = frozenset(
    {
        *(".3gp", ".aac", ".aif", ".aiff", ".amr", ".avi", ".caf", ".ds2", ".dss", ".flac"),
        *(".m4a", ".m4v", ".mka", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg", ".mpg", ".mts"),
        *(".oga", ".ogg", ".ogv", ".opus", ".qta", ".wav", ".webm", ".wma", ".wmv"),
    }
)
MEND_OF_RECORDING = (
    "Take it away from here. A recording lies on one device with a password until the notes are "
    "done, and is then destroyed."
)


def is_recording(name: str) -> bool:
    """Return whether a file with this name holds sound or moving pictures."""
    return PurePath(name).suffix.lower() in RECORDINGS


def is_of_a_working_folder(path: Path, root: Path) -> bool:
    """Return whether a file belongs to a working folder, in the copy at this root or elsewhere.

    The file itself need not exist; what says that its folder is one may lie beside it.
    """
    if path.name == MARKER or path.is_relative_to(root / WORKING):
        return True
    return any((parent / MARKER).exists() for parent in path.parents)
