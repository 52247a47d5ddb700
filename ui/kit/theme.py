"""Fills theme.qss from the tokens and puts it, the palette and the font on the application."""

from __future__ import annotations

import getpass
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.kit.icons import svg
from ui.kit.tokens import COLOUR, FONT_UI, RADIUS, SHIPPED_FACE, TYPE, UNIT

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SHIPPED_FILES = ("GW-UI-Regular.ttf", "GW-UI-Bold.ttf")
GLYPHS = {
    "down": ("arrow-down", "text2"),
    "down_off": ("arrow-down", "text_off"),
    "up": ("arrow-up", "text2"),
    "right": ("arrow-right", "text2"),
    "check": ("ok", "on_dark"),
    "check_off": ("ok", "text_off"),
    "close": ("close", "text2"),
    "dash": ("st-na", "on_dark"),
}

_scale = 1.0
_families: tuple[str, ...] = FONT_UI


def u(units: float) -> int:
    """Grid units in logical pixels under the clerk's text size (标准 1.0, 大 1.15, 特大 1.3)."""
    return round(units * UNIT * _scale)


def pt(role: str) -> float:
    """Point size of a type role under the clerk's text size, in steps of 0.75."""
    return round(TYPE[role] * _scale / 0.75) * 0.75


def font(role: str = "body", bold: bool = False) -> QFont:
    """The interface face in the size of `role`."""
    made = QFont(list(_families))
    made.setPointSizeF(pt(role))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def colour(token: str) -> QColor:
    """A colour token as QColor; KeyError for an unknown token."""
    return QColor(COLOUR[token])


def build(scale: float = 1.0) -> str:
    """theme.qss with {token} for colours, {u:n} for grid units, {r:name} radii, {pt:role} type, {img:name} glyphs."""
    global _scale
    _scale = scale
    folder = _glyph_folder()
    text = (RESOURCES / "theme" / "theme.qss").read_text(encoding="utf-8")
    calls: dict[str, Callable[[str], str]] = {
        "u": lambda v: f"{u(float(v))}px",
        "r": lambda v: f"{round(RADIUS[v] * scale)}px",
        "pt": lambda v: f"{pt(v)}pt",
        "img": lambda v: f'url("{(folder / v).as_posix()}.svg")',
    }
    text = re.sub(r"\{(u|r|pt|img):([\w.]+)\}", lambda m: calls[m[1]](m[2]), text)
    return re.sub(r"\{(\w+)\}", lambda m: COLOUR.get(m[1], m[0]), text)


def apply(app: QApplication, scale: float = 1.0, *, shipped_face: bool = False) -> None:
    """Style, palette, font and style sheet. `shipped_face` uses only the face in resources/fonts (tests, pictures)."""
    global _families
    app.setStyle("Fusion")
    have = set(QFontDatabase.families())
    if shipped_face or not have & set(FONT_UI):
        load_shipped_face()
    _families = (SHIPPED_FACE,) if shipped_face else FONT_UI
    qss = build(scale)
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(qss)


def load_shipped_face() -> bool:
    """Register the interface face of resources/fonts; False when a file is missing or unreadable."""
    if SHIPPED_FACE in QFontDatabase.families():
        return True
    added = [QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) for name in SHIPPED_FILES]
    return min(added) >= 0


def translate(app: QApplication) -> bool:
    """Load Qt's own Chinese words (确定, 取消, 回车); without them system dialogs speak English."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load("qtbase_zh_CN", folder) and app.installTranslator(translator)


def _glyph_folder() -> Path:
    """Recoloured glyphs that the style sheet names; one folder for each account of the computer."""
    try:
        folder = Path(tempfile.gettempdir()) / f"desk_glyphs_{getpass.getuser()}"
        folder.mkdir(exist_ok=True)
        _write_glyphs(folder)
    except (OSError, KeyError, ImportError):  # no user name, or somebody else's folder of that name
        folder = Path(tempfile.mkdtemp(prefix="desk_glyphs_"))
        _write_glyphs(folder)
    return folder


def _write_glyphs(folder: Path) -> None:
    for name, (file, ink) in GLYPHS.items():
        target, content = folder / f"{name}.svg", svg(file, COLOUR[ink])
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)


def _palette() -> QPalette:
    made, role = QPalette(), QPalette.ColorRole
    pairs = {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "panel",
        role.AlternateBase: "zebra",
        role.Text: "text",
        role.Button: "panel",
        role.ButtonText: "text",
        role.ToolTipBase: "tooltip",
        role.ToolTipText: "on_dark",
        role.Highlight: "select",
        role.HighlightedText: "on_dark",
        role.PlaceholderText: "text2",
        role.Link: "link",
        role.LinkVisited: "link",
        role.Accent: "select",
    }
    for key, token in pairs.items():
        made.setColor(key, colour(token))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, colour("text_off"))
    return made
