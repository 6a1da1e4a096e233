"""The requests of `unseen/*.txt`, from which no model has learned, as rows of the form of the data files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from seglam_lang.inputs import read_inputs
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.translator.nano.blocks import Block, blocks
from seglam_lang.translator.nano.headed import Headed

FOLDER = Path(__file__).with_name("unseen")


def unseen_rows(folder: Path = FOLDER, number: Callable[[str], Any] = float) -> Iterator[dict[str, Any]]:
    """Yield the rows of the files of a folder; `number` reads what has a decimal point in an answer.

    Raise LanguageError, UnknownColumn or Failure where a program does not hold.
    """
    for path in sorted(folder.glob("[0-9]*.txt")):
        for place, block in enumerate(blocks(path), 1):
            asked = f"unseen-{path.stem.split('-')[0]}-{place}"
            known = {
                "source": "unseen",
                "table": sha256(json.dumps(block.inputs).encode()).hexdigest()[:10],
                "type": asked,
                "inputs": block.inputs,
                "answer": _answer(block, number),
                "expect": "answer" if block.program else "abstain",
                "gold": {"seglam": block.program, "sql": block.sql},
                "flags": [],
            }
            for wording, request in enumerate(block.wordings):
                yield {"id": f"{asked}-{wording}", "request": request, **known}


def _answer(block: Block, number: Callable[[str], Any]) -> Any:
    if not block.program:
        return None
    return json.loads(dumps(Headed.of(block.program).run(read_inputs(values=block.inputs))), parse_float=number)
