"""Deployed Lambda functions."""

from moto.awslambda.models import LambdaFunction, lambda_backends

from lab.server.settings import ACCOUNT, REGION


def deploy_function(name, variables):
    """The only one, with these environment variables."""
    made = LambdaFunction.__new__(LambdaFunction)
    made.function_name, made.environment_vars = name, variables
    lambda_backends[ACCOUNT][REGION].list_functions = lambda *_: [made]
