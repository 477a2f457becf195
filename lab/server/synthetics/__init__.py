"""CloudWatch Synthetics: canaries, their API and their runs."""

from . import api

__all__ = ["api"]
