from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import MM, fonts_not_embedded, page_text, page_total, read_chars, segments

from services.errors import StorageError
from services.printing.card import CardPrint, CardSection, Pair, print_card
from services.printing.grid import Align, share_widths
from services.printing.paper import Paper
from services.printing.preview import page_count, page_size, render_page
from services.printing.score_sheet import ScoreItem, ScoreSection, ScoreSheetPrint, print_score_sheet
from services.printing.table import TableColumn, TablePrint, print_table

UNITS = ("县水务局", "县农业农村局", "示例镇人民政府")
COLUMNS = (
    TableColumn("序号", 6, Align.CENTER),
    TableColumn("责任单位", 20, merge=True),
    TableColumn("问题", 50),
    TableColumn("得分", 10, Align.RIGHT),
)


def ledger(rows, **changes):
    values = {"title": "示例县整改台账", "columns": COLUMNS, "rows": rows, "printed_on": date(2026, 11, 20)}
    return TablePrint(**(values | changes))


def rows_of(count, text="现场检查没有出示执法证件"):
    return [[str(number), UNITS[number // 40 % 3], f"{text}{number}", "9.5"] for number in range(count)]


def every_page(path):
    return [page_text(path, page) for page in range(page_total(path))]


def test_a_table_of_500_rows_repeats_its_head_and_counts_its_pages(tmp_path):
    target = tmp_path / "ledger.pdf"
    pages = print_table(ledger(rows_of(500)), target)
    texts = every_page(target)
    assert pages == len(texts) == page_count(target) > 5
    for number, text in enumerate(texts, start=1):
        assert "序号责任单位问题得分" in text
        assert f"第{number}页共{pages}页" in text
    assert all(sum(f"证件{number}9" in text for text in texts) >= 1 for number in range(500))
    assert fonts_not_embedded(target) == set()


def test_a_group_over_a_page_end_is_named_again_on_the_next_page(tmp_path):
    target = tmp_path / "ledger.pdf"
    print_table(ledger([[str(number), "县水务局", "问题", "1"] for number in range(120)]), target)
    assert [text.count("县水务局") for text in every_page(target)] == [1] * page_total(target)


def test_a_row_taller_than_a_page_goes_on_and_loses_nothing(tmp_path):
    target = tmp_path / "tall.pdf"
    words = "".join(f"第{number}处问题；" for number in range(900))
    print_table(ledger([["1", "县水务局", words, "0"], ["2", "县水务局", "短", "1"]]), target)
    texts = every_page(target)
    assert len(texts) > 2
    joined = "".join(texts)
    assert all(f"第{number}处" in joined.replace("\n", "") for number in range(0, 900, 37))
    assert joined.count("；") == 900


def test_text_stays_inside_its_cell_and_the_table_inside_the_sheet(tmp_path):
    target = tmp_path / "ledger.pdf"
    print_table(ledger(rows_of(30, "abcdefghijklmnopqrstuvwxyz" * 4), landscape=True, paper=Paper.A3), target)
    width, height = page_size(target, 0)
    assert (round(width / MM), round(height / MM)) == (420, 297)
    upright = sorted({round(line.x0, 1) for line in segments(target, 0) if line.y1 - line.y0 > 3})
    assert len(upright) == 5
    latin = [char for char in read_chars(target, 0) if char.text.isascii() and char.text.isalpha()]
    assert min(char.x for char in latin) > upright[2]
    assert max(char.right for char in latin) < upright[3]


def test_no_line_of_a_cell_begins_with_a_mark(tmp_path):
    target = tmp_path / "ledger.pdf"
    text = "检查记录、询问笔录、送达回证，均未签名；“三项制度”落实不到位。"
    print_table(ledger([["1", "县", "检" * shift + text, "1"] for shift in range(1, 30)]), target)
    left = min(char.x for char in read_chars(target, 0) if char.text == "检")
    opening = {char.text for char in read_chars(target, 0) if abs(char.x - left) < 0.1}
    assert len(opening) > 5
    assert not opening & set("，。、；：”")


def test_an_empty_list_says_so_and_signatures_and_footnote_close_it(tmp_path):
    target = tmp_path / "empty.pdf"
    table = ledger([], signatures=("填报人", "审核人"), footnote="注：按季统计。", subtitle="筛选：逾期", unit="件")
    print_table(table, target)
    text = page_text(target, 0)
    assert "没有符合条件的记录。" in text
    assert "填报人：审核人：" in text
    assert "注：按季统计。" in text
    assert "筛选：逾期" in text
    assert "单位：件打印日期：2026年11月20日" in text


def test_progress_is_told_and_a_stop_leaves_the_old_file(tmp_path):
    target = tmp_path / "ledger.pdf"
    seen = []
    print_table(ledger(rows_of(250)), target, lambda done, total: seen.append((done, total)))
    assert seen == [(100, 250), (200, 250), (250, 250)]
    before = target.read_bytes()

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        print_table(ledger(rows_of(300)), target, stop)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_grouped_heads_stand_above_their_columns(tmp_path):
    target = tmp_path / "ledger.pdf"
    columns = (TableColumn("序号", 1), TableColumn("报名", 1, group="人数"), TableColumn("参训", 1, group="人数"))
    print_table(ledger([["1", "20", "18"]], columns=columns), target)
    chars = {char.text: char for char in read_chars(target, 0)}
    assert chars["数"].base < chars["名"].base
    assert chars["报"].x < chars["数"].x < chars["训"].x
    assert chars["数"].base < chars["序"].base < chars["报"].base


def test_rare_names_and_control_characters_in_cells_do_no_harm(tmp_path):
    target = tmp_path / "ledger.pdf"
    print_table(ledger([["1", "王䶮、张𬭚\x00\x07", "a\tb\r\nc\ufeff", "1"]]), target)
    text = page_text(target, 0)
    assert "王䶮、张𬭚" in text
    assert "\x00" not in text
    assert "ab" in text


@given(st.lists(st.floats(0, 500), min_size=1, max_size=30), st.floats(100, 1200))
def test_columns_fill_the_width_and_none_is_narrower_than_a_character(shares, width):
    widths = share_widths(shares, width, 17.5)
    assert sum(widths) == pytest.approx(width)
    assert min(widths) >= min(17.5, width / len(shares)) - 0.01


def sheet(**changes):
    sections = tuple(
        ScoreSection(
            f"第{part}部分",
            tuple(
                ScoreItem(f"{part}.{number}", "评查内容" * 4, "5.00", "0.50", "4.50", "第12页没有签名" * number)
                for number in range(1, 7)
            ),
        )
        for part in range(1, 6)
    )
    values = {
        "title": "行政处罚案卷评查评分表",
        "fields": (("案件名称", "示例案"), ("案号", "示水罚〔2026〕3号")),
        "sections": (*sections, ScoreSection("其他", (ScoreItem("6.1", "听证", "5.00", "", "", "", "没有申请听证"),))),
        "totals": (("应评总分", "145.00"), ("折算得分", "89.29")),
        "grade": "良好",
    }
    return ScoreSheetPrint(**(values | changes))


def test_a_score_sheet_names_every_item_what_was_deducted_and_what_does_not_apply(tmp_path):
    target = tmp_path / "score.pdf"
    pages = print_score_sheet(sheet(vetoes=(("V1 主体不合格", "第3页"),)), target)
    texts = every_page(target)
    assert pages == len(texts) >= 2
    joined = "".join(texts)
    assert all(f"{part}.{number}评查内容" in joined for part in range(1, 6) for number in range(1, 7))
    assert "不适用：没有申请听证" in joined
    assert "V1主体不合格：第3页" in joined
    assert "89.29" in joined
    assert "评查人：复核人：评查日期：" in texts[-1]
    assert all(f"第{number}页共{pages}页" in text for number, text in enumerate(texts, start=1))


def test_a_card_has_labels_values_lists_and_room_to_write(tmp_path):
    target = tmp_path / "card.pdf"
    card = CardPrint(
        "投诉登记表",
        (Pair("编号", "TS1"), Pair("来源", "来信"), Pair("事项", "说明" * 40), Pair("审批意见", lines=5)),
        (
            CardSection("材料", columns=(TableColumn("名称"), TableColumn("份数")), rows=(("照片", "3"),)),
            CardSection("附件", columns=(TableColumn("名称"),)),
            CardSection("办理", pairs=(Pair("结果", "属实"),)),
        ),
        number="编号：7",
        signatures=("登记人",),
    )
    assert print_card(card, target) == 1
    text = page_text(target, 0)
    assert "编号TS1来源来信" in text
    assert "照片3" in text
    assert "结果属实" in text
    chars = {char.text: char for char in read_chars(target, 0)}
    assert chars["材"].base - chars["批"].base > 12


def test_a_page_becomes_a_picture_for_the_preview(tmp_path):
    target = tmp_path / "ledger.pdf"
    print_table(ledger(rows_of(3)), target)
    picture = render_page(target, 0, 72)
    assert (picture.width, picture.height) == (596, 842)
    assert len(picture.pixels) == picture.stride * picture.height
    assert picture.stride >= picture.width * 4
    assert picture.pixels[:3] == b"\xff\xff\xff"
    assert min(picture.pixels) < 60


def test_a_file_that_is_no_pdf_cannot_be_previewed(tmp_path):
    (tmp_path / "a.pdf").write_text("no")
    with pytest.raises(StorageError, match="不能预览"):
        page_count(tmp_path / "a.pdf")
    with pytest.raises(StorageError, match="不能预览"):
        render_page(tmp_path / "none.pdf", 0, 72)
