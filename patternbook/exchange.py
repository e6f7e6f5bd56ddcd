"""Put a finished folder in the place of an older one, so that one of the two is always whole.

What is not finished lies in a workshop: a hidden folder beside the place it is meant for, hence
on the same disk. A lock in it tells a build that is alive from what a killed one left behind.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_LOCK = "lock"
_OLD = "old"
_PATIENCE = 2.0  # seconds: a killed process needs a moment until it is quite gone
_PAUSE = 0.05

_AT_CWD = -100
_RENAME_EXCHANGE = 2  # Linux
_RENAME_SWAP = 2  # macOS
# What a lock may be refused with other than “somebody has it”, and a swap where there is none.
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}
_NO_SWAP_HERE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class InUse(Exception):
    """Raised where another process is making the same folder or file at this moment."""


class NoWorkshop(Exception):
    """Raised where the workshop's name is taken by something that is none."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder beside the target in which this process alone works.

    `lock` is the descriptor of its lock. Hand it to a process that works there too: the workshop
    counts as in use until that one has ended as well.
    """

    folder: Path
    target: Path
    lock: int

    def put_in_place(self, finished: Path) -> None:
        """Put a finished folder or file of the workshop in the target's place.

        What stood there is in the workshop afterwards, or gone. Raises OSError if it cannot be
        done; the target is then what it was.
        """
        if not self.target.is_dir() or self.target.is_symlink():
            finished.replace(self.target)
        elif not _swap(finished, self.target):
            old = self.folder / _OLD
            self.target.rename(old)
            # Killed here, there is no target. The next to enter the workshop puts it back.
            try:
                finished.rename(self.target)
            except BaseException:
                old.rename(self.target)
                raise


@contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """Give a workshop for the target, and clear it away at the end, whatever happens.

    What a killed process left in it is cleared first; if that one was killed between taking the
    old target away and putting the new one in its place, the old one is put back. The folder
    that is to hold the target must exist. Raises InUse if another process is at it; NoWorkshop
    if something else has the workshop's name; OSError if the folder cannot be written.
    """
    folder = target.parent / f".building-{target.name}"
    lock = _enter(folder)
    try:
        old = folder / _OLD
        if os.path.lexists(old) and not os.path.lexists(target):
            old.rename(target)
        _clear(folder)
        # A killed build may leave internal texts here: no “git add” takes them along.
        (folder / ".gitignore").write_text("*\n", encoding="ascii")
        yield Workshop(folder, target, lock)
    finally:
        _leave(folder, lock)


def _enter(folder: Path) -> int:
    """Return the descriptor of the lock of the workshop, which is made if there is none."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if folder.is_symlink() or not folder.is_dir():
                raise NoWorkshop(
                    f"{folder} is no folder that a build has made. Take it away."
                ) from None
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue  # whoever was here has this moment cleared the workshop away
        except OSError:
            with suppress(OSError):
                folder.rmdir()  # if it is empty, and then nobody is in it
            raise
        if _locked(lock):
            if _is_file(lock, folder / _LOCK):
                return lock
            os.close(lock)  # the lock of a workshop that has been cleared away meanwhile
            continue
        os.close(lock)
        if time.monotonic() > until:
            raise InUse(str(folder))
        time.sleep(_PAUSE)


def _leave(folder: Path, lock: int) -> None:
    """Clear the workshop away as far as possible, and let go of its lock last.

    Somebody may enter between any two of these steps: he then has a lock of his own, and the
    folder is left to him.
    """
    try:
        _clear(folder, is_thorough=False)
        (folder / _LOCK).unlink()
        folder.rmdir()
    except OSError:
        pass  # the next to enter will do it
    finally:
        os.close(lock)


def _clear(folder: Path, *, is_thorough: bool = True) -> None:
    for each in folder.iterdir():
        if each.name == _LOCK:
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=not is_thorough)
        else:
            each.unlink()


def _locked(lock: int) -> bool:
    """Take the lock if nobody has it; return whether it is taken.

    Where a disk knows no locks, everybody gets one: better than that nobody can build.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS_HERE:
            raise
    return True


def _is_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _swap(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; return False where the system cannot do that."""
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):
        failed = system.renameat2(_AT_CWD, first, _AT_CWD, second, _RENAME_EXCHANGE)
    elif hasattr(system, "renamex_np"):
        failed = system.renamex_np(first, second, _RENAME_SWAP)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _NO_SWAP_HERE:
        return False
    raise OSError(number, os.strerror(number), str(other))
