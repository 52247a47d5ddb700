"""Letters and figures of the text in a style of their own, where a unit's profile asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby

from services.printing.faces import Faces, Style

_CHANGED = frozenset((Style.BODY, Style.KAI))  # titles and heads keep the figures of their own face


class LatinFaces(Faces):
    """The same faces, but ASCII characters of 仿宋 and 楷体 come from `latin`. Holds no files of its own."""

    def __init__(self, faces: Faces, latin: Style) -> None:
        self._faces = faces
        self._latin = latin

    def first(self, style: Style) -> str:
        """The registered name of the face that draws the style's Chinese characters."""
        return self._faces.first(style)

    def width(self, style: Style, char: str) -> int:
        """Advance in thousandths of an em."""
        return self._faces.width(self._style_of(style, char), char)

    def widths(self, style: Style, text: str) -> list[int]:
        """Advances of every character of `text`."""
        return [self.width(style, char) for char in text]

    def measure(self, style: Style) -> Callable[[str], int]:
        """`width` of one style as a function of the character alone."""
        return lambda char: self.width(style, char)

    def runs(self, style: Style, text: str) -> list[tuple[str, str]]:
        """`text` cut into (registered face, piece)."""
        found: list[tuple[str, str]] = []
        for own, chars in groupby(text, key=lambda char: self._style_of(style, char)):
            found += self._faces.runs(own, "".join(chars))
        return found

    def missing(self, style: Style, text: str) -> list[str]:
        """Characters that no face of the chain can draw."""
        return sorted({char for char in text if self._faces.missing(self._style_of(style, char), char)})

    def _style_of(self, style: Style, char: str) -> Style:
        return self._latin if style in _CHANGED and "!" <= char <= "~" else style


@lru_cache(maxsize=4)
def with_latin(faces: Faces, latin: Style) -> Faces:
    """`faces`, or a view of them whose letters and figures come from `latin`."""
    return faces if latin is Style.BODY else LatinFaces(faces, latin)
