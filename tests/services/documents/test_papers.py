"""Drafts as files, corrections in the exchange form, and text from elsewhere into paragraphs."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.documents.draft_text import DraftText
from services.documents.pasted import pasted_paragraphs
from services.documents.places import place_words, replaced
from services.errors import ConflictError, UnreadableError
from services.printing.official_model import OfficialDocument

CONTENT = {
    "format": "信函",
    "mark": "示例县司法局",
    "issuer": "示例县司法局",
    "title": "示例县司法局关于商请提供目录的函",
    "to": ["县水务局"],
    "body": [
        {"level": 0, "text": "请提供目录,并附清单。"},
        {"table": {"columns": [{"label": "事项"}], "rows": [["甲,乙"]]}},
        {"level": 0, "text": "特此函告。"},
    ],
    "attachments": ["目录样式"],
    "appendices": [{"title": "目录样式", "body": [{"level": 0, "text": "按样式填,不得空缺。"}]}],
    "sign": [{"name": "示例县司法局", "seal": True}],
}
TEXT = DraftText(CONTENT, "letter", "示司监函")


@pytest.fixture
def papers(sample_desk):
    return sample_desk.papers


def pages_of(file):
    document = pypdfium2.PdfDocument(str(file))
    try:
        return len(document)
    finally:
        document.close()


def test_a_preview_tells_number_pages_and_what_is_wrong(papers, tmp_path):
    found = papers.preview(TEXT, tmp_path / "预览.pdf")
    assert found.number == "示司监函〔2026〕4号"
    assert len(found.sizes) == pages_of(tmp_path / "预览.pdf") == 2
    assert [round(side / 72 * 25.4) for side in found.sizes[0]] == [210, 297]
    assert {"body[0]", "appendices[0].body[0]"} <= {remark.place for remark in found.remarks}
    assert found.refused == ""


def test_a_document_that_cannot_be_laid_out_is_refused_in_words(papers, tmp_path):
    found = papers.preview(
        DraftText({**CONTENT, "body": [{"level": 9, "text": "甲"}]}, "letter"), tmp_path / "预览.pdf"
    )
    assert "level" in found.refused
    assert found.sizes == ()
    with pytest.raises(UnreadableError):
        papers.save_pdf(DraftText({**CONTENT, "format": "便条"}, "letter"), tmp_path / "函.pdf")


def test_every_offer_of_the_check_can_be_taken_and_changes_one_place_only(papers, tmp_path):
    found = papers.preview(TEXT, tmp_path / "预览.pdf")
    offers = [remark for remark in found.remarks if remark.finding is not None]
    assert len(offers) >= 3
    for remark in offers:
        changed = papers.corrected(TEXT, remark.finding).content
        assert {key for key in CONTENT if changed[key] != CONTENT[key]} == {remark.place.partition("[")[0]}
        again = papers.preview(DraftText(changed, "letter", "示司监函"), tmp_path / "预览.pdf")
        assert len(again.remarks) == len(found.remarks) - 1


def test_the_seals_of_the_preview_are_in_no_file(papers, tmp_path):
    papers.preview(TEXT, tmp_path / "示意.pdf", seal_hint=True)
    papers.save_pdf(TEXT, tmp_path / "函.pdf")
    papers.preview(TEXT, tmp_path / "预览.pdf")

    def circles(file):
        document = pypdfium2.PdfDocument(str(file))
        try:
            return sum(1 for each in document[0].get_objects() if each.type != 1)
        finally:
            document.close()

    assert circles(tmp_path / "示意.pdf") > circles(tmp_path / "预览.pdf")
    assert circles(tmp_path / "函.pdf") == circles(tmp_path / "预览.pdf")


def test_several_papers_become_one_file(papers, tmp_path):
    files = [papers.save_pdf(TEXT, tmp_path / f"{n}.pdf") for n in range(3)]
    assert pages_of(papers.combined(files, tmp_path / "合订.pdf")) == 6


def test_a_copy_is_a_draft_of_its_own_with_every_word(sample_desk, papers):
    draft_id = papers.copy(TEXT, "")
    view = sample_desk.drafting.open(draft_id)
    assert view.text == TEXT
    assert view.state == "drafting"


def test_a_signed_draft_gives_the_editable_file_with_its_number(sample_desk, papers, tmp_path):
    import docx

    draft_id = papers.copy(TEXT, "")
    sample_desk.drafting.sign(draft_id, sample_desk.drafting.open(draft_id).row_version)
    signed = sample_desk.drafting.open(draft_id)
    file = papers.save_docx(signed.text, tmp_path / "函.docx", signed.document_id)
    words = "".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert "示司监函〔2026〕4号" in words.replace(" ", "")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("title", "标题"),
        ("body[0]", "第1段"),
        ("body[12].rows[0][1]", "第13段"),
        ("to[2]", "主送"),
        ("appendices[1].body[0]", "附件2"),
        ("sign", "落款"),
        ("", ""),
    ],
)
def test_places_are_named_as_a_reader_would_look_for_them(place, words):
    assert place_words(place) == words


@pytest.mark.parametrize("place", ["body[7]", "body[0]", "to", "appendices[0].title", "nothing"])
def test_a_place_whose_words_are_others_now_is_not_changed(place):
    with pytest.raises(ConflictError):
        replaced(CONTENT, place, (0, 2), "没有", "有")


def test_blanks_before_a_text_do_not_shift_what_is_replaced():
    content = {"body": [{"level": 0, "text": "　　甲,乙"}]}
    assert replaced(content, "body[0]", (1, 2), ",", "，") == {"body": [{"level": 0, "text": "　　甲，乙"}]}
    assert content["body"][0]["text"] == "　　甲,乙"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("一、总体要求", (1, "总体要求")),
        ("十二、附则", (1, "附则")),
        ("（二）工作步骤", (2, "工作步骤")),
        ("(三)工作步骤", (2, "工作步骤")),
        ("3.逐项核对。", (3, "逐项核对。")),
        ("3．逐项核对。", (3, "逐项核对。")),
        ("（4）逐项核对。", (4, "逐项核对。")),
        ("2026年6月底前完成。", (0, "2026年6月底前完成。")),
        ("3.5万元以下的不报。", (0, "3.5万元以下的不报。")),
        ("一是明确责任。", (0, "一是明确责任。")),
        ("一、", (0, "一、")),
    ],
)
def test_the_number_at_the_start_of_a_line_says_its_level(line, found):
    assert pasted_paragraphs(line) == [found]


@given(st.lists(st.text(alphabet="甲乙，。一、（）1. \t　", max_size=12), max_size=8))
def test_no_word_of_pasted_text_is_lost(lines):
    found = pasted_paragraphs("\r\n".join(lines))
    kept = [line.strip(" \t　") for line in lines if line.strip(" \t　")]
    assert len(found) == len(kept)
    assert all(line.endswith(text) and 0 <= level <= 4 for (level, text), line in zip(found, kept, strict=True))


@given(st.lists(st.text(alphabet="甲乙丙一二三，。", min_size=1, max_size=9), min_size=1, max_size=5))
def test_pasted_text_can_always_be_laid_out(lines):
    body = [{"level": level, "text": text} for level, text in pasted_paragraphs("\n".join(lines))]
    document = OfficialDocument.from_json({"body": body})
    assert [paragraph.text for paragraph in document.body] == [item["text"] for item in body]
