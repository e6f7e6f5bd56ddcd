"""Records -> the files of an index, made by Pagefind's own program.

Pagefind's package for Python has the program and talks to it in turns, but it rests a tenth of a
second before each answer, stops the program before its last files are written, and can run only
where no other loop of events does. So this module takes the program from that package, and talks
to it itself: a request, then its answer, each as JSON in base64 with a comma behind it.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import IO, Any

_END = b","
_CHUNK = 1 << 16


class PagefindMissing(Exception):
    """Raised where Pagefind is not installed; `what` names the part that is missing."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is missing")
        self.what = what


class PagefindFailed(Exception):
    """Raised where Pagefind says that it has failed, or ends before it has answered."""


class Index:
    """An index that grows record by record, for use in a `with` block.

    The files are the same each time that the same records are added in the same order, but for
    the order in which the index lists its filters.
    """

    def __init__(self) -> None:
        """Start Pagefind.

        Raises PagefindMissing if it is not installed, PagefindFailed if it does not start.
        """
        self._sent = 0
        self._heard = bytearray()
        try:
            self._program = subprocess.Popen(  # noqa: S603 - its own program, and our own words
                [_program(), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise PagefindFailed(f"Pagefind could not be started ({error.strerror}).") from None
        try:
            made = self._ask("NewIndex", config={"force_language": "en"})
        except BaseException:
            self.close()
            raise
        self._id = made["index_id"]

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_how: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop Pagefind, which has nothing left to write."""
        self._program.kill()
        self._program.communicate()

    def add(
        self, url: str, content: str, meta: Mapping[str, str], filters: Mapping[str, Sequence[str]]
    ) -> None:
        """Add a record: where it stands, what is searched in it, shown of it, and chosen by.

        Raises PagefindFailed.
        """
        self._ask(
            "AddRecord",
            index_id=self._id,
            url=url,
            content=content,
            language="en",
            meta=dict(meta),
            filters={name: list(values) for name, values in filters.items()},
        )

    def files(self) -> dict[str, bytes]:
        """Return the content of every file of the index by its path. Raises PagefindFailed."""
        told = self._ask("GetFiles", index_id=self._id)
        return {file["path"]: base64.b64decode(file["content"]) for file in told["files"]}

    def _ask(self, request: str, **details: Any) -> dict[str, Any]:
        self._sent += 1
        message = {"message_id": self._sent, "payload": {"type": request, **details}}
        try:
            given = _pipe(self._program.stdin)
            given.write(base64.b64encode(json.dumps(message).encode()) + _END)
            given.flush()
            payload: dict[str, Any] = json.loads(base64.b64decode(self._answer()))["payload"]
        except (BrokenPipeError, ValueError, KeyError, TypeError):
            raise PagefindFailed("Pagefind ended before it was done.") from None
        if payload["type"] == "Error":
            raise PagefindFailed(str(payload.get("message")))
        return payload

    def _answer(self) -> bytes:
        """Return what stands before the next comma. Raises PagefindFailed if none will come."""
        said, begun = _pipe(self._program.stdout), 0
        while (end := self._heard.find(_END, begun)) < 0:
            begun = len(self._heard)
            chunk = said.read1(_CHUNK)  # type: ignore[attr-defined]
            if not chunk:
                raise PagefindFailed("Pagefind ended before it was done.")
            self._heard += chunk
        answer = bytes(self._heard[:end])
        del self._heard[: end + len(_END)]
        return answer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError
    return pipe


def _program() -> str:
    try:
        from pagefind.service import get_executable
    except ImportError:
        raise PagefindMissing("the package “pagefind”") from None
    program = get_executable()
    if program is None or not program.is_file():
        raise PagefindMissing("the program of Pagefind")
    return str(program)
