"""What the printer is asked for, and a unit's own measures."""

from decimal import Decimal
from itertools import pairwise

import pytest
from official_samples import FULL, letter, notice, plain
from pdf_reading import MM, circles, fonts_not_embedded, lines_of, page_text, page_total, read_chars, segments, words

from services.errors import ValidationError
from services.printing.measures import CHOICES, MEASURES, Strength
from services.printing.official import OfficialDocument, Preprinted, Profile, RenderOptions, render_official
from services.printing.profile import STANDARD, deviations, make_profile, metrics_of
from services.problems import Level

GONE = "\U00030edd"  # no shipped face has it


def render(raw, tmp_path, **options):
    target = tmp_path / "document.pdf"
    problems = render_official(OfficialDocument.from_json(raw), target, RenderOptions(**options))
    return target, problems


def origins(pdf, page):
    return [(char.text, round(char.x, 2), round(char.base, 2)) for char in read_chars(pdf, page)]


def test_mirrored_even_pages_stand_2_mm_to_the_left_and_odd_ones_stay(tmp_path):
    usual = [origins(render(notice(), tmp_path)[0], page) for page in (0, 1)]
    mirrored = [origins(render(notice(), tmp_path, mirrored=True)[0], page) for page in (0, 1)]
    assert mirrored[0] == usual[0]
    for (char, x, base), (was, old_x, old_base) in zip(mirrored[1], usual[1], strict=True):
        assert (char, base) == (was, old_base)
        assert x == pytest.approx(old_x - 2, abs=0.02)
    assert mirrored[1][-4][1] > 30  # the page number of an even page begins at 30.9 mm


def test_printed_on_one_side_nothing_is_mirrored(tmp_path):
    one_sided = origins(render(notice(), tmp_path, duplex=False)[0], 1)
    assert origins(render(notice(), tmp_path, duplex=False, mirrored=True)[0], 1) == one_sided


def test_on_preprinted_paper_only_black_is_printed_and_moved_by_tenths_of_a_millimetre(tmp_path):
    whole = origins(render(notice(), tmp_path)[0], 0)
    pdf, _problems = render(notice(), tmp_path, preprinted=Preprinted(20, -15))
    assert not [line for line in segments(pdf, 0) if line.red]
    black = origins(pdf, 0)
    assert "".join(char for char, _x, _base in whole).replace("示例县司法局文件", "", 1) == "".join(
        char for char, _x, _base in black
    )
    expected = [(char, x + 2, base - 1.5) for char, x, base in whole[len("示例县司法局文件") :]]
    for (char, x, base), (was, old_x, old_base) in zip(black, expected, strict=True):
        assert (char, x, base) == (was, pytest.approx(old_x, abs=0.02), pytest.approx(old_base, abs=0.02))


def test_the_place_of_the_seal_is_drawn_for_the_preview_only(tmp_path):
    pdf, _problems = render(letter(), tmp_path)
    assert circles(pdf, 0) == []
    assert "用章示意" not in page_text(pdf, 0)
    hinted, _problems = render(letter(), tmp_path, seal_hint=True)
    assert "用章示意" in page_text(hinted, 0)
    ((left, top, right, bottom),) = circles(hinted, 0)
    assert (right - left, bottom - top) == (pytest.approx(42, abs=0.8), pytest.approx(42, abs=0.8))
    day = next(line for line in lines_of(read_chars(hinted, 0), 16) if "2026年2月6日" in words(line))
    assert (left + right) / 2 == pytest.approx((day[0].x + day[-1].x + 16 / MM) / 2, abs=0.1)
    assert top < day[0].base < bottom
    usual = [char for char in origins(pdf, 0) if char[0] not in "用章示意"]
    assert [char for char in origins(hinted, 0) if char[0] not in "用章示意"] == usual


def test_a_character_without_a_glyph_is_an_error_that_names_page_and_place(tmp_path):
    raw = notice(to=[f"{GONE}局"], body=[*plain(14, FULL * 2), {"level": 0, "text": f"王{GONE}"}])
    raw |= {"appendices": [{"title": "表", "table": {"columns": ["姓名"], "rows": [[f"李{GONE}"]]}}]}
    pdf, problems = render(raw, tmp_path)
    found = [problem for problem in problems if problem.code == "OD99"]
    assert [(problem.where, problem.level, problem.raw) for problem in found] == [
        ("to[0]", Level.ERROR, GONE),
        ("body[14]", Level.ERROR, GONE),
        ("appendices[0].table.rows[0][0]", Level.ERROR, GONE),
    ]
    assert all("U+30EDD" in problem.message for problem in found)
    pages = [next(page for page in range(page_total(pdf)) if text in page_text(pdf, page)) for text in ("王〓", "李〓")]
    assert "第1页" in found[0].message
    assert [f"第{page + 1}页" in problem.message for page, problem in zip(pages, found[1:], strict=True)] == [
        True,
        True,
    ]


def test_with_consent_a_box_one_em_wide_is_drawn_and_it_is_a_warning(tmp_path):
    raw = letter(body=[{"level": 0, "text": f"王{GONE}先生"}])
    pdf, problems = render(raw, tmp_path, boxes=True)
    assert [(problem.code, problem.level) for problem in problems] == [("OD99", Level.WARNING)]
    text = page_text(pdf, 0)
    assert "〓" not in text
    assert "\x00" not in text
    assert fonts_not_embedded(pdf) == set()
    line = next(line for line in lines_of(read_chars(pdf, 0), 16) if "王先生" in words(line))
    assert (line[1].x - line[0].x) * MM == pytest.approx(2 * 15.785, abs=0.02)
    frames = [box for box in segments(pdf, 0) if 4 < box.x1 - box.x0 < 6]
    assert len(frames) == 1
    assert line[0].x + 5.5 < frames[0].x0 < frames[0].x1 < line[1].x


@pytest.mark.parametrize("latin", ["仿宋", "宋体"])
def test_letters_and_figures_come_from_the_face_the_unit_chose(tmp_path, latin):
    profile = make_profile("示例县", {"latin": latin})
    pdf, _problems = render(letter(body=plain(1, "2026年A股，" + FULL)), tmp_path, profile=profile)
    line = next(line for line in lines_of(read_chars(pdf, 0), 16) if "股" in words(line))
    fonts = {char.text: char.font for char in line}
    assert fonts["A"] == fonts["2"] == {"仿宋": "GWFangSong", "宋体": "GWSong"}[latin]
    assert fonts["年"] == "GWFangSong"
    assert line[-1].x + 16 / MM == pytest.approx(184, abs=0.1)


def test_a_units_measures_are_the_ones_on_paper(tmp_path):
    own = {"line_pitch": 28, "title_pitch": Decimal("33"), "red": "#d7000f", "mark_largest": 36, "left": 29}
    own |= {"block_width": 155, "page_number_below": 6, "imprint_thick": 0.5}
    pdf, _problems = render(notice(), tmp_path, profile=make_profile("示例县", own))
    lines = lines_of(read_chars(pdf, 0))
    body = lines_of(read_chars(pdf, 1), 16)
    gaps = [(after[0].base - before[0].base) * MM for before, after in pairwise(body[:10])]
    assert gaps == [pytest.approx(28, abs=0.05)] * 9
    title = [line for line in lines if line[0].size == 22]
    assert (title[1][0].base - title[0][0].base) * MM == pytest.approx(33, abs=0.05)
    assert max(char.size for char in lines[0]) == 36
    assert body[0][0].x == pytest.approx(29, abs=0.02)
    assert max(line[-1].x for line in body) + 16 / MM == pytest.approx(184, abs=0.1)
    (red,) = [line for line in segments(pdf, 0) if line.red]
    assert red.colour == (0xD7, 0x00, 0x0F)
    assert lines[-1][0].base - 0.38 * 14 / MM == pytest.approx(268, abs=0.05)


def test_departures_are_told_by_strength_with_clause_and_both_values():
    profile = make_profile("示例县", {"line_pitch": 28, "left": 30, "title_pitch": 34, "red_rule": 3, "below_mark": 3})
    found = deviations(profile)
    assert [each.key for each in found] == ["below_mark", "left", "red_rule", "line_pitch"]
    assert [each.strength for each in found[:2]] == [Strength.MANDATORY] * 2
    left = found[1]
    assert (left.clause, left.standard, left.own, left.tolerance) == ("5.2.1", 28, 30.0, 1)
    assert left.sentence == "订口30毫米，标准28毫米（5.2.1，规定）"


def test_departures_of_the_profile_are_among_the_problems_of_a_document(tmp_path):
    _pdf, problems = render(letter(), tmp_path, profile=make_profile("示例县", {"left": 30, "line_pitch": 28}))
    assert [(problem.code, problem.level) for problem in problems] == [("OD98", Level.ERROR), ("OD98", Level.INFO)]


@pytest.mark.parametrize(
    ("measures", "words_of_it"),
    [
        ({"line_pitch": 5}, "应为20至45磅"),
        ({"line_pitch": 36}, "最多18行"),
        ({"left": 400}, "订口不能是“400”"),
        ({"left": 40, "block_width": 180}, "超出了纸面"),
        ({"red": "red"}, "颜色写作"),
        ({"latin": "楷体"}, "只能是仿宋"),
        ({"lines": 21.5}, "整数"),
        ({"chars": 40}, "叠在一起"),
        ({"body_size": "16"}, "正文字号不能是“16”"),
        ({"lines": True}, "每面行数"),
        ({"pitch": 3}, "不是版面尺寸的名称"),
        ({"top": Decimal("NaN")}, "天头"),
        ({"top": float("inf")}, "天头"),
    ],
)
def test_measures_out_of_reason_are_refused_with_a_sentence(measures, words_of_it):
    with pytest.raises(ValidationError, match=words_of_it):
        make_profile("示例县", measures)


@pytest.mark.parametrize("raw", [[], {}, {"measures": []}, None, "x"])
def test_what_is_no_profile_is_refused_with_a_sentence(raw):
    with pytest.raises(ValidationError, match="没有生成文件"):
        Profile.from_json(raw)


def test_the_standard_departs_from_nothing_and_every_measure_is_within_its_own_bounds():
    assert deviations(Profile()) == []
    for size in range(30):  # more profiles than are remembered
        metrics_of(make_profile("本单位", {"mark_largest": 30 + size}))
    assert metrics_of(Profile()) is STANDARD
    same = make_profile("同标准", {key: row.value for key, row in (MEASURES | CHOICES).items()})
    assert deviations(same) == []
    assert metrics_of(same).values == STANDARD.values


def test_every_measure_is_used_by_some_layout():
    """A row that no layout reads would be a setting that changes nothing."""
    from pathlib import Path

    import services.printing.measures as module

    folder = Path(module.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "measures.py")
    assert [key for key in MEASURES if f'"{key}"' not in sources] == []
