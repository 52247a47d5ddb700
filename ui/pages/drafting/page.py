"""拟稿编辑: a draft is written beside its pages, checked, sent on, signed. Everything typed is kept as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.documents.draft_text import DraftText, DraftView
from services.errors import ConflictError, ServiceError
from ui.context import UiContext
from ui.kit.controls import button, refuse
from ui.kit.layout import col
from ui.pages.drafting.acts import DraftActs
from ui.pages.drafting.begin import choose_template, why_not_write
from ui.pages.drafting.bench import Bench, nothing_open
from ui.pages.drafting.editing import Editing
from ui.pages.drafting.keeper import Keeper, from_value
from ui.pages.drafting.reading import Found, read_draft, signed_paper

if TYPE_CHECKING:
    from services.uow import ChangeSet

ALL_THERE = "填写的内容都在。"


class DraftingPage(QWidget):
    """Offers what the window's menus ask for; without a draft it offers to begin one."""

    status_changed = Signal(str)
    opened_draft = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self._found: Found | None = None
        self._asked = 0
        self.keeper = Keeper(context.jobs, context.desk.drafting, context.desk.sealed, context.desk.now)
        self.keeper.setParent(self)
        self.bench = Bench(context, lambda act: self.acts.do(act))
        self.form, self.foot = self.bench.form, self.bench.foot
        self.editing = Editing(context, self.bench, self.keeper)
        self.editing.setParent(self)
        self.acts = DraftActs(self)
        self._faces = QStackedWidget()
        self._faces.addWidget(nothing_open(context, self.new_row))
        self._faces.addWidget(self.bench)
        self.setProperty("ground", "window")
        self.setLayout(col(self._faces, pad=(4, 3)))
        self._connect()
        self._add_keys()

    # ---- building

    def _connect(self) -> None:
        self.bench.remark.clicked.connect(self.acts.remark)
        self.foot.docx.clicked.connect(self.acts.ask_docx)
        self.foot.pdf.clicked.connect(self.acts.ask_pdf)
        self.foot.print.clicked.connect(self.print_page)
        self.keeper.words_changed.connect(self.foot.say)
        self.keeper.refused.connect(self._not_kept)
        self.keeper.kept.connect(self._kept)

    def _add_keys(self) -> None:
        for sequences, then in ((("Ctrl+S",), self.save), *self.editing.keys()):
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in sequences])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, then=then: then())
            self.addAction(action)

    # ---- what the window asks for

    def open_row(self, draft_id: int) -> None:
        """Open the draft of that id; what is typed in another one is kept first."""
        self._asked = draft_id
        if self._found is not None and draft_id != self._found.view.id:
            self.keeper.flush()
            self._read(draft_id)
        elif self._found is None or not self.keeper.dirty:
            self._read(draft_id)

    def next_act(self) -> None:
        """Ctrl+Enter: the filled button."""
        if self._found is not None:
            self.foot.main.click()

    def reload(self) -> None:
        """F5: read again; what is typed and not kept yet stays."""
        if self._found is not None and not self.keeper.dirty and not self.keeper.underway:
            self._read(self._found.view.id)

    def print_page(self) -> None:
        """The pages, from where they are printed."""
        if self._found is None:
            self.context.notify.warn("先打开一份稿子，再打印。")
        else:
            self.acts.print()

    def new_row(self) -> None:
        """Ctrl+N: another draft."""
        if why := why_not_write(self.context):
            self.context.notify.warn(why)
        else:
            choose_template(self.context, self)

    def focus_first(self) -> None:
        """The page opens with the keyboard in the first paragraph."""
        if self._found is not None and self.form.body.rows:
            self.form.body.rows[0].focus_words()

    def regions(self) -> list[QWidget]:
        """F6: from part to part."""
        if self._found is None:
            return [self._faces]
        return [self.form, self.bench.opinions, self.bench.check, self.bench.preview, self.foot.main]

    def can_leave(self) -> bool:
        """What is typed is handed over for keeping; nothing stands in the way of leaving."""
        self.keeper.flush()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    def on_changes(self, changes: ChangeSet) -> None:
        """Somebody did something with the open draft elsewhere."""
        found = self._found
        touched = changes.touched.get(self.context.desk.ledgers["drafts"].entity, frozenset())
        if found is None or found.view.id not in touched or self.keeper.dirty or self.keeper.underway:
            return
        self.context.jobs.read(
            self, partial(self.context.desk.drafting.open, found.view.id), self._look_again, lambda _gone: None
        )

    # ---- a draft is opened

    @property
    def opened(self) -> DraftView:
        """The draft that is shown."""
        assert self._found is not None
        return self._found.view

    def read_again(self) -> None:
        """After an act: its new state."""
        self._read(self.opened.id)

    def _read(self, draft_id: int) -> None:
        self._asked = draft_id
        self.context.jobs.read(self, partial(read_draft, self.context.desk, draft_id), self._show, self._not_opened)

    def _not_opened(self, error: ServiceError) -> None:
        self.context.notify.failed(self, error)
        if self._found is not None and self._found.view.id == self._asked:
            self.keeper.stop()
            self._found = None
            self._faces.setCurrentIndex(0)

    def _look_again(self, view: DraftView) -> None:
        newer = (view.row_version, view.state, len(view.opinions)) != (
            self.keeper.row_version,
            self.opened.state,
            len(self.opened.opinions),
        )
        if self._found is not None and view.id == self._found.view.id and newer and not self.keeper.dirty:
            self._read(view.id)

    def _show(self, found: Found) -> None:
        view = found.view
        if self._asked and view.id != self._asked:
            return  # another one was asked for meanwhile
        other = self._found is None or self._found.view.id != view.id
        self._found = found
        fixed = view.fixed or why_not_write(self.context)
        self._faces.setCurrentIndex(1)
        self.bench.show_view(view)
        refuse(self.bench.remark, why_not_write(self.context))
        if self.keeper.dirty and not other and not fixed:
            self.editing.show_opinions(view)  # what was typed while this was read stays in the form
            return
        self.keeper.keep_beside()
        self._fill(found, fixed, other=other)
        self._show_notice(found, fixed)
        self._show_pages(view)
        if other and self.isVisible():
            self.focus_first()
        self.opened_draft.emit(view.id)

    def _fill(self, found: Found, fixed: str, *, other: bool) -> None:
        view = found.view
        self.form.show_units(found.units)
        self.form.show_view(view, fixed)
        self.editing.serve(view, found.phrases, anew=other)
        self.keeper.serve(view.id, view.row_version, self.form.text)
        if fixed:
            self.keeper.stop()
            self.foot.say("")

    def _show_pages(self, view: DraftView) -> None:
        if view.document_id is None:
            self.editing.preview(now=True)
            return
        self.bench.check.show_remarks((), self.form.fixed)
        self.context.jobs.read(self, partial(signed_paper, self.context.desk, view.document_id), self._show_signed)

    def _show_signed(self, found: tuple[str, Path]) -> None:
        number, file = found
        self.form.show_number(number, taken=True)
        self.bench.preview.show_file(file)

    def _show_notice(self, found: Found, fixed: str) -> None:
        notice, beside = self.bench.notice, found.beside
        notice.clear()
        if beside is not None and from_value(beside) != found.view.text and not why_not_write(self.context):
            take = button("存为新稿子" if found.view.fixed else "恢复")
            leave = button("不要了", kind="link")
            take.clicked.connect(partial(self._take_beside, from_value(beside)))
            leave.clicked.connect(self._refuse_beside)
            notice.show_banner("info", f"上次没有存入的内容还在（{beside.get('at', '')}）。", take, leave)
        elif fixed:
            notice.show_banner("info", fixed)

    def _take_beside(self, text: DraftText) -> None:
        if self.opened.fixed:
            self._keep_copy(text)
            return
        self.bench.notice.clear()
        self.editing.show_text(text)

    def _refuse_beside(self) -> None:
        self.keeper.forget_beside()
        self.bench.notice.clear()

    # ---- keeping

    def save(self) -> None:
        """Ctrl+S."""
        if self._found is not None and not self.form.fixed:
            self.keeper.when_kept(self.keeper.tell)

    def refused(self, error: ServiceError) -> None:
        """An act was not done."""
        if isinstance(error, ConflictError):
            self._not_kept(error)
        else:
            self.context.notify.failed(self, error)

    def _not_kept(self, error: ServiceError) -> None:
        """Every typed character stays; the clerk says where it goes."""
        apart, theirs, again = button("存为新稿子"), button("改用最新的"), button("再存一次")
        apart.clicked.connect(lambda: self._keep_copy(self.form.text()))
        theirs.clicked.connect(self._take_theirs)
        again.clicked.connect(self.save)
        acts = (apart, theirs) if isinstance(error, ConflictError) else (again,)
        self.bench.notice.show_banner("due", f"{error}{ALL_THERE}", *acts)

    def _kept(self, _version: int) -> None:
        if self.bench.notice.words.endswith(ALL_THERE):
            self.bench.notice.clear()

    def _keep_copy(self, text: DraftText) -> None:
        papers, words = self.context.desk.papers, self.opened.origin_words
        self.context.jobs.write(self, lambda _job: papers.copy(text, words), self._copied)

    def _copied(self, draft_id: int) -> None:
        self.keeper.forget_beside()
        self.keeper.stop()
        self.context.notify.toast("已存为新稿子。")
        self._read(draft_id)

    def _take_theirs(self) -> None:
        self.keeper.forget_beside()
        self.keeper.stop()
        self.editing.note()  # what was typed can still be brought back with Ctrl+Z
        self._read(self.opened.id)

    # ---- for the acts

    def next_number(self) -> str:
        """The number that signing would take."""
        return self.editing.number or self.opened.next_number

    def pdf_work(self) -> Callable[[Path], Path]:
        """Makes the PDF in a job: what is written now, of a signed draft the signed file."""
        desk, view, text = self.context.desk, self.opened, self.form.text()

        def work(target: Path) -> Path:
            if view.document_id is None:
                return Path(desk.papers.save_pdf(text, target))
            _number, signed = signed_paper(desk, view.document_id)
            if signed != target:
                target.write_bytes(signed.read_bytes())
            return target

        return work
