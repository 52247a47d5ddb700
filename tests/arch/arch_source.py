"""Reads the project's own source for the tests in this folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "services", "ui")
NOT_OURS = {".git", ".venv", ".venv.old", "__pycache__", "node_modules", "tour", "out"}
LARGEST_TEXT = 2_000_000


def sources(root: Path, packages: tuple[str, ...] = PACKAGES) -> list[Path]:
    """The modules of the application: the packages and main.py."""
    found = [path for package in packages for path in sorted((root / package).rglob("*.py"))]
    return found + [path for path in [root / "main.py"] if path.exists()]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def here(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def text_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file of the working copy that is text, without what is generated."""
    for path in sorted(root.iterdir()):
        if path.name in NOT_OURS or path.name.endswith("_cache") or path.name == ".hypothesis" or path.is_symlink():
            continue
        if path.is_dir():
            yield from text_files(path)
        elif path.stat().st_size < LARGEST_TEXT:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture or a font


def imported(module: ast.Module) -> set[str]:
    """Top-level names of everything imported, wherever the import stands."""
    nodes = list(ast.walk(module))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}
