"""Plain values as msgpack."""

from __future__ import annotations

from typing import Any

import msgpack


def pack(value: Any) -> bytes:
    """Return `value` as msgpack."""
    return bytes(msgpack.packb(value, use_bin_type=True))


def unpack(data: bytes) -> Any:
    """Return what `pack` was given, sequences as lists."""
    return msgpack.unpackb(data, raw=False, strict_map_key=False)
