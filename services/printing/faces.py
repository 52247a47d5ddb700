"""The styles of official documents, the face that draws each, and what draws a character a face lacks.

Source: domain notes "Fonts and printing" (order of faces), "Official documents" A10 (quotes) and A11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby, takewhile
from pathlib import Path
from threading import Lock, RLock
from types import MappingProxyType
from typing import Generic, TypeVar

from services.errors import StorageError
from services.printing.common_chars import FIGURES, level_one
from services.printing.font_files import FontFile, Refusal, font_folders, installed_fonts, read_font
from services.printing.font_registry import OpenFace, open_face
from services.printing.reportlab_patches import apply_patches

SHIPPED_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_NEEDED = FIGURES + "，。、；：（）《》"
_LETTERS = FIGURES + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MOST_LACKING = 0.01  # share of GB 2312 level one that a leading face may lack
_FULL_WIDTH = frozenset("“”‘’…—")  # drawn one em wide (GB/T 15834); several faces have narrow Latin forms here
_LEAST_FULL_WIDTH = 990  # faces of 256 or 2,048 units an em round to a little less than 1,000
_BLANK = frozenset(" \u3000\u00a0\n\t")
_GAP = "〓"
_EM, _BLANK_WIDTH = 1000, 500
_NOTHING_CHOSEN: Mapping[Style, str] = MappingProxyType({})
_Value = TypeVar("_Value")


class Style(StrEnum):
    """A class of faces that GB/T 9704 names; the file is a matter of the PC. LATIN is for letters and figures only."""

    TITLE = "小标宋"
    BODY = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"
    LATIN = "西文"

    __hash__ = str.__hash__  # that of Enum is written in Python, and every character is looked up by its style


# The standard fixes the class of a face, not its maker: every 仿宋 of the PC comes before the one that is shipped.
_WANTED: dict[Style, tuple[str, ...]] = {
    Style.TITLE: ("方正小标宋简体", "方正小标宋_gbk", "fzxiaobiaosong-b05s", "fzxiaobiaosong-b05"),
    Style.BODY: ("仿宋", "fangsong", "仿宋_gb2312", "fangsong_gb2312", "华文仿宋", "stfangsong"),
    Style.KAI: ("楷体", "kaiti", "楷体_gb2312", "kaiti_gb2312", "华文楷体", "stkaiti"),
    Style.HEI: ("黑体", "simhei"),
    Style.SONG: ("宋体", "simsun", "华文宋体", "stsong"),
    Style.LATIN: ("times new roman",),
}
# 华文中宋 and 微软雅黑 are no 小标宋 and no 黑体: as last resorts they come behind the shipped face of the class, and
# draw only single characters that it lacks, before 宋体 because their strokes are nearer to it.
_LAST_RESORT: dict[Style, tuple[str, ...]] = {
    Style.TITLE: ("华文中宋", "stzhongsong"),
    Style.HEI: ("微软雅黑", "microsoft yahei"),
}
_RARE_WANTED = ("simsun-extb", "宋体-extb")  # characters beyond the basic plane, which 宋体 itself lacks
_SHIPPED: dict[Style, str] = {
    Style.TITLE: "GW-BiaoSong.ttf",
    Style.BODY: "GW-FangSong.ttf",
    Style.KAI: "GW-Kai.ttf",
    Style.HEI: "GW-Hei.ttf",
    Style.SONG: "GW-Song.ttf",
}
_HELPERS = (Style.SONG, Style.BODY, Style.KAI)  # 仿宋 has dashes that close up, which the heavier shipped faces lack


class Faces:
    """Registered faces by style. Files are read when a style, or a fallback, is first needed; safe in several jobs.

    `chosen` names the face that a clerk prefers for a style on this PC; one that is gone or of no use is passed over
    (see `lost`).
    """

    def __init__(self, installed: Iterable[FontFile] = (), chosen: Mapping[Style, str] = _NOTHING_CHOSEN) -> None:
        apply_patches()
        self._installed = tuple(installed)
        self._shipped = {style: read_font(SHIPPED_FOLDER / name)[0] for style, name in _SHIPPED.items()}
        self._chosen = {style: name for style, name in chosen.items() if name}
        self._chains = {style: _Chain(self._order(style), style) for style in Style}

    def first(self, style: Style) -> str:
        """The registered name of the face that draws the style. Raises StorageError where no file is left."""
        return self._chains[style].leading().name

    def width(self, style: Style, char: str) -> int:
        """Advance in thousandths of an em; a character no face has is one em (it is reported by `missing`)."""
        return self._chains[style].advances[char]

    def widths(self, style: Style, text: str) -> list[int]:
        """Advances of every character of `text`."""
        return list(map(self._chains[style].advances.__getitem__, text))

    def measure(self, style: Style) -> Callable[[str], int]:
        """`width` of one style as a function of the character alone, for loops over long texts."""
        return self._chains[style].advances.__getitem__

    def runs(self, style: Style, text: str) -> list[tuple[str, str]]:
        """`text` cut into (registered face, piece); a character no face has becomes 〓, the printers' gap mark."""
        chain = self._chains[style]
        owners, distinct = chain.owners, set(text)
        names = set(map(owners.__getitem__, distinct))
        if not chain.gaps.isdisjoint(distinct):
            text = "".join(_GAP if char in chain.gaps else char for char in text)
        elif len(names) == 1:
            return [(names.pop(), text)]
        return [(name, "".join(piece)) for name, piece in groupby(text, key=owners.__getitem__)]

    def missing(self, style: Style, text: str) -> list[str]:
        """Characters that no face of the chain can draw."""
        chain, distinct = self._chains[style], set(text)
        for char in distinct:
            if char not in chain.owners:
                chain.learn(char)
        return sorted(distinct & chain.gaps)

    # --- for the report ------------------------------------------------------------------
    def leading(self, style: Style) -> OpenFace:
        """The face that draws the style. Raises StorageError where no file is left."""
        return self._chains[style].leading()

    def server(self, style: Style, char: str) -> OpenFace | None:
        """The face that draws a character; None where none has it."""
        return self._chains[style].search(char)

    def refused(self, style: Style) -> list[tuple[FontFile, Refusal]]:
        """Faces of the PC that the style would be drawn with before the one that serves, and why they are not."""
        leading, late = self.leading(style).file, dict(self._chains[style].refused)
        before = takewhile(lambda face: face != leading, self._preferred(style))
        reasons = ((face, face.refusal or late.get(face)) for face in before)
        return [(face, why) for face, why in reasons if why is not None]

    def unreadable(self) -> list[FontFile]:
        """Files of the PC that are fonts by their ending and cannot even tell their name."""
        return [face for face in self._installed if face.refusal is Refusal.DAMAGED and not face.names]

    def chosen(self, style: Style) -> str:
        """The face that was chosen for the style on this PC; empty where the usual order stands."""
        return self._chosen.get(style, "")

    def lost(self, style: Style) -> bool:
        """Whether a face was chosen and another one serves, because the chosen one is gone or cannot be used."""
        return any(name not in self.leading(style).file.names for name in self._choice(style))

    def is_shipped(self, file: FontFile) -> bool:
        """Whether a face came with the program."""
        return file in self._shipped.values()

    def choices(self) -> list[FontFile]:
        """Faces that may be chosen for a style: usable ones of the PC that serve Chinese, then those shipped."""
        of_the_pc = {face.title: face for face in reversed(self._installed) if face.usable and face.chinese}
        return [*sorted(of_the_pc.values(), key=lambda face: face.title), *self._shipped.values()]

    # --- order ---------------------------------------------------------------------------
    def _choice(self, style: Style) -> tuple[str, ...]:
        return (self._chosen[style].casefold(),) if style in self._chosen else ()

    def _preferred(self, style: Style) -> list[FontFile]:
        return _named((*self._choice(style), *_WANTED[style]), self._installed)

    def _order(self, style: Style) -> list[FontFile]:
        chosen = _named(self._choice(style), self._shipped.values())
        own = [self._shipped[style]] if style in self._shipped else []
        last = [*_LAST_RESORT.get(style, ()), *_WANTED[Style.SONG], *_RARE_WANTED]
        helpers = [self._shipped[helper] for helper in _HELPERS]
        order = [*chosen, *self._preferred(style), *own, *_named(last, self._installed), *helpers]
        return [face for face in dict.fromkeys(order) if face.usable]


class _Chain:
    """The faces of one style in their order, each opened when a character needs it.

    What was looked up once is kept in plain dictionaries, which need no lock to be read.
    """

    def __init__(self, order: Sequence[FontFile], style: Style) -> None:
        self._waiting = list(order)
        self._open: list[OpenFace] = []
        self._lock = RLock()
        self._style = style
        self.refused: list[tuple[FontFile, Refusal]] = []
        self.advances = _Learned[int](self)
        self.owners = _Learned[str](self)
        self.gaps: set[str] = set()

    def leading(self) -> OpenFace:
        """The first face that can be opened and has the common characters."""
        if not self._open:
            with self._lock:
                if not self._open and not self._open_next():
                    raise StorageError("打印用的字体文件缺失或者已经损坏，没有生成文件。重新安装本程序后再试。")
        return self._open[0]

    def search(self, char: str) -> OpenFace | None:
        """The first face that has the character, and has it at full width where it must be."""
        self.leading()
        with self._lock:
            place = 0
            while place < len(self._open) or self._open_next():
                face = self._open[place]
                advance = face.advance(char)
                if advance is not None and (char not in _FULL_WIDTH or advance >= _LEAST_FULL_WIDTH):
                    return face
                place += 1
        return None

    def learn(self, char: str) -> None:
        """Look a character up and keep what was found."""
        with self._lock:  # `gaps` first: whoever finds an owner must find the gap as well
            face = self.search(char)
            if face is None and char not in _BLANK:
                self.gaps.add(char)
                face = self.search(_GAP)
            advance = face.advance(char) if face is not None else None
            usual = _BLANK_WIDTH if char in _BLANK else _EM
            self.advances[char] = usual if advance is None else advance
            self.owners[char] = (face or self.leading()).name

    def _open_next(self) -> bool:
        while self._waiting:
            file = self._waiting.pop(0)
            face = open_face(file)
            if face is None:
                self.refused.append((file, Refusal.DAMAGED))
            elif not self._open and not _may_lead(face, self._style):
                self.refused.append((file, Refusal.INCOMPLETE))
            else:
                self._open.append(face)
                return True
        return False


class _Learned(dict[str, _Value], Generic[_Value]):
    """What is known of characters; one that is not known yet is learned."""

    def __init__(self, chain: _Chain) -> None:
        self._chain = chain

    def __missing__(self, char: str) -> _Value:
        self._chain.learn(char)
        return self[char]


_use_lock = Lock()
_used: Faces | None = None
_used_choice: Mapping[Style, str] = _NOTHING_CHOSEN


def load_faces() -> Faces:
    """The faces of this PC, looked up once."""
    global _used
    with _use_lock:
        if _used is None:
            _used = Faces(installed_fonts(tuple(font_folders())), _used_choice)
        return _used


def reload_faces(chosen: Mapping[Style, str] = _NOTHING_CHOSEN) -> None:
    """From now on `load_faces` answers with what is installed now and with this choice; files under way keep theirs."""
    global _used, _used_choice
    with _use_lock:
        installed_fonts.cache_clear()
        _used, _used_choice = None, dict(chosen)


def _may_lead(face: OpenFace, style: Style) -> bool:
    """Whether a face has what the style is written with; single characters may come from the next face."""
    if style is Style.LATIN:
        return not face.lacking(_LETTERS)
    return not face.lacking(_NEEDED) and len(face.lacking(level_one())) <= _MOST_LACKING * len(level_one())


def _named(wanted: Iterable[str], faces: Iterable[FontFile]) -> list[FontFile]:
    """Faces in the order of the wanted names."""
    found = tuple(faces)
    return list(dict.fromkeys(face for name in wanted for face in found if name in face.names))
