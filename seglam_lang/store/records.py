"""What is stored, as the rest of the program sees it, and its form in msgpack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgpack

from seglam_lang.requests.model import Source, Wording


@dataclass(frozen=True, slots=True)
class Stored:
    """A procedure: the core by which it is known, and the source that people see."""

    hash: str
    core: bytes
    name: str
    source: str
    params: tuple[str, ...]  # names in source, in the order of the core's parameters
    spans: tuple[tuple[int, int], ...]  # of each node of the core, in source
    added: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A wording that the store knows, `position` being that of its template among those asked for."""

    position: int
    wording: Wording
    level: str  # of its certificate
    added: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a wording came by its procedure: what was asked of which model, and what became of each candidate.

    `candidates` are dicts: "text", "log_probability", "why" (why it lost, "" for the one that won), "count" (how many
    samples came out as this text) and "fate" (how far it came).
    """

    request: str
    model: str = ""
    model_hash: str = ""
    prompt: str = ""
    seed: int = 0
    candidates: tuple[dict[str, Any], ...] = ()
    template: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that could not be answered by a model, remembered so that the same model is not asked again.

    One that is `transient`, as the model had too little time, is kept as a record only: the model may be asked again.
    """

    why: str
    candidates: tuple[dict[str, Any], ...] = ()
    transient: bool = False
    added: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What a procedure was before it was "removed" or "replaced": its rows, by table."""

    action: str
    procedure: str
    rows: dict[str, Any] = field(default_factory=dict)
    added: str = ""


def pack(value: Any) -> bytes:
    """`value` as msgpack."""
    return bytes(msgpack.packb(value, use_bin_type=True))


def unpack(data: bytes) -> Any:
    """What `pack` was given, sequences as lists."""
    return msgpack.unpackb(data, raw=False, strict_map_key=False)


def pack_sources(sources: Sequence[Source]) -> bytes:
    """The canonical form of a wording's sources."""
    return pack([[source.kind, source.index, source.name, source.header] for source in sources])


def unpack_sources(data: bytes) -> tuple[Source, ...]:
    """What `pack_sources` was given."""
    return tuple(Source(*parts) for parts in unpack(data))
