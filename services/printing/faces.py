"""The five styles of official documents, the face that draws each, and what draws a character a face lacks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from threading import RLock
from typing import Any

from services.errors import StorageError
from services.printing.font_files import FontFile, font_folders, installed_fonts
from services.printing.reportlab_patches import apply_patches

log = logging.getLogger(__name__)

SHIPPED_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_COMMON = "县司法局行政执法监督条例报告二〇年月日，。；：《》（）〔〕“”0123456789"
_FULL_WIDTH = frozenset("“”‘’…—")  # drawn one em wide (GB/T 15834); several faces have narrow Latin forms here
_LEAST_FULL_WIDTH = 880
_BLANK = frozenset(" \u3000\u00a0\n\t")


class Style(StrEnum):
    """A class of faces that GB/T 9704 names; the file is a matter of the PC."""

    TITLE = "小标宋"
    BODY = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"


_WANTED: dict[Style, tuple[str, ...]] = {
    Style.TITLE: ("方正小标宋简体", "方正小标宋_gbk", "fzxiaobiaosong-b05s", "fzxiaobiaosong-b05"),
    Style.BODY: ("仿宋", "fangsong", "仿宋_gb2312", "fangsong_gb2312", "华文仿宋", "stfangsong"),
    Style.KAI: ("楷体", "kaiti", "楷体_gb2312", "kaiti_gb2312"),
    Style.HEI: ("黑体", "simhei"),
    Style.SONG: ("宋体", "simsun"),
}
_RARE_WANTED = ("simsun-extb", "宋体-extb")
_SHIPPED: dict[Style, str] = {
    Style.TITLE: "GW-BiaoSong.ttf",
    Style.BODY: "GW-FangSong.ttf",
    Style.KAI: "GW-Kai.ttf",
    Style.HEI: "GW-Hei.ttf",
    Style.SONG: "GW-Song.ttf",
}


class _Advances(dict[str, int]):
    """Advances of one style: a character met before costs one look-up in C."""

    def __init__(self, width: Callable[[str], int]) -> None:
        self._width = width

    def __missing__(self, char: str) -> int:
        self[char] = found = self._width(char)
        return found


class Faces:
    """Registered faces by style. Files are read when a style, or a fallback, is first needed."""

    def __init__(self, installed: Iterable[FontFile] = ()) -> None:
        apply_patches()
        self._installed = tuple(face for face in installed if face.usable)
        self._chains: dict[Style, list[str]] = {style: [] for style in Style}
        self._pending: dict[Style, list[tuple[Path, int]]] = {style: self._sources(style) for style in Style}
        self._chosen: dict[Style, dict[str, tuple[str, int] | None]] = {style: {} for style in Style}
        self._advances = {style: _Advances(partial(self.width, style)) for style in Style}
        self._fonts: dict[str, Any] = {}
        self._lock = RLock()

    def first(self, style: Style) -> str:
        """The registered name of the face that draws the style."""
        with self._lock:
            if not self._chains[style]:
                self._load_next(style)
            return self._chains[style][0]

    def width(self, style: Style, char: str) -> int:
        """Advance in thousandths of an em; a character no face has is one em (it is reported by `missing`)."""
        found = self._find(style, char)
        return found[1] if found else 1000

    def widths(self, style: Style, text: str) -> list[int]:
        """Advances of every character of `text`."""
        return list(map(self._advances[style].__getitem__, text))

    def runs(self, style: Style, text: str) -> list[tuple[str, str]]:
        """`text` cut into (registered face, piece); a character no face has becomes 〓, the printers' gap mark."""
        found: list[tuple[str, str]] = []
        for char in text:
            hit = self._find(style, char)
            face, shown = (hit[0], char) if hit else (self.first(style), "〓")
            if found and found[-1][0] == face:
                found[-1] = (face, found[-1][1] + shown)
            else:
                found.append((face, shown))
        return found

    def missing(self, style: Style, text: str) -> list[str]:
        """Characters that no face of the chain can draw."""
        return sorted({char for char in text if char not in _BLANK and self._find(style, char) is None})

    def _find(self, style: Style, char: str) -> tuple[str, int] | None:
        known = self._chosen[style]
        if char in known:
            return known[char]
        with self._lock:  # two jobs may print at once
            known[char] = found = self._search(style, char)
        return found

    def _search(self, style: Style, char: str) -> tuple[str, int] | None:
        self.first(style)
        position = 0
        while position < len(self._chains[style]) or self._load_next(style):
            name = self._chains[style][position]
            hit = _advance(self._fonts[name], char)
            if hit is not None and not (char in _FULL_WIDTH and hit < _LEAST_FULL_WIDTH):
                return name, hit
            position += 1
        return (self.first(style), 500) if char in _BLANK else None

    def _load_next(self, style: Style) -> bool:
        """Registers the next face of the chain that can be read; False when there is none left."""
        while self._pending[style]:
            path, index = self._pending[style].pop(0)
            name = f"{path.stem}-{index}"
            if name in self._chains[style] or not self._register(name, path, index, not self._chains[style]):
                continue
            self._chains[style].append(name)
            return True
        if not self._chains[style]:
            raise StorageError("打印用的字体文件缺失或者已经损坏，没有生成文件。重新安装本程序后再试。")
        return False

    def _register(self, name: str, path: Path, index: int, leading: bool) -> bool:
        if name in self._fonts:
            return True
        font = _open_font(name, path, index)
        if font is None or (leading and any(_advance(font, char) is None for char in _COMMON)):
            return False
        self._fonts[name] = font
        return True

    def _sources(self, style: Style) -> list[tuple[Path, int]]:
        own = [*self._named(_WANTED[style]), (SHIPPED_FOLDER / _SHIPPED[style], 0)]
        last = [*self._named(_WANTED[Style.SONG]), (SHIPPED_FOLDER / _SHIPPED[Style.SONG], 0)]
        # 宋体-ExtB holds the characters beyond the basic plane that 宋体 itself lacks
        return own + last + self._named(_RARE_WANTED) + [(SHIPPED_FOLDER / _SHIPPED[Style.KAI], 0)]

    def _named(self, wanted: tuple[str, ...]) -> list[tuple[Path, int]]:
        return [(face.path, face.index) for name in wanted for face in self._installed if name in face.names]


@lru_cache(maxsize=1)
def load_faces() -> Faces:
    """The faces of this PC, looked up once."""
    return Faces(installed_fonts(tuple(font_folders())))


def _advance(font: Any, char: str) -> int | None:
    code = ord(char)
    if code not in font.face.charToGlyph:
        return None
    advance: float = font.face.charWidths.get(code, font.face.defaultWidth)
    return round(advance)


@lru_cache(maxsize=32)
def _open_font(name: str, path: Path, index: int) -> Any | None:
    """A registered reportlab font; None where reportlab cannot embed the file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        font = TTFont(name, str(path), subfontIndex=index, shapable=False)
    except (TTFError, OSError) as error:
        log.info("font not used: %s (%s)", path.name, type(error).__name__)
        return None
    if font.face.name in pdfmetrics._dynFaceNames:  # type: ignore[attr-defined]
        # reportlab keys faces by PostScript name: a second file of that name would silently draw the first
        font.face.name = font.face.name + str(len(pdfmetrics._dynFaceNames)).encode()  # type: ignore[attr-defined]
    pdfmetrics.registerFont(font)
    return font
