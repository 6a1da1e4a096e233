"""How many right programs the verifier objects to, whatever the drafts agree on: `python -m tests.bench.objections`.

The programs are those of the data, prepared by `python -m seglam_lang.translator.nano.sources`, over what the reader
offers for their requests. An objection that is right is said of hardly any of them. Beside the objections it counts the
programs of which they could be said.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from seglam_lang.inputs import InputError
from seglam_lang.language import Failure, LanguageError, check_draft, compile_procedure
from seglam_lang.language.core import And, Call, Or, Procedure, preorder
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.language.values import Value
from seglam_lang.requests import kinds, read
from seglam_lang.requests.model import Literal
from seglam_lang.requests.parts import ENDS
from seglam_lang.requests.scope import Origin, PartOrigin, mention_in, scope_of
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.placing import place
from seglam_lang.translator.nano.sources import Asked
from seglam_lang.translator.nano.sources.preparing import PREPARED, asked
from seglam_lang.verifier.contrary import compared_columns
from seglam_lang.verifier.figures import chosen_none_of
from seglam_lang.verifier.how_many import why_no_number
from seglam_lang.verifier.other_units import why_other_unit
from seglam_lang.verifier.unlikely import why_unlikely
from tests.bench.sets import positive

SETS = ("everyday", "everyday-dev", "own", "spider", "schema2qa", "nvbench", "nlv")
OF_NO_ROWS = "no row meets the conditions"
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d-]*(st|nd|rd|th)?")
_CALLING = {
    "add up a column": {"table.total@1", "groups.total@1"},
    "choose rows": {"table.where@1"},
    "count the time between two days": {f"date.{unit}_until@1" for unit in ("days", "months", "years", "business_days")}
    | {"datetime.time_until@1", "datetime.difference@1"},
    "compare, divide or subtract": {f"any.{each}@1" for each in ("equal", "unequal", "less", "at_most", "greater")}
    | {"any.at_least@1", "number.divide@1", "number.subtract@1"},
}


class Judged(NamedTuple):
    """A request, what is said of its program, and what that does of which something might be said."""

    asked: Asked
    why: str
    does: frozenset[str]


def judged(requests: Iterable[Asked]) -> Iterator[Judged]:
    """Yield the requests whose programs can be written over what the reader offers."""
    for each in requests:
        if each.program is None:
            continue
        try:
            reading = read(each.request, each.read()).loosely
            scope = scope_of(reading)
            body = place(Headed.of(each.program), reading, scope).body
            checked = None if body is None else check_draft(body, scope.signature)
        except (InputError, LanguageError, UnknownColumn, CodecError):
            continue
        if checked is not None:
            arguments = [scope.arguments[name] for name in checked.params]
            origins = [scope.origins[name] for name in checked.params]
            why = why_unlikely(checked.core, arguments, origins, reading)
            if not why and chosen_none_of(checked.core, arguments):
                why = OF_NO_ROWS
            why = why or why_other_unit(checked.core, arguments, origins, reading)
            why = why or why_no_number(_answer(checked.core, arguments), reading)
            yield Judged(each, why, frozenset(_does(checked.core, origins)))


def _answer(core: Procedure, arguments: Sequence[Value]) -> Value:
    """Return what a program gives, None where it fails."""
    try:
        return compile_procedure(core).run(arguments)
    except Failure:
        return None


def _does(core: Procedure, origins: Sequence[Origin]) -> Iterator[str]:
    nodes = [node for root in core.roots() for node in preorder(root)]
    called = {node.builtin for node in nodes if isinstance(node, Call)}
    yield from (what for what, builtins in _CALLING.items() if called & builtins)
    if any(compared_columns(core, origins)):
        yield "compare two columns by which is more"
    if any(isinstance(node, And | Or) for node in nodes):
        yield "have two conditions together"
    if ends := {each.part for each in origins if isinstance(each, PartOrigin)} & set(ENDS):
        yield f"take {'one end' if len(ends) == 1 else 'both ends'} of a period or range"
    stated = [each for each in map(mention_in, origins) if isinstance(each, Literal)]
    if any(each.kind == kinds.ORDINAL and each.value > 1 for each in stated):
        yield "take an ordinal from the second on"


def main() -> None:
    """Print how many programs of all sets are objected to, and why."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.objections", description=__doc__)
    parser.add_argument("--prepared", type=Path, default=PREPARED, help="the folder of what was prepared")
    parser.add_argument("--rows", type=positive, default=8_000, metavar="N", help="requests of a set, at most")
    parser.add_argument("--show", type=positive, default=0, metavar="N", help="how many programs of each objection")
    options = parser.parse_args()
    whys: Counter[str] = Counter()
    does: Counter[str] = Counter()
    programs = 0
    for name in SETS:
        found = list(asked([name], options.prepared))
        for each in judged(Random(0).sample(found, min(options.rows, len(found)))):
            programs += 1
            does.update(each.does)
            if each.why:
                whys[why := _PARTICULAR.sub("...", each.why)] += 1
                if whys[why] <= options.show:
                    print(f"{name}: {each.asked.request}\n    {each.asked.program}\n    {each.why}")
    print(f"{programs:,} programs, of which")
    for what, count in [*does.most_common(), *whys.most_common()]:
        print(f"{count:7,}  {what}")


if __name__ == "__main__":
    main()
