"""CloudFront, as far as the edge (lab/server/edge) needs it: what is deployed here is routed there."""

from __future__ import annotations

import secrets
from typing import Any

from ..edge import distributions, validation
from ..registry import Context, Made, Resource, resource
from ..settings import ACCOUNT


def _id() -> str:
    return "E" + secrets.token_hex(7).upper()[:13]


class Stored(Resource):
    """A configuration that distributions refer to by id."""

    kind: str
    config: str

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        identifier = self.new_id()
        distributions.parts[identifier] = properties[self.config]
        return Made(identifier, {"Id": identifier, "LastModifiedTime": ""} | self.more(identifier))

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        distributions.parts[made.physical_id] = new[self.config]
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        distributions.parts.pop(made.physical_id, None)

    def new_id(self) -> str:
        return _id()

    def more(self, identifier: str) -> dict[str, Any]:
        return {}


@resource("AWS::CloudFront::OriginAccessControl")
class OriginAccessControl(Stored):
    config = "OriginAccessControlConfig"


@resource("AWS::CloudFront::ResponseHeadersPolicy")
class ResponseHeadersPolicy(Stored):
    config = "ResponseHeadersPolicyConfig"


@resource("AWS::CloudFront::CachePolicy")
class CachePolicy(Stored):
    """Nothing is cached at the lab's edge."""

    config = "CachePolicyConfig"


@resource("AWS::CloudFront::OriginRequestPolicy")
class OriginRequestPolicy(Stored):
    config = "OriginRequestPolicyConfig"


@resource("AWS::CloudFront::VpcOrigin")
class VpcOrigin(Stored):
    config = "VpcOriginEndpointConfig"

    def new_id(self) -> str:
        return "vo_" + secrets.token_hex(11)

    def more(self, identifier: str) -> dict[str, Any]:
        return {
            "Arn": f"arn:aws:cloudfront::{ACCOUNT}:vpcorigin/{identifier}",
            "Status": "Deployed",
            "CreatedTime": "",
        }


@resource("AWS::CloudFront::Distribution")
class Distribution(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        validation.check(properties["DistributionConfig"])
        identifier = _id()
        domain = f"d{secrets.token_hex(7)[:13]}.cloudfront.net"
        distributions.add(identifier, domain, context.stack_name, properties["DistributionConfig"])
        return Made(identifier, {"Id": identifier, "DomainName": domain})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        validation.check(new["DistributionConfig"])
        distributions.change(made.physical_id, new["DistributionConfig"])
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        distributions.remove(made.physical_id)
