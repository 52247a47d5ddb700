"""The table of results of an import of many files: what each brings, what it asks, and which of them are taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.exchange.find_files import NOT_A_TABLE
from ui.kit.controls import tip_of
from ui.kit.import_model import ImportFile
from ui.kit.parts import bar, button, choice, col, panel, refuse, row, text
from ui.kit.table import CENTER, RIGHT, Column, Rows, State, Wrong
from ui.kit.tick_table import TickTable

COLUMNS = (
    Column("", 1, CENTER),
    Column("状态", 5.5),
    Column("单位", 10),
    Column("文件", 13),
    Column("表", 5),
    *(Column(name, 2.2, RIGHT) for name in ("新增", "更新", "相同", "退回")),
    Column("说明", 12, stretch=True),
)
WAIT = "正在读取，读完再选。"
BY_THE_FILE = "按文件认"


class ImportResults(QWidget):
    """Shows the files of a run; what it emits names a file by its place. The page decides and calls `show_files`."""

    opened = Signal(int)
    ticked = Signal(int)
    unit_chosen = Signal(int, str)
    sheet_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._files: Sequence[ImportFile] = ()
        self._busy = False
        self.words, self.table = text("", "section"), TickTable(COLUMNS, "读取结果")
        self.add_file, self.add_folder = button("增加文件", "add", "quiet"), button("增加文件夹", "folder", "quiet")
        self.units, self.sheets = choice(BY_THE_FILE, name="这个文件的报送单位"), choice(name="读哪张表")
        self.units.setItemData(0, "")
        self.name, self.remark = text("", "section"), text("", wrap=True)
        self.all_sheets = button("全部工作表一起读", "columns")
        self.look = button("看预览", "preview", key="Return")
        self.back, self.drop = button("退回文件存到文件夹", "export"), button("全部放弃")
        self.accept = button("接受", "ok", "main", "Ctrl+Return")
        self.accept.setObjectName("accept_all")
        self.told = text("", "hint")
        asked = row(text("报送单位", "field"), self.units, 2, text("读的表", "field"), self.sheets, self.all_sheets)
        strip = panel(row(self.name, None), self.remark, row(asked, None, self.look), gap=1.5)
        foot = row(self.told, None, self.back, self.drop, self.accept)
        head = bar(self.words, None, self.add_file, self.add_folder)
        self.setLayout(col(head, (self.table, 1), strip, foot, gap=2))
        self.table.open_wanted.connect(self.opened)
        self.table.tick_wanted.connect(self.ticked)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_strip())
        self.look.clicked.connect(lambda: self.opened.emit(self.here))
        self.units.activated.connect(lambda _n: self.unit_chosen.emit(self.here, self.units.currentData()))
        self.sheets.activated.connect(lambda _n: self.sheet_chosen.emit(self.here, self.sheets.currentText()))

    @property
    def here(self) -> int:
        """The place of the current file; -1 where there is none."""
        return self.table.currentIndex().row()

    def fill_units(self, names: Sequence[str]) -> None:
        """The registered units."""
        for name in names:
            self.units.addItem(name, name)

    def show_files(self, files: Sequence[ImportFile], reading: str, why_not: str) -> None:
        """All files of the run; `reading` says which is being read, empty when none is."""
        self._files, self._busy = files, bool(reading)
        here = self.here
        model = self.table.model()
        assert isinstance(model, Rows)
        mixed = len({one.kind for one in files}) > 1
        model.replace([_cells(one, mixed) for one in files])
        if files:
            self.table.selectRow(min(max(here, 0), len(files) - 1))
        self.words.setText(reading or f"读取结果　{_counted(files)}")
        self._show_strip()
        self._show_foot(bool(reading), why_not)

    def _show_strip(self) -> None:
        found = self._files[self.here] if 0 <= self.here < len(self._files) else None
        line = found.line if found else None
        self.name.setText(line.name if line else "")
        self.remark.setText((line.remark if line else "") or "没有需要核对的地方。")
        reading = found.reading if found else None
        names = [reading.sheet, *(other.name for other in reading.other_sheets)] if reading else []
        self.sheets.clear()
        self.sheets.addItems(names)
        offered = bool(reading and reading.other_sheets and found and not found.part and not found.stored)
        self.all_sheets.setVisible(offered)
        self.all_sheets.setEnabled(not self._busy)
        several = WAIT if self._busy else "" if len(names) > 1 else "只有一张表可以读。"
        refuse(self.sheets, several)
        self.units.setCurrentIndex(max(0, self.units.findData(line.unit)) if line else 0)
        open_for = found is not None and not found.stored and (bool(reading) or not found.error)
        refuse(self.units, WAIT if self._busy else "" if open_for else "这个文件没有读出来，或者已经存入。")
        self.look.setEnabled(reading is not None)
        self.look.setToolTip(tip_of("看预览", "Return") if reading else "这个文件没有读出来。")

    def _show_foot(self, reading: bool, why_not: str) -> None:
        taken = [one for one in self._files if takes(one)]
        rows, errors = sum(one.to_store for one in taken), sum(one.count("error") for one in self._files)
        stored = sum(1 for one in self._files if one.stored)
        asked = sum(1 for one in self._files if one.line is not None and one.line.asks)
        words = [f"已存入{stored}个文件。" if stored else "还没有存入。接受后可整批撤销。"]
        words += [f"有{asked}个要选报送单位。"] if asked else []
        self.told.setText("".join(words))
        self.accept.setText(f"接受{_counted(taken)}{rows:,}行")
        self.accept.setVisible(bool(taken) or not stored)
        reason = why_not or ("正在读取，读完再接受。" if reading else "" if taken else "没有勾选可以存入的文件。")
        self.accept.setEnabled(not reason)
        self.accept.setToolTip(reason or tip_of("一次存入所有勾选的文件", "Ctrl+Return"))
        self.back.setEnabled(not reading and bool(errors))
        self.back.setToolTip("按各单位的原表生成，另附一张汇总" if errors else "没有要退回的行。")
        self.drop.setText("收起" if stored else "全部放弃")


def _counted(files: Sequence[ImportFile]) -> str:
    """Files, and their sheets where these are lines of their own."""
    paths = len({one.path for one in files})
    return f"{paths}个文件" + (f"{len(files)}张表" if len(files) > paths else "")


def takes(found: ImportFile) -> bool:
    """Whether the file is stored when all are accepted."""
    return bool(found.ticked and found.line is not None and found.line.clean and not found.stored and not found.storing)


def _cells(found: ImportFile, mixed: bool) -> list[Any]:
    line = found.line
    if line is None:
        return [None, State("wait", "待读"), "", found.path.name]
    if found.reading is None:
        name = line.name if line.error == NOT_A_TABLE else Wrong(line.name)
        return [None, _state(found), line.unit, name, "", None, None, None, None, line.remark]
    counts = [found.count(name) for name in ("new", "changed", "same", "error")]
    tick = None if found.stored or line.asks else found.ticked
    sheet = line.kind_title if mixed and not found.part else found.reading.sheet
    return [tick, _state(found), line.unit, line.name, sheet, *counts, line.remark]


def _state(found: ImportFile) -> State:
    line = found.line
    if found.stored:
        return State("done", "已存入")
    if found.reading is None:
        return State("na", "不是表格") if line.error == NOT_A_TABLE else State("error", "读不出")
    if line.asks:
        return State("ask", "待定单位")
    if found.count("error"):
        return State("back", "有退回")
    return State("new", "可存入") if found.to_store else State("same", "无变化")
