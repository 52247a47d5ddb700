"""Runs one command of the command line; the window, the self-test and the tour are started by main.py."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from services.clock import Clock, fixed_on, local_now
from services.commands.output import (
    DONE,
    NOTHING_DONE,
    WITH_ERRORS,
    check_out,
    drop_old_answer,
    emit,
    one_per_file,
    say,
    write_out,
)
from services.errors import DeniedError, ServiceError, ValidationError

if TYPE_CHECKING:
    from services.desk import Desk  # SQLAlchemy and all ledgers: only for commands that need the data

USER, PASSWORD = "DESK_USER", "DESK_PASSWORD"
SHOWN = 200  # characters of a fault of the program
TRACE = "DESK_TRACE"  # set to anything, a fault of the program shows where it happened


def run_command(arguments: argparse.Namespace) -> int:
    """The exit status of the contract; errors end in one line on standard error, a fault of the program as well."""
    out: Path | None = getattr(arguments, "json", None)
    try:
        if out is not None:
            check_out(out, _inputs(arguments))
    except ServiceError as error:
        say(str(error))
        return NOTHING_DONE
    try:
        return COMMANDS[arguments.command](arguments)
    except ServiceError as error:
        say(str(error))
    except KeyboardInterrupt:
        say("已停下，没有做完。")
    except Exception as error:
        if os.environ.get(TRACE):
            raise
        say(
            f"程序出错，没有做完：{type(error).__name__} {str(error)[:SHOWN]}。换一个输入再试，或把这一行告诉维护人员。"
        )
    if out is not None:
        drop_old_answer(out)
    return NOTHING_DONE


def _inputs(arguments: argparse.Namespace) -> list[Path]:
    """The files that the command reads."""
    files = getattr(arguments, "file", None) or []
    standard = getattr(arguments, "standard", None)
    return [*(files if isinstance(files, list) else [files]), *([Path(standard)] if standard else [])]


def _plan(arguments: argparse.Namespace) -> int:
    from services.commands.plan_read import run_plan_read

    if arguments.act == "read":
        return one_per_file(arguments.file, lambda file: (run_plan_read(file), DONE), arguments.json)
    from services.plans.store import load_plan

    with _desk(arguments) as desk:
        for file in arguments.file:
            write_out(desk.plans.accept(load_plan(file)).message + "\n")
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from services.commands.bring import run_import

    if arguments.dry_run and not _has_data(arguments):
        return run_import(None, arguments)
    with _desk(arguments, fixed_on(arguments.on) if arguments.on else local_now) as desk:
        return run_import(desk, arguments)


def _has_data(arguments: argparse.Namespace) -> bool:
    """Whether a dry run can be compared with data: a folder with a desk in it, and an account that may open it."""
    from services.folder import DataFolder

    if arguments.data is None or not DataFolder(arguments.data).holds_desk():
        return False
    if os.environ.get(USER) and os.environ.get(PASSWORD):
        return True
    say("没有给出账户和密码，只检查文件，没有与台账比对。")
    return False


def _export(arguments: argparse.Namespace) -> int:
    from services.commands.lists import run_export

    with _desk(arguments) as desk:
        write_out(run_export(desk, arguments.kind, arguments.out) + "\n")
    return DONE


def _template(arguments: argparse.Namespace) -> int:
    from services.commands.lists import run_template

    emit(run_template(arguments.kind, arguments.out), arguments.json)
    return DONE


def _standard(arguments: argparse.Namespace) -> int:
    from services.commands.standard_check import run_standard_check

    return one_per_file(arguments.file, run_standard_check, arguments.json)


def _review(arguments: argparse.Namespace) -> int:
    from services.commands.review_score import run_review_score
    from services.reviews.standard import Standard
    from services.reviews.standard_files import load_shipped, load_standard

    place = Path(arguments.standard)
    if _is_there(place):
        standard: Standard = load_standard(place)
    elif re.fullmatch("[0-9]{1,18}", arguments.standard):
        with _desk(arguments) as desk:
            standard = desk.scoring.standard(int(arguments.standard))
    else:
        standard = load_shipped(arguments.standard)
    return one_per_file(arguments.file, lambda file: run_review_score(file, standard), arguments.json)


def _is_there(place: Path) -> bool:
    """Whether a path exists; a text that cannot be a path does not."""
    try:
        return place.exists()
    except (OSError, ValueError):
        return False


def _document(arguments: argparse.Namespace) -> int:
    if arguments.act == "check":
        from services.commands.document_check import run_document_check

        return one_per_file(arguments.file, run_document_check, arguments.json)
    from services.commands.document_render import read_profile, run_document_render
    from services.printing.official import Preprinted, Profile, RenderOptions

    options = RenderOptions(
        duplex=not arguments.single_sided,
        mirrored=arguments.mirrored,
        profile=read_profile(arguments.profile) if arguments.profile else Profile(),
        preprinted=Preprinted(*arguments.preprinted) if arguments.preprinted else None,
        boxes=arguments.boxes,
    )
    result, status = run_document_render(arguments.file, arguments.out, arguments.docx, options)
    emit(result, None)
    return status


def _init(arguments: argparse.Namespace) -> int:
    from services.desk import open_for
    from services.folder import DataFolder, default_folder
    from services.opening import Setup, create_desk

    folder = DataFolder(arguments.data) if arguments.data else default_folder()
    password = _password(twice=True)
    # the command line names only the account; the window shows people in Chinese
    name = "系统管理员" if arguments.admin.isascii() else arguments.admin
    setup = Setup(arguments.bureau, arguments.county, arguments.rules, arguments.admin, name, password)
    code = create_desk(folder, setup, local_now())
    desk = open_for(folder.root, arguments.admin, password)
    try:
        desk.prepare(sample=arguments.sample)
    finally:
        desk.close()
    write_out(f"{code}\n")
    say("恢复码只显示这一次，抄好后锁进保险柜：忘记密码时凭它重设。")
    return DONE


def _due(arguments: argparse.Namespace) -> int:
    with _desk(arguments, fixed_on(arguments.on) if arguments.on else local_now) as desk:
        items = desk.due.items(on=arguments.on, days=arguments.days)
    emit([item.to_json() for item in items], arguments.json)
    return DONE


def _backup(arguments: argparse.Namespace) -> int:
    with _desk(arguments) as desk:
        write_out(desk.backup_to(arguments.file) + "\n")
    return DONE


def _restore(arguments: argparse.Namespace) -> int:
    from services.backup import restore
    from services.folder import DataFolder, default_folder

    folder = DataFolder(arguments.data) if arguments.data else default_folder()
    user, password = _account()
    kept = "原来的数据另存了一份备份。" if folder.holds_desk() else ""
    info = restore(arguments.file, folder, user, password)
    write_out(f"已从备份恢复，备份时间{info.at:%Y-%m-%d %H:%M}。{kept}\n")
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    with _desk(arguments) as desk:
        result = desk.check()
    emit(result, arguments.json)
    return DONE if result["ok"] else WITH_ERRORS


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "plan": _plan,
    "import": _import,
    "export": _export,
    "template": _template,
    "standard": _standard,
    "review": _review,
    "document": _document,
    "init": _init,
    "due": _due,
    "backup": _backup,
    "restore": _restore,
    "check": _check,
}


@contextmanager
def _desk(arguments: argparse.Namespace, now: Clock = local_now) -> Iterator[Desk]:
    from services.desk import open_for
    from services.folder import default_folder

    user, password = _account()
    desk = open_for(arguments.data or default_folder().root, user, password, now)
    try:
        yield desk
    finally:
        desk.close()


def _account() -> tuple[str, str]:
    """From the environment, else from a prompt."""
    user = os.environ.get(USER) or _ask("账户：")
    return user, _password()


def _ask(words: str) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise DeniedError(f"没有账户和密码，没有执行。在环境变量{USER}和{PASSWORD}里给出，或在命令行窗口里运行。")
    sys.stderr.write(words)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _password(*, twice: bool = False) -> str:
    if known := os.environ.get(PASSWORD):
        return known
    if not sys.stdin or not sys.stdin.isatty():
        raise DeniedError(f"没有密码，没有执行。在环境变量{PASSWORD}里给出，或在命令行窗口里运行。")
    first = getpass.getpass("密码：")
    if twice and getpass.getpass("再输一次：") != first:
        raise ValidationError({"password": "两次输入的密码不一样，没有建立数据文件夹。"})
    return first
