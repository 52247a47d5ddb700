"""What a ledger page is handed besides its service: jobs, messages, history, files, drafts, rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from services.access import RIGHT_LABELS, Right
from services.clock import local_now
from services.printing.ink_box import Raster
from services.query import Action, LedgerQuery, LedgerRow, LedgerService, Outcome
from ui.jobs import Jobs


class HistoryLike(Protocol):
    """One entry of a record's history; `changes` maps a field key to (old, new)."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, Sequence[Any]]: ...


class AttachmentLike(Protocol):
    """One file kept with a record."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def at(self) -> datetime: ...


class AttachmentStore(Protocol):
    """Files of a record: kept by content, so the original may vanish."""

    def of(self, entity: str, entity_id: int) -> Sequence[AttachmentLike]: ...
    def add(self, entity: str, entity_id: int, file: Path) -> int: ...
    def remove(self, attachment_id: int) -> None: ...
    def copy_out(self, attachment_id: int, target: Path) -> Path: ...


class PdfPages(Protocol):
    """Turns the pages of a PDF file into pictures; called in jobs only."""

    def page_count(self, pdf: Path) -> int: ...
    def render_page(self, pdf: Path, index: int, dpi: int) -> Raster: ...


class DraftStore(Protocol):
    """Typed but unsaved values by key; outlives a crash."""

    def get(self, key: str) -> Mapping[str, Any] | None: ...
    def put(self, key: str, values: Mapping[str, Any]) -> None: ...
    def drop(self, key: str) -> None: ...


class Memory(Protocol):
    """Small settings of a page for one user, by key; plain JSON values."""

    def read(self, key: str) -> Any: ...
    def write(self, key: str, value: Any) -> None: ...


Notify = Callable[[str, Callable[[], None] | None], None]
Exporter = Callable[[LedgerService, LedgerQuery, Path, bool], str]
ListPrinter = Callable[[LedgerService, LedgerQuery], Path]


@dataclass(frozen=True)
class BatchTool:
    """What a page does with the ticked rows besides what every ledger does; `run` gets their ids.

    `needs` is the right without which it is switched off.
    """

    label: str
    icon: str
    run: Callable[[Sequence[int]], None]
    needs: Right = Right.READ


@dataclass(frozen=True)
class LedgerTools:
    """`notify` shows a toast, with 撤销 where the second value is given. What is None is shown, but switched off."""

    jobs: Jobs
    notify: Notify
    history: Callable[[str, int], Sequence[HistoryLike]]
    undo: Callable[[int], Outcome]
    may: Callable[[Right], bool]
    drafts: DraftStore
    views: Memory
    export: Exporter | None = None
    print_list: ListPrinter | None = None
    pages: PdfPages | None = None
    attachments: AttachmentStore | None = None
    open_file: Callable[[Path], None] | None = None
    open_import: Callable[[str], None] | None = None
    undo_last: Callable[[], str] | None = None
    acts: Callable[[LedgerRow], Sequence[Action]] = field(default=lambda _row: ())  # what the page itself offers
    late_acts: Callable[[LedgerRow], Sequence[Action]] = field(default=lambda _row: ())  # the same, after the row's own
    batch: Sequence[BatchTool] = ()
    import_label: str = ""  # where `open_import` does something else than bring rows in
    new_label: str = ""  # where rows are begun otherwise than with a form; the page's new_row does it
    scratch: Path | None = None  # where a kept file is put for looking at it
    today: Callable[[], date] = field(default=lambda: local_now().date())

    def why_not(self, right: Right) -> str:
        """Empty when the account may; otherwise the sentence of the tool tip."""
        if self.may(right):
            return ""
        return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"
