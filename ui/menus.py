"""The menus of the top row: every act with its key, disabled with a reason where it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QWidget

from ui.kit.icons import icon
from ui.kit.keys import native
from ui.page_stack import offered, own_keys

NOT_HERE = "这一页没有这项操作"
NO_PAGE = "没有这一页"


@dataclass(frozen=True, slots=True)
class Command:
    """One entry. `act` names a method of the page (page:…), a page to open (go:…) or an act of the window.

    A `shown_only` key is answered by the part that has the focus (回车 in a table is not 回车 in a field).
    """

    menu: str
    words: str
    act: str
    key: str = ""
    picture: str = ""
    shown_only: bool = False
    line_before: bool = False


MENUS = {
    "file": "文件(&F)",
    "edit": "编辑(&E)",
    "row": "记录(&R)",
    "view": "查看(&V)",
    "tools": "工具(&T)",
    "help": "帮助(&H)",
}
COMMANDS = (
    Command("file", "导入…", "go:import", picture="import"),
    Command("file", "导出…", "page:export_page", "Ctrl+E", "export"),
    Command("file", "打印…", "page:print_page", "Ctrl+P", "print"),
    Command("file", "备份与恢复", "go:backup", picture="backup", line_before=True),
    Command("file", "锁定", "lock", "Ctrl+L", "lock", line_before=True),
    Command("file", "退出", "quit"),
    Command("edit", "撤销", "undo", "Ctrl+Z", "undo"),
    Command("edit", "重做", "redo", "Ctrl+Y", "redo"),
    Command("edit", "复制", "page:copy_rows", "Ctrl+C", "copy", shown_only=True, line_before=True),
    Command("edit", "全选", "page:select_all", "Ctrl+A", shown_only=True),
    Command("edit", "查找全部台账", "search", "Ctrl+K", "search", line_before=True),
    Command("edit", "筛选本页", "page:focus_filter", "Ctrl+F", "filter"),
    Command("row", "新建", "page:new_row", "Ctrl+N", "add"),
    Command("row", "打开", "page:open_current", "Return", "open", shown_only=True),
    Command("row", "修改", "page:edit_current", "F2", "edit", shown_only=True),
    Command("row", "下一步", "page:next_act", "Ctrl+Return", "arrow-right"),
    Command("row", "看历史", "page:show_history", "Ctrl+H", "history"),
    Command("row", "移入回收站", "page:remove_selected", "Delete", "delete", shown_only=True, line_before=True),
    Command("row", "刷新", "page:reload", "F5", "reload", line_before=True),
    Command("view", "收起导航", "fold", "Ctrl+B", "nav-collapse"),
    Command("view", "上一页", "back", "Alt+Left", "arrow-left"),
    Command("view", "下一页", "forward", "Alt+Right", "arrow-right"),
    Command("view", "列设置…", "page:choose_columns", picture="columns", line_before=True),
    Command("view", "下一个区域", "region", "F6", line_before=True),
    Command("view", "上一个区域", "region_back", "Shift+F6"),
    Command("tools", "提醒", "go:reminders", "F9", "bell"),
    Command("tools", "回收站", "go:recycle", picture="delete", line_before=True),
    Command("tools", "操作日志", "go:history", picture="history"),
    Command("tools", "数据检查", "go:integrity", picture="shield"),
    Command("tools", "设置", "go:settings", picture="nav-system"),
    Command("help", "本页帮助", "help", "F1", "help"),
    Command("help", "键位", "keys", "Ctrl+/", "keyboard"),
    Command("help", "关于", "about", picture="info", line_before=True),
)


LEDGER_ACTIONS = {
    "export_page": "export",
    "print_page": "print",
    "copy_rows": "copy",
    "select_all": "tick_all",
    "focus_filter": "search",
    "new_row": "new",
    "open_current": "open",
    "edit_current": "edit",
    "next_act": "next",
    "show_history": "history",
    "remove_selected": "remove",
    "reload": "reload",
}
"""Act of a page → name of the QAction (`ledger.…`) that a ledger page carries for it."""


def page_action(page: QWidget | None, act: str) -> QAction | None:
    """The page's own QAction for the act; it brings its key, its state and its reason."""
    name = LEDGER_ACTIONS.get(act)
    return page.findChild(QAction, f"ledger.{name}") if page is not None and name else None


class Menus(QMenuBar):
    """`acts` maps the window's own acts to functions; `go` opens a page; `has_page` tells whether there is one."""

    def __init__(
        self, acts: dict[str, Callable[[], object]], go: Callable[[str], object], has_page: Callable[[str], bool]
    ) -> None:
        super().__init__()
        self.setNativeMenuBar(False)
        self.setAccessibleName("菜单")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._acts, self._go, self._has_page = acts, go, has_page
        self._page: QWidget | None = None
        self._blocked = False
        self.menus: dict[str, QMenu] = {}
        self.entries: dict[str, QAction] = {}
        for key, words in MENUS.items():
            menu = self.addMenu(words)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self._look_again)
            self.menus[key] = menu
        for command in COMMANDS:
            self._add(command)
        self.serve(None)

    def add_choices(
        self, menu: str, words: str, entries: Sequence[tuple[str, str, Callable[[], object], bool]]
    ) -> None:
        """A submenu of (words, key, function, is on) below the other entries."""
        made = self.menus[menu].addMenu(words)
        for name, key, then, on in entries:
            action = made.addAction(name)
            if key:
                action.setShortcut(QKeySequence(key))
            else:
                action.setCheckable(True)
                action.setChecked(on)
            action.triggered.connect(lambda _checked=False, then=then: then())
            self.entries[f"{words}:{name}"] = action

    def serve(self, page: QWidget | None) -> None:
        """Connect the entries to the page that is shown now."""
        self._page = page
        taken = own_keys(page) if page is not None else set()
        self._look_again()
        for command in COMMANDS:
            action = self.entries[command.act]
            registers = bool(command.key) and not command.shown_only and command.key not in taken
            action.setShortcut(QKeySequence(command.key) if registers else QKeySequence())
            shown = "" if registers or not command.key else f"\t{native(command.key)}"
            action.setText(command.words + shown)

    def block(self, blocked: bool) -> None:
        """While the desk is locked no key may reach what is behind the lock."""
        self._blocked = blocked
        for action in self.entries.values():
            action.setEnabled(not blocked)
        if not blocked:
            self.serve(self._page)

    def _look_again(self) -> None:
        """What a page allows may change with every row; the words and keys stay."""
        for command in COMMANDS:
            reason = self._reason(command)
            self.entries[command.act].setEnabled(not reason and not self._blocked)
            self.entries[command.act].setToolTip(reason or command.words)

    def _add(self, command: Command) -> None:
        menu = self.menus[command.menu]
        if command.line_before:
            menu.addSeparator()
        action = menu.addAction(command.words)
        if command.picture:
            action.setIcon(icon(command.picture))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: self._run(command))
        self.entries[command.act] = action

    def _reason(self, command: Command) -> str:
        kind, _, name = command.act.partition(":")
        if kind == "page":
            own = page_action(self._page, name)
            if own is not None:
                return "" if own.isEnabled() else own.toolTip() or NOT_HERE
            return "" if offered(self._page, name) else NOT_HERE
        if kind == "go":
            return "" if self._has_page(name) else NO_PAGE
        return ""

    def _run(self, command: Command) -> None:
        kind, _, name = command.act.partition(":")
        if kind == "go":
            self._go(name)
        elif kind == "page":
            own, act = page_action(self._page, name), offered(self._page, name)
            if own is not None:
                own.trigger()
            elif act is not None:
                act()
        else:
            self._acts[command.act]()
