import { readFileSync } from 'node:fs';
import { ArnFormat, type Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { BoundConfig } from './bound-config';
import { putTraceSegments, readSamplingRules } from './destinations/permissions';
import { type CollectorDocument, type Settings, type Signal, typeOf } from './document/collector-document';
import { takesOtlp } from './document/otlp-listener';
import { readYaml } from './document/read-yaml';
import { problemsOf, withDefaults } from './rules/collector-rules';

/** A configuration that somebody wrote, checked as far as it can be without a collector. */
export function bindOwnConfig(scope: Construct, path: string, stack: Stack): BoundConfig {
  const parsed = parse(scope, path);
  const [first, ...others] = problemsOf(parsed).map((problem) => ({ ...problem, what: `${path}: ${problem.what}` }));
  if (first) fail(scope, first, ...others);
  const document = withDefaults(parsed);
  warnOfUnknownLogGroups(scope, path, document);
  const pipelines = Object.entries(document.service.pipelines);
  const metrics = pipelines.filter(([id]) => typeOf(id) === 'metrics');
  return {
    document,
    content: JSON.stringify(parsed),
    statements: statementsOf(stack, document),
    secrets: {},
    sdkEnvironment: () => ({}),
    // SDKs send by OTLP: what else feeds a pipeline is not theirs to export.
    signals: new Set(pipelines.filter(([, one]) => takesOtlp(one)).map(([id]) => typeOf(id) as Signal)),
    onlyCloudWatchGetsMetrics:
      metrics.length > 0 && metrics.every(([, { exporters }]) => exporters.every((id) => typeOf(id) === 'awsemf')),
    hasSelfTelemetry: false,
  };
}

function parse(scope: Construct, path: string): Settings {
  const what = `CollectorConfig.fromFile(${JSON.stringify(path)})`;
  const expected = 'a file with a configuration in YAML or JSON';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail(scope, { what, got: (error as Error).message, expected, fix: 'correct the path' });
  }
  try {
    return readYaml(text);
  } catch (error) {
    return fail(scope, { what, got: (error as Error).message, expected, fix: 'correct the file' });
  }
}

/**
 * What the exporters of AWS have to be allowed to do.
 *
 * Only what the configuration tells: the name of a log group may be a variable, and other services are unknown. What is
 * missing is the user's to allow on the role of the task.
 */
function statementsOf(stack: Stack, { exporters, extensions }: CollectorDocument): PolicyStatement[] {
  return [...Object.entries(exporters), ...Object.entries(extensions)].flatMap(([id, settings]) => {
    switch (typeOf(id)) {
      case 'awsxray':
        return [putTraceSegments()];
      case 'awsproxy':
        return [readSamplingRules()];
      case 'awsemf':
      case 'awscloudwatchlogs': {
        const { log_retention: retention } = settings;
        const name = logGroupOf(settings);
        if (name === undefined) return [];
        const group = { service: 'logs', resource: 'log-group', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
        const actions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
        if (Number(retention) > 0) actions.push('logs:PutRetentionPolicy');
        return [
          new PolicyStatement({ actions, resources: [stack.formatArn({ ...group, resourceName: `${name}:*` })] }),
        ];
      }
      default:
        return [];
    }
  });
}

/** The log group of an exporter, as far as the file tells. Without one, metrics go to `/metrics/` and their namespace. */
function logGroupOf({ log_group_name: name, namespace }: Settings): string | undefined {
  const stated = name || (typeof namespace === 'string' && namespace !== '' ? `/metrics/${namespace}` : undefined);
  return typeof stated === 'string' && !/[${}]/.test(stated) ? stated : undefined;
}

/** Nobody could say in a policy what only the collector knows. */
function warnOfUnknownLogGroups(scope: Construct, path: string, { exporters }: CollectorDocument): void {
  const unknown = Object.keys(exporters).filter(
    (id) => ['awsemf', 'awscloudwatchlogs'].includes(typeOf(id)) && logGroupOf(exporters[id]) === undefined,
  );
  if (unknown.length === 0) return;
  Validations.of(scope).addWarning(
    'cdk-user-telemetry:log-group-unknown',
    `${path}: which log group ${unknown.join(' and ')} writes to is known in the task only, so that its role is not ` +
      'allowed to: write log_group_name out, or allow logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents',
  );
}
