"""Pages for a person, on plain loopback HTTP: the index, the sites, what exists; plug-ins add theirs."""

from __future__ import annotations

import html
import json
import traceback
from collections.abc import Iterable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import inventory, registry, sites
from .aws import serve
from .clients import client
from .cloudformation.types import known_types
from .edge.distributions import distributions
from .registry import Lab, lab, page, starts
from .telemetry.page_style import page as frame

def _json(value: Any) -> Response:
    return Response(json.dumps(value, indent=2) + "\n", content_type="application/json")


@page("/")
def index(_request: Request) -> str:
    def items(links: list[tuple[str, str, str]]) -> str:
        if not links:
            return "<li>none yet</li>"
        return "".join(
            f'<li><a href="{html.escape(url)}">{html.escape(name)}</a> <small>{html.escape(note)}</small></li>'
            for url, name, note in links
        )

    storefronts = [
        (f"/sites/{d.id}/", d.config.get("Comment") or d.domain, f"{d.domain}, stack {d.stack}")
        for d in distributions.values()
    ]
    names = [entry["DashboardName"] for entry in client("cloudwatch").list_dashboards()["DashboardEntries"]]
    others = [
        ("/report", "Report", "what arrived, counted in the emulated services"),
        ("/report.json", "report.json", ""),
        ("/lab/resources", "Stacks", "what CloudFormation holds"),
        ("/lab/inventory", "Inventory", "what exists in the services"),
        ("/lab/types", "Types", "CloudFormation types that can be deployed"),
    ]
    sections = [
        ("Sites", storefronts),
        ("Dashboards", [(f"/dashboards/{name}", name, "") for name in names]),
        ("More", others),
    ]
    cards = "".join(
        f'<div class="section"><div class="card"><div class="title">{title}</div><ul>{items(links)}</ul></div></div>'
        for title, links in sections
    )
    return frame(
        "The lab",
        '<h1>The lab</h1><span class="pill">emulated AWS</span>',
        cards,
        "Nothing here runs in, or talks to, an AWS account. "
        f"Tools reach the emulated services at <code>{lab.aws_url}</code>.",
    )


@page("/sites/<identifier>/")
def site(_request: Request, identifier: str) -> Response:
    if identifier not in distributions:
        return Response("no such distribution\n", 404)
    return Response("", 302, {"Location": sites.url_of(identifier)})


@page("/lab/resources")
def resources(_request: Request) -> Response:
    return _json(inventory.stacks())


@page("/lab/inventory")
def services(_request: Request) -> Response:
    return _json(inventory.inventory())


@page("/lab/types")
def types(_request: Request) -> Response:
    return _json(dict(sorted(known_types().items())))


class Pages:
    def __init__(self) -> None:
        self.handlers = {str(number): handler for number, (_, handler) in enumerate(registry.pages)}
        self.map = Map([Rule(rule, endpoint=str(number)) for number, (rule, _) in enumerate(registry.pages)])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            endpoint, arguments = self.map.bind_to_environ(environ).match()
            response = self.handlers[endpoint](Request(environ), **arguments)
        except HTTPException as error:
            response = error.get_response(environ)
        except Exception as error:
            traceback.print_exception(error)
            response = Response(f"internal failure of the lab: {error!r}\n", 500)
        if isinstance(response, str):
            response = Response(response, content_type="text/html")
        return response(environ, start_response)


@starts
def start(running: Lab) -> None:
    running.web_port = serve(Pages()).server_port
