"""The left side: groups of pages in the clerks' own words, with counts of what waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from services.access import ROLE_LABELS, Actor, Right
from ui.context import UiContext
from ui.kit import theme
from ui.kit.icons import pixmap
from ui.kit.theme import colour, u
from ui.kit.tokens import COLOUR

GROUPS = {
    "工作台": "nav-desk",
    "任务与期限": "nav-task",
    "报送与催办": "send",
    "单位与人员": "nav-people",
    "培训学时": "law",
    "审核与监督队伍": "shield",
    "案卷评查": "nav-review",
    "问题整改": "nav-problem",
    "投诉与移送": "nav-transfer",
    "监督文书": "nav-paper",
    "清单目录": "nav-list",
    "统计考核": "nav-chart",
    "数据交换": "nav-exchange",
    "系统": "nav-system",
}
KIND, PICTURE, COUNT, HERE, KEY, REFUSED = (Qt.ItemDataRole.UserRole + n for n in range(6))


@dataclass(frozen=True, slots=True)
class Badge:
    """How many wait on a page; `late` paints it red. A page where nothing waits has none."""

    count: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the desk. `badge` runs in a read job; `bench` pages fold the navigation while they are open."""

    key: str
    title: str
    group: str
    icon: str
    make: Callable[[UiContext], QWidget]
    purpose: str = ""
    needs: Right | None = None
    badge: Callable[[UiContext], Badge | None] | None = None
    bench: bool = False

    def refusal(self, actor: Actor) -> str:
        """Why this account cannot open the page; empty when it can."""
        if self.needs is None or actor.may(self.needs):
            return ""
        return f"“{ROLE_LABELS[actor.role]}”没有打开这一页的权限"


class Navigation(QListWidget):
    """Groups; the pages of the current group stand under it. Enter, Space or a click opens."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], actor: Actor) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAccessibleName("导航")
        self.setItemDelegate(_NavItem(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(u(13))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._actor = actor
        self._groups = {g: [e for e in entries if e.group == g] for g in GROUPS}
        self._groups = {g: found for g, found in self._groups.items() if found}
        self._badges: Mapping[str, Badge] = {}
        self._here = ""
        self._narrow = False
        self.itemClicked.connect(self._open)
        self._rebuild()

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups that have pages, in order; Ctrl+1 opens the first."""
        return tuple(self._groups)

    def first_of(self, number: int) -> str:
        """Key of the first page of group `number` (1 …) that this account may open; empty where there is none."""
        if not 1 <= number <= len(self._groups):
            return ""
        found = self._groups[self.groups[number - 1]]
        return next((e.key for e in found if not e.refusal(self._actor)), "")

    def show_page(self, key: str) -> None:
        """Mark the page as the current one and open its group."""
        self._here = key
        self._rebuild()

    def set_badges(self, badges: Mapping[str, Badge]) -> None:
        """Counts by page key; a group that is closed carries the sum of its pages."""
        self._badges = {key: badge for key, badge in badges.items() if badge.count}
        self._rebuild()

    @property
    def narrow(self) -> bool:
        """Whether only the icons are shown."""
        return self._narrow

    def fold(self, narrow: bool) -> None:
        """Icons only: on work benches, by Ctrl+B, and by itself when the window is narrow."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._rebuild()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(u(13) if self._narrow else u(50), u(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(u(13), u(40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentItem():
            self._open(self.currentItem())
            return
        super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        if not item.data(REFUSED):
            self.wanted.emit(item.data(KEY))

    def _rebuild(self) -> None:
        current = self.currentItem().text() if self.currentItem() else ""
        self.clear()
        for name, entries in self._groups.items():
            alone = len(entries) == 1
            inside = any(entry.key == self._here for entry in entries)
            is_open = inside and not alone and not self._narrow
            target = next((e for e in entries if not e.refusal(self._actor)), entries[0])
            badge = None if is_open else self._sum(entries)
            self._add(name, "group", GROUPS[name], badge, inside and not is_open, target)
            for entry in entries if is_open else ():
                self._add(entry.title, "page", "", self._badges.get(entry.key), entry.key == self._here, entry)
        for n in range(self.count()):
            if self.item(n).text() == current or (not current and self.item(n).data(HERE)):
                self.setCurrentRow(n)
        self._show_here()

    def _show_here(self) -> None:
        """On a low screen the list rolls: the page that is open stays in sight, unless the keys are in the list."""
        if not self.hasFocus():
            for n in range(self.count()):
                if self.item(n).data(HERE):
                    self.scrollToItem(self.item(n))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_here()

    def _sum(self, entries: Sequence[PageEntry]) -> Badge | None:
        found = [self._badges[e.key] for e in entries if e.key in self._badges]
        return Badge(sum(b.count for b in found), any(b.late for b in found)) if found else None

    def _add(self, name: str, kind: str, picture: str, badge: Badge | None, here: bool, entry: PageEntry) -> None:
        item = QListWidgetItem(name, self)
        refused = entry.refusal(self._actor)
        values: tuple[tuple[int, Any], ...] = (
            (KIND, kind),
            (PICTURE, picture),
            (COUNT, (badge.count, badge.late) if badge else None),
            (HERE, here),
            (KEY, entry.key),
            (REFUSED, refused),
        )
        for role, value in values:
            item.setData(role, value)
        spoken = [name, *([f"{badge.count}项"] if badge else []), *(["有逾期"] if badge and badge.late else [])]
        item.setData(Qt.ItemDataRole.AccessibleTextRole, "，".join(spoken))
        item.setToolTip(refused or (name if self._narrow else entry.purpose if kind == "page" else ""))


class _NavItem(QStyledItemDelegate):
    def __init__(self, view: Navigation) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, u(8.5) if index.data(KIND) == "group" else u(7.5))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look: Any = option
        area: QRect = look.rect
        group, here = index.data(KIND) == "group", bool(index.data(HERE))
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here:
            p.fillRect(area, colour("panel"))
            p.fillRect(QRect(area.left(), area.top(), u(0.75), area.height()), colour("accent"))
        elif look.state & QStyle.StateFlag.State_MouseOver:
            p.fillRect(area, colour("line"))
        ink = "text_off" if index.data(REFUSED) else "accent" if here else "text" if group else "text2"
        if group:
            side, tint = u(4.5), "accent" if here else "text_off" if index.data(REFUSED) else "text2"
            top = area.top() + (area.height() - side) // 2
            p.drawPixmap(area.left() + u(4), top, self._picture(index, tint, side))
        p.setPen(colour(ink))
        p.setFont(theme.font("body", bold=here))
        if not self._view.narrow:
            p.drawText(area.adjusted(u(11), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, index.data())
            self._count(p, area, index.data(COUNT))
        if self._view.hasFocus() and self._view.currentIndex() == index:
            p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            p.setPen(QPen(colour("focus"), 2))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(area.adjusted(1, 1, -1, -1))
        p.restore()

    def _picture(self, index: QModelIndex | QPersistentModelIndex, tint: str, side: int) -> Any:
        return pixmap(index.data(PICTURE), COLOUR[tint], side, self._view.devicePixelRatioF())

    def _count(self, p: QPainter, area: QRect, count: tuple[int, bool] | None) -> None:
        if not count:
            return
        number, late = count
        words = f"{number:,}" if number < 10_000 else "9,999+"
        p.setFont(theme.font("caption", bold=late))
        width = max(u(5.5), p.fontMetrics().horizontalAdvance(words) + u(3))
        body = QRectF(area.right() - u(3) - width, area.top() + (area.height() - u(4.5)) / 2, width, u(4.5))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(colour("late" if late else "line"))
        p.drawRoundedRect(body, u(2.25), u(2.25))
        p.setPen(colour("on_dark" if late else "text"))
        p.drawText(body, Qt.AlignmentFlag.AlignCenter, words)
