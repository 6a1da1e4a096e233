"""What the inputs of a request look like, without their values."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import Con, Constructor, show


def inputs_shape(inputs: Inputs, called: Collection[str] = ()) -> str:
    """Return the names and constructors of the inputs, sorted: "table", "", "a:table b:table", "x:number".

    The inputs `called` by name in a slot are left out: what the words say of them is all that a procedure takes of
    them, so that they may have any name. A record has the names of its fields: "order:record(price,quantity)".
    """
    shapes = sorted((name, _constructor(kind)) for name, kind in inputs.types.items() if name not in called)
    return " ".join([name if name == kind == "table" else f"{name}:{kind}" for name, kind in shapes])


def _constructor(kind: Con) -> str:
    return f"record({','.join(sorted(kind.labels))})" if kind.constructor is Constructor.RECORD else kind.name.lower()


def schema(inputs: Inputs) -> str:
    """Return a digest of the names and types of the inputs and of their columns: what a model sees of them besides
    their shape.
    """
    parts = [(name, show(kind)) for name, kind in inputs.types.items()]
    columns = [
        (header, show(kind))
        for table in inputs.tables.values()
        for header, kind in zip(table.headers, table.types, strict=True)
    ]
    return sha256(repr((parts, columns)).encode()).hexdigest()[:16]
