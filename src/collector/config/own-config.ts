import { readFileSync } from 'node:fs';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { asset } from '../../private/assets';
import { describe, fail } from '../../private/errors';
import type { BoundConfig, CollectorDocument, Settings } from './collector-document';
import { typeOf } from './component-names';
import { problemsOf, withDefaults } from './rules/collector-rules';

/** The minor version of ADOT v0 whose image the sidecar runs unless told otherwise. */
export const DEFAULT_ADOT_MINOR = 49;

const YAML = asset('yaml', 'index.js');

/** A configuration that somebody wrote, checked as far as it can be without a collector. */
export function bindOwnConfig(scope: Construct, path: string, adotMinor = DEFAULT_ADOT_MINOR): BoundConfig {
  const document = parse(scope, path);
  const problems = problemsOf(document, adotMinor);
  if (problems.length > 0) {
    throw new Error(problems.map((problem) => `[${scope.node.path}] ${path}: ${describe(problem)}`).join('\n'));
  }
  const config = withDefaults(document);
  const has = (signal: string) => Object.keys(config.service.pipelines).some((id) => typeOf(id) === signal);
  return {
    document: config,
    content: JSON.stringify(document),
    statements: statementsOf(scope, config),
    secrets: {},
    sdkEnvironment: {},
    hasTraces: has('traces'),
    hasMetrics: has('metrics'),
    hasLogs: has('logs'),
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
    return require(YAML).parse(text);
  } catch (error) {
    const [got] = (error as Error).message.split('\n');
    return fail(scope, { what, got, expected, fix: 'correct the file' });
  }
}

/**
 * What the exporters of AWS have to be allowed to do.
 *
 * Only what the configuration tells: the name of a log group may be a variable, and other services are unknown. What is
 * missing is the user's to allow on the role of the task.
 */
function statementsOf(scope: Construct, { exporters, extensions }: CollectorDocument): PolicyStatement[] {
  const stack = Stack.of(scope);
  return [...Object.entries(exporters), ...Object.entries(extensions)].flatMap(([id, settings]) => {
    switch (typeOf(id)) {
      case 'awsxray':
        return [new PolicyStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'] })];
      case 'awsproxy':
        return [
          new PolicyStatement({ actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets'], resources: ['*'] }),
        ];
      case 'awsemf':
      case 'awscloudwatchlogs': {
        const { log_group_name: name, log_retention: retention } = settings;
        if (typeof name !== 'string' || /[${}]/.test(name)) return [];
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
