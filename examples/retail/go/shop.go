package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3deployment"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Shop is the shop itself, without telemetry: a static storefront, a cart function, and an orders service.
type Shop struct {
	constructs.Construct
	Cart         awslambda.Function
	Orders       awsecs.FargateTaskDefinition
	Distribution awscloudfront.Distribution
	DomainName   *string
	URL          *string

	site awss3.Bucket
}

// NewShop defines the shop.
func NewShop(scope constructs.Construct, id string) *Shop {
	shop := &Shop{Construct: constructs.NewConstruct(scope, &id)}

	shop.site = awss3.NewBucket(shop.Construct, jsii.String("Site"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
	})

	shop.Cart = awslambda.NewFunction(shop.Construct, jsii.String("Cart"), &awslambda.FunctionProps{
		Code:       awslambda.Code_FromAsset(jsii.String("../build/cart"), nil),
		Handler:    jsii.String("index.handler"),
		Runtime:    awslambda.Runtime_NODEJS_22_X(), // the newest that the ADOT layer supports
		MemorySize: jsii.Number(256),
		Timeout:    awscdk.Duration_Seconds(jsii.Number(10)),
		LogGroup:   shop.logGroup("CartLogs"),
	})
	cartURL := shop.Cart.AddFunctionUrl(&awslambda.FunctionUrlOptions{
		AuthType: awslambda.FunctionUrlAuthType_AWS_IAM,
	})

	shop.Orders = shop.defineOrders()
	ordersOrigin := shop.runOrders(shop.Orders)

	shop.Distribution = awscloudfront.NewDistribution(shop.Construct, jsii.String("Distribution"),
		&awscloudfront.DistributionProps{
			Comment:           jsii.String("AnyCompany Retail"),
			DefaultRootObject: jsii.String("index.html"),
			PriceClass:        awscloudfront.PriceClass_PRICE_CLASS_100,
			DefaultBehavior: &awscloudfront.BehaviorOptions{
				Origin:                awscloudfrontorigins.S3BucketOrigin_WithOriginAccessControl(shop.site, nil),
				ViewerProtocolPolicy:  awscloudfront.ViewerProtocolPolicy_REDIRECT_TO_HTTPS,
				ResponseHeadersPolicy: awscloudfront.ResponseHeadersPolicy_SECURITY_HEADERS(),
			},
			AdditionalBehaviors: &map[string]*awscloudfront.BehaviorOptions{
				"/api/cart*":   api(awscloudfrontorigins.FunctionUrlOrigin_WithOriginAccessControl(cartURL, nil)),
				"/api/orders*": api(ordersOrigin),
			},
		})
	// Function URLs ask for both permissions; the origin above grants lambda:InvokeFunctionUrl.
	shop.Cart.AddPermission(jsii.String("InvokeThroughDistribution"), &awslambda.Permission{
		Principal:             awsiam.NewServicePrincipal(jsii.String("cloudfront.amazonaws.com"), nil),
		Action:                jsii.String("lambda:InvokeFunction"),
		InvokedViaFunctionUrl: jsii.Bool(true),
		SourceArn:             shop.Distribution.DistributionArn(),
	})

	shop.DomainName = shop.Distribution.DistributionDomainName()
	shop.URL = jsii.String("https://" + *shop.DomainName)
	awscdk.NewCfnOutput(shop.Construct, jsii.String("Url"), &awscdk.CfnOutputProps{
		Value:       shop.URL,
		Description: jsii.String("The storefront"),
	})
	return shop
}

// DeploySite uploads the pages together with what else the site serves, such as the telemetry client.
func (shop *Shop) DeploySite(client awss3deployment.ISource) {
	awss3deployment.NewBucketDeployment(shop.Construct, jsii.String("Deployment"),
		&awss3deployment.BucketDeploymentProps{
			Sources: &[]awss3deployment.ISource{
				awss3deployment.Source_Asset(jsii.String("../site"), nil),
				client,
			},
			DestinationBucket: shop.site,
			Distribution:      shop.Distribution,
			DistributionPaths: jsii.Strings("/*"),
			CacheControl: &[]awss3deployment.CacheControl{
				awss3deployment.CacheControl_MaxAge(awscdk.Duration_Minutes(jsii.Number(5))),
			},
			RetainOnDelete: jsii.Bool(false),
			LogGroup:       shop.logGroup("DeploymentLogs"),
		})
}

func api(origin awscloudfront.IOrigin) *awscloudfront.BehaviorOptions {
	return &awscloudfront.BehaviorOptions{
		Origin:         origin,
		AllowedMethods: awscloudfront.AllowedMethods_ALLOW_ALL(),
		CachePolicy:    awscloudfront.CachePolicy_CACHING_DISABLED(),
		// Passes on traceparent, which joins the browser's trace with the backend's.
		OriginRequestPolicy:   awscloudfront.OriginRequestPolicy_ALL_VIEWER_EXCEPT_HOST_HEADER(),
		ResponseHeadersPolicy: awscloudfront.ResponseHeadersPolicy_SECURITY_HEADERS(),
		ViewerProtocolPolicy:  awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
	}
}

func (shop *Shop) logGroup(id string) awslogs.LogGroup {
	return awslogs.NewLogGroup(shop.Construct, &id, &awslogs.LogGroupProps{
		Retention:     awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
}
