"""数据交换: agencies' files in, blank sheets and whole ledgers out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFileDialog, QWidget

from services.access import RIGHT_LABELS, Right
from services.exports.office import export_ledger
from services.exports.template_xlsx import TemplateFor, template_sheet
from services.imports.reader_process import warm_up
from services.query import LedgerQuery
from ui.context import UiContext
from ui.kit import theme
from ui.kit.parts import button, col, heading, panel, rolling, row, text
from ui.pages.exchange_folder import FolderImportPage
from ui.pages.exchange_layouts import LayoutList
from ui.pages.register_print import BlankForms
from ui.pages.tools import import_tools, open_file

WORKBOOK = "Excel工作簿 (*.xlsx)"


class DeskImportPage(FolderImportPage):
    """The import page; a ledger page that sends the clerk here names its kind."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context.desk.imports, context.desk.folder_imports, import_tools(context))
        context.jobs.read(self, warm_up, lambda _none: None)  # the first file finds its reader started

    def open_row(self, kind: object) -> None:
        """Choose the ledger whose page the clerk came from."""
        self.choose(str(kind))


class TemplatePage(QWidget):
    """One line per ledger that takes files: its blank sheet, and all of it as a workbook with full numbers."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, desk = context, context.desk
        may = desk.actor.may(Right.EXPORT_FULL)
        lines = []
        metrics = QFontMetrics(theme.font(bold=True))
        titles = max((metrics.horizontalAdvance(title) for _kind, title in desk.imports.kinds()), default=0)
        for kind, title in desk.imports.kinds():
            name = text(title, "strong")
            name.setMinimumWidth(titles)  # what each is for starts on one line
            blank = button("生成空表", "download")
            blank.setAccessibleName(f"生成空表：{title}")
            blank.clicked.connect(partial(self._ask, kind, f"{title}填报表.xlsx", True))
            whole = button("导出全部", "export", tip="含完整证件号码的工作副本，导出会记入日志")
            whole.setAccessibleName(f"导出全部：{title}")
            whole.setEnabled(may)
            if not may:
                whole.setToolTip(f"当前账户没有“{RIGHT_LABELS[Right.EXPORT_FULL]}”的权限。")
            whole.clicked.connect(partial(self._ask, kind, f"{title}.xlsx", False))
            lines.append(row(name, text(desk.ledgers[kind].spec.purpose, "hint"), None, blank, whole, gap=3))
        head = heading("导出与空表", "发给单位填报的空表，和可以原样导回的全部数据。")
        self.layouts = LayoutList(context)
        body = rolling(
            panel(*lines, gap=2), self.layouts, BlankForms(context), None, gap=3, name="台账", ground="window"
        )
        self.setLayout(col(head, (body, 1), gap=3, pad=(4, 3)))

    def _ask(self, kind: str, name: str, blank: bool, _on: bool = False) -> None:
        dialog = QFileDialog(self, "存放到", name, WORKBOOK)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda file: self.write(kind, Path(file), blank=blank))
        dialog.open()

    def write(self, kind: str, target: Path, *, blank: bool) -> None:
        """Make the file in a job and say where it is."""
        desk = self._context.desk

        def work() -> str:
            if blank:
                units = [name for _id, name in desk.imports.units()]
                template_sheet(desk.imports.spec(kind), target, TemplateFor(units=units))
                return f"已生成“{target.name}”。"
            desk.actor.require(Right.EXPORT_FULL)
            service = desk.ledgers[kind]
            count = export_ledger(
                service, LedgerQuery(), target, bureau=desk.bureau, today=desk.now().date(), masked=False
            )
            return f"已导出{count}{service.spec.unit_word}到“{target.name}”。"

        self._context.jobs.read(
            self, work, lambda words: self._context.notify.toast(words, partial(open_file, target), "打开")
        )
