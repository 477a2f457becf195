"""The CloudFormation types that the lab implements by calling the emulated services, one module per service."""

from . import (
    cloudformation,
    cloudfront,
    cloudfront_functions,
    ecs,
    events,
    iam,
    lambda_,
    load_balancing,
    network,
    pinpoint,
    scheduling,
    secrets_manager,
    storage,
    waf,
)

__all__ = [
    "cloudformation",
    "cloudfront",
    "cloudfront_functions",
    "ecs",
    "events",
    "iam",
    "lambda_",
    "load_balancing",
    "network",
    "pinpoint",
    "scheduling",
    "secrets_manager",
    "storage",
    "waf",
]
