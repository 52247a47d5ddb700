"""An officer without a card: one that is there is registered, one is applied for, reviewed and issued."""

from datetime import date

import pytest
from life import CARD, TODAY, do, events, offered, rule, state, store, why_not

from models.agency import EnforcementAgency, NoticeKind, SubjectNotice
from models.officer import EnforcementOfficer
from services.certificates.machine import transition
from services.certificates.rules import life_rules
from services.certificates.situation import read_blocks, read_facts
from services.errors import ValidationError


def test_a_card_that_is_there_is_registered_by_hand(empty_desk, officers, person):
    assert {"apply", "register"} <= offered(officers, person)
    do(officers, person, "register", **CARD)
    row = officers.load(person).values
    assert (row["cert_no"], row["valid_to"], row["cert_state"]) == ("示990001", date(2031, 1, 4), "active")
    assert {"renew", "check", "suspend", "revoke", "lose", "move", "leave", "correct"} <= offered(officers, person)
    assert not {"recall", "cancel", "apply"} & offered(officers, person)
    assert events(empty_desk, person) == ["registered"]


def test_an_application_travels_through_the_reviews_to_a_card(empty_desk, officers, person):
    do(officers, person, "apply")
    assert state(officers, person) == "applying"
    do(officers, person, "submit")
    do(officers, person, "forward")
    with pytest.raises(ValidationError, match="资格考试"):
        do(officers, person, "review")
    do(officers, person, "exam", exam_on=date(2026, 5, 20), passed=True)
    do(officers, person, "review")
    do(officers, person, "approve", decided_by="示例省司法厅", doc_no="批2026-3")
    issued = {"cert_no": "示990001", "issue_date": date(2026, 6, 10), "on": TODAY}
    do(officers, person, "issue", **issued)
    row = officers.load(person).values
    assert (row["cert_state"], row["valid_to"]) == ("active", date(2031, 6, 9))  # five years less a day
    kinds = ["applied", "forwarded", "forwarded", "reviewed", "approved", "issued"]
    assert events(empty_desk, person) == kinds


def test_an_application_without_an_identity_number_is_not_submitted(empty_desk, officers, person):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "education": "", "staffing": "事业编制"})
    do(officers, person, "apply")
    assert "还缺学历" in why_not(officers, person, "submit")


def test_a_returned_application_is_submitted_again_a_refused_one_is_over(empty_desk, officers, person):
    do(officers, person, "apply")
    do(officers, person, "submit")
    do(officers, person, "send_back", reason="照片不合要求")
    do(officers, person, "submit")
    do(officers, person, "reject", reason="不在执法岗位")
    assert state(officers, person) == "rejected"
    assert {"apply", "register"} <= offered(officers, person)


@pytest.mark.parametrize(
    ("staffing", "words"),
    [("劳务派遣", "劳务派遣"), ("借调人员", "借调"), ("", "没有登记编制性质")],
)
def test_who_is_outside_the_establishment_does_not_apply(officers, person, staffing, words):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "staffing": staffing})
    assert words in why_not(officers, person, "apply")


def test_a_province_says_which_staff_is_excluded(empty_desk, officers, person):
    row = officers.load(person)
    officers.save(person, row.row_version, {**row.values, "staffing": "机关工勤"})
    rule(empty_desk, excluded_staff="劳务派遣")
    assert why_not(officers, person, "apply") == ""
    rule(empty_desk, excluded_staff="劳务派遣、工勤")
    assert "工勤" in why_not(officers, person, "apply")


def punish(desk, person, kind, decided_on):
    return desk.ledgers["disciplines"].save(None, 0, {"officer_id": person, "kind": kind, "decided_on": decided_on})


def test_a_discipline_bars_until_its_last_day_inclusive(empty_desk, officers, person):
    punish(empty_desk, person, "C02", date(2025, 6, 15))
    assert why_not(officers, person, "apply") == ""
    punish(empty_desk, person, "C02", date(2025, 6, 16))
    assert "2026-06-15以前（含当日）" in why_not(officers, person, "apply")


def test_a_warning_keeps_nobody_from_applying_unless_the_bureau_says_so(empty_desk, officers, person):
    punish(empty_desk, person, "C01", date(2026, 5, 1))
    assert why_not(officers, person, "apply") == ""
    assert "不能申领" not in {part.title for part in officers.details(officers.load(person))}
    rule(empty_desk, barring_disciplines="警告、记过")
    punish(empty_desk, person, "C01", date(2026, 5, 2))
    assert "2026-11-01以前（含当日）" in why_not(officers, person, "apply")
    assert "不能申领" in {part.title for part in officers.details(officers.load(person))}


@pytest.mark.parametrize(
    ("day", "barred"),
    [(date(2026, 11, 20), True), (date(2026, 12, 9), True), (date(2026, 12, 10), False), (date(2026, 12, 11), False)],
)
def test_a_demerit_of_december_bars_until_the_ninth_of_the_next(empty_desk, officers, person, day, barred):
    punish(empty_desk, person, "C02", date(2025, 12, 10))
    with empty_desk.database.read() as session:
        assert read_blocks(session, person, day) == (date(2026, 12, 9) if barred else None, None)
        facts = read_facts(session, session.get_one(EnforcementOfficer, person), None, life_rules(session), day)
    why = transition("apply", None).why_not(facts)
    assert ("2026-12-09以前（含当日）" in why) is barred
    assert bool(why) is barred


def test_only_announced_units_apply_once_the_bureau_keeps_the_notices(empty_desk, officers, person):
    other = store(empty_desk, EnforcementAgency(name="县教育局"))[0]
    notice = {"kind": NoticeKind.CONFIRMED, "doc_no": "示府告〔2026〕1号", "announced_on": date(2026, 3, 1)}
    store(empty_desk, SubjectNotice(agency_id=other, **notice))
    assert "没有公告为执法主体" in why_not(officers, person, "apply")
    store(empty_desk, SubjectNotice(agency_id=officers.load(person).values["agency_id"], **notice))
    assert why_not(officers, person, "apply") == ""


def test_police_have_their_own_card(empty_desk, officers, person):
    police = empty_desk.ledgers["units"].save(None, 0, {"name": "县公安局", "kind": "department"})
    do(officers, person, "move", agency_id=police)
    assert "人民警察证" in why_not(officers, person, "apply")


def test_one_number_belongs_to_one_person(officers, holder):
    other = officers.save(None, 0, {"name": "于安禾", "agency_id": officers.load(holder).values["agency_id"]})
    with pytest.raises(ValidationError, match="祁望山") as refused:
        do(officers, other, "register", **CARD)
    assert set(refused.value.problems) == {"cert_no"}
    assert state(officers, other) == "none"
