"""Agencies' files into the data: rosters, old ledgers, remembered mappings, one undo."""

from datetime import date

import pytest
import xlsxwriter

from services.commands.lists import import_specs
from services.errors import ConflictError, ServiceError, ValidationError
from services.exports.office import export_ledger
from services.query import LedgerQuery
from services.sample.people import identity_number

GOOD = [identity_number(date(1985, 3, n + 1), n, male=True) for n in range(6)]


def book(path, rows):
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)
    return path


@pytest.fixture
def unit(empty_desk):
    return empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "short_name": "水务局", "kind": "department"})


@pytest.fixture
def roster(tmp_path):
    return book(
        tmp_path / "名册.xlsx",
        [
            ["县水务局行政执法人员名册"],
            ["姓名", "性别", "身份证号", "执法证号", "有效期至", "编制性质"],
            ["祁望山", "男", GOOD[0], "示010231", "2027.6.30", "行政编制"],
            ["于安禾", "男", GOOD[1], "示010232", "20280630", "行政编制"],
            ["曲向晨", "男", GOOD[2][:17], "示010233", "2028-06-30", "行政编制"],
            ["柏正言", "男", 990101198503041, "示010234", "2028-06-30", "行政编制"],
        ],
    )


def test_good_rows_are_stored_and_wrong_ones_stay_out(empty_desk, unit, roster, tmp_path):
    reading = empty_desk.imports.read("officers", roster, "县水务局")
    assert reading.counts == {"new": 2, "changed": 0, "same": 0, "error": 2}
    outcome = empty_desk.imports.accept("officers", reading)
    assert "退回2行" in outcome.message
    rows = empty_desk.ledgers["officers"].search(LedgerQuery(sort="name")).rows
    assert [(r.values["name"], r.values["cert_no"], r.values["valid_to"]) for r in rows] == [
        ("祁望山", "示010231", date(2027, 6, 30)),
        ("于安禾", "示010232", date(2028, 6, 30)),
    ]
    assert {r.labels["agency_id"] for r in rows} == {"县水务局"}
    back = empty_desk.imports.write_rejects(reading, tmp_path / "退回.xlsx")
    assert empty_desk.imports.read("officers", back, "县水务局").counts["error"] == 2


def test_reading_alone_stores_nothing(empty_desk, unit, roster):
    empty_desk.imports.read("officers", roster, "县水务局")
    assert empty_desk.ledgers["officers"].search(LedgerQuery()).total == 0


def test_the_same_file_again_changes_nothing(empty_desk, unit, roster):
    empty_desk.imports.accept("officers", empty_desk.imports.read("officers", roster, "县水务局"))
    again = empty_desk.imports.read("officers", roster, "县水务局")
    assert again.counts == {"new": 0, "changed": 0, "same": 2, "error": 2}
    with pytest.raises(ConflictError):
        empty_desk.imports.accept("officers", again)


def test_a_changed_row_shows_old_beside_new_and_keeps_the_rest(empty_desk, unit, roster, tmp_path):
    empty_desk.imports.accept("officers", empty_desk.imports.read("officers", roster, "县水务局"))
    newer = book(tmp_path / "新.xlsx", [["姓名", "身份证号", "有效期至"], ["祁望山", GOOD[0], "2032-06-30"]])
    reading = empty_desk.imports.read("officers", newer, "县水务局")
    assert reading.counts["changed"] == 1
    assert list(reading.rows[0].changes) == ["valid_to"]
    empty_desk.imports.accept("officers", reading)
    row = empty_desk.ledgers["officers"].search(LedgerQuery(text="祁望山")).rows[0]
    assert (row.values["valid_to"], row.values["cert_no"]) == (date(2032, 6, 30), "示010231")


def test_a_roster_without_any_unit_stores_nobody(empty_desk, unit, roster):
    reading = empty_desk.imports.read("officers", roster)
    assert reading.counts["error"] == 4
    assert any("报送单位" in p.message for p in reading.rows[0].problems)
    with pytest.raises(ConflictError):
        empty_desk.imports.accept("officers", reading)


def test_one_undo_takes_the_whole_file_back(empty_desk, unit, roster):
    outcome = empty_desk.imports.accept("officers", empty_desk.imports.read("officers", roster, "县水务局"))
    empty_desk.undo(outcome.group)
    assert empty_desk.ledgers["officers"].search(LedgerQuery()).total == 0


def test_an_old_problem_ledger_comes_in_with_numbers_dates_and_closed_states(empty_desk, unit, tmp_path):
    old = book(
        tmp_path / "旧台账.xlsx",
        [
            ["编号", "责任单位", "问题描述", "发现日期", "整改时限", "办理环节", "销号日期"],
            ["问题〔2026〕11号", "水务局", "笔录缺签名", "2026-01-08", "2026-02-08", "已销号", "2026-02-05"],
            ["问题〔2026〕12号", "县水务局", "未亮证", "2026-03-08", "2026-09-08", "整改中", ""],
            ["问题〔2026〕13号", "县水务局", "缺回证", "2026-03-08", "2026-09-08", "已销号", ""],
        ],
    )
    reading = empty_desk.imports.read("problems", old)
    assert reading.counts == {"new": 2, "changed": 0, "same": 0, "error": 1}
    assert "销号日期" in reading.rows[2].problems[0].message
    empty_desk.imports.accept("problems", reading)
    ledger = empty_desk.ledgers["problems"]
    found = {r.values["number"]: (r.values["state"], r.values["closed_on"]) for r in ledger.search(LedgerQuery()).rows}
    assert found == {
        "问题〔2026〕11号": ("closed", date(2026, 2, 5)),
        "问题〔2026〕12号": ("rectifying", None),
    }
    fresh = ledger.save(None, 0, {"agency_id": unit, "title": "新问题", "found_on": date(2026, 6, 1)})
    assert ledger.load(fresh).values["number"] == "问题〔2026〕13号"


def test_case_types_are_known_by_the_words_of_agencies_and_standards(empty_desk, unit, tmp_path):
    rows = [["决定书文号", "办案单位", "案卷类型", "案件名称"]]
    rows += [
        [f"示罚〔2026〕{n}号", "县水务局", word, "某案"]
        for n, word in enumerate(("处罚普通", "简易程序", "许可", "行政检查"))
    ]
    reading = empty_desk.imports.read("cases", book(tmp_path / "案件.xlsx", rows))
    found = [row.values["case_type"] for row in reading.rows]
    assert found == ["penalty", "simple_penalty", "license", "inspection"]


def test_a_corrected_mapping_is_remembered_for_the_unit(empty_desk, unit, tmp_path):
    odd = book(tmp_path / "怪.xlsx", [["姓名", "证照号码", "身份证号"], ["祁望山", "示010231", GOOD[0]]])
    first = empty_desk.imports.read("officers", odd, "县水务局")
    assert first.mapping.column_of("cert_no") is None
    empty_desk.imports.read("officers", odd, "县水务局", {"A": "name", "B": "cert_no", "C": "id_no"})
    again = empty_desk.imports.read("officers", odd, "县水务局")
    assert again.rows[0].values["cert_no"] == "示010231"
    other = empty_desk.imports.read("officers", odd, None)
    assert other.mapping.column_of("cert_no") is None


@pytest.mark.parametrize("kind", sorted(import_specs()))
def test_an_exported_ledger_imports_back_without_loss(sample_desk, kind, tmp_path):
    service = sample_desk.ledgers[kind]
    total = service.search(LedgerQuery()).total
    target = tmp_path / f"{kind}.xlsx"
    export_ledger(service, LedgerQuery(), target, bureau="示例县司法局", today=date(2026, 6, 15), masked=False)
    if not total:
        with pytest.raises(ServiceError):
            sample_desk.imports.read(kind, target)
        return
    reading = sample_desk.imports.read(kind, target)
    wrong = [p.message for row in reading.rows for p in row.problems if p.level == "error"]
    assert reading.counts == {"new": 0, "changed": 0, "same": total, "error": 0}, (wrong[:3], reading.rows[0].changes)


def test_an_unknown_kind_is_named_with_the_known_ones(empty_desk, roster):
    with pytest.raises(ValidationError, match="officers"):
        empty_desk.imports.read("nonsense", roster)
