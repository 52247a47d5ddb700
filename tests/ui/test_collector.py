"""Garbage is let go on the window's thread, never on a job's."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject


class Knot(QObject):
    """Holds itself, so that only the collector can let it go."""

    def __init__(self):
        super().__init__()
        self.me = self


def test_a_job_that_makes_much_lets_nothing_of_qt_go(qapp, collector):
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    work = threading.Thread(target=lambda: [[n] for n in range(200_000)])
    work.start()
    work.join()
    assert gone() is not None
    gc.collect()


def test_on_the_windows_thread_it_goes_by_itself(qapp, collector, qtbot):
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    kept = [[n] for n in range(2_000)]
    qtbot.waitUntil(lambda: gone() is None)
    assert kept


def test_a_second_window_does_not_leave_it_to_itself_for_the_first(qapp, collector):
    from ui.collector import Collector

    Collector().stop()
    assert not gc.isenabled()
