"""`seglam stats`: what came of the requests of a cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from seglam_lang.cli.options import WholeNumber, cache_option

if TYPE_CHECKING:
    from seglam_lang.stats import Errors, Span, Stats


@click.command("stats", short_help="Show hits, misses, model calls, time saved and what was called wrong.")
@click.option(
    "--days",
    type=WholeNumber(1),
    default=30,
    show_default=True,
    metavar="N",
    help="How many days to show by themselves.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@cache_option()
def command(days: int, as_json: bool, cache: str | None) -> None:
    """Show what came of the requests of the cache: of all of them, and of those of the last days.

    The time saved is what the hits would have taken as misses do on average, less what they took. Failed are requests
    whose inputs could not be read, or whose procedure ended without a value. Below stand the answers that were called
    wrong (`seglam wrong`), as a share of all answers of their tier, with the interval at 95 %: what nobody judged
    counts as right.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.language.jsonvalue import dumps
    from seglam_lang.stats import stats

    with open_store(cache, shipped=False, make=False) as store:
        found = stats(store, days)
    click.echo(dumps(found.to_dict()) if as_json else "\n".join(_lines(found)))


def _lines(found: Stats) -> Iterator[str]:
    from seglam_lang.language.alignment import align

    if found.since is None:
        yield "nothing has been asked of this cache yet"
        return
    headers = ["", f"last {found.days} days", f"since {found.since}"]
    rows = [list(row) for row in zip(_names(found.all_time), *map(_numbers, _both(found)), strict=True)]
    yield from align(headers, rows, right=(1, 2))
    tiers = [[f"  {tier}", _errors(errors)] for tier, errors in found.all_time.errors.items()]
    if tiers:
        yield f"\ncalled wrong, by tier, since {found.since}"
        yield from align(["", ""], tiers)[2:]


def _both(found: Stats) -> tuple[Span, Span]:
    """Return both spans with the same tiers."""
    from dataclasses import replace

    tiers = dict.fromkeys(found.all_time.hits, 0)
    return replace(found.recent, hits={**tiers, **found.recent.hits}), found.all_time


def _names(span: Span) -> list[str]:
    tiers = [f"  {tier}" for tier in span.hits]
    return ["requests", "hits", *tiers, "misses", "refused", "failed", "model calls", "audits", "time saved"]


def _numbers(span: Span) -> list[str]:
    hits = sum(span.hits.values())
    share = f" ({hits / span.requests:.0%})" if span.requests else ""
    counts = [span.requests, f"{hits}{share}", *span.hits.values(), span.misses, span.refused, span.failed]
    audits = f"{span.audits}, {span.audited_otherwise} otherwise" if span.audits else "0"
    return [*map(str, counts), str(span.model_calls), audits, _duration(span.seconds_saved)]


def _duration(seconds: float | None) -> str:
    """Return a time as people say it; what a miss takes has to have been measured."""
    if seconds is None:
        return "not known"
    if abs(seconds) < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if abs(seconds) < 7200 else f"{seconds / 3600:.1f} h"


def _errors(errors: Errors) -> str:
    low, high = errors.interval
    interval = f"({low:.1%} - {high:.1%})"
    said = f", {errors.right} called right" if errors.right else ""
    return f"{errors.wrong} of {errors.answers} = {errors.share:.1%} {interval}{said}"
