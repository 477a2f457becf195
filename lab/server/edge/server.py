"""Opens the edge's port and hands requests to who answers for their host."""

from __future__ import annotations

import fnmatch
import ssl
import traceback
from collections.abc import Iterable
from typing import Any

from werkzeug.wrappers import Request, Response

from .. import registry
from ..aws import serve
from ..registry import Lab, host, starts
from ..settings import REGION
from . import certificate, distributions, function_urls
from .routing import respond


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    request = Request(environ)
    try:
        response = answer(request)
    except Exception as error:
        traceback.print_exception(error)
        response = Response(f"internal failure of the lab: {error!r}", 500)
    return response(environ, start_response)


def answer(request: Request) -> Response:
    name = request.host.rsplit(":", 1)[0].lower()
    distribution = distributions.by_host(name)
    if distribution:
        return respond(request, distribution)
    for pattern, handler in registry.hosts:
        if fnmatch.fnmatch(name, pattern):
            return handler(request)
    return Response(f"the lab does not answer for {name}\n", 421, content_type="text/plain")


@host("*.cloudfront.net")
def no_distribution(request: Request) -> Response:
    return Response("The request could not be satisfied: no such distribution.\n", 403, content_type="text/plain")


@host(f"*.lambda-url.{REGION}.on.aws")
def direct(request: Request) -> Response:
    return function_urls.respond_directly(request)


@starts
def start(lab: Lab) -> None:
    context: ssl.SSLContext = certificate.context(lab.state)
    lab.edge_port = serve(application, ssl_context=context).server_port
