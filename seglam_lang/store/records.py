"""What is stored, as the rest of the program sees it, and its form in msgpack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgpack

from seglam_lang.requests.model import (
    ArgumentSource,
    FromCellColumn,
    FromColumn,
    FromField,
    FromHeader,
    FromInput,
    FromSlot,
    FromTable,
    Wording,
)

_NO_SLOT = -1  # in the row of a source that is no slot's


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


def pack_sources(sources: Sequence[ArgumentSource]) -> bytes:
    """Return the canonical form of a wording's sources: of each the kind, a slot, a name and a header."""
    return pack([_source_row(source) for source in sources])


def unpack_sources(data: bytes) -> tuple[ArgumentSource, ...]:
    """Return what `pack_sources` was given. Raise ValueError where a source is of no known kind."""
    return tuple([_source(*row) for row in unpack(data)])


def _source_row(source: ArgumentSource) -> list[str | int]:
    match source:
        case FromSlot(slot):
            return ["slot", slot, "", ""]
        case FromColumn(slot, table):
            return ["column", slot, table, ""]
        case FromCellColumn(slot, table):
            return ["cell-column", slot, table, ""]
        case FromHeader(table, header):
            return ["header", _NO_SLOT, table, header]
        case FromField(input, field):
            return ["field", _NO_SLOT, input, field]
        case FromTable(input):
            return ["table", _NO_SLOT, input, ""]
        case FromInput(input):
            return ["input", _NO_SLOT, input, ""]


def _source(kind: str, slot: int, name: str, header: str) -> ArgumentSource:
    match kind:
        case "table":
            return FromTable(name)
        case "column":
            return FromColumn(slot, name)
        case "slot":
            return FromSlot(slot)
        case "cell-column":
            return FromCellColumn(slot, name)
        case "header":
            return FromHeader(name, header)
        case "field":
            return FromField(name, header)
        case "input":
            return FromInput(name)
    raise ValueError(f"no argument comes from a {kind!r}")
