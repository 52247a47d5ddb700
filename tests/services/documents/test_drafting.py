"""A paper from its template to its number: fields, approval, signing for one and for many, templates in versions."""

import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from services.access import Actor, Role
from services.documents.draft_text import DraftText, Origin
from services.documents.fields import fill, open_fields
from services.documents.templates import shipped
from services.errors import ConflictError, DeniedError, ValidationError
from services.query import LedgerQuery
from services.settings import SETTINGS

ORDINARY = {
    "format": "信函",
    "mark": "示例县司法局",
    "issuer": "示例县司法局",
    "title": "示例县司法局关于商请提供目录的函",
    "to": ["县水务局"],
    "body": [{"level": 0, "text": "请提供行政执法事项目录。"}],
    "sign": [{"name": "示例县司法局", "seal": True}],
}


def text_of(file):
    document = pypdfium2.PdfDocument(str(file))
    try:
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


@pytest.fixture
def drafting(sample_desk):
    return sample_desk.drafting


@pytest.fixture
def ready(drafting):
    """A draft that could be signed."""
    draft_id = drafting.start("函")
    drafting.save(draft_id, drafting.open(draft_id).row_version, DraftText(ORDINARY, "letter", "示司监函"))
    return drafting.open(draft_id)


def test_a_draft_from_a_task_says_what_the_task_says(sample_desk, drafting):
    task = sample_desk.ledgers["tasks"].search(LedgerQuery(text="更新事项目录")).rows[0]
    unit = sample_desk.documents.late_units(task)[0]
    draft_id = drafting.start("催报函", Origin("plan_task", task.id, task.values["summary"], unit[0]))
    view = drafting.open(draft_id)
    words = "".join(part["text"] for part in view.text.content["body"])
    assert view.text.content["to"] == [unit[1]]
    assert "示例县" in words
    assert "{" not in words
    assert view.text.reply_due_on == date(2026, 6, 23)  # five working days after Monday 15 June; the 19th is a holiday
    assert view.origin_words == task.values["summary"]


def test_what_the_record_does_not_know_stays_in_braces_and_keeps_the_draft_from_approval(drafting):
    draft_id = drafting.start("督办函")
    view = drafting.open(draft_id)
    assert "{事项}" in view.text.content["title"]
    with pytest.raises(ValidationError, match=r"\{事项\}、\{单位\}|\{单位\}"):
        drafting.step("submit", draft_id, view.row_version)
    assert drafting.open(draft_id).state == "drafting"


def test_every_shipped_template_can_be_laid_out_once_its_fields_are_filled(drafting, tmp_path):
    from services.printing.official import OfficialDocument, render_official
    from services.problems import Level

    for name, template in shipped().items():
        fields = {field: f"甲{place}" for place, field in enumerate(open_fields(template.content))}
        text = DraftText(fill(template.content, fields), template.kind, template.prefix or "示司发")
        problems = render_official(OfficialDocument.from_json(drafting.for_preview(text)), tmp_path / "样.pdf")
        assert [p.message for p in problems if p.level is Level.ERROR] == [], name


def test_fields_outside_the_braces_of_a_text_are_left_alone():
    assert fill({"a": ["{甲}与{乙}", 3]}, {"甲": "水务局"}) == {"a": ["水务局与{乙}", 3]}
    assert open_fields({"a": ["{乙}{甲}{乙}", "{}", "{\n}"]}) == ("乙", "甲")


def test_a_draft_in_approval_is_not_written_on(drafting, ready):
    drafting.step("submit", ready.id, ready.row_version)
    view = drafting.open(ready.id)
    assert view.state_label == "待审核"
    assert "撤回" in view.fixed
    with pytest.raises(ConflictError, match="正在审批"):
        drafting.save(view.id, view.row_version, view.text)


def test_a_returned_draft_carries_the_opinion_and_is_written_on(drafting, ready):
    drafting.step("submit", ready.id, ready.row_version)
    view = drafting.open(ready.id)
    with pytest.raises(ValidationError, match="意见"):
        drafting.step("give_back", view.id, view.row_version)
    drafting.step("give_back", view.id, view.row_version, "写明目录的格式", "body[0]")
    view = drafting.open(ready.id)
    assert (view.state, view.fixed) == ("returned", "")
    assert [(o.verdict, o.words, o.place) for o in view.opinions] == [
        ("submitted", "", ""),
        ("returned", "写明目录的格式", "body[0]"),
    ]


def test_a_step_that_the_state_does_not_allow_is_refused(drafting, ready):
    with pytest.raises(ValidationError, match="不能审核同意"):
        drafting.step("approve", ready.id, ready.row_version)


def test_who_may_not_approve_may_send_but_not_sign(sample_desk, drafting, ready):
    sample_desk.database.actor = lambda: Actor("简若宁", Role.CLERK)
    with pytest.raises(DeniedError):
        drafting.sign(ready.id, ready.row_version)
    drafting.step("submit", ready.id, ready.row_version)
    assert drafting.open(ready.id).state == "submitted"


def test_signing_gives_number_date_pdf_and_register_row_and_freezes_the_draft(sample_desk, drafting, ready):
    outcome = drafting.sign(ready.id, ready.row_version)
    assert outcome.message == "已签发示司监函〔2026〕4号。"
    words = text_of(outcome.file)
    assert "示司监函〔2026〕4号" in words
    assert "2026年6月15日" in words
    row = sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).rows[0]
    assert (row.values["handler"], row.values["approver"]) == ("容知秋", "容知秋")
    assert sample_desk.documents.pdf_of(row).read_bytes() == Path(outcome.file).read_bytes()
    view = drafting.open(ready.id)
    assert view.state_label == "已签发"
    assert view.document_id == row.id
    with pytest.raises(ConflictError):
        drafting.sign(view.id, view.row_version)
    with pytest.raises(ConflictError):
        drafting.save(view.id, view.row_version, view.text)


def test_a_draft_that_somebody_changed_meanwhile_is_not_signed(drafting, ready):
    drafting.save(ready.id, ready.row_version, DraftText({**ORDINARY, "title": "另一个标题的函"}, "letter"))
    with pytest.raises(ConflictError):
        drafting.sign(ready.id, ready.row_version)


def test_a_character_that_no_face_has_needs_the_signers_consent(sample_desk, drafting, ready):
    text = DraftText({**ORDINARY, "to": ["县水务局\U000f0000"]}, "letter", "示司监函")
    version = drafting.save(ready.id, ready.row_version, text)
    with pytest.raises(ValidationError, match=r"U\+F0000"):
        drafting.sign(ready.id, version)
    assert sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).total == 0
    assert "〔2026〕4号" in drafting.sign(ready.id, version, boxes=True).message


def test_one_draft_for_many_units_gives_each_its_number_and_its_name(sample_desk, drafting, ready):
    content = {**ORDINARY, "to": ["{单位}"], "body": [{"level": 0, "text": "{单位}应提供目录。"}]}
    version = drafting.save(ready.id, ready.row_version, DraftText(content, "letter", "示司监函"))
    units = drafting.units()[1:4]
    outcome, files = drafting.sign_each(ready.id, version, [row_id for row_id, _name in units])
    assert outcome.message == "已签发3份，示司监函〔2026〕4号至示司监函〔2026〕6号。"
    for file, (_row_id, name) in zip(files, units, strict=True):
        words = text_of(file)
        assert f"{name}应提供目录" in words
        assert file.stem in words
    rows = sample_desk.ledgers["documents"].search(LedgerQuery(text="商请提供目录")).rows
    assert sorted(row.values["recipients"] for row in rows) == sorted(name for _row_id, name in units)


def test_when_one_letter_of_many_cannot_be_made_none_takes_a_number(sample_desk, drafting, ready):
    content = {**ORDINARY, "to": ["{单位}"], "body": [{"level": 0, "text": "请{联络}。"}]}
    version = drafting.save(ready.id, ready.row_version, DraftText(content, "letter", "示司监函"))
    with pytest.raises(ValidationError, match="联络"):
        drafting.sign_each(ready.id, version, [2, 3])
    assert sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).total == 0
    assert drafting.open(ready.id).state == "drafting"


def test_minutes_are_counted_by_issue_on_the_page_and_by_number_in_the_register(sample_desk, drafting):
    draft_id = drafting.start("会议纪要")
    view = drafting.open(draft_id)
    content = {**view.text.content, "body": [{"level": 0, "text": "会议议定三件事。"}]}
    version = drafting.save(
        draft_id, view.row_version, DraftText(content | {"title": "会商纪要"}, "minutes", "会商纪要")
    )
    outcome = drafting.sign(draft_id, version)
    assert "第1期" in text_of(outcome.file)
    assert sample_desk.ledgers["documents"].search(LedgerQuery(text="会商纪要〔2026〕1号")).total == 1


def test_a_template_is_kept_in_versions_and_the_newest_in_use_is_offered(sample_desk, drafting, ready):
    assert drafting.save_template(ready.id, "函").message == "已存为模板“函”第1版。"
    content = {**ORDINARY, "title": "示例县司法局关于{事项}的函", "number": "示司函〔2026〕1号"}
    version = drafting.save(ready.id, ready.row_version, DraftText(content, "letter", "示司监函"))
    assert version != ready.row_version
    assert drafting.save_template(ready.id, "函").message == "已存为模板“函”第2版。"
    assert [c.version for c in drafting.templates() if c.name == "函"] == [2]
    begun = drafting.open(drafting.start("函"))
    assert begun.text.content["title"] == "示例县司法局关于{事项}的函"
    assert "number" not in begun.text.content
    templates = sample_desk.ledgers["document_templates"]
    newest = next(r for r in templates.search(LedgerQuery(text="函")).rows if r.values["version"] == 2)
    templates.perform("retire", newest, {})
    assert drafting.open(drafting.start("函")).text.content["title"] == ORDINARY["title"]


def test_a_text_that_cannot_be_laid_out_is_not_stored(drafting, ready):
    broken = DraftText({**ORDINARY, "body": [{"level": 9, "text": "甲"}]}, "letter")
    with pytest.raises(ValidationError, match="level"):
        drafting.save(ready.id, ready.row_version, broken)
    assert drafting.open(ready.id).text.content == ORDINARY


def test_three_hundred_recipients_fit_the_register(sample_desk, drafting, ready):
    content = {**ORDINARY, "to": [f"示例县第{n}中心小学" for n in range(300)]}
    version = drafting.save(ready.id, ready.row_version, DraftText(content, "letter", "示司监函"))
    drafting.sign(ready.id, version)
    row = sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).rows[0]
    assert row.values["recipients"].endswith("等300个单位")
    assert len(row.values["recipients"]) <= 300


def test_phrases_are_the_bureaus_own_or_those_that_ship(empty_desk):
    shipped_phrases = empty_desk.drafting.phrases()
    assert "特此通知。" in shipped_phrases["结尾"]
    empty_desk.ledgers["phrases"].save(None, 0, {"category": "结尾", "text": "请遵照执行。"})
    assert empty_desk.drafting.phrases() == {"结尾": ["请遵照执行。"]}


def test_a_paper_made_from_a_ledger_can_be_written_on_before_it_is_signed(sample_desk, drafting):
    task = sample_desk.ledgers["tasks"].search(LedgerQuery(text="更新事项目录")).rows[0]
    paper = sample_desk.documents.draft_reminder(task, 2)
    view = drafting.open(drafting.take(paper, task.values["summary"]))
    assert view.text.kind == "reminder"
    assert view.text.content["body"] == paper.content["body"]
    assert drafting.sign(view.id, view.row_version).message == "已签发示司监函〔2026〕4号。"


def test_the_settings_that_fields_come_from_exist():
    assert {"bureau_name", "county_name", "contact_name", "contact_phone", "document_prefix"} <= set(SETTINGS)
