/** An app, and an account that answers as the API references say: what a test does not state is empty. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clients } from '../../../cli/aws/clients';
import { verify } from '../../../cli/verify/command';
import type { Finding } from '../../../cli/verify/evidence/finding';
import { readVerifyOptions } from '../../../cli/verify/options';

export const NOW = new Date('2026-11-29T12:00:00Z');
export const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const HOURS_AGO = minutesAgo(360);

export interface Account {
  /** Physical ids by logical ids; those of the template are their logical ids by default. */
  readonly physicalIds?: Record<string, string>;
  readonly changedAt?: Date;
  /** When CloudFormation last changed a resource, by logical ids; with the stack by default. */
  readonly changes?: Record<string, Date>;
  /** Sums by `namespace name dimension=value …`; what is not named has no data. */
  readonly metrics?: Record<string, number>;
  /** The same of a window that ends before now. */
  readonly earlier?: Record<string, number>;
  readonly logs?: Record<string, string[]>;
  /** Log groups whose answers have pages without end, and nothing on them. */
  readonly endless?: string[];
  readonly monitor?: object;
  readonly policy?: string;
  readonly canary?: object;
  readonly runs?: object[];
  /** How many traces go through a service. */
  readonly traces?: Record<string, number>;
  readonly alarms?: object[];
  readonly dashboard?: string;
  /** Calls that are denied, such as `getCanary`, and the error that they answer. */
  readonly failures?: Record<string, Error>;
}

export function serviceError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

type Resources = Record<string, { Type: string; Properties?: object; Metadata?: object }>;

/** What `cdk synth` would have written. */
export function assemblyOf(Resources: Resources, environment = 'aws://123456789012/eu-west-1'): string {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const artifacts = {
    Shop: {
      type: 'aws:cloudformation:stack',
      environment,
      displayName: 'Shop',
      properties: { templateFile: 'Shop.template.json', stackName: 'shop-stack' },
      metadata: Object.fromEntries(
        Object.keys(Resources).map((id) => [`/Shop/${id}/Resource`, [{ type: 'aws:cdk:logicalId', data: id }]]),
      ),
    },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(folder, 'Shop.template.json'), JSON.stringify({ Resources }));
  return folder;
}

export function clientsOf(account: Account, ids: readonly string[]): Clients {
  const call = (name: string, answer: (input: never) => object) => async (input: never) => {
    const failure = account.failures?.[name];
    if (failure) throw failure;
    return answer(input);
  };
  const absent = () => {
    throw serviceError('ResourceNotFoundException');
  };
  const fake = {
    cloudFormation: {
      describeStacks: () => ({
        Stacks: [{ StackStatus: 'CREATE_COMPLETE', CreationTime: account.changedAt ?? HOURS_AGO }],
      }),
      listStackResources: ({ NextToken }: { NextToken?: string }) => {
        const made = ids.flatMap((LogicalResourceId) => {
          const PhysicalResourceId = account.physicalIds?.[LogicalResourceId] ?? LogicalResourceId;
          const LastUpdatedTimestamp = account.changes?.[LogicalResourceId] ?? account.changedAt ?? HOURS_AGO;
          return PhysicalResourceId
            ? [{ LogicalResourceId, PhysicalResourceId, ResourceType: '', LastUpdatedTimestamp }]
            : [];
        });
        // In two pages.
        return NextToken
          ? { StackResourceSummaries: made.slice(1) }
          : { StackResourceSummaries: made.slice(0, 1), NextToken: 'more' };
      },
    },
    cloudWatch: {
      getMetricData: (input: { MetricDataQueries: Query[]; EndTime: Date }) => ({
        MetricDataResults: input.MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
          const name = nameOf(Metric);
          const isEarlier = input.EndTime < NOW;
          const value = isEarlier ? account.earlier?.[name] : account.metrics?.[name];
          return { Id, Values: value === undefined ? [] : [value] };
        }),
      }),
      listMetrics: ({ Namespace, MetricName }: { Namespace: string; MetricName?: string }) => ({
        Metrics: Object.keys(account.metrics ?? {})
          .map(metricOf)
          .filter((metric) => metric.Namespace === Namespace && (!MetricName || metric.MetricName === MetricName)),
      }),
      describeAlarms: ({ AlarmTypes }: { AlarmTypes: string[] }) => {
        const all = account.alarms ?? [];
        const of = (type: string, key: string) =>
          AlarmTypes.includes(type) ? all.filter((alarm) => (key === '' ? !keyOf(alarm) : keyOf(alarm) === key)) : [];
        return {
          MetricAlarms: of('MetricAlarm', ''),
          CompositeAlarms: of('CompositeAlarm', 'AlarmRule'),
          LogAlarms: of('LogAlarm', 'ScheduledQueryConfiguration'),
        };
      },
      getDashboard: () => ({ DashboardBody: account.dashboard }),
    },
    logs: {
      filterLogEvents: ({ logGroupName }: { logGroupName: string }) => {
        if (account.endless?.includes(logGroupName)) return { events: [], nextToken: 'more' };
        const lines = account.logs?.[logGroupName];
        return lines ? { events: lines.map((message) => ({ message })) } : absent();
      },
    },
    rum: {
      getAppMonitor: () => ({
        AppMonitor: { Id: 'the-id', DomainList: ['shop.example.com'], AppMonitorConfiguration: {}, ...account.monitor },
      }),
      getResourcePolicy: () => (account.policy ? { PolicyDocument: account.policy } : absent()),
    },
    synthetics: {
      getCanary: () => ({
        Canary: { Status: { State: 'RUNNING' }, Schedule: { Expression: 'rate(5 minutes)' }, ...account.canary },
      }),
      getCanaryRuns: () => ({ CanaryRuns: account.runs ?? [] }),
    },
    xray: {
      getTraceSummaries: ({ FilterExpression, NextToken }: { FilterExpression: string; NextToken?: string }) => {
        // The first page has nothing.
        if (NextToken === undefined) return { TraceSummaries: [], NextToken: '1' };
        if (account.endless?.includes('x-ray')) return { TraceSummaries: [], NextToken: '1' };
        const [, service] = /^service\("(.*)"\)$/.exec(FilterExpression) ?? [];
        return { TraceSummaries: Array.from({ length: account.traces?.[service] ?? 0 }, () => ({ Id: '1' })) };
      },
    },
  };
  const called = Object.entries(fake).map(([service, calls]) => [
    service,
    Object.fromEntries(Object.entries(calls).map(([name, answer]) => [name, call(name, answer as never)])),
  ]);
  return { region: 'eu-west-1', ...Object.fromEntries(called) } as Clients;
}

const keyOf = (alarm: object) => ['AlarmRule', 'ScheduledQueryConfiguration'].find((key) => key in alarm);

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { Namespace: string; MetricName: string; Dimensions: Dimension[] } };
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

function nameOf({ Namespace, MetricName, Dimensions }: Query['MetricStat']['Metric']): string {
  return [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' ');
}

function metricOf(name: string) {
  const [Namespace, MetricName, ...pairs] = name.split(' ');
  return {
    Namespace,
    MetricName,
    Dimensions: pairs.map((pair) => ({ Name: pair.split('=')[0], Value: pair.split('=')[1] })),
  };
}

/** What `verify --json` finds of a layer. */
export async function findingsOf(
  resources: Resources,
  account: Account,
  { args = [], pages = {} }: { args?: string[]; pages?: Record<string, Response> } = {},
): Promise<Finding[]> {
  const lines: string[] = [];
  const get = async (url: string) => pages[url]?.clone() ?? new Response('', { status: 404 });
  await verify(readVerifyOptions([assemblyOf(resources), '--json', ...args]), {
    print: (line) => lines.push(line),
    connect: () => clientsOf(account, Object.keys(resources)),
    fetch: get as typeof fetch,
    now: () => NOW,
  });
  return JSON.parse(lines.join('\n')).findings;
}
