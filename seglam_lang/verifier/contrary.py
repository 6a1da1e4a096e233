"""Comparisons that go against the words: less than what the request says "over" of.

"Over the limit" is more than the limit, whatever is compared with it, and "shipped before the due date" is earlier.
The words of a comparison stand before what something is compared with, as a rule: next to it ("below target"), or with
"than" between ("more hours than planned"). Where a request says no negation, a comparison the other way is not meant:
of 168 right programs that compare two columns 1 is so, for "improvements over entry time" (docs/confidence.md). A sign
before a value that is stated ("= 0") is that of the comparison, and so are "less than" and "at least", and before a day
"after" and "by". Of numbers, "below" and "over" may be of what goes down ("below 3 metres").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from seglam_lang.language.core import Call, Core, Procedure, preorder
from seglam_lang.language.values import Value
from seglam_lang.requests.alike.guard import NEGATION, sense_of
from seglam_lang.requests.model import CellRef, ColumnRef, Literal, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin, columns_of
from seglam_lang.verifier.cells import column_of, compared_with_parameters
from seglam_lang.verifier.vacuous import AT_LEAST, AT_MOST, EQUAL, GREATER, LESS, TURNED, UNEQUAL

_MORE, _LESS = frozenset({GREATER, AT_LEAST}), frozenset({LESS, AT_MOST})
_MEANT = {"more than": _MORE, "after": _MORE, "less than": _LESS, "before": _LESS}
_PREPOSITIONS = ("above", "after", "before", "below", "beyond", "over", "under")
_ALONE = frozenset((*_PREPOSITIONS, "exceed", "exceeded", "exceeding", "exceeds", ">", "<"))  # that need no "than"
_ORDERS = {
    LESS: "less than",
    AT_MOST: "at most",
    GREATER: "more than",
    AT_LEAST: "at least",
    EQUAL: "equal to",
    UNEQUAL: "other than",
}
_EITHER = _MORE | _LESS
_BY_WHICH_IS_MORE = _EITHER | {"number.subtract@1", "number.divide@1", "duration.subtract@1"}
_SIGNS = {"=": EQUAL, "==": EQUAL, "<>": UNEQUAL, "!=": UNEQUAL, ">": GREATER, "<": LESS, ">=": AT_LEAST, "<=": AT_MOST}
_ARROWS = frozenset(("->", "=>"))
_BOUNDS = {"at least": frozenset({AT_LEAST}), "at most": frozenset({AT_MOST})}
_WITH_IT = frozenset({AT_LEAST, AT_MOST})
_DETERMINERS = frozenset(("a", "an", "her", "his", "its", "that", "the", "their", "this"))
_REACH = 5  # words that may stand between a comparative and its "than"


def why_contrary(core: Procedure, origins: Sequence[Origin], reading: Reading) -> str:
    """Return, as a sentence, which comparison of a column goes against the words of a request; "" where none does.

    `origins` are those of the procedure's parameters, in the core's order.
    """
    norms = [token.norm for token in reading.tokens]
    for _, operator, value in _compared(core, origins):
        if (sign := _sign(norms, value)) and operator not in _signs_before(value.value, norms, reading):
            return f'it takes what is {_ORDERS[operator]} {reading.written(value)}, and the request says "{sign}"'
    if any(sense_of(norm) == NEGATION for norm in norms):
        return ""
    for _, operator, value in _compared(core, origins):
        if against := _words_against(operator, value, norms, reading):
            return f'it takes what is {_ORDERS[operator]} {reading.written(value)}, and the request says "{against}"'
    if (named := next(_only_named(core, origins, norms), None)) is not None:
        operator, value, word = named
        return f'it takes what is {_ORDERS[operator]} {reading.written(value)}, and the request says "{word} than"'
    for operator, column in compared_columns(core, origins):
        words = [_comparison(norms, mention) for mention in _mentions(column, reading)]
        if against := next((word for word in words if word and operator not in _MEANT[sense_of(word)]), ""):
            return f'it takes what is {_ORDERS[operator]} {column.header!r}, and the request says "{against}"'
    return ""


def stated(core: Procedure, origins: Sequence[Origin]) -> Iterator[tuple[str, Literal | CellRef]]:
    """Yield the values that the words state and cells are compared with, by how the cells are to them."""
    for subject, operator, value in _compared(core, origins):
        if column_of(subject, len(origins)) is not None:
            yield operator, value


def _compared(core: Procedure, origins: Sequence[Origin]) -> Iterator[tuple[Core, str, Literal | CellRef]]:
    """Yield what is compared with the values that the words state, be it a cell or made of some, and how."""
    for subject, operator, slot in compared_with_parameters(core):
        origin = origins[slot]
        if isinstance(origin, Literal | CellRef):
            yield subject, operator, origin


def _sign(norms: Sequence[str], value: Literal | CellRef) -> str:
    """Return the sign that stands right before a value, "" where none does: an arrow ("3 -> 4") compares nothing, of
    "from <= 5 <= to" each may be meant, and names are not more or less: "mean of Asia > Africa?".
    """
    if value.last < len(norms) and norms[value.last] in _SIGNS:
        return ""
    before = norms[max(value.first - 2, 0) : value.first]
    signs = "".join(before), "".join(before[-1:])
    found = next((sign for sign in signs if sign in _SIGNS), "") if signs[0] not in _ARROWS else ""
    return "" if isinstance(value.value, str) and _SIGNS.get(found) in _EITHER else found


def _words_against(operator: str, value: Literal | CellRef, norms: Sequence[str], reading: Reading) -> str:
    """Return the words before a value that say another order; "" where none do, or it is stated once more."""
    if operator not in _EITHER or sum(1 for each in reading.visible if each.value == value.value) > 1:
        return ""
    before, behind = norms[: value.first], norms[value.last : value.last + 1]
    if "or" in behind:  # "or later"
        return ""
    phrase = " ".join(before[-2:])
    if phrase in _BOUNDS:
        return "" if operator in _BOUNDS[phrase] else phrase
    word = _comparison(norms, value)
    if not word or (word in _PREPOSITIONS and not isinstance(value.value, date)):
        return ""
    meant = _MEANT[sense_of(word)]
    if isinstance(value.value, date) and "or" not in before[-4:]:  # "on or before", "on or earlier than"
        meant = meant - _WITH_IT
    return "" if operator in meant else word


def _only_named(core: Procedure, origins: Sequence[Origin], norms: Sequence[str]) -> Iterator[tuple[str, CellRef, str]]:
    """Yield the cells of which the words say "longer than", and a program, which compares nothing by which is more,
    takes the rows that have them or not. "How many more owls than foxes" takes the difference.
    """
    calls = {node.builtin for root in core.roots() for node in preorder(root) if isinstance(node, Call)}
    for operator, value in stated(core, origins) if calls.isdisjoint(_BY_WHICH_IS_MORE) else ():
        word = _comparison(norms, value)
        if word and word not in _ALONE and isinstance(value, CellRef):
            yield operator, value, word


def _signs_before(value: Value, norms: Sequence[str], reading: Reading) -> frozenset[str]:
    """Return how a value is compared by all the signs that stand before it, wherever it is stated."""
    stated = (each for each in reading.visible if isinstance(each, Literal | CellRef) and each.value == value)
    return frozenset(_SIGNS[sign] for each in stated if (sign := _sign(norms, each)))


def compared_columns(core: Procedure, origins: Sequence[Origin]) -> Iterator[tuple[str, ColumnOrigin]]:
    """Yield the columns that others are compared with, by which is more, with how they are: each pair both ways."""
    for node in [node for root in core.roots() for node in preorder(root)]:
        if isinstance(node, Call) and node.builtin in _EITHER:
            places = [column_of(part, len(origins)) for part in node.args]
            left, right = (None if place is None else origins[place] for place in places)
            if isinstance(left, ColumnOrigin) and isinstance(right, ColumnOrigin):
                yield node.builtin, right
                yield TURNED[node.builtin], left


def _mentions(column: ColumnOrigin, reading: Reading) -> Iterator[Mention]:
    """Return where the words name a column."""
    return (each for each in reading.visible if isinstance(each, ColumnRef) and column in columns_of(each))


def _comparison(norms: Sequence[str], mention: Mention) -> str:
    """Return the word that says how something compares with a mention; "" where none does."""
    at = mention.first - 1
    while at >= 0 and norms[at] in _DETERMINERS:
        at -= 1
    if at < 0:
        return ""
    if norms[at] in _ALONE:
        return norms[at]
    before = norms[max(at - _REACH, 0) : at] if norms[at] == "than" else []
    return next((word for word in reversed(before) if sense_of(word) in _MEANT), "")
