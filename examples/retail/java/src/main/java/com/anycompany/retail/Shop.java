package com.anycompany.retail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.VpcOriginEndpoint;
import software.amazon.awscdk.services.cloudfront.origins.FunctionUrlOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOriginProps;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerDependency;
import software.amazon.awscdk.services.ecs.ContainerDependencyCondition;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.LogDrivers;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.elasticloadbalancingv2.AddApplicationTargetsProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionUrl;
import software.amazon.awscdk.services.lambda.FunctionUrlAuthType;
import software.amazon.awscdk.services.lambda.FunctionUrlOptions;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.CacheControl;
import software.amazon.awscdk.services.s3.deployment.ISource;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/** The shop itself, without telemetry: a static storefront, a cart function, and an orders service. */
public class Shop extends Construct {
    private static final int PORT = 8080;

    private final Function cart;
    private final FargateTaskDefinition orders;
    private final Bucket site;
    private final Distribution distribution;

    public Shop(final Construct scope, final String id) {
        super(scope, id);

        site = Bucket.Builder.create(this, "Site")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .build();

        cart = Function.Builder.create(this, "Cart")
                .code(Code.fromAsset("../build/cart"))
                .handler("index.handler")
                .runtime(Runtime.NODEJS_22_X) // the newest that the ADOT layer supports
                .memorySize(256)
                .timeout(Duration.seconds(10))
                .logGroup(logGroup("CartLogs"))
                .build();
        final FunctionUrl cartUrl = cart.addFunctionUrl(
                FunctionUrlOptions.builder().authType(FunctionUrlAuthType.AWS_IAM).build());

        orders = defineOrders();
        final IOrigin ordersOrigin = runOrders(orders);

        final Map<String, BehaviorOptions> apis = new LinkedHashMap<>(); // Map.of() has no order: origins are numbered
        apis.put("/api/cart*", api(FunctionUrlOrigin.withOriginAccessControl(cartUrl)));
        apis.put("/api/orders*", api(ordersOrigin));
        distribution = Distribution.Builder.create(this, "Distribution")
                .comment("AnyCompany Retail")
                .defaultRootObject("index.html")
                .priceClass(PriceClass.PRICE_CLASS_100)
                .defaultBehavior(BehaviorOptions.builder()
                        .origin(S3BucketOrigin.withOriginAccessControl(site))
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .responseHeadersPolicy(ResponseHeadersPolicy.SECURITY_HEADERS)
                        .build())
                .additionalBehaviors(apis)
                .build();
        // Function URLs ask for both permissions; the origin above grants lambda:InvokeFunctionUrl.
        cart.addPermission("InvokeThroughDistribution", Permission.builder()
                .principal(new ServicePrincipal("cloudfront.amazonaws.com"))
                .action("lambda:InvokeFunction")
                .invokedViaFunctionUrl(true)
                .sourceArn(distribution.getDistributionArn())
                .build());

        CfnOutput.Builder.create(this, "Url").value(url()).description("The storefront").build();
    }

    public Distribution distribution() {
        return distribution;
    }

    public Function cart() {
        return cart;
    }

    public FargateTaskDefinition orders() {
        return orders;
    }

    public String domainName() {
        return distribution.getDistributionDomainName();
    }

    public String url() {
        return "https://" + domainName();
    }

    /** Uploads the pages together with what else the site serves, such as the telemetry client. */
    public void deploySite(final ISource client) {
        BucketDeployment.Builder.create(this, "Deployment")
                .sources(List.of(Source.asset("../site"), client))
                .destinationBucket(site)
                .distribution(distribution)
                .distributionPaths(List.of("/*"))
                .cacheControl(List.of(CacheControl.maxAge(Duration.minutes(5))))
                .retainOnDelete(false)
                .logGroup(logGroup("DeploymentLogs"))
                .build();
    }

    /** The orders task: an init container copies the code from S3, so that a public Node.js image can run it. */
    private FargateTaskDefinition defineOrders() {
        final Asset code = Asset.Builder.create(this, "OrdersCode").path("../build/orders/index.js").build();
        final FargateTaskDefinition task =
                FargateTaskDefinition.Builder.create(this, "Orders").cpu(512).memoryLimitMiB(1024).build();
        final LogDriver driver = LogDrivers.awsLogs(
                AwsLogDriverProps.builder().streamPrefix("orders").logGroup(logGroup("OrdersLogs")).build());
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("s3:GetObject"))
                .resources(List.of(code.getBucket().arnForObjects(code.getS3ObjectKey())))
                .build());
        task.addVolume(Volume.builder().name("code").build());

        final ContainerDefinition fetch = task.addContainer("fetch-code", ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromRegistry("public.ecr.aws/aws-cli/aws-cli:2.31.0"))
                .command(List.of("s3", "cp", code.getS3ObjectUrl(), "/code/index.js"))
                .essential(false)
                .logging(driver)
                .build());
        fetch.addMountPoints(
                MountPoint.builder().sourceVolume("code").containerPath("/code").readOnly(false).build());

        final ContainerDefinition service = task.addContainer("orders", ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/node:22-slim"))
                .command(List.of("node", "/code/index.js"))
                .user("node")
                .readonlyRootFilesystem(true)
                .environment(Map.of("PORT", String.valueOf(PORT)))
                .portMappings(List.of(PortMapping.builder().containerPort(PORT).build()))
                .logging(driver)
                .build());
        service.addMountPoints(
                MountPoint.builder().sourceVolume("code").containerPath("/code").readOnly(true).build());
        service.addContainerDependencies(ContainerDependency.builder()
                .container(fetch)
                .condition(ContainerDependencyCondition.SUCCESS)
                .build());
        task.setDefaultContainer(service);
        return task;
    }

    /** Runs the task behind an internal load balancer that only CloudFront's VPC origin publishes. */
    private IOrigin runOrders(final FargateTaskDefinition taskDefinition) {
        final Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .maxAzs(2)
                .natGateways(0)
                .subnetConfiguration(List.of(
                        SubnetConfiguration.builder().name("Public").subnetType(SubnetType.PUBLIC).build(),
                        SubnetConfiguration.builder().name("Private").subnetType(SubnetType.PRIVATE_ISOLATED).build()))
                .build();
        final FargateService service = FargateService.Builder.create(this, "OrdersService")
                .cluster(Cluster.Builder.create(this, "Cluster")
                        .vpc(vpc)
                        .containerInsightsV2(ContainerInsights.ENABLED)
                        .build())
                .taskDefinition(taskDefinition)
                .desiredCount(1)
                .minHealthyPercent(100)
                .circuitBreaker(DeploymentCircuitBreaker.builder().rollback(true).build())
                .assignPublicIp(true) // to pull public images without a NAT gateway; nothing may connect from outside
                .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
                .healthCheckGracePeriod(Duration.seconds(60))
                .build();
        final ApplicationLoadBalancer balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
                .vpc(vpc)
                .internetFacing(false)
                .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
                .build();
        final ApplicationListener listener = balancer.addListener("Http", BaseApplicationListenerProps.builder()
                .port(80)
                .protocol(ApplicationProtocol.HTTP)
                .build());
        listener.addTargets("Orders", AddApplicationTargetsProps.builder()
                .port(PORT)
                .protocol(ApplicationProtocol.HTTP)
                .targets(List.of(service.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                        .containerName("orders")
                        .containerPort(PORT)
                        .build())))
                .deregistrationDelay(Duration.seconds(10))
                .healthCheck(HealthCheck.builder()
                        .path("/api/orders/health")
                        .interval(Duration.seconds(10))
                        .healthyThresholdCount(2)
                        .build())
                .build());
        final var vpcOrigin = software.amazon.awscdk.services.cloudfront.VpcOrigin.Builder.create(this, "OrdersOrigin")
                .endpoint(VpcOriginEndpoint.applicationLoadBalancer(balancer))
                .protocolPolicy(OriginProtocolPolicy.HTTP_ONLY)
                .build();
        vpcOrigin.getNode().addDependency(vpc.getInternetConnectivityEstablished()); // CloudFront demands a gateway
        return VpcOrigin.withVpcOrigin(
                vpcOrigin, VpcOriginProps.builder().domainName(balancer.getLoadBalancerDnsName()).build());
    }

    private BehaviorOptions api(final IOrigin origin) {
        return BehaviorOptions.builder()
                .origin(origin)
                .allowedMethods(AllowedMethods.ALLOW_ALL)
                .cachePolicy(CachePolicy.CACHING_DISABLED)
                // Passes on traceparent, which joins the browser's trace with the backend's.
                .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
                .responseHeadersPolicy(ResponseHeadersPolicy.SECURITY_HEADERS)
                .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                .build();
    }

    private LogGroup logGroup(final String id) {
        return LogGroup.Builder.create(this, id)
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }
}
