"""What can go wrong in set-up, each as one sentence for the person at the console."""

from __future__ import annotations

import os
import tempfile

MISSING_HERE = 3
NOT_INSTALLED = 4


class SetupError(Exception):
    """Set-up cannot go on. The message is the one sentence shown; `status` is the exit status."""

    def __init__(self, sentence: str, status: int = NOT_INSTALLED) -> None:
        super().__init__(sentence)
        self.status = status


def kept_record(output: str) -> str:
    """Keeps the whole output of a failed step in a temporary file and names it."""
    handle, name = tempfile.mkstemp(prefix="supervision-desk-setup-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as record:
        record.write(output)
    return f"详细记录：{name}"


_PIP_PROBLEMS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("DO NOT MATCH THE HASHES",), "下载到的组件与锁定清单不符，没有安装。请换一个可靠的下载源后再试。"),
    (("No space left", "ENOSPC", "[WinError 112]"), "磁盘空间不足，组件没有装完。请腾出约1GB后再运行同一条命令。"),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError", "SSLCertVerificationError"),
        "下载源的证书没有通过校验，组件没有安装。请核对系统时间和网络代理的证书设置后再试。",
    ),
    (("ProxyError", "Tunnel connection failed"), "网络代理连不上，组件没有安装。请核对代理设置后再运行同一条命令。"),
    (
        (
            "NewConnectionError",
            "NameResolutionError",
            "Max retries exceeded",
            "Connection broken",
            "ConnectionError",
            "ConnectionReset",
            "ReadTimeout",
            "ConnectTimeout",
            "Read timed out",
            "timed out",
            "Connection refused",
            "Temporary failure",
            "Network is unreachable",
            "IncompleteRead",
            "HTTP error",
            "Connection to",
        ),
        "连不上组件下载源，组件没有安装。请接通网络（内网请先为pip配置镜像）后再运行同一条命令。",
    ),
    (("Long Path", "path too long"), "项目文件夹的路径太长，组件没有装完。请把项目移到较短的路径下再试。"),
    (
        ("WinError 32", "WinError 5", "Permission denied"),
        "组件文件写不进去。请关闭正在运行的本程序，并确认对项目文件夹有写入权限。",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "下载源没有适合这台电脑的组件。本程序支持64位的Windows10以上和glibc2.28以上的Linux（x86-64）；内网镜像请先同步。",
    ),
)


def pip_problem(output: str) -> str:
    """One sentence for what pip printed. Order matters: a lost network also ends in "No matching distribution"."""
    for signs, sentence in _PIP_PROBLEMS:
        if any(sign in output for sign in signs):
            return sentence
    return "组件没有装完，原因见记录。"


_APT_PROBLEMS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("Could not get lock", "is held by process"),
        "系统正在进行别的软件安装，系统库没有装上。等它结束后再运行同一条命令。",
    ),
    (("not enough free space", "No space left"), "系统磁盘空间不足，系统库没有装上。请腾出约300MB后再运行同一条命令。"),
    (
        (
            "Temporary failure resolving",
            "Could not connect",
            "Failed to fetch",
            "Connection timed out",
            "Unable to connect",
        ),
        "连不上系统软件源，系统库没有装上。请接通网络后再运行同一条命令。",
    ),
    (("Unable to locate package",), "系统软件源里没有所需的软件包，系统库没有装上。请先启用发行版的默认软件源。"),
)


def apt_problem(output: str) -> str:
    """One sentence for what apt-get printed."""
    for signs, sentence in _APT_PROBLEMS:
        if any(sign in output for sign in signs):
            return sentence
    return "系统库没有装上，原因见记录。"


def disk_problem(error: OSError) -> str:
    """One sentence for a file that could not be read or written during set-up."""
    place = f"“{error.filename}”" if error.filename else "文件"
    if isinstance(error, PermissionError):
        return f"没有权限读写{place}，准备没有完成。请换用对项目文件夹有写入权限的账户。"
    return f"读写{place}时出错（{error.strerror or type(error).__name__}），准备没有完成。排除后再运行同一条命令。"
