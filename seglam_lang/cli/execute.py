"""`seglam exec`: the loop, for one request or a file of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from seglam_lang.cli.errors import NOT_ANSWERED, Sentence, as_sentence
from seglam_lang.cli.options import cache_option, model_option, quiet_option, request_options, shipped_option

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.store import Store


@click.command("exec", short_help="Answer a request, or a file of requests.")
@click.argument("request", required=False)
@request_options()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: status, answer, procedure, tier, ms, why.")
@click.option("--explain", is_flag=True, help="Also say how the answer came about: reading, procedure, trust.")
@quiet_option()
@click.option("--no-model", is_flag=True, help="Never ask a model: what the cache does not know is refused.")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False),
    metavar="IN.jsonl[.gz]",
    help='Answer every row {"id", "request", "inputs"} of a file, in order; continues where an earlier run stopped.',
)
@click.option("--out", type=click.Path(dir_okay=False), metavar="OUT.jsonl", help="Where the answers of --batch go.")
@cache_option()
@shipped_option()
@model_option()
def command(
    request: str | None,
    files: tuple[str, ...],
    settings: tuple[str, ...],
    example: str | None,
    examples: str | None,
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
    """Answer REQUEST. A hit runs a stored procedure; a miss asks the model for one, checks, verifies and stores it.

    The answer goes to stdout. On stderr one line says hit or miss, which procedure answered, and how long it took; the
    next one says what was computed, in plain words.

    \b
      seglam exec "what is 15% of 80"
      seglam exec "average of 3, 8 and 12"
      seglam exec "total sales by region" --in orders.csv
      seglam exec "total revenue for each city" --in shops.csv --explain
      seglam exec "add the tax to the net price" --set net=50 --set tax=19%
      seglam exec --batch requests.jsonl --out answers.jsonl

    Exit codes: 0 answered · 2 not answered (bad input, or refused: the sentence says which).
    """
    if batch is not None or out is not None:
        if batch is None or out is None or request is not None or files or settings or example or examples:
            raise click.UsageError("--batch IN.jsonl and --out OUT.jsonl go together, and without a REQUEST.")
        from seglam_lang.cli.batch import run_batch

        run_batch(batch, out, cache, model, no_model=no_model, no_shipped=no_shipped)
        return
    if request is None:
        raise click.UsageError('Say what to answer: seglam exec "what is 15% of 80", or name a file with --batch.')
    try:
        answer = _answer(request, files, settings, example, examples, cache, model, no_model, no_shipped, explain)
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


def _answer(
    request: str,
    files: tuple[str, ...],
    settings: tuple[str, ...],
    example: str | None,
    examples: str | None,
    cache: str | None,
    model: str | None,
    no_model: bool,
    no_shipped: bool,
    explain: bool,
) -> Answer:
    """The answer; where it is to be explained, with that on stderr."""
    from seglam_lang.cli.opening import given_examples, given_inputs, open_seglam

    inputs = given_inputs(files, settings)
    with open_seglam(cache, model, no_model=no_model, no_shipped=no_shipped) as seglam:
        answer = seglam.exec(request, inputs=inputs, **given_examples(example, examples))
        if explain:
            _explain(answer, seglam.store)
        return answer


def _print_as_json(answer: Answer) -> None:
    from seglam_lang.language.jsonvalue import dumps

    click.echo(dumps(answer.to_dict()))
    sys.exit(0 if answer.answered else NOT_ANSWERED)


def _fail_as_json(request: str, error: Exception) -> NoReturn:
    """Whatever happens, one JSON object on stdout; the exit code says the same as without --json."""
    from seglam_lang.answer import failed
    from seglam_lang.language.jsonvalue import dumps

    sentence = as_sentence(error)
    click.echo(dumps(failed(request, error, sentence.message).to_dict()))
    sys.exit(sentence.exit_code)


def _print(answer: Answer) -> None:
    from seglam_lang.cli.render import is_empty, text_of, visible

    if not answer.answered:
        raise Sentence.of(answer)
    text = text_of(answer.value)
    if not is_empty(answer.value):
        click.echo(visible(text) if sys.stdout.isatty() else text)
    notes = [*answer.trace.blanks, *(["the answer is empty"] if is_empty(answer.value) else [])]
    click.echo(visible(" · ".join([status_line(answer), *notes]), ""), err=True)


def status_line(answer: Answer) -> str:
    """Hit or miss, which procedure, how long."""
    return f"{answer.status} · {answer.procedure[:12]} · {milliseconds(answer.ms)}"


def print_description(answer: Answer) -> None:
    """What was computed, in plain words, on one line of stderr."""
    from seglam_lang.cli.render import visible
    from seglam_lang.language.describing import brief

    click.echo(visible(brief(answer.description), ""), err=True)


def milliseconds(ms: float) -> str:
    """A time for people: 0.42 ms, 18 ms, 1.3 s."""
    return f"{ms:.2f} ms" if ms < 10 else f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s"


def _note(answer: Answer) -> None:
    """What may have been read otherwise than it was meant, on one line."""
    from seglam_lang.cli.render import visible

    click.echo(visible(f"note: {'; '.join(answer.trace.doubts)}", ""), err=True)


def _explain(answer: Answer, store: Store) -> None:
    """How the answer came about: the reading, the procedure, what speaks for it."""
    from seglam_lang.cli.render import visible
    from seglam_lang.cli.reports import report_certificate

    report = list(answer.trace.lines())
    if answer.trace.source:
        report += ["", *answer.trace.source.rstrip().split("\n")]
    if answer.procedure:
        certificate = store.certificates(answer.procedure)[-1].certificate
        report += ["", "certificate", *(f"  {line}" for line in report_certificate(certificate))]
    click.echo("\n".join(visible(line) for line in [*report, ""]), err=True)
