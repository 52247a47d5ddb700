"""The locked lists: exact versions with hashes, the same for tests and program, in step with pyproject.toml."""

import re
import tomllib

import pytest
from arch_source import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LISTS = ("runtime.txt", "dev.txt")
LOCK = ROOT / "installer" / "lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def lines(name):
    return (LOCK / name).read_text(encoding="utf-8").splitlines()


def pins(name):
    """Version by canonical name."""
    return {match[1]: match[2] for match in map(PIN.match, lines(name)) if match}


def project_pin(name):
    """The exact version pyproject.toml asks for."""
    wanted = next(Requirement(text) for text in PROJECT["dependencies"] if Requirement(text).name == name)
    return str(wanted.specifier).removeprefix("==")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_exact_versions_and_hashes_and_nothing_else(name):
    odd = [line for line in lines(name) if not PIN.match(line) and not HASH.match(line)]
    assert odd == []
    assert len(pins(name)) > 20


@pytest.mark.parametrize("name", LISTS)
def test_every_version_has_a_hash(name):
    held = lines(name)
    assert [a for a, b in zip(held, [*held[1:], ""], strict=True) if PIN.match(a) and not HASH.match(b)] == []


def test_the_tests_use_the_very_versions_of_the_program():
    assert pins("runtime.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("runtime.txt", PROJECT["dependencies"]),
        ("dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_the_lists_satisfy_the_project_file(name, wanted):
    locked = pins(name)
    unmet = [
        text
        for text in wanted
        if not Requirement(text).specifier.contains(locked.get(canonicalize_name(Requirement(text).name), "0"))
    ]
    assert unmet == []


def test_every_shipped_component_is_named_with_its_licence():
    rows = re.findall(
        r"^\| ([A-Za-z0-9_.-]+) \| ([^|]+) \|", (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8"), re.M
    )
    assert set(pins("runtime.txt")) <= {canonicalize_name(name) for name, licence in rows if licence.strip()}
