"""The processes that read workbooks: kept warm between files, given up and ended when one takes too long or dies."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import json
import marshal
import queue
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any

Message = tuple[Any, ...]
HEARTBEAT = 0.04  # seconds between two signs of life while the reader works
AHEAD = 4  # messages that may wait, so that a big file does not pile up
WORN = 60_000  # rows after which a reader is let go, so that it does not keep the memory of a big file
_idle: list[ReaderProcess] = []
_lock = Lock()


class ReaderProcess:
    """One process that answers for one file at a time."""

    def __init__(self) -> None:
        package = importlib.util.find_spec("python_calamine")
        packages = str(Path(package.origin).parent.parent) if package and package.origin else ""
        child = str(Path(__file__).with_name("reader_child.py"))
        self._process = subprocess.Popen(
            [interpreter(), "-I", child, packages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._messages: queue.Queue[bytes] = queue.Queue(AHEAD)  # an empty one: the process ended
        Thread(target=self._listen, name="workbook reader", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None

    def ask(
        self, file: Path, seconds: float, alive: Callable[[], None], meanwhile: Callable[[], None]
    ) -> Iterator[Message]:
        """The messages about `file`; TimeoutError after `seconds`, OSError where the process died.

        `meanwhile` is done here while the process begins to read.
        """
        end = monotonic() + seconds
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(str(file.resolve())).encode() + b"\n")
        self._process.stdin.flush()
        meanwhile()
        while True:
            if monotonic() >= end:
                raise TimeoutError
            try:
                body = self._messages.get(timeout=HEARTBEAT)
            except queue.Empty:
                alive()
                continue
            if not body:
                raise BrokenPipeError
            message: Message = marshal.loads(body)  # written by the program's own child
            yield message
            if message[0] in ("done", "failed"):
                return
            alive()

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()
        with contextlib.suppress(queue.Empty):
            while True:  # the listening thread may wait for a place
                self._messages.get_nowait()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with contextlib.suppress(OSError, ValueError):  # closed by close()
            while len(size := stream.read(4)) == 4:
                length = int.from_bytes(size, "big")
                if len(body := stream.read(length)) < length:
                    break
                self._messages.put(body)
        self._messages.put(b"")


def messages(file: Path, seconds: float, alive: Callable[[], None], meanwhile: Callable[[], None]) -> Iterator[Message]:
    """What a reader says of `file`, after `meanwhile` was done here.

    A reader that did not come to the end of its answer is ended, not asked again.
    """
    reader, rows, ended = _take(), 0, False
    try:
        for message in reader.ask(file, seconds, alive, meanwhile):
            rows += len(message[1]) if message[0] == "rows" else 0
            ended = message[0] in ("done", "failed")
            yield message
    finally:
        if ended and rows < WORN:
            with _lock:
                _idle.append(reader)
        else:
            reader.close()


def warm_up() -> None:
    """Start a reader ahead of the first file."""
    with _lock:
        if not _idle:
            _idle.append(ReaderProcess())


@atexit.register
def close_readers() -> None:
    """End the readers that wait."""
    with _lock:
        while _idle:
            _idle.pop().close()


def _take() -> ReaderProcess:
    with _lock:
        while _idle:
            reader = _idle.pop()
            if reader.alive:
                return reader
            reader.close()
    return ReaderProcess()


def interpreter() -> str:
    """The interpreter that runs this, also where the program was started by a launcher of its own name."""
    own = Path(sys.executable)
    if own.stem.lower().startswith("python"):
        return str(own)
    for folder in (sys.prefix, sys.base_prefix):
        for name in ("pythonw.exe", "python.exe", "bin/python3"):
            if Path(folder, name).is_file():
                return str(Path(folder, name))
    return str(own)
