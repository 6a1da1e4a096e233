"""Types as they are written behind `let x:`, read one lexeme at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from seglam_lang.language.completion.lexemes import label_of
from seglam_lang.language.types import Con, Constructor, list_of, map_of, optional

_MAKES = {"List": 1, "Map": 2}
_DEEPEST = 8  # of types inside one another


@dataclass(frozen=True, slots=True)
class _Open:
    """A type whose parts are being read: `List<`, `Map<` or `{`."""

    name: str
    parts: tuple[Con, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def closer(self) -> str:
        return "}" if self.name == "{" else ">"

    @property
    def full(self) -> bool:
        """Whether all parts that it needs have been read."""
        return self.name == "{" or len(self.parts) == _MAKES[self.name]

    def made(self) -> Con:
        """The type that it is with the parts so far."""
        if self.name == "{":
            return Con(Constructor.RECORD, self.parts, self.labels)
        return list_of(*self.parts) if self.name == "List" else map_of(*self.parts)


@dataclass(frozen=True, slots=True)
class TypeReader:
    """A beginning of a type; `types` are those that have names, `whole` is the type that has just been read."""

    types: Mapping[str, Con]
    open: tuple[_Open, ...] = ()
    whole: Con | None = None
    pending: str = ""  # the lexeme that must come next
    reads_label: bool = False

    @property
    def type(self) -> Con | None:
        """The type, if it may end here."""
        return None if self.open or self.pending else self.whole

    def advance(self, lexeme: str, must_end: bool = False) -> TypeReader | None:
        """The reader after one more lexeme; None if it may not follow. Where it `must_end`, nothing more is opened."""
        if must_end and (lexeme in ("{", *_MAKES) or (lexeme == "," and self.open and self.open[-1].name == "{")):
            return None
        if self.pending:
            return replace(self, pending="") if lexeme == self.pending else None
        if self.reads_label:
            return self._label(lexeme)
        if self.whole is not None:
            return self._after(self.whole, lexeme)
        if lexeme == "{" or lexeme in _MAKES:
            if len(self.open) >= _DEEPEST:
                return None
            opened = (*self.open, _Open(lexeme))
            is_record = lexeme == "{"
            return TypeReader(self.types, opened, pending="" if is_record else "<", reads_label=is_record)
        known = self.types.get(lexeme)
        return None if known is None else replace(self, whole=known)

    def _label(self, lexeme: str) -> TypeReader | None:
        label = label_of(lexeme)
        *outer, record = self.open
        if label is None or label in record.labels:
            return None
        opened = (*outer, replace(record, labels=(*record.labels, label)))
        return TypeReader(self.types, opened, pending=":")

    def _after(self, whole: Con, lexeme: str) -> TypeReader | None:
        if lexeme == "?":
            lifts = whole.constructor is not Constructor.OPTIONAL
            return replace(self, whole=optional(whole)) if lifts else None
        if not self.open:
            return None
        *outer, last = self.open
        last = replace(last, parts=(*last.parts, whole))
        if lexeme == last.closer and last.full:
            return TypeReader(self.types, tuple(outer), last.made())
        if lexeme == "," and (last.name == "{" or not last.full):
            return TypeReader(self.types, (*outer, last), reads_label=last.name == "{")
        return None

    def candidates(self) -> Iterator[str]:
        """The lexemes that may come next, but for names of fields."""
        yield from self.types
        yield from (*_MAKES, "{", "}", "<", ">", "?", ",", ":", "=")
