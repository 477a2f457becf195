"""The edge: a TLS server that answers for the host names of AWS, by the Host header."""

from . import distributions, invalidations, key_value_stores, server

__all__ = ["distributions", "invalidations", "key_value_stores", "server"]
