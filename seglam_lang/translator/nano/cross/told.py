"""What a cross-encoder learns from: requests with descriptions of programs that are right for them, or wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from seglam_lang.translator.nano.corpus import FOLDER

TOLD = FOLDER / "cross"  # where it is kept


@dataclass(frozen=True)
class Told:
    """Wordings of one thing, and what programs do in plain words: each `right` for all of them, or `wrong`.

    `group` tells tables or databases apart, as in `Asked`.
    """

    source: str
    group: str
    requests: tuple[str, ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    def to_line(self) -> str:
        """Return it as a line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"

    @staticmethod
    def of_line(line: str) -> Told:
        """Return what `to_line` wrote."""
        plain = json.loads(line)
        lists = {name: tuple(plain[name]) for name in ("requests", "right", "wrong")}
        return Told(plain["source"], plain["group"], **lists)


def told(path: Path) -> Iterator[Told]:
    """Yield what a file holds."""
    with path.open(encoding="utf-8") as lines:
        yield from map(Told.of_line, lines)
