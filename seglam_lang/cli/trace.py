"""`seglam trace`: how a procedure came to be."""

from __future__ import annotations

import click

from seglam_lang.cli.options import cache_option


@click.command("trace", short_help="Show how a procedure came to be, and its certificate.")
@click.argument("hash")
@cache_option()
def command(hash: str, cache: str | None) -> None:
    """Show how a procedure came to be: the request, the model, its drafts and why each lost, the certificate.

    HASH is a procedure's content hash, as much of its beginning as is unique, or the procedure's name. Each hit and
    miss prints it on stderr. Procedures that were removed or replaced are shown from the history.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.cli.render import LAYOUT
    from seglam_lang.cli.reports import report_evidence, report_history, report_judgements, report_provenance
    from seglam_lang.language.alignment import escape_controls

    with open_store(cache, make=False) as store:
        full, stored = store.identify(hash)
        past = [each for each in store.history() if each.procedure.hash == full or each.procedure.name == hash]
        lines = report_history(past)
        if stored is not None:
            lines += [""] * bool(lines) + [f"{stored.name}  {full}", "", *stored.source.rstrip().split("\n")]
        lines += report_judgements(store.judgements(full))
        for provenance in store.provenance(full):
            lines += ["", *report_provenance(provenance)]
        lines += report_evidence(store.certificates(full))
    click.echo("\n".join(escape_controls(line, LAYOUT) for line in lines))
