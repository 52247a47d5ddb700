"""Answers of a command: JSON to standard output or a file, one line to standard error, an exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from services.errors import ServiceError, StorageError, UnreadableError, ValidationError

DONE, WITH_ERRORS, NOTHING_DONE = 0, 1, 2
BLANKS = b"\xef\xbb\xbf \t\r\n"
Answer = tuple[Any, int]


def one_per_file(files: Sequence[Path], answer: Callable[[Path], Answer], out: Path | None) -> int:
    """One object for one file, a list for several or where a file answers with a list; the status is the highest. An
    unreadable file is an error object."""
    found = [_guarded(file, answer) for file in files]
    status = max(code for _result, code in found)
    results = [result for result, _code in found]
    one = len(files) == 1 and not isinstance(results[0], list)
    flat = [each for result in results for each in (result if isinstance(result, list) else [result])]
    emit(results[0] if one else flat, out)
    failed = [result["error"]["message"] for result, code in found if code == NOTHING_DONE]
    if failed:
        say(" ".join(failed))
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


def check_out(out: Path, inputs: Sequence[Path]) -> None:
    """Before anything is done: an answer that cannot be written, or would overwrite what is read, is wrong use.

    Raises ValidationError.
    """
    if out.is_dir():
        raise ValidationError({"json": f"结果要写进文件，“{out.name}”是文件夹。没有执行，换一个文件名。"})
    if not out.absolute().parent.is_dir():
        raise ValidationError({"json": f"存放结果的文件夹不存在，“{out.name}”写不进去。没有执行，换一个位置。"})
    if any(_is_same(out, file) for file in inputs):
        raise ValidationError({"json": f"“{out.name}”是要读的文件，结果不能写在它上面。没有执行，换一个文件名。"})


def _is_same(out: Path, file: Path) -> bool:
    try:
        return out.samefile(file)
    except (OSError, ValueError):  # one of them is not there, or no name of a file at all
        return False


def drop_old_answer(out: Path) -> None:
    """On exit 2 the answer file never holds an older answer. What is no answer at all is left alone: --json may have
    been followed by the plan instead of a file for the result."""
    try:
        if out.is_file() and (out.suffix.lower() == ".json" or out.read_bytes().lstrip(BLANKS)[:1] in (b"{", b"[")):
            out.unlink()
    except (OSError, ValueError):
        say(f"“{out.name}”里还是以前的结果，删不掉。")


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
        raise StorageError(f"结果写不进“{out.name}”，看看磁盘是否已满、它是否正被别的程序打开。") from error


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
