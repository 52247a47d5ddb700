"""The register's acceptance cases that an import decides, by their numbers; figures are those of the cases."""

import datetime as dt

import pytest
from acceptance import answer, codes, first
from import_files import identity, xlsx

A, B, C = identity(1), identity(2), identity(3)


@pytest.fixture
def told(tmp_path):
    """Reads rows under a header and answers (status, object)."""

    def read(header, *rows, unit="", **more):
        return answer(tmp_path, xlsx(tmp_path / "a.xlsx", [header, *rows], **more), unit=unit)

    return read


def person(told, number, *more, header=("姓名", "身份证号")):
    return told(header, ["甲某", number, *more])


def test_case_1_an_id_gives_gender_and_birth(told):
    status, found = person(told, "500237199003070016")
    assert status == 0
    assert first(found)[0] == {
        "name": "甲某",
        "id_no": "500237199003070016",
        "gender": "男",
        "birth": "1990-03-07",
    }


def test_case_2_a_small_x_is_stored_large(told):
    values, problems = first(person(told, "50023719900307018x")[1])
    assert (values["id_no"], values["gender"], problems) == ("50023719900307018X", "女", [])


@pytest.mark.parametrize(("last", "expected"), [("×", ["WA11"]), ("Х", ["WA11"]), ("Ｘ", [])])
def test_case_3_look_alikes_of_x(told, last, expected):
    status, found = person(told, "50023719900307018" + last)
    assert (status, codes(found), first(found)[0]["id_no"]) == (0, expected, "50023719900307018X")


@pytest.mark.parametrize(("number", "code"), [("37150019850615002", "ER02"), ("371500198506150022", "ER03")])
def test_case_4_a_wrong_id_stops_its_row(told, number, code):
    status, found = person(told, number)
    assert (status, codes(found), found["rows"][0]["action"]) == (1, [code], "error")


def test_case_5_full_width_digits(told):
    status, found = person(told, "３７１５００１９８５０６１５００２１")
    assert (status, first(found)[0]["id_no"], codes(found)) == (0, "371500198506150021", [])


@pytest.mark.parametrize(
    "written", ["'371500198506150013", "371500 19850615 0013", "3715001985\n06150013", "371500​198506150013"]
)
def test_case_6_what_nobody_meant_to_type_goes_with_a_word(told, written):
    status, found = person(told, written)
    assert (status, first(found)[0]["id_no"]) == (0, "371500198506150013")
    assert [p["code"] for p in first(found)[1]] == ["IN01"]


def test_case_7_an_old_number_waits_with_its_long_form(told):
    status, found = person(told, "500237900307001")
    values, problems = first(found)
    assert (status, values["id_no"], codes(found)) == (0, None, ["WA02"])
    assert (problems[0]["raw"], problems[0]["suggest"]) == ("500237900307001", "500237199003070016")


@pytest.mark.parametrize("number", [3.7150019850615e17, 371500198506152000])
def test_cases_8_and_9_a_number_cell_is_an_error_even_where_it_would_fit(told, number):
    status, found = person(told, number)
    assert (status, codes(found), first(found)[0]["id_no"]) == (1, ["ER04"], None)


def test_case_10_three_zeros_at_the_end_are_doubtful(told):
    status, found = person(told, "371500198506152000")
    assert (status, codes(found)) == (0, ["WA12"])


def test_case_11_both_stay_where_they_disagree(told):
    number = "371500198506150021"
    header = ("姓名", "身份证号", "性别", "出生日期")
    status, found = person(told, number, "男", "1985.6.16", header=header)
    values, problems = first(found)
    assert (status, codes(found)) == (0, ["WA01", "WA01"])
    assert (values["gender"], values["birth"]) == ("男", "1985-06-16")
    assert "女" in problems[0]["message"]
    assert "1985-06-15" in problems[1]["message"]


def test_case_12_the_leap_day(told):
    assert person(told, "640303199202290014")[0] == 0
    status, found = person(told, "640303199302290014")
    assert (status, codes(found)) == (1, ["ER05"])


def test_case_15_blanks_dots_and_rare_characters_of_names(told):
    rows = [["王　五", A], ["阿依古丽•买买提", B], ["䶮𠀋", C]]
    _status, found = told(("姓名", "身份证号"), *rows)
    assert [row["values"]["name"] for row in found["rows"]] == ["王五", "阿依古丽·买买提", "䶮𠀋"]


def test_case_15_three_spellings_with_one_id_are_one_person(told):
    status, found = told(("姓名", "身份证号"), ["王　五", A], ["王 五", A], ["王五", A])
    assert (status, found["counts"]) == (1, {"new": 1, "changed": 0, "same": 0, "error": 2})
    assert codes(found, 1) == codes(found, 2) == ["ER06"]
    assert "第2行" in found["rows"][2]["problems"][-1]["message"]


def test_case_16_a_certificate_number_that_lost_its_zero(told):
    header = ("姓名", "身份证号", "执法证号")
    status, found = person(told, A, 4140827006, header=header)
    assert (status, codes(found), first(found)[0]["cert_no"]) == (0, ["WA06"], "4140827006")
    status, found = person(told, A, 4140827006000000, header=header)
    assert (status, codes(found)) == (1, ["ER04"])
    assert first(person(told, A, "04 1408 27006", header=header)[1])[0]["cert_no"] == "04140827006"


def test_case_17_one_number_of_two_people_and_two_kinds_of_one(told):
    header = ("姓名", "身份证号", "执法证号", "部级执法证号")
    status, found = told(header, ["甲", A, "示1", ""], ["乙", B, "示1", ""], ["丙", C, "示2", "部1"])
    assert (status, [codes(found, n) for n in range(3)]) == (1, [[], ["ER09"], ["WA14"]])


@pytest.mark.parametrize(("header", "suggest"), [("有效期至", "2024-06-30"), ("发证日期", "2024-06-01")])
def test_case_18_a_month_waits_with_its_day(told, header, suggest):
    status, found = person(told, A, "2024.6", header=("姓名", "身份证号", header))
    problem = first(found)[1][0]
    assert (status, problem["code"], problem["suggest"]) == (0, "WA03", suggest)
    assert None in first(found)[0].values()


@pytest.mark.parametrize(("number", "code"), [(2024.6, "WA03"), (2024.1, "WA04")])
def test_case_19_a_number_like_a_month_is_never_a_serial(told, number, code):
    status, found = person(told, A, number, header=("姓名", "身份证号", "发证日期"))
    assert (status, codes(found), first(found)[0]["issue_date"]) == (0, [code], None)


@pytest.mark.parametrize("written", ["2024年6月1日", "2024-6-1", "2024/06/01", "20240601", "二〇二四年六月一日"])
def test_case_20_a_day_in_five_forms(told, written):
    _status, found = person(told, A, written, header=("姓名", "身份证号", "发证日期"))
    assert (first(found)[0]["issue_date"], codes(found)) == ("2024-06-01", [])


@pytest.mark.parametrize(("written", "code"), [("2024年6月", "WA03"), ("24.6.1", "WA07")])
def test_case_20_a_month_and_a_short_year_wait(told, written, code):
    _status, found = person(told, A, written, header=("姓名", "身份证号", "发证日期"))
    assert (first(found)[0]["issue_date"], codes(found)) == (None, [code])


def test_case_21_a_serial_in_both_counts(tmp_path):
    rows = [["姓名", "身份证号", "有效期至"], ["甲", A, 46326]]
    assert first(answer(tmp_path, xlsx(tmp_path / "a.xlsx", rows))[1])[0]["valid_to"] == "2026-10-31"

    def mac(book, sheet):
        book.epoch = dt.datetime(1904, 1, 1)
        book.date_1904 = True

    file = xlsx(tmp_path / "b.xlsx", rows, prepare=mac)
    assert first(answer(tmp_path, file)[1])[0]["valid_to"] == "2030-11-01"


@pytest.mark.parametrize("written", ["2022.11.1-2027.10.31", "2022年11月1日至2027年10月31日"])
def test_case_22_start_and_end_in_one_cell(told, written):
    values, _ = first(person(told, A, written, header=("姓名", "身份证号", "有效期"))[1])
    assert (values["valid_from"], values["valid_to"]) == ("2022-11-01", "2027-10-31")


def test_case_22_for_ever_and_placeholders(told):
    header = ("姓名", "身份证号", "有效期")
    values, _ = first(person(told, A, "长期", header=header)[1])
    assert (values["valid_to"], values["valid_forever"]) == (None, True)
    for written in ("/", "无", "#N/A"):
        status, found = person(told, A, written, header=header)
        assert (status, codes(found), first(found)[0]["valid_to"]) == (0, ["WA13"], None)


def test_case_23_dates_that_cannot_be(told):
    header = ("姓名", "身份证号", "发证日期", "有效期至")
    for issued, ends in (("2024-06-31", ""), ("2024-06-01", "2023-06-01"), ("2026-11-21", "")):
        status, found = person(told, A, issued, ends, header=header)
        assert (status, codes(found)) == (1, ["ER05"])


def test_case_25_the_last_day_is_still_a_day(told):
    header = ("姓名", "身份证号", "有效期至")
    assert codes(person(told, A, "2026-11-20", header=header)[1]) == []
    assert codes(person(told, A, "2026-11-19", header=header)[1]) == ["WA09"]


@pytest.mark.parametrize(
    ("staffing", "expected"), [("劳务派遣", ["ER07"]), ("工勤", ["ER07"]), ("借调", ["ER07"]), ("", [])]
)
def test_case_26_who_is_outside_the_establishment(told, staffing, expected):
    assert codes(person(told, A, staffing, header=("姓名", "身份证号", "编制"))[1]) == expected


def test_case_28_an_unknown_unit_is_never_made(told):
    status, found = told(("姓名", "身份证号", "单位"), ["甲", A, "县旧名局"], unit="县水务局")
    assert (status, codes(found), first(found)[0]["unit"]) == (1, ["ER10"], None)


def test_case_29_police_are_told_why(told):
    status, found = told(("姓名", "身份证号", "警号"), ["甲", A, "990001"], unit="县公安局")
    assert (status, codes(found)) == (1, ["ER07"])
    assert "人民警察证" in first(found)[1][0]["message"]
    assert "人数另行填报" in first(found)[1][0]["message"]


def test_case_44_titles_groups_totals_signatures_blank_and_hidden_rows(told):
    rows = [
        ["县水务局行政执法人员名册"],
        ["序号", "基本情况", "", "证件信息", "", "备注"],
        ["", "姓名", "身份证号", "证件编号", "有效期至", ""],
        ["(一)本单位实施的、以本单位名义作出的"],
        [1, "甲某", A, "示1", "2030-01-01", ""],
        [],
        [2, "乙某", B, "示2", "2030-01-01", ""],
        ["合计", "2人"],
        ["填表人：张某", "", "", "审核人：李某"],
    ]
    merged = [("A1:F1", rows[0][0]), ("B2:C2", "基本情况"), ("D2:E2", "证件信息"), ("A2:A3", "序号"), ("F2:F3", "备注")]
    status, found = told(*rows, merged=merged, hidden_rows=[7])
    assert (status, found["header_row"], found["counts"]["new"]) == (0, 3, 2)
    assert [c["name"] for c in found["mapping"]] == [None, "name", "id_no", "cert_no", "valid_to", "note"]
    assert [(s["row"], s["why"]) for s in found["skipped"]] == [
        (4, "group heading"),
        (6, "blank"),
        (8, "footer"),
        (9, "footer"),
    ]
    assert [p["code"] for p in found["rows"][1]["problems"]] == ["IN02"]


def test_case_45_a_merged_unit_fills_its_own_area_only(told):
    rows = [["", "甲", A], ["", "乙", B], ["", "丙", C]]
    _status, found = told(("单位", "姓名", "身份证号"), *rows, merged=[("A2:A3", "县水务局")], unit="县水务局")
    assert [row["values"]["unit"] for row in found["rows"]] == ["县水务局"] * 3
    _status, found = told(("单位", "姓名", "身份证号"), *rows, merged=[("A2:A3", "县水务局")])
    assert [codes(found, n) for n in range(3)] == [["ER10"], ["ER10"], []]
