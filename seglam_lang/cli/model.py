"""`seglam model`: which model writes procedures, and how it learns from the cache."""

from __future__ import annotations

from pathlib import Path

import click

from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.options import NumberRange, cache_option, model_option

TRIAL_DRAFTS, TRIAL_LIMIT_S = 8, 60.0  # of `bench --drafts`


@click.group("model", short_help="List, choose, tune and remove models.")
def command() -> None:
    """List, choose, tune and remove the models that write procedures.

    NAME is that of a tuned model, `shipped` for the one that comes with seglam, or the path of a GGUF file: of a model
    made for seglam, or of any other that writes text (Qwen, Llama, Gemma, ...).
    """


@command.command("list", short_help="List the models.")
def list_() -> None:
    """List the models: * is the one in use, unless SEGLAM_MODEL or --model names another."""
    from seglam_lang.models import Models

    for each in Models().known():
        click.echo(f"{'*' if each.is_used else ' '} {each.name}")


@command.command(short_help="Say what a model is.")
@click.argument("name", required=False)
def info(name: str | None) -> None:
    """Say where the model NAME (or the one in use) lies, how large it is, and how a tuned one came to be; of any other
    its architecture, its licence, and what memory it needs.
    """
    from seglam_lang.models import Models
    from seglam_lang.translator.model_files import checked_files, is_foreign

    models = Models()
    found = next(each for each in models.known() if each.is_used) if name is None else models.named(name)
    title = f"{found.name}{' (in use)' if found.is_used else ''}"
    if is_foreign(found.path):
        from seglam_lang.translator.foreign.card import card

        click.echo("\n  ".join([title, *card(found.path)]))
        return
    files = checked_files(found.path)
    click.echo(title)
    for path in (files.decoder, files.encoder):
        click.echo(f"  {path}  {path.stat().st_size / 1e6:.1f} MB")
    if found.card:
        click.echo(f"  tuned from {found.card['from']}")
        for share, what in (("cache", "held-back requests of the cache"), ("check", "check set")):
            click.echo(f"  {what}: {found.card['before'][share]:.1%} before, {found.card['after'][share]:.1%} now")


@command.command(short_help="Choose the model to use.")
@click.argument("name")
def use(name: str) -> None:
    """Use the model NAME from now on, where neither SEGLAM_MODEL nor --model names another.

    One that was not made for seglam is asked where the one that ships is not sure. NAME may be one of a hub,
    hf:owner/repository/file.gguf: it is fetched then.
    """
    from seglam_lang import hub
    from seglam_lang.models import Models
    from seglam_lang.translator.model_files import checked_files, is_foreign

    models = Models()
    name = str(hub.fetched(name)) if hub.is_name(name) else name
    path = models.named(name).path
    behind = ""
    if is_foreign(path):  # nobody wants to find out at the next request that a file is broken
        from seglam_lang.translator.foreign.card import card

        list(card(path))
        behind = ", behind the one that ships"
    else:
        checked_files(path)
    click.echo(f"{models.use(name).name} is used from now on{behind}")


@command.command(short_help="Measure how fast a model is here.")
@click.argument("name", required=False)
@click.option("--drafts", is_flag=True, help="Also ask a made-up request, constrained by types and by the syntax only.")
def bench(name: str | None, drafts: bool) -> None:
    """Load the model NAME (or the one in use), and say how many tokens a second it reads and writes on this machine.

    For models that were not made for seglam: the one that ships takes a fraction of a second for a request.
    """
    from seglam_lang.drafts import counted
    from seglam_lang.models import Models
    from seglam_lang.translator import Translator
    from seglam_lang.translator.model_files import checked_files, is_foreign

    models = Models()
    path = models.used if name is None else models.named(name).path
    if not is_foreign(path):
        checked_files(path)  # which says of what is no model that it is none
        raise Sentence(f"{path} was made for seglam: what a request costs stands under its answer")
    with Translator(path) as translator:
        speed = translator.speed()
    click.echo(f"loads in {speed['load_s']:.1f} s, asked as {speed['form']}")
    click.echo(f"reads {speed['read']:.0f} tokens a second, writes {speed['written']:.0f}")
    if drafts:
        from seglam_lang.translator.foreign.asking import trial

        for said, syntax_only in (("by types", False), ("by the syntax only (GBNF)", True)):
            with Translator(path, syntax_only=syntax_only) as translator:
                found = translator.draft(trial(TRIAL_DRAFTS, TRIAL_LIMIT_S))
            click.echo(f"constrained {said}: {counted(found)}")


@command.command(short_help="Delete a tuned model.")
@click.argument("name")
def remove(name: str) -> None:
    """Delete the tuned model NAME; where it was in use, the one that ships is used again."""
    from seglam_lang.models import Models

    Models().remove(name)
    click.echo(f"{name} is removed")


@command.command(short_help="Let the model learn from the cache.")
@cache_option()
@model_option()
@click.option(
    "--minutes", type=NumberRange(0, min_open=True), default=10, show_default=True, metavar="N", help="For training."
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Of what is drawn by chance.")
def tune(cache: str | None, model: str | None, minutes: float, seed: int) -> None:
    """Train a copy of the model on your own cache, and use it from now on if it is at least as good.

    It learns the wordings of the cache with their procedures; what you corrected, picked, gave examples for or wrote by
    hand weighs more, what was removed or replaced is left out. A fifth of the wordings is held back: the new model must
    know as many of them as the old one, and as much of a check set that ships. Needs `pip install 'seglam[train]'`.

    Exit codes: 0 a new model is used · 2 the old one stays: the sentence on stderr says why.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.models import Models
    from seglam_lang.tuning import CannotTune
    from seglam_lang.tuning import tune as tune_on

    models = Models()
    with open_store(cache, shipped=False) as store:
        try:
            path = Path(model) if model else models.used
            tuned = tune_on(store, path, models, minutes, seed, lambda line: click.echo(line, err=True))
        except CannotTune as error:
            raise Sentence(str(error)) from error
    if tuned.model is None:
        raise Sentence(tuned.said)
    click.echo(tuned.said)
