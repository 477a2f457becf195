import type { Stack } from 'aws-cdk-lib';
import { EndOfSupport, PinpointProject } from '../../../src/events';
import { Lab } from '../helpers/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.shared();
});
afterAll(() => lab?.stop());

function define(stack: Stack): void {
  new PinpointProject(stack, 'Project', { acknowledgement: EndOfSupport.PINPOINT_2026_10_30, projectName: 'retail' });
}

test('an acknowledged Pinpoint project is deployed with its settings and its event stream, and warns', async () => {
  const { status, output } = await lab.deploy('Pinpoint', define);
  expect(status).toBe(0);

  const { Item: projects } = (
    await lab.aws<{ ApplicationsResponse: { Item: { Id: string; Name: string }[] } }>('pinpoint', 'get-apps')
  ).ApplicationsResponse;
  expect(projects).toEqual([expect.objectContaining({ Name: 'retail' })]);
  const project = ['--application-id', projects[0].Id];
  const { EventStream } = await lab.aws<{ EventStream: { DestinationStreamArn: string; RoleArn: string } }>(
    'pinpoint',
    'get-event-stream',
    ...project,
  );
  expect(EventStream.DestinationStreamArn).toMatch(/^arn:aws:firehose:us-east-1:123456789012:deliverystream\//);
  expect(output).toContain('October 30, 2026');
});
