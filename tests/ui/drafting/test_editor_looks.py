"""The editor on every screen it must fit, and how long it keeps the window's thread."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication

from services.access import Role
from tests.ui import looks
from tests.ui.drafting.conftest import ORDINARY
from tests.ui.test_every_page import cut_buttons, filled, outside, sideways, tab_round, unexplained

SIZES = [(1366, 768), (1280, 640), (1920, 1080)]
LONG = {
    "title": "示例县司法局关于进一步做好县市场监管综合行政执法大队行政执法事项目录动态调整和公开有关工作情况的函",
    "to": ["县市场监管综合行政执法大队", "县水务局", "县林业局", "各乡镇人民政府、街道办事处"],
    "cc": ["县人大常委会办公室"],
    "attachments": ["行政执法事项目录动态调整情况统计表（县级部门和乡镇街道）"],
}
BEAT_MS, LATEST_MS, TRIES = 5, 100, 3


def faults(hands):
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()
    page = hands.editor
    found = looks.faults(page, smallest=None)
    found += [*cut_buttons(page), *outside(page), *filled(page), *unexplained(page), *sideways(page, tables=True)]
    need, size = hands.window.minimumSizeHint(), hands.window.size()
    if need.width() > size.width() or need.height() > size.height():
        found.append(f"the window needs {need.width()}x{need.height()}")
    return found


@pytest.mark.parametrize("size", SIZES)
def test_an_open_draft_has_no_faults_on_any_screen(make_hands, size):
    hands = make_hands(size=size)
    hands.open(hands.stored(ORDINARY | LONG))
    hands.laid_out()
    assert faults(hands) == []
    hands.form.more.toggle.click()
    assert faults(hands) == []


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("state", ["submitted", "issued"])
def test_a_draft_that_may_only_be_read_has_no_faults(make_hands, state, size):
    hands = make_hands(size=size)
    draft_id = hands.stored(ORDINARY | LONG)
    version = hands.desk.drafting.open(draft_id).row_version
    hands.desk.drafting.remark(draft_id, "日期放宽到七月", "body[1]")
    if state == "issued":
        hands.desk.drafting.sign(draft_id, version)
    else:
        hands.desk.drafting.step("submit", draft_id, version)
    hands.open(draft_id)
    hands.laid_out()
    assert faults(hands) == []


def test_an_open_draft_has_no_faults_for_a_reader(make_hands, sample_desk):
    draft_id = sample_desk.drafting.start("通知")
    hands = make_hands(Role.READER)
    hands.open(draft_id)
    hands.laid_out()
    assert faults(hands) == []


def test_an_open_draft_has_no_faults_in_large_letters(make_hands, app_theme):
    from ui.kit import icons, theme

    theme.apply(app_theme, 1.15, shipped_face=True)
    icons.forget()
    hands = make_hands()
    draft_id = hands.stored(ORDINARY | LONG)
    hands.desk.drafting.remark(draft_id, "日期放宽到七月", "body[1]")
    hands.open(draft_id)
    hands.laid_out()
    assert faults(hands) == []


def test_tab_goes_round_the_whole_editor(hands):
    hands.open(hands.stored())
    hands.laid_out()
    stops, stuck = tab_round(hands)
    assert stuck == []
    form = hands.form
    order = [form.title, form.to.line, hands.rows[0].words, hands.rows[2].words, form.sign.rows[0].name, form.note]
    places = [stops.index(part) for part in order]
    start = places.index(min(places))
    assert places[start:] + places[:start] == sorted(places)
    assert hands.editor.foot.main in stops


def test_every_dialog_of_the_editor_has_no_faults(hands):
    from ui.pages.drafting.objects import AppendixDialog
    from ui.pages.drafting.table_dialog import TableDialog
    from ui.pages.drafting.units_dialog import FilesDialog, UnitsDialog

    hands.open(hands.stored())
    made = (
        TableDialog(hands.window),
        AppendixDialog(hands.window, "目录样式", None),
        UnitsDialog(hands.window, hands.desk.drafting.units()),
        FilesDialog(hands.window, "已签发3份，示司监函〔2026〕4号至示司监函〔2026〕6号。"),
    )
    wrong = []
    for dialog in made:
        dialog.open()
        hands.settle()
        found = [*looks.faults(dialog, smallest=(1280, 640)), *cut_buttons(dialog), *filled(dialog)]
        wrong += [f"{dialog.windowTitle()}：{words}" for words in found]
        dialog.reject()
    assert wrong == []


class Heart:
    """A timer on the window's thread; the longest pause between two beats in ms."""

    def __init__(self):
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self.start()
        self._timer.start()

    def start(self):
        self._last, self.longest = time.perf_counter(), 0.0

    def beat(self):
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now

    def stop(self):
        self._timer.stop()


@pytest.mark.slow
def test_a_draft_of_200_paragraphs_never_keeps_the_window_waiting(hands):
    body = [{"level": n % 5, "text": f"第{n}段，按照工作安排逐项核对行政执法事项目录。" * 4} for n in range(200)]
    draft_id, other = hands.stored(ORDINARY | {"body": body}), hands.stored()
    heart, slow = Heart(), {}

    def beat(name, act):
        tries = []
        for _ in range(TRIES):  # the machine may be busy with something else: the best of three is the page's own
            hands.qtbot.wait(20)
            heart.start()
            act()
            heart.beat()
            hands.qtbot.waitUntil(lambda: not hands.form.body.building, timeout=30_000)
            hands.qtbot.waitUntil(lambda: not hands.editor.bench.preview.waiting, timeout=60_000)
            hands.settle()
            heart.beat()
            tries.append(heart.longest)
            if heart.longest < LATEST_MS:
                return
        slow[name] = round(min(tries))

    hands.open(other)
    beat("open", lambda: (hands.window.go("drafting", other), hands.settle(), hands.window.go("drafting", draft_id)))
    hands.open(draft_id)
    hands.qtbot.waitUntil(lambda: not hands.form.body.building, timeout=30_000)
    assert len(hands.rows) == 200
    hands.into(100)
    beat("type", lambda: hands.type("补充"))
    beat("enter", lambda: hands.key(Qt.Key.Key_Return))
    beat("undo", lambda: hands.ctrl(Qt.Key.Key_Z))
    beat("paste", lambda: hands.paste("\n".join(f"一、第{n}项\n内容" for n in range(20))))
    beat("save", lambda: hands.ctrl(Qt.Key.Key_S))
    heart.stop()
    assert slow == {}
