"""Lists of units and roles, the clean-up, and what came of the training: the figures of the desk on paper."""

from datetime import date

import pytest

from models.agency import AgencyState, EnforcementAgency, Entrustment
from models.officer import AnnualAssessment, EnforcementOfficer, PostStatus
from models.roles import Role, RoleActivity, RoleHolder
from models.training import TrainingPlan, TrainingRecord, TrainingSession
from services.errors import ValidationError
from services.register_papers.chosen import Chosen
from services.training.office import TrainingOffice

TODAY = date(2026, 6, 15)


@pytest.fixture
def year(sample_desk):
    return TrainingOffice(sample_desk.database, sample_desk.now).year(2026, TODAY)


def only(papers, key, chosen):
    (values,) = papers.values(key, chosen)
    return values


# --- units and roles --------------------------------------------------------------------------
def test_the_clean_up_prints_the_figures_of_its_page(papers, sample_desk):
    table = sample_desk.benches.cleanup.table()
    values = only(papers, "clean_up", Chosen("cleanup"))
    total = table.total.numbers
    assert [row.unit for row in values.rows] == [unit.unit for unit in table.units]
    assert sum(row.before for row in values.rows) == total["before"]
    assert sum(row.no_case for row in values.rows) == total["idle"]
    assert sum(row.several_cards for row in values.rows) == total["several"]
    for row in values.rows:
        assert row.after == row.before - row.to_cancel


def test_the_review_list_has_the_shares_of_the_indicators(papers, sample_desk, text_of):
    indicator = next(i for i in sample_desk.indicators.overview(TODAY) if i.key == "reviewers_certified")
    values = only(papers, "legal_review", Chosen("reviewers"))
    assert values.total.officers == str(indicator.county.denominator)
    assert values.total.reviewers_counted == str(indicator.county.numerator)
    missed = {reading.unit for reading in indicator.missed}
    assert {unit.unit for unit in values.units if unit.met.startswith("未达标")} == missed
    assert "持有效执法证" in text_of(papers.printed("legal_review", Chosen("reviewers")))


def test_chosen_reviewers_print_their_units_only(papers, rows):
    reviewer = rows(RoleHolder, RoleHolder.role == Role.LEGAL_REVIEWER)[0]
    values = only(papers, "legal_review", Chosen("reviewers", (reviewer.id,)))
    assert len(values.units) == 1
    assert reviewer.name in {each.name for each in values.units[0].reviewers}
    assert values.total is None


def test_the_list_of_subjects_leaves_out_abolished_units_and_names_valid_entrustments(papers, rows, store, change):
    giver, taker, gone = rows(EnforcementAgency)[:3]
    change(EnforcementAgency, gone.id, state=AgencyState.ABOLISHED)
    store(
        Entrustment(from_agency_id=giver.id, to_agency_id=taker.id, matters="处罚", starts_on=date(2026, 1, 1)),
        Entrustment(
            from_agency_id=giver.id,
            to_agency_id=taker.id,
            matters="检查",
            starts_on=date(2023, 1, 1),
            ends_on=date(2025, 12, 31),
        ),
    )
    listed = {row.name: row for row in only(papers, "subjects", Chosen("units")).rows}
    assert gone.name not in listed
    assert f"{giver.name}，2026-01-01至长期" in listed[taker.name].entrusted_by
    assert "2025" not in listed[taker.name].entrusted_by


def test_counsels_are_listed_with_how_often_they_took_part(papers, rows, store):
    adviser = rows(RoleHolder, RoleHolder.role == Role.LEGAL_ADVISER)[0]
    before = only(papers, "counsels", Chosen("advisers", (adviser.id,))).rows[0]
    store(
        RoleActivity(holder_id=adviser.id, held_on=TODAY, kind="重大案件", content="讨论"),
        RoleActivity(holder_id=adviser.id, held_on=TODAY, kind="合同审查", content="审查"),
    )
    after = only(papers, "counsels", Chosen("advisers", (adviser.id,))).rows[0]
    assert int(after.major_cases) == int(before.major_cases) + 1
    assert after.reviews == before.reviews


def test_without_a_choice_only_those_who_serve_today_are_listed(papers, rows, change):
    kept, ended = rows(RoleHolder, RoleHolder.role == Role.SOCIAL_SUPERVISOR)[:2]
    change(RoleHolder, ended.id, ended_on=date(2026, 6, 1))
    names = {row.name for row in only(papers, "supervisors", Chosen("social_supervisors")).rows}
    assert kept.name in names
    assert ended.name not in names


# --- training ---------------------------------------------------------------------------------
def test_a_training_card_shows_every_training_and_adds_only_what_the_rule_counts(papers, sample_desk, rows, text_of):
    record = next(iter(rows(TrainingRecord, TrainingRecord.category == "off_duty")))
    office = TrainingOffice(sample_desk.database, sample_desk.now)
    card = office.card(record.officer_id, 2026, TODAY)
    chosen = Chosen("officers", (record.officer_id,))
    shown = only(papers, "training_cards", chosen).cards[0]
    counted = sum(card.person.earned.get(category.value, 0) for category in card.rule.counted)
    assert len(shown.entries) == len(card.rows)
    assert shown.total == str(counted // 45)
    words = text_of(papers.printed("training_cards", chosen))
    assert "离岗教育（不计入合计）" in words
    assert card.name in words
    assert card.cert_no in words
    assert card.verdict in words


def test_training_cards_of_a_unit_are_one_file(papers, rows, pages_of):
    unit = rows(EnforcementAgency)[2]
    people = rows(EnforcementOfficer, EnforcementOfficer.agency_id == unit.id)
    chosen = Chosen("units", (unit.id,))
    assert len(only(papers, "training_cards", chosen).cards) == len(people)
    assert pages_of(papers.printed("training_cards", chosen)) >= len(people)


def test_the_compliance_table_adds_up_to_the_county(papers, year, text_of):
    values = only(papers, "compliance", Chosen("compliance"))
    rate = year.compliance.rate
    assert sum(row.population for row in values.rows) == rate.due
    assert sum(row.all_met for row in values.rows) == rate.met
    words = text_of(papers.printed("compliance", Chosen("compliance")))
    assert f"应训{rate.due}人" in words


def test_everybody_short_of_hours_stands_on_the_list_and_nobody_else(papers, year):
    values = only(papers, "unmet", Chosen("compliance"))
    expected = {(p.holder.unit, p.holder.name) for p in year.compliance.people if not p.met}
    assert {(row.unit, row.name) for row in values.rows} == expected


def test_a_chosen_unit_prints_no_figures_of_the_county(papers, year):
    unit = year.compliance.units[0]
    values = only(papers, "compliance", Chosen("compliance", (unit.agency_id,)))
    assert [row.unit for row in values.rows] == [unit.name]
    assert f"应训{year.compliance.rate.due}人" not in values.foot.definition
    short = only(papers, "unmet", Chosen("compliance", (unit.agency_id,)))
    assert {row.unit for row in short.rows} <= {unit.name}


def test_the_round_is_that_of_the_page(papers, year):
    values = only(papers, "round", Chosen("compliance"))
    assert sum(row.due for row in values.rows) == year.round.rate.due
    assert sum(row.attended for row in values.rows) == year.round.rate.met


def test_figures_of_another_day_are_printed_as_of_that_day(papers):
    values = only(papers, "compliance", Chosen("compliance", day=date(2025, 12, 31), year=2025))
    assert (values.year, values.as_of) == ("2025年", "2025-12-31")


def test_a_plan_is_printed_with_its_classes(papers, rows, text_of):
    plan = rows(TrainingPlan)[0]
    values = only(papers, "training_plan", Chosen("training_plans", (plan.id,)))
    words = text_of(papers.printed("training_plan", Chosen("training_plans", (plan.id,))))
    assert values.classes
    assert all(each.title in words for each in values.classes)


def test_a_unit_without_a_plan_has_nothing_to_file(papers, store):
    (unit,) = store(EnforcementAgency(name="县气象局"))
    with pytest.raises(ValidationError):
        papers.printed("training_plan", Chosen("units", (unit,)))


def test_a_sign_in_book_is_one_for_each_day_of_the_class(papers, rows, store, change):
    unit = rows(EnforcementAgency)[3]
    on_post = EnforcementOfficer.post_status == PostStatus.ON_POST
    people = rows(EnforcementOfficer, EnforcementOfficer.agency_id == unit.id, on_post)
    change(EnforcementOfficer, people[0].id, post_status=PostStatus.RETIRED)
    (class_id,) = store(
        TrainingSession(
            title="执法实训", agency_id=unit.id, held_on=date(2026, 6, 20), ends_on=date(2026, 6, 22), minutes=900
        )
    )
    books = papers.values("sign_in", Chosen("training_sessions", (class_id,)))
    assert [book.day for book in books] == ["2026年6月20日", "2026年6月21日", "2026年6月22日"]
    assert {one.name for one in books[0].people} == {one.name for one in people[1:]}


def test_a_class_lists_who_was_enrolled(papers, rows, store):
    (class_id,) = store(TrainingSession(title="专题班", held_on=date(2026, 6, 1), minutes=180))
    chosen = rows(EnforcementOfficer)[7]
    store(
        TrainingRecord(officer_id=chosen.id, session_id=class_id, title="专题班", held_on=date(2026, 6, 1), minutes=180)
    )
    values = only(papers, "class_roster", Chosen("training_sessions", (class_id,)))
    assert [one.name for one in values.people] == [chosen.name]


def test_an_assessment_prints_its_own_year_and_grade(papers, rows, store):
    officer = rows(EnforcementOfficer)[9]
    old, new = store(
        AnnualAssessment(officer_id=officer.id, year=2014, grade="优秀", score=9250),
        AnnualAssessment(officer_id=officer.id, year=2027, grade="合格", score=8000),
    )
    values = only(papers, "assessment", Chosen("assessments", (old,)))
    assert (values.year, values.grade, values.total_given) == ("2014年", "优秀", "92.5")
    latest = only(papers, "assessment", Chosen("officers", (officer.id,)))
    assert (latest.year, latest.grade) == ("2027年", "合格")
    assert new != old
