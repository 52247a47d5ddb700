"""A folder dropped on the import page: the table of results, by mouse and by keyboard, until all is stored."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from services.access import Right
from services.query import LedgerQuery
from tests.services.exchange.exchange_files import identity, person, roster
from ui.kit.table import VALUE, State

SLOW = 30_000


@pytest.fixture
def folder(incoming):
    roster(incoming / "1 水务局.xlsx", [person(1), person(2)])
    roster(incoming / "2 林业局.xlsx", [person(3), person(4, 身份证号=identity(4)[:17]), person(1)])
    roster(incoming / "3 没有名字.xlsx", [person(5)])
    (incoming / "通知.docx").write_bytes(b"x")
    return incoming


@pytest.fixture
def page(qtbot, jobs, make_page, folder):
    made = make_page()
    made.add_files([folder])
    qtbot.waitUntil(lambda: not jobs.busy and not made._reading, timeout=SLOW)
    return made


def lines(page):
    model = page.results.table.model()
    cells = [[model.index(row, column).data(VALUE) for column in range(9)] for row in range(model.rowCount())]
    return [[c.word if isinstance(c, State) else c for c in row] for row in cells]


def officers(desk):
    return desk.ledgers["officers"].search(LedgerQuery()).total


def test_every_file_has_a_line_with_what_it_would_bring(page, desk):
    assert [[row[0], row[1], row[2], *row[5:]] for row in lines(page)] == [
        [True, "可存入", "县水务局", 2, 0, 0, 0],
        [True, "有退回", "县林业局", 1, 0, 0, 1],
        [None, "待定单位", "", 0, 0, 0, 1],
        [None, "不是表格", "", None, None, None, None],
    ]
    assert page.results.accept.text() == "接受2个文件3行"
    assert officers(desk) == 0


def test_a_folder_that_is_dropped_is_read(qtbot, jobs, make_page, folder):
    page = make_page()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: len(page.files) == 4 and not jobs.busy, timeout=SLOW)


def test_a_line_opens_with_enter_and_escape_comes_back(qtbot, page):
    page.results.table.selectRow(1)
    qtbot.keyClick(page.results.table, Qt.Key.Key_Return)
    assert page.preview.isVisible()
    assert page.preview.chips["error"].count == 1
    qtbot.keyClick(page.preview.table, Qt.Key.Key_Escape)
    assert page.results.isVisible()
    page.results.table.selectRow(3)
    qtbot.keyClick(page.results.table, Qt.Key.Key_Return)  # no table: its reason stands in the line
    assert page.results.isVisible()


def test_the_unit_that_is_asked_for_is_chosen_and_the_file_read_again(qtbot, jobs, page):
    results = page.results
    results.table.selectRow(2)
    assert "请选报送单位" in results.remark.text()
    results.units.setCurrentIndex(results.units.findData("县农业农村局"))
    results.units.activated.emit(results.units.currentIndex())
    qtbot.waitUntil(lambda: not jobs.busy, timeout=SLOW)
    assert lines(page)[2][:3] == [True, "可存入", "县农业农村局"]
    assert results.accept.text() == "接受3个文件4行"


def test_what_is_unticked_stays_out_and_the_rest_is_stored_with_one_undo(qtbot, jobs, page, desk, said):
    page.results.table.selectRow(0)
    qtbot.keyClick(page.results.table, Qt.Key.Key_Space)
    assert page.results.accept.text() == "接受1个文件1行"
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert officers(desk) == 1
    assert said[-1].message == "已导入1行（新增1，更新0），退回1行。"
    assert [row[1] for row in lines(page)][:2] == ["可存入", "已存入"]
    said[-1].undo()
    qtbot.waitUntil(lambda: not jobs.busy and lines(page)[1][1] == "有退回", timeout=SLOW)
    assert officers(desk) == 0


def test_a_person_of_two_files_stays_out_of_the_second_and_can_be_taken_there(qtbot, page, desk, said):
    page.show_file(1)
    assert page.file.skipped == {4}
    page.preview.table.selectRow(2)
    page.preview.skip_row()
    page.show_file(0)
    page.preview.table.selectRow(0)
    page.preview.skip_row()
    page.show_results()
    page.accept_all()
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    found = {r.values["id_no"]: r.labels["agency_id"] for r in desk.ledgers["officers"].search(LedgerQuery()).rows}
    assert found[identity(1)] == "县林业局"


def test_a_file_that_changed_meanwhile_is_told_and_can_be_read_again(qtbot, jobs, page, desk, said, folder):
    roster(folder / "1 水务局.xlsx", [person(7)])
    page.accept_all()
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert "读过以后又改动了" in said[-1].message
    assert officers(desk) == 0
    page.add_files([folder])
    qtbot.waitUntil(lambda: not jobs.busy and not page._reading, timeout=SLOW)
    page.accept_all()
    qtbot.waitUntil(lambda: officers(desk) > 0, timeout=SLOW)


def test_files_go_back_into_one_folder_with_a_summary(qtbot, page, tmp_path, said, shown):
    page.write_returned(tmp_path / "退回")
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert sorted(p.name for p in (tmp_path / "退回").iterdir()) == [
        "01 县林业局-退回.xlsx",
        "02 3 没有名字-退回.xlsx",
        "退回汇总.xlsx",
    ]
    assert said[-1].message == "已把2个退回文件和汇总存到“退回”。"
    assert shown == [tmp_path / "退回"]


def test_reading_that_is_stopped_keeps_what_was_read(qtbot, jobs, make_page, folder, said, desk, monkeypatch):
    page, read = make_page(), desk.folder_imports.read

    def stopping(*words, **more):
        line = read(*words, **more)
        jobs.running[0].cancel()
        return line

    monkeypatch.setattr(desk.folder_imports, "read", stopping)
    page.add_files([folder])
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert said[-1].message == "已停止读取。读好的在下面，其余没有读。"
    assert [one.path.name for one in page.files] == ["1 水务局.xlsx"]


def test_giving_up_forgets_all_files(page, desk):
    page.give_up_all()
    assert page.files == []
    assert page._first.isVisible()
    assert officers(desk) == 0


def test_an_empty_folder_says_so(qtbot, make_page, incoming, said):
    page = make_page()
    page.add_files([incoming])
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert said[-1].message == "这个文件夹里没有文件。"
    assert page._first.isVisible()


def test_a_reader_cannot_read_a_folder_in(make_page, folder):
    page = make_page(lambda right: right is Right.READ)
    page.add_files([folder])
    assert page.files == []


def test_a_wrong_cell_is_corrected_in_the_preview_and_the_file_stays_as_it_is(qtbot, jobs, page, desk, said, folder):
    from ui.kit.form_dialog import FormDialog

    before = (folder / "2 林业局.xlsx").read_bytes()
    page.show_file(1)
    page.preview.next_error()
    qtbot.keyClick(page.preview.table, Qt.Key.Key_F2)
    form = next(found for found in page.findChildren(FormDialog) if found.isVisible())
    assert list(form.grid.rows) == ["id_no"]
    assert form.grid.rows["id_no"].editor.value() == identity(4)[:17]
    form.grid.rows["id_no"].editor.set_value(identity(4))
    form.submit()
    qtbot.waitUntil(lambda: not jobs.busy and page.preview.chips["error"].count == 0, timeout=SLOW)
    assert page.preview.isVisible()
    assert page.preview.current().values["id_no"] == identity(4)
    page.accept_file()
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    numbers = {r.values["id_no"] for r in desk.ledgers["officers"].search(LedgerQuery()).rows}
    assert numbers == {identity(3), identity(4)}
    assert (folder / "2 林业局.xlsx").read_bytes() == before


def test_another_sheet_of_a_single_file_is_chosen_in_its_preview(qtbot, jobs, make_page, incoming):
    import openpyxl

    file = roster(incoming / "水务局.xlsx", [person(1), person(2)])
    book = openpyxl.load_workbook(file)
    more = book.copy_worksheet(book["名册"])
    more.title = "大队"
    more.delete_rows(3)
    book.save(file)
    page = make_page()
    page.add_files([file])
    qtbot.waitUntil(lambda: page.preview.isVisible() and not jobs.busy, timeout=SLOW)
    sheets = page.preview.sheets
    assert [sheets.itemText(n) for n in range(sheets.count())] == ["名册", "大队"]
    sheets.setCurrentIndex(1)
    sheets.activated.emit(1)
    qtbot.waitUntil(lambda: not jobs.busy and page.file.reading.sheet == "大队", timeout=SLOW)
    assert page.preview.chips[""].count == 1


def test_a_file_with_one_list_offers_no_choice_of_sheets(qtbot, jobs, page):
    page.show_file(0)
    assert not page.preview.sheets.isVisible()
