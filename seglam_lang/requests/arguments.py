"""From a known wording to arguments that fit its procedure: a hit's way."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import Con, Constructor, Mismatch, Type, show, unify
from seglam_lang.language.values import Value
from seglam_lang.requests import argument_type, bind
from seglam_lang.requests.model import Match, Wording

NOTHING = Con(Constructor.NOTHING)  # the type of an argument that is not there: no parameter has it


def arguments_of(wording: Wording, match: Match, inputs: Inputs, params: Sequence[Type]) -> tuple[Value, ...] | None:
    """The arguments for a procedure with these parameters, or None where the request has not all of them, or not of
    the types.
    """
    arguments = bind(wording, match, inputs)
    if arguments is None or len(params) != len(arguments):
        return None
    bindings: dict[str, Type] = {}
    try:
        for kind, source in zip(params, wording.sources, strict=True):
            unify(kind, argument_type(source, match, inputs) or NOTHING, bindings)
    except Mismatch:
        return None
    return arguments


def schema(inputs: Inputs) -> str:
    """A digest of the names and types of the inputs and of their columns: what a model sees of them besides their
    shape.
    """
    parts = [(name, show(kind)) for name, kind in inputs.types.items()]
    columns = [
        (header, show(kind))
        for table in inputs.tables.values()
        for header, kind in zip(table.headers, table.types, strict=True)
    ]
    return sha256(repr((parts, columns)).encode()).hexdigest()[:16]
