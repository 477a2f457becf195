"""What CloudFront, or the lab, refuses when a distribution is created or changed."""

from __future__ import annotations

from typing import Any

from ..properties import unknown
from ..registry import ResourceError
from . import edge_functions, firewall, request_policies

# What the edge emulates, or what has no effect in a lab without caches, certificates and countries.
_KNOWN = {
    "Aliases", "CacheBehaviors", "Comment", "CustomErrorResponses", "DefaultCacheBehavior", "DefaultRootObject",
    "Enabled", "HttpVersion", "IPV6Enabled", "Logging", "Origins", "PriceClass", "Restrictions", "ViewerCertificate",
    "WebACLId",
}  # fmt: skip


def check(config: dict[str, Any]) -> None:
    if strange := unknown(config, _KNOWN):
        raise ResourceError(f"the lab's edge does not know {strange}")
    origins = {origin["Id"] for origin in config.get("Origins") or []}
    for behavior in [config["DefaultCacheBehavior"], *(config.get("CacheBehaviors") or [])]:
        if behavior["TargetOriginId"] not in origins:
            raise ResourceError(f"The specified origin server does not exist: {behavior['TargetOriginId']}")
        if behavior.get("LambdaFunctionAssociations"):
            raise ResourceError("the lab's edge does not run Lambda@Edge")
        request_policies.check(behavior)
        edge_functions.check_associations(behavior)
    acl = config.get("WebACLId")
    if acl and acl not in firewall.acls:
        raise ResourceError(f"The web ACL {acl} does not exist, or is not of the scope CLOUDFRONT")
