"""The frame of the import page: title with the steps, the list of files, the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.controls import tip_of
from ui.kit.import_model import STEPS, ImportFile
from ui.kit.layout import Item
from ui.kit.parts import bar, button, col, glyph, row, text
from ui.kit.table import RIGHT, Column, Rows, State, Table, Wrong
from ui.kit.theme import u

COLUMNS = (
    Column("文件", 8, stretch=True),
    Column("新增", 2.5, RIGHT),
    Column("变更", 2.5, RIGHT),
    Column("错误", 2.5, RIGHT),
)


class ImportHead(QFrame):
    """What is imported, from which file, and which step this is."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._purpose = text("导入", "title"), text("", "hint")
        self._steps = [(glyph("st-todo", "text2", 4), text(name, "hint")) for name in STEPS]
        marks: list[Item] = [part for pair in self._steps for part in (*pair, 1)]
        words = row(self._title, self._purpose, gap=3)
        self.setLayout(row(words, None, *marks, gap=1.5))

    def show_file(self, kind: str, found: ImportFile | None) -> None:
        """The ledger's title, and the file with its rows."""
        self._title.setText(f"导入{kind}")
        rows = f"，共{len(found.reading.rows):,}行。" if found and found.reading else "。"
        self._purpose.setText(f"{found.path.name}{rows}" if found else "先预览，再存入。")

    def show_step(self, now: int) -> None:
        """Done, under way, to come: each with its own shape."""
        for n, (mark, name) in enumerate(self._steps):
            look = ("st-done", "done") if n < now else ("st-run", "accent") if n == now else ("st-todo", "text2")
            mark.show_icon(*look)
            name.setProperty("role", "strong" if n == now else "hint")
            name.style().unpolish(name)
            name.style().polish(name)


class ImportFiles(QWidget):
    """The chosen files with what each would bring; hidden while there is none."""

    chosen = Signal(int)
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "section")
        more = button("增加文件", "add", "quiet")
        more.clicked.connect(self.more_wanted)
        self.all_results = button("全部结果", "nav-list", "quiet", key="Esc")  # shown where many files are read at once
        self.all_results.hide()
        self._table = Table(COLUMNS, (), "文件")
        self._table.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self._table.activated.connect(lambda index: self.chosen.emit(index.row()))
        self.setLayout(col(bar(self.words, None, self.all_results, more), (self._table, 1)))
        self.setFixedWidth(u(72))

    def show_files(self, files: Sequence[ImportFile], here: int) -> None:
        """All files, the shown one marked."""
        model = self._table.model()
        assert isinstance(model, Rows)
        model.replace([_cells(one) for one in files])
        if 0 <= here < len(files):
            self._table.selectRow(here)
        self.setVisible(bool(files))
        self.words.setText(f"文件　{sum(1 for one in files if one.reading or one.error)}/{len(files)}")


class ImportFoot(QFrame):
    """What is stored already, and the three ways on; accepting is the filled one."""

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "hint")
        self.back, self.drop = button("退回错误行", "export"), button("放弃")
        self.back.setToolTip("在原表上标红错误格，另存为退回文件")
        self.accept = button("接受", "ok", "main", "Ctrl+Return")
        self.accept.setObjectName("accept")
        self.setLayout(row(self.words, None, self.back, self.drop, self.accept))

    def show_file(self, found: ImportFile | None, *, ready: bool, why_not: str) -> None:
        """`ready` while the preview is in sight."""
        count, errors = (found.to_store, found.count("error")) if found else (0, 0)
        stored = found.stored if found else ""
        self.words.setText(stored or ("还没有存入。接受后可整批撤销。" if ready else ""))
        self.accept.setVisible(ready and not stored)
        self.accept.setText(f"接受{count:,}行")
        self.accept.setEnabled(bool(count) and not why_not and not (found and found.storing))
        self.accept.setToolTip(why_not or (tip_of("接受", "Ctrl+Return") if count else "没有要存入的行。"))
        self.back.setVisible(ready and bool(errors))
        self.back.setText(f"打开退回文件（{errors:,}行）" if stored else f"退回错误行{errors:,}条")
        self.drop.setVisible(found is not None)
        self.drop.setText("收起这个文件" if stored else "放弃")


def _cells(found: ImportFile) -> list[Any]:
    if found.reading is None:
        return [Wrong(found.path.name) if found.error else found.path.name, None, None, None]
    name = State("done", f"已导入　{found.path.name}") if found.stored else found.path.name
    return [name, found.count("new"), found.count("changed"), found.count("error")]
