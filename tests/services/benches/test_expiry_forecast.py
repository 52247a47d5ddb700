"""When cards run out; today is Monday, 15 June 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.certificate import CertificateEvent, CertificateKind, CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, PostStatus
from services.benches.expiry import EXPIRED, FOREVER, LATER, UNKNOWN, tier_of
from services.errors import ConflictError
from services.exit_guards import duty_list
from services.query import Condition, LedgerQuery, Operator

TODAY = date(2026, 6, 15)
TIERS = (180, 90, 60, 30)


def in_days(days):
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "tier"),
    [(-1, EXPIRED), (0, "t1"), (30, "t1"), (31, "t2"), (60, "t2"), (61, "t3"), (90, "t3"), (91, "t4"), (180, "t4")],
)
def test_a_card_is_in_the_tier_of_its_last_valid_day(days, tier):
    assert tier_of(in_days(days), False, TODAY, TIERS) == tier


def test_a_card_without_an_end_or_with_an_unknown_one_stands_apart():
    assert tier_of(None, True, TODAY, TIERS) == FOREVER
    assert tier_of(None, False, TODAY, TIERS) == UNKNOWN
    assert tier_of(in_days(181), False, TODAY, TIERS) == LATER


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sets(st.integers(1, 400), min_size=1, max_size=5))
def test_every_card_is_in_exactly_one_tier_and_later_ends_are_never_in_an_earlier_one(end, tiers):
    order = [EXPIRED, *(f"t{n}" for n in range(1, len(tiers) + 1)), LATER]
    here, next_day = (tier_of(day, False, TODAY, tiers) for day in (end, end + timedelta(days=1)))
    assert order.index(here) <= order.index(next_day)


def test_a_card_that_ends_today_is_valid_today_and_its_holder_is_not_offered_for_duty_tomorrow(register, unit):
    register.holder(unit, "今日到期", TODAY)
    register.holder(unit, "昨日到期", in_days(-1))
    rows = {row.values["name"]: row for row in register.desk.benches.forecast.rows()}
    assert (rows["今日到期"].values["tier"], rows["今日到期"].values["days_left"]) == ("t1", 0)
    assert rows["昨日到期"].values["tier"] == EXPIRED
    with register.desk.database.read() as session:
        assert [one.name for one in duty_list(session, TODAY)] == ["今日到期"]
        assert duty_list(session, in_days(1)) == []


def test_people_in_education_off_the_post_are_not_offered_for_duty(register, unit):
    register.holder(unit, post_status=PostStatus.OFF_EDUCATION)
    with register.desk.database.read() as session:
        assert duty_list(session, TODAY) == []


def test_months_count_from_today_for_two_years_and_what_stands_apart_is_in_none(register, unit):
    for end in (in_days(-1), TODAY, date(2026, 6, 30), date(2026, 7, 1), date(2028, 5, 31), date(2028, 6, 1)):
        register.holder(unit, valid_to=end)
    register.holder(unit, valid_to=None, card={"valid_forever": True})
    register.holder(unit, valid_to=None)
    found = register.desk.benches.forecast.forecast()
    assert len(found.months) == 24
    assert [(m.year, m.month, m.count) for m in found.months if m.count] == [(2026, 6, 2), (2026, 7, 1), (2028, 5, 1)]
    assert (found.tiers[EXPIRED], found.tiers[FOREVER], found.tiers[UNKNOWN]) == (1, 1, 1)
    assert sum(found.tiers.values()) == 8


def test_the_chosen_month_lists_exactly_its_people(register, unit):
    for end in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)):
        register.holder(unit, f"到期{end:%m%d}", end)
    bench = register.desk.benches.forecast
    month = next(m for m in bench.forecast().months if m.month == 9)
    asked = LedgerQuery(conditions=(Condition("valid_to", Operator.BETWEEN, (month.first, month.last)),))
    assert [row.values["name"] for row in bench.search(asked).rows] == ["到期0901", "到期0930"]
    assert month.count == 2


def test_a_unit_whose_cards_all_end_in_one_year_is_pointed_out(register):
    together, spread, alone = (register.unit(name) for name in ("统计局", "县水务局", "县林业局"))
    register.holder(together, "甲", date(2027, 3, 1))
    register.holder(together, "乙", date(2027, 11, 1))
    register.holder(spread, "丙", date(2027, 3, 1))
    register.holder(spread, "丁", date(2028, 3, 1))
    register.holder(alone, "戊", date(2027, 3, 1))
    found = register.desk.benches.forecast.forecast()
    assert [(unit.unit, unit.one_year, unit.count) for unit in found.one_year] == [("统计局", 2027, 2)]


def test_only_cards_that_allow_enforcing_of_people_on_post_are_counted(register, unit):
    register.holder(unit, "在岗")
    register.holder(unit, "退休", post_status=PostStatus.RETIRED)
    register.holder(unit, "暂扣", card={"status": CertificateStatus.SUSPENDED})
    register.holder(unit, "监督", card={"kind": CertificateKind.SUPERVISION})
    assert [row.values["name"] for row in register.desk.benches.forecast.rows()] == ["在岗"]


def test_renewals_are_begun_for_several_people_in_one_act_that_is_taken_back_as_one(register, unit):
    first, second = (register.holder(unit, name, TODAY) for name in ("甲", "乙"))
    waiting = register.holder(unit, "丙", TODAY, card={"status": CertificateStatus.RENEWING})
    bench = register.desk.benches.forecast
    done = bench.begin_renewals([first, second, waiting])
    assert "2人" in done.message
    assert "另有1人" in done.message
    assert {row.values["status"] for row in bench.rows()} == {"renewing"}
    assert [event.kind for event in register.all(CertificateEvent)] == [EventKind.RENEWAL_BEGUN] * 2
    register.desk.undo(done.group)
    assert sorted(row.values["status"] for row in bench.rows()) == ["active", "active", "renewing"]
    assert register.all(CertificateEvent) == []


def test_a_renewal_of_nobody_is_refused_and_nothing_changes(register, unit):
    officer = register.holder(unit, card={"status": CertificateStatus.RENEWING})
    with pytest.raises(ConflictError, match="没有改动"):
        register.desk.benches.forecast.begin_renewals([officer])


def test_an_expired_card_is_renewed_only_where_the_province_lets_it(register, unit):
    officer = register.holder(unit, valid_to=in_days(-1))
    bench = register.desk.benches.forecast
    register.rule("late_renewal", "否")
    (act,) = bench.actions(bench.load(officer))
    assert "不允许逾期换证" in act.why_not
    with pytest.raises(ConflictError):
        bench.begin_renewals([officer])
    register.rule("late_renewal", "是")
    assert bench.actions(bench.load(officer))[0].enabled
    assert "1人" in bench.begin_renewals([officer]).message


def test_the_list_follows_what_is_stored(register, unit):
    officer = register.holder(unit)
    bench = register.desk.benches.forecast
    assert len(bench.rows()) == 1
    register.change(EnforcementOfficer, officer, post_status=PostStatus.RETIRED)
    assert bench.rows() == ()


def test_the_days_of_the_tiers_are_the_provinces(register, unit):
    register.rule("expiry_tiers", "100、10")
    register.holder(unit, "甲", in_days(50))
    rows = register.desk.benches.forecast
    assert rows.rows()[0].show(rows.spec.field("tier")) == "100天内到期"
    assert register.get(EnforcementCertificate, 1).valid_to == in_days(50)


def test_the_list_is_searched_by_initials_filtered_and_sorted_with_what_is_empty_last(register):
    water, forest = register.unit("县水务局"), register.unit("县林业局")
    register.holder(water, "祁望山", None)
    register.holder(forest, "岑知远", in_days(5))
    register.holder(water, "于安禾", in_days(3))
    bench = register.desk.benches.forecast
    names = lambda **asked: [r.values["name"] for r in bench.search(LedgerQuery(**asked)).rows]  # noqa: E731
    assert names() == ["于安禾", "岑知远", "祁望山"]
    assert names(sort="valid_to", descending=True) == ["岑知远", "于安禾", "祁望山"]
    assert names(text="xswj") == ["于安禾", "祁望山"]
    assert names(text="czy") == ["岑知远"]
    assert names(conditions=(Condition("agency_id", Operator.IN, (forest,)),)) == ["岑知远"]
    assert names(conditions=(Condition("valid_to", Operator.EMPTY),)) == ["祁望山"]
    assert bench.counts(LedgerQuery())["unknown"] == 1
