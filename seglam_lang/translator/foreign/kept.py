"""What a model has read stays known to the next process: the state after the primer, in a file by model and tokens.

It loads in milliseconds, where reading takes seconds. A file that is damaged, or that cannot be written, is as good as
none: then the primer is read again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgpack

MOST_FILES = 8  # of all models: there are a few primers, by the types of the request, of 10 to 20 MB each
_DIGEST = 32  # bytes of the checksum before the state
_SAMPLE = 1 << 20  # bytes at both ends of a model file by which it is known: a whole one may take seconds to read


class KeptStates:
    """The states of one model, with what else they depend on."""

    def __init__(self, folder: Path, model: Path, settings: Sequence[object]) -> None:
        self._folder = folder
        with model.open("rb") as file:
            head = file.read(_SAMPLE)
            file.seek(max(0, model.stat().st_size - _SAMPLE))
            known = hashlib.sha256(head + file.read())
        known.update(repr((model.stat().st_size, *settings)).encode())
        self._model = known.digest()

    def find(self, tokens: Sequence[int]) -> bytes:
        """Return the state after some tokens, nothing where it is not known."""
        try:
            data = self._path(tokens).read_bytes()
        except OSError:
            return b""
        digest, state = data[:_DIGEST], data[_DIGEST:]
        return state if hashlib.sha256(state).digest() == digest else b""

    def keep(self, tokens: Sequence[int], state: bytes) -> None:
        """Keep the state after some tokens, and forget those that were kept longest ago."""
        path = self._path(tokens)
        fresh = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # a disk that is full or read-only: nothing is lost but time
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(hashlib.sha256(state).digest() + state)
            fresh.replace(path)
            oldest_last = sorted(self._folder.iterdir(), key=lambda each: each.stat().st_mtime_ns, reverse=True)
            for each in oldest_last[MOST_FILES:]:
                each.unlink()

    def _path(self, tokens: Sequence[int]) -> Path:
        name = hashlib.sha256(self._model + msgpack.packb(list(tokens))).hexdigest()
        return self._folder / f"{name}.state"
