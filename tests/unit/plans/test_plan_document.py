"""Files in which counties send their plans, good ones and bad ones."""

import json

import pytest

from services.commands.plan_read import run_plan_read
from services.errors import NotFoundError, ServiceError, UnreadableError
from services.plans.reading.document import load_text

PLAN = (
    "示例县水源保护方案\n\n一、重点任务\n\n"
    "1.普查全县水源。（责任单位：县水务局；完成时限：2026年3月底前）\n\n2.公布名录。（责任单位：县司法局）\n"
)
ROWS = [
    ["序号", "重点任务", "工作措施", "责任单位", "完成时限"],
    [1, "普查水源", "摸清底数", "县水务局", "2026年3月底前"],
    [2, None, "建立台账", None, None],
    [3, "整治排口", "逐一登记", "各乡镇", "长期"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT"])
def test_text_files_are_read_in_the_encodings_that_occur(tmp_path, encoding, suffix):
    file = tmp_path / f"方案{suffix}"
    file.write_bytes(PLAN.encode(encoding))
    assert load_text(file) == PLAN


def test_the_command_answers_with_the_object_of_the_contract(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    answer = run_plan_read(file)
    assert json.loads(json.dumps(answer, ensure_ascii=False)) == answer
    assert [task["responsible"] for task in answer["tasks"]] == [["县水务局"], ["县司法局"]]


def test_a_word_document_gives_paragraphs_and_tables_in_their_order(tmp_path):
    import docx

    document = docx.Document()
    for line in ("示例县水源保护方案", "一、重点任务", "按下表落实。"):
        document.add_paragraph(line)
    table = document.add_table(rows=4, cols=5)
    for row, words in enumerate(ROWS):
        for column, word in enumerate(words):
            table.cell(row, column).text = "" if word is None else str(word)
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(1, 3).merge(table.cell(2, 3))
    document.add_paragraph("二、工作要求")
    document.save(str(tmp_path / "a.docx"))
    text = load_text(tmp_path / "a.docx")
    assert text.index("重点任务") < text.index("摸清底数") < text.index("工作要求")
    tasks = run_plan_read(tmp_path / "a.docx")["tasks"]
    assert [(task["section"], task["text"], task["responsible"]) for task in tasks] == [
        ("普查水源", "摸清底数", ["县水务局"]),
        ("普查水源", "建立台账", ["县水务局"]),
        ("整治排口", "逐一登记", ["各乡镇"]),
    ]


def test_numbers_that_word_counts_itself_are_there(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("示例县水源保护方案")
    document.add_paragraph("一、重点任务")
    for words in ("普查水源。（责任单位：县水务局）", "公布名录。（责任单位：县司法局）"):
        document.add_paragraph(words, style="List Number")
    paragraphs = document.paragraphs
    number = document.styles["List Number"].element.pPr.numPr.numId.val
    for paragraph in paragraphs[2:]:
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
    document.save(str(tmp_path / "a.docx"))
    assert [task["no"] for task in run_plan_read(tmp_path / "a.docx")["tasks"]] == ["1.", "2."]


def test_a_workbook_is_read_with_its_merged_cells(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例县重点任务分解表"])
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("D3:D4")
    sheet.merge_cells("E3:E4")
    book.save(tmp_path / "a.xlsx")
    plan = run_plan_read(tmp_path / "a.xlsx")
    assert plan["title"] == "示例县重点任务分解表"
    assert [
        (task["no"], task["section"], task["text"], task["responsible"], task["deadline_text"])
        for task in plan["tasks"]
    ] == [
        ("1", "普查水源", "摸清底数", ["县水务局"], "2026年3月底前"),
        ("2", "普查水源", "建立台账", ["县水务局"], "2026年3月底前"),
        ("3", "整治排口", "逐一登记", ["各乡镇"], "长期"),
    ]


def test_an_old_workbook_is_read_and_empty_unit_cells_take_the_row_above(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("任务")
    for row, words in enumerate(ROWS):
        for column, word in enumerate(words):
            if word is not None:
                sheet.write(row, column, word)
    book.save(str(tmp_path / "a.xls"))
    tasks = run_plan_read(tmp_path / "a.xls")["tasks"]
    assert [task["responsible"] for task in tasks] == [["县水务局"], ["县水务局"], ["各乡镇"]]
    assert "沿用上一行" in tasks[1]["warnings"][0]


def pdf(path, lines, **options):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), **options)
    canvas.setFont("STSong-Light", 16)
    for index, line in enumerate(lines):
        canvas.drawString(60, 780 - 30 * index, line)
    canvas.save()


def test_a_pdf_with_text_is_read(tmp_path):
    pdf(tmp_path / "a.pdf", [line for line in PLAN.split("\n") if line])
    tasks = run_plan_read(tmp_path / "a.pdf")["tasks"]
    assert [task["text"] for task in tasks] == ["普查全县水源。", "公布名录。"]


def test_a_scanned_pdf_says_that_it_is_a_scan(tmp_path):
    pdf(tmp_path / "a.pdf", [])
    with pytest.raises(UnreadableError, match="扫描图片"):
        load_text(tmp_path / "a.pdf")


def test_locked_files_are_named_as_locked(tmp_path):
    pdf(tmp_path / "a.pdf", ["示例"], encrypt="secret")
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    for name in ("a.pdf", "a.docx", "a.xlsx"):
        with pytest.raises(UnreadableError, match="加了密码"):
            load_text(tmp_path / name)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.xls", "a.pdf", "a.txt", "a.doc", "a.jpg", "a"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", bytes(range(256)) * 8, b"%PDF-1.4 broken"])
def test_damaged_and_unknown_files_are_refused_in_one_chinese_sentence(tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(ServiceError) as refused:
        run_plan_read(file)
    assert str(refused.value).endswith("。")
    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(NotFoundError, match="找不到文件"):
            load_text(path)
