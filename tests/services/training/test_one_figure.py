"""学时 are counted by one rule: whichever page, ledger, guard or card says them, minutes and people are the same."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from models.setting import StoredSetting
from models.training import TrainingCategory, TrainingExemption, TrainingRecord, TrainingRuleSet
from services.certificates.rules import LifeRules
from services.certificates.situation import read_facts
from services.indicators import Indicators
from services.query import LedgerQuery
from services.statistics import Statistics
from services.training.card import training_card
from services.training.compliance import compliance, person_year, shortfall_words
from services.training.office import TrainingOffice
from services.training.rules import rule_of_year

DAYS = (date(2026, 1, 1), date(2026, 6, 15), date(2026, 12, 31))


@pytest.fixture
def county(sample_desk):
    """示例县 with what makes ways of counting differ: clashes, an exemption, a leaver, a card that ran out."""
    with sample_desk.database.write("准备") as session:
        people = session.scalars(select(EnforcementOfficer).order_by(EnforcementOfficer.id)).all()
        for place, officer in enumerate(people[:30]):
            course = {"officer_id": officer.id, "title": "行政处罚法", "category": "public_law", "minutes": 300}
            for day in (date(2026, 5, 6), date(2026, 5, 6), date(2026, 5, 7)):
                session.add(TrainingRecord(held_on=day, source="学习平台" if place % 3 else None, **course))
            session.add(TrainingRecord(**course | {"title": f"讲座{place}"}, held_on=date(2026, 5, 7)))
        for officer in people[3:40:4]:
            spared = {"category": "public_law", "minutes": 450, "basis": "产假", "approver": "容知秋"}
            session.add(TrainingExemption(officer_id=officer.id, year=2026, **spared))
        people[20].post_status, people[20].left_on = PostStatus.RETIRED, date(2026, 4, 1)
        for card in session.scalars(select(EnforcementCertificate).limit(12)):
            if card.status is CertificateStatus.ACTIVE:
                card.valid_to = date(2026, 2, 28)
    return sample_desk


def read(desk, day):
    with desk.database.read() as session:
        return compliance(session, day.year, day)


@pytest.mark.parametrize("day", DAYS)
def test_statistics_and_indicators_give_one_answer(county, day):
    found = read(county, day)
    now = datetime(day.year, day.month, day.day, 9).astimezone
    statistics = Statistics(county.database, now).training(day.year)
    (hours,) = [one for one in Indicators(county.database, now).overview(day) if one.key == "hours"]
    assert (statistics.rate, statistics.units) == (found.rate, found.units)
    assert (hours.county.numerator, hours.county.denominator) == (found.rate.met, found.rate.due)
    by_unit = {unit.unit_id: (unit.numerator, unit.denominator) for unit in hours.units if unit.denominator}
    assert by_unit == {unit.agency_id: (unit.whole.met, unit.whole.due) for unit in found.units}
    assert {p.officer_id: p.counted for p in hours.people} == {p.holder.officer_id: p.met for p in found.people}


@pytest.mark.parametrize("day", DAYS)
def test_the_round_is_the_same_in_both_places(county, day):
    shown = TrainingOffice(county.database, county.now).year(day.year, day).round.rate
    (been,) = [one for one in county.indicators.overview(day) if one.key == "round"]
    assert (been.county.numerator, been.county.denominator) == (shown.met, shown.due)


@pytest.mark.parametrize("day", DAYS)
def test_card_guard_and_list_say_the_same_of_every_person(county, day):
    found = read(county, day)
    assert found.people
    assert any(person.exempt for person in found.people)
    assert bool(found.leavers) is (day > date(2026, 4, 1))
    assert bool(found.suspicions) is (day > date(2026, 5, 6))
    with county.database.read() as session:
        for person in (*found.people, *found.leavers):
            assert person_year(session, person.holder, day.year, day) == person
            card = training_card(session, person.holder.officer_id, day.year, day)
            assert (card.person.earned, card.person.shortfalls) == (person.earned, person.shortfalls)
            assert sum(row.minutes for row in card.rows if not row.why_not) == sum(person.earned.values())
            officer = session.get_one(EnforcementOfficer, person.holder.officer_id)
            facts = read_facts(session, officer, None, LifeRules(check_needs_hours=True), day)
            assert facts.hours_missing == shortfall_words(found.rule, person)


def test_the_register_shows_the_minutes_that_count(county):
    found = read(county, DAYS[1])
    expected = {p.holder.officer_id: p.minutes(found.rule.counted) for p in (*found.people, *found.leavers)}
    rows = county.ledgers["officers"].search(LedgerQuery(sort="hours", descending=True, limit=1000)).rows
    shown = {row.id: row.values["hours"] for row in rows}
    assert {officer_id: shown[officer_id] for officer_id in expected} == expected
    assert len(set(expected.values())) > 3
    assert [row.values["hours"] for row in rows] == sorted(shown.values(), reverse=True)


def test_the_register_follows_what_the_clerk_decides(office):
    officer = office.person()
    ledgers = office.desk.ledgers

    def shown():
        return ledgers["officers"].load(officer).values["hours"]

    first = office.train(officer, "公共", 90, title="讲座")
    assert shown() == 90
    second = office.train(officer, "公共", 90, title="讲座")
    assert shown() == 90
    ledgers["training"].perform("distinct", ledgers["training"].load(second), {})
    assert shown() == 180
    office.desk.settings.set("training_day_minutes", 90)
    assert shown() == 180  # what was decided stays
    third = office.train(officer, "公共", 45, title="另一讲")
    assert shown() == 180
    office.desk.settings.set("training_day_minutes", 480)
    assert shown() == 225
    ledgers["training"].remove([first, third])
    assert shown() == 90


def test_a_bureau_that_had_its_own_number_of_hours_counts_by_its_rule_set(sample_desk):
    """The setting of earlier versions lies in their files."""
    before = read(sample_desk, DAYS[1]).rate
    with sample_desk.database.write("旧设置") as session:
        session.add(StoredSetting(key="yearly_hours", value="38"))
    assert read(sample_desk, DAYS[1]).rate == before
    assert "yearly_hours" not in sample_desk.settings.all()
    sample_desk.settings.set("answered_percent", 80)


def test_without_a_rule_set_the_shipped_one_answers_everywhere(county):
    with county.database.write("清空") as session:
        for rule_set in session.scalars(select(TrainingRuleSet)):
            rule_set.deleted_at = datetime(2026, 6, 15)
    found = read(county, DAYS[1])
    assert (found.rule.name, found.rule.minutes, found.rule.version) == ("通用学时规则", 2700, 0)
    assert found.remark == "没有启用的学时规则，暂按随程序提供的通用规则计算。"
    assert Statistics(county.database, county.now).training(2026).rate == found.rate


def test_a_rule_set_that_asks_for_nothing_does_not_make_everybody_meet_it(county):
    constraints = county.ledgers["training_constraints"]
    rows = constraints.search(LedgerQuery(limit=100)).rows
    constraints.remove([row.id for row in rows if row.labels["rule_set_id"] == "通用学时规则"])
    found = read(county, DAYS[1])
    assert found.rule.minutes == 2700
    assert found.remark == "“通用学时规则”没有登记学时要求，暂按随程序提供的通用规则计算。"


def test_political_hours_count_where_the_rule_asks_for_them(office):
    officer = office.person()
    office.train(officer, "政治", 90)
    assert office.desk.ledgers["officers"].load(officer).values["hours"] == 0
    office.use("山东")
    assert office.desk.ledgers["officers"].load(officer).values["hours"] == 90
    with office.desk.database.read() as session:
        assert TrainingCategory.POLITICAL in rule_of_year(session, 2026).rule.counted
