"""Every page of the registry in the real window: looks, size, first focus, Tab, and what each role may do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QTextBrowser,
)

from services.access import Actor, Role
from tests.conftest import USER
from tests.ui import looks

OFFICE, LOW = (1366, 768), (1280, 640)
WRITING = ("new", "insert", "edit", "batch_edit", "remove", "import")
LEAST_STOPS = 5  # search, fold, bell, lock and help are in the frame of every page
MOST_STOPS, MOST_LINKS = 150, 30


class Walked:
    """A window on a desk, and what was said while its pages were visited."""

    def __init__(self, qtbot, desk, jobs, notify, errors, machine):
        from services.folder import DataFolder
        from ui.bridge import Bridge
        from ui.context import UiContext
        from ui.desk_face import DeskFace
        from ui.main_window import MainWindow
        from ui.pages.registry import page_entries

        class Opened:
            folder, user, key = DataFolder(desk.folder.root), USER, b""

        self.qtbot, self.desk, self.jobs, self.errors, self.said = qtbot, desk, jobs, errors, []
        notify.toasted.connect(self.said.append)
        self.context = UiContext(desk, jobs, notify, Bridge())
        desk.database.subscribe(self.context.bridge.publish)
        self.entries = page_entries()
        self.window = MainWindow(self.context, DeskFace(desk, Opened()), self.entries, machine)
        self.window.resize(*OFFICE)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    def settle(self):
        """Until nothing is read any more, and what was read is shown."""
        for _ in range(3):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: not self.jobs.busy, timeout=20_000)
        pane = getattr(self.page, "pane", None)
        if getattr(pane, "_pause", None) is not None:
            self.qtbot.waitUntil(lambda: not pane._pause.isActive() and not self.jobs.busy, timeout=20_000)
        QApplication.processEvents()

    @property
    def page(self):
        return self.window.stack.page

    def open(self, entry, size=OFFICE):
        self.window.resize(*size)
        self.window.go(entry.key)
        self.settle()
        return self.page

    def visits(self):
        """Every page that this account may open, one after the other."""
        return [(e, self.open(e)) for e in self.entries if not e.refusal(self.desk.actor)]

    def close(self):
        self.window._leaving = True
        self.context.notify.attach(None)
        self.window.hide()


@pytest.fixture
def walk(qtbot, jobs, notify, errors, machine):
    made = []

    def make(desk, role=Role.ADMINISTRATOR):
        if role is not Role.ADMINISTRATOR:
            desk.database.actor = lambda: Actor("简若宁", role)
        made.append(Walked(qtbot, desk, jobs, notify, errors, machine))
        return made[-1]

    yield make
    for one in made:
        one.close()
    assert jobs.shut_down()  # before the data file is closed


def shown(page, kind):
    return [w for w in page.findChildren(kind) if w.isVisible()]


def cut_buttons(page):
    """A button that is narrower than its words."""
    found = []
    for made in shown(page, QPushButton):
        if made.text() and made.width() < made.minimumSizeHint().width():
            found.append(f"button is cut off: {made.text()}")
    return found


def outside(page):
    """Words and buttons that stand, in part, outside the page; what can be rolled into sight does not count."""
    found = []
    for part in (*shown(page, QLabel), *shown(page, QAbstractButton)):
        above, rolls = part.parentWidget(), False
        while above is not None and above is not page:
            rolls = rolls or isinstance(above, QAbstractScrollArea)
            above = above.parentWidget()
        area = part.rect().translated(part.mapTo(page, part.rect().topLeft()))
        if not rolls and part.width() and not page.rect().contains(area):
            found.append(f"stands outside the page: {part.text() or part.accessibleName()}")
    return found


def sideways(page, tables):
    """Areas that must be rolled sideways; tables may where the screen is small."""
    kinds = (QScrollArea, QTableView) if tables else (QScrollArea,)
    areas = [a for a in shown(page, QAbstractScrollArea) if isinstance(a, kinds) and a.objectName() != "frozen"]
    return [f"rolls sideways: {a.accessibleName()}" for a in areas if a.horizontalScrollBar().maximum() > 0]


def filled(page):
    """More than one filled button in sight."""
    words = [b.text() for b in shown(page, QPushButton) if b.property("kind") == "main" and b.isEnabled()]
    return [f"several filled buttons: {words}"] if len(words) > 1 else []


def unexplained(page):
    """What is switched off without saying why."""
    dead = [b for b in shown(page, QAbstractButton) if not b.isEnabled() and not b.toolTip()]
    return [f"switched off without a reason: {b.text() or b.accessibleName()}" for b in dead]


def misfits(walked, page, size, *, wide):
    mine = f"in {USER!r}"  # what a person typed may be any word
    found = [words for words in looks.faults(page, smallest=None) if not words.endswith(mine)]
    found += [*cut_buttons(page), *outside(page), *filled(page)]
    found += [*unexplained(page), *sideways(page, tables=wide)]
    need = walked.window.minimumSizeHint()
    if need.width() > size[0] or need.height() > size[1]:
        found.append(f"the window needs {need.width()}x{need.height()} of {size[0]}x{size[1]}")
    return found


def first_focus(page):
    from ui.kit.focus import starting_place

    focus = QApplication.focusWidget()
    if focus is page and starting_place(page) is None:
        return []  # nothing here can be done, such as an empty 回收站; F6 goes on from the page
    if focus is None or focus is page or not page.isAncestorOf(focus):
        return [f"the keyboard starts at {focus!r}"]
    if not focus.isVisible() or not (focus.accessibleName() or getattr(focus, "text", str)()):
        return [f"the keyboard starts at something that says nothing: {focus!r}"]
    return []


def tab_round(walked):
    """Stops of Tab from the first one on until it comes round; a stop that keeps the focus ends the walk."""
    if not QApplication.focusWidget().focusPolicy() & Qt.FocusPolicy.TabFocus:
        walked.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)  # a page with nothing to do has no stop
    start = QApplication.focusWidget()
    stops, links = [start], 0
    for _ in range(MOST_STOPS):
        here = QApplication.focusWidget()
        walked.qtbot.keyClick(here, Qt.Key.Key_Tab)
        there = QApplication.focusWidget()
        if there is here and isinstance(here, QTextBrowser) and links < MOST_LINKS:
            links += 1  # Tab goes from link to link first
            continue
        if there is here:
            return stops, [f"Tab does not leave {here.accessibleName() or here!r}"]
        links = 0
        if there is start:
            return stops, []
        if not there.isVisible() or not there.isEnabled():
            return stops, [f"Tab stops at what cannot be used: {there!r}"]
        stops.append(there)
    return stops, [f"Tab does not come round in {MOST_STOPS} stops"]


def checked(walked, sizes):
    """Sentences about what is wrong, page by page; empty when nothing is."""
    found = []
    for entry in walked.entries:
        if entry.refusal(walked.desk.actor):
            continue
        page = walked.open(entry)
        wrong = first_focus(page)
        if not wrong:
            stops, stuck = tab_round(walked)
            wrong += stuck or ([] if len(stops) > LEAST_STOPS else [f"Tab has only {len(stops)} stops"])
        for size, wide in sizes:
            walked.open(entry, size)
            wrong += [f"{words}（{size[0]}×{size[1]}）" for words in misfits(walked, page, size, wide=wide)]
        found += [f"{entry.title}：{words}" for words in wrong]
    return found + [f"said: {words}" for words in walked.said] + [repr(error) for error in walked.errors]


NORMAL = ((OFFICE, True), (LOW, False))


def test_every_page_with_the_sample_county_is_whole_for_an_administrator(walk, sample_desk):
    assert "\n".join(checked(walk(sample_desk), NORMAL)) == ""


def test_every_page_of_a_bureau_that_has_just_been_set_up_is_whole(walk, empty_desk):
    assert "\n".join(checked(walk(empty_desk), NORMAL)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.READER, Role.CLERK, Role.HEAD])
def test_every_page_is_whole_for_the_other_roles(walk, sample_desk, role):
    assert "\n".join(checked(walk(sample_desk, role), NORMAL)) == ""


@pytest.mark.slow
def test_every_page_of_a_new_bureau_is_whole_for_a_reader(walk, empty_desk):
    assert "\n".join(checked(walk(empty_desk, Role.READER), NORMAL)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
@pytest.mark.parametrize("which", ["sample_desk", "empty_desk"])
def test_every_page_is_whole_in_large_letters(walk, request, app_theme, which, role):
    from ui.kit import icons, theme

    theme.apply(app_theme, 1.15, shipped_face=True)
    icons.forget()
    assert "\n".join(checked(walk(request.getfixturevalue(which), role), ((OFFICE, False),))) == ""


def test_a_reader_sees_every_writing_act_switched_off_with_the_reason(walk, sample_desk):
    from ui.kit.ledger_page import LedgerPage

    walked = walk(sample_desk, Role.READER)
    wrong = []
    for entry, page in walked.visits():
        wrong += [f"{entry.title}：{words}" for words in unexplained(page)]
        if not isinstance(page, LedgerPage):
            continue
        for name in WRITING:
            act = page.findChild(QAction, f"ledger.{name}")
            if act.isVisible() and (act.isEnabled() or "权限" not in act.toolTip()):
                wrong.append(f"{entry.title}：{act.text()}　{act.toolTip()}")
    assert wrong == []
    assert walked.said == []
    assert walked.errors == []


def test_a_page_that_the_role_lacks_says_so_and_stays_closed(walk, sample_desk):
    walked = walk(sample_desk, Role.READER)
    here = walked.window.stack.key
    refused = [e for e in walked.entries if e.refusal(sample_desk.actor)]
    assert refused
    for entry in refused:
        walked.window.go(entry.key)
        assert walked.window.stack.key == here
        assert "权限" in walked.said[-1]


def test_no_menu_entry_is_switched_off_without_a_reason(walk, sample_desk):
    walked = walk(sample_desk)
    dead = []
    for entry, _page in walked.visits():
        walked.window.menus._look_again()
        for name, action in walked.window.menus.entries.items():
            if not action.isEnabled() and action.toolTip() in ("", action.text().split("\t")[0]):
                dead.append(f"{entry.title}：{name}")
    assert dead == []
    lost = [name for name, action in walked.window.menus.entries.items() if action.toolTip() == "没有这一页"]
    assert lost == []  # every page that a menu names is there


@pytest.mark.slow
def test_the_open_page_is_in_sight_in_the_navigation_of_a_low_screen(walk, sample_desk):
    from ui.navigation import HERE

    walked, hidden = walk(sample_desk), []
    for entry in walked.entries:
        walked.open(entry, LOW)
        nav = walked.window.navigation
        here = next(nav.item(n) for n in range(nav.count()) if nav.item(n).data(HERE))
        if not nav.viewport().rect().contains(nav.visualItemRect(here)):
            hidden.append(entry.title)
    assert hidden == []


@pytest.mark.slow
def test_the_notice_of_an_act_covers_no_filled_button(walk, sample_desk):
    walked = walk(sample_desk)
    wrong = []
    for entry in walked.entries:
        page = walked.open(entry, LOW)
        walked.context.notify.toast("已将3条移入回收站。", lambda: None)
        QApplication.processEvents()
        toast = walked.context.notify.current_toast
        place = toast.rect().translated(toast.mapTo(walked.window, toast.rect().topLeft()))
        for made in shown(page, QPushButton):
            if made.property("kind") == "main":
                area = made.rect().translated(made.mapTo(walked.window, made.rect().topLeft()))
                if area.intersects(place):
                    wrong.append(f"{entry.title}：{made.text()}")
        toast.dismiss()
    assert wrong == []


def form_faults(walked, name):
    """What is wrong with the open form, which is left without a word typed."""
    from ui.kit.form_dialog import FormDialog

    walked.settle()
    form = next(d for d in walked.window.findChildren(FormDialog) if d.isVisible())
    walked.settle()
    found = [*looks.faults(form, smallest=None), *cut_buttons(form), *filled(form), *sideways(form, tables=True)]
    if form.height() > LOW[1] or form.width() > LOW[0]:
        found.append(f"the form is {form.width()}x{form.height()}")
    focus = QApplication.focusWidget()
    must = any(f.required for f in form._fields)
    if must and (focus is None or "必填" not in focus.accessibleName()):
        found.append(f"the form starts at {focus.accessibleName() if focus else None}")
    form.reject()
    walked.settle()
    with walked.qtbot.waitActive(walked.window):
        walked.window.activateWindow()
    return [f"{name}：{words}" for words in found]


@pytest.mark.slow
def test_every_form_fits_a_low_screen_and_starts_at_what_must_be_filled_in(walk, sample_desk):
    from ui.kit.ledger_page import LedgerPage

    walked, wrong = walk(sample_desk), []
    for entry in walked.entries:
        page = walked.open(entry, LOW)
        if not isinstance(page, LedgerPage):
            continue
        if page.service.spec.addable:
            page.new_row()
            walked.settle()
            if walked.page is page:
                wrong += form_faults(walked, f"{entry.title}　新建")
            else:  # a meeting is written on a page of its own
                page = walked.open(entry, LOW)
        seen = set()
        for place in range(min(page.model.total, 20)):
            row = page.model.row_at(place)
            for action in page.service.actions(row):
                if action.enabled and action.fields and action.name not in seen:
                    seen.add(action.name)
                    page.runner.run(action, row)
                    wrong += form_faults(walked, f"{entry.title}　{action.label}")
    assert "\n".join(wrong) == ""
    assert walked.said == []
    assert walked.errors == []


def test_a_case_is_scored_from_its_ledger(walk, sample_desk):
    walked = walk(sample_desk)
    walked.window.go("cases")
    walked.settle()
    case = walked.page.current_row()
    assert walked.page.pane.main_action().label == "开始打分"
    walked.page.next_act()  # Ctrl+Enter
    walked.settle()
    assert walked.window.stack.key == "scoring"
    assert walked.page.picker.current().id == case.id


def test_rows_are_as_high_as_before_where_a_title_stood_between_them(app_theme, qtbot):
    from ui.kit.table import Column, Rows, Table

    columns = (Column("事项", 10), Column("期限", 6))
    rows = Rows(columns, [["逾期"], ["核清人员底数", ""], ["今天"], ["落实三项制度", ""]], bands=(0, 2))
    table = Table(columns, rows, "事项")
    qtbot.addWidget(table)
    assert table.rowHeight(2) < table.rowHeight(1)
    rows.replace([["逾期"], ["核清人员底数", ""], ["更新事项目录", ""]], bands=(0,))
    assert table.rowHeight(2) == table.rowHeight(1)
