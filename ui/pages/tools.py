"""What ledger pages and previews are handed, made from the desk's services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from services.exports.office import export_ledger, print_ledger
from services.printing.ink_box import Raster
from services.printing.page_choice import Sides
from services.printing.preview import page_count, render_page
from services.query import LedgerQuery, LedgerService
from ui.context import UiContext
from ui.kit.import_page import ImportTools
from ui.kit.ledger_tools import LedgerTools
from ui.kit.print_preview import PrintPreview


class Pages:
    """PDF pages as pictures; called in jobs."""

    def page_count(self, file: Path) -> int:
        """How many pages the file has."""
        return page_count(file)

    def render_page(self, file: Path, index: int, dpi: int) -> Raster:
        """One page."""
        found: Raster = render_page(file, index, dpi)
        return found


def ledger_tools(context: UiContext, name: str) -> LedgerTools:
    """Everything that the page of the ledger `name` needs besides its service."""
    desk = context.desk
    brings = {kind for kind, _title in desk.imports.kinds()}

    def export(service: LedgerService, query: LedgerQuery, target: Path, full: bool) -> str:
        today = desk.now().date()
        count = export_ledger(service, query, target, bureau=desk.bureau, today=today, masked=not full)
        return f"已导出{count}{service.spec.unit_word}到“{target.name}”。"

    def print_list(service: LedgerService, query: LedgerQuery) -> Path:
        target: Path = desk.scratch() / f"{service.spec.title}.pdf"
        print_ledger(service, query, target, bureau=desk.bureau, today=desk.now().date())
        return target

    importer: Callable[[str], None] | None = None
    if name in brings:
        importer = partial(context.bridge.page_wanted.emit, "import")
    elif name in ("plans", "tasks"):
        importer = partial(_to_plan_check, context)  # plans come in as documents, not as lists

    return LedgerTools(
        jobs=context.jobs,
        notify=lambda words, undo: context.notify.toast(words, undo),
        history=desk.history_of,
        undo=desk.undo,
        may=lambda right: desk.actor.may(right),
        drafts=desk.sealed,
        views=desk.sealed,
        export=export,
        print_list=print_list,
        pages=Pages(),
        attachments=desk.attachments,
        open_file=open_file,
        open_import=importer,
        scratch=desk.scratch(),
        today=lambda: desk.now().date(),
    )


def _to_plan_check(context: UiContext, _kind: str) -> None:
    context.go("plan_check")


def import_tools(context: UiContext) -> ImportTools:
    """Everything that the import page needs besides its service."""
    desk = context.desk
    return ImportTools(
        jobs=context.jobs,
        notify=lambda words, undo: context.notify.toast(words, undo),
        undo=desk.undo,
        may=lambda right: desk.actor.may(right),
        open_file=open_file,
    )


def show_official(
    context: UiContext, parent: QWidget | None, file: Path, overprint: Callable[[], Path] | None = None
) -> None:
    """An official document in the preview: both sides of the paper, and the black alone for pre-printed paper."""
    PrintPreview(
        file,
        Pages(),
        context.jobs,
        parent,
        open_file,
        sides=Sides.LONG,
        overprint=overprint,
        machine=context.machine,
    ).open()


def open_file(file: Path) -> None:
    """Show a file with the program that the computer has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
