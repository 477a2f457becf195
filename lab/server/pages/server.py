"""The web server of the pages."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from .. import registry
from ..aws import serve
from ..registry import Lab, starts


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
