"""Reads templates and resolves intrinsic functions: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from ..settings import ACCOUNT, REGION

NO_VALUE = object()
ZONES = [f"{REGION}{letter}" for letter in "abc"]
VARIABLE = re.compile(r"\$\{([^}]*)\}")
DYNAMIC = re.compile(r"\{\{resolve:([^}]*)\}\}")


class TemplateError(Exception):
    """The template is wrong, or uses what the lab cannot resolve."""


class _Loader(yaml.SafeLoader):
    """YAML as CloudFormation reads it: short tags are functions, and dates stay strings."""


def _short_tag(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        value: Any = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = loader.construct_scalar(node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_tag)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_str)


def parse(body: str) -> dict[str, Any]:
    try:
        template = json.loads(body) if body.lstrip().startswith("{") else yaml.load(body, Loader=_Loader)
    except (ValueError, yaml.YAMLError) as error:
        raise TemplateError(f"Template format error: {error}") from error
    if not isinstance(template, dict) or not template.get("Resources"):
        raise TemplateError("Template format error: At least one Resources member must be defined.")
    return template


def references(value: Any) -> Iterator[str]:
    """The logical names that a value refers to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref":
                yield item
            elif key == "Fn::GetAtt":
                yield item[0] if isinstance(item, list) else item.split(".")[0]
            elif key == "Fn::Sub":
                text, local = item if isinstance(item, list) else (item, {})
                yield from (name.split(".")[0] for name in VARIABLE.findall(text) if name not in local)
                yield from references(local)
            else:
                yield from references(item)


class Resolver:
    """Resolves values of one template; `ref` and `attribute` look up resources that exist."""

    def __init__(
        self,
        template: dict[str, Any],
        parameters: dict[str, Any],
        stack_name: str,
        stack_id: str,
        ref: Callable[[str], Any],
        attribute: Callable[[str, str], Any],
        exported: Callable[[str], Any],
        dynamic: Callable[[str], str],
    ) -> None:
        self.template = template
        self.variables = parameters | {
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": REGION,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": stack_name,
            "AWS::StackId": stack_id,
            "AWS::NotificationARNs": [],
            "AWS::NoValue": NO_VALUE,
        }
        self.ref, self.attribute, self.exported, self.dynamic = ref, attribute, exported, dynamic

    def resolve(self, value: Any) -> Any:
        if isinstance(value, str):
            return DYNAMIC.sub(lambda match: self.dynamic(match.group(1)), value) if "{{resolve:" in value else value
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref":
                return self._variable(argument)
            if name == "Condition" and isinstance(argument, str) and argument in self.template.get("Conditions", {}):
                return self.condition(argument)
            if name.startswith("Fn::"):
                method = getattr(self, "_" + name[4:].lower(), None)
                if method is None:
                    raise TemplateError(f"Template error: the lab does not know the function {name}")
                return method(argument)
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}

    def condition(self, name: str) -> bool:
        try:
            return bool(self.resolve(self.template["Conditions"][name]))
        except KeyError as error:
            raise TemplateError(f"Template format error: Unresolved condition dependency {name}") from error

    def _variable(self, name: str) -> Any:
        return self.variables[name] if name in self.variables else self.ref(name)

    def _getatt(self, argument: Any) -> Any:
        name, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
        return self.attribute(name, self.resolve(attribute))

    def _sub(self, argument: Any) -> str:
        text, local = argument if isinstance(argument, list) else (argument, {})

        def variable(match: re.Match[str]) -> str:
            name = match.group(1).strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in local:
                return str(self.resolve(local[name]))
            if "." in name:
                return str(self._getatt(name))
            return str(self._variable(name))

        return self.resolve(VARIABLE.sub(variable, text))

    def _join(self, argument: Any) -> str:
        separator, items = argument
        return separator.join(str(item) for item in self.resolve(items))

    def _select(self, argument: Any) -> Any:
        index, items = self.resolve(argument)
        if not 0 <= int(index) < len(items):
            raise TemplateError("Template error: Fn::Select cannot select nonexistent value at index " + str(index))
        return items[int(index)]

    def _split(self, argument: Any) -> list[str]:
        separator, text = self.resolve(argument)
        return text.split(separator)

    def _findinmap(self, argument: Any) -> Any:
        names = [self.resolve(item) for item in argument[:3]]
        value: Any = self.template.get("Mappings", {})
        for name in names:
            if not isinstance(value, dict) or str(name) not in value:
                if len(argument) > 3 and "DefaultValue" in argument[3]:
                    return self.resolve(argument[3]["DefaultValue"])
                raise TemplateError(f"Template error: Unable to get mapping for {'::'.join(map(str, names))}")
            value = value[str(name)]
        return value

    def _if(self, argument: Any) -> Any:
        name, yes, no = argument
        return self.resolve(yes if self.condition(name) else no)

    def _equals(self, argument: Any) -> bool:
        left, right = (self.resolve(item) for item in argument)
        return str(left) == str(right)

    def _and(self, argument: Any) -> bool:
        return all(self.resolve(item) for item in argument)

    def _or(self, argument: Any) -> bool:
        return any(self.resolve(item) for item in argument)

    def _not(self, argument: Any) -> bool:
        return not self.resolve(argument[0])

    def _contains(self, argument: Any) -> bool:
        items, value = self.resolve(argument)
        return str(value) in [str(item) for item in items]

    def _importvalue(self, argument: Any) -> Any:
        return self.exported(self.resolve(argument))

    def _getazs(self, argument: Any) -> list[str]:
        return ZONES

    def _base64(self, argument: Any) -> str:
        return base64.b64encode(str(self.resolve(argument)).encode()).decode()

    def _cidr(self, argument: Any) -> list[str]:
        block, count, bits = self.resolve(argument)
        subnets = ipaddress.ip_network(block).subnets(new_prefix=32 - int(bits))
        return [str(subnet) for subnet, _ in zip(subnets, range(int(count)), strict=False)]
