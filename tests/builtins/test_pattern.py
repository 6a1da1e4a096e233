"""Patterns: what RE2 does is RE2's; here is what this project adds: characters, costs, words for what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY, pattern
from seglam_lang.language.builtins.pattern_syntax import MAX_SIZE, closing_sign, measure
from seglam_lang.language.computing import fuel
from seglam_lang.language.failures import Failure

ANY_TEXT = st.text(st.characters() | st.sampled_from("abc é日😀\n\ud800"), max_size=20)
# Patterns that mean the same to Python's `re`.
ATOMS = ["a", "b", "é", "日", "[ab]", "[^a]", "[^é]", "(?s:.)", r"\.", "[a-é]"]
SHARED = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "{2}", "{1,3}"])).map(lambda both: f"({both[0]}){both[1]}"),
    ),
    max_leaves=6,
)
LOOPS = st.tuples(st.sampled_from(ATOMS), st.sampled_from(["*", "+", "*?", "{2,}"]), SHARED).map("".join)


def problem(written: str) -> str:
    """What is wrong with a pattern, "" if nothing is."""
    try:
        pattern.read(written)
    except Failure as failure:
        return failure.message
    return ""


def run(name: str, *args: Any, limit: int = fuel.BASE_BUDGET) -> Any:
    """What a procedure does: pay, then call."""
    builtin = REGISTRY.by_id[f"text.{name}@1"]
    if builtin.cost(*args) > limit:
        raise fuel.out_of_fuel()
    return builtin.impl(*args)


@given(ANY_TEXT | st.text("abé日. ", max_size=12), SHARED | LOOPS)
def test_matches_are_those_of_python(text: str, written: str) -> None:
    twin = re.compile(written)
    found = twin.search(text)
    assert run("has_match", text, written) == (found is not None)
    assert run("find_match", text, written) == (found[0] if found else None)
    assert run("is_match", text, written) == (twin.fullmatch(text) is not None)
    if not twin.match(""):  # Python looks for a longer match where an empty one was; RE2 goes on
        assert run("find_matches", text, written) == tuple(each[0] for each in twin.finditer(text))
        assert run("replace_matches", text, written, r"<\0>") == twin.sub(r"<\g<0>>", text)
    groups = run("match_groups", text, written)
    assert (groups is None) == (found is None)
    assert groups is None or len(groups) == twin.groups


@given(ANY_TEXT, SHARED | LOOPS)
def test_what_is_split_and_what_matches_make_the_whole(text: str, written: str) -> None:
    matches = [each for each in run("find_matches", text, written) if each]
    parts = run("split_matches", text, written)
    assert len(parts) == len(matches) + 1
    rest = [part for pair in zip(parts, [*matches, ""], strict=True) for part in pair]
    assert "".join(rest) == text
    assert run("replace_matches", text, written, r"\0") == text


@given(SHARED | LOOPS | st.text(r"ab\pLdw.*+?{2,3}()[]|^$(?i)é", max_size=12))
def test_the_measure_is_an_upper_bound(written: str) -> None:
    import re2

    if problem(written):
        return
    measured = measure(written)
    compiled = re2.compile(written)
    # Of classes the measure knows an upper bound; a few instructions around the whole are RE2's own.
    assert compiled.programsize <= measured.size + 12
    assert run("find_matches", "ab", written) is not None


@given(st.text(r"ab\pLdwsbQ.*+?{2,3}()[]|^$-:P<>i=!", max_size=12), st.text("ab \\12", max_size=6))
@example("(?)", "")  # flags, of which there are none
@example(r"\Q)", "")  # a quoted parenthesis, which closes nothing
def test_a_pattern_works_or_what_is_wrong_is_said(written: str, replacement: str) -> None:
    message = problem(written)
    for name, args in [
        ("has_match", ()),
        ("find_matches", ()),
        ("match_groups", ()),
        ("replace_matches", (replacement,)),
    ]:
        try:
            run(name, "ab ba", written, *args)
            assert not message
        except Failure as failure:
            assert failure.code in ("bad-pattern", "bad-replacement")
            assert (failure.code == "bad-pattern") == bool(message)
            assert failure.code != "bad-pattern" or failure.message == message


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("(a", "a parenthesis is never closed"),
        ("a)", "a closing parenthesis has no opening one"),
        ("[a", "a bracket is never closed"),
        ("a\\", "it ends in a backslash with nothing after it"),
        (r"\q", r"\q has no meaning"),
        (r"(a)\1", r"\1 would refer back to a group, which patterns cannot do"),
        ("[b-a]", "b-a is not a class or range of characters"),
        (r"\p{Klingon}", r"\p{Klingon} is not a class or range of characters"),
        ("*a", "* has nothing before it to repeat"),
        ("a**", "** repeats a repetition"),
        ("a{1001}", "{1001} is not a valid number of repetitions: at most 1000, with nested ones multiplied"),
        ("a(?=b)", "(?= has no meaning: patterns cannot look ahead or behind"),
        (r"\C", r"\C would split characters"),
        (r"\Qa\E", r"\Q is not supported: put a backslash before each sign instead"),
        ("a" * 1001, "it has more than 1000 characters"),
        (r"[\pL\pN]{100}", "it is too large, counting its repetitions"),
    ],
)
def test_what_is_wrong_is_said_in_words(written: str, message: str) -> None:
    assert problem(written) == f"the pattern is wrong: {message}"
    with pytest.raises(Failure) as caught:
        run("has_match", "a", written)
    assert (caught.value.code, caught.value.message) == ("bad-pattern", problem(written))


@pytest.mark.parametrize(
    "written", ["", "^$", r"\b", "a|", "()", "(?i)", "[]a]", "[^]a]", "[[:alpha:]_]", "a{,3}", r"\x{1F600}"]
)
def test_what_is_right_is_not_blamed(written: str) -> None:
    assert problem(written) == ""


def test_characters_stay_whole() -> None:
    text = "é日😀\ud800"
    assert run("find_matches", text, "(?s).") == tuple(text)
    assert run("find_matches", text, "") == ("",) * 5
    assert run("replace_matches", text, "", "-") == "-é-日-😀-\ud800-"
    assert run("split_matches", text, "日") == ("é", "😀\ud800")
    assert run("is_match", text, "[^a]{4}")
    assert run("replace_matches", "\ud83d-\ude00", "-", "") == "\ud83d\ude00"  # two halves, still no character


def test_classes_are_those_of_re2() -> None:
    assert run("find_matches", "é1٣_", r"\w") == ("1", "_")
    assert run("find_matches", "é1٣_", r"[\pL\pN]") == ("é", "1", "٣")
    assert run("is_match", "ÀÉ", "(?i)àé") and run("is_match", "ς", "(?i)Σ")


def test_groups() -> None:
    assert run("match_groups", "ab", "(a)|(b)") == ("a", "")
    assert run("match_groups", "ab", "a") == ()
    assert run("replace_matches", "ab", "(a)|(b)", r"[\2\1]") == "[a][b]"
    assert run("replace_matches", "a", "(?P<name>a)", r"\\\1\0") == "\\aa"


@pytest.mark.parametrize("replacement", ["\\", "\\a", r"\1\2", "\\é"])
def test_wrong_replacements(replacement: str) -> None:
    with pytest.raises(Failure) as caught:
        run("replace_matches", "b", "(a)", replacement)
    assert caught.value.code == "bad-replacement"


def within(seconds: float, name: str, *args: Any) -> Any:
    """The result, or the code of the failure; neither may keep anyone waiting."""
    started = time.process_time()
    try:
        return run(name, *args, limit=3_000_000)
    except Failure as failure:
        return failure.code
    finally:
        assert time.process_time() - started < seconds


def test_nothing_backtracks() -> None:
    many = "a" * 1_000_000
    assert within(2, "has_match", f"{many}b", "(a+)+$") is False
    assert within(2, "is_match", f"{many}b", "(a|aa)+") is False
    assert within(2, "find_match", many, "(x+x+)+y") is None
    assert within(2, "match_groups", "a" * 20_000, "(a*)*(a*)*b") is None


def test_reading_on_after_each_match_is_paid() -> None:
    """RE2 takes time in the square of the length for these; so they run out of fuel, the sooner the longer they are."""
    assert len(within(2, "find_matches", "a" * 10_000, "a.*z|a")) == 10_000
    for length in (50_000, 300_000):
        assert within(3, "find_matches", "a" * length, "a.*z|a") == "out-of-fuel"
        assert within(3, "find_matches", "xa" * length, "x.*z|a") == "out-of-fuel"
        assert within(3, "replace_matches", "a" * length, "(?s)(a.*z)|a", r"\1") == "out-of-fuel"


def test_what_does_not_read_on_is_cheap() -> None:
    prose = "<p>The <b>quick</b> brown fox, aged 12, said “jump” — twice.</p>\n" * 1_500  # about 100 kB
    for written in [r"\w+", r"\pL+", r"[A-Z]\w*", "<[^>]*>", r"\d+", "[^ ]+", r"\s+", ".+", r"\b[a-z]+\b"]:
        assert len(within(2, "find_matches", prose, written)) >= 1_500
    assert len(within(2, "find_matches", 'he said "hi" and ' * 5_000, '"[^"]*"')) == 5_000


def test_too_many_states_to_keep_are_paid() -> None:
    text = "abbabaab" * 20_000
    assert within(2, "find_matches", text, "(a|b)*a(a|b){200}c") == "out-of-fuel"
    assert within(2, "has_match", text, "(a|b)*a(a|b){200}c") == "out-of-fuel"
    assert within(2, "match_groups", text, "(" * 300 + "[ab]*" + ")" * 300) == "out-of-fuel"


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("<[^>]*>", (">", 1)),
        ('"[^"]*"', ('"', 2)),
        (r"\(a\)", (")", 1)),
        (r"(a)", ("", 0)),
        ("a*", ("", 0)),
        ("a", ("", 0)),
        ('x|a"', ("", 0)),
        ('"+a"', ("", 0)),
        ('("a)*"', ("", 0)),
        ('("a){2}"', ("", 0)),
        ("", ("", 0)),
    ],
)
def test_closing_signs(written: str, sign: tuple[str, int]) -> None:
    assert closing_sign(written) == sign


def test_measures() -> None:
    assert measure("(?i)[ab]{3}x").positions == 4
    assert measure("((a|b){5}c){2}").positions == 22
    assert measure(r"\pL{20}").size <= MAX_SIZE < measure(r"\pL{30}").size
    assert not measure(r"\pL{20}").may_explode and measure("a(a|b){20}").may_explode


def test_results_are_bounded() -> None:
    with pytest.raises(Failure) as caught:
        pattern.replace_matches("a" * 10_000, "a", "b" * 10_000)
    assert caught.value.code == "too-large"


def test_the_language_starts_without_re2() -> None:
    program = "import sys; from seglam_lang.language.builtins import pattern; print('re2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
