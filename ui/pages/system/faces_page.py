"""打印字体: what every style of official documents is drawn with on this PC, its specimen, and another face for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from services.printing.face_report import (
    ROLES,
    FaceLine,
    FaceState,
    choose_refusal,
    face_report,
    shown_name,
    unreadable_sentence,
)
from services.printing.face_sample import sample_page
from services.printing.faces import Faces, Style, load_faces, reload_faces
from services.printing.font_files import FontFile
from services.printing.preview import render_page
from ui.context import UiContext
from ui.kit.controls import button, refuse, text
from ui.kit.layout import col, rolling, row
from ui.kit.parts import heading
from ui.kit.print_preview import SCREEN_DPI, PageSheet, to_image
from ui.kit.table import Column, Rows, State, Table
from ui.kit.theme import u
from ui.pages.system.face_choice import FaceDialog
from ui.pages.system.face_trial import FaceTrial

STYLES = (
    Column("用在", 4),
    Column("字体", 4),
    Column("现在用的", 8, stretch=True),
    Column("来源", 7),
    Column("常用字", 4.5),
    Column("状态", 6),
)
STATES = {
    FaceState.FITTING: State("done", "合用"),
    FaceState.CHOSEN: State("change", "自选"),
    FaceState.SHIPPED: State("info", "自带"),
    FaceState.LOST: State("ask", "找不到"),
}
HEAD, ROW = 9.5, 7  # units
SAMPLE_NAME, PRINTED_NAME = "样张画面.pdf", "打印字体样张.pdf"
SAMPLE_ZOOM = 56  # per cent of paper size: the text of the specimen is still read without rolling sideways


@dataclass(frozen=True, slots=True)
class _Found:
    faces: Faces
    lines: tuple[FaceLine, ...]
    unreadable: str
    sample: Path


class FacesPage(QWidget):
    """`show_pdf` shows the specimen for printing; without it printing is off. Everything slow runs in jobs."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self._found: _Found | None = None
        self._looking = False
        self.dialog: FaceDialog | None = None
        self._chosen: dict[Style, str] = context.machine.faces if context.machine is not None else {}
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """重新检测 (F5): look the fonts of the PC up anew."""
        if self._looking:
            return  # two jobs would write one specimen
        self._looking = True
        self._refuse_acts("正在检测字体")
        target = Path(self._context.desk.scratch()) / SAMPLE_NAME
        self._context.jobs.read(self, partial(_look_up, dict(self._chosen), target), self._show, self._failed)

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        if self.change_button.isEnabled():
            self.choose()

    def print_page(self) -> None:
        """打印样张 (Ctrl+P)."""
        if self._show_pdf is not None and self._found is not None:
            # a file of its own: a reader that keeps it open must not stop the next look at the fonts
            target = self._found.sample.with_name(PRINTED_NAME)
            self._context.jobs.read(self, partial(_write_sample, self._found.faces, target), self._show_pdf)

    def focus_first(self) -> None:
        """The table of styles."""
        self.table.setFocus()

    # --- acts ----------------------------------------------------------------------------
    @property
    def line(self) -> FaceLine | None:
        """The style that the table stands on."""
        place = self.table.currentIndex().row()
        return self._found.lines[place] if self._found is not None and place >= 0 else None

    def choose(self) -> None:
        """换字体: among the faces of this PC and those of the program."""
        found, line = self._found, self.line
        if found is None or line is None:
            return
        faces = [(shown_name(found.faces, file), file) for file in found.faces.choices()]
        now = found.faces.leading(line.style).file
        dialog = FaceDialog(self._context.notify.dialog_parent(), f"{line.role}（{line.wanted}）", faces, now)
        dialog.wanted.connect(partial(self._check, dialog, line.style))
        dialog.open()
        self.dialog = dialog

    def restore(self) -> None:
        """恢复默认: the style goes back to the usual order."""
        if (line := self.line) is not None:
            self._keep({style: name for style, name in self._chosen.items() if style is not line.style})
            self._context.notify.toast(f"{line.role}的字体已恢复默认。")

    def _check(self, dialog: FaceDialog, style: Style, file: FontFile) -> None:
        work = partial(choose_refusal, file, style)
        self._context.jobs.read(dialog, work, partial(self._checked, dialog, style, file))

    def _checked(self, dialog: FaceDialog, style: Style, file: FontFile, refusal: str) -> None:
        if refusal:
            dialog.say(refusal)
            return
        dialog.accept()
        self._keep({**self._chosen, style: file.title})
        self._context.notify.toast(f"{style}已换用“{file.title}”，以后的打印都用它。")

    def _keep(self, chosen: dict[Style, str]) -> None:
        self._chosen = chosen
        if self._context.machine is not None:
            self._context.machine.faces = chosen
        self.reload()

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        again, self.print_button = button("重新检测", "reload", key="F5"), button("打印样张", "print", key="Ctrl+P")
        self.again_button = again
        again.clicked.connect(self.reload)
        self.print_button.clicked.connect(self.print_page)
        self.change_button = button("换字体", "edit", "main", "Ctrl+Return")
        self.restore_button = button("恢复默认", "undo")
        self.change_button.clicked.connect(self.choose)
        self.restore_button.clicked.connect(self.restore)
        self.rows = Rows(STYLES, [])
        self.table = Table(STYLES, self.rows, "各种字体", height=ROW)
        self.table.setMinimumHeight(u(HEAD + ROW * len(ROLES) + 1))  # all styles at once, on a low screen as well
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_line())
        self.words = text("", wrap=True)
        self.trial = FaceTrial(self._context.jobs)
        told = rolling(self.words, None, name="说明", ground="window")
        left = col(self.table, (told, 3), (self.trial, 5), gap=2)
        self.sheet = PageSheet(0)
        self.sheet.zoom(SAMPLE_ZOOM)
        self.sheet.setAccessibleName("样张")
        self.sheet.wanted.connect(lambda _number: self._paint())
        right = rolling(self.sheet, None, name="样张", ground="window")
        right.setMinimumWidth(right.minimumWidth() + u(1))  # the picture has whole dots an inch: a little wider
        acts = (again, self.print_button, self.restore_button, self.change_button)
        head = heading("打印字体", "公文和打印件用的字体，只管这台电脑。", *acts)
        self.setLayout(col(head, (row((left, 1), right, gap=3), 1), gap=3, pad=(4, 3)))
        self._refuse_acts("正在检测字体")

    def _show(self, found: _Found) -> None:
        place = max(self.table.currentIndex().row(), 0)
        self._found, self._looking = found, False
        self.rows.replace([_cells(line) for line in found.lines])
        refuse(self.again_button, "")
        refuse(self.print_button, "" if self._show_pdf else "这个窗口没有接上打印预览")
        self.table.selectRow(place)
        self._show_line()
        self._paint()
        own = sum(line.from_pc for line in found.lines)
        total = len(found.lines)
        self.status_changed.emit(f"{total}种字体，{own}种用本机的，{total - own}种用程序自带的")
        self.loaded.emit()

    def _show_line(self) -> None:
        found, line = self._found, self.line
        if found is None or line is None:
            return
        self.words.setText("\n".join(filter(None, (line.words, found.unreadable))))
        refuse(self.change_button, "")
        refuse(self.restore_button, "" if line.style in self._chosen else "已经是默认的字体")
        self.trial.show_style(line.style)

    def _paint(self) -> None:
        """The specimen as a picture, as sharp as this screen."""
        if self._found is None:
            return
        dpi = round(SCREEN_DPI * SAMPLE_ZOOM / 100 * self.devicePixelRatioF())
        work = partial(render_page, self._found.sample, 0, dpi)
        self._context.jobs.read(self, work, lambda found: self.sheet.show_picture(to_image(found)))

    def _refuse_acts(self, reason: str) -> None:
        for act in (self.again_button, self.print_button, self.change_button, self.restore_button):
            refuse(act, reason)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        refuse(self.again_button, "")
        self._context.notify.failed(self, error)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked up at the first visit: opening every candidate takes a while."""
        super().showEvent(event)
        if self._found is None:
            self.reload()


def _look_up(chosen: dict[Style, str], target: Path) -> _Found:
    reload_faces(chosen)
    faces = load_faces()
    return _Found(faces, face_report(faces), unreadable_sentence(faces), _write_sample(faces, target))


def _write_sample(faces: Faces, target: Path) -> Path:
    sample_page(faces, target)
    return target


def _cells(line: FaceLine) -> list[object]:
    lacking = sum(part.lacking for part in line.coverage[:2])
    source = line.file if line.from_pc else "程序自带"
    return [line.role, line.wanted, line.serves, source, f"缺{lacking}个" if lacking else "全有", STATES[line.state]]
