"""The top row: fold, menus, search, bell, user, lock, help."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from services.access import ROLE_LABELS, Actor
from ui.kit.controls import button, keycap, tool
from ui.kit.keys import native
from ui.kit.layout import row
from ui.menus import Menus
from ui.search_box import SearchBox


class TopBar(QFrame):
    """Menus share the row with the search, so that no row of the window is lost."""

    def __init__(self, menus: Menus, search: SearchBox, actor: Actor) -> None:
        super().__init__()
        self.setObjectName("top")
        self.fold = tool("nav-collapse", "收起导航", "Ctrl+B")
        self.bell = button("提醒", "bell", "quiet", "F9")
        self.user = button(f"{ROLE_LABELS[actor.role]}　{actor.name}", "user", "quiet", tip="当前用户")
        self.lock = tool("lock", "锁定", "Ctrl+L")
        self.help = tool("help", "本页帮助", "F1")
        items = (self.fold, menus, None, (search, 8), keycap(native("Ctrl+K")), None)
        self.setLayout(row(*items, self.bell, self.user, self.lock, self.help, gap=2, pad=(2, 1.5)))

    def show_reminders(self, count: int) -> None:
        """The number beside the bell; nothing for none."""
        self.bell.setText(f"提醒　{count:,}" if count else "提醒")
        self.bell.setAccessibleName(f"提醒，{count}条" if count else "提醒")
