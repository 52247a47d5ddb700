"""Title lines: whole words and a pleasing outline."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.printing.official_title import break_title, title_lines

TITLES = (
    "示例县司法局关于开展2026年度行政执法案卷评查工作的通知",
    "示例县司法局关于印发《示例县行政执法监督员管理办法（试行）》的通知",
    "示例县司法局 示例县水务局 示例县农业农村局关于联合开展涉企行政检查突出问题专项整治行动的通知",
    "示例县司法局关于请求解决行政执法监督经费的请示",
    "示例县司法局关于2025年度行政执法工作情况的报告",
    "示例县司法局关于对县水务局2026年第一季度行政处罚案卷评查发现问题整改落实情况的通报",
    "示例县司法局关于同意县农业农村局成立行政执法监督工作站的批复",
    "示例县人民政府行政执法协调监督领导小组办公室关于进一步规范涉企行政检查行为优化法治化营商环境的实施意见",
    "示例县司法局关于做好《中华人民共和国行政处罚法》宣传贯彻工作的通知",
    "示例县司法局关于印发2026年度行政执法监督工作要点和任务分工的通知",
    "示例县司法局关于示司发〔2026〕7号文件贯彻落实情况的督查通报",
    "示例县提升行政执法质量三年行动计划实施方案",
    "示例县司法局关于示例镇人民政府综合行政执法队执法人员资格考试有关问题的复函",
    "示例县司法局关于报送行政执法人员信息的紧急通知",
    "示例县司法局关于建立行政执法监督与纪检监察监督贯通协同工作机制的意见",
    "示例县人民政府办公室关于转发《示例市人民政府办公室关于印发〈示例市行政执法监督工作办法（试行）〉的通知》并做好2026年度评查工作的通知",
)


def widths_of(title):
    return [500 if char.isascii() else 1000 for char in title]


def lengths(lines):
    return [sum(widths_of(line)) for line in lines]


def turns(widths):
    """Signs of growth from line to line: 1 longer, -1 shorter, 0 equal."""
    return [(after > before) - (after < before) for before, after in pairwise(widths)]


@pytest.mark.parametrize("title", TITLES)
def test_titles_grow_shrink_or_grow_then_shrink_and_keep_names_and_numbers_whole(title):
    lines = title_lines(title, 20_000)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    signs = turns(lengths(lines))
    assert 0 not in signs
    assert (-1, 1) not in list(pairwise(signs))
    assert max(lengths(lines)) <= 20_000
    assert lengths(lines)[-1] >= 4_000
    whole = "\n".join(lines)
    for name in re.findall(r"〔\d+〕\d+号|\d+年度?|示例县|水务局|农业农村局|行政执法|通知|（试行）", title):
        assert whole.count(name) == title.count(name), name
    for name in re.findall(r"《[^》]{1,14}》", title):
        assert name in whole
    assert not any(line.startswith("的") or line.endswith(("的", "和", "与")) for line in lines)


@given(
    st.lists(st.sampled_from(("行政执法", "监督", "工作", "《办法》", "2026年", "关于", "的", "县司法局")), max_size=24)
)
def test_any_title_of_eighty_characters_is_kept_whole_within_its_width(parts):
    title = "".join(parts)[:80] + "的通知"
    lines = title_lines(title, 20_000)
    assert "".join(lines) == title
    assert all(width <= 20_000 for width in lengths(lines))
    assert lines[-1].endswith("通知")


def test_the_authors_own_lines_are_kept():
    assert title_lines("示例县司法局\n关于评查的通知", 20_000) == ["示例县司法局", "关于评查的通知"]


def test_a_narrow_page_takes_more_lines():
    title = TITLES[0]
    assert len(break_title(title, widths_of(title), 10_000)) > len(break_title(title, widths_of(title), 20_000))


def test_a_text_much_longer_than_a_title_is_still_cut_into_lines_of_their_width():
    lines = title_lines("示例县行政执法监督" * 100, 20_000)
    assert "".join(lines) == "示例县行政执法监督" * 100
    assert {len(line) for line in lines[:-1]} == {20}


@pytest.mark.parametrize(
    "title",
    [
        "示例县司法局关于2026年第三季度行政执法投诉举报办理情况的通报",
        "示例县司法局 示例县市场监督管理局 示例县水务局关于联合开展涉企行政检查专项监督的通知",
        "2026年度行政执法案卷评查标准及评分细则（行政处罚类、行政许可类、行政强制类）",
        "示例县司法局关于贯彻落实示例省司法厅示例市司法局有关综合行政执法规范化建设要求的通知",
    ],
)
def test_no_line_ends_inside_an_organ_an_ordinal_or_a_word_of_the_trade(title):
    whole = ["第三季度", "示例县司法局", "示例县市场监督管理局", "示例县水务局", "评分细则", "司法厅", "规范化"]
    lines = title_lines(title, 20_000)
    assert len(lines) > 1
    for word in whole:
        if word in title:
            assert any(word in line for line in lines), (word, lines)


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        (
            "示例县人民政府关于印发《示例县国民经济和社会发展第十五个五年规划和二〇三五年远景目标纲要》的通知",
            ("国民经济", "第十五个五年规划", "二〇三五年"),
        ),
        ("示例县司法局关于对县水务局不依法履行行政处罚职责问题进行督办的函", ("不依法履行", "行政处罚")),
    ],
)
def test_years_and_plans_in_chinese_numerals_stay_whole_and_no_line_ends_with_a_negation(title, whole):
    lines = "\n".join(title_lines(title, 20_000))
    assert all(words in lines for words in whole), lines
