"""Pages for a person and for tests, on plain loopback HTTP."""

from . import canaries, dashboards, index, report_page, rum, server

__all__ = ["canaries", "dashboards", "index", "report_page", "rum", "server"]
