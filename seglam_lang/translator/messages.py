"""The messages between the asking process and the worker: tasks, drafts, and their form on the pipe.

A message is a msgpack map after its length (4 bytes, big-endian). Tables never cross: the prompt is encoded where the
request is read, and the worker needs only its token ids and the signature that drafts are typed against.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import msgpack

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.types import Con, Constructor, Type, Var

if TYPE_CHECKING:  # the worker has no use for them, and they take long to import
    from seglam_lang.requests.model import Wording
    from seglam_lang.requests.reading import Reading
    from seglam_lang.requests.scope import Scope
    from seglam_lang.translator.bodies import Known

MAX_CANDIDATES = 16  # of one task: as many sequences as a context is made for
MAX_TOKENS = 128  # of a draft
MAX_FRAME = 64 << 20  # bytes of one message: a greater length is no message of ours
FOREIGN_MODEL = "pieces"  # what the worker of a model that was not made for SEGLAM calls itself
NOTHING_TO_COMPUTE = "the model found nothing in the request that a procedure could compute"
FOREIGN = "the model does not know most of the words; the one that ships reads English only"

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Shot:
    """A request that has been answered: its inputs as JSON, and the body that is right, with headers in backticks."""

    request: str
    inputs: Mapping[str, Any]
    program: str


@dataclass(frozen=True, slots=True)
class Task:
    """A request for drafts: the likeliest, `candidates` at most, or, with a `seed`, so many that are drawn by chance.

    `shots` and `heard` are for models that have not learned the language: some requests that are like this one, sought
    if needed; and bodies that another model has come to, of which this one says how likely it would write them.
    """

    reading: Reading
    scope: Scope
    candidates: int = 8
    seed: int | None = None
    limit_s: float = 10.0
    shots: Callable[[], tuple[Shot, ...]] = tuple
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored procedure that a request may ask for: its body, the names of the scope that each of its parameters may
    be, and a wording that asks for it.
    """

    body: Known
    names: tuple[tuple[str, ...], ...]
    wording: Wording


def write_frame(pipe: IO[bytes], message: dict[str, Any]) -> None:
    """Send one message."""
    data = msgpack.packb(message)
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Receive one message. Return None where the other side has ended, in the middle of a message or not."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        return None
    data = pipe.read(length)
    if len(data) < length:
        return None
    message: dict[str, Any] = msgpack.unpackb(data)
    return message


def pack_draft(draft: Draft) -> list[Any]:
    """Return a draft as msgpack takes it."""
    chances = [draft.willing, draft.critic]
    return [draft.text, draft.log_probability, draft.fate.value, draft.why, draft.count, *chances, draft.typed]


def unpack_draft(data: list[Any]) -> Draft:
    """Return the draft that `pack_draft` packed."""
    text, log_probability, fate, why, count, willing, critic, typed = data
    return Draft(text, log_probability, Fate(fate), why, count, willing, critic, typed=typed)


def pack_signature(signature: Signature) -> list[Any]:
    """Return a signature as msgpack takes it."""
    return [[param.name, _pack_type(param.type), param.table] for param in signature.params]


def unpack_signature(data: list[Any]) -> Signature:
    """Return the signature that `pack_signature` packed."""
    return Signature(tuple(Param(name, _unpack_type(kind), table) for name, kind, table in data))


def _pack_type(kind: Type) -> list[Any]:
    if isinstance(kind, Var):
        return ["var", kind.name, kind.bound, None if kind.hint is None else _pack_type(kind.hint)]
    return ["con", kind.name, [_pack_type(arg) for arg in kind.args], list(kind.labels)]


def _unpack_type(data: list[Any]) -> Type:
    tag, name, third, fourth = data
    if tag == "var":
        return Var(name, third, None if fourth is None else _unpack_type(fourth))
    return Con(Constructor(name), tuple(_unpack_type(arg) for arg in third), tuple(fourth))
