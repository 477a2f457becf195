"""Network interfaces that Lambda leaves behind for a while, which hold on to their security groups and subnets.

On AWS it takes up to 20 minutes, in the lab a moment; CloudFormation tries again until they are gone.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
"""

from __future__ import annotations

import time
from collections.abc import Iterable

LINGERING = 2.0  # seconds
_until: dict[str, float] = {}  # by security group and subnet


def linger(identifiers: Iterable[str]) -> None:
    for identifier in identifiers:
        _until[identifier] = time.time() + LINGERING


def wait(identifier: str) -> None:
    while (left := _until.get(identifier, 0) - time.time()) > 0:
        time.sleep(left)
    _until.pop(identifier, None)
