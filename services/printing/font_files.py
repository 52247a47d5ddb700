"""Which font files a PC has: read from the name table, never guessed from the file name.

Source: domain notes "Official documents" A11 and "Fonts and printing" (faces).
"""

from __future__ import annotations

import logging
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger(__name__)

_SUFFIXES = frozenset((".ttf", ".ttc", ".otf", ".otc"))
_FAMILY_NAMES = (1, 4, 16)
_SHOWN_NAMES = (4, 1, 16)  # the full name says most: 方正小标宋简体, not the family alone
_CHINA, _AMERICA = 0x0804, 0x0409
_RESTRICTED, _ALL_RIGHTS = 0x0002, 0x000E
_NO_SUBSET = 0x0100 | 0x0200  # no subsetting; bitmaps only
_CHINESE_PAGE = 1 << 18  # OS/2 ulCodePageRange1: code page 936
_BOLD_OR_SLANTED = 0x0001 | 0x0020  # OS/2 fsSelection
_LARGEST_COUNT = 512  # faces of a collection; more is a damaged head


class Refusal(StrEnum):
    """Why a face that was found does not print."""

    OUTLINES = "outlines"
    VARIABLE = "variable"
    RIGHTS = "rights"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of a file: `index` counts the faces of a .ttc. `title` is its name in Chinese where it has one.

    `names` are all its family and full names, case folded. `chinese`: it says that it serves simplified Chinese.
    """

    path: Path
    index: int
    names: frozenset[str]
    refusal: Refusal | None = None
    title: str = ""
    chinese: bool = False
    plain: bool = True

    @property
    def usable(self) -> bool:
        """Outlines and rights allow a PDF to carry it; whether it has the characters shows when it is opened."""
        return self.refusal is None


def font_folders() -> list[Path]:
    """Where Windows keeps fonts: for all users, and for this one. Empty elsewhere: there the shipped faces serve."""
    if sys.platform != "win32":
        return []
    found = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    local = os.environ.get("LOCALAPPDATA")
    return found + ([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [])


@lru_cache(maxsize=4)
def installed_fonts(folders: tuple[Path, ...]) -> tuple[FontFile, ...]:
    """Every face below `folders`, upright and regular ones first; those that cannot be used say why."""
    found = [face for path in _font_paths(folders) for face in read_font(path)]
    return tuple(sorted(found, key=lambda face: not face.plain))  # the sort keeps the order of folders and files


def read_font(path: Path) -> list[FontFile]:
    """The faces of one file; of a file that is no font any more, one that is damaged and has no name."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            return [_face(path, index, _tables(stream, start, size)) for index, start in enumerate(_starts(stream))]
    except (OSError, struct.error, KeyError, IndexError, OverflowError, MemoryError):
        log.info("font file cannot be read: %s", path.name)
        return [FontFile(path, 0, frozenset(), Refusal.DAMAGED, path.name)]


def _font_paths(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        try:
            paths = sorted(folder.iterdir())
        except OSError:  # the folder of this user's own fonts is often not there
            log.info("no font folder: %s", folder.name)
            continue
        yield from (path for path in paths if path.suffix.lower() in _SUFFIXES)


def _starts(stream: BinaryIO) -> list[int]:
    """Where each face of the file begins."""
    head = stream.read(12)
    if head[:4] != b"ttcf":
        return [0]
    (count,) = struct.unpack(">L", head[8:12])
    if count > _LARGEST_COUNT:
        raise OverflowError
    return list(struct.unpack(f">{count}L", stream.read(4 * count)))


def _tables(stream: BinaryIO, offset: int, size: int) -> dict[str, bytes | None]:
    """`name` and `OS/2` in full; of the others only that they are there, or None where the file ends before them."""
    stream.seek(offset)
    (count,) = struct.unpack(">xxxxHxxxxxx", stream.read(12))
    entries = [struct.unpack(">4sLLL", stream.read(16)) for _ in range(count)]
    found: dict[str, bytes | None] = {}
    for tag, _sum, start, length in entries:
        key = tag.decode("latin-1")
        found[key] = b"" if start + length <= size else None
        if key in ("name", "OS/2"):
            stream.seek(start)
            found[key] = stream.read(length)
    return found


def _face(path: Path, index: int, tables: dict[str, bytes | None]) -> FontFile:
    names = _names(tables["name"] or b"")
    os2 = tables.get("OS/2") or b""
    pages = struct.unpack(">L", os2[78:82])[0] if len(os2) >= 82 else 0
    style = struct.unpack(">H", os2[62:64])[0] if len(os2) >= 64 else 0
    return FontFile(
        path,
        index,
        frozenset(name.casefold() for (kind, _language), name in names.items() if kind in _FAMILY_NAMES),
        _refusal(tables, os2),
        _title(names) or path.name,
        bool(pages & _CHINESE_PAGE),
        not style & _BOLD_OR_SLANTED,
    )


def _refusal(tables: dict[str, bytes | None], os2: bytes) -> Refusal | None:
    if None in tables.values():
        return Refusal.DAMAGED
    if "glyf" not in tables:
        return Refusal.OUTLINES
    if "fvar" in tables:
        return Refusal.VARIABLE  # a PDF would carry its first weight only, often hair-thin
    rights = struct.unpack(">H", os2[8:10])[0] if len(os2) >= 10 else 0
    # of several rights the widest counts (OpenType, OS/2 version 2 and before)
    restricted = rights & _ALL_RIGHTS == _RESTRICTED
    return Refusal.RIGHTS if restricted or rights & _NO_SUBSET else None


def _title(names: dict[tuple[int, int], str]) -> str:
    wanted = [(kind, language) for language in (_CHINA, _AMERICA) for kind in _SHOWN_NAMES]
    return next((names[key] for key in wanted if names.get(key)), next(iter(names.values()), ""))


def _names(table: bytes) -> dict[tuple[int, int], str]:
    """Family and full names by name ID and language."""
    _format, count, storage = struct.unpack(">HHH", table[:6])
    found: dict[tuple[int, int], str] = {}
    for number in range(count):
        platform, encoding, language, name_id, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        if name_id not in _FAMILY_NAMES:
            continue
        raw = table[storage + offset : storage + offset + length]
        name = raw.decode(_encoding(platform, encoding), "replace").replace("\0", "").strip()
        # the names of the Macintosh table have languages of their own numbering: they only add names
        found.setdefault((name_id, language if platform == 3 else -1 - number), name)
    return found


def _encoding(platform: int, encoding: int) -> str:
    """Older Chinese fonts write their names in GBK, on Windows (3, 3) as on the Macintosh (1, 25)."""
    if (platform, encoding) in ((3, 3), (1, 25)):
        return "gbk"
    return "latin-1" if platform == 1 else "utf-16-be"
