"""Write unicode_pinned_data.py: `python -m seglam_lang.language.computing.unicode_pinned_make`, with Python 3.11.

The tables are those of `str` and `unicodedata` in Python 3.11 (Unicode 14.0), so nothing needs to be downloaded. Any
other Python would write the tables of another version and is refused.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

VERSION = "14.0.0"
SURROGATES = range(0xD800, 0xE000)
CHARACTERS = [chr(point) for point in range(0x110000) if point not in SURROGATES]
# Latin letters that are not a plain letter and a mark, and how they are customarily written without it.
PLAINLY = {
    "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d",
    "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Ħ": "H", "ħ": "h", "ı": "i", "ĸ": "k", "Ł": "L", "ł": "l",
    "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "Ɨ": "I", "ɨ": "i", "Ƶ": "Z", "ƶ": "z", "ƀ": "b", "Ƀ": "B",
    "Ɖ": "D", "ɖ": "d", "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d", "Ɛ": "E", "ɛ": "e", "Ɔ": "O", "ɔ": "o",
    "Ƴ": "Y", "ƴ": "y", "Ƙ": "K", "ƙ": "k", "Ɲ": "N", "ɲ": "n",
}  # fmt: skip
HEADER = f'''"""Tables of Unicode {VERSION}, written by unicode_pinned_make.py: do not edit.

Points are in hexadecimal. In the tables of cases `61-7a-20` says that each of 61 to 7a becomes the one 20 lower,
`100-12e/2+1` that every second one of 100 to 12e becomes the next, and `df:53.53` what becomes several characters;
in the tables of classes `41-5a` is a range; in PLAIN_LATIN the letters after a colon are written as what stands before.
"""
'''


def main() -> None:
    """Write the data module beside this one."""
    if unicodedata.unidata_version != VERSION:
        raise SystemExit(f"this Python has the tables of Unicode {unicodedata.unidata_version}, not {VERSION}")
    Path(__file__).with_name("unicode_pinned_data.py").write_text(_module(), encoding="utf-8", newline="\n")


def _module() -> str:
    cased = [char for char in CHARACTERS if f"{char}Σ".lower().endswith("ς")]
    sides = [char for char in CHARACTERS if f"a{char}Σ".lower().endswith("ς")]  # cased, or skipped beside a sigma
    tables = {
        "UPPER": _mappings(str.upper),
        "LOWER": _mappings(str.lower),
        "TITLE": _mappings(str.title, str.upper),
        "FOLDED": _mappings(str.casefold, str.lower),
        "CASED": _ranges(cased),
        "SKIPPED": _ranges(set(sides) - set(cased)),
        "LETTERS": _ranges(char for char in CHARACTERS if char.isalpha()),
        "PLAIN_LATIN": _plain_latin(),
    }
    notes = {
        "TITLE": "where it is not UPPER",
        "FOLDED": "for comparisons without regard to case, where it is not LOWER",
        "CASED": "what makes a capital sigma after it the last letter of a word",
        "SKIPPED": "what does not count beside a capital sigma",
        "LETTERS": "categories L*",
    }
    return HEADER + "".join(_assignment(name, table, notes.get(name, "")) for name, table in tables.items())


def _assignment(name: str, table: str, note: str) -> str:
    lines = textwrap.wrap(table, 110, break_long_words=False, break_on_hyphens=False)
    comment = f"# {note[0].upper()}{note[1:]}.\n" if note else ""
    return f"\n{comment}{name} = (\n" + "".join(f'    "{line} "\n' for line in lines) + ")\n"


def _mappings(change: Callable[[str], str], unless: Callable[[str], str] = str) -> str:
    """Return how `change` maps single characters, unless `unless` maps them in the same way."""
    single: dict[int, int] = {}
    several: list[str] = []
    for char in CHARACTERS:
        changed = change(char)
        if changed == unless(char):
            continue
        if len(changed) == 1:
            single[ord(char)] = ord(changed) - ord(char)
        else:
            several.append(f"{ord(char):x}:{'.'.join(f'{ord(each):x}' for each in changed)}")
    return " ".join([*_runs(single), *several])


def _runs(offsets: dict[int, int]) -> Iterable[str]:
    """Return the runs of points, one or two apart, with the same offset."""
    pending = dict(offsets)
    while pending:
        start = next(iter(pending))
        offset = pending[start]
        step = next((step for step in (1, 2) if pending.get(start + step) == offset), 1)
        end = start
        while pending.get(end) == offset:
            del pending[end]
            end += step
        end -= step
        run = f"{start:x}-{end:x}{'/2' if step == 2 else ''}" if end > start else f"{start:x}"
        yield f"{run}{offset:+x}"


def _ranges(chars: Iterable[str]) -> str:
    points = sorted(map(ord, chars))
    starts = [point for before, point in zip([-2, *points], points, strict=False) if point != before + 1]
    ends = [point for point, after in zip(points, [*points[1:], -2], strict=True) if after != point + 1]
    return " ".join(f"{a:x}-{b:x}" if b > a else f"{a:x}" for a, b in zip(starts, ends, strict=True))


def _plain_latin() -> str:
    """Return the Latin letters with marks, grouped by the plain letters that replace them."""
    by_plain: dict[str, list[str]] = {}
    for char in CHARACTERS:
        plain = "".join(each for each in _decomposed(char) if not unicodedata.combining(each))
        if not char.isascii() and plain.isascii() and plain.isalpha():
            by_plain.setdefault(plain, []).append(char)
    return " ".join(f"{plain}:{''.join(chars)}" for plain, chars in sorted(by_plain.items()))


def _decomposed(char: str) -> str:
    """Return the letters and marks of `char`; nothing for a character that only looks like a letter, such as the kelvin
    sign."""
    if not unicodedata.name(char, "").startswith("LATIN "):
        return ""
    return "".join(PLAINLY.get(each, each) for each in unicodedata.normalize("NFD", char))


if __name__ == "__main__":
    main()
