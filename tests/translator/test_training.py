"""Making a model: training goes on where it stopped, and learns."""

from __future__ import annotations

import json
from array import array
from pathlib import Path
from random import Random

import pytest

from seglam_lang.translator.vocabulary import END, REFUSE, RIGHT, UNUSED, WRONG, Vocabulary

torch = pytest.importorskip("torch", reason="PyTorch is only needed to make a model: pip install '.[train]'")

pytestmark = pytest.mark.slow

WORDS = ("and", "minus", "times")
PIECES = ("[PAD]", UNUSED.format(0), UNUSED.format(1), "[UNK]", "[CLS]", "[SEP]", *WORDS)
VOCABULARY = Vocabulary((END, REFUSE, RIGHT, WRONG, "return", "t0", "t1", "+", "-", "*"), PIECES, ("t0", "t1"))
PROGRAMS = {"and": "+", "minus": "-", "times": "*"}


def write_corpus(folder: Path) -> None:
    (folder / "vocabulary.json").write_text(VOCABULARY.to_json(), encoding="utf-8")
    ids, rows = array("H"), []
    for word in WORDS * 20:
        program = [VOCABULARY.program_ids[token] for token in ("return", "t0", PROGRAMS[word], "t1", END)]
        prompt = [VOCABULARY.mark("t0"), *VOCABULARY.word(word), VOCABULARY.mark("t1")]
        ids.extend([*prompt, *program])
        rows.append(("calc", len(prompt), len(program), 0))
    for part in ("train", "dev"):
        (folder / f"{part}.ids").write_bytes(ids.tobytes())
        (folder / f"{part}.json").write_text(json.dumps(rows), encoding="utf-8")


def test_training_goes_on_where_it_stopped_and_learns(tmp_path: Path) -> None:
    from seglam_lang.translator.nano.network import Size
    from seglam_lang.translator.nano.train import Corpus, Training, evaluate

    write_corpus(tmp_path)
    encoder = {"width": 64, "layers": 2, "heads": 4, "hidden": 96}
    decoder = {"decoder_layers": 2, "decoder_heads": 4, "decoder_hidden": 96}
    size = Size(len(PIECES), len(VOCABULARY.program_tokens), **encoder, **decoder)
    steps = []
    for minutes in (0.05, 0.5):
        training = Training(tmp_path, None, 16, 1, "cpu", size)
        training.run(minutes, 1.0)
        steps.append(training.step)
    assert 0 < steps[0] < steps[1]
    assert evaluate(training.average, Corpus.of(tmp_path, "dev")) == {"calc": 1.0}


def test_what_is_given_is_not_foretold(tmp_path: Path) -> None:
    from seglam_lang.translator.nano.train import Corpus

    write_corpus(tmp_path)
    found = Corpus.of(tmp_path, "train")
    rows = [(source, begin, prompt, program, 3) for source, begin, prompt, program, _ in found.rows]
    _, _, _, written, foretold = Corpus(found.ids, rows).tensors([0, 1])
    assert written.sum(1).tolist() == [5, 5] and foretold.sum(1).tolist() == [2, 2]


def test_names_are_exchanged_in_prompt_and_program_alike() -> None:
    from seglam_lang.translator.nano.train import renaming

    names = ("c0", "c1", "c2", "c3", "s0", "s1", "rows")
    pieces = ("[PAD]", *(UNUSED.format(i) for i in range(len(names))), "[UNK]", "[CLS]", "[SEP]", *WORDS)
    vocabulary = Vocabulary((END, "return", "+", *names), pieces, names)
    prompt = array("H", [vocabulary.mark(name) for name in ("s0", "c2", "c0", "c1", "s0", "rows")])
    program = array("H", [vocabulary.program_ids[token] for token in ("return", "c1", "+", "c2", "s0", "rows", END)])
    said = {vocabulary.program_ids[name]: name for name in names}
    shown = {vocabulary.mark(name): name for name in names}
    seen = set()
    rename = renaming(vocabulary, Random(1))
    for _ in range(40):
        read, written = rename(prompt, program)
        new = dict(zip(("s0", "c2", "c0", "c1", "s0", "rows"), (shown[i] for i in read), strict=True))
        assert {new[name] for name in ("c0", "c1", "c2")} == {"c0", "c1", "c2"}  # c3 is no name of this lesson
        assert (new["s0"], new["rows"]) == ("s0", "rows")
        assert [said.get(i, i) for i in written] == [new.get(said.get(i, ""), i) for i in program]
        seen.add(tuple(sorted(new.items())))
    assert len(seen) == 6


def test_sources_are_drawn_by_their_weights(tmp_path: Path) -> None:
    from seglam_lang.translator.nano.train import MIXTURE, Corpus, batches

    rows = [(source, 0, 3, 5, 0) for source in ("everyday", "calc") for _ in range(10)]
    drawn = [
        at
        for _, batch in zip(range(60), batches(Corpus(array("H"), rows), 32, Random(1)), strict=False)
        for at in batch
    ]
    share = sum(at < 10 for at in drawn) / len(drawn)
    assert share == pytest.approx(MIXTURE["everyday"] / (MIXTURE["everyday"] + MIXTURE["calc"]), abs=0.05)
