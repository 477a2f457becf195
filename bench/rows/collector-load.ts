import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { measureLoad } from '../collector/load';
import { besideFirst, table } from '../table';

const COLLECTOR = resolve(__dirname, '../../.cache/collector/collector');
const RATES = [100, 1_000, 5_000];
const SECONDS = 20;

/** Processor time and memory of a real collector, with our default configuration and with that of ADOT for ECS. */
export async function collectorLoadRow(): Promise<string> {
  if (!existsSync(COLLECTOR)) return '## The collector under load\nleft out: .cache/collector/collector is missing';
  const rows: string[][] = [];
  for (const rate of RATES) {
    const ours = await measureLoad(COLLECTOR, defaultConfiguration, rate, SECONDS);
    const adot = await measureLoad(COLLECTOR, adotForEcs, rate, SECONDS);
    const both = [ours, adot];
    const spans = rate.toLocaleString('en');
    rows.push(
      [`${spans} spans/s: CPU, % of a core`, ...besideFirst(both.map(({ cpuPercent }) => cpuPercent))],
      [
        `${spans} spans/s: memory, MiB`,
        ...besideFirst(
          both.map(({ residentMiB }) => residentMiB),
          0,
        ),
      ],
      [
        `… without the mapped binary, MiB`,
        ...besideFirst(
          both.map(({ anonymousMiB }) => anonymousMiB),
          0,
        ),
      ],
      ['… spans that did not arrive', ...both.map(({ sent, arrived }) => `${sent - arrived} of ${sent}`)],
    );
  }
  return [
    '## The collector under load',
    `Spans of 7 attributes by OTLP in requests of 50, for ${SECONDS} seconds at each rate, to AWS X-Ray (a fake that counts).`,
    table(['', 'our default configuration', 'ADOT for ECS by default'], rows),
  ].join('\n');
}

function defaultConfiguration(xray: string, port: number): object {
  // The library as it is in src: the peers' workspace has no collector.
  const { CollectorConfig } = require('../../src/collector') as typeof import('../../src/collector');
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
  const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const config = JSON.parse(
    stack.resolve(new CollectorConfig().toJson(stack, { metricsLogGroup, memoryLimitMiB: 256 })),
  );
  return { ...runnable(config, xray, port), extensions: {}, service: { ...config.service, extensions: [] } };
}

/** /etc/ecs/ecs-default-config.yaml of the image, without what only works in a task on ECS. */
function adotForEcs(xray: string, port: number): object {
  const config = {
    receivers: { otlp: {} },
    processors: { 'batch/traces': { timeout: '1s', send_batch_size: 50 }, 'batch/metrics': { timeout: '60s' } },
    exporters: { awsxray: {}, awsemf: { namespace: 'ECS/AWSOTel/Application', log_group_name: '/metrics' } },
    service: {
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['batch/traces'], exporters: ['awsxray'] },
        metrics: { receivers: ['otlp'], processors: ['batch/metrics'], exporters: ['awsemf'] },
      },
      telemetry: { metrics: { level: 'none' } },
    },
  };
  return runnable(config, xray, port);
}

interface Runnable {
  readonly receivers: object;
  readonly exporters: { readonly awsxray: object; readonly awsemf: object };
}

function runnable<T extends Runnable>(config: T, xray: string, port: number): T {
  const { awsxray, awsemf } = config.exporters;
  return {
    ...config,
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: {
      awsxray: { ...awsxray, region: 'us-east-1', endpoint: xray },
      awsemf: { ...awsemf, region: 'us-east-1', endpoint: xray },
    },
  };
}

if (require.main === module) void collectorLoadRow().then(console.log);
