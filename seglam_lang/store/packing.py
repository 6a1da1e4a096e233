"""Columns that hold more than one value: msgpack, the sources of wordings, dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgpack

from seglam_lang.requests.model import ArgumentSource, Wording
from seglam_lang.store.records import Stored
from seglam_lang.store.sources import source_of, source_row

PROCEDURE = "hash, core, name, source, details, added"  # the columns of `procedures` that `stored_of` takes


def now() -> str:
    """Return the date of what is stored at this moment."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def pack(value: Any) -> bytes:
    """Return `value` as msgpack."""
    return bytes(msgpack.packb(value, use_bin_type=True))


def unpack(data: bytes) -> Any:
    """Return what `pack` was given, sequences as lists."""
    return msgpack.unpackb(data, raw=False, strict_map_key=False)


def pack_sources(sources: Sequence[ArgumentSource]) -> bytes:
    """Return the canonical form of a wording's sources."""
    return pack([source_row(source) for source in sources])


@lru_cache(maxsize=1024)  # those of the same wordings, again and again
def unpack_sources(data: bytes) -> tuple[ArgumentSource, ...]:
    """Return what `pack_sources` was given."""
    return tuple([source_of(*row) for row in unpack(data)])


def wording_key(wording: Wording) -> tuple[str, str, bytes]:
    """Return the columns `template`, `procedure` and `sources`, which together are unique."""
    return wording.template.key, wording.procedure, pack_sources(wording.sources)


def stored_of(row: Sequence[Any]) -> Stored:
    """Return the procedure of a row."""
    hash, core, name, source, details, added = row
    if not (isinstance(core, bytes) and isinstance(name, str) and isinstance(source, str)):
        raise TypeError("a procedure has bytes and texts")
    parts = unpack(details)
    return Stored(hash, core, name, source, tuple(parts["params"]), spans_of(parts["spans"]), added)


def spans_of(plain: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Return the spans of nodes that were kept as lists."""
    return tuple((start, end) for start, end in plain)
