"""A distribution on plain loopback HTTP, for a person's own browser.

The pages are what the edge serves. One thing differs: the browser cannot reach the emulated RUM data plane by its
name, so that the endpoint in scripts is replaced by a relay on this origin. The relay hands requests to the data plane
with the site's true Origin and Referer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from werkzeug.wrappers import Request, Response

from .. import registry
from ..aws import serve
from ..edge.distributions import distributions
from ..edge.routing import respond
from ..settings import REGION

DATA_PLANE = f"dataplane.rum.{REGION}.amazonaws.com"
RELAY = "/__lab/rum"
_ports: dict[str, int] = {}
_lock = threading.Lock()


def url_of(identifier: str) -> str:
    """Opens a port for a distribution the first time."""
    with _lock:
        if identifier not in _ports:
            _ports[identifier] = serve(_Site(identifier)).server_port
    return f"http://127.0.0.1:{_ports[identifier]}/"


class _Site:
    def __init__(self, identifier: str) -> None:
        self.identifier = identifier

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        distribution = distributions.get(self.identifier)
        if distribution is None:
            return Response("this distribution was deleted\n", 404)(environ, start_response)
        own_origin = f"http://{environ['HTTP_HOST']}"
        environ["HTTP_HOST"] = distribution.domain
        if environ.get("PATH_INFO", "").startswith(RELAY):
            response = self._relay(environ, own_origin, f"https://{distribution.domain}")
        else:
            environ.pop("HTTP_IF_NONE_MATCH", None)
            for header in ("HTTP_ORIGIN", "HTTP_REFERER"):
                if header in environ:
                    environ[header] = environ[header].replace(own_origin, f"https://{distribution.domain}")
            response = respond(Request(environ), distribution)
            self._localize(response, own_origin)
        return response(environ, start_response)

    def _relay(self, environ: dict[str, Any], own_origin: str, true_origin: str) -> Response:
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(RELAY)
        environ["HTTP_HOST"] = DATA_PLANE
        environ["HTTP_ORIGIN"] = true_origin
        environ["HTTP_REFERER"] = environ.get("HTTP_REFERER", own_origin).replace(own_origin, true_origin)
        handler = next((handler for pattern, handler in registry.hosts if pattern == DATA_PLANE), None)
        return handler(Request(environ)) if handler else Response("the lab has no RUM data plane\n", 502)

    def _localize(self, response: Response, own_origin: str) -> None:
        response.headers.pop("Strict-Transport-Security", None)
        if "javascript" in (response.content_type or ""):
            text = response.get_data(as_text=True)
            if DATA_PLANE in text:
                notice = "/* The lab replaced the endpoint of the RUM data plane by its relay. */\n"
                response.set_data(notice + text.replace(f"https://{DATA_PLANE}", own_origin + RELAY))
                response.headers.pop("ETag", None)
