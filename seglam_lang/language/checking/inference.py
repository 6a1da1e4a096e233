"""Find the types of expressions, from left to right.

A receiver's type is known before its method's arguments are read, and a lambda's parameters before its body: so that
what a method name means can be decided at once, in the same way by people, this module and the incremental parser.

The same walk is taken twice. The first time, with the types that the author wrote, it decides which builtin each call
means (its `Resolution`) and finds what is wrong. The second time, with the parameters' types left open, it only replays
that: what the walk then requires of the parameters is their most general type (see procedures.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.annotations import problem
from seglam_lang.language.checking.calls import infer_call
from seglam_lang.language.checking.context import Context
from seglam_lang.language.checking.invocations import infer_invocation
from seglam_lang.language.checking.resolution import Broken
from seglam_lang.language.checking.type_errors import (
    described,
    field_mend,
    names_mend,
)
from seglam_lang.language.diagnostics import in_words
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DATETIME,
    DURATION,
    MAX_DEPTH,
    MAX_PARTS,
    NUMBER,
    TEXT,
    TIME,
    Con,
    Constructor,
    Type,
    is_a,
    is_too_large,
    list_of,
    map_of,
    optional,
)

_LITERALS: dict[type[nodes.Literal], Con] = {
    nodes.Number: NUMBER,
    nodes.Text: TEXT,
    nodes.Bool: BOOL,
    nodes.Date: DATE,
    nodes.DateTime: DATETIME,
    nodes.Time: TIME,
    nodes.Duration: DURATION,
}


class Inference(Context):
    """The walk over the expressions of one procedure."""

    def infer(self, node: nodes.Expression) -> Type:
        """Return the type of an expression. Raise LanguageError where it has none, Broken where that was reported."""
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
            return infer_call(self, node, rules.UNARY[node.operator], node.operand, (), node.span)
        if isinstance(node, nodes.Index):
            return infer_call(self, node, rules.INDEX, node.row, (node.column,), node.span)
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
        return _LITERALS[type(node)]

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
        item = self.lifted(node.yes, yes, no)
        if item is not no and self.unifies(yes, item):  # `if c then 5 else none`
            return no
        self.fit(node.no, no, yes, "the `else` part, as the `then` part,")
        return rules.common(self.head(yes), self.head(no))

    def _list(self, node: nodes.ListOf) -> Type:
        return list_of(self._alike(node.items, "item of this list"))

    def _alike(self, items: Sequence[nodes.Expression], each_is: str) -> Type:
        """Return the one type of several expressions: if one of them may be absent, any may."""
        if not items:
            return self.fresh()
        found = [self.infer(each) for each in items]
        item = next((kind for kind in found if is_a(self.head(kind), Constructor.OPTIONAL)), found[0])
        for each, kind in zip(items, found, strict=True):
            if kind is not item:
                self.fit(each, kind, item, f"every {each_is}, as the first,")
                item = rules.common(self.head(item), self.head(kind))
        return item

    def _field(self, node: nodes.Field) -> Type:
        kind = self.infer(node.record)
        if self.resolution.complete:
            labels = self.resolution.fields[id(node)]
            self.unifies(kind, Con(Constructor.RECORD, tuple(self.fresh() for _ in labels), labels))
        kind = self.head(kind)
        if not is_a(kind, Constructor.RECORD):
            if isinstance(kind, Con) and REGISTRY.find(node.name, kind.constructor):
                message = f"`{node.name}` is a method: it is called with parentheses"
                raise problem("parentheses-missing", message, node.at, f"write `.{node.name}()`")
            message = f"only a record has fields, this is {described(self.resolve(kind))}"
            raise problem("no-fields", message, node.at, field_mend(node.name, kind))
        found = rules.field_of(kind, node.name)
        if found is None:
            message = f"this record has no field `{node.name}`; it has {in_words(kind.labels, 'and')}"
            raise problem("unknown-field", message, node.at, names_mend(node.name, kind.labels))
        self.resolution.fields[id(node)] = kind.labels
        return found

    def _binary(self, node: nodes.Binary) -> Type:
        if node.operator not in rules.LAZY:
            return infer_call(self, node, node.operator, node.left, (node.right,), node.span)
        if node.operator == "??":
            return self._coalesce(node)
        params, result = rules.LAZY[node.operator]
        for side, param in zip((node.left, node.right), params, strict=True):
            self.fit(side, self.infer(side), param, f"each side of `{node.operator}`")
        return result

    def _coalesce(self, node: nodes.Binary) -> Type:
        left = self.infer(node.left)
        known = self.head(left)
        if isinstance(known, Con) and known.constructor is not Constructor.OPTIONAL:
            given = described(self.resolve(known))
            message = f"`??` gives what may be absent a default; this is {given} and always there"
            raise problem("never-absent", message, node.left.span, "leave `??` out")
        item = self.inside_optional(left)
        self.fit(node.right, self.infer(node.right), item, "the right side of `??`")
        return item
