"""节假日安排: a ledger page with a way to paste the yearly notice, and a word where one is missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from services.access import Right
from services.holiday_entry import HolidayEntry
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.kit.parts import button, holder, refuse, row, text
from ui.pages.holidays.notice_dialog import NoticeDialog
from ui.pages.tools import ledger_tools

HOW = "放假通知公布以后，把全文粘贴进来，放假和调休上班的日子一次存入。本县自定的放假日逐天登记。"


class HolidayPage(LedgerPage):
    """Days are entered one by one or read from the notice."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        self._entry = HolidayEntry(context.desk.database)
        super().__init__(context.desk.ledgers["holidays"], ledger_tools(context, "holidays"))
        self.parts.put_under_heading(self._strip())
        self.loaded.connect(lambda _total: self._read_missing())

    def paste_notice(self) -> NoticeDialog:
        """The dialog in which the notice is pasted and looked at."""
        dialog = NoticeDialog(self._context, self, self._entry)
        dialog.open()
        return dialog

    def _strip(self) -> QFrame:
        self.words = text(HOW, "hint", wrap=True)
        self.paste = button("粘贴放假通知", "note")
        self.paste.clicked.connect(self.paste_notice)
        refuse(self.paste, self.tools.why_not(Right.EDIT))
        return holder(row((self.words, 1), self.paste, gap=2, pad=(4, 2)), box="panel")

    def _read_missing(self) -> None:
        self.tools.jobs.read(self, partial(self._entry.missing, self.tools.today()), self._show_missing)

    def _show_missing(self, sentence: str) -> None:
        self.words.setText(f"{sentence}{HOW}" if sentence else HOW)
