"""The words of the command line and what each takes."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from services.commands.output import NOTHING_DONE, drop_old_answer, say

ROOT = Path(__file__).resolve().parents[2]
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_SHIFT = 500
_IN_CHINESE = (  # what argparse says, which has no Chinese of its own
    (r"^the following arguments are required: (.*)$", r"缺少\1"),
    (r"^unrecognized arguments: (.*)$", r"多出“\1”"),
    (r"^argument ([^:]*): invalid choice: '?(.*?)'? \(choose from (.*)\)$", r"\1没有“\2”这一种，可以用的有\3"),
    (r"^argument ([^:]*): expected .*$", r"\1后面没有写内容"),
    (r"^argument ([^:]*): (.*)$", r"\1：\2"),
)


class OneLineParser(argparse.ArgumentParser):
    """Wrong use ends in one clear line on standard error."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong and where the words of the command line stand."""
        for pattern, chinese in _IN_CHINESE:
            message = re.sub(pattern, chinese, message)
        say(f"命令写得不对：{message}。用法见 python main.py --help。")
        sys.exit(NOTHING_DONE)


class WholeParser(OneLineParser):
    """The parser of the whole line; wrong use leaves no older answer either."""

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """As argparse has it."""
        words = sys.argv[1:] if args is None else list(args)
        try:
            return super().parse_args(words, namespace)
        except SystemExit as left:
            if left.code == NOTHING_DONE:
                for out in _answers(words):
                    drop_old_answer(out)
            raise


def _answers(words: Sequence[str]) -> list[Path]:
    """The files named by --json, also where the rest of the line cannot be understood."""
    following = [after for word, after in pairwise(words) if word == "--json" and not after.startswith("-")]
    joined = [word.removeprefix("--json=") for word in words if word.startswith("--json=")]
    return [Path(name) for name in (*following, *joined) if name]


def day(text: str) -> date:
    """A date as 2026-06-15."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"日期“{text}”要写成2026-06-15的样子，并且是{FIRST_YEAR}至{LAST_YEAR}年间的")
    return found


def days(text: str) -> int:
    """A number of days to look ahead."""
    if not re.fullmatch("[0-9]{1,5}", text):
        raise argparse.ArgumentTypeError(f"天数应当是0至99999的整数，“{text}”不是")
    return int(text)


def tenths(text: str) -> tuple[int, int]:
    """How far to move what is printed, to the right and down, in tenths of a millimetre; at most 5 cm."""
    if not re.fullmatch("-?[0-9]{1,3},-?[0-9]{1,3}", text):
        raise argparse.ArgumentTypeError(f"移动量写成5,-3的样子（单位0.1毫米），“{text}”不是")
    right, down = (int(part) for part in text.split(","))
    if max(abs(right), abs(down)) > LONGEST_SHIFT:
        raise argparse.ArgumentTypeError(f"最多移动{LONGEST_SHIFT}个0.1毫米")
    return right, down


def build_parser() -> argparse.ArgumentParser:
    """All commands of the contract; --data may stand before the command or behind it."""
    parser = WholeParser(prog="main.py", description="执法监督工作台")
    parser.add_argument("--data", type=Path, metavar="DIR", help="这次使用的数据文件夹")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=OneLineParser)
    _plans_and_imports(commands)
    _papers(commands)
    _care(commands)
    _data_behind(commands)
    return parser


def _data_behind(commands: argparse._SubParsersAction[OneLineParser]) -> None:
    for command in dict.fromkeys(commands.choices.values()):
        below = [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]
        for action in below:
            _data_behind(action)
        if not below:
            command.add_argument("--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="同前")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="OUT", help="结果写入文件")


def _plans_and_imports(commands: argparse._SubParsersAction[OneLineParser]) -> None:
    plan = commands.add_parser("plan", help="计划文件").add_subparsers(dest="act", required=True, metavar="ACT")
    read = plan.add_parser("read", help="读出任务，不存")
    read.add_argument("file", type=Path, nargs="+")
    _json(read)
    plan.add_parser("import", help="读出并存为计划").add_argument("file", type=Path, nargs="+")
    bring = commands.add_parser("import", help="读入单位报来的表")
    bring.add_argument("kind")
    bring.add_argument("file", type=Path, nargs="+")
    bring.add_argument("--unit", default="")
    bring.add_argument("--on", type=day)
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--rejects", type=Path, metavar="OUT.xlsx")
    which = bring.add_mutually_exclusive_group()
    which.add_argument("--sheet", metavar="NAME", help="读这张工作表；不写就读最像名单的一张")
    which.add_argument("--all-sheets", action="store_true", help="像名单的工作表都读，一起存入；结果按工作表列出")
    _json(bring)
    export = commands.add_parser("export", help="把台账导出为表")
    export.add_argument("kind")
    export.add_argument("--out", type=Path, required=True)
    template = commands.add_parser("template", help="单位填报用的空表，并打印各栏在import结果里的名称（name）")
    template.add_argument("kind")
    template.add_argument("--out", type=Path, metavar="FILE.xlsx", help="空表写到哪里；不写就只打印栏目")
    _json(template)


def _papers(commands: argparse._SubParsersAction[OneLineParser]) -> None:
    standard = commands.add_parser("standard", help="评查标准").add_subparsers(dest="act", required=True, metavar="ACT")
    check = standard.add_parser("check", help="检查评查标准")
    check.add_argument("file", type=Path, nargs="+")
    _json(check)
    review = commands.add_parser("review", help="案卷评查").add_subparsers(dest="act", required=True, metavar="ACT")
    score = review.add_parser("score", help="给一份评分表算分，不存")
    score.add_argument("file", type=Path, nargs="+")
    score.add_argument("--standard", required=True, metavar="FILE_OR_ID")
    _json(score)
    document = commands.add_parser("document", help="公文").add_subparsers(dest="act", required=True, metavar="ACT")
    examine = document.add_parser("check", help="检查公文（json或docx），只提出改法，不改文件")
    examine.add_argument("file", type=Path, nargs="+")
    _json(examine)
    render = document.add_parser("render", help="排版")
    render.add_argument("file", type=Path)
    render.add_argument("--out", type=Path, required=True)
    render.add_argument("--docx", type=Path)
    render.add_argument("--boxes", action="store_true", help="字体里没有的字印成空心方框")
    render.add_argument("--single-sided", action="store_true", help="单面印，版记排在正文最后一面")
    render.add_argument("--mirrored", action="store_true", help="双面印时偶数页订口在右")
    render.add_argument(
        "--preprinted",
        nargs="?",
        const=(0, 0),
        type=tenths,
        metavar="RIGHT,DOWN",
        help="套打：不印红色，右移、下移各几个0.1毫米；向左、向上写成--preprinted=-5,0",
    )
    render.add_argument("--profile", type=Path, metavar="FILE.json", help="本单位的版式方案")


def _care(commands: argparse._SubParsersAction[OneLineParser]) -> None:
    start = commands.add_parser("init", help="建立数据文件夹")
    start.add_argument("--bureau", required=True)
    start.add_argument("--county", default="")
    start.add_argument("--rules", default="通用")
    start.add_argument("--admin", required=True)
    start.add_argument("--sample", action="store_true")
    due = commands.add_parser("due", help="到期和逾期的事项")
    due.add_argument("--on", type=day)
    due.add_argument("--days", type=days, default=30)
    _json(due)
    for name, words in (("backup", "备份"), ("restore", "恢复")):
        commands.add_parser(name, help=words).add_argument("file", type=Path)
    _json(commands.add_parser("check", help="检查数据"))
    commands.add_parser("selftest", help="检查本机安装").add_argument("--out", type=Path)
    commands.add_parser("tour", help="用示例县走一遍").add_argument("--out", type=Path, required=True)
