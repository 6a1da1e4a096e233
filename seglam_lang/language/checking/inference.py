"""The types of expressions, from left to right.

A receiver's type is known before its method's arguments are read, and a lambda's parameters before its body: so that
what a method name means can be decided at once, in the same way by people, this module and the incremental parser.

The same walk is taken twice. The first time, with the types that the author wrote, it decides which builtin each call
means (`Choices`) and finds what is wrong. The second time, with the parameters' types left open, it only replays those
choices: what the walk then requires of the parameters is their most general type (see procedures.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.calls import infer_call
from seglam_lang.language.checking.choices import Broken, Choices, Surroundings
from seglam_lang.language.checking.invocations import infer_invocation
from seglam_lang.language.checking.type_errors import (
    described,
    field_mend,
    mend_for,
    names_mend,
)
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.diagnostics import in_words
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import (
    BOOL,
    DATE,
    MAX_DEPTH,
    MAX_PARTS,
    NUMBER,
    TABULAR,
    TEXT,
    Con,
    Constructor,
    Mismatch,
    Substitution,
    Type,
    Var,
    head,
    is_a,
    is_too_large,
    list_of,
    map_of,
    optional,
    resolve,
    unify,
)


class Inference:
    """One walk over one procedure; `scope` holds the types of the names that may be used."""

    def __init__(self, choices: Choices, around: Surroundings) -> None:
        self.choices = choices
        self.around = around
        self.bindings: Substitution = {}
        self.scope: dict[str, Type] = {}
        self.taken: frozenset[str] = frozenset()  # the names that a lambda's parameters may not have
        self.broken: set[str] = set()
        self._fresh = 0

    def fresh(self, bound: str = "") -> Var:
        """A type variable that stands for nothing yet."""
        self._fresh += 1
        return Var(f"?{self._fresh}", bound)

    def head(self, kind: Type) -> Type:
        """`kind` as far as its outermost constructor is known."""
        return head(kind, self.bindings)

    def resolve(self, kind: Type) -> Type:
        """`kind` as far as it is known."""
        return resolve(kind, self.bindings)

    # --- what fits what -------------------------------------------------------------------------------------------

    def unify(self, left: Type, right: Type) -> bool:
        """Make two types one; False, and nothing changed, where they differ."""
        saved = dict(self.bindings)
        try:
            unify(left, right, self.bindings)
        except Mismatch:
            self.bindings = saved
            return False
        return True

    def fit(self, node: nodes.Expression, actual: Type, expected: Type, what: str) -> None:
        """Require that `node`, of type `actual`, may stand where `expected` does; `what` names that place in words."""
        wanted = self._lifted(id(node), actual, expected)
        if not self.unify(actual, wanted):
            shown, needed = self.resolve(actual), self.resolve(expected)
            takes = described(needed)
            if isinstance(needed, Var) and needed.bound:
                takes = f"{needed.bound} (Number, Text or Date)"
            hint = mend_for(shown, needed, node)
            if isinstance(node, nodes.Text) and needed == NUMBER and parse_number(node.value) is not None:
                hint = "a number is written without quotes"
            raise problem("type-mismatch", f"{what} must be {takes}, this is {described(shown)}", node.span, hint)

    def _lifted(self, key: int, actual: Type, expected: Type) -> Type:
        """`expected`, or its inner type where an actual T is to stand for a T?."""
        outer, inner = self.head(expected), self.head(actual)
        if not self.choices.made:
            if not (
                is_a(outer, Constructor.OPTIONAL)
                and isinstance(inner, Con)
                and inner.constructor is not Constructor.OPTIONAL
            ):
                return expected
            self.choices.lifts.add(key)
        return self.inside_optional(expected) if key in self.choices.lifts else expected

    def inside_optional(self, kind: Type) -> Type:
        """The T of a T?; what is not known yet becomes one."""
        item = self.fresh()
        self.unify(kind, optional(item))
        return item

    # --- expressions ----------------------------------------------------------------------------------------------

    def infer(self, node: nodes.Expression) -> Type:
        """The type of an expression; LanguageError where it has none."""
        kind = self._infer(node)
        if is_too_large(kind, self.bindings):
            message = f"the type of this has more than {MAX_PARTS:,} parts, or is more than {MAX_DEPTH} levels deep"
            raise problem("type-too-large", message, node.span, "keep many values of one type in a list or a map")
        return kind

    def _infer(self, node: nodes.Expression) -> Type:
        if isinstance(node, nodes.Name):
            return self._name(node)
        if isinstance(node, nodes.Call):
            return infer_call(self, node, node.method, node.receiver, node.arguments, node.at)
        if isinstance(node, nodes.Binary):
            return self._binary(node)
        if isinstance(node, nodes.Unary):
            name = "unary -" if node.operator == "-" else node.operator
            return infer_call(self, node, name, node.operand, (), node.span)
        if isinstance(node, nodes.Index):
            return infer_call(self, node, "[]", node.row, (node.column,), node.span)
        if isinstance(node, nodes.IfElse):
            return self._if_else(node)
        if isinstance(node, nodes.Field):
            return self._field(node)
        if isinstance(node, nodes.ListOf):
            return self._list(node)
        if isinstance(node, nodes.RecordOf):
            return Con(Constructor.RECORD, tuple(map(self.infer, node.items)), node.names)
        if isinstance(node, nodes.MapOf):
            return map_of(self._alike(node.keys, "key of this map"), self._alike(node.values, "value of this map"))
        if isinstance(node, nodes.Invocation):
            return infer_invocation(self, node)
        return self._literal(node)

    def _literal(self, node: nodes.Literal) -> Type:
        if isinstance(node, nodes.Nothing):
            return optional(self.fresh())
        types = {nodes.Number: NUMBER, nodes.Text: TEXT, nodes.Bool: BOOL, nodes.Date: DATE}
        return types[type(node)]

    def _name(self, node: nodes.Name) -> Type:
        if node.name in self.broken:
            raise Broken
        kind = self.scope.get(node.name)
        if kind is None:
            message = f"there is no `{node.name}` here"
            hint = names_mend(node.name, self.scope)
            if node.name in self.around.procedures:
                hint = f"the procedure of that name is called with parentheses: `{node.name}(...)`"
            raise problem("unknown-name", message, node.span, hint)
        if is_a(kind, Constructor.COLUMN):
            message = f"`{node.name}` is a column: it stands only in a table's method, or as row[{node.name}]"
            hint = f"all its values are `table.values({node.name})`"
            raise problem("column-as-value", message, node.span, hint)
        return kind

    def _if_else(self, node: nodes.IfElse) -> Type:
        self.fit(node.condition, self.infer(node.condition), BOOL, "the condition of an `if`")
        yes = self.infer(node.yes)
        no = self.infer(node.no)
        item = self._lifted(id(node.yes), yes, no)
        if item is not no and self.unify(yes, item):  # `if c then 5 else none`
            return no
        self.fit(node.no, no, yes, "the `else` part, as the `then` part,")
        return self._common(yes, no)

    def _list(self, node: nodes.ListOf) -> Type:
        return list_of(self._alike(node.items, "item of this list"))

    def _alike(self, items: Sequence[nodes.Expression], each_is: str) -> Type:
        """The one type of several expressions: if one of them may be absent, any may."""
        if not items:
            return self.fresh()
        found = [self.infer(each) for each in items]
        item = next((kind for kind in found if is_a(self.head(kind), Constructor.OPTIONAL)), found[0])
        for each, kind in zip(items, found, strict=True):
            if kind is not item:
                self.fit(each, kind, item, f"every {each_is}, as the first,")
                item = self._common(item, kind)
        return item

    def _common(self, left: Type, right: Type) -> Type:
        """Of two types that fit, the one that promises less: a table with the columns that both have."""
        one, other = self.head(left), self.head(right)
        if isinstance(one, Con) and isinstance(other, Con) and one.constructor in TABULAR:
            return Con(one.constructor, one.args, tuple(each for each in one.labels if each in other.labels))
        return left

    def _field(self, node: nodes.Field) -> Type:
        kind = self.infer(node.record)
        if self.choices.made:
            labels = self.choices.fields[id(node)]
            self.unify(kind, Con(Constructor.RECORD, tuple(self.fresh() for _ in labels), labels))
        kind = self.head(kind)
        if not is_a(kind, Constructor.RECORD):
            if isinstance(kind, Con) and REGISTRY.find(node.name, kind.constructor):
                message = f"`{node.name}` is a method: it is called with parentheses"
                raise problem("parentheses-missing", message, node.at, f"write `.{node.name}()`")
            message = f"only a record has fields, this is {described(self.resolve(kind))}"
            raise problem("no-fields", message, node.at, field_mend(node.name, kind))
        if node.name not in kind.labels:
            message = f"this record has no field `{node.name}`; it has {in_words(kind.labels, 'and')}"
            raise problem("unknown-field", message, node.at, names_mend(node.name, kind.labels))
        self.choices.fields[id(node)] = kind.labels
        return kind.args[kind.labels.index(node.name)]

    def _binary(self, node: nodes.Binary) -> Type:
        if node.operator in ("and", "or"):
            for side in (node.left, node.right):
                self.fit(side, self.infer(side), BOOL, f"each side of `{node.operator}`")
            return BOOL
        if node.operator != "??":
            return infer_call(self, node, node.operator, node.left, (node.right,), node.span)
        left = self.infer(node.left)
        known = self.head(left)
        if isinstance(known, Con) and known.constructor is not Constructor.OPTIONAL:
            shown = described(self.resolve(known))
            message = f"`??` gives what may be absent a default; this is {shown} and always there"
            raise problem("never-absent", message, node.left.span, "leave `??` out")
        item = self.inside_optional(left)
        self.fit(node.right, self.infer(node.right), item, "the right side of `??`")
        return item
