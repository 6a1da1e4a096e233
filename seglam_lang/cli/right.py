"""`seglam right`: says that an answer is right, which counts for its wording."""

from __future__ import annotations

import click

from seglam_lang.answer import REFUSED
from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.options import About, cache_option, input_options, shipped_option
from seglam_lang.cli.request import RequestCommand


@click.command("right", cls=RequestCommand, short_help="Say that an answer is right: its wording is trusted more.")
@click.argument("request", required=False)
@input_options()
@cache_option()
@shipped_option()
def command(request: str | None, about: About, cache: str | None, no_shipped: bool) -> None:
    """Say that the answer to REQUEST, which is shown, is right; without REQUEST, the last answer of this cache.

    Its wording is verified from then on, and trusted once it has been right for three different requests (other
    columns or values) and no answer of its procedure has been called wrong.

    \b
      seglam right
      seglam right "total sales by region" --in orders.csv

    Exit codes: 0 counted · 2 not: no stored procedure answers the request, or the cache cannot be written.
    """
    from seglam_lang.cli.amounts import format_count
    from seglam_lang.cli.execute import print_answer
    from seglam_lang.cli.opening import given_inputs, kept_inputs, open_seglam
    from seglam_lang.cli.options import Loop
    from seglam_lang.cli.wrong import last_answer
    from seglam_lang.store.judging import RIGHT, TRUSTED_AFTER

    if request is None and about.is_given:
        raise click.UsageError("Expected a REQUEST: without one the last answer is meant, with its own inputs and day.")
    with open_seglam(Loop(cache=cache, no_shipped=no_shipped), no_model=True) as seglam:
        if request is None:
            judged, _ = last_answer(seglam, RIGHT)
            click.echo(f'"{judged.request}"', err=True)
            confirmed = seglam.store.confirm(judged)
        else:
            inputs = given_inputs(about)
            seglam.store.keep_given(kept_inputs(about) or {})  # `seglam wrong` may follow
            answer = seglam.exec(request, inputs=inputs, today=about.today)
            if answer.status == REFUSED:
                raise Sentence(f'no stored procedure answers "{request}": there is nothing to judge')
            confirmed = seglam.right(answer)
            print_answer(answer)
    needed = f" ({TRUSTED_AFTER} make it trusted)" if confirmed.requests < TRUSTED_AFTER else ""
    click.echo(f"{confirmed.level}: right for {format_count(confirmed.requests, 'request')}{needed}", err=True)
