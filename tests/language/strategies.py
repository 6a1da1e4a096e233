"""Hypothesis strategies for the nodes of the source: anything that the grammar can say."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from seglam_lang.language.computing.times import MAX_DURATION
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import is_name

names = st.text("abcxyz_1", min_size=1, max_size=4).filter(is_name)
labels = st.one_of(names, st.text(max_size=4))
numbers = st.builds(
    lambda whole, fraction, suffix: nodes.Number(f"{whole}{fraction}{suffix}"),
    st.integers(0, 10**12),
    st.sampled_from(["", ".5", ".50", ".001"]),
    st.sampled_from(["", "", "%"]),
)
leaves = st.one_of(
    numbers,
    st.builds(nodes.Text, st.text(max_size=6)),
    st.builds(nodes.Bool, st.booleans()),
    st.just(nodes.Nothing()),
    st.builds(nodes.Date, st.dates()),
    st.builds(nodes.DateTime, st.datetimes()),
    st.builds(nodes.Time, st.times()),
    st.builds(nodes.Duration, st.timedeltas(timedelta(0), MAX_DURATION)),
    st.builds(nodes.Name, names),
)
OPERATORS = ["or", "and", "??", "to", "+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">="]


def _larger(parts: st.SearchStrategy[nodes.Expression]) -> st.SearchStrategy[nodes.Expression]:
    lambdas = st.builds(nodes.Lambda, st.lists(names, min_size=1, max_size=2).map(tuple), parts)
    arguments = st.lists(st.one_of(parts, lambdas), max_size=2).map(tuple)
    fields = st.lists(st.tuples(labels, parts), min_size=1, max_size=2, unique_by=lambda pair: pair[0])
    return st.one_of(
        st.builds(nodes.Binary, st.sampled_from(OPERATORS), parts, parts),
        st.builds(nodes.Unary, st.sampled_from(["-", "not"]), parts),
        st.builds(nodes.IfElse, parts, parts, parts),
        st.builds(nodes.Call, parts, names, arguments),
        st.builds(nodes.Field, parts, labels),
        st.builds(nodes.Index, parts, parts),
        st.builds(nodes.ListOf, st.lists(parts, max_size=3).map(tuple)),
        st.builds(nodes.Invocation, names, st.lists(parts, max_size=2).map(tuple)),
        st.lists(st.tuples(parts, parts), max_size=2).map(
            lambda pairs: nodes.MapOf(tuple(k for k, _ in pairs), tuple(v for _, v in pairs))
        ),
        fields.map(lambda pairs: nodes.RecordOf(tuple(n for n, _ in pairs), tuple(v for _, v in pairs))),
    )


expressions: st.SearchStrategy[nodes.Expression] = st.recursive(leaves, _larger, max_leaves=10)


def _larger_type(parts: st.SearchStrategy[nodes.TypeNode]) -> st.SearchStrategy[nodes.TypeNode]:
    fields = st.lists(st.tuples(labels, parts), min_size=1, max_size=2, unique_by=lambda pair: pair[0])
    return st.one_of(
        st.builds(nodes.NamedType, names, st.lists(parts, max_size=2).map(tuple)),
        parts.filter(lambda part: not isinstance(part, nodes.OptionalType)).map(nodes.OptionalType),
        fields.map(lambda pairs: nodes.RecordType(tuple(n for n, _ in pairs), tuple(t for _, t in pairs))),
    )


types: st.SearchStrategy[nodes.TypeNode] = st.recursive(st.builds(nodes.NamedType, names), _larger_type, max_leaves=4)

comments = st.text("ab #\"'", max_size=6).map(lambda text: f"# {text}".rstrip())
above = st.lists(comments, max_size=2).map(tuple)
beside = st.one_of(st.just(""), comments)
given = st.one_of(
    st.builds(nodes.Given, names, expressions, st.one_of(st.none(), types)),
    st.builds(nodes.Given, names, expressions, st.none(), names, st.one_of(st.none(), expressions)),
)
headers = st.one_of(
    st.builds(nodes.Ask, st.text(max_size=8), st.lists(given, max_size=2).map(tuple), above, beside),
    st.builds(nodes.Check, expressions, st.text(max_size=8), above, beside),
    st.builds(nodes.Ensure, expressions, above, beside),
)
yields = st.builds(nodes.Yield, expressions, above, beside)


def _loops(steps: st.SearchStrategy[nodes.Step]) -> st.SearchStrategy[nodes.Loop]:
    several = st.lists(steps, max_size=2).map(tuple)
    until = st.one_of(st.none(), expressions)
    return st.builds(nodes.Loop, names, expressions, until, several, st.one_of(st.none(), yields), above)


def _larger_step(steps: st.SearchStrategy[nodes.Step]) -> st.SearchStrategy[nodes.Step]:
    loops = _loops(steps)
    return st.one_of(st.builds(nodes.ForEach, loops, above, beside), st.builds(nodes.Let, names, loops, above, beside))


simple_steps: st.SearchStrategy[nodes.Step] = st.one_of(
    *(
        st.builds(form, names, expressions, above, beside, st.one_of(st.none(), types))
        for form in (nodes.Let, nodes.Var)
    )
)
checks = st.builds(nodes.Check, expressions, st.text(max_size=4), above, beside)


def _conditional(sets: st.SearchStrategy[nodes.Set | nodes.Conditional]) -> st.SearchStrategy[nodes.Conditional]:
    several = st.lists(sets, min_size=1, max_size=2).map(tuple)
    without = st.builds(nodes.Conditional, expressions, several, st.just(()), above, beside, above)
    return st.one_of(without, st.builds(nodes.Conditional, expressions, several, several, above, beside, above, above))


sets: st.SearchStrategy[nodes.Set | nodes.Conditional] = st.recursive(
    st.builds(nodes.Set, names, expressions, above, beside), _conditional, max_leaves=4
)
round_steps: st.SearchStrategy[nodes.Step] = st.recursive(
    st.one_of(simple_steps, checks, sets), _larger_step, max_leaves=4
)
steps: st.SearchStrategy[nodes.Step] = st.one_of(simple_steps, _larger_step(round_steps))
values = st.one_of(expressions, _loops(round_steps))
bodies = st.builds(
    nodes.Body,
    st.lists(headers, max_size=2).map(tuple),
    st.lists(steps, max_size=2).map(tuple),
    st.builds(nodes.Return, values, above, beside),
    above,
)
parameters = st.builds(nodes.Parameter, names, types, st.one_of(st.just(""), names))
procedures = st.builds(
    nodes.Procedure,
    names,
    st.lists(st.builds(nodes.TypeParameter, names, st.sampled_from(["", "ordered"])), max_size=2).map(tuple),
    st.lists(parameters, max_size=2).map(tuple),
    st.one_of(st.none(), types),
    bodies,
    above,
    beside,
)
type_declarations = st.builds(nodes.TypeDeclaration, names, types, above, beside)
examples = st.builds(
    nodes.ExampleDeclaration, names, st.lists(expressions, max_size=2).map(tuple), expressions, above, beside
)


@st.composite
def modules(draw: st.DrawFn) -> nodes.Module:
    """A source file."""
    declarations = tuple(draw(st.lists(st.one_of(procedures, examples, type_declarations), max_size=3)))
    return nodes.Module(declarations, draw(above) if declarations else (), draw(above))
