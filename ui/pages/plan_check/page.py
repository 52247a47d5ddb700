"""计划核对: read a plan, look at every task beside its paragraph, then store all of them in one act."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.access import RIGHT_LABELS, Right
from services.plans.store import LoadedPlan
from services.uow import ChangeSet
from ui.context import UiContext
from ui.kit.parts import button, col, refuse
from ui.pages.plan_check.doubts import Doubts
from ui.pages.plan_check.edits import PlanEdits
from ui.pages.plan_check.files import PlanFiles
from ui.pages.plan_check.history import Moment, Steps
from ui.pages.plan_check.keys import page_keys
from ui.pages.plan_check.parts import CHECKING, READING_ONLY, CheckParts
from ui.pages.plan_check.sheet import Sheet, SheetTask, sheet_of
from ui.pages.plan_check.storing import Storing
from ui.pages.plan_check.unfinished import Unfinished
from ui.pages.plan_check.versions import Versions

UNIT_LEDGERS = ("units", "unit_groups")
NO_PLAN, WORK = range(2)
NO_RIGHT = "当前账户没有“{right}”的权限。需要时由管理员调整账户。"
NOTHING_BACK = "没有可以撤销的改动。"
NOTHING_FORWARD = "没有可以重做的改动。"


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
        self.steps = Steps()
        self._waiting: Moment | None = None
        self._file: Path | None = None
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
        if (units | {"setting"}) & set(changes.touched):  # names that are to stay as printed are kept there
            self.look_again()

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

    def focus_filter(self) -> None:
        """Ctrl+F: only what is doubtful, or everything again."""
        self.doubts.toggle()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.parts.source, self.parts.table, self.parts.panel) if self.sheet else (self.parts.nothing,)

    # --- opening -------------------------------------------------------------------------
    def choose_file(self) -> None:
        """Ask for a file without stopping the window."""
        if not self.import_reason():
            self.files.choose(self._file)

    def paste_text(self) -> None:
        """Ctrl+V: a plan from the clipboard, or from what is typed."""
        if not self.import_reason():
            self.files.paste()

    def open_file(self, path: Path) -> None:
        """Read a plan and show it; what is on the page stays when it cannot be read."""
        self.files.open(path)

    def _arrived(self, sheet: Sheet, origin: Path | str | int | None) -> None:
        before = self.moment()
        checking = self.sheet is not None and self.sheet.loaded is not None
        if sheet.loaded is None:
            if checking:
                self._waiting = before
            row = (sheet.task_of(origin) or 0) if isinstance(origin, int) else 0
            self.show_moment(Moment(sheet, frozenset(), frozenset(), row))
            return
        self._file, self._waiting = origin if isinstance(origin, Path) else None, None
        self.parts.trouble.clear()
        self.steps.forget()
        self.versions.forget()
        self.show_moment(Moment(sheet, frozenset(), frozenset(), 0))
        self.versions.look_for(sheet)
        laid_by = before if checking else self.unfinished.offered
        if laid_by is not None:
            self._context.notify.toast("已换成新读取的计划，先前的核对和修改已放下。", partial(self._put_back, laid_by))
        self.unfinished.offered = None

    def _unreadable(self, words: str) -> None:
        other = button("换一个文件", kind="link")
        other.clicked.connect(self.choose_file)
        self.parts.trouble.show_banner("late", words, other)
        self.failed.emit(words)

    def moment(self) -> Moment:
        """What stands on the page now."""
        return Moment(self.sheet, frozenset(self.checked), self.doubts.seen, self.row())

    def show_moment(self, moment: Moment) -> None:
        """What stood on the page then."""
        sheet, parts = moment.sheet, self.parts
        if sheet is None:
            self.close_plan()
            return
        if self.sheet is None or self.sheet.text != sheet.text:
            parts.trouble.clear()
        stored, in_text = sheet.loaded is None, parts.source.hasFocus()
        self.sheet, self.checked, self.doubts.seen = sheet, set(moment.checked), moment.seen
        parts.name.setText(Path(sheet.name).stem)
        parts.name.setToolTip(sheet.title)
        parts.purpose.setText(READING_ONLY if stored else CHECKING)
        parts.show_mode(stored=stored, waiting=self._waiting is not None, file=self._file is not None)
        self._faces.setCurrentIndex(WORK)
        parts.source.show_sheet(sheet)
        parts.table.show_tasks(sheet, moment.checked, self.doubts.count)
        parts.table.select(max(0, min(moment.row, len(sheet.tasks) - 1)))
        self.doubts.refresh()
        if self.isVisible() and not in_text:
            parts.table.setFocus()
        self.unfinished.keep()
        self.loaded.emit(len(sheet.tasks))

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        parts = self.parts = CheckParts(self._context)
        for click, act in (
            (parts.open_button.clicked, self.choose_file),
            (parts.first.clicked, self.choose_file),
            (parts.paste_button.clicked, self.paste_text),
            (parts.first_paste.clicked, self.paste_text),
            (parts.again.clicked, self.reload),
            (parts.drop.clicked, self.give_up),
            (parts.accept.clicked, self.accept),
            (parts.back.clicked, self._back),
            (parts.to_ledger.clicked, self._to_ledger),
            (parts.table.picked, self._picked),
            (parts.table.tick_wanted, self.tick),
            (parts.unknown.settled, self.look_again),
            (parts.source.place_chosen, self._place_chosen),
        ):
            click.connect(act)
        self.doubts = Doubts(self)
        self.edits = PlanEdits(self)
        self.versions = Versions(self._context, self)
        self.unfinished = Unfinished(self._context, self)
        self.storing = Storing(self._context, self)
        self.files = PlanFiles(self._context, self)
        self.files.arrived.connect(self._arrived)
        self.files.failed.connect(self._unreadable)
        self._faces = QStackedWidget()
        self._faces.addWidget(parts.nothing)
        self._faces.addWidget(parts.work)
        self.setLayout(col(parts.head, parts.trouble, (self._faces, 1), gap=3, pad=(4, 3)))
        page_keys(self)
        if reason := self.import_reason():
            for part in (parts.open_button, parts.paste_button, parts.first, parts.first_paste, parts.accept):
                refuse(part, reason)
        if not self._context.desk.actor.may(Right.EDIT):
            refuse(parts.reread, NO_RIGHT.format(right=RIGHT_LABELS[Right.EDIT]))
        self.unfinished.offer()

    def import_reason(self) -> str:
        """Why this account may not store plans; empty where it may."""
        if self._context.desk.actor.may(Right.IMPORT):
            return ""
        return NO_RIGHT.format(right=RIGHT_LABELS[Right.IMPORT])

    # --- checking ------------------------------------------------------------------------
    def current(self) -> SheetTask | None:
        """The task that the keys act on."""
        row = self.row()
        return self.sheet.tasks[row] if self.sheet and 0 <= row < len(self.sheet.tasks) else None

    def tick(self) -> None:
        """Space: 已核对, or take it back; the next task becomes current."""
        row, task = self.row(), self.current()
        if task is None or self.sheet is None or self.sheet.loaded is None:
            return
        following = self.parts.table.next_shown(row)
        self.checked ^= {row}
        self.task_changed(row)
        if row in self.checked and following is not None:
            self.parts.table.select(following)
        else:
            self._picked(self.row())

    def next_doubt(self, step: int = 1) -> None:
        """W, F8, Shift+F8: the next task with something doubtful, round the end."""
        self.doubts.go(step)

    def task_changed(self, row: int) -> None:
        """A tick or a doubt of one task is another now."""
        if self.sheet is not None:
            task = self.sheet.tasks[row]
            self.parts.table.show_state(row, task, self.doubts.count(task), checked=row in self.checked)
            self.doubts.refresh()
            self.unfinished.keep()

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
        """Show the corrected plan; the toast and Ctrl+Z take the correction back."""
        before, plans = self.moment(), self._context.desk.plans

        def show(sheet: Sheet) -> None:
            if self.sheet is before.sheet:
                self.steps.took(said, before)
                self.show_moment(Moment(sheet, checked, before.seen, row))
                self._context.notify.toast(said, self.take_back)

        self._context.jobs.read(self, lambda: sheet_of(plans, plan, before.sheet), show)

    def take_back(self) -> None:
        """撤销 of the toast."""
        self.undo_step()

    def undo_step(self) -> bool:
        """Ctrl+Z: the last correction is taken back; False where no plan is being checked."""
        return self._step(self.steps.back(self.moment()), "已撤销：{said}", NOTHING_BACK)

    def redo_step(self) -> bool:
        """Ctrl+Y: what was taken back comes again; False where no plan is being checked."""
        return self._step(self.steps.forward(self.moment()), "已重做：{said}", NOTHING_FORWARD)

    def _step(self, found: tuple[str, Moment] | None, words: str, nothing: str) -> bool:
        if self.sheet is None or self.sheet.loaded is None or self.storing.busy:
            return False
        if found is None:
            self.warn(nothing)
        else:
            said, moment = found
            self.show_moment(moment)
            self._context.notify.toast(words.format(said=said))
            self.look_again()
        return True

    def _put_back(self, moment: Moment) -> None:
        if moment.sheet is not None and not self.storing.busy:
            self.show_moment(moment)

    def _picked(self, row: int) -> None:
        if self.sheet is None or not 0 <= row < len(self.sheet.tasks):
            return
        task = self.sheet.tasks[row]
        seen = self.doubts.seen_of(task)
        self.parts.panel.show_task(self.sheet, task, checked=row in self.checked, seen=seen)
        follow = self.sheet.task_at(self._clicked) != row  # what was chosen in the text stays marked there
        self.parts.source.show_task(task, follow=follow)
        self.parts.unknown.show_for(self.sheet, task)
        self.say()

    _clicked = -1

    def _place_chosen(self, place: int) -> None:
        if self.sheet is not None and (row := self.sheet.task_at(place)) is not None:
            self._clicked = place
            self.parts.table.select(row)
            self._clicked = -1

    def say(self) -> None:
        """How many tasks, how many of them checked, how many doubtful."""
        if self.sheet is None:
            self.parts.counts.setText("")
            self.status_changed.emit("")
            return
        count = len(self.sheet.tasks)
        words = f"共{count}项"
        if self.sheet.loaded is not None:
            words += f"，已核对{len(self.checked)}项，有疑问{len(self.doubts.rows())}项"
        self.parts.counts.setText(words)
        self.status_changed.emit(f"共{count}项任务，已选第{self.row() + 1}行")

    def look_again(self) -> None:
        """Which names the register knows by now."""
        before, plans = self.sheet, self._context.desk.plans
        if before is None or before.loaded is None:
            return
        plan = before.loaded
        self._context.jobs.read(self, lambda: sheet_of(plans, plan, before), self._seen_again)

    def _seen_again(self, sheet: Sheet) -> None:
        if self.sheet is not None and self.sheet.loaded is sheet.loaded and self.sheet != sheet:
            now = self.moment()
            self.show_moment(Moment(sheet, now.checked, now.seen, now.row))

    # --- the end -------------------------------------------------------------------------
    def accept(self) -> None:
        """Store the plan and all its tasks in one act."""
        self.storing.accept()

    def give_up(self) -> None:
        """放弃: back to the empty page; nothing was stored, and it can be taken back."""
        before = self.moment()
        self.close_plan()
        self._context.notify.toast("已放弃这份计划，没有存入任何一项。", partial(self._put_back, before))

    def close_plan(self) -> None:
        """Back to the empty page."""
        self.files.forget()
        self.unfinished.drop()
        self.sheet, self._waiting, self._file = None, None, None
        self.checked.clear()
        self.parts.show_nothing()
        self._faces.setCurrentIndex(NO_PLAN)
        self.say()

    def _back(self) -> None:
        if self._waiting is not None:
            moment, self._waiting = self._waiting, None
            self.show_moment(moment)

    def _to_ledger(self) -> None:
        task = self.current()
        self._context.go("tasks", task.row_id if task else None)

    # --- a file dropped on the page --------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and words, and only for who may import."""
        if (event.mimeData().hasUrls() or event.mimeData().hasText()) and not self.import_reason():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file, else the words."""
        self.files.take(event.mimeData())
