import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Canary, CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { allow } from '../../private/own-function';

/**
 * What a gate may do.
 *
 * For a dry run Synthetics makes a new version of the canary's function, and does so with the permissions of whoever asks
 * for it.
 */
export function gatePolicy(scope: Construct, canary: Canary, dryRun: boolean) {
  const { canaryArn } = canary;
  const statements = [
    allow(['synthetics:GetCanary', 'synthetics:GetCanaryRuns'], canaryArn),
    allow(['cloudformation:DescribeStacks'], Stack.of(scope).stackId),
  ];
  const wildcards: { [resource: string]: string } = {};
  if (dryRun) {
    // A function's name has 64 characters at most, so of a long canary name only the beginning can be in it.
    const name: unknown = Stack.of(canary).resolve((canary.node.defaultChild as CfnCanary | undefined)?.name);
    const beginning = `cwsyn-${typeof name === 'string' ? name.slice(0, 16) : ''}*`;
    const functions = lambdaArn(scope, 'function', beginning);
    const layers = lambdaArn(scope, 'layer', beginning);
    const runtimes = lambdaArn(scope, 'layer', '*', '*');
    statements.push(
      allow(['synthetics:StartCanaryDryRun'], canaryArn),
      allow(
        [
          'lambda:AddPermission',
          'lambda:GetFunctionConfiguration',
          'lambda:PublishVersion',
          'lambda:UpdateFunctionConfiguration',
        ],
        functions,
      ),
      allow(['lambda:PublishLayerVersion'], layers),
      allow(['lambda:GetLayerVersion'], runtimes),
      allow(['iam:PassRole'], canary.role.roleArn, {
        StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'synthetics.amazonaws.com'] },
      }),
    );
    wildcards[functions] = 'Synthetics names the function, with the beginning of the name of the canary.';
    wildcards[layers] = 'Synthetics names the layer, with the beginning of the name of the canary.';
    wildcards[runtimes] =
      'The layers of the runtimes are in accounts of AWS that differ by Region; they are only read.';
  }
  return { policyName: 'Gate', statements, wildcards };
}

function lambdaArn(scope: Construct, resource: string, resourceName: string, account?: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'lambda', resource, resourceName, account, arnFormat });
}
