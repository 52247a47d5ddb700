"""Which files can be read, whatever their names, and what the others are told."""

import contextlib
import datetime as dt
import io
import re
import zipfile

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import OFFICERS, context, identity, ods, officers, xlsx

from services.errors import ServiceError, UnreadableError
from services.imports import reader_process, xlsx_scan
from services.imports.read import read_import
from services.imports.reading import unreadable_json
from services.imports.sniff import FileKind
from services.imports.workbook import read_workbook

A, B = identity(1), identity(3)
ROWS = [["姓名", "身份证号", "单位"], ["甲", A, "县水务局"], ["乙", B, "县水务局"]]


def xls(path, rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd") if isinstance(value, dt.date) else xlwt.Style.default_style
            sheet.write(r, c, value, style)
    book.save(str(path))
    return path


def names(path):
    return [row.values["name"] for row in read_import(path, OFFICERS, context()).rows]


def refused(path):
    with pytest.raises(UnreadableError) as caught:
        read_import(path, OFFICERS, context())
    assert caught.value.code in ("ER11", "ER13")
    return str(caught.value)


def rewritten(path, change):
    """The workbook with its parts passed through `change(name, bytes)`."""
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return path


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.xls", "名册.et", "名册.csv", "名册", "名册.doc"])
def test_a_workbook_is_read_whatever_its_name_ends_in(tmp_path, name):
    assert names(xlsx(tmp_path / name if name != "名册.doc" else tmp_path / "x.doc", ROWS)) == ["甲", "乙"]


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.xlsx"])
def test_an_old_workbook_is_read_also_as_et(tmp_path, name):
    path = xls(tmp_path / name, ROWS)
    assert names(path) == ["甲", "乙"]
    assert read_workbook(path).kind is FileKind.XLS


def test_an_open_document_sheet_is_read(tmp_path):
    path = ods(tmp_path / "名册.ods", ROWS)
    assert names(path) == ["甲", "乙"]
    assert read_workbook(path).kind is FileKind.ODS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_every_usual_encoding(tmp_path, encoding, delimiter):
    path = tmp_path / "名册.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding))
    found = read_import(path, OFFICERS, context())
    assert [row.values["id_no"] for row in found.rows] == [A, B]


def test_an_id_that_a_csv_shows_as_a_power_is_er04(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text(f"姓名,身份证号\n甲,3.715E+17\n乙,{B}\n", encoding="utf-8")
    assert [row.codes for row in read_import(path, OFFICERS, context()).rows] == [("ER04",), ()]


def test_a_web_page_named_xls_is_told_apart(tmp_path):
    path = tmp_path / "名册.xls"
    path.write_text("<html><table><tr><td>姓名</td></tr></table></html>", encoding="utf-8")
    assert "其实是网页" in refused(path)


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n0000", b"\0\1\2\3\4", b"\xff\xd8\xff\xe0 1"])
def test_other_files_are_no_tables(tmp_path, content):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    assert "不是表格文件" in refused(path)


def test_a_text_document_in_a_zip_is_no_table(tmp_path):
    path = tmp_path / "名册.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "不是表格文件" in refused(path)


def test_an_encrypted_workbook_asks_for_one_without_password(tmp_path):
    path = tmp_path / "名册.xlsx"
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    path.write_bytes(body)
    assert refused(path) == "这个文件加了密码，打不开。请让报送单位去掉密码后再发来。"


def test_an_old_workbook_with_a_password_says_the_same(tmp_path):
    path = xls(tmp_path / "名册.xls", ROWS)
    body = path.read_bytes()
    # a FILEPASS record in the place of the first record after BOF (the globals' WINDOW or interface record)
    start = body.index(b"\x09\x08\x10\x00")
    next_record = start + 20
    path.write_bytes(body[:next_record] + b"\x2f\x00" + body[next_record + 2 :])
    assert refused(path)


def test_an_empty_file_and_a_missing_one_are_told(tmp_path):
    (tmp_path / "空.xlsx").write_bytes(b"")
    assert "是空的" in refused(tmp_path / "空.xlsx")
    assert "打不开" in refused(tmp_path / "没有.xlsx")
    assert "打不开" in refused(tmp_path)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_damaged(tmp_path, part):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * part)])
    assert "损坏" in refused(path)


def test_broken_xml_inside_is_damaged(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    rewritten(path, lambda name, body: body[: len(body) // 2] if "sheet1" in name else body)
    assert "损坏" in refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (210 << 20))
    assert "太大" in refused(path)


def test_entities_are_refused(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa">]>'
    rewritten(path, lambda name, body: evil + body[body.index(b"?>") + 2 :] if "sheet1" in name else body)
    assert "外部引用" in refused(path)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "ALM2", "A200001", "GS20000"])
def test_a_stray_far_cell_is_refused(tmp_path, cell):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    row = re.sub("[A-Z]", "", cell)
    stray = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    rewritten(path, lambda name, body: body.replace(b"</sheetData>", stray) if "sheet1" in name else body)
    assert "离得很远" in refused(path)


def test_styled_empty_far_cells_do_no_harm(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    stray = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    rewritten(path, lambda name, body: body.replace(b"</sheetData>", stray) if "sheet1" in name else body)
    assert names(path) == ["甲", "乙"]


def test_a_wrong_dimension_loses_no_row(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", ROWS)
    wrong = re.compile(rb'<dimension ref="[^"]*"/>')
    rewritten(path, lambda name, body: wrong.sub(b'<dimension ref="A1:B2"/>', body) if "sheet1" in name else body)
    assert names(path) == ["甲", "乙"]


def test_facts_that_the_reader_drops_survive_a_cut_between_two_blocks(tmp_path, monkeypatch):
    rows = [["姓名", "身份证号", "备注"]] + [[f"甲{i}", identity(i), ""] for i in range(1, 60)]

    def faults(book, sheet):
        for row in range(1, 60, 7):
            sheet.write_formula(row, 2, "=NA()", None, "#N/A")

    path = xlsx(tmp_path / "名册.xlsx", rows, hidden_rows=range(3, 60, 5), prepare=faults)
    whole = xlsx_scan.scan(path, "x").sheets["名册"]
    assert (len(whole.faults), len(whole.hidden)) == (9, 12)
    for size in (64, 97, 301, 1009):
        monkeypatch.setattr(xlsx_scan, "CHUNK", size)
        assert xlsx_scan.scan(path, "x").sheets["名册"] == whole


def test_fault_words_of_formulas_read_as_placeholders(tmp_path):
    def fault(book, sheet):
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")

    found = officers(tmp_path / "a.xlsx", [["甲", A, ""]], header=("姓名", "身份证号", "职务"), prepare=fault)
    assert found.rows[0].codes == ("WA13",)


def test_a_hidden_row_is_read_and_told(tmp_path):
    found = officers(tmp_path / "a.xlsx", [["甲", A], ["乙", B]], hidden_rows=[3])
    assert [row.codes for row in found.rows] == [(), ("IN02",)]


def test_a_workbook_that_counts_from_1904_gives_the_same_dates(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", [["姓名", "身份证号", "有效期至"], ["甲", A, 46326]])
    assert read_import(path, OFFICERS, context()).rows[0].values["valid_to"] == dt.date(2026, 10, 31)
    rewritten(
        path,
        lambda name, body: (
            body.replace(b"<workbookPr ", b'<workbookPr date1904="1" ') if "workbook.xml" in name else body
        ),
    )
    assert read_import(path, OFFICERS, context()).rows[0].values["valid_to"] == dt.date(2030, 11, 1)


def test_the_sheet_with_the_best_header_is_read_and_hidden_ones_are_not(tmp_path):
    def more(book, sheet):
        for name, hidden in (("名单", False), ("旧名单", True)):
            other = book.add_worksheet(name)
            for c, text in enumerate(("姓名", "身份证号", "性别", "民族")):
                other.write_string(0, c, text)
            other.write_row(1, 0, [name, A, "男", "汉"])
            if hidden:
                other.hide()

    path = xlsx(tmp_path / "a.xlsx", ROWS, prepare=more)
    found = read_import(path, OFFICERS, context())
    assert (found.sheet, found.rows[0].values["name"]) == ("名单", "名单")
    assert read_import(path, OFFICERS, context(), sheet="名册").sheet == "名册"
    assert found.other_sheets == (("名册", 2, True), ("旧名单", 1, False))
    with pytest.raises(UnreadableError, match="没有名为"):
        read_import(path, OFFICERS, context(), sheet="没有")


def test_a_sheet_with_rows_goes_before_an_empty_form_with_more_columns(tmp_path):
    def form(book, sheet):
        book.add_worksheet("空表").write_row(0, 0, ["姓名", "身份证号", "单位", "性别", "民族", "职务"])

    found = read_import(xlsx(tmp_path / "a.xlsx", ROWS, prepare=form), OFFICERS, context())
    assert (found.sheet, found.other_sheets) == ("名册", ())


def test_a_chart_on_a_sheet_of_its_own_does_no_harm(tmp_path):
    def chart(book, sheet):
        page = book.add_chartsheet("图")
        drawn = book.add_chart({"type": "column"})
        drawn.add_series({"values": "=名册!$A$1:$A$3"})
        page.set_chart(drawn)

    assert names(xlsx(tmp_path / "a.xlsx", ROWS, prepare=chart)) == ["甲", "乙"]


def test_an_empty_workbook_has_no_header(tmp_path):
    with pytest.raises(UnreadableError) as caught:
        read_import(xlsx(tmp_path / "a.xlsx", []), OFFICERS, context())
    assert caught.value.code == "ER13"


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", ROWS)
    with pytest.raises(UnreadableError, match="用时过长"):
        read_workbook(path, seconds=0)


def test_a_reading_can_be_stopped_while_the_file_is_open(tmp_path):
    class StoppedError(Exception):
        pass

    def stop():
        raise StoppedError

    path = xlsx(tmp_path / "a.xlsx", ROWS)
    with pytest.raises(StoppedError):
        read_workbook(path, alive=stop)
    assert names(path) == ["甲", "乙"]  # the next reading is none the worse for it


def test_a_launcher_of_another_name_still_finds_the_interpreter(monkeypatch):
    monkeypatch.setattr(reader_process.sys, "executable", "/opt/desk/desk.exe")
    assert "python" in reader_process.interpreter()


@pytest.mark.parametrize(("row", "column"), [(65535, 0), (3, 255)])
def test_a_stray_far_cell_in_an_old_workbook_is_refused(tmp_path, row, column):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    sheet.write(0, 0, "姓名")
    sheet.write(row, column, "x")
    book.save(str(tmp_path / "a.xls"))
    refused(tmp_path / "a.xls")


def test_a_reader_that_dies_is_an_answer(tmp_path, monkeypatch):
    reader_process.close_readers()
    path = xlsx(tmp_path / "a.xlsx", ROWS)
    with monkeypatch.context() as patched:
        patched.setattr(reader_process, "interpreter", lambda: "/bin/false")
        assert "损坏" in refused(path)
    assert names(path) == ["甲", "乙"]


def test_the_answer_for_an_unreadable_file_is_the_contracts(tmp_path):
    path = tmp_path / "名册.xls"
    error = UnreadableError("读不了。", "ER13")
    assert unreadable_json(path, error) == {
        "file": str(path),
        "error": {"level": "error", "code": "ER13", "where": "名册.xls", "message": "读不了。"},
    }


SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SMALL
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]))
def test_no_bytes_give_anything_but_a_sentence(tmp_path, body, start):
    path = tmp_path / "任意.xlsx"
    path.write_bytes(start + body)
    with pytest.raises(ServiceError):
        read_import(path, OFFICERS, context())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return xlsx(tmp_path_factory.mktemp("whole") / "a.xlsx", ROWS).read_bytes()


CHANGES = st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 255)), min_size=1, max_size=4)


@settings(SMALL, max_examples=40)
@given(CHANGES)
def test_no_damage_to_a_workbook_gives_anything_but_a_sentence(tmp_path, whole, changes):
    body = bytearray(whole)
    for at, value in changes:
        body[at * len(body) // 10_000] = value
    path = tmp_path / "损坏.xlsx"
    path.write_bytes(bytes(body))
    with contextlib.suppress(ServiceError):
        read_import(path, OFFICERS, context())
