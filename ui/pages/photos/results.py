"""The table of a run: chips, a search, the rows, the selected photo beside them, and the ways on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from services.photo_check.judge import STATE_LABELS, PhotoRow, PhotoState
from services.photo_check.office import PhotoOffice
from ui.jobs import Jobs
from ui.kit.controls import tip_of
from ui.kit.parts import FilterChip, button, choice, col, field, only_one, refuse, row, text
from ui.kit.table import Rows, Table
from ui.pages.photos.run import COLUMNS, KINDS, TO_DO, PhotoRun, cells, counted, key_of
from ui.pages.photos.side import PhotoSide

TYPING_PAUSE_MS = 150
ALWAYS = (PhotoState.FIT, PhotoState.UNFIT, PhotoState.ASK, PhotoState.SEVERAL, PhotoState.MISSING)


class PhotoTable(Table):
    """Single keys act while the table has the keyboard."""

    next_wanted = Signal()
    person_wanted = Signal()
    out_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(COLUMNS, (), "照片核对结果")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """E next row with work, F2 or Enter whose photo it is, Del not used."""
        plain = not event.modifiers()
        match event.key():
            case Qt.Key.Key_E if plain:
                self.next_wanted.emit()
            case Qt.Key.Key_F2 | Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.person_wanted.emit()
            case Qt.Key.Key_Delete if plain:
                self.out_wanted.emit()
            case _:
                super().keyPressEvent(event)


class PhotoResults(QWidget):
    """Shows a run; the page does what it asks for."""

    def __init__(self, office: Callable[[], PhotoOffice], jobs: Jobs) -> None:
        super().__init__()
        self._run, self._shown, self._why_not = PhotoRun(), [PhotoRow(PhotoState.OUT)][:0], ""
        self.units = choice("不限单位", name="报送单位", width=44)
        self.search = field("姓名、单位、文件名", picture="search", width=52)
        self.search.setClearButtonEnabled(True)
        self.demand = text("", "caption", wrap=True)
        self.add_files, self.add_folder = button("增加照片", "add", "quiet"), button("增加文件夹", "folder", "quiet")
        self.words = text("", "hint")
        self.chips = {state: FilterChip(KINDS[state], word, 0) for state, word in STATE_LABELS.items()}
        self.everything = FilterChip("", "全部", 0, on=True)
        self.table, self.side = PhotoTable(), PhotoSide(office, jobs)
        self.told = text("", "hint")
        self.export, self.drop = button("导出核对结果", "export", key="Ctrl+E"), button("全部放弃")
        self.store = button("存入", "ok", "main", "Ctrl+Return")
        self.store.setObjectName("store_photos")
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._fill)
        self.search.textChanged.connect(lambda _words: self._pause.start())
        for chip in (self.everything, *self.chips.values()):
            chip.toggled.connect(lambda on: self._fill() if on else None)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_side())
        self.table.next_wanted.connect(self.next_to_do)

    @property
    def here(self) -> PhotoRow | None:
        """The current row."""
        place = self.table.currentIndex().row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    @property
    def state(self) -> PhotoState | None:
        """The state that the chips filter by; None for all."""
        return next((state for state, chip in self.chips.items() if chip.isChecked()), None)

    def next_to_do(self) -> None:
        """The next row that is not settled, from the top again after the last one."""
        start, count = self.table.currentIndex().row() + 1, len(self._shown)
        places = [(start + step) % count for step in range(count)]
        for place in places:
            if self._shown[place].state in TO_DO:
                self.table.selectRow(place)
                return

    def show_run(self, run: PhotoRun, busy: str, why_not: str) -> None:
        """Everything anew; `busy` says what is being done, `why_not` why this account stores nothing."""
        self._run, reading = run, run.reading
        self._why_not = busy or why_not
        counts = reading.counts if reading is not None else {}
        self.everything.set_count(len(reading.rows) if reading is not None else 0)
        for state, chip in self.chips.items():
            chip.set_count(counts.get(state, 0))
            chip.setVisible(state in ALWAYS or bool(counts.get(state)) or chip.isChecked())
        self.demand.setText(reading.demand.sentence if reading is not None else "")
        self.words.setText(busy or (counted(reading.rows) if reading is not None else ""))
        for part in (self.add_files, self.add_folder, self.units):
            refuse(part, busy)
        self._fill()
        self._show_foot(busy, why_not)

    def _fill(self) -> None:
        """The rows of the filter; the current one stays current, else the one that took its place."""
        before, place = key_of(self.here) if self.here is not None else None, self.table.currentIndex().row()
        self._shown = self._run.rows(self.state, self.search.text())
        model = self.table.model()
        assert isinstance(model, Rows)
        model.replace([cells(each) for each in self._shown])
        keys = [key_of(each) for each in self._shown]
        if keys:
            place = keys.index(before) if before in keys else min(max(place, 0), len(keys) - 1)
            index = model.index(place, 0)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._show_side()

    def _show_side(self) -> None:
        self.side.show_row(self.here, self._why_not)

    def _show_foot(self, busy: str, why_not: str) -> None:
        reading = self._run.reading
        fit = reading.fit if reading is not None else []
        self.store.setText(f"存入{len(fit):,}张" if fit else "存入")
        replaced = sum(found.replaces for found in fit)
        self.told.setText(_foot_words(reading.rows if reading is not None else (), replaced))
        refuse(self.store, busy or why_not or ("" if fit else "没有合格的、还没有存入的照片。"))
        if self.store.isEnabled():
            self.store.setToolTip(tip_of("合格的一次存入，可以整批撤销", "Ctrl+Return"))
        refuse(self.export, busy or ("" if reading is not None and reading.rows else "没有可以导出的行。"))
        if self.export.isEnabled():
            self.export.setToolTip(tip_of("给报送单位的表，写明原因和建议", "Ctrl+E"))
        refuse(self.drop, busy)

    def _build(self) -> None:
        chips = row(only_one(self.everything, *self.chips.values()), None)
        tools = row(
            text("报送单位", "field"), self.units, self.search, None, self.words, self.add_files, self.add_folder
        )
        foot = row(self.told, None, self.export, self.drop, self.store)
        left = col((self.table, 1), self.demand, gap=1)
        self.setLayout(col(tools, chips, (row((left, 1), self.side, gap=3), 1), foot, gap=2))


def _foot_words(rows: Sequence[PhotoRow], replaced: int) -> str:
    same = sum(found.state is PhotoState.SAME for found in rows)
    words = [f"已在册{same:,}张。" if same else "还没有存入。", "只存合格的，存入后可整批撤销。"]
    words += [f"其中{replaced:,}人换成新照片。"] if replaced else []
    return "".join(words)
