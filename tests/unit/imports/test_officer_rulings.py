"""The contract of `import officers`, one ruling per test: sheets, headers, doubled rows, units, the answer."""

import datetime as dt
import json

import pytest
from import_files import OFFICERS, codes, context, identity, officers, one, stored, xlsx

from services.errors import UnreadableError
from services.imports.read import read_import

A, B, C = identity(1), identity(3), identity(5)
WOMAN = identity(2)


def test_an_error_makes_the_row_an_error_and_warnings_do_not(roster):
    found = officers(
        roster,
        [["甲", A, "劳务派遣"], ["乙", B, "行政编制"], ["丙", "371500198506152000", ""]],
        header=("姓名", "身份证号", "编制"),
    )
    assert [r.action for r in found.rows] == ["error", "new", "new"]
    assert codes(found) == [["ER07"], [], ["WA12"]]
    assert found.counts == {"new": 2, "changed": 0, "same": 0, "error": 1}


def test_name_and_id_are_required_and_the_rest_may_be_blank(roster):
    found = officers(roster, [["", A], ["乙", ""], ["丙", C]])
    assert codes(found) == [["ER01"], ["ER01"], []]
    assert found.rows[0].problems[0].where == "A2"


def test_a_sheet_without_an_id_column_is_refused(roster):
    with pytest.raises(UnreadableError, match="身份证号") as caught:
        officers(roster, [["甲", "县水务局"]], header=("姓名", "单位"))
    assert caught.value.code == "ER11"


def test_no_header_is_er13_and_a_header_without_rows_er11(roster):
    with pytest.raises(UnreadableError) as caught:
        officers(roster, [["甲", "乙"]], header=("一", "二"))
    assert caught.value.code == "ER13"
    with pytest.raises(UnreadableError) as caught:
        officers(roster, [])
    assert caught.value.code == "ER11"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("身份证号（18位）", "id_no"),
        ("＊身份证\n号码（必填）", "id_no"),
        ("公民 身份号码*", "id_no"),
        ("身份证号(必填)(18位)", "id_no"),
    ],
)
def test_a_header_matches_after_cleaning(roster, header, name):
    found = officers(roster, [["甲", A]], header=("姓 名", header))
    assert [c.name for c in found.mapping.columns] == ["name", name]
    assert found.mapping.columns[1].header == header


def test_start_and_end_in_brackets_are_kept(roster):
    row = one(roster, ("姓名", "身份证号", "有效期（起）", "有效期（止）"), ["甲", A, "2025.1.2", "2030.1.1"])
    assert (row.values["valid_from"], row.values["valid_to"]) == (dt.date(2025, 1, 2), dt.date(2030, 1, 1))


def test_a_header_with_one_word_more_is_not_guessed(roster):
    found = officers(roster, [["甲", A, "x"]], header=("姓名", "身份证号", "姓名拼音"))
    assert found.mapping.columns[2].name is None


def test_of_two_columns_for_one_name_the_first_wins(roster):
    found = officers(roster, [["甲", A, "乙"]], header=("姓名", "身份证号", "真实姓名"))
    assert [c.name for c in found.mapping.columns] == ["name", "id_no", None]
    assert found.rows[0].values["name"] == "甲"


def test_unit_name_and_staffing_have_their_added_synonyms(roster):
    found = officers(roster, [["甲", A, "县水务局", "事业"]], header=("姓名", "身份证号", "单位名称", "人员编制情况"))
    assert [c.name for c in found.mapping.columns][2:] == ["unit", "staffing"]


def test_the_exam_headers_are_five_names(roster):
    header = ("姓名", "身份证号", "公共法律成绩", "专门法律成绩", "资格考试成绩", "考试时间", "合格证号")
    found = officers(roster, [["甲", A, 85, "78.5", "合格", "2024-06-15", "hg－001"]], header=header)
    assert [c.name for c in found.mapping.columns][2:] == [
        "exam_public",
        "exam_special",
        "exam_score",
        "exam_date",
        "exam_certificate",
    ]
    values = found.rows[0].values
    assert (values["exam_public"], values["exam_special"], values["exam_certificate"]) == ("85", "78.5", "HG-001")


def test_the_header_row_of_two_levels_is_the_leaf_row(roster):
    file = xlsx(
        roster,
        [
            ["示例县执法人员名册"],
            ["姓名", "身份证号", "执法证", "", "资格证", ""],
            ["", "", "编号", "发证日期", "编号", "发证日期"],
            ["甲", A, "A1", "2024-01-02", "Z1", "2023-05-06"],
        ],
        merged=[
            ("A1:F1", "示例县执法人员名册"),
            ("A2:A3", "姓名"),
            ("B2:B3", "身份证号"),
            ("C2:D2", "执法证"),
            ("E2:F2", "资格证"),
        ],
    )
    found = read_import(file, OFFICERS, context())
    assert found.header_row == 3
    assert [(c.header, c.name) for c in found.mapping.columns] == [
        ("姓名", "name"),
        ("身份证号", "id_no"),
        ("执法证/编号", "cert_no"),
        ("执法证/发证日期", "issue_date"),
        ("资格证/编号", None),
        ("资格证/发证日期", None),
    ]
    assert found.rows[0].values["cert_no"] == "A1"


def test_a_leaf_that_does_not_repeat_stands_alone(roster):
    file = xlsx(
        roster,
        [["姓名", "身份证号", "证件信息", ""], ["", "", "证号", "有效期"], ["甲", A, "A1", "2030-01-01"]],
        merged=[("A1:A2", "姓名"), ("B1:B2", "身份证号"), ("C1:D1", "证件信息")],
    )
    found = read_import(file, OFFICERS, context())
    assert [c.header for c in found.mapping.columns] == ["姓名", "身份证号", "证号", "有效期"]


def test_the_first_of_rows_with_one_id_stands_and_later_ones_name_it(roster):
    found = officers(roster, [["甲", A], ["乙", B], ["甲甲", A], ["甲乙", A]])
    assert codes(found) == [[], [], ["ER06"], ["ER06"]]
    assert all("第2行" in r.problems[0].message for r in found.rows[2:])


def test_a_certificate_under_another_id_is_er09(roster):
    found = officers(roster, [["甲", A, "99-001"], ["乙", B, "９９－００１"]], header=("姓名", "身份证号", "执法证号"))
    assert codes(found) == [[], ["ER09"]]


def test_one_person_twice_is_only_doubled_not_a_foreign_certificate(roster):
    found = officers(roster, [["甲", A, "99001"], ["甲", A, "99001"]], header=("姓名", "身份证号", "执法证号"))
    assert codes(found) == [[], ["ER06"]]


@pytest.mark.parametrize("word", ["劳务派遣", "劳动合同制", "临时人员", "借调", "机关工勤", "辅助人员"])
def test_staff_outside_the_establishment_is_er07(roster, word):
    assert one(roster, ("姓名", "身份证号", "编制性质"), ["甲", A, word]).codes == ("ER07",)


def test_institution_staff_is_not_refused(roster):
    assert one(roster, ("姓名", "身份证号", "编制性质"), ["甲", A, "全额事业编制"]).codes == ()


def test_a_police_number_column_makes_every_row_er07(roster):
    found = officers(roster, [["甲", A, "012345"], ["乙", B, ""]], header=("姓名", "身份证号", "警号"))
    assert codes(found) == [["ER07"], ["ER07"]]
    assert found.rows[0].problems[0].where == "C2"


def test_blank_unit_cells_take_the_sending_unit(roster):
    found = officers(
        roster, [["甲", A, ""], ["乙", B, "水务局"]], header=("姓名", "身份证号", "单位"), default_unit="县水务局"
    )
    assert [r.values["unit"] for r in found.rows] == [1, 1]
    assert codes(found) == [[], ["WA10"]]
    assert found.to_json()["rows"][0]["values"]["unit"] == "县水务局"


def test_another_unit_than_the_sending_one_is_er10(roster):
    found = officers(
        roster,
        [["甲", A, "县林业局"], ["乙", B, "不知何局"]],
        header=("姓名", "身份证号", "单位"),
        default_unit="县水务局",
    )
    assert codes(found) == [["ER10"], ["ER10"]]


def test_the_sending_unit_counts_as_registered_where_nothing_is_stored(roster):
    found = officers(
        roster,
        [["甲", A, ""], ["乙", B, "样板乡"], ["丙", C, "县水务局"]],
        header=("姓名", "身份证号", "单位"),
        default_unit="样板乡",
        resolve_reference=lambda ledger, text: None,
    )
    assert codes(found) == [[], [], ["ER10"]]
    assert found.to_json()["rows"][1]["values"]["unit"] == "样板乡"


def test_an_unknown_unit_is_er10_without_a_sending_unit(roster):
    row = one(roster, ("姓名", "身份证号", "单位"), ["甲", A, "不知何局"])
    assert row.codes == ("ER10",)
    assert "不知何局不在单位名册中" in row.problems[0].message


def test_rows_are_new_changed_or_the_same(roster):
    old = {"name": "甲", "id_no": A, "gender": "男", "birth": dt.date(1985, 6, 15), "post": "科员", "unit": 1}
    kept = {"name": "乙", "id_no": B, "gender": "男", "birth": dt.date(1985, 6, 15), "post": "主任", "unit": 1}
    register = {A: stored(old, 7, 3, {"unit": "县水务局"}), B: stored(kept, 8, 1, {"unit": "县水务局"})}
    found = officers(
        roster,
        [["甲", A, "副主任", "县水务局"], ["乙", B, "", ""], ["丙", C, "科员", ""]],
        header=("姓名", "身份证号", "职务", "单位"),
        existing=lambda values: register.get(values.get("id_no")),
    )
    assert [r.action for r in found.rows] == ["changed", "same", "new"]
    assert found.rows[0].to_json()["changes"] == {"post": ["科员", "副主任"]}
    assert (found.rows[0].existing_id, found.rows[0].existing_version) == (7, 3)


def test_a_person_known_in_another_unit_is_wa05(roster):
    register = {A: stored({"name": "甲", "id_no": A, "unit": 2}, labels={"unit": "县林业局"})}
    found = officers(
        roster,
        [["甲", A, "县水务局"]],
        header=("姓名", "身份证号", "单位"),
        existing=lambda values: register.get(values.get("id_no")),
    )
    assert codes(found) == [["WA05"]]
    assert found.to_json()["rows"][0]["changes"]["unit"] == ["县林业局", "县水务局"]


def test_the_answer_is_the_object_of_the_contract(roster):
    found = officers(roster, [["甲", A, "2030-01-01"], ["乙", "", ""]], header=("姓名", "身份证号", "有效期至"))
    answer = json.loads(json.dumps(found.to_json()))
    assert list(answer) == ["file", "sheet", "header_row", "mapping", "rows", "skipped", "counts"]
    assert answer["mapping"][1] == {"column": "B", "header": "身份证号", "name": "id_no"}
    assert answer["rows"][0]["values"]["valid_to"] == "2030-01-01"
    assert answer["rows"][1] | {"values": 0} == {
        "row": 3,
        "action": "error",
        "values": 0,
        "changes": {},
        "problems": [{"level": "error", "code": "ER01", "where": "B3", "message": "请填写“身份证号”。"}],
    }
