"""使用说明: topics on the left, the text on the right; F1 opens it at the page that was in use."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.context import UiContext
from ui.kit.initials import pinyin_initials
from ui.kit.parts import button, col, field, heading, holder, panel, refuse, row, text
from ui.kit.theme import u
from ui.pages.help.topic_list import TopicList
from ui.pages.help.topics import FIRST, desk_topics
from ui.pages.help.view import TopicView

HERE = "help"
LIST_WIDTH = 60


class HelpPage(QWidget):
    """Esc empties the search, then goes back to the page that F1 was pressed on."""

    status_changed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context = context
        self.topics = {topic.key: topic for topic in desk_topics()}
        self.key, self.came_from = FIRST, ""
        self._before: list[str] = []
        self._letters: dict[str, str] = {}
        self._build()
        self._show(FIRST)

    # --- for the window ------------------------------------------------------------------
    def show_topic(self, page_key: str) -> None:
        """F1: the topic of a page, else 开始使用; Esc goes back to that page."""
        if page_key != HERE:
            self.came_from = page_key
        self.search.clear()
        self._before.clear()
        self._show(page_key if page_key in self.topics else FIRST)
        self._allow()
        self.view.setFocus()

    def open_row(self, topic_key: object) -> None:
        """A topic as a place of this page."""
        self._show(str(topic_key) if str(topic_key) in self.topics else FIRST)

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_first(self) -> None:
        """The keyboard starts in the list of topics."""
        self.list.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.search, self.list, self.view)

    # --- building ------------------------------------------------------------------------
    def _build(self) -> None:
        self.search = field("查找帮助", picture="search")
        self.search.setClearButtonEnabled(True)
        self.list, self.view = TopicList(tuple(self.topics.values())), TopicView()
        self.back = button("上一个主题", "arrow-left")
        self.open = button("打开这一页", "open")
        self.leave = button("返回", "undo", key="Esc")
        self.back.clicked.connect(self._step_back)
        self.open.clicked.connect(lambda: self._context.go(self.key))
        self.leave.clicked.connect(self._return)
        self.search.textChanged.connect(self._look)
        self.search.returnPressed.connect(self._first_found)
        self.list.chosen.connect(self._chosen)
        self.view.topic_wanted.connect(self._followed)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)
        self._none = text("没有找到。换一个词再找。", "hint", wrap=True, align=Qt.AlignmentFlag.AlignHCenter)
        self._faces = QStackedWidget()
        for face in (self.list, panel(self._none, None)):
            self._faces.addWidget(face)
        left = holder(col(self.search, (self._faces, 1), gap=2))
        left.setFixedWidth(u(LIST_WIDTH))
        sheet = panel((self.view, 1), pad=(0,))
        head = heading("使用说明", "每一页怎么用，出了问题怎么办。", self.back, self.open, self.leave)
        self.setLayout(col(head, (row(left, (sheet, 1), gap=3), 1), gap=3, pad=(4, 3)))

    # --- showing -------------------------------------------------------------------------
    def _show(self, key: str) -> None:
        self.key = key
        self.list.select(key)
        self.view.show_topic(self.topics[key], self._wanted())
        self._allow()
        self._say()

    def _allow(self) -> None:
        refuse(self.back, "" if self._before else "还没有看过别的主题")
        refuse(self.open, "" if self.topics[self.key].page and self.key != HERE else "这个主题不属于哪一页")
        refuse(self.leave, "" if self.came_from else "没有从别的页面过来")

    def _say(self) -> None:
        count = len(self.list.shown())
        self.status_changed.emit(f"找到{count}个主题" if self._wanted() else f"共{count}个主题")

    # --- moving --------------------------------------------------------------------------
    def _chosen(self, key: str) -> None:
        if key != self.key:
            self._followed(key)

    def _followed(self, key: str) -> None:
        if key in self.topics:
            self._before.append(self.key)
            self._show(key)

    def _step_back(self) -> None:
        if self._before:
            self._show(self._before.pop())

    def _escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self._return()

    def _return(self) -> None:
        if self.came_from:
            self._context.go(self.came_from)

    # --- search --------------------------------------------------------------------------
    def _wanted(self) -> list[str]:
        return self.search.text().lower().split()

    def _look(self) -> None:
        wanted = self._wanted()
        if wanted and self.search.text().isascii() and not self._letters:
            titles = {key: topic.title for key, topic in self.topics.items()}
            self._context.jobs.read(
                self, lambda: {key: pinyin_initials(title) for key, title in titles.items()}, self._take_letters
            )
        self._narrow(wanted)

    def _take_letters(self, letters: dict[str, str]) -> None:
        self._letters = letters
        self._narrow(self._wanted())

    def _narrow(self, wanted: list[str]) -> None:
        found = [key for key, topic in self.topics.items() if topic.finds(wanted) or self._by_letters(key, wanted)]
        self.list.narrow(found if wanted else None)
        self._faces.setCurrentIndex(0 if found else 1)
        self.view.show_topic(self.topics[self.key], wanted)
        self._allow()
        self._say()

    def _by_letters(self, key: str, wanted: list[str]) -> bool:
        return len(wanted) == 1 and wanted[0].isascii() and wanted[0] in self._letters.get(key, "")

    def _first_found(self) -> None:
        """Enter: the first topic whose title has the words, else the first found."""
        wanted, shown = self._wanted(), self.list.shown()
        titled = [key for key in shown if all(word in self.topics[key].title.lower() for word in wanted)]
        if shown:
            self._chosen((titled or shown)[0])
            self.list.setFocus()
