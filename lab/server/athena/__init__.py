"""Amazon Athena: SQL over tables of AWS Glue, run by DuckDB."""

from . import api

__all__ = ["api"]
