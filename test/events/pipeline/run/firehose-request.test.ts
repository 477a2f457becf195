import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { putRecordBatch } from '../../../../src/events/pipeline/run/delivery/firehose';

/** The request to Firehose, and how its answers are read. @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
let server: Server;
let answer: { status: number; body: string } | undefined;
let asked: { headers: IncomingMessage['headers']; body: string };
const before = { ...process.env };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked = { headers: request.headers, body };
      if (answer) response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  });
});
afterAll(async () => {
  process.env = before;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const put = (signal = new AbortController().signal) =>
  putRecordBatch('stream', [Buffer.from('{"a":1}\n'), Buffer.from('é\n')], signal);

test('has the records of a stream, signed', async () => {
  answer = { status: 200, body: '{"FailedPutCount":0,"RequestResponses":[{"RecordId":"1"},{"RecordId":"2"}]}' };
  expect(await put()).toEqual([]);
  expect(JSON.parse(asked.body)).toEqual({
    DeliveryStreamName: 'stream',
    Records: [{ Data: 'eyJhIjoxfQo=' }, { Data: 'w6kK' }],
  });
  expect(asked.headers).toMatchObject({
    'x-amz-target': 'Firehose_20150804.PutRecordBatch',
    'x-amz-security-token': 'token',
    authorization: expect.stringContaining('/eu-west-1/firehose/aws4_request'),
  });
});

test('tells which records were not taken, although its status is 200', async () => {
  const failed = '{"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}';
  answer = { status: 200, body: `{"FailedPutCount":1,"RequestResponses":[{"RecordId":"1"},${failed}]}` };
  expect(await put()).toEqual([{ index: 1, why: 'ServiceUnavailableException: Slow down.' }]);
});

test.each([
  [{ status: 400, body: '{"__type":"ResourceNotFoundException"}' }, 'Firehose answers 400: {"__type":"Resource'],
  [{ status: 200, body: '<html>' }, 'JSON'],
])('fails where it is not known what was taken: %j', async (told, message) => {
  answer = told;
  await expect(put()).rejects.toThrow(message);
});

test('ends when its time is over', async () => {
  answer = undefined;
  const controller = new AbortController();
  const ended = expect(put(controller.signal)).rejects.toThrow('aborted');
  controller.abort();
  await ended;
});
