"""照片核对: choose an agency's photos, see whose they are and what is wrong, store the fitting ones in one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QStackedWidget, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.photo_check.office import PhotoOffice, PhotoReading
from services.photo_check.result_sheet import result_name, write_result
from services.query import Outcome
from services.uow import ChangeSet
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.focus import show_face
from ui.kit.parts import col, heading, holder
from ui.pages.exchange_person import PersonDialog
from ui.pages.photos.results import PhotoResults
from ui.pages.photos.run import PhotoRun
from ui.pages.photos.start import PhotoStart
from ui.pages.tools import open_file

PURPOSE = "单位报来的照片，对上人、查过规格再存入。"
PATTERN = "照片 (*.jpg *.jpeg *.png *.bmp *.gif *.tif *.tiff *.webp *.heic);;所有文件 (*)"
READING, JUDGING, STORING = "正在核对照片…", "正在对人…", "正在存入照片…"
STOPPED = "已停止核对，没有存入任何一张。"
RULES = frozenset({"province_rule", "setting"})
CONCERNED = frozenset({"enforcement_officer", "enforcement_certificate", "enforcement_agency", "attachment"}) | RULES


class PhotoPage(QWidget):
    """A start sheet until something was chosen, then the results. The start of 核对照片 is `open_row(unit)`."""

    status_changed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context, self._asked, self._busy, self._wanted_unit = context, 0, "", ""
        self.run = PhotoRun()
        self.setObjectName("photos")
        self.setAcceptDrops(True)
        may = context.desk.actor.may(Right.EDIT)
        self._why_not = "" if may else f"当前账户没有“{RIGHT_LABELS[Right.EDIT]}”的权限。需要时由管理员调整账户。"
        self.results = PhotoResults(self._office, context.jobs)
        self.start = PhotoStart()
        self._stack = QStackedWidget()
        for sheet in (self.start, self.results):
            self._stack.addWidget(sheet)
        whole = col(heading("照片核对", PURPOSE), (self._stack, 1), gap=2, pad=(4, 3))
        self.setLayout(col(holder(whole, ground="window"), gap=0))
        self._wire()
        context.jobs.read(self, lambda: self._office().units(), self._fill_units)
        self._refresh()

    @property
    def unit(self) -> str:
        """The unit that sent the photos; empty where that is open."""
        return str(self.start.units.currentData() or "")

    # --- for the window --------------------------------------------------------------------
    def open_row(self, unit: object) -> None:
        """Begin with the photos of this unit."""
        self._wanted_unit = str(unit or "")
        self._choose_unit(self._wanted_unit)

    def focus_first(self) -> None:
        """The table once there is one."""
        (self.results.table if self.run.reading is not None else self.start.folder).setFocus()

    def focus_filter(self) -> None:
        """Into the search of the results."""
        if self.run.reading is not None:
            self.results.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6 inside the page."""
        return (self.results.search, self.results.table, self.results.side)

    def export_page(self) -> None:
        """The sheet for the agency."""
        self.ask_target()

    def next_act(self) -> None:
        """Ctrl+Enter."""
        self.store()

    def reload(self) -> None:
        """F5: the files as they lie there now."""
        self.read_again()

    @Slot(object)
    def on_changes(self, changes: ChangeSet) -> None:
        """The register or the rules changed: what was read is judged again."""
        touched = set(changes.touched)
        if self.run.reading is None or self._busy or not touched & CONCERNED:
            return
        if touched & RULES:
            self.read_again()
        else:
            self.judge_again()

    # --- reading ---------------------------------------------------------------------------
    def ask_folder(self) -> None:
        """The system's dialog for a folder; its sub-folders are read too."""
        dialog = QFileDialog(self, "选择放照片的文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.add_files([Path(name)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_files(self) -> None:
        """The system's dialog; several files at once."""
        dialog = QFileDialog(self, "选择照片")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(PATTERN.split(";;"))
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Check these files and the files of these folders, beside what was checked before; nothing is stored."""
        if not self._busy:
            known = self.run.reading.photos if self.run.reading is not None else ()
            unit, choices = self.unit, dict(self.run.choices)
            self._read(lambda job: self._office().read(paths, unit, known, choices, job.progress), files=bool(paths))

    def show_missing(self) -> None:
        """Nobody's photos came yet: who has none?"""
        self.add_files([])

    def read_again(self) -> None:
        """The same files once more, as they are now and by the rules as they are now."""
        reading, choices = self.run.reading, dict(self.run.choices)
        if reading is not None and not self._busy:
            self._read(lambda job: self._office().read_again(reading, choices, job.progress))

    def _read(self, work: Callable[[JobContext], PhotoReading], *, files: bool = False) -> None:
        self._begin(READING)
        self._context.jobs.long_read(
            self,
            work,
            partial(self._arrived, self._asked, files=files),
            self._failed,
            title="正在核对照片",
            stopped=partial(self._failed, ServiceError(STOPPED)),
        )

    def judge_again(self) -> None:
        """Other words of the clerk, or a register that changed; no file is opened."""
        reading = self.run.reading
        if reading is None or self._busy:
            return  # what is being read is judged when it arrives
        self._asked += 1
        work = partial(self._office().judged, reading.photos, self.unit, dict(self.run.choices))
        self._context.jobs.read(self, work, partial(self._arrived, self._asked, files=False), self._failed)

    def _arrived(self, asked: int, reading: PhotoReading, *, files: bool) -> None:
        if asked != self._asked:
            return  # something newer was asked meanwhile
        self._busy = ""
        first = self.run.reading is None
        if files and not reading.photos:
            self._context.notify.toast("这里没有文件，或者没有权限看。换一个文件夹。")
        else:
            self.run.reading = reading
        self._refresh()
        if first and self.run.reading is not None:
            self.results.table.setFocus()
            self.results.next_to_do()
        if reading.unit != self.unit:
            self.judge_again()  # another sender was chosen meanwhile

    def _failed(self, error: ServiceError) -> None:
        self._busy = ""
        self._context.notify.toast(str(error))
        self._refresh()

    # --- what the clerk says ---------------------------------------------------------------
    def ask_person(self) -> None:
        """Whose photo the current row is."""
        found = self.results.here
        if found is None or found.photo is None or not self.results.side.acts["person"].isVisibleTo(self.results.side):
            return
        if self._why_not or self._busy:
            return
        why = (
            "".join(problem.message for problem in found.problems[:1])
            or f"现在对上的是{self.results.side.name.text()}。"
        )
        known = (found.holder, *found.others)
        words = next((each.owner.name for each in known if each is not None), "")
        dialog = PersonDialog(
            "这是谁的照片", f"{found.photo.shown}\n{why}", words, (), self._office().people, self._context.jobs, self
        )
        dialog.chosen.connect(lambda officer_id, _also: self._choose(officer_id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def leave_out(self) -> None:
        """The current photo is not used."""
        if self.results.side.acts["out"].isVisibleTo(self.results.side):
            self._choose(None)

    def _choose(self, officer_id: int | None) -> None:
        found = self.results.here
        if found is not None and not self._why_not and not self._busy:
            self.run.choose(found, officer_id)
            self.judge_again()

    def _forget(self) -> None:
        if (found := self.results.here) is not None:
            self.run.forget(found)
            self.judge_again()

    def _unit_chosen(self, box: QComboBox) -> None:
        self._choose_unit(str(box.currentData() or ""))

    def _choose_unit(self, unit: str) -> None:
        before = self.unit
        for box in (self.start.units, self.results.units):
            box.setCurrentIndex(max(0, box.findData(unit)) if unit else 0)
        if self.unit != before:
            self.judge_again()

    # --- storing ---------------------------------------------------------------------------
    def store(self) -> None:
        """The fitting ones into the register, in one act; a second press does nothing."""
        reading = self.run.reading
        if reading is None or not reading.fit or self._busy or self._why_not:
            return
        self._begin(STORING)
        self._context.jobs.write(
            self,
            lambda job: self._office().store(reading.fit, job.progress),
            self._stored,
            self._failed,
            title=f"正在存入{len(reading.fit)}张照片",
            stopped=partial(self._failed, ServiceError("已停止存入，没有存入任何一张。")),
        )

    def _stored(self, outcome: Outcome) -> None:
        self._busy = ""
        self._context.tell(outcome)
        self.judge_again()

    def ask_target(self) -> None:
        """Where the sheet for the agency goes."""
        if self.run.reading is None or not self.run.reading.rows or self._busy:
            return
        dialog = QFileDialog(self, "导出核对结果")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(result_name(self.unit))
        dialog.fileSelected.connect(lambda name: self.write_result(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_result(self, target: Path) -> None:
        """All rows with code, reason and advice."""
        reading = self.run.reading
        if reading is None:
            return

        def written(count: int) -> None:
            self._context.notify.toast(f"已导出{count:,}行到“{target.name}”。")
            open_file(target)

        self._context.jobs.read(self, partial(write_result, reading, target), written)

    def give_up(self) -> None:
        """Back to the start; what was stored stays stored."""
        if not self._busy:
            self._asked += 1
            self.run = PhotoRun()
            self._refresh()

    # --- what is shown ---------------------------------------------------------------------
    def _office(self) -> PhotoOffice:
        office: PhotoOffice = self._context.desk.photos
        return office

    def _begin(self, words: str) -> None:
        self._asked += 1
        self._busy = words
        self._refresh()

    def _refresh(self) -> None:
        started = self.run.reading is not None
        show_face(self._stack, 1 if started else 0, self, self.results.table if started else self.start.folder)
        self.results.show_run(self.run, self._busy, self._why_not)
        self.start.show_busy(self._busy)
        self.status_changed.emit(self.results.words.text())

    def _fill_units(self, names: Sequence[str]) -> None:
        for box in (self.start.units, self.results.units):
            for name in names:
                box.addItem(name, name)
        self._choose_unit(self._wanted_unit)

    def _wire(self) -> None:
        results, side = self.results, self.results.side
        for made, slot in (
            (self.start.folder, self.ask_folder),
            (self.start.files, self.ask_files),
            (self.start.missing, self.show_missing),
            (results.add_files, self.ask_files),
            (results.add_folder, self.ask_folder),
            (results.export, self.ask_target),
            (results.drop, self.give_up),
            (results.store, self.store),
        ):
            made.clicked.connect(slot)
        results.table.person_wanted.connect(self.ask_person)
        results.table.out_wanted.connect(self.leave_out)
        results.table.doubleClicked.connect(lambda _index: self.ask_person())
        side.person_wanted.connect(self.ask_person)
        side.left_out.connect(self.leave_out)
        side.taken.connect(self._choose)
        side.forgotten.connect(self._forget)
        side.officer_wanted.connect(lambda officer_id: self._context.go("officers", officer_id))
        for box in (self.start.units, results.units):
            box.activated.connect(lambda _n, box=box: self._unit_chosen(box))
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.store)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files of this computer."""
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
