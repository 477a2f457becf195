import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Finding as Verified } from '../../cli/verify/evidence/finding';
import { letUsersAct } from '../cast';
import { askAboutUsers, EVENTS, shownAnswers } from './behavior';
import { ASSEMBLY, cdk, deploy, OUTPUTS, STACK } from './deploy';
import { deployedResources, type Endpoints, fetchOk, OUT, ROOT, startLab } from './lab';
import { savePage } from './pages';
import { stopAll } from './processes';
import { Log, step } from './progress';
import { contradictions, REPORT, type Report, saveReport, settledReport, silent, table, untrue } from './report';
import { notArrived, shownFindings, verified } from './verified';

const HEADING = `AnyCompany Retail with cdk-user-telemetry, in the lab
  real:      the CDK CLI, the browsers, the web client, the canary's script, the services,
             their OpenTelemetry SDK and the collector beside them, the ingest of events, its Parquet files and their SQL
  emulated:  AWS itself, on this machine (moto and the lab's own RUM, Synthetics, CloudFront, ECS, Lambda, Firehose, X-Ray,
             alarms); the OpenTelemetry layer of functions is a stand-in
`;

interface Finding {
  readonly report: Report;
  readonly dashboards: string[];
  readonly endpoints: Endpoints;
  readonly distribution: string;
  readonly findings: readonly Verified[];
}

/** Deploys the sample, lets real and synthetic users act, and gathers what telemetry arrived. */
async function play(logs: Logs): Promise<Finding> {
  const endpoints = await step('start the lab', () => startLab(logs.lab.path));
  await step('cdk bootstrap', () => cdk(endpoints, logs.cdk.path, 'bootstrap', 'aws://123456789012/us-east-1'));
  await step('cdk deploy (bundles the backends first)', () => deploy(endpoints, logs.cdk.path));

  const resources = await deployedResources(endpoints.aws, STACK);
  const { ways, close } = await step('real users visit the storefront (Chromium)', () =>
    letUsersAct({ shop: storefrontUrl(), edge: endpoints.edge, log: (line) => logs.users.line(line) }),
  );
  await step('the canary plays its journey', async () => {
    for (const canary of resources.all('AWS::Synthetics::Canary')) {
      const run = await fetchOk(`${endpoints.web}/lab/canaries/${canary}/run`, { method: 'POST' });
      logs.users.line(`canary ${canary}: ${await run.text()}`);
    }
  });
  const { layers } = await step('telemetry arrives', () => settledReport(endpoints.web));
  const bucket = resources.one('AWS::S3::Bucket', 'TelemetryEvents');
  const answers = await step('ask the files of events, which Firehose has stored', () =>
    askAboutUsers(
      endpoints,
      bucket,
      (found) => contradictions(found, layers.behavior, ways).length === 0,
      logs.users.path,
    ),
  );
  await close();
  const dashboards = resources.all('AWS::CloudWatch::Dashboard');
  // Asking for the report has the lab evaluate the alarms.
  const report = await step('evaluate alarms, draw the dashboard', async () => {
    for (const [index, name] of dashboards.entries()) {
      await savePage(`${endpoints.web}/dashboards/${name}`, dashboardFile(index));
    }
    return saveReport(endpoints.web, answers, ways);
  });
  const findings = await step('verify what has arrived', () => verified(endpoints));
  return { report, dashboards, endpoints, findings, distribution: resources.one('AWS::CloudFront::Distribution') };
}

function show({ report, dashboards, endpoints, distribution, findings }: Finding, keep: boolean): void {
  const open = keep ? '' : '  (while it runs: scripts/demo --keep)';
  console.log(`\n${table(report)}\n`);
  if (report.answers) console.log(`${shownAnswers(report.answers)}\n`);
  console.log(`${shownFindings(findings)}\n`);
  console.log(`  storefront   ${endpoints.web}/sites/${distribution}/${open}`);
  for (const [index, name] of dashboards.entries()) {
    console.log(`  dashboard    ${endpoints.web}/dashboards/${name}${open}`);
    console.log(`               ${shown(dashboardFile(index))}.html and .png`);
  }
  console.log(
    `  events       ${shown(EVENTS)}, to ask: npx user-telemetry ask funnel ${shown(EVENTS)} --app ${shown(ASSEMBLY)}`,
  );
  console.log(`  report       ${shown(REPORT)}`);
}

async function main(): Promise<void> {
  const keep = process.argv.includes('--keep');
  mkdirSync(OUT, { recursive: true });
  const logs = openLogs();
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('interrupted'));
  });
  console.log(HEADING);
  try {
    const finding = await Promise.race([play(logs), interrupted]);
    if (finding === 'interrupted') {
      console.log('\nInterrupted: stopping everything.');
      process.exitCode = 130;
      return;
    }
    show(finding, keep);
    const missing = silent(finding.report);
    if (missing.length > 0) throw new Error(`nothing arrived for ${missing.join(', ')}`);
    const wrong = untrue(finding.report);
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    const absent = notArrived(finding.findings);
    if (absent.length > 0) throw new Error(absent.join('; '));
    if (keep) {
      console.log('\nIt goes on running. Ctrl-C stops it.');
      await interrupted;
    }
  } catch (error) {
    process.exitCode = 1;
    console.error(`\nThe demo failed: ${(error as Error).message}`);
    console.error(
      Object.values(logs)
        .map((log) => `  log: ${shown(log.path)}`)
        .join('\n'),
    );
  } finally {
    await stopAll();
  }
}

type Logs = ReturnType<typeof openLogs>;

function openLogs() {
  const log = (name: string) => new Log(join(OUT, `${name}.log`));
  return { lab: log('lab'), cdk: log('cdk'), users: log('users') };
}

function storefrontUrl(): string {
  const outputs: Record<string, string> = JSON.parse(readFileSync(OUTPUTS, 'utf8'))[STACK];
  const url = Object.values(outputs).find((value) => value.startsWith('https://'));
  if (!url) throw new Error(`the stack has no URL among its outputs (${shown(OUTPUTS)})`);
  return url;
}

/** The same name in every run, though the deployed dashboard's differs. */
function dashboardFile(index: number): string {
  return join(OUT, index === 0 ? 'dashboard' : `dashboard-${index + 1}`);
}

function shown(file: string): string {
  return relative(ROOT, file);
}

// Ends here also where an interrupted step still waits for something.
main().finally(() => process.exit());
