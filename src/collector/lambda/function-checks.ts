import { Stack, Token, Validations } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { fail } from '../../private/errors';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html */
const MAX_LAYERS = 5;

/** Refuses functions that a layer can't be added to: CDK counts late, and lets images have layers. */
export function checkLayers(scope: IConstruct, fn: lambda.Function): void {
  const { packageType, layers } = resourceOf(fn);
  if (packageType === 'Image') {
    fail(scope, {
      what: 'function',
      got: 'a function from a container image',
      expected: 'one from an archive: AWS Lambda takes no layers for images',
      fix: 'put the OpenTelemetry SDK into the image',
    });
  }
  const got = (Stack.of(fn).resolve(layers) as unknown[] | undefined)?.length ?? 0;
  if (got < MAX_LAYERS) return;
  const expected = `at most ${MAX_LAYERS - 1} beside the one of OpenTelemetry: AWS Lambda takes ${MAX_LAYERS}`;
  fail(scope, { what: 'layers of function', got, expected, fix: 'merge two of them, or put one into the code' });
}

/**
 * The SDK prints its metrics, in CloudWatch's embedded metric format, to the standard output.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function warnOfHiddenMetrics(scope: IConstruct, fn: lambda.Function): void {
  const { loggingConfig } = resourceOf(fn);
  const { logFormat, applicationLogLevel: level } = (Stack.of(fn).resolve(loggingConfig) ?? {}) as {
    readonly logFormat?: unknown;
    readonly applicationLogLevel?: unknown;
  };
  if (logFormat !== 'JSON' || Token.isUnresolved(logFormat)) return;
  const hides = typeof level === 'string' && ['WARN', 'ERROR', 'FATAL'].includes(level);
  Validations.of(scope).addWarning(
    'cdk-user-telemetry:lambda-metrics-hidden',
    `The function logs as JSON${hides ? ` from the level ${level} on` : ''}: AWS Lambda puts what the SDK prints into ` +
      'objects of its own, and drops lines below the level, so that CloudWatch may find no metrics in them; let it log as text',
  );
}

function resourceOf(fn: lambda.Function): lambda.CfnFunction {
  return fn.node.defaultChild as lambda.CfnFunction;
}
