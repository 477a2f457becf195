import type { Problem } from '../../../private/errors';
import { type Settings, SIGNAL_PATH } from '../document/collector-document';
import { durationOf } from './durations';
import { metadataKeys } from './metadata-keys';
import { regularExpression } from './regular-expression';
import { given, known } from './variables';

/** What CloudWatch Logs takes as retention, in days; 0 is for ever. */
const RETENTION = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653,
];
const MAX_DIMENSIONS = 30;
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function awsEmf(what: string, settings: Settings): Problem[] {
  return [...retention(what, settings), ...tags(what, settings), ...declarations(what, settings)];
}

export function cloudWatchLogs(what: string, settings: Settings): Problem[] {
  const names = ['log_group_name', 'log_stream_name'].flatMap((key) => {
    const name = known<string>(settings, key);
    if (name === undefined && given(settings[key])) {
      return [{ what: `${what}.${key}`, got: settings[key], expected: 'a name', fix: 'name one' }];
    }
    return [];
  });
  return [...names, ...retention(what, settings), ...tags(what, settings)];
}

function retention(what: string, settings: Settings): Problem[] {
  const days = known<number>(settings, 'log_retention');
  if (days === undefined || RETENTION.includes(days)) return [];
  const expected = `days that CloudWatch Logs knows: ${RETENTION.join(', ')}`;
  return [{ what: `${what}.log_retention`, got: days, expected, fix: 'take the next one' }];
}

function tags(what: string, settings: Settings): Problem[] {
  const all = known<Settings>(settings, 'tags');
  if (all === undefined) return [];
  const entries = Object.entries(all).map(([key, value]) => [key, given(value)] as const);
  const isRight =
    entries.length <= 50 &&
    entries.length > 0 &&
    entries.every(([key, value]) => isTag(key, 128) && (!value || isTag(String(value.text ?? value.value ?? ''), 256)));
  if (isRight) return [];
  const expected = '1 to 50 tags, with keys of at most 128 and values of 1 to 256 letters, digits or "_.:/=+-@"';
  return [{ what: `${what}.tags`, got: all, expected, fix: 'correct them, or leave them out' }];
}

function isTag(text: string, max: number): boolean {
  return text.length >= 1 && text.length <= max && TAG.test(text);
}

interface Declaration {
  readonly dimensions?: (string[] | null)[] | null;
  readonly metric_name_selectors?: string[] | null;
  readonly label_matchers?: ({ readonly regex?: string } | null)[] | null;
}

function declarations(what: string, settings: Settings): Problem[] {
  const list = known<(Declaration | null)[]>(settings, 'metric_declarations');
  return (Array.isArray(list) ? list : []).flatMap((declaration, index) => {
    const { dimensions, metric_name_selectors: names, label_matchers: matchers } = declaration ?? {};
    const at = `${what}.metric_declarations[${index}]`;
    const patterns = [...(names ?? []), ...(matchers ?? []).map((matcher) => matcher?.regex ?? '')];
    const tooMany = (dimensions ?? []).filter((set) => (set ?? []).length > MAX_DIMENSIONS);
    return [
      ...patterns.flatMap((pattern) => regularExpression(at, String(pattern))),
      ...tooMany.map((set) => ({
        what: `${at}.dimensions`,
        got: `${set?.length} names`,
        expected: `at most ${MAX_DIMENSIONS}: CloudWatch takes no more`,
        fix: 'name those that alarms and dashboards ask for',
      })),
    ];
  });
}

export function debug(what: string, settings: Settings): Problem[] {
  const verbosity = known(settings, 'verbosity');
  const isNumber = typeof verbosity === 'number' && verbosity >= 0 && verbosity < 3; // which Go has underneath
  if (verbosity === undefined || isNumber || /^(basic|normal|detailed)$/i.test(String(verbosity))) return [];
  return [{ what: `${what}.verbosity`, got: verbosity, expected: 'basic, normal or detailed', fix: 'correct it' }];
}

/** It asks for a port, and takes no path. */
export function grpcClient(what: string, settings: Settings): Problem[] {
  const { endpoint } = settings;
  if (!given(endpoint)) return balancer(what, settings);
  const text = String(known(settings, 'endpoint') ?? '');
  const host = text.replace(/^(https?:\/\/|dns:\/{0,3})/, '');
  if (/^unix:\/\/./.test(text) || /^(\[[^\]]*\]|[^:]*):\d+$/.test(host)) return balancer(what, settings);
  return [{ what: `${what}.endpoint`, got: endpoint, expected: 'a host and a port', fix: 'write it as host:4317' }];
}

/** What gRPC for Go has without further packages. */
function balancer(what: string, settings: Settings): Problem[] {
  const name = String(known(settings, 'balancer_name') ?? '');
  if (['', 'pick_first', 'round_robin'].includes(name)) return [];
  return [{ what: `${what}.balancer_name`, got: name, expected: 'pick_first or round_robin', fix: 'correct it' }];
}

const ENDPOINTS = ['endpoint', 'traces_endpoint', 'metrics_endpoint', 'logs_endpoint', 'profiles_endpoint'];

/** The exporter appends the signal's path to `endpoint`, and every export would end at 404. */
export function httpClient(what: string, settings: Settings): Problem[] {
  const { endpoint } = settings;
  const found = SIGNAL_PATH.exec(String(endpoint ?? ''));
  if (found) {
    const fix = `move it to ${found[1]}_endpoint, or leave ${found[0]} out`;
    return [{ what: `${what}.endpoint`, got: endpoint, expected: 'the base URL: /v1/… is appended', fix }];
  }
  if (ENDPOINTS.some((key) => !given(settings[key]) || known(settings, key))) return [];
  return [{ what: `${what}.endpoint`, got: endpoint, expected: 'the base URL', fix: 'set it' }];
}

export function remoteWrite(what: string, settings: Settings): Problem[] {
  const found: Problem[] = [];
  const endpoint = known<string>(settings, 'endpoint');
  if (
    settings.endpoint !== undefined &&
    given(settings.endpoint) &&
    !/^(\/|[a-z][a-z0-9+.-]*:)/i.test(endpoint ?? '')
  ) {
    found.push({ what: `${what}.endpoint`, got: settings.endpoint, expected: 'an address', fix: 'set it' });
  }
  const labels = known<Settings>(settings, 'external_labels') ?? {};
  const empty = Object.keys(labels).find((key) => key === '' || (given(labels[key]) && !known(labels, key)));
  if (empty !== undefined) {
    found.push({
      what: `${what}.external_labels`,
      got: labels,
      expected: 'names and values',
      fix: 'remove what is empty',
    });
  }
  const queued = known<Settings>(settings, 'remote_write_queue');
  if (known(queued, 'enabled') !== false && (known<number>(queued, 'queue_size') ?? 1) <= 0) {
    const what2 = `${what}.remote_write_queue.queue_size`;
    found.push({ what: what2, got: queued?.queue_size, expected: 'at least 1', fix: 'raise it' });
  }
  return found;
}

export function queue(what: string, settings: Settings): Problem[] {
  const queued = known<Settings>(settings, 'sending_queue');
  if (queued === undefined || known(queued, 'enabled') === false) return [];
  const at = `${what}.sending_queue`;
  const tooFew = ['num_consumers', 'queue_size'].filter(
    (key) => queued[key] === null || (known<number>(queued, key) ?? 1) <= 0, // what is there without a value is 0
  );
  const found: Problem[] = tooFew.map((key) => ({
    what: `${at}.${key}`,
    got: queued[key],
    expected: 'at least 1',
    fix: 'raise it',
  }));
  const batched = known<Settings>(queued, 'batch');
  const sizer = batched && (known(batched, 'sizer') ?? known(queued, 'sizer'));
  if (sizer === 'requests') {
    found.push({
      what: `${at}.batch.sizer`,
      got: sizer,
      expected: 'items or bytes',
      fix: 'set it: the queue has another',
    });
  }
  return batched
    ? [
        ...found,
        ...queueBatch(`${at}.batch`, batched),
        ...metadataKeys(`${at}.batch.partition`, known(batched, 'partition')),
      ]
    : found;
}

function queueBatch(what: string, settings: Settings): Problem[] {
  const found: Problem[] = [];
  const min = settings.min_size === null ? 0 : (known<number>(settings, 'min_size') ?? 8192);
  const max = known<number>(settings, 'max_size') ?? 0;
  const timeout = known(settings, 'flush_timeout');
  if (timeout !== undefined && !((durationOf(timeout) ?? 0) > 0)) {
    found.push({ what: `${what}.flush_timeout`, got: timeout, expected: 'a duration above 0', fix: 'raise it' });
  }
  if (min < 0 || max < 0 || (max > 0 && max < min)) {
    found.push({ what: `${what}.max_size`, got: max, expected: `at least min_size, ${min}`, fix: 'raise it' });
  }
  return found;
}

export function timeout(what: string, settings: Settings): Problem[] {
  const got = known(settings, 'timeout');
  if ((durationOf(got) ?? 0) >= 0) return [];
  return [{ what: `${what}.timeout`, got, expected: 'at least 0', fix: 'raise it' }];
}

export function retry(what: string, settings: Settings): Problem[] {
  const policy = known<Settings>(settings, 'retry_on_failure');
  if (policy === undefined) return [];
  const at = `${what}.retry_on_failure`;
  const seconds = (key: string, otherwise: number) => durationOf(known(policy, key) ?? '') ?? otherwise;
  const [first, most, whole] = [
    seconds('initial_interval', 5),
    seconds('max_interval', 30),
    seconds('max_elapsed_time', 300),
  ];
  const [factor, multiplier] = [
    known<number>(policy, 'randomization_factor') ?? 0.5,
    known<number>(policy, 'multiplier') ?? 1.5,
  ];
  const isRight = first >= 0 && most >= 0 && whole >= 0 && factor >= 0 && factor <= 1 && multiplier >= 0;
  if (isRight && (whole === 0 || (whole >= first && whole >= most))) return [];
  const expected =
    'initial_interval and max_interval of at most max_elapsed_time, none below 0, a randomization_factor from 0 to 1';
  return [{ what: at, got: policy, expected, fix: 'correct it' }];
}

const TLS_VERSIONS = ['', '1.0', '1.1', '1.2', '1.3'];

export function tlsClient(what: string, settings: Settings): Problem[] {
  const tls = known<Settings>(settings, 'tls');
  if (tls === undefined) return [];
  const at = `${what}.tls`;
  const found: Problem[] = [];
  for (const name of ['ca', 'cert', 'key']) {
    if (known(tls, `${name}_file`) && known(tls, `${name}_pem`)) {
      const expected = `${name}_file or ${name}_pem`;
      found.push({ what: `${at}.${name}_pem`, got: 'both', expected, fix: 'leave one out' });
    }
  }
  const has = (name: string) => Boolean(known(tls, `${name}_file`) || known(tls, `${name}_pem`));
  if (has('cert') !== has('key')) {
    found.push({ what: at, got: tls, expected: 'a certificate and its key', fix: 'name both, or none' });
  }
  const versions = ['min_version', 'max_version'].map((key) => String(known(tls, key) ?? ''));
  const strange = versions.find((version) => !TLS_VERSIONS.includes(version));
  if (strange !== undefined)
    found.push({ what: `${at}.min_version`, got: strange, expected: '1.0 to 1.3', fix: 'correct it' });
  const [min, max] = versions.map((version) => TLS_VERSIONS.indexOf(version));
  if (max > 0 && (min || 3) > max)
    found.push({ what: `${at}.max_version`, got: versions[1], expected: 'at least min_version', fix: 'raise it' });
  return found;
}
