"""The form: nothing typed is lost, nothing is saved twice, errors stand beside their fields."""

import threading
from datetime import datetime

import pytest
from PySide6.QtWidgets import QWidget

from services.errors import ConflictError, ValidationError
from tests.ui.ledger import people
from ui.kit.form_dialog import FormDialog, FormKit
from ui.kit.initials import with_initials

UNITS = with_initials(people.UNITS.items())
GOOD = {"name": "茹寄北", "unit": 5, "id_no": "990101199003071234", "cert_no": "示990001"}


@pytest.fixture
def form_of(qtbot):
    def find(page):
        qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None and page.findChild(FormDialog).isVisible())
        return page.findChild(FormDialog)

    return find


@pytest.fixture
def form(qtbot, page, form_of):
    page.new_row()
    return form_of(page)


@pytest.fixture
def alone(qtbot, app_theme):
    """A form without a ledger behind it."""

    def make(kit=None):
        made = FormDialog("登记执法人员", people.PEOPLE.form_fields, {"unit": UNITS}, None, kit or FormKit())
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


def fill(form, values):
    for key, value in values.items():
        form.grid.rows[key].editor.set_value(value)


def error(form, key):
    return form.grid.rows[key].error


def test_a_new_row_is_saved_and_becomes_the_current_one(qtbot, page, form, service, notes):
    fill(form, GOOD)
    with qtbot.waitSignal(page.loaded):
        form.save_button.click()
    assert service.saves[-1]["unit"] == 5
    assert notes[-1].message == "已登记“茹寄北”。"
    qtbot.waitUntil(lambda: page.current_row() is not None and page.current_row().values["name"] == "茹寄北")


def test_missing_required_fields_are_named_all_at_once_and_nothing_is_sent(qtbot, form, service):
    form.save_button.click()
    assert [key for key in form.grid.rows if error(form, key)] == ["name", "unit", "id_no"]
    assert error(form, "name") == "请填写“姓名”。"
    assert form.grid.rows["name"].editor.target.hasFocus()
    assert form.grid.rows["name"].editor.target.accessibleDescription() == "请填写“姓名”。"
    assert service.saves == []


def test_a_refused_save_keeps_every_character(qtbot, form, service):
    service.refuse = ValidationError({"cert_no": "简若宁正在使用这个证号，请核对。"})
    fill(form, GOOD)
    form.grid.rows["valid_to"].editor.set_raw("2026.6.15")
    before = form.grid.raw()
    form.submit()
    qtbot.waitUntil(lambda: error(form, "cert_no") != "")
    assert form.isVisible()
    assert form.grid.raw() == before
    assert form.save_button.isEnabled()


def test_a_conflict_is_said_in_the_form_and_the_text_stays(qtbot, form, service):
    service.refuse = ConflictError("这条记录刚被改过，这次没有保存。刷新后对照最新内容再改。")
    fill(form, GOOD)
    form.submit()
    qtbot.waitUntil(lambda: form.findChild(QWidget, "banner") is not None)
    assert "刚被改过" in form.findChild(QWidget, "banner").accessibleName()
    assert form.values()["name"] == "茹寄北"


def test_a_second_click_cannot_save_twice(qtbot, alone):
    form = alone()
    asked = []
    form.save_requested.connect(asked.append)
    fill(form, GOOD)
    form.submit()
    form.submit()
    form.save_button.click()
    assert len(asked) == 1
    assert not form.save_button.isEnabled()


def test_f8_goes_from_error_to_error_and_round(alone, press):
    form = alone()
    form.submit()
    order = []
    for _ in range(4):
        order.append(next(key for key, row in form.grid.rows.items() if row.editor.target.hasFocus()))
        press(form, "F8")
    assert order == ["name", "unit", "id_no", "name"]


def test_correcting_a_field_takes_its_error_away(alone):
    form = alone()
    form.submit()
    form.grid.rows["name"].editor.set_value("茹寄北")
    assert error(form, "name") == ""
    assert error(form, "unit")


def test_an_unreadable_date_stops_the_save_and_stays_as_typed(alone):
    form = alone()
    asked = []
    form.save_requested.connect(asked.append)
    fill(form, GOOD)
    form.grid.rows["valid_to"].editor.set_raw("2024.2.30")
    form.submit()
    assert error(form, "valid_to") == "2024年2月没有30日。请填写实际日期。"
    assert asked == []
    assert form.grid.rows["valid_to"].editor.raw() == "2024.2.30"


def test_the_hint_says_how_a_date_was_understood(qtbot, alone):
    form = alone(FormKit(today=lambda: people.TODAY))
    form.grid.rows["valid_to"].editor.set_raw("6.15")
    assert form.grid.rows["valid_to"]._hint.text() == "2026年6月15日，星期一"
    form.grid.rows["valid_to"].editor.set_raw("")
    assert form.grid.rows["valid_to"]._hint.text() == "按设置：自发证日起5年"


def test_f4_opens_the_calendar_and_a_day_is_taken(alone, press):
    form = alone(FormKit(today=lambda: people.TODAY))
    editor = form.grid.rows["valid_to"].editor
    press(editor.target, "F4")
    assert editor._popup.isVisible()
    editor._popup._take(editor._popup.calendar.selectedDate())
    assert editor.raw() == "2026-06-15"


def test_a_unit_completes_from_its_initials_by_keyboard(qtbot, alone, press):
    form = alone()
    box = form.grid.rows["unit"].editor
    box.target.setFocus()
    qtbot.keyClicks(box.target, "xscj")
    assert [box._list.item(n).text() for n in range(box._list.count())] == [
        "县市场监督管理局",
        "县市场监管综合行政执法大队",
    ]
    press(box.target, "Down")
    press(box.target, "Return")
    assert box.value() == 5
    assert box.raw() == [5, "县市场监管综合行政执法大队"]


def test_a_unit_that_is_not_in_the_register_is_refused_with_its_text(alone):
    form = alone()
    fill(form, GOOD)
    form.grid.rows["unit"].editor.set_raw([None, "县气象局"])
    form.submit()
    assert error(form, "unit") == "名册中没有这个名称。从列表中选择，或先登记。"
    assert form.grid.rows["unit"].editor.target.text() == "县气象局"


def test_escape_closes_an_untouched_form_and_asks_about_a_touched_one(alone, press):
    form = alone()
    press(form, "Escape")
    assert not form.isVisible()
    form = alone()
    form.grid.rows["name"].editor.set_value("茹")
    press(form, "Escape")
    assert form.isVisible()
    assert form.findChild(QWidget, "banner").accessibleName() == "填写的内容还没有保存。"
    form.give_up()
    assert not form.isVisible()


def test_typed_text_survives_a_crash_as_a_draft(qtbot, alone, tools):
    kit = FormKit(tools.drafts, "officers.new", again=True, now=lambda: datetime(2026, 6, 15, 10, 42))
    form = alone(kit)
    fill(form, GOOD)
    form.grid.rows["valid_to"].editor.set_raw("2024.2.30")
    form.keep_draft()
    assert form._state.text() == "草稿已保存　10:42"
    later = alone(kit)
    qtbot.waitUntil(lambda: later.findChild(QWidget, "banner") is not None)
    assert "上次没有保存的内容还在" in later.findChild(QWidget, "banner").accessibleName()
    later._take_draft(tools.drafts.get("officers.new")["values"])
    assert later.values()["unit"] == 5
    assert later.grid.rows["valid_to"].editor.raw() == "2024.2.30"


def test_a_saved_form_leaves_no_draft(qtbot, page, form, tools):
    fill(form, GOOD)
    form.keep_draft()
    assert tools.drafts.get("officers.new")
    with qtbot.waitSignal(page.loaded):
        form.submit()
    assert tools.drafts.get("officers.new") is None


def test_save_and_next_stays_open_and_empty(qtbot, page, form, press, service):
    fill(form, GOOD)
    with qtbot.waitSignal(page.loaded):
        form.submit_and_next()
    assert form.isVisible()
    assert form.values()["name"] is None
    assert form.grid.rows["name"].editor.target.hasFocus()
    assert len(service.saves) == 1


def test_editing_loads_the_row_as_it_is_now(qtbot, page, form_of, press, service):
    row = page.current_row()
    service.rows[row.id] = type(row)(row.id, 4, {**row.values, "name": "新名字"})
    page.table.setFocus()
    press(page.table, "F2")
    form = form_of(page)
    assert form.values()["name"] == "新名字"
    assert form.values()["unit"] == row.values["unit"]


def test_the_same_field_is_set_for_all_ticked_rows(qtbot, page, form_of, service):
    for place in range(3):
        page.model.turn_tick(place)
    ids = set(page.model.ticks.ids)
    page.commands._batch_field(people.PEOPLE.field("state"))
    form = form_of(page)
    assert form.windowTitle() == "批量修改3人的证件状态"
    fill(form, {"state": "void"})
    with qtbot.waitSignal(page.loaded):
        form.submit()
    assert {row.id for row in service.rows.values() if row.id in ids and row.values["state"] == "void"} == ids


def test_an_act_with_fields_asks_first_and_then_is_done(qtbot, page, form_of, service, notes):
    page.pane.findChild(QWidget, "act.hold").click()
    form = form_of(page)
    form.submit()
    assert error(form, "reason") == "请填写“暂扣事由”。"
    fill(form, {"reason": "证件借给他人"})
    with qtbot.waitSignal(page.runner.done):
        form.submit()
    assert service.performed == [("hold", page.current_row().id, {"reason": "证件借给他人"})]
    assert notes[-1].message == "已暂扣证件。"


def test_ctrl_enter_does_the_next_act(qtbot, page, press, service):
    place = next(n for n in range(50) if page.model.row_at(n).values["state"] == "good")
    page.table.select_place(place)
    page.table.setFocus()
    qtbot.waitUntil(lambda: page.pane.content is not None and page.pane.content.row.id == page.current_row().id)
    with qtbot.waitSignal(page.runner.done):
        press(page.table, "Return", "Control")
    assert service.performed == [("renew", page.current_row().id, {})]


def test_an_act_that_cannot_be_done_says_why(qtbot, page):
    place = next(n for n in range(50) if page.model.row_at(n).values["state"] == "held")
    page.table.select_place(place)
    qtbot.waitUntil(lambda: page.pane.content is not None)
    made = page.pane.findChild(QWidget, "act.renew")
    assert not made.isEnabled()
    assert made.toolTip() == "证件在暂扣期内，解除后再换证。"


def test_no_act_reaches_a_row_that_is_no_longer_current(qtbot, page, press, service):
    page.table.select_place(3)
    page.next_act()
    assert service.performed == []
    assert threading.main_thread() not in service.threads


def test_enter_goes_to_the_next_field_and_never_saves(alone, press):
    form = alone()
    asked = []
    form.save_requested.connect(asked.append)
    fill(form, GOOD)
    form.grid.rows["name"].editor.setFocus()
    press(form.grid.rows["name"].editor.target, "Return")
    assert form.grid.rows["state"].editor.target.hasFocus()
    assert asked == []


def test_an_identity_number_typed_in_full_width_is_stored_plain(alone):
    form = alone()
    form.grid.rows["id_no"].editor.set_raw(" ９９０１０１ １９９００３０７ １２３x ")
    assert form.values()["id_no"] == "99010119900307123X"
    form.grid.rows["cert_no"].editor.set_raw("示（特）0031")
    assert form.values()["cert_no"] == "示（特）0031"
