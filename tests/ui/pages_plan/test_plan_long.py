"""Long documents: read page by page in a job that can be stopped; the window only colours what it can at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ui.pages.plan_check import PlanCheckPage
from ui.pages.plan_check.source_view import MARKS_AT_ONCE

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
PAGES, TASKS = 12, 400
TASK = (
    "{n}.办理第{n}号事项。各单位按照职责分工梳理事项，明确依据、流程和责任，建立台账并动态更新。"
    "（牵头单位：县司法局；责任单位：县水务局、县林业局；完成时限：2026年{month}月底前）"
)


def task(n):
    return TASK.format(n=n, month=n % 12 + 1)


@pytest.fixture
def long_pdf(tmp_path):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "样板县窗口服务改进计划.pdf"
    canvas = Canvas(str(path))
    for page in range(PAGES):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(60, 780, "样板县窗口服务改进计划" if page == 0 else f"{page}.办理第{page}号事项，逐项公开。")
        canvas.drawString(60, 750, "（责任单位：县水务局；完成时限：2026年7月底前）" if page else "一、主要任务")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def page(context, show):
    return show(PlanCheckPage(context), wait=False)


def test_a_long_document_tells_its_pages_while_it_is_read(page, jobs, long_pdf, qtbot):
    told = []
    jobs.running_changed.connect(lambda: told.extend((job.title, job.note, job.total) for job in jobs.running))
    with qtbot.waitSignal(page.loaded):
        page.open_file(long_pdf)
    assert ("正在读取样板县窗口服务改进计划.pdf", "页", PAGES) in told
    assert len(page.sheet.tasks) == PAGES - 1


def test_a_stopped_reading_leaves_the_page_as_it_was(page, jobs, long_pdf, qtbot, notify):
    said, sheets = [], []
    notify.toasted.connect(said.append)
    page.loaded.connect(sheets.append)
    page.open_file(long_pdf)
    for job in jobs.running:
        job.cancel()
    qtbot.waitUntil(lambda: said == ["已停止读取，没有存入任何内容。"])
    assert page.sheet is None
    assert sheets == []


def test_another_file_ends_the_reading_of_the_first(page, jobs, long_pdf, qtbot, notify):
    said = []
    notify.toasted.connect(said.append)
    page.open_file(long_pdf)
    with qtbot.waitSignal(page.loaded):
        page.files.open_words("样板县计划\n\n" + "\n".join(task(n) for n in range(1, 4)))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert len(page.sheet.tasks) == 3
    assert said == []


def test_a_plan_of_400_tasks_is_coloured_in_steps_and_only_changes_are_coloured_anew(page, qtbot, monkeypatch):
    painted, view = [], page.parts.source
    paint = view._paint
    monkeypatch.setattr(view, "_paint", lambda looks: (painted.append(len(looks)), paint(looks)))
    with qtbot.waitSignal(page.loaded, timeout=30_000):
        page.files.open_words("样板县计划\n\n" + "\n".join(task(n) for n in range(1, TASKS + 1)))
    marks = len(list(page.sheet.marks))
    assert len(page.sheet.tasks) == TASKS
    qtbot.waitUntil(lambda: sum(painted) == marks)
    assert max(painted) <= MARKS_AT_ONCE < marks
    painted.clear()
    page.parts.table.select(TASKS - 1)
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.table, Qt.Key.Key_Delete)
    assert sum(painted) == 5  # number, three units and one limit of the task that went


def test_tasks_that_were_not_touched_are_not_worked_out_again(page, qtbot):
    with qtbot.waitSignal(page.loaded):
        page.files.open_words("样板县计划\n\n" + "\n".join(task(n) for n in range(1, 30)))
    before = page.sheet.tasks
    page.parts.table.select(4)
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.parts.table, Qt.Key.Key_H)
    after = page.sheet.tasks
    assert all(new is old for new, old in zip(after[:3], before[:3], strict=True))
    assert all(new is old for new, old in zip(after[4:], before[5:], strict=True))


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared folder with the five plans is absent")
@pytest.mark.parametrize("index", range(5))
def test_every_task_of_a_real_plan_is_lit_and_coloured_inside_its_own_stretch(page, qtbot, index):
    with qtbot.waitSignal(page.loaded, timeout=30_000):
        page.open_file(sorted(SEEDS.glob("*.txt"))[index])
    ends = 0
    for n, one in enumerate(page.sheet.tasks):
        page.parts.table.select(n)
        assert page.parts.source.lit() == (one.start, one.end)
        assert all(one.start <= mark.start < mark.end <= one.end for mark in one.marks)
        assert one.start >= ends
        ends = one.end
