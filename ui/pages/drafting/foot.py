"""The foot of the editor: what is kept, the files, and the one next act with the others in its menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QMenu, QPushButton

from services.access import RIGHT_LABELS, Actor, Right
from services.documents.draft_text import DraftView
from ui.kit.controls import button, text, tip_of
from ui.kit.icons import icon
from ui.kit.layout import row
from ui.kit.theme import u

NO_RIGHT = "当前账户没有“{}”的权限。需要时由管理员调整账户。"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with the draft as a whole."""

    name: str
    label: str
    icon: str
    right: Right = Right.EDIT


SUBMIT = Act("submit", "送审", "send")
WITHDRAW = Act("withdraw", "撤回", "restore")
APPROVE = Act("approve", "审核同意", "ok", Right.APPROVE)
GIVE_BACK = Act("give_back", "退回修改", "reload", Right.APPROVE)
SIGN = Act("sign", "签发", "sign", Right.APPROVE)
SIGN_EACH = Act("sign_each", "分送多单位", "split", Right.APPROVE)
TEMPLATE = Act("template", "存为模板", "view-save")
REGISTER = Act("register", "看发文登记", "open", Right.READ)
BY_STATE: dict[str, tuple[Act, ...]] = {
    "drafting": (SUBMIT, SIGN, SIGN_EACH),
    "returned": (SUBMIT, SIGN, SIGN_EACH),
    "submitted": (APPROVE, GIVE_BACK, WITHDRAW, SIGN, SIGN_EACH),
    "approved": (SIGN, SIGN_EACH, GIVE_BACK, WITHDRAW),
    "issued": (REGISTER,),
}


def refusal(act: Act, actor: Actor) -> str:
    """Why this account may not do it; empty where it may."""
    return "" if actor.may(act.right) else NO_RIGHT.format(RIGHT_LABELS[act.right])


class Foot(QFrame):
    """Calls `do` with the act that was chosen."""

    def __init__(self, actor: Actor, do: Callable[[Act], None]) -> None:
        super().__init__()
        self._actor, self._do = actor, do
        self._acts: Sequence[Act] = ()
        self._busy = ""
        self.saved, self.state = text("", "hint"), text("", "hint")
        self.saved.hide()
        self.docx = button("存为文字文档", "file-doc")
        self.pdf = button("存为版式文件", "file-pdf")
        self.print = button("打印", "print", key="Ctrl+P")
        self.more = button("其他", "more")
        self.more.clicked.connect(self.offer)
        self.main: QPushButton = button("送审", "send", "main", "Ctrl+Return")
        self.main.clicked.connect(lambda: self._do(self._acts[0]) if self._acts else None)
        files = (self.docx, self.pdf, self.print, self.more)
        self.setLayout(row(self.saved, self.state, None, *files, self.main, gap=2))

    def show_view(self, view: DraftView) -> None:
        """What can be done in this state by this account: its own next act first."""
        acts = BY_STATE.get(view.state, ())
        mine = [act for act in acts if not refusal(act, self._actor)]
        self._acts = (*mine, *(act for act in acts if act not in mine)) if mine else acts
        self.state.setText(view.state_label)
        self._show_main()

    def say(self, words: str) -> None:
        """What is kept, and when."""
        self.saved.setText(words)
        self.saved.setVisible(bool(words))

    def block(self, reason: str) -> None:
        """While something is under way, or why nothing is possible."""
        self._busy = reason
        self._show_main()

    def offer(self) -> QMenu:
        """The other acts; what may not be done says why."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for act in (*self._acts[1:], TEMPLATE):
            made = menu.addAction(icon(act.icon), act.label)
            reason = self._busy or refusal(act, self._actor)
            made.setEnabled(not reason)
            made.setToolTip(reason)
            made.triggered.connect(lambda _on=False, act=act: self._do(act))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        return menu

    def _show_main(self) -> None:
        if not self._acts:
            return
        act = self._acts[0]
        reason = self._busy or refusal(act, self._actor)
        self.main.setText(act.label)
        self.main.setAccessibleName(act.label)
        air = u(1)
        self.main.setIcon(icon(act.icon, "on_dark", u(4.5), air=air))
        self.main.setEnabled(not reason)
        self.main.setToolTip(reason or tip_of(act.label, "Ctrl+Return"))
