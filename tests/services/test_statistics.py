"""Figures counted by hand on 示例县 and on a few rows of our own; today is 15 June 2026."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.agency import EnforcementAgency
from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from models.problem import Complaint, ComplaintState, Problem, ProblemState
from models.training import TrainingCategory, TrainingRecord
from services.statistics import Period, Share, Shares, Statistics
from services.training.compliance import Rate

TODAY = date(2026, 6, 15)
YEAR = Period.year(2026)


def statistics(desk):
    return Statistics(desk.database, desk.now)


def store(desk, *rows):
    with desk.database.write("登记") as session:
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


@pytest.fixture
def unit(empty_desk):
    return store(empty_desk, EnforcementAgency(name="县水务局"))[0]


def officer(desk, unit, name="于安禾", **more):
    return store(desk, EnforcementOfficer(name=name, agency_id=unit, **more))[0]


def complaint(unit, serial, due_on, answered_on=None):
    return Complaint(
        number=f"投诉〔2026〕{serial}号",
        received_on=date(2026, 1, 4),
        agency_id=unit,
        content="反映检查频次过高",
        due_on=due_on,
        answered_on=answered_on,
        state=ComplaintState.ANSWERED if answered_on else ComplaintState.RECEIVED,
    )


# --- shares ----------------------------------------------------------------------------------


def test_nothing_due_has_no_ratio_and_neither_meets_nor_misses_a_target():
    empty = Share("县水务局", 0, 0)
    assert empty.ratio is None
    assert empty.meets(90) is None
    assert Shares((empty,)).missing(90) == ()
    assert Shares(()).total.ratio is None


@pytest.mark.parametrize(
    ("done", "due", "meets"),
    [(9, 10, True), (90, 100, True), (8999, 10000, False), (899_999, 1_000_000, False), (19, 21, True), (1, 1, True)],
)
def test_ninety_per_cent_is_compared_without_rounding(done, due, meets):
    assert Share("县水务局", done, due).meets(90) is meets


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_meets_ninety_exactly_when_its_fraction_does(done, due):
    share = Share("县水务局", done, due)
    assert share.meets(90) == (Fraction(done, due) >= Fraction(9, 10))


# --- complaints ------------------------------------------------------------------------------


def test_the_sample_county_answered_two_of_four_in_time(sample_desk):
    found = statistics(sample_desk).answered_in_time(YEAR)
    assert (found.total.done, found.total.due) == (2, 4)
    assert [(unit.name, unit.done, unit.due) for unit in found.units] == [
        ("县市场监督管理局", 0, 1),
        ("县交通运输局", 1, 2),
        ("县水务局", 1, 1),
    ]
    assert [unit.name for unit in found.missing(90)] == ["县市场监督管理局", "县交通运输局"]


def test_an_empty_file_has_no_share_of_answers(empty_desk):
    found = statistics(empty_desk).answered_in_time(YEAR)
    assert found.units == ()
    assert found.total.ratio is None


@pytest.mark.parametrize(
    ("due_on", "answered_on", "expected"),
    [
        (TODAY, None, (0, 0)),  # due today is not late yet
        (TODAY - timedelta(days=1), None, (0, 1)),
        (TODAY, TODAY, (1, 1)),  # answered on the last day is in time
        (TODAY - timedelta(days=3), TODAY - timedelta(days=2), (0, 1)),
        (TODAY + timedelta(days=9), TODAY, (1, 1)),  # answered early counts at once
        (None, TODAY, (0, 0)),  # without a limit there is nothing to judge
        (date(2025, 12, 31), None, (0, 0)),  # the limit lay in another year
        (date(2026, 1, 4), date(2026, 1, 4), (1, 1)),
    ],
)
def test_what_counts_as_answered_in_time(empty_desk, unit, due_on, answered_on, expected):
    store(empty_desk, complaint(unit, 1, due_on, answered_on))
    total = statistics(empty_desk).answered_in_time(YEAR).total
    assert (total.done, total.due) == expected


def test_nine_of_ten_in_time_reach_ninety_per_cent(empty_desk, unit):
    rows = [complaint(unit, n, date(2026, 3, 1), date(2026, 2, 1)) for n in range(9)]
    store(empty_desk, *rows, complaint(unit, 10, date(2026, 3, 1), date(2026, 3, 2)))
    found = statistics(empty_desk).answered_in_time(YEAR)
    assert found.total.ratio == Fraction(9, 10)
    assert found.missing(90) == ()
    assert [share.name for share in found.missing(91)] == ["县水务局"]


def test_what_lies_in_the_recycle_bin_is_not_counted(sample_desk):
    ledger = sample_desk.ledgers["complaints"]
    found = sample_desk.search_everywhere("投诉〔2026〕1号")
    ledger.remove([found[0].row_id])
    assert statistics(sample_desk).answered_in_time(YEAR).total.due == 3


def test_halves_of_a_year_share_no_day_and_leave_none_out():
    first, second = Period.half(2026, 1), Period.half(2026, 2)
    assert (first.first, second.last) == (YEAR.first, YEAR.last)
    assert second.first - first.last == timedelta(days=1)


# --- certificates ----------------------------------------------------------------------------


def sample_certificates():
    """The rule by which 示例县 gives 112 officers their certificates, without those that are suspended."""
    days = (-6, 12, 47, 80, 160, 289, 420, 579, 705, 980, 1240, 1500)
    for place in range(112):
        if place % 29 != 28 and place % 41 != 17:
            yield TODAY + timedelta(days=days[place % 12] + place)


def test_the_forecast_of_the_sample_county_month_by_month(sample_desk):
    found = statistics(sample_desk).expiry_forecast()
    days = list(sample_certificates())
    assert found.expired == sum(day < TODAY for day in days) > 0
    assert [(m.year, m.month) for m in found.months[:2]] == [(2026, 6), (2026, 7)]
    assert (found.months[-1].year, found.months[-1].month) == (2027, 5)
    for month in found.months:
        assert month.count == sum(d >= TODAY and (d.year, d.month) == (month.year, month.month) for d in days)
    assert found.total == sum(TODAY <= day < date(2027, 6, 1) for day in days)
    assert found.peak.count == max(month.count for month in found.months)


def test_the_forecast_of_an_empty_file_has_twelve_months_of_nothing(empty_desk):
    found = statistics(empty_desk).expiry_forecast()
    assert [month.count for month in found.months] == [0] * 12
    assert found.peak is None


@pytest.mark.parametrize(
    ("valid_to", "months", "expired"),
    [
        (date(2026, 6, 14), {}, 1),
        (date(2026, 6, 15), {6: 1}, 0),  # the last valid day still counts as valid
        (date(2027, 5, 31), {5: 1}, 0),
        (date(2027, 6, 1), {}, 0),
    ],
)
def test_the_edges_of_the_forecast(empty_desk, unit, valid_to, months, expired):
    person = officer(empty_desk, unit)
    store(empty_desk, EnforcementCertificate(officer_id=person, cert_no="示000001", valid_to=valid_to))
    found = statistics(empty_desk).expiry_forecast()
    assert {m.month: m.count for m in found.months if m.count} == months
    assert found.expired == expired


@pytest.mark.parametrize(
    "left_out",
    [
        {"status": CertificateStatus.SUSPENDED},
        {"status": CertificateStatus.CANCELLED},
        {"current": False},
        {"valid_forever": True},
    ],
)
def test_certificates_that_do_not_run_out_by_themselves_are_left_out(empty_desk, unit, left_out):
    person = officer(empty_desk, unit)
    store(empty_desk, EnforcementCertificate(officer_id=person, valid_to=date(2026, 8, 1), **left_out))
    assert statistics(empty_desk).expiry_forecast().total == 0


def test_officers_who_left_their_post_are_left_out(empty_desk, unit):
    person = officer(empty_desk, unit, post_status=PostStatus.RETIRED)
    store(empty_desk, EnforcementCertificate(officer_id=person, valid_to=date(2026, 8, 1)))
    assert statistics(empty_desk).expiry_forecast().total == 0
    assert statistics(empty_desk).training(2026).units == ()


# --- problems --------------------------------------------------------------------------------


def test_problem_kinds_of_the_sample_county(sample_desk):
    found = statistics(sample_desk).problem_kinds(YEAR)
    assert [(kind.name, kind.count, kind.open) for kind in found[:2]] == [
        ("程序不规范", 4, 2),
        ("证据和文书缺陷", 3, 2),
    ]
    assert sum(kind.count for kind in found) == 14
    assert sum(kind.open for kind in found) == 11


def test_problems_of_the_sample_county_by_unit(sample_desk):
    found = {unit.unit: unit for unit in statistics(sample_desk).problems_by_unit(YEAR)}
    assert next(iter(found)) == "县市场监督管理局"
    market = found["县市场监督管理局"]
    assert (market.registered, market.rectifying, market.submitted, market.closed, market.late) == (0, 1, 0, 1, 1)
    forest = found["县林业局"]
    assert (forest.open, forest.count, forest.late) == (2, 2, 0)
    assert sum(unit.late for unit in found.values()) == 2
    assert sum(unit.count for unit in found.values()) == 14


def test_a_problem_due_today_is_not_late_and_one_without_a_date_never_is(empty_desk, unit):
    store(
        empty_desk,
        Problem(number="1", agency_id=unit, title="甲", found_on=TODAY, due_on=TODAY, state=ProblemState.RECTIFYING),
        Problem(number="2", agency_id=unit, title="乙", found_on=TODAY),
        Problem(number="3", agency_id=unit, title="丙", found_on=date(2025, 12, 31)),
    )
    (found,) = statistics(empty_desk).problems_by_unit(YEAR)
    assert (found.registered, found.rectifying, found.late) == (1, 1, 0)


# --- training --------------------------------------------------------------------------------


def test_hours_of_the_sample_county(sample_desk):
    found = statistics(sample_desk).training(2026)
    # of every five officers one visited all four courses (62学时), the others fewer than 60; three of the 111 on post
    # held no card this year, and one of those was at all courses
    assert (found.rate.met, found.rate.due, found.as_of) == (22, 108, TODAY)
    assert sum(unit.whole.met for unit in found.units) == 22
    assert statistics(sample_desk).training(2025).rate.met == 0
    assert statistics(sample_desk).training(2025).as_of == date(2025, 12, 31)


@pytest.mark.parametrize(("minutes", "met"), [(2699, 0), (2700, 1)])
def test_sixty_hours_are_two_thousand_seven_hundred_minutes(empty_desk, unit, minutes, met):
    person = officer(empty_desk, unit)
    store(empty_desk, EnforcementCertificate(officer_id=person, valid_to=date(2026, 8, 1)))
    parts = (minutes - 1000, TrainingCategory.SKILL), (1000, TrainingCategory.PUBLIC_LAW)
    store(
        empty_desk,
        *(
            TrainingRecord(
                officer_id=person,
                title=f"课程{n}",
                category=kind,
                held_on=date(2026, 3, 1 + 10 * n),
                ends_on=date(2026, 3, 8 + 10 * n),
                minutes=part,
            )
            for n, (part, kind) in enumerate(parts)
        ),
        TrainingRecord(
            officer_id=person, title="政治轮训", category=TrainingCategory.POLITICAL, held_on=TODAY, minutes=900
        ),
        TrainingRecord(officer_id=person, title="去年", held_on=date(2025, 12, 31), minutes=900),
    )
    assert statistics(empty_desk).training(2026).rate == Rate(met, 1)
