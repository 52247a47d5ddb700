import threading
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from services.errors import NotFoundError
from tests.ui.looks import faults
from tests.ui.pages import PlainPage, entries
from tests.ui.typing_keys import press
from ui.kit import theme
from ui.menus import COMMANDS
from ui.navigation import PageEntry


@pytest.mark.parametrize("size", [(1366, 768), (1280, 640)])
@pytest.mark.parametrize("sample", [False, True])
def test_the_window_keeps_to_the_looks(make_window, small_desk, size, sample):
    small_desk.sample_data, small_desk.reminders = sample, 7
    made = make_window(size=size)
    made.go("officers")
    assert faults(made) == []
    assert (made.width(), made.height()) == size


def test_large_text_still_fits_a_small_screen(app_theme, make_window):
    theme.build(1.15)
    try:
        need = make_window().minimumSizeHint()
        assert need.width() <= 1366
        assert need.height() <= 640
    finally:
        theme.build()


def test_pages_are_made_on_their_first_visit(window):
    assert window.stack.made == ("today",)
    window.go("officers")
    window.go("today")
    assert window.stack.made == ("today", "officers")


def test_ctrl_numbers_and_alt_arrows_walk_the_pages(qtbot, window):
    press(qtbot, window, Qt.Key.Key_3)
    assert window.stack.key == "page2"
    press(qtbot, window, Qt.Key.Key_5)
    assert window.stack.key == "page4"
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.stack.key == "page2"
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.stack.key == "today"
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # there is nothing before the first
    assert window.stack.key == "today"
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.stack.key == "page2"
    assert window.windowTitle() == "报送与催办 － 执法监督工作台"
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    window.go("officers")
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)  # a new way forgets what lay ahead
    assert window.stack.key == "officers"
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.stack.key == "today"


def test_ctrl_b_folds_the_navigation_and_the_choice_is_kept(qtbot, window, machine):
    press(qtbot, window, Qt.Key.Key_B)
    assert window.navigation.narrow
    assert machine.folded
    press(qtbot, window, Qt.Key.Key_B)
    assert not window.navigation.narrow


def test_a_narrow_window_folds_it_by_itself_and_says_why(make_window):
    made = make_window(size=(1100, 640))
    assert made.navigation.narrow
    assert not made.top.fold.isEnabled()
    assert made.top.fold.toolTip() == "窗口太窄，放不下展开的导航"


def test_work_benches_fold_the_navigation(make_window):
    bench = PageEntry("bench", "评查打分", "案卷评查", "edit", PlainPage, bench=True)
    made = make_window([*entries(), bench])
    made.go("bench")
    assert made.navigation.narrow
    made.go("today")
    assert not made.navigation.narrow


def test_menu_entries_call_the_page_and_are_disabled_with_a_reason(qtbot, window):
    export = window.menus.entries["page:export_page"]
    assert not export.isEnabled()
    assert export.toolTip() == "这一页没有这项操作"
    window.go("officers")
    page = window.stack.page
    window.menus.entries["page:new_row"].trigger()
    press(qtbot, window, Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)
    assert page.asked == ["new_row", "reload"]
    press(qtbot, window, Qt.Key.Key_F)
    assert page.filter.hasFocus()
    assert not window.menus.entries["go:import"].isEnabled()
    assert window.menus.entries["go:import"].toolTip() == "没有这一页"


def test_every_key_of_the_menus_is_shown_and_none_is_used_twice(window):
    keys = [command.key for command in COMMANDS if command.key]
    assert len(keys) == len(set(keys))
    assert window.menus.entries["page:open_current"].text() == "打开\t回车"
    assert window.menus.entries["lock"].shortcut() == QKeySequence("Ctrl+L")
    words = [entry.text() for entry in window.menus.entries.values()]
    assert all(words)


def test_a_page_that_answers_a_key_itself_keeps_it(qtbot, make_window):
    class OwnKeys(PlainPage):
        def __init__(self, context):
            super().__init__(context)
            self.count = 0
            act = QAction("刷新", self)
            act.setObjectName("ledger.reload")
            act.setShortcut(QKeySequence("F5"))
            act.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            act.triggered.connect(self.step)
            self.addAction(act)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

        def step(self):
            self.count += 1

    made = make_window([PageEntry("own", "自己的键", "工作台", "open", OwnKeys)])
    page = made.stack.page
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    assert page.count == 1
    assert made.menus.entries["page:reload"].text() == "刷新\tF5"
    made.menus.entries["page:reload"].trigger()
    assert page.count == 2
    page.findChild(QAction, "ledger.reload").setEnabled(False)
    made.menus.menus["row"].aboutToShow.emit()
    assert not made.menus.entries["page:reload"].isEnabled()


def test_f6_walks_the_regions_and_comes_round(qtbot, window):
    window.go("officers")
    window.navigation.setFocus()
    reached = []
    for _n in range(3):
        press(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        focus = window.focusWidget()
        regions = {"nav": window.navigation, "search": window.search, "page": window.stack.page}
        reached.append(next(name for name, r in regions.items() if focus is r or r.isAncestorOf(focus)))
    assert reached == ["page", "search", "nav"]
    press(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is window.search


def test_tab_walks_as_the_window_is_read(qtbot, window):
    window.go("officers")
    window.top.fold.setFocus()
    names = [window.top.fold.accessibleName()]
    for _n in range(15):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        names.append(window.focusWidget().accessibleName())
    assert names == [
        "收起导航",
        "查找全部台账",
        "提醒",
        "经办　齐明川",
        "锁定",
        "本页帮助",
        "导航",
        "导出",
        "登记人员",
        "姓名、证号、拼音首字母",
        "单位",
        "列设置",
        "全部，1286条",
        "执法人员",
        "详情",
        "发起换证",
    ]


def test_a_page_opens_with_the_focus_in_its_table(window):
    window.go("officers")
    assert window.stack.page.table.hasFocus()


def test_the_status_line_shows_what_the_page_says_the_backup_and_the_folder(window):
    assert window.status.page_words.text() == ""
    window.go("officers")
    assert window.status.page_words.text() == "显示4条，共1,286条"
    assert window.status.backup_words.text() == "最近备份：今天12:30"
    assert window.status.place_words.text() == "示例县司法局　示例县"
    window.go("today")
    assert window.status.page_words.text() == ""


def test_f9_opens_what_the_bell_counts(qtbot, window):
    window.go("officers")
    press(qtbot, window, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert window.stack.key == "today"
    window.go("officers")
    window.top.bell.click()
    assert window.stack.key == "today"


def test_badges_and_the_bell_come_from_one_count(make_window, small_desk):
    small_desk.reminders = 7
    made = make_window()
    item = made.navigation.findItems("单位与人员", Qt.MatchFlag.MatchExactly)[0]
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "单位与人员，23项"
    assert made.top.bell.accessibleName() == "提醒，7条"


def test_changes_reach_pages_and_refresh_the_counts(qtbot, window, shell_context, small_desk):
    window.go("officers")
    changes = object()
    small_desk.reminders = 3
    thread = threading.Thread(target=lambda: shell_context.bridge.publish(changes))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: ("on_changes", changes) in window.stack.page.asked)
    qtbot.waitUntil(lambda: window.top.bell.text() == "提醒　3")


def test_ctrl_z_and_y_take_back_and_do_again(qtbot, window, shell_context, small_desk):
    press(qtbot, window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: shell_context.notify.current_toast is not None)
    assert shell_context.notify.current_toast.words.startswith("已撤销")
    press(qtbot, window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "redo" in small_desk.done)


def test_nothing_to_undo_is_said(qtbot, window, shell_context, small_desk, monkeypatch):
    def nothing():
        raise NotFoundError("没有可以撤销的操作。")

    monkeypatch.setattr(small_desk, "undo_last", nothing)
    press(qtbot, window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: shell_context.notify.current_toast is not None)
    assert shell_context.notify.current_toast.words == "没有可以撤销的操作。"


def test_the_bar_of_sample_data_clears_them_and_goes(qtbot, make_window, small_desk, shell_context):
    small_desk.sample_data = True
    made = make_window()
    assert shell_context.notify.current_notice.words == "现在显示的是示例县的样例数据，单位和人员均为虚构。"
    with qtbot.waitSignal(shell_context.notify.asked) as asked:
        shell_context.notify.current_notice.act()
    assert small_desk.sample_data
    asked.args[0].accept()
    qtbot.waitUntil(lambda: shell_context.notify.current_toast is not None)
    made.edges.refresh()
    qtbot.waitUntil(lambda: shell_context.notify.current_notice is None)


def test_a_page_that_cannot_be_made_leaves_the_rest_usable(make_window, errors):
    def broken(_context):
        raise RuntimeError("no")

    made = make_window([*entries(), PageEntry("broken", "坏页", "系统", "open", broken)])
    made.go("broken")
    assert [type(error) for error in errors] == [RuntimeError]
    assert faults(made) == []
    made.go("officers")
    assert made.stack.key == "officers"


def test_a_page_without_the_right_is_not_opened(window, shell_context):
    window.go("accounts")
    assert window.stack.key == "today"
    assert "没有打开" in shell_context.notify.current_toast.words


def test_a_page_with_unsaved_words_is_not_left(make_window):
    class Form(PlainPage):
        stay = True

        def can_leave(self):
            return not self.stay

    made = make_window([*entries(), PageEntry("form", "表单", "系统", "open", Form)])
    made.go("form")
    made.go("today")
    assert made.stack.key == "form"
    made.close()
    assert made.isVisible()
    made.stack.page.stay = False
    made.go("today")
    assert made.stack.key == "today"


def test_closing_while_a_job_runs_asks_first(qtbot, window, shell_context):
    gate = threading.Event()
    shell_context.jobs.write(window, lambda _job: gate.wait(5), lambda _r: None, title="正在导入")
    with qtbot.waitSignal(shell_context.notify.asked) as asked:
        window.close()
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        asked.args[0].accept()
    gate.set()


def test_another_page_can_be_asked_for_with_its_row(qtbot, window, shell_context):
    shell_context.go("officers", 12)
    assert window.stack.page.asked == [("open_row", 12)]


def test_another_day_is_told_to_the_window(qtbot, window, small_desk):
    small_desk.moment = datetime(2026, 6, 16, 0, 0, 5)
    with qtbot.waitSignal(window.day_changed, check_params_cb=lambda day: day == date(2026, 6, 16)):
        window.days.look()
    qtbot.waitUntil(lambda: small_desk.caught_up == 1)  # reports of a period that begins on that day


def test_text_size_is_kept_for_the_next_start(window, machine, shell_context):
    window.menus.entries["字号:大"].trigger()
    assert machine.text_size == "大"
    assert machine.scale == 1.15
    assert shell_context.notify.current_toast.words == "字号改为大，下次启动时生效。"
    assert not window.menus.entries["字号:标准"].isChecked()


def test_keys_and_about_are_dialogs_of_the_desk(window, qtbot):
    from ui.kit.dialog import Dialog

    window.menus.entries["keys"].trigger()
    window.menus.entries["about"].trigger()
    shown = [dialog for dialog in window.findChildren(Dialog) if dialog.isVisible()]
    assert [dialog.windowTitle() for dialog in shown] == ["键位", "关于"]
    for dialog in shown:
        assert faults(dialog) == []
        dialog.reject()


def test_help_that_is_missing_is_said(qtbot, window, shell_context):
    press(qtbot, window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert shell_context.notify.current_toast.words == "没有找到帮助文件，程序其他部分照常使用。"


def test_a_failed_backup_stays_in_sight_until_one_succeeds(qtbot, window, shell_context, small_desk, monkeypatch):
    from services.errors import StorageError

    def refuse(*, closing=False):
        raise StorageError("备份没有写成，原有数据都在。")

    with monkeypatch.context() as patched:
        patched.setattr(small_desk, "back_up", refuse)
        window.edges.back_up()
        qtbot.waitUntil(lambda: shell_context.notify.current_notice is not None)
    assert shell_context.notify.current_notice.words == "备份没有写成，原有数据都在。"
    shell_context.notify.current_notice.act()
    qtbot.waitUntil(lambda: shell_context.notify.current_notice is None)


def test_a_damaged_file_is_said_and_stays_in_sight(qtbot, window, shell_context, small_desk):
    window.edges.check_file()
    qtbot.waitUntil(lambda: not shell_context.jobs.busy)
    assert shell_context.notify.current_notice is None
    small_desk.broken = "数据文件有损坏。不要继续录入，从最近的备份恢复。"
    window.edges.check_file()
    qtbot.waitUntil(lambda: shell_context.notify.current_notice is not None)
    assert shell_context.notify.current_notice.words == small_desk.broken
    assert shell_context.notify.current_notice.remedy == ""


def test_a_nearly_full_disk_is_said_after_any_change_and_taken_back_once_there_is_room(
    qtbot, window, shell_context, small_desk
):
    notify = shell_context.notify
    small_desk.narrow = "数据所在磁盘只剩180兆，新内容可能存不进去。"
    small_desk.sample_data = True
    window.edges.refresh_soon()
    qtbot.waitUntil(lambda: notify.current_notice is not None and not shell_context.jobs.busy)
    assert (notify.current_notice.words, notify.current_notice.remedy) == (small_desk.narrow, "再看一次")
    small_desk.narrow = ""
    notify.current_notice.act()
    qtbot.waitUntil(lambda: notify.current_notice.key == "sample")
