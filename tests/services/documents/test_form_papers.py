"""Forms from the registers, read back from their PDFs: what the records know stands in its cell, the rest is blank."""

from datetime import date

import pytest
from sqlalchemy import func, select

from models.audit import AuditEntry
from services.access import Actor, Role
from services.documents.draft_text import DraftText
from services.errors import NotFoundError, ValidationError
from services.query import LedgerQuery
from tests.unit.printing.pdf_reading import lines_of, page_text, read_chars, words

LETTER = {
    "format": "信函",
    "mark": "示例县司法局",
    "issuer": "示例县司法局",
    "secrecy": "内部",
    "urgency": "加急",
    "title": "示例县司法局关于商请提供目录的函",
    "to": ["县水务局"],
    "cc": ["县人民政府办公室"],
    "attachments": ["目录样式", "填报说明"],
    "body": [{"level": 0, "text": "请提供行政执法事项目录。"}],
    "sign": [{"name": "示例县司法局", "seal": True}],
    "note": "此件依申请公开",
}


@pytest.fixture
def papers(sample_desk):
    return sample_desk.form_papers


@pytest.fixture
def documents(sample_desk):
    return sample_desk.ledgers["documents"]


def found(ledger, text=""):
    return ledger.search(LedgerQuery(text=text)).rows


def first(ledger, state):
    return next(row for row in found(ledger) if row.values["state"] == state)


def cells(file, page=0):
    """The lines of a page as texts."""
    return [words(line) for line in lines_of(read_chars(file, page))]


def line_with(file, start):
    return next(line for line in cells(file) if line.startswith(start))


def signed(desk, person="岑知远"):
    """A letter that was sent for approval, approved with words, and signed; its draft and its register row."""
    drafting, acting = desk.drafting, desk.database.actor
    draft_id = drafting.start("函")
    drafting.save(draft_id, drafting.open(draft_id).row_version, DraftText(LETTER, "letter", "示司监函"))
    drafting.step("submit", draft_id, drafting.open(draft_id).row_version)
    desk.database.actor = lambda: Actor("简若宁", Role.HEAD)
    drafting.step("approve", draft_id, drafting.open(draft_id).row_version, "内容属实，同意。")
    desk.database.actor = lambda: Actor(person, Role.HEAD)
    drafting.sign(draft_id, drafting.open(draft_id).row_version)
    desk.database.actor = acting
    return draft_id, found(desk.ledgers["documents"], LETTER["title"])[0]


def test_the_proof_of_service_names_paper_unit_day_and_way(papers, documents):
    row = first(documents, "issued")
    file = papers.proof_of_service(row.id)
    text = page_text(file, 0)
    day = row.values["served_on"]
    assert f"受送达人{row.values['recipients']}" in cells(file)
    assert row.values["title"] in text
    assert any(line.endswith(f"{row.values['number']}2") for line in cells(file))
    assert line_with(file, "收到时间").startswith(f"收到时间{day.year}年{day.month}月{day.day}日")
    assert "√公文交换" in line_with(file, "送达方式")
    assert "文书已作废" not in text


def test_what_was_not_served_yet_is_left_to_the_pen(papers, documents):
    documents.save(
        None,
        0,
        {
            "number": "样司监〔2026〕3号",
            "kind": "notice",
            "title": "关于报送目录的通知",
            "recipients": "县水务局、示例镇人民政府",
            "issued_on": date(2026, 6, 1),
            "copy_count": 30,
        },
    )
    file = papers.proof_of_service(found(documents, "样司监〔2026〕3号")[0].id)
    assert line_with(file, "收到时间") == "收到时间年月日时分"
    assert "√" not in page_text(file, 0)
    assert any(line.endswith("关于报送目录的通知样司监〔2026〕3号") for line in cells(file))  # 30 were for both units


def test_the_dispatch_sheet_carries_the_opinions_of_its_draft(sample_desk, papers):
    _draft, row = signed(sample_desk)
    file = papers.dispatch_sheet(row.id)
    rows = cells(file)
    number = row.values["number"]
    assert any(line.startswith(f"文号{number}份数") for line in rows)
    assert f"标题{LETTER['title']}" in rows
    assert "主送县水务局" in rows
    assert "抄送县人民政府办公室" in rows
    assert any("密级内部" in line and "紧急程度加急" in line for line in rows)
    assert {"1.目录样式", "2.填报说明"} <= set(rows)
    assert "√依申请公开" in line_with(file, "公开属性")
    assert any("拟稿人容知秋" in line for line in rows)
    signing, checking = rows.index("岑知远"), rows.index("内容属实，同意。")
    assert signing < next(n for n, line in enumerate(rows) if line.startswith("2026年6月15日")) < checking
    assert rows[checking + 1] == "简若宁"


def test_a_paper_signed_for_several_units_finds_its_draft_by_its_own_number(sample_desk, papers, documents):
    drafting = sample_desk.drafting
    draft_id = drafting.start("函")
    drafting.save(draft_id, drafting.open(draft_id).row_version, DraftText(LETTER, "letter", "示司监函"))
    units = [row_id for row_id, _name in drafting.units()[:2]]
    drafting.sign_each(draft_id, drafting.open(draft_id).row_version, units)
    rows = found(documents, LETTER["title"])
    assert len(rows) == 2
    for row in rows:
        file = papers.dispatch_sheet(row.id)
        assert any(line.startswith(f"文号{row.values['number']}") for line in cells(file))
        assert f"主送{row.values['recipients']}" in cells(file)
        assert any("拟稿人容知秋" in line for line in cells(file))


def test_a_draft_takes_its_sheet_along_before_it_has_a_number(sample_desk, papers):
    drafting = sample_desk.drafting
    draft_id = drafting.start("函")
    drafting.save(draft_id, drafting.open(draft_id).row_version, DraftText(LETTER, "letter", "示司监函"))
    file = papers.draft_sheet(draft_id)
    assert f"标题{LETTER['title']}" in cells(file)
    assert line_with(file, "文号") == "文号份数"
    assert not any("同意" in line for line in cells(file))
    drafting.step("submit", draft_id, drafting.open(draft_id).row_version)
    drafting.step("approve", draft_id, drafting.open(draft_id).row_version)
    assert any("审核同意" in line for line in cells(papers.draft_sheet(draft_id)))
    drafting.step("give_back", draft_id, drafting.open(draft_id).row_version, "标题再斟酌。")
    assert not any("审核同意" in line for line in cells(papers.draft_sheet(draft_id)))


def test_every_form_of_a_void_paper_says_so(sample_desk, papers, documents):
    row = next(row for row in found(documents) if row.values["served_on"] and row.values["state"] == "issued")
    use = next(u for u in found(sample_desk.ledgers["seal_uses"]) if u.values["number"] == row.values["number"])
    documents.perform("void", row, {"why": "主送机关写错"})
    for file in (papers.proof_of_service(row.id), papers.dispatch_sheet(row.id), papers.seal_approval(use.id)):
        assert any(line.startswith("文书已作废：主送机关写错") for line in cells(file)), file.name
    assert "文书已作废" in page_text(papers.seal_register([use.id]), 0)


def test_the_approval_of_a_sealing_names_who_asked_allowed_and_sealed(sample_desk, papers):
    row = found(sample_desk.ledgers["seal_uses"])[0]
    file = papers.seal_approval(row.id)
    values, day = row.values, row.values["used_on"]
    assert any(f"经办人{values['applicant']}" in line for line in cells(file))
    assert f"文号{values['number']}份数{values['copy_count']}每份页数" in page_text(file, 0)
    assert any(line.endswith(f"√{values['seal']}") for line in cells(file))
    last = f"批准人{values['approver']}监印人{values['keeper']}用印时间{day.year}年{day.month}月{day.day}日"
    assert last in cells(file)


def test_a_sealing_without_a_paper_is_known_by_its_reason(sample_desk, papers):
    uses = sample_desk.ledgers["seal_uses"]
    people = {"applicant": "齐明川", "approver": "岑知远", "keeper": "宓景行"}
    reason = {"used_on": date(2026, 6, 12), "seal": "合同专用章", "matter": "签订印刷合同", "copy_count": 3}
    uses.save(None, 0, {**people, **reason})
    file = papers.seal_approval(found(uses, "签订印刷合同")[0].id)
    assert "用印事由签订印刷合同" in cells(file)
    assert "文件名称" in cells(file)
    assert any(line.endswith("√合同专用章") for line in cells(file))


def test_the_register_of_ticked_sealings_is_in_the_order_of_days(sample_desk, papers):
    rows = found(sample_desk.ledgers["seal_uses"])
    file = papers.seal_register([row.id for row in rows])
    text = "".join(cells(file))
    days = sorted(row.values["used_on"] for row in rows)
    places = [text.index(day.isoformat()) for day in dict.fromkeys(days)]
    assert places == sorted(places)
    assert f"登记期间：{days[0].year}年{days[0].month}月{days[0].day}日至" in text
    assert f"印章保管人：{rows[0].values['keeper']}" in text
    with pytest.raises(ValidationError, match="还没有选用印记录"):
        papers.seal_register([])


def test_the_code_holds_the_number_and_nobodys_name(sample_desk, papers, monkeypatch):
    from services.printing import form

    drawn = []
    usual = form.draw_qr
    monkeypatch.setattr(form, "draw_qr", lambda pen, text, *place: drawn.append(text) or usual(pen, text, *place))
    _draft, row = signed(sample_desk)
    papers.proof_of_service(row.id)
    papers.dispatch_sheet(row.id)
    assert drawn == [row.values["number"]] * 2


def test_printing_needs_no_more_than_the_right_to_read_and_changes_nothing(sample_desk, papers, documents):
    row, use = first(documents, "issued"), found(sample_desk.ledgers["seal_uses"])[0]

    def entries():
        with sample_desk.database.read() as session:
            return session.scalar(select(func.count()).select_from(AuditEntry))

    before = entries()
    sample_desk.database.actor = lambda: Actor("简若宁", Role.READER)
    for file in (
        papers.proof_of_service(row.id),
        papers.dispatch_sheet(row.id),
        papers.seal_approval(use.id),
        papers.seal_register([use.id]),
    ):
        assert file.is_relative_to(sample_desk.scratch())
    assert entries() == before


def test_a_record_that_was_removed_meanwhile_is_said_to_be_gone(sample_desk, papers):
    uses = sample_desk.ledgers["seal_uses"]
    row = found(uses)[0]
    uses.remove([row.id])
    with pytest.raises(NotFoundError):
        papers.seal_approval(row.id)
