"""Rulings of `import officers` on identity numbers and what follows from them: birth, gender, look-alikes."""

import datetime as dt

import pytest
from import_files import codes, identity, officers, one

from services.errors import UnreadableError

A, B, C = identity(1), identity(3), identity(5)
WOMAN = identity(2)


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


@pytest.mark.parametrize("written", ["/", "无", "#N/A", "—", "暂无", " / "])
def test_a_placeholder_reads_as_empty(roster, written):
    row = one(roster, ("姓名", "身份证号", "执法证号"), ["甲", A, written])
    assert (row.codes, row.values["cert_no"]) == (("WA13",), None)


def test_a_placeholder_for_the_id_leaves_it_missing(roster):
    assert one(roster, ("姓名", "身份证号"), ["甲", "无"]).codes == ("WA13", "ER01")


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
