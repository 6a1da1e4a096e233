"""Of several that miss on one request, one asks the model and the others wait for what it finds.

A claim is a lock of the operating system on a file beside the cache. Who waits for it sleeps in the kernel, and a claim
ends with its owner however that dies. Each claim has a file descriptor of its own, so that it keeps out other threads
as well as other processes. The file goes when the claim is given back.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Claim(NamedTuple):
    """The right to ask the model.

    `waited`: someone else had it first, and has most likely found what was asked for. Where it is False, someone may
    still have had it between the look at the cache that missed and this claim: so look again in either case.
    """

    waited: bool


class Claims:
    """The claims on requests to the cache at `path`; with no path they keep out the threads of this process only."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._guard = Lock()
        self._users: dict[str, tuple[Lock, int]] = {}  # by key: its lock, and how many have it or wait for it

    @contextmanager
    def claim(self, key: str) -> Iterator[Claim]:
        """Wait until no one else has `key`, and have it until the end of the block. Not to be nested for one key."""
        with ExitStack() as held:
            try:
                waited = held.enter_context(_file_lock(self._file(key))) if self._path else None
            except OSError:  # no file can be made or locked there
                waited = None
            if waited is None:
                waited = held.enter_context(self._lock_in_process(key))
            yield Claim(waited)

    def _file(self, key: str) -> str:
        return f"{self._path}-claim-{sha256(key.encode()).hexdigest()[:16]}"

    @contextmanager
    def _lock_in_process(self, key: str) -> Iterator[bool]:
        with self._guard:
            lock, users = self._users.get(key, (Lock(), 0))
            self._users[key] = lock, users + 1
        try:
            waited = not lock.acquire(blocking=False)
            if waited:
                lock.acquire()
            try:
                yield waited
            finally:
                lock.release()
        finally:
            with self._guard:
                lock, users = self._users.pop(key)
                if users > 1:
                    self._users[key] = lock, users - 1


@contextmanager
def _file_lock(path: str) -> Iterator[bool]:
    """Have the lock of the file at `path`; whether someone else had it first. OSError where there can be none."""
    file, waited = _acquire(path)
    try:
        yield waited
    finally:
        _release(path, file)


def _acquire(path: str) -> tuple[int, bool]:
    """Return a descriptor of the locked file at `path`, and whether someone else had it first."""
    waited = False
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            waited = _lock(file) or waited
            if _is_at(path, file):
                return file, waited
        except BaseException:  # someone pressed Ctrl-C while we waited
            os.close(file)
            raise
        os.close(file)  # who had it has removed it: the claims on the next file are those that count


def _is_at(path: str, file: int) -> bool:
    """Return whether an open file is the one at `path`."""
    try:
        return os.path.samestat(os.fstat(file), os.stat(path))
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def _lock(file: int) -> bool:
        """Lock a file; whether someone else had it first."""
        waited = False
        while True:
            try:
                os.lseek(file, 0, os.SEEK_SET)
                msvcrt.locking(file, msvcrt.LK_LOCK if waited else msvcrt.LK_NBLCK, 1)
                return waited
            except OSError as error:
                if error.errno not in (errno.EACCES, errno.EDEADLK):
                    raise
                waited = True  # LK_LOCK gives up after ten seconds

    def _release(path: str, file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        os.close(file)
        with suppress(OSError):  # whoever waits has it open, and removes it in turn
            os.unlink(path)

else:

    def _lock(file: int) -> bool:
        """Lock a file; whether someone else had it first."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        except BlockingIOError:
            fcntl.flock(file, fcntl.LOCK_EX)
            return True

    def _release(path: str, file: int) -> None:
        with suppress(OSError):  # then an empty file stays behind, for the next claim to use
            if _is_at(path, file):
                os.unlink(path)
        fcntl.flock(file, fcntl.LOCK_UN)  # a forked child may have the descriptor too
        os.close(file)
