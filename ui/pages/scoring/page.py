"""评查打分: choose a case file, fill its sheet by keyboard, submit. Everything typed is kept as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.access import Right
from services.errors import ConflictError, ServiceError, ValidationError
from services.printing import preview
from services.problems import Level
from services.query import Outcome
from services.reviews.office import OpenSheet
from services.reviews.sheet import FilledSheet
from ui.context import UiContext
from ui.kit.parts import button, col, holder
from ui.kit.print_preview import PrintPreview
from ui.pages.scoring.foot import Foot, before_submitting
from ui.pages.scoring.home import READER, CasePicker
from ui.pages.scoring.open_cases import CasePlace
from ui.pages.scoring.rule_panel import FROZEN
from ui.pages.scoring.saver import DraftSaver
from ui.pages.scoring.sheet_desk import SheetDesk
from ui.pages.scoring.sheet_model import MarksEditor

if TYPE_CHECKING:
    from services.uow import ChangeSet

SHEETS = "scoring_sheet"


class ScoringPage(QWidget):
    """Offers what the window's menus ask for; without a sheet it lists the case files that wait."""

    status_changed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._sheet: OpenSheet | None = None
        self._opened_marks = FilledSheet()
        self._asked = 0
        self.picker, self.desk, self.foot = CasePicker(context), SheetDesk(), Foot()
        self.saver = DraftSaver(context.jobs, context.desk.scoring, context.desk.now)
        self.saver.setParent(self)
        self._faces = QStackedWidget()
        self._faces.addWidget(self.picker)
        self._faces.addWidget(holder(col(self.desk, self.foot, gap=2)))
        self.setProperty("ground", "window")
        self.setLayout(col(self._faces, pad=(4, 3)))
        self._connect()
        self._add_keys()
        self.picker.reload()

    # ---- building

    def _connect(self) -> None:
        self.picker.sheet_wanted.connect(self.open_row)
        self.picker.status_changed.connect(self.status_changed)
        self.desk.changed.connect(self._changed)
        self.desk.moved.connect(lambda _key: self._show_status())
        self.saver.words_changed.connect(self.foot.saved.setText)
        self.saver.refused.connect(self._not_saved)
        self.foot.back.clicked.connect(self.close_sheet)
        self.foot.give_up.clicked.connect(self._give_up)
        self.foot.print.clicked.connect(self.print_page)
        self.foot.submit.clicked.connect(self.submit)

    def _add_keys(self) -> None:
        keys = (
            ("scoring.undo", ("Ctrl+Z",), self._undo),
            ("scoring.redo", ("Ctrl+Y", "Ctrl+Shift+Z"), self._redo),
            ("scoring.next", ("Ctrl+Return", "Ctrl+Enter"), self.next_act),
            ("scoring.error", ("F8",), self.desk.next_error),
            ("scoring.file_before", ("Ctrl+PgUp",), partial(self.step_file, -1)),
            ("scoring.file_after", ("Ctrl+PgDown",), partial(self.step_file, 1)),
        )
        for name, sequences, then in keys:
            action = QAction(self)
            action.setObjectName(name)
            action.setShortcuts([QKeySequence(key) for key in sequences])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, then=then: then())
            self.addAction(action)

    # ---- what the window asks for

    def open_row(self, row_id: int | CasePlace) -> None:
        """Open the sheet of that id, or a case; what is typed in another sheet is kept first."""
        if isinstance(row_id, CasePlace):
            self.open_case(row_id.case_file_id)
            return
        self._asked = row_id
        if self._sheet is not None and row_id != self._sheet.sheet_id:
            self.saver.when_kept(partial(self._read, row_id))
        elif self._sheet is None:
            self._read(row_id)

    def open_case(self, case_file_id: int) -> None:
        """Go on with the case's draft, or show the case in the list to begin with it."""
        if self._sheet is not None:
            self.saver.when_kept(lambda: self._leave_sheet(case_file_id))
        else:
            self.picker.choose(case_file_id)

    def next_act(self) -> None:
        """Ctrl+Enter: begin with a case, or submit the sheet."""
        if self._sheet is None:
            self.picker.begin()
        elif self.foot.submit.isEnabled():
            self.submit()

    def reload(self) -> None:
        """F5: read again what is shown; typed marks that are not kept yet stay."""
        if self._sheet is None:
            self.picker.reload()
        elif not self.saver.dirty and not self.saver.underway:
            self._read(self._sheet.sheet_id)

    def focus_filter(self) -> None:
        """Ctrl+F: to the search field of the list."""
        if self._sheet is None:
            self.picker.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first(self) -> None:
        """The page opens with the focus in its table."""
        if self._sheet is None:
            self.picker.table.setFocus()
        else:
            self.desk.focus_items()

    def regions(self) -> list[QWidget]:
        """F6: from part to part."""
        if self._sheet is None:
            return [self.picker]
        return [self.desk.vetoes, self.desk.table, self.desk.rules, self.foot.submit]

    def can_leave(self) -> bool:
        """What is typed is handed over for keeping; nothing stands in the way of leaving."""
        self.saver.flush()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.saver.flush()

    def on_changes(self, changes: ChangeSet) -> None:
        """Something was stored: the list is read anew; an open sheet follows what others did with it."""
        if self._sheet is None:
            self.picker.reload()
        elif self._sheet.sheet_id in changes.touched.get(SHEETS, ()):
            self._look_again()

    # ---- a sheet is opened and left

    @property
    def editor(self) -> MarksEditor:
        """The marks of the open sheet."""
        assert self.desk.editor is not None
        return self.desk.editor

    def _read(self, sheet_id: int) -> None:
        office = self._context.desk.scoring
        self._context.jobs.read(self, lambda: office.open(sheet_id), self._show, self._not_opened)

    def _not_opened(self, error: ServiceError) -> None:
        self._asked = self._sheet.sheet_id if self._sheet is not None else 0
        self._context.notify.failed(self, error)

    def _look_again(self) -> None:
        sheet, office = self._sheet, self._context.desk.scoring
        if sheet is None or self.saver.dirty or self.saver.underway:
            return

        def arrived(found: OpenSheet) -> None:
            newer = found.row_version != self.saver.row_version or found.submitted != sheet.submitted
            if self._sheet is sheet and newer and not (self.saver.dirty or self.saver.underway):
                self._show(found)

        self._context.jobs.read(self, lambda: office.open(sheet.sheet_id), arrived)

    def _show(self, sheet: OpenSheet) -> None:
        if self._asked and sheet.sheet_id != self._asked:
            return  # another one was asked for meanwhile
        if self._sheet is not None and self._sheet.sheet_id != sheet.sheet_id:
            self.desk.forget()
        self._sheet, self._opened_marks = sheet, sheet.marks
        frozen = self._why_frozen(sheet)
        self.desk.serve(sheet, frozen)
        self.saver.serve(sheet.sheet_id, sheet.row_version, lambda: self.editor.marks)
        if frozen:
            self.saver.stop()
            self.foot.saved.setText(frozen)
        self._faces.setCurrentIndex(1)
        self._show_acts()
        self._show_status()
        self.desk.focus_items()

    def _why_frozen(self, sheet: OpenSheet) -> str:
        actor = self._context.desk.actor
        if sheet.submitted:
            return FROZEN
        if not actor.may(Right.EDIT):
            return READER
        return "" if sheet.head.reviewer == actor.name else f"这是{sheet.head.reviewer}的评分表，只能查看"

    def close_sheet(self) -> None:
        """Back to the list, once everything is kept."""
        self.saver.when_kept(self._leave_sheet)

    def _leave_sheet(self, case_file_id: int = 0, beside: tuple[int, int] | None = None) -> None:
        self.saver.stop()
        self._sheet, self._asked = None, 0
        self.desk.forget()
        self._faces.setCurrentIndex(0)
        self.picker.table.setFocus()
        if beside is not None:
            self.picker.choose_beside(*beside)
        elif case_file_id:
            self.picker.choose(case_file_id)
        else:
            self.picker.reload()

    def step_file(self, by: int) -> None:
        """Ctrl+PgUp and Ctrl+PgDn: the case before or after in the list; a begun one opens, another one waits."""
        sheet = self._sheet
        if sheet is not None:
            self.saver.when_kept(partial(self._leave_sheet, 0, (sheet.sheet_id, by)))

    # ---- changes

    def _changed(self) -> None:
        self.saver.changed()
        self._show_acts()
        self._show_status()

    def _show_acts(self) -> None:
        self.foot.show_state(self.desk.frozen, changed=self.editor.marks != self._opened_marks)

    def _show_status(self) -> None:
        editor = self.desk.editor
        if editor is not None and self.desk.current:
            line = editor.line(self.desk.current)
            self.status_changed.emit(f"已评{editor.seen_count}/{len(editor.items)}项；{line.title}")

    def _undo(self) -> None:
        if self._sheet is not None:
            self.desk.undo()
        else:
            self._reverse("undo_last")

    def _redo(self) -> None:
        if self._sheet is not None:
            self.desk.redo()
        else:
            self._reverse("redo_last")

    def _reverse(self, act: str) -> None:
        """Without a sheet the keys mean what they mean everywhere."""
        work = getattr(self._context.desk, act, None)
        if work is not None:
            self._context.jobs.write(self, lambda _job: work(), self._reversed)

    def _reversed(self, outcome: Outcome) -> None:
        self._context.notify.toast(outcome.message)
        self.picker.reload()

    def _give_up(self) -> None:
        self.editor.restore(self._opened_marks)
        self.desk.refresh()
        self._changed()
        self._context.notify.toast("已放弃这次打开后的改动。", self.desk.undo)

    def _not_saved(self, error: ServiceError) -> None:
        if not isinstance(error, ConflictError):
            self._context.notify.failed(self, error)
            return
        mine, theirs = button("保留我填的"), button("改用最新的")
        mine.clicked.connect(self._keep_mine)
        theirs.clicked.connect(self._take_theirs)
        words = "这份评分表刚在别处改过。你填的都在这里，还没有存入。请选用哪一份。"
        self.desk.show_notice("due", words, (mine, theirs))

    def _keep_mine(self) -> None:
        sheet, office = self._sheet, self._context.desk.scoring
        if sheet is None:
            return

        def arrived(found: OpenSheet) -> None:
            self.desk.clear_notice()
            if found.submitted:
                self._show(found)
            else:
                self.saver.take_over(found.row_version)

        self._context.jobs.read(self, lambda: office.open(sheet.sheet_id), arrived)

    def _take_theirs(self) -> None:
        if self._sheet is not None:
            self.desk.clear_notice()
            self._read(self._sheet.sheet_id)

    # ---- submitting and printing

    def submit(self) -> None:
        """Ask, then score and freeze; a mark that cannot be used is shown instead."""
        if self._sheet is None or self.desk.frozen:
            return
        result = self.editor.result()
        if result.broken:
            wrong = [problem for problem in result.problems if problem.level is Level.ERROR]
            self._refuse([problem.message for problem in wrong], wrong[0].where)
            return
        self._context.notify.question(*before_submitting(self.editor, result), "提交评分", self._send)

    def _send(self) -> None:
        self.saver.when_kept(self._send_kept)

    def _send_kept(self) -> None:
        sheet, office = self._sheet, self._context.desk.scoring
        if sheet is None:
            return
        version, marks = self.saver.row_version, self.editor.marks
        self.desk.freeze("正在提交")
        self._show_acts()
        self._context.jobs.write(
            self, lambda _job: office.submit(sheet.sheet_id, version, marks), self._sent, self._not_sent
        )

    def _sent(self, outcome: Outcome) -> None:
        self._context.notify.toast(outcome.message)
        if self._sheet is not None:
            self.saver.stop()
            self._read(self._sheet.sheet_id)

    def _not_sent(self, error: ServiceError) -> None:
        self.desk.freeze("")
        self._show_acts()
        if isinstance(error, ValidationError):
            self._refuse(list(error.problems.values()), next(iter(error.problems), ""))
        else:
            self._not_saved(error)

    def _refuse(self, messages: Sequence[str], where: str) -> None:
        """Go to the first place, say what is missing there, and put the cursor where it is written."""
        key, title = self.editor.place(where), ""
        if key:
            line = self.editor.line(key)
            title = f"{line.title}：" if line.title else ""
            self.desk.show_line(key, where if any(entry.id == where for entry in line.entries) else "")
            self.desk.rules.ask_ground()
        self._context.notify.warn(f"有{len(messages)}处没有填完整，还没有提交。{title}{messages[0]}")

    def print_page(self) -> None:
        """The sheet as it is signed, in the preview; a draft says so."""
        sheet, office = self._sheet, self._context.desk.scoring
        if sheet is None:
            self._context.notify.warn("先打开一卷的评分表，再打印。")
            return
        target = self._context.desk.scratch() / "案卷评查评分表.pdf"

        def make() -> None:
            self._context.jobs.long_read(
                self, lambda _job: office.print(sheet.sheet_id, target), self._preview, title="正在生成评分表"
            )

        self.saver.when_kept(make)

    def _preview(self, file: Path) -> None:
        PrintPreview(file, preview, self._context.jobs, self).open()
