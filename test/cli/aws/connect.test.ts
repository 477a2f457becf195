import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, everyPage } from '../../../cli/aws/connect';
import { isAbsent, isDenied, isUnknownCaller } from '../../../cli/aws/failures';
import { regionOf } from '../../../cli/aws/region';

describe('the Region', () => {
  test('is that which was said, or of the stack, or of the shell', () => {
    const env = { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-south-1' };
    expect(regionOf('us-west-2', 'aws://123456789012/eu-west-1', env)).toBe('us-west-2');
    expect(regionOf(undefined, 'aws://123456789012/us-gov-west-1', env)).toBe('us-gov-west-1');
    expect(regionOf(undefined, 'aws://unknown-account/unknown-region', env)).toBe('eu-north-1');
    expect(regionOf(undefined, undefined, { AWS_DEFAULT_REGION: 'eu-south-1' })).toBe('eu-south-1');
    expect(() => regionOf(undefined, 'aws://unknown-account/unknown-region', {})).toThrow('pass --region');
  });
});

describe('pages of an answer', () => {
  const ANSWERS: { readonly [token: string]: { items: number[]; NextToken?: string } } = {
    first: { items: [1, 2], NextToken: 'second' },
    second: { items: [], NextToken: 'third' },
    third: { items: [3] },
  };

  test('are all read, empty ones in between, too', async () => {
    const asked: object[] = [];
    const call = async (input: { name: string; NextToken?: string }) => {
      asked.push(input);
      return ANSWERS[input.NextToken ?? 'first'];
    };
    expect(await everyPage(call, { name: 'x' }, ({ items }) => items)).toEqual([1, 2, 3]);
    expect(asked).toEqual([{ name: 'x' }, { name: 'x', NextToken: 'second' }, { name: 'x', NextToken: 'third' }]);
  });

  test('end where the same place is told again', async () => {
    const call = async (_: object) => ({ items: [1], nextToken: 'same' });
    expect(await everyPage(call, {}, ({ items }) => items, 'nextToken')).toEqual([1, 1]);
  });
});

describe('calls', () => {
  const asked: IncomingMessage[] = [];
  let server: Server;
  let status = 200;
  let body = '';
  const env = { ...process.env };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      request.resume().on('end', () => response.writeHead(status, { 'content-type': 'text/xml' }).end(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAOFTHESHELL',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
  });
  afterAll(() => {
    process.env = env;
    server.close();
  });

  test('go to the endpoint and with the credentials of the environment', async () => {
    body = `<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult>
      <StackResourceSummaries><member><LogicalResourceId>A</LogicalResourceId><PhysicalResourceId>a</PhysicalResourceId>
      <ResourceType>AWS::RUM::AppMonitor</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>
      </StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`;
    const { cloudFormation } = connect('eu-west-1');
    const { StackResourceSummaries = [] } = await cloudFormation.listStackResources({ StackName: 's' });
    expect(StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'A', PhysicalResourceId: 'a' }]);
    expect(asked.at(-1)?.headers.authorization).toMatch(
      /Credential=AKIAOFTHESHELL\/\d+\/eu-west-1\/cloudformation\/aws4_request/,
    );
  });

  const failure = async (code: string, message: string, http: number): Promise<unknown> => {
    status = http;
    body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    const { cloudFormation } = connect('eu-west-1');
    return cloudFormation.listStackResources({ StackName: 's' }).then(
      () => undefined,
      (error) => error,
    );
  };

  test('that fail tell why in a way of their own', async () => {
    const denied = await failure('AccessDenied', 'User: … is not authorized to perform: …', 403);
    const absent = await failure('ValidationError', 'Stack with id s does not exist', 400);
    const expired = await failure('ExpiredToken', 'The security token included in the request is expired', 403);
    const judged = [denied, absent, expired].map((error) => [isDenied(error), isAbsent(error), isUnknownCaller(error)]);
    expect(judged).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });
});
