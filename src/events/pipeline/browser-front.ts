import { Duration, Fn, Stack, Validations } from 'aws-cdk-lib';
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
import { FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { checkEdgePath, inconspicuousPath, reachabilityProblems } from '../../private/edge/edge-path';
import { FRONT_HEADER, FRONT_KEY } from './run/front';

/** What the ingest looks at; the site's cookies are none of its business. */
const FORWARDED = ['Origin', 'User-Agent', 'Content-Encoding', 'Baggage', 'CloudFront-Viewer-Country'];

/**
 * Gives a distribution a path that leads to the function.
 *
 * CloudFront could sign the requests, but only for senders that state the digest of the body in a header, which a beacon
 * of a page that is left has no way to do. So CloudFront adds a header that nobody else knows, and the ingest asks for it:
 * a part of the ID that CloudFormation makes up for the stack.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
export function addToDistribution(
  scope: Construct,
  fn: LambdaFunction,
  distribution: Distribution,
  stated: string | undefined,
): string {
  checkEdgePath(scope, stated);
  const path = stated ?? inconspicuousPath(scope);
  const key = Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
  fn.addEnvironment(FRONT_KEY, key);
  const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
  distribution.addBehavior(path, new FunctionUrlOrigin(url, { customHeaders: { [FRONT_HEADER]: key } }), {
    allowedMethods: AllowedMethods.ALLOW_ALL, // the only choice with POST
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: new OriginRequestPolicy(scope, 'Request', {
      comment: 'What the ingest of events has to know of a request',
      headerBehavior: OriginRequestHeaderBehavior.allowList(...FORWARDED),
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, // a redirect would make a POST a GET
    compress: false,
  });
  scope.node.addValidation({ validate: () => reachabilityProblems(distribution, path, path) });
  return path;
}

/**
 * Defines an HTTP API for pages of other origins, which have to be named.
 *
 * Without a limit of its own, strangers could use up what all APIs of the account may take together.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function addHttpApi(scope: Construct, fn: LambdaFunction, origins: string[], rate: number): string {
  const api = new HttpApi(scope, 'Api', {
    description: 'Takes in events of browsers',
    corsPreflight: {
      allowOrigins: origins,
      allowMethods: [CorsHttpMethod.POST],
      allowHeaders: ['content-type', 'content-encoding', 'baggage'],
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
  stage.defaultRouteSettings = { throttlingRateLimit: rate, throttlingBurstLimit: 2 * rate };
  Validations.of(stage).acknowledge({
    id: 'AwsSolutions-APIG1',
    reason: 'An access log would keep addresses of people, and cost more than what is stored of their events.',
  });
  return `${api.apiEndpoint}/events`;
}
