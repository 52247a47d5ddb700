"""Headers of two rows in which the upper one already names as much as the lower one."""

from datetime import date

import pytest
import xlsxwriter
from import_files import OFFICERS

from services.imports.read import read_import
from services.imports.rules import ImportContext
from services.sample.people import identity_number

WOMAN = identity_number(date(1985, 3, 2), 1, male=False)


@pytest.fixture
def read(tmp_path):
    def call(rows, merges):
        file = tmp_path / "名册.xlsx"
        with xlsxwriter.Workbook(str(file)) as made:
            sheet = made.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for place, words in merges.items():
                sheet.merge_range(place, words)
        return read_import(file, OFFICERS, ImportContext(today=date(2026, 11, 20), default_unit="县水务局"))

    return call


def test_the_leaf_row_is_the_header_also_where_the_leaves_are_no_fields(read):
    found = read(
        [
            ["姓名", "身份证号", "取得", "", "变更", ""],
            ["", "", "日期", "文号", "日期", "文号"],
            ["祁望山", WOMAN, "1", "2"],
        ],
        {"C1:D1": "取得", "E1:F1": "变更"},
    )
    assert found.header_row == 2
    assert [column.header for column in found.mapping.columns] == [
        *("姓名", "身份证号", "取得/日期", "取得/文号", "变更/日期", "变更/文号")
    ]
    assert found.skipped == ()
    assert [row.values["name"] for row in found.rows] == ["祁望山"]


def test_a_first_person_under_merged_header_cells_is_no_second_header(read):
    found = read([["姓名", "", "身份证号", ""], ["祁望山", "", WOMAN, ""]], {"A1:B1": "姓名", "C1:D1": "身份证号"})
    assert (found.header_row, [row.values["name"] for row in found.rows]) == (1, ["祁望山"])


def test_scores_under_a_group_of_exams_are_no_subject_of_study(read):
    found = read(
        [["姓名", "身份证号", "考试成绩", ""], ["", "", "公共", "专业"], ["祁望山", WOMAN, "80", "90"]],
        {"C1:D1": "考试成绩"},
    )
    values = found.rows[0].values
    assert (values["exam_public"], values["exam_special"], values.get("major")) == ("80", "90", None)
