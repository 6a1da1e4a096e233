"""Sources that are no source, or are broken in the middle: what is said, in golden/bad_input.

`python -m tests.language.test_bad_input` writes the expected files anew; read the difference before you commit it.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.language import LanguageError, render_all
from seglam_lang.language.diagnostics import MOST_SHOWN, Diagnostic
from seglam_lang.language.syntax.lexicon import SIGNS
from seglam_lang.language.syntax.sources import MAX_CHARACTERS, normalise

GOLDEN = Path(__file__).parent / "golden" / "bad_input"
_GOOD = 'proc greeting(name: Text) -> Text {\n  return "Hello, " + name\n}\nexample greeting("Ann") == "Hello, Ann"\n'
_WRONG = "proc double(x: Number) -> Number {\n\treturn x * y\n}\n"

CASES: dict[str, bytes] = {
    "binary": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x04\x00",
    "program": b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00",
    "zip": b"PK\x03\x04\x14\x00\x06\x00\x08\x00!\x00\xfa\xc0\xde",
    "latin-1": "proc f() -> Text {\n  return \"Größe\"\n}\n".encode("latin-1"),
    "utf-16": b"\xff\xfe" + _GOOD.encode("utf-16-le"),
    "cut-in-a-character": "proc f() -> Text { return \"é".encode()[:-1],
    "ten-megabytes": b"# data\n" * 1_500_000,
    "too-many-characters": b" " * (MAX_CHARACTERS + 1),
    "nul": b"proc f() -> Number {\n  return 1\x00\n}\n",
    "mark-and-mistake": b"\xef\xbb\xbf" + _WRONG.encode(),
    "crlf-and-mistake": _WRONG.replace("\n", "\r\n").encode(),
    "cr-and-mistake": _WRONG.replace("\n", "\r").encode(),
    "tabs": b"proc f(x: Number) -> Number {\n\t\tlet a =\tx\t+ y\n\t\treturn a\n}\n",
    "wide-letters": 'proc f() -> Text {\n  return "価格" + "税" + x\n}\n'.encode(),
    "combining-letters": 'proc f() -> Text {\n  return "e\u0301a\u0308" + x\n}\n'.encode(),
    "look-alike": "proc total(price: Number) -> Number {\n  return рriсe * 2\n}\n".encode(),
    "look-alike-in-the-middle": "proc total(price: Number) -> Number {\n  let taх = price\n  return tax\n}\n".encode(),
    "fullwidth": "proc f(ｘ: Number) -> Number {\n  return 1\n}\n".encode(),
    "zero-width": "proc f(x: Number) -> Number {\n  return x\u200b + 1\n}\n".encode(),
    "zero-width-in-a-name": "proc f(price: Number) -> Number {\n  return pri\u200dce\n}\n".encode(),
    "mark-inside": "proc f(x: Number) -> Number {\n  return\ufeff x\n}\n".encode(),
    "no-break-space": "proc f(x: Number) -> Number {\n  return\u00a0x\n}\n".encode(),
    "direction": "proc f(x: Number) -> Number {\n  # \u202e } x nruter\n  return x\n}\n".encode(),
    "escape-sequence": b"proc f(x: Number) -> Number {\n  return x \x1b[31m+ 1\n}\n",
    "ends-in-a-text": b'proc f() -> Text {\n  return "Hello',
    "ends-in-an-escape": b'proc f() -> Text {\n  return "Hello\\',
    "ends-in-a-comment": b"proc f() -> Number {\n  # the result",
    "ends-in-a-statement": b"proc f(x: Number) -> Number {\n  let y =",
    "ends-in-an-argument": b"proc f(x: Number) -> Number {\n  return x.round(",
    "ends-in-a-body": b"proc f(x: Number) -> Number {\n  let y = x\n",
    "ends-before-the-brace": b"proc f(x: Number) -> Number {\n  return x\n",
    "ends-in-a-head": b"proc f(x: Number) -> ",
    "ends-in-a-type": b"type Sale = {region: Text,",
    "ends-in-an-example": _GOOD.encode() + b"example greeting(",
    "ends-in-a-loop": b"proc f(xs: List<Number>) -> List<Number> {\n  return for x in xs {\n    yield x\n",
    "python": b"def double(x):\n    return x * 2\n\nprint(double(2))\n",
    "csv": b"region,amount\nnorth,5\nsouth,7\n",
    "json": b'{"region": "north", "amount": 5}\n',
    "two-procedures": b"proc f() -> Number { return 1 }\nproc f() -> Number { return 2 }\n",
    "two-types": b"type A = Number\ntype A = Text\nproc f(x: A) -> A { return x }\n",
    "type-like-a-builtin-type": b"type Number = Text\nproc f(x: Number) -> Number { return x }\n",
    "parameter-and-step": b"proc f(x: Number) -> Number {\n  let x = 1\n  return x\n}\n",
    "parameter-named-result": b"proc f(result: Number) -> Number {\n  return result\n}\n",
    "loop-and-parameter": b"proc f(x: List<Number>) -> List<Number> {\n  return for x in x { yield x }\n}\n",
    "type-parameter-and-type": b"type T = Number\nproc f<T>(x: T) -> T { return x }\n",
    "procedure-named-like-a-keyword": b"proc return(x: Number) -> Number { return x }\n",
    "circle": b"proc a(x: Number) -> Number { return b(x) }\nproc b(x: Number) -> Number { return a(x) }\n",
    "example-of-another-arity": _GOOD.encode() + b'example greeting("Ann", "Bob") == "Hello"\n',
    "example-of-another-type": _GOOD.encode() + b'example greeting(5) == "Hello, 5"\n',
    "example-with-another-result-type": _GOOD.encode() + b'example greeting("Ann") == 5\n',
    "example-of-nothing": _GOOD.encode() + b'example greetings("Ann") == "Hello, Ann"\n',
    "example-that-is-wrong": _GOOD.encode() + b'example greeting("Bob") == "Hello, Bop"\n',
    "long-line": b"proc f(x: Number) -> Number { return " + b"x + " * 80 + b"y + x }\n",
    "long-name": b"proc f(x: Number) -> Number { return " + b"y" * 5_000 + b" }\n",
}  # fmt: skip

GOOD: dict[str, bytes] = {
    "byte order mark": b"\xef\xbb\xbf" + _GOOD.encode(),
    "crlf": _GOOD.replace("\n", "\r\n").encode(),
    "cr": _GOOD.replace("\n", "\r").encode(),
    "tabs and form feeds": _GOOD.replace("  ", "\t").replace("\nexample", "\f\nexample").encode(),
    "no line break at the end": _GOOD.rstrip("\n").encode(),
    "nothing": b"",
    "only a comment": b"# nothing yet",
    "letters of any script in texts and comments": "# größer, 価格, цена, שלום\n".encode() + _GOOD.encode(),
    "a procedure named like a builtin": b"proc sum(x: Number) -> Number { return x }\n",
    "a procedure and a type of one name": b"type f = Number\nproc f(x: f) -> f { return x }\n",
    "carriage return in a text": b'proc f() -> Text { return "a\\rb" }\n',
}


def report_on(data: bytes) -> str:
    """What is said of the content of a file, as `load` says it."""
    try:
        text = normalise(data)
    except LanguageError as error:
        text = data.decode("utf-8", "replace") if error.diagnostics[0].end else ""
        return render_all(error, text, "file.seg") + "\n"
    try:
        found = [each for checked in language.check(data) for each in language.run_examples(checked)]
    except LanguageError as error:
        return render_all(error, text, "file.seg") + "\n"
    return render_all(LanguageError(found), text, "file.seg") + "\n"


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_is_as_agreed(name: str) -> None:
    assert report_on(CASES[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_no_mistake(name: str) -> None:
    assert [each for checked in language.check(GOOD[name]) for each in language.run_examples(checked)] == []


def test_a_carriage_return_is_printed_as_it_is_written() -> None:
    (checked,) = language.check(GOOD["carriage return in a text"])
    assert '"a\\rb"' in checked.source


@pytest.mark.parametrize("size", [0, 1, 7, 30, 60, len(_GOOD) - 3])
def test_a_file_that_is_cut_anywhere(size: int) -> None:
    try:
        language.check(_GOOD[:size])
    except LanguageError as error:
        assert all(each.start <= each.end <= size + 1 for each in error.diagnostics)


@given(st.data())
def test_a_file_with_any_part_replaced(data: st.DataObject) -> None:
    source = _GOOD + "proc last(xs: List<Number>) -> Number { var a = 0 for x in xs { set a = a + x } return a }\n"
    first = data.draw(st.integers(0, len(source)))
    last = data.draw(st.integers(first, min(first + 6, len(source))))
    pieces = st.lists(st.sampled_from([*'()[]{}"#=:.,<>?&| \n\t\0éа', "proc ", "let ", "yield ", "if ", "else ", "1"]))
    broken = source[:first] + "".join(data.draw(pieces)) + source[last:]
    try:
        language.check(broken)
    except LanguageError as error:
        text = render_all(error, broken, "file.seg")
        assert not any(name in text for name in (*SIGNS, "__ANON", "$END", "Token("))


def test_a_mistake_hides_nothing_of_other_procedures() -> None:
    source = "".join(f"proc p{i}(x: Number) -> Number {{ return x + + }}\n" for i in range(3))
    with pytest.raises(LanguageError) as caught:
        language.check(source + 'proc q(x: Number) -> Number { return p1(x) + "a" }\nproc r() -> Text { return 1 }')
    assert [each.code for each in caught.value.diagnostics] == ["syntax"] * 3 + ["type-mismatch"]


def test_a_file_full_of_mistakes_is_told_in_time() -> None:
    source = "proc f(x: Number -> Number { return x }\n" * 5_000
    began = time.perf_counter()
    with pytest.raises(LanguageError) as caught:
        language.check(source)
    text = render_all(caught.value, source)
    assert time.perf_counter() - began < 60
    assert len(caught.value.diagnostics) == 5_000
    assert text.endswith(f"... and {5_000 - MOST_SHOWN:,} more")


def test_unclosed_brackets_in_one_line_are_told_in_time() -> None:
    with pytest.raises(LanguageError):
        language.check("proc f() { return " + "(" * 100_000)


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\u202e", "\u2028", "\ud800"])
def test_nothing_that_a_terminal_obeys_is_shown(char: str) -> None:
    error = LanguageError([Diagnostic("code", f"a{char}b", 1, 2, f"c{char}d")])
    assert char not in render_all(error, f"x{char}y")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for case, content in CASES.items():
        (GOLDEN / f"{case}.txt").write_text(report_on(content), encoding="utf-8")
