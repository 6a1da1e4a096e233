"""`seglam exec`: answers for one request, or for a file of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from seglam_lang.cli.amounts import format_ms
from seglam_lang.cli.errors import NOT_ANSWERED, Sentence, as_sentence
from seglam_lang.cli.options import (
    accept_option,
    cache_option,
    model_option,
    pick_option,
    quiet_option,
    request_options,
    shipped_option,
)

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.store import Store


@click.command("exec", short_help="Answer a request, or a file of requests.")
@click.argument("request", required=False)
@request_options()
@pick_option()
@accept_option()
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object: status (hit, miss, refused or error), answer, procedure (its hash), tier, ms, why.",
)
@click.option("--explain", is_flag=True, help="Also print how the answer came about.")
@quiet_option()
@click.option("--no-model", is_flag=True, help="Never ask a model: refuse what the cache does not know.")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False),
    metavar="IN.jsonl[.gz]",
    help='Answer each row {"id", "request", "inputs"} of a file, in order; go on where an earlier run stopped.',
)
@click.option(
    "--out", type=click.Path(dir_okay=False), metavar="OUT.jsonl", help="The file for the answers of --batch."
)
@cache_option()
@shipped_option()
@model_option()
def command(
    request: str | None,
    files: tuple[str, ...],
    format: str,
    header: int | None,
    skip_bad_lines: bool,
    settings: tuple[str, ...],
    today: str | None,
    example: str | None,
    examples: str | None,
    pick: int | None,
    accept: float | None,
    as_json: bool,
    explain: bool,
    quiet: bool,
    no_model: bool,
    batch: str | None,
    out: str | None,
    cache: str | None,
    no_shipped: bool,
    model: str | None,
) -> None:
    """Answer REQUEST. On a hit a stored procedure runs; on a miss a model writes one, which is checked and verified.

    The answer goes to stdout. One line on stderr has hit or miss, the beginning of the procedure's hash, the time, and
    how far the answer is trusted (agreed, picked, verified) or, of a miss, the chance that it is right; the next one
    says what was computed, in plain words. A request that is refused as unsure shows its readings: --pick takes one.

    \b
      seglam exec "what is 15% of 80"
      seglam exec "average of 3, 8 and 12"
      seglam exec "total sales by region" --in orders.csv
      seglam exec "total revenue for each city" --in shops.csv --explain
      seglam exec "average price per category" --in shop.db::products
      seglam exec "add the tax to the net price" --set net=50 --set tax=19%
      seglam exec "sales by region" --in orders.csv --pick 2
      seglam exec --batch requests.jsonl --out answers.jsonl

    Exit codes: 0 answered · 2 not answered: bad input, or refused (the sentence on stderr says which).
    """
    if batch is not None or out is not None:
        about = (files, format, skip_bad_lines, settings, example, examples)
        if batch is None or out is None or request is not None or any(about) or pick is not None or header is not None:
            raise click.UsageError("--batch IN.jsonl and --out OUT.jsonl go together, without REQUEST and its options.")
        from seglam_lang.cli.batch import run_batch

        run_batch(batch, out, cache, model, today=today, no_model=no_model, no_shipped=no_shipped, accept=accept)
        return
    if request is None:
        raise click.UsageError('Expected a REQUEST, as in seglam exec "what is 15% of 80", or a file with --batch.')
    try:
        answer = _answer(
            *(request, files, format, header, skip_bad_lines, settings, today, example, examples, pick),
            *(accept, cache, model, no_model, no_shipped, explain),
        )
    except Exception as error:
        if not as_json:
            raise
        _fail_as_json(request, error)
    if not explain and answer.answered and answer.trace.doubts:
        _note(answer)
    if as_json:
        _print_as_json(answer)
    else:
        _print(answer)
        if not quiet and not explain:
            print_description(answer)
            print_understood(answer)


def _answer(
    request: str,
    files: tuple[str, ...],
    format: str,
    header: int | None,
    skip_bad_lines: bool,
    settings: tuple[str, ...],
    today: str | None,
    example: str | None,
    examples: str | None,
    pick: int | None,
    accept: float | None,
    cache: str | None,
    model: str | None,
    no_model: bool,
    no_shipped: bool,
    explain: bool,
) -> Answer:
    """Return the answer; where it is to be explained, print the explanation."""
    from seglam_lang.cli.opening import given_examples, given_inputs, open_seglam

    inputs = given_inputs(files, settings, format, header, skip_bad_lines)
    with open_seglam(cache, model, no_model=no_model, no_shipped=no_shipped, accept=accept) as seglam:
        answer = seglam.exec(request, inputs=inputs, today=today, pick=pick, **given_examples(example, examples))
        if explain:
            _explain(answer, seglam.store)
        return answer


def _print_as_json(answer: Answer) -> None:
    from seglam_lang.language.jsonvalue import dumps

    click.echo(dumps(answer.to_dict()))
    sys.exit(0 if answer.answered else NOT_ANSWERED)


def _fail_as_json(request: str, error: Exception) -> NoReturn:
    """Print one JSON object for an error, and exit with the code that it has without --json."""
    from seglam_lang.answer import failed
    from seglam_lang.language.jsonvalue import dumps

    sentence = as_sentence(error)
    click.echo(dumps(failed(request, error, sentence.message).to_dict()))
    sys.exit(sentence.exit_code)


def _print(answer: Answer) -> None:
    from seglam_lang.cli.render import LAYOUT, format_value, is_empty
    from seglam_lang.language.alignment import escape_controls

    if not answer.answered:
        raise Sentence.of(answer)
    text = format_value(answer.value)
    if not is_empty(answer.value):
        click.echo(escape_controls(text, LAYOUT) if sys.stdout.isatty() else text)
    notes = [*answer.trace.blanks, *(["the answer is empty"] if is_empty(answer.value) else [])]
    click.echo(escape_controls(" · ".join([status_line(answer), *notes])), err=True)


def status_line(answer: Answer) -> str:
    """Return hit or miss, which procedure answered, how long it took, and how far it is to be trusted."""
    return f"{answer.status} · {answer.procedure[:12]} · {format_ms(answer.ms)} · {_trust(answer)}"


def _trust(answer: Answer) -> str:
    """Return the chance that the answer is right where only the model's drafts speak for it, else what does."""
    if answer.confidence is None or answer.trace.level != "agreed":
        return answer.trace.level
    from seglam_lang.store.evidence import in_percent

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


def _note(answer: Answer) -> None:
    """Print what may have been read otherwise than it was meant, on one line."""
    from seglam_lang.language.alignment import escape_controls

    click.echo(escape_controls(f"note: {'; '.join(answer.trace.doubts)}"), err=True)


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
