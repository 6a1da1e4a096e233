"""The files of a model, and whether they are whole, undamaged and made for each other.

A model is two GGUF files in one folder. The decoder's carries the vocabulary, and names the encoder's file with the
checksum of its weights: it was trained with that encoder and writes nonsense after any other. Beside those of the model
that ships lies the cross-encoder, which reads the drafts of all models, with what says of two requests whether they ask
for the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.gguf_header import CHECKSUM_KEY, Header, Tensor, check_weights, first_key, read_header

VOCABULARY_KEY = "seglam.vocabulary"
TOKENS_KEY = "tokenizer.ggml.tokens"  # of models that write pieces of text
ENCODER_KEY = "seglam.encoder"  # the name of a file
ENCODER_CHECKSUM_KEY = "seglam.encoder.checksum"
EMBEDDINGS_KEY = "seglam.embeddings.checksum"  # of the encoder whose embeddings a cross-encoder reads
HEAD_KEY = "seglam.head"  # of a cross-encoder: a weight for each number of the mean state, and what is added
CROSS_CHECKSUM_KEY = "seglam.cross.checksum"  # of the cross-encoder whose states are read
EMBEDDINGS = "token_embd.weight"
CROSS_FILE, ALIKE_FILE = "cross.gguf", "alike.gguf"
TOGETHER = "the files of a model belong together"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What is loaded: the file that writes, the one that reads, and their vocabulary."""

    decoder: Path
    encoder: Path
    vocabulary: str  # as JSON


@dataclass(frozen=True, slots=True)
class CrossFiles:
    """What is loaded of a cross-encoder: its own file, and where in the encoder's file the embeddings are."""

    cross: Path
    encoder: Path
    embeddings: Tensor
    head: tuple[float, ...]
    vocabulary: str  # as JSON


@dataclass(frozen=True, slots=True)
class AlikeFile:
    """What is loaded of that which compares two requests: a file, and where in it the weights are."""

    path: Path
    weights: tuple[Tensor, ...]


def is_foreign(path: Path) -> bool:
    """Return whether a file is a model that was not made for SEGLAM, and may write text."""
    return first_key(path, {VOCABULARY_KEY, TOKENS_KEY}) == TOKENS_KEY


def checked_files(path: Path) -> ModelFiles:
    """Return the files of the model whose decoder is `path`. Raise ModelError, with what is wrong, where one is."""
    header = read_header(path)
    vocabulary = header.metadata.get(VOCABULARY_KEY)
    if not isinstance(vocabulary, str):
        raise ModelError(
            f"{path} is not a model made for SEGLAM, and this version works only with those; "
            "where no model is named, the one that ships is used"
        )
    check_weights(path, header)
    return ModelFiles(path, _encoder_of(path, header), vocabulary)


def cross_files(cross: Path, known: ModelFiles | None = None) -> CrossFiles:
    """Return the files of a cross-encoder. Raise ModelError where one is damaged.

    It reads with the embeddings of the encoder beside it, and with its vocabulary. If that is of the model whose files
    are `known`, they have been checked.
    """
    header = read_header(cross)
    check_weights(cross, header)
    decoder = cross.with_name("decoder.gguf")
    files = known if known is not None and known.decoder == decoder else checked_files(decoder)
    encoder = read_header(files.encoder)
    head = header.metadata.get(HEAD_KEY)
    embeddings = next((each for each in encoder.tensors if each.name == EMBEDDINGS), None)
    if header.metadata.get(EMBEDDINGS_KEY) != encoder.metadata.get(CHECKSUM_KEY) or embeddings is None or not head:
        raise ModelError(f"{cross} was not made for the encoder beside it: {TOGETHER}")
    return CrossFiles(cross, files.encoder, embeddings, tuple(head), files.vocabulary)


def alike_file(cross: Path) -> AlikeFile:
    """Return the file of what compares two requests by the states of a cross-encoder, beside which it lies.

    Raise ModelError where it is damaged, or was made for another one.
    """
    path = cross.with_name(ALIKE_FILE)
    header = read_header(path)
    check_weights(path, header)
    if header.metadata.get(CROSS_CHECKSUM_KEY) != read_header(cross).metadata.get(CHECKSUM_KEY):
        raise ModelError(f"{path} was not made for the cross-encoder beside it: {TOGETHER}")
    return AlikeFile(path, header.tensors)


def _encoder_of(path: Path, header: Header) -> Path:
    name = header.metadata.get(ENCODER_KEY)
    if name is None:
        raise ModelError(f"{path} names no encoder: a model is two files, one that reads and one that writes")
    if not isinstance(name, str) or not name or name != Path(name).name:  # it lies beside the decoder, wherever that is
        raise ModelError(f"{path} is damaged: it names {name!r} as its encoder, which is no file name")
    encoder = path.with_name(name)
    found = read_header(encoder)
    if found.metadata.get(CHECKSUM_KEY) != header.metadata.get(ENCODER_CHECKSUM_KEY):
        raise ModelError(f"{encoder} is not the encoder that {path} was trained with; {TOGETHER}")
    check_weights(encoder, found)
    return encoder
