"""Measures of GB/T 9704 in the produced file, by the origins of the characters. Lengths in mm from the top left."""

from itertools import pairwise

import pytest
from official_samples import FULL, letter, notice, plain, upward
from pdf_reading import MM, lines_of, page_text, page_total, read_chars, segments, words

from services.printing.faces import Style, load_faces
from services.printing.official import OfficialDocument, RenderOptions, lay_out, render_official

SIZE, SMALL = 16 / MM, 14 / MM
PITCH = 29.6 / MM
CHAR = 15.785 / MM
COMMITTEE = "示例县人民政府行政执法协调监督领导小组"


def render(raw, tmp_path, **options):
    target = tmp_path / "document.pdf"
    render_official(OfficialDocument.from_json(raw), target, RenderOptions(**options))
    return target


def lines_on(pdf, page, size=None):
    return lines_of(read_chars(pdf, page), size)


def line_with(lines, text):
    return next(line for line in lines if text in words(line))


def page_with(pdf, text):
    return next(page for page in range(page_total(pdf)) if text in page_text(pdf, page))


def top(line):
    return line[0].base - 0.88 * line[0].size / MM


def bottom(line):
    return line[0].base + 0.12 * line[0].size / MM


def right(line):
    """The right edge of the last em box (a Chinese character)."""
    return line[-1].x + line[-1].size / MM


def test_a_full_page_is_22_lines_equally_apart_from_37_to_262_mm(tmp_path):
    lines = lines_on(render(notice(body=plain(20, FULL * 2)), tmp_path), 1, 16)
    assert len(lines) == 22
    gaps = [(after[0].base - before[0].base) * MM for before, after in pairwise(lines)]
    assert max(gaps) - min(gaps) < 0.1
    assert top(lines[0]) == pytest.approx(37.0, abs=0.05)
    assert 260.5 <= bottom(lines[-1]) <= 262.0


def test_full_lines_are_28_characters_155_to_156_mm_wide_and_evenly_spaced(tmp_path):
    lines = lines_on(render(notice(body=plain(20, FULL * 2)), tmp_path), 1, 16)
    full = [line for line in lines if len(line) == max(map(len, lines))]
    assert {len(line) for line in full} == {28}
    steps = [(after.x - before.x) * MM for line in full for before, after in pairwise(line)]
    assert max(steps) - min(steps) < 0.05
    assert all(155 <= right(line) - line[0].x <= 156 and line[0].x == pytest.approx(28.0, abs=0.02) for line in full)


def test_paragraphs_are_indented_by_two_characters(tmp_path):
    lines = lines_on(render(notice(body=plain(20, FULL * 2)), tmp_path), 1, 16)
    starts = [line for line in lines if words(line).startswith(FULL[:6]) and line[0].x > 30]
    assert starts
    assert all((line[0].x - 28) * MM == pytest.approx(31.6, abs=0.3) for line in starts)


@pytest.mark.parametrize("text", ["“甲”……", "他说：“依法——履行‘职责’”……", "（一）”——“"])
def test_quotes_dashes_and_dots_are_one_em_wide(tmp_path, text):
    lines = lines_on(render(letter(body=plain(1, text + "的")), tmp_path), 0, 16)
    line = line_with(lines, text[:3])
    steps = [(after.x - before.x) * MM for before, after in pairwise(line)]
    assert steps == [pytest.approx(15.785, abs=0.05)] * (len(line) - 1)


def test_the_head_keeps_35_mm_two_lines_4_mm_two_lines_and_one_line(tmp_path):
    pdf = render(notice(), tmp_path)
    lines = lines_on(pdf, 0)
    mark, number = line_with(lines, "示例县司法局文件"), line_with(lines, "示司发〔2026〕7号")
    title, to = [line for line in lines if line[0].size == 22], line_with(lines, "各乡镇人民政府")
    (red,) = [line for line in segments(pdf, 0) if line.red]
    assert top(mark) == pytest.approx(72.0, abs=0.05)
    assert top(number) - bottom(mark) == pytest.approx(2 * PITCH, abs=0.05)
    assert red.y0 - bottom(number) == pytest.approx(4.0, abs=0.05)
    assert top(title[0]) - red.y0 == pytest.approx(2 * PITCH, abs=0.05)
    assert (title[1][0].base - title[0][0].base) * MM == pytest.approx(36, abs=0.1)
    assert top(to) - bottom(title[-1]) == pytest.approx(PITCH, abs=0.05)
    assert (red.x0, red.x1) == (pytest.approx(28.0, abs=0.05), pytest.approx(184.0, abs=0.05))


def test_serial_secrecy_and_urgency_take_the_first_lines_and_close_up(tmp_path):
    raw = notice(copy_no="000012", secrecy="机密★1年", urgency="特急")
    lines = lines_on(render(raw, tmp_path), 0, 16)
    corner = [line_with(lines, text) for text in ("000012", "机密★1年", "特急")]
    assert [top(line) for line in corner] == [pytest.approx(37 + index * PITCH, abs=0.05) for index in range(3)]
    assert all(line[0].x == pytest.approx(28.0, abs=0.05) for line in corner)
    assert {char.font for char in corner[1] + corner[2]} == {"GWHei"}
    lines = lines_on(render(raw | {"secrecy": None}, tmp_path), 0, 16)
    assert top(line_with(lines, "特急")) == pytest.approx(37 + PITCH, abs=0.05)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_signers_stand_two_to_a_line_and_the_number_is_level_with_the_last(tmp_path, count):
    names = ["岑知远", "简若宁", "王䶮某", "李某某", "赵某某"][:count]
    pdf = render(upward(signers=names), tmp_path)
    lines = lines_on(pdf, 0, 16)
    rows = [line_with(lines, name) for name in names[::2]]
    number = line_with(lines, "示司发〔2026〕7号")
    assert number == rows[-1]
    assert number[0].x == pytest.approx(28 + CHAR, abs=0.05)
    label = line_with(lines, "签发人：")
    assert label == rows[0]
    first_name = label[words(label).index("签发人：") + 4].x
    assert all(any(char.x == pytest.approx(first_name, abs=0.01) for char in line) for line in rows)
    assert max(right(line) for line in rows) == pytest.approx(184 - CHAR, abs=0.1)
    (red,) = [line for line in segments(pdf, 0) if line.red]
    assert red.y0 - bottom(number) == pytest.approx(4.0, abs=0.05)


def test_joint_marks_are_as_wide_as_the_longest_and_the_word_stands_at_their_middle(tmp_path):
    raw = notice(mark="示例县司法局文件\n示例县水务局\n示例县农业农村局", signers=[])
    chars = [char for char in read_chars(render(raw, tmp_path), 0) if char.font == "GWBiaoSong" and char.size > 24]
    suffix = [char for char in chars if char.text in "文件"]
    names = lines_of([char for char in chars if char.text not in "文件"])
    assert [words(line) for line in names] == ["示例县司法局", "示例县水务局", "示例县农业农村局"]
    assert max(line[0].x for line in names) - min(line[0].x for line in names) < 0.05
    assert max(right(line) for line in names) - min(right(line) for line in names) < 0.05
    middle = (top(names[0]) + bottom(names[-1])) / 2
    assert (top(suffix) + bottom(suffix)) / 2 == pytest.approx(middle, abs=0.05)
    assert top(names[0]) == pytest.approx(72.0, abs=0.05)


def test_a_sealed_date_ends_four_characters_in_and_the_name_is_centred_above_two_free_lines(tmp_path):
    lines = lines_on(render(letter(), tmp_path), 0, 16)
    day = line_with(lines, "2026年2月6日")
    before, name = lines[lines.index(day) - 2], lines[lines.index(day) - 1]
    assert right(day) == pytest.approx(184 - 4 * CHAR, abs=0.05)
    assert (name[0].x + right(name)) / 2 == pytest.approx((day[0].x + right(day)) / 2, abs=0.05)
    assert name[0].base - before[0].base == pytest.approx(3 * PITCH, abs=0.05)
    assert day[0].base - name[0].base == pytest.approx(PITCH, abs=0.05)


def test_a_sealed_name_too_long_to_be_centred_there_stays_centred_inside_the_text_block(tmp_path):
    lines = lines_on(render(letter(sign=[{"name": COMMITTEE, "seal": True}]), tmp_path), 0, 16)
    day = line_with(lines, "2026年2月6日")
    name = lines[lines.index(day) - 1]
    assert right(name) <= 184.01
    assert (name[0].x + right(name)) / 2 == pytest.approx((day[0].x + right(day)) / 2, abs=0.05)


def test_unsealed_the_name_ends_two_characters_in_and_the_date_begins_two_further_right(tmp_path):
    lines = lines_on(render(letter(sign=[{"name": COMMITTEE}]), tmp_path), 0, 16)
    day = line_with(lines, "2026年2月6日")
    before, name = lines[lines.index(day) - 2], lines[lines.index(day) - 1]
    assert right(name) == pytest.approx(184 - 2 * CHAR, abs=0.05)
    assert day[0].x - name[0].x == pytest.approx(2 * CHAR, abs=0.05)
    assert name[0].base - before[0].base == pytest.approx(2 * PITCH, abs=0.05)


def test_unsealed_a_date_longer_than_the_name_ends_two_characters_in_and_moves_the_name(tmp_path):
    lines = lines_on(render(letter(sign=[{"name": "示例局"}], date="2026-12-16"), tmp_path), 0, 16)
    day = line_with(lines, "2026年12月16日")
    name = lines[lines.index(day) - 1]
    assert right(day) == pytest.approx(184 - 2 * CHAR, abs=0.05)
    assert day[0].x - name[0].x == pytest.approx(2 * CHAR, abs=0.05)


def test_unsealed_a_name_a_little_longer_than_the_date_still_ends_two_characters_in(tmp_path):
    lines = lines_on(render(letter(sign=[{"name": "示例县市场监管局"}], date="2026-12-16"), tmp_path), 0, 16)
    day = line_with(lines, "2026年12月16日")
    name = lines[lines.index(day) - 1]
    assert right(name) == pytest.approx(184 - 2 * CHAR, abs=0.05)
    assert day[0].x - name[0].x == pytest.approx(2 * CHAR, abs=0.05)
    assert right(day) <= 184


def test_unsealed_joint_organs_stand_below_one_another_host_first_date_last(tmp_path):
    names = ["示例县司法局", "示例县农业农村局", "示例县水务局"]
    lines = lines_on(render(letter(sign=[{"name": name} for name in names]), tmp_path), 0, 16)
    following = [words(line) for line in lines if words(line) in (*names, "2026年2月6日")]
    assert following[-4:] == [*names, "2026年2月6日"]


@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_seals_of_joint_organs_neither_touch_nor_leave_the_text_block(tmp_path, count):
    names = ["示例县司法局", "县水务局", "示例县农业农村局", "县应急管理综合行政执法局", "县林业局", "县教育局"][:count]
    raw = notice(body=plain(4), sign=[{"name": name, "seal": True} for name in names])
    sheets = lay_out(load_faces(), OfficialDocument.from_json(raw)).sheets
    places = [place for sheet in sheets for place in sheet.seals]
    assert len(places) == count
    for number, one in enumerate(places):
        assert (one.x - one.half_width) / MM >= 28
        assert (one.x + one.half_width) / MM <= 184
        for other in places[number + 1 :]:
            apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert apart > one.half_width + other.half_width
    pdf = render(raw, tmp_path)
    lines = lines_on(pdf, page_with(pdf, "2026年6月15日（"), 16)
    day = line_with(lines, "2026年6月15日")
    assert right(day) == pytest.approx(184 - 4 * CHAR, abs=0.05)
    # the last seal covers the last name and the date
    name_above = [char for char in lines[lines.index(day) - 1] if char.x > day[0].x - 12]
    assert names[-1].endswith(words(name_above)[-4:])
    last = places[-1]
    assert last.y / MM - 21 < top(name_above) < bottom(day) < last.y / MM + 21
    assert last.x / MM == pytest.approx((day[0].x + right(day)) / 2, abs=0.05)


def test_the_seal_begins_at_most_a_line_below_the_text_with_name_and_date_a_little_below_its_centre():
    (sheet,) = lay_out(load_faces(), OfficialDocument.from_json(letter())).sheets
    (place,) = sheet.seals
    rows = sorted({ink.top for ink in sheet.inks if ink.size == 16})
    name_top, date_top = rows[-2:]
    text_bottom = rows[-3] + 16
    assert 0 <= (place.y - place.half_height) - text_bottom <= 29.6
    assert place.y < (name_top + date_top + 16) / 2 < place.y + 10 * MM


def test_an_order_is_signed_by_post_and_stamp_with_a_line_free_above_the_date(tmp_path):
    raw = {"format": "命令", "mark": "示例县人民政府令", "number": "第7号", "body": plain(2), "date": "2026-06-15"}
    pdf = render(raw | {"sign": [{"name": "岑知远", "post": "县长"}]}, tmp_path)
    lines = lines_on(pdf, 0)
    mark, number, text = (line_with(lines, words_) for words_ in ("示例县人民政府令", "第7号", "根据年度"))
    assert top(mark) == pytest.approx(57.0, abs=0.05)
    assert top(number) - bottom(mark) == pytest.approx(2 * PITCH, abs=0.05)
    assert top(text) - bottom(number) == pytest.approx(2 * PITCH, abs=0.05)
    signed, day = line_with(lines, "岑知远"), line_with(lines, "2026年6月15日")
    assert words(signed) == "县长岑知远"
    assert signed[2].x - (signed[1].x + SIZE) == pytest.approx(2 * CHAR, abs=0.1)
    assert right(signed) == pytest.approx(184 - 4 * CHAR, abs=0.05)
    assert right(day) == pytest.approx(184 - 4 * CHAR, abs=0.05)
    assert day[0].base - signed[0].base == pytest.approx(2 * PITCH, abs=0.05)
    assert signed[0].base - lines[lines.index(signed) - 1][0].base == pytest.approx(3 * PITCH, abs=0.05)


def test_where_a_stamp_is_put_on_its_place_stays_empty_and_the_post_is_level_with_its_middle(tmp_path):
    raw = {"format": "命令", "mark": "示例县人民政府令", "number": "第7号", "body": plain(2), "date": "2026-06-15"}
    pdf = render(raw | {"sign": [{"name": "岑知远", "post": "县长", "seal": True}]}, tmp_path)
    assert "岑知远" not in page_text(pdf, 0)
    post = line_with(lines_on(pdf, 0, 16), "县长")
    assert right(post) == pytest.approx(184 - 4 * CHAR - 40 - 2 * CHAR, abs=0.1)


def test_a_letter_has_its_mark_at_30_mm_its_rules_at_4_and_277_mm_and_its_number_flush_right(tmp_path):
    pdf = render(letter(copy_no="000012", secrecy="机密★1年", urgency="特急"), tmp_path)
    reds = sorted((line for line in segments(pdf, 0) if line.red), key=lambda line: line.y0)
    lines = lines_on(pdf, 0)
    mark, number, urgency, title = (
        line_with(lines, text) for text in ("示例县司法局", "示司函〔2026〕7号", "特急", "示例县司法局关于")
    )
    assert top(mark) == pytest.approx(30.0, abs=0.05)
    assert reds[0].y0 - bottom(mark) == pytest.approx(4.0, abs=0.5)
    assert [(line.x0, line.x1) for line in reds] == [(pytest.approx(20, abs=0.05), pytest.approx(190, abs=0.05))] * 4
    assert reds[-1].y0 == pytest.approx(277.0, abs=0.05)
    assert reds[0].width > reds[1].width
    assert reds[2].width < reds[3].width
    assert right(number) == pytest.approx(184.0, abs=0.05)
    assert words(number).startswith("000012")
    assert top(number) - reds[1].y0 == pytest.approx(14 / MM, abs=0.3)
    assert top(title) - bottom(urgency) == pytest.approx(2 * PITCH, abs=0.05)
    assert "印发" not in page_text(pdf, 0)


def test_a_letter_has_no_number_on_its_first_page_and_rules_on_no_other(tmp_path):
    pdf = render(letter(body=plain(30)), tmp_path)
    assert "—1—" not in page_text(pdf, 0)
    assert "—2—" in page_text(pdf, 1)
    assert segments(pdf, 1) == []
    copies = line_with(lines_on(pdf, page_total(pdf) - 1, 14), "抄送：")
    assert bottom(copies) == pytest.approx(262, abs=0.05)


def test_the_copies_of_a_letter_end_the_text_block_without_rules(tmp_path):
    pdf = render(letter(cc=[f"示例县第{number}管理局" for number in range(1, 9)]), tmp_path)
    page = page_total(pdf) - 1
    copies = lines_on(pdf, page, 14)
    assert len(copies) == 3
    assert bottom(copies[-1]) == pytest.approx(262.0, abs=0.05)
    assert [line[0].x for line in copies[1:]] == [pytest.approx(28 + 4 * SMALL, abs=0.05)] * 2
    assert not [line for line in segments(pdf, page) if not line.red]


def test_the_rules_of_the_imprint_are_156_mm_long_thick_outside_thin_inside_and_end_at_262_mm(tmp_path):
    pdf = render(notice(cc=[f"示例县第{number}局" for number in range(10, 19)]), tmp_path)
    last = page_total(pdf) - 1
    rules = sorted(segments(pdf, last), key=lambda line: line.y0)
    assert [(line.x0, line.x1) for line in rules] == [(pytest.approx(28, abs=0.05), pytest.approx(184, abs=0.05))] * 3
    assert [line.width for line in rules] == [pytest.approx(width, abs=0.01) for width in (0.35, 0.25, 0.35)]
    assert rules[-1].y0 == pytest.approx(262.0, abs=0.05)
    lines = lines_on(pdf, last, 14)
    first, printed = line_with(lines, "抄送："), line_with(lines, "印发")
    wrapped = lines[lines.index(first) + 1]
    assert first[0].x == pytest.approx(28 + SMALL, abs=0.05)
    assert wrapped[0].x == pytest.approx(first[3].x, abs=0.05)
    assert printed[0].x == pytest.approx(28 + SMALL, abs=0.05)
    assert right(printed) == pytest.approx(184 - SMALL, abs=0.05)


def test_page_numbers_stand_7_mm_below_the_text_one_character_from_the_outer_edge(tmp_path):
    pdf = render(notice(), tmp_path)
    odd, even = (lines_on(pdf, page, 14)[-1] for page in (0, 1))
    assert (words(odd), words(even)) == ("—1—", "—2—")
    dash = load_faces().width(Style.SONG, "—") * SMALL / 1000
    assert odd[-1].x + dash == pytest.approx(184 - SMALL, abs=0.05)
    assert even[0].x == pytest.approx(28 + SMALL, abs=0.05)
    assert {char.font for char in odd + even if char.text.isdigit()} == {"GWSong"}
    # the middle of the em box, where the dash is
    assert odd[0].base - (0.88 - 0.5) * SMALL == pytest.approx(269.0, abs=0.05)


def test_minutes_name_who_attended_below_a_free_line_with_names_aligned(tmp_path):
    people = "、".join(["县水务局岑知远"] * 8)
    body = [*plain(2), {"text": f"出席：{people}"}, {"text": "请假：甲某"}, {"text": "列席：各乡镇人民政府"}]
    raw = {"format": "纪要", "mark": "示例县行政执法监督会议纪要", "number": "第3期", "title": "会议纪要", "body": body}
    lines = lines_on(render(raw, tmp_path), 0)
    assert top(line_with(lines, "示例县行政执法监督会议纪要")) == pytest.approx(72.0, abs=0.05)
    first, absent, guests = (line_with(lines, label) for label in ("出席：", "请假：", "列席："))
    assert first[0].base - lines[lines.index(first) - 1][0].base == pytest.approx(2 * PITCH, abs=0.05)
    assert [char.font for char in first[:4]] == ["GWHei"] * 3 + ["GWFangSong"]
    following = lines[lines.index(first) + 1]
    assert following[0].x == pytest.approx(first[3].x, abs=0.05)
    assert {round(line[0].x, 1) for line in (first, absent, guests)} == {round(28 + 2 * CHAR, 1)}


def test_a_note_stands_in_brackets_below_the_date_two_characters_in(tmp_path):
    pdf = render(notice(body=plain(2)), tmp_path)
    lines = lines_on(pdf, page_with(pdf, "（此件公开发布）"), 16)
    note, day = line_with(lines, "（此件公开发布）"), line_with(lines, "2026年6月15日")
    assert note[0].x == pytest.approx(28 + 2 * CHAR, abs=0.05)
    assert note[0].base - day[0].base == pytest.approx(PITCH, abs=0.05)


def test_an_appendix_has_its_label_on_the_first_line_and_its_title_on_the_third(tmp_path):
    raw = notice(appendices=[{"title": "评查安排表", "body": plain(1)}])
    pdf = render(raw, tmp_path)
    lines = lines_on(pdf, page_with(pdf, "附件评查安排表"))
    label, title, text = lines[:3]
    assert (words(label), words(title)) == ("附件", "评查安排表")
    assert {char.font for char in label} == {"GWHei"}
    assert top(label) == pytest.approx(37.0, abs=0.05)
    assert top(title) == pytest.approx(37.0 + 2 * PITCH, abs=0.05)
    assert (title[0].x + right(title)) / 2 == pytest.approx(106.0, abs=0.1)
    assert top(text) - bottom(title) == pytest.approx(PITCH, abs=0.05)


def test_a_line_feed_in_the_text_begins_a_paragraph_with_its_own_indent(tmp_path):
    typed = [{"level": 1, "text": "工作安排\n各单位按时报送案卷。\n县司法局组织评查。"}]
    lines = lines_on(render(letter(body=typed), tmp_path), 0, 16)
    shown = [line_with(lines, text) for text in ("一、工作安排", "各单位按时", "县司法局组织")]
    assert [line[0].x for line in shown] == [pytest.approx(28 + 2 * CHAR, abs=0.05)] * 3
    assert [shown[0][0].font, shown[1][0].font] == ["GWHei", "GWFangSong"]


def test_organs_named_side_by_side_in_a_joint_mark_are_stacked_and_a_spaced_name_is_not(tmp_path):
    joint = render(notice(mark="示例县司法局、示例县发展和改革局文件"), tmp_path)
    red = [line for line in lines_on(joint, 0) if line[0].size > 24]
    assert [words(line) for line in red] == ["示例县司法局", "文件", "示例县发展和改革局"]
    assert red[0][0].x == pytest.approx(red[2][0].x, abs=0.05)
    assert right(red[0]) == pytest.approx(right(red[2]), abs=0.05)
    single = render(notice(mark="示例县司法局 文件"), tmp_path)
    assert [words(line) for line in lines_on(single, 0) if line[0].size > 24] == ["示例县司法局文件"]


def test_an_appendix_has_the_number_that_its_title_has_in_the_list_of_attachments(tmp_path):
    appended = [{"title": "评查办法", "body": ["案卷逐卷评查。"]}]
    pdf = render(notice(attachments=["单位名单", "评查办法"], appendices=appended), tmp_path)
    assert page_text(pdf, page_with(pdf, "案卷逐卷评查")).startswith("附件2评查办法")
