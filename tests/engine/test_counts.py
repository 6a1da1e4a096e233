"""Everything is computed once: how often what costs something is called, on a hit and on a miss."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import pytest

from seglam_lang.language.checking import procedures
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.running import compiler
from seglam_lang.language.storing import codec, decoding
from seglam_lang.language.syntax import parser
from seglam_lang.requests import slots
from seglam_lang.verifier import generate
from seglam_lang.verifier.judging import DEFAULT
from tests.engine.conftest import Start

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}
WORDS = "total revenue for each city"
BODY = "return rows.group_by(c1).total(c0)"
OTHER = "let groups = rows.group_by(c1)\nreturn groups.total(c0)"

COUNTED: dict[str, Callable[..., Any]] = {
    "matches": slots.matches,
    "visible": slots.visible,
    "analyse": procedures.analyse,
    "parse a draft": parser.parse_body,
    "parse a source": parser.parse,
    "content_hash": codec.content_hash,
    "encode": codec.encode,
    "decode": decoding.decode,
    "compile_procedure": compiler.compile_procedure,
    "generate": generate.generate,
}


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count the calls of the functions above, from wherever they are called."""
    names: dict[CodeType, str] = {function.__code__: name for name, function in COUNTED.items()}
    calls: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and (name := names.get(frame.f_code)):
            calls[name] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def test_a_hit(start: Start) -> None:
    seglam, _ = start([BODY])
    seglam.exec(WORDS, table=CITIES)
    with counting() as calls:
        assert seglam.exec(WORDS, table=CITIES).status == "hit"
    assert calls == {"matches": 1, "visible": 1}


def test_the_first_hit_of_a_process_reads_the_procedure(start: Start) -> None:
    start([BODY])[0].exec(WORDS, table=CITIES)
    seglam, _ = start()
    with counting() as calls:
        assert seglam.exec(WORDS, table=CITIES).status == "hit"
    # `encode` shows that the bytes are canonical
    assert calls == {"matches": 1, "visible": 1, "decode": 1, "encode": 1, "compile_procedure": 1}


@pytest.mark.parametrize("bodies", [[BODY], [BODY, OTHER], [BODY, BODY, OTHER, "return rows.total(c0)"]])
def test_a_miss(start: Start, bodies: list[str]) -> None:
    seglam, _ = start(bodies)
    with counting() as calls:
        answer = seglam.exec(WORDS, table=CITIES)
    drafts = len(bodies)
    assert calls["matches"] == calls["visible"] == 1
    assert calls["parse a draft"] == calls["analyse"] == calls["encode"] == drafts
    assert calls["compile_procedure"] <= drafts
    assert calls["content_hash"] == 0  # the hash is that of the bytes, which are there
    if answer.status == "miss":
        assert calls["parse a source"] == 1  # where its nodes stand in the source that people read
    assert calls["decode"] == 0  # what was just compiled is what runs


def test_the_generated_inputs_of_an_only_program_run_once(start: Start) -> None:
    seglam, _ = start([BODY])
    with counting() as calls:
        assert seglam.exec(WORDS, table=CITIES).status == "miss"
    assert calls["generate"] == DEFAULT.inputs


def test_calls_are_seen_from_wherever_they_come() -> None:
    with counting() as calls:
        generate.samples(Signature(()), 1, 3)
    assert calls == {"generate": 3}
