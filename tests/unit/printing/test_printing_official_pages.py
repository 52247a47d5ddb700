"""What stands on which page: signatures with text, headings with what follows, tables, pictures, 版记 and numbers."""

import hashlib
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from official_samples import FULL, letter, notice, plain
from pdf_reading import MM, lines_of, page_text, page_total, pictures, read_chars, segments, words
from PIL import Image

from services.printing.official import OfficialDocument, RenderOptions, render_official
from services.problems import Level

COLUMNS = [
    {"label": "序号", "width": 5},
    {"label": "单位", "width": 20, "group": "评查对象"},
    {"label": "案卷数", "width": 8, "group": "评查对象", "align": "right"},
    {"label": "备注", "width": 30},
]


def table(count, **changes):
    rows = [[str(number), "县水务局", number * 3, "抽取"] for number in range(1, count + 1)]
    return {"table": {"caption": "表1　分组安排", "columns": COLUMNS, "rows": rows} | changes}


def render(raw, tmp_path, **options):
    target = tmp_path / "document.pdf"
    problems = render_official(OfficialDocument.from_json(raw, tmp_path), target, RenderOptions(**options))
    return target, problems


def texts(pdf):
    return [page_text(pdf, page) for page in range(page_total(pdf))]


def codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize("lines", range(1, 60))
def test_a_signature_shares_its_page_with_text_and_page_one_shows_text(tmp_path, lines):
    """Every line is a paragraph of its own, so that each page end is met once."""
    raw = notice(body=[{"text": f"正文第{number}行。"} for number in range(1, lines + 1)], attachments=["案卷清单"])
    pdf, problems = render(raw, tmp_path)
    found = texts(pdf)
    signed = next(page for page in found if "2026年6月15日（" in page)
    assert problems == []
    assert "正文第" in signed
    assert "正文第1行" in found[0]
    order = "".join(found)
    places = [order.index(f"正文第{number}行。") for number in range(1, lines + 1)]
    assert places == sorted(places)
    assert "".join(found).count("正文第") == lines


@pytest.mark.parametrize("lines", [13, 14, 15, 16])
def test_lines_keep_their_distance_where_text_goes_over_to_the_signature(tmp_path, lines):
    pdf, _problems = render(notice(body=plain(lines, "正文。")), tmp_path)
    for page in range(page_total(pdf)):
        rows = [line for line in lines_of(read_chars(pdf, page), 16) if "正文" in words(line)]
        gaps = {round((after[0].base - before[0].base) * MM, 1) for before, after in pairwise(rows)}
        assert gaps <= {29.6}


def test_one_line_of_text_and_a_signature_that_does_not_fit_stand_closer_on_one_page(tmp_path):
    names = [f"示例县第{number}街道办事处" for number in range(7)]
    raw = notice(body=plain(1, "特此通知。"), to=names, attachments=["甲表", "乙表"])
    pdf, problems = render(raw, tmp_path)
    assert codes(problems) == []
    first = page_text(pdf, 0)
    assert "特此通知。" in first
    assert "2026年6月15日" in first
    lines = lines_of(read_chars(pdf, 0), 16)
    assert lines[-1][0].base + 0.12 * 16 / MM <= 262.01


def test_a_signature_that_finds_no_text_is_a_warning(tmp_path):
    raw = notice(body=plain(1, "特此通知。"), attachments=[f"第{number}号表" for number in range(30)])
    _pdf, problems = render(raw, tmp_path)
    assert [(problem.code, problem.level) for problem in problems] == [("OD57", Level.WARNING)]


@pytest.mark.parametrize("before", range(5, 16))
def test_a_heading_is_never_the_last_line_of_a_page(tmp_path, before):
    body = [
        *plain(before, "正文。"),
        {"level": 1, "text": "工作要求"},
        {"level": 2, "text": "及时报送"},
        *plain(9, "后文。"),
    ]
    pdf, _problems = render(notice(body=body), tmp_path)
    for page in texts(pdf):
        rest = page.split("（一）及时报送")
        assert "工作要求" not in page or len(rest) == 2
        assert len(rest) == 1 or "后文" in rest[1]


def test_a_paragraph_of_ten_thousand_characters_fills_page_after_page(tmp_path):
    pdf, problems = render(notice(body=plain(1, FULL[:40] * 250)), tmp_path)
    found = texts(pdf)
    assert problems == []
    for page in range(1, 16):
        lines = lines_of(read_chars(pdf, page), 16)
        assert [len(line) for line in lines] == [28] * 22
    assert sum(page.count(FULL[:3]) for page in found) >= 250


def test_three_hundred_recipients_move_to_the_imprint_and_none_is_lost_or_cut_off(tmp_path):
    names = [f"示例县第{number}街道办事处" for number in range(300)]
    pdf, _problems = render(notice(to=names, body=plain(2)), tmp_path)
    found = texts(pdf)
    assert "根据年度工作安排" in found[0]
    assert names[0] not in found[0]
    whole = "".join(found)
    assert all(name in whole.replace("—", "") for name in names)
    assert page_total(pdf) % 2 == 0
    for page in range(page_total(pdf)):
        assert all(char.base - 0.88 * char.size / MM >= 36.9 for char in read_chars(pdf, page) if char.size == 14)
    last = sorted(segments(pdf, page_total(pdf) - 1), key=lambda line: line.y0)
    assert last[-1].y0 == pytest.approx(262, abs=0.05)
    assert "抄送：县委办公室" in found[-1]


def test_eight_hundred_characters_of_copies_and_a_long_title_never_leave_the_page(tmp_path):
    title = "示例县司法局关于转发《示例市司法局关于印发〈示例市行政执法监督工作办法（试行）〉的通知》"
    title += "并做好2026年度行政执法监督有关工作的通知"
    raw = notice(title=title, cc=[f"示例县第{number}局" for number in range(90)])
    pdf, _problems = render(raw, tmp_path)
    for page in range(page_total(pdf)):
        for char in read_chars(pdf, page):
            assert 27.9 <= char.x <= 184.1
            assert char.base <= 272


def test_a_table_over_pages_repeats_its_heads_and_keeps_every_row(tmp_path):
    pdf, _problems = render(notice(body=[*plain(2), table(60), *plain(2)]), tmp_path)
    found = texts(pdf)
    pages = [page for page in found if "县水务局" in page]
    assert len(pages) >= 2
    for page in pages:
        assert page.count("评查对象") == page.count("案卷数") == page.count("序号") == 1
    assert "".join(found).count("县水务局") == 60
    assert found[0].count("表1分组安排") + found[1].count("表1分组安排") == 1


def test_cells_that_span_rows_and_columns_have_no_line_through_them(tmp_path):
    rows = [["1", {"text": "合计", "span": 2}, {"text": "两行", "rows": 2}], ["2", "县水务局", "3"]]
    pdf, _problems = render(letter(body=[table(0, rows=rows)]), tmp_path)
    chars = read_chars(pdf, 0)
    both, total = (next(char for char in chars if char.text == text) for text in "两合")
    second = next(char for char in chars if char.text == "水" and char.size == 12)
    lines = [line for line in segments(pdf, 0) if not line.red]
    upright = [line for line in lines if abs(line.x0 - line.x1) < 0.1]
    across = [line for line in lines if abs(line.y0 - line.y1) < 0.1]
    assert len([line for line in upright if line.y0 <= total.base <= line.y1]) == 4
    assert len([line for line in upright if line.y0 <= second.base <= line.y1]) == 5
    assert not [line for line in across if line.x0 <= both.x <= line.x1 and total.base < line.y0 < second.base]
    assert [line for line in across if line.x0 <= total.x <= line.x1 and total.base < line.y0 < second.base]


def test_a_landscape_table_is_turned_its_number_stays_and_text_goes_on_upright(tmp_path):
    pdf, problems = render(notice(body=[*plain(2), table(12, landscape=True), *plain(2)]), tmp_path)
    page = next(page for page in range(page_total(pdf)) if "抽取" in page_text(pdf, page))
    chars = read_chars(pdf, page)
    turned = [char for char in chars if char.angle > 4]
    assert {char.text for char in chars if char not in turned} <= set("—0123456789")
    heads = [char for char in turned if char.text in "序号"]
    assert max(char.x for char in heads) < min(char.x for char in turned if char.text == "抽")
    assert min(char.x for char in turned) >= 28
    number = [char for char in chars if char not in turned]
    assert number[0].x == pytest.approx(28 + 14 / MM, abs=0.05)
    assert problems == []
    assert "根据年度工作安排" in page_text(pdf, page + 1)


def test_a_table_too_wide_for_the_page_is_turned_with_a_warning(tmp_path):
    columns = [f"第{number}栏" for number in range(26)]
    wide = {"table": {"columns": columns, "rows": [[str(number * 1000) for number in range(26)]]}}
    pdf, problems = render(notice(body=[*plain(3), wide, *plain(3)]), tmp_path)
    assert [(problem.code, problem.where) for problem in problems] == [("OD64", "body[3]")]
    page = next(page for page in range(page_total(pdf)) if "25000" in page_text(pdf, page))
    chars = [char for char in read_chars(pdf, page) if char.angle > 4]
    assert max(char.base for char in chars) <= 262.1
    assert min(char.base for char in chars) >= 36.9


def test_sixty_columns_are_told_to_be_too_many(tmp_path):
    columns = [f"栏{number}" for number in range(60)]
    wide = {"table": {"columns": columns, "rows": [[str(number) for number in range(60)]]}}
    _pdf, problems = render(notice(body=[*plain(3), wide, *plain(3)]), tmp_path)
    assert codes(problems) == ["OD64", "OD65"]


def test_a_table_that_ends_the_text_gives_its_last_row_to_the_signature(tmp_path):
    for rows in range(1, 40):
        pdf, problems = render(notice(body=[*plain(1), table(rows)]), tmp_path)
        signed = next(page for page in texts(pdf) if "2026年6月15日（" in page)
        assert codes(problems) == []
        assert "抽取" in signed or "根据年度" in signed


def test_a_picture_is_no_wider_than_the_text_and_no_finer_than_300_dots_an_inch(tmp_path):
    Image.new("RGB", (20_000, 2_000), "lightblue").save(tmp_path / "wide.png")
    Image.new("CMYK", (900, 9_000)).save(tmp_path / "tall.jpg")
    body = [
        *plain(2),
        {"picture": "wide.png", "caption": "图1　现场"},
        {"picture": str(tmp_path / "tall.jpg")},
        *plain(1),
    ]
    pdf, problems = render(notice(body=body), tmp_path)
    assert problems == []
    placed = [each for page in range(page_total(pdf)) for each in pictures(pdf, page)]
    assert len(placed) == 2
    for each in placed:
        assert 27.9 <= each.x0 < each.x1 <= 184.1
        assert 36.9 <= each.y0 < each.y1 <= 262.1
        assert each.dots <= (each.x1 - each.x0) / 25.4 * 300 + 1
    assert placed[0].x1 - placed[0].x0 == pytest.approx(156, abs=0.1)
    assert pdf.stat().st_size < 400_000
    caption = next(page for page in range(page_total(pdf)) if "图1现场" in page_text(pdf, page))
    assert pictures(pdf, caption)


def test_a_picture_has_the_width_that_was_asked_for(tmp_path):
    Image.new("L", (400, 200)).save(tmp_path / "a.png")
    pdf, _problems = render(letter(body=[*plain(1), {"picture": "a.png", "width_mm": 80}]), tmp_path)
    (placed,) = pictures(pdf, 0)
    assert placed.x1 - placed.x0 == pytest.approx(80, abs=0.1)
    assert (placed.x0 + placed.x1) / 2 == pytest.approx(106, abs=0.1)
    assert placed.y1 - placed.y0 == pytest.approx(40, abs=0.1)


@pytest.mark.parametrize("content", [None, b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40])
def test_a_picture_that_cannot_be_read_is_an_error_and_leaves_a_frame(tmp_path, content):
    if content is not None:
        (tmp_path / "a.png").write_bytes(content)
    pdf, problems = render(letter(body=[*plain(1), {"picture": "a.png"}]), tmp_path)
    assert [(problem.code, problem.where, problem.level) for problem in problems] == [("OD63", "body[1]", Level.ERROR)]
    assert len([line for line in segments(pdf, 0) if not line.red]) == 1


def test_a_cut_off_picture_is_an_error(tmp_path):
    Image.effect_noise((300, 300), 60).save(tmp_path / "whole.jpg")
    (tmp_path / "a.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:3_000])
    _pdf, problems = render(letter(body=[*plain(1), {"picture": "a.jpg"}]), tmp_path)
    assert codes(problems) == ["OD63"]


def test_appendices_hold_text_tables_and_pictures_and_numbers_go_on(tmp_path):
    Image.new("RGB", (400, 200)).save(tmp_path / "a.png")
    first = {"title": "安排", "body": [*plain(1), table(3), {"picture": "a.png"}, *plain(1)]}
    pdf, problems = render(notice(appendices=[first, {"title": "名单", "table": table(3)["table"]}]), tmp_path)
    found = texts(pdf)
    page = next(number for number, text in enumerate(found) if text.startswith("附件1安排"))
    assert problems == []
    assert f"—{page + 1}—" in found[page]
    assert len(pictures(pdf, page)) == 1
    assert found[page + 1].startswith("附件2名单")


def test_the_same_document_gives_the_same_bytes_after_others_and_in_another_process(tmp_path):
    Image.new("RGB", (300, 200), "red").save(tmp_path / "a.png")
    raw = notice(body=[*plain(2), {"picture": "a.png"}, table(5)])
    one = render(raw, tmp_path)[0].read_bytes()
    render(letter(body=plain(3, "䶮㛃𬭚另一份文件的文字各不相同")), tmp_path)
    assert render(raw, tmp_path)[0].read_bytes() == one
    code = (
        "import sys, json, pathlib; from services.printing.official import *; folder = pathlib.Path(sys.argv[1]);"
        "raw = json.loads(sys.stdin.read());"
        "render_official(OfficialDocument.from_json(raw, folder), folder / 'other.pdf')"
    )
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", code, str(tmp_path)]
    subprocess.run(command, input=json.dumps(raw), text=True, check=True, cwd=root, env={"PYTHONHASHSEED": "7"})
    other = (tmp_path / "other.pdf").read_bytes()
    assert hashlib.sha256(other).hexdigest() == hashlib.sha256(one).hexdigest()
