"""AWS::Cognito::IdentityPool and AWS::Cognito::IdentityPoolRoleAttachment."""

from __future__ import annotations

import re
from typing import Any

from ..access.pools import Pool, new_id, pools
from ..properties import truth, unknown
from ..registry import Context, Made, Replace, Resource, ResourceError, resource

_NAME = re.compile(r"^[\w\s+=,.@-]{1,128}$")
_KNOWN = {
    "AllowClassicFlow",
    "AllowUnauthenticatedIdentities",
    "CognitoIdentityProviders",
    "IdentityPoolName",
    "IdentityPoolTags",
}


@resource("AWS::Cognito::IdentityPool")
class IdentityPool(Resource):
    """Ref is the pool's ID. Providers are kept, but the lab knows guests only."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        pool = self._read(new_id(), context, properties)
        pools[pool.id] = pool
        return Made(pool.id, {"Name": pool.name, "Id": pool.id})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        pool = self._read(made.physical_id, context, new)
        former = pools[pool.id]
        pool.roles, pool.identities, pool.issued = former.roles, former.identities, former.issued
        pools[pool.id] = pool
        return Made(pool.id, {"Name": pool.name, "Id": pool.id})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        pools.pop(made.physical_id, None)

    def _read(self, identifier: str, context: Context, properties: dict[str, Any]) -> Pool:
        if strange := unknown(properties, _KNOWN):
            raise ResourceError(f"the lab does not know {strange} of an identity pool")
        if "AllowUnauthenticatedIdentities" not in properties:
            raise ResourceError("#: required key [AllowUnauthenticatedIdentities] not found")
        name = properties.get("IdentityPoolName") or context.name(128).replace("-", "_")
        if not _NAME.match(name):
            raise ResourceError(f"IdentityPoolName {name!r} must match {_NAME.pattern}")
        guests = truth(properties["AllowUnauthenticatedIdentities"])
        return Pool(identifier, name, guests, truth(properties.get("AllowClassicFlow", False)), properties)


@resource("AWS::Cognito::IdentityPoolRoleAttachment")
class IdentityPoolRoleAttachment(Resource):
    """A pool has one attachment, whose ID is the pool's."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        pool = pools.get(properties["IdentityPoolId"])
        if pool is None:
            raise ResourceError(f"IdentityPool '{properties['IdentityPoolId']}' not found.")
        if pool.roles:
            raise ResourceError(f"{pool.id} already exists: the identity pool has an attachment")
        self._attach(pool, properties)
        return Made(pool.id, {"Id": pool.id})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old["IdentityPoolId"] != new["IdentityPoolId"]:
            raise Replace
        self._attach(pools[made.physical_id], new)
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        if made.physical_id in pools:
            pools[made.physical_id].roles = {}

    def _attach(self, pool: Pool, properties: dict[str, Any]) -> None:
        if properties.get("RoleMappings"):
            raise ResourceError("the lab does not emulate RoleMappings")
        roles = properties.get("Roles") or {}
        if strange := unknown(roles, {"authenticated", "unauthenticated"}):
            raise ResourceError(f"Roles: {strange} is neither authenticated nor unauthenticated")
        pool.roles = dict(roles)
