"""What units owe, the text for their contact persons, and the record of calls."""

from datetime import date

import pytest
from sqlalchemy import event

from services.errors import ConflictError, ValidationError
from services.query import LedgerQuery
from services.reporting.chase import Call
from tests.services.reporting.reports_of import rows, start

TODAY = date(2026, 6, 15)


def owing(desk):
    return {each.unit: each for each in desk.reporting.chasing.units()}


def call(desk, unit, **changes):
    return desk.reporting.chasing.record(owing(desk)[unit].matters, Call("phone", **changes))


def test_units_are_listed_with_all_they_owe_the_worst_first(planned):
    start(planned, "专项整治结果报告")
    found = planned.reporting.chasing.units()
    assert [each.unit for each in found[:2]] == ["县林业局", "县水务局"]
    water = owing(planned)["县水务局"]
    assert [(m.title, m.due_on, m.state_words) for m in water.matters] == [
        ("整理名册", date(2026, 6, 10), "逾期5天"),
        ("公开清单", date(2026, 6, 20), "还有5天"),
        ("专项整治结果报告", date(2026, 6, 30), "还有15天"),
    ]
    assert (water.late, water.most_late) == (1, 5)
    assert "示例县司法局" not in owing(planned)


def test_the_text_is_short_polite_and_names_everything(planned, units):
    water = units["县水务局"]
    planned.ledgers["contacts"].save(
        None, 0, {"agency_id": water, "name": "程望山", "phone": "000-1", "duty": "联络员"}
    )
    assert planned.reporting.chase_text(water) == (
        "程望山同志，您好，我是示例县司法局岑知远。按照《样板县执法提升方案》（下称计划），贵单位有以下2项工作请尽快办理：\n"
        "1.计划第1项：整理名册，时限2026年6月10日，已逾期5天；\n"
        "2.计划第2项：公开清单，时限2026年6月20日，还有5天。\n"
        "麻烦尽快落实并回个话，有困难请说明原因和预计完成时间。联系电话000-1234567。谢谢。"
    )


def test_the_bureaus_own_words_take_the_place_of_the_programs(planned, units):
    planned.ledgers["phrases"].save(None, 0, {"category": "催办", "text": "结尾有电话：收到请回复，{电话}。"})
    assert planned.reporting.chase_text(units["县林业局"]).endswith("\n收到请回复，000-1234567。")


def test_a_matter_in_braces_stays_as_it_is_written(planned, units):
    task = planned.task_ledger.search(LedgerQuery(sort="position")).rows[0]
    with planned.database.write("试") as session:
        from models.plan import PlanTask

        session.get(PlanTask, task.id).summary = "核对{电话}"
    assert "核对{电话}，时限" in planned.reporting.chase_text(units["县林业局"])


def test_a_unit_that_owes_nothing_has_no_text(planned, units):
    assert planned.reporting.chase_text(units["示例镇人民政府"]) == ""


def test_a_call_is_noted_for_each_matter_and_undone_as_one(planned):
    outcome = call(planned, "县水务局", contact="程望山", answer="周五前报", promised_on=date(2026, 6, 19))
    assert outcome.message == "已登记催办县水务局，2项。"
    found = rows(planned, "chases", agency_id="县水务局")
    assert {row.values["subject"] for row in found} == {
        "整理名册（《样板县执法提升方案》第1项）",
        "公开清单（《样板县执法提升方案》第2项）",
    }
    assert {matter.calls for matter in owing(planned)["县水务局"].matters} == {1}
    assert {matter.calls for matter in owing(planned)["县林业局"].matters} == {0}  # the same task, another unit
    planned.undo(outcome.group)
    assert rows(planned, "chases") == []


def test_calls_about_one_matter_are_counted(planned):
    for _ in range(3):
        call(planned, "县林业局")
    assert sorted(row.values["nth"] for row in rows(planned, "chases")) == [1, 2, 3]
    assert owing(planned)["县林业局"].calls == 3


def test_a_call_needs_a_way_a_past_day_and_a_later_promise(planned):
    wrong = Call("pigeon", chased_on=date(2026, 6, 16), promised_on=date(2026, 6, 1))
    with pytest.raises(ValidationError) as raised:
        planned.reporting.chasing.record(owing(planned)["县水务局"].matters, wrong)
    assert set(raised.value.problems) == {"way", "chased_on", "promised_on"}
    with pytest.raises(ConflictError):
        planned.reporting.chasing.record([], Call("phone"))
    assert rows(planned, "chases") == []


def part_of(desk, unit, task):
    [row] = rows(desk, "obligations", unit=unit, task_id=task)
    return row


def act(desk, unit, task, name, **values):
    desk.ledgers["obligations"].perform(name, part_of(desk, unit, task), {"on": TODAY, **values})


def test_a_unit_that_has_reported_waits_for_the_bureau_and_is_not_chased(planned):
    act(planned, "县水务局", "整理名册", "report", text="已经整理完")
    assert [matter.title for matter in owing(planned)["县水务局"].matters] == ["公开清单"]
    act(planned, "县水务局", "整理名册", "return", text="缺少编号", by="岑知远")
    [roster, _list] = owing(planned)["县水务局"].matters
    assert (roster.title, roster.returned) == ("整理名册", True)
    assert "整理名册" in [matter.title for matter in owing(planned)["县林业局"].matters]


def test_the_day_of_an_extension_counts_for_the_unit_that_has_it(planned):
    row = part_of(planned, "县林业局", "整理名册")
    with planned.database.write("延期") as session:
        session.get(planned.ledgers["obligations"].record, row.id).due_on = date(2026, 6, 18)
    [matter] = owing(planned)["县林业局"].matters
    assert matter.state_words == "还有3天"
    assert owing(planned)["县水务局"].matters[0].state_words == "逾期5天"


def test_a_paper_that_waits_for_its_answer_is_owed_but_a_letter_that_chases_is_not(planned, units):
    planned.ledgers["documents"].save(
        None,
        0,
        {
            "number": "示司监意〔2026〕1号",
            "kind": "opinion",
            "title": "关于规范检查的意见书",
            "recipients": "示例镇人民政府",
            "agency_id": units["示例镇人民政府"],
            "issued_on": date(2026, 5, 1),
            "reply_due_on": date(2026, 6, 1),
        },
    )
    [matter] = owing(planned)["示例镇人民政府"].matters
    assert matter.words == "回复《关于规范检查的意见书》（示司监意〔2026〕1号）"
    planned.reporting.letters.issue(planned.reporting.draft_letters([units["示例镇人民政府"]]))
    assert [each.title for each in owing(planned)["示例镇人民政府"].matters] == ["回复《关于规范检查的意见书》"]


def test_a_plan_s_text_is_not_read_once_for_every_part_of_every_unit(planned):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(planned.database.engine, "before_cursor_execute", note)
    assert planned.reporting.chasing.units()
    assert any("task_obligation" in statement for statement in asked)
    assert not [statement for statement in asked if "source_text" in statement]
