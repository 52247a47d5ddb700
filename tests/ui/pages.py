"""Small pages for tests of the window around them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.access import Right
from ui.kit.parts import FilterChip, button, choice, col, detail, field, heading, only_one, pairs, row, text, tool
from ui.kit.table import RIGHT, Column, State, Table
from ui.navigation import GROUPS, Badge, PageEntry

COLUMNS = [
    Column("姓名", 4),
    Column("证件状态", 6.5),
    Column("单位", 9, stretch=True),
    Column("有效期至", 6),
    Column("学时", 4, RIGHT),
]
ROWS = [
    ["祁望山", State("late", "已过期"), "县水务局", "2026-06-09", 42],
    ["于安禾", State("due", "即将到期"), "县水务局", "2026-06-27", 61],
    ["简若宁", State("hold", "暂扣"), "县市场监管综合行政执法大队", "2027-03-31", 18],
    ["岑知远", State("done", "有效"), "县市场监督管理局", "2027-03-31", 66],
]


class PeoplePage(QWidget):
    """Looks like a ledger and writes down what it was asked to do."""

    status_changed = Signal(str)

    def __init__(self, context):
        super().__init__()
        self.setProperty("ground", "window")
        self.asked = []
        self.table = Table(COLUMNS, ROWS, "执法人员")
        self.filter = field("姓名、证号、拼音首字母", picture="search", width=60)
        chips = row(only_one(FilterChip("", "全部", 1286, on=True), FilterChip("late", "已过期", 4)), None)
        side = detail(
            [text("于安禾", "section")],
            [pairs([("单位", "县水务局"), ("有效期至", "2026-06-27　余12天")], 4)],
            [text("下一步", "strong"), button("发起换证", "reload", "main", "Ctrl+Return")],
        )
        head = heading(
            "执法人员与证件", "全县执法人员、证件有效期和学时。", button("导出", "export"), button("登记人员", "add")
        )
        filters = row(self.filter, choice("全部单位", name="单位"), None, tool("columns", "列设置"))
        self.setLayout(col(head, filters, chips, (row((self.table, 1), side, gap=3), 1), gap=2, pad=(4, 3)))
        self.table.selectRow(1)

    def showEvent(self, event):
        super().showEvent(event)
        self.status_changed.emit("显示4条，共1,286条")

    def open_row(self, row_id):
        self.asked.append(("open_row", row_id))

    def new_row(self):
        self.asked.append("new_row")

    def reload(self):
        self.asked.append("reload")

    def focus_filter(self):
        self.filter.setFocus()

    def on_changes(self, changes):
        self.asked.append(("on_changes", changes))


class PlainPage(QWidget):
    """Offers nothing."""

    def __init__(self, context):
        super().__init__()
        self.setLayout(col(heading("今天", "先办逾期，再办今天。"), button("打印今日清单", "print"), None, pad=(4, 3)))


def entries():
    """A page in each group; two in 单位与人员, and one that only a head may open."""
    made = [PageEntry(f"page{n}", group, group, "open", PlainPage) for n, group in enumerate(GROUPS)]
    people = PageEntry("officers", "执法人员与证件", "单位与人员", "person", PeoplePage, badge=lambda _c: Badge(23))
    late = PageEntry("today", "今天", "工作台", "nav-desk", PlainPage, badge=lambda _c: Badge(7, late=True))
    accounts = PageEntry("accounts", "账户", "系统", "user", PlainPage, needs=Right.ACCOUNTS)
    return [late, *made[:3], people, *made[3:], accounts]
