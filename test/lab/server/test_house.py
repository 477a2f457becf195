"""Whether the lab's packages keep to their order (PACKAGES of lab.server), and what may lie where."""

import ast
from pathlib import Path

import pytest

import lab.server
from lab.server import PACKAGES
from support.house import findings

FOLDER = Path(lab.server.__file__).parent


def module_of(path):
    return ".".join(["lab.server", *path.relative_to(FOLDER).with_suffix("").parts]).removesuffix(".__init__")


FILES = {module_of(path): path.read_text() for path in FOLDER.rglob("*.py")}


def test_packages_import_only_those_before_them_and_nothing_goes_in_a_circle():
    if found := findings(FILES, PACKAGES):
        pytest.fail("\n".join(found), pytrace=False)


def test_types_of_cloudformation_lie_under_resources():
    elsewhere = {
        name
        for name, text in FILES.items()
        if not name.startswith("lab.server.resources.")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "resource" for d in node.decorator_list)
    }
    assert not elsewhere, "move these types into lab/server/resources"


ORDER = ("below", "above")
HOUSE = {
    "lab.server": "",
    "lab.server.registry": "",
    "lab.server.below": "",
    "lab.server.below.one": "from ..registry import lab",
    "lab.server.below.two": "from . import one",
    "lab.server.above": "from . import three",
    "lab.server.above.three": "from ..below import one\nfrom ..below.two import x",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"lab.server.below.one": "from ..above.three import x"}, ["below comes before above", "circle of modules"]),
        ({"lab.server.below.one": "def f():\n    from lab.server.above import three"}, ["below comes", "circle"]),
        ({"lab.server.below.one": "from .two import x"}, ["below.one -> lab.server.below.two"]),
        ({"lab.server.registry": "from .below import two"}, ["beside the packages"]),
        ({"lab.server.new": "", "lab.server.new.four": ""}, ["new is not in PACKAGES"]),
    ],
    ids=["as it should be", "against the order", "within a function", "a circle of modules", "beside", "a new one"],
)
def test_says_what_is_wrong(change, expected):
    found = findings({**HOUSE, **change}, ORDER)
    assert len(found) >= len(expected)
    assert all(any(words in finding for finding in found) for words in expected)
    assert bool(found) == bool(expected)


def test_says_that_a_package_is_gone():
    assert findings(HOUSE, (*ORDER, "gone")) == ["PACKAGES of lab.server names gone, which is no package: remove it"]
