"""OTLP: what Lambda functions send, and the CloudWatch metrics that their layer would make of it."""

from . import receiver

__all__ = ["receiver"]
