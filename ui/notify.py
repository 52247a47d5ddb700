"""The one place that speaks to the clerk: toast with 撤销, the banner, and a question where no undo exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from services.errors import ServiceError, StorageError
from ui.kit.banner import GRAVITY, banner
from ui.kit.controls import button, glyph, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.toast import Toast

OnBug = Callable[[BaseException], None]
Act = Callable[[], None]


class NoticePlace(Protocol):
    """What the window offers: somewhere for a toast and for the banner."""

    def place_toast(self, toast: Toast) -> None:
        """Show the toast over the page."""

    def place_banner(self, frame: QFrame | None) -> None:
        """Show this banner under the top row, or none."""

    def dialog_parent(self) -> QWidget:
        """The window that questions belong to."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A banner that waits for its turn; `key` replaces or clears an earlier one about the same thing."""

    key: str
    kind: str
    words: str
    remedy: str = ""
    act: Act | None = None


class Notify(QObject):
    """One toast and one banner at a time; the gravest banner wins, the others come back after it."""

    toasted = Signal(str)
    asked = Signal(object)

    def __init__(self, on_bug: OnBug) -> None:
        super().__init__()
        self._on_bug = on_bug
        self._place: NoticePlace | None = None
        self._toast: Toast | None = None
        self._notices: dict[str, Notice] = {}

    @property
    def current_toast(self) -> Toast | None:
        """The toast that is shown now."""
        return self._toast if self._toast is not None and isValid(self._toast) else None

    @property
    def current_notice(self) -> Notice | None:
        """The banner that is shown now: the gravest, and the latest among equals."""
        return max(reversed(self._notices.values()), key=lambda n: GRAVITY[n.kind], default=None)

    def attach(self, place: NoticePlace | None) -> None:
        """The window that shows what is said from now on."""
        self._place = place
        self._show_banner()

    def toast(self, words: str, undo: Act | None = None, action: str = "撤销") -> None:
        """What happened, in a sentence. With `undo` the toast has its button; what cannot be undone is asked before."""
        self._say(Toast(words, action if undo else "", "Ctrl+Z" if action == "撤销" else "", undo), words)

    def warn(self, words: str) -> None:
        """Something did not happen, in a sentence; nothing was lost."""
        self._say(Toast(words, "", "", picture="st-warn"), words)

    def banner(self, key: str, kind: str, words: str, remedy: str = "", act: Act | None = None) -> None:
        """`kind`: late (cannot go on), due (a word is needed) or info. Stays until clear(key)."""
        self._notices.pop(key, None)
        self._notices[key] = Notice(key, kind, words, remedy, act)
        self._show_banner()

    def clear(self, key: str) -> None:
        """Take a banner back; nothing happens where there is none."""
        if self._notices.pop(key, None) is not None:
            self._show_banner()

    def dialog_parent(self) -> QWidget | None:
        """The window that a dialog belongs to; None before there is one."""
        return self._place.dialog_parent() if self._place else None

    def failed(self, _owner: QObject | None, error: BaseException) -> None:
        """Where every job and page sends what it cannot handle: expected errors are said, bugs are reported."""
        if isinstance(error, StorageError):
            self.banner("storage", "late", str(error), "知道了", lambda: self.clear("storage"))
        elif isinstance(error, ServiceError):
            self.warn(str(error))
        else:
            self._on_bug(error)

    def question(self, title: str, words: str, act: str, then: Act, *, danger: bool = False) -> Dialog:
        """Ask before something that cannot be undone; `act` is its verb and object, never 确定."""
        parent = self._place.dialog_parent() if self._place else None
        dialog = Dialog(parent, title, 110)
        cancel = button("取消", key="Esc")
        yes = button(act, kind="danger" if danger else "main")
        if danger:
            cancel.setDefault(True)
        cancel.clicked.connect(dialog.reject)
        yes.clicked.connect(dialog.accept)
        dialog.accepted.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        head = row(glyph("st-warn", "due", 5.5), (text(title, "section", wrap=True), 1), gap=2)
        dialog.fill([head, text(words, wrap=True)], [], [cancel, yes])
        dialog.open()
        self.asked.emit(dialog)
        return dialog

    def _say(self, made: Toast, words: str) -> None:
        if self._toast is not None and isValid(self._toast):
            self._toast.dismiss()
        self._toast = made
        made.closed.connect(self._forget)
        if self._place is not None:
            self._place.place_toast(made)
        self.toasted.emit(words)

    def _forget(self) -> None:
        self._toast = None

    def _show_banner(self) -> None:
        if self._place is None:
            return
        notice = self.current_notice
        if notice is None:
            self._place.place_banner(None)
            return
        actions = []
        if notice.remedy:
            remedy = button(notice.remedy, kind="link" if notice.kind == "info" else "")
            remedy.clicked.connect(lambda: notice.act() if notice.act else None)
            actions.append(remedy)
        self._place.place_banner(banner(notice.kind, notice.words, *actions))
