"""Sheets of any ledger: headers under titles, rows that are none, cells of every kind."""

import datetime as dt

import pytest
from import_files import CASES, OFFICERS, codes, context, identity, resolve, stored, xlsx

from services.errors import UnreadableError
from services.imports.mapping import clean_header
from services.imports.read import read_import
from services.problems import Level, Problem

A, B, C = identity(1), identity(3), identity(5)
HEAD = ["姓名", "身份证号", "单位", "职务"]


def read(path, rows, spec=OFFICERS, mapping=None, changes=None, **more):
    return read_import(xlsx(path, rows, **more), spec, context(**(changes or {})), mapping)


def cell(path, header, value, *, own="1"):
    """One cell of the sample ledger."""
    return read(path, [["案号", "案由", header], [own, "案", value]], CASES).rows[0]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "表.xlsx"


# --- which rows are data ---------------------------------------------------------------------------
def test_the_header_is_found_under_titles_notes_and_blank_lines(file):
    rows = [
        ["示例县行政执法人员名册"],
        ["填报单位：县水务局（盖章）", "", "", "填报日期：2026年6月"],
        [],
        HEAD,
        ["甲", A, "", ""],
    ]
    found = read(file, rows, merged=[("A1:D1", "示例县行政执法人员名册")])
    assert (found.header_row, len(found.rows), found.rows[0].row) == (4, 1, 5)


def test_footers_blank_lines_headings_and_repeated_headers_are_passed_over_and_named(file):
    rows = [
        HEAD,
        ["(一)本单位实施的、以本单位名义作出的"],
        ["甲", A, "县水务局", "科员"],
        [],
        [],
        HEAD,
        ["乙", B, "县水务局", "科员"],
        ["小计", "", "2人", ""],
        ["合 计", "", "2人", ""],
        ["填表人：岑知远", "", "审核人：简若宁", ""],
        ["注：本表一式两份"],
        [],
        [],
    ]
    found = read(file, rows)
    assert [(s.row, s.why.value) for s in found.skipped] == [
        (2, "group heading"),
        (4, "blank"),
        (6, "repeated header"),
        (8, "footer"),
        (9, "footer"),
        (10, "footer"),
        (11, "footer"),
    ]
    assert [r.row for r in found.rows] == [3, 7]


@pytest.mark.parametrize(
    "row",
    [
        ["共2人"],
        ["本页小计：2人"],
        ["以上人员信息均已核对，情况属实。"],
        ["", "", "", "2026年6月15日"],
        ["", "", "", dt.date(2026, 6, 15)],
        ["单位负责人：岑知远　填表人：简若宁"],
        ["填报单位（盖章）", "", "", "日期："],
    ],
)
def test_what_stands_under_a_table_is_a_footer(file, row):
    found = read(file, [HEAD, ["甲", A, "", ""], row])
    assert [(s.row, s.why.value) for s in found.skipped] == [(3, "footer")]
    assert len(found.rows) == 1


def test_a_merged_heading_in_the_body_is_a_group_heading(file):
    found = read(file, [HEAD, ["局机关"], ["甲", A, "", ""]], merged=[("A2:D2", "局机关")])
    assert [(s.row, s.why.value) for s in found.skipped] == [(2, "group heading")]


def test_a_row_with_nothing_in_a_mapped_column_is_blank(file):
    rows = [["序号", *HEAD], [1, "甲", A, "", ""], [2], [3], [4, "乙", B, "", ""], [5], [6]]
    found = read(file, rows)
    assert [(s.row, s.why.value) for s in found.skipped] == [(3, "blank")]
    assert len(found.rows) == 2


def test_the_row_of_column_numbers_under_a_header_is_no_data(file):
    found = read(file, [HEAD, [1, 2, 3, 4], ["甲", A, "", ""]])
    assert [(s.row, s.why.value) for s in found.skipped] == [(2, "repeated header")]


def test_a_row_with_only_a_name_is_data_with_an_error(file):
    assert codes(read(file, [HEAD, ["甲", "", "", ""]])) == [["ER01"]]


def test_a_merged_unit_fills_down_only_inside_its_area(file):
    rows = [HEAD, ["甲", A, "", ""], ["乙", B, "", ""], ["丙", C, "", ""]]
    found = read(file, rows, merged=[("C2:C3", "县水务局")])
    assert [r.values["unit"] for r in found.rows] == [1, 1, None]


def test_two_header_levels_without_merged_cells_are_joined(file):
    rows = [["姓名", "身份证号", "执法证", ""], ["", "", "编号", "有效期"], ["甲", A, "A1", "2030-01-01"]]
    found = read(file, rows)
    assert found.header_row == 2
    assert [c.name for c in found.mapping.columns] == ["name", "id_no", "cert_no", "valid_to"]


def test_a_line_of_unit_and_date_above_a_header_is_no_group(file):
    rows = [
        ["填报单位：县水务局", "", "填报日期：2026年"],
        ["姓名", "身份证号", "发证日期", "发证日期", ""],
        ["甲", A, "", "", "x"],
    ]
    assert [c.header for c in read(file, rows).mapping.columns] == ["姓名", "身份证号", "发证日期", "发证日期"]


def test_start_and_end_under_one_group_are_told_apart(file):
    rows = [["姓名", "身份证号", "有效期", ""], ["", "", "起", "止"], ["甲", A, "2025-01-01", "2030-01-01"]]
    found = read(file, rows, merged=[("A1:A2", "姓名"), ("B1:B2", "身份证号"), ("C1:D1", "有效期")])
    assert [c.name for c in found.mapping.columns] == ["name", "id_no", "valid_from", "valid_to"]


def test_a_sheet_that_starts_far_from_the_corner_keeps_its_row_and_column_names(file):
    rows = [[], [], ["", "", *HEAD], ["", "", "甲", A[:17], "", ""]]
    found = read(file, rows)
    assert (found.header_row, found.mapping.columns[0].letter) == (3, "C")
    assert found.rows[0].problems[0].where == "D4"


# --- mapping ----------------------------------------------------------------------------------------
def test_a_clerk_can_correct_the_mapping_by_letter_or_header(file):
    rows = [["姓名", "身份证号", "备用", "职务"], ["甲", A, "科员", "旧"]]
    found = read(file, rows, mapping={"C": "post"})
    assert [c.name for c in found.mapping.columns] == ["name", "id_no", "post", None]
    assert found.rows[0].values["post"] == "科员"
    found = read(file, rows, mapping={"职务": None, "备用": "dept"})
    assert [c.name for c in found.mapping.columns] == ["name", "id_no", "dept", None]


def test_the_same_headers_have_the_same_fingerprint_whatever_their_hints(file):
    one = read(file, [["姓名", "身份证号（18位）"], ["甲", A]]).mapping
    two = read(file, [["标题"], ["姓 名*", "身份证号"], ["甲", A]]).mapping
    three = read(file, [["身份证号", "姓名"], [A, "甲"]]).mapping
    assert one.fingerprint == two.fingerprint != three.fingerprint
    assert one.corrected(one.choices()) == one


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [("姓 名", "姓名"), ("证号\n（必填）", "证号"), ("＊单位", "单位"), ("日期（起）", "日期(起)"), ("（甲）", "(甲)")],
)
def test_header_cleaning(printed, cleaned):
    assert clean_header(printed) == cleaned


# --- cells of every kind ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "written", "key", "value"),
    [
        ("罚款金额", 1234.56, "fine", 123456),
        ("罚款金额", "1,234.5元", "fine", 123450),
        ("罚款金额", "￥３００", "fine", 30000),
        ("罚款金额", "1.2万元", "fine", 1200000),
        ("罚款金额（万元）", 12.5, "fine", 12500000),
        ("罚款金额", 0.1 + 0.2, "fine", 30),
        ("培训学时", 60, "hours", 2700),
        ("培训学时", "2.5学时", "hours", 112),
        ("培训学时", "90分钟", "hours", 90),
        ("培训学时", "1:30:00", "hours", 90),
        ("培训学时", dt.time(1, 30), "hours", 90),
        ("培训学时（分钟）", "90", "hours", 90),
        ("得分", "89.29", "score", 8929),
        ("得分", "75分", "score", 7500),
        ("份数", 3, "copies", 3),
        ("份数", "1,203", "copies", 1203),
        ("份数", "−5", "copies", -5),
        ("是否办结", "是", "closed", True),
        ("是否办结", "√", "closed", True),
        ("是否办结", "无", "closed", False),
        ("是否办结", False, "closed", False),
        ("类别", "一般程序", "kind", "plain"),
        ("类别", "一般 程序 ", "kind", "plain"),
        ("类别", "SHORT", "kind", "short"),
        ("办案单位", "县水务局", "unit", 1),
        ("办案单位", " 县 水务局", "unit", 1),
        ("立案日期", dt.date(2024, 5, 1), "opened", dt.date(2024, 5, 1)),
        ("基本事实", "第一行\r\n第二行 ", "facts", "第一行\n第二行"),
    ],
)
def test_a_cell_is_stored_in_the_kind_of_its_field(tmp_path, header, written, key, value):
    import xlsxwriter

    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["案号", "案由", header])
    sheet.write_string(1, 0, "1")
    sheet.write_string(1, 1, "案")
    formats = {dt.date: "yyyy-mm-dd", dt.time: "h:mm"}
    if type(written) in formats:
        sheet.write_datetime(1, 2, written, book.add_format({"num_format": formats[type(written)]}))
    else:
        sheet.write_string(1, 2, written) if isinstance(written, str) else sheet.write(1, 2, written)
    book.close()
    row = read_import(path, CASES, context()).rows[0]
    assert (row.values[key], row.action) == (value, "new")


@pytest.mark.parametrize(
    ("header", "written", "code"),
    [
        ("罚款金额", "很多", "ER15"),
        ("罚款金额", 1.234, "ER15"),
        ("份数", 1.5, "ER15"),
        ("份数", "三份", "ER15"),
        ("培训学时", -1, "ER15"),
        ("立案日期", "2024-06-31", "ER05"),
        ("立案日期", 2024, "ER05"),
        ("立案日期", dt.date(1905, 7, 16), "ER05"),
        ("当事人身份证号", 1, "ER04"),
        ("办案单位", "不知何局", "ER10"),
        ("案由", "长" * 201, "ER16"),
    ],
)
def test_what_cannot_be_stored_is_an_error_at_its_cell(file, header, written, code):
    row = (
        cell(file, header, written)
        if header != "案由"
        else read(file, [["案号", header], ["1", written]], CASES).rows[0]
    )
    assert code in row.codes
    assert row.action == "error"
    assert row.problems[0].where in ("C2", "B2")
    assert row.problems[0].message.endswith("。")


def test_an_unknown_word_waits_with_the_nearest_one(file):
    row = cell(file, "类别", "一般程续")
    assert (row.codes, row.values["kind"], row.problems[0].suggest) == (("WA15",), None, "一般程序")


def test_a_numeric_case_number_is_kept_with_a_warning(file):
    found = read(file, [["案号", "案由"], [12, "案"]], CASES)
    assert (found.rows[0].values["number"], codes(found)) == ("12", [["WA06"]])


def test_rows_with_the_same_key_are_doubled(file):
    found = read(file, [["案号", "案由"], ["A1", "甲"], ["a1", "乙"], ["A2", "丙"]], CASES)
    assert codes(found) == [[], ["ER06"], []]


def test_a_missing_column_hurts_new_rows_only(file):
    known = {"A1": stored({"number": "A1", "title": "旧案", "copies": 1})}
    found = read(
        file,
        [["案号", "份数"], ["A1", 2], ["A2", 2]],
        CASES,
        changes={"existing": lambda values: known.get(values["number"])},
    )
    assert [r.action for r in found.rows] == ["changed", "error"]
    assert found.rows[0].changes == {"copies": (1, 2)}
    assert found.rows[1].problems[0].where == "第3行"


def test_a_blank_cell_never_empties_what_is_stored(file):
    known = stored({"number": "A1", "title": "旧案", "facts": "旧"})
    found = read(
        file, [["案号", "案由", "基本事实"], ["A1", "旧案", ""]], CASES, changes={"existing": lambda values: known}
    )
    assert found.rows[0].action == "same"


def test_the_ledgers_own_check_names_a_cell_by_its_field(file):
    def check(values):
        assert values["title"] == "案"
        return [
            Problem(Level.ERROR, "ER08", "number", "已有一件。"),
            Problem(Level.WARNING, "WA05", "copies", "核对。"),
        ]

    row = read(file, [["案号", "案由"], ["1", "案"]], CASES, changes={"row_check": check}).rows[0]
    assert [(p.code, p.where) for p in row.problems] == [("ER08", "A2"), ("WA05", "第2行")]


def test_progress_is_told_and_may_stop_the_reading(file):
    class StoppedError(Exception):
        pass

    def stop(done, total):
        raise StoppedError

    with pytest.raises(StoppedError):
        read(file, [HEAD, ["甲", A, "", ""]], changes={"progress": stop})


def test_a_remembered_field_that_no_longer_exists_is_left_out(file):
    found = read(file, [HEAD, ["甲", A, "", ""]], mapping={"D": "gone"})
    assert found.mapping.columns[3].name is None


def test_leaving_out_the_id_column_is_refused(file):
    with pytest.raises(UnreadableError):
        read(file, [HEAD, ["甲", A, "", ""]], mapping={"B": None})


def test_the_resolver_is_asked_for_the_ledger_of_the_field(file):
    asked = []

    def spy(ledger, text):
        asked.append((ledger, text))
        return resolve(ledger, text)

    read(file, [["案号", "案由", "办案单位"], ["1", "案", "县水务局"]], CASES, changes={"resolve_reference": spy})
    assert asked == [("units", "县水务局")]
