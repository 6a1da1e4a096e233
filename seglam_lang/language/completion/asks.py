"""Phrases: `ask "words" with column = "Header", value = "Cell" of column in ["Cell", "Other"]`.

What stands behind `with` is written in literals, with parameters' names: `place` says what is expected next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from seglam_lang.language.completion.lexemes import CLASSES, literal
from seglam_lang.language.completion.state import READERS, Frame, Mode, State
from seglam_lang.language.types import BOOL, TEXT, Con, Constructor, Type, is_a


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFrame(Frame):
    """A phrase, and what it does not spell; `param` is the parameter that is being read, `given` are all of them."""

    place: str = "words"
    param: str = ""
    given: frozenset[str] = frozenset()

    def read(self, state: State, lexeme: str) -> State | None:
        """See `Frame`."""
        match self.place:
            case "words":
                return self._then(state, "with") if _is_of(state, lexeme, TEXT) else None
            case "name":
                taken = self.given | {lexeme}
                fits = lexeme in self._free(state)
                return state.own(replace(self, place="value", param=lexeme, given=taken), ("=",)) if fits else None
            case "value" if is_a(self._kind(state), Constructor.COLUMN):
                return self._then(state, "end") if _is_of(state, lexeme, TEXT) else None
            case "value":
                fits = _is_of(state, lexeme, self._kind(state))
                return state.own(replace(self, place="column"), ("of",)) if fits else None
            case "column":
                return self._then(state, "in") if lexeme in _columns(state, self._kind(state)) else None
            case "item":
                return self._then(state, "items") if _is_of(state, lexeme, self._kind(state)) else None
            case "items":
                return self._after_an_item(state, lexeme)
        return self._after_all(state, lexeme)

    def candidates(self, state: State) -> Iterable[str]:
        """See `Frame`."""
        names = state.block.scope if self.place in ("name", "column") else ()
        return (*names, "with", "in", ",", "]", "true", "false", *READERS[Mode.STATEMENT].candidates(state))

    def _then(self, state: State, place: str) -> State:
        return state.own(replace(self, place=place))

    def _after_an_item(self, state: State, lexeme: str) -> State | None:
        if lexeme == "]":
            return self._then(state, "end")
        return self._then(state, "item") if lexeme == "," and not state.must_end else None

    def _after_all(self, state: State, lexeme: str) -> State | None:
        """The state after what may follow a phrase, a header or a column: more of it, or a statement."""
        if lexeme not in ("with", "in", ","):
            return READERS[Mode.STATEMENT].read(state.statement(replace(state.block, may_else=False), spent=0), lexeme)
        if state.must_end or (lexeme != "," and lexeme != self.place):
            return None
        if lexeme == "in":
            return state.own(replace(self, place="item"), ("[",))
        if (self.place == "with" and lexeme == ",") or not self._free(state):
            return None
        return self._then(state, "name")

    def _kind(self, state: State) -> Con:
        return state.block.scope[self.param]

    def _free(self, state: State) -> list[str]:
        """The parameters that may still be given: columns, and what some column may hold."""
        scope = state.block.scope
        columns = {name for name, kind in scope.items() if is_a(kind, Constructor.COLUMN)}
        held = {name for name, kind in scope.items() if _may_write(state, kind) and _columns(state, kind)}
        return sorted((columns | held) - self.given)


def _columns(state: State, cells: Type) -> list[str]:
    """The columns whose cells are of a type."""
    scope = state.block.scope
    return [name for name, kind in scope.items() if is_a(kind, Constructor.COLUMN) and kind.args[0] == cells]


def _may_write(state: State, kind: Con) -> bool:
    return kind == BOOL or CLASSES.get(kind) in state.places.literals


def _is_of(state: State, lexeme: str, kind: Con) -> bool:
    """Whether a lexeme is a literal of a type that may be written."""
    found = literal(lexeme)
    return found is not None and found[0] == kind and _may_write(state, kind)
