"""Rule sets and quotas as rows: what is shipped, what is in force for which year, what may still be changed."""

from datetime import date, datetime

import pytest

from models.training import ActivityKind
from services.errors import ConflictError, ValidationError
from services.training.quotas import Activity, Quota, progress, quota_year, take_shipped_quota_rules
from services.training.rules import rule_of_year, shipped_rule_sets, take_shipped_training_rules
from services.training.words import read_categories


def rule(office, year=2026):
    with office.desk.database.read() as session:
        return rule_of_year(session, year)


def row(office, ledger, start):
    return next(r for r in office.rows(ledger) if next(iter(r.values.values())).startswith(start))


def test_the_shipped_sets_ask_for_what_the_sample_plans_ask():
    asked = {
        made.name[:2]: [(sorted(c.categories), c.minutes) for c in made.constraints] for made in shipped_rule_sets()
    }
    whole = [(["professional", "public_law", "skill"], 2700)]
    assert asked == {
        "通用": whole,
        "重庆": whole,
        "宁夏": whole,
        "广东": whole,
        "山东": [(["political"], 675), (["public_law"], 1350), (["skill"], 1350)],
        "山西": [(["public_law"], 1350), (["professional", "skill"], 1350)],
        "离岗": [(["off_duty"], 1800)],
    }


def test_a_new_desk_counts_by_the_rule_of_its_province(office):
    assert rule(office).rule.name == "通用学时规则"
    assert rule(office).remark == ""


def test_shipped_rows_are_taken_once(office):
    with office.desk.database.write("再存一次") as session:
        assert take_shipped_training_rules(session) == 0
        assert take_shipped_quota_rules(session) == 0


def test_a_year_without_a_rule_says_by_which_it_is_counted(office):
    assert "没有为2024年启用的学时规则" in rule(office, 2024).remark


def test_a_rule_put_in_force_leaves_earlier_years_to_the_one_before(office):
    office.use("山西", 2027)
    assert rule(office, 2026).rule.name == "通用学时规则"
    assert rule(office, 2027).rule.name.startswith("山西")
    office.use("山东", 2027)
    assert rule(office, 2026).rule.name == "通用学时规则"
    assert rule(office, 2028).rule.name.startswith("山东")


def test_education_off_the_post_is_no_yearly_rule(office):
    with pytest.raises(ConflictError, match="不作年度规则"):
        office.use("离岗")


def test_what_past_years_were_counted_by_is_copied_not_changed(office):
    ledger = office.desk.ledgers["training_rules"]
    found = row(office, "training_rules", "通用")
    ledger.set_values([found.id], {"basis": "今年还可以改"})
    ledger._now = lambda: datetime(2027, 1, 4, 9, 0)
    office.desk.ledgers["training_constraints"]._now = ledger._now
    found = ledger.load(found.id)
    with pytest.raises(ConflictError, match="另存一份"):
        ledger.set_values([found.id], {"basis": "往年用过"})
    constraint = next(r for r in office.rows("training_constraints") if r.values["rule_set_id"] == found.id)
    with pytest.raises(ConflictError, match="另存一份"):
        office.desk.ledgers["training_constraints"].set_values([constraint.id], {"minutes": 45})
    with pytest.raises(ConflictError, match="另存一份"):
        office.desk.ledgers["training_constraints"].save(
            None, 0, {"rule_set_id": found.id, "label": "另一项", "categories": "行为规范", "minutes": 45}
        )
    ledger.perform("copy", found, {"name": "示例县学时规则"})
    copied = row(office, "training_rules", "示例县")
    assert copied.values["force"] == "off"
    assert copied.values["constraints"] == "公共法律、业务和技能合计≥60"


def test_a_change_of_a_constraint_is_another_version(office):
    before = rule(office).rule.version
    constraint = next(r for r in office.rows("training_constraints") if r.labels["rule_set_id"] == "通用学时规则")
    office.desk.ledgers["training_constraints"].set_values([constraint.id], {"minutes": 50 * 45})
    assert rule(office).rule.version == before + 1
    assert rule(office).rule.minutes == 50 * 45


def test_categories_are_typed_as_words_and_stored_in_one_spelling(office):
    ledger = office.desk.ledgers["training_constraints"]
    own = row(office, "training_rules", "山西")
    values = {"rule_set_id": own.id, "label": "甲", "minutes": 45, "categories": "技能,公共法律；业务知识"}
    made = ledger.save(None, 0, values)
    assert ledger.load(made).values["categories"] == "公共法律知识、业务知识、执法技能"
    with pytest.raises(ValidationError, match="不认识“书法”"):
        ledger.save(None, 0, values | {"categories": "书法、业务"})
    with pytest.raises(ValidationError, match="离岗教育不计入"):
        ledger.save(None, 0, values | {"categories": "离岗教育、业务"})


@pytest.mark.parametrize("words", ["", "、，", "书法"])
def test_words_that_name_no_category_give_none(words):
    assert read_categories(words)[0] == ()


# --- quotas -----------------------------------------------------------------------------------

CASES = Quota("柔性执法案例", ActivityKind.FLEXIBLE_CASE, 3, False, date(2026, 10, 31))
LEADERS = Quota("领导班子法治讲座", ActivityKind.LECTURE, 1, True, date(2026, 12, 31))


def cases(*days):
    return [Activity(1, ActivityKind.FLEXIBLE_CASE, date(2026, *day)) for day in days]


@pytest.mark.parametrize(
    ("days", "as_of", "words", "state"),
    [
        ([(5, 1)], (6, 15), "1/3", "run"),
        ([(5, 1), (6, 1), (10, 31)], (11, 9), "3/3", "done"),
        ([(5, 1), (6, 1)], (10, 31), "2/3", "run"),
        ([(5, 1), (6, 1)], (11, 1), "2/3　逾期1天", "late"),
        ([(5, 1), (6, 1), (11, 2)], (11, 5), "3/3　补办", "done_late"),
        ([(5, 1), (6, 1), (11, 2)], (11, 1), "2/3　逾期1天", "late"),
    ],
)
def test_a_quota_is_met_in_time_afterwards_or_not(days, as_of, words, state):
    found = progress(CASES, cases(*days), date(2026, *as_of))
    assert (found.words, found.state) == (words, state)


def test_lectures_for_others_do_not_count_for_the_leadership():
    lecture = Activity(1, ActivityKind.LECTURE, date(2026, 3, 1))
    led = Activity(1, ActivityKind.LECTURE, date(2026, 4, 1), for_leaders=True)
    assert progress(LEADERS, [lecture], date(2026, 6, 15)).missing == 1
    assert progress(LEADERS, [lecture, led], date(2026, 6, 15)).state == "done"


def test_what_another_year_did_does_not_count():
    last_year = Activity(1, ActivityKind.FLEXIBLE_CASE, date(2025, 12, 1))
    assert progress(CASES, [last_year], date(2026, 6, 15)).done == 0


def test_every_unit_has_its_line_and_undecided_quotas_wait(office):
    office.desk.ledgers["unit_activities"].save(
        None,
        0,
        {
            "agency_id": office.unit,
            "kind": "lecture",
            "title": "宪法讲座",
            "held_on": date(2026, 5, 4),
            "for_leaders": True,
        },
    )
    with office.desk.database.read() as session:
        found = quota_year(session, 2026, date(2026, 6, 15))
    assert [q.words for q in found.quotas] == [
        "法治讲座≥4，12-31前",
        "领导班子法治讲座≥1，12-31前",
        "心理健康活动≥1，12-31前",
        "柔性执法案例≥3，10-31前",
    ]
    (unit,) = found.units
    assert [p.words for p in unit.progress] == ["1/4", "1/1", "0/1", "0/3"]


def test_a_quota_is_stopped_and_put_in_force(office):
    ledger = office.desk.ledgers["quota_rules"]
    contest = next(r for r in office.rows("quota_rules") if r.values["kind"] == "contest")
    ledger.perform("use", contest, {})
    with office.desk.database.read() as session:
        assert "岗位比武≥1" in quota_year(session, 2026, date(2026, 6, 15)).footing
    ledger.perform("stop", ledger.load(contest.id), {})
    with office.desk.database.read() as session:
        assert "岗位比武" not in quota_year(session, 2026, date(2026, 6, 15)).footing
