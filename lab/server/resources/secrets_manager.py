"""Secrets, which journeys and tasks read at run time."""

from __future__ import annotations

import json
from typing import Any

from ..clients import client
from ..registry import Context, Made, resource
from .by_api import ByApi, call


@resource("AWS::SecretsManager::Secret")
class Secret(ByApi):
    """Ref is the ARN. A changed value or description changes it in place; a new name or key replaces it."""

    service = "secretsmanager"
    create_call = "create_secret"
    identifier = "ARN"
    attributes = {"Id": "ARN"}
    apart = frozenset({"GenerateSecretString"})
    name_property = "Name"
    update_call = "update_secret"
    mutable = frozenset({"Description", "SecretString"})

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        given = super().parameters(context, properties)
        generated = properties.get("GenerateSecretString")
        return given | {"SecretString": _generate(generated)} if generated is not None else given

    def update_parameters(self, context: Context, made: Made, new: dict[str, Any]) -> dict[str, Any]:
        kept = {key: new[key] for key in ("Description", "SecretString") if key in new}
        return kept | {"SecretId": made.physical_id}

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        client("secretsmanager").delete_secret(SecretId=made.physical_id, ForceDeleteWithoutRecovery=True)


def _generate(rule: dict[str, Any]) -> str:
    """A password, alone or as one more field of a template."""
    names = ("PasswordLength", "ExcludeCharacters", "ExcludePunctuation")
    made = call("secretsmanager", "get_random_password", {name: rule[name] for name in names if name in rule})
    if "SecretStringTemplate" not in rule:
        return made["RandomPassword"]
    return json.dumps(json.loads(rule["SecretStringTemplate"]) | {rule["GenerateStringKey"]: made["RandomPassword"]})
