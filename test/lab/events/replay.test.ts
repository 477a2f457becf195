import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { labEnvironment } from '../../../lab/demo/deploy';
import { Project } from '../cli/tool';
import { defineEvents, putEvents } from '../helpers/event-stack';
import { Lab } from '../helpers/lab';

/** What a pipeline keeps in its bucket, as AWS leaves it there, is sent again by the command as a user has it. */
const STACK = 'Replayed';

let lab: Lab;
let project: Project;
let ingest: string;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, defineEvents);
  if (status !== 0) throw new Error(output);
  ingest = await lab.physicalId(STACK, 'AWS::Lambda::Function', 'PipelineIngest');
  project = await Project.create();
});
afterAll(async () => {
  project?.remove();
  await lab?.destroy(STACK, defineEvents); // other suites of the lab look at what is left of theirs
  await lab?.stop();
});

const batch = (...events: object[]) => ({
  sentAt: Date.now(),
  events: events.map((event) => ({ name: 'cart.added', time: Date.now(), ...event })),
});

async function call(payload: object, ...options: string[]): Promise<void> {
  const answer = join(lab.folder, 'answer.json');
  await lab.aws(
    'lambda',
    'invoke',
    '--function-name',
    ingest,
    '--payload',
    JSON.stringify(payload),
    ...options,
    answer,
  );
}

/** Downloads all that lies in a folder of the bucket, once there is something. What a function leaves comes late. */
async function download(prefix: string): Promise<void> {
  const bucket = ['--bucket', await lab.physicalId(STACK, 'AWS::S3::Bucket', 'PipelineStoreBucket')];
  for (let left = 500; left > 0; left--) {
    const { Contents = [] } = await lab.aws<{ Contents?: { Key: string }[] }>(
      ...['s3api', 'list-objects-v2', ...bucket, '--prefix', prefix],
    );
    for (const { Key } of Contents) {
      const file = project.path('kept', dirname(Key), basename(Key));
      mkdirSync(dirname(file), { recursive: true });
      await lab.aws('s3api', 'get-object', ...bucket, '--key', Key, file);
    }
    if (Contents.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`nothing is in ${prefix}`);
}

const replay = (...args: string[]) =>
  project.run(['replay', 'kept', '--function', ingest, ...args], labEnvironment({ aws: lab.awsUrl }));

const stored = () =>
  lab.query(
    STACK,
    'SELECT event_id, event_name, p_sku, count(*), count(DISTINCT event_time) FROM events GROUP BY 1, 2, 3 ORDER BY 1',
  );

test('what was rejected, could not be delivered, or was given up is in the table after it, and counts once', async () => {
  await call(batch({ id: 'rejected', name: 'order.shipped' }));
  const time = Date.now();
  await putEvents(lab, STACK, [{ event_id: 'no-day', event_name: 'cart.added', event_time: time, p_sku: 'mug' }]);
  await lab.deliveries();
  const stream = await lab.physicalId(STACK, 'AWS::KinesisFirehose::DeliveryStream', 'PipelineDeliveryEvents');
  // Three attempts of Lambda, each with five of the ingest.
  await lab.refuseRecords(stream, 15);
  await call(batch({ id: 'given-up', properties: { sku: 'cup' } }), '--invocation-type', 'Event');
  for (const folder of ['rejected_events/', 'failed/', 'aws/lambda/async/']) await download(folder);
  writeFileSync(project.path('kept', 'note.txt'), 'not of the pipeline\n');
  expect(await stored()).toEqual([]);

  expect(await replay('--dry-run')).toEqual({
    status: 1,
    output:
      '1 rejected events; 1 to send\n' +
      '1 events that Firehose could not deliver; 1 to send\n' +
      '1 events of calls that were given up; 1 to send\n' +
      'kept/note.txt:1: not sent: it is no JSON\n',
  });
  await lab.deliveries();
  expect(await stored()).toEqual([]);

  const { output } = await replay();
  expect(output).toContain('\n2 taken in\n1 rejected again: unknown_event\n');
  await replay();
  await lab.deliveries();
  expect(await stored()).toEqual([
    ['given-up', 'cart.added', 'cup', '2', '1'],
    ['no-day', 'cart.added', 'mug', '2', '1'],
  ]);
  expect(await lab.query(STACK, 'SELECT DISTINCT event_id, reason FROM rejected_events')).toEqual([
    ['rejected', 'unknown_event'],
  ]);
});
