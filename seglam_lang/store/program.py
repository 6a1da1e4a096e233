"""A stored procedure, ready to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from seglam_lang.language.core import MAX_DEPTH, Procedure
from seglam_lang.language.failures import CHECK, Failure
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.decoding import decode
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.language.types import Type
from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.failures import StoreError
from seglam_lang.store.lookup import Lookup
from seglam_lang.store.records import Found, Rejection, Stored

if TYPE_CHECKING:  # an exact hit does not need it
    from seglam_lang.requests.alike import OwnChanges


class Loaded(NamedTuple):
    """A procedure of the store, its closures, and the names of the procedures that it calls by their hashes."""

    stored: Stored
    compiled: Compiled
    callees: Mapping[str, str] = MappingProxyType({})

    @property
    def params(self) -> tuple[Type, ...]:
        """The types of its parameters."""
        return self.compiled.procedure.params

    def explain(self, failure: Failure) -> str:
        """Return the failure as a sentence, with the piece of source that it happened in where that is known.

        What a `check` says is the author's own sentence, and needs no place.
        """
        if failure.code == CHECK or not 0 <= failure.node < len(self.stored.spans):
            return failure.message
        start, end = self.stored.spans[failure.node]
        return f"{failure.message} (at `{self.stored.source[start:end]}`)"


class Programs:
    """The procedures of a store that are ready to run; the last `most` that were loaded are kept.

    It is the library that `matching` looks things up in.
    """

    def __init__(self, store: Lookup, most: int = 1024) -> None:
        self._store, self._most = store, most
        self._kept: dict[str, Loaded] = {}
        self._keeping = Lock()

    def get(self, hash: str) -> Loaded:
        """Return the procedure of that hash; raise StoreError if it is not there or not what its hash says."""
        return self._kept.get(hash) or self.keep(load(self._store, hash))

    def keep(self, program: Loaded) -> Loaded:
        """Keep a procedure that is ready to run."""
        with self._keeping:
            if program.stored.hash not in self._kept and len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[program.stored.hash] = program
        return program

    def find(self, templates: Sequence[Template]) -> Iterator[Found]:
        """Yield the wordings of any of these templates."""
        return self._store.find(templates)

    def alike(self, signatures: Sequence[str]) -> list[Found]:
        """Return the wordings whose templates have any of these signatures."""
        return self._store.alike(signatures)

    def own_changes(self) -> OwnChanges:
        """Return the changes of wording that the own wordings of the cache speak for."""
        return self._store.own_changes()

    def rejections(self) -> Sequence[Rejection]:
        """Return what a person has called wrong and may not answer again, as of the last look."""
        return self._store.rejections()

    def rejected(self, rejection: Rejection) -> Loaded | None:
        """Return the procedure that a person has called wrong, from the history where nothing else asks for it; None
        where it cannot be run any more.
        """
        hash = rejection.wording.procedure
        try:
            return self.get(hash)
        except StoreError:
            with suppress(StoreError):
                return loaded(self._store, self._store.past(rejection.event))
        return None

    def to_compare(self, rejection: Rejection, wording: Wording) -> tuple[Loaded, Loaded] | None:
        """Return the procedure that a person has called wrong and that of a wording, whose answers are to be compared;
        None where the latter stands in spite of the rejection (`Lookup.stands`), or the former cannot be run any more.
        """
        wrong = None if self._store.stands(wording, rejection) else self.rejected(rejection)
        return None if wrong is None else (wrong, self.get(wording.procedure))

    def params(self, procedure: str) -> Sequence[Type]:
        """Return the types of a procedure's parameters; raise StoreError as `get` does."""
        return self.get(procedure).params

    def core(self, procedure: str) -> Procedure:
        """Return a procedure without its source; raise StoreError as `get` does."""
        return self.get(procedure).compiled.procedure


def load(store: Lookup, hash: str) -> Loaded:
    """The procedure of that hash; StoreError if it is not there or not what its hash says."""
    return loaded(store, store.procedure(hash))


def loaded(store: Lookup, stored: Stored) -> Loaded:
    """A stored procedure, ready to run; StoreError as `load`."""
    procedure = linked(store, stored)
    return Loaded(stored, compile_procedure(procedure), callee_names(store, procedure))


def callee_names(store: Lookup, procedure: Procedure) -> dict[str, str]:
    """Return the names of the procedures that one calls, by their hashes."""
    return {hash: store.procedure(hash).name for hash in procedure.callees}


def linked(store: Lookup, stored: Stored) -> Procedure:
    """The core of a stored procedure with those that it calls; StoreError if one of them cannot be run."""
    return _linked(store, stored, {}, 0)


def _linked(store: Lookup, stored: Stored, known: dict[str, Procedure], calls: int) -> Procedure:
    """`known` are the cores that have been read; `calls` is how many calls deep this one is."""
    if sha256(stored.core).hexdigest() != stored.hash:
        raise StoreError("corrupt", f"the procedure {stored.hash[:12]} in the cache {store.path} is damaged")

    def find(hash: str) -> Procedure:
        if calls >= MAX_DEPTH:
            raise CodecError("its calls are nested too deeply")
        if hash not in known:
            known[hash] = _linked(store, store.procedure(hash), known, calls + 1)
        return known[hash]

    try:
        return decode(stored.core, find)
    except CodecError as error:
        message = (
            f"the procedure {stored.hash[:12]} in the cache {store.path} cannot be run by this version of seglam: "
            f"{error}"
        )
        raise StoreError("unusable", message) from error
