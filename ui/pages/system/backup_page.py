"""备份与恢复: the last backup, all of them, making one here or elsewhere, and how to go back to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStackedWidget, QWidget

from services.access import Right
from services.backup import DAILY, EVERY, MONTHLY, WEEKLY, list_backups
from services.backup_file import BackupInfo
from ui.context import UiContext
from ui.kit.controls import button, refuse, text
from ui.kit.empty import empty
from ui.kit.focus import show_face
from ui.kit.layout import col, holder, rolling, row, rule
from ui.kit.parts import heading
from ui.kit.table import RIGHT, Column, Rows, State, Table
from ui.kit.theme import u
from ui.pages.system.rights import why_not
from ui.pages.system.setting_row import choose_folder
from ui.status_line import day_words

PEOPLE = "enforcement_officer"
COLUMNS = (
    Column("时间", 8.5),
    Column("类别", 4),
    Column("状态", 6.5),
    Column("人数", 4.5, RIGHT),
    Column("件数", 4.5, RIGHT),
    Column("大小", 6, RIGHT),
    Column("文件", 10, stretch=True),
)
CAPTION = "人数是执法人员，件数是其他台账的记录，都含回收站里的。"
KEPT = (
    f"有改动时每{EVERY.seconds // 3600}小时自动备份一次，退出时再备份一次。"
    f"自动备份留最近{DAILY}天、{WEEKLY}周、{MONTHLY}个月各一份，手动的都留着。"
)
STEPS = (
    "先立即备份一次，再点下面的“{leave}”。",
    "在登录窗口选“从备份恢复”，选中要用的备份。",
    "输入备份那天的用户名和密码，或者恢复码。",
)
AFTER = "恢复以后，备份之后录入的内容不在台账里。恢复前的数据会另存为一份备份，还能再恢复回来。"


class BackupPage(QWidget):
    """`sign_out` goes back to the login window; without it the button closes the program."""

    status_changed = Signal(str)
    loaded = Signal(int)

    def __init__(self, context: UiContext, sign_out: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._sign_out = context, sign_out
        self._entities = {ledger.entity for ledger in context.desk.ledgers.values()} | {PEOPLE}
        self._running = False
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Look at the folder again."""
        self._context.jobs.read(self, partial(list_backups, self._context.desk.folder.backups), self._show)

    def next_act(self) -> None:
        """The filled button (Ctrl+Enter)."""
        self.back_up()

    def focus_first(self) -> None:
        """The keyboard starts in the table."""
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.table, self.pane)

    # --- acts ----------------------------------------------------------------------------
    def back_up(self, target: Path | None = None) -> None:
        """立即备份; `target` is another folder, such as a stick."""
        if self._running or not self.now_button.isEnabled():
            return
        self._running = True
        self._allow()
        desk = self._context.desk
        self._context.jobs.write(
            self, lambda _job: desk.backup_to(target), self._made, self._failed, title="正在备份并核对"
        )

    def save_elsewhere(self) -> None:
        """另存到…: a folder of the clerk's choice."""
        choose_folder(self, "备份另存到", lambda path: self.back_up(Path(path)))

    def leave(self) -> None:
        """退出到登录, as the window asks about running jobs."""
        if self._sign_out is not None:
            self._sign_out()
        else:
            self.window().close()

    # --- inside --------------------------------------------------------------------------
    def _build(self) -> None:
        self._refusal = why_not(self._context, Right.EDIT)
        self.now_button = button("立即备份", "backup", "main", "Ctrl+Return")
        self.elsewhere_button = button("另存到…", "folder")
        self.now_button.clicked.connect(lambda: self.back_up())
        self.elsewhere_button.clicked.connect(self.save_elsewhere)
        self.rows = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self.rows, "备份")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._middle = QStackedWidget()
        advice = "点“立即备份”做第一份。备份带着人员、台账和附件，没有密码打不开。"
        for face in (self.table, empty("backup", "还没有备份", advice)):
            self._middle.addWidget(face)
        self.problem = text("", "error", wrap=True)
        self.problem.hide()
        head = heading("备份与恢复", "数据坏了、误删了，都能回到备份那一刻。", self.elsewhere_button, self.now_button)
        left = col((self._middle, 1), self.problem, text(CAPTION, "caption"), gap=1.5)
        self.setLayout(col(head, (row((left, 1), self._side(), gap=3), 1), gap=3, pad=(4, 3)))
        self._allow()

    def _side(self) -> QFrame:
        self.when = text("", "section", wrap=True)
        leave = "退出到登录" if self._sign_out else "退出程序"
        steps = [
            row(col(text(f"{n}．"), None), (text(words.format(leave=leave), wrap=True), 1), gap=0.5)
            for n, words in enumerate(STEPS, 1)
        ]
        body = rolling(
            text("最近的备份", "caption"),
            self.when,
            text(KEPT, "hint", wrap=True),
            1,
            text("从备份恢复", "section"),
            *steps,
            text(AFTER, "hint", wrap=True),
            None,
            pad=(4, 3),
            name="备份说明",
        )
        self.leave_button = button(leave, "lock")
        self.leave_button.clicked.connect(self.leave)
        self.pane = holder(
            col((body, 1), rule(), col(self.leave_button, pad=(4, 3)), gap=0, pad=(0.25, 1.5, 0.25, 0)), box="panel"
        )
        self.pane.setFixedWidth(u(76))
        return self.pane

    def _show(self, infos: Sequence[BackupInfo]) -> None:
        now = self._context.desk.now()
        self.rows.replace([self._cells(info) for info in infos])
        show_face(self._middle, 0 if infos else 1, self)
        good = next((info for info in infos if not info.problem), None)
        self.when.setText(f"{day_words(good.at, now)}　{good.label}" if good else "还没有")
        self.status_changed.emit(f"共{len(infos)}份备份")
        self.loaded.emit(len(infos))

    def _cells(self, info: BackupInfo) -> list[Any]:
        if info.problem:
            return ["", "", State("error", "读不出来"), None, None, "", info.path.stem]
        people, others = counts(info.rows, self._entities)
        state = State("done", "已核对") if info.verified else State("ask", "未核对")
        return [
            f"{info.at:%Y-%m-%d %H:%M}",
            info.label.value,
            state,
            people,
            others,
            size_words(info.size),
            info.path.stem.removeprefix("工作台备份-"),
        ]

    def _made(self, words: str) -> None:
        self._running = False
        self._allow()
        self.problem.hide()
        self._context.notify.clear("backup")
        self._context.notify.toast(words)
        self._context.bridge.backed_up.emit()
        self.reload()

    def _failed(self, error: Exception) -> None:
        self._running = False
        self._allow()
        self.problem.setText(str(error))
        self.problem.show()

    def _allow(self) -> None:
        reason = self._refusal or ("正在备份" if self._running else "")
        refuse(self.now_button, reason)
        refuse(self.elsewhere_button, reason)

    def showEvent(self, event: QShowEvent) -> None:
        """Read at every visit."""
        super().showEvent(event)
        self.reload()


def counts(rows: Mapping[str, int], entities: set[str]) -> tuple[int, int]:
    """Officers, and rows of all other ledgers, as the backup counted them."""
    return rows.get(PEOPLE, 0), sum(rows.get(name, 0) for name in entities if name != PEOPLE)


def size_words(size: int) -> str:
    """兆 with one decimal, cut off; below that 千字节."""
    if size >= 1 << 20:
        tenths = size * 10 >> 20
        return f"{tenths // 10:,}.{tenths % 10}兆"
    return f"{-(-size // 1024):,}千字节"
