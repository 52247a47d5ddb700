"""`document render` from a file to files: what is laid out, what is told, what is refused."""

import json
import re

import docx
import pypdfium2
import pytest

from main import main

LETTER = {
    "format": "文件",
    "mark": "示例县司法局文件",
    "issuer": "示例县司法局",
    "number": "示司发〔2026〕7号",
    "copy_no": None,
    "secrecy": None,
    "urgency": None,
    "signers": [],
    "title": "示例县司法局关于做好案卷准备的通知",
    "to": ["各乡镇人民政府", "县政府各部门"],
    "body": [{"level": 0, "text": "请按下列安排做好准备。"}, {"level": 1, "text": "范围"}],
    "attachments": ["案卷目录"],
    "sign": [{"name": "示例县司法局", "seal": True}],
    "date": "2026-06-15",
    "note": "此件公开发布",
    "cc": ["县人大常委会办公室"],
    "printed_by": "示例县司法局办公室",
    "printed_on": "2026-06-15",
    "appendices": [
        {
            "title": "案卷目录",
            "body": [],
            "table": {
                "columns": [{"label": "序号", "width": 1}, {"label": "罚款", "width": 2.5}],
                "rows": [["1", 12.50]],
                "landscape": True,
            },
        }
    ],
}


@pytest.fixture
def render(capfd, tmp_path, monkeypatch):
    monkeypatch.delenv("DESK_USER", raising=False)

    def call(content, text=None):
        source = tmp_path / "文 件.json"
        written = text or json.dumps(content, ensure_ascii=False).replace("12.5]", "12.50]")
        source.write_text(written, encoding="utf-8")
        words = ["document", "render", source, "--out", tmp_path / "成品.pdf", "--docx", tmp_path / "成品.docx"]
        status = main([str(word) for word in words])
        return status, *capfd.readouterr()

    return call


def pdf_text(file):
    document = pypdfium2.PdfDocument(str(file))
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def docx_text(file):
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join([paragraph.text for paragraph in document.paragraphs] + cells))


def test_without_the_folder_of_the_editable_file_nothing_is_made(tmp_path, capfd):
    source = tmp_path / "文件.json"
    source.write_text(json.dumps(LETTER, ensure_ascii=False), encoding="utf-8")
    words = ["document", "render", source, "--out", tmp_path / "成品.pdf", "--docx", tmp_path / "没有" / "成品.docx"]
    assert main([str(word) for word in words]) == 2
    shown, said = capfd.readouterr()
    assert shown == ""
    assert "成品.docx" in said
    assert not (tmp_path / "成品.pdf").exists()


@pytest.mark.parametrize("kind", ["文件", "信函", "命令", "纪要", "文书"])
def test_every_format_holds_every_element_in_both_files(render, tmp_path, kind):
    number = {"命令": "第12号", "纪要": "第3期"}.get(kind, LETTER["number"])
    mark = {"文件": "示例县司法局文件", "命令": "示例县人民政府令", "纪要": "专题会议纪要"}.get(kind, "示例县司法局")
    status, out, err = render({**LETTER, "format": kind, "number": number, "mark": mark})
    assert (status, err) == (0, "")
    pages = pdf_text(tmp_path / "成品.pdf")
    assert json.loads(out)["pages"] == len(pages)
    whole, editable = "".join(pages), docx_text(tmp_path / "成品.docx")
    for words in (LETTER["title"], number, "请按下列安排做好准备。", "一、范围", "2026年6月15日", "案卷目录", "12.50"):
        assert words in whole.replace("，", "，")
        assert words in editable


def test_sixty_paragraphs_run_over_pages_that_are_numbered_and_the_signature_has_company(render, tmp_path):
    body = [
        {"level": number % 5, "text": f"第{number}段要求各单位逐项自查并建立台账，按期将情况报来。"}
        for number in range(60)
    ]
    status, _out, _err = render({**LETTER, "body": body, "appendices": [], "attachments": []})
    assert status == 0
    pages = pdf_text(tmp_path / "成品.pdf")
    signed = next(
        page for page in pages if "2026年6月15日" in page and "印发" not in page.split("2026年6月15日")[1][:3]
    )
    assert "第59段" in signed
    for number, page in enumerate(pages[:-2], start=1):
        assert f"—{number}—" in page
    for paragraph in body:
        assert paragraph["text"][:6] in "".join(pages)


def test_faults_are_told_with_their_clause_and_the_page_is_made_all_the_same(render, tmp_path):
    status, out, err = render({**LETTER, "number": "示司发[2026]第07号", "title": LETTER["title"] + "。"})
    problems = json.loads(out)["problems"]
    assert (status, err) == (1, "")
    assert {problem["where"] for problem in problems} == {"number", "title"}
    assert all(re.search(r"\d\.\d", problem["message"]) for problem in problems if problem["level"] == "error")
    assert (tmp_path / "成品.pdf").is_file()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "关于" + "很长" * 200 + "的通知"},
        {"format": "通知"},
        {"body": [{"level": 7, "text": "一"}]},
        {"body": "一段"},
        {"appendices": [{"title": "一", "table": {"columns": [], "rows": []}}]},
    ],
)
def test_what_cannot_be_laid_out_is_status_2_and_leaves_no_file(render, tmp_path, changes):
    status, out, err = render({**LETTER, **changes})
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "程序出错" not in err
    assert not (tmp_path / "成品.pdf").exists()
    assert not (tmp_path / "成品.docx").exists()


@pytest.mark.parametrize("text", ['{"number": NaN}', '{"title": Infinity}', '{"title": ' + "9" * 5000 + "}", "null"])
def test_numbers_that_are_none_are_refused(render, text):
    status, out, err = render(None, text)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "程序出错" not in err
