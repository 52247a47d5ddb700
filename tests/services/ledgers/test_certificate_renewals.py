"""A card that is renewed or checked in its yearly window."""

from datetime import date, timedelta

from life import CARD, TODAY, cards, do, hours, offered, rule, state, why_not
from sqlalchemy import select

from models.certificate import EnforcementCertificate
from models.training import TrainingCategory
from services.certificates.as_of import certified_on
from services.query import LedgerQuery


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
