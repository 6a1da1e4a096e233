"""Wordings that do not say what is done, and that have come out as the same procedure of one table after another.

"Sales by region" was the total for each region, and so were "hours by team" and "fares by depot": "{column} by
{column}" asks for that of any columns. With one such wording for another procedure, it asks for nothing any more but of
columns that it has been learnt of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from seglam_lang.requests.model import ArgumentSource, FromColumn
from seglam_lang.requests.narrowing import of_any_header, widened
from seglam_lang.requests.template import Template, Word
from seglam_lang.store.records import Found

ENOUGH = 3  # tables with other headers


def agreed(known: Sequence[Found], key: Callable[[Template], str] = lambda template: template.key) -> Iterator[Found]:
    """Yield the wordings that are believed of other columns than those they were learnt of, the oldest of each."""
    alike: dict[str, list[Found]] = {}
    for found in known:
        alike.setdefault(key(found.wording.template), []).append(found)
    for group in alike.values():
        if len(group) < ENOUGH or not _has_words(group[0].wording.template):
            continue
        meant = {(each.wording.procedure, widened(each.wording.sources)) for each in group}
        headers = {_headers(each.wording.sources) for each in group}
        if len(meant) == 1 and len(headers) >= ENOUGH:
            yield from _of_any_headers(group)


def _has_words(template: Template) -> bool:
    return any(isinstance(part, Word) and part.text[0].isalpha() for part in template.parts)


def _of_any_headers(group: Sequence[Found]) -> Iterator[Found]:
    """Yield wordings, one for each families of columns, that ask whatever the headers are."""
    seen = set()
    for each in group:
        sources = of_any_header(each.wording.sources)
        if sources not in seen:
            seen.add(sources)
            yield each._replace(wording=replace(each.wording, sources=sources))


def _headers(sources: Sequence[ArgumentSource]) -> tuple[str, ...]:
    return tuple([each.header for each in sources if isinstance(each, FromColumn)])
