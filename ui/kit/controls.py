"""Words, icons, buttons and fields with their names for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui.kit.icons import icon, pixmap
from ui.kit.keys import native
from ui.kit.layout import row
from ui.kit.theme import u
from ui.kit.tokens import COLOUR


def text(words: str, role: str = "", wrap: bool = False, align: Qt.AlignmentFlag | None = None) -> QLabel:
    """A label; `role` is title, section, strong, field, hint, caption, error, figure, accent or key."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if align is not None:
        made.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
    return made


def keycap(word: str) -> QLabel:
    """A key drawn as a cap, such as Ctrl+K."""
    made = text(word, "key")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Glyph(QLabel):
    """An icon that is no button; sharp at any device ratio."""

    def __init__(self, name: str, ink: str, side: int) -> None:
        super().__init__()
        self._name, self._ink, self._side = name, ink, side
        self.setFixedSize(side, side)

    def show_icon(self, name: str, ink: str) -> None:
        """Change the picture in place."""
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, COLOUR[self._ink], self._side, self.devicePixelRatioF()))
        painter.end()


def glyph(name: str, ink: str = "text2", size: float = 4.5) -> Glyph:
    """An icon beside words; `size` in grid units."""
    return Glyph(name, ink, u(size))


def tip_of(words: str, key: str = "") -> str:
    """Tool tip: name　key, the key in the words of the system."""
    return "　".join(filter(None, (words, native(key))))


def button(words: str, picture: str = "", kind: str = "", key: str = "", tip: str = "") -> QPushButton:
    """`kind`: empty (outlined), main (filled, one per window), quiet, link or danger. `key` is only shown."""
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)  # in a dialog Enter must not press whatever has the focus
    ink = {"main": "on_dark", "danger": "late", "link": "link"}.get(kind, "text2")
    if picture:
        air = u(1) if words else 0  # Qt leaves 4 px between icon and word; this makes it 8
        made.setIcon(icon(picture, ink, u(4.5), air=air))
        made.setIconSize(QSize(u(4.5) + air, u(4.5)))
    made.setAccessibleName(words)
    if tip or key:
        made.setToolTip(tip_of(tip or words, key))
    return made


def tool(picture: str, name: str, key: str = "", ink: str = "text2") -> QToolButton:
    """Icon alone: the name goes to the tool tip and to the screen reader."""
    made = QToolButton()
    made.setIcon(icon(picture, ink, u(4.5)))
    made.setIconSize(QSize(u(4.5), u(4.5)))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(name)
    made.setToolTip(tip_of(name, key))
    return made


def refuse(widget: QWidget, reason: str) -> None:
    """Disable with the reason in the tool tip; an empty reason enables again."""
    widget.setEnabled(not reason)
    widget.setToolTip(reason)


class Segments(QFrame):
    """A row of choices of which one is on; one stop for Tab, arrow keys inside."""

    chosen = Signal(int)

    def __init__(self, words: Sequence[str], on: int = 0) -> None:
        super().__init__()
        self.choices = QButtonGroup(self)
        parts: list[QPushButton] = []
        for n, word in enumerate(words):
            part = QPushButton(word)
            part.setCheckable(True)
            part.setAutoDefault(False)
            part.setChecked(n == on)
            part.setProperty("kind", "segment")
            part.setProperty("edge", "first" if n == 0 else "last" if n == len(words) - 1 else "")
            part.setAccessibleName(word)
            self.choices.addButton(part, n)
            parts.append(part)
        self.choices.idToggled.connect(self._tell)
        self.setLayout(row(*parts, gap=0))

    def index(self) -> int:
        """Number of the choice that is on."""
        return self.choices.checkedId()

    def choose(self, n: int) -> None:
        """Switch choice `n` on."""
        self.choices.button(n).setChecked(True)

    def _tell(self, n: int, on: bool) -> None:
        if on:
            self.chosen.emit(n)


def segments(words: Sequence[str], on: int = 0) -> Segments:
    """See Segments."""
    return Segments(words, on)


def field(
    hint: str = "", value: str = "", picture: str = "", state: str = "", width: float = 0, name: str = ""
) -> QLineEdit:
    """One line of text; `name` for the screen reader where the hint does not name it. `state`: error or empty."""
    made = QLineEdit(value)
    made.setPlaceholderText(hint)
    made.setAccessibleName(name or hint)
    made.setProperty("state", state)
    if picture:
        made.addAction(icon(picture, "text2", u(4)), QLineEdit.ActionPosition.LeadingPosition)
    if width:
        made.setMinimumWidth(u(width))
    return made


def mark(widget: QWidget, state: str) -> None:
    """Set the `state` property (error or empty) and let the style sheet look again."""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Growing(QPlainTextEdit):
    """As high as its words: a long text is never hidden behind a small scroll bar."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words)
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._fit)

    def set_fixed(self, fixed: bool) -> None:
        """Whether it can only be read; it then looks like other fields that can only be read."""
        if fixed != self.isReadOnly():
            self.setReadOnly(fixed)
            self.style().unpolish(self)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, int(self.document().size().height()))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + u(5))


def choice(*options: str, name: str = "", width: float = 0) -> QComboBox:
    """A list to choose from."""
    made = QComboBox()
    made.addItems(list(options))
    made.setAccessibleName(name or (options[0] if options else ""))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    if width:
        made.setMinimumWidth(u(width))
    return made
