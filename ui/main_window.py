"""The window around every page: top row, banner, navigation, page, status line, and the lock over all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QMainWindow, QStackedWidget, QTableView, QWidget

from services.query import Outcome
from ui.context import DeskServices, UiContext
from ui.desk_frame import DeskFrame
from ui.edges import BACKING_UP, Edges
from ui.help_dialogs import about, key_list
from ui.idle import DayWatch, IdleWatch
from ui.kit.controls import refuse
from ui.kit.focus import holds_keyboard, start_in
from ui.kit.theme import u
from ui.kit.toast import Toast
from ui.kit.tokens import TEXT_SIZES
from ui.lock_screen import LockScreen
from ui.machine import MachineSettings
from ui.menus import NO_PAGE, Menus
from ui.navigation import Navigation, PageEntry
from ui.page_stack import PageStack, offered
from ui.regions import next_region
from ui.search_box import SearchBox
from ui.status_line import StatusLine
from ui.top_bar import TopBar
from ui.tray import Tray

NAME = "执法监督工作台"
NARROW = 310


class MainWindow(QMainWindow):
    """Pages come from the registry; what they offer decides which menu entries work."""

    day_changed = Signal(object)
    locked_changed = Signal(bool)
    closed = Signal()

    def __init__(
        self,
        context: UiContext,
        services: DeskServices,
        entries: Sequence[PageEntry],
        machine: MachineSettings,
        version: str = "",
    ) -> None:
        super().__init__()
        self._context, self._machine, self._version = context, machine, version
        self._desk = services
        self._hidden_dialogs: list[QDialog] = []
        self._leaving = False
        self._by_hand: bool | None = True if machine.folded else None
        self._build(entries)
        self._connect()
        self.edges = Edges(context, services, entries, (self.navigation, self.top, self.status), self)
        self.tray = Tray(self.windowIcon(), NAME, self._show_reminders, self, lambda: self.locked)
        self.edges.reminders_counted.connect(self.tray.tell)
        self.idle = IdleWatch(self, self._desk.idle_minutes)
        self.idle.idle.connect(self.lock)
        self.days = DayWatch(self, self._desk.now)
        self.days.day_changed.connect(self._on_day)
        self.days.resumed.connect(self.edges.refresh_soon)
        self.locked_changed.connect(self.edges.refresh_soon)
        context.notify.attach(self)
        self.status.show_place(self._desk.bureau, self._desk.data_folder.name)
        first = next((e.key for e in entries if not e.refusal(self._desk.actor)), "")
        self.stack.open(first)
        self.edges.refresh()

    # ---- building ---------------------------------------------------------------------------------

    def _build(self, entries: Sequence[PageEntry]) -> None:
        context = self._context
        self.stack = PageStack(context, entries)
        self.navigation = Navigation(entries, self._desk.actor)
        self.search = SearchBox(self._desk, context.jobs)
        acts: dict[str, Callable[[], object]] = {
            "lock": self.lock,
            "quit": self.close,
            "undo": lambda: self._take_back("undo_step", self._desk.undo_last),
            "redo": lambda: self._take_back("redo_step", self._desk.redo_last),
            "search": self.focus_search,
            "fold": self.toggle_fold,
            "back": lambda: self.stack.step(-1),
            "forward": lambda: self.stack.step(1),
            "region": lambda: next_region(self._regions(), 1),
            "region_back": lambda: next_region(self._regions(), -1),
            "help": self.show_help,
            "keys": lambda: key_list(self),
            "about": lambda: about(self, self._version, self._desk.bureau, self._desk.data_folder.name),
        }
        self.menus = Menus(acts, self.go, lambda key: self.stack.entry(key) is not None)
        groups = [(g, f"Ctrl+{n}", self._opener(n), False) for n, g in enumerate(self.navigation.groups[:9], 1)]
        self.menus.add_choices("view", "转到", groups)
        sizes = [(name, "", self._sizer(name), name == self._machine.text_size) for name in TEXT_SIZES]
        self.menus.add_choices("view", "字号", sizes)
        self.top = TopBar(self.menus, self.search, self._desk.actor)
        self.status = StatusLine(context.jobs)
        self._frame = DeskFrame(self.top, self.navigation, self.stack, self.status)
        self.lock_screen = LockScreen(self._desk, context.jobs)
        self._faces = QStackedWidget()
        self._faces.addWidget(self._frame)
        self._faces.addWidget(self.lock_screen)
        self.setCentralWidget(self._faces)

    def _connect(self) -> None:
        self.navigation.wanted.connect(self.go)
        self.stack.went.connect(self._went)
        self.stack.status_changed.connect(self.status.page_words.setText)
        self.search.chosen.connect(self.go)
        self.top.fold.clicked.connect(self.toggle_fold)
        self.top.lock.clicked.connect(self.lock)
        self.top.help.clicked.connect(self.show_help)
        self.top.bell.clicked.connect(lambda: self.go("reminders"))
        self.top.user.clicked.connect(lambda: self.go("my_account"))
        for part, key in ((self.top.bell, "reminders"), (self.top.user, "my_account")):
            if self.stack.entry(key) is None:
                refuse(part, NO_PAGE)
        self.lock_screen.unlocked.connect(self.unlock)
        self._context.bridge.page_wanted.connect(self.go)

    def _show_reminders(self, *_why: object) -> None:
        """From the icon beside the clock; a locked desk stays locked."""
        self.showNormal() if self.isMinimized() else self.show()
        self.activateWindow()
        if not self.locked:
            self.go("reminders")

    def _opener(self, number: int) -> Callable[[], object]:
        return lambda: self.go(self.navigation.first_of(number))

    def _sizer(self, name: str) -> Callable[[], object]:
        return lambda: self._choose_size(name)

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    # ---- pages ------------------------------------------------------------------------------------

    def go(self, key: str, row_id: object = None) -> None:
        """Open a page, and a row of it (or what else that page knows as a place); an unknown key does nothing."""
        if self.stack.open(key, row_id):
            self._focus_page()

    def _went(self, key: str) -> None:
        entry = self.stack.entry(key)
        self.setWindowTitle(f"{entry.title if entry else ''} － {NAME}")
        self.navigation.show_page(key)
        self.menus.serve(self.stack.page)
        self._fit_navigation()
        self._frame.place_toast()

    def _focus_page(self) -> None:
        page = self.stack.page
        if page is None:
            return
        if focus := offered(page, "focus_first"):
            focus()
        elif table := next((t for t in page.findChildren(QTableView) if t.isVisibleTo(page)), None):
            table.setFocus()
        if not holds_keyboard(page):
            start_in(page)

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _regions(self) -> list[QWidget]:
        page = self.stack.page
        inner = offered(page, "regions")
        return [self.search, self.navigation, *(inner() if inner else [page] if page else [])]

    def show_help(self) -> None:
        """F1: the manual at the page for this screen."""
        here = self.stack.key
        if self.stack.entry("help") is None:
            self._context.notify.warn("没有找到帮助文件，程序其他部分照常使用。")
            return
        self.go("help")
        if topic := offered(self.stack.page, "show_topic"):
            topic(here)

    # ---- navigation -------------------------------------------------------------------------------

    def toggle_fold(self) -> None:
        """Ctrl+B; remembered until the next start."""
        self._by_hand = not self.navigation.narrow
        self._machine.folded = self._by_hand
        self._fit_navigation()

    def _fit_navigation(self) -> None:
        entry = self.stack.entry(self.stack.key)
        fixed = self.width() < u(NARROW)
        wanted = self._by_hand if self._by_hand is not None else bool(entry and entry.bench)
        self.navigation.fold(fixed or wanted)
        words = "展开导航" if self.navigation.narrow else "收起导航"
        self.top.fold.setAccessibleName(words)
        self.top.fold.setEnabled(not fixed)
        self.top.fold.setToolTip("窗口太窄，放不下展开的导航" if fixed else f"{words}　Ctrl+B")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_navigation()
        self.search.close_hits()
        self._frame.place_toast()

    def _on_day(self, day: object) -> None:
        self.day_changed.emit(day)
        self.edges.catch_up()
        for key in self.stack.made:
            if tell := offered(self.stack.made_page(key), "on_day"):
                tell(day)
        self.edges.refresh_soon()

    # ---- notices ----------------------------------------------------------------------------------

    def place_toast(self, toast: Toast) -> None:
        """See NoticePlace."""
        self._frame.show_toast(toast)

    def place_banner(self, frame: QFrame | None) -> None:
        """See NoticePlace."""
        self._frame.show_banner(frame)

    def dialog_parent(self) -> QWidget:
        """See NoticePlace."""
        return self

    def _take_back(self, name: str, act: Callable[[], Outcome]) -> None:
        """A page with unfinished work of its own takes that back first; what is stored comes after it."""
        step = offered(self.stack.currentWidget(), name)
        if step is None or not step():
            self._reverse(act)

    def _reverse(self, act: Callable[[], Outcome]) -> None:
        def told(outcome: Outcome) -> None:
            self._context.notify.toast(outcome.message)

        self._context.jobs.write(self, lambda _job: act(), told)

    def _choose_size(self, name: str) -> None:
        self._machine.text_size = name
        for other in TEXT_SIZES:
            self.menus.entries[f"字号:{other}"].setChecked(other == name)
        self._context.notify.toast(f"字号改为{name}，下次启动时生效。")

    # ---- lock and end -----------------------------------------------------------------------------

    @property
    def locked(self) -> bool:
        """Whether the desk is hidden behind the lock."""
        return self._faces.currentWidget() is self.lock_screen

    def lock(self) -> None:
        """Ctrl+L, or nobody was here for the minutes of the settings: hide everything, dialogs as well."""
        if self.locked:
            return
        self.search.close_hits()
        self._hidden_dialogs = [d for d in self.findChildren(QDialog) if d.isVisible()]
        for dialog in self._hidden_dialogs:
            dialog.hide()
        self.menus.block(True)
        self._faces.setCurrentWidget(self.lock_screen)
        self.setWindowTitle(NAME)
        self.lock_screen.start()
        self.locked_changed.emit(True)

    def unlock(self) -> None:
        """Show everything as it was."""
        self._faces.setCurrentWidget(self._frame)
        self.menus.block(False)
        self._went(self.stack.key)
        for dialog in self._hidden_dialogs:
            dialog.open()
        self._hidden_dialogs = []
        self.idle.touch()
        self._focus_page()
        self.locked_changed.emit(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        ask = offered(self.stack.page, "can_leave")
        if not self._leaving and ask is not None and not ask():
            event.ignore()
            return
        running = [job for job in self._context.jobs.running if job.title != BACKING_UP]
        if running and not self._leaving:
            event.ignore()
            words = f"{running[0].words}。退出时会先停止它，没有做完的部分不会存入。"
            self._context.notify.question("还有作业在进行", words, "停止并退出", self._stop_and_leave)
            return
        self._machine.geometry = self.saveGeometry()
        self._machine.sync()
        super().closeEvent(event)
        self.closed.emit()

    def _stop_and_leave(self) -> None:
        self._leaving = True
        for job in self._context.jobs.running:
            job.cancel()
        self.close()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.days.look()
