"""`seglam repl`: the language, line by line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seglam_lang.cli.amounts import format_count
from seglam_lang.cli.errors import Sentence
from seglam_lang.cli.options import HowRead, expect_engine, reading_options

if TYPE_CHECKING:
    from seglam_lang.language.byhand.session import EntryResult, Evaluation, Session
    from seglam_lang.language.values import Value

PROMPT, MORE = "> ", ". "
MOST_ROWS = 40  # of a table, or items of a list, that are shown
LONGEST = 2_000  # characters of a value
_COMMAND_WORD = re.compile(r"(quit|exit|bye|help)(?:\(\))?")
HELP = """\
An expression shows its value and type; `it` is the last one. `let x = ...` names a value, `type` and `proc` declare,
`var` and `for` work as in a procedure. An entry goes on over several lines until its brackets close.

  :type EXPR     the type of an expression, without running it
  :load FILE     a .seg file with its procedures, or an input in any form that --in takes
  :reload        all .seg files again
  :procs         the procedures and types that there are
  :names         the names with their types, and the columns of tables
  :doc NAME      a builtin (round, Text.split), a procedure, or an error (unknown-name)
  :fuel [N]      the fuel that the last entry took; with N what an entry may take, `:fuel auto` by its inputs' size
  :help, :quit   (Ctrl-C clears the line, Ctrl-D leaves)"""


@click.command("repl", short_help="Try the language, line by line.")
@click.argument("files", nargs=-1, metavar="[FILE.seg...]")
@click.option(
    "--in",
    "inputs",
    multiple=True,
    metavar="[NAME=]FILE",
    help="A table or another input, under NAME or the name of its file. Columns have the names of their headers.",
)
@reading_options()
def command(files: tuple[str, ...], inputs: tuple[str, ...], how: HowRead) -> None:
    """Read expressions and statements of the language, and show their values and types.

    The procedures of FILE.seg can be called. :help lists the commands. Tab completes, and the history is kept. Piped
    input is run line by line, without prompts. How files are read is the same for --in and for :load.

    \b
      seglam repl
      seglam repl prices.seg
      seglam repl --in orders.csv
      > orders.where(row => row[sales] > 5).group_by(region).total(sales)
      > let n = it.count()
      echo '(1 to 100).sum()' | seglam repl
    """
    from seglam_lang.language.byhand.session import Session

    expect_engine(how)
    console = Console(Session(), how)
    for file in files:
        console.load(file, seg=True)
    for given in inputs:
        console.load(given)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _converse(console)
    else:
        for line in _piped():
            console.read(line)
            if console.done:
                break
        console.end()


class Console:
    """A session that is fed with lines."""

    def __init__(self, session: Session, how: HowRead) -> None:
        self.session = session
        self.how = how
        self.done = False
        self.pending = ""  # the lines of an entry that is not closed yet
        self.files: list[str] = []
        self.spent = 0
        self._commands: dict[str, Callable[[str], None]] = {
            "type": self._type,
            "load": self.load,
            "reload": self._reload,
            "procs": self._procs,
            "names": self._names,
            "doc": self._doc,
            "fuel": self._fuel,
            "help": lambda _: click.echo(HELP),
            "quit": self._quit,
        }

    @property
    def commands(self) -> list[str]:
        """Return the commands as they are typed."""
        return [f":{name}" for name in self._commands]

    def read(self, line: str) -> None:
        """Read one more line. Report whatever is wrong with it, and go on."""
        from seglam_lang.language.syntax.scanning import lexemes, opened

        if line.lstrip().startswith(":"):
            self.end()  # no line of an entry begins so
            self._guarded(lambda: self._command(line.strip()))
            return
        self.pending += line + "\n"
        if not opened(list(lexemes(self.pending, 0, len(self.pending)))):
            self.end()

    def end(self) -> None:
        """Run what has been read, complete or not."""
        entry, self.pending = self.pending, ""
        word = _COMMAND_WORD.fullmatch(entry.strip())
        if word and word[1] not in (*self.session.values, *self.session.definitions.procedures):
            meant = ":help" if word[1] == "help" else ":quit"
            click.echo(f"a command begins with a colon: {meant}", err=True)
        elif entry.strip():
            self._guarded(lambda: self._enter(entry.rstrip("\n")))

    def clear(self) -> None:
        """Forget the lines of an entry that is not closed yet."""
        self.pending = ""

    def complete(self, before: str) -> list[str]:
        """Return what may follow `before`, the beginning of a line."""
        if not self.pending and before.startswith(":") and " " not in before:
            return [each.removeprefix(":") for each in self.commands if each.startswith(before)]
        if before.startswith(":load "):
            return []
        from seglam_lang.language.byhand.suggestions import suggestions

        return suggestions(self.session, self.pending + before.removeprefix(":type "))

    def load(self, given: str, *, seg: bool = False) -> None:
        """Load a source file, or an input under a name. Raise Sentence where the file is wrong."""
        from seglam_lang.cli.opening import file_options, named_file
        from seglam_lang.inputs import read_file
        from seglam_lang.inputs.call_arguments import notes_beyond_types
        from seglam_lang.inputs.files import own_name
        from seglam_lang.language.byhand.session import EntryError
        from seglam_lang.language.values import Table

        if not given:
            raise Sentence(":load takes a file: a .seg file, or a table such as orders.csv")
        if seg or given.endswith(".seg"):
            try:
                outcome = self.session.load(Path(given).read_bytes(), given)
            except EntryError as error:
                raise Sentence(f"nothing of {given} was loaded\n{error}") from error
            self.files = [*(each for each in self.files if each != given), given]
            self._show(outcome)
            return
        name, path = named_file(given)
        name = name or own_name(path)
        value, kind, notes = read_file(path, file_options(self.how)._replace(read_stdin=None))
        chosen = self.session.add(name, value, kind)
        kept = notes_beyond_types(value, notes) if isinstance(value, Table) else notes
        click.echo("\n".join([self._describe(chosen), *(f"  {note}" for note in kept)]))

    # --- entries --------------------------------------------------------------------------------------------------

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do something, and report its errors, none of which ends the session."""
        from seglam_lang.cli.errors import as_sentence
        from seglam_lang.language.byhand.session import EntryError

        try:
            act()
        except EntryError as error:
            click.echo(str(error), err=True)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
        except BrokenPipeError:
            raise
        except Exception as error:
            click.echo(f"seglam: {as_sentence(error).message}", err=True)

    def _enter(self, entry: str) -> None:
        for each in self.session.enter(entry):
            self._show(each)

    def _show(self, outcome: EntryResult) -> None:
        from seglam_lang.language.byhand.session import Declared, Evaluation

        if isinstance(outcome, Evaluation):
            self.spent = outcome.fuel
            click.echo(_format_evaluation(outcome))
        elif isinstance(outcome, Declared):
            for line in outcome.lines:
                click.echo(line)
        elif outcome.wrong is None:
            click.echo("the example holds")
        else:
            click.echo("\n".join(filter(None, [outcome.wrong.message, outcome.wrong.hint])), err=True)

    # --- commands -------------------------------------------------------------------------------------------------

    def _command(self, line: str) -> None:
        from seglam_lang.language.diagnostics import did_you_mean

        name, _, rest = line[1:].partition(" ")
        if name not in self._commands:
            hint = did_you_mean(name, self._commands).replace("`", "`:", 1)
            raise Sentence(f"there is no command :{name}; {hint or ':help lists them'}")
        self._commands[name](rest.strip())

    def _type(self, text: str) -> None:
        if not text:
            raise Sentence(":type takes an expression, as in :type [1, 2].sum()")
        click.echo(self.session.type_of(text))

    def _reload(self, _: str) -> None:
        if not self.files:
            raise Sentence("no .seg file has been loaded; :load FILE loads one")
        for file in list(self.files):
            self.load(file, seg=True)

    def _procs(self, _: str) -> None:
        definitions = self.session.definitions
        lines = [*definitions.type_declarations, *(each.signature for each in definitions.procedures.values())]
        click.echo("\n".join(lines) if lines else "there are none yet; :load FILE loads some, `proc` declares one")

    def _names(self, _: str) -> None:
        names = [self._describe(name) for name in self.session.values]
        click.echo("\n".join(names) if names else "there are none yet; `let x = ...` gives a value a name")

    def _describe(self, name: str) -> str:
        from seglam_lang.language.checking.type_errors import in_source

        session = self.session
        named = session.values[name]
        if name not in session.columns_of:
            return f"{name}: {in_source(named.type)}"
        columns = ", ".join(f"{each}: {session.columns[each].type.name}" for each in session.columns_of[name])
        return f"{name}: Table, {format_count(named.value.length, 'row')} · {columns or 'no columns'}"

    def _doc(self, name: str) -> None:
        from seglam_lang.language.byhand.help_texts import builtins_named, describe_builtin
        from seglam_lang.language.catalogue import catalogue, explain

        defined = self.session.definitions.procedures.get(name)
        if defined is not None:
            click.echo("\n".join([defined.signature, *filter(None, [defined.doc])]))
            return
        found = builtins_named(name)
        if not found and name in catalogue():
            click.echo(explain(name), nl=False)
            return
        if not found:
            raise Sentence(
                f"there is no builtin and no procedure {name!r}; Tab after a dot lists the methods of a value"
            )
        click.echo("\n\n".join("\n".join(describe_builtin(each)) for each in found))

    def _fuel(self, text: str) -> None:
        session = self.session
        if text.isdecimal() and text.isascii() and int(text[:19]) > 0:
            session.fuel = int(text[:19])
        elif text == "auto":
            session.fuel = None
        elif text:
            raise Sentence(":fuel takes a number, or auto")
        bound = "by the size of what it uses" if session.fuel is None else f"{session.fuel:,}"
        click.echo(f"the last value took {self.spent:,}; an entry may take: {bound}")

    def _quit(self, _: str) -> None:
        self.done = True


def _format_evaluation(evaluation: Evaluation) -> str:
    """Return `x = [1, 2] : List<Number>`; for a table its rows, and its type below them."""
    from seglam_lang.cli.render import format_value
    from seglam_lang.language.checking.type_errors import in_source
    from seglam_lang.language.values import Table

    name = f"{evaluation.name} = " if evaluation.name else ""
    if isinstance(evaluation.value, Table):
        table = evaluation.value
        some = table.take(list(range(MOST_ROWS))) if table.length > MOST_ROWS else table
        rows = format_count(table.length, "row")
        cut = f" (the first {MOST_ROWS} are shown)" if some is not table else ""
        return f"{format_value(some)}\n{name}Table, {rows}{cut}" if table.headers else f"{name}Table, {rows}"
    return f"{name}{_format_short(evaluation.value)} : {in_source(evaluation.type)}"


def _format_short(value: Value) -> str:
    """Return a value as it is written in source, cut where it is long."""
    from seglam_lang.language.syntax.literals import show_value

    if isinstance(value, str) and len(value) > LONGEST:
        return f"{show_value(value[:LONGEST])}... ({len(value):,} characters)"
    if isinstance(value, tuple) and len(value) > MOST_ROWS * 10:
        some = show_value(value[: MOST_ROWS * 10])[:LONGEST].removesuffix("]")
        return f"{some}, ...] ({len(value):,} items)"
    text = show_value(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text):,} characters)"


# --- where lines come from ----------------------------------------------------------------------------------------


def _piped() -> Iterator[str]:
    """Yield the lines of standard input where it is no terminal."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            click.echo(f"seglam: line {number} is not UTF-8 text", err=True)


def _converse(console: Console) -> None:
    """Read the lines that a person types, with history and completion where this Python has readline."""
    from seglam_lang import __version__
    from seglam_lang.cli.line_editing import start

    click.echo(f"seglam {__version__}; :help lists the commands, :quit leaves")
    save_history = start(console.complete)
    while not console.done:
        try:
            console.read(input(MORE if console.pending else PROMPT))
        except KeyboardInterrupt:
            console.clear()
            click.echo()
        except EOFError:
            click.echo()
            break
    save_history()
