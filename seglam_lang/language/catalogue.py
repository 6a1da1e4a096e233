"""The catalogue of errors: what each code means, with a wrong and a right example.

The entries are in errors/*.toml, one file for each group:

    [comparison-chain]                       the code, which never changes its meaning
    title = "Comparisons cannot be chained"
    explanation = "..."                      two to five sentences
    wrong = "..."                            source with exactly this error, or an example that fails with it
    right = "..."                            the corrected source
    message = "..."                          the message about `wrong`, where the language itself has none

`explain(code)` is the entry for a terminal. `python -m seglam_lang.language.catalogue` writes the pages in docs/errors;
a test fails if they are stale.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from seglam_lang.language.diagnostics import did_you_mean, render

_ENTRIES = Path(__file__).parent / "errors"
_GROUPS = ("source", "statements", "expressions", "names", "types", "calls", "running")  # in reading order


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known about a code. `wrong` and `right` are "" if no short source can show it."""

    code: str
    page: str
    group: str
    title: str
    explanation: str
    wrong: str = ""
    right: str = ""
    message: str = ""


class UnknownCode(LookupError):
    """There is no such code; `str()` suggests another."""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Return all entries by code, in reading order."""
    entries: dict[str, Entry] = {}
    for page in _GROUPS:
        content = tomllib.loads((_ENTRIES / f"{page}.toml").read_text(encoding="utf-8"))
        group = content.pop("group")
        for code, parts in content.items():
            if code in entries:
                raise ValueError(f"the code {code} is in two files")
            texts = {name: text.strip("\n") + "\n" if name in ("wrong", "right") else text.strip()
                     for name, text in parts.items()}  # fmt: skip
            entries[code] = Entry(code, page, group, **texts)
    return entries


def explain(code: str) -> str:
    """Return the entry of a code for a terminal: the explanation, a wrong source with its diagnostics, a right one."""
    known = catalogue()
    if code not in known:
        hint = did_you_mean(code, known) or "codes are in brackets, as in error[unknown-name]"
        raise UnknownCode(f"there is no error `{code}`; {hint}")
    entry = known[code]
    parts = [f"{entry.code}: {entry.title}", entry.explanation]
    if entry.wrong:
        parts += ["Wrong:", _indented(entry.wrong), _indented(entry.message or diagnostics_of(entry.wrong))]
    if entry.right:
        parts += ["Right:", _indented(entry.right)]
    return "\n\n".join(parts) + "\n"


def diagnostics_of(source: str) -> str:
    """Return the diagnostics of a source, or those of its examples if it has none."""
    from seglam_lang.language.checking.checker import check
    from seglam_lang.language.checking.examples import run_examples
    from seglam_lang.language.diagnostics import LanguageError, render_all

    try:
        found = [each for checked in check(source) for each in run_examples(checked)]
    except LanguageError as error:
        return render_all(error, source, "example.seg")
    return "\n\n".join(render(each, source, "example.seg") for each in found)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))


def pages() -> dict[str, str]:
    """Return the Markdown of docs/errors by file name: an index, and a page for each group with an anchor for each
    code."""
    entries = catalogue().values()
    index = [
        "# Errors",
        "Every error in a source, and every failure of a run. Each has a code, which is in brackets in the message and "
        "never changes its meaning. `seglam docs CODE` shows its entry in a terminal. These pages are generated from "
        "`seglam_lang/language/errors`.",
    ]
    made: dict[str, str] = {}
    for page in _GROUPS:
        group = [each for each in entries if each.page == page]
        rows = [f"| [`{each.code}`]({page}.md#{each.code}) | {each.title} |" for each in group]
        index.append("\n".join([f"## {group[0].group}\n", "| code | |", "|---|---|", *rows]))
        made[f"{page}.md"] = (
            "\n\n".join([f"# {group[0].group}", "[All errors](README.md)", *map(_section, group)]) + "\n"
        )
    return {"README.md": "\n\n".join(index) + "\n", **made}


def _section(entry: Entry) -> str:
    """Return the part of a page about one code."""
    parts = [f"## {entry.code}", f"**{entry.title}.**", entry.explanation]
    if entry.wrong:
        parts += ["Wrong:", f"```\n{entry.wrong}```", f"```text\n{entry.message or diagnostics_of(entry.wrong)}\n```"]
    if entry.right:
        parts += ["Right:", f"```\n{entry.right}```"]
    return "\n\n".join(parts)


def main() -> None:
    """Write the pages: `python -m seglam_lang.language.catalogue [FOLDER]`."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/errors")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
