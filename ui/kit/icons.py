"""One icon family, recoloured at run time; QtSvg is part of PySide6-Essentials."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.kit.tokens import COLOUR

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


def svg(name: str, colour: str) -> bytes:
    """The icon's file with its lines in `colour` (#RRGGBB)."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour).encode()


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: float, ratio: float = 1.0, air: float = 0) -> QPixmap:
    """Crisp at any device ratio: drawn at size × ratio, never scaled. `air` widens the right side."""
    side = max(1, round(size * ratio))
    out = QPixmap(side + round(air * ratio), side)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    out.setDevicePixelRatio(ratio)
    return out


@lru_cache(maxsize=256)
def icon(name: str, ink: str = "text2", size: int = 18, on: str = "", air: int = 0) -> QIcon:
    """`ink` and `on` (checked) are colour tokens; disabled and selected come by themselves."""
    made = QIcon()
    modes = (
        (QIcon.Mode.Normal, QIcon.State.Off, ink),
        (QIcon.Mode.Normal, QIcon.State.On, on or ink),
        (QIcon.Mode.Disabled, QIcon.State.Off, "text_off"),
        (QIcon.Mode.Selected, QIcon.State.Off, ink),
    )
    # only the ratios of the screens at hand; all six common ones would cost 2 ms an icon
    ratios = {1.0} | {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    for mode, state, token in modes:
        for ratio in sorted(ratios):
            made.addPixmap(pixmap(name, COLOUR[token], size * ratio, 1.0, air * ratio), mode, state)
    return made


def forget() -> None:
    """Drop what was drawn, after a screen with another ratio appeared or the application ended."""
    icon.cache_clear()
    pixmap.cache_clear()
