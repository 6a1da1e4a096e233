"""Bodies of procedures as a model is to write them: the lexemes, under the names that a draft may give.

People name the parameters of their functions and their steps as they like. A draft has no choice there (see
`Construct.ANY_NAMES`), so the typed parser is asked at each such place which name it would admit. A body that it does
not admit at all is none that a model could learn.

A procedure that is stored is a `Known` body: what the model would write, with a hole for each of its parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from seglam_lang.language import LanguageError, Param, Signature, check_draft, completion, content_hash, parse
from seglam_lang.language.completion import State
from seglam_lang.language.completion.calls import LAMBDA_NAMES, ROW_NAME
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import NUMBER, TEXT, Con, Constructor, Type, Var, is_a, table
from seglam_lang.translator.vocabulary import tokens_of
from seglam_lang.translator.writing import CONSTRUCTS, source_of

_LONG = 10_000  # lexemes: the budget of drafts is for the model that writes, not for what it learns from
_FUNCTION_NAMES = (ROW_NAME, "g", *LAMBDA_NAMES)

_Spanned: TypeAlias = nodes.Step | nodes.Return | nodes.Check | nodes.Ensure
Part: TypeAlias = str | int  # a program token, or the place of the parameter whose name stands there


class NotAdmitted(Exception):
    """The typed parser does not admit the body: `lexeme`, after those `before`."""

    def __init__(self, lexeme: str, before: list[str]) -> None:
        super().__init__(f"{lexeme!r} is not admitted after {' '.join(before[-12:])!r}")
        self.lexeme = lexeme


def canonical(body: str, signature: Signature) -> list[str]:
    """Return the lexemes of a body under the names of drafts.

    Raise NotAdmitted, and ValueError where the text has no lexemes of the language.
    """
    state = completion.start(signature, constructs=CONSTRUCTS, budget=_LONG)
    names: dict[str, str] = {}
    found: list[str] = []
    written = completion.lexemes(body)
    for at, lexeme in enumerate(written):
        after = written[at + 1] if at + 1 < len(written) else ""
        admitted, state = _admitted(state, lexeme, found, after, names)
        found.append(admitted)
    if not state.complete:
        raise NotAdmitted("the end", found)
    return found


def _admitted(state: State, lexeme: str, before: list[str], after: str, names: dict[str, str]) -> tuple[str, State]:
    """Return a lexeme under the name that it has in a draft, and the state after it."""
    for spelling in _spellings(state, lexeme, before, after, names):
        following = state.advance(spelling)
        if following is not None:
            if spelling != lexeme:
                names[lexeme] = spelling
            return spelling, following
    raise NotAdmitted(lexeme, before)


def _spellings(state: State, lexeme: str, before: list[str], after: str, names: dict[str, str]) -> tuple[str, ...]:
    if not is_name(lexeme) or before[-1:] == ["."] or (after == ":" and before[-1] in ("{", ",")):
        return (lexeme,)
    if state.pending:
        return (state.pending[0],)
    if after == "=>":
        return (lexeme, *_FUNCTION_NAMES)
    return (names.get(lexeme, lexeme),)


# Stored procedures


@dataclass(frozen=True, slots=True)
class Known:
    """The body of a stored procedure: what a model would write of it, and its conditions, which models do not write."""

    body: tuple[Part, ...]
    conditions: tuple[Part, ...] = ()
    hash: str = ""  # of the procedure that its text is

    def written(self, names: Sequence[str]) -> str:
        """Return its text with these names in the places of its parameters."""
        return source_of([part if isinstance(part, str) else names[part] for part in (*self.conditions, *self.body)])


def known_body(source: str, params: Sequence[str], types: Sequence[Type]) -> Known | None:
    """Return the body of a procedure whose parameters, in the order of its core, have these names and types.

    Return None where no draft could say it: it calls other procedures, say.
    """
    holes = [f"x_{place}" for place in range(len(params))]
    signature = some_signature(holes, types)
    try:
        *conditions, body = parts_under(source, dict(zip(params, holes, strict=True)))
        before = [lexeme for text in conditions for lexeme in completion.lexemes(text)]
        found = Known(_with_holes(canonical(body, signature), holes), _with_holes(before, holes))
        checked = check_draft(found.written(holes), signature)
        if not {*range(len(params))} <= {*found.body}:
            return None  # what only a condition takes, no model could say
        return replace(found, hash=content_hash(checked.core))
    except (CodecError, LanguageError, NotAdmitted, ValueError):
        return None


def _with_holes(lexemes: Sequence[str], holes: Sequence[str]) -> tuple[Part, ...]:
    return tuple([holes.index(token) if token in holes else token for token in tokens_of(lexemes)])


def parts_under(source: str, names: Mapping[str, str]) -> list[str]:
    """Return the conditions of a procedure, and behind them its statements as one text, with other texts in place of
    its parameters. Raise LanguageError or ValueError where the source is not that of one procedure.
    """
    (procedure,) = [each for each in parse(source).declarations if isinstance(each, nodes.Procedure)]
    body = procedure.body
    conditions = [each for each in body.header if not isinstance(each, nodes.Ask)]
    statements = [_renamed(source, each, names) for each in (*body.steps, body.result)]
    return [*(_renamed(source, each, names) for each in conditions), "\n".join(statements)]


def _renamed(source: str, node: _Spanned, names: Mapping[str, str]) -> str:
    """Return the text of a node of a source with other texts in place of the names in it."""
    pieces, (position, end) = [], node.span
    for first, last, name in sorted(_names_in(node, names)):
        pieces += [source[position:first], names[name]]
        position = last
    return "".join([*pieces, source[position:end]])


def _names_in(node: _Spanned, names: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for each in nodes.walk(node):
        if isinstance(each, nodes.Name) and each.name in names:
            yield (*each.span, each.name)


def some_signature(names: Sequence[str], types: Sequence[Type]) -> Signature:
    """Return one of the signatures that a procedure with parameters of these types may be read by: with one table at
    most, whose columns are all that it takes.
    """
    columns = tuple(name for name, kind in zip(names, types, strict=True) if is_a(kind, Constructor.COLUMN))
    rows = next((name for name, kind in zip(names, types, strict=True) if is_a(kind, Constructor.TABLE)), "")
    return Signature(
        tuple(
            Param(name, table(columns) if name == rows else _some(kind), rows if name in columns else "")
            for name, kind in zip(names, types, strict=True)
        )
    )


def _some(kind: Type) -> Type:
    """Return one of the types that a general type stands for."""
    if isinstance(kind, Var):
        return NUMBER if kind.bound else TEXT
    return Con(kind.constructor, tuple(map(_some, kind.args)), kind.labels) if isinstance(kind, Con) else kind
