"""The AWS endpoint of the lab: the plug-ins' APIs, and moto for everything else."""

from __future__ import annotations

import re
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

from . import registry

SIGNED_FOR = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/([^/]+)/aws4_request")
PRESIGNED_FOR = re.compile(r"[^%/]+(?:%2F|/)\d{8}(?:%2F|/)[^%/]+(?:%2F|/)([^%/]+)(?:%2F|/)aws4_request")
paths: dict[str, Callable[[Request], Response]] = {}  # the lab's own unsigned requests, by the start of their path


class Endpoint:
    """Chooses by the signing name of a request."""

    def __init__(self) -> None:
        self.moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        handler = self._handler(environ)
        if handler is None:
            return self.moto(environ, start_response)
        try:
            response = handler(Request(environ))
        except Exception as error:
            traceback.print_exception(error)
            response = Response(f"internal failure of the lab: {error!r}", 500)
        return response(environ, start_response)

    def _handler(self, environ: dict[str, Any]) -> Callable[[Request], Response] | None:
        path = environ.get("PATH_INFO", "")
        for start, handler in paths.items():
            if path.startswith(start):
                return handler
        signed = SIGNED_FOR.search(environ.get("HTTP_AUTHORIZATION", "")) or PRESIGNED_FOR.search(
            environ.get("QUERY_STRING", "")
        )
        return registry.apis.get(signed.group(1)) if signed else None


class QuietHandler(MotoRequestHandler):
    """Keeps connections open, and does not log each request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, *_: Any) -> None:
        pass


def serve(app: Any, port: int = 0, ssl_context: Any = None, handler: Any = QuietHandler) -> BaseWSGIServer:
    """Serves a WSGI application on loopback in threads."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=handler, ssl_context=ssl_context)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name=f"port {server.server_port}", daemon=True).start()
    return server
