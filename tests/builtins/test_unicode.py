"""What a procedure computes of characters is the same on every Python, whatever Unicode its own tables are of."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.computing import unicode_pinned, unicode_pinned_make
from tests.builtins.unicode_digests import EVERY, digests
from tests.determinism.test_matrix import interpreters

needs_pinned = pytest.mark.skipif(
    unicodedata.unidata_version != unicode_pinned_make.VERSION, reason="this Python has other tables than the pinned"
)
DIGESTS = {
    "upper": "c8c07b9d32af780a",
    "lower": "0b7ee85d925550d0",
    "lower beside sigma": "32a7ed61431ba6c0",
    "capitalize": "c27f963eac4228c3",
    "fold": "7550266a7956b953",
    "is_letters": "2fda67edf45f1295",
    "without_accents": "f0af533d571a60ab",
}
LATER = "\u019b\u0264\ua7cb\ua7da\u1c89\U00010d50\U00010d70\U00016ea0"  # cased in Unicode 15 to 17, not in 14
BESIDE_SIGMA = st.text("aΣσΑ1.'·:\u0301\u0345ʰ -ßǄ" + LATER, max_size=8)


def test_every_code_point() -> None:
    assert digests() == DIGESTS


def test_every_code_point_on_other_pythons() -> None:
    program = Path(__file__).with_name("unicode_digests.py")
    for python in interpreters().values():
        done = subprocess.run([python, "-I", str(program)], capture_output=True, text=True, check=True)
        assert json.loads(done.stdout) == DIGESTS, python


@needs_pinned
def test_the_tables_are_those_of_the_pinned_version() -> None:
    assert unicode_pinned.upper(EVERY) == EVERY.upper()
    assert unicode_pinned.lower(EVERY) == EVERY.lower()
    assert unicode_pinned.fold(EVERY) == EVERY.casefold()
    assert all(unicode_pinned.capitalize(char) == char.title() for char in EVERY)
    assert all(unicode_pinned.is_letters(char) == char.isalpha() for char in EVERY)
    assert set(unicode_pinned.WHITE_SPACE) == {char for char in EVERY if char.isspace()} - set("\x1c\x1d\x1e\x1f")


@needs_pinned
def test_the_data_module_is_as_generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unicode_pinned_make, "__file__", str(tmp_path / "unicode_pinned_make.py"))
    unicode_pinned_make.main()
    checked_in = Path(unicode_pinned.__file__).with_name("unicode_pinned_data.py")
    assert (tmp_path / "unicode_pinned_data.py").read_text("utf-8") == checked_in.read_text("utf-8")


@needs_pinned
@given(BESIDE_SIGMA)
def test_final_sigmas(text: str) -> None:
    assert unicode_pinned.lower(text) == text.lower()
    assert unicode_pinned.capitalize(text) == text[:1].title() + text[1:].lower()


def test_what_got_a_case_later_has_none() -> None:
    assert unicode_pinned.upper(LATER) == unicode_pinned.lower(LATER) == unicode_pinned.fold(LATER) == LATER
    assert not unicode_pinned.is_letters("\U00010d50")


def test_without_accents() -> None:
    assert (
        unicode_pinned.without_accents("Œuvre d'Þór: Ångström, Đặng, ĲSSEL, ça")
        == "OEuvre d'Thor: Angstrom, Dang, ĲSSEL, ca"
    )
    assert unicode_pinned.without_accents("e\u0301\u0323, \u0301e") == "e, \u0301e"
    for other in ("Ελλάδα", "й и\u0306", "が か\u3099", "Ⅷ № K ﬁ"):  # other scripts, and signs that are no letters
        assert unicode_pinned.without_accents(other) == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a'b\\c", "'a'b\\c'"),
        ("\n\x7f\x85\ud800\u2028\u202e", r"'\u{a}\u{7f}\u{85}\u{d800}\u{2028}\u{202e}'"),
        ("\U0001fae8é", "'\U0001fae8é'"),  # assigned in 15.0: `repr` shows it or not
        ("x" * 50, f"'{'x' * 40}'"),
    ],
)
def test_quoted(text: str, expected: str) -> None:
    assert unicode_pinned.quoted(text) == expected
