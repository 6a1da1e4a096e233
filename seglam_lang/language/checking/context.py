"""The state of one walk over a procedure: the names in scope, the type variables, what has been resolved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from seglam_lang.language.checking import rules
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.resolution import Resolution, Surroundings
from seglam_lang.language.checking.type_errors import described, described_any, mend_for
from seglam_lang.language.checking.unification import Unifier
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax import date_form, nodes
from seglam_lang.language.types import DATE, NUMBER, WITH_ORDER_IN_WORDS, Constructor, Type, Var, is_a, optional


class Context(Unifier, ABC):
    """One walk over one procedure. `scope` has the types of the names that may be used."""

    def __init__(self, resolution: Resolution, around: Surroundings) -> None:
        super().__init__()
        self.resolution = resolution
        self.around = around
        self.scope: dict[str, Type] = {}
        self.taken: frozenset[str] = frozenset()  # the names that a lambda's parameters may not have
        self.broken: set[str] = set()  # the names whose own mistakes have been reported

    @abstractmethod
    def infer(self, node: nodes.Expression) -> Type:
        """Return the type of an expression. Raise LanguageError where it has none, Broken where that was reported."""

    def fit(
        self,
        node: nodes.Expression,
        found: Type,
        wanted: Type,
        what: str,
        others: Sequence[Type] = (),
        left: nodes.Expression | None = None,
    ) -> None:
        """Require that `node`, of the type `found`, may stand where `wanted` does.

        Raise LanguageError where it may not; `what` names that place in words, `others` are types that it may have too,
        `left` is the other side of an operator.
        """
        if self.unifies(found, self.lifted(node, found, wanted)):
            return
        given, needed = self.resolve(found), self.resolve(wanted)
        for side, is_meant in ((node, (given, needed) == (NUMBER, DATE)), (left, (given, needed) == (DATE, NUMBER))):
            if is_meant and side and (day := date_form.of_node(side)):
                raise LanguageError([date_form.without_sign(day, side.span)])
        takes = described_any((needed, *others))
        if isinstance(needed, Var) and needed.bound:
            takes = f"{needed.bound} ({WITH_ORDER_IN_WORDS})"
        hint = mend_for(given, needed, node)
        if isinstance(node, nodes.Text) and needed == NUMBER and parse_number(node.value) is not None:
            hint = "a number is written without quotes"
        raise problem("type-mismatch", f"{what} must be {takes}, this is {described(given)}", node.span, hint)

    def lifted(self, node: nodes.Expression, found: Type, wanted: Type) -> Type:
        """Return `wanted`, or T where that is T? and `node`, which is always there, stands for it."""
        if self.resolution.complete:
            return self.inside_optional(wanted) if id(node) in self.resolution.lifts else wanted
        item = rules.lifted(self.head(found), self.head(wanted))
        if item is None:
            return wanted
        self.resolution.lifts.add(id(node))
        return item

    def cells(self, node: nodes.Expression, found: Type) -> Type:
        """Return the type of the cells that `node`, of the type `found`, gives a column: of a T? it is T."""
        if not self.resolution.complete and is_a(self.head(found), Constructor.OPTIONAL):
            self.resolution.blanks.add(id(node))
        return self.inside_optional(found) if id(node) in self.resolution.blanks else found

    def inside_optional(self, kind: Type) -> Type:
        """Return the T of a T?; what is not known yet becomes one."""
        item = self.fresh()
        self.unifies(kind, optional(item))
        return item
