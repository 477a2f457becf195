import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { attachTo, clusterIn, logGroupOf, SHAPES } from '../../collector/ecs/shapes';
import { Lab } from '../helpers/lab';

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

/** By what they logged: the container and the service that it was told it is. */
async function containersThatStarted(): Promise<string[]> {
  const { events } = await lab.aws<{ events: { message: string }[] }>(
    'logs',
    'filter-log-events',
    '--log-group-name',
    'shapes',
  );
  const lines = events.map(({ message }) => message.trim().split(' ').slice(0, 2).join(' '));
  return [...new Set(lines)];
}

test('collectors on task definitions of all shapes are deployed, and the containers run with their settings', async () => {
  const { status, output } = await lab.deploy('Shapes', define);
  if (status !== 0) throw new Error(output);
  expect(output).toContain("The task role is imported and can't be changed");

  const running = Object.keys(SHAPES).filter((name) => name !== 'external');
  const expected = running.flatMap((name) =>
    (name === 'five-containers' ? FIVE : ['web']).map((container) => `${container} ${name}`),
  );
  // Only containers with a port are waited for by the deployment.
  let started: string[] = [];
  for (let attempt = 0; attempt < 30 && started.length < expected.length; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 1000));
    started = await containersThatStarted();
  }
  expect(started.sort()).toEqual(expected.sort());
});
