"""Amazon Data Firehose: streams that take records and leave them in Amazon S3, as JSON or as Parquet."""

from . import api, pages

__all__ = ["api", "pages"]
