"""History and completion for the lines that a person types, by whichever readline this Python has."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

MOST_LINES = 2_000  # of the history
PASSWORD = re.compile(r"://\S*:\S*@|\bpassword=")  # in the URL of a database
Complete = Callable[[str], list[str]]  # what may follow, from the line as far as the cursor


def history_file() -> Path:
    """Return the file with the lines of earlier sessions, in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("seglam", appauthor=False) / "repl_history"


def start(complete: Complete) -> Callable[[], None]:
    """Give `input` a history and completion, and return a function that saves the history.

    Without readline, or where the history cannot be read, there is none.
    """
    from seglam_lang.language.syntax.lexicon import SIGNS

    try:
        import readline
    except ImportError:  # Windows, and Pythons that were built without it
        return lambda: None
    readline.set_completer_delims("".join(sorted({*' \t\n"%@', *"".join(SIGNS.values())})))
    readline.set_completer(_completer(complete, readline.get_line_buffer, readline.get_endidx))
    editline = "libedit" in (readline.__doc__ or "") or getattr(readline, "backend", "") == "editline"
    readline.parse_and_bind("bind ^I rl_complete" if editline else "tab: complete")
    file = history_file()
    try:
        if file.exists():
            readline.read_history_file(file)
    except OSError:
        return lambda: None  # it is not ours to write
    readline.set_history_length(MOST_LINES)

    def save() -> None:
        for position in reversed(range(readline.get_current_history_length())):
            if PASSWORD.search(readline.get_history_item(position + 1)):
                readline.remove_history_item(position)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(file)
            file.chmod(0o600)
        except OSError:
            return  # a session without a history is no error

    return save


def _completer(complete: Complete, line: Callable[[], str], end: Callable[[], int]) -> Callable[[str, int], str | None]:
    """Return the function that readline calls with state 0, 1, 2, ... until it returns None."""
    found: list[str] = []

    def candidate(text: str, state: int) -> str | None:
        if state == 0:
            found[:] = [each for each in complete(line()[: end()]) if each.startswith(text)]
        return found[state] if state < len(found) else None

    return candidate
