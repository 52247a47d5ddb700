"""Exams, disciplines and yearly assessments: what holds, until when, and what follows."""

from datetime import date

import pytest
from sqlalchemy import select

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate, Qualification
from models.officer import EnforcementOfficer
from models.province import ProvinceRule
from services.errors import ConflictError, ValidationError
from services.people_ledgers import years_before
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)


@pytest.fixture
def who(empty_desk):
    with empty_desk.database.write("登记人员") as session:
        unit = EnforcementAgency(name="县水务局")
        session.add(unit)
        session.flush()
        made = EnforcementOfficer(name="容知秋", agency_id=unit.id)
        session.add(made)
        session.flush()
        return made.id


def add(desk, ledger, who, **values):
    return desk.ledgers[ledger].save(None, 0, {"officer_id": who, **values})


def shown(desk, ledger, row_id, key="state"):
    return desk.ledgers[ledger].load(row_id).values[key]


def rule(desk, key, value):
    with desk.database.write("改规则") as session:
        found = session.scalar(select(ProvinceRule).where(ProvinceRule.profile == "通用", ProvinceRule.key == key))
        found.value = value


def refused(desk, ledger, who, **values):
    with pytest.raises(ValidationError) as found:
        add(desk, ledger, who, **values)
    return set(found.value.problems)


# --- case 27 ------------------------------------------------------------------------------------
def test_case_27_a_demerit_bars_until_the_day_before_its_year_is_over(empty_desk, who):
    row_id = add(empty_desk, "disciplines", who, kind="C02", decided_on=date(2025, 12, 10))
    row = empty_desk.ledgers["disciplines"].load(row_id)
    assert (row.values["months"], row.values["blocked_until"], row.values["state"]) == (12, date(2026, 12, 9), "barred")


@pytest.mark.parametrize(
    ("kind", "months", "until", "state"),
    [
        ("C01", 6, None, "noted"),
        ("C03", 18, date(2026, 7, 14), "barred"),
        ("C04", 24, date(2027, 1, 14), "barred"),
        ("C05", 24, date(2027, 1, 14), "barred"),
        ("C06", None, None, "noted"),
    ],
)
def test_every_kind_has_its_period_and_a_warning_does_not_bar(empty_desk, who, kind, months, until, state):
    row_id = add(empty_desk, "disciplines", who, kind=kind, decided_on=date(2025, 1, 15))
    row = empty_desk.ledgers["disciplines"].load(row_id)
    assert (row.values["months"], row.values["blocked_until"], row.values["state"]) == (months, until, state)


def test_a_period_that_was_shortened_counts_as_written_and_another_kind_brings_its_own(empty_desk, who):
    ledger = empty_desk.ledgers["disciplines"]
    short = add(empty_desk, "disciplines", who, kind="C02", decided_on=date(2025, 12, 10), months=6)
    assert shown(empty_desk, "disciplines", short) == "over"
    row_id = add(empty_desk, "disciplines", who, kind="C02", decided_on=date(2026, 1, 10))
    row = ledger.load(row_id)
    ledger.save(row_id, row.row_version, dict(row.values) | {"kind": "C03"})
    assert shown(empty_desk, "disciplines", row_id, "blocked_until") == date(2027, 7, 9)


def test_the_bureau_says_which_disciplines_bar(empty_desk, who):
    rule(empty_desk, "barring_disciplines", "警告、记过")
    row_id = add(empty_desk, "disciplines", who, kind="C01", decided_on=date(2026, 6, 1))
    assert shown(empty_desk, "disciplines", row_id, "blocked_until") == date(2026, 11, 30)


def test_a_kind_that_the_bureau_added_can_be_chosen(empty_desk, who):
    codes = empty_desk.ledgers["reason_codes"]
    codes.save(None, 0, {"group": "discipline", "code": "C07", "label": "留用察看", "months": 12})
    row_id = add(empty_desk, "disciplines", who, kind="C07", decided_on=date(2026, 6, 1))
    assert shown(empty_desk, "disciplines", row_id, "months") == 12
    code = next(row for row in codes.search(LedgerQuery(limit=500)).rows if row.values["code"] == "C07")
    with pytest.raises(ConflictError, match="C07"):
        codes.remove([code.id])


# --- exams --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "state", "passed"),
    [
        ({"score": 6000}, "valid", True),
        ({"score": 5999}, "failed", False),
        ({"score": 7000, "pass_mark": 8000, "passed": True}, "failed", False),
        ({"passed": True}, "valid", True),
        ({}, "failed", False),
        ({"score": 9000, "valid_until": TODAY}, "valid", True),
        ({"score": 9000, "valid_until": date(2026, 6, 14)}, "outdated", True),
    ],
)
def test_an_exam_says_whether_it_holds(empty_desk, who, values, state, passed):
    row_id = add(empty_desk, "qualifications", who, kind="public_law", exam_on=date(2020, 5, 1), **values)
    assert shown(empty_desk, "qualifications", row_id) == state
    assert shown(empty_desk, "qualifications", row_id, "passed") is passed


def test_a_waiver_needs_its_basis(empty_desk, who):
    assert refused(empty_desk, "qualifications", who, kind="combined", passed=True) == {"waiver_basis"}
    row_id = add(empty_desk, "qualifications", who, kind="combined", waiver_basis="持部委证，县局批准")
    assert shown(empty_desk, "qualifications", row_id) == "waived"
    assert shown(empty_desk, "qualifications", row_id, "passed") is True


def test_exams_get_old_by_the_rules_of_the_province(empty_desk, who):
    old = add(empty_desk, "qualifications", who, kind="public_law", exam_on=date(2022, 6, 15), score=8000)
    fresh = add(empty_desk, "qualifications", who, kind="public_law", exam_on=date(2022, 6, 16), score=8000)
    special = add(empty_desk, "qualifications", who, kind="special", exam_on=date(2019, 6, 16), score=8000)
    empty_desk.settings.set("province_rules", "山东")
    states = [shown(empty_desk, "qualifications", row_id) for row_id in (old, fresh, special)]
    assert states == ["refresh", "valid", "valid"]
    rule(empty_desk, "qualification_years", "5")
    assert shown(empty_desk, "qualifications", special) == "outdated"
    with empty_desk.database.write("发证") as session:
        session.add(EnforcementCertificate(officer_id=who, cert_no="A1"))
    assert shown(empty_desk, "qualifications", special) == "valid"
    with empty_desk.database.write("取消") as session:
        session.get_one(Qualification, special).cancelled_on = TODAY
    assert shown(empty_desk, "qualifications", special) == "cancelled"


def test_a_year_before_a_leap_day_ends_on_the_28th():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)


# --- assessments --------------------------------------------------------------------------------
def assess(desk, who, year, grade, scheme="enforcement"):
    return add(desk, "assessments", who, year=year, scheme=scheme, grade=grade)


def test_one_result_per_officer_year_and_scheme(empty_desk, who):
    row_id = assess(empty_desk, who, 2025, "合格")
    assess(empty_desk, who, 2025, "称职", "civil")
    assert refused(empty_desk, "assessments", who, year=2025, scheme="enforcement", grade="优秀") == {"year"}
    ledger = empty_desk.ledgers["assessments"]
    row = ledger.load(row_id)
    ledger.save(row_id, row.row_version, dict(row.values) | {"grade": "优秀"})
    assert shown(empty_desk, "assessments", row_id, "grade") == "优秀"


@pytest.mark.parametrize(("scheme", "grade"), [("civil", "合格"), ("enforcement", "称职"), ("institution", "不称职")])
def test_a_grade_belongs_to_its_scheme(empty_desk, who, scheme, grade):
    assert refused(empty_desk, "assessments", who, year=2025, scheme=scheme, grade=grade) == {"grade"}


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_year_to_come_has_no_result(empty_desk, who, year):
    assert refused(empty_desk, "assessments", who, year=year, scheme="civil", grade="称职") == {"year"}


def test_two_poor_years_running_ask_for_more_than_one(empty_desk, who):
    assess(empty_desk, who, 2022, "不合格")
    first = assess(empty_desk, who, 2024, "不合格")
    second = assess(empty_desk, who, 2025, "不合格")
    civil = assess(empty_desk, who, 2025, "不称职", "civil")
    weak = assess(empty_desk, who, 2023, "基本合格")
    good = assess(empty_desk, who, 2021, "合格")
    hints = [shown(empty_desk, "assessments", row_id, "hint") for row_id in (first, second, civil, weak, good)]
    assert hints == [
        "当年公务员考核不得评为优秀",
        "连续两年不合格：取消资格或调离执法岗位",
        "降低一个职级；次年不得申领证件",
        "当年公务员考核不得评为优秀",
        "",
    ]
    assess(empty_desk, who, 2024, "不称职", "civil")
    assert shown(empty_desk, "assessments", civil, "hint") == "连续两年不称职：可以辞退"
