"""The catalogue of errors: every code with what it means, and a wrong and a right example.

The entries stand in errors/*.toml, one file a group:

    [comparison-chain]                       the code, which never changes its meaning
    title = "Comparisons that are chained"
    explanation = "..."                      two to five sentences
    wrong = "..."                            source of which exactly this is said, or, of a failure, that fails with it
    right = "..."                            the same, mended
    message = "..."                          what is said of `wrong`, where it is not the language that says it

`explain(code)` is what a terminal shows. `python -m seglam_lang.language.catalogue` writes the pages in docs/errors
anew; a test says when they are stale.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from seglam_lang.language.diagnostics import did_you_mean, render

_ENTRIES = Path(__file__).parent / "errors"
_GROUPS = ("source", "statements", "expressions", "names", "types", "calls", "running")  # as they are read


@dataclass(frozen=True, slots=True)
class Entry:
    """What there is to say about a code. `wrong` and `right` are "" where no short source shows it."""

    code: str
    page: str
    group: str
    title: str
    explanation: str
    wrong: str = ""
    right: str = ""
    message: str = ""


class UnknownCode(LookupError):
    """There is no such code; `str()` says which is meant."""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """All entries by their codes, in the order in which they are to be read."""
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
    """What a code means, as a terminal shows it: the explanation, a wrong source with what is said, a right one."""
    known = catalogue()
    if code not in known:
        hint = did_you_mean(code, known) or "the codes stand in brackets, as in error[unknown-name]"
        raise UnknownCode(f"there is no error `{code}`; {hint}")
    entry = known[code]
    parts = [f"{entry.code}: {entry.title}", entry.explanation]
    if entry.wrong:
        parts += ["Wrong:", _indented(entry.wrong), _indented(entry.message or said_of(entry.wrong))]
    if entry.right:
        parts += ["Right:", _indented(entry.right)]
    return "\n\n".join(parts) + "\n"


def said_of(source: str) -> str:
    """The diagnostics of a source, and of its examples where there are none."""
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
    """The Markdown of docs/errors by file name: an index, and a page for each group with an anchor for each code."""
    entries = catalogue().values()
    index = [
        "# Errors",
        "Everything that can be said of a source, and every way in which a run can end without a value. Each has a "
        "code, which stands in brackets in the message and never changes its meaning; `seglam docs CODE` shows its "
        "part of these pages in a terminal. They are generated from `seglam_lang/language/errors`.",
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
    """The part of a page that one code has."""
    parts = [f"## {entry.code}", f"**{entry.title}.**", entry.explanation]
    if entry.wrong:
        parts += ["Wrong:", f"```\n{entry.wrong}```", f"```text\n{entry.message or said_of(entry.wrong)}\n```"]
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
