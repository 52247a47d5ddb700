"""Workbooks of several sheets, and whom a row of a roster means in the register."""

import re

import openpyxl
import pytest

from services.imports.limits import FORBIDDEN, ProvinceLimits, excluded_pattern
from services.imports.officer_fields import IMPORT_SPEC
from services.imports.read import read_import
from services.imports.rules import ImportContext
from services.query import LedgerQuery
from services.sample.people import birth_of, identity_number

IDS = [identity_number(birth_of(n), n, male=True) for n in range(20, 40)]
HEADER = ["姓名", "身份证号", "执法证号"]


def book(path, sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


@pytest.fixture
def unit(empty_desk):
    return empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})


@pytest.fixture
def stations(tmp_path):
    sheets = {f"{n + 1}号站": [HEADER, [f"甲{n}", IDS[n], f"示{n}"]] for n in range(12)}
    sheets["12号站"].append(["甲三", IDS[2], "示99"])
    sheets["说明"] = [["填表说明"]]
    return book(tmp_path / "十二站.xlsx", sheets)


def test_all_sheets_are_read_together_and_stored_with_one_undo(empty_desk, unit, stations):
    readings = empty_desk.imports.read_sheets("officers", stations, "县水务局")
    assert [r.sheet for r in readings] == [f"{n + 1}号站" for n in range(12)]
    last = readings[-1].rows[-1]
    assert (last.action, last.codes) == ("error", ("ER06",))
    assert "工作表“3号站”第2行" in last.problems[0].message
    outcome = empty_desk.imports.accept_all("officers", readings)
    assert outcome.message == "已导入12行（新增12，更新0），退回1行。"
    officers = empty_desk.ledgers["officers"]
    assert officers.search(LedgerQuery()).total == 12
    empty_desk.undo(outcome.group)
    assert officers.search(LedgerQuery()).total == 0


def test_one_sheet_can_be_chosen(empty_desk, unit, stations):
    reading = empty_desk.imports.read("officers", stations, "县水务局", sheet="5号站")
    assert (reading.sheet, [row.values["name"] for row in reading.rows]) == ("5号站", ["甲4"])
    assert [other.name for other in reading.other_sheets][:5] == ["1号站", "2号站", "3号站", "4号站", "6号站"]


def roster(desk, tmp_path, *rows, header=HEADER):
    return desk.imports.read("officers", book(tmp_path / "名册.xlsx", {"名册": [header, *rows]}), "县水务局")


def test_case_17_a_number_that_somebody_else_has_in_the_register(empty_desk, unit, tmp_path):
    empty_desk.imports.accept("officers", roster(empty_desk, tmp_path, ["祁望山", IDS[0], "示1"]))
    found = roster(empty_desk, tmp_path, ["于安禾", IDS[1], "示1"], ["祁望山", IDS[0], "示1"])
    assert [(row.action, row.codes) for row in found.rows] == [("error", ("ER09",)), ("same", ())]
    assert "祁望山" in found.rows[0].problems[0].message


def test_who_was_registered_without_an_id_number_is_found_inside_the_unit(empty_desk, unit, tmp_path):
    officers = empty_desk.ledgers["officers"]
    known = officers.save(None, 0, {"name": "祁望山", "agency_id": unit})
    found = roster(empty_desk, tmp_path, ["祁望山", IDS[0], "示1"])
    assert (found.rows[0].existing_id, found.rows[0].changes["id_no"]) == (known, (None, IDS[0]))
    officers.save(None, 0, {"name": "祁望山", "agency_id": unit})  # now the name means two people
    assert roster(empty_desk, tmp_path, ["祁望山", IDS[0], "示1"]).rows[0].existing_id is None


def test_another_id_number_is_another_person_also_under_one_name(empty_desk, unit, tmp_path):
    empty_desk.imports.accept("officers", roster(empty_desk, tmp_path, ["祁望山", IDS[0], "示1"]))
    assert roster(empty_desk, tmp_path, ["祁望山", IDS[1], "示2"]).rows[0].action == "new"


def test_a_province_sets_its_own_limits(tmp_path, empty_desk):
    limits = ProvinceLimits(excluded_pattern(["编外"]), re.compile(r"\d{6}"), FORBIDDEN, "本科", retirement=False)
    header = [*HEADER, "编制", "学历", "部级执法证号"]
    old = identity_number(birth_of(0).replace(year=1940), 1, male=True)
    rows = [["甲", IDS[0], "示1", "编外", "大专", ""], ["乙", old, "000001", "劳务派遣", "本科", "部1"]]
    path = book(tmp_path / "名册.xlsx", {"名册": [header, *rows]})
    found = read_import(path, IMPORT_SPEC, ImportContext(empty_desk.now().date(), default_unit="甲局", province=limits))
    assert [row.codes for row in found.rows] == [("ER07", "WA17", "WA06"), ("ER08",)]
