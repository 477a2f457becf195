"""VPCs and what lies in them. The lab stores them; traffic never passes through them."""

from __future__ import annotations

from typing import Any

from ..clients import client
from ..compute import interfaces
from ..properties import tag_list, truth
from ..registry import Context, Made, Resource, resource
from .by_api import ByApi


class Tagged(ByApi):
    """An EC2 resource: tags come in a call of their own."""

    service = "ec2"
    apart = frozenset({"Tags"})
    mutable = frozenset({"Tags"})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        interfaces.wait(made.physical_id)
        super().delete(context, made, properties)

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        tags = [*(properties.get("Tags") or []), *tag_list({**context.tags, "lab:stack": context.stack_name})]
        client("ec2").create_tags(Resources=[made.physical_id], Tags=tags)


@resource("AWS::EC2::VPC")
class Vpc(Tagged):
    create_call = "create_vpc"
    identifier = "Vpc.VpcId"
    attributes = {"VpcId": "Vpc.VpcId", "CidrBlock": "Vpc.CidrBlock"}
    apart = frozenset({"Tags", "EnableDnsHostnames", "EnableDnsSupport"})
    delete_call = "delete_vpc"
    delete_key = "VpcId"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        super().created(context, made, properties)
        ec2, vpc = client("ec2"), {"VpcId": made.physical_id}
        for name in ("EnableDnsHostnames", "EnableDnsSupport"):
            if name in properties:
                ec2.modify_vpc_attribute(**vpc, **{name: {"Value": truth(properties[name])}})
        filters = [{"Name": "vpc-id", "Values": [made.physical_id]}]
        groups = ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
        acls = ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
        made.attributes |= {
            "DefaultSecurityGroup": groups[0]["GroupId"],
            "DefaultNetworkAcl": acls[0]["NetworkAclId"],
            "CidrBlockAssociations": [],
        }


@resource("AWS::EC2::Subnet")
class Subnet(Tagged):
    create_call = "create_subnet"
    identifier = "Subnet.SubnetId"
    attributes = {"SubnetId": "Subnet.SubnetId", "AvailabilityZone": "Subnet.AvailabilityZone", "VpcId": "Subnet.VpcId"}
    apart = frozenset({"Tags", "MapPublicIpOnLaunch"})
    delete_call = "delete_subnet"
    delete_key = "SubnetId"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        super().created(context, made, properties)
        public = truth(properties.get("MapPublicIpOnLaunch", False))
        client("ec2").modify_subnet_attribute(SubnetId=made.physical_id, MapPublicIpOnLaunch={"Value": public})
        made.attributes["NetworkAclAssociationId"] = made.physical_id.replace("subnet", "aclassoc")


@resource("AWS::EC2::RouteTable")
class RouteTable(Tagged):
    create_call = "create_route_table"
    identifier = "RouteTable.RouteTableId"
    attributes = {"RouteTableId": "RouteTable.RouteTableId"}
    delete_call = "delete_route_table"
    delete_key = "RouteTableId"


@resource("AWS::EC2::InternetGateway")
class InternetGateway(Tagged):
    create_call = "create_internet_gateway"
    identifier = "InternetGateway.InternetGatewayId"
    attributes = {"InternetGatewayId": "InternetGateway.InternetGatewayId"}
    delete_call = "delete_internet_gateway"
    delete_key = "InternetGatewayId"


@resource("AWS::EC2::EIP")
class ElasticIp(Tagged):
    create_call = "allocate_address"
    identifier = "PublicIp"
    attributes = {"AllocationId": "AllocationId", "PublicIp": "PublicIp"}
    delete_call = "release_address"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        super().created(context, Made(made.attributes["AllocationId"]), properties)

    def delete_parameters(self, made: Made, properties: dict[str, Any]) -> dict[str, Any]:
        return {"AllocationId": made.attributes["AllocationId"]}


@resource("AWS::EC2::NatGateway")
class NatGateway(Tagged):
    create_call = "create_nat_gateway"
    identifier = "NatGateway.NatGatewayId"
    attributes = {"NatGatewayId": "NatGateway.NatGatewayId"}
    delete_call = "delete_nat_gateway"
    delete_key = "NatGatewayId"


@resource("AWS::EC2::SecurityGroup")
class SecurityGroup(Tagged):
    create_call = "create_security_group"
    identifier = "GroupId"
    attributes = {"GroupId": "GroupId", "VpcId": "=VpcId"}
    rename = {"GroupDescription": "Description"}
    apart = frozenset({"Tags", "SecurityGroupIngress", "SecurityGroupEgress"})
    name_property = "GroupName"
    name_limit = 255
    delete_call = "delete_security_group"
    delete_key = "GroupId"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        super().created(context, made, properties)
        for rule in properties.get("SecurityGroupIngress") or []:
            _allow("ingress", made.physical_id, rule)
        if properties.get("SecurityGroupEgress"):
            everywhere = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
            client("ec2").revoke_security_group_egress(GroupId=made.physical_id, IpPermissions=[everywhere])
        for rule in properties.get("SecurityGroupEgress") or []:
            _allow("egress", made.physical_id, rule)


def _permission(rule: dict[str, Any]) -> dict[str, Any]:
    permission: dict[str, Any] = {"IpProtocol": str(rule["IpProtocol"])}
    for port in ("FromPort", "ToPort"):
        if port in rule:
            permission[port] = int(rule[port])
    if "CidrIp" in rule:
        permission["IpRanges"] = [{"CidrIp": rule["CidrIp"]}]
    if "CidrIpv6" in rule:
        permission["Ipv6Ranges"] = [{"CidrIpv6": rule["CidrIpv6"]}]
    group = rule.get("SourceSecurityGroupId") or rule.get("DestinationSecurityGroupId")
    if group:
        permission["UserIdGroupPairs"] = [{"GroupId": group}]
    prefix_list = rule.get("SourcePrefixListId") or rule.get("DestinationPrefixListId")
    if prefix_list:
        permission["PrefixListIds"] = [{"PrefixListId": prefix_list}]
    return permission


def _allow(direction: str, group: str, rule: dict[str, Any]) -> None:
    authorize = getattr(client("ec2"), f"authorize_security_group_{direction}")
    authorize(GroupId=group, IpPermissions=[_permission(rule)])


class Rule(Resource):
    direction: str

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        _allow(self.direction, properties["GroupId"], properties)
        return Made(context.name(), {"Id": context.name()})

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        revoke = getattr(client("ec2"), f"revoke_security_group_{self.direction}")
        revoke(GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])


@resource("AWS::EC2::SecurityGroupIngress")
class Ingress(Rule):
    direction = "ingress"


@resource("AWS::EC2::SecurityGroupEgress")
class Egress(Rule):
    direction = "egress"


@resource("AWS::EC2::Route")
class Route(ByApi):
    service = "ec2"
    create_call = "create_route"
    identifier = "=RouteTableId"
    delete_call = "delete_route"

    def delete_parameters(self, made: Made, properties: dict[str, Any]) -> dict[str, Any]:
        return {key: properties[key] for key in ("RouteTableId", "DestinationCidrBlock") if key in properties}


@resource("AWS::EC2::SubnetRouteTableAssociation")
class SubnetRouteTableAssociation(ByApi):
    service = "ec2"
    create_call = "associate_route_table"
    identifier = "AssociationId"
    attributes = {"Id": "AssociationId"}
    delete_call = "disassociate_route_table"
    delete_key = "AssociationId"


@resource("AWS::EC2::VPCGatewayAttachment")
class VpcGatewayAttachment(ByApi):
    service = "ec2"
    create_call = "attach_internet_gateway"
    identifier = "=VpcId"
    attributes = {"AttachmentType": "=InternetGatewayId"}
    delete_call = "detach_internet_gateway"

    def delete_parameters(self, made: Made, properties: dict[str, Any]) -> dict[str, Any]:
        return {key: properties[key] for key in ("VpcId", "InternetGatewayId")}
