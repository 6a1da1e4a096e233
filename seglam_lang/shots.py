"""What a model that has not learned the language is shown: stored procedures whose wordings are like the request.

A wording is asked again of a table that is made for it (`experience`), so that what is shown is no user's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from seglam_lang.experience import Untold, retold
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template, Word
from seglam_lang.store import Store
from seglam_lang.store.program import Programs
from seglam_lang.translator.messages import Shot

MOST = 3
MOST_TRIED = 12  # wordings: not all can be asked again
LONGEST = 200  # characters of a program


def nearest(reading: Reading, store: Store, programs: Programs, most: int = MOST) -> tuple[Shot, ...]:
    """Return the stored procedures whose wordings share the most words with a request, each once, the nearest first."""
    asked = _words(reading.template)
    shape = reading.template.inputs
    found: list[tuple[float, str, Wording]] = []
    for stored in store.procedures():
        wordings = [each.wording for each in store.wordings(stored.hash) if each.wording.template.inputs in (shape, "")]
        likeness = [(_likeness(asked, _words(each.template)), each.template.key, each) for each in wordings]
        if likeness:
            found.append(max(likeness, key=lambda each: (each[0], each[1])))
    found.sort(key=lambda each: (-each[0], each[1]))
    told = _told([wording for likeness, _, wording in found[:MOST_TRIED] if likeness > 0], store, programs)
    return tuple(islice(told, most))


def _told(wordings: list[Wording], store: Store, programs: Programs) -> Iterator[Shot]:
    for wording in wordings:
        asked = {each.template.key: each for each in store.provenance(wording.procedure) if each.template is not None}
        try:
            lived = retold(programs, wording, asked.get(wording.template.key))
        except Untold:
            continue
        if len(lived.program) <= LONGEST:
            yield Shot(lived.request, lived.inputs, lived.program)


def _words(template: Template) -> frozenset[str]:
    """Return the words of a template, and the kinds of its slots."""
    return frozenset(part.text if isinstance(part, Word) else f"<{part.kind}>" for part in template.parts)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the words of both that are in each (Jaccard 1901)."""
    return len(one & other) / max(1, len(one | other))
