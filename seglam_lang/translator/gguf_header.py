"""A small reader of GGUF headers: the metadata of a model file, and whether the file is whole.

llama.cpp loads zeroed weights without an error and ends the process on some broken files. So a file is checked here
first: in pure Python, with every count compared with the size of the file before it is used.

    "GGUF" | version u32 | tensors u64 | entries u64 | entries: key, type, value | tensors: name, shape, type, offset |
    data
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from seglam_lang.translator.failures import ModelError, ModelUnusable

MAGIC = b"GGUF"
CHECKSUM_KEY = "seglam.checksum"
LAYERS = range(1, 513)  # that llama.cpp has room for: any other number ends the process
SAMPLE = 4096  # bytes of each tensor that are checked where the file has no checksum
CHUNK = 1 << 20
LENGTH = struct.Struct("<Q")  # of a text

# value type -> struct format of one value
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9

# tensor type -> (values a block, bytes a block), for the types that models are commonly shipped in
BLOCKS = {
    0: (1, 4),  # F32
    1: (1, 2),  # F16
    2: (32, 18),  # Q4_0
    3: (32, 20),  # Q4_1
    6: (32, 22),  # Q5_0
    7: (32, 24),  # Q5_1
    8: (32, 34),  # Q8_0
    10: (256, 84),  # Q2_K
    11: (256, 110),  # Q3_K
    12: (256, 144),  # Q4_K
    13: (256, 176),  # Q5_K
    14: (256, 210),  # Q6_K
    30: (1, 2),  # BF16
}


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor's bytes are in the file, and how many numbers they are; `size` is 0 for types not in our table."""

    name: str
    start: int
    size: int
    numbers: int


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata and tensors of a model file, in the order of the file."""

    metadata: dict[str, Any]
    tensors: tuple[Tensor, ...]

    @property
    def parameters(self) -> int:
        """How many numbers the weights are."""
        return sum(tensor.numbers for tensor in self.tensors)


class _Reader:
    """Reads little-endian values and never past the end of the file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size = file, size

    def bytes(self, count: int) -> bytes:
        if count > self.size - self.file.tell():
            raise ModelError("the model file ends in the middle: it is truncated or damaged")
        return self.file.read(count)

    def number(self, form: str) -> Any:
        return struct.unpack(f"<{form}", self.bytes(struct.calcsize(f"<{form}")))[0]

    def string(self) -> str:
        return self.bytes(self.number("Q")).decode("utf-8", "replace")

    def strings(self, count: int) -> list[str]:
        """Return so many texts. A vocabulary has 150,000 of them: they are taken from a piece of the file at a time."""
        found: list[str] = []
        held, at = bytearray(), 0
        while len(found) < count:
            end = at + LENGTH.size
            if end <= len(held):
                end += LENGTH.unpack_from(held, at)[0]
            if end > len(held):
                held, at = self.more(held[at:], end - at), 0
                continue
            found.append(held[at + LENGTH.size : end].decode("utf-8", "replace"))
            at = end
        self.file.seek(at - len(held), os.SEEK_CUR)
        return found

    def more(self, held: bytearray, wanted: int) -> bytearray:
        """Return what is held with more behind it, at least as much as is wanted, from a file that has it."""
        left = self.size - self.file.tell()
        if wanted - len(held) > left:
            raise ModelError("the model file ends in the middle: it is truncated or damaged")
        return held + self.file.read(min(left, max(wanted - len(held), CHUNK)))

    def value(self, kind: int) -> Any:
        if kind in SCALARS:
            return self.number(SCALARS[kind])
        if kind == STRING:
            return self.string()
        if kind == ARRAY:
            return self.array()
        raise ModelError(f"the model file is damaged: it has metadata of the unknown type {kind}")

    def array(self) -> list[Any]:
        kind, count = self.number("I"), self.number("Q")
        if kind in SCALARS:
            form = f"<{count}{SCALARS[kind]}"
            data = self.bytes(count * struct.calcsize(f"<{SCALARS[kind]}"))
            return list(struct.unpack(form, data))
        if kind == STRING:
            return self.strings(count)
        raise ModelError(f"the model file is damaged: it has a list of the unknown type {kind}")


def read_header(path: Path) -> Header:
    """Return the header of a GGUF file. Raise ModelError, with what is wrong, where it cannot be used."""
    try:
        with path.open("rb") as file:
            return _read(_Reader(file, path.stat().st_size))
    except OSError as error:
        raise unreadable(path, error) from None
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None


def first_key(path: Path, keys: Container[str]) -> str:
    """Return the first of some keys in a file's metadata; "" where none is there or the file cannot be read so far.

    Whether it can be used is said by `read_header`, which reads all of it.
    """
    try:
        with path.open("rb") as file:
            reader = _Reader(file, path.stat().st_size)
            for _ in range(_counts(reader)[1]):
                key = reader.string()
                if key in keys:
                    return key
                reader.value(reader.number("I"))
    except (OSError, ModelError):
        return ""
    return ""


def unreadable(path: Path, error: OSError) -> ModelUnusable:
    """Return the error for a model file that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return ModelUnusable(f"there is no model file {path}")
    return ModelUnusable(f"the model file {path} cannot be read: {error.strerror or error}")


def _counts(reader: _Reader) -> tuple[int, int]:
    """Return the numbers of tensors and of entries, at the beginning of a file."""
    if reader.size == 0:
        raise ModelError("the model file is empty")
    if reader.file.read(len(MAGIC)) != MAGIC:
        raise ModelError("this is not a GGUF model file (it does not begin with GGUF)")
    version = reader.number("I")
    if version not in (2, 3):
        raise ModelError(f"GGUF version {version} is not supported (2 and 3 are)")
    return reader.number("Q"), reader.number("Q")


def _read(reader: _Reader) -> Header:
    tensors, entries = _counts(reader)
    metadata: dict[str, Any] = {}
    for _ in range(entries):
        key = reader.string()
        metadata[key] = reader.value(reader.number("I"))
    infos = [_tensor_info(reader) for _ in range(tensors)]
    if not infos:
        raise ModelError("the model file has no weights")
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment <= 0:
        raise ModelError("the model file is damaged: its alignment is not a positive number")
    data = -(-reader.file.tell() // alignment) * alignment
    located = tuple(Tensor(name, data + offset, size, numbers) for name, size, offset, numbers in infos)
    for tensor in located:
        if tensor.start + tensor.size > reader.size:
            raise ModelError(f"the model file is truncated: the weights {tensor.name!r} are not all there")
    return Header(metadata, located)


def _tensor_info(reader: _Reader) -> tuple[str, int, int, int]:
    """Return the name of one tensor, its size in bytes, its offset, and how many numbers it holds."""
    name = reader.string()
    dimensions = reader.number("I")
    if dimensions > 4:
        raise ModelError(f"the model file is damaged: the weights {name!r} have {dimensions} dimensions")
    count = 1
    for _ in range(dimensions):
        count *= reader.number("Q")
    kind, offset = reader.number("I"), reader.number("Q")
    values, width = BLOCKS.get(kind, (1, 0))
    return name, count // values * width, offset, count


def check_weights(path: Path, header: Header) -> None:
    """Raise ModelError where weights are not what was written, or the number of their layers is impossible.

    A model made for SEGLAM carries a checksum of its weights. In any other file, weights that begin with zeros only
    are what a broken download or an unfinished copy leaves behind.
    """
    if header.metadata.get(f"{header.metadata.get('general.architecture')}.block_count") not in LAYERS:
        raise ModelError(f"{path} is damaged: it states an impossible number of layers")
    expected = header.metadata.get(CHECKSUM_KEY)
    try:
        with path.open("rb") as file:
            if expected is not None and _checksum(file, header) != expected:
                raise ModelError(f"{path}: the weights are damaged (the file states another checksum)")
            if expected is None:
                for tensor in header.tensors:
                    file.seek(tensor.start)
                    if tensor.size and not any(file.read(min(SAMPLE, tensor.size))):
                        raise ModelError(f"{path}: the weights {tensor.name!r} are all zero; the file is damaged")
    except OSError as error:
        raise unreadable(path, error) from None


def _checksum(file: BinaryIO, header: Header) -> str:
    """Return the SHA-256 of the tensors' names and bytes, by name, so that neither order nor padding changes it."""
    digest = hashlib.sha256()
    for tensor in sorted(header.tensors, key=lambda tensor: tensor.name):
        digest.update(tensor.name.encode() + b"\0")
        file.seek(tensor.start)
        left = tensor.size
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return f"sha256:{digest.hexdigest()}"
