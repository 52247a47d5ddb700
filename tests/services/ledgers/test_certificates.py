"""The thin life of a certificate: registered, suspended, renewed, cancelled, and what each day says of it."""

from datetime import date, timedelta

import pytest

from services.errors import ConflictError, ValidationError
from services.query import LedgerQuery

TODAY = date(2026, 6, 15)
PAPER = {"reason": "未亮证执法", "basis": "示司监函〔2026〕9号", "decided_on": TODAY}
CARD = {"cert_no": "示990001", "issuer": "示例省人民政府", "issue_date": TODAY, "valid_to": date(2031, 6, 14)}


@pytest.fixture
def officers(empty_desk):
    return empty_desk.ledgers["officers"]


@pytest.fixture
def person(empty_desk, officers):
    unit = empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    return officers.save(None, 0, {"name": "祁望山", "agency_id": unit})


def do(ledger, row_id, action, **values):
    return ledger.perform(action, ledger.load(row_id), values)


def state(ledger, row_id):
    return ledger.load(row_id).values["cert_state"]


def offered(ledger, row_id):
    return {a.name for a in ledger.actions(ledger.load(row_id)) if a.enabled}


def test_a_certificate_is_registered_by_hand(officers, person):
    assert offered(officers, person) == {"issue"}
    do(officers, person, "issue", **CARD)
    row = officers.load(person).values
    assert (row["cert_no"], row["valid_to"], row["cert_state"]) == ("示990001", date(2031, 6, 14), "active")
    assert offered(officers, person) == {"renew", "suspend", "cancel"}


def test_one_number_belongs_to_one_person(officers, person, empty_desk):
    do(officers, person, "issue", **CARD)
    other = officers.save(None, 0, {"name": "于安禾", "agency_id": officers.load(person).values["agency_id"]})
    with pytest.raises(ValidationError) as refused:
        do(officers, other, "issue", **CARD)
    assert set(refused.value.problems) == {"cert_no"}
    assert state(officers, other) == "none"


def test_suspended_then_given_back(officers, person):
    do(officers, person, "issue", **CARD)
    do(officers, person, "suspend", **PAPER)
    assert state(officers, person) == "suspended"
    with pytest.raises(ConflictError):
        do(officers, person, "renew")
    do(officers, person, "reinstate", **PAPER)
    assert state(officers, person) == "active"


def test_a_renewed_card_keeps_the_old_number_and_history(officers, person):
    do(officers, person, "issue", **CARD)
    do(officers, person, "renew")
    assert state(officers, person) == "renewing"
    fresh = {**CARD, "cert_no": "示990777", "valid_to": date(2036, 6, 14)}
    outcome = do(officers, person, "replace", **fresh)
    assert outcome.message == "已完成换证：祁望山。"
    row = next(r for r in officers.import_rows() if r.id == person)
    assert (row.values["cert_no"], row.values["old_cert_no"]) == ("示990777", "示990001")
    assert officers.search(LedgerQuery()).total == 1


def test_a_cancelled_card_stays_cancelled_and_a_new_one_stands_beside_it(officers, person, empty_desk):
    do(officers, person, "issue", **CARD)
    do(officers, person, "cancel", **PAPER)
    assert offered(officers, person) == {"issue"}
    do(officers, person, "issue", **{**CARD, "cert_no": "示990555"})
    assert state(officers, person) == "active"
    with empty_desk.database.read() as session:
        from models.certificate import EnforcementCertificate

        cards = {c.cert_no: (str(c.status), c.current) for c in session.query(EnforcementCertificate)}
    assert cards == {"示990001": ("cancelled", False), "示990555": ("active", True)}


def test_a_cancelled_card_is_neither_suspended_nor_renewed(officers, person):
    do(officers, person, "issue", **CARD)
    do(officers, person, "cancel", **PAPER)
    for act in ("renew", "suspend", "reinstate", "cancel"):
        with pytest.raises(ConflictError):
            do(officers, person, act, **PAPER)


def test_an_act_on_an_old_copy_of_the_row_looks_at_the_certificate_as_it_is_now(officers, person):
    do(officers, person, "issue", **CARD)
    seen = officers.load(person)
    officers.perform("cancel", seen, PAPER)
    with pytest.raises(ConflictError):
        officers.perform("suspend", seen, PAPER)
    assert state(officers, person) == "cancelled"


@pytest.mark.parametrize(
    ("valid_to", "expected"),
    [
        (TODAY - timedelta(days=1), "expired"),
        (TODAY, "expiring"),
        (TODAY + timedelta(days=90), "expiring"),
        (TODAY + timedelta(days=91), "active"),
        (None, "active"),
    ],
)
def test_the_last_valid_day_still_counts(officers, person, valid_to, expected):
    do(officers, person, "issue", **{**CARD, "issue_date": date(2021, 1, 1), "valid_to": valid_to})
    assert state(officers, person) == expected


def test_an_act_is_undone_as_one(empty_desk, officers, person):
    do(officers, person, "issue", **CARD)
    do(officers, person, "renew")
    outcome = do(officers, person, "replace", **{**CARD, "cert_no": "示990777"})
    empty_desk.undo(outcome.group)
    assert (state(officers, person), officers.load(person).values["cert_no"]) == ("renewing", "示990001")
