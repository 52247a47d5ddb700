"""What a page remembers: filter, order, columns, widths, row, named views."""

from datetime import date

from PySide6.QtWidgets import QWidget

from services.query import Condition, LedgerQuery, Operator
from tests.ui.ledger import people
from ui.kit.column_chooser import ColumnChooser
from ui.kit.filter_popup import ColumnFilter, say_condition
from ui.kit.view_store import JsonFiles, PageMemory, PageState

FIELD = people.PEOPLE.field


def test_a_page_state_survives_the_file(tmp_path):
    asked = LedgerQuery(
        text="水务",
        conditions=(
            Condition("state", Operator.IN, ("late",)),
            Condition("valid_to", Operator.BETWEEN, (date(2026, 1, 1), None)),
        ),
        sort="valid_to",
        descending=True,
    )
    state = PageState(asked, {"name": 120}, ("name", "unit"), 7, 2)
    memory = PageMemory(JsonFiles(tmp_path), people.PEOPLE)
    memory.keep(state)
    assert PageMemory(JsonFiles(tmp_path), people.PEOPLE).last() == state


def test_fields_that_are_gone_after_an_update_are_dropped(tmp_path):
    files = JsonFiles(tmp_path)
    files.write("page.officers", {"sort": "old", "conditions": [["old", "equals", 1]], "widths": {"old": 1}})
    assert PageMemory(files, people.PEOPLE).last() == PageState()


def test_a_damaged_memory_file_is_the_same_as_none(tmp_path):
    files = JsonFiles(tmp_path)
    files.write("page.officers", {})
    next(tmp_path.iterdir()).write_text("{", encoding="utf-8")
    assert PageMemory(files, people.PEOPLE).last() == PageState()


def test_a_page_comes_back_as_it_was_left(qtbot, page, open_page):
    with qtbot.waitSignal(page.loaded):
        page.parts.chips.chip("late").click()
    with qtbot.waitSignal(page.loaded):
        page.table.sort_requested.emit(page.model.column_of("valid_to"))
    page.table.horizontalHeader().resizeSection(page.model.column_of("unit"), 333)
    page.table.select_place(6)
    held = page.current_row().id
    page.hide()
    again = open_page()
    assert again.model.query.conditions == page.model.query.conditions
    assert again.model.query.sort == "valid_to"
    assert again.table.widths() == {"unit": 333}
    assert again.current_row().id == held
    assert again.parts.chips.chip("late").isChecked()


def test_columns_can_be_hidden_moved_and_fixed(qtbot, page):
    chooser = ColumnChooser(people.PEOPLE, page.model.fields, 1, page)
    chooser.changed.connect(page.views.set_columns)
    chooser.list.item(1).setCheckState(chooser.list.item(1).checkState().Unchecked)
    chooser.list.setCurrentRow(2)
    chooser.move_row(-1)
    chooser.frozen.setCurrentIndex(2)
    assert [f.key for f in page.model.fields][:2] == ["name", "unit"]
    assert page.table.frozen_count == 2
    page.views.reset_columns()
    assert page.model.fields == people.PEOPLE.columns


def test_the_last_column_cannot_be_hidden(page):
    chooser = ColumnChooser(people.PEOPLE, page.model.fields[:1], 1, page)
    chooser.changed.connect(page.views.set_columns)
    chooser.list.item(0).setCheckState(chooser.list.item(0).checkState().Unchecked)
    assert chooser._words.text() == "至少要显示一列。"
    assert len(page.model.fields) == len(people.PEOPLE.columns)


def test_a_named_view_is_saved_chosen_and_can_be_taken_back(qtbot, page, notes):
    with qtbot.waitSignal(page.loaded):
        page.parts.chips.chip("soon").click()
    page.views.save("快到期的")
    with qtbot.waitSignal(page.loaded):
        page.views.choose("")
    assert page.model.total == 5_000
    with qtbot.waitSignal(page.loaded):
        page.views.choose("快到期的")
    assert page.model.query.conditions == (Condition("state", Operator.IN, ("soon",)),)
    page.views.drop("快到期的")
    assert page.views.memory.names() == ()
    notes[-1].undo()
    assert page.views.memory.names() == ("快到期的",)


def test_a_column_is_filtered_by_ticked_values(qtbot, page):
    page.ask_column("unit")
    popup = page.findChild(ColumnFilter)
    qtbot.waitUntil(lambda: popup._values.count() == 7)
    for place in (0, 4):
        popup._values.item(place).setCheckState(popup._values.item(place).checkState().Checked)
    with qtbot.waitSignal(page.loaded):
        popup.apply()
    assert {row.values["unit"] for row in map(page.model.row_at, range(50))} == {1, 5}
    assert page.filters.more.text() == "更多条件　1"


def test_a_column_is_filtered_by_a_range_of_dates_typed_freely(qtbot, page):
    page.ask_column("valid_to")
    popup = page.findChild(ColumnFilter)
    popup._ends[0].set_raw("2026.7.1")
    popup._ends[1].set_raw("7月31日")
    with qtbot.waitSignal(page.loaded):
        popup.apply()
    dates = [page.model.row_at(place).values["valid_to"] for place in range(min(100, page.model.total))]
    assert date(2026, 7, 1) <= min(dates) <= max(dates) <= date(2026, 7, 31)


def test_an_unreadable_end_of_a_range_keeps_the_popup_open(qtbot, page):
    page.ask_column("valid_to")
    popup = page.findChild(ColumnFilter)
    popup._ends[0].set_raw("不知道")
    popup.apply()
    assert popup.isVisible()
    assert "不像日期" in popup._note.text()
    popup.close()


def test_a_column_is_filtered_by_blank_cells(qtbot, page):
    with qtbot.waitSignal(page.loaded):
        page.filters.set_condition("cert_no", Condition("cert_no", Operator.EMPTY))
    assert page.model.total == 0
    with qtbot.waitSignal(page.loaded):
        page.filters.clear()
    assert page.model.total == 5_000


def test_conditions_are_said_in_words():
    assert (
        say_condition(FIELD("state"), Condition("state", Operator.IN, ("late", "soon"))) == "证件状态为已过期、即将到期"
    )
    assert say_condition(FIELD("valid_to"), Condition("valid_to", Operator.BETWEEN, (date(2026, 7, 1), None))) == (
        "有效期至从2026-07-01"
    )
    assert say_condition(FIELD("hours"), Condition("hours", Operator.BETWEEN, (None, 2_700))) == "学时到60"


def test_every_part_that_takes_the_keyboard_has_a_name(page):
    from PySide6.QtCore import Qt

    nameless = [
        type(part).__name__
        for part in page.findChildren(QWidget)
        if part.isVisible()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not part.accessibleName()
        and part.objectName() != "qt_spinbox_lineedit"
        and "Bar" not in type(part).__name__
    ]
    assert nameless == []
