"""One measure of 版式 beside the table: what the standard says, and a field for the organ's own value."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSizePolicy, QWidget

from services.documents.profiles import MeasureLine, Value
from services.printing.measures import Unit
from services.printing.profile import LATIN_FACES
from ui.kit.controls import button, mark, refuse, text
from ui.kit.layout import col, row
from ui.kit.notes import ErrorLine
from ui.kit.theme import colour, u

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
TAILS = ("毫米", "磅", "行", "字")
STANDARD_ALREADY = "这一项用的就是标准值"
NOTHING_CHOSEN = "先在表里选一项"


class MeasurePanel(QFrame):
    """Emits `edited` with the measure's key and what stands in the field, letter by letter."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.line: MeasureLine | None = None
        self._refusal = ""
        self._build()

    @property
    def target(self) -> QWidget:
        """The field that the measure is typed into."""
        return self.face if self.face.isVisibleTo(self) else self.number

    def show_measure(self, line: MeasureLine, typed: str, problem: str) -> None:
        """A measure with what was typed for it so far."""
        self.line = line
        self.name.setText(line.label)
        tolerance = tolerance_words(line)
        may = f"，允许误差{tolerance}" if tolerance else ""
        self.facts.setText(f"标准{line.words(line.standard)}{may}。\n依据国家标准第{line.clause}条，{line.strength}。")
        unit = line.words("")
        self.label.setText(f"本单位的值（{unit}）" if unit else "本单位的值")
        self.hint.setText(f"{line.allowed}。")
        faces = line.unit == Unit.FACE
        for widget, seen in ((self.face, faces), (self.number, not faces), (self.patch, line.unit == Unit.COLOUR)):
            widget.setVisible(seen)
        for field in (self.number, self.face):
            field.setAccessibleName(f"{line.label}，{self.label.text()}")
        self.show_typed(typed)
        self.say(problem)
        self._judge(typed)

    def show_typed(self, typed: str) -> None:
        """Another value in the field, not counted as typed."""
        self.number.setText(typed)
        self.patch.show_colour(typed)
        self.face.setCurrentText(typed)

    def say(self, problem: str) -> None:
        """What is wrong with the value; empty when nothing is."""
        self.error.say(problem)
        self.target.setAccessibleDescription(problem)
        mark(self.target, "error" if problem else "")

    def lock(self, reason: str) -> None:
        """Show, but do not let change; the reason is the tool tip."""
        self._refusal = reason
        self.number.setReadOnly(bool(reason))
        self.number.setToolTip(reason)
        refuse(self.face, reason)
        refuse(self.restore_button, reason or NOTHING_CHOSEN)

    def restore(self) -> None:
        """恢复标准: the standard's value into the field."""
        if self.line is not None:
            self.show_typed(field_words(self.line.standard))
            self._typed(field_words(self.line.standard))

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        self.name, self.facts = text("", "section", wrap=True), text("", "hint", wrap=True)
        self.label, self.hint = text("本单位的值", "field"), text("", "caption", wrap=True)
        self.number, self.face, self.patch, self.error = QLineEdit(), QComboBox(), ColourPatch(), ErrorLine()
        self.face.addItems(list(LATIN_FACES))
        self.number.setAccessibleName("本单位的值")
        self.face.setAccessibleName("本单位的值")
        self.face.hide()
        self.patch.hide()
        self.number.textEdited.connect(self._typed)
        self.face.textActivated.connect(self._typed)
        self.restore_button = button("恢复标准", "undo")
        self.restore_button.clicked.connect(self.restore)
        fields = row((self.number, 1), (self.face, 1), self.patch, self.restore_button, gap=1.5)
        form = col(self.label, fields, self.hint, self.error, gap=0.75)
        self.setLayout(col(self.name, self.facts, form, gap=2.5))
        refuse(self.restore_button, NOTHING_CHOSEN)

    def _typed(self, words: str) -> None:
        self.say("")
        self.patch.show_colour(words)
        self._judge(words)
        if self.line is not None:
            self.edited.emit(self.line.key, words)

    def _judge(self, typed: str) -> None:
        standard = self.line is not None and read_value(self.line, typed) == self.line.standard
        refuse(self.restore_button, self._refusal or (STANDARD_ALREADY if standard else ""))


class ColourPatch(QWidget):
    """A patch of the colour that was typed; empty while it is none."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = QColor()
        self.setAccessibleName("颜色")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_colour(self, words: str) -> None:
        """`words` as #RRGGBB."""
        self._shown = QColor(words.strip()) if re.fullmatch(r"#[0-9A-Fa-f]{6}", words.strip()) else QColor()
        self.update()

    def shown(self) -> str:
        """The colour as #RRGGBB, or nothing."""
        return self._shown.name().upper() if self._shown.isValid() else ""

    def sizeHint(self) -> QSize:
        return QSize(u(10), u(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setPen(QPen(colour("control"), 1))
        if self._shown.isValid():
            p.setBrush(self._shown)
        p.drawRect(self.rect().adjusted(0, 0, -1, -1))
        p.end()


def field_words(value: Value) -> str:
    """A value as it stands in a field, without its unit."""
    return value if isinstance(value, str) else f"{value:g}"


def read_value(line: MeasureLine, typed: str) -> Value:
    """What was typed as a number where it is one; else as it is, for the services to refuse by name."""
    words = unicodedata.normalize("NFKC", typed).strip()
    if line.unit == Unit.COLOUR:
        return words.upper()
    for tail in TAILS:
        words = words.removesuffix(tail).rstrip()
    if not NUMBER.fullmatch(words):
        return words
    return float(words) if "." in words else int(words)


def tolerance_words(line: MeasureLine) -> str:
    """±1毫米; empty where there is nothing between right and wrong."""
    if line.unit == Unit.FACE:
        return ""
    return f"±{line.words(line.tolerance)}" if line.tolerance else "0"
