"""The empty page: which unit, which folder."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from ui.kit.layout import col
from ui.kit.parts import button, choice, glyph, row, text

FIRST = "先选报送单位，再选放照片的文件夹。程序按身份证号、证号认人；只写姓名的，只在报送单位里认。"
DROP = "也可以把文件夹或照片拖到这里。现在只核对，不存入。"


class PhotoStart(QFrame):
    """Its parts are connected by the page."""

    def __init__(self) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        self._words = text(FIRST, "hint", wrap=True, align=centre)
        self.units = choice("不限单位", name="报送单位", width=60)
        self.folder, self.files = button("选择文件夹", "folder", "main"), button("选择照片", "file-image")
        self.missing = button("只看谁缺照片", "person")
        self.setProperty("box", "panel")
        self.setLayout(
            col(
                None,
                row(None, glyph("file-image", "text_off", 12), None),
                self._words,
                row(None, text("报送单位", "field"), self.units, None),
                row(None, self.folder, self.files, self.missing, None),
                text(DROP, "caption", align=centre),
                None,
                gap=3,
                pad=(4, 3),
            )
        )

    def show_busy(self, busy: str) -> None:
        """While something is read nothing else is begun."""
        self._words.setText(busy or FIRST)
        for part in (self.folder, self.files, self.missing, self.units):
            part.setEnabled(not busy)
            part.setToolTip(busy)
