"""`selftest`: shows that this copy works where it is installed; each step says what it proved or what went wrong."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.commands.output import DONE, WITH_ERRORS, write_out

FIRST_REVISION = "r0001"


def run_selftest(out: Path | None) -> int:
    """JSON of every step; exit 0 only when all passed. `out` keeps what was made."""
    with TemporaryDirectory(prefix="desk-selftest-", ignore_cleanup_errors=True) as place:
        test = SelfTest(Path(place))
        results = [test.step(name, work) for name, work in test.steps()]
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for file in test.made:
                if file.is_file():
                    shutil.copy(file, out / file.name)
    passed = all(result["ok"] for result in results)
    version = ".".join(str(part) for part in sys.version_info[:3])
    write_out(json.dumps({"ok": passed, "python": version, "steps": results}, ensure_ascii=False, indent=1) + "\n")
    return DONE if passed else WITH_ERRORS


class SelfTest:
    """Steps in order; a later one that needs an earlier one fails with it."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._password = secrets.token_urlsafe(12)
        self._desk: Any = None
        self.made: list[Path] = []

    def steps(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """What is shown, and how."""
        return (
            ("建立数据文件夹", self._create),
            ("升级旧版数据", self._upgrade),
            ("保存一条记录", self._save),
            ("写出并读回工作簿", self._workbook),
            ("打印一页", self._print),
            ("备份并检查", self._care),
            ("显示窗口", self._window),
        )

    def step(self, name: str, work: Callable[[], str]) -> dict[str, Any]:
        """Run one step; whatever goes wrong is part of the answer, not the end of it."""
        try:
            return {"step": name, "ok": True, "found": work()}
        except Exception as error:  # noqa: BLE001 - the self-test reports every failure and goes on
            return {"step": name, "ok": False, "found": str(error), "detail": traceback.format_exc(limit=-3)}

    def _create(self) -> str:
        from services.clock import local_now
        from services.desk import open_for
        from services.folder import DataFolder
        from services.opening import Setup, create_desk

        root = self._place / "数据"
        setup = Setup("示例县司法局", "示例县", "通用", "clerk", "齐明川", self._password)
        create_desk(DataFolder(root), setup, local_now())
        self._desk = open_for(root, "clerk", self._password)
        self._desk.prepare(sample=True)
        return "加密的数据文件能建立，能用密码打开"

    def _upgrade(self) -> str:
        from services.upgrade import HEAD
        from services.upgrade_drill import upgrade_from

        return f"从{upgrade_from(self._place, FIRST_REVISION)}升级到{HEAD}，行数不变"

    def _save(self) -> str:
        ledger = self._desk.ledgers["units"]
        row_id = ledger.save(None, 0, {"name": "自检单位", "kind": "other"})
        if ledger.load(row_id).values["name"] != "自检单位":
            raise ValueError("存入的记录读回来不一样")
        return "存入的记录读回来一致"

    def _workbook(self) -> str:
        from services.exports.office import export_ledger
        from services.query import LedgerQuery

        ledger, target = self._desk.ledgers["officers"], self._place / "执法人员与证件.xlsx"
        self.made.append(target)
        today = self._desk.now().date()
        count = export_ledger(ledger, LedgerQuery(), target, bureau=self._desk.bureau, today=today, masked=False)
        counts = self._desk.imports.read("officers", target).counts
        if counts["same"] != count:
            raise ValueError(f"导出{count}行，读回时{counts}")
        return f"{count}行写出并读回，没有差别"

    def _print(self) -> str:
        from services.exports.office import print_ledger
        from services.printing.preview import render_page
        from services.query import LedgerQuery

        target = self._place / "问题台账.pdf"
        self.made.append(target)
        ledger, today = self._desk.ledgers["problems"], self._desk.now().date()
        pages = print_ledger(ledger, LedgerQuery(), target, bureau=self._desk.bureau, today=today)
        picture = render_page(target, 0, 50)
        return f"{pages}页，首页能显示，{picture.width}×{picture.height}点"

    def _care(self) -> str:
        self._desk.backup_to(self._place / "自检备份.deskbak")
        report = self._desk.check()
        if not report["ok"]:
            raise ValueError("；".join(problem["message"] for problem in report["problems"]))
        return "备份能写成并核对，数据检查没有问题"

    def _window(self) -> str:
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtWidgets import QApplication

        from ui.app import no_screen
        from ui.capture import grab, without_platform_remarks
        from ui.jobs import Jobs
        from ui.kit import theme
        from ui.machine import MachineSettings
        from ui.start.services import RealServices
        from ui.start.window import StartWindow

        headless = no_screen(sys.platform, os.environ)
        if headless:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        before = qInstallMessageHandler(without_platform_remarks)
        application = QApplication.instance() or QApplication(["desk"])
        theme.translate(application)  # type: ignore[arg-type]
        theme.apply(application)  # type: ignore[arg-type]
        failures: list[BaseException] = []
        jobs = Jobs(lambda _owner, error: failures.append(error))
        window = StartWindow(RealServices(), jobs, MachineSettings(self._place / "w.ini"), self._place / "另一个")
        window.begin()
        target = self._place / "窗口.png"
        self.made.append(target)
        grab(window, target)
        jobs.shut_down()
        window.close()
        self._desk.close()
        qInstallMessageHandler(before)
        if failures:
            raise failures[0]
        remark = "；这台电脑没有显示器，屏幕上的显示没有验证" if headless else ""
        return f"平台插件{QGuiApplication.platformName()}能显示窗口{remark}"
