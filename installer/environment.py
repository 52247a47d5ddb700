"""The virtual environment `.venv` of a working copy: made, filled from the locked lists, rebuilt when out of date."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.problems import MISSING_HERE, SetupError, kept_record, pip_problem
from installer.state import (
    INSTALLING,
    READY,
    Marker,
    Step,
    digest,
    is_whole,
    next_step,
    python_in,
    read_marker,
    write_marker,
)
from installer.turns import one_at_a_time

NEEDED_SPACE = 900_000_000  # bytes: an environment with the test tools takes about 500 MB, and pip unpacks beside it


def clean_env() -> dict[str, str]:
    """The environment for child processes without what would mix another Python's packages in."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    return {key: value for key, value in os.environ.items() if key not in dropped}


def can_install(venv: Path) -> bool:
    """Whether a foreign environment has a suitable Python with pip."""
    check = "import pip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    try:
        return subprocess.run([python_in(venv), "-c", check], capture_output=True, env=clean_env()).returncode == 0
    except OSError:
        return False


def run_with_progress(command: Sequence[str], say: Callable[[str], None]) -> tuple[int, str]:
    """Runs pip, reports each component it turns to, and returns the exit status with everything it printed."""
    env = {**clean_env(), "PYTHONUTF8": "1", "PIP_REQUIRE_VIRTUALENV": "0"}
    lines: list[str] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env,
        encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Collecting "):
                say("  " + line.split()[1].replace("==", " "))
            elif line.startswith("Installing collected packages"):
                say("  正在写入磁盘…")
    return process.returncode, "".join(lines)


@dataclass(frozen=True)
class Environment:
    """The environment of one project folder. `say` receives progress lines."""

    root: Path
    say: Callable[[str], None]

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return python_in(self.venv)

    def wanted(self, with_tests: bool) -> dict[str, str]:
        """The locked lists a run needs. dev.txt holds all of runtime.txt, so installing it satisfies both."""
        names = ("runtime.txt", "dev.txt") if with_tests else ("runtime.txt",)
        try:
            return {name: digest(self.root / "installer" / "lock" / name) for name in names}
        except FileNotFoundError as error:
            raise SetupError(f"项目不完整，缺少{error.filename}。请重新取得整个项目。", MISSING_HERE) from None

    def must_build(self, with_tests: bool) -> bool:
        """Whether `prepare` would make a new environment, for which Python's venv parts are needed."""
        return self._needed(with_tests) is Step.BUILD

    def _needed(self, with_tests: bool) -> Step:
        return next_step(read_marker(self.venv), str(self.venv), is_whole(self.venv), self.wanted(with_tests))

    def prepare(self, with_tests: bool) -> None:
        """Makes the environment fit; does nothing where it already is. Raises SetupError, keeping the one before."""
        if self._needed(with_tests) is Step.NOTHING:
            return
        with one_at_a_time(self.root, self.say):
            self._prepare(with_tests)

    def _prepare(self, with_tests: bool) -> None:
        self._tidy()
        step = self._needed(with_tests)  # again: whoever was waited for may have done it
        if step is Step.ADD and read_marker(self.venv) is None and not can_install(self.venv):
            step = Step.BUILD
        if step is Step.ADD:
            self._add(with_tests)
        elif step is Step.BUILD:
            self._build(with_tests)

    def _tidy(self) -> None:
        """Where a rebuild was cut off: back to the environment before it, or only its remains away."""
        if not self._aside.exists():
            return
        marker = read_marker(self.venv)
        if not self.venv.exists() or (marker is not None and marker.state == INSTALLING):
            self._put_back()
        else:
            shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def _aside(self) -> Path:
        return self.root / ".venv.old"

    def _add(self, with_tests: bool) -> None:
        """Installs into an environment that works. What is already right in it stays usable if this fails."""
        marker = read_marker(self.venv) or Marker(READY, str(self.venv), adopted=True)
        wanted = self.wanted(with_tests)
        kept = {name: digest for name, digest in marker.locks.items() if wanted.get(name) == digest}
        self._install(with_tests, Marker(READY, marker.folder, marker.adopted, kept))

    def _build(self, with_tests: bool) -> None:
        free = shutil.disk_usage(self.root).free
        if free < NEEDED_SPACE:
            raise SetupError(
                f"项目所在磁盘只剩{free // 1_000_000}MB，至少需要{NEEDED_SPACE // 1_000_000}MB。请腾出空间后再试。"
            )
        if self.venv.is_symlink() or self.venv.is_file():
            raise SetupError("项目里的.venv不是文件夹，请移走它再运行同一条命令。", MISSING_HERE)
        try:
            if self.venv.exists():
                self.venv.rename(self._aside)
        except OSError:
            raise SetupError(".venv正被占用，没有改动。请关闭正在运行的本程序后再试。", MISSING_HERE) from None
        try:
            self.say("正在建立独立的Python环境…")
            self.venv.mkdir()
            marker = Marker(INSTALLING, str(self.venv))
            write_marker(self.venv, marker)  # before anything else: what is interrupted from here on is ours
            self._make_venv()
            self._install(with_tests, marker)
        except BaseException:
            self._put_back()
            raise
        shutil.rmtree(self._aside, ignore_errors=True)

    def _put_back(self) -> None:
        """After a failed rebuild the former environment returns; without one, the half-made one stays marked so."""
        if self._aside.exists():
            shutil.rmtree(self.venv, ignore_errors=True)
            if not self.venv.exists():
                self._aside.rename(self.venv)

    def _make_venv(self) -> None:
        base = getattr(sys, "_base_executable", None) or sys.executable
        done = subprocess.run(
            [base, "-m", "venv", self.venv],
            env=clean_env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode or not python_in(self.venv).exists():
            raise SetupError("建不成独立的Python环境。" + kept_record(done.stdout), MISSING_HERE)

    def _install(self, with_tests: bool, marker: Marker) -> None:
        wanted = self.wanted(with_tests)
        name = "dev.txt" if with_tests else "runtime.txt"
        write_marker(self.venv, marker)
        self.say("正在安装锁定版本的组件，第一次约需几分钟…")
        command = [
            str(self.python), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input",
            "--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off", "--retries", "2",
            "-r", str(self.root / "installer" / "lock" / name),
        ]  # fmt: skip
        status, output = run_with_progress(command, self.say)
        if status:
            raise SetupError(pip_problem(output) + kept_record(output))
        write_marker(self.venv, Marker(READY, marker.folder, marker.adopted, {**marker.locks, **wanted}))
