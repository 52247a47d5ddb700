"""What a ledger page does on command: edit, remove, change many, copy, export, print, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QFileDialog, QMenu

from services.access import Right
from services.query import LedgerQuery, LedgerRow, Outcome
from services.spec import FieldSpec, Kind
from ui.jobs import JobContext
from ui.kit.clipboard import copy_table
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.initials import Named
from ui.kit.ledger_reading import Ticks, as_lines, find_letters, only, ticked_rows
from ui.kit.ledger_tools import AttachmentStore
from ui.kit.print_preview import PrintPreview

if TYPE_CHECKING:
    from ui.kit.ledger_page import LedgerPage

LETTERS_PAUSE_MS = 900
SHOWN_FROM = 2_000  # rows: copying more takes a moment, and the status line says so
SAFE_KINDS = (Kind.CODE, Kind.IDENTITY)


class LedgerCommands(QObject):
    """Belongs to one page and works on its service, with its tools."""

    def __init__(self, page: LedgerPage) -> None:
        super().__init__(page)
        self._page, self._service, self._tools = page, page.service, page.tools
        self._spec = page.service.spec
        self._letters = ""
        self._letters_end = QTimer(self)
        self._letters_end.setSingleShot(True)
        self._letters_end.setInterval(LETTERS_PAUSE_MS)
        self._letters_end.timeout.connect(self._forget_letters)

    # --- one row -------------------------------------------------------------------------
    def new(self) -> None:
        """An empty form; it can go on with the next one."""
        if not self._tools.why_not(Right.EDIT):
            self._page.runner.with_options(self._spec.form_fields, partial(self._form, None))

    def edit(self, row_id: int) -> None:
        """The form with the row as it is now in the file."""
        if self._tools.why_not(Right.EDIT) or self._page.removed:
            return
        self._tools.jobs.read(
            self._page,
            partial(self._service.load, row_id),
            lambda found: self._page.runner.with_options(self._spec.form_fields, partial(self._form, found), found),
        )

    def _form(self, found: LedgerRow | None, options: Mapping[str, Sequence[Named]]) -> None:
        new = found is None
        title = (self._spec.add_label or f"登记{self._spec.item}") if found is None else f"修改{self._spec.item}"
        key = f"{self._spec.name}.{'new' if found is None else f'{found.id}.{found.row_version}'}"
        kit = FormKit(self._tools.drafts, key, again=new, today=self._tools.today)
        dialog = FormDialog(title, self._spec.form_fields, options, self._page, kit)
        dialog.fill(found.values if found else {})
        dialog.save_requested.connect(partial(self._save, found, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, found: LedgerRow | None, dialog: FormDialog, values: dict[str, Any]) -> None:
        row_id, version = (found.id, found.row_version) if found else (None, 0)
        name = self._spec.field(self._spec.title_field).show(values.get(self._spec.title_field))
        self._tools.jobs.write(
            dialog,
            lambda _context: self._service.save(row_id, version, values),
            done=partial(
                self._saved, dialog, f"已{'修改' if found else '登记'}{f'“{name}”' if name else self._spec.item}。"
            ),
            failed=dialog.refused,
        )

    def _saved(self, dialog: FormDialog, message: str, row_id: int) -> None:
        dialog.saved()
        self._tools.notify(message, None)
        self._page.reload(row_id)

    # --- several rows --------------------------------------------------------------------
    def chosen(self) -> Ticks:
        """The ticked rows; without any, the current one."""
        if self._page.model.ticked_count:
            return self._page.model.ticks
        row = self._page.current_row()
        return Ticks(frozenset({row.id})) if row else Ticks()

    def remove(self) -> None:
        """Into the 回收站, at once, with 撤销."""
        if not self._tools.why_not(Right.DELETE) and not self._page.removed:
            self._store(self._service.remove)

    def restore(self) -> None:
        """Back from the 回收站."""
        if not self._tools.why_not(Right.DELETE):
            self._store(self._service.restore)

    def _store(self, act: Callable[[Sequence[int]], Outcome]) -> None:
        ticks, query = self.chosen(), self._page.model.query
        if ticks.ids or ticks.all_but:
            self._page.model.set_ticks(Ticks())
            self._page.runner.store(lambda _context: act(self._ids(query, ticks)))

    def _ids(self, query: LedgerQuery, ticks: Ticks) -> list[int]:
        """Runs in a job: “all of the filter” means the rows that it holds when the act is done."""
        return [row.id for row in ticked_rows(self._service, query, ticks)] if ticks.all_but else sorted(ticks.ids)

    def with_chosen(self, run: Callable[[Sequence[int]], None]) -> None:
        """`run` with the ids of the ticked rows, looked up in a job."""
        ticks, query = self.chosen(), self._page.model.query
        if ticks.ids or ticks.all_but:
            self._tools.jobs.read(self._page, lambda: self._ids(query, ticks), run)

    def batch_edit(self, at: QPoint) -> None:
        """Choose the field, then its value; the form says how many rows will change."""
        menu = QMenu(self._page)
        for spec in self._spec.form_fields:
            if not spec.unique and spec.key != self._spec.title_field and spec.kind is not Kind.IDENTITY:
                menu.addAction(spec.label).triggered.connect(partial(self._batch_field, spec))
        menu.popup(at)

    def _batch_field(self, spec: FieldSpec, _on: bool = False) -> None:
        self._page.runner.with_options((spec,), partial(self._batch_form, spec))

    def _batch_form(self, spec: FieldSpec, options: Mapping[str, Sequence[Named]]) -> None:
        ticks, query = self.chosen(), self._page.model.query
        count = ticks.count(self._page.model.total)
        title = f"批量修改{count:,}{self._spec.unit_word}的{spec.label}"
        kit = FormKit(save_label=f"修改{count:,}{self._spec.unit_word}", today=self._tools.today)
        dialog = FormDialog(title, (replace(spec, section=""),), options, self._page, kit)

        def save(values: dict[str, Any]) -> None:
            self._page.runner.store(lambda _context: self._service.set_values(self._ids(query, ticks), values), dialog)

        dialog.save_requested.connect(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # --- out -----------------------------------------------------------------------------
    def copy(self) -> None:
        """The chosen rows to the clipboard, as text and as a table whose identifiers stay text."""
        ticks, query, fields = self.chosen(), self._page.model.query, self._page.model.fields
        if not (ticks.ids or ticks.all_but):
            return

        total = ticks.count(self._page.model.total)

        def read(job: JobContext) -> tuple[int, str, str]:  # the words as well: those of many rows stop the window
            lines = as_lines(_counted(ticked_rows(self._service, query, ticks), job, total), fields)
            return len(lines) - 1, "\n".join(lines), as_table(lines, fields)

        title = "正在复制" if total > SHOWN_FROM else ""
        self._tools.jobs.long_read(self._page, read, self._to_clipboard, title=title)

    def _to_clipboard(self, found: tuple[int, str, str]) -> None:
        count, words, table = found
        copy_table(words, table)
        self._tools.notify(f"已复制{count:,}{self._spec.unit_word}。", None)

    def export(self, *, ticked: bool = False) -> None:
        """Ask where identity numbers are concerned, then for the file."""
        if self._tools.export is None:
            return
        if not any(f.kind is Kind.IDENTITY for f in self._spec.columns):
            self._ask_file(ticked, full=False)
            return
        menu = QMenu(self._page)
        menu.addAction("遮盖身份证号").triggered.connect(lambda _on=False: self._ask_file(ticked, full=False))
        whole = menu.addAction("含完整身份证号（会留下记录）")
        whole.setEnabled(self._tools.may(Right.EXPORT_FULL))
        whole.triggered.connect(lambda _on=False: self._ask_file(ticked, full=True))
        menu.popup(self._page.export_corner())

    def _ask_file(self, ticked: bool, *, full: bool) -> None:
        dialog = QFileDialog(self._page, f"导出{self._spec.title}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self._spec.title}{self._tools.today():%Y%m%d}.xlsx")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name), ticked=ticked, full=full))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, file: Path, *, ticked: bool, full: bool) -> None:
        """Write the workbook in a job and say what was written."""
        exporter, query, ticks = self._tools.export, self._page.model.query, self.chosen()
        if exporter is not None and not (ticked and ticks == Ticks()):
            self._tools.jobs.read(
                self._page,
                lambda: exporter(self._service, self._narrow(query, ticks, ticked), file, full),
                lambda message: self._tools.notify(message, None),
            )

    def print_list(self, *, ticked: bool = False) -> None:
        """The list as pages, shown before anything is printed."""
        printer, query, ticks = self._tools.print_list, self._page.model.query, self.chosen()
        if printer is not None and not (ticked and ticks == Ticks()):
            self._tools.jobs.read(
                self._page, lambda: printer(self._service, self._narrow(query, ticks, ticked)), self.preview
            )

    def _narrow(self, query: LedgerQuery, ticks: Ticks, ticked: bool) -> LedgerQuery:
        whole = not ticked or (ticks.all_but and not ticks.ids)
        return query if whole else only(query, self._ids(query, ticks))

    def preview(self, file: Path) -> None:
        """A file that was made: PDF in the preview, others with the program that the system knows."""
        if file.suffix.lower() == ".pdf" and self._tools.pages is not None:
            PrintPreview(file, self._tools.pages, self._tools.jobs, self._page, self._tools.open_file).open()
        elif self._tools.open_file is not None:
            self._tools.open_file(file)

    # --- files of a row ------------------------------------------------------------------
    def add_files(self, files: Sequence[Path]) -> None:
        """Keep these files with the current row."""
        store, row = self._tools.attachments, self._page.current_row()
        if store is not None and row is not None:
            names = "、".join(f"“{file.name}”" for file in files[:2]) + (f"等{len(files)}个" if len(files) > 2 else "")
            self._page.runner.store(lambda _context: self._keep_files(store, row.id, files, names))

    def _keep_files(self, store: AttachmentStore, row_id: int, files: Sequence[Path], names: str) -> Outcome:
        for file in files:
            store.add(self._service.entity, row_id, file)
        return Outcome(f"已添加附件{names}。")

    def open_attachment(self, attachment_id: int) -> None:
        """Show a kept file."""
        store, folder = self._tools.attachments, self._tools.scratch
        content = self._page.pane.content
        if store is None or folder is None or content is None:
            return
        name = next((file.name for file in content.files if file.id == attachment_id), "")
        if name:
            self._tools.jobs.read(self._page, partial(store.copy_out, attachment_id, folder / name), self.preview)

    def remove_attachment(self, attachment_id: int) -> None:
        """Take a file away from the row; it can be taken back."""
        store = self._tools.attachments
        if store is not None:
            self._tools.jobs.write(
                self._page, lambda _context: store.remove(attachment_id), done=lambda _none: self._file_removed()
            )

    def _file_removed(self) -> None:
        self._tools.notify("已移除附件。", self._undo_last if self._tools.undo_last else None)
        self._page.reload()

    def _undo_last(self) -> None:
        last = self._tools.undo_last
        if last is not None:
            self._tools.jobs.write(self._page, lambda _context: last(), done=self._undone)

    def _undone(self, message: str) -> None:
        self._tools.notify(message, None)
        self._page.reload()

    # --- letters -------------------------------------------------------------------------
    def jump(self, letter: str) -> None:
        """To the next row whose sorted column begins with the letters typed so far."""
        fresh = not self._letters
        self._letters += letter
        self._letters_end.start()
        query = self._page.model.query
        key = query.sort if query.sort and not self._spec.field(query.sort).is_number else self._spec.title_field
        start = self._page.current_place() + (1 if fresh else 0)
        work = partial(find_letters, self._service, query, key, self._letters, max(0, start))
        self._tools.jobs.read(self._page, work, partial(self._jumped, self._letters))

    def _jumped(self, letters: str, place: int | None) -> None:
        if place is not None and letters == self._letters:
            self._page.table.select_place(place, centre=True)

    def _forget_letters(self) -> None:
        self._letters = ""


def _counted(rows: Iterable[LedgerRow], job: JobContext, total: int) -> Iterator[LedgerRow]:
    """The rows one by one, each telling the job how far it is; 停止 ends it here."""
    for number, row in enumerate(rows, 1):
        yield row
        job.progress(number, total)


def as_table(lines: Sequence[str], fields: Sequence[FieldSpec]) -> str:
    """The same lines as HTML: spreadsheets then keep long numbers as text instead of rounding them."""
    mark = " style=\"mso-number-format:'\\@'\""
    safe = [mark if f.kind in SAFE_KINDS else "" for f in fields]
    rows = []
    for line in lines:
        cells = "".join(f"<td{style}>{escape(cell)}</td>" for style, cell in zip(safe, line.split("\t"), strict=True))
        rows.append(f"<tr>{cells}</tr>")
    return f'<meta charset="utf-8"><table>{"".join(rows)}</table>'
