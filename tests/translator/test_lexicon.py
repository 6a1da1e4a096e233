"""How the lexicon is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.requests.unread.lexicon import Names, Place, SpanKind
from seglam_lang.translator.nano.blocks import FOLDER, blocks
from seglam_lang.translator.nano.lexicon import CountedBlock, CountedRequest, Said, company, count

HIGHEST, OTHER = frozenset({"top", "gives:List"}), frozenset({"total", "gives:Number"})


def block(number: int, features: frozenset[str], words: str) -> CountedBlock:
    return CountedBlock("everyday", f"table {number}", features, set(words.split()))


def test_a_word_goes_with_what_its_programs_do_more_than_others() -> None:
    asked = [block(n, HIGHEST, "the dearest of all") for n in range(30)]
    found = company([*asked, *(block(n, OTHER, "the sum of all") for n in range(30, 60))])
    assert found["dearest"].features[0] in HIGHEST and found["dearest"].without == 0
    assert found["dearest"].chance_without < 0.05
    assert "the" not in found and "all" not in found


def test_a_word_of_one_table_goes_with_nothing() -> None:
    asked = [CountedBlock("everyday", "one", HIGHEST, {"dearest"}) for _ in range(30)]
    assert "dearest" not in company([*asked, *(block(n, OTHER, "the sum") for n in range(30))])


def test_what_all_requests_of_a_source_do_is_no_company() -> None:
    """The words of a source that only ever does one thing do not go with it."""
    asked = [CountedBlock("questions", str(n), HIGHEST, {"player"}) for n in range(30)]
    assert "player" not in company([*asked, *(block(n, OTHER, "the sum") for n in range(30))])


def test_names_are_counted_where_they_stand() -> None:
    place = Place(SpanKind.COLUMN, "by", False)
    said = [Said(("hour",), place, True), Said(("by",), Place(SpanKind.WORD, "^", False), False)]
    asked = [CountedRequest("everyday", str(n), str(n), OTHER, tuple(said)) for n in range(9)]
    lexicon = count(asked, [])
    assert lexicon.words["hour"] == Names(9, 0) and lexicon.words["by"] == Names(0, 9)
    assert lexicon.places[place] == Names(9, 0)
    assert lexicon.chance_in(place) < 0.1
    assert lexicon.chance_of("hour", place._replace(kind=SpanKind.WORD)) < 0.1


def test_blocks_are_read_in_their_source_form(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(
        "@table\nName,Fee\nAnn,3\n\n= rows.total(`Fee`)\n? SELECT 1\n- all fees\n- fees\n"
        "\n= let a = 1\n= return a\n- one\n"
        '\n! chat\n- hello\n\n@inputs {"n": 2}\n= n * 2\n> 4\n- twice n\n'
    )
    found = [(each.inputs, each.program, each.wordings) for each in blocks(path)]
    table = {"table": {"columns": ["Name", "Fee"], "rows": [["Ann", "3"]]}}
    assert found == [
        (table, "rows.total(`Fee`)", ["all fees", "fees"]),
        (table, "let a = 1\nreturn a", ["one"]),
        (table, "", ["hello"]),
        ({"n": 2}, "n * 2", ["twice n"]),
    ]


@pytest.mark.skipif(not FOLDER.exists(), reason="the corpus is not part of an installed package")
def test_the_corpus_has_blocks() -> None:
    assert all(len(list(blocks(path))) > 10 for path in FOLDER.glob("*.txt"))
