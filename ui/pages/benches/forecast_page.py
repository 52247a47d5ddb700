"""证件预警: the months to come as columns; a click on one shows its people, who can be renewed, printed, exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from services.access import Right
from services.benches.expiry import EXPIRED, FOREVER, UNKNOWN, Forecast, Month
from services.benches.expiry_print import UNITS_TITLE, print_units
from services.query import Condition, Operator
from ui.context import UiContext
from ui.kit.charts import Bar
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import BatchTool
from ui.kit.parts import button, col, holder, row, text
from ui.kit.theme import u
from ui.pages.benches.month_chart import PICK, MonthColumns
from ui.pages.tools import ledger_tools

DEFINITION = "口径：在岗人员现用的执法证，有效或换证办理中的，按有效期截止日所在月份计数，本月从今天算起。"
NAMED_UNITS = 2
LOW_BELOW = 150  # units of page height


class ForecastPage(LedgerPage):
    """The chart counts the whole list; the table below shows the chosen month."""

    def __init__(self, context: UiContext) -> None:
        self._context, self._forecast = context, context.desk.benches.forecast
        self.months: tuple[Month, ...] = ()
        batch = (BatchTool("发起换证", "reload", self.begin_renewals, Right.EDIT),)
        tools = replace(ledger_tools(context, "expiry"), batch=batch)
        super().__init__(self._forecast, tools, watches=self._forecast.tables)
        self.chart = MonthColumns("今后24个月到期的证件")
        self.finding = text("", wrap=True)
        self.definition = text(DEFINITION, "caption")
        by_unit = button("各单位分布", "print", "quiet")
        by_unit.clicked.connect(self.print_units)
        head = row((self.finding, 1), by_unit)
        sheet: QWidget = holder(col(head, (self.chart, 1), self.definition, gap=1, pad=(4, 1.5)), box="panel")
        self.parts.put_under_heading(sheet)
        self.chart.chosen.connect(self.show_month)
        self.loaded.connect(lambda _total: self._read_figures())

    def show_month(self, place: int | None) -> None:
        """Only the people of this month; None shows everybody."""
        month = None if place is None else self.months[place]
        wanted = None if month is None else Condition("valid_to", Operator.BETWEEN, (month.first, month.last))
        self.filters.set_condition("valid_to", wanted)

    def begin_renewals(self, row_ids: Sequence[int]) -> None:
        """发起换证 for the ticked people, in one act."""
        self.runner.store(lambda _context: self._forecast.begin_renewals(row_ids))

    def print_units(self) -> None:
        """How many cards of each unit run out when, in the preview."""
        desk, query = self._context.desk, self.filters.query

        def work() -> Path:
            target: Path = desk.scratch() / f"{UNITS_TITLE}.pdf"
            return print_units(self._forecast.forecast(query), self._forecast.tiers(), target, desk.bureau)

        self.tools.jobs.read(self, work, self.commands.preview)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the list has the room, not the chart."""
        super().resizeEvent(event)
        low = self.height() < u(LOW_BELOW)
        self.definition.setVisible(not low)
        self.chart.setMaximumHeight(u(13) if low else u(22))
        self.chart.setToolTip("\n".join(filter(None, (PICK, DEFINITION if low else ""))))

    def _read_figures(self) -> None:
        self.tools.jobs.read(self, partial(self._forecast.forecast, self.filters.query), self._show_figures)

    def _show_figures(self, found: Forecast) -> None:
        self.months = found.months
        bars = [Bar(_month_words(month, n), month.count) for n, month in enumerate(found.months)]
        self.chart.show_bars(bars, self._place_of_filter())
        self.finding.setText(finding(found))

    def _place_of_filter(self) -> int | None:
        asked = self.filters.condition("valid_to")
        if asked is None or asked.operator is not Operator.BETWEEN:
            return None
        return next((n for n, month in enumerate(self.months) if (month.first, month.last) == asked.value), None)


def finding(found: Forecast) -> str:
    """What the chart says, the gravest first."""
    total = sum(month.count for month in found.months)
    peak = max(found.months, key=lambda month: month.count)
    parts = [f"已过期仍未处理{found.tiers[EXPIRED]:,}本"] if found.tiers[EXPIRED] else []
    if total:
        parts.append(f"今后24个月到期{total:,}本，{peak.year}年{peak.month}月最多，{peak.count:,}本")
    else:
        parts.append("今后24个月没有到期的")
    parts += [f"长期有效{found.tiers[FOREVER]:,}本"] if found.tiers[FOREVER] else []
    parts += [f"有效期不明{found.tiers[UNKNOWN]:,}本，待核对"] if found.tiers[UNKNOWN] else []
    words = "；".join(parts) + "。"
    named = [f"{unit.unit}{unit.count}人全部在{unit.one_year}年到期" for unit in found.one_year]
    if named:
        more = f"等{len(named)}个单位" if len(named) > NAMED_UNITS else ""
        words += "　集中到期：" + "；".join(named[:NAMED_UNITS]) + more + "，请分批换证。"
    return words


def _month_words(month: Month, place: int) -> str:
    return f"{month.year % 100}年{month.month}月" if place == 0 or month.month == 1 else f"{month.month}月"
