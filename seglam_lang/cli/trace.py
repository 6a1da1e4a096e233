"""`seglam trace`: how a procedure came to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from seglam_lang.cli.options import cache_option

if TYPE_CHECKING:
    from seglam_lang.store import History


@click.command("trace", short_help="How a procedure came to be, and what speaks for it.")
@click.argument("hash")
@cache_option()
def command(hash: str, cache: str | None) -> None:
    """How a procedure came to be: the request, the model, its candidates and why each lost, the certificate.

    HASH is a procedure's content hash, the beginning of one, or a name; hits and misses print it on stderr.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.cli.render import visible
    from seglam_lang.cli.told import evidence_lines, history_lines, provenance_lines

    with open_store(cache) as store:
        past = [event for event in store.history("") if is_of(event, hash)]
        full = past[-1].procedure if past else store.resolve(hash)
        told = history_lines(past)
        if not past or past[-1].action != "removed":
            stored = store.procedure(full)
            told += [""] * bool(told) + [f"{stored.name}  {stored.hash}", "", *stored.source.rstrip().split("\n")]
        for provenance in store.provenance(full):
            told += ["", *provenance_lines(provenance)]
        told += evidence_lines(store.certificates(full))
    click.echo("\n".join(visible(line) for line in told))


def is_of(event: History, hash: str) -> bool:
    """Whether an event of the past is about the procedure that `hash`, the beginning of one, or a name means."""
    return event.procedure.startswith(hash.lower()) or event.rows.get("procedure", {}).get("name") == hash
