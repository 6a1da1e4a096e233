"""A share that is more than all: the share of what was asked that was awarded is not the asked by the awarded.

None of 33,743 right programs of the data gives more than 1, or than 100 in percent, for a "share of", a "proportion of"
or a "fraction of" something (`python -m tests.bench.objections`); by a script, 51 divide for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from seglam_lang.language.core import Call, Const, Core, Procedure, preorder
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Value
from seglam_lang.requests.reading import Reading
from seglam_lang.verifier.figures import end_of, outcome

_SHARES = frozenset(("share", "proportion", "fraction"))
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


def _is_quotient(node: Core) -> bool:
    """Return whether a figure is a quotient, in percent or rounded too."""
    if not isinstance(node, Call):
        return False
    if node.builtin.startswith(_ROUND):
        return _is_quotient(node.args[0])
    return node.builtin == _DIVIDE or (node.builtin == _MULTIPLY and any(map(_is_quotient, node.args)))
