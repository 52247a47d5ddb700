"""What a plan's file really is, and PDF, sheets and CSV as offices make them."""

import datetime
import zipfile

import openpyxl
import pytest
import xlwt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from services.commands.plan_read import run_plan_read
from services.errors import UnreadableError
from services.plans.reading.document import load_document, load_text

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
HEADS = ["序号", "任务", "责任单位", "完成时限"]
ROWS = [["1", "清理主体", "县司法局", "2026年6月底前"], ["2", "开展轮训", "县委党校", "长期"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def brief(file):
    return [
        (task["no"], task["text"], task["responsible"], task["deadline_text"]) for task in run_plan_read(file)["tasks"]
    ]


EXPECTED = [("1", "清理主体", ["县司法局"], "2026年6月底前"), ("2", "开展轮训", ["县委党校"], "长期")]


@pytest.fixture
def pdf(tmp_path):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(tmp_path / "方案.pdf"), pagesize=A4)
    canvas.setFont(FONT, 12)
    return canvas


def saved(canvas, tmp_path):
    canvas.save()
    return tmp_path / "方案.pdf"


def ruled(canvas, rows, top, widths=(40, 180, 120, 110), spans=()):
    table = Table(rows, colWidths=widths)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 11), *spans])
    _, high = table.wrapOn(canvas, WIDTH, HEIGHT)
    table.drawOn(canvas, 70, top - high)


def test_a_ruled_table_in_a_pdf_keeps_its_cells(pdf, tmp_path):
    pdf.drawString(200, 780, "示例县任务分解表")
    rows = [
        HEADS,
        ["1", "清理执法主体，逐项\n核对机构和人员", "县司法局", "2026年6月底前"],
        ["2", "开展轮训", "县委党校", "长期"],
    ]
    ruled(pdf, rows, 760)
    assert brief(saved(pdf, tmp_path)) == [
        ("1", "清理执法主体，逐项核对机构和人员", ["县司法局"], "2026年6月底前"),
        ("2", "开展轮训", ["县委党校"], "长期"),
    ]


def test_merged_cells_of_a_pdf_table_stand_in_every_row(pdf, tmp_path):
    rows = [HEADS, ["1", "清理主体", "县司法局", "长期"], ["2", "公布清单", "", ""]]
    ruled(
        pdf,
        rows,
        760,
        spans=[("SPAN", (2, 1), (2, 2)), ("SPAN", (3, 1), (3, 2)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    assert brief(saved(pdf, tmp_path)) == [
        ("1", "清理主体", ["县司法局"], "长期"),
        ("2", "公布清单", ["县司法局"], "长期"),
    ]


def test_a_table_over_two_pages_is_one_and_its_cut_row_is_whole(pdf, tmp_path):
    ruled(pdf, [HEADS, ["1", "清理执法主体，", "县司法局", "2026年6"]], 120)
    pdf.drawCentredString(WIDTH / 2, 30, "— 1 —")
    pdf.showPage()
    ruled(pdf, [HEADS, ["", "公布清单", "", "月底前"], ROWS[1]], 780)
    pdf.drawCentredString(WIDTH / 2, 30, "— 2 —")
    assert brief(saved(pdf, tmp_path)) == [
        ("1", "清理执法主体，公布清单", ["县司法局"], "2026年6月底前"),
        ("2", "开展轮训", ["县委党校"], "长期"),
    ]


def test_running_heads_and_cut_sentences_of_a_pdf(pdf, tmp_path):
    pages = (
        ["示例县水源保护方案", "一、重点任务", "1.普查全县水源，建立台账，"],
        ["逐项销号。（责任单位：县水务局）", "2.公布名录。（责任单位：县司法局）"],
    )
    for number, lines in enumerate(pages, 1):
        pdf.setFont(FONT, 12)
        pdf.drawString(70, 810, "示例县人民政府公报")
        for at, line in enumerate(lines):
            pdf.drawString(70, 770 - 24 * at, line)
        pdf.drawString(280, 30, f"第 {number} 页")
        pdf.showPage()
    text = load_text(saved(pdf, tmp_path))
    assert "公报" not in text
    assert [task["text"] for task in run_plan_read(tmp_path / "方案.pdf")["tasks"]] == [
        "普查全县水源，建立台账，逐项销号。",
        "公布名录。",
    ]


def test_items_alike_at_the_head_of_every_page_are_no_running_heads(pdf, tmp_path):
    for number in range(1, 4):
        pdf.setFont(FONT, 12)
        pdf.drawString(70, 800, f"{number}.做好第{number}类清理（责任单位：县司法局）")
        pdf.showPage()
    assert [task["no"] for task in run_plan_read(saved(pdf, tmp_path))["tasks"]] == ["1.", "2.", "3."]


def test_two_columns_of_print_are_read_one_after_the_other(pdf, tmp_path):
    left = ["一、重点任务如下", *(f"{n}.做好第{n}类水源普查。" for n in range(1, 10))]
    right = [f"{n}.做好第{n}类水源普查。" for n in range(10, 20)]
    for column, lines in ((60, left), (330, right)):
        for at, line in enumerate(lines):
            pdf.drawString(column, 770 - 24 * at, line)
    text = load_text(saved(pdf, tmp_path))
    assert text.split("\n") == left + right


def test_a_partly_scanned_pdf_says_which_pages_were_not_read(pdf, tmp_path):
    pdf.drawString(70, 780, "示例县水源方案")
    pdf.drawString(70, 750, "1.普查水源。（责任单位：县水务局）")
    pdf.drawString(70, 720, "2.公布名录。（责任单位：县司法局）")
    pdf.showPage()
    pdf.rect(100, 100, 200, 200, fill=1)
    pdf.showPage()
    file = saved(pdf, tmp_path)
    assert load_document(file).warnings == ("第2页是扫描图片，没有读出文字。请对照原件补上这几页的任务。",)
    assert "第2页是扫描图片" in run_plan_read(file)["tasks"][-1]["warnings"][-1]


def test_a_page_laid_on_its_side_is_read_as_it_is_seen(pdf, tmp_path):
    pdf.setPageRotation(90)
    pdf.translate(HEIGHT / 2, 0)
    pdf.rotate(90)
    for at, line in enumerate(("1. plan A", "2. plan B", "3. plan C")):
        pdf.drawString(60, 300 - 24 * at, line)
    assert load_text(saved(pdf, tmp_path)).split("\n") == ["1. plan A", "2. plan B", "3. plan C"]


def workbook(file, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return book


def test_several_sheets_are_read_each_under_its_own_header(tmp_path):
    other = [["责任单位", "重点任务", "完成时限"], ["县水务局", "普查水源", "长期"]]
    workbook(tmp_path / "a.xlsx", ("一", [HEADS, *ROWS]), ("说明", [["填报要求", "按季报送", "司法局"]]), ("二", other))
    assert brief(tmp_path / "a.xlsx") == [*EXPECTED, ("", "普查水源", ["县水务局"], "长期")]


def test_a_hidden_sheet_is_not_read_and_is_named(tmp_path):
    book = workbook(tmp_path / "a.xlsx", ("一", [HEADS, *ROWS]), ("旧表", [HEADS, *ROWS]))
    book["旧表"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert brief(tmp_path / "a.xlsx") == EXPECTED
    assert "隐藏的工作表“旧表”没有读" in load_document(tmp_path / "a.xlsx").warnings[0]


def test_a_cell_that_shows_a_month_is_no_first_day(tmp_path):
    book = workbook(
        tmp_path / "a.xlsx", ("一", [HEADS, ["1", "清理主体", "县司法局", None], ["2", "轮训", "县委党校", None]])
    )
    sheet = book["一"]
    for place, shown in (("D2", 'yyyy"年"m"月"'), ("D3", 'yyyy"年"m"月"d"日"')):
        sheet[place] = datetime.date(2026, 6, 1)
        sheet[place].number_format = shown
    book.save(tmp_path / "a.xlsx")
    assert [task[3] for task in brief(tmp_path / "a.xlsx")] == ["2026年6月", "2026年6月1日"]


@pytest.mark.parametrize("name", ["a.et", "a.xls", "a.wps"])
def test_a_workbook_of_the_old_kind_is_told_by_its_bytes(tmp_path, name):
    book = xlwt.Workbook()
    sheet = book.add_sheet("任务")
    for at, row in enumerate([HEADS, *ROWS]):
        for column, words in enumerate(row):
            sheet.write(at, column, words)
    book.save(str(tmp_path / name))
    assert brief(tmp_path / name) == EXPECTED


@pytest.mark.parametrize(("sign", "encoding"), [(",", "utf-8-sig"), (",", "gb18030"), (";", "utf-8"), ("\t", "utf-16")])
def test_a_csv_is_read_whatever_parts_its_cells(tmp_path, sign, encoding):
    (tmp_path / "a.csv").write_bytes("\r\n".join(sign.join(row) for row in [HEADS, *ROWS]).encode(encoding))
    assert brief(tmp_path / "a.csv") == EXPECTED


PLAN = "示例县水源方案\n1.普查水源。（责任单位：县水务局）\n2.公布名录。（责任单位：县司法局）\n"


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.txt", "a.docx"])
def test_plain_text_and_web_pages_under_the_name_of_a_document_are_read(tmp_path, name):
    (tmp_path / name).write_text(PLAN, "gb18030")
    assert [task["text"] for task in run_plan_read(tmp_path / name)["tasks"]] == ["普查水源。", "公布名录。"]
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in PLAN.split("\n")) + "</body></html>"
    (tmp_path / name).write_text(page, "utf-8")
    assert [task["text"] for task in run_plan_read(tmp_path / name)["tasks"]] == ["普查水源。", "公布名录。"]


def test_a_text_that_lost_its_last_bytes_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes((PLAN * 3).encode()[:-2])
    assert load_text(tmp_path / "a.txt").startswith(PLAN)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.wps", b"{\\rtf1\\ansi plan}", "RTF格式"),
        ("a.doc", OLE + "WordDocument\0".encode("utf-16-le"), "旧版Word"),
        ("a.doc", OLE + "EncryptedPackage\0".encode("utf-16-le"), "加了密码"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "旧式的XML"),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mht"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(60), "图片"),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + bytes(60), "图片"),
        ("a.rar", b"Rar!\x1a\x07", "读不了“.rar”文件"),
        ("a.xlsx", b"\0\0\0\0", "内容与扩展名不符"),
    ],
)
def test_what_is_not_read_is_called_by_its_name(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=said) as refused:
        load_text(tmp_path / name)
    assert str(refused.value).endswith("。")


def test_slides_and_other_packages_are_told_apart(tmp_path):
    for part, said in (("ppt/slides/slide1.xml", "演示文稿"), ("a/b.txt", "读不了“.zip”文件")):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
            package.writestr(part, "x")
        with pytest.raises(UnreadableError, match=said):
            load_text(tmp_path / "a.zip")
