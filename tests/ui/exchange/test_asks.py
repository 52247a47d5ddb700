"""What a file leaves open is asked once above its rows, and answered without the mouse."""

from datetime import date

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from services.query import LedgerQuery
from tests.services.exchange.exchange_files import HEAD, identity, person

SLOW = 30_000
EVERY_ROW = {"title": "执法业务培训", "held_on": date(2026, 3, 2), "category": "professional", "minutes": 180}


@pytest.fixture
def namesakes(desk):
    units = {name: key for key, name in desk.imports.units()}
    made = [
        {"name": "柏正言", "agency_id": units["县水务局"], "id_no": identity(serial), "post": post}
        for serial, post in ((1, "科员"), (2, "主任"))
    ]
    return [desk.ledgers["officers"].save(None, 0, values) for values in made]


@pytest.fixture
def opened(qtbot, jobs, make_page, incoming, namesakes):
    """A page with one file of these sheets, read for the ledger."""

    def open_file(kind, name, sheets):
        path = incoming / name
        with xlsxwriter.Workbook(str(path)) as made:
            for title, rows in sheets.items():
                sheet = made.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        page = make_page()
        page.choose(kind)
        page.add_files([path])
        settle(page)
        return page

    def settle(page):
        qtbot.waitUntil(lambda: not jobs.busy and not page._reading, timeout=SLOW)

    open_file.settle = settle
    return open_file


def dialog(qtbot):
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=SLOW)
    return QApplication.activeModalWidget()


def test_a_sign_in_sheet_is_filled_once_and_its_namesakes_are_chosen(qtbot, jobs, opened, desk, namesakes):
    page = opened("training", "签到表.xlsx", {"签到": [["姓名", "单位"], *[["柏正言", "县水务局"]] * 2]})
    assert page.file.count("error") == 2
    qtbot.keyClick(page.preview.table, Qt.Key.Key_F4)
    form = dialog(qtbot)
    form.fill(EVERY_ROW)
    form.submit()
    opened.settle(page)
    assert page.preview.asks.values_button.text() == "修改"
    for row, chosen in ((0, 0), (1, 1)):
        page.preview.table.selectRow(row)
        qtbot.keyClick(page.preview.table, Qt.Key.Key_F2)
        who = dialog(qtbot)
        qtbot.waitUntil(lambda who=who: who.use.isEnabled() and len(who._people) == 2, timeout=SLOW)
        assert not (row == 0 and who.also.isChecked())  # two of one name in one session are two people
        for _step in range(chosen):
            qtbot.keyClick(who, Qt.Key.Key_Down)
        qtbot.keyClick(who, Qt.Key.Key_Return)
        opened.settle(page)
    assert page.file.people == {2: namesakes[0], 3: namesakes[1]}
    page.accept_file()
    qtbot.waitUntil(lambda: bool(page.file.stored), timeout=SLOW)
    stored = desk.ledgers["training"].search(LedgerQuery()).rows
    assert {row.values["officer_id"] for row in stored} == set(namesakes)
    assert not page.preview.asks.values_button.isEnabled()


def test_one_choice_serves_all_courses_of_one_person(qtbot, opened, namesakes):
    rows = [["柏正言", "县水务局", f"课程{n}", "2小时", "2026-03-02", "业务知识"] for n in range(3)]
    head = ["姓名", "单位", "课程名称", "学习时长", "完成时间", "培训类别"]
    page = opened("training", "平台.xlsx", {"导出": [head, *rows]})
    qtbot.keyClick(page.preview.table, Qt.Key.Key_F2)
    who = dialog(qtbot)
    qtbot.waitUntil(lambda: len(who._people) == 2, timeout=SLOW)
    assert who.also.isChecked()
    qtbot.keyClick(who, Qt.Key.Key_Return)
    opened.settle(page)
    assert (page.file.count("new"), page.file.count("error")) == (3, 0)


def test_bare_numbers_are_asked_once_and_the_answer_is_remembered(qtbot, jobs, opened, namesakes):
    head = ["姓名", "身份证号", "课程名称", "学习时长", "完成时间", "培训类别"]
    sheets = {"导出": [head, ["柏正言", identity(1), "课程", "90", "2026-03-02", "业务知识"]]}
    page = opened("training", "平台.xlsx", sheets)
    assert page.file.count("error") == 1
    page.preview.asks.questions["minutes_unit"].choices.button(0).click()
    opened.settle(page)
    assert page.file.reading.rows[0].values["minutes"] == 90
    again = opened("training", "平台2.xlsx", sheets)
    assert again.file.count("new") == 1
    assert again.preview.asks.questions["minutes_unit"].index() == 0


def test_all_sheets_of_a_file_become_lines_and_are_stored_together(qtbot, opened, desk, said):
    sheets = {"机关": [HEAD, person(5)], "大队": [HEAD, person(6)], "站所": [HEAD, person(7), person(5)]}
    page = opened("officers", "水务局.xlsx", sheets)
    assert [page.preview.sheets.itemText(n) for n in range(3)] == ["机关", "大队", "站所"]
    page.preview.asks.sheets_button.click()
    opened.settle(page)
    qtbot.waitUntil(lambda: len(page.files) == 3, timeout=SLOW)
    assert [one.part for one in page.files] == ["机关", "大队", "站所"]
    assert page.files[2].count("error") == 1
    assert page.results.accept.text() == "接受1个文件3张表3行"
    page.accept_all()
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert said[-1].message == "已导入3行（新增3，更新0），退回1行。"
    said[-1].undo()
    opened.settle(page)
    qtbot.waitUntil(lambda: [one.part for one in page.files] == [""], timeout=SLOW)


def test_a_stored_file_is_asked_nothing_more(qtbot, opened):
    page = opened("officers", "水务局.xlsx", {"机关": [HEAD, person(5)], "大队": [HEAD, person(6)]})
    page.accept_file()
    qtbot.waitUntil(lambda: bool(page.file.stored), timeout=SLOW)
    assert not page.preview.asks.sheets_button.isEnabled()
