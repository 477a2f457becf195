import type { Clients } from '../../../cli/aws/clients';
import { verify } from '../../../cli/verify/command';
import { readVerifyOptions } from '../../../cli/verify/options';
import { type Account, assemblyOf, clientsOf, minutesAgo, NOW, serviceError } from './account';

const RESOURCES = { Buy: { Type: 'AWS::Synthetics::Canary' } };
const PASSED: Account = { runs: [{ Status: { State: 'PASSED' }, Timeline: { Started: minutesAgo(1) } }] };

function run(args: string[], clients: () => Clients, resources: Parameters<typeof assemblyOf>[0] = RESOURCES) {
  const lines: string[] = [];
  const waits: string[] = [];
  const regions: string[] = [];
  let now = NOW.getTime();
  const status = verify(readVerifyOptions([assemblyOf(resources), ...args]), {
    print: (line) => lines.push(line),
    progress: (line) => waits.push(line),
    connect: (region) => {
      regions.push(region);
      return clients();
    },
    now: () => new Date(now),
    sleep: async (ms) => {
      now += ms;
    },
  });
  return status.then((code) => ({ code, output: lines.join('\n'), waits, regions }));
}

test('all that is there is 0, what is not is 1, with what to do', async () => {
  const well = await run([], () => clientsOf(PASSED, ['Buy']));
  expect(well).toMatchObject({ code: 0, regions: ['eu-west-1'] });
  expect(well.output).toMatch(/Synthetic users\n {2}✓ ok {7}Shop\/Buy {2}runs {2}its only run passed\n\n2 ok/);
  const failed = {
    runs: [{ Status: { State: 'FAILED', StateReason: 'no mug' }, Timeline: { Started: minutesAgo(1) } }],
  };
  const ill = await run([], () => clientsOf(failed, ['Buy']));
  expect(ill.code).toBe(1);
  expect(ill.output).toMatch(/✗ missing .*never passed.*\n +because its last failure says: no mug\n +next: npx/);
});

test('nothing that a page or a log says moves the cursor of a terminal', async () => {
  const StateReason = '\u001b[2Jgone\u009b1A\u202e\n';
  const failed = { runs: [{ Status: { State: 'FAILED', StateReason }, Timeline: { Started: minutesAgo(1) } }] };
  const { output } = await run([], () => clientsOf(failed, ['Buy']));
  expect(output).toContain('\\u{1b}[2Jgone\\u{9b}1A\\u{202e}');
  const json = await run(['--json'], () => clientsOf(failed, ['Buy']));
  for (const text of [output, json.output]) expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(json.output).findings[1].causes[0].why).toContain(StateReason);
});

test('--wait looks again until all is there, and no longer than it says', async () => {
  let looked = 0;
  const later = await run(['--wait', '10m'], () => clientsOf(looked++ < 2 ? {} : PASSED, ['Buy']));
  expect([later.code, looked, later.waits.length]).toEqual([0, 3, 2]);
  expect(later.waits[0]).toContain('1 ok, 1 missing; looking again, for 10 minutes at most');
  const never = await run(['--wait', '1m'], () => clientsOf({}, ['Buy']));
  expect([never.code, never.waits.length]).toEqual([1, 3]);
});

test('a stack that is not deployed is named with the Region', async () => {
  const failures = { describeStacks: serviceError('ValidationError', 'Stack with id shop-stack does not exist') };
  const { code, output } = await run(['--region', 'us-west-2'], () => clientsOf({ failures }, ['Buy']));
  expect(code).toBe(1);
  expect(output).toContain('there is no stack shop-stack in us-west-2');
});

test('credentials that are not taken end it: no row would tell anything', async () => {
  const failures = { describeStacks: serviceError('ExpiredToken', 'The security token is expired') };
  await expect(run([], () => clientsOf({ failures }, ['Buy']))).rejects.toThrow('AWS does not take the credentials');
});

test('an app without telemetry, and a stack that it does not have, can not be looked at', async () => {
  await expect(run([], () => clientsOf({}, []), { Topic: { Type: 'AWS::SNS::Topic' } })).rejects.toThrow(
    'no stack has telemetry',
  );
  await expect(run(['Other'], () => clientsOf({}, []))).rejects.toThrow(/no stack is named Other .*\n {2}Shop/);
});

test('options say what they expect', () => {
  expect(readVerifyOptions(['cdk.out', '--since', '90m', '--wait', '10m'])).toMatchObject({
    sinceMs: 5_400_000,
    waitMs: 600_000,
  });
  expect(() => readVerifyOptions([])).toThrow('expected the output folder');
  expect(() => readVerifyOptions(['cdk.out', '--wait', '10'])).toThrow('--wait is 10, expected a time such as');
  expect(() => readVerifyOptions(['cdk.out', '--since', '25h'])).toThrow('expected 1m to 24h');
  expect(() => readVerifyOptions(['cdk.out', '--url', 'shop.example.com'])).toThrow('expected an address such as');
});
