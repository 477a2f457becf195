from aws_cdk import CfnOutput, Duration, RemovalPolicy
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as s3_assets
from aws_cdk import aws_s3_deployment as s3_deployment
from constructs import Construct

PORT = 8080


class Shop(Construct):
    """The shop itself, without telemetry: a static storefront, a cart function, and an orders service."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        self._site = s3.Bucket(
            self,
            "Site",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
        )

        self.cart = lambda_.Function(
            self,
            "Cart",
            code=lambda_.Code.from_asset("../build/cart"),
            handler="index.handler",
            runtime=lambda_.Runtime.NODEJS_22_X,  # the newest that the ADOT layer supports
            memory_size=256,
            timeout=Duration.seconds(10),
            log_group=self._log_group("CartLogs"),
        )
        cart_url = self.cart.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)

        self.orders = self._define_orders()
        orders_origin = self._run_orders(self.orders)

        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment="AnyCompany Retail",
            default_root_object="index.html",
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(self._site),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                response_headers_policy=cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
            ),
            additional_behaviors={
                "/api/cart*": self._api(origins.FunctionUrlOrigin.with_origin_access_control(cart_url)),
                "/api/orders*": self._api(orders_origin),
            },
        )
        # Function URLs ask for both permissions; the origin above grants lambda:InvokeFunctionUrl.
        self.cart.add_permission(
            "InvokeThroughDistribution",
            principal=iam.ServicePrincipal("cloudfront.amazonaws.com"),
            action="lambda:InvokeFunction",
            invoked_via_function_url=True,
            source_arn=self.distribution.distribution_arn,
        )

        self.domain_name = self.distribution.distribution_domain_name
        self.url = f"https://{self.domain_name}"
        CfnOutput(self, "Url", value=self.url, description="The storefront")

    def deploy_site(self, client: s3_deployment.ISource) -> None:
        """Uploads the pages together with what else the site serves, such as the telemetry client."""
        s3_deployment.BucketDeployment(
            self,
            "Deployment",
            sources=[s3_deployment.Source.asset("../site"), client],
            destination_bucket=self._site,
            distribution=self.distribution,
            distribution_paths=["/*"],
            cache_control=[s3_deployment.CacheControl.max_age(Duration.minutes(5))],
            retain_on_delete=False,
            log_group=self._log_group("DeploymentLogs"),
        )

    def _define_orders(self) -> ecs.FargateTaskDefinition:
        """The orders task: an init container copies the code from S3, so that a public Node.js image can run it."""
        code = s3_assets.Asset(self, "OrdersCode", path="../build/orders/index.js")
        task = ecs.FargateTaskDefinition(self, "Orders", cpu=512, memory_limit_mib=1024)
        driver = ecs.LogDrivers.aws_logs(stream_prefix="orders", log_group=self._log_group("OrdersLogs"))
        task.add_to_task_role_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"],
                resources=[code.bucket.arn_for_objects(code.s3_object_key)],
            )
        )
        task.add_volume(name="code")

        fetch = task.add_container(
            "fetch-code",
            image=ecs.ContainerImage.from_registry("public.ecr.aws/aws-cli/aws-cli:2.31.0"),
            command=["s3", "cp", code.s3_object_url, "/code/index.js"],
            essential=False,
            logging=driver,
        )
        fetch.add_mount_points(ecs.MountPoint(source_volume="code", container_path="/code", read_only=False))

        service = task.add_container(
            "orders",
            image=ecs.ContainerImage.from_registry("public.ecr.aws/docker/library/node:22-slim"),
            command=["node", "/code/index.js"],
            user="node",
            readonly_root_filesystem=True,
            environment={"PORT": str(PORT)},
            port_mappings=[ecs.PortMapping(container_port=PORT)],
            logging=driver,
        )
        service.add_mount_points(ecs.MountPoint(source_volume="code", container_path="/code", read_only=True))
        service.add_container_dependencies(
            ecs.ContainerDependency(container=fetch, condition=ecs.ContainerDependencyCondition.SUCCESS)
        )
        task.default_container = service
        return task

    def _run_orders(self, task_definition: ecs.FargateTaskDefinition) -> cloudfront.IOrigin:
        """Runs the task behind an internal load balancer that only CloudFront's VPC origin publishes."""
        vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="Public", subnet_type=ec2.SubnetType.PUBLIC),
                ec2.SubnetConfiguration(name="Private", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            ],
        )
        service = ecs.FargateService(
            self,
            "OrdersService",
            cluster=ecs.Cluster(self, "Cluster", vpc=vpc, container_insights_v2=ecs.ContainerInsights.ENABLED),
            task_definition=task_definition,
            desired_count=1,
            min_healthy_percent=100,
            circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True),
            assign_public_ip=True,  # to pull public images without a NAT gateway; nothing may connect from outside
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            health_check_grace_period=Duration.seconds(60),
        )
        balancer = elbv2.ApplicationLoadBalancer(
            self,
            "Balancer",
            vpc=vpc,
            internet_facing=False,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        )
        listener = balancer.add_listener("Http", port=80, protocol=elbv2.ApplicationProtocol.HTTP)
        listener.add_targets(
            "Orders",
            port=PORT,
            protocol=elbv2.ApplicationProtocol.HTTP,
            targets=[service.load_balancer_target(container_name="orders", container_port=PORT)],
            deregistration_delay=Duration.seconds(10),
            health_check=elbv2.HealthCheck(
                path="/api/orders/health", interval=Duration.seconds(10), healthy_threshold_count=2
            ),
        )
        vpc_origin = cloudfront.VpcOrigin(
            self,
            "OrdersOrigin",
            endpoint=cloudfront.VpcOriginEndpoint.application_load_balancer(balancer),
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY,
        )
        vpc_origin.node.add_dependency(vpc.internet_connectivity_established)  # CloudFront demands an internet gateway
        return origins.VpcOrigin.with_vpc_origin(vpc_origin, domain_name=balancer.load_balancer_dns_name)

    def _api(self, origin: cloudfront.IOrigin) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            # Passes on traceparent, which joins the browser's trace with the backend's.
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        )

    def _log_group(self, construct_id: str) -> logs.LogGroup:
        return logs.LogGroup(
            self, construct_id, retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
