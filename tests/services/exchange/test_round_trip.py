"""Template → filled → imported → exported → imported again: all the same, for every ledger that takes files."""

from datetime import date

import openpyxl
import pytest

from services.all_ledgers import IMPORTABLE
from services.exports.office import export_ledger
from services.exports.template_xlsx import TemplateFor, template_sheet
from services.query import LedgerQuery
from services.sample.people import identity_number
from tests.services.exchange.exchange_files import identity


def fill(file, rows):
    book = openpyxl.load_workbook(file)
    sheet = book["填报表"]
    columns = {str(cell.value).removesuffix("（必填）"): cell.column for cell in sheet[2]}
    for number, row in enumerate(rows, start=4):
        for label, value in row.items():
            sheet.cell(number, columns[label]).value = value
    book.save(file)


FILLED = {
    "units": [
        {"单位名称": "县气象局", "类别": "垂直管理机构", "简称": "气象局", "联系电话": "01000000001"},
        {"单位名称": "范例镇人民政府", "类别": "乡镇（街道）", "备注": "@全体"},
    ],
    "officers": [
        {"姓名": "祁望山", "身份证号": identity(301), "所在单位": "县水务局", "有效期至": "2029-06-30"},
        {"姓名": "阿依古丽·买买提", "身份证号": identity(302), "所在单位": "县林业局", "长期有效": "是"},
    ],
    "training": [
        {"姓名": identity(401), "培训名称": "公共课", "培训类别": "公共法律知识", "培训日期": "2026-05-06", "学时": 8},
        {"姓名": identity(401), "培训名称": "业务课", "培训类别": "业务知识", "培训日期": "20260507", "学时": "3.5"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", FILLED)
def test_a_filled_template_comes_back_the_same_from_its_export(sample_desk, tmp_path, kind):
    desk = sample_desk
    agency = desk.imports.units()[0][0]
    taught = {"name": "独孤一诺", "id_no": identity(401), "gender": "男", "birth": date(1991, 3, 24)}
    desk.ledgers["officers"].save(None, 0, taught | {"agency_id": agency})
    sheet = tmp_path / "空表.xlsx"
    template_sheet(desk.imports.spec(kind), sheet)
    fill(sheet, FILLED[kind])
    reading = desk.imports.read(kind, sheet)
    assert [(row.action, row.codes) for row in reading.rows] == [("new", ())] * len(FILLED[kind])
    assert reading.skipped[0].row == 3  # the sample row
    desk.imports.accept(kind, reading)
    assert desk.imports.read(kind, sheet).counts["same"] == len(FILLED[kind])
    assert again(desk, kind, tmp_path / "导出.xlsx") == set()


def again(desk, kind, file):
    """The rows of an export that would not be the same."""
    count = export_ledger(
        desk.ledgers[kind], LedgerQuery(), file, bureau="示例县司法局", today=desk.now().date(), masked=False
    )
    reading = desk.imports.read(kind, file)
    assert len(reading.rows) == count > 0
    return {(row.row, row.action, tuple(row.changes), row.codes) for row in reading.rows if row.action != "same"}


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_what_the_sample_county_holds_comes_back_the_same(sample_desk, tmp_path, kind):
    assert again(sample_desk, kind, tmp_path / "导出.xlsx") == set()


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_registered_rows_sent_out_for_correction_come_back_the_same(sample_desk, tmp_path, kind):
    desk, file = sample_desk, tmp_path / "核对.xlsx"
    rows = desk.imports.rows(kind)
    template_sheet(desk.imports.spec(kind), file, TemplateFor(rows=rows, units=["县水务局"]))
    reading = desk.imports.read(kind, file)
    assert len(reading.rows) == len(rows)
    assert {(row.row, tuple(row.changes), row.codes) for row in reading.rows if row.action != "same"} == set()


def test_the_number_that_only_two_digits_of_a_birth_month_tell_apart_stays_text(sample_desk, tmp_path):
    number = identity_number(date(1985, 10, 1), 7, male=False)
    desk, file = sample_desk, tmp_path / "核对.xlsx"
    agency = desk.imports.units()[0][0]
    desk.ledgers["officers"].save(None, 0, {"name": "缪嘉言", "id_no": number, "agency_id": agency})
    template_sheet(desk.imports.spec("officers"), file, TemplateFor(rows=desk.imports.rows("officers")))
    sheet = openpyxl.load_workbook(file)["填报表"]
    column = next(cell.column for cell in sheet[2] if str(cell.value).startswith("身份证号"))
    found = next(row[0] for row in sheet.iter_rows(min_col=column, max_col=column) if row[0].value == number)
    assert (found.data_type, found.number_format) == ("s", "@")


def test_numbers_of_persons_and_certificates_keep_every_digit_in_an_export(sample_desk, tmp_path):
    file = tmp_path / "导出.xlsx"
    again(sample_desk, "officers", file)
    sheet = openpyxl.load_workbook(file).active
    heads = {cell.value: cell.column for cell in sheet[3]}
    stored = {row.values["id_no"]: row.values["cert_no"] for row in sample_desk.imports.rows("officers")}
    written = {}
    for row in range(4, sheet.max_row + 1):
        person, number = sheet.cell(row, heads["身份证号"]), sheet.cell(row, heads["执法证号"])
        assert {person.number_format, number.number_format} == {"@"}
        assert person.data_type == "s"
        written[person.value] = number.value
    assert written == stored
    assert {len(person) for person in written} == {18}
