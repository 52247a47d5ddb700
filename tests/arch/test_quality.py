"""Formatting, lint and types, so that one command is the whole check of a change."""

import subprocess
import sys

import pytest
from arch_source import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy", "--strict"]], ids=" ".join
)
def test_the_tool_has_nothing_to_say(command):
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    assert done.returncode == 0, done.stdout + done.stderr
