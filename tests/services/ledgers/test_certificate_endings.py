"""A card that is lost, recalled or cancelled, and what still holds once it has ended."""

from datetime import date, timedelta

import pytest
from life import CARD, LOSS, TODAY, cards, do, events, offered, state, why_not
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.certificate import CertificateEvent
from services.certificates.as_of import certified_on
from services.errors import ConflictError, ValidationError


def test_a_notice_of_another_number_gives_no_new_card(officers, holder):
    do(officers, holder, "lose", on=date(2026, 6, 10))
    with pytest.raises(ValidationError, match="示990001"):
        do(officers, holder, "reissue", **LOSS, notice_no="示990003")
    with pytest.raises(ValidationError, match="全文"):
        do(officers, holder, "reissue", **LOSS, notice_no="示990001", notice_text="证号示9900012，声明作废。")
    assert state(officers, holder) == "lost"


def test_a_reissued_card_keeps_the_last_day_and_an_early_notice_is_told(empty_desk, officers, holder):
    do(officers, holder, "lose", on=date(2026, 6, 10))
    outcome = do(officers, holder, "reissue", **{**LOSS, "notice_on": date(2026, 6, 9)}, notice_no=" 示990001 ")
    assert "声明日期早于报失日期2026-06-10" in outcome.message
    row = officers.load(holder).values
    assert (row["cert_no"], row["valid_to"], row["cert_state"]) == ("示990002", date(2031, 1, 4), "active")
    assert cards(empty_desk, holder) == [("示990001", "replaced", False), ("示990002", "active", True)]


def test_a_lost_card_that_is_found_counts_again(officers, holder):
    do(officers, holder, "lose")
    do(officers, holder, "find")
    assert state(officers, holder) == "active"


def test_a_card_is_recalled_from_who_left_then_cancelled(empty_desk, officers, holder):
    assert "recall" not in offered(officers, holder)
    do(officers, holder, "leave", status="retired", on=TODAY)
    assert {"recall", "return"} <= offered(officers, holder)
    do(officers, holder, "recall")
    with pytest.raises(ValidationError, match="交回证件"):
        do(officers, holder, "cancel", card_returned=False)
    do(officers, holder, "cancel", card_returned=True)
    assert state(officers, holder) == "cancelled"
    assert "在岗" in why_not(officers, holder, "apply") or "退休" in why_not(officers, holder, "apply")


def test_who_leaves_and_hands_the_card_in_needs_one_act(empty_desk, officers, holder):
    outcome = do(officers, holder, "leave", status="moved", on=TODAY, card_returned=True)
    assert (outcome.message, state(officers, holder)) == ("已登记调离并收回证件：祁望山。", "recalled")
    empty_desk.undo(outcome.group)
    assert (state(officers, holder), officers.load(holder).values["post_status"]) == ("active", "on_post")


def test_a_dead_officers_card_is_voided_at_once(officers, holder):
    assert "void" not in offered(officers, holder)
    do(officers, holder, "leave", status="deceased", on=TODAY)
    do(officers, holder, "void")
    assert state(officers, holder) == "cancelled"


# --- ends, copies, undo ---------------------------------------------------------------------------
def test_an_ended_card_stays_and_a_new_one_stands_beside_it(empty_desk, officers, holder):
    do(officers, holder, "revoke")
    do(officers, holder, "register", **{**CARD, "cert_no": "示990555"})
    assert cards(empty_desk, holder) == [("示990001", "revoked", False), ("示990555", "active", True)]


def test_an_ended_card_takes_no_further_act(officers, holder):
    do(officers, holder, "revoke")
    for act in ("renew", "suspend", "reinstate", "cancel", "lose", "recall"):
        with pytest.raises(ConflictError):
            do(officers, holder, act)


def test_an_act_on_an_old_copy_of_the_row_looks_at_the_certificate_as_it_is_now(officers, holder):
    seen = officers.load(holder)
    do(officers, holder, "revoke")
    with pytest.raises(ConflictError):
        officers.perform("lose", seen, {"on": TODAY})
    assert state(officers, holder) == "revoked"


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
def test_the_last_valid_day_still_counts(empty_desk, officers, person, valid_to, expected):
    do(officers, person, "register", **{**CARD, "issue_date": date(2021, 1, 1), "valid_to": valid_to})
    assert state(officers, person) == expected
    with empty_desk.database.read() as session:
        answer = certified_on(session, person, TODAY)
    assert answer.certified is (expected != "expired")
    assert (answer.words == "是（今日到期）") is (valid_to == TODAY)


def test_acts_are_undone_as_one_and_the_past_answers_as_before(empty_desk, officers, holder):
    do(officers, holder, "renew")
    outcome = do(officers, holder, "replace", **{**CARD, "cert_no": "示990777", "issue_date": TODAY})
    empty_desk.undo(outcome.group)
    assert (state(officers, holder), officers.load(holder).values["cert_no"]) == ("renewing", "示990001")
    assert events(empty_desk, holder) == ["registered", "renewal_begun", "applied"]
    suspended = do(officers, holder, "suspend", on=TODAY, education=True)
    empty_desk.undo(suspended.group)
    assert state(officers, holder) == "renewing"
    with empty_desk.database.read() as session:
        assert certified_on(session, holder, TODAY).certified


def test_the_file_itself_refuses_to_change_an_event(empty_desk, officers, holder):
    with pytest.raises(IntegrityError, match="only appended"), empty_desk.database.write("改") as session:
        session.scalars(select(CertificateEvent)).first().happened_on = date(2020, 1, 1)
