"""文号: no gap without a 作废 record; what was sent, served, sealed and filed stands in the register."""

from datetime import date

import pytest

from services.errors import ConflictError, DeniedError, ValidationError
from services.query import LedgerQuery

REGISTER = {"name": "监督函", "prefix": "样司监", "year": 2026, "last_serial": 41}


@pytest.fixture
def registers(empty_desk):
    registers = empty_desk.ledgers["number_registers"]
    registers.save(None, 0, REGISTER)
    return registers


@pytest.fixture
def documents(empty_desk):
    return empty_desk.ledgers["documents"]


def sent(documents, number, **more):
    values = {
        "number": number,
        "kind": "letter",
        "title": "函",
        "recipients": "县水务局",
        "issued_on": date(2026, 6, 1),
    }
    return documents.save(None, 0, {**values, **more})


def only(ledger):
    return ledger.search(LedgerQuery()).rows[0]


def test_numbers_of_the_old_paper_register_are_no_gaps(registers):
    assert only(registers).values["gap_count"] == 0
    assert not registers.actions(only(registers))[0].enabled


def test_a_number_that_was_passed_over_is_a_gap_until_it_is_recorded_as_void(registers, documents):
    row = only(registers)
    registers.save(row.id, row.row_version, {**REGISTER, "last_serial": 45})
    sent(documents, "样司监〔2026〕43号")
    row = only(registers)
    assert row.values["gap_count"] == 3
    assert registers.details(row)[0].lines == (("序号", "42、44—45"),)
    with pytest.raises(ValidationError, match="43号不是缺号。缺的是42、44—45"):
        registers.perform("void", row, {"serial": 43, "why": "打印坏了"})
    outcome = registers.perform("void", row, {"serial": 44, "why": "打印坏了"})
    assert outcome.message == "已登记作废号样司监〔2026〕44号。"
    assert only(registers).values["gap_count"] == 2
    void = documents.search(LedgerQuery(text="44号")).rows[0]
    assert (void.values["state"], void.values["void_reason"]) == ("void", "打印坏了")


def test_a_paper_put_into_the_bin_leaves_a_gap_that_shows(registers, documents):
    row = only(registers)
    registers.save(row.id, row.row_version, {**REGISTER, "last_serial": 42})
    kept = sent(documents, "样司监〔2026〕42号")
    assert only(registers).values["gap_count"] == 0
    documents.remove([kept])
    assert only(registers).values["gap_count"] == 1


def test_a_register_of_another_class_with_a_longer_name_is_not_counted(registers, documents):
    row = only(registers)
    registers.save(row.id, row.row_version, {**REGISTER, "last_serial": 42})
    sent(documents, "样司监函〔2026〕42号")
    assert only(registers).values["gap_count"] == 1


def test_the_number_shown_before_signing_is_the_one_that_is_given(empty_desk, registers, documents):
    from services.documents.registers import allocate, next_number

    sent(documents, "样司监〔2026〕42号")
    with empty_desk.database.write("签发") as session:
        shown = next_number(session, "样司监", 2026)
        assert shown == "样司监〔2026〕43号" == allocate(session, "样司监", 2026, "监督函")


def test_a_paper_is_served_sealed_and_filed_in_the_register(empty_desk, documents):
    sent(documents, "样司监〔2026〕1号")
    documents.perform("serve", only(documents), {"served_on": date(2026, 6, 3), "service_method": "mail"})
    documents.perform("archive", only(documents), {"archive_no": "示-2026-07"})
    seal = {"seal": "行政章", "copy_count": 2, "applicant": "甲", "approver": "乙", "keeper": "丙"}
    documents.perform("seal", only(documents), seal)
    row = only(documents)
    assert (row.values["served_on"], row.values["archive_no"]) == (date(2026, 6, 3), "示-2026-07")
    used = only(empty_desk.ledgers["seal_uses"])
    assert (used.values["number"], used.values["copy_count"], used.values["used_on"]) == (
        "样司监〔2026〕1号",
        2,
        date(2026, 6, 15),
    )


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2026, 6, 16)])
def test_a_paper_is_served_between_its_date_and_today(documents, day):
    sent(documents, "样司监〔2026〕1号")
    with pytest.raises(ValidationError, match="送达日期应在成文日期和今天之间"):
        documents.perform("serve", only(documents), {"served_on": day, "service_method": "mail"})


def test_a_void_paper_says_why_and_is_neither_sealed_nor_served(documents):
    sent(documents, "样司监〔2026〕1号")
    documents.perform("void", only(documents), {"why": "重新发文"})
    row = only(documents)
    assert row.values["void_reason"] == "重新发文"
    assert {a.name for a in documents.actions(row) if a.enabled} == {"open", "archive"}
    with pytest.raises(ConflictError):
        documents.perform("serve", row, {"served_on": date(2026, 6, 3), "service_method": "mail"})


def test_a_seal_in_the_future_or_for_no_copy_is_refused(empty_desk):
    seals = empty_desk.ledgers["seal_uses"]
    values = {
        "used_on": date(2026, 6, 16),
        "seal": "行政章",
        "matter": "报送材料",
        "copy_count": 0,
        "applicant": "甲",
        "approver": "乙",
        "keeper": "丙",
    }
    with pytest.raises(ValidationError) as refused:
        seals.save(None, 0, values)
    assert set(refused.value.problems) == {"used_on", "copy_count"}


def test_recording_a_void_number_needs_the_right_to_sign(empty_desk, registers):
    from services.access import Actor, Role

    row = only(registers)
    registers.save(row.id, row.row_version, {**REGISTER, "last_serial": 42})
    empty_desk.database.actor = lambda: Actor("简若宁", Role.CLERK)
    with pytest.raises(DeniedError):
        registers.perform("void", only(registers), {"serial": 42, "why": "空号"})


def test_signed_papers_are_copied_out_under_names_that_windows_takes(sample_desk, tmp_path):
    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    rows = []
    for unit in (2, 3):
        number = sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, unit)).message[3:-1]
        rows.append(sample_desk.ledgers["documents"].search(LedgerQuery(text=number)).rows[0])
    files = sample_desk.documents.pdfs_of([row.id for row in rows], tmp_path)
    assert [file.name for file in files] == [f"{row.values['number']}　{row.values['recipients']}.pdf" for row in rows]
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)


def test_several_papers_are_printed_as_one_job_each_on_a_sheet_of_its_own(sample_desk, tmp_path):
    import pypdfium2

    task = sample_desk.ledgers["tasks"].search(LedgerQuery()).rows[0]
    for unit in (2, 3, 4):
        sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, unit))
    found = sample_desk.ledgers["documents"].search(LedgerQuery(text="催报")).rows
    rows = sorted(found, key=lambda row: row.id)
    folder = tmp_path / "合印"
    folder.mkdir()
    file = sample_desk.documents.joined([row.id for row in rows], folder)
    document = pypdfium2.PdfDocument(str(file))
    words = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    first = [next(n for n, page in enumerate(words) if row.values["number"] in page) for row in rows]
    assert [n % 2 for n in first] == [0, 0, 0]
    assert first == sorted(first)
    assert [each.name for each in folder.iterdir()] == [file.name]


def test_papers_that_were_entered_by_hand_have_nothing_to_print(documents, empty_desk, tmp_path):
    row_id = sent(documents, "样司监〔2026〕1号")
    with pytest.raises(ValidationError, match="补登"):
        empty_desk.documents.joined([row_id], tmp_path)
