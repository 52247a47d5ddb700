"""The life of a certificate on the ledger of officers: applied for, issued, suspended, lost, renewed, ended, undone."""

from datetime import date, timedelta

import pytest
from life import CARD, PERSON, TODAY, do, offered, state, store, why_not
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.agency import EnforcementAgency, NoticeKind, SubjectNotice
from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate, Qualification
from models.officer import EnforcementOfficer, ExitCase, ExitState
from models.province import ProvinceRule
from models.training import TrainingCategory, TrainingRecord
from services.certificates.as_of import certified_on
from services.certificates.machine import transition
from services.certificates.rules import life_rules
from services.certificates.situation import read_blocks, read_facts
from services.errors import ConflictError, ValidationError
from services.query import LedgerQuery


@pytest.fixture
def officers(empty_desk):
    return empty_desk.ledgers["officers"]


@pytest.fixture
def person(empty_desk, officers):
    unit = empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    return officers.save(None, 0, {**PERSON, "agency_id": unit})


@pytest.fixture
def holder(officers, person):
    do(officers, person, "register", **CARD)
    return person


def events(desk, person):
    with desk.database.read() as session:
        rows = session.execute(
            select(CertificateEvent.kind, CertificateEvent.happened_on)
            .join(EnforcementCertificate, EnforcementCertificate.id == CertificateEvent.certificate_id)
            .where(EnforcementCertificate.officer_id == person, CertificateEvent.deleted_at.is_(None))
            .order_by(CertificateEvent.id)
        )
        return [kind.value for kind, _on in rows]


def cards(desk, person):
    with desk.database.read() as session:
        rows = session.scalars(
            select(EnforcementCertificate)
            .where(EnforcementCertificate.officer_id == person, EnforcementCertificate.deleted_at.is_(None))
            .order_by(EnforcementCertificate.id)
        )
        return [(card.cert_no, card.status.value, card.current) for card in rows]


def test_a_card_that_is_there_is_registered_by_hand(empty_desk, officers, person):
    assert {"apply", "register"} <= offered(officers, person)
    do(officers, person, "register", **CARD)
    row = officers.load(person).values
    assert (row["cert_no"], row["valid_to"], row["cert_state"]) == ("示990001", date(2031, 1, 4), "active")
    assert {"renew", "check", "suspend", "revoke", "lose", "move", "leave", "correct"} <= offered(officers, person)
    assert not {"recall", "cancel", "apply"} & offered(officers, person)
    assert events(empty_desk, person) == ["registered"]


def test_an_application_travels_through_the_reviews_to_a_card(empty_desk, officers, person):
    do(officers, person, "apply")
    assert state(officers, person) == "applying"
    do(officers, person, "submit")
    do(officers, person, "forward")
    with pytest.raises(ValidationError, match="资格考试"):
        do(officers, person, "review")
    do(officers, person, "exam", exam_on=date(2026, 5, 20), passed=True)
    do(officers, person, "review")
    do(officers, person, "approve", decided_by="示例省司法厅", doc_no="批2026-3")
    issued = {"cert_no": "示990001", "issue_date": date(2026, 6, 10), "on": TODAY}
    do(officers, person, "issue", **issued)
    row = officers.load(person).values
    assert (row["cert_state"], row["valid_to"]) == ("active", date(2031, 6, 9))  # five years less a day
    kinds = ["applied", "forwarded", "forwarded", "reviewed", "approved", "issued"]
    assert events(empty_desk, person) == kinds


def test_an_application_without_an_identity_number_is_not_submitted(empty_desk, officers, person):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "education": "", "staffing": "事业编制"})
    do(officers, person, "apply")
    assert "还缺学历" in why_not(officers, person, "submit")


def test_a_returned_application_is_submitted_again_a_refused_one_is_over(empty_desk, officers, person):
    do(officers, person, "apply")
    do(officers, person, "submit")
    do(officers, person, "send_back", reason="照片不合要求")
    do(officers, person, "submit")
    do(officers, person, "reject", reason="不在执法岗位")
    assert state(officers, person) == "rejected"
    assert {"apply", "register"} <= offered(officers, person)


@pytest.mark.parametrize(
    ("staffing", "words"),
    [("劳务派遣", "劳务派遣"), ("借调人员", "借调"), ("", "没有登记编制性质")],
)
def test_who_is_outside_the_establishment_does_not_apply(officers, person, staffing, words):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "staffing": staffing})
    assert words in why_not(officers, person, "apply")


def test_a_province_says_which_staff_is_excluded(empty_desk, officers, person):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "staffing": "机关工勤"})
    rule(empty_desk, excluded_staff="劳务派遣")
    assert why_not(officers, person, "apply") == ""
    rule(empty_desk, excluded_staff="劳务派遣、工勤")
    assert "工勤" in why_not(officers, person, "apply")


def punish(desk, person, kind, decided_on):
    return desk.ledgers["disciplines"].save(None, 0, {"officer_id": person, "kind": kind, "decided_on": decided_on})


def test_a_discipline_bars_until_its_last_day_inclusive(empty_desk, officers, person):
    punish(empty_desk, person, "C02", date(2025, 6, 15))
    assert why_not(officers, person, "apply") == ""
    punish(empty_desk, person, "C02", date(2025, 6, 16))
    assert "2026-06-15以前（含当日）" in why_not(officers, person, "apply")


def test_a_warning_keeps_nobody_from_applying_unless_the_bureau_says_so(empty_desk, officers, person):
    punish(empty_desk, person, "C01", date(2026, 5, 1))
    assert why_not(officers, person, "apply") == ""
    assert "不能申领" not in {part.title for part in officers.details(officers.load(person))}
    rule(empty_desk, barring_disciplines="警告、记过")
    punish(empty_desk, person, "C01", date(2026, 5, 2))
    assert "2026-11-01以前（含当日）" in why_not(officers, person, "apply")
    assert "不能申领" in {part.title for part in officers.details(officers.load(person))}


@pytest.mark.parametrize(
    ("day", "barred"),
    [(date(2026, 11, 20), True), (date(2026, 12, 9), True), (date(2026, 12, 10), False), (date(2026, 12, 11), False)],
)
def test_a_demerit_of_december_bars_until_the_ninth_of_the_next(empty_desk, officers, person, day, barred):
    punish(empty_desk, person, "C02", date(2025, 12, 10))
    with empty_desk.database.read() as session:
        assert read_blocks(session, person, day) == (date(2026, 12, 9) if barred else None, None)
        facts = read_facts(session, session.get_one(EnforcementOfficer, person), None, life_rules(session), day)
    why = transition("apply", None).why_not(facts)
    assert ("2026-12-09以前（含当日）" in why) is barred
    assert bool(why) is barred


def test_only_announced_units_apply_once_the_bureau_keeps_the_notices(empty_desk, officers, person):
    other = store(empty_desk, EnforcementAgency(name="县教育局"))[0]
    notice = {"kind": NoticeKind.CONFIRMED, "doc_no": "示府告〔2026〕1号", "announced_on": date(2026, 3, 1)}
    store(empty_desk, SubjectNotice(agency_id=other, **notice))
    assert "没有公告为执法主体" in why_not(officers, person, "apply")
    store(empty_desk, SubjectNotice(agency_id=officers.load(person).values["agency_id"], **notice))
    assert why_not(officers, person, "apply") == ""


def test_police_have_their_own_card(empty_desk, officers, person):
    police = empty_desk.ledgers["units"].save(None, 0, {"name": "县公安局", "kind": "department"})
    do(officers, person, "move", agency_id=police)
    assert "人民警察证" in why_not(officers, person, "apply")


def test_one_number_belongs_to_one_person(officers, holder):
    other = officers.save(None, 0, {"name": "于安禾", "agency_id": officers.load(holder).values["agency_id"]})
    with pytest.raises(ValidationError, match="祁望山") as refused:
        do(officers, other, "register", **CARD)
    assert set(refused.value.problems) == {"cert_no"}
    assert state(officers, other) == "none"


def rule(desk, **values):
    with desk.database.write("规则") as session:
        for key, value in values.items():
            found = session.scalar(select(ProvinceRule).where(ProvinceRule.profile == "通用", ProvinceRule.key == key))
            if found is None:
                session.add(ProvinceRule(profile="通用", key=key, value=value))
            else:
                found.value = value


# --- suspension ------------------------------------------------------------------------------
def hours(desk, person, minutes, held_on=TODAY, category=TrainingCategory.OFF_DUTY, **more):
    values = {"title": "离岗教育", "category": category, "held_on": held_on, "minutes": minutes} | more
    store(desk, TrainingRecord(officer_id=person, **values))


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


# --- lost, recalled, cancelled ------------------------------------------------------------------
LOSS = {"notice_medium": "示例日报", "notice_on": TODAY, "issue_date": TODAY, "cert_no": "示990002"}


def test_a_notice_of_another_number_gives_no_new_card(officers, holder):
    do(officers, holder, "lose", on=date(2026, 6, 10))
    with pytest.raises(ValidationError, match="示990001"):
        do(officers, holder, "reissue", **LOSS, notice_no="示990003")
    with pytest.raises(ValidationError, match="全文"):
        do(officers, holder, "reissue", **LOSS, notice_no="示990001", notice_text="证号示9900012，声明作废。")
    assert state(officers, holder) == "lost"


def test_a_reissued_card_keeps_the_last_day_and_an_early_notice_is_told(empty_desk, officers, holder):
    do(officers, holder, "lose", on=date(2026, 6, 10))
    outcome = do(officers, holder, "reissue", **{**LOSS, "notice_on": date(2026, 6, 9)}, notice_no=" 示990001 ")
    assert "声明日期早于报失日期2026-06-10" in outcome.message
    row = officers.load(holder).values
    assert (row["cert_no"], row["valid_to"], row["cert_state"]) == ("示990002", date(2031, 1, 4), "active")
    assert cards(empty_desk, holder) == [("示990001", "replaced", False), ("示990002", "active", True)]


def test_a_lost_card_that_is_found_counts_again(officers, holder):
    do(officers, holder, "lose")
    do(officers, holder, "find")
    assert state(officers, holder) == "active"


def test_a_card_is_recalled_from_who_left_then_cancelled(empty_desk, officers, holder):
    assert "recall" not in offered(officers, holder)
    do(officers, holder, "leave", status="retired", on=TODAY)
    assert {"recall", "return"} <= offered(officers, holder)
    do(officers, holder, "recall")
    with pytest.raises(ValidationError, match="交回证件"):
        do(officers, holder, "cancel", card_returned=False)
    do(officers, holder, "cancel", card_returned=True)
    assert state(officers, holder) == "cancelled"
    assert "在岗" in why_not(officers, holder, "apply") or "退休" in why_not(officers, holder, "apply")


def test_who_leaves_and_hands_the_card_in_needs_one_act(empty_desk, officers, holder):
    outcome = do(officers, holder, "leave", status="moved", on=TODAY, card_returned=True)
    assert (outcome.message, state(officers, holder)) == ("已登记调离并收回证件：祁望山。", "recalled")
    empty_desk.undo(outcome.group)
    assert (state(officers, holder), officers.load(holder).values["post_status"]) == ("active", "on_post")


def test_a_dead_officers_card_is_voided_at_once(officers, holder):
    assert "void" not in offered(officers, holder)
    do(officers, holder, "leave", status="deceased", on=TODAY)
    do(officers, holder, "void")
    assert state(officers, holder) == "cancelled"


# --- renewal ----------------------------------------------------------------------------------
def test_a_renewed_card_keeps_the_old_number_and_history(empty_desk, officers, holder):
    do(officers, holder, "renew")
    assert state(officers, holder) == "renewing"
    fresh = {"cert_no": "示990777", "issue_date": TODAY, "valid_to": date(2031, 6, 14)}
    assert do(officers, holder, "replace", **fresh).message.startswith("已完成换证：祁望山。")
    row = next(r for r in officers.import_rows() if r.id == holder)
    assert (row.values["cert_no"], row.values["old_cert_no"]) == ("示990777", "示990001")
    assert officers.search(LedgerQuery()).total == 1
    assert cards(empty_desk, holder) == [("示990001", "replaced", False), ("示990777", "active", True)]


def test_a_renewal_travels_through_the_reviews_while_the_old_card_holds(empty_desk, officers, holder):
    do(officers, holder, "renew")
    for act in ("submit", "forward"):
        do(officers, holder, act)
    do(officers, holder, "review", waiver_basis="换证免试")
    do(officers, holder, "approve", decided_by="示例省司法厅", doc_no="批2026-3")
    with empty_desk.database.read() as session:
        assert certified_on(session, holder, TODAY).certified
    do(officers, holder, "issue", cert_no="示990777", issue_date=TODAY)
    assert cards(empty_desk, holder) == [("示990001", "replaced", False), ("示990777", "active", True)]


def test_a_refused_renewal_leaves_the_old_card(empty_desk, officers, holder):
    do(officers, holder, "renew")
    do(officers, holder, "submit")
    do(officers, holder, "reject", reason="材料不实")
    assert cards(empty_desk, holder) == [("示990001", "active", True), (None, "rejected", False)]


def test_a_suspension_ends_a_renewal_that_is_under_way(empty_desk, officers, holder):
    do(officers, holder, "renew")
    do(officers, holder, "suspend", education=False)
    assert cards(empty_desk, holder) == [("示990001", "suspended", True), (None, "rejected", False)]


def test_late_renewal_follows_the_province(empty_desk, officers, person):
    do(officers, person, "register", **{**CARD, "issue_date": date(2021, 6, 1), "valid_to": TODAY - timedelta(days=1)})
    rule(empty_desk, late_renewal="否")
    assert "不能逾期换发" in why_not(officers, person, "renew")
    assert "cancel" in offered(officers, person)
    rule(empty_desk, late_renewal="是")
    do(officers, person, "renew")
    assert state(officers, person) == "expired"


def test_a_transfer_offers_a_renewal(empty_desk, officers, holder):
    other = empty_desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    outcome = do(officers, holder, "move", agency_id=other, on=TODAY)
    assert outcome.message.startswith("已登记调动并发起换证")
    assert (state(officers, holder), officers.load(holder).labels["agency_id"]) == ("renewing", "县林业局")


# --- yearly check ---------------------------------------------------------------------------------
def test_the_yearly_check_follows_window_and_cycle(empty_desk, officers, holder):
    rule(empty_desk, check_cycle_years="2", check_from="03-31", check_to="04-30")
    assert "3月31日至4月30日" in why_not(officers, holder, "check")
    rule(empty_desk, check_to="06-30")
    do(officers, holder, "check")
    with empty_desk.database.read() as session:
        assert session.scalars(select(EnforcementCertificate)).one().next_check_on == date(2028, 6, 30)


def test_the_yearly_check_asks_for_hours_where_the_province_does(empty_desk, officers, holder):
    rule(empty_desk, check_needs_hours="是")
    assert "还差60学时" in why_not(officers, holder, "check")
    hours(empty_desk, holder, 2699, date(2026, 1, 5), TrainingCategory.PUBLIC_LAW, ends_on=date(2026, 1, 12))
    assert "还差0.1学时" in why_not(officers, holder, "check")
    hours(empty_desk, holder, 1, TODAY, TrainingCategory.SKILL)
    assert why_not(officers, holder, "check") == ""


# --- ends, copies, undo ---------------------------------------------------------------------------
def test_an_ended_card_stays_and_a_new_one_stands_beside_it(empty_desk, officers, holder):
    do(officers, holder, "revoke")
    do(officers, holder, "register", **{**CARD, "cert_no": "示990555"})
    assert cards(empty_desk, holder) == [("示990001", "revoked", False), ("示990555", "active", True)]


def test_an_ended_card_takes_no_further_act(officers, holder):
    do(officers, holder, "revoke")
    for act in ("renew", "suspend", "reinstate", "cancel", "lose", "recall"):
        with pytest.raises(ConflictError):
            do(officers, holder, act)


def test_an_act_on_an_old_copy_of_the_row_looks_at_the_certificate_as_it_is_now(officers, holder):
    seen = officers.load(holder)
    do(officers, holder, "revoke")
    with pytest.raises(ConflictError):
        officers.perform("lose", seen, {"on": TODAY})
    assert state(officers, holder) == "revoked"


@pytest.mark.parametrize(
    ("valid_to", "expected"),
    [
        (TODAY - timedelta(days=1), "expired"),
        (TODAY, "expiring"),
        (TODAY + timedelta(days=90), "expiring"),
        (TODAY + timedelta(days=91), "active"),
        (None, "active"),
    ],
)
def test_the_last_valid_day_still_counts(empty_desk, officers, person, valid_to, expected):
    do(officers, person, "register", **{**CARD, "issue_date": date(2021, 1, 1), "valid_to": valid_to})
    assert state(officers, person) == expected
    with empty_desk.database.read() as session:
        answer = certified_on(session, person, TODAY)
    assert answer.certified is (expected != "expired")
    assert (answer.words == "是（今日到期）") is (valid_to == TODAY)


def test_acts_are_undone_as_one_and_the_past_answers_as_before(empty_desk, officers, holder):
    do(officers, holder, "renew")
    outcome = do(officers, holder, "replace", **{**CARD, "cert_no": "示990777", "issue_date": TODAY})
    empty_desk.undo(outcome.group)
    assert (state(officers, holder), officers.load(holder).values["cert_no"]) == ("renewing", "示990001")
    assert events(empty_desk, holder) == ["registered", "renewal_begun", "applied"]
    suspended = do(officers, holder, "suspend", on=TODAY, education=True)
    empty_desk.undo(suspended.group)
    assert state(officers, holder) == "renewing"
    with empty_desk.database.read() as session:
        assert certified_on(session, holder, TODAY).certified


def test_the_file_itself_refuses_to_change_an_event(empty_desk, officers, holder):
    with pytest.raises(IntegrityError, match="only appended"), empty_desk.database.write("改") as session:
        session.scalars(select(CertificateEvent)).first().happened_on = date(2020, 1, 1)


# --- corrections ----------------------------------------------------------------------------------
def test_a_wrong_day_is_corrected_by_a_further_event(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    do(officers, holder, "reinstate", on=date(2026, 5, 20))
    wrong = event_id(officers, holder, "2026-05-01暂扣")
    with pytest.raises(ValidationError, match="2026-01-05至2026-05-20"):
        do(officers, holder, "correct", event_id=wrong, on=date(2026, 5, 21), why="笔误")
    do(officers, holder, "correct", event_id=wrong, on=date(2026, 5, 3), why="笔误")
    with empty_desk.database.read() as session:
        certified = [certified_on(session, holder, date(2026, 5, day)).certified for day in (1, 2, 3, 19, 20)]
        kept = session.scalars(select(CertificateEvent).where(CertificateEvent.corrects_id.is_not(None))).one()
    assert certified == [True, True, False, False, True]
    assert (kept.doc_no, kept.reason) == ("示司监函〔2026〕9号", "笔误")
    assert state(officers, holder) == "active"


def test_a_correction_is_corrected_again(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    do(officers, holder, "correct", event_id=event_id(officers, holder, "暂扣"), on=date(2026, 5, 3), why="笔误")
    do(officers, holder, "correct", event_id=event_id(officers, holder, "暂扣"), on=date(2026, 5, 2), why="又笔误")
    with empty_desk.database.read() as session:
        assert [certified_on(session, holder, date(2026, 5, day)).certified for day in (1, 2, 3)] == [
            True,
            False,
            False,
        ]


def test_a_correction_keeps_its_place_among_the_events_of_one_day(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=TODAY, education=False)
    do(officers, holder, "reinstate", on=TODAY)
    wrong = event_id(officers, holder, "暂扣")
    do(officers, holder, "correct", event_id=wrong, on=TODAY, why="文号", doc_no="示司监〔2026〕8号")
    assert state(officers, holder) == "active"
    with empty_desk.database.read() as session:
        assert certified_on(session, holder, TODAY).certified
    assert "2026-06-15暂扣，示司监〔2026〕8号" in choices(officers, holder).values()


def test_what_never_happened_is_withdrawn_with_its_consequences(empty_desk, officers, holder):
    store(empty_desk, Qualification(officer_id=holder, exam_on=date(2025, 5, 1), passed=True))
    do(officers, holder, "revoke")
    do(officers, holder, "correct", event_id=event_id(officers, holder, "吊销"), how="withdrawn", why="登记错了人")
    assert state(officers, holder) == "active"
    with empty_desk.database.read() as session:
        assert session.scalars(select(Qualification)).one().cancelled_on is None


def test_the_first_event_is_not_withdrawn(officers, holder):
    with pytest.raises(ConflictError):
        do(officers, holder, "correct", event_id=event_id(officers, holder, "登记入账"), how="withdrawn", why="错")


def event_id(officers, person, words):
    return next(key for key, label in choices(officers, person).items() if words in label)


def choices(officers, person):
    action = next(a for a in officers.actions(officers.load(person)) if a.name == "correct")
    return {key: label for f in action.fields if f.key == "event_id" for key, label in f.choices.items()}


def test_the_pane_tells_the_life_newest_first(officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    parts = {part.title: part.lines for part in officers.details(officers.load(holder))}
    assert [day for day, _words in parts["证件记事"]] == ["2026-05-01", "2026-01-05"]
    assert "示司监函〔2026〕9号" in parts["证件记事"][0][1]
    assert CertificateStatus.SUSPENDED in officers.load(holder).values["cert_state"]
