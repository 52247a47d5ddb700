"""单位任务, 任务台账 and 工作计划 as a clerk uses them: progress, a batch, more time, opening again, by hand."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from services.plans.unit_tasks import BATCH
from services.query import LedgerQuery
from ui.kit.form_dialog import FormDialog

TODAY = date(2026, 6, 15)


def of_task(desk, words):
    task = desk.task_ledger.search(LedgerQuery(text=words)).rows[0]
    found = desk.ledgers["obligations"].search(LedgerQuery(limit=1000)).rows
    return task, [row for row in found if row.values["task_id"] == task.id]


def some(desk, state, count=3, coming=False):
    """Rows of the running plan in a state; `coming` those whose date lies ahead."""
    found = desk.ledgers["obligations"].search(LedgerQuery(limit=1000)).rows
    fitting = [row for row in found if row.values["state"] == state and row.values["due_state"] != "void"]
    return [row for row in fitting if not coming or (row.values["due_on"] or TODAY) > TODAY][-count:]


def now(desk, rows):
    return [desk.ledgers["obligations"].load(row.id).values for row in rows]


def go_to(page, qtbot, row_id):
    page.open_row(row_id)
    qtbot.waitUntil(lambda: page.current_row() is not None and page.current_row().id == row_id, timeout=20_000)
    qtbot.waitUntil(lambda: page.pane.content is not None and page.pane.content.row.id == row_id, timeout=20_000)


def press(page, qtbot, name):
    def buttons():
        return [b for b in page.pane.findChildren(QPushButton, f"act.{name}") if b.isVisible() and b.isEnabled()]

    qtbot.waitUntil(lambda: bool(buttons()), timeout=20_000)
    qtbot.mouseClick(buttons()[0], Qt.MouseButton.LeftButton)


def fill(form, **typed):
    for key, value in typed.items():
        form.grid.rows[key].editor.set_value(value)
    form.submit()


def words_of(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_progress_is_noted_in_the_window_and_shows_in_the_pane(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("obligations")
    rows = some(sample_desk, "running")
    go_to(page, qtbot, rows[0].id)
    press(page, qtbot, "progress")
    fill(dialog(FormDialog), text="已完成自查，正在汇总。", percent=60)
    qtbot.waitUntil(lambda: bool(toasts), timeout=20_000)
    qtbot.waitUntil(lambda: any("正在汇总" in words for words in words_of(page.pane)), timeout=20_000)
    after = page.service.load(rows[0].id).values
    assert (after["state"], after["percent"]) == ("running", 60)


def test_many_units_report_and_are_checked_from_the_ticked_rows(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("obligations")
    rows = some(sample_desk, "todo")
    ids = [row.id for row in rows]
    page.begin_batch(BATCH["report"], ids)
    form = dialog(FormDialog)
    assert form.windowTitle() == f"报送自评　{len(ids)}项"
    fill(form, text="目录已更新并公布。")
    qtbot.waitUntil(lambda: len(toasts) == 1, timeout=20_000)
    page.begin_batch(BATCH["pass"], ids)
    form = dialog(FormDialog)
    assert form.values()["by"] == sample_desk.actor.name
    form.submit()
    qtbot.waitUntil(lambda: len(toasts) == 2, timeout=20_000)
    assert {values["state"] for values in now(sample_desk, rows)} == {"done"}


def test_a_batch_that_does_not_fit_keeps_its_form_and_names_the_units(qtbot, shown, dialog, sample_desk):
    page = shown("obligations")
    rows = some(sample_desk, "todo")
    page.begin_batch(BATCH["pass"], [row.id for row in rows])
    form = dialog(FormDialog)
    form.submit()
    qtbot.waitUntil(lambda: any(rows[0].values["unit"] in words for words in words_of(form)), timeout=20_000)
    assert form.isVisible()
    form.give_up()


def test_more_time_is_asked_for_in_the_ledger_and_decided_on_its_own_page(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("obligations")
    rows = some(sample_desk, "todo", coming=True)
    go_to(page, qtbot, rows[0].id)
    page.runner.run(next(a for a in page.pane.content.actions if a.name == "extend"), page.pane.content.row)
    fill(dialog(FormDialog), new_due_on=date(2027, 8, 1), reason="等上级基准印发。")
    qtbot.waitUntil(lambda: len(toasts) == 1, timeout=20_000)
    assert page.service.load(rows[0].id).values["due_on"] == rows[0].values["due_on"]
    page.hide()
    extensions = shown("extensions")
    asked = extensions.service.search(LedgerQuery(text="等上级基准印发")).rows[0]
    go_to(extensions, qtbot, asked.id)
    press(extensions, qtbot, "decide")
    fill(dialog(FormDialog), granted="granted")
    qtbot.waitUntil(lambda: len(toasts) == 2, timeout=20_000)
    assert page.service.load(rows[0].id).values["due_on"] == date(2027, 8, 1)


def test_several_requests_are_decided_at_once(qtbot, shown, dialog, sample_desk, toasts):
    rows = some(sample_desk, "todo", count=2, coming=True)
    asked = {"new_due_on": date(2027, 8, 1), "reason": "等上级基准印发。", "on": TODAY}
    sample_desk.ledgers["obligations"].batch("extend", [row.id for row in rows], asked)
    page = shown("extensions")
    found = page.service.search(LedgerQuery(text="等上级基准印发")).rows
    page.decide([row.id for row in found])
    form = dialog(FormDialog)
    assert form.windowTitle() == "审批　2份"
    fill(form, granted="granted")
    qtbot.waitUntil(lambda: bool(toasts), timeout=20_000)
    assert {values["due_on"] for values in now(sample_desk, rows)} == {date(2027, 8, 1)}


def test_a_task_is_closed_with_a_reason_and_opened_again(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("tasks")
    task, _rows = of_task(sample_desk, "更新事项目录")
    go_to(page, qtbot, task.id)
    press(page, qtbot, "finish")
    form = dialog(FormDialog)
    fill(form, progress="目录已全部更新。")
    assert form.grid.rows["why"].error  # three units have not reported
    fill(form, why="各单位当面报齐。")
    qtbot.waitUntil(lambda: len(toasts) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: page.pane.content.row.values["due_state"] == "done", timeout=20_000)
    page.runner.run(next(a for a in page.pane.content.actions if a.name == "reopen"), page.pane.content.row)
    fill(dialog(FormDialog), text="抽查发现漏报。")
    qtbot.waitUntil(lambda: len(toasts) == 2, timeout=20_000)
    assert page.service.load(task.id).values["due_state"] == "late"


def test_a_task_is_written_by_hand_with_units_from_the_register(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("tasks")
    page.new_row()
    form = dialog(FormDialog)
    form.grid.rows["deadline"].editor.set_value("每年6月底前")
    assert "每年6月底" in words_of(form)
    line = form.grid.rows["responsible"].editor.target
    line.insert("县水务局、")
    qtbot.keyClicks(line, "xly")
    completer = line.completer()
    assert "县林业局" in completer.offered()
    index = completer.completionModel().index(completer.offered().index("县林业局"), 0)
    assert completer.pathFromIndex(index) == "县水务局、县林业局"
    form.grid.rows["responsible"].editor.set_value("县水务局、县林业局")
    fill(form, text="核对随身装备台账。")
    qtbot.waitUntil(lambda: bool(toasts), timeout=20_000)
    assert "已增加任务：核对随身装备台账。" in toasts[-1]
    task, rows = of_task(sample_desk, "核对随身装备")
    assert task.values["due_on"] == date(2026, 6, 30)
    assert {row.values["unit"] for row in rows} == {"县水务局", "县林业局"}


def test_a_task_is_put_right_in_the_plans_words(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("tasks")
    task, rows = of_task(sample_desk, "更新事项目录")
    go_to(page, qtbot, task.id)
    page.edit_current()
    form = dialog(FormDialog)
    assert form.values()["responsible"] == "县市场监督管理局、县水务局、县林业局"
    fill(form, responsible="县水务局、县林业局", deadline="2026年9月底前")
    qtbot.waitUntil(lambda: bool(toasts), timeout=20_000)
    after, left = of_task(sample_desk, "更新事项目录")
    assert after.values["due_on"] == date(2026, 9, 30)
    assert {row.values["due_on"] for row in left} == {date(2026, 9, 30)}
    assert len(left) == len(rows) - 1


def test_the_units_of_a_task_are_one_step_away(qtbot, shown, sample_context, sample_desk):
    places = []
    sample_context.bridge.page_wanted.connect(lambda key, row: places.append((key, row)))
    page = shown("tasks")
    task, rows = of_task(sample_desk, "更新事项目录")
    go_to(page, qtbot, task.id)
    press(page, qtbot, "units")
    key, place = places[-1]
    assert key == "obligations"
    units = shown("obligations")
    units.open_row(place)
    qtbot.waitUntil(lambda: units.model.total == len(rows), timeout=20_000)


def test_a_plan_is_ended_and_its_table_printed(qtbot, shown, dialog, sample_desk, toasts):
    page = shown("plans")
    files = []
    page.commands.preview = files.append
    press(page, qtbot, "breakdown")
    qtbot.waitUntil(lambda: bool(files), timeout=20_000)
    assert files[0].read_bytes().startswith(b"%PDF")
    page.runner.run(next(a for a in page.pane.content.actions if a.name == "close"), page.pane.content.row)
    dialog(FormDialog).submit()
    qtbot.waitUntil(lambda: bool(toasts), timeout=20_000)
    assert {row.values["due_state"] for row in sample_desk.task_ledger.search(LedgerQuery()).rows} <= {"over", "done"}


def test_a_reader_sees_the_acts_switched_off(qtbot, shown, sample_desk, as_reader):
    as_reader(sample_desk)
    page = shown("obligations")
    act = next(b for b in page.pane.findChildren(QPushButton, "act.progress"))
    assert not act.isEnabled()
    page.new_row()
    assert page.service.search(LedgerQuery()).total == page.model.total


def test_a_plan_of_the_bureau_leads_to_its_tasks_and_a_new_one_goes_into_it(
    qtbot, shown, dialog, sample_context, sample_desk
):
    plan_id = sample_desk.plan_ledger.save(None, 0, {"title": "示例县司法局2026年执法监督工作计划"})
    places = []
    sample_context.bridge.page_wanted.connect(lambda key, row: places.append((key, row)))
    plans = shown("plans")
    go_to(plans, qtbot, plan_id)
    plans.open_current()
    key, place = places[-1]
    assert key == "tasks"
    page = shown("tasks")
    page.open_row(place)
    qtbot.waitUntil(lambda: page.model.total == 0, timeout=20_000)
    page.new_row()
    form = dialog(FormDialog)
    assert form.values()["plan_id"] == plan_id
    fill(form, text="核对随身装备台账。")
    qtbot.waitUntil(lambda: page.model.total == 1, timeout=20_000)
