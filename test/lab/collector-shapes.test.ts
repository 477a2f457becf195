import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { attachTo, clusterIn, logGroupOf, SHAPES } from '../collector/shapes';
import { Lab } from './cloud/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

const FIVE = ['web', 'mail', 'cache', 'search', 'queue'];

/** Every shape as a service with one task; the lab has no hosts of one's own, where tasks of ECS Anywhere run. */
function define(stack: Stack): void {
  const cluster = clusterIn(stack);
  const logGroup = logGroupOf(stack);
  logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY);
  for (const [name, shape] of Object.entries(SHAPES)) {
    const { taskDefinition, launchType, hasService } = shape(
      { stack, logGroup, cluster, attach: attachTo(stack, name) },
      name,
    );
    if (hasService || launchType === 'EXTERNAL') continue;
    new ecs.CfnService(stack, `${name}-service`, {
      cluster: cluster().clusterName,
      taskDefinition: taskDefinition.taskDefinitionArn,
      launchType,
      desiredCount: 1,
    });
  }
}

test('collectors on task definitions of all shapes are deployed, and the containers run with their settings', async () => {
  const { status, output } = await lab.deploy('Shapes', define);
  if (status !== 0) throw new Error(output);
  expect(output).toContain("The task role is imported and can't be changed");

  const { events } = await lab.aws<{ events: { message: string }[] }>(
    'logs',
    'filter-log-events',
    '--log-group-name',
    'shapes',
  );
  const started = new Set(events.map(({ message }) => message.trim().split(' ').slice(0, 2).join(' ')));
  const running = Object.keys(SHAPES).filter((name) => name !== 'external');
  const expected = running.flatMap((name) =>
    (name === 'five-containers' ? FIVE : ['web']).map((container) => `${container} ${name}`),
  );
  expect([...started].sort()).toEqual(expected.sort());
});
