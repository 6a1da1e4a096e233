"""A share that is none: more than all, or no figure that was computed at all.

    share of the asked amount that was awarded     the asked by the awarded
    share of red bottles                           the bottles of each row that is red

None of 33,743 right programs of the data does so for a "share of", a "proportion of" or a "fraction of" something
(`python -m tests.bench.objections`); by a script, 51 divide for one. Groups may be shown as shares, as in a pie.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from seglam_lang.language.core import Call, Const, Core, Procedure, preorder
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests.families import PERCENT, POINTS, family_of
from seglam_lang.requests.first_cells import first_cells
from seglam_lang.requests.reading import Reading
from seglam_lang.verifier.figures import end_of, outcome

_SHARES = frozenset(("share", "proportion", "fraction"))
_SAID = frozenset(("share", "fraction", "percentage"))  # a "proportion" is often what a pie shows
_OF_STOCK = (["a"], ["each"], ["one"], ["per"])  # "the price of a share of Apple"
_MADE_OF = ("number.", "table.group_by", "table.with_")  # what a share is computed with, or stands beside
_DIVIDE, _MULTIPLY, _ROUND = "number.divide@1", "number.multiply@1", "number.round"
_ALL_IN_PERCENT = 100


def why_more_than_all(core: Procedure, arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a program gives more than all of something of which a request asks for a share; ""
    where that is not so.
    """
    norms = [token.norm for token in reading.tokens]
    if not reading.inputs.tables or not any(one in _SHARES and two == "of" for one, two in pairwise(norms)):
        return ""
    end = end_of(core)
    if core.result != NUMBER or not _is_quotient(end):
        return ""
    in_percent = any(isinstance(node, Const) and node.value == _ALL_IN_PERCENT for node in preorder(end))
    share = outcome(core, end, NUMBER, arguments)
    is_more = isinstance(share, int | Decimal) and share > (_ALL_IN_PERCENT if in_percent else 1)
    return "it gives more than all of it, and the request asks for a share" if is_more else ""


def why_no_share_of(calls: Sequence[Call], arguments: Sequence[Value], reading: Reading) -> str:
    """Return, as a sentence, that a request asks for the share of something, and a program computes none and takes no
    column that has shares; "" where that is not so.
    """
    norms = [token.norm for token in reading.tokens]
    said = next((word for at, word in enumerate(norms) if _asks_for_share(norms, at)), "")
    if not said or not reading.inputs.tables or any(call.builtin.startswith(_MADE_OF) for call in calls):
        return ""
    headers = {each.header for each in arguments if isinstance(each, Column)}
    taken = [(each, table) for table in reading.inputs.tables.values() for each in headers.intersection(table.headers)]
    if any(said in header.casefold() or _has_shares(header, table, said) for header, table in taken):
        return ""
    return f'it computes nothing, and the request says "{said} of"'


def _asks_for_share(norms: Sequence[str], at: int) -> bool:
    return norms[at] in _SAID and norms[at + 1 : at + 2] == ["of"] and norms[at - 1 : at] not in _OF_STOCK


def _has_shares(header: str, table: Table, said: str) -> bool:
    """Return whether a column has percentages, or numbers that may be shares of 1, or of 100 in percent."""
    if family_of(header, table) in (PERCENT, POINTS):
        return True
    cells = [cell for cell in first_cells(header, table) if cell is not None]
    most = _ALL_IN_PERCENT if said == "percentage" else 1
    return all(isinstance(cell, int | Decimal) and 0 <= cell <= most for cell in cells)


def _is_quotient(node: Core) -> bool:
    """Return whether a figure is a quotient, in percent or rounded too."""
    if not isinstance(node, Call):
        return False
    if node.builtin.startswith(_ROUND):
        return _is_quotient(node.args[0])
    return node.builtin == _DIVIDE or (node.builtin == _MULTIPLY and any(map(_is_quotient, node.args)))
