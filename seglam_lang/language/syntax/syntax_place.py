"""The place where parsing failed: what stands before it, at it and after it, and what could stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax.lexicon import STATING
from seglam_lang.language.syntax.scanning import Lexeme, opened

# The terminals that statements begin with, in the order in which messages name them.
STATEMENTS = ("ASK", "ENSURE", "LET", "VAR", "SET", "FOR", "CHECK", "YIELD", "RETURN")
_WORDS = frozenset(STATING) - {"if"}
_NOTHING = Lexeme("", "", 0, 0)


@dataclass(frozen=True)
class Place:
    """The place of a syntax error.

    `found` is what could not stand there, None at the end of the source. Where a declaration ends too early, `found` is
    the next one and `ended` is true. `admitted` are the terminals that could stand there. `is_name` is whether a name,
    and no keyword, was found.
    """

    source: str
    before: Sequence[Lexeme]
    found: Lexeme | None
    after: Sequence[Lexeme]
    admitted: frozenset[str]
    is_name: bool
    ended: bool

    @property
    def word(self) -> str:
        """The text that was found."""
        return self.found.text if self.found else ""

    @property
    def description(self) -> str:
        """What was found, in words."""
        if self.found is None:
            return "the end of the source"
        return "a text" if self.found.kind == "text" else f"`{self.word}`"

    @property
    def found_span(self) -> tuple[int, int]:
        """Where it stands; at the end, behind the last sign."""
        if self.found is not None:
            return self.found.start, self.found.end
        end = len(self.source.rstrip())
        return end, end + 1

    def previous(self, steps: int = 1) -> Lexeme:
        """Return the lexeme that stands so many before."""
        return self.before[-steps] if len(self.before) >= steps else _NOTHING

    def next(self, steps: int = 1) -> Lexeme:
        """Return the lexeme that stands so many behind."""
        return self.after[steps - 1] if len(self.after) >= steps else _NOTHING

    @cached_property
    def opened(self) -> list[Lexeme]:
        """The brackets that are open, the innermost last."""
        return opened(self.before)

    @property
    def innermost(self) -> str:
        """The innermost bracket that is open."""
        return self.opened[-1].text if self.opened else ""

    @property
    def is_expression_wanted(self) -> bool:
        """Whether an expression could stand here."""
        return {"NUMBER", "LPAR", "NAME"} <= self.admitted

    @property
    def is_complete(self) -> bool:
        """Whether an expression could end here."""
        return bool(self.admitted & {"STAR", "PLUS", "AND", "OR", "NOT_EQUAL_TO"}) and not self.is_expression_wanted

    @property
    def is_step_wanted(self) -> bool:
        """Whether a step of a body or of a loop could stand here."""
        return "LET" in self.admitted and "IN" not in self.admitted  # any keyword may be the name of a field

    @property
    def is_in_loop(self) -> bool:
        """Whether such a step would be one of a loop."""
        return self.is_step_wanted and "SET" in self.admitted

    @property
    def is_set_wanted(self) -> bool:
        """Whether only a `set` could stand here: inside an `if` of a loop."""
        return "SET" in self.admitted and "LET" not in self.admitted

    @property
    def is_on_new_line(self) -> bool:
        """Whether what was found is the first on its line, or the first of a block."""
        previous = self.previous()
        if self.found is None or previous.text in ("", "{"):
            return True
        return "\n" in self.source[previous.end : self.found.start]

    @property
    def is_adjacent(self) -> bool:
        """Whether no space stands before what was found."""
        return self.found is not None and self.previous().end == self.found.start

    def statement(self) -> Lexeme:
        """Return the keyword of the statement that this stands in or after, passing over inner brackets."""
        depth = 0
        for each in reversed(self.before):
            if each.kind == "sign" and each.text in ")]}":
                depth += 1
            elif each.kind == "sign" and each.text in "([{":
                if not depth and each.text == "{":
                    break
                depth = max(depth - 1, 0)
            elif not depth and each.text in _WORDS:
                return each
        return _NOTHING

    def diagnostic(self, code: str, message: str, hint: str = "", at: Lexeme | None = None) -> Diagnostic:
        """Return a diagnostic of this place, or of another lexeme."""
        start, end = (at.start, at.end) if at else self.found_span
        return Diagnostic(code, message, start, end, hint)

    def line(self, offset: int) -> int:
        """Return the number of the line of an offset, counted from 1."""
        return self.source.count("\n", 0, offset) + 1
