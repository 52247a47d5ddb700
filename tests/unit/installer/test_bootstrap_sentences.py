"""Every way set-up can fail ends in one sentence that says what to do."""

import errno

import pytest

from installer import bootstrap, commands, machine
from installer.problems import SetupError, apt_problem, disk_problem, pip_problem

GL = machine.SharedObject("libGL.so.1", "libgl1")
EGL = machine.SharedObject("libEGL.so.1", "libegl1")

NO_NETWORK = """\
WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(': Failed to establish
a new connection: [Errno -3] Temporary failure in name resolution')': /simple/alembic/
ERROR: Could not find a version that satisfies the requirement alembic==1.20.1 (from versions: none)
ERROR: No matching distribution found for alembic==1.20.1
"""


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_the_supported_pythons_are_accepted(version):
    assert bootstrap.python_problem(*version, True, "") == ""


@pytest.mark.parametrize("version", [(3, 6), (3, 8), (3, 10), (3, 14), (4, 0)])
def test_any_other_python_is_named_with_what_to_install(version):
    sentence = bootstrap.python_problem(*version, True, "")
    assert f"{version[0]}.{version[1]}。" in sentence
    assert sentence.endswith("请安装64位的Python3.12后再运行同一条命令。")


def test_a_suitable_python_on_the_machine_is_pointed_at():
    assert "已有python3.12" in bootstrap.python_problem(3, 9, True, "python3.12")


def test_a_32_bit_python_is_refused():
    assert "32位" in bootstrap.python_problem(3, 12, False, "")


def test_without_a_network_the_sentence_speaks_of_the_network_not_of_versions():
    assert pip_problem(NO_NETWORK).startswith("连不上组件下载源")


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "锁定清单"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "磁盘空间"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "证书"),
        ("ProxyError('Cannot connect to proxy.', NewConnectionError(", "代理"),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "接通网络"),
        ("OSError: [WinError 5] Access is denied", "关闭正在运行的本程序"),
        ("HINT: this system does not have Windows Long Path support enabled.", "路径太长"),
        ("ERROR: No matching distribution found for pyside6-essentials==6.9.3", "适合这台电脑"),
        ("something nobody has seen before", "记录"),
    ],
)
def test_each_failure_of_pip_has_its_own_advice(output, word):
    assert word in pip_problem(output)


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "别的软件安装"),
        ("W: Failed to fetch … Temporary failure resolving", "接通网络"),
        ("E: Unable to locate package libgl1", "默认软件源"),
        ("E: You don't have enough free space in /var/cache: No space left", "空间不足"),
        ("?", "记录"),
    ],
)
def test_each_failure_of_apt_has_its_own_advice(output, word):
    assert word in apt_problem(output)


def test_missing_libraries_on_debian_end_in_one_command_to_copy():
    lines = machine.missing_sentence([GL, EGL], apt=True).splitlines()
    assert lines == [
        "缺少2个系统库。请运行下面这一条命令，再重试：",
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgl1",
    ]


def test_the_missing_venv_module_joins_the_same_command():
    sentence = machine.missing_sentence([GL], apt=True, venv="python3.12-venv")
    assert "1个系统库和Python的venv模块" in sentence
    assert sentence.endswith("libgl1 python3.12-venv")


def test_elsewhere_the_libraries_are_named_instead():
    sentence = machine.missing_sentence([GL], apt=False)
    assert "libGL.so.1" in sentence
    assert "apt-get" not in sentence


def test_only_libraries_that_do_not_load_are_missing(monkeypatch):
    monkeypatch.setattr(machine.sys, "platform", "linux")
    assert machine.missing_objects([GL, EGL], loads=lambda name: name == "libGL.so.1") == [EGL]


def test_windows_needs_no_system_libraries(monkeypatch):
    monkeypatch.setattr(machine.sys, "platform", "win32")
    assert machine.missing_objects([GL, EGL], loads=lambda _: False) == []


def test_a_library_that_does_not_exist_is_reported_as_such():
    assert not machine.can_load("libthere-is-no-such-thing.so.9")


def test_a_folder_without_rights_is_named():
    sentence = disk_problem(PermissionError(errno.EACCES, "denied", "/样板/.venv"))
    assert "/样板/.venv" in sentence
    assert "权限" in sentence


def test_any_other_trouble_with_a_file_is_still_a_sentence():
    assert disk_problem(OSError(errno.EIO, "Input/output error")).endswith("再运行同一条命令。")


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (SetupError("缺这个。", 3), 3, "缺这个。"),
        (SetupError("没装上。"), 4, "没装上。"),
        (PermissionError(errno.EACCES, "denied", "x"), 3, "权限"),
        (KeyboardInterrupt(), 130, "已停止"),
    ],
)
def test_no_failure_shows_a_traceback(monkeypatch, capsys, trouble, status, words):
    def fails():
        raise trouble

    monkeypatch.setattr(commands, "setup", fails)
    assert commands.main(["setup"]) == status
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1


def test_a_project_without_its_program_says_so_before_anything_is_installed(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    assert commands.main(["run"]) == 3
    assert "main.py" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["start"], ["setup", "x"]])
def test_an_unknown_command_shows_the_three_that_exist(capsys, arguments):
    assert commands.main(arguments) == 2
    error = capsys.readouterr().err
    assert all(name in error for name in ("run", "test", "setup"))
