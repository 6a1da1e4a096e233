"""The tokens of a model that was not made for SEGLAM: pieces of text, in bytes decoded as Latin-1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONTEXT = 4096  # tokens that room is made for, unless the model has less: a request with its examples has some 1,500
MOST_BYTES = 16  # of a piece that is looked up: hardly any is longer


def bytes_of(text: str) -> str:
    """Return a text as pieces spell it: its bytes, decoded as Latin-1."""
    return text.encode("utf-8").decode("latin-1")


def text_of(spelled: str) -> str:
    """Return the text that pieces spell; what is no UTF-8, such as half a character, is replaced."""
    return spelled.encode("latin-1").decode("utf-8", "replace")


@dataclass(frozen=True)
class Pieces:
    """The text of each token by its id ("" for those that are none), and the ids that end what is written."""

    texts: Sequence[str]
    ends: frozenset[int]
    _ids: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        ids: dict[str, int] = {}
        for token, text in enumerate(self.texts):
            if text and token not in self.ends:
                ids.setdefault(text, token)
        object.__setattr__(self, "_ids", ids)

    def beginning(self, text: str) -> Iterator[int]:
        """Yield the tokens that a text can begin with."""
        for length in range(1, min(len(text), MOST_BYTES) + 1):
            token = self._ids.get(text[:length])
            if token is not None:
                yield token

    def spelling(self, text: str) -> list[int]:
        """Return tokens that together are a text, the longest first from the left. Raise KeyError where there are none.

        This is how a script is spelled; a model's own tokeniser is in llama.cpp.
        """
        found: list[int] = []
        while text:
            token = next(iter(list(self.beginning(text))[::-1]), None)
            if token is None:
                raise KeyError(text[0])
            found.append(token)
            text = text[len(self.texts[token]) :]
        return found
