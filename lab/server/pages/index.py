"""The index, the sites, and what exists."""

from __future__ import annotations

import html

from werkzeug.wrappers import Request, Response

from ..clients import client
from ..cloudformation.types import known_types
from ..edge.distributions import distributions
from ..registry import lab, page
from . import inventory, sites
from .as_json import as_json
from .style import frame


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
    return as_json(inventory.stacks())


@page("/lab/inventory")
def services(_request: Request) -> Response:
    return as_json(inventory.inventory())


@page("/lab/types")
def types(_request: Request) -> Response:
    return as_json(dict(sorted(known_types().items())))
