import type { Problem } from '../../../private/errors';
import { type CollectorDocument, type Settings, typeOf } from '../document/collector-document';
import { durationOf } from './durations';
import {
  awsEmf,
  cloudWatchLogs,
  debug,
  grpcClient,
  httpClient,
  queue,
  remoteWrite,
  retry,
  timeout,
  tlsClient,
} from './exporter-rules';
import { metadataKeys } from './metadata-keys';
import { actions, transforms } from './processor-actions';
import { statsd } from './statsd-rules';
import { given, known } from './variables';

type Rule = (what: string, settings: Settings) => Problem[];

const RULES: { readonly [section: string]: { readonly [type: string]: Rule } } = {
  receivers: { otlp, statsd },
  processors: {
    attributes: needsList('actions'),
    batch,
    cumulativetodelta,
    memory_limiter: memoryLimiter,
    probabilistic_sampler: probabilisticSampler,
    resource: needsList('attributes'),
  },
  exporters: {
    awscloudwatchlogs: cloudWatchLogs,
    awsemf: awsEmf,
    debug,
    otlp: grpcClient,
    otlp_grpc: grpcClient,
    otlp_http: httpClient,
    otlphttp: httpClient,
    prometheus_remote_write: remoteWrite,
    prometheusremotewrite: remoteWrite,
  },
  extensions: { health_check: healthCheck },
};

/** What is looked at only where a pipeline uses the component. */
const RULES_IN_USE: { readonly [type: string]: Rule } = {
  attributes: (what, settings) => actions(`${what}.actions`, settings.actions),
  metrics_transform: transforms,
  metricstransform: transforms,
  resource: (what, settings) => actions(`${what}.attributes`, settings.attributes),
};

/** What is wrong with the settings of components, beside their shape: what the collector says of them, and what goes wrong. */
export function settingRules({ receivers, processors, exporters, extensions, service }: CollectorDocument): Problem[] {
  const components = Object.entries({ receivers, processors, exporters, extensions });
  const used = new Set(Object.values(service.pipelines).flatMap((pipeline) => pipeline.processors ?? []));
  return [
    ...Object.entries(processors).flatMap(([id, settings]) =>
      used.has(id) ? (RULES_IN_USE[typeOf(id)]?.(`processors.${id}`, settings) ?? []) : [],
    ),
    ...components.flatMap(([section, defined]) =>
      Object.entries(defined).flatMap(([id, settings]) => {
        const what = `${section}.${id}`;
        const common =
          section === 'exporters' ? [queue, retry, timeout, tlsClient].flatMap((rule) => rule(what, settings)) : [];
        return [...common, ...(RULES[section][typeOf(id)]?.(what, settings) ?? [])];
      }),
    ),
    ...telemetry(service.telemetry),
  ];
}

function memoryLimiter(what: string, settings: Settings): Problem[] {
  const found: Problem[] = [];
  const { check_interval: interval } = settings;
  if (given(interval) && !((durationOf(known(settings, 'check_interval')) ?? 0) > 0)) {
    const expected = 'a duration above 0, such as 1s';
    found.push({ what: `${what}.check_interval`, got: interval, expected, fix: 'set it to 1s' });
  }
  const isKnown = given(settings.limit_mib) && given(settings.limit_percentage);
  const [limit, percentage] = [known<number>(settings, 'limit_mib'), known<number>(settings, 'limit_percentage')];
  if (isKnown && !limit && !percentage) {
    const expected = 'MiB above 0, or limit_percentage';
    found.push({
      what: `${what}.limit_mib`,
      got: settings.limit_mib,
      expected,
      fix: 'set 80 % of the container memory',
    });
  }
  for (const [key, spikeKey] of [
    ['limit_mib', 'spike_limit_mib'],
    ['limit_percentage', 'spike_limit_percentage'],
  ]) {
    const [most, spike] = [known<number>(settings, key), known<number>(settings, spikeKey)];
    if (most && spike !== undefined && most <= spike) {
      found.push({ what: `${what}.${spikeKey}`, got: spike, expected: `less than ${most}`, fix: 'take a quarter' });
    }
    const share = key === 'limit_percentage' ? [most, spike].find((value) => (value ?? 0) > 100) : undefined;
    if (share !== undefined)
      found.push({ what: `${what}.${key}`, got: share, expected: 'at most 100', fix: 'lower it' });
  }
  return [...found, ...garbageCollection(what, settings)];
}

/** The pauses between collections of garbage: a soft limit's are at least a hard one's. */
function garbageCollection(what: string, settings: Settings): Problem[] {
  const pause = (key: string, otherwise: number) => {
    const value = known(settings, key);
    return value === undefined ? otherwise : (durationOf(value) ?? otherwise);
  };
  const [soft, hard] = [pause('min_gc_interval_when_soft_limited', 10), pause('min_gc_interval_when_hard_limited', 0)];
  const [maxSoft, maxHard] = [
    pause('max_gc_interval_when_soft_limited', 0),
    pause('max_gc_interval_when_hard_limited', 0),
  ];
  const isRight =
    soft >= hard &&
    maxSoft >= 0 &&
    maxHard >= 0 &&
    (maxSoft === 0 || maxSoft >= soft) &&
    (maxHard === 0 || maxHard >= hard) &&
    (maxSoft === 0 || maxHard === 0 || maxSoft >= maxHard);
  if (isRight) return [];
  const got = { soft, hard, maxSoft, maxHard };
  const expected = 'seconds that are longer for the soft limit than for the hard one, and longest at most';
  return [{ what: `${what}.min_gc_interval_when_soft_limited`, got, expected, fix: 'leave them out' }];
}

function batch(what: string, settings: Settings): Problem[] {
  const [size, max] = [
    known<number>(settings, 'send_batch_size') ?? 8192,
    known<number>(settings, 'send_batch_max_size') ?? 0,
  ];
  const found: Problem[] = [];
  if (max > 0 && max < size && given(settings.send_batch_size)) {
    const expected = `at least send_batch_size, ${size}`;
    found.push({ what: `${what}.send_batch_max_size`, got: max, expected, fix: 'raise it' });
  }
  if ((durationOf(known(settings, 'timeout')) ?? 0) < 0) {
    found.push({ what: `${what}.timeout`, got: settings.timeout, expected: 'at least 0', fix: 'raise it' });
  }
  return [...found, ...metadataKeys(what, settings)];
}

function otlp(what: string, { protocols }: Settings): Problem[] {
  if (typeof protocols === 'object' && protocols !== null && Object.keys(protocols).length > 0) {
    return Object.entries(protocols as { [name: string]: Settings | null }).flatMap(([name, settings]) =>
      server(`${what}.protocols.${name}`, settings ?? {}),
    );
  }
  const fix = 'write protocols: { http: {} }';
  return [{ what: `${what}.protocols`, got: protocols, expected: 'http, grpc or both', fix }];
}

const SIZES = ['max_recv_msg_size_mib', 'read_buffer_size', 'write_buffer_size'];

function server(what: string, settings: Settings): Problem[] {
  const negative = SIZES.filter((key) => (known<number>(settings, key) ?? 0) < 0).map((key) => ({
    what: `${what}.${key}`,
    got: settings[key],
    expected: 'at least 0',
    fix: 'raise it',
  }));
  const { tls } = settings as { readonly tls?: Settings };
  const has = (name: string) => [`${name}_file`, `${name}_pem`].some((key) => known(tls, key));
  if (!tls || (has('cert') && has('key'))) return negative;
  const expected = 'a certificate and its key: cert_file and key_file';
  return [...negative, { what: `${what}.tls`, got: tls, expected, fix: 'name both, or leave tls out' }];
}

function needsList(key: string): Rule {
  return (what, settings) => {
    const list = known<unknown[]>(settings, key);
    if (!given(settings[key]) || (list ?? []).length > 0) return [];
    return [
      {
        what: `${what}.${key}`,
        got: settings[key],
        expected: 'at least one',
        fix: 'name one, or leave the processor out',
      },
    ];
  };
}

const METRIC_TYPES = ['sum', 'histogram', 'exponentialhistogram'];

function cumulativetodelta(what: string, settings: Settings): Problem[] {
  return ['include', 'exclude'].flatMap((side) => {
    const match = known<Settings>(settings, side);
    const [metrics, kind] = [known<string[]>(match, 'metrics') ?? [], String(known(match, 'match_type') ?? '')];
    const types = known<string[]>(match, 'metric_types') ?? [];
    const strange = types.find((type) => !METRIC_TYPES.includes(String(type).toLowerCase()));
    const found: Problem[] = [];
    if (metrics.length > 0 !== kind.length > 0) {
      const expected = 'metrics and match_type together';
      found.push({ what: `${what}.${side}`, got: match, expected, fix: 'name both, or none' });
    }
    if (strange !== undefined) {
      const expected = `some of ${METRIC_TYPES.join(', ')}`;
      found.push({ what: `${what}.${side}.metric_types`, got: strange, expected, fix: 'correct it' });
    }
    return found;
  });
}

/** What one in 2^56 is, in percent. */
const LEAST_SHARE = 2 ** -56 * 100;

function probabilisticSampler(what: string, settings: Settings): Problem[] {
  const share = known<number>(settings, 'sampling_percentage') ?? 0;
  const precision = known<number>(settings, 'sampling_precision') ?? 4;
  const source = known<string>(settings, 'attribute_source') ?? '';
  const found: Problem[] = [];
  if (share !== 0 && share < LEAST_SHARE) {
    found.push({ what: `${what}.sampling_percentage`, got: share, expected: 'at least 0', fix: 'raise it' });
  }
  if (precision === 0 || precision > 14) {
    found.push({ what: `${what}.sampling_precision`, got: precision, expected: '1 to 14', fix: 'leave it out' });
  }
  if (!['', 'traceID', 'record'].includes(source)) {
    found.push({ what: `${what}.attribute_source`, got: source, expected: 'traceID or record', fix: 'correct it' });
  }
  return found;
}

function healthCheck(what: string, settings: Settings): Problem[] {
  const gated = ['http', 'grpc'].filter((key) => settings[key] !== undefined && settings.use_v2 !== true);
  const found: Problem[] = gated.map((key) => ({
    what: `${what}.${key}`,
    got: settings[key],
    expected: 'endpoint and path: others are behind a feature gate that ADOT leaves closed',
    fix: 'move endpoint out of it',
  }));
  const path = known(settings, 'path');
  if (path !== undefined && !String(path).startsWith('/')) {
    found.push({ what: `${what}.path`, got: path, expected: 'a path that begins with /', fix: 'correct it' });
  }
  return found;
}

function telemetry(settings: Settings): Problem[] {
  const metrics = known<Settings>(settings, 'metrics');
  const level = String(known(metrics, 'level') ?? 'normal').toLowerCase();
  const readers = known<unknown[]>(metrics, 'readers');
  const found: Problem[] = [];
  if (level !== 'none' && readers?.length === 0) {
    const fix = 'leave readers out, or set level to none';
    found.push({ what: 'service.telemetry.metrics.readers', got: readers, expected: 'at least one', fix });
  }
  if (known(metrics, 'views') !== undefined && level !== 'detailed') {
    const expected = 'level: detailed beside it';
    found.push({ what: 'service.telemetry.metrics.views', got: metrics?.views, expected, fix: 'set it' });
  }
  return found;
}
