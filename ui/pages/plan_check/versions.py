"""What a plan has to do with those that are stored: the same one again, another version, a better reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from services.plans.compare import Difference
from services.plans.reread import Rereader, RereadPlan
from services.plans.store import LoadedPlan
from services.plans.versions import Comparison, Follows, PlanVersions, StoredTitle
from services.query import Outcome
from ui.context import UiContext
from ui.jobs import JobContext
from ui.kit.parts import button
from ui.pages.plan_check.differences import DifferencesDialog, Line, Words
from ui.pages.plan_check.sheet import Sheet

if TYPE_CHECKING:
    from ui.pages.plan_check.page import PlanCheckPage

REREAD = (
    (Difference.NEW, "新识别出"),
    (Difference.GONE, "不再识别"),
    (Difference.CHANGED, "有变化"),
)
NO_OTHER = "台账里还没有别的计划可以比较。"
NOTHING_NEW = "按新规则重新识别，与台账没有不同。"
MOST_TITLES = 20


class Versions(QObject):
    """Lives and ends with the page."""

    def __init__(self, context: UiContext, page: PlanCheckPage) -> None:
        super().__init__(page)
        desk = context.desk
        self._context, self._page = context, page
        self._versions = PlanVersions(desk.database, desk.plans, desk.now)
        self._rereader = Rereader(desk.database, desk.settings, desk.now)
        self.follows: Follows | None = None
        self.dialog: DifferencesDialog | None = None
        self.menu: QMenu | None = None
        page.parts.compare.clicked.connect(self.choose)
        page.parts.reread.clicked.connect(self.read_again)

    def forget(self) -> None:
        """Another plan is on the page."""
        self.follows = None

    def look_for(self, sheet: Sheet) -> None:
        """Whether the plan is stored already, and which stored one looks like another version of it."""
        plan = sheet.loaded
        if plan is not None:
            self._context.jobs.read(self, lambda: self._versions.alike(plan), partial(self._tell, plan))

    def storing(self, plan: LoadedPlan) -> Callable[[JobContext], Outcome]:
        """The work that stores the plan."""
        versions, follows = self._versions, self.follows
        return lambda _job: versions.accept(plan, follows)

    def choose(self) -> None:
        """与已有计划比较: which of the stored ones."""
        self._context.jobs.read(self, self._versions.stored, self._choose)

    def compare(self, plan_id: int) -> None:
        """The plan on the page beside a stored one."""
        plan = self._page.sheet_now().loaded
        if plan is not None:
            work = partial(self._versions.compare, plan, plan_id)
            self._context.jobs.read(self, work, self._show_comparison)

    def read_again(self) -> None:
        """按新规则重新识别: the stored plan on the page, from its own text."""
        plan_id = self._page.sheet_now().plan_id
        if plan_id is not None:
            work = partial(self._rereader.differences, plan_id)
            self._context.jobs.long_read(self, lambda _job: work(), self._show_reread, title="正在按新规则重新识别")

    def _tell(self, plan: LoadedPlan, found: list[StoredTitle]) -> None:
        page = self._page
        gone = page.sheet is None or page.sheet.loaded is None or page.sheet.text != plan.text
        if not found or gone or page.parts.trouble.words:  # what keeps the plan from being stored goes first
            return
        first = found[0]
        if first.same:
            go = button("打开已存的计划", kind="link")
            go.clicked.connect(lambda: page.open_plan(first.plan_id))
            page.parts.trouble.show_banner("due", f"这份计划已经导入过：{first.words}。", go)
            return
        act = button("与它比较", kind="link")
        act.clicked.connect(lambda: self.compare(first.plan_id))
        words = f"台账里有一份相近的计划：{first.words}。比较后可以只看新增和有变化的。"
        page.parts.trouble.show_banner("info", words, act)

    def _choose(self, found: list[StoredTitle]) -> None:
        if not found:
            self._page.warn(NO_OTHER)
            return
        menu = self.menu = QMenu(self._page)
        for plan in found[:MOST_TITLES]:
            menu.addAction(plan.words).triggered.connect(partial(self._chosen, plan.plan_id))
        under = self._page.parts.compare
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def _chosen(self, plan_id: int, _checked: bool = False) -> None:
        self.compare(plan_id)

    def _show_comparison(self, found: Comparison) -> None:
        lines = [
            Line(
                pair.difference,
                found.old[pair.old] if pair.old is not None else None,
                found.new[pair.new] if pair.new is not None else None,
                pair.changes,
            )
            for pair in found.pairs
        ]
        words = Words(
            "与已有计划比较",
            f"新增{found.count(Difference.NEW)}项，取消{found.count(Difference.GONE)}项，"
            f"有变化{found.count(Difference.CHANGED)}项，不变{found.count(Difference.SAME)}项。存为计划时另存一份，原计划不动。",
            f"已存：{found.plan.title}",
            "正在核对的计划",
            "作为它的新版本",
            option="存入时，不变的任务沿用已有进展",
        )
        dialog = self._open(words, lines)

        def follow(_ticked: frozenset[int], carry: bool) -> None:
            self.follows = Follows(found.plan.plan_id, carry)
            dialog.accept()
            carried = "，不变的任务沿用进展" if carry else ""
            self._context.notify.toast(f"存入时作为《{found.plan.title}》的新版本{carried}。", self.forget)

        dialog.accepted_with.connect(follow)

    def _show_reread(self, found: RereadPlan) -> None:
        if not found.items:
            self._context.notify.toast(NOTHING_NEW)
            return
        lines = [
            Line(item.difference, item.old, item.new, item.changes, item.by_hand, item.refusal) for item in found.items
        ]
        words = Words(
            "按新规则重新识别",
            "勾选要采用的，没有勾选的不动。进展、状态和延期都不动；手工改过的，采用后以新识别的为准。",
            "台账里",
            "新识别的",
            "采用勾选的",
            tick=True,
            kinds=REREAD,
        )
        dialog = self._open(words, lines)
        work = self._rereader.take_over

        def store(ticked: frozenset[int], _option: bool) -> None:
            keys = {found.items[place].key for place in ticked}
            self._context.jobs.write(dialog, lambda _job: work(found, keys), taken, dialog.refused)

        def taken(outcome: Outcome) -> None:
            dialog.accept()
            self._context.tell(outcome)
            self._page.open_plan(found.plan_id)

        dialog.accepted_with.connect(store)

    def _open(self, words: Words, lines: list[Line]) -> DifferencesDialog:
        dialog = self.dialog = DifferencesDialog(self._page.window(), words, lines)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
