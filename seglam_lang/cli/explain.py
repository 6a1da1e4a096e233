"""`seglam explain`: which stored procedure answers a request, and why, or why none does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import click

from seglam_lang.cli.options import About, cache_option, input_options, shipped_option
from seglam_lang.cli.request import RequestCommand

if TYPE_CHECKING:
    from seglam_lang.requests.reading import Reading
    from seglam_lang.requests.template import Template
    from seglam_lang.store import Store
    from seglam_lang.store.program import Programs

MOST = 8  # templates, and candidates, that are shown


@click.command(
    "explain",
    cls=RequestCommand,
    short_help="Show which stored procedure answers a request, and why, or why none does.",
)
@click.argument("request")
@input_options()
@cache_option()
@shipped_option()
def command(request: str, about: About, cache: str | None, no_shipped: bool) -> None:
    """Show how a request is read, which stored wordings are near, and what each rule says of them.

    No answer is computed, no model is asked and nothing is stored.

    \b
      seglam explain "what are the sales per region" --in orders.csv

    Exit codes: 0 a stored procedure answers · 2 none does.
    """
    from seglam_lang.cli.errors import NOT_ANSWERED
    from seglam_lang.cli.opening import given_inputs, open_store
    from seglam_lang.cli.render import LAYOUT
    from seglam_lang.inputs.dates import parse_iso
    from seglam_lang.language.alignment import escape_controls
    from seglam_lang.matching import Hit, match
    from seglam_lang.requests import presented, read
    from seglam_lang.store.program import Programs

    day = parse_iso(about.today) if about.today else None
    if about.today and day is None:
        raise click.BadParameter(f"expected a date as 2024-03-31, not {about.today!r}", param_hint="--today")
    reading = presented(read(request, given_inputs(about), day))
    with open_store(cache, shipped=not no_shipped, make=False) as store:
        programs = Programs(store)
        found = match(reading, programs)
        served = found.bound.match.template if isinstance(found, Hit) else None
        lines = [*_read(reading, served), *_tiers(reading, programs), *_candidates(reading, programs)]
        if isinstance(found, Hit):
            stored = store.procedure(found.wording.procedure)
            lines.append(f"answers    {stored.name} ({stored.hash[:12]}), tier {found.tier}")
        else:
            lines += [*_near(reading, store), "answers    no stored procedure; `seglam exec` would ask the model"]
    click.echo("\n".join(escape_controls(line, LAYOUT) for line in lines))
    if not isinstance(found, Hit):
        raise click.exceptions.Exit(NOT_ANSWERED)


def _read(reading: Reading, served: Template | None) -> Iterator[str]:
    """Yield the templates that the request may have: the one that is `served` first, then of each round of them the
    one that covers most of it with slots, and so on.
    """
    from seglam_lang.requests.alike import form_of, signature

    in_turn = chain.from_iterable(zip_longest(*reading.loosely.rounds()))
    templates = list(dict.fromkeys(filter(None, chain([served], in_turn))))
    yield f"template   {templates[0].text}"
    yield from (f"       or  {each.text}" for each in templates[1:MOST])
    form = form_of(templates[0])
    yield f"form       {' '.join(form.words)}"
    yield from (f"           {change}" for change in form.changes)
    yield f"signature  {' '.join(signature(templates[0]))}"
    if unread := reading.loosely.unread:
        yield f"unread     {', '.join(unread)}"


def _tiers(reading: Reading, programs: Programs) -> Iterator[str]:
    """Yield what each tier says."""
    from seglam_lang.matching import TIERS, Hit

    for look_up in TIERS:
        found = look_up(reading, programs)
        if isinstance(found, Hit):
            yield f"{found.tier:<10} hit: {found.why}"
        else:
            yield from (f"{each.tier:<10} miss: {each.why}" for each in found.reasons)


def _near(reading: Reading, store: Store) -> Iterator[str]:
    """Yield what the model would first choose among: the procedures that have answered about such a table."""
    from seglam_lang.matching.uses import uses_like

    served = {each.hash: each.name for each in store.procedures()}
    names = list(dict.fromkeys(served[use.procedure] for use in uses_like(reading, store) if use.procedure in served))
    if names:
        more = ", ..." if len(names) > MOST else ""
        yield f"near       not asked: the model may recognise {', '.join(names[:MOST])}{more}"
    else:
        yield "near       miss: no procedure has answered about such a table"


def _candidates(reading: Reading, programs: Programs) -> Iterator[str]:
    """Yield the stored wordings with a signature of the request, with what speaks for or against them: of those of one
    procedure, against which the same speaks, the first.
    """
    from seglam_lang.cli.amounts import format_count
    from seglam_lang.matching.alike import Candidate, considered

    alike: dict[tuple[str, str], list[Candidate]] = {}
    for each in chain.from_iterable(considered(reading, programs)):
        alike.setdefault((each.found.wording.procedure, each.objection), []).append(each)
    for (procedure, objection), [first, *others] in list(alike.items())[:MOST]:
        more = f", and {format_count(len(others), 'more wording')}" if others else ""
        yield f"candidate  {first.found.wording.template.text}   ({procedure[:12]}{more})"
        yield f"           {'but ' + objection if objection else first.difference}"
