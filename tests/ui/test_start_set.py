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
    return {name.partition(".")[0] for name in _answer(code.replace(PAINTED, TELL), *words)}


def _answer(code, *words):
    """The words of the first line that a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.splitlines()[0].split()


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


def test_a_file_that_is_only_checked_waits_for_no_database(tmp_path):
    """`import … --dry-run` without data reads and compares with nothing: its time is the file's time."""
    file, answer = tmp_path / "名册.csv", tmp_path / "答复.json"
    file.write_text("姓名,工作单位\n容知秋,县水务局\n", encoding="utf-8")
    words = ("import", "officers", str(file), "--dry-run", "--json", str(answer))
    found = set(_answer(f"import sys; from main import main; main(sys.argv[1:]); {TELL}", *words))
    assert answer.exists()
    assert "services.imports.read" in found
    assert not found & {"sqlalchemy", "sqlcipher3", "openpyxl", "models", "services.desk"}
