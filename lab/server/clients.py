"""boto3 clients of the lab itself: resources are made through the same API as everybody else's."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config

from .registry import lab
from .settings import REGION

CREDENTIALS = {"aws_access_key_id": "lab", "aws_secret_access_key": "lab"}
_lock = Lock()


@lru_cache
def _client(service: str, endpoint: str) -> Any:
    session = boto3.session.Session(region_name=REGION, **CREDENTIALS)
    config = Config(
        retries={"max_attempts": 0}, max_pool_connections=20, s3={"addressing_style": "path"}, read_timeout=960
    )
    return session.client(service, endpoint_url=endpoint, config=config)


def client(service: str) -> Any:
    with _lock:  # boto3 loads its service models without protection
        return _client(service, lab.aws_url)
