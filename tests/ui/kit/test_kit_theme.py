import re

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton

from tests.ui.looks import faults, too_faint
from ui.kit import icons, theme
from ui.kit.keys import KEY_LIST, native
from ui.kit.parts import button, page, row, text, tool
from ui.kit.tokens import COLOUR, STATE, TEXT_SIZES, TYPE, contrast


def test_every_pair_of_colours_that_the_theme_uses_can_be_read():
    assert too_faint() == []


def test_the_check_of_contrast_finds_a_faint_pair():
    assert too_faint([("line", "panel", 4.5)]) == ["line on panel: 1.38 of 4.5"]
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_states_differ_by_shape_and_not_only_by_colour():
    shapes = [picture for _ink, _ground, picture in STATE.values()]
    assert len(set(shapes)) == len(shapes)
    assert all((icons.FOLDER / f"{shape}.svg").exists() for shape in shapes)


def test_the_style_sheet_leaves_no_token_unfilled(app_theme):
    filled = theme.build()
    assert re.search(r"\{\w+(:[\w.]+)?\}", filled) is None
    assert COLOUR["accent"] in filled


@pytest.mark.parametrize(("name", "scale"), TEXT_SIZES.items())
def test_text_size_scales_the_grid_and_keeps_type_on_whole_pixels(app_theme, name, scale):
    theme.build(scale)
    try:
        assert theme.u(10) == round(40 * scale)
        assert all((theme.pt(role) / 0.75).is_integer() for role in TYPE)
        assert theme.pt("caption") < theme.pt("body") < theme.pt("title")
    finally:
        theme.build()


def test_the_shipped_face_holds_what_is_drawn(app_theme, qtbot):
    label = QLabel("执法监督　逾期9天　〔2026〕4号")
    qtbot.addWidget(label)
    assert label.fontInfo().family() == "GW UI"
    assert theme.load_shipped_face()


def test_buttons_of_the_system_speak_chinese(app_theme, qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    words = {b.text().replace("&", "").split("(")[0] for b in box.buttons()}
    assert words == {"确定", "取消"}


def test_keys_are_shown_in_the_words_of_the_system(app_theme):
    assert native("Return") == "回车"
    assert native("Ctrl+K") == "Ctrl+K"
    assert native("") == ""
    for _title, keys in KEY_LIST:
        shown = [native(key) for key, _words in keys]
        assert all(shown)
        assert len(shown) == len(set(shown))


def test_the_look_checks_find_what_is_wrong(app_theme, qtbot):
    nameless, cut = QPushButton(), text("县市场监管综合行政执法大队")
    cut.setFixedWidth(40)
    high = text("一句很长的话，要写三行才写得完，可是只给了一行的高度。" * 2, wrap=True)
    high.setFixedSize(120, 18)
    wide = page(row(nameless, cut, high, text("共 13 项"), text("Save all"), text("13 项"), gap=2))
    wide.setMinimumWidth(1400)
    qtbot.addWidget(wide)
    with qtbot.waitExposed(wide):
        wide.show()
    found = "\n".join(faults(wide))
    for words in (
        "smallest size 1400",
        "QPushButton has no name",
        "cut off: 县市场",
        "cut off in height",
        "space between digit and character: 共 13 项",
        "Latin word 'Save'",
    ):
        assert words in found


def test_the_look_checks_pass_a_good_page(app_theme, qtbot):
    good = page(row(text("共13项"), button("导出", "export", key="Ctrl+E"), tool("print", "打印", "Ctrl+P"), None))
    qtbot.addWidget(good)
    with qtbot.waitExposed(good):
        good.show()
    assert faults(good) == []


def test_icons_are_drawn_in_the_ratio_of_the_screen(app_theme):
    drawn = icons.pixmap("bell", COLOUR["text2"], 18, 1.5)
    assert (drawn.width(), drawn.devicePixelRatio()) == (27, 1.5)
    assert not icons.icon("bell").isNull()
