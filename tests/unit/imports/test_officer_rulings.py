"""The contract of `import officers`, one ruling per test."""

import datetime as dt
import json

import pytest
from import_files import OFFICERS, TODAY, codes, context, identity, officers, one, stored, xlsx

from services.errors import UnreadableError
from services.imports.officers import retirement_day
from services.imports.read import read_import

A, B, C = identity(1), identity(3), identity(5)
WOMAN = identity(2)


@pytest.fixture
def roster(tmp_path):
    return tmp_path / "名册.xlsx"


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


@pytest.mark.parametrize("number", [3.71500198506150e17, 371500198506152000, 500237900307001])
def test_a_number_in_an_id_column_is_er04(roster, number):
    row = one(roster, ("姓名", "身份证号"), ["甲", number])
    assert row.codes == ("ER04",)
    assert row.values["id_no"] is None


def test_a_number_in_a_certificate_column_is_a_warning_up_to_15_digits(roster):
    found = officers(
        roster,
        [["甲", A, 4140827006], ["乙", B, 123456789012345], ["丙", C, 1234567890123456]],
        header=("姓名", "身份证号", "执法证号"),
    )
    assert codes(found) == [["WA06"], ["WA06"], ["ER04"]]
    assert [r.values["cert_no"] for r in found.rows] == ["4140827006", "123456789012345", None]


def test_an_impossible_birth_date_inside_an_id_is_only_er05(roster):
    assert one(roster, ("姓名", "身份证号"), ["甲", "640303199302290014"]).codes == ("ER05",)
    assert one(roster, ("姓名", "身份证号"), ["甲", "640303199202290014"]).codes == ()


def test_length_characters_and_check_character_have_their_codes(roster):
    found = officers(roster, [["甲", A[:17]], ["乙", "99012319850615A01X"], ["丙", A[:17] + "*"], ["丁", swapped(A)]])
    assert codes(found) == [["ER02"], ["ER02"], ["ER02"], ["ER03"]]
    assert "现在是17位，应为18位" in found.rows[0].problems[0].message


def swapped(number):
    return number[:17] + ("1" if number[17] != "1" else "2")


def test_a_formula_without_result_reads_as_empty_with_in01(roster):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号", "备注"])
    book.active.append(["甲", A, "=A2"])
    book.save(roster)
    row = read_import(roster, OFFICERS, context()).rows[0]
    assert (row.codes, row.values["note"]) == (("IN01",), None)


def test_a_birth_month_needs_no_day_where_the_id_agrees(roster):
    row = one(roster, ("姓名", "身份证号", "出生年月"), ["甲", A, "1985.6"])
    assert (row.codes, row.values["birth"]) == ((), dt.date(1985, 6, 15))


@pytest.mark.parametrize("written", [dt.date(1985, 6, 1), "1985年6月", "1985.06", 198506, "1985-06-15"])
def test_every_form_of_a_birth_month_agrees_with_the_id(roster, written):
    row = one(roster, ("姓名", "身份证号", "出生年月"), ["甲", A, written])
    assert (row.codes, row.values["birth"]) == ((), dt.date(1985, 6, 15))


def test_a_birth_date_without_a_day_waits_under_its_own_header(roster):
    row = one(roster, ("姓名", "身份证号", "出生日期"), ["甲", A, "1985.6"])
    assert (row.codes, row.values["birth"]) == (("WA03",), None)


def test_an_ambiguous_birth_month_is_settled_by_the_id(roster):
    october = identity(1, "19851015")
    row = one(roster, ("姓名", "身份证号", "出生年月"), ["甲", october, 1985.1])
    assert (row.codes, row.values["birth"]) == ((), dt.date(1985, 10, 15))


def test_a_birth_month_against_the_id_is_told(roster):
    row = one(roster, ("姓名", "身份证号", "出生年月"), ["甲", A, "1985.7"])
    assert set(row.codes) == {"WA03", "WA01"}
    assert row.values["birth"] is None


def test_gender_and_birth_against_the_id_are_wa01_and_stay_as_written(roster):
    found = officers(
        roster,
        [["甲", A, "女", "1985-06-15"], ["乙", WOMAN, "女", "1985-06-16"]],
        header=("姓名", "身份证号", "性别", "出生日期"),
    )
    assert codes(found) == [["WA01"], ["WA01"]]
    assert found.rows[0].values["gender"] == "女"
    assert found.rows[0].problems[0].suggest == "男"
    assert found.rows[1].problems[0].suggest == "1985-06-15"


@pytest.mark.parametrize("written", ["男", 1, "1", "M", " m ", "Ｍ"])
def test_gender_is_stored_as_a_word(roster, written):
    assert one(roster, ("姓名", "身份证号", "性别"), ["甲", A, written]).values["gender"] == "男"


def test_gender_follows_from_the_id_where_it_is_blank(roster):
    found = officers(roster, [["甲", A], ["乙", WOMAN]])
    assert [r.values["gender"] for r in found.rows] == ["男", "女"]


def test_a_value_that_waits_is_null_with_raw_and_suggestion(roster):
    row = one(roster, ("姓名", "身份证号", "有效期至"), ["甲", A, "2029.6"])
    assert row.values["valid_to"] is None
    problem = row.problems[0]
    assert (problem.code, problem.raw, problem.suggest, problem.where) == ("WA03", "2029.6", "2029-06-30", "C2")
    assert one(roster, ("姓名", "身份证号", "发证日期"), ["甲", A, "2024.6"]).problems[0].suggest == "2024-06-01"


def test_an_old_id_waits_with_its_long_form(roster):
    row = one(roster, ("姓名", "身份证号"), ["甲", "500237900307001"])
    assert (row.codes, row.action, row.values["id_no"]) == (("WA02",), "new", None)
    assert (row.problems[0].raw, row.problems[0].suggest) == ("500237900307001", "500237199003070016")


@pytest.mark.parametrize("written", [2024.1, "2024.1"])
def test_a_month_that_may_be_october_must_be_asked(roster, written):
    row = one(roster, ("姓名", "身份证号", "发证日期"), ["甲", A, written])
    assert (row.codes, row.values["issue_date"]) == (("WA04",), None)


def test_a_year_of_two_digits_waits(roster):
    row = one(roster, ("姓名", "身份证号", "发证日期"), ["甲", A, "24.6.1"])
    assert (row.codes, row.values["issue_date"], row.problems[0].suggest) == (("WA07",), None, "2024-06-01")


def test_for_ever_gives_no_end_and_a_mark(roster):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, "长期"])
    assert (row.values["valid_to"], row.values["valid_forever"], row.codes) == (None, True, ())


@pytest.mark.parametrize(
    "written", ["2022.11.1-2027.10.31", "2022年11月1日至2027年10月31日", "自2022-11-01起至2027-10-31止"]
)
def test_a_start_inside_the_validity_goes_to_its_own_name(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, written])
    assert (row.values["valid_from"], row.values["valid_to"]) == (dt.date(2022, 11, 1), dt.date(2027, 10, 31))


@pytest.mark.parametrize("written", ["至2027年10月31日", "2027.10.31止", "有效期至2027-10-31", "2027年10月31日"])
def test_an_end_with_words_around_it_is_an_end(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期限"), ["甲", A, written])
    assert (row.values["valid_to"], row.values.get("valid_from"), row.codes) == (dt.date(2027, 10, 31), None, ())


@pytest.mark.parametrize("written", ["2022.11-2027.10.31", "2022年11月至2027年10月31日"])
def test_a_start_inside_the_validity_without_a_day_waits(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, written])
    assert (row.values["valid_from"], row.values["valid_to"]) == (None, dt.date(2027, 10, 31))
    assert [(p.code, p.suggest) for p in row.problems] == [("WA03", "2022-11-01")]


@pytest.mark.parametrize("written", ["五年", "2022.11.1起五年", "有效"])
def test_a_validity_that_names_no_day_is_an_error(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, written])
    assert (row.codes, row.values["valid_to"]) == (("ER05",), None)


def test_a_start_column_of_its_own_goes_before_the_one_inside(roster):
    row = one(roster, ("姓名", "身份证号", "有效期", "有效期（起）"), ["甲", A, "2022.11.1-2027.10.31", "2022-11-02"])
    assert row.values["valid_from"] == dt.date(2022, 11, 2)


def test_certificate_numbers_are_upper_case_text_without_blanks(roster):
    row = one(roster, ("姓名", "身份证号", "证号"), ["甲", A, "ab－04 1408　27006"])
    assert row.values["cert_no"] == "AB-04140827006"
    assert row.codes == ("IN01",)


def test_leading_zeros_of_a_text_certificate_stay(roster):
    assert one(roster, ("姓名", "身份证号", "证号"), ["甲", A, "04140827006"]).values["cert_no"] == "04140827006"


def test_someone_under_age_is_er12(roster):
    child = identity(1, "20081121")
    grown = identity(1, "20081120")
    assert codes(officers(roster, [["甲", child], ["乙", grown]])) == [["ER12"], []]


def test_retirement_age_is_a_warning(roster):
    assert one(roster, ("姓名", "身份证号"), ["甲", identity(1, "19600301")]).codes == ("WA08",)
    assert one(roster, ("姓名", "身份证号"), ["甲", identity(2, "19690301")]).codes == ("WA08",)


def test_the_retirement_day_moves_by_months_of_birth():
    assert retirement_day(dt.date(1964, 12, 3), "男") == dt.date(2024, 12, 3)
    assert retirement_day(dt.date(1965, 1, 3), "男") == dt.date(2025, 2, 3)
    assert retirement_day(dt.date(1976, 9, 3), "男") == dt.date(2039, 9, 3)
    assert retirement_day(dt.date(1970, 5, 3), "女") == dt.date(2025, 7, 3)
    assert retirement_day(dt.date(1990, 5, 3), "女") == dt.date(2048, 5, 3)


def test_a_certificate_already_expired_is_a_warning(roster):
    yesterday, today = TODAY - dt.timedelta(1), TODAY
    found = officers(roster, [["甲", A, yesterday], ["乙", B, today]], header=("姓名", "身份证号", "有效期至"))
    assert codes(found) == [["WA09"], []]


def test_dates_that_contradict_each_other_are_errors(roster):
    header = ("姓名", "身份证号", "发证日期", "有效期至")
    found = officers(
        roster, [["甲", A, "2028-01-01", "2029-01-01"], ["乙", B, "2024-01-01", "2023-01-01"]], header=header
    )
    assert codes(found) == [["ER05"], ["ER05"]]


@pytest.mark.parametrize("written", ["/", "无", "#N/A", "—", "暂无", " / "])
def test_a_placeholder_reads_as_empty(roster, written):
    row = one(roster, ("姓名", "身份证号", "执法证号"), ["甲", A, written])
    assert (row.codes, row.values["cert_no"]) == (("WA13",), None)


def test_a_placeholder_for_the_id_leaves_it_missing(roster):
    assert one(roster, ("姓名", "身份证号"), ["甲", "无"]).codes == ("WA13", "ER01")


def test_a_second_kind_of_certificate_is_a_warning(roster):
    row = one(roster, ("姓名", "身份证号", "执法证号", "部委证号"), ["甲", A, "99001", "T-1"])
    assert row.codes == ("WA14",)


def test_a_number_with_a_fraction_is_shown_as_it_stands(roster):
    row = one(roster, ("姓名", "身份证号", "资格考试成绩", "有效期（起）"), ["甲", A, 85.1, 2024.6])
    assert row.values["exam_score"] == "85.1"
    assert (row.problems[0].raw, row.problems[0].suggest) == ("2024.6", "2024-06-01")


def test_an_unknown_code_word_is_a_warning_and_null(roster):
    row = one(roster, ("姓名", "身份证号", "政治面貌"), ["甲", A, "外星人"])
    assert (row.codes, row.values["politics"], row.problems[0].raw) == (("WA15",), None, "外星人")


@pytest.mark.parametrize(
    ("header", "written", "key", "stored_word"),
    [
        ("民族", "汉", "nation", "汉族"),
        ("政治面貌", "党员", "politics", "中共党员"),
        ("政治面貌", "团员", "politics", "共青团员"),
        ("学历", "大专", "education", "大学专科"),
        ("学历", "全日制大学本科（法学）", "education", "大学本科"),
        ("学历", "省委党校研究生", "education", "研究生"),
    ],
)
def test_usual_words_are_taken_for_the_listed_ones(roster, header, written, key, stored_word):
    row = one(roster, ("姓名", "身份证号", header), ["甲", A, written])
    assert (row.values[key], row.codes) == (stored_word, ())


@pytest.mark.parametrize("written", [f"'{A}", f" {A}", f"{A[:6]} {A[6:14]} {A[14:]}", f"{A}\n", f"\u200b{A}"])
def test_what_was_removed_from_an_id_is_told(roster, written):
    row = one(roster, ("姓名", "身份证号"), ["甲", written])
    assert (row.values["id_no"], row.codes) == (A, ("IN01",))


def test_full_width_digits_are_the_same_id(roster):
    wide = A.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    row = one(roster, ("姓名", "身份证号"), ["甲", wide])
    assert (row.values["id_no"], row.codes) == (A, ())


@pytest.mark.parametrize(("last", "codes_"), [("x", ()), ("Ｘ", ()), ("×", ("WA11",)), ("Х", ("WA11",))])
def test_look_alikes_of_x_are_folded(roster, last, codes_):
    number = next(n for n in (identity(s) for s in range(1, 99)) if n.endswith("X"))
    row = one(roster, ("姓名", "身份证号"), ["甲", number[:17] + last])
    assert (row.values["id_no"], row.codes) == (number, codes_)


@pytest.mark.parametrize(
    ("written", "name"),
    [("王　五", "王五"), ("王 五", "王五"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("䶮𠀋", "䶮𠀋")],
)
def test_names_lose_inner_blanks_and_keep_rare_characters(roster, written, name):
    assert one(roster, ("姓名", "身份证号"), [written, A]).values["name"] == name


def test_a_number_under_document_number_is_an_id_only_if_it_looks_like_one(roster):
    found = officers(roster, [["甲", A]], header=("姓名", "证件号码"))
    assert found.rows[0].values["id_no"] == A
    found = officers(roster, [["甲", "99001", A]], header=("姓名", "证件号码", "身份证号"))
    assert [c.name for c in found.mapping.columns] == ["name", None, "id_no"]
    with pytest.raises(UnreadableError):
        officers(roster, [["甲", "99001"]], header=("姓名", "证件号码"))


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
