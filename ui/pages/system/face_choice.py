"""换字体: which face of this PC draws a style."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from services.printing.font_files import FontFile
from ui.kit.controls import button, refuse, text
from ui.kit.dialog import Dialog
from ui.kit.notes import LabelledField

ADVICE = "只列出能嵌入文件的中文字体。选定后只管这台电脑，缺的字仍由别的字体代画。"


class FaceDialog(Dialog):
    """Emits `wanted` with the face; its owner answers with `accept` or `say`."""

    wanted = Signal(object)

    def __init__(
        self, parent: QWidget | None, style: str, faces: Sequence[tuple[str, FontFile]], now: FontFile
    ) -> None:
        super().__init__(parent, f"换字体　{style}", 110)
        self.faces = QComboBox()
        for words, file in faces:
            self.faces.addItem(words, file)
        self.faces.setCurrentIndex(next((n for n, (_words, file) in enumerate(faces) if file == now), 0))
        self.faces.currentIndexChanged.connect(lambda _place: self.say(""))
        self._field = LabelledField(f"{style}用的字体", self.faces, hint=ADVICE)
        self.act = button("换用", kind="main", key="Ctrl+S")
        self.act.setShortcut("Ctrl+S")
        self.act.clicked.connect(self._ask)
        cancel = button("取消", key="Esc")
        cancel.clicked.connect(self.reject)
        lead = text("公文的字体国家标准只定了种类，同一种类的都可以用。", wrap=True)
        self.fill([lead, self._field], [], [cancel, self.act])
        self.finished.connect(self.deleteLater)

    def say(self, words: str) -> None:
        """Why the face cannot be used; the choice stays open."""
        refuse(self.act, "")
        self._field.say(words)
        self.grow()

    def _ask(self) -> None:
        refuse(self.act, "正在检查这个字体")
        self.wanted.emit(self.faces.currentData())
