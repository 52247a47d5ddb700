"""The ledger screen: pages, filters, chips, keys, selection."""

import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from services.query import Condition, Operator
from services.uow import ChangeSet
from tests.ui.ledger import people
from ui.kit.ledger_reading import PAGE
from ui.kit.table import VALUE


def shown(page, place, key):
    return page.model.index(place, page.model.column_of(key)).data()


def load(qtbot, page, act):
    with qtbot.waitSignal(page.loaded):
        act()


def test_the_scroll_bar_tells_the_whole_filter_while_only_pages_are_held(page, service):
    assert page.model.rowCount() == 5_000
    assert all(query.limit <= 1_000 for query in service.searches)


def test_a_far_row_shows_a_placeholder_and_then_arrives(qtbot, page):
    assert shown(page, 4_321, "name") == "…"
    qtbot.waitUntil(lambda: shown(page, 4_321, "name") != "…")
    assert page.model.row_at(4_321).values["days_left"] >= page.model.row_at(0).values["days_left"]


def test_only_the_pages_where_the_scroll_bar_rests_are_read(qtbot, page, service):
    before = len(service.searches)
    for place in range(0, 5_000, PAGE):
        page.model.row_at(place)
    qtbot.waitUntil(lambda: page.model.row_at(4_800) is not None)
    assert len(service.searches) - before < 10


def test_nothing_is_read_on_the_windows_thread(qtbot, page, service):
    page.filters.search.setText("水务")
    qtbot.waitUntil(lambda: page.model.total < 5_000)
    assert threading.main_thread() not in service.threads


def test_the_window_stays_alive_over_a_hundred_thousand_rows(qtbot, open_page):
    page = open_page(given=people.PeopleLedger(100_000))
    beats, last = [], [time.thread_time()]

    def beat():
        now = time.thread_time()
        beats.append(now - last[0])
        last[0] = now

    pulse = QTimer(page)
    pulse.timeout.connect(beat)
    pulse.start(0)
    for place in (20_000, 55_555, 99_999, 70_123, 3):
        page.table.select_place(place)
        qtbot.waitUntil(lambda place=place: page.model.row_at(place) is not None)
    assert len(beats) > 5
    assert max(beats) < 0.1


def test_a_header_click_sorts_and_a_second_one_turns_round(qtbot, page):
    column = page.model.column_of("hours")
    load(qtbot, page, lambda: page.table.sort_requested.emit(column))
    assert page.model.row_at(0).values["hours"] == 0
    load(qtbot, page, lambda: page.table.sort_requested.emit(column))
    assert page.model.row_at(page.current_place()) is not None
    assert page.parts.order.text() == "按学时从多到少"
    assert page.table.horizontalHeader().sortIndicatorSection() == column


def test_the_current_row_stays_current_by_its_id_when_sorted_and_reloaded(qtbot, page):
    page.table.select_place(7)
    held = page.current_row().id
    load(qtbot, page, lambda: page.table.sort_requested.emit(page.model.column_of("hours")))
    qtbot.waitUntil(lambda: page.current_row() is not None)
    assert page.current_row().id == held
    load(qtbot, page, page.reload)
    assert page.current_row().id == held


def test_chips_count_the_filter_and_one_click_narrows_to_a_state(qtbot, page, service):
    counts = {row.values["state"]: 0 for row in service.rows.values()}
    for row in service.rows.values():
        counts[row.values["state"]] += 1
    chip = page.parts.chips.chip("late")
    assert chip.accessibleName() == f"已过期，{counts['late']}条"
    load(qtbot, page, chip.click)
    assert page.model.total == counts["late"]
    assert page.parts.chips.chip("good").count == counts["good"]
    load(qtbot, page, page.parts.chips.chip(None).click)
    assert page.model.total == 5_000


def test_the_totals_line_speaks_of_the_whole_filter(qtbot, page, service):
    assert page.parts.totals.text() == "合计5,000人"
    load(qtbot, page, lambda: page.filters.set_condition("unit", Condition("unit", Operator.IN, (1,))))
    minutes = sum(row.values["hours"] for row in service.rows.values() if row.values["unit"] == 1)
    assert page.parts.sums.text() == f"学时合计{minutes // 45:,}"


def test_typing_waits_for_a_pause_and_searches_once(qtbot, page, service, write):
    before = len(service.searches)
    with qtbot.waitSignal(page.loaded):
        for part in ("示", "0000", "1"):
            write(page.filters.search, part)
    asked = {query.text for query in service.searches[before:]}
    assert asked == {"示00001"}


def test_a_late_answer_never_replaces_a_newer_one(qtbot, page, service):
    service.slow["水务"] = threading.Event()
    page.filters.search.setText("水务")
    qtbot.waitUntil(lambda: any(query.text == "水务" for query in service.searches))
    page.filters.search.setText("林业")
    with qtbot.waitSignal(page.loaded):
        pass
    service.slow["水务"].set()
    qtbot.waitUntil(lambda: not page.tools.jobs.busy)
    assert page.model.query.text == "林业"
    assert page.current_row().labels["unit"] == "县林业局"


def test_an_empty_result_offers_to_clear_the_filter(qtbot, page):
    page.filters.search.setText("没有这个人")
    with qtbot.waitSignal(page.loaded):
        pass
    assert page.parts._clear.isVisible()
    load(qtbot, page, page.parts._clear.click)
    assert page.model.total == 5_000


def test_an_empty_ledger_says_how_to_fill_it(open_page):
    page = open_page(given=people.PeopleLedger(0))
    ways = [b.text() for b in page.parts._stack.currentWidget().findChildren(type(page.filters.more))]
    assert ways == ["导入", "登记人员"]


def test_the_states_are_chips_and_the_cells_have_words(page):
    index = page.model.index(0, page.model.column_of("state"))
    assert index.data(VALUE).word == index.data() == people.STATES[page.model.row_at(0).values["state"]]


def test_arrows_home_end_and_page_keys_move_the_row(page, press):
    page.table.setFocus()
    press(page.table, "Down")
    press(page.table, "Down")
    assert page.current_place() == 2
    press(page.table, "End")
    assert page.current_place() == 4_999
    press(page.table, "Home")
    assert page.current_place() == 0
    press(page.table, "PageDown")
    assert page.current_place() > 5


def test_space_ticks_and_ctrl_a_ticks_all_of_the_filter(page, press):
    page.table.setFocus()
    press(page.table, "Space")
    press(page.table, "Down")
    press(page.table, "Space")
    assert page.parts.batch.words.text() == "已选2人"
    press(page.table, "A", "Control")
    assert page.parts.batch.words.text() == "已选5,000人"
    press(page.table, "Space")
    assert page.parts.batch.words.text() == "已选4,999人"


def test_all_of_the_filter_is_forgotten_when_the_filter_changes(qtbot, page):
    page.select_all()
    load(qtbot, page, page.parts.chips.chip("late").click)
    assert page.model.ticked_count == 0


def test_delete_moves_the_ticked_rows_and_undo_brings_them_back(qtbot, page, press, service, notes):
    gone = [page.model.row_at(place).id for place in (0, 1)]
    page.table.setFocus()
    for place in (0, 1):
        page.model.turn_tick(place)
    load(qtbot, page, lambda: press(page.table, "Delete"))
    assert notes[-1].message == "已将2人移入回收站。"
    assert not set(gone) & set(service.rows)
    assert page.model.ticked_count == 0
    load(qtbot, page, lambda: notes[-1].undo())
    assert set(gone) <= set(service.rows)


def test_delete_in_the_search_field_deletes_text_only(page, press, service, write):
    write(page.filters.search, "水")
    press(page.filters.search, "Home")
    press(page.filters.search, "Delete")
    assert page.filters.search.text() == ""
    assert len(service.rows) == 5_000


def test_copied_rows_are_tab_separated_and_numbers_stay_text(qtbot, page, press, notes):
    page.table.setFocus()
    row = page.current_row()
    press(page.table, "C", "Control")
    qtbot.waitUntil(lambda: bool(notes))
    mime = QGuiApplication.clipboard().mimeData()
    head, line = mime.text().split("\n")
    assert head.split("\t")[0] == "姓名"
    assert line.split("\t")[3] == row.values["cert_no"]
    assert line.split("\t")[5] == str(row.values["days_left"])
    assert f"mso-number-format:'\\@'\">{row.values['cert_no']}</td>" in mime.html()


def test_letters_jump_to_the_next_name_by_its_initials(qtbot, page, press):
    page.table.setFocus()
    press(page.table, "L")
    press(page.table, "H")
    qtbot.waitUntil(lambda: page.current_row() is not None and page.current_row().values["name"] == "蔺怀瑾")


def test_the_identity_number_is_masked_everywhere(qtbot, page):
    page.views.set_columns(("name", "id_no"), 1)
    qtbot.waitUntil(lambda: page.current_row() is not None)
    number = page.current_row().values["id_no"]
    assert shown(page, page.current_place(), "id_no") == f"{number[:3]}{'*' * 11}{number[-4:]}"
    words = [label.text() for label in page.pane.findChildren(type(page.parts.totals))]
    assert not any(number in word for word in words)


def test_the_pane_shows_fields_sources_and_history_in_words(page):
    words = [label.text() for label in page.pane.findChildren(type(page.parts.totals))]
    assert "示例办法第十二条：持证满五年须换证。" in words
    assert any("学时：49 → 61" in word for word in words)
    assert any("单位：县林业局 → 县水务局" in word for word in words)


def test_a_changed_row_is_read_again_at_once_and_a_hidden_page_when_it_is_shown(qtbot, page, service):
    service.rows[1] = type(service.rows[1])(1, 2, {**service.rows[1].values, "days_left": -999})
    service._cache.clear()
    load(qtbot, page, lambda: page.on_changes(ChangeSet(1, "修改", {"enforcement_officer": frozenset({1})})))
    assert page.model.row_at(0).id == 1
    page.hide()
    before = len(service.searches)
    page.on_changes(ChangeSet(2, "修改", {"enforcement_officer": frozenset({1})}))
    assert len(service.searches) == before
    load(qtbot, page, page.show)


def test_changes_of_other_tables_are_left_alone(page, service):
    before = len(service.searches)
    page.on_changes(ChangeSet(1, "修改", {"complaint": frozenset({1})}))
    assert len(service.searches) == before


def test_open_row_clears_a_filter_that_hides_the_row(qtbot, page):
    load(qtbot, page, page.parts.chips.chip("late").click)
    wanted = next(n for n in range(1, 50) if people.person(n)["state"] == "good")
    page.open_row(wanted)
    qtbot.waitUntil(lambda: page.current_row() is not None and page.current_row().id == wanted)
    assert page.model.total == 5_000


def test_the_status_line_names_rows_place_and_ticks(qtbot, page):
    said = []
    page.status_changed.connect(said.append)
    page.table.select_place(4)
    page.model.turn_tick(4)
    assert said[-1] == "共5,000人，第5行，已选1人"


@pytest.mark.parametrize("act", ["new", "edit", "remove", "batch_edit", "import"])
def test_a_reader_sees_every_act_switched_off_with_its_reason(open_page, reader_tools, act):
    page = open_page(reader_tools)
    assert not page.acts[act].isEnabled()
    assert "没有“" in page.acts[act].toolTip()
    assert not page.pane.findChild(object, "act.renew").isEnabled()


def test_the_recycle_page_lists_removed_rows_and_restores_them(qtbot, open_page, service, notes, tools):
    service.remove([5, 6])
    page = open_page(removed=True)
    assert page.model.total == 2
    page.model.turn_tick(0)
    load(qtbot, page, lambda: page.acts["restore"].trigger())
    assert notes[-1].message == "已恢复1人。"
    assert len(service.gone) == 1


def test_a_narrow_page_turns_the_pane_into_a_drawer(qtbot, open_page, press):
    page = open_page(size=(900, 560))
    assert not page.pane.isVisible()
    page.table.setFocus()
    press(page.table, "D", "Control")
    assert page.pane.isVisible()
    press(page.table, "D", "Control")
    assert not page.pane.isVisible()
    page.resize(1150, 680)
    assert page.pane.isVisible()


def test_the_first_columns_stay_when_the_table_is_scrolled_sideways(qtbot, page):
    page.table.set_widths({f.key: 300 for f in page.model.fields})
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() >= 400)
    page.table.horizontalScrollBar().setValue(400)
    assert page.table._frozen.isVisible()
    assert page.table._frozen.width() == page.table.columnWidth(0) + page.table.columnWidth(1)
    page.table.horizontalScrollBar().setValue(0)
    assert not page.table._frozen.isVisible()


def test_the_keys_of_a_ledger_reach_their_acts(qtbot, page, press, service):
    from ui.kit.filter_popup import ColumnFilter
    from ui.kit.form_dialog import FormDialog

    page.table.setFocus()
    load(qtbot, page, lambda: press(page.table, "F5"))
    press(page.table, "F", "Control")
    assert page.filters.search.hasFocus()
    page.table.setFocus()
    press(page.table, "Down", "Alt")
    popup = page.findChild(ColumnFilter)
    assert popup.accessibleName() == "按姓名筛选"
    popup.close()
    page.table.setFocus()
    press(page.table, "H", "Control")
    assert page.pane._roll.hasFocus()
    page.table.setFocus()
    press(page.table, "Insert")
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None and page.findChild(FormDialog).isVisible())
    assert page.findChild(FormDialog).windowTitle() == "登记人员"
    page.findChild(FormDialog).give_up()


def test_enter_opens_the_form_of_the_row_and_for_a_reader_the_pane(qtbot, page, open_page, reader_tools, press):
    from ui.kit.form_dialog import FormDialog

    page.table.setFocus()
    press(page.table, "Return")
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None and page.findChild(FormDialog).isVisible())
    page.findChild(FormDialog).give_up()
    reader = open_page(reader_tools, size=(900, 560))
    reader.table.setFocus()
    press(reader.table, "Return")
    assert reader.pane.isVisible()
    assert reader.findChild(FormDialog) is None


def test_the_menu_shows_every_act_with_its_key(page):
    keys = {act.objectName(): act.shortcut().toString() for act in page.menu_actions()}
    assert keys["ledger.new"] == "Ctrl+N"
    assert keys["ledger.remove"] == "Del"
    assert keys["ledger.next"] == "Ctrl+Return"
    assert keys["ledger.column_filter"] == "Alt+Down"


def test_a_new_row_stays_current_when_the_change_notice_reloads_as_well(qtbot, page, service):
    wanted = page.model.row_at(40).id
    page.reload(wanted)
    load(qtbot, page, lambda: page.on_changes(ChangeSet(1, "登记", {"enforcement_officer": frozenset({wanted})})))
    assert page.current_row().id == wanted
