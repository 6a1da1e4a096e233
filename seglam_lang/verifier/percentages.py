"""A percentage that is compared with numbers which are none: 10 % is 0.1, and no price is less than that.

Of 33,743 right programs of the data none does so (`python -m tests.bench.objections`).
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.core import Procedure
from seglam_lang.requests.points import has_no_shares, states_percent
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin, mention_in
from seglam_lang.verifier.cells import column_of, compared_with_parameters


def why_no_share(core: Procedure, origins: Sequence[Origin], reading: Reading) -> str:
    """Return, as a sentence, which percentage a program compares with a column whose numbers are no shares; "" where
    it does no such thing.
    """
    for subject, _, slot in compared_with_parameters(core):
        stated, place = mention_in(origins[slot]), column_of(subject, len(origins))
        column = None if place is None else origins[place]
        if stated is None or not states_percent(stated) or not isinstance(column, ColumnOrigin):
            continue
        if has_no_shares(column.header, reading.inputs.tables[column.table]):
            return f"it compares {reading.written(stated)} with {column.header!r}, which has no shares of 1"
    return ""
