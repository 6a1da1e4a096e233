"""Looking up: what a cache serves, and what it knows of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.failures import StoreError, reading
from seglam_lang.store.files import Files, Row
from seglam_lang.store.packing import PROCEDURE, stored_of, unpack, unpack_sources, wording_key
from seglam_lang.store.records import Found, Rejection, Stored, Use

if TYPE_CHECKING:
    from seglam_lang.requests.alike import OwnChanges
    from seglam_lang.store.entries import Provenance, Refusal
    from seglam_lang.store.evidence import Evidence
    from seglam_lang.store.judging import Judgement
    from seglam_lang.store.own_changes import OwnWordings
    from seglam_lang.store.signatures import Signatures

_FOUND = (
    "SELECT w.procedure, w.template, w.sources, c.level, w.added FROM wordings w "
    "JOIN certificates c ON c.id = w.certificate "
)
_REJECTED = (
    "SELECT procedure, template, sources, body, event FROM judgements WHERE verdict = 'wrong' AND NOT is_lifted "
    "ORDER BY id"
)
_STANDS = (
    "SELECT 1 FROM judgements WHERE verdict = 'wrong' AND is_lifted AND template = ? AND procedure = ? UNION ALL "
    "SELECT 1 FROM wordings w JOIN certificates c ON c.id = w.certificate "
    "WHERE w.template = ? AND w.procedure = ? AND w.sources = ? "
    "AND (c.level = 'picked' OR max(w.added, c.added) >= (SELECT max(added) FROM judgements WHERE event = ?))"
)
ASK_AGAIN_S = 0.05  # whether another process has rejected something
MOST_ALIKE = 256  # templates of a request's signatures: many ways to say one thing


class Lookup:
    """Everything that is asked of a cache without changing it. What its own file says comes before the layers."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._signatures: Signatures | None = None
        self._own_wordings: OwnWordings | None = None
        self._rejections: tuple[Rejection, ...] = ()
        self._rejections_of = (-1, -1)  # version of the own file
        self._ask_again = 0.0  # when another process may have written it

    @property
    def path(self) -> str:
        """The own file, ":memory:" if it is not kept."""
        return self._files.path

    @property
    def unwritable(self) -> str:
        """Why nothing can be stored, "" where it can."""
        return self._files.unwritable

    def find(self, templates: Sequence[Template]) -> Iterator[Found]:
        """Yield the wordings of any of `templates`, the own ones first, the oldest first.

        The oldest that binds answers: so a request that has been answered is answered by the same procedure from then
        on. The layers are not asked where an own one does.
        """
        keys = {template.key: i for i, template in reversed(list(enumerate(templates)))}
        marks = ",".join("?" * len(keys))
        query = f"{_FOUND} WHERE w.template IN ({marks}) ORDER BY w.id"
        for rows_of in (self._files.own_rows, self._files.served_layer_rows):
            found = []
            with reading(self.path):
                for procedure, template, sources, level, added in rows_of(query, tuple(keys)):
                    position = keys[template]
                    wording = Wording(templates[position], procedure, unpack_sources(sources))
                    found.append(Found(position, wording, level, added))
            yield from self._without_rejected(found)

    def alike(self, signatures: Sequence[str]) -> list[Found]:
        """Return the wordings whose templates have any of these signatures, the own ones first, the oldest first."""
        from seglam_lang.store.signatures import Signatures  # an exact hit does not need it

        if self._signatures is None:
            self._signatures = Signatures(self._files)
        keys = self._signatures.keys(signatures)[:MOST_ALIKE]
        marks = ",".join("?" * len(keys))
        rows = self._files.rows(f"{_FOUND} WHERE w.template IN ({marks}) ORDER BY w.id", tuple(keys)) if keys else []
        with reading(self.path):
            return self._without_rejected([_found(i, row) for i, row in enumerate(rows)])

    def own_changes(self) -> OwnChanges:
        """Return the changes of wording that the own wordings speak for."""
        from seglam_lang.store.own_changes import OwnWordings

        if self._own_wordings is None:
            self._own_wordings = OwnWordings(self._files)
        return self._own_wordings.changes(self._rejections_now)

    def rejections(self) -> tuple[Rejection, ...]:
        """Return what a person has called wrong and may not answer again, as of the last time that something was
        looked up.
        """
        return self._rejections

    def stands(self, wording: Wording, rejection: Rejection) -> bool:
        """Return whether a wording of another procedure is served though it may compute what was called wrong: a person
        wants it (restored, wrote, picked it, called it right), or it was stored since, when that was compared.
        """
        template, procedure, sources = wording_key(wording)
        arguments = (template, procedure, template, procedure, sources, rejection.event)
        return bool(self._files.own_rows(_STANDS, arguments))

    def past(self, event_id: int) -> Stored:
        """Return the procedure that an event of the history is about; StoreError where there is no such event."""
        from seglam_lang.store.history import event

        return event(self._files, event_id).procedure

    def judgements(self, prefix: str = "") -> list[Judgement]:
        """Return what people said of the procedures whose hash begins with `prefix`, oldest first."""
        from seglam_lang.store.judging import judgements

        return judgements(self._files, prefix)

    def procedure(self, hash: str) -> Stored:
        """Return the procedure of that hash; StoreError if there is none."""
        rows = self._files.rows(f"SELECT {PROCEDURE} FROM procedures WHERE hash = ?", (hash,))
        if not rows:
            raise StoreError("unknown-procedure", f"there is no procedure {hash[:12]} in the cache {self.path}")
        with reading(self.path):
            return stored_of(rows[0])

    def resolve(self, prefix: str) -> str:
        """Return the one hash that begins with `prefix`, or whose procedure has that name; StoreError if there is none
        or more than one.
        """
        query = "SELECT hash FROM procedures WHERE substr(hash, 1, ?) = ? OR name = ? ORDER BY hash"
        rows = self._files.rows(query, (len(prefix), prefix.lower(), prefix)) if prefix else []
        if not rows:
            raise StoreError("unknown-procedure", f"there is no procedure {prefix} in the cache {self.path}")
        return only_one(prefix, [row[0] for row in rows])

    def procedures(self) -> list[Stored]:
        """Return all procedures that are served, oldest first."""
        rows = self._files.rows(f"SELECT {PROCEDURE} FROM procedures ORDER BY added, hash")
        with reading(self.path):
            return list({row[0]: stored_of(row) for row in reversed(rows)}.values())[::-1]

    def wordings(self, procedure: str) -> list[Found]:
        """Return the wordings that ask for a procedure; `position` counts them."""
        return self._wordings("WHERE w.procedure = ? ORDER BY w.id", procedure)

    def latest_wording(self, procedure: str) -> Wording | None:
        """Return the wording that has asked for a procedure last, an own one where there are some; None where no
        wording asks for it.
        """
        self._read_rejections()
        known = len(self._rejections) + 1  # so many that one of them is not rejected
        found = self._wordings(f"WHERE w.procedure = ? ORDER BY w.id DESC LIMIT {known}", procedure)
        return found[0].wording if found else None

    def _wordings(self, which: str, procedure: str) -> list[Found]:
        rows = self._files.rows(f"{_FOUND}{which}", (procedure,))
        with reading(self.path):
            return self._without_rejected([_found(i, row) for i, row in enumerate(rows)])

    def certificates(self, procedure: str) -> list[Evidence]:
        """Return the certificates of a procedure, oldest first."""
        from seglam_lang.store.rows import EVIDENCE, evidence_of  # a hit does not need it

        rows = self._oldest_first(f"SELECT {EVIDENCE} FROM certificates WHERE procedure = ? ORDER BY id", procedure)
        with reading(self.path):
            return list(map(evidence_of, rows))

    def provenance(self, procedure: str) -> list[Provenance]:
        """Return how the procedure's wordings came to be, oldest first."""
        from seglam_lang.store.rows import EVIDENCE, provenance_of

        rows = self._oldest_first(f"SELECT {EVIDENCE} FROM provenance WHERE procedure = ? ORDER BY id", procedure)
        with reading(self.path):
            return list(map(provenance_of, rows))

    def refusal(self, template: str, model: str, examples: str) -> Refusal | None:
        """Return what is remembered of such a refusal."""
        from seglam_lang.store.rows import refusal_of

        query = "SELECT body, added FROM refusals WHERE template = ? AND model = ? AND examples = ?"
        rows = self._files.own_rows(query, (template, model, examples))
        with reading(self.path):
            return refusal_of(rows[0]) if rows else None

    def _without_rejected(self, found: list[Found]) -> list[Found]:
        """Return wordings without those of the layers that have been rejected: of the own file these are gone."""
        self._read_rejections()
        if not self._rejections:
            return found
        rejected = {each.wording for each in self._rejections}
        return [each for each in found if each.wording not in rejected]

    def _read_rejections(self) -> None:
        """Read anew what has been rejected, where the file has been written since; whether another process has done so
        is asked now and then.
        """
        now = time.monotonic()
        if self._files.writes == self._rejections_of[1] and now < self._ask_again:
            return
        self._ask_again = now + ASK_AGAIN_S
        version = self._files.version()
        if version != self._rejections_of:
            rows = self._files.own_rows(_REJECTED)
            with reading(self.path):
                self._rejections, self._rejections_of = tuple(map(_rejection, rows)), version

    def _rejections_now(self) -> tuple[Rejection, ...]:
        self._ask_again = 0.0
        self._read_rejections()
        return self._rejections

    def _oldest_first(self, query: str, procedure: str) -> list[Row]:
        """Return what any file knows of a procedure, removed or not; a row ends with when it was added."""
        rows = self._files.own_rows(query, (procedure,)) + self._files.layer_rows(query, (procedure,))
        return sorted(rows, key=lambda row: str(row[-1]))


def _found(position: int, row: Row) -> Found:
    procedure, key, sources, level, added = row
    return Found(position, Wording(Template.parse(key), procedure, unpack_sources(sources)), level, added)


def _rejection(row: Row) -> Rejection:
    procedure, key, sources, body, event = row
    known = unpack(body)["known"]
    wording = Wording(Template.parse(key), procedure, unpack_sources(sources))
    return Rejection(wording, Template.parse(known) if known else None, event)


def only_one(given: str, hashes: Sequence[str]) -> str:
    """Return the one hash that is meant by what was given; StoreError where there are several."""
    distinct = list(dict.fromkeys(hashes))
    if len(distinct) > 1:
        some = ", ".join(hash[:12] for hash in distinct[:5])
        raise StoreError("ambiguous-hash", f"{given} may be any of {len(distinct)} procedures: {some}")
    return distinct[0]


def uses(files: Files, headers: str, most: int) -> list[Use]:
    """Return what `Store.uses` does."""
    query = "SELECT procedure, sources FROM uses WHERE headers = ? ORDER BY count DESC, procedure, sources LIMIT ?"
    found = []
    for procedure, sources in files.own_rows(query, (headers, most)):
        with suppress(StoreError), reading(files.path):  # one that cannot be read is known no more
            found.append(Use(procedure, unpack_sources(sources), headers))
    return found
