"""Runs what was deployed, as local processes: Lambda functions and ECS tasks."""
