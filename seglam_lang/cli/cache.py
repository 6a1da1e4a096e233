"""`seglam cache`: the procedures that the cache holds."""

from __future__ import annotations

import click

from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.options import WholeNumber, cache_option


@click.group("cache", short_help="List, show, audit, remove and restore procedures; what wordings are the same.")
def command() -> None:
    """List, show, audit, remove and restore the procedures of the cache.

    HASH is a procedure's content hash, as much of its beginning as is unique, or the procedure's name.
    """


@command.command("list", short_help="List the procedures.")
@cache_option()
@click.option("--all", "everything", is_flag=True, help="Also list the procedures that ship with seglam.")
def list_(cache: str | None, everything: bool) -> None:
    """List the procedures of the cache: hash, name, trust, hits, and a wording that asks for each."""
    from seglam_lang.cli.opening import open_store
    from seglam_lang.language.alignment import align, escape_controls

    with open_store(cache, shipped=everything, make=False) as store:
        rows = []
        for stored in store.procedures():
            wordings = store.wordings(stored.hash)
            level = wordings[0].level if wordings else ""
            wording = wordings[0].wording.template.text if wordings else ""
            more = f"  (and {len(wordings) - 1} more)" if len(wordings) > 1 else ""
            hits = str(store.hits(stored.hash))
            rows.append([stored.hash[:12], stored.name, level, hits, escape_controls(wording) + more])
        if rows:
            click.echo("\n".join(align(["hash", "name", "trust", "hits", "wording"], rows, right=(3,))))
        else:
            note = "nothing" if everything else "no procedures of its own yet; --all shows those that ship with seglam"
            unwritable = f" It cannot be written: {store.unwritable}." if store.unwritable else ""
            click.echo(f"The cache {store.path} holds {note}.{unwritable}", err=True)


@command.command(short_help="Show a procedure.")
@click.argument("hash")
@cache_option()
def show(hash: str, cache: str | None) -> None:
    """Show a procedure: its source, what it computes, the wordings that ask for it, and its certificate."""
    from seglam_lang.cli.opening import open_store
    from seglam_lang.cli.render import LAYOUT
    from seglam_lang.cli.reports import report_certificate, report_date
    from seglam_lang.language.alignment import escape_controls
    from seglam_lang.language.describing import describe
    from seglam_lang.requests.given import format_given
    from seglam_lang.store.program import callee_names, linked

    with open_store(cache, make=False) as store:
        stored = store.procedure(store.resolve(hash))
        procedure = linked(store, stored)
        click.echo(escape_controls(stored.source.rstrip("\n"), LAYOUT))
        click.echo(f"\n{escape_controls(describe(procedure, stored.params, callee_names(store, procedure)))}")
        click.echo(f"\nhash  {stored.hash}\nadded {report_date(stored.added)}\nhits  {store.hits(stored.hash)}")
        click.echo("\nwordings")
        for found in store.wordings(stored.hash):
            template = found.wording.template
            given = format_given(found.wording.sources, stored.params, procedure.params)
            words = f"{template.text}   {given}" if given else template.text
            about = f"   [{template.inputs}]" if template.inputs else ""
            click.echo(f"  {escape_controls(words)}{about}  {found.level}, {report_date(found.added)}")
        certificates = store.certificates(stored.hash)
        if certificates:
            click.echo("\ncertificate")
            for line in report_certificate(certificates[-1].certificate):
                click.echo(f"  {escape_controls(line)}")


@command.command(short_help="Check a certificate again, and search on for failures.")
@click.argument("hash")
@click.option(
    "--examples",
    type=WholeNumber(1, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="How many inputs to try.",
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Another seed tries other inputs.")
@cache_option()
def audit(hash: str, examples: int, seed: int, cache: str | None) -> None:
    """Check a procedure's certificate again, then search for a failure that it does not name.

    The search (by Hypothesis) tries other inputs than those that the procedure was verified with. Use it for procedures
    that matter.

    Exit codes: 0 the certificate holds, and the search found nothing · 2 it does not hold, or a failure was found.
    """
    from seglam_lang.cli.errors import Sentence
    from seglam_lang.cli.opening import open_store
    from seglam_lang.cli.reports import report_failure
    from seglam_lang.store.program import linked
    from seglam_lang.verifier import recheck
    from seglam_lang.verifier.audit import audit as search

    with open_store(cache) as store:
        stored = store.procedure(store.resolve(hash))
        kept = store.certificates(stored.hash)
        core = linked(store, stored)
    if not kept:
        raise Sentence(f"{stored.name} ({stored.hash[:12]}) has no certificate")
    certificate = kept[-1].certificate
    again = recheck(certificate, core)
    if not again:
        raise Sentence(f"the certificate of {stored.name} ({stored.hash[:12]}) does not hold: {again.reason}")
    click.echo(f"certificate  holds: {certificate.inputs} generated inputs, seed {certificate.seed}")
    found = search(certificate, core, seed, examples)
    if found is not None:
        raise Sentence(
            f"{stored.name} ({stored.hash[:12]}) {report_failure(found)}; its certificate does not name this failure"
        )
    click.echo(f"audit        {examples} more inputs, seed {seed}: nothing that the certificate does not name")


@command.command(short_help="Stop serving a procedure.")
@click.argument("hash")
@cache_option()
def remove(hash: str, cache: str | None) -> None:
    """Stop serving a procedure: its requests are misses again.

    It stays in the history: `seglam trace` shows it, and `seglam cache restore` brings it back.
    """
    from seglam_lang.cli.opening import open_store

    with open_store(cache) as store:
        stored = store.remove(store.resolve(hash))
    click.echo(f"removed {stored.name} ({stored.hash[:12]}); its requests are misses again", err=True)


@command.command(short_help="Bring back a procedure that was removed, replaced or called wrong.")
@click.argument("hash")
@cache_option()
def restore(hash: str, cache: str | None) -> None:
    """Bring back a procedure that was removed, replaced or called wrong.

    The latest of these is undone: it is served again, with its wordings and its certificates. What has taken its place
    goes to the history, and can be restored in the same way. `seglam trace` shows the history.
    """
    from seglam_lang.cli.opening import open_store
    from seglam_lang.language.alignment import escape_controls

    with open_store(cache) as store:
        past, said = store.history(), store.judgements()
        stored = store.restore(hash)
        count = len(store.wordings(stored.hash))
        since = store.history()[len(past) :]
        lifted = [now.request for was, now in zip(said, store.judgements(), strict=False) if now != was]
    asks = "asks" if count == 1 else "ask"
    click.echo(f"restored {stored.name} ({stored.hash[:12]}); {format_count(count, 'wording')} {asks} for it", err=True)
    for request in dict.fromkeys(lifted):
        click.echo(escape_controls(f'it had been called wrong for "{request}", and answers that again'), err=True)
    for event in since:
        if event.action == "replaced":
            other = event.procedure
            click.echo(f"{other.name} ({other.hash[:12]}) gave way to it, and is in the history", err=True)


@command.command(short_help="Show which wordings are taken for the same.")
@click.argument("words", nargs=-1)
@cache_option()
def wordings(words: tuple[str, ...], cache: str | None) -> None:
    """Show the changes of wording that leave the procedure the same, those with WORDS in them if any are given.

    For each: what may be said, in the place of what, between which neighbours, and in how many pairs of wordings it was
    the same procedure; of what the wordings of your own cache speak for (own), how many things have been asked for in
    both ways. By these a request is answered by what the cache knows in other words (`seglam explain`).
    """
    from seglam_lang.cli.errors import Sentence
    from seglam_lang.cli.opening import open_store
    from seglam_lang.language.alignment import align
    from seglam_lang.requests.alike import shipped
    from seglam_lang.requests.mentions import stem
    from seglam_lang.requests.tokens import norms

    wanted = norms(" ".join(words))
    rows = [
        [" ".join(each.phrase), " ".join(each.instead) or "(nothing)", " .. ".join(each.between), str(each.same)]
        for each in sorted(shipped())
        if set(wanted) <= {*each.phrase, *each.instead}
    ]
    stems = {stem(word) for word in wanted}
    with open_store(cache, make=False) as store:
        for own in sorted(store.own_changes()):
            said, known = (" ".join(phrase).replace(":", " ") for phrase in (own.phrase, own.instead))
            if stems <= {*said.split(), *known.split()}:
                rows.append([said, known, "own", str(own.same)])
    if not rows:
        raise Sentence(f"no change of wording is known with {' '.join(words)}")
    click.echo("\n".join(align(["said", "in place of", "between", "same"], rows, right=(3,))))
