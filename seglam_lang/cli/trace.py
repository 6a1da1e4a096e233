"""`seglam trace`: how a procedure came to be."""

from __future__ import annotations

import click

from seglam_lang.cli.options import cache_option


@click.command("trace")
@click.argument("hash")
@cache_option()
def command(hash: str, cache: str | None) -> None:
    """How a procedure came to be: the request, the model, its candidates and why each lost, the certificate.

    HASH is a procedure's content hash, the beginning of one, or a name; hits and misses print it on stderr.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.cli.render import visible
    from seglam_lang.cli.told import certificate_lines, history_lines, provenance_lines
    from seglam_lang.store import StoreError

    with open_store(cache) as store:
        try:
            full = store.resolve(hash)
        except StoreError as error:
            if error.code != "unknown-procedure" or not store.history(hash):
                raise
            full = hash
        else:
            stored = store.procedure(full)
            click.echo(f"{stored.name}  {stored.hash}\n\n{visible(stored.source.rstrip())}")
        for provenance in store.provenance(full):
            click.echo("\n" + "\n".join(visible(line) for line in provenance_lines(provenance)))
        for certificate in store.certificates(full):
            click.echo(f"\ncertificate for  {visible(certificate['template'].replace(chr(10), ' | ').strip(' |'), '')}")
            click.echo("\n".join(f"  {visible(line)}" for line in certificate_lines(certificate)))
        for line in history_lines(store.history(full)):
            click.echo(line)
