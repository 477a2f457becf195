import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send, sign } from '../../../../src/canaries/gate/run/requests';

const KEYS = ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
const former = Object.fromEntries(KEYS.map((key) => [key, process.env[key]]));
let server: Server;
let answers: [number, string, Record<string, string>?][];
let asked: IncomingMessage[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    const [status, text, headers] = answers.shift() ?? [200, ''];
    response.writeHead(status, headers).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  [answers, asked] = [[], []];
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
  delete process.env.AWS_SESSION_TOKEN;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  for (const key of KEYS) {
    if (former[key] === undefined) delete process.env[key];
    else process.env[key] = former[key];
  }
});

// The vectors get-vanilla, get-vanilla-query-order-key-case and post-x-www-form-urlencoded of AWS's test suite.
test.each<[string, Parameters<typeof sign>[0], string]>([
  [
    'without a query',
    { service: 'service', method: 'GET', path: '/' },
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'with a query',
    { service: 'service', method: 'GET', path: '/?Param2=value2&Param1=value1' },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'with a body',
    {
      service: 'service',
      method: 'POST',
      path: '/',
      body: 'Param1=value1',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    },
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
])('a request %s is signed as AWS publishes it', (_, request, signature) => {
  process.env.AWS_ENDPOINT_URL = 'https://example.amazonaws.com';
  const { authorization } = sign(request, new Date('2015-08-30T12:36:00Z'));
  expect(authorization).toContain(`Signature=${signature}`);
});

test('the session token of a role is sent and signed', () => {
  process.env.AWS_SESSION_TOKEN = 'token';
  const headers = sign({ service: 'synthetics', method: 'GET', path: '/' }, new Date());
  expect(headers['x-amz-security-token']).toBe('token');
  expect(headers.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
});

const get = () => send({ service: 'synthetics', method: 'GET', path: '/canary/buy' });

test('a busy service is asked again', async () => {
  answers = [
    [500, ''],
    [429, ''],
    [400, '{"message":"slow down"}', { 'x-amzn-errortype': 'ThrottlingException' }],
    [200, 'here'],
  ];
  expect(await get()).toBe('here');
  expect(asked).toHaveLength(4);
});

test('a refusal is told with the name and the words of the service, and not repeated', async () => {
  answers = [[409, '{"Message":"it is \\"busy\\""}', { 'x-amzn-errortype': 'ConflictException:http://internal/' }]];
  await expect(get()).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'it is "busy" (ConflictException of synthetics/canary/buy)',
  });
  answers = [[400, '<ErrorResponse><Error><Code>ValidationError</Code><Message>no such stack</Message></Error>']];
  await expect(get()).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(/^no such/) });
  expect(asked).toHaveLength(2);
});
