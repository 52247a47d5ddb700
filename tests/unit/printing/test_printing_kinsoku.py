import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.printing.kinsoku import NO_END, NO_START, break_lines, may_break, slack, split_text

ALPHABET = "县司法局行政执法监督条例，。、；：？！（）《》“”……——·％〔〕0123456789.-aBc %￥\n䶮𬭚"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=120)
LIMITS = st.integers(min_value=400, max_value=12_000)


def widths_of(text):
    return [500 if char.isascii() else 1000 for char in text]


@given(TEXTS, LIMITS, st.booleans(), st.integers(min_value=-2000, max_value=3000))
def test_lines_joined_are_the_text_and_none_is_empty(text, limit, squeeze, first):
    lines = break_lines(text, widths_of(text), limit, first=first, squeeze=squeeze)
    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(line.end > line.start for line in lines) or text == ""


@given(TEXTS, LIMITS, st.booleans())
def test_a_forbidden_mark_opens_or_closes_a_line_only_where_no_place_before_is_better(text, limit, squeeze):
    for line in break_lines(text, widths_of(text), limit, squeeze=squeeze):
        end = line.end
        if line.last or text[end - 1] == "\n" or may_break(text, end):
            continue
        assert not any(may_break(text, place) for place in range(line.start + 1, end + 1))


@given(TEXTS, LIMITS, st.booleans())
def test_a_line_is_never_wider_than_its_room_allows(text, limit, squeeze):
    widths = widths_of(text)
    for line in break_lines(text, widths, limit, squeeze=squeeze):
        natural = line.natural - (widths[line.end - 1] if text[line.start : line.end].endswith("\n") else 0)
        room = limit + (slack(text, widths, line) if squeeze else 0)
        assert natural <= room or line.end == line.start + 1


def test_marks_are_pushed_down_with_the_character_before_them():
    text = "一二三四五六七八九十，后面还有"
    assert split_text(text, lambda _char: 1000, 10_000) == ["一二三四五六七八九", "十，后面还有"]


def test_a_mark_is_taken_in_when_squeezing_makes_room():
    text = "一二，四五六七八九十，后面还有"
    assert split_text(text, lambda _char: 1000, 10_000, squeeze=True)[0] == "一二，四五六七八九十，"


def test_an_opening_bracket_goes_down_with_its_content():
    assert split_text("一二三四（五六七", lambda _char: 1000, 5_000) == ["一二三四", "（五六七"]


def test_a_number_a_word_an_ellipsis_and_a_dash_stay_whole():
    assert split_text("一二三四2026年", lambda char: 500 if char.isascii() else 1000, 5_000) == ["一二三四", "2026年"]
    assert split_text("一二三四……五", lambda _char: 1000, 5_000) == ["一二三", "四……五"]
    assert split_text("一二三四——五", lambda _char: 1000, 5_000) == ["一二三", "四——五"]


def test_a_word_longer_than_a_line_is_cut_rather_than_lost():
    lines = split_text("网址" + "a" * 40, lambda char: 500 if char.isascii() else 1000, 5_000)
    assert "".join(lines) == "网址" + "a" * 40
    assert lines[0] == "网址aaaaaa"


def test_a_combining_mark_stays_with_its_letter():
    assert split_text("一二三e\u0301", lambda _char: 1000, 4_000) == ["一二三", "e\u0301"]


def test_the_lists_hold_the_marks_that_reportlab_forgets():
    assert set("，；：？！》”’…—") <= NO_START
    assert set("（《“‘〔") <= NO_END


WORDS = (
    *("行政执法", "监督", "县司法局", "案卷", "评查", "的", "和", "王䶮", "一、", "（二）", "……", "——"),
    *("2026年6月15日", "〔2026〕7号", "12.5%", "3—5个", "98%～99%", "GB/T 9704", "5000元", "¥30", "№7"),
    *("《示例县行政执法监督办法（试行）》", "“双随机、一公开”", "（以下简称《办法》）", "‘三项制度’"),
)
STOPS = ("，", "。", "；", "、", "：", "！", "？", "")


def sentences(chooser, count):
    """Running text as a clerk types it: words, now and then a mark behind one."""
    for _number in range(count):
        words = (
            chooser.choice(WORDS) + (chooser.choice(STOPS) if chooser.random() < 0.4 else "") for _word in range(60)
        )
        yield "".join(words)


def test_no_mark_stands_wrong_in_a_hundred_thousand_lines():
    chooser, found, lines = random.Random(9704), [], 0
    for text in sentences(chooser, 12_000):
        widths = widths_of(text)
        for line in break_lines(text, widths, 28_000, first=2_000):
            lines += 1
            assert line.natural <= 28_000
            if line.start and (text[line.start] in NO_START or text[line.start - 1] in NO_END):
                found.append(text[line.start - 3 : line.start + 3])
            if line.start and text[line.start - 1 : line.start + 1] in ("……", "——"):
                found.append(text[line.start - 3 : line.start + 3])
    assert lines >= 100_000
    assert found == []


@pytest.mark.parametrize("whole", ["2026年", "6月", "15日", "〔2026〕7号", "12.5%", "5000元", "GB/T"])
def test_a_number_stays_with_its_unit_wherever_the_line_ends(whole):
    width = sum(widths_of(whole))
    for before in range(18, 28):
        lines = split_text("监" * before + whole + "监" * 30, lambda char: 500 if char.isascii() else 1000, 28_000)
        assert any(whole in line for line in lines), before
        assert all(len(line) * 1000 <= 28_000 + width for line in lines)


def test_full_lines_hold_exactly_28_characters_and_never_29():
    lines = split_text("司法行政机关应当依法履行监督职责" * 40, lambda _char: 1000, 28_000, first=2_000)
    assert len(lines[0]) == 26
    assert {len(line) for line in lines[1:-1]} == {28}
