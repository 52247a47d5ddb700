"""A card that is suspended and given back, or revoked: education off the post, decisions, days."""

from datetime import date, timedelta

import pytest
from life import CARD, TODAY, do, hours, offered, rule, state, store, why_not
from sqlalchemy import select

from models.certificate import EnforcementCertificate, Qualification
from models.officer import ExitCase, ExitState
from models.training import TrainingCategory
from services.certificates.as_of import certified_on
from services.errors import ValidationError


def test_a_suspended_card_is_given_back_after_forty_hours_and_a_test(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 3, 1), education=True)
    assert (state(officers, holder), officers.load(holder).values["post_status"]) == ("suspended", "off_education")
    hours(empty_desk, holder, 900, date(2026, 2, 20))  # before the suspension: counts for nothing here
    hours(empty_desk, holder, 900, date(2026, 4, 1), TrainingCategory.PUBLIC_LAW)
    hours(empty_desk, holder, 1755, date(2026, 4, 2))
    assert why_not(officers, holder, "reinstate") == "离岗教育要求40学时，现有39学时，不能发还。补足并登记学时后再办。"
    hours(empty_desk, holder, 45)
    with pytest.raises(ValidationError, match="考核"):
        do(officers, holder, "reinstate", test_passed=False)
    do(officers, holder, "reinstate", test_passed=True)
    row = officers.load(holder).values
    assert (row["cert_state"], row["post_status"]) == ("active", "on_post")
    assert row["hours"] == 900  # the public law class; education off the post counts for the return only


def test_ordered_education_opens_an_exit_item_that_the_return_closes(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 3, 1), education=True)
    with empty_desk.database.read() as session:
        case = session.scalars(select(ExitCase)).one()
    assert (case.state, case.required_minutes, case.education_from) == (ExitState.EDUCATION, 1800, date(2026, 3, 1))
    hours(empty_desk, holder, 1800)
    outcome = do(officers, holder, "reinstate", test_passed=True)
    with empty_desk.database.read() as session:
        assert session.scalars(select(ExitCase)).one().state is ExitState.RETURNED
    empty_desk.undo(outcome.group)
    with empty_desk.database.read() as session:
        assert session.scalars(select(ExitCase)).one().state is ExitState.EDUCATION
    assert state(officers, holder) == "suspended"


def test_a_suspension_without_education_waits_for_none(officers, holder):
    do(officers, holder, "suspend", education=False)
    assert officers.load(holder).values["post_status"] == "on_post"
    do(officers, holder, "reinstate")
    assert state(officers, holder) == "active"


def test_a_card_that_expires_while_suspended_is_only_renewed(empty_desk, officers, person):
    old = {"issue_date": date(2021, 6, 1), "valid_to": date(2026, 5, 31)}
    do(officers, person, "register", **{**CARD, **old})
    with empty_desk.database.write("试") as session:
        session.scalars(select(EnforcementCertificate)).one().valid_to = date(2026, 6, 30)
    do(officers, person, "suspend", on=date(2026, 3, 1), education=False)
    assert "renew" not in offered(officers, person)
    with empty_desk.database.write("试") as session:
        session.scalars(select(EnforcementCertificate)).one().valid_to = date(2026, 5, 31)
    assert "只能换证" in why_not(officers, person, "reinstate")
    do(officers, person, "renew")
    assert {"replace", "drop_renewal"} <= offered(officers, person)
    do(officers, person, "drop_renewal", reason="材料不全")
    assert state(officers, person) == "suspended"  # where it was before, not active


def test_the_answer_for_a_day_within_a_suspension_is_no(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    do(officers, holder, "reinstate", on=date(2026, 5, 20))
    with empty_desk.database.read() as session:
        answers = {day: certified_on(session, holder, date(2026, 5, day)) for day in (1, 6, 19, 20)}
        before = certified_on(session, holder, date(2026, 4, 30))
    assert answers[6].words == "否（暂扣）"
    assert answers[6].reference == "执法证示990001：2026-05-01暂扣，示司监函〔2026〕9号"
    assert [answers[day].certified for day in (1, 6, 19, 20)] == [False, False, False, True]
    assert before.certified


def test_a_decision_needs_body_and_number(officers, holder):
    with pytest.raises(ValidationError) as refused:
        do(officers, holder, "suspend", doc_no="", decided_by="")
    assert set(refused.value.problems) == {"decided_by", "doc_no"}


def test_an_event_is_not_dated_before_the_one_before_it_nor_ahead(officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 10), education=False)
    with pytest.raises(ValidationError, match="2026-05-10"):
        do(officers, holder, "reinstate", on=date(2026, 5, 9))
    with pytest.raises(ValidationError, match="晚于今天"):
        do(officers, holder, "reinstate", on=TODAY + timedelta(days=1))
    assert state(officers, holder) == "suspended"


def test_a_revoked_card_takes_the_qualification_with_it(empty_desk, officers, holder):
    store(empty_desk, Qualification(officer_id=holder, exam_on=date(2025, 5, 1), passed=True))
    rule(empty_desk, ban_years="2")
    do(officers, holder, "revoke")
    with empty_desk.database.read() as session:
        exam = session.scalars(select(Qualification)).one()
    assert (exam.cancelled_on, exam.banned_until) == (TODAY, date(2028, 6, 15))
    assert "2028-06-15以前" in why_not(officers, holder, "apply")
