"""执法人员与证件 and 执法证件 as a clerk uses them: a batch with its count, a past day asked, the rare acts."""

from datetime import date

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton
from sqlalchemy import select

from models.certificate import CertificateKind, EnforcementCertificate
from services.certificates.batch import BATCH
from services.query import LedgerQuery


def rows(page, state):
    found = page.service.search(LedgerQuery(limit=500)).rows
    return [row for row in found if row.values["cert_state"] == state]


def begin(page, name, ids):
    from ui.pages.officers.batch_form import BatchForm

    BatchForm(page, BATCH[name], ids).begin()


def test_a_batch_says_for_how_many_it_holds_and_does_them_all(qtbot, shown, dialog, notify):
    said = []
    notify.toasted.connect(said.append)
    page = shown("officers")
    ids = [row.id for row in rows(page, "active")[:3]]
    begin(page, "check", ids)
    form = dialog()
    assert form.windowTitle() == "年审　3本"
    assert form.save_button.text().startswith("办理3本")
    form.submit()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said[-1] == "已办理年审，共3本。"


def test_a_batch_that_is_refused_keeps_its_form_and_names_the_holders(qtbot, shown, dialog):
    from ui.kit.form_dialog import FormDialog

    page = shown("officers")
    held = rows(page, "suspended")[0]
    begin(page, "check", [held.id, rows(page, "active")[0].id])
    form = dialog(FormDialog)
    form.submit()
    qtbot.waitUntil(lambda: any(held.values["name"] in label.text() for label in labels(form)), timeout=20_000)
    assert form.isVisible()
    form.reject()


def labels(widget):
    from PySide6.QtWidgets import QLabel

    return [label for label in widget.findChildren(QLabel) if label.isVisible()]


def test_nothing_of_the_old_style_is_said_and_not_asked(qtbot, shown, sample_desk, notify):
    with sample_desk.database.write("试") as session:
        for card in session.scalars(select(EnforcementCertificate).where(EnforcementCertificate.kind == "old")):
            card.kind = CertificateKind.SUPERVISION
    said = []
    notify.toasted.connect(said.append)
    page = shown("certificates")
    begin(page, "void_old", [])
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said == ["没有符合条件的证件，没有改动。"]


def test_a_past_day_is_asked_for_the_ticked_rows_and_copied(qtbot, shown, dialog):
    from ui.pages.officers.day_dialog import DayDialog

    page = shown("officers")
    held, valid = rows(page, "suspended")[0], rows(page, "active")[0]
    page.ask_days([held.id, valid.id])
    asked = dialog(DayDialog)
    qtbot.waitUntil(lambda: asked.copy_button.isEnabled(), timeout=20_000)
    assert asked.state.text() == "持证1行，不持证1行。"
    asked.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["姓名", "单位", "日期", "是否持证", "依据"]
    answers = {line.split("\t")[0]: line.split("\t")[3] for line in lines[1:]}
    assert answers == {held.values["name"]: "否（暂扣）", valid.values["name"]: "是"}
    asked.reject()


def test_a_day_that_is_not_one_leaves_the_line_open(qtbot, shown, dialog):
    from ui.pages.officers.day_dialog import DayDialog

    page = shown("certificates")
    page.ask_day()
    asked = dialog(DayDialog)
    qtbot.waitUntil(lambda: asked.copy_button.isEnabled(), timeout=20_000)
    asked.lines.setPlainText("无此人 2026-05-06")
    asked.ask()
    qtbot.waitUntil(lambda: "没有答案" in asked.state.text(), timeout=20_000)
    asked.reject()


def test_rare_acts_stand_in_a_menu_and_say_why_they_are_off(qtbot, shown):
    page = shown("officers")
    row = rows(page, "active")[0]
    page.open_row(row.id)
    qtbot.waitUntil(lambda: page.pane.content is not None and page.pane.content.row.id == row.id, timeout=20_000)
    more = page.pane.findChild(QPushButton, "act.more")
    menu = more.menu()
    assert isinstance(menu, QMenu)
    names = [entry.objectName() for entry in menu.actions()]
    assert {"act.revoke", "act.lose", "act.correct"} <= set(names)
    sight = [b.objectName() for b in page.pane.findChildren(QPushButton) if b.objectName().startswith("act.")]
    assert not set(sight) & set(names)
    assert {f"act.{a.name}" for a in page.pane.content.actions} == (set(sight) | set(names)) - {"act.more"}


def test_an_act_of_the_menu_opens_its_form(qtbot, shown, dialog):
    from ui.kit.form_dialog import FormDialog

    page = shown("officers")
    row = rows(page, "active")[0]
    page.open_row(row.id)
    qtbot.waitUntil(lambda: page.pane.content is not None and page.pane.content.row.id == row.id, timeout=20_000)
    menu = page.pane.findChild(QPushButton, "act.more").menu()
    next(entry for entry in menu.actions() if entry.objectName() == "act.lose").trigger()
    form = dialog(FormDialog)
    assert form.values()["on"] == date(2026, 6, 15)
    form.submit()
    qtbot.waitUntil(lambda: page.service.load(row.id).values["cert_state"] == "lost", timeout=20_000)


def test_a_reader_sees_the_acts_switched_off(qtbot, shown, sample_desk, as_reader):
    as_reader(sample_desk)
    page = shown("officers")
    row = rows(page, "active")[0]
    page.open_row(row.id)
    qtbot.waitUntil(lambda: page.pane.content is not None and page.pane.content.row.id == row.id, timeout=20_000)
    menu = page.pane.findChild(QPushButton, "act.more").menu()
    assert not any(entry.isEnabled() for entry in menu.actions())
    assert all("权限" in entry.toolTip() for entry in menu.actions())
