"""Events of a card that were registered wrongly: corrected or withdrawn by further ones, told in the pane."""

from datetime import date

import pytest
from life import TODAY, do, state, store
from sqlalchemy import select

from models.certificate import CertificateEvent, CertificateStatus, Qualification
from services.certificates.as_of import certified_on
from services.errors import ConflictError, ValidationError


def event_id(officers, person, words):
    return next(key for key, label in choices(officers, person).items() if words in label)


def choices(officers, person):
    action = next(a for a in officers.actions(officers.load(person)) if a.name == "correct")
    return {key: label for f in action.fields if f.key == "event_id" for key, label in f.choices.items()}


def test_a_wrong_day_is_corrected_by_a_further_event(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    do(officers, holder, "reinstate", on=date(2026, 5, 20))
    wrong = event_id(officers, holder, "2026-05-01暂扣")
    with pytest.raises(ValidationError, match="2026-01-05至2026-05-20"):
        do(officers, holder, "correct", event_id=wrong, on=date(2026, 5, 21), why="笔误")
    do(officers, holder, "correct", event_id=wrong, on=date(2026, 5, 3), why="笔误")
    with empty_desk.database.read() as session:
        certified = [certified_on(session, holder, date(2026, 5, day)).certified for day in (1, 2, 3, 19, 20)]
        kept = session.scalars(select(CertificateEvent).where(CertificateEvent.corrects_id.is_not(None))).one()
    assert certified == [True, True, False, False, True]
    assert (kept.doc_no, kept.reason) == ("示司监函〔2026〕9号", "笔误")
    assert state(officers, holder) == "active"


def test_a_correction_is_corrected_again(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    do(officers, holder, "correct", event_id=event_id(officers, holder, "暂扣"), on=date(2026, 5, 3), why="笔误")
    do(officers, holder, "correct", event_id=event_id(officers, holder, "暂扣"), on=date(2026, 5, 2), why="又笔误")
    with empty_desk.database.read() as session:
        assert [certified_on(session, holder, date(2026, 5, day)).certified for day in (1, 2, 3)] == [
            True,
            False,
            False,
        ]


def test_a_correction_keeps_its_place_among_the_events_of_one_day(empty_desk, officers, holder):
    do(officers, holder, "suspend", on=TODAY, education=False)
    do(officers, holder, "reinstate", on=TODAY)
    wrong = event_id(officers, holder, "暂扣")
    do(officers, holder, "correct", event_id=wrong, on=TODAY, why="文号", doc_no="示司监〔2026〕8号")
    assert state(officers, holder) == "active"
    with empty_desk.database.read() as session:
        assert certified_on(session, holder, TODAY).certified
    assert "2026-06-15暂扣，示司监〔2026〕8号" in choices(officers, holder).values()


def test_what_never_happened_is_withdrawn_with_its_consequences(empty_desk, officers, holder):
    store(empty_desk, Qualification(officer_id=holder, exam_on=date(2025, 5, 1), passed=True))
    do(officers, holder, "revoke")
    do(officers, holder, "correct", event_id=event_id(officers, holder, "吊销"), how="withdrawn", why="登记错了人")
    assert state(officers, holder) == "active"
    with empty_desk.database.read() as session:
        assert session.scalars(select(Qualification)).one().cancelled_on is None


def test_the_first_event_is_not_withdrawn(officers, holder):
    with pytest.raises(ConflictError):
        do(officers, holder, "correct", event_id=event_id(officers, holder, "登记入账"), how="withdrawn", why="错")


def test_the_pane_tells_the_life_newest_first(officers, holder):
    do(officers, holder, "suspend", on=date(2026, 5, 1), education=False)
    parts = {part.title: part.lines for part in officers.details(officers.load(holder))}
    assert [day for day, _words in parts["证件记事"]] == ["2026-05-01", "2026-01-05"]
    assert "示司监函〔2026〕9号" in parts["证件记事"][0][1]
    assert CertificateStatus.SUSPENDED in officers.load(holder).values["cert_state"]
