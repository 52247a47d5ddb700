"""The form of a draft: every element of GB/T 9704 as a field, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QScrollArea, QWidget

from services.documents.draft_text import DraftText, DraftView
from services.documents.kinds import KIND_LABELS
from services.documents.places import steps
from ui.kit.controls import Growing, button, choice, field, text
from ui.kit.layout import Item, col, rolling, row
from ui.kit.theme import u
from ui.pages.drafting.attachment_rows import AttachmentRows
from ui.pages.drafting.body_list import BodyList
from ui.pages.drafting.body_row import ParagraphRow
from ui.pages.drafting.form_parts import Input, Title, body_items, label, line, put_words
from ui.pages.drafting.more_fields import MoreFields
from ui.pages.drafting.names_field import NamesField
from ui.pages.drafting.sign_list import SignList

AT_SIGNING = "签发时占号"


class DraftForm(QFrame):
    """`changed` after everything that was changed, True where rows came, went or moved; `restructuring` before."""

    changed = Signal(bool)
    restructuring = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "panel")
        self._content: Mapping[str, Any] = {}
        self._base = DraftText({}, "other")
        self._fixed = ""
        self._showing = False
        self._units: Sequence[tuple[int, str]] = ()
        self.last_input: Input | None = None
        self._make()
        self._build()
        self._connect()

    # --- what is written -----------------------------------------------------------------
    def text(self) -> DraftText:
        """The draft as it is now."""
        words: dict[str, Any] = {
            "title": self.title.toPlainText().strip(),
            "to": self.to.names(),
            "body": self.body.items(),
            "attachments": self.attachments.attachments(),
            "appendices": self.attachments.appendices(),
            "sign": self.sign.items(),
            "note": self.note.text().strip(),
            "cc": self.cc.names(),
            "printed_by": self.printed_by.text().strip(),
            **self.more.words(),
        }
        content = dict(self._content)
        for key, value in words.items():
            if value or content.get(key):
                content[key] = value
        return replace(
            self._base,
            content=content,
            kind=self.kind.currentData() or "other",
            prefix=self.prefix.currentText().strip(),
            reply_due_on=self.more.reply_due_on(),
        )

    def show_view(self, view: DraftView, fixed: str) -> None:
        """Another draft, or the same one as it is stored now; `fixed` says why it can only be read."""
        self._showing = True
        self.prefix.clear()
        self.prefix.addItems(list(view.prefixes))
        self._showing = False
        self.show_text(view.text, fixed)

    def show_text(self, shown: DraftText, fixed: str | None = None) -> None:
        """Another text of the same draft; what stays the same stays as it is, with its cursor."""
        self._fixed = self._fixed if fixed is None else fixed
        self._showing = True
        self._base, self._content = shown, shown.content
        content = shown.content
        self.kind.setCurrentIndex(max(0, self.kind.findData(shown.kind)))
        self.prefix.setCurrentText(shown.prefix)
        put_words(self.title, str(content.get("title") or ""))
        self.to.show_names(content.get("to") or ())
        self.body.show_items(body_items(content.get("body") or ()), fixed=bool(self._fixed))
        self.attachments.show_items(
            content.get("attachments") or (), content.get("appendices") or (), fixed=self._fixed
        )
        self.sign.show_items(content.get("sign") or (), post=content.get("format") == "命令", fixed=self._fixed)
        put_words(self.note, str(content.get("note") or ""))
        self.cc.show_names(content.get("cc") or ())
        put_words(self.printed_by, str(content.get("printed_by") or ""))
        self.more.show_text(shown, self._fixed)
        self._fix_fields()
        self._showing = False

    @property
    def fixed(self) -> str:
        """Why nothing can be written now; empty where it can."""
        return self._fixed

    def show_units(self, units: Sequence[tuple[int, str]]) -> None:
        """The units of the register, for 主送 and 抄送."""
        self._units = units

    def show_number(self, words: str, *, taken: bool = False) -> None:
        """The number that comes next, or that was taken, behind its 机关代字."""
        self.number_hint.setText("" if taken else AT_SIGNING)
        self.number.setText(words.removeprefix(self.prefix.currentText().strip()))

    # --- the cursor ----------------------------------------------------------------------
    def insert(self, words: str) -> None:
        """Words at the cursor of the field that was written in last."""
        target = self.last_input
        if target is None or not self.isAncestorOf(target):
            shown = next((each for each in self.body.rows if isinstance(each, ParagraphRow)), None)
            target = shown.words if shown else None
        if target is None or target.isReadOnly():
            return
        self.restructuring.emit()
        if isinstance(target, QLineEdit):
            target.insert(words)
        else:
            target.insertPlainText(words)
        target.setFocus()

    def focus_place(self, place: str, start: int = 0, end: int = 0) -> None:
        """The keyboard to a place of the exchange form, with some characters of it marked."""
        path = steps(place)
        key = str(path[0]) if path else "title"
        number = int(path[1]) if len(path) > 1 and isinstance(path[1], int) else 0
        target = self._target(key, number)
        if key == "body" and number < len(self.body.rows):
            shown = self.body.rows[number]
            if isinstance(shown, ParagraphRow) and end > start:
                shown.select(start, end)
            else:
                shown.focus_words()
            target = shown
        else:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.roll.ensureWidgetVisible(target, 0, u(6))

    def _target(self, key: str, number: int) -> QWidget:
        if key in ("attachments", "appendices") and number < len(self.attachments.rows):
            return self.attachments.rows[number].name
        if key == "sign" and number < len(self.sign.rows):
            return self.sign.rows[number].name
        found: dict[str, QWidget] = {
            "title": self.title,
            "number": self.prefix,
            "to": self.to.line,
            "attachments": self.attachments.add,
            "sign": self.sign.add,
            "note": self.note,
            "cc": self.cc.line,
            "printed_by": self.printed_by,
        }
        return found.get(key) or self.more.open_field(key) or self.title

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Y belong to the page: a field alone would take back only its own words."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if event.matches(undo) or event.matches(redo):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit | Growing) and self.isAncestorOf(now):
            self.last_input = now
            now.installEventFilter(self)

    # --- building ------------------------------------------------------------------------
    def _make(self) -> None:
        self.kind = choice(name="文种")
        for key, words in KIND_LABELS.items():
            self.kind.addItem(words, key)
        self.prefix = QComboBox()
        self.prefix.setEditable(True)
        self.prefix.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.prefix.setAccessibleName("机关代字")
        self.prefix.setFixedWidth(u(36))
        self.number: QLabel = text("")
        self.number_hint: QLabel = text(AT_SIGNING, "hint")
        self.title = Title("", "标题")
        self.title.setUndoRedoEnabled(False)
        self.to, self.cc = NamesField("主送", lambda: self._units), NamesField("抄送", lambda: self._units)
        self.fields_button = button("插入字段", "link", "quiet", tip="在光标处填入单位、日期等内容")
        self.phrases_button = button("常用语", "note", "quiet", tip="在光标处插入常用语")
        self.body, self.attachments, self.sign = BodyList(), AttachmentRows(), SignList()
        self.body.anchor = self.phrases_button
        self.note, self.printed_by = field(name="附注"), field(name="印发机关")
        self.more = MoreFields()

    def _build(self) -> None:
        number = row(self.prefix, (self.number, 1), self.number_hint, gap=2)
        lines: list[Item] = [
            line("文种", self.kind),
            row(label("发文字号"), (number, 1), gap=0),
            line("标题", self.title),
            line("主送", self.to),
            row(text("正文", "strong"), None, self.fields_button, self.phrases_button, gap=2),
            self.body,
            line("附件", self.attachments),
            line("落款", self.sign),
            line("附注", self.note),
            line("抄送", self.cc),
            line("印发机关", self.printed_by),
            self.more,
        ]
        self.roll: QScrollArea = rolling(*lines, None, gap=2, pad=(4, 3), name="稿子")
        self.roll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(col(self.roll, pad=(0.25, 0.25)))

    def _connect(self) -> None:
        plain = (self.kind.currentIndexChanged, self.prefix.currentTextChanged, self.title.textChanged)
        for signal in (*plain, self.to.changed, self.cc.changed, self.note.textChanged, self.printed_by.textChanged):
            signal.connect(lambda *_args: self._changed(False))
        for part in (self.body, self.attachments, self.sign, self.more):
            part.changed.connect(self._changed)
        for part in (self.body, self.attachments, self.sign):
            part.restructuring.connect(self.restructuring)
        self.more.format_chosen.connect(self._format_chosen)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _changed(self, structural: bool) -> None:
        if not self._showing:
            self.changed.emit(structural)

    def _format_chosen(self, name: str) -> None:
        if not self._showing:
            self.sign.show_items(self.sign.items(), post=name == "命令", fixed=self._fixed)

    def _fix_fields(self) -> None:
        reason = self._fixed
        for each in (self.note, self.printed_by):
            each.setReadOnly(bool(reason))
        self.title.set_fixed(bool(reason))
        for box in (self.kind, self.prefix, self.fields_button, self.phrases_button):
            box.setEnabled(not reason)
        self.kind.setToolTip(reason)
        self.prefix.setToolTip(reason)
        self.fields_button.setToolTip(reason or "在光标处填入单位、日期等内容")
        self.phrases_button.setToolTip(reason or "在光标处插入常用语")
        self.to.set_fixed(reason)
        self.cc.set_fixed(reason)
