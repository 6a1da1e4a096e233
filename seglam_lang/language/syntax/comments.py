"""Comments: found in the source, and kept with the statement above, in or beside which they stand.

An empty line above a comment, or between it and its statement, is kept too: as "" among the comments above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import PATTERNS

_TEXT_OR_COMMENT = re.compile(rf"{PATTERNS['TEXT']}|{PATTERNS['COMMENT']}")
_TO_BRACE = re.compile(rf"(?:\s|{PATTERNS['COMMENT']})*\}}")
_EMPTY_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*\n")

_Commented = TypeVar("_Commented", bound=nodes.Statement | nodes.ExampleDeclaration | nodes.TypeDeclaration)


class _Notes:
    """The comments of a source by the anchors that they belong to: spans of statements and braces, in order of place.

    A comment belongs to the anchor that ends before it on its own line, else to the first anchor that ends after it.
    """

    def __init__(
        self,
        source: str,
        anchors: Sequence[nodes.Span],
        only_above: frozenset[nodes.Span],
        within: Iterable[nodes.Span],
    ) -> None:
        """Find the comments. None stands beside an anchor of `only_above`; `within` are the anchors of statements."""
        self.above: dict[nodes.Span, list[str]] = {}
        self.beside: dict[nodes.Span, str] = {}
        self.rest: list[str] = []
        self.source = source
        self.apart = {each for each in within if _is_apart(source, each[0])}
        ends = [end for _, end in anchors]
        for match in _TEXT_OR_COMMENT.finditer(source):
            if not match[0].startswith("#"):
                continue
            comment, position = match[0].rstrip(), bisect_right(ends, match.start())
            gap = [""] if _EMPTY_LINE.match(source, match.end()) else []
            previous = anchors[position - 1] if position else None
            if previous and previous not in only_above and "\n" not in source[previous[1] : match.start()]:
                self.beside[previous] = comment
            elif position < len(anchors):
                self.above.setdefault(anchors[position], []).extend([comment, *gap])
            else:
                self.rest.append(comment)

    def on(self, node: _Commented) -> _Commented:
        """Return `node` with its comments."""
        return replace(node, before=self.over(node.span), after=self.beside.get(node.span, ""))

    def over(self, anchor: nodes.Span) -> tuple[str, ...]:
        """Return the comments above an anchor."""
        above = self.above.get(anchor, [])
        return ("", *above) if anchor in self.apart else tuple(above)


class _Anchors:
    """The spans that comments of some statements may belong to, in order of place.

    What has a block has two: its head, as far as the brace, and the closing brace. What stands behind the opening
    brace belongs to the block's first statement.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.spans: list[nodes.Span] = []
        self.heads: set[nodes.Span] = set()
        self.statements: list[nodes.Span] = []

    def add(self, statements: Sequence[nodes.Statement]) -> None:
        for each in statements:
            block = _block_of(each)
            self.statements.append(each.span if block is None else _block_head(each, block))
            if block is None:
                self.spans.append(each.span)
            elif isinstance(block, nodes.Conditional) and block.otherwise:
                joint = _joint(block, self.source)
                self.add_block(_block_head(each, block), block.sets, joint)
                self.heads.add(joint)
                self.add(block.otherwise)
                self.spans.append(_closing(block))
            else:
                self.add_block(_block_head(each, block), block.statements, _closing(block))

    def add_block(self, head: nodes.Span, statements: Sequence[nodes.Statement], closing: nodes.Span) -> None:
        self.heads.add(head)
        self.spans.append(head)
        self.add(statements)
        self.spans.append(closing)


_Statement = TypeVar("_Statement", bound=nodes.Statement)
_Conditional = TypeVar("_Conditional", bound=nodes.Conditional)


def _on(statement: _Statement, notes: _Notes) -> _Statement:
    """Return a statement with its comments and those inside it."""
    loop = _block_of(statement)
    if loop is None:
        return notes.on(statement)
    if isinstance(statement, nodes.Conditional):
        return _on_conditional(statement, notes)
    assert isinstance(loop, nodes.Loop)
    placed = replace(
        loop,
        steps=tuple(_on(each, notes) for each in loop.steps),
        result=notes.on(loop.result) if loop.result else None,
        closing=tuple(notes.above.get(_closing(loop), ())),
    )
    before = notes.over(_block_head(statement, loop))
    after = notes.beside.get(_closing(loop), "")
    part = "loop" if isinstance(statement, nodes.ForEach) else "value"
    parts: dict[str, Any] = {part: placed, "before": before, "after": after}
    return replace(statement, **parts)


def _on_conditional(step: _Conditional, notes: _Notes) -> _Conditional:
    """Return an `if` with its comments. The closing brace of an `else if` is that of its last branch."""
    sets, otherwise = (tuple(_on(each, notes) for each in block) for block in (step.sets, step.otherwise))
    last = step.otherwise[-1] if step.otherwise else None
    shared = last is not None and last.span[1] == step.span[1]
    closing = () if shared else tuple(notes.above.get(_closing(step), ()))
    after = notes.beside.get(_closing(step), "")
    if shared:
        otherwise = (replace(otherwise[0], after=""),)
    between = tuple(notes.above.get(_joint(step, notes.source), ())) if otherwise else ()
    before = notes.over(_block_head(step, step))
    return replace(step, sets=sets, otherwise=otherwise, before=before, after=after, closing=closing, between=between)


def _on_body(body: nodes.Body, notes: _Notes, closing: Sequence[str]) -> nodes.Body:
    header = tuple(map(notes.on, body.header))
    steps = tuple(_on(each, notes) for each in body.steps)
    return replace(body, header=header, steps=steps, result=_on(body.result, notes), closing=tuple(closing))


def attach_to_body(body: nodes.Body, source: str) -> nodes.Body:
    """Return `body`, which was parsed from `source`, with the comments of `source`."""
    anchors = _Anchors(source)
    anchors.add(body.statements)
    notes = _Notes(source, anchors.spans, frozenset(anchors.heads), anchors.statements)
    return _on_body(body, notes, notes.rest)


def attach_to_module(module: nodes.Module, source: str) -> nodes.Module:
    """Return `module`, which was parsed from `source`, with the comments of `source`."""
    anchors = _Anchors(source)
    for each in module.declarations:
        if isinstance(each, nodes.Procedure):
            anchors.add_block(_head(each), each.body.statements, _closing(each))
        else:
            anchors.spans.append(each.span)
    notes = _Notes(source, anchors.spans, frozenset(anchors.heads), anchors.statements)
    declarations: list[nodes.Declaration] = []
    for each in module.declarations:
        if isinstance(each, nodes.Procedure):
            body = _on_body(each.body, notes, notes.above.get(_closing(each), ()))
            before, after = notes.above.get(_head(each), ()), notes.beside.get(_closing(each), "")
            declarations.append(replace(each, body=body, before=tuple(before), after=after))
        else:
            declarations.append(notes.on(each))
    opening = _opening_comments(source) if declarations else ()
    if opening:
        declarations[0] = replace(declarations[0], before=_behind(opening, declarations[0].before))
    return replace(module, declarations=tuple(declarations), opening=opening, closing=tuple(notes.rest))


def _opening_comments(source: str) -> tuple[str, ...]:
    """Return the comments at the head of a file, as far as the last empty line before its first declaration."""
    lines = [line.strip() for line in source.split("\n")]
    head = lines[: next((place for place, line in enumerate(lines) if line and not line.startswith("#")), len(lines))]
    while head and head[-1]:
        head.pop()
    kept: list[str] = []
    for line in head:
        if line or (kept and kept[-1]):  # of several empty lines one is kept
            kept.append(line)
    return tuple(kept[:-1] if kept and not kept[-1] else kept)


def _behind(opening: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """Return the comments above the first declaration without those that open the file."""
    left = sum(line != "" for line in opening)
    rest = list(before)
    while left or rest[:1] == [""]:
        left -= rest.pop(0) != ""
    return tuple(rest)


def _head(procedure: nodes.Procedure) -> nodes.Span:
    """Return the span from `proc` to the end of the parameters or result; what follows belongs to a statement."""
    last = procedure.result or (procedure.params[-1] if procedure.params else None)
    return (procedure.span[0], last.span[1] if last else procedure.at[1])


def _block_of(statement: nodes.Statement) -> nodes.Loop | nodes.Conditional | None:
    """Return the part of a statement that has braces; None where it has none."""
    if isinstance(statement, nodes.Conditional):
        return statement
    if isinstance(statement, nodes.ForEach):
        return statement.loop
    value = statement.value if isinstance(statement, nodes.Let | nodes.Return) else None
    return value if isinstance(value, nodes.Loop) else None


def _block_head(statement: nodes.Statement, block: nodes.Loop | nodes.Conditional) -> nodes.Span:
    """Return the span from a statement's beginning to its opening brace."""
    last = block.condition if isinstance(block, nodes.Conditional) else block.until or block.items
    return (statement.span[0], last.span[1])


def _closing(block: nodes.Procedure | nodes.Loop | nodes.Conditional) -> nodes.Span:
    """Return the span of a block's closing brace."""
    return (block.span[1] - 1, block.span[1])


def _joint(step: nodes.Conditional, source: str) -> nodes.Span:
    """Return the span of the brace before `else`, which only space and comments part from the last `set`."""
    match = _TO_BRACE.match(source, step.sets[-1].span[1])
    assert match is not None
    return (match.end() - 1, match.end())


def _is_apart(source: str, start: int) -> bool:
    """Return whether an empty line stands above what begins at `start`, or above its comments."""
    lines = source[:start].split("\n")[:-1]
    while lines and lines[-1].lstrip().startswith("#"):
        lines.pop()
    return bool(lines) and not lines[-1].strip() and not source[:start].rstrip().endswith("{")
