"""执法证件: every kind one row; many at once with one undo; past days asked by list; what is due."""

from datetime import date, timedelta

import pytest
from life import CARD, PERSON, TODAY, do, offered, state
from sqlalchemy import select

from models.agency import FormerName
from models.certificate import CertificateEvent, CertificateKind, EnforcementCertificate, EventKind
from models.province import ProvinceRule
from services.certificates.asked import answer_lines
from services.certificates.batch import BatchRefusedError
from services.errors import ConflictError, ValidationError
from services.query import LedgerQuery

NUMBERS = ("示990001", "示990002", "示990003")
DECISION = {"decided_by": "示例县司法局", "doc_no": "示司公告〔2026〕1号", "on": TODAY, "reason": "整体更换新式证"}


@pytest.fixture
def certificates(empty_desk):
    return empty_desk.ledgers["certificates"]


@pytest.fixture
def unit(empty_desk):
    return empty_desk.ledgers["units"].save(None, 0, {"name": "县水务局", "short_name": "水务局", "kind": "department"})


@pytest.fixture
def three(officers, unit):
    """Three officers with a card each."""
    people = []
    for n, number in enumerate(NUMBERS):
        known = {**PERSON, "name": f"简若{'宁安禾'[n]}", "id_no": f"99010119900307{n:04d}", "agency_id": unit}
        people.append(officers.save(None, 0, known))
        do(officers, people[-1], "register", **{**CARD, "cert_no": number})
    return people


def rows(ledger):
    found = ledger.search(LedgerQuery(limit=500)).rows
    return {row.values["cert_no"]: row for row in found}


def ids(ledger, *numbers):
    return [rows(ledger)[number].id for number in numbers]


def codes(desk, ledger, name):
    fields, start = ledger.batch_form(name)
    chosen = next((f.choices for f in fields if f.key == "reason_code"), {})
    return {**start, **({"reason_code": next(iter(chosen))} if chosen else {})}


def states(ledger):
    return {number: row.values["cert_state"] for number, row in rows(ledger).items()}


# --- the ledger -------------------------------------------------------------------------------
def test_past_cards_and_other_kinds_have_their_rows(officers, certificates, three):
    do(officers, three[0], "renew")
    do(officers, three[0], "replace", cert_no="示990777", issue_date=TODAY, valid_to=date(2031, 6, 14))
    other = {"officer_id": three[0], "kind": "supervision", "cert_no": "监990001", "issue_date": TODAY}
    certificates.save(None, 0, other)
    assert states(certificates) == {
        "示990001": "replaced", "示990777": "active", "示990002": "active", "示990003": "active", "监990001": "active",
    }  # fmt: skip
    assert officers.search(LedgerQuery()).total == 3
    assert officers.load(three[0]).values["cert_no"] == "示990777"


def test_enforcement_cards_are_not_registered_here(certificates, three):
    with pytest.raises(ValidationError) as refused:
        certificates.save(None, 0, {"officer_id": three[0], "kind": "enforcement", "cert_no": "示990009"})
    assert set(refused.value.problems) == {"kind"}


def test_one_of_each_kind_is_held(certificates, three):
    card = {"officer_id": three[0], "kind": "hearing", "cert_no": "听990001", "issue_date": TODAY}
    certificates.save(None, 0, card)
    with pytest.raises(ValidationError, match="听证主持人证"):
        certificates.save(None, 0, {**card, "cert_no": "听990002"})


def test_a_ministry_card_beside_follows_the_province(empty_desk, certificates, three):
    card = {"officer_id": three[0], "kind": "ministry", "cert_no": "部990001", "issue_date": TODAY}
    with empty_desk.database.write("规则") as session:
        found = session.scalars(select(ProvinceRule).where(ProvinceRule.key == "ministry_beside"))
        for rule in found:
            rule.value = "不允许"
    with pytest.raises(ValidationError, match="部委执法证"):
        certificates.save(None, 0, card)
    with empty_desk.database.write("规则") as session:
        for rule in session.scalars(select(ProvinceRule).where(ProvinceRule.key == "ministry_beside")):
            rule.value = "提示"
    certificates.save(None, 0, card)
    parts = certificates.details(rows(certificates)["部990001"])
    assert any("两证" in words for part in parts for line in part.lines for words in line)


def test_two_holders_of_one_name_are_told_apart_by_unit(empty_desk, officers, certificates, unit):
    other = empty_desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    for agency in (unit, other):
        officers.save(None, 0, {"name": "于安禾", "agency_id": agency})
    assert [option[1] for option in certificates.options("officer_id")] == ["于安禾（县水务局）", "于安禾（县林业局）"]


def test_what_the_card_prints_is_changed_by_an_event(empty_desk, certificates, three):
    row = rows(certificates)["示990001"]
    certificates.save(row.id, row.row_version, {**row.values, "valid_to": date(2032, 1, 4)})
    with empty_desk.database.read() as session:
        event = session.scalars(select(CertificateEvent).where(CertificateEvent.kind == EventKind.CHANGED)).one()
    assert event.details == {"valid_to": ["2031-01-04", "2032-01-04"]}


def test_an_ended_card_is_only_corrected(officers, certificates, three):
    do(certificates, ids(certificates, "示990001")[0], "revoke")
    row = rows(certificates)["示990001"]
    assert offered(certificates, row.id) == {"correct"}
    with pytest.raises(ConflictError, match="已吊销"):
        certificates.save(row.id, row.row_version, {**row.values, "issuer": "别的机关"})
    with pytest.raises(ConflictError, match="记事"):
        certificates.remove([row.id])
    assert state(officers, three[0]) == "revoked"


# --- many at once -------------------------------------------------------------------------------
def test_a_yearly_check_of_many_is_one_act_with_one_undo(empty_desk, certificates, three):
    outcome = certificates.batch("check", ids(certificates, *NUMBERS), codes(empty_desk, certificates, "check"))
    assert outcome.message == "已办理年审，共3本。"
    assert checks(empty_desk) == 3
    empty_desk.undo(outcome.group)
    assert checks(empty_desk) == 0


def checks(desk):
    with desk.database.read() as session:
        wanted = select(CertificateEvent).where(
            CertificateEvent.kind == EventKind.CHECKED, CertificateEvent.deleted_at.is_(None)
        )
        return len(session.scalars(wanted).all())


def test_a_batch_that_fails_for_some_names_them_all_and_changes_nothing(empty_desk, officers, certificates, three):
    do(officers, three[1], "suspend", education=False)
    do(officers, three[2], "lose")
    with pytest.raises(BatchRefusedError) as refused:
        certificates.batch("check", ids(certificates, *NUMBERS), codes(empty_desk, certificates, "check"))
    assert {failure.holder for failure in refused.value.failures} == {"简若安", "简若禾"}
    assert "简若安（水务局）" in str(refused.value)
    assert "3本都没有改动" in str(refused.value)
    assert checks(empty_desk) == 0


def test_the_old_style_is_voided_by_one_decision(empty_desk, officers, certificates, three):
    with empty_desk.database.write("试") as session:
        for card in session.scalars(select(EnforcementCertificate).where(EnforcementCertificate.cert_no != "示990003")):
            card.kind = CertificateKind.OLD
    wanted = certificates.batch_ids("void_old", ids(certificates, "示990003"))
    assert sorted(wanted) == sorted(ids(certificates, "示990001", "示990002"))
    outcome = certificates.batch("void_old", wanted, codes(empty_desk, certificates, "void_old") | DECISION)
    assert states(certificates) == {"示990001": "cancelled", "示990002": "cancelled", "示990003": "active"}
    empty_desk.undo(outcome.group)
    assert set(states(certificates).values()) == {"active"}


def test_cards_that_print_a_former_name_are_found_and_renewed_or_changed(empty_desk, certificates, three, unit):
    with empty_desk.database.write("试") as session:
        session.add(FormerName(agency_id=unit, name="县水利局", used_to=date(2026, 3, 1)))
        first = session.get_one(EnforcementCertificate, ids(certificates, "示990001")[0])
        first.valid_from, first.unit_named = date(2026, 1, 5), "县水利局"
        session.get_one(EnforcementCertificate, ids(certificates, "示990003")[0]).valid_from = date(2026, 4, 1)
    old = {number for number, row in rows(certificates).items() if row.values["old_name"] == "old"}
    assert old == {"示990001", "示990002"}
    wanted = {"how": "change", "reason": "单位更名", "on": TODAY}
    certificates.batch("rename", ids(certificates, "示990001"), wanted)
    assert rows(certificates)["示990001"].values["unit_named"] == "县水务局"
    with pytest.raises(BatchRefusedError, match="已是现在的单位名称"):
        certificates.batch("rename", ids(certificates, "示990001", "示990002"), wanted)
    certificates.batch("rename", ids(certificates, "示990002"), {**wanted, "how": "renew"})
    assert states(certificates)["示990002"] == "renewing"


def test_officers_cards_are_recalled_and_cancelled_together(empty_desk, officers, certificates, three):
    for person in three[:2]:
        do(officers, person, "leave", status="retired", on=TODAY)
    cards = officers.batch_ids("recall", three[:2])
    officers.batch("recall", cards, {"on": TODAY, "reason": "退休"})
    asked = codes(empty_desk, officers, "cancel") | DECISION | {"card_returned": True}
    outcome = officers.batch("cancel", cards, asked)
    assert outcome.message == "已办理注销，共2本。"
    assert states(certificates) == {"示990001": "cancelled", "示990002": "cancelled", "示990003": "active"}


def test_an_officer_without_a_card_is_named(officers, three, unit):
    without = officers.save(None, 0, {"name": "岑知远", "agency_id": unit})
    with pytest.raises(ConflictError, match="岑知远没有证件"):
        officers.batch_ids("renew", [three[0], without])


# --- past days -----------------------------------------------------------------------------------
def test_a_pasted_list_is_answered_line_by_line(empty_desk, officers, three, unit):
    do(officers, three[0], "suspend", on=date(2026, 5, 1), education=False)
    do(officers, three[0], "reinstate", on=date(2026, 5, 20))
    lines = ("姓名\t执法日期", "简若宁\t2026-05-06", "简若宁、简若安 水务局 2026年5月20日")
    lines += ("无此人 2026-05-06", "简若安 2026.5", "简若安 2027-01-01")
    found = answer_lines(empty_desk.database, "\n".join(lines), TODAY)
    assert [(a.name, a.words, a.certified) for a in found] == [
        ("简若宁", "否（暂扣）", False),
        ("简若宁", "是", True),
        ("简若安", "是", True),
        ("无此人", "名册里没有这个人。核对姓名，或者先登记。", None),
        ("简若安", "“2026.5”不是完整的日期，写成2026-05-06这样。", None),
        ("简若安", "日期晚于今天，不能回答。", None),
    ]
    assert "2026-05-01暂扣" in found[0].reference


def test_of_two_with_one_name_the_unit_or_the_number_decides(empty_desk, officers, unit):
    other = empty_desk.ledgers["units"].save(None, 0, {"name": "县林业局", "kind": "department"})
    for n, agency in enumerate((unit, other)):
        known = {"name": "王伟", "agency_id": agency, "id_no": f"99010119900307{n:04d}"}
        person = officers.save(None, 0, known)
    do(officers, person, "register", **CARD)
    text = "王伟 2026-06-01\n王伟 县林业局 2026-06-01\n990101199003070001 2026-06-01"
    found = answer_lines(empty_desk.database, text, TODAY)
    assert [a.certified for a in found] == [None, True, True]
    assert "有2人同名（水务局、县林业局）" in found[0].words


# --- what is due ---------------------------------------------------------------------------------
def due(desk, what, days=400):
    return [item for item in desk.due.items(days=days) if item.what == what]


def test_the_end_of_a_suspension_is_due_or_else_the_next_reminder(empty_desk, officers, three):
    do(officers, three[0], "suspend", on=TODAY, education=False, planned_end=date(2026, 7, 1))
    do(officers, three[1], "suspend", on=TODAY - timedelta(days=40), education=False)
    found = {item.title: item.due_on for item in due(empty_desk, "暂扣期满")}
    assert found == {"简若宁": date(2026, 7, 1), "简若安": TODAY + timedelta(days=20)}
    do(officers, three[0], "reinstate")
    assert {item.title for item in due(empty_desk, "暂扣期满")} == {"简若安"}


def test_the_next_yearly_check_is_due(empty_desk, certificates, three):
    values = {**codes(empty_desk, certificates, "check"), "next_check_on": date(2026, 12, 31)}
    certificates.batch("check", ids(certificates, "示990001"), values)
    assert [(item.ledger, item.title, item.due_on) for item in due(empty_desk, "证件年审")] == [
        ("certificates", "简若宁", date(2026, 12, 31))
    ]
