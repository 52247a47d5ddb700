"""学时达标: whose hours count, against which constraint, and who owes them at all (certificates note §8b 30, 34–37)."""

from datetime import date

import pytest

from services.query import LedgerQuery
from services.spec import hours_text
from services.training.undecided import off_duty_minutes

JUNE = date(2026, 6, 15)


def spread(office, officer, kind, pieces):
    """So many minutes each, a day apart."""
    for place, minutes in enumerate(pieces):
        office.train(officer, kind, minutes, f"2026-{place // 28 + 1:02d}-{place % 28 + 1:02d}")


@pytest.mark.parametrize(
    ("pieces", "shown", "met"), [([45] * 40 + [50] * 19, "61.1", True), ([45] * 59 + [44], "59.9", False)]
)
def test_hours_are_added_in_minutes_and_shown_cut_off(office, pieces, shown, met):
    officer = office.person()
    spread(office, officer, "公共", pieces)
    person = office.only()
    assert hours_text(sum(person.earned.values())) == shown
    assert person.met is met


def test_a_large_total_does_not_make_up_for_one_constraint(office):
    office.use("山西")
    officer = office.person()
    office.train(officer, "公共", 45 * 45, "2026-02-01", ends_on=date(2026, 2, 10))
    office.train(officer, "业务", 12 * 45, "2026-03-01", ends_on=date(2026, 3, 4))
    office.train(officer, "技能", 8 * 45, "2026-04-01")
    person = office.only()
    assert sum(person.earned.values()) == 65 * 45
    assert person.shortfalls == (0, 10 * 45)
    assert not person.met


def test_business_hours_fill_skill_only_where_the_bureau_says_so(office):
    office.use("山东")
    officer = office.person()
    for kind, hours, day in (("政治", 15, "02-01"), ("公共", 30, "03-01"), ("业务", 30, "04-01")):
        office.train(officer, kind, hours * 45, f"2026-{day}", ends_on=date(2026, int(day[:2]), 9))
    assert office.only().shortfalls == (0, 0, 30 * 45)
    office.desk.settings.set("business_fills_skill", True)
    assert office.only().met


def test_education_off_the_post_never_counts_to_the_year(office):
    officer = office.person()
    office.train(officer, "离岗", 70 * 45, "2026-03-01", ends_on=date(2026, 3, 20))
    person = office.only()
    assert person.shortfall == 60 * 45
    with office.desk.database.read() as session:
        assert off_duty_minutes(session, officer, date(2026, 3, 1), date(2026, 3, 31)) == 70 * 45
        assert off_duty_minutes(session, officer, date(2026, 4, 1), date(2026, 4, 30)) == 0


def test_education_off_the_post_counts_each_hour_once(office):
    officer = office.person()
    for _ in range(2):
        office.train(officer, "离岗", 39 * 45, "2026-03-01", "离岗教育", ends_on=date(2026, 3, 10))
    with office.desk.database.read() as session:
        assert off_duty_minutes(session, officer, date(2026, 3, 1), date(2026, 3, 31)) == 39 * 45


def test_what_waits_or_is_void_does_not_count(office):
    officer = office.person()
    for status in ("confirmed", "pending", "void"):
        office.train(officer, "公共", 90, f"2026-0{len(status) % 5 + 1}-05", status=status)
    assert office.only().earned == {"public_law": 90}


def test_an_exemption_lowers_what_is_owed_and_is_not_earned(office):
    officer = office.person()
    office.train(officer, "公共", 50 * 45, "2026-03-01", ends_on=date(2026, 3, 12))
    office.spare(officer, "技能", 10 * 45)
    person = office.only()
    assert person.met
    assert sum(person.earned.values()) == 50 * 45
    assert person.exempt == {"skill": 10 * 45}


def test_an_exemption_of_another_year_or_category_spares_nothing(office):
    officer = office.person()
    office.spare(officer, "政治", 60 * 45)
    office.spare(officer, "公共", 60 * 45, year=2025)
    assert office.only().shortfall == 60 * 45


# --- who owes training ------------------------------------------------------------------------


def names(people):
    return [person.holder.name for person in people]


def test_a_leaver_is_listed_apart_and_not_in_the_rate(office):
    office.person("祁望山")
    office.person("于安禾", post_status="retired", left_on=date(2026, 10, 15))
    found = office.year()
    assert names(found.people) == ["祁望山"]
    assert names(found.leavers) == ["于安禾"]
    assert found.rate.due == 1


def test_before_the_leaver_went_he_was_one_of_them(office):
    office.person("于安禾", post_status="retired", left_on=date(2026, 10, 15))
    assert names(office.year(as_of=date(2026, 10, 14)).people) == ["于安禾"]


def test_somebody_without_a_card_owes_nothing(office):
    office.person("简若宁", certified=False)
    found = office.year()
    assert (found.people, found.leavers) == ((), ())


def test_a_card_that_ran_out_before_the_year_owes_nothing_and_one_of_its_first_day_does(office):
    late = office.person("岑知远", certified=False)
    office.card(late, valid=("2020-01-01", "2025-12-31"))
    last = office.person("缪书意", certified=False)
    office.card(last, valid=("2020-01-01", "2026-01-01"))
    assert names(office.year().people) == ["缪书意"]


def test_a_card_of_supervision_owes_no_training(office):
    officer = office.person(certified=False)
    office.card(officer, kind="supervision")
    assert office.year().people == ()


@pytest.mark.parametrize(("day", "owes"), [("2025-12-31", False), ("2026-01-01", False), ("2026-01-02", True)])
def test_a_card_cancelled_in_the_year_was_in_force_until_the_day_before(office, day, owes):
    officer = office.person(certified=False)
    card = office.card(officer, status="cancelled")
    office.event(card, "issued", "2022-01-01", "active")
    office.event(card, "cancelled", day, "cancelled")
    assert bool(office.year().people) is owes


def test_a_suspended_card_still_owes_training(office):
    officer = office.person(certified=False)
    card = office.card(officer, status="suspended")
    office.event(card, "issued", "2022-01-01", "active")
    office.event(card, "suspended", "2025-11-01", "suspended")
    assert len(office.year().people) == 1


def test_an_event_that_was_corrected_does_not_count(office):
    officer = office.person(certified=False)
    card = office.card(officer, status="active")
    office.event(card, "issued", "2022-01-01", "active")
    wrong = office.event(card, "cancelled", "2025-06-01", "cancelled")
    office.event(card, "corrected", "2026-02-01", "active", corrects_id=wrong)
    assert len(office.year(as_of=date(2026, 1, 31)).people) == 1


def test_the_unit_is_that_of_the_last_day(office):
    from models.officer import OfficerPost

    other = office.desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    officer = office.person(unit=other)
    office.add(OfficerPost(officer_id=officer, agency_id=office.unit, ends_on=date(2026, 6, 30)))
    office.add(OfficerPost(officer_id=officer, agency_id=other, starts_on=date(2026, 7, 1)))
    assert office.only(as_of=JUNE).holder.unit == "县水务局"
    assert office.only().holder.unit == "县林业局"


def test_someone_who_came_later_was_not_there_yet(office):
    from models.officer import OfficerPost

    officer = office.person()
    office.add(OfficerPost(officer_id=officer, agency_id=office.unit, starts_on=date(2026, 9, 1)))
    assert office.year(as_of=JUNE).people == ()
    assert len(office.year().people) == 1


# --- the figures -------------------------------------------------------------------------------


def test_units_and_constraints_are_counted_from_the_same_people(office):
    office.use("山西")
    other = office.desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    whole, half = office.person("祁望山"), office.person("于安禾")
    office.person("简若宁", unit=other)
    for officer in (whole, half):
        office.train(officer, "公共", 30 * 45, "2026-02-01", ends_on=date(2026, 2, 9))
    office.train(whole, "技能", 30 * 45, "2026-03-01", ends_on=date(2026, 3, 9))
    found = office.year()
    assert [(u.name, u.whole.met, u.whole.due, [p.met for p in u.parts]) for u in found.units] == [
        ("县林业局", 0, 1, [0, 0]),
        ("县水务局", 1, 2, [2, 1]),
    ]
    assert (found.rate.words, found.total.parts[0].words) == ("33.3%", "66.7%")
    assert names(found.of_unit(office.unit, 1)) == ["于安禾", "祁望山"]
    assert "应训3人，达标1人，达标率33.3%" in found.footing
    assert "山西学时规则" in found.footing


def test_a_day_in_the_year_counts_what_was_until_then(office):
    officer = office.person()
    office.train(officer, "公共", 90, "2026-06-15")
    office.train(officer, "公共", 90, "2026-06-16")
    assert office.only(as_of=JUNE).earned == {"public_law": 90}


def test_who_is_below_the_share_in_september_is_named(office):
    low, enough = office.person("祁望山"), office.person("于安禾")
    office.train(low, "公共", 36 * 45 - 1, "2026-03-01", ends_on=date(2026, 3, 12))
    office.train(enough, "公共", 36 * 45, "2026-03-01", ends_on=date(2026, 3, 12))
    found = office.year(as_of=date(2026, 9, 30))
    assert names(found.behind(60)) == ["祁望山"]


def test_a_rate_is_never_rounded_up_to_all(office):
    from services.training.compliance import Rate

    assert Rate(9_999, 10_000).words == "99.9%"
    assert Rate(0, 0).words == "—"


def test_the_column_of_the_register_counts_what_the_rule_asks_for(office):
    officer = office.person()
    office.train(officer, "政治", 90)
    office.train(officer, "公共", 135, "2026-03-03")
    office.train(officer, "公共", 45, "2025-03-03")
    office.train(officer, "公共", 45, "2026-03-04", status="void")
    office.train(officer, "公共", 45, "2026-06-16")  # after today
    assert office.desk.ledgers["officers"].load(officer).values["hours"] == 135


def test_the_ledger_counts_by_state(office):
    officer = office.person()
    first = office.train(officer, "公共", 90, title="讲座")
    office.train(officer, "公共", 90, title="讲座", duplicate_of_id=first)
    office.train(officer, "公共", 90, "2026-03-09", status="pending")
    counts = office.desk.ledgers["training"].counts(LedgerQuery())
    assert counts == {"confirmed": 1, "double": 1, "pending": 1}


def test_the_indicators_count_by_the_rule_of_the_year(office):
    office.use("山西")
    whole, short = office.person("祁望山"), office.person("于安禾")
    for officer, hours in ((whole, 30), (short, 40)):
        office.train(officer, "公共", hours * 45, "2026-02-01", ends_on=date(2026, 2, 9), rotation=True)
    office.train(whole, "技能", 30 * 45, "2026-03-01", ends_on=date(2026, 3, 9))
    found = {one.key: one for one in office.desk.indicators.overview(JUNE)}
    hours, been = found["hours"].county, found["round"].county
    assert (hours.numerator, hours.denominator) == (1, 2)
    assert (been.numerator, been.denominator) == (2, 2)
    assert "山西学时规则" in found["hours"].basis
