import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type { FunctionUrl } from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { EventCatalog, EventPipeline, EventProperty } from '../../../src/events';
import { askEdge } from '../helpers/edge-request';
import { Lab } from '../helpers/lab';

const STACK = 'Ingest';

function define(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Site', { removalPolicy: RemovalPolicy.DESTROY });
  const distribution = new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },
  });
  const pipeline = new EventPipeline(stack, 'Events', {
    distribution,
    removalPolicy: RemovalPolicy.DESTROY,
    catalog: new EventCatalog(stack, 'Catalog', {
      events: { 'cart.added': { properties: { sku: EventProperty.text({ required: true }) } } },
    }),
  });
  new CfnOutput(stack, 'Endpoint', { value: `https://${distribution.distributionDomainName}${pipeline.endpoint}` });
  const url = pipeline.ingestFunction.node.findChild('FunctionUrl') as FunctionUrl;
  new CfnOutput(stack, 'Url', { value: url.url });
  new CfnOutput(stack, 'Function', { value: pipeline.ingestFunction.functionName });
}

let lab: Lab;
let endpoint: string;
beforeAll(async () => {
  lab = await Lab.shared();
  const { status, output } = await lab.deploy(STACK, define);
  if (status !== 0) throw new Error(output);
  endpoint = await lab.output(STACK, 'Endpoint');
});
afterAll(() => lab?.stop());

const batch = (...events: object[]) => ({
  sentAt: Date.now(),
  common: { sessionId: 's1' },
  events: events.map((event) => ({ time: Date.now(), ...event })),
});

test('what a page posts to its own site can be asked about, and what was wrong is kept with its reason', async () => {
  const headers = { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': 'Mozilla/5.0 (X11; Linux) Chrome/156.0' };
  const body = JSON.stringify(
    batch(
      { id: 'a', name: 'page_view', page: '/p?token=1' },
      { id: 'b', name: 'cart.added', properties: { sku: 'mug' } },
      { id: 'c', name: 'cart.added' },
      { id: 'd', name: 'cart.gone' },
    ),
  );
  const answer = await askEdge(lab.edge, endpoint, { method: 'POST', headers, body });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([
    200,
    {
      accepted: 2,
      rejected: [
        { id: 'c', reason: 'missing_property' },
        { id: 'd', reason: 'unknown_event' },
      ],
    },
  ]);
  // The same once more: a beacon whose answer nobody heard.
  await askEdge(lab.edge, endpoint, { method: 'POST', headers, body });

  await lab.deliveries();
  const events = `SELECT DISTINCT event_id, event_name, session_id, page, p_sku, browser, sender FROM events ORDER BY event_id`;
  expect(await lab.query(STACK, events)).toEqual([
    ['a', 'page_view', 's1', '/p', null, 'Chrome', 'browser'],
    ['b', 'cart.added', 's1', null, 'mug', 'Chrome', 'browser'],
  ]);
  expect(await lab.query(STACK, 'SELECT DISTINCT event_id, reason FROM rejected_events ORDER BY event_id')).toEqual([
    ['c', 'missing_property'],
    ['d', 'unknown_event'],
  ]);
});

test('the function itself takes nothing from strangers', async () => {
  const url = await lab.output(STACK, 'Url');
  const { status } = await askEdge(lab.edge, url, { method: 'POST', body: JSON.stringify(batch()) });
  expect(status).toBe(403);
});

test('a backend that may invoke the function is believed', async () => {
  const file = join(lab.folder, 'answer.json');
  await lab.aws(
    ...['lambda', 'invoke', '--function-name', await lab.output(STACK, 'Function')],
    ...['--payload', JSON.stringify(batch({ id: 'e', name: 'order.shipped' }, { id: 'f', name: 'page_view' })), file],
  );
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    accepted: 1,
    rejected: [{ id: 'e', reason: 'unknown_event' }],
  });
  await lab.deliveries();
  expect(await lab.query(STACK, "SELECT sender, browser FROM events WHERE event_id = 'f'")).toEqual([
    ['backend', null],
  ]);
});
