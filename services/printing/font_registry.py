"""Font files opened with reportlab: each once per process, under a name that no other file has."""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from services.printing.common_chars import is_hanzi
from services.printing.font_files import FontFile

log = logging.getLogger(__name__)

_lock = Lock()
_opened: dict[tuple[Path, int, int, int], OpenFace | None] = {}
_names: set[str] = set()


@dataclass(frozen=True, slots=True, eq=False)
class OpenFace:
    """A face that is registered as `name` with reportlab and can be drawn with."""

    name: str
    file: FontFile
    font: Any

    def advance(self, char: str) -> int | None:
        """Advance in thousandths of an em; None where the face has no picture of the character."""
        code, face = ord(char), self.font.face
        glyph: int = face.charToGlyph.get(code, 0)
        if not glyph:  # reportlab takes a code that is mapped to "no glyph" for one that the face has
            return None
        if face.glyphPos[glyph] == face.glyphPos[glyph + 1] and not char.isspace():
            return None  # a trimmed font keeps the place and drops the outline: it would print nothing
        advance: float = face.charWidths.get(code, face.defaultWidth)
        return round(advance)

    def lacking(self, chars: Iterable[str]) -> list[str]:
        """Those of `chars` that the face cannot draw."""
        return [char for char in chars if self.advance(char) is None]

    def hanzi(self) -> int:
        """How many Chinese characters the face has."""
        return sum(1 for code, glyph in self.font.face.charToGlyph.items() if glyph and is_hanzi(code))


def open_face(file: FontFile) -> OpenFace | None:
    """The face of a usable file; None where it proves damaged. A file that was replaced meanwhile is opened anew."""
    try:
        facts = file.path.stat()
    except OSError:
        return None
    key = (file.path, file.index, facts.st_mtime_ns, facts.st_size)
    with _lock:  # reportlab's registers are shared by all jobs
        if key not in _opened:
            _opened[key] = _open(file)
        return _opened[key]


def _open(file: FontFile) -> OpenFace | None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    name = _free_name(f"{file.path.stem}-{file.index}")
    try:
        font: Any = TTFont(name, str(file.path), subfontIndex=file.index, shapable=False)
        if max(font.face.glyphPos) > len(font.face.get_table("glyf")):
            raise TTFError("outlines beyond the table")
    except (TTFError, OSError, struct.error, LookupError, ValueError, TypeError, ArithmeticError) as error:
        log.info("font not used: %s (%s)", file.path.name, type(error).__name__)
        return None
    known: Any = pdfmetrics._dynFaceNames  # type: ignore[attr-defined]
    while font.face.name in known:
        # reportlab keys faces by PostScript name: a second file of that name would silently draw the first
        font.face.name = font.face.name + str(len(known)).encode()
    pdfmetrics.registerFont(font)
    _names.add(name)
    return OpenFace(name, file, font)


def _free_name(wanted: str) -> str:
    """Two folders may each hold a file of one name."""
    name, number = wanted, 2
    while name in _names:
        name, number = f"{wanted}-{number}", number + 1
    return name
