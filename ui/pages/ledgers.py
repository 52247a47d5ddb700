"""Ledger pages that do more than their description says: letters, signed papers, standards, scoring sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from services.errors import ServiceError, ValidationError
from services.query import Action
from ui.context import UiContext
from ui.kit.dialog import Dialog
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import BatchTool
from ui.kit.parts import button, text
from ui.pages.scoring.open_cases import CasePlace
from ui.pages.tools import ledger_tools, show_official

NOT_TAKEN = "没有导入评查标准"
SHOWN_FAULTS = 12
SCORE = Action("score", "开始打分", "nav-review", main=True)
PROOF_OF_SERVICE = Action("proof_of_service", "打印送达回证", "print")
DISPATCH_SHEET = Action("dispatch_sheet", "打印发文稿纸", "print")
SEAL_APPROVAL = Action("seal_approval", "打印审批单", "print")


class DocumentPage(LedgerPage):
    """发文登记: 打开文书 shows the PDF as it was signed; 送达回证 and 发文稿纸 are printed from the register."""

    def __init__(self, context: UiContext) -> None:
        self._context, self._documents, forms = context, context.desk.documents, context.desk.form_papers
        self._forms = {PROOF_OF_SERVICE.name: forms.proof_of_service, DISPATCH_SHEET.name: forms.dispatch_sheet}
        batch = (
            BatchTool("打印文书", "file-pdf", self.print_papers),
            BatchTool("文书存为文件", "download", self.ask_folder),
            BatchTool("存为文字文档", "file-doc", self.ask_docx_folder),
        )
        acts = (PROOF_OF_SERVICE, DISPATCH_SHEET)
        tools = replace(ledger_tools(context, "documents"), batch=batch, acts=lambda _row: acts)
        super().__init__(context.desk.ledgers["documents"], tools)

    def do(self, action: Action) -> None:
        """Opening and printing read; everything else is an act of the ledger."""
        row = self.pane.content.row if self.pane.content is not None else None
        if row is not None and action.name == "open":
            shown = partial(show_official, self._context, self, overprint=partial(self._documents.overprint, row))
            self.tools.jobs.read(self, partial(self._documents.pdf_of, row), shown)
        elif row is not None and action.name in self._forms:
            self.tools.jobs.read(self, partial(self._forms[action.name], row.id), self.commands.preview)
        else:
            super().do(action)

    def print_papers(self, row_ids: Sequence[int]) -> None:
        """All papers as one job, each beginning on the front of a sheet."""
        folder = self._context.desk.scratch()
        shown = partial(show_official, self._context, self)
        self.tools.jobs.read(self, partial(self._documents.joined, row_ids, folder), shown)

    def ask_folder(self, row_ids: Sequence[int]) -> None:
        """A file for each paper, named by its number and unit."""
        self._ask_folder(lambda folder: self.save_papers(row_ids, folder))

    def ask_docx_folder(self, row_ids: Sequence[int]) -> None:
        """The same for writing on in another program."""
        self._ask_folder(lambda folder: self.save_docx(row_ids, folder))

    def _ask_folder(self, save: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, "文书存到哪个文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda folder: save(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_docx(self, row_ids: Sequence[int], folder: Path) -> None:
        """Written in a job; the toast says how many."""

        def saved(files: Sequence[Path]) -> None:
            self._context.notify.toast(f"已存{len(files)}份文字文档到“{folder.name}”。")

        self.tools.jobs.read(self, partial(self._context.desk.reporting.save_docx, row_ids, folder), saved)

    def save_papers(self, row_ids: Sequence[int], folder: Path) -> None:
        """Written in a job; the toast says how many."""

        def saved(files: Sequence[Path]) -> None:
            self._context.notify.toast(f"已存{len(files)}份文书到“{folder.name}”。")

        self.tools.jobs.read(self, partial(self._documents.pdfs_of, row_ids, folder), saved)


class SealUsePage(LedgerPage):
    """用印登记: the approval of one sealing and the register of the ticked ones are printed from here."""

    def __init__(self, context: UiContext) -> None:
        self._forms = context.desk.form_papers
        batch = (BatchTool("打印登记表", "print", self.print_register),)
        tools = replace(ledger_tools(context, "seal_uses"), batch=batch, acts=lambda _row: (SEAL_APPROVAL,))
        service = context.desk.ledgers["seal_uses"]
        super().__init__(service, tools, watches=service.tables)

    def do(self, action: Action) -> None:
        """Printing makes a file; the ledger has no acts of its own."""
        if action.name == SEAL_APPROVAL.name and self.pane.content is not None:
            row_id = self.pane.content.row.id
            self.tools.jobs.read(self, partial(self._forms.seal_approval, row_id), self.commands.preview)
        else:
            super().do(action)

    def print_register(self, row_ids: Sequence[int]) -> None:
        """The ticked sealings as the paper register has them."""
        self.tools.jobs.read(self, partial(self._forms.seal_register, row_ids), self.commands.preview)


class CasePage(LedgerPage):
    """案卷目录: 开始打分 goes to the scoring bench with that case."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        service = context.desk.ledgers["cases"]
        tools = replace(ledger_tools(context, "cases"), acts=lambda _row: (SCORE,))
        super().__init__(service, tools, watches=service.tables)

    def do(self, action: Action) -> None:
        """The bench looks by itself whether the case waits, is begun or is done."""
        if action.name == SCORE.name and self.pane.content is not None and not self.pane.edit_reason:
            self._context.go("scoring", CasePlace(self.pane.content.row.id))
        else:
            super().do(action)


class SheetPage(LedgerPage):
    """评分结果: Enter opens the sheet on the scoring bench, 打印评分表 prints it."""

    def __init__(self, context: UiContext) -> None:
        self._scoring, self._scratch = context.desk.scoring, context.desk.scratch
        super().__init__(
            context.desk.ledgers["sheets"],
            ledger_tools(context, "sheets"),
            opener=lambda row: context.go("scoring", row.id),
            watches=("case_file",),
        )

    def do(self, action: Action) -> None:
        """Printing makes a file; handing back is an act of the ledger."""
        if action.name == "print" and self.pane.content is not None:
            row = self.pane.content.row
            target = self._scratch() / f"评分表{row.id}.pdf"
            self.tools.jobs.read(self, partial(self._scoring.print, row.id, target), self.commands.preview)
        else:
            super().do(action)


class StandardPage(LedgerPage):
    """评查标准: 导入 takes a county's own standard; what is wrong in it is listed, nothing stored."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        service = context.desk.ledgers["standards"]
        tools = replace(ledger_tools(context, "standards"), open_import=lambda _kind: self.choose_file())
        super().__init__(service, tools, watches=service.tables)

    def choose_file(self) -> None:
        """Ask for the file without stopping the window."""
        dialog = QFileDialog(self, "导入评查标准", "", "评查标准 (*.json);;全部文件 (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.take(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, file: Path) -> None:
        """Check and store it in one job."""
        scoring, jobs = self._context.desk.scoring, self._context.jobs
        jobs.write(self, lambda _job: scoring.take_file(file), self._context.tell, partial(self._refused, file))

    def _refused(self, file: Path, error: ServiceError) -> None:
        if not isinstance(error, ValidationError):
            self._context.notify.failed(self, error)
            return
        faults = list(error.problems.values())
        more = [f"还有{len(faults) - SHOWN_FAULTS}处。"] if len(faults) > SHOWN_FAULTS else []
        dialog = Dialog(self, NOT_TAKEN, 130)
        close = button("关闭", kind="main", key="Esc")
        close.clicked.connect(dialog.reject)
        dialog.finished.connect(dialog.deleteLater)
        lead = f"“{file.stem}”有{len(faults)}处需要先改正，没有存入任何内容："
        body = [text(line, wrap=True) for line in (*faults[:SHOWN_FAULTS], *more)]
        dialog.fill([text(NOT_TAKEN, "section"), text(lead, "hint", wrap=True), *body], [], [close])
        dialog.open()
