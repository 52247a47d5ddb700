"""月报季报: the tables of a month, quarter, half-year or year, with the head that the form asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLayout

from services.evaluation.periods import PERIODS, ReportPeriod, recent
from services.evaluation.report import HEAD_FIELDS, KIND_LABELS, Report, ReportKind
from services.spec import FieldSpec
from services.training.compliance import COUNTED_FROM
from ui.context import UiContext
from ui.kit.controls import button, choice, segments, text
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.layout import row
from ui.pages.evaluation.page import WATCHED
from ui.pages.evaluation.report_page import ReportPage

HEAD = tuple(FieldSpec(key, label, max_length=60) for key, label in HEAD_FIELDS.items() if key != "period")
COUNTED = frozenset({"problem", "complaint", "issued_document", "scoring_sheet", "case_file", "frozen_report"})


class PeriodicPage(ReportPage):
    """The tables of one period."""

    title, purpose = "月报季报", "按月、季、半年、年统计监督工作，每个数都能看到是哪些。"
    freeze_label, draft_label = "冻结本期报表", "生成书面报告"
    kinds, watched = PERIODS, WATCHED | COUNTED | COUNTED_FROM

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None] | None = None) -> None:
        self._head: Mapping[str, str] = {}
        super().__init__(context, show_pdf)

    def choices(self) -> QLayout:
        """Kind of period, which one, the head."""
        self.lengths = segments([KIND_LABELS[kind] for kind in PERIODS])
        self.lengths.chosen.connect(lambda _n: self._name_periods())
        self.period = choice(name="报送周期")
        self.period.setMinimumContentsLength(8)
        self.period.currentIndexChanged.connect(lambda _n: self.reload())
        self.head_act = button("填写表头", "edit")
        self.head_act.clicked.connect(self.ask_head)
        self._fill_periods()
        return row(self.lengths, text("报送周期", "field"), self.period, None, self.head_act)

    def counting(self) -> Callable[[], Report | None]:
        """The chosen period."""
        return partial(self.office.periodic, self.chosen, self._head)

    @property
    def chosen(self) -> ReportPeriod:
        """The period that is chosen."""
        kind = PERIODS[self.lengths.index()]
        return recent(kind, self.office.today)[max(0, self.period.currentIndex())]

    def on_day(self, day: object) -> None:
        """At the turn of a month the periods are others."""
        self._fill_periods()
        super().on_day(day)

    def ask_head(self) -> None:
        """填报单位, 填表人, 审核人, 签发人, 联系电话, 填报日期."""
        kit = FormKit(save_label="用这个表头", today=lambda: self.office.today)
        dialog = FormDialog("报表表头", HEAD, {}, self, kit)
        dialog.fill(dict(self.report.head) if self.report is not None else dict(self._head))

        def taken(values: dict[str, Any]) -> None:
            self._head = {key: str(value or "") for key, value in values.items()}
            dialog.saved()
            self.reload()

        dialog.save_requested.connect(taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _name_periods(self) -> None:
        self._fill_periods()
        self.reload()

    def _fill_periods(self) -> None:
        self.period.blockSignals(True)
        self.period.clear()
        kind: ReportKind = PERIODS[self.lengths.index()]
        self.period.addItems([period.name for period in recent(kind, self.office.today)])
        self.period.setCurrentIndex(0)
        self.period.blockSignals(False)
