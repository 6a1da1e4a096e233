"""The cross-encoder that ships: what it reads, what it says, and what happens where its files are damaged."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.matching.uses import use_of
from seglam_lang.recognition import candidate
from seglam_lang.requests import read
from seglam_lang.requests.scope import Scope, scope_of
from seglam_lang.translator import DEFAULT_MODEL, ModelError, Task, Translator, client, model_files
from seglam_lang.translator.alike import Alike
from seglam_lang.translator.bodies import known_body
from seglam_lang.translator.comparing import Comparing
from seglam_lang.translator.cross_encoder import LONGEST_PAIR, pair
from seglam_lang.translator.failures import ModelUnusable
from seglam_lang.translator.in_words import descriptions
from seglam_lang.translator.messages import Candidate
from seglam_lang.translator.model_files import ALIKE_FILE, CROSS_FILE, alike_file, checked_files, cross_files
from seglam_lang.translator.nano.cross.pairs import Known
from seglam_lang.translator.nano.worded import worded
from seglam_lang.translator.vocabulary import BEGIN, CLOSE, UNKNOWN, Vocabulary
from tests.translator.models import task_of

SHIPPED = DEFAULT_MODEL.parent
WIDTH = 384  # numbers of a state
STAFF = {"columns": ["Name", "Team", "Salary"], "rows": [["Ann", "Ops", 10], ["Bo", "Ops", 30], ["Cy", "Law", 20]]}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_json(checked_files(DEFAULT_MODEL).vocabulary)


@pytest.fixture(scope="module")
def comparing() -> Comparing:
    return Comparing.of(SHIPPED / CROSS_FILE, threads=1)


def scope_for(request: str) -> Scope:
    return scope_of(read(request, read_inputs(values={"table": STAFF})).loosely)


# What it reads


def test_a_draft_is_read_as_what_it_does_with_this_request() -> None:
    scope = scope_for("total salary of Ops")
    drafts = [
        Draft("return rows.where(row => row[c1] == s0).total(c0)", -1.0, Fate.FINISHED),
        Draft("return rows.where(", -1.0, Fate.CUT_OFF, "cut off"),
        Draft("return rows.total(c2)", -1.0, Fate.FINISHED),  # names cannot be added up
    ]
    assert descriptions(drafts, scope) == ['the total Salary of the rows where Team is "Ops"', None, None]


def test_a_program_is_said_in_the_words_that_are_learned() -> None:
    """Descriptions of drafts are those of the programs that the cross-encoder learns from."""
    inputs = read_inputs(values={"table": STAFF})
    known = Known.of('rows.where(row => row[`Team`] == "Ops").total(`Salary`)', inputs, [inputs])
    draft = Draft("return rows.where(row => row[c1] == s0).total(c0)", -1.0, Fate.FINISHED)
    assert descriptions([draft], scope_for("total salary of Ops")) == [known.words]


@given(st.text(max_size=2000), st.text(max_size=2000))
def test_a_pair_always_fits(request: str, description: str) -> None:
    vocabulary = Vocabulary.from_json(checked_files(DEFAULT_MODEL).vocabulary)
    ids = pair(request, description, vocabulary)
    assert len(ids) <= LONGEST_PAIR
    assert ids[0] == vocabulary.piece_ids[BEGIN]
    assert ids.count(vocabulary.piece_ids[CLOSE]) == 2  # a text that says [SEP] has none: it is text


# What it says


@pytest.mark.parametrize(
    ("request_", "right", "wrong"),
    [
        ("who earns the most?", "the Name of the row with the largest Salary", "the total Salary by Team"),
        ("total salary by team", "the total Salary by Team", "the average Salary by Team"),
        ("average salary in Ops", 'the average Salary of the rows where Team is "Ops"', "the average Salary"),
        ("how many people are there in each team", "the number of rows by Team", "the Team of each row"),
    ],
)
def test_what_is_meant_is_likelier(comparing: Comparing, request_: str, right: str, wrong: str) -> None:
    likely, unlikely = comparing.chances(request_, [right, wrong])
    assert 0 <= unlikely < likely <= 1


@pytest.mark.parametrize(
    ("request_", "same", "other"),
    [
        ("who earns the most?", "highest paid employee", "average salary by team"),
        ("salaries added up per team", "total salary by team", "average salary by team"),
    ],
)
def test_words_for_the_same_are_alike(comparing: Comparing, request_: str, same: str, other: str) -> None:
    likely, unlikely = comparing.chances_alike(request_, [same, other])
    assert 0 <= unlikely < likely <= 1


@given(one=st.text(max_size=50), other=st.text(max_size=50))
@settings(max_examples=20)
def test_any_two_texts_can_be_compared(comparing: Comparing, one: str, other: str) -> None:
    assert 0 <= comparing.chances_alike(one, [other])[0] <= 1  # nothing is a text too


def test_the_same_texts_always_have_the_same_chance(comparing: Comparing) -> None:
    texts = ["the total Salary by Team", "the number of rows"]
    assert comparing.chances("salary by team", texts) == comparing.chances("salary by team", texts)
    assert comparing.chances("", [""])  # nothing is a text too


def test_the_drafts_of_any_model_are_compared(translator: Translator) -> None:
    drafts = translator.draft(task_of(candidates=8))
    assert [each.meant is not None for each in drafts] == [each.finished for each in drafts]


def test_words_that_have_asked_before_are_likelier_where_they_ask_for_the_same() -> None:
    """Of what is chosen: the words that asked for it are read beside the request, and said of what it takes now."""
    asked = {"who earns the most?": "rows.top(1, `Salary`).values(`Name`)", "pay per team": TOTALS}
    offered = [each for request, program in asked.items() if (each := known(request, program)) is not None]
    reading = read("Who has the highest salary?", read_inputs(values={"table": STAFF})).loosely
    with Translator() as translator:
        drafts = translator.choose(Task(reading, scope_of(reading)), offered)
    most, total = sorted(drafts, key=lambda draft: "top" not in draft.text)
    assert most.alike is not None and total.alike is not None
    assert most.alike > total.alike


TOTALS = "rows.group_by(`Team`).total(`Salary`)"


def known(request: str, program: str) -> Candidate | None:
    """Return a procedure that has answered a request, as it is offered for any other about the staff."""
    found = worded(request, {"table": STAFF}, program)
    assert found is not None
    checked = found.draft.named()
    body = known_body(checked.source, checked.params, checked.core.params)
    use = use_of(found.wording.procedure, found.wording.sources, found.arguments, found.reading.inputs)
    assert body is not None and use is not None
    return candidate(body, checked.core.params, use.sources, scope_for("staff"), found.wording)


def test_a_text_of_the_request_is_text(comparing: Comparing) -> None:
    hostile = "[CLS] [SEP] <|im_end|> \x00 \u202e " * 50
    assert all(0 <= each <= 1 for each in comparing.chances(hostile, [hostile]))


# Its files

ALL_FILES = ("encoder.gguf", "decoder.gguf", CROSS_FILE, ALIKE_FILE)


def copied(folder: Path) -> Path:
    for name in ALL_FILES:
        copy(SHIPPED / name, folder / name)
    return folder


def test_where_none_is_asked_for_nothing_is_compared(model_path: Path) -> None:
    with Translator(model_path, compares=False) as translator:
        assert {each.meant for each in translator.draft(task_of(candidates=8))} == {None}
        assert translator.model_hash != Translator(model_path).model_hash  # what is said of drafts counts too


@pytest.mark.parametrize("name", [CROSS_FILE, ALIKE_FILE])
def test_damaged_weights_are_refused(name: str, tmp_path: Path) -> None:
    path = copied(tmp_path) / name
    data = bytearray(path.read_bytes())
    data[-1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match="the weights are damaged"):
        Comparing.of(tmp_path / CROSS_FILE, 1)


@pytest.mark.parametrize("name", [CROSS_FILE, ALIKE_FILE])
def test_a_truncated_file_is_refused(name: str, tmp_path: Path) -> None:
    path = copied(tmp_path) / name
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(ModelError, match="truncated"):
        Comparing.of(tmp_path / CROSS_FILE, 1)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    (copied(tmp_path) / ALIKE_FILE).unlink()
    with pytest.raises(ModelUnusable, match=r"there is no model file .*alike\.gguf"):
        Comparing.of(tmp_path / CROSS_FILE, 1)


def test_what_compares_requests_belongs_to_one_cross_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "CROSS_CHECKSUM_KEY", "of.another")
    with pytest.raises(ModelError, match="belong together"):
        alike_file(copied(tmp_path) / CROSS_FILE)


@pytest.mark.parametrize("missing", range(4))
def test_what_compares_requests_needs_all_its_weights(missing: int) -> None:
    file = alike_file(SHIPPED / CROSS_FILE)
    weights = tuple(each for at, each in enumerate(file.weights) if at != missing)
    with pytest.raises(ModelError, match="is damaged"):
        Alike(replace(file, weights=weights), WIDTH)


def test_what_compares_requests_reads_states_of_one_size() -> None:
    with pytest.raises(ModelError, match="is damaged"):
        Alike(alike_file(SHIPPED / CROSS_FILE), WIDTH - 1)


def test_it_reads_with_no_other_encoder(tmp_path: Path, model_path: Path) -> None:
    for name in ("encoder.gguf", "decoder.gguf"):
        copy(model_path.with_name(name), tmp_path / name)
    path = Path(copy(SHIPPED / CROSS_FILE, tmp_path / CROSS_FILE))
    with pytest.raises(ModelError, match="belong together"):
        cross_files(path)


@pytest.mark.parametrize("head", [(), (math.nan,) * 385, (0.0,) * 384])
def test_a_damaged_head_is_refused(head: tuple[float, ...]) -> None:
    files = replace(cross_files(SHIPPED / CROSS_FILE), head=head)
    with pytest.raises(ModelError, match="its head"):
        Comparing(files, alike_file(SHIPPED / CROSS_FILE), threads=1)


def test_a_damaged_one_is_said_when_the_model_is_loaded(
    model_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copied(tmp_path) / CROSS_FILE
    path.write_bytes(path.read_bytes()[:-5000])
    monkeypatch.setattr(client, "CROSS", path)
    with Translator(model_path) as translator, pytest.raises(ModelUnusable, match=r"cross\.gguf: .*truncated"):
        translator.draft(task_of())


def test_a_long_word_is_none(vocabulary: Vocabulary) -> None:
    """Else it would be taken apart in a time that is cubic in its length: hours."""
    assert vocabulary.word("a" * 200_000) == [vocabulary.piece_ids[UNKNOWN]]
    assert len(pair("a" * 200_000, "b " * 200_000, vocabulary)) <= LONGEST_PAIR


def test_the_whole_model_is_small_enough() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in ALL_FILES) <= 40e6


def test_a_kept_draft_has_what_was_said_of_it() -> None:
    draft = Draft("return rows.count()", -1.0, Fate.FINISHED, meant=0.5)
    assert Draft.from_dict(json.loads(json.dumps(draft.to_dict()))) == draft
    assert Draft.from_dict({"text": "", "log_probability": 0, "why": ""}).meant is None  # of an earlier version


def test_requests_are_compared_in_their_own_words(comparing: Comparing) -> None:
    inputs = read_inputs(values={"table": STAFF})
    reading = read("who earns the most?", inputs).loosely
    with Translator() as shipped:
        drafts = shipped.draft(Task(reading, scope_of(reading), candidates=2))
    told = [each for each in descriptions(drafts, scope_of(reading)) if each is not None]
    assert told
    assert [each.meant for each in drafts if each.finished] == comparing.chances(reading.request, told)
