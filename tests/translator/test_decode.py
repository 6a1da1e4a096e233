"""Decoding over a network of our own making: what is admitted, how candidates part and merge, how drafts end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from seglam_lang.drafts import Fate
from seglam_lang.translator import decode
from seglam_lang.translator.decode import Decoder
from seglam_lang.translator.messages import MAX_TOKENS
from seglam_lang.translator.sequences import Logits, Move
from seglam_lang.translator.together import Together
from seglam_lang.translator.vocabulary import END, REFUSE, RIGHT, WRONG
from seglam_lang.translator.writing import source_of

TOKENS = ("a", "b", ".m(", ")", END, REFUSE)
JUDGING = (*TOKENS, RIGHT, WRONG)


class Grammar:
    """Admits the sequences of lexemes that are beginnings of `sentences`."""

    among = None

    def __init__(self, sentences: Sequence[str], read: tuple[str, ...] = ()) -> None:
        self.sentences, self.read = sentences, read

    @property
    def pending(self) -> tuple[str, ...]:
        ways = {sentence.split()[len(self.read)] for sentence in self.sentences if self.begins(sentence, self.read)}
        return tuple(ways) if len(ways) == 1 else ()

    @staticmethod
    def begins(sentence: str, read: tuple[str, ...]) -> bool:
        lexemes = tuple(sentence.split())
        return lexemes[: len(read)] == read and len(lexemes) > len(read)

    @property
    def complete(self) -> bool:
        return " ".join(self.read) in self.sentences

    def advance(self, lexeme: str) -> Grammar | None:
        read = (*self.read, lexeme)
        fits = any(tuple(sentence.split())[: len(read)] == read for sentence in self.sentences)
        return Grammar(self.sentences, read) if fits else None


class Fixed:
    """A network with the same opinion at every step, which checks how its sequences are used."""

    def __init__(self, **probabilities: float) -> None:
        names = {"m": ".m(", "close": ")", "end": END, "refuse": REFUSE}
        given = {names.get(name, name): value for name, value in probabilities.items()}
        self.logits: Logits = np.log(np.array([given.get(token, 1e-9) for token in TOKENS]))
        self.written: dict[int, list[str]] = {}
        self.batches: list[int] = []

    def prefill(self, prompt: Sequence[int]) -> Logits:
        self.written = {0: []}
        return self.logits

    def fork(self, source: int, target: int) -> None:
        self.written[target] = list(self.written[source])

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        assert len({move.sequence for move in moves}) == len(moves)
        self.batches.append(len(moves))
        for move in moves:
            assert move.position == 3 + len(self.written[move.sequence])
            self.written[move.sequence].append(JUDGING[move.token])
        return [self.logits for _ in moves]


class Judging(Fixed):
    """One that has learned to judge: what has an `a` in it is right, with the probability `sure`."""

    def __init__(self, sure: float, **probabilities: float) -> None:
        super().__init__(**probabilities)
        self.logits = np.append(self.logits, [-2.0, -2.0])  # whatever it would like to write
        self.sure = sure

    def step(self, moves: Sequence[Move]) -> list[Logits]:
        return [
            self.judged(self.written[move.sequence]) if JUDGING[move.token] == END else logits
            for move, logits in zip(moves, super().step(moves), strict=True)
        ]

    def judged(self, written: Sequence[str]) -> Logits:
        right = self.sure if "a" in written else 1 - self.sure
        return np.append(np.zeros(len(TOKENS)), np.log([right, 1 - right]))


def draft(network: Fixed, sentences: Sequence[str], candidates: int = 8, seed: int = 1, limit_s: float = 10.0) -> Any:
    start: Any = Grammar(sentences)
    return Decoder(network, JUDGING if isinstance(network, Judging) else TOKENS).draw(
        [0, 1, 2], start, candidates, seed, limit_s
    )


def likeliest(network: Fixed, sentences: Sequence[str], candidates: int = 8, limit_s: float = 10.0) -> Any:
    start: Any = Grammar(sentences)
    tokens = JUDGING if isinstance(network, Judging) else TOKENS
    return Decoder(network, tokens).likeliest([0, 1, 2], start, candidates, limit_s)


def test_the_likeliest_are_found_in_order() -> None:
    sentences = [f"{x} {y}" for x in "ab" for y in "ab"]
    drafts = likeliest(Fixed(a=0.6, b=0.4, end=0.2), sentences)
    assert [each.text for each in drafts] == ["a a", "a b", "b a", "b b"]
    assert [each.log_probability for each in drafts] == pytest.approx(list(map(math.log, (0.36, 0.24, 0.24, 0.16))))
    assert all(each.finished and each.count == 1 for each in drafts)
    assert [each.text for each in likeliest(Fixed(a=0.6, b=0.4), sentences, candidates=2)] == ["a a", "a b"]


def test_the_likeliest_are_judged_and_say_how_willing_the_model_was() -> None:
    first, second = likeliest(Judging(0.9, a=0.6, b=0.4, end=0.5), ["a", "b"])
    assert (first.text, first.critic) == ("a", pytest.approx(0.9))
    assert (second.text, second.critic) == ("b", pytest.approx(0.1))
    (forced,) = likeliest(Fixed(a=0.01, b=0.99, end=0.01), ["a"])
    assert forced.willing < 0.001


def test_a_value_is_compared_with_columns_that_hold_it() -> None:
    names = Together({"v0": ["c1", "c3"]})
    cell = ["rows", ".where(", "row", "=>", "row", "["]
    assert names.admits([*cell, "c1", "]", "=="], "v0")
    assert names.admits([*cell, "c3", "]", "!="], "v0")
    assert not names.admits([*cell, "c2", "]", "=="], "v0")
    assert names.admits([*cell, "c2", "]", "=="], "v1")  # nobody knows
    assert names.admits([*cell, "c2", "]", ".contains("], "v0")
    assert names.admits(["v1", "=="], "v0")


def test_what_does_not_go_together_makes_room_for_what_does() -> None:
    tokens = ("[", "c0", "c1", "]", "==", "v0", END, REFUSE)
    following = {"": "[", "[": "c0", "c0": "]", "c1": "]", "]": "==", "==": "v0", "v0": END, END: END}

    def after(token: str) -> Logits:
        return np.log(np.array([0.99 if each == following.get(token) else 0.01 for each in tokens]))

    network: Any = Fixed()
    network.prefill = lambda prompt: after("")
    network.fork = lambda source, target: None
    network.step = lambda moves: [after(tokens[move.token]) for move in moves]
    start: Any = Grammar(["[ c0 ] == v0", "[ c1 ] == v0"])
    found = Decoder(network, tokens).likeliest([0, 1, 2], start, 8, 10.0, Together({"v0": ["c1"]}))
    assert [each.text for each in found if each.finished] == ["[c1] == v0"]


def test_refusing_is_one_of_the_likeliest() -> None:
    refusal, other = likeliest(Judging(0.9, refuse=0.7, a=0.3, end=0.5), ["a"])
    assert (refusal.fate, refusal.critic, other.text) == (Fate.REFUSED, None, "a")
    assert refusal.log_probability == pytest.approx(math.log(0.7))


def test_what_is_hardly_ever_right_is_not_sought() -> None:
    """It is e^9 times less likely; with a choice of its own it would be written."""
    assert [each.text for each in likeliest(Fixed(a=0.9999, b=0.0001), ["a", "b a a"])] == ["a"]


def test_a_search_says_what_did_not_come_to_an_end() -> None:
    (dead,) = likeliest(Fixed(a=1.0), ["a c", "a d"])
    assert dead.fate is Fate.CUT_OFF and "dead end" in dead.why and dead.text == "a"
    (long,) = likeliest(Fixed(a=1.0), ["a " * 500])
    assert long.fate is Fate.CUT_OFF and f"{MAX_TOKENS} tokens" in long.why
    (late,) = likeliest(Fixed(a=1.0), ["a " * 500], limit_s=-1.0)
    assert late.fate is Fate.OUT_OF_TIME and "time limit" in late.why


def test_only_what_the_grammar_admits_is_written() -> None:
    (only,) = draft(Fixed(b=0.9, a=0.1), ["a . m ( )"])
    assert (only.text, only.finished, only.count) == ("a.m()", True, 8)
    assert only.log_probability == 0.0  # nothing else was admissible anywhere


def test_a_draft_that_the_grammar_forced_shows_it() -> None:
    (free,) = draft(Fixed(a=1.0, end=1.0), ["a"])
    (forced,) = draft(Fixed(a=0.01, b=0.99, end=0.01), ["a"])
    assert free.text == forced.text == "a"
    assert free.willing == pytest.approx(0.25, rel=0.01)  # half of it for `a`, half for the end
    assert forced.willing < 0.001


def test_candidates_part_and_equal_ones_are_merged() -> None:
    network = Fixed(a=0.6, b=0.4, end=0.2)
    first, second = draft(network, ["a", "b"], candidates=16)
    assert (first.text, second.text) == ("a", "b")
    assert first.count + second.count == 16
    assert first.log_probability == pytest.approx(math.log(0.6))
    assert second.log_probability == pytest.approx(math.log(0.4))
    assert network.batches == [2]  # one computation for each distinct prefix


def test_the_first_candidate_is_greedy_and_the_seed_decides_the_others() -> None:
    sentences = [f"{x} {y} {z}" for x in "ab" for y in "ab" for z in "ab"]
    runs = [draft(Fixed(a=0.5, b=0.49), sentences, seed=seed) for seed in (1, 1, 2)]
    assert all(run[0].text == "a a a" for run in runs)
    assert runs[0] == runs[1] != runs[2]
    assert all(sum(found.count for found in run) == 8 for run in runs)


def test_sequences_are_reused_when_branches_end() -> None:
    sentences = ["a " * i + "b" for i in range(40)]
    drafts = draft(Fixed(a=0.7, b=0.3), sentences, candidates=16)
    assert sum(found.count for found in drafts) == 16 and all(found.finished for found in drafts)


def test_a_dead_end_is_a_failed_draft() -> None:
    (only,) = draft(Fixed(a=1.0), ["a c", "a d"])
    assert only.fate is Fate.CUT_OFF and "dead end" in only.why and only.text == "a"


def test_what_must_be_followed_by_the_unwritable_is_not_begun() -> None:
    (only,) = draft(Fixed(a=0.9, b=0.1), ["a c", "b b"])
    assert only.finished and only.text == "b b"


def test_a_dot_is_written_where_the_vocabulary_has_a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.translator.test_decode.TOKENS", ("a", "b", ".m(", ".", END, REFUSE))
    (only,) = draft(Fixed(**{".": 0.9, "a": 0.9, "m": 0.1}), ["a . c", "a . m ("])
    assert only.text == "a.m("
    (other,) = draft(Fixed(**{".": 0.9, "a": 0.9, "m": 0.1}), ["a . b", "a . m ("])
    assert other.text == "a.b"


def test_the_token_limit_cuts_off() -> None:
    (only,) = draft(Fixed(a=1.0), ["a " * 500])
    assert only.fate is Fate.CUT_OFF and f"{MAX_TOKENS} tokens" in only.why and only.count == 8


def test_the_time_limit_cuts_off() -> None:
    (only,) = draft(Fixed(a=1.0), ["a " * 500], limit_s=-1.0)
    assert only.fate is Fate.OUT_OF_TIME and "time limit" in only.why


def test_refusing_is_possible_at_the_beginning_only() -> None:
    (refusal,) = draft(Fixed(refuse=1.0), ["a"])
    assert refusal.fate is Fate.REFUSED and not refusal.finished and "nothing" in refusal.why
    (other,) = draft(Fixed(a=0.9, refuse=0.1), ["a a a"], candidates=1)
    assert other.fate is Fate.FINISHED


def test_a_model_that_has_learned_to_judges_each_draft_that_ended() -> None:
    network = Judging(0.9, a=0.6, b=0.4, end=0.5, refuse=0.01)
    drafts = draft(network, ["a", "b", "b b", "b b a"], candidates=16)
    assert {each.text for each in drafts} == {"a", "b", "b b", "b b a"}
    for each in drafts:
        assert each.critic == pytest.approx(0.9 if "a" in each.text else 0.1)
    assert sum(each.count for each in drafts) == 16


def test_a_judgement_is_no_part_of_a_draft() -> None:
    drafts = draft(Judging(0.9, a=0.5, b=0.5), ["a", "<right>", "<wrong>"])
    assert [each.text for each in drafts] == ["a"]


def test_extreme_judgements_are_probabilities() -> None:
    for sure, critic in ((1.0, 1.0), (0.0, 0.0)):
        with np.errstate(divide="ignore"):
            (only,) = draft(Judging(sure, a=1.0), ["a"])
        assert only.critic == critic


def test_what_did_not_end_and_what_was_refused_is_not_judged() -> None:
    (refused,) = draft(Judging(0.9, refuse=1.0), ["a"])
    (cut,) = draft(Judging(0.9, a=1.0), ["a " * 500])
    assert refused.fate is Fate.REFUSED and cut.fate is Fate.CUT_OFF
    assert refused.critic is cut.critic is None


def test_a_model_that_has_not_learned_to_judge_does_not() -> None:
    (only,) = draft(Fixed(a=1.0), ["a"])
    assert only.finished and only.critic is None


def test_all_tokens_are_tried_where_the_best_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "TRIED_FIRST", 1)
    (only,) = draft(Fixed(a=0.999, b=1e-12, end=1e-13, refuse=1e-14), ["b"])
    assert only.text == "b" and only.finished


def test_text_is_spaced_as_people_write_it() -> None:
    lexemes = "let x = rows .where( row => row [ c0 ] == s0 ) return x .count( )"
    assert source_of(lexemes.split()) == "let x = rows.where(row => row [c0] == s0)\nreturn x.count()"
