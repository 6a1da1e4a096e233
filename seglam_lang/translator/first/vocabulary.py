"""The vocabulary of the first models: words of requests, names of slots, lexemes of the language.

Words are split greedily into the longest known pieces (WordPiece, Wu et al. 2016); a piece that continues a word is
written with a leading `##`. Lexemes of programs are one token each (`.where(` is one), so a model can neither misspell
a builtin nor spend steps on its letters. Ids: special tokens, then programs, then word pieces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

SPECIAL = ("<pad>", "<unknown>", "<request>", "<inputs>", "<schema>", "<program>", "<close>")
MARKS = (
    *(
        f"<{kind}>"
        for kind in ("number", "percent", "money", "unit", "ordinal", "date", "text", "list", "cell", "other")
    ),
    *(f"<:{name}>" for name in ("Number", "Text", "Bool", "Date", "List", "Other")),
    *("<year>", "<whole>", "<decimal>"),
)
MAX_PIECES = 6  # of one word: what is longer is a name or a code, and its beginning is enough


@dataclass(frozen=True)
class Vocabulary:
    """Token texts by id; `program` holds the ids that a program is written with.

    END and REFUSE, of `translator.vocabulary`, are among them.
    """

    program_tokens: tuple[str, ...]
    pieces: tuple[str, ...]

    @cached_property
    def ids(self) -> dict[str, int]:
        """Return the ids of everything but word pieces ("and" is a word and a lexeme, with an id for each)."""
        return {token: i for i, token in enumerate(self.tokens[: self.program.stop])}

    @cached_property
    def piece_ids(self) -> dict[str, int]:
        """Return the ids of word pieces."""
        return {piece: i for i, piece in enumerate(self.pieces, start=self.program.stop)}

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Return all tokens; the position is the id."""
        return (*SPECIAL, *MARKS, *self.program_tokens, *self.pieces)

    @cached_property
    def program(self) -> range:
        """Return the contiguous ids that may be decoded."""
        start = len(SPECIAL) + len(MARKS)
        return range(start, start + len(self.program_tokens))

    @cached_property
    def implicit(self) -> bool:
        """Return whether there are names for values of columns that the words need not spell.

        A model with such a vocabulary was trained to take what a request does not mention.
        """
        return "v0" in self.ids

    def __len__(self) -> int:
        return len(self.tokens)

    def id(self, token: str) -> int:
        """Return the id of a special token, mark or program token. Raise KeyError where there is none."""
        return self.ids[token]

    def knows(self, word: str) -> bool:
        """Return whether a case-folded word is a piece of its own."""
        return word in self.piece_ids

    def word(self, text: str) -> list[int]:
        """Return the ids of one case-folded word's pieces; a character that no piece covers is `<unknown>`."""
        found: list[int] = []
        start = 0
        while start < len(text) and len(found) < MAX_PIECES:
            prefix = "##" if start else ""
            for end in range(len(text), start, -1):
                piece = self.piece_ids.get(prefix + text[start:end])
                if piece is not None:
                    found.append(piece)
                    start = end
                    break
            else:
                found.append(self.ids["<unknown>"])
                start += 1
        return found

    def words(self, texts: Iterable[str]) -> list[int]:
        """Return the ids of several words."""
        return [piece for text in texts for piece in self.word(text)]

    def to_json(self) -> str:
        """Return the form in which a model file carries the vocabulary."""
        return json.dumps({"program": self.program_tokens, "pieces": self.pieces}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Vocabulary:
        """Return the vocabulary that `to_json` wrote. Raise ValueError where the text is something else."""
        try:
            data = json.loads(text)
            return Vocabulary(tuple(data["program"]), tuple(data["pieces"]))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"not a SEGLAM vocabulary: {error}") from None
