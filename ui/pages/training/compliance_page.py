"""学时达标: hours, round, doubles, plans and the units' yearly duties; every figure leads to the people behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from services.register_papers.chosen import Chosen
from services.training.card import TrainingCard
from services.training.compliance import COUNTED_FROM
from services.training.office import TrainingOffice, TrainingYear
from ui.context import UiContext
from ui.kit.controls import button, choice, refuse, segments, text
from ui.kit.layout import col, row
from ui.kit.parts import heading
from ui.pages.register_print import RegisterPrintDialog
from ui.pages.training import duty_listings, listings
from ui.pages.training.listing import CardOf, Listing, People, RoundPeople, Row, Target, export_listing, print_listing
from ui.pages.training.listing_view import ListingView

VIEWS = ("达标", "轮训覆盖", "重复与重叠", "培训计划", "单位年度任务")
HOURS, ROUND, DOUBTFUL, PLANS, QUOTAS = range(5)
DAYS = (("截至今天", None), ("截至6月30日", (6, 30)), ("截至9月30日", (9, 30)), ("截至12月31日", (12, 31)))
NO_PREVIEW = "这个窗口没有接上打印预览"
NOT_READ = "正在统计"
WATCHED = COUNTED_FROM | {"quota_rule", "training_plan", "training_plan_item", "training_session", "unit_activity"}
ShowFile = Callable[[Path], None]
PrintCard = Callable[[TrainingCard], Path]


class CompliancePage(QWidget):
    """`show_pdf` shows what was printed. `print_card` sets the official 登记卡; without it a card prints as a list."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(
        self, context: UiContext, show_pdf: ShowFile | None = None, print_card: PrintCard | None = None
    ) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf, self._print_card = context, show_pdf, print_card
        self.office = TrainingOffice(context.desk.database, context.desk.now)
        self.found: TrainingYear | None = None
        self.card: TrainingCard | None = None
        self._path: list[Target] = []  # what was opened, one from the other
        self._asked, self._stale = 0, True
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Count again; what is open stays open."""
        self._stale = False
        self._asked += 1
        year, as_of = self._year(), self._as_of()
        card = next((one for one in self._path if isinstance(one, CardOf)), None)

        def read() -> tuple[TrainingYear, TrainingCard | None]:
            found = self.office.year(year, as_of)
            return found, self.office.card(card.officer_id, year, as_of) if card else None

        self._context.jobs.read(self, read, partial(self._arrived, self._asked))

    def on_changes(self, changes: object) -> None:
        """Something was stored that is counted here."""
        if not WATCHED & set(getattr(changes, "touched", WATCHED)):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, _day: object) -> None:
        """A new day: what is late has changed."""
        self._name_years()
        self.reload()

    def open_row(self, officer_id: int) -> None:
        """The 登记卡 of one officer, as other pages ask for it."""
        self._path = [CardOf(officer_id)]
        self.views.choose(HOURS)
        self.reload()

    def open_current(self) -> None:
        """Enter: where the current cell leads."""
        self.view.open_current()

    def next_act(self) -> None:
        """Ctrl+Enter, as Enter."""
        self.view.open_current()

    def focus_first(self) -> None:
        """The keyboard starts in the table."""
        (self.view.table or self._first_view()).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self._first_view(), self.view.table or self.view)

    def copy_rows(self) -> None:
        """The list as it is shown; a spreadsheet pastes it into cells."""
        if listing := self.view.listing:
            lines = ["\t".join(c.title for c in listing.columns), *("\t".join(words) for words in listing.words())]
            QGuiApplication.clipboard().setText("\n".join([listing.title, listing.finding, *lines, listing.note]))

    def print_page(self) -> None:
        """What is shown, as a PDF; a card on its form where there is one."""
        listing, desk = self.view.listing, self._context.desk
        if self._show_pdf is None or listing is None:
            return
        if self.card is not None and self._print_card is not None and self._on_card():
            self._context.jobs.read(self, partial(self._print_card, self.card), self._show_pdf)
            return
        work = partial(print_listing, listing, desk.bureau, desk.now(), desk.scratch())
        self._context.jobs.read(self, work, self._show_pdf)

    def print_forms(self) -> None:
        """The county's tables of the year, or those of the unit whose people are shown."""
        shown = self._path[-1] if self._path else None
        unit = shown.agency_id if isinstance(shown, People | RoundPeople) else None
        chosen = Chosen("compliance", (unit,) if unit else (), self._as_of(), self._year())
        RegisterPrintDialog(self._context, self, chosen, "个单位").open()

    def export_page(self) -> None:
        """Ask where, then write what is shown."""
        if self.view.listing is None:
            return
        dialog = QFileDialog(self, "导出名单")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Excel表格 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self.view.listing.title}.xlsx")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, file: Path) -> None:
        """What is shown as a workbook; written in a job, the toast says how many rows."""
        listing, desk = self.view.listing, self._context.desk
        if listing is not None:
            work = partial(export_listing, listing, file, desk.bureau, desk.now())
            self._context.jobs.read(self, work, lambda words: self._context.notify.toast(words))

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        self.views = segments(VIEWS)
        self.views.chosen.connect(lambda _n: self._start_anew())
        self.year = choice(name="年度")
        self._name_years()
        self.year.currentIndexChanged.connect(lambda _n: self.reload())
        self.day = choice(*(words for words, _day in DAYS), name="截止日")
        self.day.currentIndexChanged.connect(lambda _n: self.reload())
        self.printing = button("打印", "print", key="Ctrl+P")
        self.printing.clicked.connect(self.print_page)
        self.exporting = button("导出", "export", key="Ctrl+E")
        self.exporting.clicked.connect(self.export_page)
        refuse(self.printing, NOT_READ if self._show_pdf else NO_PREVIEW)
        refuse(self.exporting, NOT_READ)
        self.back = button("返回", "arrow-left", "quiet", "Esc")
        self.back.clicked.connect(self.go_back)
        self.finding = text("", "strong", wrap=True)
        self.behind = button("", "st-due", "link")
        self.behind.clicked.connect(lambda: self.follow(People(which="behind")))
        self.leavers = button("", "person", "link")
        self.leavers.clicked.connect(lambda: self.follow(People(which="leavers")))
        self.view = ListingView()
        self.view.opened.connect(self.follow)
        for part in (self.back, self.behind, self.leavers):
            part.hide()
        self.forms = button("打印表格", "print")
        self.forms.clicked.connect(self.print_forms)
        head = heading("学时达标", "谁够了，谁还差多少；点数字看名单。", self.exporting, self.printing, self.forms)
        filters = row(self.views, self.year, self.day, None)
        said = row(self.back, (self.finding, 1), self.behind, self.leavers)
        self.setLayout(col(head, filters, said, (self.view, 1), gap=2.5, pad=(4, 3)))

    def _name_years(self) -> None:
        """This year and the years before; the choice is kept where it is still there."""
        before, this = self.year.currentText(), self.office.today.year
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItems([f"{year}年" for year in range(this, this - 5, -1)])
        self.year.setCurrentIndex(max(0, self.year.findText(before)))
        self.year.blockSignals(False)

    def _first_view(self) -> QWidget:
        return self.views.choices.button(self.views.index())

    # --- what is asked for ---------------------------------------------------------------
    def _year(self) -> int:
        return int(self.year.currentText().removesuffix("年"))

    def _as_of(self) -> date:
        """Today, or the chosen day; a day of the year that has not come is its forecast as things stand."""
        chosen = DAYS[max(0, self.day.currentIndex())][1]
        return self.office.today if chosen is None else date(self._year(), *chosen)

    def follow(self, target: Target) -> None:
        """Open what a figure leads to."""
        if isinstance(target, Row):
            self._context.go(target.page, target.row_id)
            return
        self._path.append(target)
        if isinstance(target, CardOf):
            self.reload()
        else:
            self._show()

    def go_back(self) -> None:
        """One step up."""
        if self._path:
            self._path.pop()
            self.card = None
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step up; at the top it is the window's."""
        if event.key() == Qt.Key.Key_Escape and self._path:
            self.go_back()
        else:
            super().keyPressEvent(event)

    # --- what arrived --------------------------------------------------------------------
    def _arrived(self, asked: int, found: tuple[TrainingYear, TrainingCard | None]) -> None:
        if asked != self._asked:
            return
        self.found, self.card = found
        self._show()
        self.loaded.emit()

    def _start_anew(self) -> None:
        self._path.clear()
        self.card = None
        self._show()

    def _show(self) -> None:
        if self.found is None:
            return
        listing = self._listing(self.found)
        self.view.show_listing(listing, at_once=not self._path and self.views.index() in (HOURS, ROUND))
        refuse(self.exporting, "" if listing.rows else "没有可以导出的行")
        refuse(self.printing, "" if self._show_pdf else NO_PREVIEW)
        self.finding.setText(listing.finding)
        self._offer_lists(self.found)
        self.status_changed.emit(f"共{len(listing.rows):,}行")

    def _listing(self, found: TrainingYear) -> Listing:
        if self._on_card() and self.card is not None:
            return listings.card(self.card)
        match self._path[-1] if self._path else None:
            case People() as asked:
                return listings.people(found, asked)
            case RoundPeople() as asked:
                return listings.round_people(found.round, asked)
        year = found.compliance.year
        match self.views.index():
            case 1:
                return listings.round_units(found.round)
            case 2:
                return listings.doubtful(year, found.doubtful)
            case 3:
                return duty_listings.plans(year, found.plans)
            case 4:
                return duty_listings.quotas(found.quotas)
        return listings.by_unit(found.compliance)

    def _on_card(self) -> bool:
        return bool(self._path) and isinstance(self._path[-1], CardOf)

    def _offer_lists(self, found: TrainingYear) -> None:
        """Ways into lists that no cell leads to."""
        top = not self._path and self.views.index() == HOURS
        behind = len(found.compliance.behind(found.warning_percent)) if top else 0
        away = len(found.compliance.leavers) if top else 0
        self.behind.setText(f"低于{found.warning_percent}%的{behind:,}人")
        self.leavers.setText(f"离岗另列{away:,}人")
        self.behind.setVisible(behind > 0)
        self.leavers.setVisible(away > 0)
        self.back.setVisible(bool(self._path))

    def showEvent(self, event: QShowEvent) -> None:
        """Count at the first visit and after changes that happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()
