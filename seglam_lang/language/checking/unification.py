"""Type variables while a procedure is typed: new ones, and what has been found out about them."""

from __future__ import annotations

from collections.abc import Callable

from seglam_lang.language.types import Mismatch, Substitution, Type, Var, head, resolve, unify


class Unifier:
    """The variables of one procedure. What is known of them only grows, unless it is rolled back."""

    def __init__(self) -> None:
        self.bindings: Substitution = {}
        self._count = 0

    def fresh(self, bound: str = "") -> Var:
        """Return a type variable that stands for nothing yet."""
        self._count += 1
        return Var(f"?{self._count}", bound)

    def renaming(self) -> Callable[[Var], Var]:
        """Return what gives each variable of a signature a fresh one: in each use of it they are any types."""
        variables: dict[str, Var] = {}

        def rename(variable: Var) -> Var:
            found = variables.get(variable.name)
            if found is None:
                found = variables[variable.name] = self.fresh(variable.bound)
            return found

        return rename

    def head(self, kind: Type) -> Type:
        """Return a type as far as its outermost constructor is known."""
        return head(kind, self.bindings)

    def resolve(self, kind: Type) -> Type:
        """Return a type as far as it is known."""
        return resolve(kind, self.bindings)

    def unify(self, left: Type, right: Type) -> None:
        """Make two types one. Raise Mismatch, and change nothing, where they differ."""
        known = len(self.bindings)
        try:
            unify(left, right, self.bindings)
        except Mismatch:
            self.roll_back(known)
            raise

    def unifies(self, left: Type, right: Type) -> bool:
        """Make two types one and return True; return False, and change nothing, where they differ."""
        try:
            self.unify(left, right)
        except Mismatch:
            return False
        return True

    def roll_back(self, known: int) -> None:
        """Forget all but the first `known` bindings."""
        while len(self.bindings) > known:
            self.bindings.popitem()
