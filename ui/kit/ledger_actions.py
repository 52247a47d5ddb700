"""The acts of a ledger page as QActions: with their keys, so that the window's menus can show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.kit.icons import icon
from ui.kit.theme import u


@dataclass(frozen=True)
class ActSpec:
    """`table_only` keys act while the table has the keyboard; elsewhere they belong to the text field."""

    name: str
    label: str
    picture: str
    keys: tuple[str, ...] = ()
    table_only: bool = False


ACTS = (
    ActSpec("new", "新建", "add", ("Ctrl+N",)),
    ActSpec("insert", "新建", "add", ("Ins",), table_only=True),
    ActSpec("open", "打开", "open", (), table_only=True),
    ActSpec("edit", "修改", "edit", ("F2",)),
    ActSpec("next", "下一步", "send", ("Ctrl+Return", "Ctrl+Enter")),
    ActSpec("remove", "移入回收站", "delete", ("Del",), table_only=True),
    ActSpec("restore", "恢复", "restore"),
    ActSpec("tick_all", "全选", "ok", ("Ctrl+A",), table_only=True),
    ActSpec("copy", "复制", "copy", ("Ctrl+C",), table_only=True),
    ActSpec("search", "查找本页", "search", ("Ctrl+F",)),
    ActSpec("column_filter", "按本列筛选", "filter", ("Alt+Down",), table_only=True),
    ActSpec("reload", "刷新", "reload", ("F5",)),
    ActSpec("import", "导入", "import"),
    ActSpec("export", "导出", "export", ("Ctrl+E",)),
    ActSpec("print", "打印", "print", ("Ctrl+P",)),
    ActSpec("history", "历史", "history", ("Ctrl+H",)),
    ActSpec("detail", "显示详情", "preview", ("Ctrl+D",)),
    ActSpec("batch_edit", "批量修改", "edit"),
    ActSpec("batch_print", "打印所选", "print"),
    ActSpec("batch_export", "导出所选", "export"),
)


class LedgerActs:
    """All acts of one page by name."""

    def __init__(self, page: QWidget, table: QWidget) -> None:
        self._acts: dict[str, QAction] = {}
        for spec in ACTS:
            act = QAction(icon(spec.picture, "text2", u(4.5)), spec.label, page)
            act.setObjectName(f"ledger.{spec.name}")
            act.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            context = Qt.ShortcutContext
            act.setShortcutContext(context.WidgetShortcut if spec.table_only else context.WidgetWithChildrenShortcut)
            (table if spec.table_only else page).addAction(act)
            act.setToolTip(self.tip(act))
            self._acts[spec.name] = act

    def __getitem__(self, name: str) -> QAction:
        return self._acts[name]

    def connect(self, name: str, slot: Callable[[], None]) -> None:
        """Run `slot` when the act is chosen."""
        self._acts[name].triggered.connect(lambda _on=False: slot())

    def forbid(self, names: Sequence[str], why_not: str) -> None:
        """Shown, but switched off with the reason as tool tip (empty: allowed)."""
        for name in names:
            self._acts[name].setEnabled(not why_not)
            self._acts[name].setToolTip(why_not or self.tip(self._acts[name]))

    def hide(self, *names: str) -> None:
        """Acts that make no sense on this page at all."""
        for name in names:
            self._acts[name].setVisible(False)
            self._acts[name].setEnabled(False)

    def for_menu(self) -> tuple[QAction, ...]:
        """What the window's menu lists, in its order."""
        return tuple(act for name, act in self._acts.items() if name != "insert" and act.isVisible())

    @staticmethod
    def tip(act: QAction) -> str:
        """Name and key, as in the menu."""
        keys = act.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return "　".join(part for part in (act.text().rstrip("…"), keys) if part)
