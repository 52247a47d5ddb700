"""Leaving the post and coming back; today is 15 June 2026."""

from datetime import date

import pytest

from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, ExitCase, PostStatus
from models.province import ReasonCode, ReasonGroup
from models.training import AttendanceStatus, TrainingCategory, TrainingRecord
from services.access import Actor, Role
from services.errors import ConflictError, DeniedError, ValidationError
from services.exit_guards import ReturnFacts, refusal_of_return
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
SUSPENDED_ON = date(2026, 3, 1)


@pytest.fixture
def exits(register):
    return register.desk.ledgers["exits"]


@pytest.fixture
def officer(register, unit):
    return register.holder(unit)


@pytest.fixture
def item(exits, officer):
    return exits.save(
        None, 0, {"officer_id": officer, "trigger": "T03", "opened_on": SUSPENDED_ON, "facts": "未亮证执法"}
    )


@pytest.fixture
def act(exits, item):
    def perform(name, **values):
        return exits.perform(name, exits.load(item), values)

    return perform


@pytest.fixture
def educated(act):
    act("educate", required_minutes=1800, education_from=SUSPENDED_ON, decider="县水务局")


def study(register, officer, minutes, held_on=date(2026, 4, 1), **more):
    values = {"title": "离岗教育", "category": TrainingCategory.OFF_DUTY} | more
    register.put(TrainingRecord(officer_id=officer, held_on=held_on, minutes=minutes, **values))


def offered(exits, item, name):
    return next(action for action in exits.actions(exits.load(item)) if action.name == name)


def test_education_takes_the_officer_off_the_post_with_the_minutes_of_the_province(register, exits, item, act, officer):
    educate = offered(exits, item, "educate")
    assert educate.values["required_minutes"] == 1800
    act("educate", **{**educate.values, "decider": "县水务局"})
    assert register.get(EnforcementOfficer, officer).post_status is PostStatus.OFF_EDUCATION
    assert exits.load(item).values["state"] == "education"


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"required_minutes": 0}, "大于0"), ({"due_on": date(2026, 2, 28)}, "早于离岗日期")],
)
def test_education_needs_hours_and_a_term_after_its_first_day(register, officer, act, changed, words):
    values = {"required_minutes": 1800, "education_from": SUSPENDED_ON, "decider": "县水务局"}
    with pytest.raises(ValidationError, match=words):
        act("educate", **(values | changed))
    assert register.get(EnforcementOfficer, officer).post_status is PostStatus.ON_POST


def test_1755_minutes_are_refused_and_45_more_are_enough(register, exits, item, act, officer, educated):
    study(register, officer, 1755)
    act("test", tested_on=TODAY, passed="passed")
    act("apply", applied_on=TODAY)
    refused = offered(exits, item, "approve")
    assert "还差45分钟" in refused.why_not
    with pytest.raises(ConflictError, match="还差45分钟"):
        act("approve", approved_by="容知秋", closed_on=TODAY)
    assert register.get(EnforcementOfficer, officer).post_status is PostStatus.OFF_EDUCATION
    study(register, officer, 45, date(2026, 4, 2))
    assert exits.load(item).values["progress"] == "40/40"
    assert offered(exits, item, "approve").enabled
    act("approve", approved_by="容知秋", closed_on=TODAY)
    assert register.get(EnforcementOfficer, officer).post_status is PostStatus.ON_POST
    assert exits.load(item).values["state"] == "returned"


@pytest.mark.parametrize(
    "more",
    [
        {"held_on": date(2026, 2, 28)},
        {"category": TrainingCategory.PUBLIC_LAW},
        {"status": AttendanceStatus.PENDING},
        {"held_on": date(2026, 6, 16)},
    ],
)
def test_only_confirmed_education_off_the_post_in_its_time_counts(register, exits, item, act, officer, educated, more):
    study(register, officer, 1800, **more)
    act("test", tested_on=TODAY, passed="passed")
    act("apply", applied_on=TODAY)
    assert "已学0分钟" in offered(exits, item, "approve").why_not


def test_hours_off_the_post_do_not_count_to_the_year(register, officer):
    from services.statistics import Statistics

    study(register, officer, 60 * 45)
    (person,) = Statistics(register.desk.database, register.desk.now).training(2026).people
    assert (person.holder.officer_id, person.met, person.earned) == (officer, False, {"off_duty": 60 * 45})


def test_progress_is_cut_off_and_never_reads_as_reached(register, exits, item, officer, educated):
    study(register, officer, 1799)
    assert exits.load(item).values["progress"] == "39.9/40"


def test_a_course_that_was_taken_in_twice_is_shown_and_counted_once(register, exits, item, act, officer, educated):
    for _ in range(2):
        study(register, officer, 450, title="离岗教育第一期", ends_on=date(2026, 4, 2))
    row = exits.load(item)
    assert row.values["progress"] == "10/40"
    (education,) = exits.details(row)
    assert education.lines[0] == ("合计", "10学时（450分钟），还差1,350分钟")
    assert [words for _day, words in education.lines[1:]] == ["离岗教育第一期　10学时"]
    assert exits.search(LedgerQuery(sort="progress")).rows[0].values["progress"] == "10/40"


def test_every_case_counts_from_its_own_first_day(register, unit, exits, item, act, officer, educated):
    other = register.holder(unit, "于安禾")
    case = register.put(
        ExitCase(
            officer_id=other,
            trigger="T03",
            opened_on=SUSPENDED_ON,
            state="education",
            education_from=date(2026, 4, 2),
            required_minutes=1800,
        )
    )
    for person in (officer, other):
        study(register, person, 450)
        study(register, person, 90, date(2026, 4, 2), title="第二讲")
    assert exits.load(item).values["progress"] == "12/40"
    assert exits.load(case).values["progress"] == "2/40"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"earned": 1799}, "还差1分钟"),
        ({"test_passed": None}, "还没有登记考核结果"),
        ({"test_passed": False}, "考核不合格"),
        ({"card_status": CertificateStatus.SUSPENDED}, "还在暂扣"),
        ({"card_status": CertificateStatus.SUSPENDED, "valid_to": date(2026, 6, 14)}, "先办理换证"),
        ({"valid_to": date(2026, 6, 14)}, "先办理换证"),
        ({"card_status": CertificateStatus.RECALLED}, "没有有效的执法证"),
        ({"card_status": None}, "没有有效的执法证"),
        ({"valid_to": TODAY}, ""),
        ({}, ""),
    ],
)
def test_each_obstacle_is_named(facts, words):
    whole = {
        "today": TODAY,
        "required": 1800,
        "earned": 1800,
        "test_passed": True,
        "card_status": CertificateStatus.ACTIVE,
    }
    said = refusal_of_return(ReturnFacts(**(whole | facts)))
    assert (words in said) if words else said == ""


def test_a_failed_test_starts_the_hours_anew_once_and_then_ends_the_way_back(
    register, exits, item, act, officer, educated
):
    study(register, officer, 1800)
    assert "重新计算" in act("test", tested_on=date(2026, 5, 1), passed="failed").message
    assert exits.load(item).values["progress"] == "0/40"
    assert offered(exits, item, "apply").enabled
    assert "吊销" in act("test", tested_on=TODAY, passed="failed").message
    assert "吊销" in offered(exits, item, "apply").why_not
    with pytest.raises(ConflictError, match="吊销"):
        act("apply", applied_on=TODAY)
    assert register.get(ExitCase, item).measure == "报请吊销证件"


def test_leaving_ends_the_item_and_the_post(register, exits, item, act, officer):
    act("leave", fate="moved", closed_on=TODAY, decider="县水务局")
    gone = register.get(EnforcementOfficer, officer)
    assert (gone.post_status, gone.left_on) == (PostStatus.MOVED, TODAY)
    assert exits.load(item).values["state"] == "left"
    assert exits.actions(exits.load(item)) == ()


def test_other_work_in_the_unit_takes_the_officer_from_enforcing_only(register, act, officer):
    act("leave", fate="reassigned", closed_on=TODAY, decider="县水务局")
    stays = register.get(EnforcementOfficer, officer)
    assert (stays.post_status, stays.enforcing) == (PostStatus.ON_POST, False)


def test_only_a_head_approves_the_return(register, exits, item, act, officer, educated):
    study(register, officer, 1800)
    act("test", tested_on=TODAY, passed="passed")
    act("apply", applied_on=TODAY)
    register.desk.database.actor = lambda: Actor("简若宁", Role.CLERK)
    with pytest.raises(DeniedError):
        act("approve", approved_by="简若宁", closed_on=TODAY)


def test_an_item_under_way_is_not_removed_while_its_person_is_off_the_post(exits, item, educated):
    with pytest.raises(ConflictError, match="离岗教育"):
        exits.remove([item])


def test_the_next_act_after_a_passed_test_is_the_application(exits, item, act, educated):
    assert [action.name for action in exits.actions(exits.load(item)) if action.main] == ["test"]
    act("test", tested_on=TODAY, passed="passed")
    assert [action.name for action in exits.actions(exits.load(item)) if action.main] == ["apply"]


def test_a_second_open_item_about_one_person_is_refused(exits, item, officer):
    with pytest.raises(ValidationError, match="接着办"):
        exits.save(None, 0, {"officer_id": officer, "trigger": "T01", "opened_on": TODAY})


def test_a_return_is_taken_back_with_the_post(register, exits, item, act, officer, educated):
    study(register, officer, 1800)
    act("test", tested_on=TODAY, passed="passed")
    act("apply", applied_on=TODAY)
    done = act("approve", approved_by="容知秋", closed_on=TODAY)
    register.desk.undo(done.group)
    assert register.get(EnforcementOfficer, officer).post_status is PostStatus.OFF_EDUCATION
    assert exits.load(item).values["state"] == "applied"


def test_open_items_are_due_on_their_day(register, exits, officer):
    exits.save(
        None, 0, {"officer_id": officer, "trigger": "T01", "opened_on": SUSPENDED_ON, "due_on": date(2026, 6, 20)}
    )
    due = [item for item in register.desk.due.items() if item.ledger == "exits"]
    assert [(item.title, item.unit, item.days) for item in due] == [("于安禾", "县水务局", 5)]


def test_the_card_must_be_given_back_first(register, exits, item, act, officer, educated):
    (card,) = register.all(EnforcementCertificate)
    register.change(EnforcementCertificate, card.id, status=CertificateStatus.SUSPENDED)
    study(register, officer, 1800)
    act("test", tested_on=TODAY, passed="passed")
    act("apply", applied_on=TODAY)
    assert "先在证件台账里发还证件" in offered(exits, item, "approve").why_not


def test_a_trigger_that_the_bureau_added_is_offered_with_the_shipped_ones(register, exits):
    before = exits.spec.field("trigger").choices
    assert before["T03"] == "证件被暂扣"
    register.put(ReasonCode(group=ReasonGroup.EXIT, code="B01", label="本人申请退出"))
    assert exits.spec.field("trigger").choices == {**before, "B01": "本人申请退出"}
