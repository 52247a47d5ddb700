"""打印: printer, pages, copies, sides, and what would be cut off; the system's own dialog stays as a second way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLayout, QWidget

from services.errors import ValidationError
from services.printers import PAPER_WORDS, PaperKind, Shift
from services.printing.ink_box import PageInk
from services.printing.page_choice import PAGES, PageChoice, Parity, Sides, parse_copies, parse_pages
from ui.kit.controls import mark, refuse
from ui.kit.dialog import Dialog
from ui.kit.notes import ErrorLine
from ui.kit.parts import button, choice, col, field, glyph, holder, pairs, row, segments, text
from ui.kit.print_job import PrintOrder
from ui.kit.print_losses import losses, mixed
from ui.kit.printers import DUPLEX, FINE_DPI, PRINT_DPI, Printers
from ui.machine import MachineSettings

TO_FILE = "打印到文件"
NO_PRINTER = "这台电脑没有安装打印机。可以打印到文件，或者关闭后点“另存为”，拿到别的电脑上打印。"
GONE = "打印机“{name}”已经不在这台电脑上，没有打印。换一台打印机，或接好以后再打印。"
NOT_READY = "这台打印机现在报错，可能缺纸或没有开机。看一看再打印。"
SIDE_WORDS = {Sides.ONE: "单面", Sides.LONG: "双面，长边翻转", Sides.SHORT: "双面，短边翻转"}
ALL, CURRENT, TYPED = range(3)
PARITIES, DOTS = tuple(Parity), (PRINT_DPI, FINE_DPI)
HINTS = {
    Parity.ODD: "先打奇数页，全部翻面放回，再打偶数页。",
    Parity.EVEN: "打完奇数页以后，把纸翻面放回再打。",
}
LAST_SHEET = "最后一页没有反面，放回前先拿开那一张。"


@dataclass(frozen=True)
class PrintSource:
    """What is to be printed: pages in all, the one in sight (from 1), the paper, and the usual sides."""

    total: int
    current: int
    kind: PaperKind = PaperKind.PLAIN
    sides: Sides = Sides.ONE


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
        self._wanted_sides = source.sides
        self._make_fields()
        self._connect()
        self._build()
        self.list_printers()

    # --- what is chosen ------------------------------------------------------------------
    @property
    def printer(self) -> str:
        """Name of the chosen printer, or TO_FILE."""
        return self.printers.currentText()

    @property
    def sides(self) -> Sides:
        """How the paper is used; one side where the printer can no more, or the back is printed in a second run."""
        return Sides(self.duplex.currentData() or Sides.ONE)

    def chosen_pages(self) -> tuple[int, ...]:
        """Raises ValidationError where the typed range is wrong."""
        match self.range.index():
            case 0:
                return tuple(range(1, self._source.total + 1))
            case 1:
                return (self._source.current,)
            case _:
                return parse_pages(self.pages.text(), self._source.total)

    def chosen(self, repeats: int = 1) -> PageChoice:
        """Raises ValidationError where the range is wrong, or no page is left of it."""
        parity = PARITIES[self.parity.index()]
        made = PageChoice(
            self.chosen_pages(), parity, self.reverse.isChecked(), self.sides, repeats, self.collate.isChecked()
        )
        if not made.order():
            raise ValidationError({PAGES: f"选的页里没有{'奇' if parity is Parity.ODD else '偶'}数页。"})
        return made

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
            copies = parse_copies(self.copies.text())
            self.chosen()
        except ValidationError as error:
            self._complain(error)
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
        printer = self._printers.open("" if target else self.printer)
        printer.setDuplex(DUPLEX[self.sides])
        # papers that change in the middle may become several jobs, which the printer would copy one by one
        itself = target is None and printer.supportsMultipleCopies() and not mixed(self._inks, self.chosen_pages())
        if itself:
            printer.setCopyCount(copies)
            printer.setCollateCopies(self.collate.isChecked())
        sides = self.chosen(1 if itself else copies).order()
        order = PrintOrder(sides, DOTS[self.dots.index()], self._shift(), target)
        self.accept()
        self.ordered.emit(printer, order)

    def _ask_file(self, copies: int) -> None:
        dialog = QFileDialog(self, TO_FILE)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("版式文件 (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self._order(copies, Path(name)))
        dialog.open()

    def _complain(self, error: ValidationError) -> None:
        for key, line, said in ((PAGES, self.pages, self.range_error), ("copies", self.copies, self.copies_error)):
            sentence = error.problems.get(key, "")
            said.say(sentence)
            mark(line, "error" if sentence else "")
            line.setAccessibleDescription(sentence)
            if sentence:
                line.setFocus()
        self._grow()

    # --- what is shown -------------------------------------------------------------------
    def refresh(self) -> None:
        """Summary and losses of what is chosen now."""
        self.pages.setEnabled(self.range.index() == TYPED)
        self._show_sides()
        refuse(self.collate, "" if self.copies.text().strip() not in ("", "1") else "只印1份，不用逐份")
        try:
            made, copies = self.chosen(), parse_copies(self.copies.text())
        except ValidationError:
            for part in (self.summary, self.margin, self._warning):
                part.hide()
            return
        self._complain(ValidationError({}))
        _say(self.summary, self._summary(made, copies))
        self._show_losses(made)

    def _summary(self, made: PageChoice, copies: int) -> str:
        order = made.order()
        sheets = len(order) if made.sides is Sides.ONE else (len(order) + 1) // 2
        words = f"{len([page for page in order if page])}页，{sheets * copies}张纸。按原尺寸打印，不缩放。"
        hint = HINTS.get(made.parity, "")
        if hint and self._source.total % 2 and self.range.index() == ALL:
            hint += LAST_SHEET
        return words + hint

    def _show_losses(self, made: PageChoice) -> None:
        to_file = self.printer == TO_FILE
        pages = [page for page in made.order() if page]
        said = () if to_file else losses(self._printers, self.printer, self._inks, pages, self._shift())
        fine = "各页都在打印机够得着的范围里。" if self._checked else "正在核对打印机够不着的边，不等也可以打印。"
        _say(self.margin, "" if said or to_file or self._fails else fine)
        self.warning.setText("\n".join(said))
        self._warning.setVisible(bool(said))
        self._grow()

    def _show_printer(self) -> None:
        to_file = self.printer == TO_FILE
        able = tuple(Sides) if to_file else self._printers.sides(self.printer)
        self.duplex.clear()
        for sides in able:
            self.duplex.addItem(SIDE_WORDS[sides], sides)
        kind = PAPER_WORDS[self._source.kind]
        self.place.setText(kind if to_file else f"{kind}　位置校正：{self._shift().words}")
        self.adjust.setVisible(not to_file)
        self.trouble.say("" if to_file or self._printers.ready(self.printer) else NOT_READY)
        self.refresh()

    def _show_sides(self) -> None:
        by_hand = PARITIES[self.parity.index()] is not Parity.ALL
        wanted = Sides.ONE if by_hand else self._wanted_sides
        self.duplex.setCurrentIndex(max(0, self.duplex.findData(wanted)))
        only = "" if self.duplex.count() > 1 else "这台打印机只能打单面"
        refuse(self.duplex, "分两次打奇偶页时是单面" if by_hand else only)

    def _choose_sides(self, place: int) -> None:
        self._wanted_sides = Sides(self.duplex.itemData(place))
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
    def _make_fields(self) -> None:
        self.printers = choice(name="打印机")
        self.adjust = button("校准位置", kind="link", tip="打测试页，量出打印机偏了多少")
        self.place = text("", "caption")
        self.range = segments(["全部", "当前页", "页码"])
        self.pages = field("例如1,3-5", name="页码")
        self.copies = field(value="1", name="份数")
        self.collate = QCheckBox("逐份打印")
        self.collate.setChecked(True)
        self.duplex = choice(name="单双面", width=44)
        self.parity = segments(["全部页", "奇数页", "偶数页"])
        self.reverse = QCheckBox("逆序")
        self.dots = segments(["300点", "600点"])
        self.summary, self.margin = text("", "hint", wrap=True), text("", "caption", wrap=True)
        self.warning, self.banner = text("", wrap=True), text("", wrap=True)
        self.range_error, self.copies_error, self.trouble = ErrorLine(), ErrorLine(), ErrorLine()
        self.send_button = button("打印", "print", "main")
        self.system_button = button("系统打印设置", kind="link", tip="用系统自己的打印窗口")

    def _connect(self) -> None:
        self.printers.currentIndexChanged.connect(lambda _n: self._show_printer())
        self.adjust.clicked.connect(lambda: self._calibrate(self.printer, self._source.kind))
        self.range.chosen.connect(self._range_chosen)
        for line in (self.pages, self.copies):
            line.textChanged.connect(lambda _words: self.refresh())
        for part in (self.parity, self.dots):
            part.chosen.connect(lambda _n: self.refresh())
        self.reverse.toggled.connect(lambda _on: self.refresh())
        self.collate.toggled.connect(lambda _on: self.refresh())
        self.duplex.activated.connect(self._choose_sides)
        self.send_button.clicked.connect(self.send)
        self.system_button.clicked.connect(self._ask_system)

    def _range_chosen(self, n: int) -> None:
        self.refresh()
        if n == TYPED:
            self.pages.setFocus()

    def _ask_system(self) -> None:
        name = self.printer
        self.reject()
        self.system_wanted.emit("" if name == TO_FILE else name)

    def _build(self) -> None:
        self._banner = _noted(self.banner, "due")
        self._warning = _noted(self.warning, "due")
        self._warning.hide()
        leave = button("取消")
        leave.clicked.connect(self.reject)
        body = pairs(
            [
                ("打印机", _line(col(row((self.printers, 1), self.adjust), self.place, gap=0.5))),
                ("范围", _line(col(row(self.range, (self.pages, 1)), self.range_error, gap=0.5))),
                ("份数", _line(col(row((self.copies, 1), self.collate, None), self.copies_error, gap=0.5))),
                ("单双面", self.duplex),
                ("只打", _line(row(self.parity, self.reverse, None))),
                ("清晰度", _line(row(self.dots, None))),
            ],
            label_chars=3,
        )
        self.fill(
            [self._banner, body, self.summary, self.margin, self._warning, self.trouble, None],
            [self.system_button],
            [leave, self.send_button],
        )


def _line(layout: QLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _noted(label: QWidget, ink: str) -> QWidget:
    return holder(row(col(glyph("st-warn", ink, 4), None), (label, 1), gap=1.5, pad=(3, 1.5)), banner=ink)
