"""Indicators: whole numbers only, every figure with the people behind it, and the same answer for a past day later."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer, OfficerPost, PostStatus
from models.roles import Role, RoleHolder
from models.training import TrainingRecord, TrainingRuleSet
from services.indicators import Reading, required_reviewers

TODAY = date(2026, 6, 15)


class Register:
    """Builds a register and reads its indicators."""

    def __init__(self, desk):
        self.desk = desk
        self.indicators = desk.indicators

    def store(self, *records):
        with self.desk.database.write("建登记") as session:
            for record in records:
                session.add(record)
                session.flush()
        return records[0].id

    def unit(self, name="县水务局", **values):
        return self.store(EnforcementAgency(name=name, **values))

    def officer(self, unit, name="甲", card=None, **values):
        who = self.store(EnforcementOfficer(name=name, agency_id=unit, **values))
        if card is not None:
            made = EnforcementCertificate(officer_id=who, **card)
            self.store(made)
            begun = {"kind": EventKind.REGISTERED, "happened_on": date(2020, 1, 1), "status": made.status}
            self.store(CertificateEvent(certificate_id=made.id, **begun))
        return who

    def reviewer(self, unit, name="审", **values):
        return self.store(RoleHolder(role=Role.LEGAL_REVIEWER, name=name, agency_id=unit, **values))

    def read(self, key, unit="全县", day=TODAY):
        found = next(each for each in self.indicators.overview(day) if each.key == key)
        if unit == "全县":
            return found.county
        return next(reading for reading in found.units if reading.unit == unit)

    def behind(self, key, unit_id=None, day=TODAY):
        found = next(each for each in self.indicators.overview(day) if each.key == key)
        return [(person.name, person.counted) for person in found.behind(unit_id)]


@pytest.fixture
def register(empty_desk):
    return Register(empty_desk)


# --- case 41 ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reviewers", "officers", "met", "required"),
    [(1, 20, True, 1), (1, 21, False, 2), (1, 0, None, None), (2, 41, False, 3), (3, 41, True, 3), (0, 1, False, 1)],
)
def test_case_41_reviewers_are_compared_in_whole_persons(register, reviewers, officers, met, required):
    unit = register.unit(enforcer_count=officers)
    for number in range(reviewers):
        register.reviewer(unit, f"审{number}")
    reading = register.read("reviewers_on_post", "县水务局")
    assert (reading.numerator, reading.denominator) == (reviewers, officers)
    assert (reading.met, reading.required) == (met, required)
    assert (reading.percent == "不适用") == (officers == 0)


@pytest.mark.parametrize(
    ("officers", "required"), [(1, 1), (20, 1), (21, 2), (40, 2), (41, 3), (60, 3), (100, 5), (101, 6)]
)
def test_the_number_required_is_the_next_whole_person(officers, required):
    assert required_reviewers(officers, 5) == required


@given(st.integers(1, 20_000), st.integers(1, 100))
def test_the_required_number_is_the_smallest_that_reaches_the_share(officers, percent):
    needed = required_reviewers(officers, percent)
    assert needed * 100 >= percent * officers
    assert (needed - 1) * 100 < percent * officers


def test_four_point_nine_six_per_cent_never_passes_for_five():
    short = Reading(1, "县水务局", 6, 121, required_reviewers(121, 5))
    assert short.met is False
    assert short.result == "缺1人"
    assert Reading(1, "县水务局", 119, 120).percent == "99.2%"


# --- case 42 and the three denominators ---------------------------------------------------------
def test_case_42_a_shared_reviewer_counts_at_home_only(register):
    home, others = register.unit(), [register.unit(name) for name in ("县林业局", "县交通局")]
    who = register.officer(home)
    for unit in (*others, home):
        register.reviewer(unit, "甲", officer_id=who)
    assert register.read("reviewers_certified").numerator == 1
    assert register.behind("reviewers_certified", home) == [("甲", True)]
    assert register.behind("reviewers_certified", others[0]) == []


def test_three_denominators_count_three_different_things(register):
    unit = register.unit(enforcer_count=30, staff_quota=50)
    register.officer(unit, "甲", {"cert_no": "1"})
    register.officer(unit, "乙", {"cert_no": "2", "status": "suspended"})
    register.officer(unit, "丙")
    register.reviewer(unit, full_time=True)
    denominators = [register.read(f"reviewers_{key}").denominator for key in ("certified", "on_post", "quota")]
    assert denominators == [1, 30, 50]
    assert register.read("reviewers_certified", "县水务局").note == "专职1、兼职0"
    assert register.read("reviewers_on_post").met is False
    assert register.read("reviewers_quota").required == 3


def test_a_unit_that_did_not_report_is_left_out_of_the_sum_and_said_so(register):
    register.unit(staff_quota=10)
    register.unit("县林业局")
    assert register.read("reviewers_quota", "县林业局").percent == "未填报"
    county = register.read("reviewers_quota")
    assert (county.denominator, county.note) == (10, "1个单位没有填报，未计入")


def test_police_are_a_number_of_their_unit(register):
    unit = register.unit("县公安局", police_count=200)
    register.officer(unit)
    register.officer(unit, "乙", enforcing=False)
    reading = register.read("reviewers_on_post", "县公安局")
    assert (reading.denominator, reading.required) == (201, 11)
    assert reading.note == "按登记推算，没有审核人员"


# --- certified share ----------------------------------------------------------------------------
def test_the_certified_share_is_of_those_on_post_in_the_establishment(register):
    unit = register.unit()
    for number in range(38):
        register.officer(unit, f"甲{number}", {"cert_no": str(number)}, staffing="行政编制")
    register.officer(unit, "乙", staffing="事业编制")
    register.officer(unit, "丙", {"cert_no": "x", "valid_to": date(2026, 6, 14)})
    register.officer(unit, "丁", staffing="劳务派遣")
    register.officer(unit, "戊", post_status=PostStatus.RETIRED)
    register.officer(unit, "己", enforcing=False)
    reading = register.read("certified")
    assert (reading.numerator, reading.denominator, reading.percent) == (38, 40, "95.0%")
    assert {name for name, counted in register.behind("certified") if not counted} == {"乙", "丙"}


@pytest.mark.parametrize(
    ("card", "counted"),
    [
        ({"valid_to": TODAY}, True),
        ({"valid_to": date(2026, 6, 14)}, False),
        ({"valid_to": None}, True),
        ({"status": "renewing"}, True),
        ({"status": "lost"}, False),
        ({"kind": "entrusted"}, True),
        ({"kind": "old"}, True),
        ({"kind": "supervision"}, False),
        ({"kind": "ministry"}, False),
        ({"issue_date": date(2026, 6, 16)}, False),
    ],
)
def test_only_a_card_that_lets_somebody_enforce_on_that_day_counts(register, card, counted):
    register.officer(register.unit(), "甲", {"cert_no": "1", **card})
    assert register.read("certified").numerator == int(counted)


def test_a_past_day_is_read_from_what_happened(register):
    """Case 52's card: suspended from 1 to 20 May 2025."""
    unit = register.unit()
    who = register.officer(unit)
    card = register.store(EnforcementCertificate(officer_id=who, cert_no="1", issue_date=date(2024, 1, 1)))
    register.store(
        *(
            CertificateEvent(certificate_id=card, kind=kind, happened_on=day, status=status)
            for kind, day, status in (
                (EventKind.ISSUED, date(2024, 1, 1), "active"),
                (EventKind.SUSPENDED, date(2025, 5, 1), "suspended"),
                (EventKind.REINSTATED, date(2025, 5, 21), "active"),
            )
        )
    )
    days = (date(2023, 12, 31), date(2025, 4, 30), date(2025, 5, 6), date(2025, 5, 20), date(2025, 5, 21), TODAY)
    assert [register.read("certified", day=day).numerator for day in days] == [0, 1, 0, 0, 1, 1]


def test_an_officer_counts_where_he_worked_on_that_day(register):
    water, wood = register.unit(), register.unit("县林业局")
    who = register.officer(wood, "甲", {"cert_no": "1"})
    register.store(
        OfficerPost(officer_id=who, agency_id=water, ends_on=date(2026, 2, 28)),
        OfficerPost(officer_id=who, agency_id=wood, starts_on=date(2026, 3, 1)),
    )
    before, after = date(2026, 2, 28), date(2026, 3, 1)
    assert [register.read("certified", "县水务局", day).denominator for day in (before, after)] == [1, 0]
    assert [register.read("certified", "县林业局", day).denominator for day in (before, after)] == [0, 1]


def test_who_retired_counts_until_the_day_before(register):
    left = {"post_status": PostStatus.RETIRED, "left_on": date(2026, 4, 1)}
    register.officer(register.unit(), "甲", {"cert_no": "1"}, **left)
    assert [register.read("certified", day=day).denominator for day in (date(2026, 3, 31), date(2026, 4, 1))] == [1, 0]


def test_an_abolished_unit_counts_until_its_last_day(register):
    gone = register.unit(state="abolished", valid_to=date(2026, 3, 31), enforcer_count=20)
    assert gone
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [register.read("reviewers_on_post", day=day).denominator for day in days] == [20, None]


# --- training -----------------------------------------------------------------------------------
def test_hours_and_round_are_counted_from_confirmed_records_of_those_who_hold_a_card(register):
    unit, card = register.unit(), {"valid_to": date(2028, 1, 1)}
    done, doubled, pending = (register.officer(unit, name, {"cert_no": name, **card}) for name in "甲乙丙")
    register.officer(unit, "丁")
    usual = {"title": "培训", "held_on": date(2026, 3, 1), "ends_on": date(2026, 3, 8)}
    register.store(TrainingRecord(officer_id=done, minutes=2700, rotation=True, **usual))
    first = register.store(TrainingRecord(officer_id=doubled, minutes=1350, **usual))
    register.store(TrainingRecord(officer_id=doubled, minutes=1350, duplicate_of_id=first, **usual))
    register.store(TrainingRecord(officer_id=pending, minutes=2700, rotation=True, status="pending", **usual))
    assert (register.read("hours").numerator, register.read("hours").denominator) == (1, 3)
    assert (register.read("round").numerator, register.read("round").denominator) == (1, 3)
    assert register.read("hours", day=date(2026, 2, 28)).numerator == 0
    assert dict(register.behind("hours")) == {"甲": True, "乙": False, "丙": False}
    assert dict(register.behind("round")) == {"甲": True, "乙": False, "丙": False}


def test_a_unit_in_which_nobody_owes_training_has_no_rate_and_one_that_is_gone_keeps_its_people(register):
    gone = register.unit("县物价局", state="abolished", valid_to=date(2026, 3, 31))
    register.unit("县水务局")
    register.officer(gone, "甲", {"cert_no": "1"})
    assert register.read("hours", "县水务局").percent == "不适用"
    assert register.read("hours", "县物价局").denominator == 1
    assert register.read("hours").denominator == 1


def test_the_indicator_names_the_rule_and_says_when_none_is_in_force(register, empty_desk):
    def basis():
        return next(each for each in register.indicators.overview(TODAY) if each.key == "hours").basis

    assert basis() == "通用学时规则（第2版）：公共法律、业务和技能合计不少于60学时"
    with empty_desk.database.write("停用") as session:
        for rule_set in session.scalars(select(TrainingRuleSet)):
            rule_set.in_force = False
    assert "不少于60学时（没有启用的学时规则，暂按随程序提供的通用规则计算）" in basis()


def test_every_indicator_says_how_it_was_counted_and_on_what_ground(sample_desk):
    for each in sample_desk.indicators.overview(TODAY):
        assert each.definition.startswith(("分母", "分子", "达标率＝", "轮训覆盖率＝"))
        assert each.basis
        assert sum(unit.numerator for unit in each.units) == each.county.numerator
        assert len([p for p in each.people if p.counted]) == each.county.numerator
