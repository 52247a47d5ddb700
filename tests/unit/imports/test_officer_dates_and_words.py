"""Rulings of `import officers` on validity, ages, certificates and listed words."""

import datetime as dt

import pytest
from import_files import OFFICERS, TODAY, codes, context, identity, officers, one

from services.imports.officers import retirement_day
from services.imports.read import read_import

A, B, C = identity(1), identity(3), identity(5)
WOMAN = identity(2)


def test_a_formula_without_result_reads_as_empty_with_in01(roster):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号", "备注"])
    book.active.append(["甲", A, "=A2"])
    book.save(roster)
    row = read_import(roster, OFFICERS, context()).rows[0]
    assert (row.codes, row.values["note"]) == (("IN01",), None)


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


def test_a_date_parted_by_long_dashes_is_one_date(roster):
    row = one(roster, ("姓名", "身份证号", "有效期至"), ["甲", A, "2027—10—31"])
    assert (row.codes, row.values["valid_to"]) == ((), dt.date(2027, 10, 31))
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, "2022—11—01至2027—10—31"])
    assert (row.values["valid_from"], row.values["valid_to"]) == (dt.date(2022, 11, 1), dt.date(2027, 10, 31))


def test_both_days_of_a_span_with_two_digit_years_wait_for_confirmation(roster):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, "22.11.1-27.10.31"])
    assert (row.action, row.codes) == ("new", ("WA07", "WA07"))
    assert (row.values["valid_from"], row.values["valid_to"]) == (None, None)
    assert {p.suggest for p in row.problems} == {"2022-11-01", "2027-10-31"}


@pytest.mark.parametrize("written", ["2022.11.1 - 2027.10.31", "2022.11.1\n-2027.10.31", "2022.11.1-2027.10.31 "])
def test_blanks_and_breaks_in_a_span_of_days_are_told(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, written])
    assert (row.codes, row.values["valid_to"]) == (("IN01",), dt.date(2027, 10, 31))


def test_a_blank_inside_the_name_of_the_unit_is_told(roster):
    found = officers(roster, [["甲", A, "县 水务局"]], header=("姓名", "身份证号", "单位"), default_unit="县水务局")
    assert (codes(found), found.rows[0].labels["unit"]) == ([["IN01"]], "县水务局")


@pytest.mark.parametrize("written", ["2022.11.1-", "2022年11月1日至", "2022-11-01起"])
def test_a_span_without_its_end_gives_only_the_start(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, written])
    assert (row.codes, row.values["valid_from"], row.values["valid_to"]) == ((), dt.date(2022, 11, 1), None)


@pytest.mark.parametrize("sign", ["〜", "∼", "→", "——", "～"])
def test_whatever_sign_parts_a_span_both_days_are_read(roster, sign):
    row = one(roster, ("姓名", "身份证号", "有效期"), ["甲", A, f"2022.11.1{sign}2027.10.31"])
    assert (row.values["valid_from"], row.values["valid_to"]) == (dt.date(2022, 11, 1), dt.date(2027, 10, 31))


@pytest.mark.parametrize("written", ["二O二七年十月三十一日", "二Ｏ二七年十月卅一日", "二〇二七年十月三十一日"])
def test_chinese_numerals_with_a_letter_for_the_nought_are_read(roster, written):
    row = one(roster, ("姓名", "身份证号", "有效期至"), ["甲", A, written])
    assert (row.codes, row.values["valid_to"]) == ((), dt.date(2027, 10, 31))
