import shutil
import struct

import pytest

from services.errors import StorageError
from services.printing import faces as faces_module
from services.printing.faces import SHIPPED_FOLDER, Faces, Style, load_faces
from services.printing.font_files import installed_fonts, read_font

RARE = "䶮㛃𬭚"


def test_every_style_has_a_face_that_is_shipped():
    faces = load_faces()
    assert {faces.first(style) for style in Style} >= {"GW-FangSong-0", "GW-Kai-0", "GW-Hei-0", "GW-BiaoSong-0"}


def test_a_rare_name_falls_back_character_by_character():
    runs = load_faces().runs(Style.BODY, f"王{RARE}。")
    assert [piece for _face, piece in runs] == ["王", RARE, "。"]
    assert runs[0][0] == runs[2][0] != runs[1][0]
    assert load_faces().missing(Style.BODY, f"王{RARE}") == []


def test_a_character_no_face_has_is_reported_and_drawn_as_a_gap():
    assert load_faces().missing(Style.BODY, "王\U00030edd 王") == ["\U00030edd"]
    assert load_faces().runs(Style.BODY, "\U00030edd")[0][1] == "〓"


@pytest.mark.parametrize("style", list(Style))
def test_quotes_dashes_and_ellipses_are_full_width_in_every_style(style):
    assert min(load_faces().widths(style, "“”‘’……——")) >= 880


def test_digits_of_the_text_face_are_half_width():
    assert load_faces().widths(Style.BODY, "2026") == [500] * 4


def test_a_font_is_known_by_its_names_and_not_by_its_file_name(tmp_path):
    shutil.copy(SHIPPED_FOLDER / "GW-Kai.ttf", tmp_path / "unknown.ttf")
    (face,) = installed_fonts((tmp_path,))
    assert face.usable
    assert any("kai" in name for name in face.names)


def test_a_damaged_font_file_and_a_missing_folder_are_passed_over(tmp_path):
    (tmp_path / "bad.ttf").write_bytes(b"\x00\x01\x00\x00\x00\x09broken")
    (tmp_path / "bad.ttc").write_bytes(b"ttcf")
    (tmp_path / "note.txt").write_text("x")
    assert installed_fonts((tmp_path, tmp_path / "none")) == ()


def test_a_font_with_postscript_outlines_or_without_the_right_to_embed_is_not_usable(tmp_path):
    original = (SHIPPED_FOLDER / "GW-Hei.ttf").read_bytes()
    (tmp_path / "cff.ttf").write_bytes(original.replace(b"glyf", b"CFF ", 1))
    assert [face.usable for face in read_font(tmp_path / "cff.ttf")] == [False]
    entry = original.index(b"OS/2")
    (start,) = struct.unpack(">L", original[entry + 8 : entry + 12])
    for rights, usable in ((0x0002, False), (0x0100, False), (0x0008, True)):
        changed = original[: start + 8] + struct.pack(">H", rights) + original[start + 10 :]
        (tmp_path / "rights.ttf").write_bytes(changed)
        assert [face.usable for face in read_font(tmp_path / "rights.ttf")] == [usable]


def test_an_installed_face_comes_before_the_shipped_one(tmp_path, monkeypatch):
    shutil.copy(SHIPPED_FOLDER / "GW-Kai.ttf", tmp_path / "office.ttf")
    installed = installed_fonts((tmp_path,))
    monkeypatch.setitem(faces_module._WANTED, Style.BODY, tuple(installed[0].names))
    faces = Faces(installed)
    assert faces.first(Style.BODY) == "office-0"
    assert faces.first(Style.HEI) == "GW-Hei-0"


def test_without_any_font_file_the_clerk_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(faces_module, "SHIPPED_FOLDER", tmp_path)
    with pytest.raises(StorageError, match="字体文件"):
        Faces().first(Style.BODY)
