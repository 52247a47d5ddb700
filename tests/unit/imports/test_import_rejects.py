"""What goes back to an agency: its own sheet with the rejected rows, marked and explained."""

import datetime as dt

import openpyxl
import pytest
import xlwt
from import_files import OFFICERS, context, identity, xlsx
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation

from services.errors import StorageError
from services.imports.read import read_import
from services.imports.rejects import write_rejects

A, B, C = identity(1), identity(3), identity(5)
ROWS = [
    ["示例县执法人员名册", "", "", ""],
    ["姓名", "身份证号", "单位", "有效期至"],
    ["甲", A, "县水务局", dt.date(2030, 1, 1)],
    ["乙", B[:17], "县水务局", "2024/13/45"],
    ["丙", C, "县水务局", ""],
    ["丁", "", "县水务局", "2030.6"],
    ["合计", "", "4人", ""],
]
TITLE = [("A1:D1", "示例县执法人员名册")]


def looks(book, sheet):
    sheet.set_column("B:B", 33)
    sheet.set_row(3, 31)
    sheet.write_string(3, 0, "乙", book.add_format({"bold": True}))


def reading(path, **more):
    return read_import(path, OFFICERS, context(**more))


def rows_of(path):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]


@pytest.fixture
def sent(tmp_path):
    return xlsx(tmp_path / "名册.xlsx", ROWS, merged=TITLE, prepare=looks)


def test_only_title_header_and_rejected_rows_go_back_explained(sent, tmp_path):
    target = tmp_path / "退回.xlsx"
    assert write_rejects(reading(sent), target) == 2
    back = rows_of(target)
    assert [row[0] for row in back] == ["示例县执法人员名册", "姓名", "乙", "丁"]
    assert back[1][4:] == ["错误代码", "原因", "建议"]
    assert back[2][4] == "ER02、ER05"
    assert "现在是17位" in back[2][5]
    assert back[3][6] == "有效期至：2030-06-30"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_agencys_looks_stay_and_faulty_cells_are_marked(sent, tmp_path):
    target = tmp_path / "退回.xlsx"
    write_rejects(reading(sent), target)
    sheet = openpyxl.load_workbook(target).active
    assert (sheet.column_dimensions["B"].width > 30, sheet.row_dimensions[3].height) == (True, 30.75)
    assert sheet["A3"].font.bold
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    marked = [c.coordinate for row in sheet.iter_rows(min_row=3, max_col=4) for c in row if c.fill.fill_type == "solid"]
    assert marked == ["B3", "D3", "B4", "D4"]
    assert sheet["B3"].fill.start_color.rgb != sheet["D4"].fill.start_color.rgb


def test_a_returned_sheet_can_be_corrected_and_sent_again(sent, tmp_path):
    target = tmp_path / "退回.xlsx"
    write_rejects(reading(sent), target)
    book = openpyxl.load_workbook(target)
    book.active["B3"], book.active["D3"], book.active["B4"], book.active["D4"] = B, "2031-01-01", A, "2030-06-30"
    book.save(target)
    again = reading(target)
    assert [(r.values["name"], r.action) for r in again.rows] == [("乙", "new"), ("丁", "new")]
    assert [c.name for c in again.mapping.columns][4:] == [None, None, None]


def test_a_sheet_returned_twice_gets_no_second_set_of_columns(sent, tmp_path):
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    write_rejects(reading(sent), first)
    write_rejects(reading(first), second)
    assert rows_of(second)[1].count("错误代码") == 1


def test_a_merged_unit_stands_beside_each_returned_person(tmp_path):
    rows = [ROWS[1], ["甲", A, "", ""], ["乙", "1", "", ""], ["丙", "2", "", ""]]
    sent = xlsx(tmp_path / "a.xlsx", rows, merged=[("C2:C4", "县水务局")])
    target = tmp_path / "b.xlsx"
    write_rejects(reading(sent), target)
    assert [row[:3] for row in rows_of(target)[1:]] == [["乙", "1", "县水务局"], ["丙", "2", "县水务局"]]


def test_other_sheets_and_formulas_do_not_go_back(tmp_path):
    def more(book, sheet):
        book.add_worksheet("别的").write_string(0, 0, "内部")
        sheet.write_formula(1, 2, "=D9", None, "县水务局")

    sent = xlsx(tmp_path / "a.xlsx", [ROWS[1], ["甲", "1", "", "=1+1"]], prepare=more)
    target = tmp_path / "b.xlsx"
    write_rejects(reading(sent), target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["名册"]
    assert (book.active["C2"].value, book.active["D2"].value) == ("县水务局", "=1+1")
    assert book.active["D2"].data_type in ("s", "f")
    assert read_import(target, OFFICERS, context()).rows[0].problems[-1].raw == "=1+1"


def test_nothing_is_written_where_nothing_was_rejected(tmp_path):
    sent = xlsx(tmp_path / "a.xlsx", [ROWS[1], ["甲", A, "", ""]])
    assert write_rejects(reading(sent), tmp_path / "b.xlsx") == 0
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize("name", ["名册.csv", "名册.xls"])
def test_other_formats_become_a_sheet_with_the_same_columns(tmp_path, name):
    path = tmp_path / name
    rows = [[str(c) if isinstance(c, dt.date) else c for c in row] for row in ROWS]
    if name.endswith("csv"):
        path.write_text("\n".join(",".join(row) for row in rows), encoding="gb18030")
    else:
        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("名册")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
        book.save(str(path))
    target = tmp_path / "退回.xlsx"
    assert write_rejects(reading(path), target) == 2
    back = rows_of(target)
    assert [row[0] for row in back] == ["示例县执法人员名册", "姓名", "乙", "丁"]
    assert back[2][4] == "ER02、ER05"


def test_a_number_in_an_id_column_goes_back_as_it_came(tmp_path):
    sent = xlsx(tmp_path / "a.xlsx", [ROWS[1], ["甲", 371500198506150000, "", ""]])
    target = tmp_path / "b.xlsx"
    write_rejects(reading(sent), target)
    assert isinstance(rows_of(target)[1][1], int | float)


def test_a_target_that_cannot_be_written_is_told(sent, tmp_path):
    with pytest.raises(StorageError, match="写不进去"):
        write_rejects(reading(sent), tmp_path / "没有" / "退回.xlsx")


def test_lists_and_colours_stay_where_they_need_nothing_else(tmp_path):
    path, back = tmp_path / "名册.xlsx", tmp_path / "退回.xlsx"
    book = openpyxl.Workbook()
    sheet, words = book.active, book.create_sheet("词")
    words.append(["行政编制"])
    for row in (
        ["姓名", "身份证号", "性别", "编制"],
        ["甲", "990123", "男", "行政编制"],
        ["乙", identity(3), "男", ""],
    ):
        sheet.append(row)
    for formula, area in (('"男,女"', "C2:C99"), ("词!$A$1:$A$9", "D2:D99"), ("一个名称", "D2:D99")):
        kept = DataValidation(type="list", formula1=formula)
        kept.add(area)
        sheet.add_data_validation(kept)
    sheet.conditional_formatting.add("B2:B99", FormulaRule(formula=["LEN($B2)<>18"]))
    sheet.conditional_formatting.add("B2:B99", FormulaRule(formula=["COUNTIF(词!A:A,B2)>1"]))
    book.save(path)
    write_rejects(read_import(path, OFFICERS, context()), back)
    found = openpyxl.load_workbook(back).active
    assert [v.formula1 for v in found.data_validations.dataValidation] == ['"男,女"']
    rules = [rule.formula for area in found.conditional_formatting for rule in area.rules]
    assert rules == [["LEN($B2)<>18"]]
    assert found["B2"].data_type == "s"


def test_a_returned_file_corrected_reads_as_new_with_its_added_columns_left_out(tmp_path):
    path, back = tmp_path / "名册.xlsx", tmp_path / "退回.xlsx"
    xlsx(path, [["县水务局名册"], ["姓名", "身份证号"], ["甲", identity(1)[:17]], ["乙", identity(3)]])
    write_rejects(read_import(path, OFFICERS, context()), back)
    book = openpyxl.load_workbook(back)
    book.active["B3"] = identity(1)
    book.save(back)
    again = read_import(back, OFFICERS, context())
    assert again.counts == {"new": 1, "changed": 0, "same": 0, "error": 0}
    assert [c.name for c in again.mapping.columns] == ["name", "id_no", None, None, None]
