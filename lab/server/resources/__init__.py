"""The CloudFormation types that the lab implements by calling the emulated services, one module per service."""

from . import cloudformation, cloudfront, ecs, events, iam, lambda_, load_balancing, network, pinpoint, storage

__all__ = [
    "cloudformation",
    "cloudfront",
    "ecs",
    "events",
    "iam",
    "lambda_",
    "load_balancing",
    "network",
    "pinpoint",
    "storage",
]
