"""`Store`: what the engine and the commands ask of the cache."""

from __future__ import annotations

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store import claims
from seglam_lang.store.database import StoreError, connect, connect_layer, reading, sentences, transaction
from seglam_lang.store.records import (
    Found,
    History,
    Provenance,
    Refusal,
    Stored,
    pack,
    pack_sources,
    unpack,
    unpack_sources,
)

FLUSH_AFTER_HITS = 256  # counts that wait in memory, one for each wording that was hit
FLUSH_AFTER_S = 10.0  # that counts wait at most, while there are hits
Rows = list[tuple[Any, ...]]


class Store:
    """The user's own cache file, and read-only layers under it (the procedures that are shipped).

    What the own file says comes first. Hit counts are kept in memory and written now and then: a crash may lose some of
    those, and nothing else.
    """

    def __init__(
        self, path: str, connection: sqlite3.Connection, unwritable: str, layers: dict[str, sqlite3.Connection]
    ):
        self.path, self.unwritable = path, unwritable  # why nothing can be stored, "" where it can
        self._own, self._layers = connection, layers
        self._owner = f"{os.getpid()}-{os.urandom(8).hex()}"
        self._hits: Counter[tuple[str, str]] = Counter()
        self._flushed = time.monotonic()
        self._hidden: frozenset[str] = self._read_hidden()

    @classmethod
    def open(cls, path: str | Path, read_only_layers: Sequence[str | Path] = ()) -> Store:
        """Open the cache at `path` (":memory:" for one that is not kept), making it if need be; StoreError if it is
        damaged or none of ours. One that cannot be written, or made, serves what it and the layers hold.
        """
        connection, unwritable = connect(str(path))
        layers = {str(layer): connect_layer(str(layer)) for layer in read_only_layers}
        return cls(str(path), connection, unwritable, layers)

    def close(self) -> None:
        """Write the hit counts and let go of the file."""
        try:
            self.flush()
        finally:
            for connection in (self._own, *self._layers.values()):
                connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Looking up

    def find(self, templates: Sequence[Template]) -> list[Found]:
        """The wordings of any of `templates`, the own ones first, the oldest first.

        The oldest that binds answers: so a request that has been answered is answered by the same procedure from then
        on.
        """
        keys = {template.key: i for i, template in reversed(list(enumerate(templates)))}
        marks = ",".join("?" * len(keys))
        query = (
            "SELECT w.procedure, w.template, w.sources, c.level, w.added FROM wordings w "
            f"JOIN certificates c ON c.id = w.certificate WHERE w.template IN ({marks}) ORDER BY w.id"
        )
        found = []
        rows = self._everywhere(query, tuple(keys))
        with reading(self.path):
            for procedure, template, sources, level, added in rows:
                position = keys[template]
                wording = Wording(templates[position], procedure, unpack_sources(sources))
                found.append(Found(position, wording, level, added))
        return found

    def procedure(self, hash: str) -> Stored:
        """The procedure of that hash; StoreError if there is none."""
        query = "SELECT hash, core, name, source, details, added FROM procedures WHERE hash = ?"
        rows = self._everywhere(query, (hash,))
        if not rows:
            raise StoreError("unknown-procedure", f"there is no procedure {hash[:12]} in the cache {self.path}")
        with reading(self.path):
            return _stored(rows[0])

    def resolve(self, prefix: str) -> str:
        """The one hash that begins with `prefix`, or whose procedure has that name."""
        query = "SELECT hash FROM procedures WHERE substr(hash, 1, ?) = ? OR name = ? ORDER BY hash"
        hashes = list(dict.fromkeys(row[0] for row in self._everywhere(query, (len(prefix), prefix.lower(), prefix))))
        if not hashes or not prefix:
            raise StoreError("unknown-procedure", f"there is no procedure {prefix} in the cache {self.path}")
        if len(hashes) > 1:
            some = ", ".join(hash[:12] for hash in hashes[:5])
            raise StoreError("ambiguous-hash", f"{prefix} may be any of {len(hashes)} procedures: {some}")
        return str(hashes[0])

    def procedures(self) -> list[Stored]:
        """All procedures that are served, oldest first."""
        query = "SELECT hash, core, name, source, details, added FROM procedures ORDER BY added, hash"
        rows = self._everywhere(query, ())
        with reading(self.path):
            return list({row[0]: _stored(row) for row in reversed(rows)}.values())[::-1]

    def wordings(self, procedure: str) -> list[Found]:
        """The wordings that ask for a procedure; `position` counts them."""
        query = (
            "SELECT w.procedure, w.template, w.sources, c.level, w.added FROM wordings w "
            "JOIN certificates c ON c.id = w.certificate WHERE w.procedure = ? ORDER BY w.id"
        )
        rows = self._everywhere(query, (procedure,))
        with reading(self.path):
            return [
                Found(i, Wording(Template.parse(key), hash, unpack_sources(sources)), level, added)
                for i, (hash, key, sources, level, added) in enumerate(rows)
            ]

    def certificates(self, procedure: str) -> list[dict[str, Any]]:
        """The certificates of a procedure, oldest first, as the verifier wrote them, with "template" and "added"."""
        query = "SELECT procedure, template, body, added FROM certificates WHERE procedure = ? ORDER BY id"
        rows = self._evidence(query, procedure)
        with reading(self.path):
            return [{**unpack(body), "template": template, "added": added} for _, template, body, added in rows]

    def provenance(self, procedure: str) -> list[Provenance]:
        """How the procedure's wordings came to be, oldest first."""
        query = "SELECT procedure, template, body, added FROM provenance WHERE procedure = ? ORDER BY id"
        rows = self._evidence(query, procedure)
        with reading(self.path):
            return [_provenance(template, body, added) for _, template, body, added in rows]

    def history(self, procedure: str) -> list[History]:
        """What was removed or replaced under that hash (or hash prefix), oldest first."""
        query = "SELECT action, procedure, body, added FROM history WHERE substr(procedure, 1, ?) = ? ORDER BY id"
        with reading(self.path):
            rows = self._own.execute(query, (len(procedure), procedure)).fetchall()
            return [History(action, hash, unpack(body), added) for action, hash, body, added in rows]

    # Writing

    def add(
        self,
        procedure: Stored,
        wordings: Sequence[Wording],
        certificate: Mapping[str, Any],
        provenance: Provenance,
        *,
        replacing: Sequence[Wording] = (),
    ) -> None:
        """Store a procedure with the wordings that ask for it; those in `replacing` go to the history, and the new
        ones take their places in the order in which `find` tries them.

        `certificate` has its "level". What a template asked for before stays, unless it is replaced. A procedure of a
        layer that was removed stays hidden there, with the layer's wordings: only these new ones ask for it.
        """
        now = _now()
        with self._writing() as own:
            own.execute(
                "INSERT INTO procedures (hash, core, name, source, details, added) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (hash) DO NOTHING",
                (procedure.hash, procedure.core, procedure.name, procedure.source, _details(procedure), now),
            )
            places = [self._retire(own, wording, now) for wording in replacing]
            key = wordings[0].template.key if wordings else ""
            evidence = own.execute(
                "INSERT INTO certificates (procedure, template, level, body, added) VALUES (?, ?, ?, ?, ?)",
                (procedure.hash, key, certificate["level"], pack(dict(certificate)), now),
            ).lastrowid
            for i, wording in enumerate(wordings):
                place = places[i] if i < len(places) else None
                own.execute(
                    "INSERT INTO wordings (id, template, procedure, sources, certificate, added) "
                    "VALUES (?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT (template, procedure, sources) DO UPDATE SET certificate = excluded.certificate",
                    (place, wording.template.key, procedure.hash, pack_sources(wording.sources), evidence, now),
                )
            own.execute(
                "INSERT INTO provenance (procedure, template, body, added) VALUES (?, ?, ?, ?)",
                (procedure.hash, key, _provenance_body(provenance), now),
            )

    def remove(self, hash: str) -> None:
        """Serve a procedure no more; its rows go to the history. StoreError if there is no such procedure, or if
        another calls it.
        """
        stored = self.procedure(hash)
        callers = self._everywhere(f"SELECT name FROM procedures WHERE {_CALLS}", (hash, hash))
        if callers:
            message = f"{stored.name} ({hash[:12]}) is called by {callers[0][0]}: remove that one first"
            raise StoreError("called", message)
        now = _now()
        with self._writing() as own:
            rows = {"procedure": _as_rows(stored), "wordings": self._wording_rows(own, hash)}
            own.execute(
                "INSERT INTO history (action, procedure, body, added) VALUES ('removed', ?, ?, ?)",
                (hash, pack(rows), now),
            )
            own.execute("DELETE FROM wordings WHERE procedure = ?", (hash,))
            own.execute("DELETE FROM procedures WHERE hash = ?", (hash,))
            if self._in_a_layer(hash):
                own.execute("INSERT OR IGNORE INTO hidden (procedure) VALUES (?)", (hash,))
        self._hidden = self._read_hidden()

    def refuse(self, template: str, model: str, examples: str, refusal: Refusal) -> None:
        """Remember that `model` could not answer `template` under these examples."""
        body = pack({"why": refusal.why, "candidates": list(refusal.candidates), "transient": refusal.transient})
        with self._writing() as own:
            own.execute(
                "INSERT OR REPLACE INTO refusals (template, model, examples, body, added) VALUES (?, ?, ?, ?, ?)",
                (template, model, examples, body, _now()),
            )

    def refusal(self, template: str, model: str, examples: str) -> Refusal | None:
        """What is remembered of such a refusal."""
        query = "SELECT body, added FROM refusals WHERE template = ? AND model = ? AND examples = ?"
        with reading(self.path):
            row = self._own.execute(query, (template, model, examples)).fetchone()
            if row is None:
                return None
            body = unpack(row[0])
            return Refusal(body["why"], tuple(body["candidates"]), body.get("transient", False), row[1])

    # Hit counts

    def count_hit(self, wording: Wording) -> None:
        """Count a hit; now and then the counts are written."""
        self._hits[wording.template.key, wording.procedure] += 1
        if len(self._hits) >= FLUSH_AFTER_HITS or time.monotonic() - self._flushed > FLUSH_AFTER_S:
            self.flush()

    def flush(self) -> None:
        """Write the hit counts. Where the file is busy or cannot be written they stay in memory: a hit never fails for
        them.
        """
        self._flushed = time.monotonic()
        if not self._hits or self.unwritable:
            return
        now = _now()
        rows = [(template, procedure, count, now) for (template, procedure), count in self._hits.items()]
        try:
            with self._writing() as own:
                own.executemany(
                    "INSERT INTO hits (template, procedure, count, latest) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (template, procedure) "
                    "DO UPDATE SET count = count + excluded.count, latest = excluded.latest",
                    rows,
                )
        except StoreError as error:
            if error.code not in ("busy", "read-only", "unusable"):
                raise
            return
        self._hits.clear()

    def hits(self, procedure: str) -> int:
        """How often a procedure has been hit."""
        with sentences(self.path):
            row = self._own.execute("SELECT sum(count) FROM hits WHERE procedure = ?", (procedure,)).fetchone()
        return int(row[0] or 0) + sum(count for (_, hash), count in self._hits.items() if hash == procedure)

    # Claims

    def claim(self, key: str) -> bool:
        """Take the right to ask the model about `key`; False while another process that lives has it."""
        with self._writing() as own:
            return claims.take(own, key, self._owner)

    def release(self, key: str) -> None:
        """Give the right back."""
        with self._writing() as own:
            claims.release(own, key, self._owner)

    # Inside

    def version(self) -> int:
        """A number that changes when another process has written the file."""
        with sentences(self.path):
            return int(self._own.execute("PRAGMA data_version").fetchone()[0])

    def _everywhere(self, query: str, args: tuple[Any, ...], *, with_hidden: bool = False) -> Rows:
        """The rows of the own file, then those of the layers that are not hidden; a row begins with its procedure's
        hash.
        """
        with sentences(self.path):
            rows: Rows = self._own.execute(query, args).fetchall()
        for path, layer in self._layers.items():
            with sentences(path):
                below = layer.execute(query, args).fetchall()
            rows += below if with_hidden else [row for row in below if row[0] not in self._hidden]
        return rows

    def _evidence(self, query: str, procedure: str) -> Rows:
        """What speaks for a procedure in any file, the oldest first; a row ends with when it was added."""
        return sorted(self._everywhere(query, (procedure,), with_hidden=True), key=lambda row: str(row[-1]))

    def _read_hidden(self) -> frozenset[str]:
        if not self._layers:
            return frozenset()
        with sentences(self.path):
            return frozenset(row[0] for row in self._own.execute("SELECT procedure FROM hidden"))

    def _in_a_layer(self, hash: str) -> bool:
        query = "SELECT 1 FROM procedures WHERE hash = ?"
        return any(layer.execute(query, (hash,)).fetchone() for layer in self._layers.values())

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self.unwritable:
            message = f"the cache {self.path} cannot be written ({self.unwritable}); what it knows is still served"
            raise StoreError("read-only", message)
        with transaction(self._own, self.path):
            yield self._own

    def _retire(self, own: sqlite3.Connection, wording: Wording, now: str) -> int | None:
        """Move one wording to the history, and its procedure too if nothing else asks for that; its id, if it had
        one.
        """
        arguments = (wording.template.key, wording.procedure, pack_sources(wording.sources))
        where = "template = ? AND procedure = ? AND sources = ?"
        query = f"SELECT id, template, procedure, sources, added FROM wordings WHERE {where}"
        row = own.execute(query, arguments).fetchone()
        if row is None:
            return None  # it is of a layer below, where nothing is written; the own wording comes before it
        stored = self.procedure(wording.procedure)
        rows = {"procedure": _as_rows(stored), "wordings": [list(row[1:])]}
        own.execute(
            "INSERT INTO history (action, procedure, body, added) VALUES ('replaced', ?, ?, ?)",
            (wording.procedure, pack(rows), now),
        )
        own.execute(f"DELETE FROM wordings WHERE {where}", arguments)
        own.execute(
            "DELETE FROM procedures WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM wordings WHERE procedure = hash) "
            f"AND NOT EXISTS (SELECT 1 FROM procedures WHERE {_CALLS})",
            (wording.procedure,) * 3,
        )
        return int(row[0])

    @staticmethod
    def _wording_rows(own: sqlite3.Connection, hash: str) -> list[list[Any]]:
        query = "SELECT template, procedure, sources, added FROM wordings WHERE procedure = ? ORDER BY id"
        return [list(row) for row in own.execute(query, (hash,))]


# Whether a procedure calls that of both parameters, and is not that one: a core names what it calls.
_CALLS = "hash != ? AND instr(core, CAST(? AS BLOB)) > 0"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _details(procedure: Stored) -> bytes:
    return pack({"params": list(procedure.params), "spans": [list(span) for span in procedure.spans]})


def _stored(row: tuple[Any, ...]) -> Stored:
    hash, core, name, source, details, added = row
    if not (isinstance(core, bytes) and isinstance(name, str) and isinstance(source, str)):
        raise TypeError("a procedure has bytes and texts")
    parts = unpack(details)
    spans = tuple((start, end) for start, end in parts["spans"])
    return Stored(hash, core, name, source, tuple(parts["params"]), spans, added)


def _as_rows(stored: Stored) -> dict[str, Any]:
    return {
        "hash": stored.hash,
        "core": stored.core,
        "name": stored.name,
        "source": stored.source,
        "added": stored.added,
    }


def _provenance_body(provenance: Provenance) -> bytes:
    return pack(
        {
            "request": provenance.request,
            "model": provenance.model,
            "model_hash": provenance.model_hash,
            "prompt": provenance.prompt,
            "seed": provenance.seed,
            "candidates": list(provenance.candidates),
        }
    )


def _provenance(template: str, body: bytes, added: str) -> Provenance:
    parts = unpack(body)
    parts["candidates"] = tuple(parts["candidates"])
    return Provenance(**parts, template=template, added=added)
