"""打印: printer, pages, copies, sides, and what would be cut off; the system's own dialog stays as a second way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from services.errors import ValidationError
from services.printers import PAPER_WORDS, PaperKind, Shift
from services.printing.ink_box import PageInk
from services.printing.page_choice import PageChoice, Sides
from ui.kit.dialog import Dialog
from ui.kit.notes import ErrorLine
from ui.kit.parts import button, choice, col, glyph, holder, pairs, row, text
from ui.kit.print_fields import LABEL_CHARS, PrintFields, PrintSource, line_of
from ui.kit.print_job import PrintOrder
from ui.kit.print_losses import losses, mixed
from ui.kit.printers import DUPLEX, Printers
from ui.machine import MachineSettings

TO_FILE = "打印到文件"
NO_PRINTER = "这台电脑没有安装打印机。可以打印到文件，或者关闭后点“另存为”，拿到别的电脑上打印。"
GONE = "打印机“{name}”已经不在这台电脑上，没有打印。换一台打印机，或接好以后再打印。"
NOT_READY = "系统报告这台打印机没有就绪，可能缺纸、缺粉或没有开机。"


class PrintDialog(Dialog):
    """`ordered` brings a printer that is set up, and the order for it; `system_wanted` the name of the printer."""

    ordered = Signal(object, object)
    system_wanted = Signal(str)

    def __init__(
        self,
        source: PrintSource,
        printers: Printers,
        machine: MachineSettings,
        calibrate: Callable[[str, PaperKind], None],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent, "打印", 140)
        self.setObjectName("print")
        self._source, self._printers, self._machine, self._calibrate = source, printers, machine, calibrate
        self._inks: Mapping[int, PageInk] = {}
        self._checked = self._fails = False
        self._ready = True
        self.fields = PrintFields(source)
        self.printers = choice(name="打印机")
        self.adjust = button("校准位置", kind="link", tip="打测试页，量出打印机偏了多少")
        self.place = text("", "caption")
        self.summary, self.margin = text("", "hint", wrap=True), text("", "caption", wrap=True)
        self.warning, self.banner = text("", wrap=True), text("", wrap=True)
        self.trouble = ErrorLine()
        self.send_button = button("打印", "print", "main")
        self.system_button = button("系统打印设置", kind="link", tip="用系统自己的打印窗口")
        self._build()
        self.list_printers()

    # --- what is chosen ------------------------------------------------------------------
    @property
    def printer(self) -> str:
        """Name of the chosen printer, or TO_FILE."""
        return self.printers.currentText()

    def show_inks(self, inks: Mapping[int, PageInk], whole: bool) -> None:
        """Where the ink of the pages stands; `whole` once all of them are measured."""
        self._inks, self._checked = inks, whole
        self.refresh()

    def margins_unknown(self, words: str) -> None:
        """The pages could not be measured."""
        self._fails = True
        self.refresh()
        self.refused(words)

    def show_shift(self) -> None:
        """The shift of the chosen printer was measured anew."""
        self._show_printer()

    def list_printers(self) -> None:
        """Ask the system again, and keep the choice where it is still there."""
        names = self._printers.names()
        wanted = self.printer or self._machine.printer or self._printers.usual()
        self.printers.blockSignals(True)
        self.printers.clear()
        self.printers.addItems([*names, TO_FILE])
        place = next((n for n in map(self.printers.findText, (wanted, self._printers.usual())) if n >= 0), 0)
        self.printers.setCurrentIndex(place)
        self.printers.blockSignals(False)
        self._show_printer()
        self.banner.setText("" if names else NO_PRINTER)
        self._banner.setVisible(not names)

    # --- acts ----------------------------------------------------------------------------
    def send(self) -> None:
        """Order what is chosen; what is wrong is said, and nothing is printed."""
        try:
            copies = self.fields.copy_count()
            self.fields.chosen()
        except ValidationError as error:
            self.fields.complain(error.problems)
            self._grow()
            return
        if self.printer == TO_FILE:
            self._ask_file(copies)
        elif self.printer not in self._printers.names():
            gone = self.printer
            self.list_printers()
            self.refused(GONE.format(name=gone))
        else:
            self._machine.printer = self.printer
            self._order(copies, None)

    def refused(self, words: str) -> None:
        """Nothing was printed; everything chosen stays."""
        self.trouble.say(words)
        self._grow()

    def _order(self, copies: int, target: Path | None) -> None:
        fields, printer = self.fields, self._printers.open("" if target else self.printer)
        printer.setDuplex(DUPLEX[fields.sides])
        # papers that change in the middle may become several jobs, which the printer would copy one by one
        itself = target is None and printer.supportsMultipleCopies() and not mixed(self._inks, fields.chosen_pages())
        if itself:
            printer.setCopyCount(copies)
            printer.setCollateCopies(fields.collate.isChecked())
        sides = fields.chosen(1 if itself else copies).order()
        self.accept()
        self.ordered.emit(printer, PrintOrder(sides, fields.dpi, self._shift(), target))

    def _ask_file(self, copies: int) -> None:
        dialog = QFileDialog(self, TO_FILE)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("版式文件 (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self._order(copies, Path(name)))
        dialog.open()

    def _ask_system(self) -> None:
        name = self.printer
        self.reject()
        self.system_wanted.emit("" if name == TO_FILE else name)

    # --- what is shown -------------------------------------------------------------------
    def refresh(self) -> None:
        """Summary and losses of what is chosen now; a range that is half typed is no mistake yet."""
        try:
            made, words = self.fields.chosen(), self.fields.summary()
        except ValidationError:
            for part in (self.summary, self.margin, self._warning):
                part.hide()
            return
        self.fields.complain({})
        _say(self.summary, words)
        self._show_losses(made)

    def _show_losses(self, made: PageChoice) -> None:
        to_file = self.printer == TO_FILE
        pages = [page for page in made.order() if page]
        said = () if to_file else losses(self._printers, self.printer, self._inks, pages, self._shift())
        fine = "各页都在打印机够得着的范围里。" if self._checked else "正在核对打印机够不着的边，不等也可以打印。"
        _say(self.margin, "" if said or to_file or self._fails else fine)
        told = (*said, *(() if self._ready else (NOT_READY,)))
        self.warning.setText("\n".join(told))
        self._warning.setVisible(bool(told))
        self._grow()

    def _show_printer(self) -> None:
        to_file = self.printer == TO_FILE
        kind = PAPER_WORDS[self._source.kind]
        self.place.setText(kind if to_file else f"{kind}　位置校正：{self._shift().words}")
        self.adjust.setVisible(not to_file)
        self._ready = to_file or self._printers.ready(self.printer)
        self.trouble.say("")
        self.fields.offer_sides(tuple(Sides) if to_file else self._printers.sides(self.printer))
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words, which know their height only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._grow)

    def _shift(self) -> Shift:
        return self._machine.shift(self.printer, self._source.kind)

    def _grow(self) -> None:
        self.layout().activate()  # type: ignore[union-attr]
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    # --- construction --------------------------------------------------------------------
    def _build(self) -> None:
        self.printers.currentIndexChanged.connect(lambda _n: self._show_printer())
        self.adjust.clicked.connect(lambda: self._calibrate(self.printer, self._source.kind))
        self.fields.changed.connect(self.refresh)
        self.send_button.clicked.connect(self.send)
        self.system_button.clicked.connect(self._ask_system)
        self._banner, self._warning = _noted(self.banner), _noted(self.warning)
        self._warning.hide()
        leave = button("取消")
        leave.clicked.connect(self.reject)
        top = line_of(col(row((self.printers, 1), self.adjust), self.place, gap=0.5))
        body = col(pairs([("打印机", top)], label_chars=LABEL_CHARS), self.fields, gap=1.5)
        self.fill(
            [self._banner, body, self.summary, self.margin, self._warning, self.trouble, None],
            [self.system_button],
            [leave, self.send_button],
        )


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _noted(label: QLabel) -> QWidget:
    return holder(row(col(glyph("st-warn", "due", 4), None), (label, 1), gap=1.5, pad=(3, 1.5)), banner="due")
