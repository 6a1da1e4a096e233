"""`seglam trace`: how a procedure came to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from seglam_lang.cli.options import cache_option

if TYPE_CHECKING:
    from seglam_lang.store import Store, Stored
    from seglam_lang.store.events import Event


@click.command("trace", short_help="How a procedure came to be, and what speaks for it.")
@click.argument("hash")
@cache_option()
def command(hash: str, cache: str | None) -> None:
    """How a procedure came to be: the request, the model, its drafts and why each lost, the certificate.

    HASH is a procedure's content hash, the beginning of one, or a name; hits and misses print it on stderr.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.cli.render import visible
    from seglam_lang.cli.reports import report_evidence, report_history, report_provenance

    with open_store(cache) as store:
        history = store.history()
        full, stored = find(store, history, hash)
        lines = report_history(
            event for event in history if full == event.procedure.hash or hash == event.procedure.name
        )
        if stored is not None:
            lines += [""] * bool(lines) + [f"{stored.name}  {full}", "", *stored.source.rstrip().split("\n")]
        for provenance in store.provenance(full):
            lines += ["", *report_provenance(provenance)]
        lines += report_evidence(store.certificates(full))
    click.echo("\n".join(visible(line) for line in lines))


def find(store: Store, history: Sequence[Event], given: str) -> tuple[str, Stored | None]:
    """Return the hash that is meant by one, the beginning of one, or a name, and the procedure if it is served.

    What is served comes before what is past. Raises StoreError where there is neither, or more than one.
    """
    from seglam_lang.store import StoreError
    from seglam_lang.store.history import is_about
    from seglam_lang.store.lookup import only_one

    try:
        stored = store.procedure(store.resolve(given))
        return stored.hash, stored
    except StoreError as error:
        past = [event.procedure.hash for event in history if is_about(event, given)]
        if error.code != "unknown-procedure" or not past:
            raise
        return only_one(given, past), None
