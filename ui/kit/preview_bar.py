"""The bar over a preview: which page, which size, and for letters which paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from services.errors import ValidationError
from services.printers import PAPER_WORDS, PaperKind
from services.printing.page_choice import parse_pages
from ui.kit.controls import tip_of
from ui.kit.page_sheets import Fit, PageColumn
from ui.kit.parts import button, field, row, segments, text, tool
from ui.kit.theme import u

KINDS = tuple(PaperKind)
Keys = tuple[tuple[str, Callable[[], None]], ...]


class PreviewBar(QFrame):
    """Drives the column of pages. `two_papers` offers 白纸 and 套打."""

    kind_chosen = Signal(object)
    wrong_page = Signal(str)

    def __init__(self, column: PageColumn, two_papers: bool) -> None:
        super().__init__()
        self._column = column
        self.place, self.size_words = text("正在读取…", "hint"), text("100%", "hint")
        self.number = field("页码", name="到第几页")
        self.number.setFixedWidth(u(14))
        self.number.setToolTip(tip_of("输入页码，按回车到那一页", "Ctrl+G"))
        self.number.returnPressed.connect(self._go_typed)
        self.kind = segments([PAPER_WORDS[kind] for kind in KINDS])
        self.kind.chosen.connect(lambda n: self.kind_chosen.emit(KINDS[n]))
        self._build()
        self.kind.setVisible(two_papers)
        column.moved.connect(self.refresh)

    def chosen_kind(self) -> PaperKind:
        """The paper that the clerk wants to see."""
        return KINDS[self.kind.index()]

    def choose(self, kind: PaperKind) -> None:
        """Switch to a paper."""
        self.kind.choose(KINDS.index(kind))

    def refresh(self) -> None:
        """Page and size as they are now."""
        here, last = self._column.current(), len(self._column.sheets) - 1
        self.place.setText(f"第{here + 1}页，共{last + 1}页" if last >= 0 else "没有页")
        self._before.setEnabled(here > 0)
        self._after.setEnabled(here < last)
        self.size_words.setText(f"{self._column.percent}%")

    def keys(self) -> Keys:
        """What the window answers to."""
        column = self._column
        return (
            ("Ctrl+G", self.number.setFocus),
            ("Ctrl++", lambda: column.zoom_by(1)),
            ("Ctrl+=", lambda: column.zoom_by(1)),
            ("Ctrl+-", lambda: column.zoom_by(-1)),
            ("Ctrl+0", lambda: column.fit_to(Fit.PAGE)),
            ("Ctrl+1", lambda: column.set_zoom(100)),
            ("Ctrl+2", lambda: column.fit_to(Fit.WIDTH)),
            ("PgUp", lambda: self._step(-1)),
            ("PgDown", lambda: self._step(1)),
            ("Home", lambda: column.go_to(0)),
            ("End", lambda: column.go_to(len(column.sheets) - 1)),
        )

    def _step(self, by: int) -> None:
        self._column.go_to(self._column.current() + by)

    def _go_typed(self) -> None:
        try:
            pages = parse_pages(self.number.text(), len(self._column.sheets))
        except ValidationError as error:
            self.wrong_page.emit(str(error))
            return
        self._column.go_to(pages[0] - 1)
        self.number.clear()
        self._column.setFocus()

    def _build(self) -> None:
        column = self._column
        self._before, self._after = tool("arrow-up", "上一页", "PgUp"), tool("arrow-down", "下一页", "PgDown")
        smaller, larger = tool("zoom-out", "缩小", "Ctrl+-"), tool("zoom-in", "放大", "Ctrl++")
        wide = button("适合宽度", kind="quiet", key="Ctrl+2")
        whole = button("整页", kind="quiet", key="Ctrl+0")
        self._before.clicked.connect(lambda: self._step(-1))
        self._after.clicked.connect(lambda: self._step(1))
        smaller.clicked.connect(lambda: column.zoom_by(-1))
        larger.clicked.connect(lambda: column.zoom_by(1))
        wide.clicked.connect(lambda: column.fit_to(Fit.WIDTH))
        whole.clicked.connect(lambda: column.fit_to(Fit.PAGE))
        paging = row(self._before, self._after, self.place, self.number, gap=2)
        zooming = row(whole, wide, smaller, self.size_words, larger, gap=2)
        self.setLayout(row(paging, None, self.kind, None, zooming, pad=(3, 1.5)))
