"""Makes a fresh working copy ready and starts it: ``python3 installer/bootstrap.py run | test | setup``.

This file only judges the interpreter and then hands over to `installer.commands`. It is written so that Python 3.6 can
still read it, because an old Python must answer with a sentence, not with a SyntaxError.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)
WRONG_PYTHON = 2


def python_problem(major: int, minor: int, is_64_bit: bool, other: str) -> str:
    """What is wrong with this interpreter, or "". `other` names a suitable one found on the search path, or is ""."""
    if OLDEST <= (major, minor) <= NEWEST and is_64_bit:
        return ""
    if OLDEST <= (major, minor) <= NEWEST:
        found = "现在用的Python是32位的，本程序需要64位的。"
    else:
        found = "本程序需要Python3.11、3.12或3.13，现在用的是{}.{}。".format(major, minor)  # noqa: UP032  one style below 3.6 too
    if other:
        return found + "这台电脑上已有" + other + "，请改用它运行同一条命令。"
    return found + "请安装64位的Python3.12后再运行同一条命令。"


def newer_python() -> str:
    """The name of a suitable interpreter on the search path, or "". A version manager's name may lead to none."""
    for name in ("python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return name
    return ""


def speak_utf8() -> None:
    """Windows consoles and pipes may stand on a code page without the characters used here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def main() -> int:
    """Returns the exit status: 0, the started program's own, or 2 and more as `installer.commands` lists them."""
    speak_utf8()
    is_64_bit = sys.maxsize > 2**32
    problem = python_problem(sys.version_info[0], sys.version_info[1], is_64_bit, "")
    if problem:
        problem = python_problem(sys.version_info[0], sys.version_info[1], is_64_bit, newer_python())
        sys.stderr.write(problem + "\n")
        return WRONG_PYTHON
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  pathlib is not needed for this
    from installer.commands import main as prepared

    return prepared(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
