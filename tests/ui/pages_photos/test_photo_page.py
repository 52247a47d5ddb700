"""照片核对 as a clerk uses it: from the folder to the stored photos, on paper, and back with one undo."""

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select as sql

from models.province import ProvinceRule
from services.access import Actor, Role
from services.photo_check.judge import PhotoState
from services.register_papers.chosen import Chosen
from tests.services.photo_check.photo_files import jpeg, jpeg_bomb, png_bomb, put
from ui.pages.exchange_person import PersonDialog


def select(page, name):
    """Make the row of a file current."""
    for place, row in enumerate(page.results._shown):
        if row.photo is not None and row.photo.file.name == name:
            page.results.table.selectRow(place)
            return row
    raise AssertionError(name)


def states(page):
    return {row.photo.file.name: row.state for row in page.run.reading.rows if row.photo is not None}


def photos_of(desk, *ids):
    (values,) = desk.register_papers.values("album", Chosen("officers", ids))
    return {each.name: each.photo.read_bytes() if each.photo else None for each in values.officers}


def test_the_page_of_officers_leads_here_with_the_unit_of_its_row(qtbot, office_window, agency):
    window = office_window.window
    window.go("officers", agency.people[1].id)
    office_window.settle()
    officers = window.stack.page
    qtbot.waitUntil(lambda: officers.pane.content is not None and officers.pane.content.row.id == agency.people[1].id)
    action = next(each for each in officers.pane.content.actions if each.name == "check_photos")
    officers.do(action)
    office_window.settle()
    assert window.stack.key == "photos"
    assert window.stack.page.unit == agency.name


def test_a_folder_is_shown_with_the_state_of_every_photo(checked, agency):
    one, two, three, four, five, *rest = agency.people
    assert states(checked) == {
        f"{one.id_no}.jpg": PhotoState.FIT,
        f"{two.name}.jpg": PhotoState.FIT,
        f"{three.name}.jpg": PhotoState.UNFIT,
        f"{four.name}.jpg": PhotoState.SEVERAL,
        f"{four.id_no}.jpg": PhotoState.SEVERAL,
        f"{five.name}.jpg": PhotoState.UNFIT,
        "IMG_0001.jpg": PhotoState.ASK,
        "名单.xlsx": PhotoState.OUT,
    }
    chips = {chip.word: chip.count for chip in checked.results.chips.values()}
    assert chips["缺照片"] == len(rest)
    assert checked.results.store.text() == "存入2张"
    assert "358×441点" in checked.results.demand.text()


def test_no_whole_identity_number_stands_on_the_screen(checked, agency):
    model = checked.results.table.model()
    shown = "".join(str(model.index(r, c).data()) for r in range(model.rowCount()) for c in range(model.columnCount()))
    select(checked, f"{agency.people[0].id_no}.jpg")
    assert agency.people[0].id_no not in shown + checked.results.side.file.text()


def test_from_the_folder_to_the_register_onto_paper_and_back(qtbot, office_window, checked, agency):
    one, two, _three, four, _five, six, *_rest = agency.people
    chosen = select(checked, "IMG_0001.jpg")
    qtbot.keyClick(checked.results.table, Qt.Key.Key_F2)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PersonDialog) and w.isVisible())
    dialog.search.setText(six.name)
    qtbot.waitUntil(lambda: [each.name for each in dialog._people] == [six.name], timeout=20_000)
    dialog.use.click()
    office_window.settle()
    assert states(checked)[chosen.photo.file.name] is PhotoState.FIT
    select(checked, f"{four.id_no}.jpg")
    checked.results.side.acts["take"].click()
    office_window.settle()
    assert states(checked)[f"{four.name}.jpg"] is PhotoState.OUT

    with qtbot.waitActive(office_window.window):
        office_window.window.activateWindow()  # the dialog had it
    qtbot.keyClick(checked.results.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office_window.settle()
    assert office_window.said[-1] == "已存入4张照片。"
    desk = office_window.desk
    ids = [one.id, two.id, four.id, six.id]
    assert photos_of(desk, *ids) == {one.name: jpeg(1), two.name: jpeg(2), four.name: jpeg(5), six.name: jpeg(6)}
    assert checked.run.reading.counts[PhotoState.SAME] == 4
    assert not checked.results.store.isEnabled()
    assert pictures_of(desk.register_papers.printed("check_cards", Chosen("officers", (six.id,)))) == 1

    toast = office_window.notify._toast
    next(each for each in toast.findChildren(QPushButton) if each.text() == "撤销").click()
    office_window.settle()
    assert set(photos_of(desk, *ids).values()) == {None}
    assert checked.results.store.text() == "存入4张"


def pictures_of(file):
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    with pypdfium2.PdfDocument(str(file)) as document:
        return sum(each.type == FPDF_PAGEOBJ_IMAGE for page in document for each in page.get_objects())


def test_a_photo_is_put_aside_with_del_and_brought_back(qtbot, office_window, checked, agency):
    name = f"{agency.people[1].name}.jpg"
    select(checked, name)
    qtbot.keyClick(checked.results.table, Qt.Key.Key_Delete)
    office_window.settle()
    assert states(checked)[name] is PhotoState.OUT
    assert checked.results.store.text() == "存入1张"
    select(checked, name)
    checked.results.side.acts["back"].click()
    office_window.settle()
    assert states(checked)[name] is PhotoState.FIT


def test_the_picture_of_the_row_is_shown_and_what_cannot_be_seen_says_so(qtbot, checked, agency):
    side = checked.results.side
    select(checked, f"{agency.people[0].id_no}.jpg")
    qtbot.waitUntil(lambda: not side.picture.pixmap().isNull(), timeout=20_000)
    select(checked, f"{agency.people[4].name}.jpg")
    qtbot.waitUntil(lambda: side.picture.text() == "看不到图片", timeout=20_000)


def test_a_chip_and_the_search_narrow_the_rows(qtbot, checked, agency):
    checked.results.chips[PhotoState.MISSING].click()
    assert {row.state for row in checked.results._shown} == {PhotoState.MISSING}
    checked.results.search.setText(agency.people[5].name)
    qtbot.waitUntil(lambda: [row.holder.owner.id for row in checked.results._shown] == [agency.people[5].id])
    assert checked.results.side.name.text() == agency.people[5].name


def test_e_goes_from_one_open_question_to_the_next(qtbot, checked):
    found = []
    checked.results.table.selectRow(0)
    for _ in range(5):
        qtbot.keyClick(checked.results.table, Qt.Key.Key_E)
        found.append(checked.results.here.photo.file.name)
    open_ones = {PhotoState.ASK, PhotoState.SEVERAL, PhotoState.UNFIT}
    assert sorted(found) == sorted(name for name, state in states(checked).items() if state in open_ones)


def test_another_sender_matches_the_names_anew(qtbot, office_window, checked, agency):
    box = checked.results.units
    box.setCurrentIndex(0)
    box.activated.emit(0)
    office_window.settle()
    assert states(checked)[f"{agency.people[1].name}.jpg"] is PhotoState.ASK
    assert states(checked)[f"{agency.people[0].id_no}.jpg"] is PhotoState.FIT


def test_a_sender_who_is_named_while_the_files_are_read_counts(office_window, page, folder, agency):
    page.open_row("")
    page.add_files([folder])
    page.open_row(agency.name)
    office_window.settle()
    assert states(page)[f"{agency.people[1].name}.jpg"] is PhotoState.FIT
    assert page.run.reading.unit == agency.name


def test_who_lacks_a_photo_is_shown_without_any_file(office_window, page, agency):
    page.start.missing.click()
    office_window.settle()
    assert {row.holder.owner.id for row in page.run.reading.rows} == {each.id for each in agency.people}
    assert not page.results.store.isEnabled()
    assert page.results.export.isEnabled()


def test_the_sheet_for_the_agency_is_written(office_window, checked, agency, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("ui.pages.photos.page.open_file", opened.append)
    target = tmp_path / "核对结果.xlsx"
    checked.write_result(target)
    office_window.settle()
    assert opened == [target]
    assert openpyxl.load_workbook(target).active["A1"].value == f"{agency.name}照片核对结果"
    assert office_window.said[-1] == f"已导出{len(checked.run.reading.rows)}行到“核对结果.xlsx”。"


def test_a_changed_rule_checks_the_photos_again(office_window, checked, agency):
    rules = office_window.desk.ledgers["province_rules"]
    with office_window.desk.database.read() as session:
        wanted = sql(ProvinceRule.id).where(ProvinceRule.profile == "通用", ProvinceRule.key == "photo_width")
        row = rules.load(session.scalar(wanted))
    old = {name: row.values[name] for name in ("value", "basis", "verified")}
    rules.save(row.id, row.row_version, old | {"value": "300"})
    office_window.settle()
    assert states(checked)[f"{agency.people[1].name}.jpg"] is PhotoState.UNFIT
    assert "300×441点" in checked.results.demand.text()


def test_a_folder_that_is_dropped_is_checked(office_window, page, folder):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    page.dropEvent(
        QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    office_window.settle()
    assert len(states(page)) == 8


@pytest.mark.parametrize("body", [b"", b"hello", png_bomb(), jpeg_bomb(), jpeg()[:3000]])
def test_no_file_is_an_error_of_the_program(office_window, page, agency, tmp_path, errors, body):
    put(tmp_path / "坏的", f"{agency.people[0].id_no}.jpg", body)
    page.add_files([tmp_path / "坏的"])
    office_window.settle()
    assert list(states(page).values()) == [PhotoState.UNFIT]
    assert errors == []


def test_an_empty_folder_is_said_and_the_start_stays(office_window, page, tmp_path):
    (tmp_path / "空的").mkdir()
    page.add_files([tmp_path / "空的"])
    office_window.settle()
    assert office_window.said[-1] == "这里没有文件，或者没有权限看。换一个文件夹。"
    assert page.start.folder.isVisible()


def test_a_file_that_changed_meanwhile_stores_nothing_and_f5_reads_it_again(office_window, checked, agency, folder):
    name = f"{agency.people[1].name}.jpg"
    put(folder, name, jpeg(9))
    checked.store()
    office_window.settle()
    assert "没有存入任何一张" in office_window.said[-1]
    assert set(photos_of(office_window.desk, agency.people[0].id).values()) == {None}
    checked.reload()
    office_window.settle()
    checked.store()
    office_window.settle()
    assert office_window.said[-1] == "已存入2张照片。"


def test_a_reader_checks_and_stores_nothing(qtbot, sample_desk, jobs, notify, folder, agency):
    from ui.bridge import Bridge
    from ui.context import UiContext
    from ui.pages.photos import PhotoPage

    sample_desk.database.actor = lambda: Actor("简若宁", Role.READER)
    page = PhotoPage(UiContext(sample_desk, jobs, notify, Bridge()))
    qtbot.addWidget(page)
    page.show()
    page.open_row(agency.name)
    page.add_files([folder])
    qtbot.waitUntil(lambda: page.run.reading is not None and not jobs.busy, timeout=30_000)
    assert not page.results.store.isEnabled()
    assert "权限" in page.results.store.toolTip()
    page.store()
    page.leave_out()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert page.run.choices == {}
    assert jobs.shut_down()
