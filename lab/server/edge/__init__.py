"""The edge: a TLS server that answers for the host names of AWS, by the Host header."""

from . import distributions, invalidations, server

__all__ = ["distributions", "invalidations", "server"]
