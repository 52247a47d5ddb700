import threading

from PySide6.QtCore import Qt

from tests.ui.desk import Found
from tests.ui.typing_keys import press, write


def test_ctrl_k_finds_in_every_ledger_and_opens_the_row(qtbot, window, small_desk):
    small_desk.entries = [
        Found("执法人员", "officers", 1, "于安禾", "县水务局"),
        Found("执法人员", "officers", 2, "于景行"),
        Found("问题台账", "page4", 3, "于安禾未亮证执法"),
    ]
    press(qtbot, window, Qt.Key.Key_K)
    assert window.search.hasFocus()
    with qtbot.waitSignal(window.search.answered):
        write(window.search, "于")
    hits = window.search.hits
    assert [hits.item(n).text() for n in range(hits.count())] == [
        "执法人员",
        "于安禾",
        "于景行",
        "问题台账",
        "于安禾未亮证执法",
    ]
    assert hits.currentRow() == 1
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    assert hits.currentRow() == 4
    qtbot.keyClick(window.search, Qt.Key.Key_Up)
    assert hits.currentRow() == 2
    assert not hits.grab().isNull()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.stack.key == "officers"
    assert window.stack.page.asked == [("open_row", 2)]
    assert window.search.text() == ""
    assert not hits.isVisible()


def test_a_search_without_hits_says_so_and_escape_closes_it(qtbot, window):
    window.focus_search()
    with qtbot.waitSignal(window.search.answered):
        qtbot.keyClicks(window.search, "zz")
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.search.hits.item(0).text() == "没有找到“zz”。可以换用单位、文号或拼音首字母。"
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.search.hits.isVisible()
    assert window.search.text() == "zz"
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""


def test_a_slow_old_answer_never_overwrites_a_new_one(qtbot, window, small_desk, monkeypatch):
    gate, old = threading.Event(), threading.Event()

    def search(words):
        if words == "于":
            old.set()
            assert gate.wait(5)
        return [Found("执法人员", "officers", 1, words)]

    monkeypatch.setattr(small_desk, "search_everywhere", search)
    window.focus_search()
    window.search.setText("于")
    window.search.ask()
    assert old.wait(5)
    window.search.setText("于安禾")
    with qtbot.waitSignal(window.search.answered):
        window.search.ask()
    with qtbot.waitSignal(window.search.answered):
        gate.set()
    assert window.search.hits.item(1).text() == "于安禾"
