"""检查: what is wrong or doubtful, the most binding first, each with its place and the correction it offers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from services.documents.papers import Remark
from services.documents.places import place_words
from services.problems import Level
from ui.kit.chips import Chip
from ui.kit.controls import button, glyph, text
from ui.kit.layout import col, holder, rolling, row
from ui.kit.theme import u
from ui.pages.scoring.elided import Elided

NOTHING = "没有发现问题。"
MOST_LINES, LONGEST_OFFER = 60, 24
ASKED_FIRST = "改正只在您确认后进行"
SIGNS = {Level.ERROR: ("st-error", "late"), Level.WARNING: ("st-warn", "due"), Level.INFO: ("info", "select")}


class CheckPanel(QFrame):
    """`fix_wanted` and `place_wanted` come with a remark."""

    fix_wanted = Signal(object)
    place_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self.setAccessibleName("检查")
        self.remarks: tuple[Remark, ...] = ()
        self._fixed = ""
        self._head = row(gap=2)
        self._lines = col(gap=1)
        self._roll = rolling(self._lines, None, pad=(4, 0, 3, 2), name="检查结果")
        self.setLayout(col(holder(self._head), (self._roll, 1), gap=0, pad=(0.25,)))
        self._head.setContentsMargins(u(4), u(2.5), u(4), u(1.5))
        self._show()

    def show_remarks(self, remarks: Sequence[Remark], fixed: str) -> None:
        """What the check said last; nothing is drawn anew where it is the same as before."""
        if tuple(remarks) != self.remarks or fixed != self._fixed:
            self.remarks, self._fixed = tuple(remarks), fixed
            self._show()

    def first(self) -> Remark | None:
        """The gravest."""
        return self.remarks[0] if self.remarks else None

    def _show(self) -> None:
        for layout in (self._head, self._lines):
            while layout.count():
                widget = layout.takeAt(0).widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        wrong = sum(remark.wrong for remark in self.remarks)
        hints = len(self.remarks) - wrong
        self._head.addWidget(text("检查", "section"))
        self._head.addWidget(Chip("error" if wrong else "done", f"格式{wrong}处"))
        self._head.addWidget(Chip("ask" if hints else "done", f"提示{hints}处"))
        note = Elided("caption")
        note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        note.say(ASKED_FIRST)
        self._head.addWidget(note, 1)
        if not self.remarks:
            self._lines.addWidget(text(NOTHING, "hint"))
        for remark in self.remarks[:MOST_LINES]:
            self._lines.addWidget(self._line(remark))
        if len(self.remarks) > MOST_LINES:
            more = f"还有{len(self.remarks) - MOST_LINES}处，改正前面的以后再列。"
            self._lines.addWidget(text(more, "hint"))

    def _line(self, remark: Remark) -> QWidget:
        picture, ink = SIGNS[remark.level]
        where = place_words(remark.place)
        clause = f"（{remark.clause}）" if remark.clause else ""
        words = "：".join(filter(None, (where, remark.message)))
        if remark.raw and remark.raw not in words:
            words += f"原文“{remark.raw}”。"
        head = row(holder(col(glyph(picture, ink, 4), None, pad=(0, 0.5, 0, 0))), (text(words, wrap=True), 1), gap=1.5)
        acts: list[QWidget] = []
        if remark.finding is not None:
            change = button(offer_words(remark), kind="link", tip=self._fixed or f"{where}改为“{remark.offer}”")
            change.setEnabled(not self._fixed)
            change.clicked.connect(partial(self._fix, remark))
            acts.append(change)
        if where:
            look = button("看位置", kind="link")
            look.setAccessibleName(f"看位置，{where}")
            look.clicked.connect(partial(self._look, remark))
            acts.append(look)
        foot = row(*acts, text(clause, "caption"), None, gap=3, pad=(5.5, 0, 0, 0))
        return holder(col(head, foot, gap=0))

    def _fix(self, remark: Remark, _on: bool = False) -> None:
        self.fix_wanted.emit(remark)

    def _look(self, remark: Remark, _on: bool = False) -> None:
        self.place_wanted.emit(remark)


def offer_words(remark: Remark) -> str:
    """改为“…”; 删去 where nothing takes the place; the level by its name."""
    fix = remark.finding.fix if remark.finding else None
    if fix is not None and fix.where.endswith(".level"):
        return "改层次"
    if not remark.offer:
        return "删去"
    short = remark.offer if len(remark.offer) <= LONGEST_OFFER else remark.offer[: LONGEST_OFFER - 1] + "…"
    return f"改为“{short}”"
