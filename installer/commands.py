"""The three commands of bootstrap: set up, start the desk, run the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from installer import machine
from installer.environment import Environment, clean_env
from installer.problems import MISSING_HERE, SetupError, apt_problem, disk_problem, kept_record

ROOT = Path(__file__).resolve().parents[1]
USAGE = 2
STOPPED = 130
HELP = """用法：
  python3 installer/bootstrap.py run [参数]    准备好环境并启动工作台；参数交给main.py
  python3 installer/bootstrap.py test [参数]   准备好环境并运行测试；参数交给pytest，--all连同较慢的测试
  python3 installer/bootstrap.py setup         只准备环境，不启动
Windows上把python3换成py。"""


def say(line: str) -> None:
    """Progress goes to standard error: standard output belongs to the started program."""
    print(line, file=sys.stderr, flush=True)


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether main.py, given these arguments, opens the desk: nothing but --data DIR. Anything else is a command."""
    rest = list(arguments)
    while rest and rest[0].startswith("--data"):
        rest = rest[1 if "=" in rest[0] else 2 :]
    return not rest


def pytest_arguments(arguments: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """What pytest is given: slow tests only with --all, in CI, or where the caller chose marks himself."""
    chosen = [each for each in arguments if each != "--all"]
    everything = "--all" in arguments or env.get("CI", "").lower() not in ("", "0", "false")
    own_marks = any(each.startswith("-m") for each in chosen)
    return chosen if everything or own_marks else ["-m", "not slow", *chosen]


def program_env(env: Mapping[str, str], screen: bool) -> dict[str, str]:
    """The environment of the started program; without a screen Qt draws into memory."""
    return dict(env) if screen else {"QT_QPA_PLATFORM": "offscreen", **env}


def install_system_packages(packages: Sequence[str]) -> None:
    """Debian and Ubuntu as root. Raises SetupError with apt's reason."""
    say("正在安装系统库：" + " ".join(packages))
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *command],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            raise SetupError(apt_problem(done.stdout) + kept_record(done.stdout), MISSING_HERE)


def require_system(environment: Environment, with_tests: bool, window: bool) -> None:
    """Sees to Qt's libraries and, where an environment must be built, to Python's own venv parts."""
    missing = machine.missing_objects(machine.OFFSCREEN + machine.WINDOW if window else machine.OFFSCREEN)
    venv = "" if machine.has_venv() or not environment.must_build(with_tests) else machine.venv_package()
    if not missing and not venv:
        return
    if machine.has_apt() and machine.is_root():
        install_system_packages(sorted({each.package for each in missing} | ({venv} if venv else set())))
        still = machine.missing_objects(missing)
        if still:
            raise SetupError(machine.missing_sentence(still, apt=False), MISSING_HERE)
    else:
        raise SetupError(machine.missing_sentence(missing, machine.has_apt(), venv), MISSING_HERE)


def ready(with_tests: bool, window: bool) -> Environment:
    """The environment, made fit for the tests or for the program alone."""
    environment = Environment(ROOT, say)
    require_system(environment, with_tests, window)
    environment.prepare(with_tests)
    return environment


def call(command: Sequence[str], env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Runs a program to its end and returns its exit status, 128 and the signal where a signal ended it."""
    with subprocess.Popen(command, env=env, cwd=cwd) as process:
        while True:
            try:
                status = process.wait()
                return status if status >= 0 else 128 - status
            except KeyboardInterrupt:
                continue  # the child got the same Ctrl+C and decides what to do with it


def setup() -> int:
    """Prepares for both the program and the tests."""
    ready(with_tests=True, window=machine.has_display(sys.platform, os.environ))
    say("已准备好。启动工作台：bootstrap.py run；运行测试：bootstrap.py test。")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Starts main.py; without a display the guided tour takes the place of the window."""
    program = ROOT / "main.py"
    if not program.exists():
        raise SetupError(f"项目不完整，缺少{program}。请重新取得整个项目。", MISSING_HERE)
    screen = machine.has_display(sys.platform, os.environ)
    window = opens_window(arguments)
    environment = ready(with_tests=False, window=screen and window)
    env = program_env(clean_env(), screen)
    if screen or not window:
        return call([str(environment.python), str(program), *arguments], env)
    out = ROOT / "tour"
    say(f"这台电脑没有可用的显示器，打不开窗口。改为在后台走一遍主要工作，画面和文件存到{out}。")
    status = call(
        [str(environment.python), str(program), "tour", "--out", str(out)], {**env, "QT_QPA_PLATFORM": "offscreen"}
    )
    say(f"已走完，请查看{out}。" if status == 0 else "没有走完，原因见上面的输出。")
    return status


def run_tests(arguments: Sequence[str]) -> int:
    """Runs pytest in the project folder; paths in `arguments` are relative to it."""
    environment = ready(with_tests=True, window=False)
    command = [str(environment.python), "-m", "pytest", *pytest_arguments(arguments, os.environ)]
    return call(command, program_env(clean_env(), screen=False), ROOT)


def dispatch(arguments: Sequence[str]) -> int:
    """Chooses the command."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", ())
    if name in ("-h", "--help"):
        print(HELP)
        return 0
    if name == "setup" and not rest:
        return setup()
    if name == "run":
        return run(rest)
    if name == "test":
        return run_tests(rest)
    print(HELP, file=sys.stderr)
    return USAGE


def main(arguments: Sequence[str]) -> int:
    """Every failure ends in one sentence on standard error. Exit status: 0 · 2 usage or unsuitable Python · 3 something
    missing on this machine · 4 components not installed · 130 stopped · otherwise that of the started program."""
    try:
        return dispatch(arguments)
    except SetupError as error:
        say(str(error))
        return error.status
    except OSError as error:
        say(disk_problem(error))
        return MISSING_HERE
    except KeyboardInterrupt:
        say("已停止。再运行同一条命令会从头接着准备。")
        return STOPPED
