import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.errors import ConflictError, DeniedError, NotFoundError, StorageError
from services.query import Outcome
from ui.kit.dialog import Dialog
from ui.kit.parts import button
from ui.kit.toast import Toast


class Place(QWidget):
    """Somewhere to show notices."""

    def __init__(self):
        super().__init__()
        self.frame = None
        self.setLayout(QVBoxLayout())
        self.resize(900, 500)

    def place_toast(self, toast):
        toast.show_over(self, 200, 28)

    def place_banner(self, frame):
        if self.frame is not None:
            self.frame.deleteLater()
        self.frame = frame
        if frame is not None:
            self.layout().addWidget(frame)

    def dialog_parent(self):
        return self


@pytest.fixture
def place(qtbot, notify):
    made = Place()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    notify.attach(made)
    yield made
    notify.attach(None)


def test_a_toast_takes_an_act_back(qtbot, notify, place):
    taken = []
    notify.toast("已将3条移入回收站。", lambda: taken.append(1))
    toast = notify.current_toast
    assert toast.isVisible()
    assert toast.geometry().bottom() < place.height() - 28
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert taken == [1]
    assert not toast.isVisible()


def test_only_one_toast_is_shown(notify, place):
    notify.toast("已导入21行。")
    first = notify.current_toast
    notify.toast("已登记“于安禾”。")
    assert not first.isVisible()
    assert [t.words for t in place.findChildren(Toast) if t.isVisible()] == ["已登记“于安禾”。"]
    assert notify.current_toast.button is None


def test_a_toast_stays_while_its_button_has_the_focus(qtbot, notify, place):
    notify.toast("已将3条移入回收站。", lambda: None)
    toast = notify.current_toast
    place.activateWindow()
    toast.button.setFocus()
    qtbot.waitUntil(toast.button.hasFocus)
    toast.leave()
    assert toast.isVisible()
    toast.button.clearFocus()
    toast.leave()
    assert not toast.isVisible()


def test_a_toast_stays_under_the_pointer(notify, place):
    notify.toast("已将3条移入回收站。", lambda: None)
    toast = notify.current_toast
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    toast.leave()
    assert toast.isVisible()
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    toast.leave()
    assert not toast.isVisible()


def test_the_gravest_banner_is_shown_and_the_other_comes_back(qtbot, notify, place):
    done = []
    notify.banner("sample", "info", "现在显示的是示例县的样例数据。", "清除样例数据", lambda: done.append("clear"))
    notify.banner("disk", "late", "数据所在磁盘只剩180兆。", "腾出空间后重试", lambda: notify.clear("disk"))
    notify.banner("ask", "due", "有2项需要确认。")
    assert place.frame.accessibleName() == "数据所在磁盘只剩180兆。"
    remedy = place.frame.findChild(type(button("")))
    qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)
    assert place.frame.accessibleName() == "有2项需要确认。"
    notify.clear("ask")
    assert place.frame.accessibleName() == "现在显示的是示例县的样例数据。"
    notify.clear("sample")
    notify.clear("sample")
    assert place.frame is None


@pytest.mark.parametrize(
    "error",
    [
        DeniedError("“只读”没有“导入”的权限，没有改动。"),
        ConflictError("这条记录刚被改过，这次没有保存。"),
        NotFoundError("这条记录已经不在了。"),
    ],
)
def test_expected_errors_are_said_in_their_own_words(notify, place, errors, error):
    notify.failed(None, error)
    assert notify.current_toast.words == str(error)
    assert errors == []


def test_storage_errors_stay_in_sight_and_bugs_go_to_the_crash_report(notify, place, errors):
    notify.failed(None, StorageError("数据文件打不开，这次没有保存。"))
    notify.failed(None, ZeroDivisionError())
    assert notify.current_notice.kind == "late"
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_a_question_names_its_act_and_escape_does_nothing(qtbot, notify, place):
    done = []
    dialog = notify.question("清空回收站", "其中12条不能再恢复。", "清空回收站", lambda: done.append(1), danger=True)
    words = [b.text() for b in dialog.findChildren(type(button("")))]
    assert words == ["取消", "清空回收站"]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == []
    again = notify.question("清空回收站", "其中12条不能再恢复。", "清空回收站", lambda: done.append(1))
    assert isinstance(again, Dialog)
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert done == [1]


def test_an_outcome_can_be_taken_back_from_its_toast(qtbot, shell_context, small_desk, place):
    shell_context.tell(Outcome("已将3条移入回收站。", 41))
    shell_context.notify.current_toast.button.click()
    qtbot.waitUntil(lambda: shell_context.notify.current_toast is not None)
    assert small_desk.done == [("undo", 41)]
    shell_context.tell(Outcome("已打印2份。"))
    assert shell_context.notify.current_toast.button is None


def test_a_toast_begins_to_count_again_when_the_focus_leaves(qtbot, notify, place):
    notify.toast("已将3条移入回收站。", lambda: None)
    toast = notify.current_toast
    assert toast.eventFilter(toast.button, QEvent(QEvent.Type.FocusOut)) is False
    assert toast.isVisible()
