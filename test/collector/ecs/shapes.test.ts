import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { AdotSidecarOptions } from '../../../src/collector';
import { AutoInstrumentation } from '../../../src/collector';
import { type Container, environmentOf } from '../fixture';
import { attachTo, clusterIn, logGroupOf, SHAPES } from './shapes';

const names = Object.keys(SHAPES);

function define(name: string, options?: AdotSidecarOptions | 'no collector'): Stack {
  const stack = new Stack(new App(), 'Stack');
  const attach = attachTo(stack, name);
  SHAPES[name](
    {
      stack,
      logGroup: logGroupOf(stack),
      cluster: clusterIn(stack),
      attach: (task: ecs.TaskDefinition) => (options === 'no collector' ? undefined : attach(task, options)),
    },
    name,
  );
  return stack;
}

/** The containers of the only task definition. */
function containersOf(stack: Stack): Container[] {
  const [definition] = Object.values(Template.fromStack(stack).findResources('AWS::ECS::TaskDefinition'));
  return definition.Properties.ContainerDefinitions;
}

/** What cdk-nag says, by rule. */
function findings(stack: Stack): string[] {
  const app = stack.node.root as App;
  app.synth();
  return new AwsSolutionsChecks(app).validateScope(stack).violations.map(({ ruleName }) => ruleName);
}

test.each(names)('a task of the shape %s gets a collector that its containers know', (name) => {
  const containers = containersOf(define(name));
  const collector = containers.find((container) => container.Name === 'adot-collector');
  expect(collector).toMatchObject({ Essential: false, ReadonlyRootFilesystem: true });
  expect(collector).not.toHaveProperty('PortMappings');
  const host = name === 'ec2-bridge' || name === 'external' ? 'adot-collector' : '127.0.0.1';
  for (const container of containers) {
    if (container === collector) continue;
    expect(container.DependsOn).toEqual([{ ContainerName: 'adot-collector', Condition: 'START' }]);
    expect(environmentOf(container)).toMatchObject({
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}:4318`,
    });
  }
});

test.each(names)('cdk-nag finds nothing new in a task of the shape %s', (name) => {
  const before = findings(define(name, 'no collector'));
  expect(findings(define(name)).filter((rule) => !before.includes(rule))).toEqual([]);
});

test('cdk-nag finds nothing new with instrumentations either', () => {
  const options: AdotSidecarOptions = {
    autoInstrumentation: [AutoInstrumentation.nodejs(), AutoInstrumentation.java({ containers: ['mail'] })],
    essential: true,
  };
  const before = findings(define('five-containers', 'no collector'));
  const after = findings(define('five-containers', options));
  expect(after.filter((rule) => !before.includes(rule))).toEqual([]);
});
