"""版式: an organ's measures are changed, named where they depart, refused where they make no sense, and printed."""

import pytest
from PySide6.QtWidgets import QPushButton

from services import history
from tests.ui.looks import faults
from tests.unit.printing.pdf_reading import lines_of, page_text, page_total, read_chars, words
from ui.pages.system.layout_page import LayoutPage
from ui.pages.system.layout_rows import Shown

SIZES = [(1166, 694), (1080, 566)]
OFFICE = "县委依法治县办"


@pytest.fixture
def profiles(sample_desk):
    return sample_desk.layout_profiles


@pytest.fixture
def printed():
    return []


@pytest.fixture
def page(sample_context, show, printed):
    return show(LayoutPage(sample_context, printed.append), sample_context)


def type_value(page, key, typed):
    page.go_to(key)
    page.panel.number.setText(typed)
    page.panel.number.textEdited.emit(typed)


def keep(page, context, wait, **typed):
    for key, value in typed.items():
        type_value(page, key, value)
    page.save_button.click()
    wait(context)


def row_of(page, key):
    page.go_to(key)
    place = page.table.currentIndex().row()
    return [page.rows.index(place, n).data() for n in range(page.rows.columnCount())]


def labels(page):
    return [page.rows.index(n, 0).data() for n in range(page.rows.rowCount())]


def own(profiles, issuer=""):
    return dict(profiles.of(issuer).overrides)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_keeps_to_the_looks_with_departures_and_a_refused_value(
    sample_context, profiles, show, size, wait_for_jobs
):
    profiles.save("", {"line_pitch": 28, "mark_top": 30, "red": "#B00000", "left": 20, "top": 33})
    page = show(LayoutPage(sample_context, print), sample_context, size)
    assert faults(page, (1080, 566)) == []
    assert page.table.horizontalScrollBar().maximum() == 0
    keep(page, sample_context, wait_for_jobs, top="280")
    assert faults(page, (1080, 566)) == []
    page.go_to("red")
    assert faults(page, (1080, 566)) == []


def test_every_measure_stands_there_with_unit_tolerance_clause_and_strength(page):
    assert row_of(page, "top") == ["天头", "37毫米", "", "±1毫米", "5.2.1", "规定", ""]
    assert row_of(page, "line_pitch") == ["正文行距", "29.6磅", "", "±0.65磅", "3.2", "推算", ""]
    assert row_of(page, "below_mark")[1] == "2行"
    assert row_of(page, "latin")[1] == "仿宋"
    assert page.departures.sentences() == []


def test_a_changed_measure_is_stored_listed_as_departing_and_can_be_taken_back(
    page, profiles, sample_context, sample_desk, wait_for_jobs
):
    keep(page, sample_context, wait_for_jobs, left="25", line_pitch="28磅")
    assert own(profiles) == {"left": 25, "line_pitch": 28}
    assert row_of(page, "left")[2:] == ["25毫米", "±1毫米", "5.2.1", "规定", "偏离"]
    assert page.departures.sentences() == [
        "订口25毫米，标准28毫米（5.2.1，规定）。",  # 规定 comes first
        "正文行距28磅，标准29.6磅（3.2，推算）。",
    ]
    assert not page.save_button.isEnabled()
    sample_context.take_back(history.recent(sample_desk.database, 1)[0].id)  # 撤销 in the toast
    wait_for_jobs(sample_context)
    assert own(profiles) == {}
    assert page.departures.sentences() == []


def test_a_value_within_the_tolerance_is_kept_and_does_not_depart(page, profiles, sample_context, wait_for_jobs):
    keep(page, sample_context, wait_for_jobs, top="37.5")
    assert own(profiles) == {"top": 37.5}
    assert row_of(page, "top")[-1] == "允差内"
    assert page.departures.sentences() == []


def test_a_refused_value_says_why_beside_its_field_and_nothing_is_stored(page, profiles, sample_context, wait_for_jobs):
    keep(page, sample_context, wait_for_jobs, mark_top="30", top="280")
    assert page.line.key == "top"
    assert page.panel.error.words() == "天头不能是“280”，应为20至60毫米。"
    assert page.panel.number.text() == "280"
    assert own(profiles) == {}
    page.go_to("mark_top")
    assert page.panel.number.text() == "30"
    assert page.panel.error.words() == ""
    keep(page, sample_context, wait_for_jobs, top="三十")
    assert page.panel.error.words() == "天头不能是“三十”，应为20至60毫米。"
    keep(page, sample_context, wait_for_jobs, top="38")
    assert own(profiles) == {"mark_top": 30, "top": 38}


def test_measures_that_only_fit_together_are_saved_together(page, profiles, sample_context, wait_for_jobs):
    keep(page, sample_context, wait_for_jobs, lines="24")
    assert page.line.key == "line_pitch"
    assert "每面24行照这个行距排不下" in page.panel.error.words()
    keep(page, sample_context, wait_for_jobs, line_pitch="27")
    assert own(profiles) == {"lines": 24, "line_pitch": 27}


def test_one_measure_and_then_all_go_back_to_the_standard(page, profiles, sample_context, wait_for_jobs):
    keep(page, sample_context, wait_for_jobs, mark_top="30", title_pitch="33", seal="40")
    page.go_to("mark_top")
    page.panel.restore_button.click()
    assert not page.panel.restore_button.isEnabled()
    page.save_button.click()
    wait_for_jobs(sample_context)
    assert own(profiles) == {"title_pitch": 33, "seal": 40}
    page.reset_button.click()
    wait_for_jobs(sample_context)
    assert own(profiles) == {}
    assert not page.reset_button.isEnabled()


def test_a_colour_is_shown_as_it_is_typed_and_a_face_is_chosen(page, profiles, sample_context, wait_for_jobs):
    type_value(page, "red", "#d7000f")
    assert page.panel.patch.isVisible()
    assert page.panel.patch.shown() == "#D7000F"
    type_value(page, "red", "红")
    assert page.panel.patch.shown() == ""
    type_value(page, "red", "#D7000F")
    page.go_to("latin")
    assert page.panel.face.isVisible()
    assert not page.panel.number.isVisible()
    page.panel.face.setCurrentText("宋体")
    page.panel.face.textActivated.emit("宋体")
    page.save_button.click()
    wait_for_jobs(sample_context)
    assert own(profiles) == {"red": "#D7000F", "latin": "宋体"}


def test_the_chips_and_the_search_leave_what_was_asked_for(page, sample_context, wait_for_jobs):
    keep(page, sample_context, wait_for_jobs, top="37.5", left="25")
    assert [page.filters.chips[each].count for each in Shown] == [len(labels(page)), 2, 1]
    page.filters.chips[Shown.OWN].click()
    assert labels(page) == ["天头", "订口"]
    page.filters.chips[Shown.DEPARTING].click()
    assert labels(page) == ["订口"]
    page.filters.search.setText("版心")
    assert labels(page) == []
    assert not page.table.isVisible()
    clear = next(each for each in page.findChildren(QPushButton) if each.text() == "清除筛选" and each.isVisible())
    clear.click()
    assert len(labels(page)) == page.filters.chips[Shown.ALL].count
    page.filters.search.setText("版心")
    assert "版心宽" in labels(page)
    assert all("版心" in label for label in labels(page))


def test_an_organ_that_is_added_gets_measures_of_its_own(page, profiles, sample_context, wait_for_jobs):
    keep(page, sample_context, wait_for_jobs, title_pitch="33")
    page.add_issuer()
    page.dialog.name.setText(" ")
    page.dialog.act.click()
    wait_for_jobs(sample_context)
    assert page.dialog.field.error.words() == "请填写“发文机关”。"
    assert faults(page.dialog) == []
    page.dialog.name.setText(OFFICE)
    page.dialog.act.click()
    wait_for_jobs(sample_context)
    assert page.filters.issuers.currentText() == OFFICE
    assert row_of(page, "title_pitch")[2] == "33磅"  # it begins with the values that served it so far
    keep(page, sample_context, wait_for_jobs, mark_top="30")
    assert own(profiles, OFFICE) == {"title_pitch": 33, "mark_top": 30}
    assert own(profiles) == {"title_pitch": 33}
    page.filters.issuers.setCurrentIndex(0)
    page.filters.issuers.activated.emit(0)
    wait_for_jobs(sample_context)
    assert row_of(page, "mark_top")[2] == ""


def test_an_organ_that_is_removed_takes_the_values_for_every_organ_again(
    page, profiles, sample_context, sample_desk, wait_for_jobs
):
    assert "不能移除" in page.remove_button.toolTip()
    profiles.save(OFFICE, {"mark_top": 30})
    page.reload()
    wait_for_jobs(sample_context)
    page.filters.issuers.setCurrentIndex(1)
    page.filters.issuers.activated.emit(1)
    wait_for_jobs(sample_context)
    page.remove_button.click()
    wait_for_jobs(sample_context)
    assert [page.filters.issuers.itemText(n) for n in range(page.filters.issuers.count())] == ["各发文机关"]
    assert row_of(page, "mark_top")[2] == ""
    sample_context.take_back(history.recent(sample_desk.database, 1)[0].id)
    wait_for_jobs(sample_context)
    assert page.filters.issuers.count() == 2
    assert own(profiles, OFFICE) == {"mark_top": 30}


def test_an_organ_whose_adding_is_taken_back_leaves_the_page(page, sample_context, sample_desk, wait_for_jobs):
    page.add_issuer()
    page.dialog.name.setText(OFFICE)
    page.dialog.act.click()
    wait_for_jobs(sample_context)
    assert page.filters.issuers.currentText() == OFFICE
    sample_context.take_back(history.recent(sample_desk.database, 1)[0].id)
    wait_for_jobs(sample_context)
    assert page.filters.issuers.currentText() == "各发文机关"


def test_an_organ_that_is_there_already_keeps_its_measures(page, profiles, sample_context, wait_for_jobs):
    profiles.save(OFFICE, {"mark_top": 30})
    page.reload()
    wait_for_jobs(sample_context)
    page.add_issuer()
    page.dialog.name.setText(OFFICE)
    page.dialog.act.click()
    wait_for_jobs(sample_context)
    assert page.dialog.field.error.words() == f"“{OFFICE}”已经在列表里。"
    page.dialog.reject()
    assert own(profiles, OFFICE) == {"mark_top": 30}


def test_leaving_or_another_organ_asks_where_something_was_typed(
    page, questions, profiles, sample_context, wait_for_jobs
):
    profiles.save(OFFICE, {"mark_top": 30})
    page.reload()
    wait_for_jobs(sample_context)
    type_value(page, "top", "38")
    assert not page.can_leave()
    page.filters.issuers.setCurrentIndex(1)
    page.filters.issuers.activated.emit(1)
    assert page.filters.issuers.currentIndex() == 0
    assert len(questions) == 2
    questions[1].accept()
    wait_for_jobs(sample_context)
    assert page.filters.issuers.currentText() == OFFICE
    assert row_of(page, "top")[2] == ""
    assert page.can_leave()


def test_the_specimen_is_set_with_what_stands_on_the_page(page, printed, sample_context, wait_for_jobs):
    page.print_page()
    wait_for_jobs(sample_context)
    assert page_total(printed[0]) == 2
    text = page_text(printed[0], 0) + page_text(printed[0], 1)
    assert all(part in text for part in ("000001", "秘密★1年", "加急", "附件：", "（此件不公开）", "抄送：", "印发"))

    def first_line():
        line = next(x for x in lines_of(read_chars(printed[-1], 0)) if words(x).startswith("各乡镇人民政府"))
        return line[0].x, line[0].base

    x, base = first_line()
    type_value(page, "left", "25")
    type_value(page, "mark_top", "45")
    page.print_page()  # not saved yet
    wait_for_jobs(sample_context)
    assert first_line()[0] == pytest.approx(x - 3, abs=0.1)
    assert first_line()[1] == pytest.approx(base + 10, abs=0.1)
    type_value(page, "left", "2")
    page.print_page()
    wait_for_jobs(sample_context)
    assert len(printed) == 2
    assert page.panel.error.words() == "订口不能是“2”，应为15至45毫米。"


def test_a_reader_sees_the_measures_and_why_they_stay(
    sample_context, sample_desk, as_reader, show, printed, wait_for_jobs
):
    as_reader(sample_desk)
    page = show(LayoutPage(sample_context, printed.append), sample_context)
    reason = "当前账户没有“修改系统设置”的权限。需要时由管理员调整账户。"
    assert page.panel.number.isReadOnly()
    assert page.panel.number.toolTip() == reason
    for act in (
        page.save_button,
        page.leave_button,
        page.reset_button,
        page.add_button,
        page.remove_button,
        page.panel.restore_button,
    ):
        assert not act.isEnabled()
        assert act.toolTip() == reason
    page.print_page()
    wait_for_jobs(sample_context)
    assert len(printed) == 1


def test_ctrl_enter_saves_and_f2_goes_into_the_field(qtbot, page, profiles, sample_context, wait_for_jobs):
    type_value(page, "top", "38")
    page.edit_current()
    assert page.panel.number.hasFocus() or page.focusWidget() is page.panel.number
    page.next_act()
    wait_for_jobs(sample_context)
    assert own(profiles) == {"top": 38}
