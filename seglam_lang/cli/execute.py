"""`seglam exec`: answers for one request, or for a file of them."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NoReturn

import click

from seglam_lang.cli.amounts import format_ms
from seglam_lang.cli.errors import NOT_ANSWERED, Sentence, as_sentence
from seglam_lang.cli.options import Asked, Loop, asked_options, loop_options
from seglam_lang.cli.reporting import PLAIN, Report, ShownRequestCommand, report_options

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.store import Store

MOST_TIES = 2  # that are named


@click.command("exec", cls=ShownRequestCommand, short_help="Answer a request, or a file of requests.")
@click.argument("request", required=False)
@asked_options()
@report_options()
@click.option("--no-model", is_flag=True, help="Never ask a model: refuse what the cache does not know.")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False),
    metavar="IN.jsonl[.gz]",
    help='Answer each row {"id", "request", "inputs"} of a file, in order; go on where an earlier run stopped.',
)
@loop_options()
def command(request: str | None, asked: Asked, report: Report, no_model: bool, batch: str | None, loop: Loop) -> None:
    """Answer REQUEST. On a hit a stored procedure runs; on a miss a model writes one, which is checked and verified.

    The answer goes to stdout. One line on stderr has hit or miss, the beginning of the procedure's hash, the time, and
    how far the answer is trusted (written, agreed, picked, verified or trusted) or, of a miss, the chance that it is
    right; the next one says what was computed, in plain words. A request that is refused as unsure shows its readings:
    --pick takes one.
    A request for a chart ("bar chart of sales by region") is drawn on a terminal, and as --out FILE.svg, .png or .html.

    \b
      seglam exec "what is 15% of 80"
      seglam exec "average of 3, 8 and 12"
      seglam exec "total sales by region" --in orders.csv
      seglam exec "total revenue for each city" --in shops.csv --explain
      seglam exec "average price per category" --in shop.db::products
      seglam exec "average of prices" --set prices=[3,8,12]
      seglam exec "how many sales over 6 in North" --in orders.csv --pick 2
      seglam exec "sales by region" --in orders.csv --out totals.xlsx
      seglam exec "sales by region as a pie chart" --in orders.csv --out totals.svg
      seglam exec --batch requests.jsonl --out answers.jsonl

    Exit codes: 0 answered · 2 not answered: bad input, or refused (the sentence on stderr says which).
    """
    if batch is not None:
        if report.out is None or request is not None or not asked.is_bare or report.to or report.chart:
            raise click.UsageError("--batch IN.jsonl and --out OUT.jsonl go together, without REQUEST and its options.")
        from seglam_lang.cli.batch import run_batch

        run_batch(batch, report.out, loop, today=asked.today, no_model=no_model)
        return
    if request is None:
        raise click.UsageError('Expected a REQUEST, as in seglam exec "what is 15% of 80", or a file with --batch.')
    if report.as_json and (report.to or (report.chart and not report.out)):
        raise click.UsageError("--json has a form of its own: it goes neither with --to nor with a chart to look at.")
    try:
        answer = _answer(request, asked, report, loop, no_model)
        if answer.answered and report.as_json and report.out is not None:
            _show(answer, report)
    except Exception as error:
        if not report.as_json:
            raise
        _fail_as_json(request, error)
    if report.as_json:
        if not report.explain and answer.answered:
            _print_doubts(answer)
        _print_as_json(answer)
    elif answer.answered:
        print_answer(answer, report)
    else:
        raise Sentence.of(answer)


def _answer(request: str, asked: Asked, report: Report, loop: Loop, no_model: bool) -> Answer:
    """Return the answer; where it is to be explained, print the explanation."""
    from seglam_lang.cli.opening import given_inputs, given_options, kept_inputs, open_seglam

    if not report.is_plain:
        from seglam_lang.cli.showing import expect_showable

        expect_showable(report)
    with _progress("reading", report.quiet):
        inputs = given_inputs(asked)
    with open_seglam(loop, no_model=no_model) as seglam:
        options = given_options(asked)
        seglam.store.keep_given(kept_inputs(asked) or {})
        with _progress("answering", report.quiet):
            answer = seglam.exec(request, inputs=inputs, **options)
        if report.explain:
            _explain(answer, seglam.store)
        return answer


def _progress(what: str, quiet: bool) -> AbstractContextManager[None]:
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from seglam_lang.cli.progress import progress

    return progress(what)


def _print_as_json(answer: Answer) -> None:
    click.echo(answer.to_json())
    sys.exit(0 if answer.answered else NOT_ANSWERED)


def _fail_as_json(request: str, error: Exception) -> NoReturn:
    """Print one JSON object for an error, and exit with the code that it has without --json."""
    from seglam_lang.answer import failed

    sentence = as_sentence(error)
    click.echo(failed(request, error, sentence.message).to_json())
    sys.exit(sentence.exit_code)


def print_answer(answer: Answer, report: Report = PLAIN) -> None:
    """Print the answer, and on stderr what there is to say about it."""
    from seglam_lang.cli.render import is_empty
    from seglam_lang.language.alignment import escape_controls

    notes = [*answer.trace.blanks, *(["the answer is empty"] if is_empty(answer.value) else []), *_show(answer, report)]
    notes += _ties(answer)
    click.echo(escape_controls(" · ".join([status_line(answer), *notes])), err=True)
    if not report.quiet and not report.explain:
        print_description(answer)
        print_understood(answer)
    if not report.explain:
        _print_doubts(answer)


def _ties(answer: Answer) -> list[str]:
    """Return what is level with the answer and not in it, in one note."""
    from seglam_lang.cli.render import format_inline

    level = [
        ", ".join(map(format_inline, each)) if type(each) is list else format_inline(each) for each in answer.trace.ties
    ]
    if not level:
        return []
    more = " and others" if len(level) > MOST_TIES else ""  # how many are level is not known
    return [f"a tie: {'; '.join(level[:MOST_TIES])}{more} as well"]


def _show(answer: Answer, report: Report) -> list[str]:
    """Print, write or draw the answer, and return what there is to say about that."""
    if report.is_plain and not answer.shown_as:
        from seglam_lang.cli.render import is_empty, print_value

        if not is_empty(answer.value):
            print_value(answer.value)
        return []
    from seglam_lang.cli.showing import show

    return show(answer, report)


def status_line(answer: Answer) -> str:
    """Return hit or miss, by which words it was recognised if it was, which procedure answered, how long it took, and
    how far it is to be trusted.
    """
    return f"{answer.status}{_recognised(answer)} · {answer.procedure[:12]} · {format_ms(answer.ms)} · {_trust(answer)}"


def _recognised(answer: Answer) -> str:
    """Return the words that the model took to ask for the same, behind how sure a hit that is: near, or none."""
    if not answer.recognised:
        return ""
    from seglam_lang.language.describing import brief

    how = "near" if answer.status == "hit" else "recognised"
    return f' ({how} "{brief(answer.recognised)}")'


def _trust(answer: Answer) -> str:
    """Return the chance that the answer is right where only the model speaks for it, by its drafts or by what it has
    recognised, else what does.
    """
    if answer.confidence is None or (answer.trace.level != "agreed" and not answer.recognised):
        return answer.trace.level
    from seglam_lang.drafts import in_percent

    return f"{in_percent(answer.confidence)} sure"


def print_description(answer: Answer) -> None:
    """Print what was computed, in plain words, on one line of stderr."""
    from seglam_lang.language.alignment import escape_controls
    from seglam_lang.language.describing import brief

    click.echo(escape_controls(brief(answer.description)), err=True)


def print_understood(answer: Answer) -> None:
    """Print what was taken for what, where the words do not spell it, on one line of stderr."""
    if answer.read:
        from seglam_lang.language.alignment import escape_controls
        from seglam_lang.requests.taken import format_taken

        click.echo(escape_controls(format_taken(answer.read)), err=True)


def _print_doubts(answer: Answer) -> None:
    """Print what may have been read otherwise than it was meant, if anything, on one line of stderr."""
    if answer.trace.doubts:
        from seglam_lang.cli.doubts import doubts_line

        click.echo(doubts_line(answer.trace.doubts), err=True)


def _explain(answer: Answer, store: Store) -> None:
    """Print how the answer came about: the reading, the procedure, its certificate."""
    from seglam_lang.cli.render import LAYOUT
    from seglam_lang.cli.reports import report_certificate
    from seglam_lang.language.alignment import escape_controls

    report = list(answer.trace.lines())
    if answer.trace.source:
        report += ["", *answer.trace.source.rstrip().split("\n")]
    if answer.procedure:
        certificate = store.certificates(answer.procedure)[-1].certificate
        report += ["", "certificate", *(f"  {line}" for line in report_certificate(certificate))]
    click.echo("\n".join(escape_controls(line, LAYOUT) for line in [*report, ""]), err=True)
