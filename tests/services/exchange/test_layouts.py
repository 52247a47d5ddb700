"""A superior platform's own workbook, filled from a ledger: what it had stays, what is written stays text."""

import subprocess
from dataclasses import replace
from datetime import datetime
from shutil import which

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from services.access import Actor, Role
from services.errors import DeniedError, UnreadableError, ValidationError
from services.exchange.layout_fill import DateForm
from services.exchange.layout_learn import LayoutColumn, compare
from services.exchange.layout_room import moved
from services.exchange.layouts import LayoutForm
from services.query import Condition, LedgerQuery, Operator
from tests.services.exchange.exchange_files import identity, person, roster

HEADS = ("序号", "姓名", "身份证号码", "所属单位", "执法证件", None, "人数", "区划代码", "备注")
RED = "FFC00000"


def platform(path, *, prepared=3, heads=HEADS, total=True):
    """A workbook as a platform hands out: title, two-level heads, prepared rows, a total, hidden codes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件1"
    line = Side("thin")
    box = Border(line, line, line, line)
    sheet.merge_cells("A1:I1")
    sheet["A1"], sheet["A1"].font = "行政执法人员信息汇总表", Font("黑体", 18, color=RED)
    sheet["A2"] = "填报单位："
    for column, words in enumerate(heads, start=1):
        sheet.cell(3, column, words)
        if words != "执法证件" and words is not None:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("E3:F3")
    sheet["E4"], sheet["F4"] = "执法证号", "有效期至"
    for row in range(5, 5 + prepared):
        sheet.row_dimensions[row].height = 24
        for column in range(1, 10):
            cell = sheet.cell(row, column)
            cell.border, cell.font, cell.alignment = box, Font("仿宋", 11), Alignment(horizontal="center")
        sheet.cell(row, 7, f'=IF(B{row}="",0,1)')
    if total:
        at = 5 + prepared
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=6)
        sheet.cell(at, 1, "合计").font = Font("黑体", 11)
        sheet.cell(at, 7, f"=SUM(G5:G{at - 1})")
        sheet.row_dimensions[at].height = 30
        sheet.cell(at + 1, 1, "填表人：　　　　审核人：")
    _extras(book, sheet, prepared, total)
    book.save(path)
    return path


def _extras(book, sheet, prepared, total):
    last = 4 + prepared
    rule = DataValidation(type="list", formula1='"990101,990102"')
    rule.add(f"H5:H{last}")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add(f"G5:G{last}", CellIsRule("equal", ["0"], fill=PatternFill("solid", RED)))
    sheet.column_dimensions["C"].width = 31.5
    sheet.print_title_rows, sheet.print_area = "3:4", f"A1:I{last + 2 * total}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.freeze_panes = "A5"
    codes = book.create_sheet("代码")
    codes["A1"], codes["B1"] = "990101", f"=附件1!G{last + 1}" if total else "-"
    codes.sheet_state = "hidden"


@pytest.fixture
def people(desk, unit_ids):
    """Seven officers of two units, one with words that a spreadsheet would take for a formula."""
    ledger = desk.ledgers["officers"]
    for n in range(7):
        unit = "县水务局" if n % 2 else "县林业局"
        values = {"name": f"祁望{'山水云岳林川原'[n]}", "id_no": identity(n), "agency_id": unit_ids[unit]}
        values["note"] = '=HYPERLINK("http://示例","点")' if n == 3 else "+86" if n == 4 else "-" if n == 5 else "@全体"
        ledger.save(None, 0, values)
    return desk


@pytest.fixture
def learned(people, tmp_path):
    return people.export_layouts.learn("officers", platform(tmp_path / "平台.xlsx"))


@pytest.fixture
def layout_id(people, learned, tmp_path):
    columns = tuple(
        LayoutColumn(c.letter, c.header, c.key, "990101" if c.header == "区划代码" else "") for c in learned.columns
    )
    form = LayoutForm("省平台人员表", "officers", tmp_path / "平台.xlsx", replace(learned, columns=columns))
    return people.export_layouts.save(form)


def filled(desk, layout_id, tmp_path, **more):
    target = tmp_path / "上报.xlsx"
    desk.export_layouts.fill(layout_id, target, LedgerQuery(sort="id_no"), **more)
    return openpyxl.load_workbook(target)


def test_a_platforms_headings_are_recognised_by_the_words_of_imports(learned):
    assert (learned.sheet, learned.header_row, learned.first_row) == ("附件1", 4, 5)
    assert {c.header: c.key for c in learned.columns} == {
        "序号": "#",
        "姓名": "name",
        "身份证号码": "id_no",
        "所属单位": "agency_id",
        "执法证号": "cert_no",
        "有效期至": "valid_to",
        "人数": "",
        "区划代码": "",
        "备注": "note",
    }


def test_rows_go_into_their_file_and_what_it_had_stays(people, layout_id, tmp_path):
    book = filled(people, layout_id, tmp_path)
    sheet = book["附件1"]
    assert (sheet["A1"].value, sheet["A1"].font.color.rgb) == ("行政执法人员信息汇总表", RED)
    assert [sheet.cell(row, 1).value for row in range(5, 12)] == [1, 2, 3, 4, 5, 6, 7]
    assert sorted(sheet.cell(row, 3).value for row in range(5, 12)) == sorted(identity(n) for n in range(7))
    assert {sheet.cell(row, 4).value for row in range(5, 12)} == {"县水务局", "县林业局"}
    assert {sheet.cell(row, 8).value for row in range(5, 12)} == {"990101"}
    assert sheet.column_dimensions["C"].width == 31.5
    assert (sheet.page_setup.orientation, sheet.print_title_rows, sheet.freeze_panes) == ("landscape", "$3:$4", "A5")
    assert book["代码"].sheet_state == "hidden"
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:I1", "E3:F3", "A3:A4", "A12:F12"}


def test_rows_beyond_the_prepared_ones_look_like_the_last_and_the_total_counts_them(people, layout_id, tmp_path):
    book = filled(people, layout_id, tmp_path)
    sheet = book["附件1"]
    assert [sheet.cell(row, 7).value for row in (5, 8, 11)] == [
        '=IF(B5="",0,1)',
        '=IF(B8="",0,1)',
        '=IF(B11="",0,1)',
    ]
    assert (sheet["A12"].value, sheet["G12"].value, sheet["A13"].value) == (
        "合计",
        "=SUM(G5:G11)",
        "填表人：　　　　审核人：",
    )
    assert book["代码"]["B1"].value == "=附件1!G12"
    look = sheet["B11"]
    assert (look.font.name, look.border.left.style, sheet.row_dimensions[11].height) == ("仿宋", "thin", 24)
    assert sheet.row_dimensions[12].height == 30
    [rule] = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "H5:H11"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["G5:G11"]
    assert sheet.print_area.endswith("$A$1:$I$13")


def test_numbers_of_persons_and_dangerous_words_stay_text(people, layout_id, tmp_path):
    sheet = filled(people, layout_id, tmp_path)["附件1"]
    numbers = [sheet.cell(row, 3) for row in range(5, 12)]
    assert {(c.data_type, c.number_format) for c in numbers} == {("s", "@")}
    notes = {sheet.cell(row, 9).value: sheet.cell(row, 9) for row in range(5, 12)}
    assert set(notes) == {'=HYPERLINK("http://示例","点")', "+86", "-", "@全体"}
    assert {(c.data_type, c.number_format, c.quotePrefix) for c in notes.values()} == {("s", "@", True)}
    rows = CalamineWorkbook.from_path(tmp_path / "上报.xlsx").get_sheet_by_name("附件1").to_python()
    assert sorted(row[2] for row in rows[4:11]) == sorted(identity(n) for n in range(7))
    assert '=HYPERLINK("http://示例","点")' in [row[8] for row in rows[4:11]]


@pytest.mark.slow
@pytest.mark.skipif(not which("soffice"), reason="没有LibreOffice")
def test_another_program_counts_the_rows_in_the_filled_file(people, layout_id, tmp_path):
    filled(people, layout_id, tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    out = tmp_path / "算过"
    call = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(tmp_path / "上报.xlsx")]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(out / "上报.xlsx", data_only=True)["附件1"]
    assert sheet["G12"].value == 7
    assert sheet["I8"].value != 0


def test_fewer_rows_than_prepared_leave_the_rest_empty(people, layout_id, tmp_path, unit_ids):
    target = tmp_path / "上报.xlsx"
    one = LedgerQuery(conditions=(Condition("id_no", Operator.EQUALS, identity(1)),))
    people.export_layouts.fill(layout_id, target, one)
    sheet = openpyxl.load_workbook(target)["附件1"]
    assert [sheet.cell(row, 2).value for row in (5, 6, 7)] == ["祁望水", None, None]
    assert sheet["A8"].value == "合计"


def test_a_file_without_a_total_is_just_continued(people, tmp_path):
    office = people.export_layouts
    file = platform(tmp_path / "平台.xlsx", prepared=1, total=False)
    form = LayoutForm("无合计", "officers", file, office.learn("officers", file))
    sheet = filled(people, office.save(form), tmp_path)["附件1"]
    assert (sheet.max_row, sheet["B11"].font.name, sheet["G11"].value) == (11, "仿宋", '=IF(B11="",0,1)')


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (DateForm.DASH, "2029-05-01"),
        (DateForm.DOT, "2029.5.1"),
        (DateForm.CHINESE, "2029年5月1日"),
        (DateForm.COMPACT, "20290501"),
        (DateForm.REAL, datetime(2029, 5, 1)),
    ],
)
def test_dates_stand_as_the_platform_wants_them(desk, incoming, tmp_path, form, shown):
    file = roster(incoming / "水务局.xlsx", [person(1, 有效期至="2029-05-01")])
    desk.imports.accept("officers", desk.imports.read("officers", file, "县水务局"))
    office, file = desk.export_layouts, platform(tmp_path / "平台.xlsx")
    layout = office.save(LayoutForm("日期", "officers", file, office.learn("officers", file), date_form=form))
    assert filled(desk, layout, tmp_path)["附件1"]["F5"].value == shown


def test_a_masked_layout_shows_only_the_ends_and_needs_no_right(people, learned, tmp_path):
    office = people.export_layouts
    whole = office.save(LayoutForm("全", "officers", tmp_path / "平台.xlsx", learned))
    public = office.save(LayoutForm("公开", "officers", tmp_path / "平台.xlsx", learned, masked=True))
    people.database.actor = lambda: Actor("简若宁", Role.READER)
    with pytest.raises(DeniedError):
        office.fill(whole, tmp_path / "全.xlsx")
    office.fill(public, tmp_path / "公开.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "公开.xlsx")["附件1"]
    assert {sheet.cell(row, 3).value[3:14] for row in range(5, 12)} == {"*" * 11}


def test_a_changed_workbook_of_the_platform_is_told_column_by_column(people, layout_id, tmp_path):
    heads = ("序号", "身份证号码", "姓名", "所属单位", "执法证件", None, "人数", "区划代码", "手机号码")
    newer = platform(tmp_path / "平台2.xlsx", heads=heads)
    learned, change = people.export_layouts.changed(layout_id, newer)
    assert change.words == "平台的表变了：新增“手机号码”；去掉“备注”；换了位置“身份证号码”、“姓名”。"
    assert {c.header: c.fixed for c in learned.columns}["区划代码"] == "990101"
    _same, none = people.export_layouts.changed(layout_id, platform(tmp_path / "平台3.xlsx", prepared=9))
    assert none.words == ""
    people.export_layouts.save(LayoutForm("省平台人员表", "officers", newer, learned), layout_id)
    sheet = filled(people, layout_id, tmp_path)["附件1"]
    assert {sheet.cell(row, 2).value for row in range(5, 12)} == {identity(n) for n in range(7)}


def test_what_is_missing_in_a_layout_is_named_and_nothing_stored(people, learned, tmp_path):
    bare = replace(learned, first_row=4, columns=(LayoutColumn("A", "序号"),))
    with pytest.raises(ValidationError) as raised:
        people.export_layouts.save(LayoutForm(" ", "officers", tmp_path / "平台.xlsx", bare))
    assert set(raised.value.problems) == {"name", "columns", "first_row"}
    assert people.export_layouts.all() == []


def test_only_a_workbook_with_headings_can_be_a_layout(people, tmp_path):
    (tmp_path / "表.csv").write_text("姓名,身份证号", encoding="utf-8")
    with pytest.raises(UnreadableError, match="xlsx"):
        people.export_layouts.learn("officers", tmp_path / "表.csv")


def test_a_layout_that_goes_can_be_taken_back(people, layout_id, tmp_path):
    outcome = people.export_layouts.remove(layout_id)
    assert people.export_layouts.all() == []
    people.undo(outcome.group)
    assert [view.name for view in people.export_layouts.all()] == ["省平台人员表"]
    assert filled(people, layout_id, tmp_path)["附件1"]["B5"].value


@pytest.mark.parametrize(
    ("reference", "after"),
    [
        ("F5:F10", "F5:F13"),  # ends in the row above: it grows
        ("F11", "F14"),
        ("$F$11", "$F$14"),
        ("F10", "F10"),
        ("A1:I12", "A1:I15"),
        ("F2:F9", "F2:F9"),
        ("F11:F12", "F14:F15"),
        ("H5:H10 J5:J9", "H5:H13 J5:J9"),
    ],
)
def test_addresses_follow_what_moves_down(reference, after):
    assert moved(reference, 11, 3) == after


def test_headings_in_another_order_are_moved_not_new():
    before = [LayoutColumn("A", "姓名"), LayoutColumn("B", "单位")]
    assert compare(before, [LayoutColumn("A", "单 位"), LayoutColumn("B", "姓名")]).came == ()
    assert compare(before, before).words == ""


def test_every_ledger_offers_fields_to_fill_from(sample_desk):
    office = sample_desk.export_layouts
    for ledger, _title in office.ledgers():
        keys = [field.key for field in office.fields(ledger)]
        assert len(keys) == len(set(keys)) > 1
