"""资格清理: the campaign's phases above, the people in question below; decided one by one or together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame

from services.access import Right
from services.benches.campaigns import Campaign
from services.benches.cleanup import CleanupLedger
from services.benches.cleanup_acts import EXECUTE_FIELDS
from services.benches.cleanup_table import TITLE, CleanupTable, export_table, print_table_of
from services.query import LedgerRow
from ui.context import UiContext
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.ledger_tools import BatchTool
from ui.kit.parts import button, col, holder, refuse, row, text
from ui.pages.register_print import PrintsForms
from ui.pages.tools import ledger_tools

NOBODY_YET = "还没有开始清理。名单按现有台账推算，开始清理后登记意见、执行并出统计表。"
FIRST_CAMPAIGN = "先开始一次清理工作。"


class CleanupPage(PrintsForms):
    """The list is worked out anew whenever the register changes; decisions are kept with the campaign."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        self._cleanup: CleanupLedger = context.desk.benches.cleanup
        self._campaigns = context.desk.ledgers["cleanup_campaigns"]
        self.campaign: Campaign | None = None
        batch = (
            BatchTool("按建议登记意见", "ok", self.adopt, Right.EDIT),
            BatchTool("执行意见", "st-done", self.ask_paper, Right.EDIT),
            BatchTool("撤回意见", "undo", self.withdraw, Right.EDIT),
        )
        tools = self.with_forms(replace(ledger_tools(context, "cleanup"), batch=batch))
        super().__init__(self._cleanup, tools, watches=self._cleanup.tables)
        self.parts.put_under_heading(self._strip())
        self.loaded.connect(lambda _total: self._read_campaign())

    # --- acts ----------------------------------------------------------------------------
    def adopt(self, row_ids: Sequence[int]) -> None:
        """What is proposed, for all ticked people."""
        self.runner.store(lambda _context: self._cleanup.decide(row_ids, None))

    def withdraw(self, row_ids: Sequence[int]) -> None:
        """Decisions that were not carried out."""
        self.runner.store(lambda _context: self._cleanup.withdraw(row_ids))

    def ask_paper(self, row_ids: Sequence[int] = ()) -> None:
        """One paper for all of them; none named: for every decision that waits."""
        if self.tools.why_not(Right.EDIT):
            return
        kit = FormKit(save_label="执行", save_icon="st-done", today=self.tools.today)
        dialog = FormDialog("执行清理意见", EXECUTE_FIELDS, {}, self, kit)
        dialog.fill({"decided_on": self.tools.today(), "decided_by": self._context.desk.bureau})
        dialog.save_requested.connect(partial(self._execute, tuple(row_ids), dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def edit_campaign(self) -> None:
        """Begin a campaign, or move the days of the one under way."""
        if self.tools.why_not(Right.EDIT):
            return
        if self.campaign is None:
            self._campaign_form(None)
        else:
            self.tools.jobs.read(self, partial(self._campaigns.load, self.campaign.id), self._campaign_form)

    def print_table(self) -> None:
        """资格清理统计表 in the preview."""
        desk = self._context.desk

        def work() -> Path:
            target: Path = desk.scratch() / f"{TITLE}.pdf"
            return print_table_of(self._cleanup.table(), target, desk.bureau)

        self.tools.jobs.read(self, work, self.commands.preview)

    def ask_table_file(self) -> None:
        """Where the workbook of the table goes."""
        dialog = QFileDialog(self, f"导出{TITLE}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{TITLE}{self.tools.today():%Y%m%d}.xlsx")
        dialog.fileSelected.connect(lambda name: self.export_table_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_table_to(self, file: Path) -> None:
        """Written in a job; the toast says where."""
        bureau = self._context.desk.bureau

        def work() -> CleanupTable:
            table = self._cleanup.table()
            export_table(table, file, bureau)
            return table

        def told(table: CleanupTable) -> None:
            self.tools.notify(f"已导出{len(table.units)}个单位的{TITLE}到“{file.name}”。", None)

        self.tools.jobs.read(self, work, told)

    # --- the strip above the list ----------------------------------------------------------
    def _strip(self) -> QFrame:
        self.name, self.phases = text("", "strong"), text("", "hint", wrap=True)
        self.begin = button("开始清理", "calendar")
        self.begin.clicked.connect(self.edit_campaign)
        self.execute_all = button("执行全部意见", "st-done")
        self.execute_all.clicked.connect(lambda: self.ask_paper())
        printing, exporting = button("统计表", "print"), button("导出统计表", "export")
        printing.clicked.connect(self.print_table)
        exporting.clicked.connect(self.ask_table_file)
        refuse(self.begin, self.tools.why_not(Right.EDIT))
        refuse(self.execute_all, self.tools.why_not(Right.EDIT) or FIRST_CAMPAIGN)
        words = col(self.name, self.phases, gap=0.5)
        acts = (self.begin, self.execute_all, printing, exporting)
        return holder(row((words, 1), *acts, gap=2, pad=(4, 2)), box="panel")

    def _read_campaign(self) -> None:
        self.tools.jobs.read(self, self._cleanup.campaign, self._show_campaign)

    def _show_campaign(self, found: Campaign | None) -> None:
        self.campaign = found
        self.name.setText(found.name if found else "没有进行中的清理工作")
        self.phases.setText(phase_words(found, self.tools.today()) if found else NOBODY_YET)
        self.begin.setText("修改日期" if found else "开始清理")
        why = self.tools.why_not(Right.EDIT)
        refuse(self.execute_all, why or ("" if found else FIRST_CAMPAIGN))

    # --- forms ---------------------------------------------------------------------------
    def _campaign_form(self, found: LedgerRow | None) -> None:
        fields = self._campaigns.spec.form_fields
        kit = FormKit(save_label="保存" if found else "开始清理", today=self.tools.today)
        dialog = FormDialog("修改清理日期" if found else "开始清理", fields, {}, self, kit)
        today = self.tools.today()
        dialog.fill(found.values if found else {"name": f"{today.year}年执法资格清理", "starts_on": today})
        dialog.save_requested.connect(partial(self._save_campaign, found, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_campaign(self, found: LedgerRow | None, dialog: FormDialog, values: dict[str, Any]) -> None:
        row_id, version = (found.id, found.row_version) if found else (None, 0)

        def stored(_row_id: int) -> None:
            dialog.saved()
            self.tools.notify(f"已保存“{values['name']}”。", None)
            self.reload()

        self.tools.jobs.write(
            dialog, lambda _context: self._campaigns.save(row_id, version, values), stored, dialog.refused
        )

    def _execute(self, row_ids: Sequence[int], dialog: FormDialog, values: dict[str, Any]) -> None:
        self.runner.store(lambda _context: self._cleanup.execute(row_ids, values), dialog)


def phase_words(campaign: Campaign, today: date) -> str:
    """The phases with their days; the one under way, and what is past, in words."""
    named = [(name, day) for name, day in campaign.phases if day is not None]
    here = next((name for name, day in named if day >= today), "")
    parts = []
    for name, day in named:
        state = "（进行中）" if name == here else "（已过）" if day < today else ""
        parts.append(f"{name}{day:%m-%d}{state}")
    return "　→　".join(parts) or f"{campaign.starts_on:%Y-%m-%d}开始，还没有写各阶段的日期。"
