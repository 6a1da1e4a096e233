"""Hit counts: kept in memory and written now and then, so that a hit writes nothing.

A crash may lose some of them, and nothing else.
"""

from __future__ import annotations

import time
from collections import Counter
from threading import Lock

from seglam_lang.requests.model import Wording
from seglam_lang.store.failures import StoreError
from seglam_lang.store.files import Files
from seglam_lang.store.packing import now

FLUSH_AFTER_HITS = 256  # counts that wait in memory, one for each wording that was hit
FLUSH_AFTER_S = 10.0  # that counts wait at most, while there are hits


class HitCounts:
    """How often each wording has been hit."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._waiting: Counter[tuple[str, str]] = Counter()  # by template and procedure, not yet written
        self._counting = Lock()  # held while `_waiting` is looked at or changed
        self._writing = Lock()  # held while counts are on their way from memory to the file
        self._flushed = time.monotonic()

    def count(self, wording: Wording) -> None:
        """Count a hit; now and then the counts are written, unless another thread is at it."""
        with self._counting:
            self._waiting[wording.template.key, wording.procedure] += 1
            due = len(self._waiting) >= FLUSH_AFTER_HITS or time.monotonic() - self._flushed > FLUSH_AFTER_S
        if due and self._writing.acquire(blocking=False):
            try:
                self._write(wait=False)
            finally:
                self._writing.release()

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
                waiting = sum(count for (_, hash), count in self._waiting.items() if hash == procedure)
        return int(written or 0) + waiting

    def _write(self, *, wait: bool) -> None:
        """Write the counts, and `wait` for another program's write; whatever goes wrong, they stay in memory."""
        with self._counting:
            counts = dict(self._waiting)
        if not counts or self._files.unwritable:
            return
        latest = now()
        rows = [(template, procedure, count, latest) for (template, procedure), count in counts.items()]
        try:
            with self._files.writing(wait=wait) as own:
                own.executemany(
                    "INSERT INTO hits (template, procedure, count, latest) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (template, procedure) "
                    "DO UPDATE SET count = count + excluded.count, latest = excluded.latest",
                    rows,
                )
        except StoreError:  # whoever asks for what the file holds is told
            return
        finally:
            self._flushed = time.monotonic()
        with self._counting:
            self._waiting = Counter({key: left for key, n in self._waiting.items() if (left := n - counts.get(key, 0))})
