import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from official_samples import FULL, LONG, letter, notice, plain, upward
from pdf_reading import MM, fonts_not_embedded, lines_of, page_text, page_total, read_chars, segments, words

from services.errors import StorageError, UnreadableError
from services.printing.faces import load_faces
from services.printing.official import OfficialDocument, RenderOptions, lay_out, render_official
from services.printing.page import text_width


def render(raw, tmp_path, **options):
    target = tmp_path / "document.pdf"
    render_official(OfficialDocument.from_json(raw), target, RenderOptions(**options))
    return target


def body_lines(path, page):
    return lines_of(read_chars(path, page), 16)


def line_with(lines, text):
    return next(line for line in lines if text in words(line))


def test_a_full_page_has_22_lines_of_28_characters_inside_the_text_block(tmp_path):
    pdf = render(notice(), tmp_path)
    lines = body_lines(pdf, 1)
    assert len(lines) == 22
    assert max(len(line) for line in lines) == 28
    full = [line for line in lines if len(line) == 28]
    for line in full:
        assert line[0].x == pytest.approx(28.0, abs=0.02)
        assert line[-1].x + 16 / MM == pytest.approx(184.0, abs=0.1)
        steps = [(after.x - before.x) * MM for before, after in pairwise(line)]
        assert max(steps) - min(steps) < 0.05
    assert len(full) >= 10


def test_lines_are_equally_apart_and_fill_the_height(tmp_path):
    lines = body_lines(render(notice(), tmp_path), 1)
    bases = [line[0].base for line in lines]
    gaps = [(after - before) * MM for before, after in pairwise(bases)]
    assert max(gaps) - min(gaps) < 0.05
    assert bases[0] - 0.88 * 16 / MM == pytest.approx(37.0, abs=0.1)
    assert bases[-1] + 0.12 * 16 / MM == pytest.approx(262.0, abs=0.1)


def test_a_paragraph_begins_two_characters_in(tmp_path):
    lines = body_lines(render(notice(body=plain(3, FULL * 2)), tmp_path), 0)
    start = line_with(lines, FULL[:10])[0]
    assert (start.x - 28.0) * MM == pytest.approx(31.6, abs=0.3)


def test_the_red_head_keeps_the_distances_of_the_standard(tmp_path):
    pdf = render(notice(), tmp_path)
    lines = lines_of(read_chars(pdf, 0))
    mark = line_with(lines, "示例县司法局文件")
    number = line_with(lines, "示司发〔2026〕7号")
    title = line_with(lines, "示例县司法局关于")
    (red,) = [line for line in segments(pdf, 0) if line.red]
    size = mark[0].size / MM
    assert mark[0].base - 0.88 * size == pytest.approx(72.0, abs=0.2)
    gap = number[0].base - 0.88 * 16 / MM - (mark[0].base + 0.12 * size)
    assert gap == pytest.approx(2 * 10.45, abs=0.3)
    assert red.y0 - (number[0].base + 0.12 * 16 / MM) == pytest.approx(4.0, abs=0.2)
    assert (red.x0, red.x1) == (pytest.approx(28.0, abs=0.1), pytest.approx(184.0, abs=0.1))
    assert title[0].base - 0.88 * 22 / MM - red.y0 == pytest.approx(2 * 10.45, abs=0.3)


def test_the_title_is_two_balanced_lines_in_its_own_face(tmp_path):
    lines = lines_of(read_chars(render(notice(), tmp_path), 0), 22)
    assert [words(line) for line in lines] == ["示例县司法局关于开展2026年度", "行政执法案卷评查工作的通知"]
    assert {char.font for line in lines for char in line} == {"GWBiaoSong"}


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(tmp_path):
    pdf = render(notice(), tmp_path)
    for page in range(2):
        foot = lines_of(read_chars(pdf, page), 14)[-1]
        assert words(foot) == f"—{page + 1}—"
        assert 270 < foot[0].base < 272
    odd, even = (lines_of(read_chars(pdf, page), 14)[-1] for page in (0, 1))
    assert odd[-1].x + 13 / MM == pytest.approx(184 - 4.94, abs=0.5)
    assert even[0].x == pytest.approx(28 + 4.94, abs=0.1)


def test_signers_stand_right_and_the_number_is_level_with_the_last(tmp_path):
    lines = body_lines(render(upward(), tmp_path), 0)
    first, last = line_with(lines, "签发人：岑知远简若宁"), line_with(lines, "王䶮")
    assert words(last) == "示司发〔2026〕7号王䶮"
    assert last[0].x == pytest.approx(28 + 5.57, abs=0.1)
    assert last[-2].x == pytest.approx(first[4].x, abs=0.01)
    assert {char.font for char in first[4:]} == {"GWKai"}
    assert first[-1].x + 16 / MM == pytest.approx(184 - 5.57, abs=0.2)


def test_a_sealed_date_ends_four_characters_from_the_edge_with_the_name_centred_above(tmp_path):
    lines = body_lines(render(letter(), tmp_path), 0)
    day = line_with(lines, "2026年2月6日")
    name = lines[lines.index(day) - 1]
    assert words(name) == "示例县司法局"
    assert day[-1].x + 16 / MM == pytest.approx(184 - 4 * 5.57, abs=0.3)
    middle = (name[0].x + name[-1].x + 16 / MM) / 2
    assert middle == pytest.approx((day[0].x + day[-1].x + 16 / MM) / 2, abs=0.2)


def test_an_unsealed_date_begins_two_characters_right_of_the_name(tmp_path):
    name_text = "示例县人民政府行政执法协调监督领导小组"
    lines = body_lines(render(letter(sign=[{"name": name_text}]), tmp_path), 0)
    day = line_with(lines, "2026年2月6日")
    name = lines[lines.index(day) - 1]
    assert (day[0].x - name[0].x) * MM == pytest.approx(31.6, abs=0.3)
    assert name[-1].x + 16 / MM == pytest.approx(184 - 2 * 5.57, abs=0.2)


@pytest.mark.parametrize("paragraphs", range(1, 14))
def test_a_signature_never_stands_on_a_page_without_text(tmp_path, paragraphs):
    raw = notice(body=plain(paragraphs, FULL * 2), attachments=["案卷清单", "评查反馈表"])
    pdf = render(raw, tmp_path)
    page = next(page for page in range(page_total(pdf)) if "案卷清单" in page_text(pdf, page) or page == 99)
    signed = next(number for number in range(page_total(pdf)) if "2026年6月15日（" in page_text(pdf, number))
    assert any(text in page_text(pdf, signed) for text in (FULL[:8], FULL[-8:], FULL[10:18]))
    assert FULL[:8] in page_text(pdf, 0)
    assert page <= signed


@pytest.mark.parametrize("paragraphs", [1, 5, 9, 12])
def test_the_imprint_ends_the_last_page_and_that_is_an_even_one(tmp_path, paragraphs):
    pdf = render(notice(body=plain(paragraphs, FULL * 2)), tmp_path)
    total = page_total(pdf)
    assert total % 2 == 0
    assert "抄送：县委办公室" in page_text(pdf, total - 1)
    assert "示例县司法局办公室2026年6月15日印发" in page_text(pdf, total - 1)
    rules = sorted(segments(pdf, total - 1), key=lambda line: line.y0)
    assert [round(line.x0) for line in rules] == [28, 28, 28]
    assert [round(line.x1) for line in rules] == [184, 184, 184]
    assert rules[-1].y0 == pytest.approx(262.0, abs=0.2)


def test_printed_on_one_side_the_imprint_follows_the_text(tmp_path):
    raw = notice(body=plain(1, "特此通知。"), sign=[{"name": "示例县司法局"}], cc=[], note=None)
    assert page_total(render(raw, tmp_path, duplex=False)) == 1
    assert page_total(render(raw, tmp_path)) == 2


def test_a_blank_page_before_the_imprint_and_the_imprints_page_have_no_number(tmp_path):
    totals = {}
    for count in range(1, 40):
        pdf = render(notice(body=plain(count, "短句。"), to=["县水务局"]), tmp_path)
        if page_total(pdf) == 4 and not page_text(pdf, 2):
            totals[count] = [page_text(pdf, page) for page in range(4)]
            break
    (texts,) = totals.values()
    assert "—" not in texts[3]
    assert "—2—" in texts[1]


def test_a_letter_has_double_rules_its_number_right_and_no_page_number_on_page_one(tmp_path):
    pdf = render(letter(), tmp_path)
    reds = sorted((line for line in segments(pdf, 0) if line.red), key=lambda line: line.y0)
    assert [(round(line.x0), round(line.x1)) for line in reds] == [(20, 190)] * 4
    assert reds[-1].y0 == pytest.approx(277.0, abs=0.5)
    lines = lines_of(read_chars(pdf, 0))
    mark, number = line_with(lines, "示例县司法局"), line_with(lines, "示司函〔2026〕7号")
    assert mark[0].base - 0.88 * mark[0].size / MM == pytest.approx(30.0, abs=0.2)
    assert number[-1].x + 16 / MM == pytest.approx(184.0, abs=0.2)
    assert "—1—" not in page_text(pdf, 0)
    assert "印发" not in page_text(pdf, 0)


def test_levels_are_numbered_where_the_text_has_no_number_and_set_in_their_faces(tmp_path):
    levels = [(1, "总体要求"), (2, "抓好报送。按时报送案卷。"), (3, "主体合法"), (4, "持证上岗"), (1, "三、工作要求")]
    levels += [(1, "附带事项"), (0, "2026年完成。")]
    raw = notice(body=[{"level": level, "text": text} for level, text in levels])
    lines = body_lines(render(raw, tmp_path), 0) + body_lines(render(raw, tmp_path), 1)
    shown = {words(line): [char.font for char in line] for line in lines}
    assert set(shown["一、总体要求"]) == {"GWHei"}
    assert set(shown["（一）抓好报送。按时报送案卷。"][:8]) == {"GWKai"}
    assert set(shown["（一）抓好报送。按时报送案卷。"][8:]) == {"GWFangSong"}
    assert {"1.主体合法", "（1）持证上岗", "三、工作要求", "四、附带事项", "2026年完成。"} <= set(shown)


def test_wrapped_names_of_attachments_align_below_their_first_character(tmp_path):
    raw = notice(
        body=plain(1), attachments=["1.示例县行政执法案卷集中评查对象和时间安排表（含乡镇机构）和分组名单", "反馈表"]
    )
    lines = [line for page in range(2) for line in body_lines(render(raw, tmp_path), page)]
    first = line_with(lines, "附件：1.示例县")
    second, third = (line_with(lines, text) for text in ("名单", "2.反馈表"))
    assert second[0].x == pytest.approx(first[5].x, abs=0.1)
    assert third[0].x == pytest.approx(first[3].x, abs=0.1)


def test_so_many_recipients_that_page_one_shows_no_text_move_to_the_imprint(tmp_path):
    pdf = render(notice(to=[f"示例县第{number}号街道办事处" for number in range(40)]), tmp_path)
    assert "主送：示例县第0号街道办事处" in page_text(pdf, page_total(pdf) - 1)
    assert FULL[:10] in page_text(pdf, 0)


def test_rare_names_survive_in_the_text_and_every_font_is_embedded(tmp_path):
    pdf = render(upward(body=[{"level": 0, "text": "承办人：王䶮、李㛃、张𬭚、赵𫖯。"}]), tmp_path)
    text = "".join(page_text(pdf, page) for page in range(page_total(pdf)))
    assert "王䶮、李㛃、张𬭚、赵𫖯" in text
    assert "\x00" not in text
    assert fonts_not_embedded(pdf) == set()


def test_a_character_without_a_glyph_is_reported(tmp_path):
    document = OfficialDocument.from_json(letter(body=[{"level": 0, "text": "王\U00030edd"}]))
    problems = render_official(document, tmp_path / "a.pdf")
    assert [(problem.code, problem.raw) for problem in problems] == [("OD99", "\U00030edd")]


def test_an_appendix_has_its_own_head_and_a_wide_table_is_turned_with_its_head_to_the_left(tmp_path):
    table = {
        "columns": [{"label": "序号", "width": 5}, {"label": "单位", "width": 20}, {"label": "备注", "width": 30}],
        "rows": [[str(number), "县水务局", "抽取"] for number in range(60)],
        "landscape": True,
    }
    raw = notice(body=plain(1), appendices=[{"title": "安排表", "table": table}, {"title": "说明", "body": plain(1)}])
    pdf = render(raw, tmp_path)
    pages = [page for page in range(page_total(pdf)) if "序号单位备注" in page_text(pdf, page)]
    assert len(pages) >= 3
    chars = read_chars(pdf, pages[0])
    heads = [char for char in chars if char.text in "序号"]
    cells = [char for char in chars if char.text == "抽"]
    assert all(char.angle > 4 for char in heads + cells)
    assert max(char.base for char in cells) <= 262.1
    assert max(char.x for char in heads) < min(char.x for char in cells)
    assert min(char.x for char in chars if char.angle > 4) >= 28
    texts = [page_text(pdf, page) for page in range(page_total(pdf))]
    assert any(text.startswith("附件2说明") for text in texts[pages[-1] + 1 :])
    assert "印发" in texts[-1]


def test_the_same_document_gives_the_same_bytes(tmp_path):
    one = render(notice(), tmp_path).read_bytes()
    assert render(notice(), tmp_path).read_bytes() == one


@pytest.mark.parametrize("kind", ["命令", "纪要", "文书"])
def test_the_other_formats_are_laid_out(tmp_path, kind):
    pdf = render(letter(format=kind), tmp_path)
    assert LONG[:10] in page_text(pdf, 0)
    assert "2026年2月6日" in page_text(pdf, 0)


def test_minutes_name_who_attended_with_the_label_in_its_own_face(tmp_path):
    names = "、".join(["县水务局 岑知远"] * 6)
    pdf = render(letter(format="纪要", to=[], body=[{"level": 0, "text": f"出席：{names}"}]), tmp_path)
    lines = body_lines(pdf, 0)
    first = line_with(lines, "出席：")
    assert [char.font for char in first[:4]] == ["GWHei"] * 3 + ["GWFangSong"]
    following = lines[lines.index(first) + 1]
    assert following[0].x == pytest.approx(first[3].x, abs=0.3)


def test_joint_organs_have_their_names_stacked_and_their_seals_at_most_three_in_a_row(tmp_path):
    names = ["示例县司法局", "县水务局", "县农业农村局", "县应急管理局"]
    raw = notice(
        mark="示例县司法局文件\n县水务局\n县农业农村局",
        body=plain(3),
        sign=[{"name": name, "seal": True} for name in names],
    )
    pdf = render(raw, tmp_path)
    page = next(page for page in range(page_total(pdf)) if "县应急管理局" in page_text(pdf, page))
    lines = body_lines(pdf, page)
    assert words(line_with(lines, "县应急管理局")) == "县应急管理局"
    assert words(line_with(lines, "县水务局")) == "示例县司法局县水务局县农业农村局"
    assert max(char.x for line in lines for char in line) < 184


MARKS = "县司法局行政执法监督，。、；：？！（）《》“”……——〔〕0123456789aB %䶮𬭚的通知关于"
WORDS = st.text(MARKS, max_size=40)
BODIES = st.lists(st.builds(lambda level, text: {"level": level, "text": text}, st.integers(0, 4), st.text(MARKS)))
TABLES = st.builds(
    lambda widths, rows, landscape: {
        "columns": [{"label": "单位", "width": width} for width in widths],
        "rows": rows,
        "landscape": landscape,
    },
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
    st.lists(st.lists(WORDS, max_size=12), max_size=12),
    st.booleans(),
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "format": st.sampled_from(["文件", "信函", "命令", "纪要", "文书"]),
        "mark": st.lists(WORDS, max_size=3).map("\n".join),
        "number": WORDS,
        "signers": st.lists(st.text(MARKS, max_size=4), max_size=5),
        "title": st.text(MARKS, max_size=90),
        "to": st.lists(WORDS, max_size=30),
        "body": BODIES,
        "attachments": st.lists(WORDS, max_size=4),
        "sign": st.lists(st.builds(lambda name, seal: {"name": name, "seal": seal}, WORDS, st.booleans()), max_size=9),
        "note": WORDS,
        "cc": st.lists(WORDS, max_size=6),
        "appendices": st.lists(st.builds(lambda table: {"title": "表", "table": table}, TABLES), max_size=1),
    }
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_whatever_is_typed_stays_inside_the_text_block(raw):
    faces = load_faces()
    for sheet in lay_out(faces, OfficialDocument.from_json(raw)).sheets:
        edges = (0.0, 225.0, 156.0) if sheet.turned else (28.0, 184.0, 262.0)
        for ink in sheet.inks:
            assert ink.x / MM >= edges[0] - 0.2
            assert (ink.x + text_width(faces, ink.text, ink.style, ink.size, ink.spacing)) / MM <= edges[1] + 0.2
            assert (ink.top + ink.size) / MM <= edges[2] + 0.3


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {"format": "电报"},
        {"body": "text"},
        {"body": [{"level": 9, "text": "x"}]},
        {"title": ["x"]},
        {"body": [{"level": True, "text": "x"}]},
        {"appendices": [{"title": "x", "table": {"columns": [], "rows": []}}]},
        {"appendices": [{"title": "x", "table": {"columns": ["a"], "rows": ["b"]}}]},
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(raw):
    with pytest.raises(UnreadableError, match="没有生成文件"):
        OfficialDocument.from_json(raw)


def test_an_empty_document_and_odd_characters_are_still_laid_out(tmp_path):
    raw = json.loads('{"format": "文件", "body": [{"level": 0, "text": "a\\u0000b\\ud800c\\n\\n第二段"}]}')
    assert page_text(render(raw, tmp_path), 0) == "abc第二段—1—"
    assert page_total(render({}, tmp_path)) == 1


def test_a_file_that_cannot_be_written_is_a_sentence_and_leaves_nothing(tmp_path):
    document = OfficialDocument.from_json(letter())
    with pytest.raises(StorageError, match="没有生成"):
        render_official(document, tmp_path / "none" / "a.pdf")
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(StorageError, match="没有生成"):
        render_official(document, tmp_path / "folder.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.pdf"]
