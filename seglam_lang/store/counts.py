"""What is counted: hits, what came of requests, and which answer was the last. It is kept in memory and written now and
then, so that a hit writes nothing.

A crash may lose some of it, and nothing else.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from seglam_lang.requests.model import Wording
from seglam_lang.store.failures import StoreError
from seglam_lang.store.files import Files
from seglam_lang.store.packing import now, pack, pack_sources, wording_key
from seglam_lang.store.records import Answered, Use

FLUSH_AFTER_HITS = 256  # counts that wait in memory, one for each wording that was hit
FLUSH_AFTER_S = 10.0  # that counts wait at most, while there are requests
DAY_S = 86_400
# Counted beside what came of requests:
CALL = "call"  # a model was asked for drafts
AUDIT, SAME, OTHER = "audit", "same", "other"  # a model wrote what it had recognised: the same, or something else

_ADD_HITS = (
    "INSERT INTO hits (template, procedure, count, latest) VALUES (?, ?, ?, ?) ON CONFLICT (template, procedure) "
    "DO UPDATE SET count = count + excluded.count, latest = excluded.latest"
)
_ADD_OUTCOMES = (
    "INSERT INTO outcomes (day, status, tier, count, seconds) VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, status, tier) "
    "DO UPDATE SET count = count + excluded.count, seconds = seconds + excluded.seconds"
)
_ADD_USES = (
    "INSERT INTO uses (headers, procedure, sources, count) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (headers, procedure, sources) DO UPDATE SET count = count + excluded.count"
)
_SET_LATEST = "INSERT OR REPLACE INTO latest (id, body) VALUES (1, ?)"


_Key = TypeVar("_Key")


class _Waiting(NamedTuple):
    """What has not been written yet."""

    hits: dict[tuple[str, str], int]  # by template and procedure
    outcomes: dict[tuple[int, str, str], tuple[int, float]]  # by day, status and tier: how many, and their seconds
    uses: dict[Use, int]


class Counts:
    """How often each wording has been hit, what came of requests, and the last answer."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._waiting = _Waiting({}, {}, {})
        self._latest: tuple[Answered, Mapping[str, Any]] | None = None  # that has not been written yet
        self._given: Mapping[str, Any] = {}  # how the inputs of the next answer are named
        self._counting = Lock()  # held while what waits is looked at or changed
        self._writing = Lock()  # held while counts are on their way from memory to the file
        self._flushed = time.monotonic()

    def hit(self, wording: Wording) -> None:
        """Count a hit of a wording; now and then what waits is written, unless another thread is at it."""
        with self._counting:
            key = wording.template.key, wording.procedure
            self._waiting.hits[key] = self._waiting.hits.get(key, 0) + 1
        self._write_if_due()

    def use(self, use: Use) -> None:
        """Count of what columns a procedure has answered; nobody asks for that where nothing can be stored."""
        if self._files.unwritable:
            return
        with self._counting:
            self._waiting.uses[use] = self._waiting.uses.get(use, 0) + 1

    def outcome(self, status: str, tier: str, seconds: float, latest: Answered | None = None) -> None:
        """Count what came of a request, which may be the latest answer."""
        key = int(time.time() // DAY_S), status, tier
        with self._counting:
            count, before = self._waiting.outcomes.get(key, (0, 0.0))
            self._waiting.outcomes[key] = count + 1, before + seconds
            if latest is not None:
                self._latest, self._given = (latest, self._given), {}
        self._write_if_due()

    def given(self, inputs: Mapping[str, Any]) -> None:
        """Keep with the next answer how its inputs are named."""
        with self._counting:
            self._given = inputs

    def flush(self) -> None:
        """Write the counts. Where the file is busy or cannot be written they stay in memory: a hit never fails for
        them.
        """
        with self._writing:
            self._write(wait=True)

    def of(self, procedure: str) -> int:
        """Return how often a procedure has been hit."""
        with self._writing:
            ((written,),) = self._files.own_rows("SELECT sum(count) FROM hits WHERE procedure = ?", (procedure,))
            with self._counting:
                waiting = sum(count for (_, hash), count in self._waiting.hits.items() if hash == procedure)
        return int(written or 0) + waiting

    def _write_if_due(self) -> None:
        due = len(self._waiting.hits) >= FLUSH_AFTER_HITS or time.monotonic() - self._flushed > FLUSH_AFTER_S
        if due and self._writing.acquire(blocking=False):
            try:
                self._write(wait=False)
            finally:
                self._writing.release()

    def _write(self, *, wait: bool) -> None:
        """Write what waits, and `wait` for another program's write; whatever goes wrong, it stays in memory."""
        with self._counting:
            written = _Waiting(self._waiting.hits.copy(), self._waiting.outcomes.copy(), self._waiting.uses.copy())
            latest = self._latest
        if not any(written) or self._files.unwritable:
            return
        try:
            with self._files.writing(wait=wait) as own:
                _insert(own, written)
                if latest is not None:
                    own.execute(_SET_LATEST, (_packed(*latest),))
        except StoreError:  # whoever asks for what the file holds is told
            return
        finally:
            self._flushed = time.monotonic()
        with self._counting:
            self._waiting = _since(written, self._waiting)
            if self._latest is latest:
                self._latest = None


def _insert(own: sqlite3.Connection, waiting: _Waiting) -> None:
    latest = now()
    own.executemany(_ADD_HITS, [(*wording, count, latest) for wording, count in waiting.hits.items()])
    outcomes = [(*key, count, seconds) for key, (count, seconds) in waiting.outcomes.items()]
    own.executemany(_ADD_OUTCOMES, outcomes)
    uses = [(use.headers, use.procedure, pack_sources(use.sources), count) for use, count in waiting.uses.items()]
    own.executemany(_ADD_USES, uses)


def _since(written: _Waiting, waiting: _Waiting) -> _Waiting:
    """Return what has come since something was written: of that nothing is left."""
    hits, uses = _left(written.hits, waiting.hits), _left(written.uses, waiting.uses)
    outcomes = {}
    for key, (count, seconds) in waiting.outcomes.items():
        counted, spent = written.outcomes.get(key, (0, 0.0))
        if count > counted:
            outcomes[key] = count - counted, seconds - spent
    return _Waiting(hits, outcomes, uses)


def _left(written: Mapping[_Key, int], waiting: Mapping[_Key, int]) -> dict[_Key, int]:
    return {key: left for key, count in waiting.items() if (left := count - written.get(key, 0))}


def _packed(latest: Answered, given: Mapping[str, Any]) -> bytes:
    template, procedure, sources = wording_key(latest.wording) if latest.wording is not None else ("", "", b"")
    return pack(
        {
            "request": latest.request,
            "status": latest.status,
            "tier": latest.tier,
            "template": template,
            "procedure": procedure,
            "sources": sources,
            "headers": list(latest.headers),
            "known": latest.known.key if latest.known is not None else "",
            "given": dict(given),
            "added": now(),
        }
    )
