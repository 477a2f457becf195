import { Duration, Validations } from 'aws-cdk-lib';
import { type CfnStage, CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AllowedMethods,
  CachePolicy,
  type Distribution,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnPermission, FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { DIGEST_HEADER } from '../../formats/events/batch';
import { checkEdgePath, inconspicuousPath, reachabilityProblems } from '../../private/edge/edge-path';

/** What the ingest looks at; the site's cookies are none of its business. */
const FORWARDED = ['Origin', 'User-Agent', 'Content-Encoding', 'Baggage', 'CloudFront-Viewer-Country', DIGEST_HEADER];

/**
 * Gives a distribution a path that leads to the function. CloudFront signs its requests, and nobody else gets in; AWS
 * Lambda demands two permissions for that.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 */
export function addToDistribution(
  scope: Construct,
  fn: LambdaFunction,
  distribution: Distribution,
  stated: string | undefined,
): string {
  checkEdgePath(scope, stated);
  const path = stated ?? inconspicuousPath(scope);
  const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
  distribution.addBehavior(path, FunctionUrlOrigin.withOriginAccessControl(url), {
    allowedMethods: AllowedMethods.ALLOW_ALL, // the only choice with POST
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: new OriginRequestPolicy(scope, 'Request', {
      comment: 'What the ingest of events has to know of a request',
      headerBehavior: OriginRequestHeaderBehavior.allowList(...FORWARDED),
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, // a redirect would make a POST a GET
    compress: false,
  });
  // Beside the one that CDK defines, in the stack of the distribution, so that two stacks don't need each other.
  new CfnPermission(distribution, `InvokeFor${scope.node.addr}`, {
    action: 'lambda:InvokeFunction',
    functionName: fn.functionArn,
    invokedViaFunctionUrl: true,
    principal: 'cloudfront.amazonaws.com',
    sourceArn: distribution.distributionArn,
  });
  scope.node.addValidation({ validate: () => reachabilityProblems(distribution, path, path) });
  return path;
}

/** Defines an HTTP API for pages of other origins, which have to be named. */
export function addHttpApi(scope: Construct, fn: LambdaFunction, origins: string[]): string {
  const api = new HttpApi(scope, 'Api', {
    description: 'Takes in events of browsers',
    corsPreflight: {
      allowOrigins: origins,
      allowMethods: [CorsHttpMethod.POST],
      allowHeaders: ['content-type', 'content-encoding', 'baggage', DIGEST_HEADER],
      maxAge: Duration.days(1),
    },
  });
  const routes = api.addRoutes({
    path: '/events',
    methods: [HttpMethod.POST],
    integration: new HttpLambdaIntegration('Ingest', fn),
  });
  for (const route of routes) {
    Validations.of(route.node.defaultChild ?? route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Strangers report what they do: there is nobody to authenticate.',
    });
  }
  const stage = api.defaultStage?.node.defaultChild as CfnStage;
  Validations.of(stage).acknowledge({
    id: 'AwsSolutions-APIG1',
    reason: 'An access log would keep addresses of people, and cost more than what is stored of their events.',
  });
  return `${api.apiEndpoint}/events`;
}
