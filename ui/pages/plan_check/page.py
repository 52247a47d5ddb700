"""计划核对: read a plan, look at every task beside its paragraph, then store all of them in one act."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.access import RIGHT_LABELS, Right
from services.errors import ServiceError
from services.plans.store import LoadedPlan
from services.query import Outcome
from services.uow import ChangeSet
from ui.context import UiContext
from ui.kit.parts import button, col, refuse
from ui.pages.plan_check.edits import PlanEdits
from ui.pages.plan_check.files import PlanFiles
from ui.pages.plan_check.parts import CHECKING, READING_ONLY, CheckParts
from ui.pages.plan_check.sheet import Sheet, SheetTask, sheet_of

UNIT_LEDGERS = ("units", "unit_groups")
NO_PLAN, WORK = range(2)


class PlanCheckPage(QWidget):
    """Nothing is stored before 存为计划. `open_row` takes the id of a stored task."""

    status_changed = Signal(str)
    loaded = Signal(int)
    failed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self.sheet: Sheet | None = None
        self.checked: set[int] = set()
        self._waiting: tuple[Sheet, frozenset[int]] | None = None
        self._file: Path | None = None
        self._storing = False
        self.setAcceptDrops(True)
        self._build()

    # --- for the window ------------------------------------------------------------------
    def new_row(self) -> None:
        """Ctrl+N: choose a file."""
        self.choose_file()

    def reload(self) -> None:
        """F5: read the file (or the stored plan) again."""
        if self.sheet is not None and self.sheet.plan_id is not None:
            self.open_plan(self.sheet.plan_id)
        elif self._file is not None:
            self.open_file(self._file)

    def open_row(self, row_id: int) -> None:
        """A stored task at its paragraph; its plan can only be looked at."""
        self.files.open_stored(task_id=row_id)

    def open_plan(self, plan_id: int) -> None:
        """A stored plan with its tasks; it can only be looked at."""
        self.files.open_stored(plan_id=plan_id)

    def on_changes(self, changes: ChangeSet) -> None:
        """A unit was registered or renamed: look again which names are unknown."""
        ledgers = self._context.desk.ledgers
        units = {ledgers[name].entity for name in UNIT_LEDGERS}
        if self.sheet is not None and self.sheet.loaded is not None and units & set(changes.touched):
            self._look_again(self.sheet.loaded)

    def next_act(self) -> None:
        """Ctrl+Enter: the filled button."""
        if self.sheet is None:
            self.choose_file()
        elif self.sheet.loaded is None:
            self._to_ledger()
        elif self.parts.accept.isEnabled():
            self.accept()

    def focus_first(self) -> None:
        """The keyboard starts with the tasks."""
        (self.parts.table if self.sheet else self.parts.first).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.parts.source, self.parts.table, self.parts.panel) if self.sheet else (self.parts.nothing,)

    # --- opening -------------------------------------------------------------------------
    def choose_file(self) -> None:
        """Ask for a file without stopping the window."""
        if not self._import_reason():
            self.files.choose(self._file)

    def open_file(self, path: Path) -> None:
        """Read a plan and show it; what is on the page stays when it cannot be read."""
        self.files.open(path)

    def _arrived(self, sheet: Sheet, origin: Path | int | None) -> None:
        before = (self.sheet, frozenset(self.checked), self.row())
        checking = self.sheet is not None and self.sheet.loaded is not None
        if not isinstance(origin, Path):
            if checking and self.sheet is not None:
                self._waiting = (self.sheet, frozenset(self.checked))
            self._show(sheet, frozenset(), (sheet.task_of(origin) or 0) if origin is not None else 0)
            return
        self._file, self._waiting = origin, None
        self._show(sheet, frozenset())
        if checking:
            self._context.notify.toast("已换成新读取的计划，先前的核对和修改已放下。", partial(self._put_back, *before))

    def _unreadable(self, words: str) -> None:
        other = button("换一个文件", kind="link")
        other.clicked.connect(self.choose_file)
        self.parts.trouble.show_banner("late", words, other)
        self.failed.emit(words)

    def _show(self, sheet: Sheet, checked: frozenset[int], row: int = 0) -> None:
        parts, stored = self.parts, sheet.loaded is None
        self.sheet, self.checked = sheet, set(checked)
        parts.trouble.clear()
        parts.name.setText(Path(sheet.name).stem)
        parts.name.setToolTip(sheet.title)
        self._purpose.setText(READING_ONLY if stored else CHECKING)
        parts.show_mode(stored=stored, waiting=self._waiting is not None)
        self._faces.setCurrentIndex(WORK)
        parts.source.show_sheet(sheet)
        parts.table.show_tasks(sheet, checked)
        parts.table.select(row)
        self._picked(row)
        if self.isVisible():
            parts.table.setFocus()
        self.loaded.emit(len(sheet.tasks))

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        parts = self.parts = CheckParts(self._context)
        self._purpose = next(
            label for label in parts.head.findChildren(type(parts.counts)) if label.property("role") == "hint"
        )
        parts.open_button.clicked.connect(self.choose_file)
        parts.first.clicked.connect(self.choose_file)
        parts.again.clicked.connect(self.reload)
        parts.drop.clicked.connect(self.give_up)
        parts.accept.clicked.connect(self.accept)
        parts.back.clicked.connect(self._back)
        parts.to_ledger.clicked.connect(self._to_ledger)
        parts.table.picked.connect(self._picked)
        parts.table.tick_wanted.connect(self.tick)
        parts.table.doubt_wanted.connect(self.next_doubt)
        parts.unknown.settled.connect(self._settled)
        parts.source.place_chosen.connect(self._place_chosen)
        self.edits = PlanEdits(self)
        self.files = PlanFiles(self._context, self)
        self.files.arrived.connect(self._arrived)
        self.files.failed.connect(self._unreadable)
        self._faces = QStackedWidget()
        self._faces.addWidget(parts.nothing)
        self._faces.addWidget(parts.work)
        self.setLayout(col(parts.head, parts.trouble, (self._faces, 1), gap=3, pad=(4, 3)))
        parts.again.hide()
        parts.open_button.hide()
        if reason := self._import_reason():
            for part in (parts.open_button, parts.first, parts.accept):
                refuse(part, reason)

    def _import_reason(self) -> str:
        if self._context.desk.actor.may(Right.IMPORT):
            return ""
        return f"当前账户没有“{RIGHT_LABELS[Right.IMPORT]}”的权限。需要时由管理员调整账户。"

    # --- checking ------------------------------------------------------------------------
    def current(self) -> SheetTask | None:
        """The task that the keys act on."""
        row = self.parts.table.currentIndex().row()
        return self.sheet.tasks[row] if self.sheet and 0 <= row < len(self.sheet.tasks) else None

    def tick(self) -> None:
        """Space: 已核对, or take it back; the next task becomes current."""
        row, task = self.parts.table.currentIndex().row(), self.current()
        if task is None or self.sheet is None or self.sheet.loaded is None:
            return
        self.checked ^= {row}
        self.parts.table.show_state(row, task, checked=row in self.checked)
        if row in self.checked and row + 1 < len(self.sheet.tasks):
            self.parts.table.select(row + 1)
        else:
            self._picked(row)

    def next_doubt(self) -> None:
        """W: the next task with something doubtful that is not checked yet, round the end."""
        if self.sheet is None:
            return
        here, count = self.parts.table.currentIndex().row(), len(self.sheet.tasks)
        for n in ((here + step) % count for step in range(1, count + 1)):
            if self.sheet.tasks[n].doubts and n not in self.checked:
                self.parts.table.select(n)
                return

    # --- corrections ---------------------------------------------------------------------
    def row(self) -> int:
        """Number of the current task; −1 for none."""
        return self.parts.table.currentIndex().row() if self.sheet else -1

    def sheet_now(self) -> Sheet:
        """The sheet that is on the page; corrections are offered only while there is one."""
        assert self.sheet is not None
        return self.sheet

    def today(self) -> date:
        """The desk's date."""
        day: date = self._context.desk.now().date()
        return day

    def warn(self, words: str) -> None:
        """Nothing was changed, in a sentence."""
        self._context.notify.warn(words)

    def edit_current(self) -> None:
        """F2 from the menu."""
        self.edits.ask_fields()

    def replace_plan(self, plan: LoadedPlan, checked: frozenset[int], row: int, said: str) -> None:
        """Show the corrected plan; the toast takes the correction back."""
        before, plans = (self.sheet, frozenset(self.checked), self.row()), self._context.desk.plans

        def show(sheet: Sheet) -> None:
            if self.sheet is before[0]:
                self._show(sheet, checked, row)
                self._context.notify.toast(said, partial(self._put_back, *before))

        self._context.jobs.read(self, lambda: sheet_of(plans, plan), show)

    def _put_back(self, sheet: Sheet | None, checked: frozenset[int], row: int) -> None:
        if sheet is not None and not self._storing:
            self._show(sheet, checked, row)

    def _picked(self, row: int) -> None:
        if self.sheet is None or row >= len(self.sheet.tasks):
            return
        task = self.sheet.tasks[row]
        self.parts.panel.show_task(self.sheet, task, checked=row in self.checked)
        follow = not self.parts.source.hasFocus() or self.sheet.task_at(self._clicked) != row
        self.parts.source.show_task(task, follow=follow)
        self.parts.unknown.show_for(self.sheet, task)
        self._say()

    _clicked = -1

    def _place_chosen(self, place: int) -> None:
        if self.sheet is not None and (row := self.sheet.task_at(place)) is not None:
            self._clicked = place
            self.parts.table.select(row)
            self._clicked = -1

    def _say(self) -> None:
        if self.sheet is None:
            self.parts.counts.setText("")
            self.status_changed.emit("")
            return
        count, row = len(self.sheet.tasks), self.parts.table.currentIndex().row()
        words = f"共{count}项"
        if self.sheet.loaded is not None:
            doubtful = sum(bool(t.doubts) and n not in self.checked for n, t in enumerate(self.sheet.tasks))
            words += f"，已核对{len(self.checked)}项，有疑问{doubtful}项"
        self.parts.counts.setText(words)
        self.status_changed.emit(f"共{count}项任务，已选第{row + 1}行")

    def _settled(self) -> None:
        if self.sheet is not None and self.sheet.loaded is not None:
            self._look_again(self.sheet.loaded)

    def _look_again(self, plan: LoadedPlan) -> None:
        plans = self._context.desk.plans
        self._context.jobs.read(self, lambda: sheet_of(plans, plan), self._seen_again)

    def _seen_again(self, sheet: Sheet) -> None:
        if self.sheet is not None and self.sheet.loaded is sheet.loaded:
            self._show(sheet, frozenset(self.checked), max(0, self.parts.table.currentIndex().row()))

    # --- the end -------------------------------------------------------------------------
    def accept(self) -> None:
        """Store the plan and all its tasks in one act."""
        plan = self.sheet.loaded if self.sheet else None
        if plan is None or self._storing:
            return
        self._storing = True
        refuse(self.parts.accept, "正在存入")
        accept = self._context.desk.plans.accept
        work = self._context.jobs.write
        work(self, lambda _job: accept(plan), self._accepted, self._refused, title="正在存为计划")

    def _accepted(self, outcome: Outcome) -> None:
        self._ready()
        self.close_plan()
        self._context.tell(outcome)
        self._context.go("tasks")

    def _refused(self, error: ServiceError) -> None:
        self._ready()
        self.parts.trouble.show_banner("late", str(error))
        self.failed.emit(str(error))

    def _ready(self) -> None:
        self._storing = False
        refuse(self.parts.accept, self._import_reason())

    def give_up(self) -> None:
        """放弃: back to the empty page; nothing was stored, and it can be taken back."""
        before = (self.sheet, frozenset(self.checked), self.row())
        self.close_plan()
        self._context.notify.toast("已放弃这份计划，没有存入任何一项。", partial(self._put_back, *before))

    def close_plan(self) -> None:
        """Back to the empty page."""
        self.files.forget()
        self.sheet, self._waiting = None, None
        self.checked.clear()
        self.parts.trouble.clear()
        self.parts.unknown.clear()
        self.parts.again.hide()
        self.parts.open_button.hide()
        self._purpose.setText(CHECKING)
        self._faces.setCurrentIndex(NO_PLAN)
        self._say()

    def _back(self) -> None:
        if self._waiting is not None:
            sheet, checked = self._waiting
            self._waiting = None
            self._show(sheet, checked)

    def _to_ledger(self) -> None:
        task = self.current()
        self._context.go("tasks", task.row_id if task else None)

    # --- a file dropped on the page --------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files only, and only for who may import."""
        if event.mimeData().hasUrls() and not self._import_reason():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.open_file(files[0])
