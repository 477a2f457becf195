"""Deployed distributions, and which behavior of one answers a path."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..settings import ACCOUNT, PARTITION

# Configurations by id: origin access controls, policies, VPC origins.
parts: dict[str, Any] = {}


@dataclass
class Distribution:
    id: str
    domain: str
    stack: str
    config: dict[str, Any]

    def behavior(self, path: str) -> dict[str, Any]:
        """The first behavior whose pattern matches, in their order; else the default one."""
        for behavior in self.config.get("CacheBehaviors") or []:
            if _pattern(behavior["PathPattern"]).match(path):
                return behavior
        return self.config["DefaultCacheBehavior"]

    def origin(self, identifier: str) -> dict[str, Any]:
        return next(origin for origin in self.config["Origins"] if origin["Id"] == identifier)

    @property
    def arn(self) -> str:
        return f"arn:{PARTITION}:cloudfront::{ACCOUNT}:distribution/{self.id}"

    @property
    def names(self) -> set[str]:
        return {self.domain, *(self.config.get("Aliases") or [])}


distributions: dict[str, Distribution] = {}


def add(identifier: str, domain: str, stack: str, config: dict[str, Any]) -> None:
    distributions[identifier] = Distribution(identifier, domain, stack, config)


def change(identifier: str, config: dict[str, Any]) -> None:
    distributions[identifier].config = config


def remove(identifier: str) -> None:
    distributions.pop(identifier, None)


def by_host(host: str) -> Distribution | None:
    return next((found for found in distributions.values() if host in found.names), None)


@lru_cache
def _pattern(text: str) -> re.Pattern[str]:
    """`*` and `?` as CloudFront knows them; other characters of shell patterns have no meaning."""
    text = text if text.startswith(("/", "*")) else "/" + text
    return re.compile(fnmatch.translate(text.replace("[", "[[]")))
