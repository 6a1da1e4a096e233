"""The documents that show what the program does, as blocks of code that can be run, in order and in one folder.

```seglam FILE.seg          a file; it is checked and its examples hold (`wrong` after the name: it has errors)
```seglam                   expressions that are true, one a line
```csv FILE                 another file
```console                  commands after `$ `, with what they print
```python                   a session, as in doctest
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from seglam_lang.cli import cli

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"(?ms)^```(\w+) ?([^\n]*)\n(.*?)^```$")
_COMMAND = re.compile(r"(?m)^\$ seglam (.*)\n((?:(?!\$ ).*\n)*)")
_TIME = re.compile(r"\b[0-9.]+ m?s\b")  # differs from run to run


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `line` is that of its first line in the document."""

    language: str
    title: str
    text: str
    line: int


def blocks(document: str) -> list[Block]:
    """The fenced blocks of a document of the repository, in order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = _FENCE.finditer(text)
    return [Block(each[1], each[2], each[3], text.count("\n", 0, each.start()) + 2) for each in found]


def write_files(document: str, folder: Path) -> None:
    """The files that a document introduces."""
    for each in blocks(document):
        if each.title:
            (folder / each.title.removesuffix(" wrong")).write_text(each.text, encoding="utf-8")


def commands(block: Block) -> list[tuple[str, str]]:
    """The commands of a console block with the output that is shown."""
    return _COMMAND.findall(block.text)


def output_of(command: str) -> str:
    """What a command prints, on both streams; times are left out."""
    result = CliRunner().invoke(cli, shlex.split(command))
    return without_times(result.output)


def without_times(text: str) -> str:
    """A text that is the same in every run."""
    return _TIME.sub("... ms", text)
