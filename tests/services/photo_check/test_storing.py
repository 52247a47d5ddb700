"""From the folder into the register, on paper, back again, and the sheet for the agency."""

from datetime import datetime

import openpyxl
import pytest

from models.officer import EnforcementOfficer
from services.access import Actor, Role
from services.errors import ConflictError, DeniedError, StorageError
from services.photo_check.judge import PhotoState
from services.photo_check.result_sheet import result_name, write_result
from services.register_papers.chosen import Chosen
from tests.services.photo_check.photo_files import jpeg, png, put


@pytest.fixture
def reading(office, unit, folder):
    """Two that fit, one that does not, one that is nobody's."""
    name, (one, two, three, *_rest) = unit
    put(folder, f"{one.id_no}.jpg", jpeg(1))
    put(folder, f"{two.name}.jpg", jpeg(2))
    put(folder, f"{three.name}.jpg", png())
    put(folder, "=1+1.jpg", jpeg(4))
    return office.read([folder], name)


def album(desk, *ids):
    (values,) = desk.register_papers.values("album", Chosen("officers", ids))
    return [each.photo.read_bytes() if each.photo else None for each in values.officers]


def test_the_fitting_ones_are_stored_in_one_act_and_stand_on_paper(office, unit, reading, sample_desk):
    _name, (one, two, three, *_rest) = unit
    outcome = office.store(reading.rows)
    assert outcome.message == "已存入2张照片。"
    assert sorted(filter(None, album(sample_desk, one.id, two.id, three.id))) == sorted([jpeg(1), jpeg(2)])
    file = sample_desk.register_papers.printed("check_cards", Chosen("officers", (one.id,)))
    assert pictures_of(file)
    again = office.judged(reading.photos, reading.unit)
    assert again.counts[PhotoState.SAME] == 2
    assert again.fit == []
    sample_desk.undo(outcome.group)
    assert album(sample_desk, one.id, two.id) == [None, None]
    assert office.judged(reading.photos, reading.unit).counts == reading.counts


def pictures_of(file):
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    with pypdfium2.PdfDocument(str(file)) as document:
        return [each for page in document for each in page.get_objects() if each.type == FPDF_PAGEOBJ_IMAGE]


def test_a_new_photo_goes_before_the_old_one_which_is_kept(office, unit, folder, sample_desk):
    name, (one, *_rest) = unit
    for shirt in (1, 2, 3):
        put(folder, f"{one.id_no}.jpg", jpeg(shirt))
        office.store(office.read([folder], name).rows)
        assert album(sample_desk, one.id) == [jpeg(shirt)]
    kept = [each.name for each in sample_desk.attachments.of("enforcement_officer", one.id)]
    assert kept == [f"{one.name}照片.jpg", f"{one.name}照片（2）.jpg", f"{one.name}照片（3）.jpg"]
    assert one.id_no not in "".join(kept)


def test_the_register_names_the_stored_photo(office, unit, reading, sample_desk):
    office.store(reading.rows)
    with sample_desk.database.read() as session:
        assert session.get(EnforcementOfficer, unit[1][0].id).photo == f"{unit[1][0].name}照片.jpg"


def test_a_file_that_changed_after_the_check_stops_everything(office, unit, folder, reading, sample_desk):
    _name, (one, two, *_rest) = unit
    put(folder, f"{two.name}.jpg", jpeg(9))
    with pytest.raises(ConflictError, match="核对以后又改过，没有存入任何一张"):
        office.store(reading.rows)
    assert album(sample_desk, one.id, two.id) == [None, None]
    fresh = office.read_again(reading)
    assert office.store(fresh.rows).message == "已存入2张照片。"


def test_a_file_that_is_gone_after_the_check_stops_everything(office, unit, folder, reading, sample_desk):
    (folder / f"{unit[1][1].name}.jpg").unlink()
    with pytest.raises(StorageError):
        office.store(reading.rows)
    assert album(sample_desk, unit[1][0].id) == [None]


def test_an_officer_who_was_removed_meanwhile_stops_everything(office, unit, reading, sample_desk):
    _name, (one, two, *_rest) = unit
    with sample_desk.database.write("移入回收站") as session:
        session.get(EnforcementOfficer, two.id).deleted_at = datetime(2026, 6, 15)
    with pytest.raises(ConflictError, match=two.name):
        office.store(reading.rows)
    assert album(sample_desk, one.id) == [None]


def test_a_reader_stores_nothing(office, reading, sample_desk):
    sample_desk.database.actor = lambda: Actor("简若宁", Role.READER)
    with pytest.raises(DeniedError):
        office.store(reading.rows)


def test_the_sheet_for_the_agency_says_what_to_do_with_each_photo(office, unit, reading, tmp_path):
    name, (_one, _two, three, *_rest) = unit
    target = tmp_path / result_name(name)
    count = write_result(reading, target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet["A1"].value == f"{name}照片核对结果"
    assert "合格2，不合格1，对不上人1" in sheet["A2"].value
    assert "358×441点" in sheet["A2"].value
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4)]
    assert len(lines) == count == len(reading.rows)
    assert lines[0][1:6] == ["不合格", f"{three.name}.jpg", three.name, name, "PH02"]
    assert lines[0][6] == "照片其实是PNG，只改后缀名没有用。"
    assert lines[0][7].startswith("请用看图软件打开")
    (unknown,) = [line for line in lines if line[1] == "对不上人"]
    assert unknown[2] == "=1+1.jpg"
    assert {cell.data_type for cell in sheet["C"]} <= {"s", "n"}
    missing = [line for line in lines if line[1] == "缺照片"]
    assert missing[0][5] == "PH12"
    assert len(missing) == len(unit[1]) - 3


def test_a_place_that_cannot_be_written_is_said(office, reading, tmp_path):
    with pytest.raises(StorageError):
        write_result(reading, tmp_path / "没有这个文件夹" / "结果.xlsx")
