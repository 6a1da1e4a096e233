"""Comments: found in the text, kept with the statement that they stand above, in, or at the end of the line of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from seglam_lang.language import nodes

_TEXT_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|#[^\n]*')

_Commented = TypeVar("_Commented", bound=nodes.Statement | nodes.Example)


class _Notes:
    """The comments of a source, handed out to anchors: spans that a comment may belong to, in order of place.

    A comment belongs to the anchor that ends before it on its own line, else to the first anchor that ends after it.
    """

    def __init__(self, source: str, anchors: Sequence[nodes.Span], only_above: frozenset[nodes.Span]) -> None:
        self.above: dict[nodes.Span, list[str]] = {}
        self.beside: dict[nodes.Span, str] = {}
        self.rest: list[str] = []
        ends = [end for _, end in anchors]
        for match in _TEXT_OR_COMMENT.finditer(source):
            if not match[0].startswith("#"):
                continue
            comment, position = match[0].rstrip(), bisect_right(ends, match.start())
            previous = anchors[position - 1] if position else None
            if previous and previous not in only_above and "\n" not in source[previous[1] : match.start()]:
                self.beside[previous] = comment
            elif position < len(anchors):
                self.above.setdefault(anchors[position], []).append(comment)
            else:
                self.rest.append(comment)

    def on(self, node: _Commented) -> _Commented:
        """`node` with its comments."""
        return replace(node, before=tuple(self.above.get(node.span, ())), after=self.beside.get(node.span, ""))


def _on_body(body: nodes.Body, notes: _Notes, closing: Sequence[str]) -> nodes.Body:
    header = tuple(map(notes.on, body.header))
    lets = tuple(notes.on(each) for each in body.lets)
    return replace(body, header=header, lets=lets, result=notes.on(body.result), closing=tuple(closing))


def attach_to_body(body: nodes.Body, source: str) -> nodes.Body:
    """`body`, parsed from `source`, with the comments of `source`."""
    notes = _Notes(source, [each.span for each in body.statements], frozenset())
    return _on_body(body, notes, notes.rest)


def attach_to_module(module: nodes.Module, source: str) -> nodes.Module:
    """`module`, parsed from `source`, with the comments of `source`."""
    anchors: list[nodes.Span] = []
    openings: set[nodes.Span] = set()
    for each in module.declarations:
        if isinstance(each, nodes.Procedure):
            openings.add(_head(each))
            anchors += [_head(each), *(statement.span for statement in each.body.statements), _closing(each)]
        else:
            anchors.append(each.span)
    notes = _Notes(source, anchors, frozenset(openings))
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
        declarations[0] = replace(declarations[0], before=declarations[0].before[len(opening) :])
    return replace(module, declarations=tuple(declarations), opening=opening, closing=tuple(notes.rest))


def _opening_comments(source: str) -> tuple[str, ...]:
    """The comments at the head of a file as far as its last empty line before the first declaration."""
    lines = [line.strip() for line in source.split("\n")]
    head = lines[: next((place for place, line in enumerate(lines) if line and not line.startswith("#")), len(lines))]
    while head and head[-1]:
        head.pop()
    return tuple(line for line in head if line)


def _head(procedure: nodes.Procedure) -> nodes.Span:
    """From `proc` to before the first statement's first sign; what stands between belongs to the statement."""
    last = procedure.result or (procedure.params[-1] if procedure.params else None)
    return (procedure.span[0], last.span[1] if last else procedure.at[1])


def _closing(procedure: nodes.Procedure) -> nodes.Span:
    """The brace."""
    return (procedure.span[1] - 1, procedure.span[1])
