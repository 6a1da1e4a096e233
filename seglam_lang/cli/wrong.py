"""`seglam wrong`: takes an answer back, and has the request answered anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from seglam_lang.answer import ERROR, REFUSED
from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.options import Asked, Loop, asked_options, loop_options
from seglam_lang.cli.request import RequestCommand
from seglam_lang.store.judging import RIGHT, WRONG

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.engine import Seglam
    from seglam_lang.store.judging import Judged


@click.command(
    "wrong", cls=RequestCommand, short_help="Say that an answer is wrong, and have the request answered anew."
)
@click.argument("request", required=False)
@asked_options()
@click.option("--no-model", is_flag=True, help="Ask no model for another answer: only a stored procedure may give one.")
@loop_options()
def command(request: str | None, asked: Asked, no_model: bool, loop: Loop) -> None:
    """Say that the answer to REQUEST is wrong; without REQUEST, the last answer of this cache.

    What answered it never answers these words again, nor does anything else that computes the same for them. It goes to
    the history: `seglam trace` shows it, and `seglam cache restore` brings it back. Then the request is answered anew,
    as by exec. --example states the right answer, and --pick takes one of the readings that a refusal has shown.

    \b
      seglam wrong
      seglam wrong "sales by region" --in orders.csv --example '=> 12'

    Exit codes: 0 taken back (what is said of the new answer is on stderr) · 2 not done: nothing to take back, or the
    cache cannot be written.
    """
    from seglam_lang.cli.opening import given_inputs, given_options, kept_inputs, open_seglam

    if request is None and (asked.is_given or asked.retry or asked.pick is not None):
        raise click.UsageError(
            "Expected a REQUEST: without one the last answer is taken back, with its own inputs and day."
        )
    with open_seglam(loop, no_model=no_model) as seglam:
        if request is None:
            answer = _take_back_last(seglam, given_options(asked))
        else:
            inputs, options = given_inputs(asked), given_options(asked)
            seglam.store.keep_given(kept_inputs(asked) or {})
            answer = seglam.wrong(request, inputs=inputs, **options)
            if options["pick"] is not None and not answer.answered:
                raise Sentence.of(answer)
    click.echo("taken back: what answered is never served for these words again", err=True)
    if answer is not None:
        _print(answer, asked.example is not None or asked.examples is not None)


def last_answer(seglam: Seglam, verdict: str) -> tuple[Judged, dict[str, Any]]:
    """Return the last answer of a cache, which is to be called "wrong" or "right", and how its inputs were named. Raise
    Sentence where there is none; what failed, or refused the request, may be called wrong, but not right."""
    store = seglam.store
    if store.unwritable:
        why = f"the cache {store.path} cannot be written ({store.unwritable})"
        raise Sentence(f"{why}: nothing can be said of its answers")
    last = store.latest()
    how = f'name the request, as in seglam {verdict} "total sales" --in orders.csv'
    if last is None:
        raise Sentence(f"the cache {store.path} has no last answer; {how}")
    if last.judged is None:
        raise Sentence(
            f'the last request, "{last.request}", was refused, so that there is no answer to judge; state the right '
            f"one with seglam exec --example, take a reading with --pick, or {how}"
        )
    if verdict == RIGHT and last.status in (ERROR, REFUSED):
        raise Sentence(f'the last request, "{last.request}", came to nothing: there is no answer to judge; {how}')
    return last.judged, last.given


def _take_back_last(seglam: Seglam, options: dict[str, Any]) -> Answer | None:
    """Take the last answer back, and answer its request anew where its inputs can be read again: as the examples among
    the `options` say."""
    from seglam_lang.cli.opening import given_inputs, inputs_kept
    from seglam_lang.corrections import expect_another
    from seglam_lang.given import given_day
    from seglam_lang.inputs import InputError
    from seglam_lang.requests import read

    judged, given = last_answer(seglam, WRONG)
    click.echo(f'"{judged.request}"', err=True)
    stored = seglam.store.procedure(judged.wording.procedure)
    try:
        if not given:
            raise InputError("unknown-file", "its inputs are not known any more")
        about = inputs_kept(given)
        inputs = given_inputs(about)
    except InputError as error:
        seglam.store.reject(judged, stored)
        click.echo(f"{error}; ask again for another answer", err=True)
        return None
    expect_another(seglam.store, judged, read(judged.request, inputs, given_day(about.today)), options)
    seglam.store.reject(judged, stored)
    seglam.store.keep_given(given)
    return seglam.exec(judged.request, inputs=inputs, **{**options, "today": about.today, "retry": True})


def _print(answer: Answer, has_examples: bool) -> None:
    """Print the new answer as exec does, or why there is none and what a person may do about that."""
    from seglam_lang.cli.execute import print_answer

    if answer.answered:
        print_answer(answer)
        return
    Sentence.of(answer).show()
    if not answer.choices:
        ask = "Ask" if has_examples else "State the right answer with --example '=> ANSWER', or ask"
        click.echo(f"{ask} in other words, or write the procedure by hand (seglam docs).", err=True)
