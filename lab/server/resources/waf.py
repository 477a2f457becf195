"""AWS::WAFv2::WebACL, enforced at the edge."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..edge import firewall
from ..edge.distributions import distributions
from ..properties import unknown
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from ..settings import ACCOUNT
from ..settings import arn as arn_of

_KNOWN = {"DefaultAction", "Description", "Name", "Rules", "Scope", "Tags", "VisibilityConfig"}


@resource("AWS::WAFv2::WebACL")
class WebAcl(Resource):
    """Ref is name|id|scope."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        self._check(properties)
        name = properties.get("Name") or context.name(128)
        identifier = str(uuid4())
        arn = arn_of("wafv2", f"global/webacl/{name}/{identifier}")
        firewall.acls[arn] = firewall.WebAcl(arn, name, properties)
        namespace = f"awswaf:{ACCOUNT}:webacl:{name}:"
        attributes = {"Arn": arn, "Id": identifier, "Capacity": 1, "LabelNamespace": namespace}
        return Made(f"{name}|{identifier}|CLOUDFRONT", attributes)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if any(old.get(key) != new.get(key) for key in ("Name", "Scope")):
            raise Replace
        self._check(new)
        firewall.acls[made.attributes["Arn"]].properties = new
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        arn = made.attributes["Arn"]
        users = [one.id for one in distributions.values() if one.config.get("WebACLId") == arn]
        if users:
            raise ResourceError(f"AWS WAF couldn't perform the operation because {users[0]} still uses {arn}")
        firewall.acls.pop(arn, None)

    def _check(self, properties: dict[str, Any]) -> None:
        if strange := unknown(properties, _KNOWN):
            raise ResourceError(f"the lab does not know {strange} of a web ACL")
        firewall.validate(properties)
