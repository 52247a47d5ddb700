import itertools
import threading

import shiboken6
from PySide6.QtCore import QObject, QTimer

from services.errors import ConflictError, StorageError
from ui.jobs import JobContext
from ui.status_line import IDLE, StatusLine


def test_work_runs_off_the_window_and_its_result_comes_back_to_it(qtbot, jobs):
    owner, seen = QObject(), []
    main = threading.get_ident()

    def done(result):
        seen.append((result, threading.get_ident() == main))

    jobs.read(owner, lambda: threading.get_ident() == main, done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]


def test_writes_run_one_after_another(qtbot, jobs):
    owner, order, gate = QObject(), [], threading.Event()

    def first(_job):
        assert gate.wait(5)
        order.append(1)

    jobs.write(owner, first, lambda _r: None)
    jobs.write(owner, lambda _job: order.append(2), lambda _r: order.append("done"))
    gate.set()
    qtbot.waitUntil(lambda: order[-1:] == ["done"])
    assert order == [1, 2, "done"]


def test_the_window_stays_alive_while_a_job_runs_and_the_job_can_be_stopped(qtbot, jobs):
    owner, done, ticks = QObject(), [], []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    pause, ended = threading.Event(), threading.Event()

    def work(job):
        try:
            for step in range(10_000):
                job.progress(step, 10_000, "导入中")
                pause.wait(0.002)
        finally:
            ended.set()

    stop = jobs.write(owner, work, done.append)
    qtbot.waitUntil(lambda: len(ticks) > 5)
    stop()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert ended.is_set()
    assert done == []


def test_a_job_that_was_stopped_before_it_began_never_begins(qtbot, jobs):
    owner, gate, ran = QObject(), threading.Event(), []
    jobs.write(owner, lambda _job: gate.wait(5), lambda _r: None)
    stop = jobs.write(owner, lambda _job: ran.append(1), ran.append)
    stop()
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert ran == []


def test_progress_is_told_at_most_twenty_times_a_second_and_always_at_the_end(monkeypatch):
    told, clock = [], itertools.count(1)
    monkeypatch.setattr("ui.jobs.time.monotonic", lambda: next(clock) / 1000)
    job = JobContext(lambda done, total, note: told.append(done))
    for step in range(10_001):  # ten seconds by this clock
        job.progress(step, 10_000)
    assert told[-1] == 10_000
    assert 190 <= len(told) <= 202


def test_the_result_for_a_closed_page_is_dropped(qtbot, jobs, errors):
    owner, done, gate = QObject(), [], threading.Event()
    jobs.read(owner, lambda: gate.wait(5), done.append)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert done == []
    assert errors == []


def test_a_bug_is_reported_even_when_its_page_is_closed(qtbot, jobs, errors):
    owner, gate = QObject(), threading.Event()

    def work():
        assert gate.wait(5)
        raise KeyError("gone")

    jobs.read(owner, work, lambda _r: None)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], KeyError)


def test_expected_errors_go_to_the_form_that_asked(qtbot, jobs, notify):
    owner, refused = QObject(), []

    def work(_job):
        raise ConflictError("这条记录刚被改过，这次没有保存。")

    jobs.write(owner, work, lambda _r: None, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert str(refused[0]) == "这条记录刚被改过，这次没有保存。"
    assert notify.current_toast is None


def test_expected_errors_without_a_form_are_said_once(qtbot, jobs, notify, errors):
    owner = QObject()

    def work(_job):
        raise StorageError("数据所在磁盘已满，这次没有保存。")

    jobs.write(owner, work, lambda _r: None)
    qtbot.waitUntil(lambda: notify.current_notice is not None)
    assert (notify.current_notice.kind, notify.current_notice.words) == ("late", "数据所在磁盘已满，这次没有保存。")
    assert errors == []


def test_the_status_line_shows_the_running_job_and_stops_it(qtbot, jobs):
    line, owner, gate = StatusLine(jobs), QObject(), threading.Event()
    qtbot.addWidget(line)
    line.show()
    assert line.job_words.text() == IDLE
    height = line.height()

    def work(job):
        job.progress(620, 1000, "人员登记表")
        assert gate.wait(5)
        job.progress(1000, 1000)

    jobs.write(owner, work, lambda _r: None, title="正在导入")
    jobs.write(owner, lambda _job: None, lambda _r: None, title="正在打印")
    qtbot.waitUntil(lambda: line.job_words.text() == "正在导入　人员登记表　620/1,000　另有1项")
    assert line.sizeHint().height() <= height
    line.stop.click()
    assert line.job_words.text() == "正在停止：正在导入"
    gate.set()
    qtbot.waitUntil(lambda: line.job_words.text() == IDLE)


def test_a_page_whose_job_met_a_bug_does_not_wait_for_ever(qtbot, jobs, errors):
    told = []
    jobs.write(jobs, lambda _job: {}["不在"], lambda _found: None, told.append)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [str(error) for error in told] == ["程序出错，这次没有做成。填写的内容都在。"]
    assert isinstance(errors.pop(), KeyError)


def test_what_was_typed_is_stored_even_when_closing_finds_it_in_the_queue(qtbot, jobs):
    stored, gate = [], threading.Event()
    jobs.write(jobs, lambda _job: gate.wait(5), lambda _done: None, title="正在备份")
    jobs.write(jobs, lambda _job: stored.append("评分"), lambda _done: None)
    threading.Timer(0.1, gate.set).start()
    assert jobs.shut_down()
    assert stored == ["评分"]
