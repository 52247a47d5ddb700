"""What the page of plan checking is made of; the page itself wires it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QWidget

from ui.context import UiContext
from ui.kit.chips import FilterChip, only_one
from ui.kit.controls import tip_of
from ui.kit.parts import button, col, empty, heading, holder, panel, row, text
from ui.kit.theme import u
from ui.pages.plan_check.banner_place import BannerPlace
from ui.pages.plan_check.sheet import LIMIT, NUMBER, UNIT, UNSURE
from ui.pages.plan_check.source_view import SourceView, legend_mark
from ui.pages.plan_check.task_panel import TaskPanel
from ui.pages.plan_check.task_table import TaskTable
from ui.pages.plan_check.unknown import UnknownUnits

SHARES = (128, 190)
KINDS = "Word文档、Excel工作簿、带文字的版式文件和文本文件都可以。"
CHECKING = "对照原文确认任务、单位和时限，存为计划前不改动台账。"
READING_ONLY = "已存入的计划，只看，不改动。"


class CheckParts:
    """Head, the two sides, and the foot."""

    def __init__(self, context: UiContext) -> None:
        self.open_button = button("导入计划", "import", key="Ctrl+N")
        self.paste_button = button("粘贴文字", "copy", key="Ctrl+V")
        self.again = button("重新读取", "reload", key="F5")
        self.reread = button("按新规则重新识别", "reload")
        self.compare = button("与已有计划比较", "st-change")
        acts = (self.again, self.reread, self.compare, self.paste_button, self.open_button)
        self.head = heading("计划核对", CHECKING, *acts)
        self.purpose = next(label for label in self.head.findChildren(QLabel) if label.property("role") == "hint")
        self.trouble, self.unknown = BannerPlace(), UnknownUnits(context)
        self.source, self.table, self.panel = SourceView(), TaskTable(), TaskPanel()
        self.as_unit = button("定为单位", "building", "quiet", "D")
        self.as_limit = button("定为时限", "calendar", "quiet", "S")
        self.split = button("从此处拆分", "split", "quiet", "C")
        self.more = button("更多", "more", "quiet")
        self.more.clicked.connect(self._show_more)
        self.filters = (
            FilterChip("", "全部", 0, on=True),
            FilterChip("ask", "存疑", 0),
            FilterChip("todo", "未核对", 0),
        )
        self.filters[1].setToolTip(tip_of("只看存疑", "Ctrl+F"))
        self.next_doubt = button("下一处疑问", "arrow-down", "quiet", "F8")
        self.name = text("", "strong")
        self.name.setSizePolicy(self.name.sizePolicy().Policy.Ignored, self.name.sizePolicy().verticalPolicy())
        self.first = button("导入计划", "import", "main")
        self.first_paste = button("粘贴文字", "copy", key="Ctrl+V")
        advice = f"导入或拖入一份计划文件，也可以粘贴文字；逐项对照原文，再存为任务。{KINDS}"
        self.nothing = empty("nav-task", "还没有打开计划", advice, self.first_paste, self.first)
        self.counts = text("", "hint")
        self.hint = text("存为计划后才进入任务台账", "hint")
        self.drop, self.accept = button("放弃"), button("存为计划", "ok", "main", "Ctrl+Return")
        self.back = button("回到核对", "arrow-left")
        self.to_ledger = button("打开任务", "open", "main", "Ctrl+Return")
        self.work = self._work()
        self.show_nothing()

    def _show_more(self) -> None:
        menu = self.source.acts_menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()))

    def _work(self) -> QWidget:
        legend = row(*(legend_mark(kind) for kind in (NUMBER, UNIT, LIMIT, UNSURE)), gap=2)
        acts = (text("划选文字后：", "hint"), self.as_unit, self.as_limit, self.split, self.more, None)
        self.tools = holder(row(*acts, gap=1))
        left = panel(row((self.name, 1), legend, gap=3), (self.source, 1), self.tools, gap=2, pad=(3, 2.5))
        self.sieve = holder(row(only_one(*self.filters), None, self.next_doubt, gap=2))
        right = holder(col(self.sieve, (self.table, 3), self.unknown, (self.panel, 2), gap=2))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setSizes([u(share) for share in SHARES])
        for n, share in enumerate(SHARES):
            split.setStretchFactor(n, share)
        foot_acts = (self.hint, self.drop, self.back, self.accept, self.to_ledger)
        foot = holder(row(self.counts, None, *foot_acts, gap=3))
        foot.setMinimumHeight(u(8.5))
        return holder(col((split, 1), foot, gap=3))

    def show_mode(self, *, stored: bool, waiting: bool, file: bool) -> None:
        """Checking or reading; `waiting` tells that another plan is still being checked, `file` that the plan can be
        read from its file again."""
        for part in (self.hint, self.drop, self.accept, self.tools, self.sieve, self.compare):
            part.setVisible(not stored)
        self.to_ledger.setVisible(stored)
        self.reread.setVisible(stored)
        self.back.setVisible(stored and waiting)
        self.again.setVisible(not stored and file)
        self.open_button.show()
        self.paste_button.show()
        if stored:
            self.filters[0].setChecked(True)

    def show_nothing(self) -> None:
        """No plan: the acts stand in the middle of the page."""
        self.trouble.clear()
        self.unknown.clear()
        for part in (self.again, self.reread, self.compare, self.open_button, self.paste_button):
            part.hide()
        self.purpose.setText(CHECKING)
