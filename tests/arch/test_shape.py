"""Size, docstrings, and what must stand in no file of the project."""

import ast
from pathlib import Path

import pytest
from arch_source import ROOT, here, sources, text_files, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
PLACES = (
    # in two pieces, so that this list does not find itself
    "pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.debian" + ".org",
    "mirrors.ali" + "yun", "tuna.tsing" + "hua", "mirrors.cloud." + "tencent", "repo.huawei" + "cloud",
    "file" + ":///",
)  # fmt: skip


def oversized(root: Path) -> list[str]:
    """Migrations are left out: each is written once, in one piece, and never edited again."""
    found = []
    for path in sources(root, ("models", "services", "ui", "installer")):
        if path.parent == root / "models" / "migrations" / "versions":
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{here(root, path)}: {lines} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{here(root, path)}:{node.lineno} {node.name}: {length} lines")
    return found


def undocumented(root: Path) -> list[str]:
    """Modules with something in them and no docstring; an empty `__init__.py` has nothing to explain."""
    paths = sources(root, ("models", "services", "ui", "installer"))
    found = [(path, tree(path)) for path in paths]
    return [here(root, path) for path, module in found if module.body and not ast.get_docstring(module)]


def places_named(root: Path, places: tuple[str, ...]) -> list[str]:
    return [f"{here(root, path)}: {place}" for path, text in text_files(root) for place in places if place in text]


def places_of_this_machine() -> tuple[str, ...]:
    """Where this copy lies; beside the shared folder also everything else in the folder above."""
    return (str(ROOT), *([f"{ROOT.parent}/"] if (ROOT.parent / "shared").is_dir() else []))


def test_files_and_functions_stay_small_enough_to_read():
    assert oversized(ROOT) == []


def test_every_module_says_what_it_is():
    assert undocumented(ROOT) == []


def test_no_file_names_a_package_source():
    assert places_named(ROOT, PLACES) == []


def test_no_file_names_a_path_of_this_machine():
    assert places_named(ROOT, places_of_this_machine()) == []


@pytest.mark.parametrize(
    ("code", "count"), [("x = 1\n" * 401, 1), ("x = 1\n" * 400, 0), ("def f():\n" + " x = 1\n" * 60, 1)]
)
def test_the_size_limits_can_fail(tmp_path, code, count):
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    assert len(oversized(tmp_path)) == count


def test_a_module_without_a_docstring_is_found(tmp_path):
    (tmp_path / "main.py").write_text("x = 1\n", encoding="utf-8")
    assert undocumented(tmp_path) == ["main.py"]


@pytest.mark.parametrize("name", ["notes.md", ".hidden.toml", "deep/list.txt"])
def test_a_named_package_source_is_found_in_any_text_file(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"--index-url https://{PLACES[0]}/simple\n", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    assert places_named(tmp_path, PLACES) == [f"{name}: {PLACES[0]}"]
