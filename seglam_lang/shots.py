"""What a model that has not learned the language is shown: procedures whose wordings are like the request.

They are stored ones, and examples that ship. A stored wording is asked again of a table that is made for it
(`experience`), so that what is shown is no user's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from seglam_lang.experience import Untold, retold
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.store import Store
from seglam_lang.store.program import Programs
from seglam_lang.translator.foreign.examples import LONGEST, Words, examples, likeness, words_of
from seglam_lang.translator.messages import Shot

MOST = 4
MOST_TRIED = 12  # stored wordings: not all can be asked again

Likened = tuple[float, Shot]


def nearest(reading: Reading, store: Store, programs: Programs, most: int = MOST) -> tuple[Shot, ...]:
    """Return what is most like a request, each thing once, the nearest first: of the equally near the stored."""
    found = [*islice(_told(_stored(reading, store), store, programs), most), *_shipped(reading, most)]
    found.sort(key=lambda each: -each[0])
    return tuple(shot for _, shot in found[:most])


def shipped(reading: Reading, most: int = MOST) -> tuple[Shot, ...]:
    """Return the examples that ship and are most like a request, each thing once, the nearest first."""
    return tuple(shot for _, shot in _shipped(reading, most))


def _shipped(reading: Reading, most: int) -> list[Likened]:
    asked, about_tables = _said(reading), bool(reading.inputs.tables)
    nearest: dict[str, tuple[float, int]] = {}  # of each block
    fitting = [each for each in examples() if each.is_about_tables is about_tables]
    for place, each in enumerate(fitting):
        alike = likeness(asked, each.words)
        nearest[each.block] = max(nearest.get(each.block, (-1.0, 0)), (alike, -place))
    best = sorted(nearest.values(), reverse=True)[:most]
    return [(alike, fitting[-place].shot) for alike, place in best]


def _stored(reading: Reading, store: Store) -> list[tuple[float, Wording]]:
    """Return of each stored procedure the wording that is most like a request, the nearest first."""
    asked, shape = _said(reading), reading.template.inputs
    found: list[tuple[float, str, Wording]] = []
    for stored in store.procedures():
        wordings = [each.wording for each in store.wordings(stored.hash) if each.wording.template.inputs in (shape, "")]
        alike = [(likeness(asked, _words(each)), each.template.key, each) for each in wordings]
        if alike:
            found.append(max(alike, key=lambda each: (each[0], each[1])))
    found.sort(key=lambda each: (-each[0], each[1]))
    return [(alike, wording) for alike, _, wording in found[:MOST_TRIED] if alike > 0]


def _told(likened: list[tuple[float, Wording]], store: Store, programs: Programs) -> Iterator[Likened]:
    for alike, wording in likened:
        asked = {each.template.key: each for each in store.provenance(wording.procedure) if each.template is not None}
        try:
            lived = retold(programs, wording, asked.get(wording.template.key))
        except Untold:
            continue
        if len(lived.program) <= LONGEST:
            yield alike, Shot(lived.request, lived.inputs, lived.program)


def _said(reading: Reading) -> Words:
    return words_of(" ".join(reading.template.words))


def _words(wording: Wording) -> Words:
    return words_of(" ".join(wording.template.words))
