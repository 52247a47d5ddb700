"""今天: acts of a row on the spot with the ledger's own guards and 撤销; calls and letters; what is looked at alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from services.access import Actor, Role
from services.due.items import DueKind
from services.query import LedgerQuery
from services.reporting.chase import Call
from tests.ui.looks import faults
from ui.kit.form_dialog import FormDialog
from ui.pages.plan_life.obligation_page import UnitsOfTask
from ui.pages.reporting.letter_papers import LettersDialog
from ui.pages.today import TodayPage
from ui.pages.today.chase_dialog import ChaseDialog
from ui.pages.today.filters import Only

TODAY = date(2026, 6, 15)


@pytest.fixture
def page(context, show, qtbot):
    made = show(TodayPage(context))
    qtbot.waitUntil(lambda: made.pane.facts is not None)
    return made


@pytest.fixture
def toasts(context):
    said = []
    context.notify.toasted.connect(said.append)
    return said


def choose(page, qtbot, fits):
    item = next(i for i in page.table.items if fits(i))
    page.table.select_item(item.ledger, item.row_id, item.kind)
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.facts.item == item)
    qtbot.waitUntil(page.pane.act_button.isVisible)
    return item


def labels(page):
    return [offer.label for offer in page.pane.offers.all()]


def act(page, name):
    """Press the offer of that name, wherever it stands."""
    page.pane.press([offer.name for offer in page.pane.offers.all()].index(name))


def fill(page, qtbot, **values):
    """The form that the act opened, filled in and saved; waits until the list is read anew."""
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    form = page.findChild(FormDialog)
    form.fill(values)
    with qtbot.waitSignal(page.loaded):
        form.submit()


def chase(page, qtbot):
    act(page, "chase")
    dialog = page.findChild(ChaseDialog)
    qtbot.waitUntil(lambda: bool(dialog.words.toPlainText()))
    return dialog


@pytest.mark.parametrize(
    ("ledger", "name", "values", "label"),
    [
        ("complaints", "answer", {"result": "已经当面答复。", "answered_on": TODAY}, "登记答复"),
        ("documents", "reply", {"replied_on": TODAY}, "登记回复"),
        ("unit_reports", "receive", {"received_on": TODAY}, "登记收到"),
    ],
)
def test_the_filled_button_settles_the_row_and_its_neighbour_comes_next(
    page, context, qtbot, toasts, ledger, name, values, label
):
    item = choose(page, qtbot, lambda i: i.ledger == ledger and (i.days > 0 or ledger == "complaints"))
    place = page.table.items.index(item)
    rest = [i for i in page.table.items if i != item]
    assert page.pane.act_button.text() == label
    qtbot.mouseClick(page.pane.act_button, Qt.MouseButton.LeftButton)
    fill(page, qtbot, **values)
    assert page.table.items == rest
    assert page.table.current() == rest[min(place, len(rest) - 1)]
    assert len(toasts) == 1
    if ledger == "documents":  # what is issued is corrected by its own rules
        assert context.notify.current_toast.button is None
        return
    with qtbot.waitSignal(page.loaded):
        context.notify.current_toast.button.click()
    assert item in page.table.items


def _rows(desk, ledger):
    return desk.ledgers[ledger].search(LedgerQuery(limit=1000)).rows


def test_a_refusal_of_the_ledger_stands_in_the_form_and_nothing_is_stored(page, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "complaints")
    page.next_act()
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    form = page.findChild(FormDialog)
    form.fill({"result": "已经当面答复。", "answered_on": TODAY + timedelta(days=3)})
    with qtbot.waitSignal(form.save_requested):
        form.submit()
    qtbot.waitUntil(lambda: any("答复日期应在收到日期和今天之间" in words for words in _words(form)))
    assert item in page.table.items
    form.give_up()


def _words(widget):
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel)]


def test_progress_of_a_late_task_is_noted_from_the_list(page, desk, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "tasks" and i.days < 0)
    assert labels(page)[:4] == ["生成催报函", "登记催办", "登记进展", "办结"]
    act(page, "progress")
    fill(page, qtbot, progress="八个单位已报，其余在核对。", on=TODAY)
    assert desk.task_ledger.load(item.row_id).values["progress"] == "八个单位已报，其余在核对。"
    assert page.table.current().row_id == item.row_id


def test_a_task_is_closed_from_the_list_with_the_reason_that_its_ledger_wants(page, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "tasks" and i.days < 0)
    act(page, "finish")
    fill(page, qtbot, progress="已办完。", done_on=TODAY, why="其余单位当面报过。")
    assert item not in page.table.items


def test_more_time_asked_for_from_the_list_waits_in_sight_for_its_answer(page, desk, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "tasks" and i.days > 20 and i.kind == "task")
    act(page, "extend")
    fill(page, qtbot, new_due_on=TODAY + timedelta(days=60), reason="数据口径还没有定。", on=TODAY)
    qtbot.waitUntil(lambda: "延期" in dict(page.pane.facts.fields))
    assert dict(page.pane.facts.fields)["延期"].startswith("整项任务6月15日申请延到2026年8月14日")
    assert "审批延期" in labels(page)
    assert page.table.current().row_id == item.row_id


def test_the_units_of_a_task_are_one_step_away(page, qtbot, told):
    item = choose(page, qtbot, lambda i: i.ledger == "tasks" and i.days > 0 and i.kind == "task")
    assert page.pane.act_button.text() == "各单位办理"
    page.next_act()
    assert told.places == [("obligations", UnitsOfTask(item.row_id))]


def test_a_long_term_task_is_looked_at_from_the_list(page, desk, qtbot):
    item = choose(page, qtbot, lambda i: i.kind == "check")
    assert page.pane.act_button.text() == "定期检查"
    page.next_act()
    fill(page, qtbot, text="抽查了三个单位，照常进行。", on=TODAY)
    assert item not in page.table.items


def test_a_unit_that_was_given_its_own_day_reports_from_the_list(desk, context, show, qtbot):
    ledger = desk.ledgers["obligations"]
    row = next(
        r
        for r in _rows(desk, "obligations")
        if r.values["due_on"] and r.values["due_on"] > TODAY and r.values["due_state"] in ("todo", "run")
    )
    later = row.values["due_on"] + timedelta(days=5)
    ledger.perform("extend", row, {"new_due_on": later, "reason": "人手调整。", "on": TODAY})
    row = ledger.load(row.id)
    if row.values["due_on"] != later:
        ledger.perform("decide", row, {"granted": "granted", "approver": "容知秋", "on": TODAY})
    page = show(TodayPage(context))
    choose(page, qtbot, lambda i: i.ledger == "obligations" and i.row_id == row.id)
    assert page.pane.act_button.text() == "登记进展"
    act(page, "report")
    fill(page, qtbot, text="已经完成，材料随附。", on=TODAY)
    assert ledger.load(row.id).values["state"] == "reported"
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.act_button.text() == "核验通过")
    page.next_act()
    fill(page, qtbot, by="容知秋", on=TODAY)
    assert all(i.ledger != "obligations" or i.row_id != row.id for i in page.table.items)


def test_a_late_report_is_chased_first_and_can_be_noted_as_received(page, desk, clock, qtbot):
    clock.day = TODAY + timedelta(days=7)
    with qtbot.waitSignal(page.loaded):
        page.on_day(clock.day)
    choose(page, qtbot, lambda i: i.ledger == "unit_reports" and i.days < 0)
    assert labels(page)[:3] == ["生成催报函", "登记催办", "登记收到"]
    act(page, "receive")
    many = len(page.table.items)
    fill(page, qtbot, received_on=clock.day)
    assert len(page.table.items) == many - 1


def test_number_keys_press_the_other_acts_in_their_order(page, qtbot):
    choose(page, qtbot, lambda i: i.ledger == "tasks" and i.days < 0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    assert page.findChild(FormDialog).windowTitle().startswith("登记进展")
    page.findChild(FormDialog).give_up()


def test_a_click_on_the_link_of_another_row_does_that_rows_act(page, qtbot):
    row = next(n for n, cells in enumerate(page.table.rows.rows) if len(cells) > 1 and str(cells[1]).startswith("投诉"))
    page.table.scrollTo(page.table.rows.index(row, 0))
    area = page.table.visualRect(page.table.rows.index(row, page.table.rows.columnCount() - 1))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    assert page.findChild(FormDialog).windowTitle().startswith("登记答复")
    page.findChild(FormDialog).give_up()


def test_the_pane_says_who_is_missing_how_often_it_was_chased_and_whom_to_call(page, desk, qtbot):
    item = choose(page, qtbot, lambda i: i.title == "更新事项目录")
    fields = dict(page.pane.facts.fields)
    assert fields["完成"] == "1/3个单位，还差县市场监督管理局、县水务局"
    before = page.pane.facts.background.chases
    chasing = desk.reporting.chasing
    for unit in chasing.units():
        if matters := [m for m in unit.matters if m.title == "更新事项目录"]:
            chasing.record(matters, Call("wechat", chased_on=TODAY))
    qtbot.waitUntil(lambda: page.pane.facts is not None and page.pane.facts.background.chases == before + 1)
    assert dict(page.pane.facts.fields)["已催"] == f"{before + 1}次，6月15日微信"
    assert page.pane.facts.item == item
    choose(page, qtbot, lambda i: i.ledger == "unit_reports")
    assert "0000-" in dict(page.pane.facts.fields)["联系人"]


def test_one_unit_after_the_other_is_called_in_one_dialog(page, desk, qtbot):
    choose(page, qtbot, lambda i: i.title == "更新事项目录")
    dialog = chase(page, qtbot)
    assert [unit.unit for unit in dialog._units] == ["县市场监督管理局", "县水务局"]
    assert "更新事项目录" in dialog.words.toPlainText()
    assert "建立突出问题清单" not in dialog.words.toPlainText()
    before = [unit.matters[0].calls for unit in dialog._units]
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.words.toPlainText()
    dialog.answer.setText("本周五前报来。")
    dialog.promised.set_value(TODAY + timedelta(days=4))
    qtbot.mouseClick(dialog.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [unit.matters[0].calls for unit in dialog._units] == [before[0] + 1, before[1]])
    assert dialog.unit.unit == "县水务局"
    assert dialog.answer.text() == ""
    [noted] = [row for row in _rows(desk, "chases") if row.values["answer"] == "本周五前报来。"]
    assert (noted.values["promised_on"], noted.labels["agency_id"]) == (TODAY + timedelta(days=4), "县市场监督管理局")
    dialog.reject()


def test_the_dialog_of_calls_keeps_to_the_looks(page, qtbot):
    choose(page, qtbot, lambda i: i.title == "落实三项制度")
    dialog = chase(page, qtbot)
    assert faults(dialog, (1080, 600)) == []
    dialog.reject()


def test_letters_go_to_the_late_units_of_the_task_about_this_matter_only(page, desk, qtbot):
    choose(page, qtbot, lambda i: i.title == "更新事项目录")
    page.next_act()
    dialog = page.findChild(LettersDialog)
    qtbot.waitUntil(lambda: len(dialog.drafts) == 2, timeout=20_000)
    assert {draft.unit for draft in dialog.drafts} == {"县市场监督管理局", "县水务局"}
    assert {matter.title for draft in dialog.drafts for matter in draft.matters} == {"更新事项目录"}
    dialog.reject()


def test_ticked_units_get_a_letter_each_and_one_may_be_left_out(page, qtbot):
    choose(page, qtbot, lambda i: i.title == "更新事项目录")
    dialog = chase(page, qtbot)
    qtbot.keyClick(dialog.units, Qt.Key.Key_Space)
    assert dialog.letter.text() == "生成1份催报函"
    qtbot.mouseClick(dialog.letter, Qt.MouseButton.LeftButton)
    letters = dialog.findChild(LettersDialog)
    qtbot.waitUntil(lambda: len(letters.drafts) == 1, timeout=20_000)
    assert letters.drafts[0].unit == "县市场监督管理局"
    letters.reject()
    dialog.reject()


def test_a_problem_that_cannot_be_closed_yet_says_what_is_missing(page, qtbot, told):
    item = choose(page, qtbot, lambda i: i.ledger == "problems" and i.title == "执法人员未主动出示证件")
    assert "没有佐证材料，不能销号。先添加附件。" in _words(page.pane)
    page.next_act()
    assert told.places == [("problems", item.row_id)]


def test_the_bureaus_own_task_has_nobody_to_be_chased(page, desk, qtbot):
    own = next((i for i in page.table.items if i.kind == "task" and i.row_id not in page._involved.owed), None)
    tasks = {i.row_id for i in page.table.items if i.ledger == "tasks" and i.kind == "task"}
    assert page._involved.owed & tasks
    if own is not None:
        choose(page, qtbot, lambda i: i == own)
        assert "生成催报函" not in labels(page)


def test_one_unit_is_looked_at_alone_and_what_is_out_of_sight_is_counted(page, desk, context, show, qtbot):
    said = []
    page.status_changed.connect(said.append)
    whole = len(page.table.items)
    place = page.only.unit.findText("县水务局")
    page.only.unit.setCurrentIndex(place)
    page.only.unit.activated.emit(place)
    shown = page.table.items
    assert 0 < len(shown) < whole
    assert any(i.ledger == "tasks" and "县水务局" not in i.unit for i in shown)  # by way of a group
    assert page.hidden.isVisible()
    assert page.hidden.text() == f"另有{whole - len(shown):,}项没有显示"
    assert said[-1].endswith(f"另有{whole - len(shown):,}项没有显示")
    qtbot.waitUntil(lambda: desk.sealed.read("today.only") == {"unit": "县水务局", "kind": ""})
    again = show(TodayPage(context))
    assert again.table.items == shown
    qtbot.mouseClick(again.hidden, Qt.MouseButton.LeftButton)
    assert len(again.table.items) == whole
    assert not again.hidden.isVisible()


def test_one_kind_of_duty_is_looked_at_alone(page):
    page.show_only(Only("", "report"))
    assert {i.ledger for i in page.table.items} == {"unit_reports"}
    page.show_only(Only("没有这个单位", "report"))
    clear = next(b for b in page.findChildren(QPushButton) if b.text() == "清除筛选")
    assert clear.isVisible()
    clear.click()
    assert {i.ledger for i in page.table.items} > {"unit_reports", "tasks"}


def test_a_paper_within_its_time_stands_in_the_band_of_what_waits(page):
    titles = [cells[0] for n, cells in enumerate(page.table.rows.rows) if n in page.table.rows.bands]
    assert titles[-1] == "等待回复　1项"
    assert page.table.items[-1].ledger == "documents"


def test_a_reader_sees_the_acts_switched_off_with_the_reason(desk, context, show, qtbot):
    desk.database.actor = lambda: Actor("简若宁", Role.READER)
    page = show(TodayPage(context))
    choose(page, qtbot, lambda i: i.ledger == "complaints")
    assert not page.pane.act_button.isEnabled()
    assert "权限" in page.pane.act_button.toolTip()
    page.next_act()
    assert page.findChild(FormDialog) is None


def test_a_task_that_stands_here_twice_keeps_the_row_that_was_current(page, desk, qtbot):
    task = next(i for i in page.table.items if i.title == "推动整改销号")
    milestone = replace(task, kind=DueKind.MILESTONE, what="任务节点", due_on=TODAY, act_on=TODAY, days=0)
    page._items = [milestone, task]
    for item in page._items:
        page.show_only(Only())
        page.table.select_item(item.ledger, item.row_id, item.kind)
        page.show_only(Only())
        assert page.table.current() == item


def test_zero_opens_the_days_to_put_it_off_to(page, desk, clock, qtbot):
    item = choose(page, qtbot, lambda i: i.ledger == "complaints")
    opened = []
    page.pane.later.menu().aboutToShow.connect(lambda: opened.append(True))
    page.pane.later.showMenu = lambda: page.pane.later.menu().popup(page.mapToGlobal(page.rect().center()))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_0)
    assert opened
    page.pane.later.menu().close()
    with qtbot.waitSignal(page._context.bridge.reminders_marked):
        page.pane.later_wanted.emit(item, TODAY + timedelta(days=1))
    assert item in page.table.items
    assert all((r.item.ledger, r.item.row_id) != ("complaints", item.row_id) for r in desk.reminders.current())
    clock.day = TODAY + timedelta(days=1)
    assert any((r.item.ledger, r.item.row_id) == ("complaints", item.row_id) for r in desk.reminders.current())
