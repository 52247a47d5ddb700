"""The bench: heading, banner, form beside the pages, check below, foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter

from services.documents.draft_text import DraftView
from services.documents.kinds import KIND_LABELS
from ui.context import UiContext
from ui.kit.controls import button, refuse, text
from ui.kit.empty import empty
from ui.kit.layout import col, holder, row
from ui.kit.theme import u
from ui.pages.drafting.begin import why_not_write
from ui.pages.drafting.check_panel import CheckPanel
from ui.pages.drafting.foot import Act, Foot
from ui.pages.drafting.form import DraftForm
from ui.pages.drafting.objects import serve_appendices, serve_tables
from ui.pages.drafting.opinions import OpinionPanel
from ui.pages.drafting.preview_pane import PreviewPane
from ui.pages.plan_check.banner_place import BannerPlace
from ui.pages.scoring.elided import Elided

PAPER, CHECK = 150, 29
NOTHING_OPEN = ("还没有打开稿子", "选一个模板开始拟稿，或者到“拟稿”台账里打开一份。")


class Bench(QFrame):
    """Parts for the page to connect."""

    def __init__(self, context: UiContext, do: Callable[[Act], None]) -> None:
        super().__init__()
        self.title, self.source = text("拟稿", "title"), Elided("hint")
        self.remark = button("批注", "note", tip="对光标所在的一段或整份稿子写意见")
        self.notice = BannerPlace()
        self.form, self.opinions, self.check = DraftForm(), OpinionPanel(), CheckPanel()
        self.preview = PreviewPane(context)
        self.foot = Foot(context.desk.actor, do)
        serve_tables(self.form.body, self)
        serve_appendices(self.form.attachments, self)
        head = holder(row(self.title, (self.source, 1), self.remark, gap=3), name="heading")
        self.left = QSplitter(Qt.Orientation.Vertical)
        below = holder(row((self.check, 3), (self.opinions, 2), gap=2))
        self.left.addWidget(self.form)
        self.left.addWidget(below)
        self.left.setStretchFactor(0, 1)
        self.left.setChildrenCollapsible(False)
        self.check.setMinimumHeight(u(CHECK))
        self.form.setMinimumHeight(u(50))
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.left)
        self.across.addWidget(self.preview)
        self.across.setStretchFactor(0, 1)
        self.across.setChildrenCollapsible(False)
        self.across.setSizes([u(168), u(PAPER)])
        self.preview.setMinimumWidth(u(90))
        self.setLayout(col(head, self.notice, (self.across, 1), self.foot, gap=2))

    def show_view(self, view: DraftView) -> None:
        """Heading, opinions and acts of a draft."""
        self.title.setText(f"拟稿　{KIND_LABELS.get(view.text.kind, '')}")
        if view.origin_words:
            self.source.say(f"由“{view.origin_words}”生成。")
        else:
            self.source.say(f"用模板“{view.template}”。" if view.template else "")
        self.opinions.show_opinions(view.opinions)
        self.foot.show_view(view)


def nothing_open(context: UiContext, begin: Callable[[], None]) -> QFrame:
    """What the page shows before a draft is opened."""
    start, ledger = button("拟稿", "edit", "main"), button("看拟稿台账", "nav-list")
    refuse(start, why_not_write(context))
    start.clicked.connect(lambda: begin())
    ledger.clicked.connect(lambda: context.go("drafts"))
    return holder(col(empty("edit", *NOTHING_OPEN, ledger, start)))
