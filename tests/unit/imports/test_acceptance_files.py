"""Every file ends in an answer: rows, or one sentence; nothing is lost without a word."""

import random
import zipfile

import openpyxl
import pytest
import xlwt
from acceptance import answer, codes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import identity, ods, xlsx

A, B, C = identity(1), identity(2), identity(3)
HEADER = ["姓名", "身份证号"]
ACTIONS = {"new", "changed", "same", "error"}
LEVELS = {"error", "warning", "info"}


def whole(found):
    """Whether an answer has the contract's shape."""
    if "error" in found:
        return found["error"]["level"] == "error" and bool(found["error"]["message"])
    assert list(found)[:7] == ["file", "sheet", "header_row", "mapping", "rows", "skipped", "counts"]
    assert all(set(c) == {"column", "header", "name"} for c in found["mapping"])
    for row in found["rows"]:
        assert set(row) == {"row", "action", "values", "changes", "problems"}
        assert row["action"] in ACTIONS
        assert all(p["level"] in LEVELS and p["code"] and p["where"] and p["message"] for p in row["problems"])
        assert (row["action"] == "error") == any(p["level"] == "error" for p in row["problems"])
    assert sum(found["counts"].values()) == len(found["rows"])
    return True


def made(path, build):
    """A workbook that openpyxl builds."""
    book = openpyxl.Workbook()
    build(book, book.active)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.xls", b"<html><body><table><tr><td>1"),
        ("a.xls", "﻿<HTML>".encode()),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
        ("a.xlsx", b""),
        ("a.xlsx", b"P"),
        ("a.xlsx", b"PK\x05\x06" + b"\0" * 18),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000),
        ("a.csv", b"\xef\xbb\xbf"),
        ("a.csv", b"\xff\xfe"),
        ("a.csv", b"\r\n\r\n , ,\r\n"),
        ("a.csv", bytes(range(128, 255)) * 5),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n"),
        ("a.et", b"%PDF-1.7"),
    ],
)
def test_case_43_what_is_no_table_is_told_in_one_sentence(tmp_path, name, body):
    (tmp_path / name).write_bytes(body)
    status, found = answer(tmp_path, tmp_path / name)
    assert status == 2
    assert found["error"]["code"] in ("ER11", "ER13")
    assert whole(found)


def test_case_43_an_old_workbook_under_every_name(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for r, row in enumerate([HEADER, ["甲", A], ["乙", int(B[:15])]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    for name in ("a.xls", "a.et", "a.xlsx", "a.csv"):
        book.save(str(tmp_path / name))
        status, found = answer(tmp_path, tmp_path / name)
        assert (status, found["rows"][0]["values"]["id_no"], codes(found, 1)) == (1, A, ["ER04"])


def test_case_43_a_table_of_text_under_the_name_of_a_workbook(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(f"姓名\t身份证号\n甲\t{A}\n".encode("gb18030"))
    assert answer(tmp_path, tmp_path / "a.xlsx")[1]["counts"]["new"] == 1
    assert answer(tmp_path, ods(tmp_path / "b.xlsx", [HEADER, ["甲", A]]))[1]["counts"]["new"] == 1


def test_case_46_an_identical_second_part_is_doubled(tmp_path):
    rows = [HEADER, ["甲", A], ["乙", B], HEADER, ["甲", A], ["乙", B]]
    status, found = answer(tmp_path, xlsx(tmp_path / "a.xlsx", rows))
    assert (status, found["counts"]) == (1, {"new": 2, "changed": 0, "same": 0, "error": 2})


def test_three_hundred_columns_are_read(tmp_path):
    rows = [HEADER + [f"列{n}" for n in range(298)], ["甲", A, *["x"] * 298]]
    status, found = answer(tmp_path, xlsx(tmp_path / "a.xlsx", rows))
    assert (status, len(found["mapping"]), found["counts"]["new"]) == (0, 300, 1)


def test_a_wide_sheet_that_is_long_too_is_refused(tmp_path):
    def stray(book, sheet):
        sheet.write(0, 299, "x")
        sheet.write(29_999, 0, "x")

    status, found = answer(tmp_path, xlsx(tmp_path / "a.xlsx", [HEADER, ["甲", A]], prepare=stray))
    assert (status, found["error"]["code"]) == (2, "ER11")


def test_of_two_columns_for_one_field_the_first_wins_and_the_other_is_told(tmp_path):
    rows = [["姓名", "身份证号", "姓名", "身份证号"], ["甲", A, "乙", B]]
    _status, found = answer(tmp_path, xlsx(tmp_path / "a.xlsx", rows))
    assert found["rows"][0]["values"]["name"] == "甲"
    assert [note["where"] for note in found["notes"]] == ["C1", "D1"]


def test_twelve_sheets_are_named_beside_the_one_that_is_read(tmp_path):
    def stations(book, sheet):
        book.remove(sheet)
        for n in range(12):
            page = book.create_sheet(f"{n + 1}号站")
            for row in (HEADER, *([f"甲{n}{m}", identity(n * 10 + m)] for m in range(n % 3 + 1))):
                page.append(row)
        book["12号站"].sheet_state = "hidden"
        book.create_sheet("说明").append(["填表说明：按文本填写。"])

    status, found = answer(tmp_path, made(tmp_path / "a.xlsx", stations))
    assert (status, found["sheet"], found["counts"]["new"]) == (0, "1号站", 1)
    assert [other["rows"] for other in found["other_sheets"]] == [2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]
    assert [note["where"] for note in found["notes"]][-2:] == ["12号站", "说明"]


def test_formulas_without_a_result_lose_no_row(tmp_path):
    def formulas(book, sheet):
        for row in (["序号", *HEADER, "有效期至"], ["=ROW()", "甲", A, "=DATE(2030,1,1)"], ["=ROW()", '="乙"', '="x"']):
            sheet.append(row)

    status, found = answer(tmp_path, made(tmp_path / "a.xlsx", formulas))
    assert (status, [row["action"] for row in found["rows"]]) == (1, ["new", "error"])
    assert [p["code"] for p in found["rows"][0]["problems"]] == ["IN01"]


def test_formulas_that_give_an_empty_text_are_empty_cells(tmp_path):
    def prepared(book, sheet):
        for row in range(2, 40):
            sheet.write_formula(row, 2, f'=IF(A{row + 1}="","","男")', None, "")

    path = xlsx(tmp_path / "a.xlsx", [[*HEADER, "性别"], ["甲", A, "男"]], prepare=prepared)
    status, found = answer(tmp_path, path)
    assert (status, len(found["rows"]), found["rows"][0]["problems"]) == (0, 1, [])


def test_a_title_that_comes_again_on_every_page_is_no_person(tmp_path):
    rows = [["县水务局名册"], HEADER, ["甲", A], ["县水务局名册"], HEADER, ["乙", B]]
    status, found = answer(tmp_path, xlsx(tmp_path / "a.xlsx", rows))
    assert (status, found["counts"]["new"]) == (0, 2)
    assert [s["why"] for s in found["skipped"]] == ["repeated header", "repeated header"]


@pytest.mark.parametrize(
    "text",
    [
        f'姓名,身份证号\n"甲,{A}\n乙,{B}\n',
        f'姓名,身份证号\n甲"某,{A}\n乙,{B}\n',
        f'姓名,身份证号\n甲,="{A}"\n乙,="{B}"\n',
        f"姓名;身份证号;备注\n甲;{A};a,b,c,d,e,f\n乙;{B};\n",
        f"姓名,身份证号,备注\n甲,{A},a;b;c;d;e;f;g\n乙,{B}\n",
        f"姓名|身份证号\n甲|{A}\n乙|{B}\n",
        f"姓名，身份证号\n甲，{A}\n乙，{B}\n",
        f"姓名,身份证号\r甲,{A}\r乙,{B}",
        f"县水务局名册,,\n\n姓名,身份证号,备注\n甲,{A},\n乙,{B},x,y,z\n合计,2,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_text_tables_lose_no_row(tmp_path, text, encoding):
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    _status, found = answer(tmp_path, tmp_path / "a.csv")
    assert [row["values"]["id_no"] for row in found["rows"]] == [A, B]


def test_a_bomb_of_a_gigabyte_is_refused(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [HEADER, ["甲", A]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for n in range(5):
            with archive.open(f"xl/media/{n}.bin", "w") as part:
                for _ in range(20):
                    part.write(b"\0" * (10 << 20))
    assert path.stat().st_size < 9 << 20
    status, found = answer(tmp_path, path)
    assert (status, found["error"]["code"]) == (2, "ER11")


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read(tmp_path):
    rows = [
        [f"甲{n}", identity(n % 1000, birth=f"19{70 + n // 1000 % 30:02d}01{n // 30000 + 10}")] for n in range(100_000)
    ]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    for row in [HEADER, *rows]:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    _status, found = answer(tmp_path, tmp_path / "a.xlsx")
    assert len(found["rows"]) == 100_000


CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers(-(10**20), 10**20).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from([A, B, "姓名", "合计", "填表人：", "长期", "2024.6", "'", "\x0b", "=1+1", "#N/A", "𠀋", "‮"]),
)
WIDE = ["姓名", "身份证号", "性别", "有效期", "发证日期", "执法证号", "单位", "出生年月", "编制"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=9, max_size=11), min_size=1, max_size=6), st.booleans())
def test_no_cells_give_anything_but_an_answer(tmp_path, rows, titled):
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook()
    if titled:
        book.active.append(["名册"])
    book.active.append(WIDE)
    for row in rows:
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in row])
    book.save(tmp_path / "a.xlsx")
    status, found = answer(tmp_path, tmp_path / "a.xlsx")
    assert status in (0, 1, 2)
    assert whole(found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.sampled_from(["sheet1.xml", "workbook.xml", "sharedStrings.xml", "rels"]))
def test_no_damage_inside_a_workbook_gives_anything_but_an_answer(tmp_path, seed, part):
    """Bytes of one part change before it is packed again, so that the archive itself stays whole."""
    noise = random.Random(seed)
    path = xlsx(tmp_path / "a.xlsx", [WIDE, ["甲", A, "男", "长期"], ["乙", B, "女", "2030.1.1"]])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, body in parts.items():
            changed = bytearray(body)
            if part in name:
                for _ in range(noise.randint(1, 6)):
                    at = noise.randrange(len(changed))
                    changed[at : at + noise.randint(0, 3)] = noise.randbytes(noise.randint(0, 3))
            new.writestr(name, bytes(changed))
    status, found = answer(tmp_path, path)
    assert status in (0, 1, 2)
    assert whole(found)
