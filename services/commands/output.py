"""Answers of a command: JSON to standard output or a file, one line to standard error, an exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from services.errors import ServiceError, StorageError, UnreadableError

DONE, WITH_ERRORS, NOTHING_DONE = 0, 1, 2
Answer = tuple[Any, int]


def one_per_file(files: Sequence[Path], answer: Callable[[Path], Answer], out: Path | None) -> int:
    """One object for one file, a list for several; the status is the highest. An unreadable file is an error object."""
    found = [_guarded(file, answer) for file in files]
    status = max(code for _result, code in found)
    results = [result for result, _code in found]
    emit(results[0] if len(files) == 1 else results, out)
    for result, code in found:
        if code == NOTHING_DONE:
            say(result["error"]["message"])
    return status


def _guarded(file: Path, answer: Callable[[Path], Answer]) -> Answer:
    try:
        return answer(file)
    except ServiceError as error:
        return {"file": str(file), "error": error_json(error, str(file))}, NOTHING_DONE


def error_json(error: ServiceError, where: str) -> dict[str, str]:
    """An expected error in the shape of the contract's problems."""
    code = error.code if isinstance(error, UnreadableError) else type(error).__name__.removesuffix("Error").upper()
    return {"level": "error", "code": code, "where": where, "message": one_line(str(error))}


def emit(result: Any, out: Path | None) -> None:
    """The result as UTF-8 JSON, to OUT or else to standard output."""
    text = json.dumps(result, ensure_ascii=False, indent=1, default=str) + "\n"
    if out is None:
        write_out(text)
        return
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StorageError(f"结果写不进“{out.name}”：{error.strerror}。换一个能写入的位置。") from error


def write_out(text: str) -> None:
    """To standard output in UTF-8, whatever the console's code page is."""
    _write(sys.stdout, text)


def say(words: str) -> None:
    """One line to standard error."""
    _write(sys.stderr, one_line(words) + "\n")


def _write(stream: TextIO, text: str) -> None:
    binary = getattr(stream, "buffer", None)
    if binary is None:  # a test's own stream, or a window without a console
        stream.write(text)
    else:
        binary.write(text.encode("utf-8"))
    stream.flush()


def one_line(words: str) -> str:
    """Several sentences on one line."""
    return " ".join(words.split("\n"))
