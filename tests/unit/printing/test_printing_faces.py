"""Which face draws what, on PCs with and without fonts of their own."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from font_crafting import (
    named,
    shipped,
    with_advance,
    with_empty_outline,
    with_postscript_outlines,
    with_rights,
    without,
    write,
)
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from services.errors import StorageError
from services.printing import faces as faces_module
from services.printing import font_files, font_registry
from services.printing.common_chars import level_one
from services.printing.faces import Faces, Style, load_faces, reload_faces
from services.printing.font_files import Refusal, installed_fonts, read_font
from services.printing.page import Ink, Pen
from services.printing.preview import render_page

RARE = "䶮㛃𬭚"
CHINESE = [style for style in Style if style is not Style.LATIN]


@pytest.fixture
def pc(tmp_path, monkeypatch):
    """The font folder of a PC; `load_faces` looks here."""
    folder = tmp_path / "Fonts"
    folder.mkdir()
    monkeypatch.setattr(faces_module, "font_folders", lambda: [folder])
    reload_faces()
    yield folder
    monkeypatch.undo()
    reload_faces()


@pytest.fixture(autouse=True)
def _crafted_faces_are_let_go(tmp_path):
    """A face that was opened stays open for all later pages; those of these tests have ten megabytes each."""
    yield
    for key in [key for key in font_registry._opened if key[0].is_relative_to(tmp_path)]:
        if face := font_registry._opened.pop(key):
            pdfmetrics._fonts.pop(face.name, None)
            for known in [name for name, font in pdfmetrics._dynFaceNames.items() if font is face.font]:
                del pdfmetrics._dynFaceNames[known]
    reload_faces()


def faces_of(folder, chosen=None):
    installed_fonts.cache_clear()
    return Faces(installed_fonts((folder,)), chosen or {})


def title(faces, style):
    return faces.leading(style).file.title


def owner(faces, style, char):
    return faces.server(style, char).file.title


# --- without any font of the PC -----------------------------------------------------------
def test_every_style_has_a_face_that_is_shipped():
    faces = Faces()
    assert [faces.first(style) for style in CHINESE] == [
        "GW-BiaoSong-0",
        "GW-FangSong-0",
        "GW-Kai-0",
        "GW-Hei-0",
        "GW-Song-0",
    ]


@pytest.mark.parametrize("style", CHINESE)
def test_a_rare_name_is_drawn_in_every_style(style):
    assert load_faces().missing(style, f"王{RARE}") == []


def test_a_rare_name_falls_back_character_by_character():
    runs = load_faces().runs(Style.BODY, f"王{RARE}。")
    assert [piece for _face, piece in runs] == ["王", RARE, "。"]
    assert runs[0][0] == runs[2][0] != runs[1][0]


def test_a_character_no_face_has_is_reported_and_drawn_as_a_gap():
    assert load_faces().missing(Style.BODY, "王\U00030edd 王") == ["\U00030edd"]
    assert load_faces().runs(Style.BODY, "王\U00030edd") == [("GW-FangSong-0", "王〓")]
    assert load_faces().width(Style.BODY, "\U00030edd") == 1000


@pytest.mark.parametrize("style", list(Style))
def test_quotes_dashes_and_ellipses_are_one_em_wide_in_every_style(style):
    assert load_faces().widths(style, "“”‘’……——") == [1000] * 8


@pytest.mark.parametrize("style", list(Style))
def test_a_double_dash_is_one_unbroken_line(style, tmp_path):
    """The ink of both dashes joins: rendered, no white column stands between its ends."""
    pen = Pen(tmp_path / "dash.pdf", load_faces(), title="破折号", width=120, height=40)
    pen.text(Ink(20, 5, "——", style, 30))
    pen.next_page()
    pen.save()
    page = render_page(tmp_path / "dash.pdf", 0, 288)
    rows = [page.pixels[n * page.stride : n * page.stride + 4 * page.width : 4] for n in range(page.height)]
    inked = [min(column) < 128 for column in zip(*rows, strict=True)]
    assert all(inked[inked.index(True) : len(inked) - inked[::-1].index(True)])
    assert sum(inked) >= 0.98 * 60 / 72 * 288  # two em of 30 pt


def test_digits_of_the_text_face_are_half_width():
    assert load_faces().widths(Style.BODY, "2026") == [500] * 4


def test_without_any_font_file_the_clerk_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(faces_module, "SHIPPED_FOLDER", tmp_path)
    with pytest.raises(StorageError, match="字体文件"):
        Faces().first(Style.BODY)


@given(st.text(st.one_of(st.sampled_from(f"县局。“—{RARE}〓 \u30000Aé\U00030edd"), st.characters(codec="utf-8"))))
def test_pieces_widths_and_gaps_of_any_text_agree_character_by_character(text):
    faces = load_faces()
    runs = faces.runs(Style.BODY, text)
    missing = faces.missing(Style.BODY, text)
    assert "".join(piece for _face, piece in runs) == "".join("〓" if char in missing else char for char in text)
    assert all(before != after for (before, _), (after, _) in itertools.pairwise(runs))
    assert faces.widths(Style.BODY, text) == [faces.width(Style.BODY, char) for char in text]
    assert list(map(faces.measure(Style.BODY), text)) == faces.widths(Style.BODY, text)
    for char in missing:
        assert faces.server(Style.BODY, char) is None


def test_jobs_that_print_at_once_find_the_same():
    text = "".join(level_one()) + RARE + "“——”\U00030edd"
    fresh = Faces()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: (fresh.widths(Style.BODY, text), fresh.runs(Style.BODY, text)), range(16)))
    assert all(each == found[0] for each in found)
    assert found[0] == (Faces().widths(Style.BODY, text), Faces().runs(Style.BODY, text))


def test_windows_keeps_fonts_for_everybody_and_for_one_person(monkeypatch):
    monkeypatch.setattr(font_files.sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", "W")
    monkeypatch.setenv("LOCALAPPDATA", "L")
    assert font_files.font_folders() == [Path("W/Fonts"), Path("L/Microsoft/Windows/Fonts")]
    monkeypatch.delenv("LOCALAPPDATA")
    assert font_files.font_folders() == [Path("W/Fonts")]


def test_fonts_of_one_person_are_found_beside_those_of_everybody(tmp_path):
    for folder, style, names in (
        (tmp_path / "all", "Kai", ("仿宋", "A", "A")),
        (tmp_path / "own", "Hei", ("楷体", "B")),
    ):
        folder.mkdir()
        write(folder / "font.ttf", named(shipped(style), *names))
    faces = Faces(installed_fonts((tmp_path / "all", tmp_path / "own")))
    assert (title(faces, Style.BODY), title(faces, Style.KAI)) == ("仿宋", "楷体")


def test_a_bold_face_of_a_family_comes_behind_the_regular_one(pc):
    bold = named(shipped("Hei"), "黑体", "SimHei")
    os2 = bold[b"OS/2"]
    bold[b"OS/2"] = os2[:62] + (0x20).to_bytes(2, "big") + os2[64:]
    write(pc / "a-bold.ttf", bold)
    write(pc / "b.ttf", named(shipped("Kai"), "黑体", "SimHei", "SimHei"))
    assert faces_of(pc).leading(Style.HEI).file.path.name == "b.ttf"


# --- what a PC has ------------------------------------------------------------------------
def test_a_font_is_known_by_its_chinese_or_its_english_name_and_not_by_its_file_name(pc):
    write(pc / "a.ttf", named(shipped("Kai"), "仿宋_GB2312", "Other"))
    write(pc / "simkai.ttf", named(shipped("Hei"), "", "SimHei"))
    faces = faces_of(pc)
    assert title(faces, Style.BODY) == "仿宋_GB2312"
    assert title(faces, Style.HEI) == "SimHei"
    assert title(faces, Style.KAI) == "公文楷体"


def test_every_face_of_a_collection_is_known_by_its_own_name(pc):
    write(pc / "simsun.ttc", named(shipped("Hei"), "新宋体", "NSimSun"), named(shipped("Kai"), "宋体", "SimSun"))
    faces = faces_of(pc)
    assert title(faces, Style.SONG) == "宋体"
    assert faces.leading(Style.SONG).file.index == 1
    assert faces.first(Style.SONG) == "simsun-1"


def test_the_order_within_a_class_is_that_of_the_names_and_not_of_the_files(pc):
    write(pc / "a.ttf", named(shipped("Kai"), "华文仿宋", "STFangsong"))
    write(pc / "b.ttf", named(shipped("Hei"), "仿宋_GB2312", "FangSong_GB2312"))
    assert title(faces_of(pc), Style.BODY) == "仿宋_GB2312"


@pytest.mark.parametrize(("name", "style"), [("华文中宋", Style.TITLE), ("微软雅黑", Style.HEI)])
def test_a_last_resort_draws_what_the_shipped_face_lacks_and_never_leads(pc, name, style):
    write(pc / "last.ttf", named(shipped("Song"), name, "Last"))
    write(pc / "simsun.ttf", named(shipped("Song"), "宋体", "SimSun", "SimSun"))
    faces, shipped_only = faces_of(pc), Faces()
    assert title(faces, style) == title(shipped_only, style)
    lacking = next(char for char in map(chr, range(0x4E00, 0x9FA6)) if shipped_only.leading(style).lacking(char))
    assert owner(faces, style, lacking) == name
    assert owner(faces, Style.KAI, lacking) == "宋体"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (with_postscript_outlines, Refusal.OUTLINES),
        (lambda tables: with_rights(tables, 0x0002), Refusal.RIGHTS),
        (lambda tables: with_rights(tables, 0x0108), Refusal.RIGHTS),
        (lambda tables: with_rights(tables, 0x0200), Refusal.RIGHTS),
        (lambda tables: without(tables, level_one()[:38]), Refusal.INCOMPLETE),
        (lambda tables: without(tables, "〇0"), Refusal.INCOMPLETE),
        (lambda tables: {**tables, b"glyf": tables[b"glyf"][:9000]}, Refusal.DAMAGED),
        (lambda tables: {**tables, b"hhea": b"\0" * 36}, Refusal.DAMAGED),
    ],
)
def test_a_face_that_cannot_print_is_refused_with_its_reason(pc, change, why):
    write(pc / "simfang.ttf", change(named(shipped("Kai"), "仿宋", "FangSong")))
    faces = faces_of(pc)
    assert title(faces, Style.BODY) == "公文仿宋"
    assert [(file.title, reason) for file, reason in faces.refused(Style.BODY)] == [("仿宋", why)]
    assert faces.refused(Style.KAI) == []


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008, 0x000A])
def test_the_widest_of_several_rights_counts(pc, rights):
    write(pc / "simfang.ttf", with_rights(named(shipped("Kai"), "仿宋", "FangSong"), rights))
    assert title(faces_of(pc), Style.BODY) == "仿宋"


def test_a_face_that_lacks_a_few_common_characters_leads_and_others_draw_them(pc):
    few = "".join(level_one()[-37:])
    write(pc / "simfang.ttf", without(named(shipped("Kai"), "仿宋", "FangSong"), few))
    faces = faces_of(pc)
    assert title(faces, Style.BODY) == "仿宋"
    assert {owner(faces, Style.BODY, char) for char in few} == {"公文仿宋"}


def test_a_truncated_file_keeps_its_name_and_one_that_is_no_font_only_its_file_name(pc):
    whole = write(pc / "simfang.ttf", named(shipped("Kai"), "仿宋", "FangSong")).read_bytes()
    (pc / "simfang.ttf").write_bytes(whole[:-5000])
    (pc / "bad.ttf").write_bytes(b"\x00\x01\x00\x00\x00\x09broken")
    (pc / "bad.ttc").write_bytes(b"ttcf\x00\x01\x00\x00\xff\xff\xff\xff")
    (pc / "note.txt").write_text("x")
    installed_fonts.cache_clear()
    found = installed_fonts((pc, pc / "none"))
    assert {file.path.name for file in found} == {"simfang.ttf", "bad.ttf", "bad.ttc"}
    faces = Faces(found)
    assert [why for _file, why in faces.refused(Style.BODY)] == [Refusal.DAMAGED]
    assert {file.path.name for file in faces.unreadable()} == {"bad.ttf", "bad.ttc"}


def test_names_in_the_encoding_of_older_chinese_fonts_are_read(pc):
    tables = named(shipped("Kai"), "", "Older")
    name, text = tables[b"name"], "仿宋".encode("gbk")
    count = int.from_bytes(name[2:4], "big")
    record = b"".join(part.to_bytes(2, "big") for part in (3, 3, 0x0804, 1, len(text), len(name) - 6 - 12 * count))
    moved = (6 + 12 * (count + 1)).to_bytes(2, "big")
    tables[b"name"] = name[:2] + (count + 1).to_bytes(2, "big") + moved + name[6 : 6 + 12 * count] + record
    tables[b"name"] += name[6 + 12 * count :] + text
    assert "仿宋" in read_font(write(pc / "old.ttf", tables))[0].names


# --- single characters --------------------------------------------------------------------
def test_narrow_quotes_and_dashes_of_an_installed_face_are_drawn_by_the_next_one(pc):
    narrow = with_advance(named(shipped("Kai"), "仿宋", "FangSong"), "‘’…—", 600)  # its “ and ” are narrow anyway
    write(pc / "simfang.ttf", narrow)
    faces = faces_of(pc)
    assert faces.widths(Style.BODY, "“两项”‘’…—") == [1000] * 8
    assert [piece for _face, piece in faces.runs(Style.BODY, "将“两项”制度——")] == [
        "将",
        "“",
        "两项",
        "”",
        "制度",
        "——",
    ]
    assert owner(faces, Style.BODY, "“") == "公文仿宋"


def test_a_character_mapped_to_no_glyph_or_to_an_empty_one_comes_from_another_face(pc):
    tables = without(named(shipped("Kai"), "仿宋", "FangSong"), "淏", glyph=0)
    write(pc / "simfang.ttf", with_empty_outline(tables, "县"))
    faces = faces_of(pc)
    assert title(faces, Style.BODY) == "仿宋"
    assert owner(faces, Style.BODY, "县") == "公文仿宋"
    assert owner(faces, Style.BODY, "淏") != "仿宋"
    assert faces.missing(Style.BODY, "县 \u3000") == []


def picture(faces, style, path):
    pen = Pen(path, faces, title="字", width=60, height=60)
    pen.text(Ink(10, 10, "监督", style, 20))
    pen.next_page()
    pen.save()
    return render_page(path, 0, 144).pixels


def test_two_files_of_one_postscript_name_never_mix(pc, tmp_path):
    write(pc / "one.ttf", named(shipped("Kai"), "仿宋", "FangSong", "Same"))
    write(pc / "two.ttf", named(shipped("Hei"), "宋体", "SimSun", "Same"))
    own = Faces()
    assert picture(faces_of(pc), Style.BODY, tmp_path / "1.pdf") == picture(own, Style.KAI, tmp_path / "2.pdf")
    assert picture(faces_of(pc), Style.SONG, tmp_path / "3.pdf") == picture(own, Style.HEI, tmp_path / "4.pdf")


def test_two_files_of_one_file_name_never_mix(pc, tmp_path):
    (pc / "user").mkdir()
    write(pc / "font.ttf", named(shipped("Kai"), "仿宋", "FangSong", "One"))
    write(pc / "user" / "font.ttf", named(shipped("Hei"), "宋体", "SimSun", "Two"))
    faces, own = Faces(installed_fonts((pc, pc / "user"))), Faces()
    assert picture(faces, Style.BODY, tmp_path / "1.pdf") == picture(own, Style.KAI, tmp_path / "2.pdf")
    assert picture(faces, Style.SONG, tmp_path / "3.pdf") == picture(own, Style.HEI, tmp_path / "4.pdf")


def test_letters_and_figures_may_have_a_face_of_their_own(pc):
    assert faces_of(pc).first(Style.LATIN) == "GW-Song-0"
    write(pc / "times.ttf", without(named(shipped("Hei"), "", "Times New Roman"), level_one()))
    faces = faces_of(pc)
    assert title(faces, Style.LATIN) == "Times New Roman"
    assert owner(faces, Style.LATIN, "县") == "公文宋体"


# --- the clerk's choice -------------------------------------------------------------------
@pytest.fixture
def two(pc):
    write(pc / "simfang.ttf", named(shipped("Kai"), "仿宋", "FangSong", "FangSong"))
    write(pc / "old.ttf", named(shipped("Hei"), "仿宋_GB2312", "FangSong_GB2312", "FangSong_GB2312"))
    return pc


def test_the_chosen_face_leads_its_style_and_no_other(two):
    faces = faces_of(two, {Style.BODY: "仿宋_GB2312"})
    assert title(faces, Style.BODY) == "仿宋_GB2312"
    assert title(faces, Style.KAI) == "公文楷体"
    assert not faces.lost(Style.BODY)


def test_a_shipped_face_may_be_chosen_before_one_of_the_pc(two):
    faces = faces_of(two, {Style.BODY: "公文仿宋"})
    assert faces.first(Style.BODY) == "GW-FangSong-0"
    assert not faces.lost(Style.BODY)


def test_a_chosen_face_that_is_gone_or_of_no_use_is_passed_over_and_remarked(two):
    assert title(faces_of(two, {Style.BODY: "隶书"}), Style.BODY) == "仿宋"
    write(two / "li.ttf", without(named(shipped("Kai"), "隶书"), level_one()))
    faces = faces_of(two, {Style.BODY: "隶书"})
    assert title(faces, Style.BODY) == "仿宋"
    assert faces.lost(Style.BODY)
    assert [(file.title, why) for file, why in faces.refused(Style.BODY)] == [("隶书", Refusal.INCOMPLETE)]


def test_the_choice_offers_chinese_faces_of_the_pc_that_can_be_embedded_then_the_shipped_ones(two):
    write(two / "no.ttf", with_rights(named(shipped("Kai"), "隶书"), 2))
    latin = named(shipped("Kai"), "", "Arial")
    latin[b"OS/2"] = latin[b"OS/2"][:78] + b"\0\0\0\1" + latin[b"OS/2"][82:]
    write(two / "arial.ttf", latin)
    assert [file.title for file in faces_of(two).choices()] == [
        "仿宋",
        "仿宋_GB2312",
        "公文标宋",
        "公文仿宋",
        "公文楷体",
        "公文黑体",
        "公文宋体",
    ]


def test_reloading_finds_new_fonts_and_a_new_choice_and_leaves_work_under_way_alone(pc):
    before = load_faces()
    assert load_faces() is before
    write(pc / "simfang.ttf", named(shipped("Kai"), "仿宋", "FangSong"))
    assert title(load_faces(), Style.BODY) == "公文仿宋"
    reload_faces({Style.KAI: "仿宋"})
    assert title(load_faces(), Style.BODY) == title(load_faces(), Style.KAI) == "仿宋"
    assert title(before, Style.BODY) == "公文仿宋"


def test_a_font_file_that_was_replaced_is_read_anew(pc, tmp_path):
    own = Faces()
    write(pc / "simfang.ttf", named(shipped("Kai"), "仿宋", "FangSong"))
    assert picture(faces_of(pc), Style.BODY, tmp_path / "1.pdf") == picture(own, Style.KAI, tmp_path / "2.pdf")
    write(pc / "simfang.ttf", named(shipped("Hei"), "仿宋", "FangSong"))
    assert picture(faces_of(pc), Style.BODY, tmp_path / "3.pdf") == picture(own, Style.HEI, tmp_path / "4.pdf")
