"""The vocabularies of a model: word pieces that its encoder reads, lexemes that its decoder writes.

The encoder's are those of the published sentence encoder that it was started from (BERT's uncased WordPiece: Wu et al.
2016, Devlin et al. 2019). What is no word has a *mark*: the names of a scope (`c0`, `s1`), types, kinds of values.
Marks stand on the places that BERT left unused. The decoder writes whole lexemes of the language (`.where(` is one
token), so it can neither misspell a builtin nor spend steps on its letters.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

END, REFUSE = "<end>", "<refuse>"  # what may be decoded besides lexemes
RIGHT, WRONG = "<right>", "<wrong>"  # the critic's verdict, after END
UNKNOWN, BEGIN, CLOSE = "[UNK]", "[CLS]", "[SEP]"  # BERT's own names
UNUSED = "[unused{}]"
MAX_LETTERS = 100  # of a part: a longer one is no word, as for BERT
MAX_PIECES = 6  # of one word: what is longer is a name or a code, and its beginning is enough

_PARTS = re.compile(r"[^\W_]+|\S")  # BERT parts words at every sign


@dataclass(frozen=True)
class Vocabulary:
    """Token texts by id: `program_tokens` of the decoder, `pieces` of the encoder; `marks` stand on unused pieces."""

    program_tokens: tuple[str, ...]
    pieces: tuple[str, ...]
    marks: tuple[str, ...]

    @cached_property
    def program_ids(self) -> dict[str, int]:
        """The decoder's ids."""
        return {token: i for i, token in enumerate(self.program_tokens)}

    @cached_property
    def piece_ids(self) -> dict[str, int]:
        """The encoder's ids of word pieces."""
        return {piece: i for i, piece in enumerate(self.pieces)}

    @cached_property
    def mark_ids(self) -> dict[str, int]:
        """The encoder's ids of marks."""
        return {mark: self.piece_ids[UNUSED.format(i)] for i, mark in enumerate(self.marks)}

    def mark(self, name: str) -> int:
        """Return the id of a mark. Raise KeyError where there is none."""
        return self.mark_ids[name]

    def word(self, text: str) -> list[int]:
        """Return the ids of one word's pieces, the longest first from the left; `[UNK]` for a part that has none."""
        found = [piece for part in _PARTS.findall(_plain(text)) for piece in self._pieces_of(part)]
        return found[:MAX_PIECES]

    def words(self, texts: Iterable[str]) -> list[int]:
        """Return the ids of several words."""
        return [piece for text in texts for piece in self.word(text)]

    def knows(self, word: str) -> bool:
        """Return whether a case-folded word is a piece of its own."""
        return _plain(word) in self.piece_ids

    def _pieces_of(self, part: str) -> list[int]:
        if len(part) > MAX_LETTERS:
            return [self.piece_ids[UNKNOWN]]
        found: list[int] = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                piece = self.piece_ids.get(prefix + part[start:end])
                if piece is not None:
                    found.append(piece)
                    start = end
                    break
            else:
                return [self.piece_ids[UNKNOWN]]
        return found

    def to_json(self) -> str:
        """Return the form in which a model file carries the vocabulary."""
        data = {"program": self.program_tokens, "pieces": self.pieces, "marks": self.marks}
        return json.dumps(data, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Vocabulary:
        """Return the vocabulary that `to_json` wrote. Raise ValueError where the text is something else."""
        try:
            data = json.loads(text)
            return Vocabulary(tuple(data["program"]), tuple(data["pieces"]), tuple(data["marks"]))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"not a SEGLAM vocabulary: {error}") from None


def _plain(text: str) -> str:
    """Return a text in lower case and without accents, as BERT's uncased models read it."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")


def tokens_of(lexemes: Iterable[str]) -> list[str]:
    """Return program tokens for the lexemes of a body: the dot, the name and the bracket of a call are one."""
    found: list[str] = []
    for lexeme in lexemes:
        if lexeme == "(" and found[-2:-1] == ["."]:
            found[-2:] = [f".{found[-1]}("]
        else:
            found.append(lexeme)
    return found


def lexemes_of(token: str) -> tuple[str, ...]:
    """Return the lexemes of a program token: `.where(` is three, every other one."""
    if token.startswith(".") and token.endswith("("):
        return (".", token[1:-1], "(")
    return (token,)
