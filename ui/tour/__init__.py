"""`tour`: loads 示例县 into a fresh data folder, walks the main job in the real window, and keeps what it made."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from services.commands.output import DONE, NOTHING_DONE, WITH_ERRORS, say, write_out
from services.errors import ServiceError


def run_tour(out: Path) -> int:
    """Pictures of every page, PDFs and workbooks in `out`; JSON of what is there. Exit 1 where a step failed."""
    from ui.app import no_screen

    if no_screen(sys.platform, os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.tour.walk import Walk  # Qt: only after the platform is chosen

    try:
        out.mkdir(parents=True, exist_ok=True)
        result = Walk(out).run()
    except OSError as error:
        say(f"文件夹“{out.name}”写不进去，没有走完：{error.strerror}。换一个能写入的文件夹。")
        return NOTHING_DONE
    except ServiceError as error:
        say(str(error))
        return NOTHING_DONE
    write_out(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return DONE if not result["problems"] else WITH_ERRORS
