"""The import page for many files: a folder or several files at once, a table of results, one acceptance for all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog

from services.errors import ServiceError
from services.exchange.find_files import FoundFile, find_files
from services.exchange.folder_import import FileLine, FolderImport, LineKey
from services.exchange.returned_files import write_returned
from services.imports.office import Given
from services.query import Outcome
from services.spec import FieldSpec
from ui.jobs import JobContext
from ui.kit.import_model import ImportFile, ImportService
from ui.kit.import_page import ImportPage, ImportTools
from ui.kit.import_results import ImportResults, takes
from ui.kit.parts import button, refuse
from ui.pages.exchange_asks import FileAsks
from ui.pages.exchange_correct import NO_COLUMN, ask_cells

Read = tuple[list[FileLine], list[FileLine]]  # as read one by one, and the same beside one another
BUSY = "正在读取，读完再增加。"
STOPPED = "已停止读取。读好的在下面，其余没有读。"


class FolderImportPage(ImportPage):
    """Every file of a run is a line; opening one shows the preview, Esc comes back."""

    corrects = True

    def __init__(self, service: ImportService, folder: FolderImport, tools: ImportTools, kind: str = "") -> None:
        self.folder = folder
        self._listing = False
        self._reading = ""
        super().__init__(service, tools, kind)

    # --- reading -----------------------------------------------------------------------------
    def ask_folder(self) -> None:
        """The system's dialog for a folder; its sub-folders are read too."""
        dialog = QFileDialog(self, "选择放报送文件的文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.add_files([Path(name)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read these files and the files of these folders, one after another in one job; nothing is stored."""
        if self._why_not or not paths:
            return
        if self._reading:
            self.tools.notify(BUSY, None)
            return
        self._listing = self._listing or bool(self.files) or len(paths) > 1 or paths[0].is_dir()
        kind, unit = self.kind, str(self._units.currentData() or "")
        known, arrived = self._raw_lines(), deque[FileLine]()
        lines: list[FileLine] = []

        def read(job: JobContext) -> Read:
            found = find_files(paths)
            for place, one in enumerate(found):
                tell = partial(_tell, job, place, len(found), one.name)
                tell()
                arrived.append(self.folder.read(one, kind, unit, progress=tell))
                lines.append(arrived[-1])
            new = {line.file for line in lines}
            whole = [*(line for line in known if line.file not in new), *lines]
            return whole, self.folder.compared(whole)

        self._reading = "正在读取…"
        self.tools.jobs.long_read(
            self,
            read,
            partial(self._all_read, lines),
            self._reading_failed,
            lambda done, total, _note: self._progressed(arrived, done, total),
            title="正在读取报送的文件",
            stopped=partial(self._stopped, arrived),
        )
        self._refresh()

    def _progressed(self, arrived: deque[FileLine], done: int, total: int) -> None:
        self._reading = f"正在读取第{min(done + 1, total)}个，共{total}个"
        self._take_in(arrived)

    def _take_in(self, arrived: deque[FileLine]) -> None:
        while arrived:
            line = arrived.popleft()
            self._show_line(line, line)
        self._refresh()

    def _all_read(self, lines: Sequence[FileLine], answer: Read) -> None:
        self._reading = ""
        self._drop_old_parts(lines)
        for raw, line in zip(*answer, strict=True):
            self._show_line(raw, line)
        if not self.files:
            self._listing = False
            self._refresh()
            self.tools.notify("这个文件夹里没有文件。", None)
        elif len(self.files) == 1 and self.files[0].line.clean:
            self.show_file(0)
        elif self._listing or self.file is None:
            self.show_results()
        else:
            self.show_file(self._here)  # one of the files is being looked at

    def _drop_old_parts(self, lines: Sequence[FileLine]) -> None:
        """A file that was read sheet by sheet and is now read as one."""
        keys, paths = {line.key for line in lines}, {line.file for line in lines}
        self.files = [one for one in self.files if one.key in keys or one.path not in paths or one.stored]

    def _stopped(self, arrived: deque[FileLine]) -> None:
        self._reading = ""
        self._take_in(arrived)
        self.tools.notify(STOPPED, None)
        self.show_results()

    def _reading_failed(self, error: ServiceError) -> None:
        self._reading, self._listing = "", bool(self.files)
        self.tools.notify(str(error), None)
        self._refresh()

    def _read(self, found: ImportFile, mapping: dict[str, str | None] | None) -> None:
        """One file again, with what the clerk decided about it."""
        if found.line is None:
            return
        one = FoundFile(found.path, found.line.name, True)
        kind, place = found.kind or self.kind, self.files.index(found)
        before, after = self._raw_lines(self.files[:place]), self._raw_lines(self.files[place + 1 :])
        found.mapping = {**(found.mapping or {}), **mapping} if mapping else found.mapping
        mended, given = dict(found.corrections), Given(dict(found.values), dict(found.people))
        how = partial(self.folder.read, one, kind, found.sent_by, found.mapping, found.sheet, mended)

        def read(job: JobContext) -> Read:
            raw = how(job.progress, given, found.part)
            whole = [*before, raw, *after]
            return whole, self.folder.compared(whole)

        self.tools.jobs.long_read(
            self, read, partial(self._read_again, found), self._reading_failed, title=f"正在读取{found.path.name}"
        )

    def _read_again(self, found: ImportFile, answer: Read) -> None:
        for raw, line in zip(*answer, strict=True):
            self._show_line(raw, line)
        if self._listing or found.reading is None:
            self._refresh()
        elif found in self.files:
            self.show_file(self.files.index(found))

    def read_all_sheets(self, place: int) -> None:
        """Every sheet of a file becomes a file of the run."""
        found = self.files[place]
        if found.line is None or found.stored or found.part or self._reading:
            return
        one, kind = FoundFile(found.path, found.line.name, True), found.kind or self.kind
        before, after = self._raw_lines(self.files[:place]), self._raw_lines(self.files[place + 1 :])

        def read(job: JobContext) -> Read:
            whole = [*before, *self.folder.read_sheets(one, kind, found.sent_by, job.progress), *after]
            return whole, self.folder.compared(whole)

        def parted(answer: Read) -> None:
            parts = [line for line in answer[0] if line.file == found.path]
            place = self.files.index(found)
            self.files[place : place + 1] = [ImportFile(found.path, part=line.part) for line in parts]
            for raw, line in zip(*answer, strict=True):
                self._show_line(raw, line)
            self.show_results()

        self.tools.jobs.long_read(self, read, parted, self._reading_failed, title=f"正在读取{found.path.name}")

    def _ask_correction(self, row: Any, fields: list[FieldSpec]) -> None:
        found = self.file
        if found is None or found.reading is None:
            return
        if not ask_cells(self, found, row, fields, partial(self._read, found, None)):
            self.tools.notify(NO_COLUMN, None)

    def _raw_lines(self, files: Sequence[ImportFile] | None = None) -> list[FileLine]:
        """What is compared with one another: a file that stays out takes nobody's place."""
        return [one.raw for one in (self.files if files is None else files) if one.raw is not None and one.ticked]

    def _show_line(self, raw: FileLine, line: FileLine) -> None:
        found = next((one for one in self.files if one.key == line.key), None)
        if found is None:
            found = ImportFile(line.file, part=line.part)
            self.files.append(found)
        before = found.line.held if found.line is not None else frozenset()
        found.raw, found.line, found.kind = raw, line, line.kind
        found.reading, found.error = line.reading, line.error or line.asks
        if before != line.held:
            found.skipped = (found.skipped - before) | line.held
        self._specs.setdefault(line.kind, self.service.spec(line.kind))

    # --- the results -------------------------------------------------------------------------
    def show_results(self) -> None:
        """The table of all files."""
        self._listing = True
        self._leave_mapping()
        self.results.table.setFocus()

    def show_file(self, place: int) -> None:
        """The preview of one file; a file that was not read stays in the table, where its reason stands."""
        self._listing = bool(self.files) and (place < 0 or self.files[place].reading is None)
        if 0 <= place < len(self.files) and self.files[place].reading is not None:
            self._asks.show_file(self.spec_of(self.files[place]), self.files[place])
        super().show_file(place)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self.files) and self.files[place].reading is not None:
            self.show_file(place)

    def _tick(self, place: int) -> None:
        found = self.files[place]
        if found.line is not None and found.line.clean and not found.stored:
            found.ticked = not found.ticked
            if not found.ticked:
                self._show_line(found.raw, found.raw)
            self._refresh()
            lines = self._raw_lines()
            work = partial(self.folder.compared, lines)
            self.tools.jobs.read(self, work, partial(self._compared_again, lines))

    def _compared_again(self, raw: Sequence[FileLine], lines: Sequence[FileLine]) -> None:
        if list(raw) == self._raw_lines():  # else another tick came meanwhile, and its answer follows
            for one, line in zip(raw, lines, strict=True):
                self._show_line(one, line)
            self._refresh()

    def _choose_unit(self, place: int, unit: str) -> None:
        found = self.files[place]
        found.sent_by = unit
        self._read(found, None)

    def _choose_sheet(self, place: int, sheet: str) -> None:
        found = self.files[place]
        if found.reading is not None and not found.stored and sheet != found.reading.sheet:
            found.sheet, found.mapping = sheet, None
            found.forget_rows()
            self._read(found, None)

    # --- accepting ---------------------------------------------------------------------------
    def accept_file(self) -> None:
        """All ticked files in the table of results, else the shown one (Ctrl+Enter)."""
        if self._listing:
            self.accept_all()
        elif self.file is not None and self.file.line is not None and self.file.line.clean:
            super().accept_file()

    def accepting(self, found: ImportFile) -> Callable[[Callable[[int, int], None]], Outcome]:
        """One file by the same way as many, so that it counts as received."""
        return partial(self.folder.accept, [found.line], {found.key: frozenset(found.skipped)})

    def accept_all(self) -> None:
        """Store every ticked file in one act; a second press does nothing."""
        taken = [one for one in self.files if takes(one)]
        if not taken or self._reading or self._why_not:
            return
        left_out: dict[LineKey, Collection[int]] = {one.key: frozenset(one.skipped) for one in taken}
        lines = [one.line for one in taken]
        for one in taken:
            one.storing = True
        self.tools.jobs.write(
            self,
            lambda job: self.folder.accept(lines, left_out, job.progress),
            partial(self._all_stored, taken),
            partial(self._none_stored, taken),
            title=f"正在导入{len(taken)}个文件",
            stopped=partial(self._none_stored, taken, ServiceError("已停止导入，没有存入任何一行。")),
        )
        self._refresh()

    def _all_stored(self, taken: Sequence[ImportFile], outcome: Outcome) -> None:
        for one in taken:
            one.stored, one.group, one.storing = "已导入。", outcome.group, False
        back = partial(self._take_back, taken, outcome.group) if outcome.group is not None else None
        self.tools.notify(outcome.message, back)
        self.stored.emit(self.kind)
        self._refresh()

    def _none_stored(self, taken: Sequence[ImportFile], error: ServiceError) -> None:
        for one in taken:
            one.storing = False
        self.tools.notify(str(error), None)
        self._refresh()

    def _take_back(self, taken: Sequence[ImportFile], group: int) -> None:
        self.tools.jobs.write(self, lambda _job: self.tools.undo(group), partial(self._taken_back, taken))

    def _taken_back(self, taken: Sequence[ImportFile], outcome: Outcome) -> None:
        for one in taken:
            one.stored, one.group = "", None
        self.tools.notify(outcome.message, None)
        self.add_files(list(dict.fromkeys(one.path for one in taken)))

    # --- giving back -------------------------------------------------------------------------
    def ask_return_folder(self) -> None:
        """Where the files that go back are put."""
        dialog = QFileDialog(self, "退回文件存到哪个文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.write_returned(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_returned(self, folder: Path) -> None:
        """One file for each unit with rejected rows, and a summary of all."""
        lines = [one.line for one in self.files if one.line is not None]
        title = f"{self._kinds.currentText()}退回汇总"

        def written(files: Sequence[Path]) -> None:
            self.tools.notify(f"已把{len(files) - 1}个退回文件和汇总存到“{folder.name}”。", None)
            if self.tools.open_file is not None:
                self.tools.open_file(folder)

        self.tools.jobs.long_read(
            self,
            lambda job: write_returned(self.folder.office, lines, folder, title, job.progress),
            written,
            title="正在生成退回文件",
        )

    def give_up_all(self) -> None:
        """Forget all files of the run; what was stored stays stored."""
        self.files.clear()
        self._listing = False
        self.show_file(-1)

    # --- construction and what is shown --------------------------------------------------------
    def _build(self, kind: str) -> None:
        super()._build(kind)
        self._asks = FileAsks(self, self.preview, self.folder, self.tools.jobs)
        self._asks.read_again = self._read
        self.preview.asks.all_sheets_wanted.connect(lambda: self.read_all_sheets(self._here))
        self.results = ImportResults()
        self._stack.addWidget(self.results)
        whole = button("选择文件夹", "folder")
        whole.setEnabled(not self._why_not)
        whole.setToolTip(self._why_not or "把一个文件夹里的报送文件一次读完")
        self._ways.insertWidget(2, whole)
        shown, add = self.results, self.ask_folder
        for made, slot in (
            (whole, add),
            (shown.add_folder, add),
            (shown.add_file, self.ask_files),
            (shown.back, self.ask_return_folder),
            (shown.drop, self.give_up_all),
            (shown.accept, self.accept_all),
            (self._list.all_results, self.show_results),
        ):
            made.clicked.connect(slot)
        shown.opened.connect(self._open)
        shown.ticked.connect(self._tick)
        shown.unit_chosen.connect(self._choose_unit)
        shown.sheet_chosen.connect(self._choose_sheet)
        shown.all_sheets.clicked.connect(lambda: self.read_all_sheets(shown.here))
        self.preview.sheet_wanted.connect(lambda sheet: self._choose_sheet(self._here, sheet))
        self._list.all_results.show()

    def _fill_units(self, units: Sequence[tuple[object, str]]) -> None:
        super()._fill_units(units)
        self.results.fill_units([name for _key, name in units])

    def _refresh(self) -> None:
        super()._refresh()
        if self.file is not None and self.file.stored:
            self.preview.asks.close_questions()
        if not self._listing:
            if self.file is not None and self.file.line is not None and self.file.line.asks:
                refuse(self._foot.accept, self.file.line.asks)
            return
        self.results.show_files(self.files, self._reading, self._why_not)
        self._stack.setCurrentWidget(self.results)
        self._head.show_file(self._kinds.currentText(), None)
        self.status_changed.emit("")
        self._list.hide()
        self._foot.hide()
        self._head.show_step(0 if self._reading else 3 if any(one.stored for one in self.files) else 2)
        self._kinds.setEnabled(not self.files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the preview for the table of results."""
        if event.key() == Qt.Key.Key_Escape and not self._listing and len(self.files) > 1:
            self.show_results()
        else:
            super().keyPressEvent(event)


def _tell(job: JobContext, place: int, total: int, name: str, _done: int = 0, _rows: int = 0) -> None:
    job.progress(place, total, name)
