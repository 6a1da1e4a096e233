"""The header reader: it reads what was written, and no file can do more to it than raise ModelError."""

from __future__ import annotations

import contextlib
from pathlib import Path

import gguf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.translator import ModelError
from seglam_lang.translator.gguf_header import check_weights, read_header
from tests.translator.models import ModelPair


def test_agrees_with_the_gguf_package(model_path: Path) -> None:
    header = read_header(model_path)
    reference = gguf.GGUFReader(model_path)
    assert [(t.name, t.start, t.size) for t in header.tensors] == [
        (t.name, t.data_offset, t.n_bytes) for t in reference.tensors
    ]
    field = reference.get_field("seglam.vocabulary")
    assert field is not None and header.metadata["seglam.vocabulary"] == field.contents()
    check_weights(model_path, header)


def test_lists_in_metadata(tmp_path: Path) -> None:
    writer = gguf.GGUFWriter(tmp_path / "lists.gguf", "llama")
    writer.add_array("words", ["a", "bc"])
    writer.add_array("numbers", [1, 2, 3])
    writer.add_tensor("t", gguf.quants.np.ones(32, "float32"))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    metadata = read_header(tmp_path / "lists.gguf").metadata
    assert metadata["words"] == ["a", "bc"] and metadata["numbers"] == [1, 2, 3]


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(model_path: Path, tmp_path: Path, share: float) -> None:
    data = model_path.read_bytes()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError, match=r"truncated|empty|not a GGUF"):
        read_header(broken)


def test_zeroed_weights_are_found_without_a_checksum(model: ModelPair, tmp_path: Path) -> None:
    model.decoder.checksum = False
    model.decoder.tensors["blk.1.attn_q.weight"][:] = 0
    path = model.write(tmp_path)
    with pytest.raises(ModelError, match=r"blk\.1\.attn_q.* all zero"):
        check_weights(path, read_header(path))


def test_one_changed_weight_is_found_with_a_checksum(model_path: Path, tmp_path: Path) -> None:
    data = bytearray(model_path.read_bytes())
    data[-5] ^= 1
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(data)
    with pytest.raises(ModelError, match="checksum"):
        check_weights(broken, read_header(broken))


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_header_raises_model_error_only(
    changes: list[tuple[int, int]], model_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(model_path.read_bytes())
    for position, value in changes:
        data[position] = value
    broken = tmp_path_factory.getbasetemp() / "damaged.gguf"
    broken.write_bytes(data)
    with contextlib.suppress(ModelError):
        check_weights(broken, read_header(broken))
