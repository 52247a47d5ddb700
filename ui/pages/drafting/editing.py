"""Writing on the open draft: steps back and forth, corrections, the cursor, and what follows every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMenu

from services.documents.draft_text import DraftText, DraftView
from services.documents.papers import Preview, Remark
from services.errors import ServiceError
from ui.context import UiContext
from ui.pages.drafting.bench import Bench
from ui.pages.drafting.body_row import BodyRow, ParagraphRow
from ui.pages.drafting.insert_menus import field_menu, phrase_menu
from ui.pages.drafting.keeper import Keeper
from ui.pages.drafting.opinions import mark_paragraphs
from ui.pages.drafting.steps import Steps

BURST_MS = 700
Key = tuple[tuple[str, ...], Callable[[], object]]


class Editing(QObject):
    """Belongs to the page; `number` is the number that comes next, as the last preview found it."""

    def __init__(self, context: UiContext, bench: Bench, keeper: Keeper) -> None:
        super().__init__()
        self._context, self._bench, self._form, self._keeper = context, bench, bench.form, keeper
        self._view: DraftView | None = None
        self._phrases: Mapping[str, Sequence[str]] = {}
        self._row: BodyRow | None = None
        self._steps = Steps()
        self._remark = -1
        self.number = ""
        self._burst = QTimer(self, singleShot=True, interval=BURST_MS)
        self._burst.timeout.connect(self.note)
        self._connect()

    def serve(self, view: DraftView, phrases: Mapping[str, Sequence[str]], *, anew: bool) -> None:
        """Another draft, or a newer state of the same one."""
        self._view, self._phrases = view, phrases
        self.show_opinions(view)
        self._bench.preview.offer_seals(view.document_id is None)
        if anew:
            self._row, self._remark = None, -1
            self._steps.start(self._form.text())
        else:
            self.note()

    def show_opinions(self, view: DraftView) -> None:
        """Marks at the paragraphs that somebody said something about."""
        self._view = view
        self._mark()

    def keys(self) -> tuple[Key, ...]:
        """Keys of the page for writing."""
        body = self._form.body
        return (
            (("Ctrl+Z",), self.undo),
            (("Ctrl+Y", "Ctrl+Shift+Z"), self.redo),
            (("Alt+Shift+Up",), partial(self._with_row, lambda row: body.shift(row, -1))),
            (("Alt+Shift+Down",), partial(self._with_row, lambda row: body.shift(row, 1))),
            (("Alt+Shift+Right",), partial(self._with_row, partial(self._level, 1))),
            (("Alt+Shift+Left",), partial(self._with_row, partial(self._level, -1))),
            (("F3",), self.next_remark),
            (("F7",), self.first_remark),
            (("Ctrl++", "Ctrl+="), partial(self._bench.preview.zoom_by, 1)),
            (("Ctrl+-",), partial(self._bench.preview.zoom_by, -1)),
        )

    # --- steps ---------------------------------------------------------------------------
    def note(self) -> None:
        """The text as it is now is a step to come back to."""
        self._burst.stop()
        if self._view is not None:
            self._steps.note(self._form.text())

    def undo(self) -> None:
        """Ctrl+Z; where nothing can be written, the last act of the desk as everywhere."""
        self._step(self._steps.back, "undo_last", "没有可以撤销的了。")

    def redo(self) -> None:
        """Ctrl+Y."""
        self._step(self._steps.forward, "redo_last", "没有可以重做的了。")

    def show_text(self, text: DraftText) -> None:
        """Put another text into the form, as one step."""
        self.note()
        self._form.show_text(text)
        self.note()
        self._after_change()

    def _step(self, move: Callable[[DraftText], DraftText | None], act: str, nothing: str) -> None:
        if self._view is None or self._form.fixed:
            work = getattr(self._context.desk, act, None)
            if work is not None:
                self._context.jobs.write(self, lambda _job: work(), lambda out: self._context.notify.toast(out.message))
            return
        self._burst.stop()
        text = move(self._form.text())
        if text is None:
            self._context.notify.toast(nothing)
            return
        self._form.show_text(text)
        self._keep_focus()
        self._after_change()

    def _keep_focus(self) -> None:
        """Where the row with the keyboard is gone, its neighbour gets it."""
        focus = QApplication.focusWidget()
        if focus is None or not self._bench.isAncestorOf(focus):
            self._form.focus_place("body[0]")

    # --- what follows a change -------------------------------------------------------------
    def preview(self, *, now: bool = False) -> None:
        """Lay the pages out again; a signed draft keeps its signed pages."""
        if self._view is not None and self._view.document_id is None:
            self._bench.preview.show_text(self._form.text, now=now)

    def _changed(self, structural: bool) -> None:
        if structural:
            self.note()
        else:
            self._burst.start()
        self._after_change()

    def _after_change(self) -> None:
        self._keeper.typed()
        self.preview()

    def _previewed(self, found: Preview) -> None:
        if self._view is None or self._view.document_id is not None:
            return
        self.number = found.number
        self._form.show_number(found.number)
        self._bench.check.show_remarks(found.remarks, self._form.fixed)

    # --- check ---------------------------------------------------------------------------
    def fix(self, remark: Remark) -> None:
        """The correction that was agreed to, as one step."""
        if remark.finding is None or self._form.fixed:
            return
        try:
            corrected = self._context.desk.papers.corrected(self._form.text(), remark.finding)
        except ServiceError as error:
            self._context.notify.warn(str(error))
        else:
            self.show_text(corrected)
            self._context.notify.toast("已改正。", self.undo)
        self.preview(now=True)

    def look_at(self, remark: Remark) -> None:
        """The keyboard to the place of a remark."""
        found = remark.finding
        start, end = (found.start, found.end) if found is not None else (0, 0)
        self._form.focus_place(remark.place, start, end)

    def next_remark(self) -> None:
        """F3: from one to the next, round the end."""
        remarks = self._bench.check.remarks
        if remarks:
            self._remark = (self._remark + 1) % len(remarks)
            self.look_at(remarks[self._remark])

    def first_remark(self) -> None:
        """F7: the gravest."""
        self._remark = -1
        self.next_remark()

    # --- cursor --------------------------------------------------------------------------
    def paragraph(self) -> tuple[str, str]:
        """The paragraph that was written in last as body[3] and 第4段; empty where there is none."""
        rows = self._form.body.rows
        if self._row is None or self._row not in rows:
            return "", ""
        place = rows.index(self._row)
        return f"body[{place}]", f"第{place + 1}段"

    def offer_fields(self) -> QMenu:
        """插入字段."""
        names = self._view.field_names if self._view else ()
        values = self._view.fields if self._view else {}
        return field_menu(self._form.fields_button, names, values, self._form.insert)

    def offer_phrases(self) -> QMenu:
        """常用语."""
        values = self._view.fields if self._view else {}
        return phrase_menu(self._form.phrases_button, self._phrases, values, self._form.insert)

    def _entered(self, shown: BodyRow) -> None:
        self._row = shown

    def _with_row(self, then: Callable[[BodyRow], None]) -> None:
        row = self._form.body.current()
        if row is not None and not self._form.fixed:
            then(row)

    def _level(self, by: int, shown: BodyRow) -> None:
        if isinstance(shown, ParagraphRow):
            self._form.body.set_level(shown, by)

    def _mark(self) -> None:
        if self._view is not None and not self._form.body.building:
            mark_paragraphs(self._form.body, self._view.opinions)

    def _connect(self) -> None:
        form, bench = self._form, self._bench
        form.restructuring.connect(self.note)
        form.changed.connect(self._changed)
        form.body.row_entered.connect(self._entered)
        form.body.built.connect(self._mark)
        form.fields_button.clicked.connect(lambda: self.offer_fields())
        form.phrases_button.clicked.connect(lambda: self.offer_phrases())
        bench.preview.ready.connect(self._previewed)
        bench.preview.seals.toggled.connect(lambda _on: self.preview(now=True))
        bench.check.fix_wanted.connect(self.fix)
        bench.check.place_wanted.connect(self.look_at)
