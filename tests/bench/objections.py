"""How many right programs the verifier objects to, whatever the drafts agree on: `python -m tests.bench.objections`.

The programs are those of the data, prepared by `python -m seglam_lang.translator.nano.sources`, over what the reader
offers for their requests. An objection that is right is said of hardly any of them.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from seglam_lang.inputs import InputError
from seglam_lang.language import LanguageError, check_draft
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.placing import place
from seglam_lang.translator.nano.sources import Asked
from seglam_lang.translator.nano.sources.preparing import PREPARED, asked
from seglam_lang.verifier.unlikely import why_unlikely
from tests.bench.sets import positive

SETS = ("everyday", "everyday-dev", "own", "spider", "schema2qa", "nvbench", "nlv")
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d-]*(st|nd|rd|th)?")


def objections(requests: Iterable[Asked]) -> Iterator[tuple[Asked, str]]:
    """Yield the requests whose programs can be written over what the reader offers, with what is said of these."""
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
            yield each, why_unlikely(checked.core, arguments, [scope.origins[name] for name in checked.params])


def main() -> None:
    """Print how many programs of each set are objected to, and why."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.objections", description=__doc__)
    parser.add_argument("--prepared", type=Path, default=PREPARED, help="the folder of what was prepared")
    parser.add_argument("--rows", type=positive, default=8_000, metavar="N", help="requests of a set, at most")
    parser.add_argument("--show", type=positive, default=0, metavar="N", help="how many programs of each objection")
    options = parser.parse_args()
    whys: Counter[str] = Counter()
    programs = 0
    for name in SETS:
        found = list(asked([name], options.prepared))
        found = Random(0).sample(found, min(options.rows, len(found)))
        for each, why in objections(found):
            programs += 1
            if why:
                whys[general := _PARTICULAR.sub("...", why)] += 1
                if whys[general] <= options.show:
                    print(f"{name}: {each.request}\n    {each.program}\n    {why}")
    print(f"{programs:,} programs")
    for why, count in whys.most_common():
        print(f"{count:7,}  {why}")


if __name__ == "__main__":
    main()
