package main

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
	"github.com/aws/jsii-runtime-go"
)

const port = 8080

// defineOrders defines the orders task: an init container copies the code from S3, so that a public Node.js image can
// run it.
func (shop *Shop) defineOrders() awsecs.FargateTaskDefinition {
	code := awss3assets.NewAsset(shop.Construct, jsii.String("OrdersCode"), &awss3assets.AssetProps{
		Path: jsii.String("../build/orders/index.js"),
	})
	task := awsecs.NewFargateTaskDefinition(shop.Construct, jsii.String("Orders"), &awsecs.FargateTaskDefinitionProps{
		Cpu:            jsii.Number(512),
		MemoryLimitMiB: jsii.Number(1024),
	})
	driver := awsecs.LogDrivers_AwsLogs(&awsecs.AwsLogDriverProps{
		StreamPrefix: jsii.String("orders"),
		LogGroup:     shop.logGroup("OrdersLogs"),
	})
	task.AddToTaskRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("s3:GetObject"),
		Resources: &[]*string{code.Bucket().ArnForObjects(code.S3ObjectKey())},
	}))
	task.AddVolume(&awsecs.Volume{Name: jsii.String("code")})

	fetch := task.AddContainer(jsii.String("fetch-code"), &awsecs.ContainerDefinitionOptions{
		Image:     awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/aws-cli/aws-cli:2.31.0"), nil),
		Command:   jsii.Strings("s3", "cp", *code.S3ObjectUrl(), "/code/index.js"),
		Essential: jsii.Bool(false),
		Logging:   driver,
	})
	fetch.AddMountPoints(&awsecs.MountPoint{
		SourceVolume:  jsii.String("code"),
		ContainerPath: jsii.String("/code"),
		ReadOnly:      jsii.Bool(false),
	})

	service := task.AddContainer(jsii.String("orders"), &awsecs.ContainerDefinitionOptions{
		Image:                  awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/docker/library/node:22-slim"), nil),
		Command:                jsii.Strings("node", "/code/index.js"),
		User:                   jsii.String("node"),
		ReadonlyRootFilesystem: jsii.Bool(true),
		Environment:            &map[string]*string{"PORT": jsii.String(strconv.Itoa(port))},
		PortMappings:           &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(port)}},
		Logging:                driver,
	})
	service.AddMountPoints(&awsecs.MountPoint{
		SourceVolume:  jsii.String("code"),
		ContainerPath: jsii.String("/code"),
		ReadOnly:      jsii.Bool(true),
	})
	service.AddContainerDependencies(&awsecs.ContainerDependency{
		Container: fetch,
		Condition: awsecs.ContainerDependencyCondition_SUCCESS,
	})
	task.SetDefaultContainer(service)
	return task
}

// runOrders runs the task behind an internal load balancer that only CloudFront's VPC origin publishes.
func (shop *Shop) runOrders(taskDefinition awsecs.FargateTaskDefinition) awscloudfront.IOrigin {
	vpc := awsec2.NewVpc(shop.Construct, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs:      jsii.Number(2),
		NatGateways: jsii.Number(0),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("Public"), SubnetType: awsec2.SubnetType_PUBLIC},
			{Name: jsii.String("Private"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		},
	})
	service := awsecs.NewFargateService(shop.Construct, jsii.String("OrdersService"), &awsecs.FargateServiceProps{
		Cluster: awsecs.NewCluster(shop.Construct, jsii.String("Cluster"), &awsecs.ClusterProps{
			Vpc:                 vpc,
			ContainerInsightsV2: awsecs.ContainerInsights_ENABLED,
		}),
		TaskDefinition:    taskDefinition,
		DesiredCount:      jsii.Number(1),
		MinHealthyPercent: jsii.Number(100),
		CircuitBreaker:    &awsecs.DeploymentCircuitBreaker{Rollback: jsii.Bool(true)},
		// To pull public images without a NAT gateway; nothing may connect from outside.
		AssignPublicIp:         jsii.Bool(true),
		VpcSubnets:             &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},
		HealthCheckGracePeriod: awscdk.Duration_Seconds(jsii.Number(60)),
	})
	balancer := awselasticloadbalancingv2.NewApplicationLoadBalancer(shop.Construct, jsii.String("Balancer"),
		&awselasticloadbalancingv2.ApplicationLoadBalancerProps{
			Vpc:            vpc,
			InternetFacing: jsii.Bool(false),
			VpcSubnets:     &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		})
	listener := balancer.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port:     jsii.Number(80),
		Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP,
	})
	listener.AddTargets(jsii.String("Orders"), &awselasticloadbalancingv2.AddApplicationTargetsProps{
		Port:     jsii.Number(port),
		Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP,
		Targets: &[]awselasticloadbalancingv2.IApplicationLoadBalancerTarget{
			service.LoadBalancerTarget(&awsecs.LoadBalancerTargetOptions{
				ContainerName: jsii.String("orders"),
				ContainerPort: jsii.Number(port),
			}),
		},
		DeregistrationDelay: awscdk.Duration_Seconds(jsii.Number(10)),
		HealthCheck: &awselasticloadbalancingv2.HealthCheck{
			Path:                  jsii.String("/api/orders/health"),
			Interval:              awscdk.Duration_Seconds(jsii.Number(10)),
			HealthyThresholdCount: jsii.Number(2),
		},
	})
	vpcOrigin := awscloudfront.NewVpcOrigin(shop.Construct, jsii.String("OrdersOrigin"), &awscloudfront.VpcOriginProps{
		Endpoint:       awscloudfront.VpcOriginEndpoint_ApplicationLoadBalancer(balancer),
		ProtocolPolicy: awscloudfront.OriginProtocolPolicy_HTTP_ONLY,
	})
	vpcOrigin.Node().AddDependency(vpc.InternetConnectivityEstablished()) // CloudFront demands an internet gateway
	return awscloudfrontorigins.VpcOrigin_WithVpcOrigin(vpcOrigin, &awscloudfrontorigins.VpcOriginProps{
		DomainName: balancer.LoadBalancerDnsName(),
	})
}
