"""`Store`: what the engine and the commands ask of the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seglam_lang.requests.model import Wording
from seglam_lang.store.claims import Claim, Claims
from seglam_lang.store.counts import Counts
from seglam_lang.store.database import IN_MEMORY, connect, connect_layer
from seglam_lang.store.failures import StoreError
from seglam_lang.store.files import Files
from seglam_lang.store.lookup import Lookup, only_one
from seglam_lang.store.packing import now
from seglam_lang.store.records import Answered, Stored, Use

if TYPE_CHECKING:
    from seglam_lang.store.entries import Entry, Refusal
    from seglam_lang.store.events import Event
    from seglam_lang.store.judging import Confirmed, Judged, Latest, Outcome


class Store(Lookup):
    """The user's own cache file, and read-only layers under it (the procedures that are shipped).

    For several threads at once, and several processes. What only a miss or a command needs is imported by that.
    """

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self._counts = Counts(files)
        self._claims = Claims("" if files.path == IN_MEMORY or files.unwritable else files.path)

    @classmethod
    def open(cls, path: str | Path, read_only_layers: Sequence[str | Path] = (), make: bool = True) -> Store:
        """Open the cache at `path` (":memory:" for one that is not kept), making it if need be; StoreError if it is
        damaged or none of ours. One that cannot be written, or made, serves what it and the layers hold, and so does
        one that is not there and not to be made (`make`): nothing is kept then.
        """
        with ExitStack() as opened:
            connection, unwritable = connect(str(path), make)
            opened.callback(connection.close)
            layers = {}
            for layer in map(str, read_only_layers):
                layers[layer] = connect_layer(layer)
                opened.callback(layers[layer].close)
            store = cls(Files(str(path), connection, unwritable, layers))
            opened.pop_all()  # from here on the store closes them
        return store

    def close(self) -> None:
        """Write the counts and let go of the file; nothing where that has been done before."""
        try:
            if self._files.is_open:
                self._counts.flush()
        finally:
            self._files.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Procedures

    def admit(self, *entries: Entry) -> list[Stored]:
        """Store procedures with the wordings that ask for them and what speaks for them: all of the entries, or none.

        The only way in. A core that is not well typed, whose hash is not that of its bytes, or that calls what is
        neither in the cache nor among the entries is refused with a StoreError. What is in `Entry.replaces` goes to the
        history; everything else that a template asked for before stays. A procedure of a layer that was removed stays
        hidden there, with the layer's wordings: only these new ones ask for it.

        Returns the procedures as the cache has them: one that was there keeps its name and source.
        """
        from seglam_lang.store.admission import admit

        return admit(self._files, entries)

    def remove(self, hash: str) -> Stored:
        """Serve a procedure no more; it goes to the history. StoreError if there is no such procedure, or if another
        calls it.
        """
        from seglam_lang.store.history import remove

        return remove(self._files, hash)

    def restore(self, given: str) -> Stored:
        """Serve again what was removed or replaced last, by hash, beginning of a hash, or name.

        Wordings that have taken the places of those that come back go to the history in turn. StoreError where nothing
        was removed or replaced, or where it cannot be brought back.
        """
        from seglam_lang.store.restoring import restore

        return restore(self._files, self, given)

    def history(self, prefix: str = "") -> list[Event]:
        """Return what was removed, replaced or restored under that hash (or hash prefix), oldest first."""
        from seglam_lang.store.history import events

        return events(self._files, prefix)

    def identify(self, given: str) -> tuple[str, Stored | None]:
        """Return the hash that is meant by a hash, its beginning or a name, and the procedure if it is served.

        What is served comes before what is only in the history. Raise StoreError where there is neither, or more than
        one.
        """
        from seglam_lang.store.history import is_about

        try:
            stored = self.procedure(self.resolve(given))
            return stored.hash, stored
        except StoreError as error:
            past = [event.procedure.hash for event in self.history() if is_about(event, given)]
            if error.code != "unknown-procedure" or not past:
                raise
            return only_one(given, past), None

    # Requests without a procedure

    def refuse(self, template: str, model: str, examples: str, refusal: Refusal) -> None:
        """Remember that `model` could not answer `template` under these examples."""
        from seglam_lang.store.rows import refusal_body

        with self._files.writing() as own:
            own.execute(
                "INSERT OR REPLACE INTO refusals (template, model, examples, body, added) VALUES (?, ?, ?, ?, ?)",
                (template, model, examples, refusal_body(refusal), now()),
            )

    def claim(self, key: str) -> AbstractContextManager[Claim]:
        """Return the right to ask a model about `key`, to be had within a `with` block, which waits for it.

        `Claim.waited` says whether another thread or process had it before. Not to be nested for one key.
        """
        return self._claims.claim(key)

    # What is said of answers

    def latest(self) -> Latest | None:
        """Return the last answer or refusal of this cache, whoever asked; None where there is none."""
        from seglam_lang.store.judging import latest

        self.flush()
        return latest(self._files)

    def reject(self, judged: Judged, stored: Stored) -> None:
        """Take the wording of an answer away from its procedure, which is never served for these words again.

        It goes to the history, and `restore` brings it back. StoreError where that has been done before.
        """
        from seglam_lang.store.judging import reject

        self.flush()  # what it has answered of is forgotten with it
        reject(self._files, judged, stored)

    def confirm(self, judged: Judged) -> Confirmed:
        """Count an answer that a person has called right for its wording, and return how far that is trusted now."""
        from seglam_lang.store.judging import confirm

        return confirm(self._files, judged)

    # Counts; none of these fails for the file

    def count_hit(self, wording: Wording) -> None:
        """Count a hit; now and then the counts are written."""
        self._counts.hit(wording)

    def count_use(self, use: Use) -> None:
        """Count of what columns a procedure has answered."""
        self._counts.use(use)

    def count_outcome(self, status: str, tier: str, seconds: float, latest: Answered | None = None) -> None:
        """Count what came of a request, or a call of a model, and the seconds that it took.

        `latest` is kept as the last answer or refusal.
        """
        self._counts.outcome(status, tier, seconds, latest)

    def keep_given(self, inputs: Mapping[str, Any]) -> None:
        """Keep with the next answer how its inputs are named, as plain values."""
        self._counts.given(inputs)

    def flush(self) -> None:
        """Write the counts; where the file is busy or cannot be written they stay in memory."""
        self._counts.flush()

    def near_errors(self) -> int:
        """Return how many recognised answers were wrong, as far as is known: by people, of different requests, whose
        judgement stands, and by audits.
        """
        from seglam_lang.store.judging import near_errors

        self.flush()
        return near_errors(self._files)

    def uses(self, headers: str, most: int) -> list[Use]:
        """Return of what columns procedures have answered about tables with these headers (their digest), the most
        frequent first; of procedures that are not served any more too.
        """
        from seglam_lang.store.lookup import uses

        self.flush()
        return uses(self._files, headers, most)

    def hits(self, procedure: str) -> int:
        """Return how often a procedure has been hit."""
        return self._counts.of(procedure)

    def outcomes(self) -> list[Outcome]:
        """Return what came of all requests, by day, status and tier."""
        from seglam_lang.store.judging import outcomes

        self.flush()
        return outcomes(self._files)
