"""A ledger as Excel: what is in it, how it prints, and that it imports again without loss."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import StorageError
from services.exports.ledger_xlsx import export_rows
from services.exports.template_xlsx import template_sheet
from services.imports.cells import Match
from services.imports.identity import check_character
from services.imports.officer_fields import OFFICER_IMPORT
from services.imports.read import read_import
from services.imports.rules import ImportContext
from services.query import LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec

TODAY = dt.date(2026, 11, 20)
UNITS = {1: "县水务局", 2: "县林业局", 3: "示例镇人民政府"}
SPEC = LedgerSpec(
    "samples",
    "样例/台账",
    "样例",
    (
        FieldSpec("number", "案号", Kind.CODE, required=True, unique=True),
        FieldSpec("title", "案由", required=True, width_chars=20),
        FieldSpec("unit", "办案单位", Kind.REFERENCE, reference="units"),
        FieldSpec("person", "身份证号", Kind.IDENTITY),
        FieldSpec("opened", "立案日期", Kind.DATE),
        FieldSpec("fine", "罚款金额", Kind.MONEY),
        FieldSpec("hours", "培训学时", Kind.MINUTES),
        FieldSpec("score", "得分", Kind.POINTS),
        FieldSpec("copies", "份数", Kind.INTEGER),
        FieldSpec("closed", "是否办结", Kind.BOOLEAN),
        FieldSpec("kind", "类别", Kind.CHOICE, choices={"plain": "一般程序", "short": "简易程序"}),
        FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True),
        FieldSpec("facts", "基本事实", Kind.LONG_TEXT, in_table=False),
    ),
    "number",
    "title",
    match_on=("number",),
)
OFFICERS = LedgerSpec(
    "officers", "执法人员", "人员", OFFICER_IMPORT, "name", "name", unit_word="人", match_on=("id_no",)
)
ID = "99012319850615001" + check_character("99012319850615001")


def row(row_id=1, **values):
    unit = values.get("unit")
    return LedgerRow(row_id, 1, {"number": f"A{row_id}", "title": "案"} | values, {"unit": UNITS[unit]} if unit else {})


def export(target, rows, spec=SPEC, *, masked=False, progress=None, **more):
    return export_rows(
        spec,
        [rows[:2], rows[2:]],
        target,
        title="样例台账",
        description="类别：一般程序　共2条",
        unit="示例县司法局",
        printed_on=TODAY,
        masked=masked,
        progress=progress,
        **more,
    )


def resolve(ledger, text):
    return next((Match(key, name) for key, name in UNITS.items() if name == text), None)


def again(target, rows, spec=SPEC):
    """The export read back against the rows that it was made from."""
    stored = {r.values[spec.match_on[0]]: r for r in rows}
    known = ImportContext(TODAY, resolve, existing=lambda v: stored.get(v[spec.match_on[0]]))
    return read_import(target, spec, known)


def sheet_of(path):
    return openpyxl.load_workbook(path).active


def test_title_filter_and_header_stand_above_the_rows(tmp_path):
    target = tmp_path / "台账.xlsx"
    assert export(target, [row(1), row(2), row(3)]) == 3
    sheet = sheet_of(target)
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["样例台账", "类别：一般程序　共2条", "案号"]
    assert [sheet.cell(r, 1).value for r in (4, 5, 6)] == ["A1", "A2", "A3"]
    assert sheet.title == "样例　台账"


def test_identifiers_are_text_and_dates_and_numbers_are_real(tmp_path):
    target = tmp_path / "a.xlsx"
    export(target, [row(1, person=ID, opened=dt.date(2024, 6, 15), fine=123456, hours=100, score=8929, copies=1203)])
    sheet = sheet_of(target)
    by_label = {sheet.cell(3, c).value: sheet.cell(4, c) for c in range(1, sheet.max_column + 1)}
    assert (by_label["身份证号"].value, by_label["身份证号"].number_format) == (ID, "@")
    assert by_label["立案日期"].is_date
    assert by_label["立案日期"].number_format == "yyyy-mm-dd"
    assert (by_label["罚款金额"].value, by_label["得分"].value, by_label["份数"].value) == (1234.56, 89.29, 1203)


def test_the_sheet_prints_on_a4_with_repeated_header_and_page_numbers(tmp_path):
    target = tmp_path / "a.xlsx"
    export(target, [row(1)])
    sheet = sheet_of(target)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "B4")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert "第&P页" in sheet.oddFooter.center.text
    assert sheet.oddFooter.left.text == "示例县司法局"
    assert sheet.oddFooter.right.text == "2026-11-20"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "{=1}", "+1", "@x", "https://example.com", "-2", "\t=1"])
def test_nothing_becomes_a_formula_or_a_link(tmp_path, text):
    target = tmp_path / "a.xlsx"
    export(target, [row(1, title=text)])
    cell = sheet_of(target)["B4"]
    assert cell.hyperlink is None
    assert cell.value == text
    with zipfile.ZipFile(target) as archive:
        body = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in body
    assert b"<hyperlink" not in body


def test_a_masked_copy_shows_only_the_ends_of_ids(tmp_path):
    target = tmp_path / "a.xlsx"
    export(target, [row(1, person=ID)], masked=True)
    assert sheet_of(target)["D4"].value == "990***********" + ID[-4:]


def test_an_export_reads_back_as_the_same_rows(tmp_path):
    rows = [
        row(1, unit=1, person=ID, opened=dt.date(1950, 1, 1), fine=1, hours=100, score=5, copies=-3, closed=False),
        row(2, unit=3, kind="short", facts="第一行\n第二行", closed=True, title="无"),
        row(3, title="＝x／ 王 五", number="（2024）示01号", fine=99_999_999_999, hours=1),
    ]
    target = tmp_path / "a.xlsx"
    export(target, rows)
    found = again(target, rows)
    assert [(r.action, dict(r.changes), r.codes) for r in found.rows] == [("same", {}, ())] * 3


def test_an_officers_export_reads_back_as_the_same_rows(tmp_path):
    values = {
        "name": "阿依古丽·买买提",
        "gender": "男",
        "id_no": ID,
        "nation": "维吾尔族",
        "birth": dt.date(1985, 6, 15),
        "politics": "中共党员",
        "unit": 2,
        "cert_no": "04140827006",
        "valid_forever": True,
        "issue_date": dt.date(2024, 2, 29),
        "exam_public": "85",
        "phone": "010-00000000",
    }
    rows = [LedgerRow(1, 1, values, {"unit": "县林业局"})]
    target = tmp_path / "a.xlsx"
    export(target, rows, OFFICERS)
    found = again(target, rows, OFFICERS)
    assert [(r.action, dict(r.changes), r.codes) for r in found.rows] == [("same", {}, ())]


def test_a_failing_or_stopped_export_leaves_nothing_and_keeps_the_old_file(tmp_path):
    class StoppedError(Exception):
        pass

    def stop(done):
        raise StoppedError

    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(StoppedError):
        export(target, [row(1)], progress=stop)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_target_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StorageError, match="写不进去"):
        export(tmp_path / "没有" / "a.xlsx", [row(1)])


def test_progress_tells_the_rows_so_far(tmp_path):
    told = []
    export(tmp_path / "a.xlsx", [row(1), row(2), row(3)], progress=told.append)
    assert told == [2, 3]


# no control characters, no ends that any form would strip, no lone surrogates
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"), exclude_characters="'’‘`＇"),
    min_size=1,
    max_size=12,
)


@st.composite
def stored_rows(draw):
    rows = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        serial = draw(st.integers(0, 999))
        first = f"990123{draw(st.dates(dt.date(1930, 1, 1), dt.date(2020, 1, 1))):%Y%m%d}{serial:03d}"
        values = {
            "title": draw(WORDS),
            "facts": draw(st.none() | WORDS),
            "unit": draw(st.none() | st.sampled_from([1, 2, 3])),
            "person": draw(st.none() | st.just(first + check_character(first))),
            "opened": draw(st.none() | st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31))),
            "fine": draw(st.none() | st.integers(-(10**12), 10**12)),
            "hours": draw(st.none() | st.integers(0, 100_000)),
            "score": draw(st.none() | st.integers(0, 100_00)),
            "copies": draw(st.none() | st.integers(-(10**17), 10**17)),
            "closed": draw(st.none() | st.booleans()),
            "kind": draw(st.none() | st.sampled_from(["plain", "short"])),
        }
        rows.append(row(number, **values))
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored_rows())
def test_whatever_a_ledger_holds_comes_back_from_its_export(tmp_path, rows):
    target = tmp_path / "a.xlsx"
    export(target, rows)
    found = again(target, rows)
    assert [(r.action, dict(r.changes)) for r in found.rows] == [("same", {})] * len(rows)


# --- the template ----------------------------------------------------------------------------------
def test_a_template_has_marked_headers_lists_and_a_sheet_of_explanations(tmp_path):
    target = tmp_path / "模板.xlsx"
    template_sheet(OFFICERS, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["填报表", "填写说明", "可选项", "模板信息"]
    assert (book["可选项"].sheet_state, book.active.title) == ("hidden", "填报表")
    header = [c.value for c in book["填报表"][2]]
    assert header[:3] == ["姓名（必填）", "性别", "身份证号（必填）"]
    rules = {str(v.sqref): v for v in book["填报表"].data_validations.dataValidation}
    assert rules["B3:B1002"].formula1 == '"男,女"'
    assert rules["D3:D1002"].formula1.startswith("'可选项'!$A$1")
    assert book["可选项"]["A1"].value == "汉族"
    labels = [r[0].value for r in book["填写说明"].iter_rows(min_row=2)]
    assert labels[: len(OFFICER_IMPORT)] == [f.label for f in OFFICER_IMPORT]


@pytest.mark.parametrize("spec", [SPEC, OFFICERS])
def test_a_filled_template_maps_every_column(tmp_path, spec):
    target = tmp_path / "模板.xlsx"
    template_sheet(spec, target)
    book = openpyxl.load_workbook(target)
    sheet = book["填报表"]
    filled = {"姓名（必填）": "甲", "身份证号（必填）": ID, "案号（必填）": "A1", "案由（必填）": "案"}
    for cell in sheet[2]:
        sheet.cell(3, cell.column).value = filled.get(cell.value)
    book.save(target)
    found = read_import(target, spec, ImportContext(TODAY))
    assert [c.name for c in found.mapping.columns] == [f.key for f in spec.import_fields]
    assert found.counts["new"] == 1


def test_identifier_and_date_columns_of_a_template_are_text(tmp_path):
    target = tmp_path / "模板.xlsx"
    template_sheet(SPEC, target)
    sheet = openpyxl.load_workbook(target)["填报表"]
    formats = {}
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min, dimension.max + 1):
            formats[sheet.cell(2, column).value] = dimension.number_format
    assert {formats[label] for label in ("案号（必填）", "身份证号", "立案日期")} == {"@"}
    assert formats["罚款金额"] == "General"
