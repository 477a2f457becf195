/** The command `verify` as a user has it, of the sample: what its users have not caused yet is told, then all is there. */

import type { Finding } from '../../../cli/verify/evidence/finding';
import { letUsersAct } from '../../../lab/cast';
import { labEnvironment } from '../../../lab/demo/deploy';
import { Lab } from '../helpers/lab';
import { Project } from './tool';

const STACK = 'AnyCompanyRetail';

let lab: Lab;
let project: Project;
beforeAll(async () => {
  [lab, project] = await Promise.all([Lab.start(), Project.create()]);
});
afterAll(async () => {
  project?.remove();
  await lab?.stop();
});

test('of the sample, all that users cause is waited for before they came, and is there after', async () => {
  expect(await lab.deploySample()).toMatchObject({ status: 0 });
  const env = labEnvironment({ aws: lab.awsUrl });
  const verify = (...args: string[]) => project.run(['verify', lab.sampleAssembly, ...args], env);

  const before = await verify('--json');
  const { findings }: { findings: Finding[] } = JSON.parse(before.output);
  const rows = findings.filter(({ state }) => state !== 'ok');
  expect(before.status).toBe(1);
  expect(rows.map(({ state, what, path }) => `${state} ${path.replace(`${STACK}/`, '')}: ${what}`)).toEqual([
    'waiting Telemetry/Storefront: events',
    'waiting Telemetry/Storefront: sessions',
    'waiting Telemetry/Storefront: transaction Checkout',
    'waiting Telemetry/Buy: runs',
    'waiting Shop/Orders: metrics',
    'waiting Shop/Orders: traces of Orders',
    'waiting Shop/Cart: traces',
    'waiting Telemetry/Events: taken in',
    'waiting Telemetry/Events: stored',
    'waiting Telemetry/Dashboard: metrics',
  ]);

  const { close } = await letUsersAct({ shop: await lab.output(STACK, 'ShopUrl'), edge: lab.edge, log: () => {} });
  await lab.play(await lab.physicalId(STACK, 'AWS::Synthetics::Canary'));
  await close();
  await lab.deliveries();
  const after = await verify('--wait', '2m');
  expect(after).toMatchObject({ status: 0 });
  expect(after.output).toMatch(/Storefront +sessions +12 sessions, \d+ page views/);
  expect(after.output).toContain('7 started, 4 completed, 3 abandoned');
  expect(after.output).toContain('its only run passed');
  expect(after.output).not.toMatch(/waiting|missing|unknown|Warning/);

  const questions = await verify('--unverified');
  expect(questions.output).toContain('the dimension application_name?\n  yes: 3 of 3 metrics have it');
  // The lab knows no more than AWS's documentation.
  expect(questions.output).toMatch(/Has FILL values .*\n {2}cannot tell: .*leaves open/);
});
