"""What a packaged copy runs to show that it works where it is installed."""

import json
import subprocess
import sys

from tests.conftest import ROOT


def test_the_self_test_passes_every_step_and_keeps_what_it_made(tmp_path):
    words = [sys.executable, "main.py", "selftest", "--out", str(tmp_path / "自检")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=120)
    found = json.loads(done.stdout)
    assert [step for step in found["steps"] if not step["ok"]] == []
    assert (done.returncode, found["ok"], len(found["steps"])) == (0, True, 7)
    assert done.stderr == b""
    assert {file.suffix for file in (tmp_path / "自检").iterdir()} == {".xlsx", ".pdf", ".png"}
