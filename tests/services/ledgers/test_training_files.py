"""Sign-in sheets and platform exports become hours of the right people, or ask who is meant (cases 14 and 37 to 39)."""

from datetime import date, time

import pytest
import xlsxwriter

from services.errors import ConflictError
from services.imports.office import Given
from services.query import LedgerQuery
from services.sample.people import birth_of, identity_number

WANG, OTHER_WANG, LI, FAR_LI = (identity_number(birth_of(n), n, male=True) for n in (11, 12, 13, 14))
SESSION = Given({"title": "执法培训班", "category": "public_law", "held_on": date(2026, 3, 5), "minutes": 360})
ONLINE = ["姓名", "身份证号", "单位", "课程", "学习时长", "学时", "完成状态", "考试成绩", "完成时间", "培训类别"]


@pytest.fixture
def people(empty_desk):
    """Two 王伟 and one 李静 in the water bureau, another 李静 in the forestry bureau."""
    units = empty_desk.ledgers["units"]
    water = units.save(None, 0, {"name": "县水务局", "kind": "department"})
    forest = units.save(None, 0, {"name": "县林业局", "kind": "department"})
    officers = empty_desk.ledgers["officers"]
    rows = [("王伟", WANG, water), ("王伟", OTHER_WANG, water), ("李静", LI, water), ("李静", FAR_LI, forest)]
    return [
        officers.save(None, 0, {"name": name, "id_no": number, "agency_id": unit, "phone": f"1390000000{n}"})
        for n, (name, number, unit) in enumerate(rows)
    ]


@pytest.fixture
def read(empty_desk, people, tmp_path):
    def file(rows, unit=None, **more):
        path = tmp_path / "培训.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet, clock = book.add_worksheet(), book.add_format({"num_format": "h:mm:ss"})
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, time):
                        sheet.write_datetime(r, c, value, clock)
                    else:
                        sheet.write(r, c, value)
        return empty_desk.imports.read("training", path, unit, **more)

    return file


def course(name="李静", number=LI, spent="1:30:00", hours="", state="已完成", title="行政处罚法", when="2026-03-05"):
    return [name, number, "", title, spent, hours, state, "", when, "公共法律知识"]


def told(row):
    return [p.code for p in row.problems if p.level != "info"]


def test_case_38_every_form_of_ninety_minutes(read):
    forms = ["1:30:00", "90分钟", 0.0625, time(1, 30), "1小时30分", "2学时"]
    rows = [course(spent=spent, title=f"课{n}") for n, spent in enumerate(forms)]
    assert [row.values["minutes"] for row in read([ONLINE, *rows]).rows] == [90] * 6


def test_case_38_the_unit_of_a_bare_number_is_asked_once(empty_desk, read):
    rows = [ONLINE, course(spent="90"), course(spent=45, title="另一课")]
    asked = read(rows)
    assert [told(row) for row in asked.rows] == [["ER15"], ["ER15"]]
    assert [question.key for question in asked.questions] == ["minutes_unit"]
    answered = read(rows, mapping={"minutes_unit": "minutes"})
    assert [row.values["minutes"] for row in answered.rows] == [90, 45]
    assert [row.values["minutes"] for row in read(rows).rows] == [90, 45]  # remembered with the header
    assert [row.values["minutes"] for row in read(rows, mapping={"minutes_unit": "hours"}).rows] == [4050, 2025]


def test_a_header_that_says_its_unit_asks_nothing(read):
    header = [word if word != "学习时长" else "学习时长（分钟）" for word in ONLINE]
    found = read([header, course(spent="90")])
    assert (found.rows[0].values["minutes"], found.questions) == (90, ())


def test_the_hours_of_the_platform_go_before_the_time_spent(read):
    assert read([ONLINE, course(spent="1:30:00", hours=4)]).rows[0].values["minutes"] == 180


def test_only_what_was_finished_counts(read):
    found = read([ONLINE, course(), course(state="学习中", title="另一课"), course(state="未完成", title="第三课")])
    assert [row.row for row in found.rows] == [2]
    assert [(s.row, s.why) for s in found.skipped] == [(3, "not finished"), (4, "not finished")]


def test_case_37_a_course_twice_is_doubled_in_the_file_and_the_same_in_the_ledger(empty_desk, read):
    rows = [ONLINE, course(title="《行政处罚法》"), course(title="行政处罚法 ")]
    found = read(rows)
    assert [told(row) for row in found.rows] == [[], ["ER06"]]
    empty_desk.imports.accept("training", found)
    again = read([ONLINE, course(title="行政处罚法")])
    assert [row.action for row in again.rows] == ["changed"]
    assert list(again.rows[0].changes) == ["title"]
    assert [row.action for row in read(rows[:2]).rows] == ["same"]
    assert empty_desk.ledgers["training"].search(LedgerQuery()).total == 1


SIGN_IN = ["序号", "单位", "姓名", "职务", "上午签到", "下午签到", "联系电话"]


def test_case_39_half_a_day_is_half_the_time(read):
    rows = [[1, "县林业局", "李静", "", "李静", "", ""], [2, "县水务局", "李静", "", "√", "√", ""]]
    found = read([["执法培训班签到册"], ["时间：2026年3月5日"], SIGN_IN, *rows], given=SESSION)
    assert [(row.values["minutes"], told(row)) for row in found.rows] == [(180, ["WA16"]), (360, [])]


def test_who_did_not_sign_was_not_there(read):
    rows = [[1, "县水务局", "李静", "", "请假", "", ""], [2, "县林业局", "李静", "", "", "", ""]]
    found = read([SIGN_IN, *rows, [3, "县林业局", "李静", "", "李静", "李静", ""]], given=SESSION)
    assert [s.why for s in found.skipped] == ["absent", "absent"]
    assert len(found.rows) == 1


def test_title_and_day_stand_above_a_sign_in_sheet(read):
    given = Given({"category": "public_law", "minutes": 360})
    rows = [["2026年第一期执法培训班签到册"], ["日期：2026年3月5日  地点：会议室"], SIGN_IN]
    found = read([*rows, [1, "县林业局", "李静", "", "√", "√", ""]], given=given)
    values = found.rows[0].values
    assert (values["title"], values["held_on"]) == ("2026年第一期执法培训班", date(2026, 3, 5))


def test_a_name_is_matched_inside_its_unit_and_never_alone(read, people):
    header, tail = ["姓名", "单位", "课程", "学时", "完成时间", "培训类别"], ["课一", 4, "2026-03-05", "公共法律知识"]
    rows = [["李静", "县林业局"], ["李静", "县水务局"], ["李静", ""], ["张三", "县水务局"]]
    found = read([header, *([*row, *tail] for row in rows)])
    assert [row.values["officer_id"] for row in found.rows] == [people[3], people[2], None, None]
    assert [told(row) for row in found.rows] == [[], [], ["ER15"], ["ER10"]]
    assert FAR_LI[-4:] in found.rows[2].problems[0].suggest
    assert FAR_LI not in found.rows[2].problems[0].suggest
    sent = read([[header[0], *header[2:]], ["李静", *tail]], "县水务局")
    assert sent.rows[0].values["officer_id"] == people[2]


def test_case_14_two_of_one_name_wait_for_the_clerk(empty_desk, read, people):
    rows = [SIGN_IN, [1, "县水务局", "王伟", "", "√", "√", ""]]
    asked = read(rows, given=SESSION)
    assert told(asked.rows[0]) == ["ER15"]
    assert "请选人" in asked.rows[0].problems[0].message
    with pytest.raises(ConflictError):
        empty_desk.imports.accept("training", asked)
    chosen = read(rows, given=Given(SESSION.values, {2: people[1]}))
    assert (chosen.rows[0].action, chosen.rows[0].values["officer_id"]) == ("new", people[1])


def test_numbers_go_before_names_and_a_wrong_pair_is_an_error(read, people):
    header = ["姓名", "身份证号/手机号", "课程", "学时", "完成时间", "培训类别"]
    tail = ["课", 4, "2026-03-05", "公共法律知识"]
    found = read([header, ["王伟", WANG, *tail], ["王伟", "13900000001", *tail], ["李静", WANG, *tail]])
    assert [row.values["officer_id"] for row in found.rows] == [people[0], people[1], None]
    assert told(found.rows[2]) == ["ER15"]
    assert "王伟" in found.rows[2].problems[0].message
