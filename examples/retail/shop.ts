import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3assets from 'aws-cdk-lib/aws-s3-assets';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledgeFindings, acknowledgeProviderFindings } from './findings';

const PORT = 8080;

/** The shop itself, without telemetry: a static storefront, a cart function, and an orders service. */
export class Shop extends Construct {
  readonly cart: lambda.Function;
  readonly orders: ecs.FargateTaskDefinition;
  readonly url: string;
  readonly domainName: string;
  readonly distribution: cloudfront.Distribution;
  private readonly site: s3.Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.site = new s3.Bucket(this, 'Site', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
    });

    this.cart = new lambda.Function(this, 'Cart', {
      code: lambda.Code.fromAsset('build/cart'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_22_X, // the newest that the ADOT layer supports
      memorySize: 256,
      timeout: Duration.seconds(10),
      logGroup: this.logGroup('CartLogs'),
    });
    const cartUrl = this.cart.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });

    this.orders = this.defineOrders();
    const ordersOrigin = this.runOrders(this.orders);

    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'AnyCompany Retail',
      defaultRootObject: 'index.html',
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.site),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
      },
      additionalBehaviors: {
        '/api/cart*': this.api(origins.FunctionUrlOrigin.withOriginAccessControl(cartUrl)),
        '/api/orders*': this.api(ordersOrigin),
      },
    });
    // Function URLs ask for both permissions; the origin above grants lambda:InvokeFunctionUrl.
    this.cart.addPermission('InvokeThroughDistribution', {
      principal: new iam.ServicePrincipal('cloudfront.amazonaws.com'),
      action: 'lambda:InvokeFunction',
      invokedViaFunctionUrl: true,
      sourceArn: this.distribution.distributionArn,
    });

    this.domainName = this.distribution.distributionDomainName;
    this.url = `https://${this.domainName}`;
    new CfnOutput(this, 'Url', { value: this.url, description: 'The storefront' });
    acknowledgeFindings(this);
  }

  /** Uploads the pages together with what else the site serves, such as the telemetry client. */
  deploySite(client: s3deploy.ISource): void {
    const deployment = new s3deploy.BucketDeployment(this, 'Deployment', {
      sources: [s3deploy.Source.asset('site'), client],
      destinationBucket: this.site,
      distribution: this.distribution,
      distributionPaths: ['/*'],
      cacheControl: [s3deploy.CacheControl.maxAge(Duration.minutes(5))],
      retainOnDelete: false,
      logGroup: this.logGroup('DeploymentLogs'),
    });
    acknowledgeProviderFindings(deployment.handlerRole.node.scope as Construct, this.site);
  }

  /** The orders task: an init container copies the code from S3, so that a public Node.js image can run it. */
  private defineOrders(): ecs.FargateTaskDefinition {
    const code = new s3assets.Asset(this, 'OrdersCode', { path: 'build/orders/index.js' });
    const task = new ecs.FargateTaskDefinition(this, 'Orders', { cpu: 512, memoryLimitMiB: 1024 });
    const driver = ecs.LogDrivers.awsLogs({ streamPrefix: 'orders', logGroup: this.logGroup('OrdersLogs') });
    task.addToTaskRolePolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [code.bucket.arnForObjects(code.s3ObjectKey)],
      }),
    );
    task.addVolume({ name: 'code' });

    const fetch = task.addContainer('fetch-code', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/aws-cli/aws-cli:2.31.0'),
      command: ['s3', 'cp', code.s3ObjectUrl, '/code/index.js'],
      essential: false,
      logging: driver,
    });
    fetch.addMountPoints({ sourceVolume: 'code', containerPath: '/code', readOnly: false });

    const service = task.addContainer('orders', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22-slim'),
      command: ['node', '/code/index.js'],
      user: 'node',
      readonlyRootFilesystem: true,
      environment: { PORT: `${PORT}` },
      portMappings: [{ containerPort: PORT }],
      logging: driver,
    });
    service.addMountPoints({ sourceVolume: 'code', containerPath: '/code', readOnly: true });
    service.addContainerDependencies({ container: fetch, condition: ecs.ContainerDependencyCondition.SUCCESS });
    task.defaultContainer = service;
    return task;
  }

  /** Runs the task behind an internal load balancer that only CloudFront's VPC origin publishes. */
  private runOrders(taskDefinition: ecs.FargateTaskDefinition): cloudfront.IOrigin {
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    const service = new ecs.FargateService(this, 'OrdersService', {
      cluster: new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED }),
      taskDefinition,
      desiredCount: 1,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      assignPublicIp: true, // to pull public images without a NAT gateway; nothing may connect from outside
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      healthCheckGracePeriod: Duration.seconds(60),
    });
    const balancer = new elbv2.ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: false,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    });
    const listener = balancer.addListener('Http', { port: 80, protocol: elbv2.ApplicationProtocol.HTTP });
    listener.addTargets('Orders', {
      port: PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [service.loadBalancerTarget({ containerName: 'orders', containerPort: PORT })],
      deregistrationDelay: Duration.seconds(10),
      healthCheck: { path: '/api/orders/health', interval: Duration.seconds(10), healthyThresholdCount: 2 },
    });
    const vpcOrigin = new cloudfront.VpcOrigin(this, 'OrdersOrigin', {
      endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(balancer),
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY,
    });
    vpcOrigin.node.addDependency(vpc.internetConnectivityEstablished); // CloudFront demands an internet gateway
    return origins.VpcOrigin.withVpcOrigin(vpcOrigin, { domainName: balancer.loadBalancerDnsName });
  }

  private api(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      origin,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // Passes on traceparent, which joins the browser's trace with the backend's.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    };
  }

  private logGroup(id: string): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
