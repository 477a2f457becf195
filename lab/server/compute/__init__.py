"""Runs what was deployed, as local processes: Lambda functions, custom resources and ECS tasks."""

from . import custom_resources, functions, tasks

__all__ = ["custom_resources", "functions", "tasks"]
