"""Where the parts of the lab meet: what a plug-in registers, and what it finds of the running lab.

Every package of the lab is a plug-in. It is imported once, before any port opens, and registers by decorators:

    @resource('AWS::RUM::AppMonitor')        a CloudFormation type: a subclass of Resource
    @api('rum')                              an AWS API, by the signing name of its requests (else moto answers)
    @host('dataplane.rum.*.amazonaws.com')   a virtual host of the edge (TLS), by shell pattern
    @page('/dashboards/<name>')              a page of the lab's web server, by werkzeug rule
    @starts / @stops                         called with the Lab when its ports are open / when it stops

Handlers of api, host and page take a werkzeug Request (page: also the rule's arguments by name), run in a thread of
their own, and return a werkzeug Response (page: or a str of HTML).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from .settings import ACCOUNT, REGION


@dataclass
class Lab:
    """The running lab. Ports are 0 until they are open."""

    state: Path = field(default_factory=Path)
    aws_port: int = 0
    edge_port: int = 0
    web_port: int = 0
    otlp_url: str = "http://127.0.0.1:4318"

    @property
    def aws_url(self) -> str:
        return f"http://127.0.0.1:{self.aws_port}"

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"


lab = Lab()


class ResourceError(Exception):
    """Fails the deployment of a resource; its text becomes the reason that CloudFormation shows."""


class Replace(Exception):
    """Raised by Resource.update: the engine has to create a new resource and then to delete the old one."""


@dataclass
class Context:
    """What a resource may know about its place in a stack."""

    stack_name: str
    stack_id: str
    logical_id: str
    resource_type: str
    account: str = ACCOUNT
    region: str = REGION
    tags: dict[str, str] = field(default_factory=dict)
    token: str = ""  # differs for every resource instance, also for the replacement of one

    def name(self, limit: int = 64, lower: bool = False) -> str:
        """A physical name as CloudFormation makes them: stack, logical id and a random part."""
        room = limit - len(self.token) - 1
        text = f"{self.stack_name}-{self.logical_id}"
        if len(text) > room:
            half = room // 2
            text = f"{self.stack_name[: half - 1]}-{self.logical_id[: room - half]}"
        text = f"{text}-{self.token}"
        return text.lower() if lower else text


@dataclass
class Made:
    """A resource that exists: Ref gives physical_id, Fn::GetAtt an attribute (a dot path such as Endpoint.Address)."""

    physical_id: str
    attributes: dict[str, Any] = field(default_factory=dict)
    data: Any = None  # for the resource class's own use


class Resource:
    """A CloudFormation resource type. The engine makes one instance per stack resource.

    Properties arrive with all intrinsic functions resolved. Scalars may be strings ("true", "60"), as in
    CloudFormation. Raise ResourceError (any other exception counts too) to fail and roll back.
    """

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        raise NotImplementedError

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        """Changes the resource in place; by default every change replaces it."""
        raise Replace

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        raise NotImplementedError


Handler = Callable[..., Any]
resources: dict[str, type[Resource]] = {}
apis: dict[str, Callable[[Request], Response]] = {}
hosts: list[tuple[str, Callable[[Request], Response]]] = []
pages: list[tuple[str, Handler]] = []
start_hooks: list[Callable[[Lab], None]] = []
stop_hooks: list[Callable[[Lab], None]] = []


def resource(*type_names: str) -> Callable[[type[Resource]], type[Resource]]:
    def register(cls: type[Resource]) -> type[Resource]:
        for type_name in type_names:
            if type_name in resources:
                raise ValueError(f"{type_name} is registered twice")
            resources[type_name] = cls
        return cls

    return register


def api(signing_name: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        apis[signing_name] = handler
        return handler

    return register


def host(pattern: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        hosts.append((pattern, handler))
        return handler

    return register


def page(rule: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        pages.append((rule, handler))
        return handler

    return register


def starts(hook: Callable[[Lab], None]) -> Callable[[Lab], None]:
    start_hooks.append(hook)
    return hook


def stops(hook: Callable[[Lab], None]) -> Callable[[Lab], None]:
    stop_hooks.append(hook)
    return hook
