"""The order of the lab's packages, read from their sources."""

import ast
from graphlib import CycleError, TopologicalSorter

ROOT = "lab.server"


def imports_of(module, source, modules):
    """The modules of the lab that a module imports, wherever it does so; `modules` are all that there are."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # A module that is a package stands for its __init__: its dots count from itself.
            base = module.split(".") if _is_package(module, modules) else module.split(".")[:-1]
            start = base[: len(base) - node.level + 1] if node.level else []
            target = ".".join([*start, *([node.module] if node.module else [])])
            found |= {
                f"{target}.{alias.name}" if f"{target}.{alias.name}" in modules else target for alias in node.names
            }
    return {name for name in found if name in modules and name not in (module, ROOT)}


def _is_package(module, modules):
    return any(other.startswith(f"{module}.") for other in modules)


def package_of(module, modules):
    """The name of a module's package; empty for a module beside the packages."""
    name = module.removeprefix(f"{ROOT}.").split(".")[0]
    return name if _is_package(f"{ROOT}.{name}", modules) else ""


def findings(sources, order):
    """What is wrong, and what to do about it. `sources` are texts by the names of modules."""
    modules = sources.keys()
    graph = {module: imports_of(module, text, modules) for module, text in sources.items()}
    packages = {package_of(module, modules) for module in modules} - {""}
    found = [
        f"{name} is not in PACKAGES of {ROOT}: write it where it belongs in the order" for name in packages - {*order}
    ]
    found += [f"PACKAGES of {ROOT} names {name}, which is no package: remove it" for name in {*order} - packages]
    for module, imported in graph.items():
        if module in (ROOT, f"{ROOT}.__main__"):
            continue
        own = package_of(module, modules)
        for target in imported:
            package = package_of(target, modules)
            if package in ("", own) or package not in order:
                continue
            if not own:
                found.append(f"{module} imports {target}: a module beside the packages imports none; move it into one")
            elif own in order and order.index(package) > order.index(own):
                found.append(
                    f"{module} imports {target}, but {own} comes before {package} (PACKAGES of {ROOT}): move what both "
                    f"need into {own} or below, or let {package} hand it over"
                )
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        found.append(f"a circle of modules: {circle}; move what they share into a module that both import")
    return sorted(found)
