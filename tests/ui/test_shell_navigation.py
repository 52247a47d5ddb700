import pytest
from PySide6.QtCore import Qt

from services.access import Actor, Role
from tests.ui.pages import entries
from ui.navigation import GROUPS, Badge, Navigation

CLERK, ADMIN = Actor("齐明川", Role.CLERK), Actor("岑知远", Role.ADMINISTRATOR)


@pytest.fixture
def navigation(app_theme, qtbot):
    made = Navigation(entries(), CLERK)
    qtbot.addWidget(made)
    made.resize(200, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def words(navigation):
    return [navigation.item(n).text() for n in range(navigation.count())]


def spoken(navigation, name):
    item = navigation.findItems(name, Qt.MatchFlag.MatchExactly)[-1]
    return item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_groups_stand_in_the_order_of_the_desk_and_open_one_at_a_time(navigation):
    assert words(navigation) == list(GROUPS)
    navigation.show_page("officers")
    assert words(navigation)[2:5] == ["报送与催办", "单位与人员", "执法人员与证件"]
    assert len(words(navigation)) == len(GROUPS) + 2
    navigation.show_page("page1")
    assert words(navigation) == list(GROUPS)


def test_a_closed_group_carries_the_sum_of_its_pages(navigation):
    navigation.set_badges({"today": Badge(7, late=True), "page0": Badge(2), "officers": Badge(23), "page3": Badge(0)})
    assert spoken(navigation, "工作台") == "工作台，9项，有逾期"
    assert spoken(navigation, "案卷评查") == "案卷评查"
    navigation.show_page("today")
    assert spoken(navigation, "今天") == "今天，7项，有逾期"
    assert navigation.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "工作台"
    assert not navigation.grab().isNull()


def test_enter_opens_what_the_arrow_keys_reach(qtbot, navigation):
    navigation.setCurrentRow(0)
    qtbot.keyClick(navigation, Qt.Key.Key_Down)
    with qtbot.waitSignal(navigation.wanted, check_params_cb=lambda key: key == "page1"):
        qtbot.keyClick(navigation, Qt.Key.Key_Return)
    with qtbot.waitSignal(navigation.wanted, check_params_cb=lambda key: key == "page1"):
        qtbot.keyClick(navigation, Qt.Key.Key_Space)


def test_a_page_without_the_right_is_shown_and_says_why(app_theme, qtbot, navigation):
    last = f"page{len(GROUPS) - 1}"
    navigation.show_page(last)
    item = navigation.findItems("账户", Qt.MatchFlag.MatchExactly)[0]
    assert item.toolTip() == "“经办”没有打开这一页的权限"
    with qtbot.assertNotEmitted(navigation.wanted):
        navigation.itemClicked.emit(item)
    allowed = Navigation(entries(), ADMIN)
    qtbot.addWidget(allowed)
    allowed.show_page(last)
    assert "权限" not in allowed.findItems("账户", Qt.MatchFlag.MatchExactly)[0].toolTip()


def test_folded_it_shows_groups_only_and_names_them(navigation):
    navigation.show_page("officers")
    wide = navigation.sizeHint().width()
    navigation.fold(True)
    assert words(navigation) == list(GROUPS)
    assert navigation.item(2).toolTip() == "报送与催办"
    assert navigation.sizeHint().width() < wide / 3
    navigation.fold(False)
    assert "执法人员与证件" in words(navigation)


def test_ctrl_numbers_reach_the_first_page_that_may_be_opened(navigation):
    assert navigation.first_of(1) == "today"
    assert navigation.first_of(3) == "page2"
    assert navigation.first_of(len(GROUPS) + 1) == ""
