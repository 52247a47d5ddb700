"""What the page 打印字体 says of a PC's fonts, and the specimen measured."""

import itertools

import pytest
from font_crafting import named, shipped, with_postscript_outlines, with_rights, without, write
from pdf_reading import fonts_not_embedded, lines_of, page_total, read_chars, segments, words

from services.errors import StorageError
from services.printing.common_chars import level_one, level_two, rare_names
from services.printing.face_report import FaceState, choose_refusal, face_report, trace, trace_sentence
from services.printing.face_report import unreadable_sentence as unreadable
from services.printing.face_sample import sample_page
from services.printing.faces import Faces, Style
from services.printing.font_files import installed_fonts, read_font


@pytest.fixture
def pc(tmp_path):
    folder = tmp_path / "Fonts"
    folder.mkdir()
    return folder


def faces_of(folder, chosen=None):
    installed_fonts.cache_clear()
    return Faces(installed_fonts((folder,)), chosen or {})


def line_of(faces, style):
    return next(line for line in face_report(faces) if line.style is style)


def test_the_sets_are_those_of_the_standard():
    assert (len(level_one()), len(level_two())) == (3755, 3008)
    assert (level_one()[0], level_one()[-1], level_two()[0], level_two()[-1]) == ("啊", "座", "亍", "齄")
    assert set("䶮㛃𬭚喆堃") <= set(rare_names())
    assert not set(rare_names()) & {*level_one(), *level_two()}


def test_on_a_bare_pc_every_style_is_served_by_the_program_and_says_what_to_do():
    report = face_report(Faces())
    assert [(line.role, line.wanted, line.serves) for line in report] == [
        ("标题", "小标宋", "公文标宋"),
        ("正文", "仿宋", "公文仿宋"),
        ("一级标题", "黑体", "公文黑体"),
        ("二级标题", "楷体", "公文楷体"),
        ("页码", "宋体", "公文宋体"),
    ]
    assert {line.state for line in report} == {FaceState.SHIPPED}
    assert not any(line.from_pc for line in report)
    by_style = {line.style: line.words for line in report}
    for style in (Style.BODY, Style.KAI, Style.HEI):
        assert "设置→应用→可选功能" in by_style[style]
        assert "中文(简体)补充字体" in by_style[style]
    assert "正版授权" in by_style[Style.TITLE]
    assert "可选功能" not in by_style[Style.TITLE] + by_style[Style.SONG]


def test_a_face_of_the_pc_is_named_with_its_file_and_what_it_lacks(pc):
    few, second = "".join(level_one()[:3]), "".join(level_two()[:12])
    write(pc / "simfang.ttf", without(named(shipped("Kai"), "仿宋", "FangSong"), few + second))
    line = line_of(faces_of(pc), Style.BODY)
    assert (line.serves, line.file, line.from_pc, line.state) == ("仿宋", "simfang.ttf", True, FaceState.FITTING)
    assert [(part.name, part.total, part.lacking) for part in line.coverage[:2]] == [
        ("一级字", 3755, 3),
        ("二级字", 3008, 12),
    ]
    assert line.coverage[1].helpers == (("公文仿宋（程序自带）", 12),)
    assert line.hanzi == line_of(Faces(), Style.KAI).hanzi - 15
    assert "二级字3,008个缺12个，由“公文仿宋（程序自带）”代画12个。" in line.words


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (with_postscript_outlines, "轮廓是另一种格式，不能嵌入版式文件"),
        (lambda tables: {**tables, b"fvar": b"\0" * 16}, "粗细可变，嵌入后粗细不对"),
        (lambda tables: with_rights(tables, 2), "没有授权嵌入文件"),
        (lambda tables: {**tables, b"hhea": b"\0" * 36}, "文件损坏或格式认不出"),
        (lambda tables: without(tables, level_one()), "缺少常用字"),
    ],
)
def test_a_face_that_was_found_and_refused_is_named_with_the_reason(pc, change, why):
    write(pc / "simfang.ttf", change(named(shipped("Kai"), "仿宋", "FangSong")))
    faces = faces_of(pc)
    assert f"找到“仿宋”（simfang.ttf），{why}，没有采用。" in line_of(faces, Style.BODY).words
    assert "simfang" not in line_of(faces, Style.KAI).words
    (file,) = read_font(pc / "simfang.ttf")
    assert choose_refusal(file, Style.BODY) == f"“仿宋”{why}，不能用。请换一个。"


def test_a_face_that_can_lead_is_not_refused_when_chosen(pc):
    (file,) = read_font(write(pc / "li.ttf", named(shipped("Kai"), "隶书")))
    assert choose_refusal(file, Style.BODY) == ""


def test_a_choice_and_a_lost_choice_are_told_apart(pc):
    write(pc / "li.ttf", named(shipped("Kai"), "隶书"))
    assert line_of(faces_of(pc, {Style.BODY: "隶书"}), Style.BODY).state is FaceState.CHOSEN
    lost = line_of(faces_of(pc, {Style.BODY: "魏碑"}), Style.BODY)
    assert (lost.state, lost.serves) == (FaceState.LOST, "公文仿宋")
    assert "“魏碑”找不到或不能用" in lost.words


def test_files_that_cannot_even_tell_their_name_are_listed(pc):
    assert unreadable(faces_of(pc)) == ""
    (pc / "坏.ttf").write_bytes(b"x")
    assert unreadable(faces_of(pc)) == "字体文件“坏.ttf”读不出来，已跳过。不影响别的字体。"


def test_a_name_is_traced_character_by_character():
    lines = trace(Faces(), Style.BODY, "王 䶮王\U00030edd\n")
    assert [(line.char, line.serves, line.leading) for line in lines] == [
        ("王", "公文仿宋（程序自带）", True),
        ("䶮", "公文宋体（程序自带）", False),
        ("\U00030edd", "", False),
    ]
    assert trace_sentence(Style.BODY, lines).startswith("“\U00030edd”没有字体能画")
    assert trace_sentence(Style.BODY, lines[:2]) == "都能印出来，其中1个由别的字体代画。"
    assert trace_sentence(Style.BODY, lines[:1]) == "都能印出来，仿宋都有。"
    assert trace_sentence(Style.BODY, ()) == ""


def test_the_specimen_shows_every_style_in_its_own_face_and_size(tmp_path):
    target = tmp_path / "样张.pdf"
    sample_page(Faces(), target)
    assert page_total(target) == 1
    assert fonts_not_embedded(target) == set()
    chars = read_chars(target, 0)
    lines = {words(line): {char.font for char in line} for line in lines_of(chars)}
    assert lines["关于开展行政执法监督检查的通知"] == {"GWBiaoSong"}
    assert lines["一、总体情况"] == {"GWHei"}
    assert "GWKai" in lines["（一）“三项制度”落实情况……"]
    assert {round(char.size) for char in chars if char.font == "GWHei"} == {16}
    assert not any("\0" in text or "〓" in text for text in lines)


def test_the_rulers_of_the_specimen_are_as_long_as_it_says(tmp_path):
    target = tmp_path / "样张.pdf"
    sample_page(Faces(), target)
    drawn = segments(target, 0)
    assert max(each.x1 - each.x0 for each in drawn) == pytest.approx(150, abs=0.02)
    assert max(each.y1 - each.y0 for each in drawn) == pytest.approx(100, abs=0.02)
    marks = sorted(each.x0 for each in drawn if each.x1 - each.x0 < 0.01 and each.y1 - each.y0 < 10)
    assert [round(b - a, 2) for a, b in itertools.pairwise(marks)] == [10] * 15
    assert all(10 < each.x0 <= each.x1 < 200 and 10 < each.y0 <= each.y1 < 287 for each in drawn)


def test_nothing_of_the_specimen_stands_over_something_else(tmp_path):
    target = tmp_path / "样张.pdf"
    sample_page(Faces(), target)
    chars = read_chars(target, 0)
    bases = sorted({round(char.base, 1) for char in chars})
    assert all(after - before > 3.5 for before, after in itertools.pairwise(bases))
    assert max(char.right for char in chars) <= 184.1
    assert max(bases) < 215


def test_a_specimen_that_cannot_be_written_says_so(tmp_path):
    with pytest.raises(StorageError, match=r"样张\.pdf"):
        sample_page(Faces(), tmp_path / "没有" / "样张.pdf")
