"""What differs by province: shipped rows, the profile in force, what is open, and what a bureau puts right."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.province import ProvinceRule, ReasonCode, ReasonGroup
from services.access import Right
from services.errors import ConflictError, ValidationError
from services.history import undo
from services.province_keys import PROVINCE_RULES, RULE_KEYS
from services.province_rules import SHIPPED, ProvinceRules, take_shipped_province_rules
from services.query import LedgerQuery
from services.reasons import discipline_months, last_day, reasons, take_shipped_reason_codes


@pytest.fixture
def rules(empty_desk):
    return ProvinceRules(empty_desk.database)


def use(desk, profile):
    desk.settings.set("province_rules", profile)


def row_of(desk, profile, key):
    with desk.database.read() as session:
        return session.scalar(select(ProvinceRule.id).where(ProvinceRule.profile == profile, ProvinceRule.key == key))


def edit(desk, profile, key, **values):
    ledger = desk.ledgers["province_rules"]
    row = ledger.load(row_of(desk, profile, key))
    old = {name: row.values[name] for name in ("value", "basis", "verified")}
    return ledger.save(row.id, row.row_version, old | values)


def test_every_profile_has_every_rule_and_every_shipped_value_fits_its_kind():
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {(line["profile"], line["key"]) for line in lines} == {(p, key) for p in PROVINCE_RULES for key in RULE_KEYS}
    assert [line for line in lines if RULE_KEYS[line["key"]].fault(line["value"])] == []
    assert [line for line in lines if line["verified"] == "1" and not (line["basis"] and line["value"])] == []


def test_a_county_without_a_province_of_its_own_follows_the_general_rules(rules):
    assert rules.profile == "通用"
    assert rules.integer("validity_years") == 5
    assert rules.value("end_rule").value == "前一日"
    assert rules.integers("expiry_tiers") == (180, 90, 60, 30)
    assert rules.integer("check_cycle_years") == 0


def test_a_province_that_says_so_goes_before_the_general_rule_and_one_that_does_not_falls_back(rules, empty_desk):
    use(empty_desk, "山东")
    assert rules.integer("check_cycle_years") == 2
    assert rules.integer("refresher_years") == 4
    assert "借调" in rules.words("excluded_staff")
    assert (rules.value("validity_years").value, rules.value("validity_years").profile) == ("5", "通用")
    use(empty_desk, "重庆")
    assert rules.value("min_education").value == "大专"
    assert rules.value("min_education").verified


def test_what_nobody_could_find_out_stays_open(rules, empty_desk):
    use(empty_desk, "宁夏")
    assert rules.integer("refresher_years") is None
    assert rules.words("cert_pattern") == ()
    assert rules.yes("check_needs_hours") is False


def test_a_rule_that_is_not_declared_is_no_rule(rules):
    with pytest.raises(KeyError):
        rules.value("colour")


def test_the_profile_in_force_stands_on_top_and_open_rules_say_so(empty_desk):
    use(empty_desk, "山西")
    ledger = empty_desk.ledgers["province_rules"]
    rows = ledger.search(LedgerQuery(limit=200)).rows
    assert {row.values["profile"] for row in rows[: len(RULE_KEYS)]} == {"山西"}
    assert {row.values["profile"] for row in rows[len(RULE_KEYS) : 2 * len(RULE_KEYS)]} == {"通用"}
    shown = {row.values["label"]: row.values for row in rows[: len(RULE_KEYS)]}
    assert shown["validity_years"]["shown"] == "5（暂按通用）"
    assert shown["cert_pattern"]["shown"] == "待确认"
    assert shown["check_cycle_years"]["state"] == "shown"
    assert shown["validity_years"]["state"] == "open"
    assert all(row.values["in_force"] for row in rows[: len(RULE_KEYS)])


@pytest.mark.parametrize("typed", ["有效期", "zjyxq", "有效期 证件"])
def test_a_rule_is_found_by_its_name(empty_desk, typed):
    rows = empty_desk.ledgers["province_rules"].search(LedgerQuery(text=typed, limit=500)).rows
    assert {row.values["label"] for row in rows} <= {"validity_years", "end_rule"}
    assert len([row for row in rows if row.values["label"] == "validity_years"]) == len(PROVINCE_RULES)


def test_a_rule_is_found_by_words_of_its_basis(empty_desk):
    rows = empty_desk.ledgers["province_rules"].search(LedgerQuery(text="第196号", limit=500)).rows
    assert {row.values["profile"] for row in rows} == {"广东"}


@pytest.mark.parametrize(
    ("key", "wrong", "right"),
    [
        ("validity_years", "五年", "6"),
        ("expiry_tiers", "90,60", "90、60"),
        ("late_renewal", "可以", "否"),
        ("end_rule", "次日", "同日"),
        ("check_from", "3月31日", "03-31"),
        ("cert_pattern", "[0-9", r"\d{11}"),
        ("excluded_staff", "临时、、借调", "临时、借调"),
    ],
)
def test_a_value_that_does_not_fit_its_kind_is_refused_and_one_that_fits_holds(empty_desk, rules, key, wrong, right):
    with pytest.raises(ValidationError) as refused:
        edit(empty_desk, "通用", key, value=wrong)
    assert set(refused.value.problems) == {"value"}
    edit(empty_desk, "通用", key, value=right, basis="县司法局请示省厅的答复")
    assert rules.value(key).value == right


def test_a_rule_counts_as_verified_only_with_its_basis(empty_desk):
    with pytest.raises(ValidationError) as refused:
        edit(empty_desk, "宁夏", "validity_years", value="5", verified=True)
    assert set(refused.value.problems) == {"basis"}


def test_a_second_taking_adds_nothing_and_leaves_what_the_bureau_put_right(empty_desk, rules):
    edit(empty_desk, "通用", "validity_years", value="6", basis="省厅答复")
    with empty_desk.database.write("再取一次", Right.SETTINGS) as session:
        assert take_shipped_province_rules(session) == 0
        assert take_shipped_reason_codes(session) == 0
    assert rules.integer("validity_years") == 6


def test_rules_stay_out_of_the_recycle_bin(empty_desk):
    with pytest.raises(ConflictError):
        empty_desk.ledgers["province_rules"].remove([row_of(empty_desk, "通用", "publish")])


def test_the_setting_takes_only_profiles_that_there_are(empty_desk):
    with pytest.raises(ValidationError) as refused:
        use(empty_desk, "海南")
    assert "可以选的有：通用、重庆" in refused.value.problems["province_rules"]


# --- reason codes -----------------------------------------------------------------------------
def test_every_act_has_its_reasons(empty_desk):
    with empty_desk.database.read() as session:
        found = {group: reasons(session, group) for group in ReasonGroup}
        assert [discipline_months(session, code) for code in found[ReasonGroup.DISCIPLINE]] == [6, 12, 18, 24, 24, None]
    assert found[ReasonGroup.CANCEL]["Z08"] == "主体撤销"
    assert found[ReasonGroup.SUSPEND]["K08"] == "培训不达标"
    assert found[ReasonGroup.REVOKE]["D06"] == "连续两年考核不合格"
    assert len(found[ReasonGroup.CANCEL]) == 14
    assert len(found[ReasonGroup.EXIT]) == 12


def test_a_retired_code_is_not_offered_any_more_and_undo_brings_it_back(empty_desk):
    ledger = empty_desk.ledgers["reason_codes"]
    with empty_desk.database.read() as session:
        row_id = session.scalar(select(ReasonCode.id).where(ReasonCode.code == "Z13"))
    done = ledger.perform("retire", ledger.load(row_id), {})
    with empty_desk.database.read() as session:
        assert "Z13" not in reasons(session, ReasonGroup.CANCEL)
        assert "Z13" in reasons(session, ReasonGroup.CANCEL, retired=True)
    undo(empty_desk.database, done.group)
    with empty_desk.database.read() as session:
        assert "Z13" in reasons(session, ReasonGroup.CANCEL)


def test_the_same_code_is_there_once_in_a_group(empty_desk):
    ledger = empty_desk.ledgers["reason_codes"]
    with pytest.raises(ValidationError) as refused:
        ledger.save(None, 0, {"group": "cancel", "code": "Z01", "label": "又一个"})
    assert set(refused.value.problems) == {"code"}
    ledger.save(None, 0, {"group": "suspend", "code": "Z01", "label": "别的用处"})


@pytest.mark.parametrize(
    ("decided", "months", "last"),
    [
        (date(2025, 12, 10), 12, date(2026, 12, 9)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 1, 1), 6, date(2026, 6, 30)),
    ],
)
def test_a_period_ends_on_the_day_before(decided, months, last):
    assert last_day(decided, months) == last


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 60))
def test_a_longer_period_never_ends_earlier(decided, months):
    assert last_day(decided, months) >= decided
    assert last_day(decided, months) < last_day(decided, months + 1)
