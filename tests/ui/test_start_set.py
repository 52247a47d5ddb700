"""What is imported before a window is there: heavy libraries wait until somebody needs them."""

import subprocess
import sys

from tests.bench.start_up import DESK, SIGN_IN
from tests.conftest import PASSWORD, ROOT

PAINTED, TELL = 'print("painted", flush=True)', "print(*sorted(sys.modules), flush=True)"
LATER = {"openpyxl", "reportlab", "xlsxwriter", "alembic", "docx", "pypdfium2", "python_calamine", "pypinyin"}


def modules(code, *words):
    """What is imported when the window paints for the first time."""
    assert PAINTED in code
    code = code.replace(PAINTED, TELL)
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[0].split()}


def test_the_sign_in_window_comes_before_the_database(tmp_path, app_theme):
    found = modules(SIGN_IN, str(tmp_path))
    assert "PySide6" in found
    assert not found & (LATER | {"sqlalchemy", "sqlcipher3"})


def test_the_main_window_brings_no_library_that_only_prints_or_imports(sample_desk, tmp_path):
    from services.access import Role

    sample_desk.accounts.create("clerk", "齐明川", Role.CLERK, PASSWORD)
    sample_desk.close()
    sample_desk.folder.root.rename(tmp_path / "data")
    found = modules(DESK, str(tmp_path), PASSWORD)
    assert "sqlalchemy" in found
    assert not found & LATER
