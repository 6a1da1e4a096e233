"""The grammar for llama.cpp: it is what the language's grammar says, and nothing that llama.cpp dies of."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import numpy as np
import pytest

from seglam_lang.drafts import Draft, Fate, counted, under_grammar
from seglam_lang.language import LanguageError, check, check_draft
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import lexemes
from seglam_lang.language.syntax.grammar import grammar
from seglam_lang.language.syntax.lexicon import PATTERNS, is_name
from seglam_lang.language.syntax.parser import parse_body
from seglam_lang.places import shipped_layers
from seglam_lang.store import Store
from seglam_lang.store.program import load
from seglam_lang.translator import Translator
from seglam_lang.translator.bodies import NotAdmitted, canonical, known_body, some_signature
from seglam_lang.translator.failures import ModelDied, ModelError
from seglam_lang.translator.foreign import drafting, gbnf
from seglam_lang.translator.foreign.chat import Part
from seglam_lang.translator.foreign.drafting import Drafting
from seglam_lang.translator.foreign.drawing import Logits, MaskTooSlow, TimeLimit
from seglam_lang.translator.foreign.network import TextModel
from seglam_lang.translator.foreign.syntax_drafting import MOST_PIECES, SyntaxDrafting
from seglam_lang.translator.writing import source_of
from tests.language.bodies import bodies_of
from tests.totality.choices import Seeded
from tests.totality.programs import program
from tests.totality.sources import Unwritable
from tests.totality.sources import source_of as procedure_of
from tests.translator.foreign_models import foreign_model, model_of_kind
from tests.translator.models import task_of
from tests.translator.test_foreign_drafts import BODIES, LITERALS, SALES

SAMPLED = 3  # one in so many of what ships
LEAST_GENERATED = 8  # bodies of generated programs, of those that a draft may say


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return foreign_model().write(tmp_path_factory.mktemp("gbnf") / "tiny.gguf")


@pytest.fixture(scope="module")
def model(path: Path) -> TextModel:
    return TextModel(path, 1)


def accepted(model: TextModel, grammar: str, text: str) -> int | None:
    """How many pieces of a text are accepted; None where it is accepted as a whole."""
    sampler = model.sampler(grammar)
    try:
        for place, token in enumerate(model.tokens([Part(text, False)])):
            if not sampler.admitted([token]):
                return place
            sampler.accept(token)
        return None if sampler.admitted(model.pieces.ends) else len(text)
    finally:
        sampler.close()


def accepts(model: TextModel, body: str, signature: Signature = SALES, literals: Sequence[str] = LITERALS) -> bool:
    return accepted(model, gbnf.gbnf(signature, literals), body) is None


# What it accepts


@pytest.mark.parametrize("body", [*(body.replace("big", "x1") for body in BODIES), "refuse", "return  -tip\n* 2"])
def test_bodies(model: TextModel, body: str) -> None:
    assert accepts(model, body)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "return",
        "returntip",
        "return rows..count()",
        "return rows.delete()",
        "return 1 +",
        "return 1e5",
        "return price",  # not in scope
        'return "Paris"',  # nobody has said it
        "return tip let x1 = 2",
        "let return = 2 return 2",
        "ensure result > 1 return tip",
        "return [tip: 2]",
        "return rows; drop",
    ],
)
def test_what_is_no_body(model: TextModel, body: str) -> None:
    assert not accepts(model, body)


def literals_of(text: str) -> list[str]:
    return [each for each in lexemes(text) if each[0] in '"@']


def test_what_ships_is_accepted(model: TextModel) -> None:
    layers = shipped_layers()
    if not layers:
        pytest.skip("the procedures that ship are not built: python -m seglam_lang.layer")
    with Store.open(":memory:", layers) as store:
        typed = [(each, load(store, each.hash).params) for each in store.procedures()[::SAMPLED]]
    count = 0
    for stored, types in typed:
        known = known_body(stored.source, stored.params, types)
        if known is not None:
            count += 1
            names = [f"x_{place}" for place in range(len(types))]
            body = source_of([part if isinstance(part, str) else names[part] for part in known.body])
            assert accepts(model, body, some_signature(names, types), literals_of(body)), body
    assert count > len(typed) / 2


def test_generated_programs_are_accepted(model: TextModel) -> None:
    count = 0
    for seed in range(5_000, 5_150):
        try:
            source = procedure_of(program(Seeded(seed), inputs=0).procedure)
            check(source)
        except (Unwritable, LanguageError):
            continue
        for each in bodies_of(source):
            try:
                body = source_of(canonical(each.text, each.signature))
            except (NotAdmitted, ValueError):
                continue  # loops and promises: no draft says them
            if len(body) < 1_000 and not re.search(r"[0-9]{16}|[0-9][eE]|\.[0-9]{11}", body):
                assert accepts(model, body, each.signature, literals_of(body)), body
                count += 1
    assert count >= LEAST_GENERATED


def test_it_is_made_of_the_grammar_and_the_registry(model: TextModel) -> None:
    rules = grammar().rules
    assert {str(rule.origin.name) for rule in rules} | {rule.alias for rule in rules} >= gbnf.LEFT_OUT
    for name in {each.name for each in REGISTRY.by_id.values() if is_name(each.name)}:
        assert accepts(model, f"return tip.{name}(amount)"), name
    text = gbnf.gbnf(SALES, LITERALS)
    signs = {each.pattern.value for each in grammar().terminals if each.name not in PATTERNS}
    missing = {sign for sign in signs if gbnf.quoted(sign) not in text}
    assert missing == {"->", "?"}  # of signatures and annotations


# What it generates


class Whims:
    """Opinions of no model at all, that lean to an end."""

    def __init__(self, model: TextModel, seed: int) -> None:
        self.pieces = model.pieces
        self.dice = np.random.default_rng(seed)
        openings = np.array([text.startswith(("(", "[", "{", "-", " ")) for text in model.pieces.texts])
        self.leaning = -1.5 * openings
        self.leaning[list(model.pieces.ends)] = 3.0

    def begin(self) -> Logits:
        return self.step(0)

    def step(self, token: int) -> Logits:
        logits: Logits = (self.leaning + 2 * self.dice.standard_normal(len(self.leaning))).astype(np.float32)
        return logits


def drafts_of(model: TextModel, seed: int) -> list[Draft]:
    text = gbnf.gbnf(SALES, LITERALS)
    drafting = SyntaxDrafting(Whims(model, seed), model.pieces, SALES, lambda: model.sampler(text), least_willing=0.0)
    return drafting.drafts(4, seed, TimeLimit.from_now(3600.0))


def test_what_it_generates_parses(model: TextModel) -> None:
    found = [draft for seed in range(12) for draft in drafts_of(model, seed)]
    assert all(not draft.typed for draft in found)
    assert {draft.fate for draft in found} <= {Fate.FINISHED, Fate.ILL_TYPED, Fate.CUT_OFF, Fate.REFUSED}
    for draft in found:
        if draft.fate in (Fate.FINISHED, Fate.ILL_TYPED):
            parse_body(draft.text)
        if draft.finished:
            check_draft(draft.text, SALES)
        if draft.fate is Fate.ILL_TYPED:
            assert "does not type-check" in draft.why
    fates = {draft.fate for draft in found}
    assert {Fate.FINISHED, Fate.ILL_TYPED} <= fates
    assert drafts_of(model, 3) == drafts_of(model, 3)


def test_both_are_counted() -> None:
    drafts = [
        Draft("return tip", -1.0, Fate.FINISHED, count=2, typed=False),
        Draft("return tip.upper()", -1.0, Fate.ILL_TYPED, "it does not type-check", typed=False),
        Draft("return (", -1.0, Fate.CUT_OFF, "cut off", typed=False),
        Draft("return 1", -1.0, Fate.FINISHED),
    ]
    (said,) = under_grammar(drafts)
    assert said == "under GBNF (syntax only) 4 drafts, 3 finished, 1 of them discarded as ill typed"
    assert counted(drafts[3:]) == "1 draft, 1 finished, 0 of them discarded as ill typed"
    assert not [*under_grammar(drafts[3:])]
    assert drafts[0].weight.endswith("GBNF") and "GBNF" not in drafts[3].weight
    assert [Draft.from_dict(each.to_dict()) for each in drafts] == drafts


# What llama.cpp dies of


@pytest.mark.parametrize(
    "bad",
    ["", "root ::= (", "root ::= other", 'other ::= "a"', 'root ::= root "a" | "b"'],
    ids=["empty", "unbalanced", "undefined", "without a root", "left recursion"],
)
def test_a_grammar_that_llama_cpp_does_not_take(model: TextModel, bad: str) -> None:
    with pytest.raises(ModelError, match="does not take the grammar"):
        model.sampler(bad)


def test_no_rule_begins_with_itself_and_none_is_empty() -> None:
    """Behind a rule that may be empty llama.cpp overlooks left recursion, and takes all the memory there is."""
    rules = gbnf._usable(gbnf._rules(), gbnf._terminals(SALES, LITERALS, gbnf.OWN_NAMES))
    assert all(symbols for found in rules.values() for symbols in found)
    firsts = {name: {symbols[0] for symbols in found} - {name} for name, found in rules.items()}
    assert list(TopologicalSorter(firsts).static_order())  # else there is a circle
    written = re.findall(r"(?m)^(\S+) ::= \(?([^\s)]+)", gbnf.gbnf(SALES, LITERALS))
    assert len(written) > len(rules) and not [name for name, first in written if first == name]


@pytest.mark.parametrize("opening", ["(", "[", "{a: ", "not ", "-", "if ", "rows.map(x => ", "[rows.count(("])
def test_nested_brackets_do_not_double_the_ways(model: TextModel, opening: str) -> None:
    started = time.thread_time()
    at = accepted(model, gbnf.gbnf(SALES, LITERALS), "return " + opening * 30)
    assert at is not None and at >= 30  # all of it, but for the end
    assert time.thread_time() - started < 10


def test_what_the_grammar_forbids_ends_the_process_where_it_is_accepted(path: Path) -> None:
    """So only what `admitted` names is ever accepted."""
    code = (
        "import sys; from pathlib import Path; from seglam_lang.translator.foreign.network import TextModel\n"
        "sampler = TextModel(Path(sys.argv[1]), 1).sampler('root ::= \"a\"'); sampler.accept(ord('b'))"
    )
    found = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)
    assert found.returncode in (-signal.SIGABRT, 3)  # 3: on Windows


def test_only_what_is_admitted_is_written_whatever_the_model_prefers(model: TextModel) -> None:
    text = 'root ::= "return " [12]'

    class Odd(Whims):
        def step(self, token: int) -> Logits:
            logits: Logits = np.zeros(len(self.pieces.texts), dtype=np.float32)
            logits[:] = np.arange(len(logits)) / 10
            return logits

    (draft,) = SyntaxDrafting(Odd(model, 0), model.pieces, SALES, lambda: model.sampler(text), 0.0).drafts(
        1, 0, TimeLimit.from_now(60.0)
    )
    assert draft.finished and draft.text in ("return 1", "return 2")


def test_a_vocabulary_that_cannot_go_on_is_cut_off(model: TextModel) -> None:
    class Nothing:
        def admitted(self, tokens: Iterable[int]) -> list[int]:
            return []

        def accept(self, token: int) -> None:
            raise AssertionError(token)

        def close(self) -> None:
            self.closed = True

    nothing = Nothing()
    (cut,) = SyntaxDrafting(Whims(model, 0), model.pieces, SALES, lambda: nothing, 0.0).drafts(
        1, 0, TimeLimit.from_now(60.0)
    )
    assert cut.fate is Fate.CUT_OFF and "no token" in cut.why and nothing.closed


def test_a_draft_that_does_not_end_is_cut_off(model: TextModel) -> None:
    text = 'root ::= "a" root'
    (cut,) = SyntaxDrafting(Whims(model, 0), model.pieces, SALES, lambda: model.sampler(text), 0.0).drafts(
        1, 0, TimeLimit.from_now(60.0)
    )
    assert cut.fate is Fate.CUT_OFF and cut.text == "a" * MOST_PIECES and str(MOST_PIECES) in cut.why
    late = SyntaxDrafting(Whims(model, 0), model.pieces, SALES, lambda: model.sampler(text), 0.0).drafts(
        8, 0, TimeLimit.from_now(-1.0)
    )
    assert [each.fate for each in late] == [Fate.OUT_OF_TIME]


# Where it is used


@pytest.mark.parametrize("kind", ["llama", "t5", "bert", "rwkv"])
def test_a_vocabulary_of_any_kind_can_be_masked(kind: str, tmp_path: Path) -> None:
    """Types and grammar read the same pieces: where one cannot be spelled, it is beyond both."""
    model = TextModel(model_of_kind(kind).write(tmp_path / "tiny.gguf"), 1)
    text = gbnf.gbnf(SALES, ())
    for body in ("return rows.group_by(region).total(amount)", "return (tip * 18%).round(2)"):
        tokens = [*model.pieces.spelling(body), *model.pieces.ends]
        draft = Drafting.of(Spelled(model, tokens), model.pieces, SALES, ()).drafts(1, 0, TimeLimit.from_now(60.0))[0]
        assert draft.finished and lexemes(draft.text) == lexemes(body)
        sampler = model.sampler(text)
        for token in tokens[:-1]:
            assert sampler.admitted([token]) == [token]
            sampler.accept(token)
        assert sampler.admitted(tokens[-1:])
        sampler.close()


class Spelled:
    """A network that writes some tokens, one after the other."""

    def __init__(self, model: TextModel, tokens: Sequence[int]) -> None:
        self.count, self.tokens = len(model.pieces.texts), tokens

    def begin(self) -> Logits:
        self.left = list(self.tokens)
        return self.step(0)

    def step(self, token: int) -> Logits:
        logits: Logits = np.zeros(self.count, dtype=np.float32)
        logits[self.left.pop(0)] = 12.0
        return logits


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals")
def test_a_worker_that_ends_under_a_grammar_is_replaced(path: Path) -> None:
    with Translator(path, compares=False, syntax_only=True) as translator:
        expected = translator.draft(task_of(candidates=2, limit_s=60.0))
        assert {draft.typed for draft in expected} == {False}
        assert translator._worker is not None
        victim = translator._worker.process.pid
        os.kill(victim, signal.SIGSTOP)
        threading.Timer(0.2, os.kill, (victim, signal.SIGABRT)).start()
        threading.Timer(0.3, os.kill, (victim, signal.SIGCONT)).start()
        with pytest.raises(ModelDied, match="SIGABRT"):
            translator.draft(task_of(candidates=2, limit_s=60.0))
        assert translator.draft(task_of(candidates=2, limit_s=60.0)) == expected


def slow(*_: object) -> list[Draft]:
    """Drafts for which types take too long, and more than all the time there is."""
    time.sleep(0.3)
    raise MaskTooSlow


def test_it_takes_over_where_types_cost_too_much(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from seglam_lang.translator.foreign.answering import Answering
    from seglam_lang.translator.foreign.asking import PieceForm, trial
    from seglam_lang.translator.gguf_header import read_header

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    task = trial(2, 60.0)
    asked = PieceForm().asked(task)
    assert isinstance(asked, dict)
    message = {**asked, "limit_s": 60.0, "read_limit_s": 60.0, "candidates": 2, "seed": 0}
    answering = Answering(path, read_header(path), 1)

    def drafts(**more: object) -> list[Draft]:
        return [PieceForm().draft(task, each) for each in answering.answer({**message, **more})["drafts"]]

    def typed(**more: object) -> set[bool]:
        return {each.typed for each in drafts(**more)}

    assert typed() == {True}
    monkeypatch.setattr(drafting, "MOST_MASK_S", -1.0)
    assert typed() == {False}
    with monkeypatch.context() as patch:
        patch.setattr(Drafting, "drafts", slow)
        (late,) = drafts(limit_s=0.2)
    assert late.fate is Fate.OUT_OF_TIME and "the time limit of 0.2 s" in late.why
    monkeypatch.setattr(Drafting, "of", None)  # where the grammar is asked for, nothing else is built
    assert typed(syntax_only=True) == {False}


def test_a_first_draft_stands_though_types_cost_too_much_for_another(
    model: TextModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_MASK_S", -1.0)
    types = Drafting.of(Whims(model, 0), model.pieces, SALES, ())
    with pytest.raises(MaskTooSlow):
        types.drafts(8, 0, TimeLimit.from_now(60.0))
    late = types.draft(random.Random(0), TimeLimit.from_now(60.0))
    assert late.fate is Fate.OUT_OF_TIME and "to find out" in late.why
