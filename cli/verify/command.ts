import { isCalled, readAssembly, type StackTemplate } from '../assembly/assembly';
import { connect } from '../aws/connect';
import { regionOf } from '../aws/region';
import { CannotRun } from '../common/cannot-run';
import { plain, plainJson } from '../common/plain';
import { check, minutesSince, type Surroundings } from './evidence/check';
import { type Deployed, deployedStack } from './evidence/deployed';
import { type Finding, type Layer, missing, ok, waiting } from './evidence/finding';
import { Reader } from './evidence/reader';
import { alarms } from './layers/alarms';
import { backends } from './layers/backends';
import { behavior } from './layers/behavior';
import { dashboards } from './layers/dashboards';
import { events } from './layers/events';
import { realUsers } from './layers/real-users';
import { syntheticUsers } from './layers/synthetic-users';
import type { VerifyOptions } from './options';
import { isAllThere, reportOf, summaryOf } from './report';
import { answersOf } from './unverified';

export interface Tools {
  readonly print: (line: string) => void;
  /** What goes on, apart from the answer. */
  readonly progress?: (line: string) => void;
  readonly connect?: typeof connect;
  readonly fetch?: typeof fetch;
  readonly now?: () => Date;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

const POLL_MS = 20_000;
const LAYERS: readonly [Layer, (deployed: Deployed, around: Surroundings) => Promise<Finding[]>][] = [
  ['Real users', realUsers],
  ['Behavior', behavior],
  ['Synthetic users', syntheticUsers],
  ['Backends', backends],
  ['Events', events],
  ['Alarms', alarms],
  ['Dashboards', dashboards],
];
const TELEMETRY = /^AWS::(RUM::AppMonitor|Synthetics::Canary|CloudWatch::(Alarm|CompositeAlarm|LogAlarm|Dashboard))$/;

export async function verify(options: VerifyOptions, tools: Tools): Promise<number> {
  const { print, progress = () => {}, now = () => new Date() } = tools;
  const sleep = tools.sleep ?? ((ms: number) => new Promise((resolve) => setTimeout(resolve, ms)));
  const stacks = chosen(readAssembly(options.assembly), options);
  if (options.unverified) return unverified(stacks, options, tools);
  const deadline = now().getTime() + options.waitMs;
  for (;;) {
    const findings = await look(stacks, options, tools);
    const left = deadline - now().getTime();
    if (isAllThere(findings) || left <= 0) {
      print(options.json ? plainJson({ allThere: isAllThere(findings), findings }) : reportOf(findings));
      return isAllThere(findings) ? 0 : 1;
    }
    progress(`${summaryOf(findings)}; looking again, for ${Math.ceil(left / 60_000)} minutes at most`);
    await sleep(Math.min(POLL_MS, left));
  }
}

/** Those with telemetry, or the one that was named. */
function chosen(stacks: readonly StackTemplate[], { stack, assembly }: VerifyOptions): readonly StackTemplate[] {
  const found =
    stack === undefined
      ? stacks.filter(({ resources }) => Object.values(resources).some(isTelemetry))
      : stacks.filter((template) => isCalled(template, stack));
  if (found.length > 0) return found;
  const known = stacks.map(({ name }) => `  ${name}`).join('\n') || '  none';
  const what = stack === undefined ? 'no stack has telemetry' : `no stack is named ${stack}`;
  throw new CannotRun(`${what} in ${assembly}. There are:\n${known}`);
}

function isTelemetry({ Type, Properties }: StackTemplate['resources'][string]): boolean {
  return (
    TELEMETRY.test(Type) ||
    /"(AWS_LAMBDA_EXEC_WRAPPER|EVENTS_STREAM|AOT_CONFIG_CONTENT)"/.test(JSON.stringify(Properties ?? ''))
  );
}

async function look(
  stacks: readonly StackTemplate[],
  options: VerifyOptions,
  { now = () => new Date(), connect: open = connect, fetch: get = fetch }: Tools,
): Promise<Finding[]> {
  const end = now();
  const window = { start: new Date(end.getTime() - options.sinceMs), end };
  const around = { now: end, url: options.url, fetch: get, span: spanOf(options.sinceMs), assembly: options.assembly };
  const findings: Finding[] = [];
  for (const template of stacks) {
    const region = regionOf(options.region, template.environment);
    const reader = new Reader(open(region), window);
    let deployed: Deployed | undefined;
    findings.push(
      await check('Deployment', template.name, 'stack', async () => {
        deployed = await deployedStack(template, region, reader);
        return deployed ? ofStack(deployed, around) : ofAbsent(template, region);
      }),
    );
    if (!deployed) continue;
    for (const [name, layer] of LAYERS) findings.push(...(await ofLayer(name, layer, deployed, around)));
  }
  return findings;
}

/** A template may be other than we know: that layer can't be told then. */
async function ofLayer(
  name: Layer,
  layer: (typeof LAYERS)[number][1],
  deployed: Deployed,
  around: Surroundings,
): Promise<Finding[]> {
  try {
    return await layer(deployed, around);
  } catch (error) {
    return [
      await check(name, deployed.template.name, 'all of it', async () => {
        throw error;
      }),
    ];
  }
}

function ofAbsent({ stackName }: StackTemplate, region: string) {
  return missing(`there is no stack ${stackName} in ${region}`, [
    {
      seen: true,
      why: 'it is not deployed with these credentials and in this Region',
      next: `npx cdk deploy ${stackName}; or pass --region, or the credentials of the account that has it`,
    },
  ]);
}

function ofStack({ status, changedAt }: Deployed, { now }: Surroundings) {
  if (status.endsWith('IN_PROGRESS')) return waiting(status);
  const detail = `${status}, ${Math.max(0, Math.round(minutesSince(changedAt, now)))} minutes ago`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok(detail);
  return missing(detail, [
    {
      seen: true,
      why: 'the last deployment failed, so that what the app declares is not what is there',
      next: 'the events of the stack tell why; deploy again',
    },
  ]);
}

async function unverified(stacks: readonly StackTemplate[], options: VerifyOptions, tools: Tools): Promise<number> {
  const { now = () => new Date(), connect: open = connect, print } = tools;
  const end = now();
  const regions = new Set(stacks.map(({ environment }) => regionOf(options.region, environment)));
  const answers = [];
  for (const region of regions) {
    const reader = new Reader(open(region), { start: new Date(end.getTime() - options.sinceMs), end });
    answers.push(...(await answersOf(reader)));
  }
  if (options.json) print(plainJson(answers));
  else for (const { question, answer, evidence } of answers) print(`${question}\n  ${answer}: ${plain(evidence)}\n`);
  return 0;
}

function spanOf(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.round(minutes)} min`;
}
