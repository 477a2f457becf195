import {
  DefaultTokenResolver,
  type IResolvable,
  type IResolveContext,
  Stack,
  StringConcat,
  Token,
  Tokenization,
  type TokenizedStringFragments,
  Validations,
} from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { TransactionOutcome } from '../../events';
import { NAMESPACE } from '../../formats/namespaces';
import { attachPolicy } from '../../private/attached-policy';
import { checkCount } from '../../private/checks';
import { describe, fail } from '../../private/errors';
import type { IBackend } from '../backend';
import { checkAttribute, GivenAttributes, RESOURCE_ATTRIBUTES } from '../resource-attributes';
import { metricOf, TRANSACTION_COUNTER } from '../vocabulary';
import { checkLayers, warnOfHiddenMetrics } from './function-checks';
import { distroFor, distroOf, layerArn } from './lambda-layers';

/**
 * Options of the instrumentation of a function.
 */
export interface LambdaInstrumentationOptions {
  /**
   * The service that the function is: the resource attribute `service.name`, and the dimension `Service` of its
   * metrics. Up to 128 letters, digits, `.`, `_`, `/` and `-`.
   *
   * @default - `OTEL_SERVICE_NAME` of the function, or else the id of the construct
   */
  readonly serviceName?: string;

  /**
   * The layer with the OpenTelemetry SDK, such as one of your own for a runtime or Region that AWS has none for.
   *
   * @see https://aws-otel.github.io/docs/getting-started/lambda
   *
   * @default - the layer AWSOpenTelemetryDistro of AWS for the runtime and Region
   */
  readonly layer?: lambda.ILayerVersion;

  /**
   * The version of the layer of AWS: a whole number, at least 1. Versions differ by Region and language.
   *
   * @see https://aws-otel.github.io/docs/getting-started/lambda
   *
   * @default - the latest of the Region as of July 2026
   */
  readonly layerVersion?: number;
}

/**
 * Properties of a `LambdaInstrumentation`.
 */
export interface LambdaInstrumentationProps extends LambdaInstrumentationOptions {
  /**
   * The function to instrument, on a managed Node.js, Python, Java or .NET runtime.
   */
  readonly function: lambda.Function;

  /**
   * The application that the function belongs to: the resource attribute `service.namespace`, and the dimension
   * `Environment` of its metrics. Up to 128 letters, digits, `.`, `_`, `/` and `-`.
   */
  readonly applicationName: string;
}

/**
 * Instruments an AWS Lambda function with the AWS Distro for OpenTelemetry (ADOT), without a collector.
 *
 * It adds the layer of AWS for the runtime and Region, the wrapper `/opt/otel-instrument`, the variables of the SDK and
 * active tracing. Variables that the function has win, those that metrics go
 * by have to be there before; only `AWS_LAMBDA_EXEC_WRAPPER` has to be ours. A tracing mode
 * that the function has is kept.
 *
 * On Node.js and Python the SDK writes metrics to the log of the function in CloudWatch's embedded metric format, in
 * the namespace `UserTelemetry`. It makes every attribute a dimension, besides `Service` (the service) and
 * `Environment` (the application, or your own `deployment.environment.name`). So record `user.transactions` with the
 * attributes `transaction` and `outcome` and no others. Each combination of attributes is billed as a custom metric,
 * those that HTTP instrumentation records by itself included. The layers for Java and .NET export traces only, and a
 * warning with the id `cdk-user-telemetry:lambda-without-metrics` says so.
 *
 * Read in the source of the layers, not verified in an account: the dimensions above, which layers have since January
 * 2026, and that CloudWatch finds the metrics in a log in text format. In a function whose log format is JSON, or whose
 * log level is above INFO, expect none.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-Enable-LambdaMain.html
 *
 * @example
 * new collector.LambdaInstrumentation(this, 'Cart', { function: fn, applicationName: 'anycompany-retail' });
 */
export class LambdaInstrumentation extends Construct implements IBackend {
  /**
   * The unit of `metricRequestDuration()`.
   */
  public readonly requestDurationUnit: cloudwatch.Unit = cloudwatch.Unit.MILLISECONDS;

  /**
   * The service that the function is.
   */
  public readonly serviceName: string;

  /**
   * The application that the function belongs to.
   */
  public readonly applicationName: string;

  private readonly function: lambda.Function;
  private readonly environmentName: string;

  constructor(scope: Construct, id: string, props: LambdaInstrumentationProps) {
    super(scope, id);
    this.function = props.function;
    this.applicationName = props.applicationName;
    const given = this.environment();
    const attributes = new GivenAttributes(given.get(RESOURCE_ATTRIBUTES));
    this.serviceName = this.chooseServiceName(props.serviceName, given.get('OTEL_SERVICE_NAME'));
    // Under OpenTelemetry's name or its former one.
    const environmentName = attributes.get('deployment.environment.name') ?? attributes.get('deployment.environment');
    this.environmentName = environmentName ?? props.applicationName;
    checkAttribute(this, 'applicationName', this.applicationName);
    checkAttribute(this, 'serviceName', this.serviceName);
    this.checkWrapper(given);

    this.checkLayer(props);
    checkLayers(this, this.function);
    this.function.addLayers(props.layer ?? this.defineLayer(props.layerVersion));
    const exportsMetrics = distroOf(this.function.runtime)?.exportsMetrics ?? false;
    this.addEnvironment(given, exportsMetrics);
    const ours: Record<string, string> = environmentName ? {} : { 'deployment.environment.name': this.applicationName };
    this.function.addEnvironment(RESOURCE_ATTRIBUTES, attributes.with(this, this.applicationName, ours));
    this.enableTracing();
    if (!exportsMetrics) this.warnOfMissingMetrics();
    else warnOfHiddenMetrics(this, this.function);
    this.node.addValidation({ validate: () => this.validateWrapper() });
    const settled = this.settledVariables();
    this.node.addValidation({ validate: () => this.validateVariables(settled) });
  }

  /**
   * How many transactions this function reported with an outcome: a sum.
   *
   * @param transactionName the name of the transaction
   * @param outcome the outcome to count
   * @param options properties of the metric
   */
  public metricTransactions(
    transactionName: string,
    outcome: TransactionOutcome,
    options?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    const dimensions = {
      transaction: transactionName,
      outcome,
      Service: this.serviceName,
      Environment: this.environmentName,
    };
    return metricOf(this.function, TRANSACTION_COUNTER, dimensions, cloudwatch.Stats.SUM, options);
  }

  /**
   * The time that the function took for invocations, in milliseconds: `Duration` of the namespace `AWS/Lambda`.
   *
   * @param options properties of the metric
   */
  public metricRequestDuration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricDuration(options);
  }

  private chooseServiceName(stated: string | undefined, given: string | undefined): string {
    if (stated !== undefined && given !== undefined && stated !== given) {
      fail(this, {
        what: 'serviceName',
        got: stated,
        expected: `${JSON.stringify(given)}, the OTEL_SERVICE_NAME of the function`,
        fix: 'state the name in one place',
      });
    }
    return stated ?? given ?? this.node.id;
  }

  private defineLayer(version?: number): lambda.ILayerVersion {
    const distro = distroFor(this, this.function.runtime);
    return lambda.LayerVersion.fromLayerVersionArn(this, 'Layer', layerArn(this.function, distro, version));
  }

  private checkLayer({ layer, layerVersion }: LambdaInstrumentationProps): void {
    if (layerVersion === undefined) return;
    if (layer) {
      const expected = 'nothing beside layer, which is of one version';
      fail(this, { what: 'layerVersion', got: layerVersion, expected, fix: 'pass one of them' });
    }
    const fix = 'pass what follows the last colon of the ARN of the layer';
    checkCount(this, 'layerVersion', layerVersion, { fix });
  }

  private addEnvironment(given: ReadonlyMap<string, string>, exportsMetrics: boolean): void {
    const defaults: Record<string, string> = {
      OTEL_SERVICE_NAME: this.serviceName,
      // Application Signals is billed by what it sees; the layer would switch it on.
      OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false',
      ...(exportsMetrics && {
        OTEL_METRICS_EXPORTER: 'awsemf',
        // Without a log group and stream in it, the SDK writes to the log of the function instead of calling CloudWatch.
        OTEL_EXPORTER_OTLP_LOGS_HEADERS: `x-aws-metric-namespace=${NAMESPACE}`,
        // What tells the metrics of two applications apart.
        OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS: 'true',
      }),
    };
    this.function.addEnvironment(WRAPPER_VARIABLE, WRAPPER);
    for (const [name, value] of Object.entries(defaults)) {
      if (!given.has(name)) this.function.addEnvironment(name, value);
    }
  }

  /** The SDK hands its spans to the X-Ray daemon that Lambda runs beside the function, with the role of the function. */
  private enableTracing(): void {
    const resource = this.resource();
    if (Stack.of(this.function).resolve(resource.tracingConfig) !== undefined) return;
    resource.tracingConfig = { mode: lambda.Tracing.ACTIVE };
    const policy = attachPolicy(this, {
      holder: this.function,
      id: 'AdotTracing',
      role: this.function.role,
      statements: [
        new iam.PolicyStatement({ actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] }),
      ],
      warning: {
        id: 'function-role-not-changed',
        text: (needed) =>
          `The role of ${this.function.node.path} is imported and can't be changed: AWS Lambda refuses active tracing, ` +
          `and with it the deployment, unless the role allows ${needed}`,
      },
    });
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'AWS X-Ray has no resources to name in a policy for these actions',
    });
  }

  private warnOfMissingMetrics(): void {
    Validations.of(this).addWarning(
      'cdk-user-telemetry:lambda-without-metrics',
      `The layer for ${this.function.runtime.name} exports traces only: ${TRANSACTION_COUNTER} of this function does ` +
        'not reach CloudWatch; count in the browser or in a service with a collector',
    );
  }

  private checkWrapper(given: ReadonlyMap<string, string>): void {
    if (!given.has(WRAPPER_VARIABLE)) return;
    fail(this, this.wrapperProblem(given.get(WRAPPER_VARIABLE), 'no wrapper'));
  }

  /** A wrapper that is set afterwards would switch the instrumentation off without a word. */
  private validateWrapper(): string[] {
    const wrapper = this.environment().get(WRAPPER_VARIABLE);
    return wrapper === WRAPPER ? [] : [describe(this.wrapperProblem(wrapper, WRAPPER))];
  }

  /** What the names and the place of metrics depend on. */
  private settledVariables(): Map<string, string | undefined> {
    const variables = this.environment();
    return new Map(METRIC_VARIABLES.map((name) => [name, variables.get(name)]));
  }

  /** What is set afterwards would move metrics away from the dashboard and the alarms without a word. */
  private validateVariables(settled: ReadonlyMap<string, string | undefined>): string[] {
    const variables = this.settledVariables();
    return METRIC_VARIABLES.filter((name) => variables.get(name) !== settled.get(name)).map((name) =>
      describe({
        what: `${name} of ${this.function.node.path}`,
        got: variables.get(name),
        expected: `${JSON.stringify(settled.get(name)) ?? 'none'}, as it was when the function was instrumented: metrics go by it`,
        fix: 'set it before, or pass serviceName',
      }),
    );
  }

  private wrapperProblem(got: string | undefined, expected: string) {
    return {
      what: `${WRAPPER_VARIABLE} of ${this.function.node.path}`,
      got,
      expected,
      fix: 'instrument the function once, and with one product',
    };
  }

  private resource(): lambda.CfnFunction {
    return this.function.node.defaultChild as lambda.CfnFunction;
  }

  /**
   * The variables of the function. What is known only at deployment stays a token: what CloudFormation gets of one of another
   * stack is settled when the app is synthesized.
   */
  private environment(): Map<string, string> {
    const stack = Stack.of(this.function);
    const { variables = {} } = (Tokenization.resolve(this.resource().environment, {
      scope: this.function,
      resolver: new ValuesKept(),
      preparing: false,
    }) ?? {}) as { readonly variables?: Record<string, unknown> };
    return new Map(
      Object.entries(variables).map(([name, value]) => {
        const resolved = stack.resolve(value);
        return [name, typeof resolved === 'string' ? resolved : Token.asString(value)];
      }),
    );
  }
}

/** Resolves variables, but not their values. */
class ValuesKept extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: never): unknown {
    return context.documentPath.length > 1 ? token : super.resolveToken(token, context, postProcessor);
  }

  public override resolveString(fragments: TokenizedStringFragments): string {
    return fragments.mapTokens({ mapToken: (token) => Token.asString(token) }).join(new StringConcat());
  }
}

const METRIC_VARIABLES = [
  'OTEL_SERVICE_NAME',
  RESOURCE_ATTRIBUTES,
  'OTEL_METRICS_EXPORTER',
  'OTEL_EXPORTER_OTLP_LOGS_HEADERS',
  'OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS',
];
const WRAPPER_VARIABLE = 'AWS_LAMBDA_EXEC_WRAPPER';
const WRAPPER = '/opt/otel-instrument';
