"""What "not" and "or" go with in the words, and what in a program.

    lifts in Graz that aren't in service     the status is another one, the city is Graz
    viewings where nobody showed up          No under "Showed up"
    closed is not empty                      rows with a value there
    in Graz or in service                    either is enough

"Not" goes with what comes next. A program that says the contrary, and nothing of what the words say, is not meant: of
33,743 right programs of the data none is so (`python -m tests.bench.objections`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from seglam_lang.inputs.flags import MEANINGS
from seglam_lang.language.core import And, Or, Procedure, preorder
from seglam_lang.language.values import Value
from seglam_lang.requests.alike.guard import NEGATION, sense_of
from seglam_lang.requests.model import ColumnRef, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin
from seglam_lang.verifier.cells import calls_in, column_of, compared_with_parameters
from seglam_lang.verifier.contrary import stated
from seglam_lang.verifier.vacuous import EQUAL, NOT, UNEQUAL

_IS_BLANK = "row.is_blank@1"
_OF_OTHERS = frozenset((NOT, "list.except@1", "number.subtract@1", "number.divide@1"))  # what is denied is left of all
_A_BLANK = "a blank"
_REACH = 3  # words up to what "not" goes with
_NEXT = 2  # words up to what it stands right before: "not yet closed"


def why_disconnected(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading) -> str:
    """Return, as a sentence, what a program has "not" or "or" with that the words of a request do not; "" where there
    is nothing of that kind.
    """
    norms = [token.norm for token in reading.tokens]
    if (both := next(_both_of(core, origins, norms), None)) is not None:
        one, other = map(reading.written, both)
        return f'it takes what is both {one} and {other}, and the request says "or"'
    named = {at for each in reading.visible if isinstance(each, ColumnRef) for at in range(each.first, each.last)}
    denied = [at for at, norm in enumerate(norms) if sense_of(norm) == NEGATION and at not in named]  # not of "bill_no"
    if len(denied) != 1:
        return ""
    (at,) = denied
    wrong = (
        _denies_another(core, origins, at, reading)
        or _affirms(core, arguments, origins, at, reading)
        or _takes_blanks(core, at, norms)
    )
    return wrong and f'{wrong}, and the request says "{reading.words(at, min(at + _REACH, len(norms)))}"'


def _both_of(core: Procedure, origins: Sequence[Origin], norms: Sequence[str]) -> Iterator[tuple[Mention, Mention]]:
    """Yield the values that have "or" between them, of which a program that knows no "or" takes what is both."""
    nodes = [node for root in core.roots() for node in preorder(root)]
    if any(isinstance(node, Or) for node in nodes) or not any(isinstance(node, And) for node in nodes):
        return
    equal = {_place(each): each for operator, each in stated(core, origins) if operator == EQUAL}
    for one, other in pairwise(equal[place] for place in sorted(equal)):
        between = norms[one.last : other.first]
        if "or" in between and len(between) <= _NEXT and one.value != other.value:
            yield one, other


def _denies_another(core: Procedure, origins: Sequence[Origin], at: int, reading: Reading) -> str:
    """Return what a program does that denies a value before "not", and not the one behind it."""
    compared = list(stated(core, origins))
    denied = [each for operator, each in compared if operator == UNEQUAL]
    behind = [each for each in reading.visible if at < each.first <= at + _REACH and not isinstance(each, ColumnRef)]
    meant = min(behind, key=_place, default=None)
    is_taken = any(operator == EQUAL and each is meant for operator, each in compared)
    if not is_taken or not denied or any(each.last > at for each in denied):
        return ""
    return f"it takes what is other than {reading.written(denied[0])}"


def _affirms(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin], at: int, reading: Reading) -> str:
    """Return what a program does that takes a Yes of a column that is named right behind "not"."""
    named = [each for each in (*reading.visible, *reading.hints) if at < each.first <= at + _NEXT]
    headers = {each.header for each in named if isinstance(each, ColumnRef)}
    if any(call.builtin in _OF_OTHERS for call, _ in calls_in(core)):
        return ""
    for column, values in _compared(core, arguments, origins):
        if column in headers and all(map(_is_yes, values)):
            return f"it takes what is {values[0]} under {column!r}"
    return ""


def _compared(
    core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin]
) -> Iterator[tuple[str, list[Value]]]:
    """Yield the headers of columns with what their cells are to be; "" stands for anything that they are not to be."""
    found: dict[str, list[Value]] = {}
    for subject, operator, slot in compared_with_parameters(core):
        place = column_of(subject, len(origins))
        column = None if place is None else origins[place]
        if isinstance(column, ColumnOrigin):
            found.setdefault(column.header, []).append(arguments[slot] if operator == EQUAL else "")
    yield from found.items()


def _is_yes(value: Value) -> bool:
    return isinstance(value, str) and MEANINGS.get(value.casefold(), False)


def _takes_blanks(core: Procedure, at: int, norms: Sequence[str]) -> str:
    """Return that a program takes blanks alone, where "not" stands right before "blank"."""
    if not any(sense_of(norm) == _A_BLANK for norm in norms[at + 1 : at + 1 + _NEXT]):
        return ""
    held = {holds for call, holds in calls_in(core) if call.builtin == _IS_BLANK}
    return "it takes what is blank" if held == {True} else ""


def _place(mention: Mention) -> int:
    return mention.first
