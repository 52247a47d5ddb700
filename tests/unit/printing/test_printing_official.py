import json

import pytest
from hypothesis import HealthCheck, given, reject, settings
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


def test_the_title_is_two_balanced_lines_in_its_own_face(tmp_path):
    lines = lines_of(read_chars(render(notice(), tmp_path), 0), 22)
    assert [words(line) for line in lines] == ["示例县司法局关于开展2026年度", "行政执法案卷评查工作的通知"]
    assert {char.font for line in lines for char in line} == {"GWBiaoSong"}


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
SIDES = st.integers(1, 1000)
CELLS = st.builds(
    lambda text, span, rows: {"text": text, "span": span, "rows": rows}, WORDS, st.integers(1, 5), st.integers(1, 5)
)
TABLES = st.builds(
    lambda widths, rows, landscape: {
        "columns": [{"label": "单位", "width": width} for width in widths],
        "rows": rows,
        "landscape": landscape,
    },
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
    st.lists(st.lists(st.one_of(WORDS, CELLS), max_size=12), max_size=12),
    st.booleans(),
)
PARAGRAPHS = st.builds(lambda level, text: {"level": level, "text": text}, st.integers(0, 4), st.text(MARKS))
PICTURES = st.builds(lambda width, words: {"picture": "none.png", "width_mm": width, "caption": words}, SIDES, WORDS)
ITEMS = st.one_of(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, TABLES.map(lambda table: {"table": table}), PICTURES)
BODIES = st.lists(ITEMS, max_size=12)
SIGNATURES = st.fixed_dictionaries({"name": WORDS, "seal": st.booleans(), "post": st.text(MARKS, max_size=8)})
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
        "sign": st.lists(SIGNATURES, max_size=9),
        "note": WORDS,
        "cc": st.lists(WORDS, max_size=6),
        "appendices": st.lists(st.fixed_dictionaries({"title": WORDS, "body": BODIES, "table": TABLES}), max_size=1),
    }
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_whatever_is_typed_stays_inside_the_text_block(raw):
    faces = load_faces()
    try:
        document = OfficialDocument.from_json(raw)
    except UnreadableError:
        reject()  # spans that ask for more columns than any paper takes
    for sheet in lay_out(faces, document).sheets:
        edges = (0.0, 225.0, 156.0) if sheet.turned else (28.0, 184.0, 262.0)
        for ink in sheet.inks:
            assert ink.x / MM >= edges[0] - 0.2
            assert (ink.x + text_width(faces, ink.text, ink.style, ink.size, ink.spacing)) / MM <= edges[1] + 0.2
            assert (ink.top + ink.size) / MM <= edges[2] + 0.3
        for placed in sheet.pictures:
            assert placed.x / MM >= edges[0] - 0.2
            assert (placed.x + placed.width) / MM <= edges[1] + 0.2
            assert (placed.top + placed.height) / MM <= edges[2] + 0.3


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
