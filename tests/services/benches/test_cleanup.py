"""The clean-up: who is found and why, what is decided, and what carrying it out does. Today is 15 June 2026."""

from datetime import date

import pytest

from models.certificate import CertificateEvent, CertificateKind, CertificateStatus, EnforcementCertificate, EventKind
from models.cleanup import CleanupChoice, CleanupDecision
from models.officer import (
    AnnualAssessment,
    AssessmentScheme,
    Discipline,
    EnforcementOfficer,
    ExitCase,
    OfficerPost,
    PostStatus,
)
from models.review import CaseFile
from services.benches.cleanup_facts import months_before
from services.errors import ConflictError, ValidationError
from services.query import Condition, LedgerQuery, Operator

TODAY = date(2026, 6, 15)
PAPER = {"decided_on": TODAY, "doc_no": "示司〔2026〕8号", "decided_by": "示例县司法局", "card_returned": True}


@pytest.fixture
def bench(register):
    return register.desk.benches.cleanup


@pytest.fixture
def campaign(register):
    return register.desk.ledgers["cleanup_campaigns"].save(
        None, 0, {"name": "2026年资格清理", "starts_on": date(2026, 3, 1), "self_check_until": date(2026, 3, 31)}
    )


def case(unit, officers, decided_on=date(2026, 1, 10), serial=1):
    return CaseFile(
        agency_id=unit,
        case_type="penalty",
        decision_no=f"示罚决字〔2026〕{serial}号",
        name="擅自取水案",
        officers=officers,
        decided_on=decided_on,
    )


def reasons(bench):
    return {row.values["name"]: row.values["reasons"] for row in bench.rows()}


def busy(register, unit, *names):
    """A case of the last year for each, so that nobody counts as idle."""
    register.put(case(unit, "、".join(("陪同人员", *names))))


# --- who is found ----------------------------------------------------------------------------


def test_each_reason_is_found_with_its_evidence(register, unit, bench):
    names = ("过期", "遗失", "编外", "非岗", "处分", "正常")
    busy(register, unit, *names)
    register.holder(unit, "过期", date(2026, 6, 14))
    register.holder(unit, "遗失", card={"status": CertificateStatus.LOST})
    register.holder(unit, "退休", post_status=PostStatus.RETIRED, left_on=date(2026, 6, 1))
    register.holder(unit, "调离", post_status=PostStatus.MOVED, left_on=date(2026, 6, 10))
    register.holder(unit, "编外", staffing="劳务派遣人员")
    register.holder(unit, "非岗", enforcing=False)
    punished = register.holder(unit, "处分")
    register.put(Discipline(officer_id=punished, kind="C02", decided_on=date(2025, 7, 1), blocked_until=TODAY))
    register.holder(unit, "正常")
    assert reasons(bench) == {
        "过期": "过期",
        "遗失": "遗失",
        "退休": "退休",
        "调离": "调离",
        "编外": "编外",
        "非岗": "不在执法岗位",
        "处分": "处分期内",
    }
    evidence = {row.values["name"]: row.values["evidence"] for row in bench.rows()}
    assert "已过期1天" in evidence["过期"]
    assert "劳务派遣" in evidence["编外"]
    assert "2026-06-01起退休" in evidence["退休"]


def test_a_card_that_ends_today_and_a_block_that_ended_yesterday_are_no_reasons(register, unit, bench):
    busy(register, unit, "今日", "期满")
    register.holder(unit, "今日", TODAY)
    free = register.holder(unit, "期满")
    register.put(Discipline(officer_id=free, kind="C02", decided_on=date(2025, 6, 15), blocked_until=date(2026, 6, 14)))
    assert reasons(bench) == {}


def test_somebody_with_several_reasons_stands_in_one_row_and_leaving_is_the_chief_one(register, unit, bench):
    register.holder(
        unit, "双因", date(2026, 1, 1), staffing="借调", post_status=PostStatus.RETIRED, left_on=date(2025, 1, 1)
    )
    assert reasons(bench) == {"双因": "退休、过期、编外"}
    asked = LedgerQuery(conditions=(Condition("group", Operator.IN, ("5",)),))
    assert bench.search(asked).total == 1  # found under each of the groups that it belongs to


def test_idling_is_the_last_of_several_reasons(register, unit, bench):
    busy(register, unit, "别人")
    register.holder(unit, "编外", staffing="劳务派遣")
    (row,) = bench.rows()
    assert (row.values["reasons"], row.values["group"], row.values["proposal"]) == ("编外、一年未办案", "5", "cancel")


def test_who_handled_no_case_for_a_year_is_idle_and_one_on_the_last_day_of_it_is_not(register, unit, bench):
    for name in ("有案", "久远", "无案"):
        register.holder(unit, name)
    register.put(case(unit, "有案、王某", date(2025, 6, 15), 1), case(unit, "久远", date(2025, 6, 14), 2))
    assert reasons(bench) == {"久远": "一年未办案", "无案": "一年未办案"}


def test_a_name_written_with_a_blank_is_the_same_name(register, unit, bench):
    register.holder(unit, "王五")
    register.put(case(unit, "李四、王　五"))
    assert reasons(bench) == {}


def test_a_case_at_the_former_unit_counts_for_who_moved(register, unit, bench):
    mover = register.holder(register.unit("县林业局"), "转来")
    register.put(OfficerPost(officer_id=mover, agency_id=unit, ends_on=date(2026, 2, 1), end_reason="调动"))
    register.put(case(unit, "转来"))
    assert reasons(bench) == {}


def test_who_was_given_other_work_in_the_unit_is_told_from_who_never_enforced(register, unit, bench):
    busy(register, unit, "转岗", "非岗")
    moved = register.holder(unit, "转岗", enforcing=False)
    register.put(OfficerPost(officer_id=moved, agency_id=unit, ends_on=date(2026, 2, 1), end_reason="转岗到办公室"))
    register.holder(unit, "非岗", enforcing=False)
    assert reasons(bench) == {"转岗": "转岗", "非岗": "不在执法岗位"}


def test_a_case_of_another_unit_says_nothing_about_somebody_of_the_same_name(register, unit, bench):
    register.holder(unit, "重名")
    register.put(case(register.unit("县林业局"), "重名", serial=1), case(unit, "别人", serial=2))
    assert reasons(bench) == {"重名": "一年未办案"}


def test_a_name_that_two_officers_of_a_unit_bear_is_to_be_checked(register, unit, bench):
    for _ in range(2):
        register.holder(unit, "王伟")
    register.put(case(unit, "王伟"))
    rows = bench.rows()
    assert [row.values["unsure"] for row in rows] == [True, True]
    assert all("2人同名，需核对" in row.values["evidence"] for row in rows)
    assert {row.values["proposal"] for row in rows} == {"check"}


def test_a_unit_that_sent_no_cases_at_all_is_asked_for_them_first(register, unit, bench):
    register.holder(unit, "无案")
    (row,) = bench.rows()
    assert row.values["unsure"]
    assert "没有报来案卷目录" in row.values["evidence"]


def test_a_new_card_and_a_rule_that_nobody_knows_make_nobody_idle(register, unit, bench):
    register.holder(unit, "新证", card={"valid_from": date(2025, 6, 16)})
    old = register.holder(unit, "旧证")
    assert list(reasons(bench)) == ["旧证"]
    register.rule("idle_months", None)
    assert reasons(bench) == {}
    assert register.get(EnforcementOfficer, old).name == "旧证"


def test_a_second_card_is_found_and_a_ministry_card_beside_as_the_province_says(register, unit, bench):
    busy(register, unit, "双证", "部证")
    twice, beside = register.holder(unit, "双证"), register.holder(unit, "部证")
    register.card(twice, current=False, kind=CertificateKind.OLD)
    register.card(beside, kind=CertificateKind.MINISTRY)
    rows = {row.values["name"]: row for row in bench.rows()}
    assert rows["双证"].values["proposal"] == "cancel"
    assert (rows["部证"].values["proposal"], rows["部证"].values["unsure"]) == ("check", True)
    register.rule("ministry_beside", "允许")
    assert list(reasons(bench)) == ["双证"]


@pytest.mark.parametrize(
    ("grades", "found"),
    [
        ([(2024, "不合格"), (2025, "不合格")], True),
        ([(2023, "不合格"), (2025, "不合格")], False),
        ([(2024, "合格"), (2025, "不合格")], False),
    ],
)
def test_two_consecutive_bad_years_are_a_reason(register, unit, bench, grades, found):
    busy(register, unit, "于安禾")
    officer = register.holder(unit)
    register.put(*(AnnualAssessment(officer_id=officer, year=year, grade=grade) for year, grade in grades))
    assert ("连续两年不合格" in reasons(bench).values()) is found


def test_bad_grades_of_two_schemes_do_not_add_up(register, unit, bench):
    busy(register, unit, "于安禾")
    officer = register.holder(unit)
    register.put(
        AnnualAssessment(officer_id=officer, year=2024, grade="不称职", scheme=AssessmentScheme.CIVIL),
        AnnualAssessment(officer_id=officer, year=2025, grade="不合格"),
    )
    assert reasons(bench) == {}


def test_a_leavers_card_in_force_has_a_day_by_which_it_must_be_recalled(register, unit, bench):
    register.holder(unit, "未收回", post_status=PostStatus.RETIRED, left_on=date(2026, 6, 1))
    register.holder(
        unit,
        "已收回",
        post_status=PostStatus.RETIRED,
        left_on=date(2026, 6, 1),
        card={"status": CertificateStatus.RECALLED},
    )
    until = {row.values["name"]: row.values["recall_until"] for row in bench.rows()}
    assert until == {"未收回": date(2026, 6, 11), "已收回": None}
    late = next(row for row in bench.rows() if row.values["name"] == "未收回")
    assert late.values["recall"] == "overdue"
    assert ("收回期限", "2026-06-11，已逾期4天。") in late.values["lines"]
    due = [item for item in register.desk.due.items() if item.what == "收回离岗人员证件"]
    assert [(item.title, item.due_on, item.state) for item in due] == [("未收回", date(2026, 6, 11), "late")]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [(date(2026, 3, 31), 1, date(2026, 2, 28)), (date(2024, 3, 31), 1, date(2024, 2, 29))],
)
def test_a_month_earlier_is_the_same_day_or_the_last_of_a_shorter_month(day, months, before):
    assert months_before(day, months) == before


# --- what is decided -------------------------------------------------------------------------


def test_nothing_is_decided_before_a_campaign_is_begun(register, unit, bench):
    officer = register.holder(unit, post_status=PostStatus.RETIRED)
    (act,) = bench.actions(bench.load(officer))
    assert "开始清理" in act.why_not
    with pytest.raises(ConflictError, match="开始清理"):
        bench.decide([officer], CleanupChoice.CANCEL)


def test_keeping_somebody_needs_a_reason(register, unit, bench, campaign):
    officer = register.holder(unit, post_status=PostStatus.RETIRED)
    with pytest.raises(ValidationError, match="理由"):
        bench.decide([officer], CleanupChoice.KEEP, " ")
    bench.decide([officer], CleanupChoice.KEEP, "返聘手续办理中")
    assert bench.load(officer).values["state"] == "keep"


def test_what_is_proposed_is_taken_for_all_but_those_to_be_checked_first(register, unit, bench, campaign):
    gone = register.holder(unit, "退休", post_status=PostStatus.RETIRED)
    unsure = register.holder(unit, "无案")
    done = bench.decide([gone, unsure], None)
    assert bench.load(gone).values["state"] == "cancel"
    assert bench.load(unsure).values["state"] == "ask"
    assert "1人建议先核对" in done.message


def test_a_decision_is_taken_back_until_it_is_carried_out(register, unit, bench, campaign):
    officer = register.holder(unit, post_status=PostStatus.RETIRED)
    bench.decide([officer], CleanupChoice.CANCEL)
    bench.withdraw([officer])
    assert bench.load(officer).values["state"] == "todo"
    with pytest.raises(ConflictError, match="没有改动"):
        bench.withdraw([officer])


def test_decisions_are_carried_out_on_the_cards_in_one_act_that_is_taken_back_as_one(register, unit, bench, campaign):
    gone = register.holder(unit, "退休", post_status=PostStatus.RETIRED)
    expired = register.holder(unit, "过期", date(2026, 1, 1))
    busy(register, unit, "过期")
    bench.decide([gone, expired], None)
    done = bench.execute([], PAPER)
    assert "已执行2人" in done.message
    cards = {card.officer_id: card.status for card in register.all(EnforcementCertificate)}
    assert cards == {gone: CertificateStatus.CANCELLED, expired: CertificateStatus.RENEWING}
    events = [(event.kind, event.reason_code, event.doc_no) for event in register.all(CertificateEvent)]
    assert (EventKind.RECALLED, None, PAPER["doc_no"]) in events
    assert (EventKind.CANCELLED, "Z02", PAPER["doc_no"]) in events
    assert bench.load(gone).values["state"] == "done"  # still in the list of the campaign
    register.desk.undo(done.group)
    assert {card.status for card in register.all(EnforcementCertificate)} == {CertificateStatus.ACTIVE}
    assert bench.load(gone).values["state"] == "cancel"


def test_a_card_that_was_not_handed_in_is_not_cancelled_unless_its_holder_died(register, unit, bench, campaign):
    gone = register.holder(unit, "退休", post_status=PostStatus.RETIRED)
    dead = register.holder(unit, "逝者", post_status=PostStatus.DECEASED)
    bench.decide([gone, dead], CleanupChoice.CANCEL)
    done = bench.execute([], PAPER | {"card_returned": False})
    assert "退休没有办理：证件没有交回" in done.message
    states = {card.officer_id: card.status for card in register.all(EnforcementCertificate)}
    assert states == {gone: CertificateStatus.ACTIVE, dead: CertificateStatus.CANCELLED}


def test_of_two_cards_only_the_second_is_cancelled(register, unit, bench, campaign):
    busy(register, unit, "双证")
    officer = register.holder(unit, "双证")
    second = register.card(officer, current=False, kind=CertificateKind.OLD)
    bench.decide([officer], None)
    bench.execute([officer], PAPER)
    states = {card.id == second: card.status for card in register.all(EnforcementCertificate)}
    assert states == {True: CertificateStatus.CANCELLED, False: CertificateStatus.ACTIVE}


def test_a_day_in_the_future_is_refused_and_so_is_carrying_out_nothing(register, unit, bench, campaign):
    officer = register.holder(unit, post_status=PostStatus.RETIRED)
    with pytest.raises(ConflictError, match="先登记意见"):
        bench.execute([], PAPER)
    bench.decide([officer], CleanupChoice.CANCEL)
    with pytest.raises(ValidationError, match="晚于今天"):
        bench.execute([], PAPER | {"decided_on": date(2026, 6, 16)})


def test_an_exit_is_opened_from_the_list_once(register, unit, bench):
    officer = register.holder(unit, enforcing=False)
    bench.perform("open_exit", bench.load(officer), {})
    (item,) = register.all(ExitCase)
    assert (item.trigger, item.officer_id) == ("T08", officer)
    act = next(act for act in bench.actions(bench.load(officer)) if act.name == "open_exit")
    assert "没有办结" in act.why_not


# --- the campaign and its table --------------------------------------------------------------


def test_phases_follow_one_another_and_a_second_campaign_waits(register, campaign):
    ledger = register.desk.ledgers["cleanup_campaigns"]
    with pytest.raises(ValidationError, match="还没有办结"):
        ledger.save(None, 0, {"name": "再次清理", "starts_on": TODAY})
    row = ledger.load(campaign)
    with pytest.raises(ValidationError, match="汇总的日期早于自查的日期"):
        ledger.save(campaign, row.row_version, {**row.values, "summary_until": date(2026, 3, 30)})


def test_a_campaign_is_closed_when_no_decision_waits(register, unit, bench, campaign):
    officer = register.holder(unit, post_status=PostStatus.RETIRED)
    bench.decide([officer], CleanupChoice.CANCEL)
    ledger = register.desk.ledgers["cleanup_campaigns"]
    with pytest.raises(ConflictError, match="1人的意见没有执行"):
        ledger.perform("close", ledger.load(campaign), {"closed_on": TODAY})
    bench.execute([], PAPER)
    ledger.perform("close", ledger.load(campaign), {"closed_on": TODAY})
    assert ledger.load(campaign).values["state"] == "done"
    assert bench.rows() == ()


def test_the_table_counts_cards_reasons_and_what_is_left_before_and_after_carrying_out(register, bench, campaign):
    water, forest = register.unit("县水务局"), register.unit("县林业局")
    busy(register, water, "正常", "双证")
    gone = register.holder(water, "退休", post_status=PostStatus.RETIRED)
    register.holder(water, "正常")
    twice = register.holder(water, "双证")
    register.card(twice, current=False, kind=CertificateKind.OLD)
    register.holder(forest, "编外", staffing="劳务派遣")
    bench.decide([gone, twice], None)
    before = {unit.unit: unit.numbers for unit in bench.table().units}
    assert (before["县水务局"]["before"], before["县水务局"]["retired"], before["县水务局"]["several"]) == (4, 1, 1)
    assert (before["县水务局"]["cancelled"], before["县水务局"]["after"]) == (2, 2)
    assert (before["县林业局"]["outside"], before["县林业局"]["after"]) == (1, 1)
    bench.execute([], PAPER)
    after = {unit.unit: unit.numbers for unit in bench.table().units}
    assert after["县水务局"] == before["县水务局"]
    assert bench.table().total.numbers["before"] == 5


def test_the_table_is_a_workbook_and_a_page(register, unit, bench, campaign, tmp_path):
    from openpyxl import load_workbook

    from services.benches.cleanup_table import NUMBERS, export_table, print_table_of

    register.holder(unit, post_status=PostStatus.RETIRED)
    table = bench.table()
    sheet = load_workbook(export_table(table, tmp_path / "统计.xlsx", "示例县司法局")).active
    heads = [cell.value for cell in sheet[3]]
    assert heads == ["单位", *NUMBERS.values()]
    assert len(heads) == 18
    assert [cell.value for cell in sheet[5]][:3] == ["合计", 1, 1]
    assert print_table_of(table, tmp_path / "统计.pdf", "示例县司法局").read_bytes().startswith(b"%PDF")
    assert register.all(CleanupDecision) == []
