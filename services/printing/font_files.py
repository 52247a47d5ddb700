"""Which font files a PC has: read from the name table, never guessed from the file name.

Source: domain notes "Official documents" A11 and "Fonts and printing" (faces).
"""

from __future__ import annotations

import logging
import os
import struct
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger(__name__)

_NO_EMBEDDING = 0x0002 | 0x0100 | 0x0200  # restricted; no subsetting; bitmaps only (OS/2 fsType)
_FAMILY_NAMES = (1, 4, 16)
_SUFFIXES = frozenset((".ttf", ".ttc"))


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of a file: `index` counts the faces of a .ttc."""

    path: Path
    index: int
    names: frozenset[str]
    usable: bool


def font_folders() -> list[Path]:
    """Where Windows keeps fonts: for all users, and for this one. Empty elsewhere: there the shipped faces serve."""
    if sys.platform != "win32":
        return []
    found = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    local = os.environ.get("LOCALAPPDATA")
    return found + ([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [])


@lru_cache(maxsize=4)
def installed_fonts(folders: tuple[Path, ...]) -> tuple[FontFile, ...]:
    """Every TrueType face below `folders`. A file that cannot be read is passed over: fonts are not ours to mend."""
    found: list[FontFile] = []
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES:
                found.extend(read_font(path))
    return tuple(found)


def read_font(path: Path) -> list[FontFile]:
    """The faces of one file; none where it is damaged."""
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
            if head[:4] != b"ttcf":
                return [_face(path, 0, _tables(stream, 0))]
            (count,) = struct.unpack(">L", head[8:12])
            offsets = struct.unpack(f">{count}L", stream.read(4 * count))
            return [_face(path, index, _tables(stream, offset)) for index, offset in enumerate(offsets)]
    except (OSError, struct.error, KeyError, IndexError, OverflowError, MemoryError):
        log.info("font file passed over: %s", path.name)
        return []


def _tables(stream: BinaryIO, offset: int) -> dict[str, bytes]:
    """`name` and `OS/2` in full; of the others only that they are there."""
    stream.seek(offset)
    (count,) = struct.unpack(">xxxxHxxxxxx", stream.read(12))
    entries = [struct.unpack(">4sLLL", stream.read(16)) for _ in range(count)]
    found: dict[str, bytes] = {}
    for tag, _sum, start, length in entries:
        key = tag.decode("latin-1")
        found[key] = b""
        if key in ("name", "OS/2"):
            stream.seek(start)
            found[key] = stream.read(length)
    return found


def _face(path: Path, index: int, tables: dict[str, bytes]) -> FontFile:
    os2 = tables.get("OS/2", b"")
    rights = struct.unpack(">H", os2[8:10])[0] if len(os2) >= 10 else 0
    return FontFile(path, index, _names(tables["name"]), "glyf" in tables and not rights & _NO_EMBEDDING)


def _names(table: bytes) -> frozenset[str]:
    _format, count, storage = struct.unpack(">HHH", table[:6])
    found: set[str] = set()
    for number in range(count):
        platform, _encoding, _language, name_id, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        if name_id not in _FAMILY_NAMES:
            continue
        raw = table[storage + offset : storage + offset + length]
        found.add(raw.decode("latin-1" if platform == 1 else "utf-16-be", "replace").strip().casefold())
    return frozenset(found)
