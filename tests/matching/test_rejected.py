"""What a person has called wrong: no tier serves it for these words, whichever tier it is and whoever adds one."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.matching import Hit, Library, Miss, Tier, find_arguments, match
from seglam_lang.matching.model import LookUp
from seglam_lang.requests import Template, Wording, read
from seglam_lang.requests.model import FromColumn, FromHeader, FromSlot, FromTable, FromValue
from seglam_lang.requests.narrowing import covers, of_any_header
from seglam_lang.requests.reading import Reading
from seglam_lang.store import Found
from seglam_lang.store.records import Rejection
from tests.matching.test_learned import BY, PER, SALES, TWO, Shelf, wording


class Judged(Shelf):
    """A library with rejections: templates of requests, by the procedure "sum"."""

    def __init__(self, *wordings: Wording, wrong: Sequence[Rejection]) -> None:
        super().__init__(TWO, *wordings)
        self.wrong = wrong

    def rejections(self) -> Sequence[Rejection]:
        return self.wrong


def rejected(text: str, known: Wording | None = None) -> Rejection:
    return Rejection(wording(text, "sum", *BY.sources), known.template if known else None, 1)


def asked(request: str, library: Library, *tiers: LookUp) -> Hit | Miss:
    return match(read(request, SALES), library, *([tiers] if tiers else []))


TOTAL_BY, ALL_BY = "total {0:column} by {1:column}", "all {0:column} by {1:column}"


def test_it_is_a_miss_that_says_so() -> None:
    found = asked("total sales by region", Judged(BY, wrong=[rejected(TOTAL_BY)]))
    assert isinstance(found, Miss)
    assert "a person has called its answer to these words wrong" in found.why


def test_the_next_wording_answers() -> None:
    other = wording(TOTAL_BY, "other", *BY.sources)
    found = asked("total sales by region", Judged(BY, other, wrong=[rejected(TOTAL_BY)]))
    assert isinstance(found, Hit)
    assert found.wording.procedure == "other"


def test_other_words_answer_as_before() -> None:
    assert isinstance(asked("total sales by region", Judged(BY, wrong=[rejected(ALL_BY)])), Hit)


def test_a_tier_that_knows_nothing_of_it_cannot_serve_it() -> None:
    def near(reading: Reading, library: Library) -> Hit | Miss:
        bound = find_arguments(BY, reading, library.params("sum"))
        assert bound is not None
        return Hit(Found(0, BY, "agreed", ""), bound, Tier.MODEL, "it is near")

    assert isinstance(asked("total sales by region", Judged(wrong=[]), near), Hit)
    assert isinstance(asked("total sales by region", Judged(wrong=[rejected(TOTAL_BY)]), near), Miss)


def test_the_same_arguments_by_other_sources_are_the_same_mistake() -> None:
    of_header = wording(
        "total {0:column} by region", "sum", FromTable("table"), FromColumn(0), FromHeader("table", "region")
    )
    found = asked("total sales by region", Judged(of_header, wrong=[rejected(TOTAL_BY)]))
    assert isinstance(found, Miss)
    turned = wording(TOTAL_BY, "sum", FromTable("table"), FromColumn(1), FromColumn(0))
    assert isinstance(asked("total sales by region", Judged(turned, wrong=[rejected(TOTAL_BY)])), Hit)


def test_words_with_one_form_make_the_same_mistake() -> None:
    """Who was wrong for one of them is for the others, but what was learnt of these very words stands."""
    each = "what is the total sales for each region?"
    assert isinstance(asked(each, Judged(PER, wrong=[])), Hit)
    wrong = [rejected("total {0:column} for each {1:column}", PER)]
    assert isinstance(asked(each, Judged(PER, wrong=wrong)), Miss)
    assert isinstance(asked("total sales per region", Judged(PER, wrong=wrong)), Hit)


def test_a_change_of_wording_with_little_evidence_is_doubted_once_it_led_astray() -> None:
    """ "for each" was "per" 5 times, which one correction outweighs."""
    cost = wording("my costly {0:column} per {1:column}", "sum", *PER.sources)
    request = "my costly sales for each region"
    assert isinstance(asked(request, Judged(cost, wrong=[])), Hit)
    wrong = [rejected("your {0:column} for each {1:column}", wording("your {0:column} per {1:column}", "sum"))]
    found = asked(request, Judged(cost, wrong=wrong))
    assert isinstance(found, Miss)
    assert 'came about by "for each" for "per"' in found.why


SOURCES = [
    BY.sources,
    (FromTable("table"), FromColumn(1), FromColumn(0)),
    (FromTable("table"), FromColumn(0, "table", "number"), FromColumn(1, "table", "text")),
    (FromTable("table"), FromColumn(0), FromHeader("table", "region")),
]
TEXTS = [
    TOTAL_BY,
    "total {0:column} per {1:column}",
    "total {0:column} for each {1:column}",
    "total sales by {0:column}",
]
WORDINGS = st.builds(
    lambda text, procedure, sources: wording(text, procedure, *sources),
    st.sampled_from(TEXTS),
    st.sampled_from(["sum", "other"]),
    st.sampled_from(SOURCES),
)


@settings(max_examples=150, deadline=None)
@given(
    wordings=st.lists(WORDINGS, max_size=6),
    request=st.sampled_from(["total sales by region", "total sales per region"]),
)
def test_the_same_mistake_never_comes_back(wordings: list[Wording], request: str) -> None:
    """Whatever is called wrong, one hit after the other: each is another procedure, or has other arguments."""
    reading = read(request, SALES)
    wrong: list[Rejection] = []
    answers: list[tuple[object, ...]] = []
    while isinstance(hit := match(reading, Judged(*wordings, wrong=wrong)), Hit):
        answer = hit.wording.procedure, hit.bound.arguments
        assert answer not in answers
        answers.append(answer)
        wrong.append(Rejection(hit.wording, hit.known, len(wrong)))


def test_what_takes_more_covers_what_takes_less() -> None:
    of_sales = FromColumn(0, "table", "number", "sales")
    narrow = (FromTable("table"), of_sales, FromSlot(1, held=True), FromValue(of_sales, 3, (3, 4)))
    for sources in (narrow, of_any_header(narrow)):
        assert covers(sources, narrow)
    assert not covers(narrow, of_any_header(narrow))
    assert not covers(narrow, narrow[:-1])
    assert not covers((*narrow[:-1], FromValue(of_sales, 4)), narrow)


def test_templates_are_compared_by_their_key() -> None:
    assert rejected(TOTAL_BY).wording.template == Template.parse(f"table\n{TOTAL_BY}")
