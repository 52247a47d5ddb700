"""What was closed, answered, signed or numbered is not changed by form, batch, file or the 回收站."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models.certificate import EnforcementCertificate
from services.access import Actor, Role
from services.errors import ConflictError, DeniedError, ServiceError, ValidationError
from services.query import LedgerQuery


def decision(ledger, row, action, **further):
    """What an act that ends or stops something asks for."""
    asked = next(a for a in ledger.actions(row) if a.name == action)
    codes = next((f.choices for f in asked.fields if f.key == "reason_code"), {})
    known = {"reason_code": next(iter(codes))} if codes else {}
    given = {"decided_by": "示例县司法局", "doc_no": "示司监〔2026〕1号", "on": date(2026, 6, 15)}
    return {**known, **given, **further}


def as_role(desk, role):
    desk.database.actor = lambda: Actor("简若宁", role)


def first(ledger, **wanted):
    rows = ledger.search(LedgerQuery(limit=500)).rows
    return next(row for row in rows if all(row.values[key] == value for key, value in wanted.items()))


@pytest.fixture
def problems(sample_desk):
    as_role(sample_desk, Role.CLERK)
    return sample_desk.ledgers["problems"]


@pytest.fixture
def closed(problems):
    return first(problems, state="closed")


def test_a_closed_problem_is_not_changed_by_form_batch_or_removal(problems, closed):
    attempts = (
        lambda: problems.save(closed.id, closed.row_version, {**closed.values, "due_on": date(2026, 12, 1)}),
        lambda: problems.set_values([closed.id], {"person": "另一人"}),
        lambda: problems.remove([closed.id]),
    )
    for attempt in attempts:
        with pytest.raises(ConflictError, match="已销号"):
            attempt()
    assert problems.load(closed.id) == closed


def test_a_form_that_changes_nothing_of_a_closed_problem_is_stored(problems, closed):
    problems.save(closed.id, closed.row_version, closed.values)
    assert problems.load(closed.id).values == closed.values


@pytest.mark.parametrize("values", [{"state": "closed"}, {"closed_on": date(2026, 6, 1)}, {"due_state": "done"}])
def test_a_state_is_not_set_by_batch(problems, values):
    running = first(problems, state="rectifying")
    with pytest.raises(ValidationError):
        problems.set_values([running.id], values)
    assert problems.load(running.id) == running


def test_a_form_does_not_close_a_problem(problems):
    running = first(problems, state="rectifying")
    problems.save(running.id, running.row_version, {**running.values, "state": "closed", "closed_on": date(2026, 6, 1)})
    assert problems.load(running.id).values["state"] == "rectifying"


def test_a_clerk_does_not_move_a_date_past_the_approval(sample_desk, problems):
    running = first(problems, state="rectifying")
    later = {**running.values, "due_on": date(2026, 12, 1)}
    with pytest.raises(ConflictError, match="申请延期"):
        problems.save(running.id, running.row_version, later)
    as_role(sample_desk, Role.HEAD)
    problems.save(running.id, running.row_version, later)
    assert problems.load(running.id).values["due_on"] == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("closed", "assign"),
        ("closed", "report"),
        ("registered", "close"),
        ("rectifying", "close"),
        ("rectifying", "reopen"),
        ("registered", "return"),
        ("submitted", "extend"),
    ],
)
def test_an_act_that_the_state_does_not_offer_is_refused(sample_desk, problems, state, action):
    as_role(sample_desk, Role.HEAD)
    row = first(problems, state=state)
    day = date(2026, 6, 15)
    values = {"measure": "甲", "person": "乙", "due_on": day, "result": "丙", "reviewer": "丁", "closed_on": day}
    with pytest.raises(ConflictError):
        problems.perform(action, row, {**values, "why": "理由"})
    assert problems.load(row.id) == row


def test_an_act_without_its_reason_is_refused_beside_the_field(problems, closed):
    with pytest.raises(ValidationError) as refused:
        problems.perform("reopen", closed, {})
    assert set(refused.value.problems) == {"why"}


def test_an_answered_complaint_keeps_the_dates_it_is_counted_by(sample_desk):
    as_role(sample_desk, Role.CLERK)
    complaints = sample_desk.ledgers["complaints"]
    answered = first(complaints, state="answered")
    with pytest.raises(ConflictError):
        complaints.set_values([answered.id], {"due_on": date(2026, 12, 1)})
    with pytest.raises(ConflictError):
        complaints.perform("answer", answered, {"result": "再答", "answered_on": date(2026, 6, 15)})
    assert complaints.load(answered.id) == answered


@pytest.fixture
def signed(sample_desk):
    """A signed reminder."""
    task = sample_desk.ledgers["tasks"].search(LedgerQuery(conditions=())).rows[0]
    unit = sample_desk.ledgers["units"].search(LedgerQuery()).rows[0]
    sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, unit.id))
    return sample_desk.ledgers["documents"].search(LedgerQuery()).rows[0]


def test_a_signed_document_is_frozen_and_only_its_signer_makes_it_void(sample_desk, signed):
    documents = sample_desk.ledgers["documents"]
    attempts = (
        lambda: documents.set_values([signed.id], {"number": "示司监函〔2026〕99号"}),
        lambda: documents.set_values([signed.id], {"reply_due_on": date(2027, 1, 1)}),
        lambda: documents.remove([signed.id]),
    )
    for attempt in attempts:
        with pytest.raises(ConflictError, match="定稿"):
            attempt()
    as_role(sample_desk, Role.CLERK)
    with pytest.raises(DeniedError):
        documents.perform("void", signed, {"why": "写错"})
    assert documents.load(signed.id) == signed


def test_the_pdf_of_a_signed_document_cannot_be_taken_away(sample_desk, signed):
    kept = sample_desk.attachments.of("issued_document", signed.id)[0]
    with pytest.raises(ConflictError, match="定稿"):
        sample_desk.attachments.remove(kept.id)
    assert sample_desk.documents.pdf_of(signed).exists()


def test_a_void_document_is_neither_answered_nor_voided_again(sample_desk, signed):
    documents = sample_desk.ledgers["documents"]
    documents.perform("void", signed, {"why": "写错"})
    void = documents.load(signed.id)
    for action, values in (("reply", {"replied_on": date(2026, 6, 15)}), ("void", {"why": "再来"})):
        with pytest.raises(ConflictError):
            documents.perform(action, void, values)
    assert documents.load(signed.id).values["number"] == signed.values["number"]


def test_evidence_stays_with_a_closed_problem(sample_desk, problems, tmp_path):
    file = tmp_path / "照片.txt"
    file.write_text("证据", encoding="utf-8")
    row = first(problems, state="submitted")
    attachment = sample_desk.attachments.add("problem", row.id, file)
    added = sample_desk.history_of("attachment", attachment)[0].group
    problems.perform("close", row, {"reviewer": "祁望山", "closed_on": date(2026, 6, 15)})
    with pytest.raises(ConflictError, match="佐证材料"):
        sample_desk.attachments.remove(attachment)
    with pytest.raises(ConflictError, match="佐证材料"):
        sample_desk.undo(added)
    problems.perform("reopen", problems.load(row.id), {"why": "复查不合格"})
    sample_desk.attachments.remove(attachment)
    assert not sample_desk.attachments.of("problem", row.id)


def test_a_clerk_takes_back_no_extension_that_a_head_approved(sample_desk, problems):
    as_role(sample_desk, Role.HEAD)
    row = next(
        r
        for r in problems.search(LedgerQuery()).rows
        if r.values["state"] == "rectifying" and r.values["due_on"] >= date(2026, 6, 15)
    )
    group = problems.perform("extend", row, {"due_on": date(2026, 12, 1), "why": "汛期"}).group
    as_role(sample_desk, Role.CLERK)
    with pytest.raises(DeniedError):
        sample_desk.undo(group)
    assert problems.load(row.id).values["due_on"] == date(2026, 12, 1)


def test_a_file_changes_neither_a_closed_problem_nor_the_stage_of_an_open_one(sample_desk, problems, closed, tmp_path):
    running = first(problems, state="rectifying")
    head = "编号,责任单位,问题描述,发现日期,办理环节,销号日期"
    unchanged = first(problems, state="registered")
    lines = [
        f"{row.values['number']},{row.labels['agency_id']},{title},{row.values['found_on']},{state},{day}"
        for row, title, state, day in (
            (closed, "换了说法", "整改中", ""),
            (running, running.values["title"], "已销号", "2026-06-01"),
            (unchanged, unchanged.values["title"], "已登记", ""),
        )
    ]
    file = tmp_path / "问题.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    reading = sample_desk.imports.read("problems", file)
    assert [row.action.value for row in reading.rows] == ["error", "error", "same"]


# --- numbers ---------------------------------------------------------------------------------


def test_a_number_that_was_entered_by_hand_is_not_given_again(sample_desk, signed):
    hand = {"kind": "letter", "title": "补登", "recipients": "县水务局", "issued_on": date(2026, 6, 1)}
    documents = sample_desk.ledgers["documents"]
    assert signed.values["number"] == "示司监函〔2026〕4号"
    documents.save(None, 0, {**hand, "number": "示司监函〔2026〕5号"})
    gone = documents.save(None, 0, {**hand, "number": "示司监函〔2026〕6号"})
    documents.remove([gone])
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, 2))
    numbers = [row.values["number"] for row in documents.search(LedgerQuery(text="示司监函〔2026〕7号")).rows]
    assert numbers == ["示司监函〔2026〕7号"]


def test_a_class_of_numbers_in_use_is_neither_removed_nor_set_back(sample_desk, signed):
    registers = sample_desk.ledgers["number_registers"]
    row = registers.search(LedgerQuery()).rows[0]
    with pytest.raises(ConflictError):
        registers.remove([row.id])
    with pytest.raises(ValidationError) as refused:
        registers.set_values([row.id], {"last_serial": 0})
    assert set(refused.value.problems) == {"last_serial"}
    with pytest.raises(ValidationError) as refused:
        registers.save(None, 0, {**row.values, "last_serial": 9})
    assert set(refused.value.problems) == {"prefix"}


def test_a_class_that_was_removed_before_its_first_number_comes_back_by_itself(sample_desk):
    registers = sample_desk.ledgers["number_registers"]
    sample_desk.settings.set("document_prefix", "样司监")
    registers.remove([registers.save(None, 0, {"name": "函", "prefix": "样司监", "year": 2026, "last_serial": 0})])
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    assert "样司监〔2026〕1号" in sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, 2)).message


def test_a_failed_issue_leaves_no_gap(sample_desk, monkeypatch):
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    draft = sample_desk.documents.draft_reminder(task, 2)

    def full(*_args):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("services.attachments._store", full)
        with pytest.raises(ServiceError):
            sample_desk.documents.issue(draft)
    assert sample_desk.documents.issue(draft).message == "已签发示司监函〔2026〕4号。"


def test_a_prefix_that_cannot_stand_in_a_file_name_is_refused(sample_desk):
    sample_desk.settings.set("document_prefix", "示/司")
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    with pytest.raises(ValidationError) as refused:
        sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, 2))
    assert set(refused.value.problems) == {"document_prefix"}


# --- certificates ----------------------------------------------------------------------------


def test_an_older_copy_of_an_officer_does_not_undo_a_suspension(sample_desk):
    officers = sample_desk.ledgers["officers"]
    seen = first(officers, cert_state="active")
    decided = decision(officers, seen, "suspend", reason="接受调查")
    officers.perform("suspend", seen, decided)
    with pytest.raises(ConflictError):
        officers.perform("renew", seen, {"renewal_reason": "expiry", "on": date(2026, 6, 15)})
    assert officers.load(seen.id).values["cert_state"] == "suspended"


def test_an_act_on_a_certificate_sets_only_its_own_fields(sample_desk):
    officers = sample_desk.ledgers["officers"]
    seen = first(officers, cert_state="active")
    decided = decision(officers, seen, "suspend", reason="接受调查")
    officers.perform("suspend", seen, {**decided, "cert_no": "改号", "valid_to": date(2099, 1, 1)})
    after = officers.load(seen.id).values
    assert (after["cert_no"], after["valid_to"]) == (seen.values["cert_no"], seen.values["valid_to"])


def test_numbers_issued_at_the_same_time_differ(sample_desk):
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    drafts = [sample_desk.documents.draft_reminder(task, unit) for unit in (2, 3, 4, 5)]
    assert sample_desk.scratch().is_dir()  # and the attachments: both are made on first use
    with ThreadPoolExecutor(len(drafts)) as pool:
        list(pool.map(sample_desk.documents.issue, drafts))
    numbers = {row.values["number"] for row in sample_desk.ledgers["documents"].search(LedgerQuery()).rows}
    assert numbers >= {f"示司监函〔2026〕{n}号" for n in (4, 5, 6, 7)}
    assert len(numbers) == 7


def test_the_first_number_of_a_year_is_one(sample_desk):
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    office = sample_desk.documents
    office._now = lambda: datetime(2026, 12, 31, 23, 59)
    assert office.issue(office.draft_reminder(task, 2)).message == "已签发示司监函〔2026〕4号。"
    office._now = lambda: datetime(2027, 1, 1, 0, 1)
    assert office.issue(office.draft_reminder(task, 2)).message == "已签发示司监函〔2027〕1号。"


def test_an_older_change_of_a_problem_is_not_taken_back_after_its_closing(sample_desk, problems, tmp_path):
    file = tmp_path / "照片.txt"
    file.write_text("证据", encoding="utf-8")
    row = first(problems, state="submitted")
    group = problems.set_values([row.id], {"person": "另一人"}).group
    sample_desk.attachments.add("problem", row.id, file)
    problems.perform("close", problems.load(row.id), {"reviewer": "祁望山", "closed_on": date(2026, 6, 15)})
    with pytest.raises(ConflictError, match="办结"):
        sample_desk.undo(group)
    assert problems.load(row.id).values["person"] == "另一人"


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 12, 31)])
def test_the_sample_county_fits_any_day(empty_desk, today):
    from services.sample.county import SampleCounty

    SampleCounty(empty_desk.database, lambda: datetime(today.year, today.month, today.day, 9)).load()
    training = empty_desk.ledgers["training"].search(LedgerQuery(sort="held_on", descending=True))
    assert training.rows[0].values["held_on"] <= today


def test_a_roster_brings_a_new_certificate_beside_a_cancelled_one(sample_desk, tmp_path):
    officers = sample_desk.ledgers["officers"]
    row = first(officers, cert_state="active")
    left = {"status": "moved", "on": date(2026, 6, 15), "card_returned": True}
    officers.perform("leave", row, left)
    row = officers.load(row.id)
    officers.perform("cancel", row, decision(officers, row, "cancel", reason="调离", card_returned=True))
    file = tmp_path / "名册.csv"
    person = f"{row.values['name']},{row.values['id_no']},{row.labels['agency_id']}"
    file.write_text(f"姓名,身份证号,单位,执法证号,有效期至\n{person},示888888,2031-01-01\n", encoding="utf-8")
    sample_desk.imports.accept("officers", sample_desk.imports.read("officers", file))
    after = officers.load(row.id).values
    assert (after["cert_no"], after["cert_state"]) == ("示888888", "active")
    with sample_desk.database.read() as session:
        kept = session.scalars(
            select(EnforcementCertificate).where(EnforcementCertificate.cert_no == row.values["cert_no"])
        ).one()
    assert (kept.status.value, kept.current) == ("cancelled", False)
