"""The foot of the bench: what is saved, the keys, and the acts with the filled one last."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from services.reviews.scoring import ScoreResult
from services.reviews.standard import fixed
from ui.kit.parts import button, keycap, refuse, row, text
from ui.pages.scoring.sheet_model import MarksEditor

KEYS = (("↑↓", "换项"), ("回车", "下一项"), ("Y", "页码"), ("S", "事由"))
NAMED = 3


class Foot(QFrame):
    """Buttons for the page to connect."""

    def __init__(self) -> None:
        super().__init__()
        self.saved = text("", "hint")
        self.back = button("返回列表", "arrow-left")
        self.give_up = button("放弃修改", "undo")
        self.print = button("打印", "print", key="Ctrl+P")
        self.submit = button("提交评分", "ok", "main", "Ctrl+Return")
        self._submit_tip = self.submit.toolTip()
        hints = [part for cap, words in KEYS for part in (keycap(cap), text(words, "caption"))]
        acts = (self.back, self.give_up, self.print, self.submit)
        self.setLayout(row(self.saved, None, *hints, 2, *acts, gap=1.5))

    def show_state(self, frozen: str, *, changed: bool) -> None:
        """What can be done: nothing where the sheet is frozen, nothing to give up where nothing was changed."""
        refuse(self.give_up, frozen or ("" if changed else "这次打开后没有改动"))
        refuse(self.submit, frozen)
        if not frozen:
            self.submit.setToolTip(self._submit_tip)


def before_submitting(editor: MarksEditor, result: ScoreResult) -> tuple[str, str]:
    """Title and words of the question before a submission, which cannot be taken back: the result, the items unseen."""
    score = "不计分" if result.score is None else f"{fixed(result.score, result.digits)}分"
    comes_to = "，".join(filter(None, (score, result.grade)))
    frozen = "提交后不能再改，需要修改时由负责人退回。"
    unseen = [line.title for line in editor.items if not editor.seen(line.key)]
    if not unseen:
        return f"提交评分：{comes_to}", frozen
    named = "、".join(unseen[:NAMED]) + ("等" if len(unseen) > NAMED else "")
    words = f"{named}没有评过，提交后按满分计，本卷{comes_to}。没有问题的项目按回车，就记为已评。{frozen}"
    return f"还有{len(unseen)}项没有评", words
