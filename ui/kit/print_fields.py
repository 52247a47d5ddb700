"""What of a file is printed, and how: range, copies, sides, odd or even pages, dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLayout, QWidget

from services.errors import ValidationError
from services.printers import PaperKind
from services.printing.page_choice import PAGES, PageChoice, Parity, Sides, parse_copies, parse_pages
from ui.kit.controls import mark, refuse
from ui.kit.notes import ErrorLine
from ui.kit.parts import choice, col, field, pairs, row, segments
from ui.kit.printers import FINE_DPI, PRINT_DPI

SIDE_WORDS = {Sides.ONE: "单面", Sides.LONG: "双面，长边翻转", Sides.SHORT: "双面，短边翻转"}
ALL, CURRENT, TYPED = range(3)
PARITIES, DOTS = tuple(Parity), (PRINT_DPI, FINE_DPI)
LABEL_CHARS = 3
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


class PrintFields(QFrame):
    """`changed` after every key; wrong values are asked for, and said, only where they matter."""

    changed = Signal()

    def __init__(self, source: PrintSource) -> None:
        super().__init__()
        self._source = source
        self._wanted = source.sides
        self.range = segments(["全部", "当前页", "页码"])
        self.pages = field("例如1,3-5", name="页码")
        self.copies = field(value="1", name="份数")
        self.collate = QCheckBox("逐份打印")
        self.collate.setChecked(True)
        self.duplex = choice(name="单双面", width=44)
        self.parity = segments(["全部页", "奇数页", "偶数页"])
        self.reverse = QCheckBox("逆序")
        self.dots = segments(["300点", "600点"])
        self.range_error, self.copies_error = ErrorLine(), ErrorLine()
        self._build()
        self._connect()

    @property
    def dpi(self) -> int:
        """Dots an inch."""
        return DOTS[self.dots.index()]

    @property
    def sides(self) -> Sides:
        """How the paper is used; one side where the printer can no more, or the back is printed in a second run."""
        return Sides(self.duplex.currentData() or Sides.ONE)

    def copy_count(self) -> int:
        """Raises ValidationError."""
        return parse_copies(self.copies.text())

    def chosen_pages(self) -> tuple[int, ...]:
        """Raises ValidationError where the typed range is wrong."""
        chosen = self.range.index()
        if chosen == TYPED:
            return parse_pages(self.pages.text(), self._source.total)
        return (self._source.current,) if chosen == CURRENT else tuple(range(1, self._source.total + 1))

    def chosen(self, repeats: int = 1) -> PageChoice:
        """Raises ValidationError where the range is wrong, or no page is left of it."""
        parity = PARITIES[self.parity.index()]
        pages, reverse, collate = self.chosen_pages(), self.reverse.isChecked(), self.collate.isChecked()
        made = PageChoice(pages, parity, reverse, self.sides, repeats, collate)
        if not made.order():
            raise ValidationError({PAGES: f"选的页里没有{'奇' if parity is Parity.ODD else '偶'}数页。"})
        return made

    def summary(self) -> str:
        """Pages, sheets of paper, and how to go on by hand. Raises ValidationError."""
        made = self.chosen()
        order = made.order()
        sheets = len(order) if made.sides is Sides.ONE else (len(order) + 1) // 2
        pages = sum(page is not None for page in order)
        hint = HINTS.get(made.parity, "")
        if hint and self._source.total % 2 and self.range.index() == ALL:
            hint += LAST_SHEET
        return f"{pages}页，{sheets * self.copy_count()}张纸。按原尺寸打印，不缩放。{hint}"

    def offer_sides(self, able: Sequence[Sides]) -> None:
        """What the printer can; what was wished for comes back with a printer that can do it."""
        self.duplex.clear()
        for sides in able:
            self.duplex.addItem(SIDE_WORDS[sides], sides)
        self.refresh()

    def complain(self, problems: dict[str, str]) -> None:
        """Each sentence under its field; without one what was said there goes."""
        for key, line, said in ((PAGES, self.pages, self.range_error), ("copies", self.copies, self.copies_error)):
            sentence = problems.get(key, "")
            said.say(sentence)
            mark(line, "error" if sentence else "")
            line.setAccessibleDescription(sentence)
            if sentence:
                line.setFocus()

    def refresh(self) -> None:
        """What one choice means for the others."""
        self.pages.setEnabled(self.range.index() == TYPED)
        by_hand = PARITIES[self.parity.index()] is not Parity.ALL
        self.duplex.setCurrentIndex(max(0, self.duplex.findData(Sides.ONE if by_hand else self._wanted)))
        only = "" if self.duplex.count() > 1 else "这台打印机只能打单面"
        refuse(self.duplex, "分两次打奇偶页时是单面" if by_hand else only)
        refuse(self.collate, "" if self.copies.text().strip() not in ("", "1") else "只印1份，不用逐份")

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _range_chosen(self, n: int) -> None:
        self._changed()
        if n == TYPED:
            self.pages.setFocus()

    def _choose_sides(self, place: int) -> None:
        self._wanted = Sides(self.duplex.itemData(place))
        self._changed()

    def _connect(self) -> None:
        self.range.chosen.connect(self._range_chosen)
        self.duplex.activated.connect(self._choose_sides)
        for line in (self.pages, self.copies):
            line.textChanged.connect(lambda _words: self._changed())
        for part in (self.parity, self.dots):
            part.chosen.connect(lambda _n: self._changed())
        for box in (self.reverse, self.collate):
            box.toggled.connect(lambda _on: self._changed())

    def _build(self) -> None:
        lines = pairs(
            [
                ("范围", line_of(col(row(self.range, (self.pages, 1)), self.range_error, gap=0.5))),
                ("份数", line_of(col(row((self.copies, 1), self.collate, None), self.copies_error, gap=0.5))),
                ("单双面", self.duplex),
                ("只打", line_of(row(self.parity, self.reverse, None))),
                ("清晰度", line_of(row(self.dots, None))),
            ],
            label_chars=LABEL_CHARS,
        )
        self.setLayout(lines)


def line_of(layout: QLayout) -> QWidget:
    """A layout as the value of a pair."""
    made = QWidget()
    made.setLayout(layout)
    return made
