"""What keeps an answer from being written or drawn."""

from __future__ import annotations


class OutputError(Exception):
    """An answer cannot be written or drawn so. `code` is for programs, the message is a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
