"""The selected photo: the picture, whose it is, what is wrong with it, and what can be said about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from services.photo_check.judge import STATE_LABELS, PhotoRow, PhotoState
from services.photo_check.office import PhotoOffice
from ui.jobs import Jobs
from ui.kit.layout import rule
from ui.kit.parts import Chip, button, col, glyph, holder, refuse, rolling, row, text
from ui.kit.theme import u
from ui.pages.photos.run import KINDS, found_by, gravest_first, key_of

PAUSE = 80  # milliseconds that a row is current before its file is opened
PICTURE_WIDTH, PICTURE_HEIGHT = 32, 39.5  # units, as 358 to 441
UNSEEN = "看不到图片"


class PhotoBox(QLabel):
    """One picture in the proportion of a photo, or the words why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("role", "hint")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(u(PICTURE_WIDTH), u(PICTURE_HEIGHT))

    def show_png(self, body: bytes, name: str) -> None:
        """The picture; `name` is what a screen reader says."""
        found, ratio = QPixmap(), self.devicePixelRatioF()
        if not body or not found.loadFromData(body):
            self.setText(UNSEEN)
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        found = found.scaled(self.size() * ratio, keep, smooth)
        found.setDevicePixelRatio(ratio)
        self.setPixmap(found)
        self.setAccessibleName(name)


class PhotoSide(QFrame):
    """Emits what the clerk says about the shown row; the page decides."""

    person_wanted = Signal()
    taken = Signal(int)
    left_out = Signal()
    forgotten = Signal()
    officer_wanted = Signal(int)

    def __init__(self, office: Callable[[], PhotoOffice], jobs: Jobs) -> None:
        super().__init__()
        self._office, self._jobs, self._row = office, jobs, PhotoRow(PhotoState.OUT)
        self._why_not = ""
        self.setProperty("box", "panel")
        self.setFixedWidth(u(72))
        self.picture = PhotoBox()
        self._frame = holder(row(self.picture), box="note")
        self.name, self.where, self.file = text("", "section"), text("", "hint", wrap=True), text("", "hint", wrap=True)
        self._chip_place, self._words = QVBoxLayout(), QVBoxLayout()
        self._words.setSpacing(u(1.5))
        self.acts = self._made_acts()
        head = row(col((self._frame, 0), None), col(self._chip_place, self.name, self.where, None, gap=1.5), gap=3)
        body = rolling(head, self.file, self._words, None, gap=2.5, pad=(4, 3), name="所选照片")
        foot = col(
            row(self.acts["take"], self.acts["person"], None),
            row(self.acts["officer"], self.acts["out"], self.acts["back"], None),
            gap=1.5,
            pad=(4, 2),
        )
        self.setLayout(col((body, 1), rule(), foot, gap=0))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._read_picture)

    def show_row(self, shown: PhotoRow | None, why_not: str) -> None:
        """Another row, or none; `why_not` is why nothing may be decided now."""
        before = key_of(self._row)
        self._row, self._why_not = shown or PhotoRow(PhotoState.OUT), why_not
        owner = self._row.holder.owner if self._row.holder is not None else None
        self.name.setText(owner.name if owner else "还没有定是谁" if self._row.photo else "")
        lines = (owner.unit if owner else "", found_by(self._row) if self._row.by else "")
        self.where.setText("\n".join(filter(None, lines)))
        self.file.setText(_file_words(self._row))
        self.file.setVisible(self._row.photo is not None)
        self._show_words()
        self._show_acts()
        if key_of(self._row) != before or self._row.photo is None:
            self.picture.clear()
            self._pause.start()

    # --- the picture -----------------------------------------------------------------------
    def _read_picture(self) -> None:
        shown = self._row
        if shown.photo is None:
            self.picture.setText("没有照片")
            return
        side = round(u(PICTURE_HEIGHT) * self.devicePixelRatioF())
        self._jobs.read(self, partial(self._office().picture, shown, side), partial(self._show_picture, key_of(shown)))

    def _show_picture(self, key: object, body: bytes) -> None:
        if key == key_of(self._row):  # else the clerk went on meanwhile
            self.picture.show_png(body, f"{self.name.text()}的照片")

    # --- words -----------------------------------------------------------------------------
    def _show_words(self) -> None:
        for place in (self._words, self._chip_place):
            while (item := place.takeAt(0)) is not None:
                if (part := item.widget()) is not None:
                    part.hide()
                    part.deleteLater()
        if self._row.photo is None and self._row.holder is None:
            return
        self._chip_place.addWidget(Chip(KINDS[self._row.state], STATE_LABELS[self._row.state]))
        told = gravest_first(self._row)
        if self._row.replaces and self._row.state is PhotoState.FIT:
            told.append(("info", "这个人已有照片，存入后换成这一张，原来的留在附件里。"))
        for kind, words in told:
            sign = {"error": ("st-error", "late"), "due": ("st-warn", "due"), "info": ("info", "select")}[kind]
            mark = col(glyph(*sign, 3.5), None, pad=(0, 0.75, 0, 0))
            self._words.addWidget(holder(row(mark, (text(words, wrap=True), 1), gap=1.5)))

    # --- acts ------------------------------------------------------------------------------
    def _made_acts(self) -> dict[str, QPushButton]:
        made = {
            "take": button("用这一张", "ok"),
            "person": button("选人", "person", key="F2"),
            "out": button("不用这一张", "close", key="Del"),
            "back": button("恢复", "undo"),
            "officer": button("看人员资料", "open"),
        }
        made["take"].clicked.connect(self._take)
        made["person"].clicked.connect(self.person_wanted)
        made["out"].clicked.connect(self.left_out)
        made["back"].clicked.connect(self.forgotten)
        made["officer"].clicked.connect(self._look)
        for each in made.values():
            each.hide()
        return made

    @property
    def candidate(self) -> int | None:
        """The one officer whom 用这一张 means; None where it must be asked."""
        found = self._row.holder or (self._row.others[0] if len(self._row.others) == 1 else None)
        return found.owner.id if found is not None else None

    def _take(self) -> None:
        if (officer_id := self.candidate) is not None:
            self.taken.emit(officer_id)

    def _look(self) -> None:
        if (officer_id := self.candidate) is not None:
            self.officer_wanted.emit(officer_id)

    def _show_acts(self) -> None:
        found = self._row
        state, photo = found.state, found.photo
        pictured = photo is not None and photo.pictured
        asked = state in (PhotoState.ASK, PhotoState.SEVERAL, PhotoState.OUT)
        shown = {
            "take": pictured and asked and self.candidate is not None,
            "person": pictured and state is not PhotoState.SAME,
            "out": pictured and state not in (PhotoState.OUT, PhotoState.SAME),
            "back": pictured and state is PhotoState.OUT and found.holder is None,
            "officer": self.candidate is not None,
        }
        if found.holder is None and len(found.others) == 1:
            self.acts["take"].setText(f"就是{found.others[0].owner.name}")
        else:
            self.acts["take"].setText("用这一张")
        self.acts["person"].setText("换一个人" if found.holder is not None else "选人")
        for name, visible in shown.items():
            self.acts[name].setVisible(visible)
            if name != "officer":
                refuse(self.acts[name], self._why_not)
        if not self._why_not:
            self.acts["person"].setToolTip("这是谁的照片　F2")
            self.acts["out"].setToolTip("这一张不存入　Del")


def _file_words(found: PhotoRow) -> str:
    if found.photo is None:
        return ""
    return f"{found.photo.shown}　{found.photo.size / 1024:,.1f}KB"
