"""执法监督工作台: opens the desk, or runs one command of the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 done with errors in the input, 2 nothing done."""
    from services.commands.parser import build_parser

    arguments = build_parser().parse_args(words)
    match arguments.command:
        case None:
            from ui.app import run

            return run(arguments.data)
        case "tour":
            from ui.tour import run_tour

            return run_tour(arguments.out)
        case "selftest":
            from ui.selftest import run_selftest

            return run_selftest(arguments.out)
    from services.commands.run import run_command

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
