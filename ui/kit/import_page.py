"""Import: choose files, look at the mapping, see what would change, accept. Nothing is stored before that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QStackedWidget, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.query import Outcome
from services.spec import FieldSpec, LedgerSpec
from ui.jobs import JobContext, Jobs
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.import_frame import ImportFiles, ImportFoot, ImportHead
from ui.kit.import_mapping import MappingView
from ui.kit.import_model import ImportFile, ImportService
from ui.kit.import_preview import ImportPreview
from ui.kit.parts import button, choice, col, glyph, holder, panel, row, text

PATTERN = "报送的文件 (*.xlsx *.xls *.et *.ods *.csv *.xlsm);;所有文件 (*)"
FIRST = "选好台账，再选报送单位交来的文件。读取只是预览，接受以后才存入。"


@dataclass(frozen=True)
class ImportTools:
    """`notify` and `undo` as in LedgerTools; `open_file` shows the returned file with the system's program."""

    jobs: Jobs
    notify: Callable[[str, Callable[[], None] | None], None]
    undo: Callable[[int], Outcome]
    may: Callable[[Right], bool]
    open_file: Callable[[Path], None] | None = None


class ImportPage(QWidget):
    """One kind at a time, several files; each is accepted by itself and can be taken back as a whole."""

    status_changed = Signal(str)
    stored = Signal(str)
    corrects = False  # whether the page itself can read a file again with corrected cells

    def __init__(
        self, service: ImportService, tools: ImportTools, kind: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.service, self.tools = service, tools
        self.files: list[ImportFile] = []
        self._here = -1
        self._specs: dict[str, LedgerSpec] = {}
        self.setObjectName("import")
        self.setAcceptDrops(True)
        self.preview = ImportPreview(self.corrects or hasattr(service, "correct"))
        self._mapping: QWidget | None = None
        self._build(kind)
        for signal, slot in (
            (self.preview.changed, self._refresh),
            (self.preview.mapping_wanted, self.show_mapping),
            (self.preview.correct_wanted, self._ask_correction),
        ):
            signal.connect(slot)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.accept_file)
        self._refresh()

    # --- files ---------------------------------------------------------------------------
    @property
    def kind(self) -> str:
        """The ledger that is imported into."""
        return str(self._kinds.currentData() or "")

    @property
    def file(self) -> ImportFile | None:
        """The file that is shown."""
        return self.files[self._here] if 0 <= self._here < len(self.files) else None

    def ask_files(self) -> None:
        """The system's dialog; several files at once."""
        dialog = QFileDialog(self, "选择报送的文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(PATTERN.split(";;"))
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read these files, one after the other in jobs; the first is shown as soon as it is read."""
        if not self._why_not:
            for path in paths:
                found = ImportFile(path)
                self.files.append(found)
                self._read(found, None)
            self._refresh()

    def _read(self, found: ImportFile, mapping: dict[str, str | None] | None) -> None:
        kind, unit = self.kind, self._units.currentData()

        def read(job: JobContext) -> tuple[LedgerSpec, Any]:
            return self.service.spec(kind), self.service.read(kind, found.path, unit, mapping, job.progress)

        self.tools.jobs.long_read(
            self,
            read,
            partial(self._was_read, found),
            partial(self._not_read, found),
            title=f"正在读取{found.path.name}",
            stopped=partial(self._not_read, found, ServiceError("已停止读取，没有存入任何一行。")),
        )

    def _was_read(self, found: ImportFile, answer: tuple[LedgerSpec, Any]) -> None:
        self._specs[self.kind], found.reading = answer
        found.error = ""
        if found in self.files:
            if self.file is None or self.file is found or self.file.error:
                self.show_file(self.files.index(found))
            self._refresh()

    def _not_read(self, found: ImportFile, error: ServiceError) -> None:
        found.refuse(error)
        if found in self.files and self.file is None:
            self._here = self.files.index(found)
        self._refresh()

    def show_file(self, place: int) -> None:
        """The preview of one file."""
        self._here = place
        found = self.file
        if found is not None and found.reading is not None:
            row = self.preview.current()
            self.preview.show_file(self.spec_of(found), found, row.row if row else None)
            self.preview.table.setFocus()
        self._refresh()

    def spec_of(self, found: ImportFile) -> LedgerSpec:
        """What the file was read as."""
        return self._specs[found.kind or self.kind]

    def accepting(self, found: ImportFile) -> Callable[[Callable[[int, int], None]], Outcome]:
        """What stores the file; it is called in a job with the job's progress."""
        return partial(self.service.accept, self.kind, found.accepted())

    # --- mapping and correction ----------------------------------------------------------
    def show_mapping(self) -> None:
        """Which column brings what."""
        found = self.file
        if found is None or found.reading is None:
            return
        view = MappingView(self.spec_of(found), found.reading)
        view.applied.connect(self._use_mapping)
        view.back.connect(self._leave_mapping)
        self._leave_mapping()
        self._mapping = view
        self._stack.addWidget(view)
        self._refresh()

    def _use_mapping(self, choices: dict[str, str | None]) -> None:
        self._leave_mapping()
        if self.file is not None and choices:
            self._read(self.file, choices)

    def _leave_mapping(self) -> None:
        if self._mapping is not None:
            self._stack.removeWidget(self._mapping)
            self._mapping.deleteLater()
            self._mapping = None
        self._refresh()

    def _ask_correction(self, row: Any, fields: list[FieldSpec]) -> None:
        plain = [replace(f, required=False, section="") for f in fields]
        dialog = FormDialog(f"改正第{row.row}行", plain, {}, self, FormKit(save_label="改正"))
        dialog.fill({f.key: row.values.get(f.key) for f in fields})
        dialog.save_requested.connect(partial(self._correct, dialog, row))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _correct(self, dialog: FormDialog, row: Any, values: dict[str, Any]) -> None:
        found, service = self.file, self.service
        if found is None:
            return
        kind, spec = found.kind or self.kind, self.spec_of(found)

        def work() -> Any:
            reading, correct = found.reading, service.correct  # type: ignore[attr-defined]
            for name, value in values.items():
                reading = correct(kind, reading, row.row, name, value)
            return reading

        def done(reading: Any) -> None:
            dialog.saved()
            found.reading = reading
            self.preview.show_file(spec, found, row.row)
            self._refresh()

        self.tools.jobs.read(dialog, work, done, dialog.refused)

    # --- accepting -----------------------------------------------------------------------
    def accept_file(self) -> None:
        """Store the new and changed rows of the shown file (Ctrl+Enter); a second press does nothing."""
        found = self.file
        if found is None or found.stored or found.storing or not found.reading or not found.to_store or self._why_not:
            return
        found.storing = True
        self._refresh()
        work = self.accepting(found)
        self.tools.jobs.write(
            self,
            lambda job: work(job.progress),
            done=partial(self._was_stored, found),
            failed=partial(self._not_stored, found),
            title=f"正在导入{found.path.name}",
            stopped=partial(self._not_stored, found, ServiceError("已停止导入，没有存入任何一行。")),
        )

    def _was_stored(self, found: ImportFile, outcome: Outcome) -> None:
        found.stored, found.group, found.storing = outcome.message, outcome.group, False
        self.tools.notify(outcome.message, partial(self._undo, found) if outcome.group is not None else None)
        self.stored.emit(self.kind)
        self._refresh()

    def _not_stored(self, found: ImportFile, error: ServiceError) -> None:
        found.storing = False
        self.tools.notify(str(error), None)
        self._refresh()

    def _undo(self, found: ImportFile) -> None:
        if found.group is not None:
            group = found.group
            self.tools.jobs.write(self, lambda _context: self.tools.undo(group), done=partial(self._undone, found))

    def _undone(self, found: ImportFile, outcome: Outcome) -> None:
        found.stored, found.group = "", None
        self.tools.notify(outcome.message, None)
        self._read(found, None)

    def ask_rejects(self) -> None:
        """Where the returned file goes."""
        found = self.file
        if found is not None and found.reading is not None:
            dialog = QFileDialog(self, "另存退回文件")
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("xlsx")
            dialog.selectFile(f"{found.path.stem}（退回）.xlsx")
            dialog.fileSelected.connect(lambda name: self.write_rejects(Path(name)))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def write_rejects(self, target: Path) -> None:
        """The rows with errors, in the agency's own layout."""
        found = self.file
        if found is not None:
            self.tools.jobs.read(
                self, partial(self.service.write_rejects, found.reading, target), self._rejects_written
            )

    def _rejects_written(self, file: Path) -> None:
        self.tools.notify(f"已存为“{file.name}”。", None)
        if self.tools.open_file is not None:
            self.tools.open_file(file)

    def give_up(self) -> None:
        """Forget the shown file; nothing was stored."""
        if self.file is not None:
            del self.files[self._here]
            self._leave_mapping()
            self.show_file(min(self._here, len(self.files) - 1))

    # --- what is shown -------------------------------------------------------------------
    def _refresh(self) -> None:
        found = self.file
        read = found is not None and bool(found.reading)
        self._head.show_file(self._kinds.currentText(), found)
        self._head.show_step(0 if not read or found is None else 1 if self._mapping else 3 if found.stored else 2)
        self._list.show_files(self.files, self._here)
        page = self._mapping or (self._first if found is None else self.preview if read else self._refused)
        self._stack.setCurrentWidget(page)
        self._why.setText(found.error if found and found.error else "正在读取…")
        self._foot.show_file(found, ready=read and self._mapping is None, why_not=self._why_not)
        self._foot.setVisible(found is not None and self._mapping is None)  # the columns have a foot of their own
        self._kinds.setEnabled(not self.files)
        self._units.setEnabled(not self.files)
        self.status_changed.emit(f"共{len(found.reading.rows):,}行" if found and found.reading else "")

    # --- construction --------------------------------------------------------------------
    def _build(self, kind: str) -> None:
        self._why_not = "" if self.tools.may(Right.IMPORT) else f"当前账户没有“{RIGHT_LABELS[Right.IMPORT]}”的权限。"
        self._head, self._list, self._foot = ImportHead(), ImportFiles(), ImportFoot()
        self._kinds, self._units = choice(name="导入到"), choice("不限单位", name="报送单位")
        self._units.setItemData(0, None)
        for key, title in self.service.kinds():
            self._kinds.addItem(title, key)
        self._kinds.setCurrentIndex(max(0, self._kinds.findData(kind)))
        self._kinds.currentIndexChanged.connect(lambda _n: self._refresh())
        self.tools.jobs.read(self, self.service.units, self._fill_units)
        self._stack = QStackedWidget()
        self._first, self._why = self._start_sheet(), _centred(text("", wrap=True))
        self._refused = panel(None, row(None, glyph("st-error", "late", 8), None), self._why, None, pad=(8,))
        for sheet in (self._first, self._refused, self.preview):
            self._stack.addWidget(sheet)
        foot = self._foot
        for made, slot in ((foot.back, self.ask_rejects), (foot.drop, self.give_up), (foot.accept, self.accept_file)):
            made.clicked.connect(slot)
        self._list.more_wanted.connect(self.ask_files)
        self._list.chosen.connect(self.show_file)
        middle = row(self._list, (self._stack, 1), gap=3)
        whole = holder(col(self._head, (middle, 1), self._foot, gap=3, pad=(4, 3)), ground="window")
        self.setLayout(col(whole, gap=0))

    def _start_sheet(self) -> QFrame:
        choose = button("选择文件", "folder", "main")
        choose.setEnabled(not self._why_not)
        choose.setToolTip(self._why_not)
        choose.clicked.connect(self.ask_files)
        asked = row(None, text("导入到", "field"), self._kinds, 2, text("报送单位", "field"), self._units, None)
        self._ways = row(None, choose, None)
        hint = _centred(text(FIRST, "hint", wrap=True))
        drop = _centred(
            text("也可以把文件或文件夹拖到这里。表头、列的先后和多余的行，程序会自己认。", "caption", wrap=True)
        )
        return panel(
            None,
            row(None, glyph("import", "text_off", 12), None),
            hint,
            asked,
            self._ways,
            drop,
            None,
            gap=3,
        )

    def choose(self, kind: str, sender: str = "") -> None:
        """Which ledger the files belong to, and which unit sent them; before a file is read."""
        self._kinds.setCurrentIndex(max(0, self._kinds.findData(kind)))
        self._units.setCurrentIndex(max(0, self._units.findData(sender or None)))

    def _fill_units(self, units: Sequence[tuple[Any, str]]) -> None:
        for _key, name in units:
            self._units.addItem(name, name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files of this computer."""
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def _centred(label: QLabel) -> QLabel:
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
