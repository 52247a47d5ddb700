"""打印表格: the forms that fit what is ticked, what each of them lacks, and the program's own preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from services.errors import ServiceError
from services.ledger import BasicLedger
from services.query import Action
from services.register_papers.chosen import FITTING, Choice, Chosen
from services.training.card import TrainingCard
from ui.context import UiContext
from ui.kit.dialog import Dialog
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import BatchTool, LedgerTools
from ui.kit.parts import button, choice, panel, refuse, row, segments, text
from ui.kit.print_preview import PrintPreview
from ui.kit.table import Column, Rows, Table
from ui.kit.theme import u
from ui.pages.tools import Pages, ledger_tools, open_file

if TYPE_CHECKING:
    from services.register_papers.office import RegisterPapers

PRINT_FORMS = Action("print_forms", "打印表格", "print")
COLUMNS = (Column("类别", 5), Column("表格", 14, stretch=True))
COMPLETE = "内容齐全。签名、盖章和审批意见留空。"
PREPARING, READING = "正在生成…", "正在核对内容…"
LISTS_ONLY = "“全部”只打印名册和汇总表，这里没有。一人一份的表格先勾选人员。"
TICKED, EVERYTHING = range(2)
PAUSE = 150  # milliseconds that a row is current before its form is looked at


class RegisterPrintDialog(Dialog):
    """Choose a form, see what it lacks, print it filled or blank. `ids` empty: only lists of everything are offered."""

    def __init__(self, context: UiContext, parent: QWidget | None, chosen: Chosen, unit_word: str = "条") -> None:
        super().__init__(parent, "打印表格", 150)
        self.setObjectName("register_print")
        self._context, self._chosen = context, chosen
        self._choices: Sequence[Choice] = ()
        self._shown: Sequence[Choice] = ()
        self._asked = 0
        words = ((f"所选{len(chosen.ids)}{unit_word}",) if chosen.ids else ()) + ("全部",)
        self.range = segments(words)
        self.range.chosen.connect(lambda _n: self._offer())
        self._rows = Rows(COLUMNS, [])
        self.table = Table(COLUMNS, self._rows, "可以打印的表格")
        self.table.selectionModel().currentRowChanged.connect(self._chosen_form)
        self.table.doubleClicked.connect(lambda _place: self.print_filled())
        self.state = text("", "hint", wrap=True)
        self.state.setMinimumHeight(u(14))
        self.filled = button("打印预览", "print", "main")
        self.filled.clicked.connect(self.print_filled)
        self.blank = button("打印空白表")
        self.blank.clicked.connect(self.print_blank)
        leave = button("关闭", key="Esc")
        leave.clicked.connect(self.reject)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self._ready(READING)
        self.fill([row(self.range, None), (self.table, 1), self.state], [self.blank], [leave, self.filled])
        self.resize(self.width(), u(150))
        self.finished.connect(self.deleteLater)
        context.jobs.read(self, lambda: _papers(context).choices(chosen.ledger), self._arrived)

    @property
    def form(self) -> Choice | None:
        """The form that is chosen."""
        place = self.table.currentIndex().row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def choose(self, key: str) -> None:
        """Choose a form by its key."""
        self.table.selectRow(next(place for place, each in enumerate(self._shown) if each.key == key))

    def print_filled(self) -> None:
        """The form with what the register knows, in the preview."""
        form, wanted = self.form, self._wanted()
        if form is not None and self.filled.isEnabled():
            self._print(lambda: _papers(self._context).printed(form.key, wanted))

    def print_blank(self) -> None:
        """The empty form."""
        form = self.form
        if form is not None:
            self._print(lambda: _papers(self._context).blank(form.key))

    # --- what is offered -------------------------------------------------------------------
    def _arrived(self, found: Sequence[Choice]) -> None:
        self._choices = found
        self._offer()

    def _offer(self) -> None:
        """Sheets for one person each are never printed for a whole county by mistake."""
        everything = not self._wanted().ids
        before = self.form
        self._shown = [each for each in self._choices if not (everything and each.single)]
        self._rows = Rows(COLUMNS, [(each.group, each.title) for each in self._shown])
        self.table.setModel(self._rows)
        self.table.set_columns(COLUMNS)
        self.table.selectionModel().currentRowChanged.connect(self._chosen_form)
        if self._shown:
            self.table.selectRow(self._shown.index(before) if before in self._shown else 0)
        else:
            self._ready(LISTS_ONLY)
            refuse(self.blank, LISTS_ONLY)
        self.table.setFocus()

    def _wanted(self) -> Chosen:
        everything = not self._chosen.ids or self.range.index() == EVERYTHING
        return replace(self._chosen, ids=()) if everything else self._chosen

    def _chosen_form(self, _place: QModelIndex, _before: QModelIndex) -> None:
        self._asked += 1
        self._ready(READING)
        self._pause.start()

    def _ask(self) -> None:
        """Once the arrow keys rest: filling an album of a county takes a moment."""
        form, wanted = self.form, self._wanted()
        if form is None:
            return
        work = partial(_lacks, self._context, form.key, wanted)
        self._context.jobs.read(self, work, partial(self._show_lacks, self._asked), partial(self._failed, self._asked))

    def _show_lacks(self, asked: int, lacks: Sequence[str]) -> None:
        if asked == self._asked:
            words = "\n".join(lacks) if lacks else COMPLETE
            self._ready("")
            self.state.setText(f"{words}\n缺的内容留空打印，可以手写。" if lacks else words)

    def _failed(self, asked: int, error: ServiceError) -> None:
        if asked == self._asked:
            self._ready("")
            self.state.setText(str(error))

    # --- printing --------------------------------------------------------------------------
    def _print(self, work: Callable[[], Path]) -> None:
        self._ready(PREPARING)
        self._context.jobs.read(self, work, self._preview, partial(self._failed, self._asked))

    def _preview(self, file: Path) -> None:
        self._ready("")
        self.state.setText("")
        show_form(self._context, self, file)

    def _ready(self, busy: str) -> None:
        """While something is read or made the acts say what they wait for."""
        refuse(self.filled, busy)
        refuse(self.blank, busy if busy == PREPARING else "")
        if busy:
            self.state.setText(busy)


class PrintsForms(LedgerPage):
    """A ledger page whose rows fill forms: an act for the current row and one for the ticked rows."""

    _context: UiContext

    def with_forms(self, tools: LedgerTools) -> LedgerTools:
        """The page's tools, and 打印表格 beside its other acts."""
        own = tools.acts
        batch = (*tools.batch, BatchTool(PRINT_FORMS.label, PRINT_FORMS.icon, self.print_forms))
        return replace(tools, batch=batch, acts=lambda found: (*own(found), PRINT_FORMS))

    def do(self, action: Action) -> None:
        """Printing only reads."""
        found = self.current_row()
        if action.name == PRINT_FORMS.name and found is not None:
            self.print_forms([found.id])
        else:
            super().do(action)

    def print_forms(self, row_ids: Sequence[int]) -> None:
        """The dialog for these rows."""
        spec = self.service.spec
        RegisterPrintDialog(self._context, self, Chosen(spec.name, tuple(row_ids)), spec.unit_word).open()


class FormsLedgerPage(PrintsForms):
    """A plain ledger whose rows fill forms."""

    def __init__(self, context: UiContext, service: BasicLedger[Any]) -> None:
        self._context = context
        super().__init__(service, self.with_forms(ledger_tools(context, service.spec.name)), watches=service.tables)


class BlankForms(QWidget):
    """Every form without anything in it, for writing by hand."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._choices: Sequence[Choice] = ()
        self.forms = choice(name="空白表格", width=60)
        self.printing = button("打印空白表", "print")
        self.printing.clicked.connect(self.print_blank)
        refuse(self.printing, READING)
        words = (text("人员、证件和培训表格", "strong"), text("没有填内容的样张，供手写。", "hint"))
        line = row(*words, None, self.forms, self.printing, gap=3)
        self.setLayout(row((panel(line), 1)))

    def print_blank(self) -> None:
        """The chosen form in the preview."""
        place = self.forms.currentIndex()
        if 0 <= place < len(self._choices):
            key, context = self._choices[place].key, self._context
            context.jobs.read(self, lambda: _papers(context).blank(key), partial(show_form, context, self))

    def showEvent(self, event: QShowEvent) -> None:
        """The forms bring the print faces, so they are looked up when somebody comes here."""
        super().showEvent(event)
        if not self._choices:
            self._context.jobs.read(self, lambda: _papers(self._context).every_form(), self._arrived)

    def _arrived(self, found: Sequence[Choice]) -> None:
        self._choices = found
        self.forms.clear()
        self.forms.addItems([f"{each.group}　{each.title}" for each in found])
        refuse(self.printing, "")


def show_form(context: UiContext, parent: QWidget | None, file: Path) -> None:
    """A printed form in the preview."""
    PrintPreview(file, Pages(), context.jobs, parent, open_file, machine=context.machine).open()


def print_card(context: UiContext, card: TrainingCard) -> Path:
    """培训登记卡 of one officer and year on its form; slow."""
    chosen = Chosen("officers", (card.officer_id,), card.as_of, card.year)
    return _papers(context).printed("training_cards", chosen)


def prints_forms(ledger: str) -> bool:
    """Whether rows of `ledger` fill forms."""
    return ledger in FITTING


def _papers(context: UiContext) -> RegisterPapers:
    """For jobs: the first call brings the print faces."""
    papers: RegisterPapers = context.desk.register_papers
    return papers


def _lacks(context: UiContext, key: str, chosen: Chosen) -> tuple[str, ...]:
    return tuple(_papers(context).lacks(key, chosen))
