"""统计分析: five cards in three views; every number leads to its rows, prints, and copies as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from services.statistics import Statistics
from services.training.compliance import COUNTED_FROM
from ui.context import UiContext
from ui.kit.charts import Bar, Chart, ChartCard, Columns, Rates
from ui.kit.controls import button, choice, refuse, segments, text
from ui.kit.layout import col, holder, rolling, row
from ui.kit.parts import heading
from ui.pages.statistics.bars import PartedBar, PartedBars
from ui.pages.statistics.figures import (
    NOTHING,
    Figures,
    Section,
    periods,
    print_all,
    print_section,
    rate_of,
    read_figures,
    sections,
    training_shares,
)

VIEWS = (("证件和投诉", ("expiry", "answered")), ("问题整改", ("kinds", "units")), ("培训学时", ("training",)))
WATCHED = frozenset(
    (
        "enforcement_agency",
        "enforcement_officer",
        "enforcement_certificate",
        *COUNTED_FROM,
        "problem",
        "complaint",
        "setting",  # the targets
    )
)
NO_PREVIEW = "这个窗口没有接上打印预览"


class StatCard(ChartCard):
    """A chart with its finding; 复制 takes the figures as text."""

    def __init__(self, title: str, chart: Chart, definition: str) -> None:
        super().__init__(title, "", chart, definition)
        self.section: Section | None = None
        for each, words in ((self.details, "看明细"), (self.print, "打印"), (self.copy, "复制")):
            each.setToolTip(words)
        self.copy.setAccessibleName(f"复制{title}的数字")

    def show_section(self, section: Section) -> None:
        """The finding of other figures."""
        self.section = section
        self.finding.setText(section.finding)
        self.definition.setText(f"口径：{section.definition}")

    def copy_picture(self) -> None:
        """The figures as text, which a document and a spreadsheet both take."""
        if self.section is not None:
            QGuiApplication.clipboard().setText(self.section.as_text())


class StatisticsPage(QWidget):
    """`show_pdf` shows what was printed; without it printing is off."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._show_pdf = context, show_pdf
        self.statistics = Statistics(context.desk.database, context.desk.now)
        self.figures: Figures | None = None
        self.sections: Mapping[str, Section] = {}
        self._asked, self._stale = 0, True
        self._build()

    # --- for the window ------------------------------------------------------------------
    def reload(self) -> None:
        """Count again."""
        self._stale = False
        self._asked += 1
        name, period = periods(self.statistics.today)[max(0, self.period.currentIndex())]
        work = partial(read_figures, self.statistics, self._context.desk.settings, name, period)
        self._context.jobs.read(self, work, partial(self._show, self._asked))

    def on_changes(self, changes: object) -> None:
        """Something was stored that is counted here."""
        if not WATCHED & set(getattr(changes, "touched", WATCHED)):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def on_day(self, _day: object) -> None:
        """A new day: what is late has changed, at the turn of the year the periods too."""
        self._name_periods()
        self.reload()

    def focus_first(self) -> None:
        """The keyboard starts at the views."""
        self.views.choices.button(self.views.index()).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.views.choices.button(self.views.index()), self._middle)

    def copy_rows(self) -> None:
        """The figures of the view that is shown."""
        shown = [self.sections[key] for key in VIEWS[self.views.index()][1] if key in self.sections]
        QGuiApplication.clipboard().setText("\n\n".join(section.as_text() for section in shown))

    def print_page(self) -> None:
        """打印全部."""
        if self._show_pdf is not None and self.figures is not None:
            desk, found = self._context.desk, tuple(self.sections.values())
            self._print(lambda: print_all(found, self._period(), desk.bureau, desk.now(), desk.scratch()))

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        words = {section.key: section for section in sections(NOTHING)}
        self.expiry = Columns("证件到期预测", ())
        self.answered = Rates("投诉举报按时答复率", (), NOTHING.answered_percent)
        self.kinds = PartedBars("问题类型", ("未销号", "已销号"), ("data", "data_soft"))
        self.units = PartedBars("各单位问题整改", ("逾期", "未逾期", "已销号"), ("late", "data", "data_soft"))
        self.training = PartedBars("培训学时达标", ("达标", "还差"), ("data", "data_soft"))
        charts = (self.expiry, self.answered, self.kinds, self.units, self.training)
        self.cards = {
            key: StatCard(words[key].title, chart, words[key].definition)
            for key, chart in zip(words, charts, strict=True)
        }
        for key, card in self.cards.items():
            card.details.clicked.connect(partial(self._open, key))
            card.print.clicked.connect(partial(self._print_one, key))
        self.views = segments([name for name, _keys in VIEWS])
        self.period = choice(name="统计期间")
        self._name_periods()
        self.period.currentIndexChanged.connect(self.reload)
        self._until = text("", "hint")
        self._middle = QStackedWidget()
        for name, keys in VIEWS:
            self._middle.addWidget(self._view(name, keys))
        self.views.chosen.connect(self._choose)
        printing = button("打印全部", "print", key="Ctrl+P")
        printing.clicked.connect(self.print_page)
        if self._show_pdf is None:
            for widget in (printing, *(card.print for card in self.cards.values())):
                refuse(widget, NO_PREVIEW)
        head = heading("统计分析", "到期、答复、整改和学时，点图上的按钮看明细。", printing)
        filters = row(self.views, self.period, None, self._until)
        self.setLayout(col(head, filters, (self._middle, 1), gap=2.5, pad=(4, 3)))

    def _view(self, name: str, keys: tuple[str, ...]) -> QFrame:
        """Scrolls where there are more units than the window is high."""
        sheet = holder(row(*((self.cards[key], 1) for key in keys), gap=3), ground="window")
        roll = rolling((sheet, 1), gap=0, name=name)
        for prop, value in (("box", ""), ("ground", "window")):
            roll.widget().setProperty(prop, value)
        return holder(col((roll, 1)))

    def _name_periods(self) -> None:
        place = max(0, self.period.currentIndex())
        self.period.blockSignals(True)
        self.period.clear()
        self.period.addItems([name for name, _period in periods(self.statistics.today)])
        self.period.setCurrentIndex(place)
        self.period.blockSignals(False)

    def _choose(self, place: int) -> None:
        self._middle.setCurrentIndex(place)
        self._say()

    # --- what arrived --------------------------------------------------------------------
    def _show(self, asked: int, figures: Figures) -> None:
        if asked != self._asked:
            return
        self.figures = figures
        self.sections = {section.key: section for section in sections(figures)}
        for key, card in self.cards.items():
            card.show_section(self.sections[key])
        self._draw(figures)
        self._until.setText(f"数据截至{self._context.desk.now():%Y-%m-%d　%H:%M}")
        self._say()
        self.loaded.emit()

    def _draw(self, found: Figures) -> None:
        self.expiry.show_bars([Bar(f"{month.month}月", month.count) for month in found.forecast.months])
        self.answered.target = found.answered_percent
        self.answered.show_rates([rate_of(share) for share in found.answered.units])
        self.kinds.show_bars([PartedBar(k.name, (k.open, k.count - k.open)) for k in found.kinds])
        self.units.show_bars([PartedBar(u.unit, (u.late, u.open - u.late, u.closed)) for u in found.units])
        missed = "late" if found.training.year < self.statistics.today.year else "data_soft"  # this year is not over
        shares = training_shares(found.training).units
        hours = [PartedBar(share.name, (share.done, share.due - share.done)) for share in shares]
        self.training.show_bars(hours, ("data", missed))
        for card in self.cards.values():
            card.chart.updateGeometry()

    def _say(self) -> None:
        self.status_changed.emit(f"{len(VIEWS[self.views.index()][1])}张图，共{len(self.cards)}张")

    def _open(self, key: str) -> None:
        if key in self.sections:
            self._context.go(self.sections[key].page)

    def _print_one(self, key: str) -> None:
        if self._show_pdf is not None and key in self.sections:
            desk, section = self._context.desk, self.sections[key]
            self._print(lambda: print_section(section, self._period(), desk.bureau, desk.now(), desk.scratch()))

    def _print(self, work: Callable[[], Path]) -> None:
        if self._show_pdf is not None:
            self._context.jobs.read(self, work, self._show_pdf)

    def _period(self) -> str:
        return self.figures.period if self.figures else ""

    def showEvent(self, event: QShowEvent) -> None:
        """Count at the first visit and after changes that happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.reload()
