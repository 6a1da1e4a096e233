"""Files that are packed: gzip, Zstandard, and zip files of one file."""

from __future__ import annotations

import io

from seglam_lang.inputs.libraries import library
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import GZIP

_ZSTD = b"\x28\xb5\x2f\xfd"  # how a file of Zstandard begins


def unpack(data: bytes, name: str, ending: str, part: str = "") -> tuple[str, bytes]:
    """Return the name and the bytes of what is packed; `part` names a file of a zip file."""
    inner = name[: -len(ending)]
    if ending == ".zip":
        return _from_zip(data, name, part)
    if ending == ".zst":
        return inner, _from_zstd(data, name)
    return inner, from_gzip(data, name)


def unpack_piped(data: bytes, name: str) -> bytes:
    """Return what was piped in without its packing, which its first bytes show."""
    from seglam_lang.inputs.sniffing import sniff

    if data.startswith(GZIP):
        return from_gzip(data, name)
    if data.startswith(_ZSTD):
        return _from_zstd(data, name)
    return _from_zip(data, name, "")[1] if sniff(data) == "zip" else data


def from_gzip(data: bytes, name: str) -> bytes:
    """Return what is packed by gzip. Raise InputError if it is damaged."""
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(name, error) from None


def _from_zstd(data: bytes, name: str) -> bytes:
    zstandard = library("zstandard", "zstd", name)
    parts: list[bytes] = []
    try:
        while data or not parts:
            frame = zstandard.ZstdDecompressor().decompressobj()
            parts.append(frame.decompress(data))
            if not frame.eof:
                raise _damaged(name, "it ends too early")
            data = frame.unused_data
    except zstandard.ZstdError as error:
        raise _damaged(name, error) from None
    return b"".join(parts)


def _from_zip(data: bytes, name: str, part: str) -> tuple[str, bytes]:
    import zlib
    from zipfile import BadZipFile, ZipFile

    from seglam_lang.inputs.parts import choose

    try:
        with ZipFile(io.BytesIO(data)) as packed:
            names = [each for each in packed.namelist() if _is_file(each)]
            chosen = choose(part, names, name, "file")
            return chosen.rpartition("/")[2], packed.read(chosen)
    except (BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError) as error:
        raise _damaged(name, error) from None
    except RuntimeError:  # zipfile's own, of what is encrypted
        raise InputError("encrypted-file", f"{name} is encrypted; unpack it first") from None


def _is_file(name: str) -> bool:
    return not name.endswith("/") and not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")


def _damaged(name: str, error: object) -> InputError:
    return InputError("unreadable-file", f"{name!r} cannot be read: {error}")
