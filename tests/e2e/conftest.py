"""The command line, called as a script calls it."""

import os
import subprocess
import sys

import pytest

from main import main
from tests.conftest import PASSWORD, ROOT, USER


@pytest.fixture
def run(capfd):
    """The exit status and what was printed: standard output and standard error."""

    def call(*words):
        try:
            status = main([str(word) for word in words])
        except SystemExit as left:
            status = left.code
        return status, *capfd.readouterr()

    return call


@pytest.fixture(scope="session")
def made_by_init(tmp_path_factory):
    """A folder as `init` leaves it; the tests work on copies."""
    folder = tmp_path_factory.mktemp("一次") / "数据"
    words = ("--data", str(folder), "init", "--bureau", "示例县司法局", "--admin", USER, "--sample")
    env = os.environ | {"DESK_USER": USER, "DESK_PASSWORD": PASSWORD}
    command = [sys.executable, str(ROOT / "main.py"), *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=True)
    assert len(done.stdout.strip()) == 39  # eight groups of four
    return folder
