// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the collector
import { stringify } from 'yaml';

/** A configuration that differs from a valid one by a single mistake, or by none: only a collector knows. */
export interface Mutation {
  readonly what: string;
  readonly text: string;
}

type Node = { [key: string]: unknown } | unknown[];

/** Valid ones, with as many settings as fit. */
export const SEEDS: readonly string[] = [
  `receivers:
  otlp: { protocols: { http: { endpoint: 'localhost:4318', cors: { allowed_origins: ['*'], max_age: 60 } }, grpc: { endpoint: 'localhost:4317', max_recv_msg_size_mib: 8 } } }
processors:
  memory_limiter: { check_interval: 1s, limit_mib: 200, spike_limit_mib: 50 }
  batch: { timeout: 5s, send_batch_size: 1024, send_batch_max_size: 2048 }
  attributes/user: { actions: [{ key: user.email, action: delete }, { key: team, action: upsert, value: shop }] }
  cumulativetodelta: { initial_value: keep, include: { match_type: strict, metrics: [user.transactions] } }
  metricstransform: { transforms: [{ include: user.transactions, action: update, operations: [{ action: aggregate_labels, label_set: [outcome], aggregation_type: sum }] }] }
exporters:
  awsemf:
    region: us-east-1
    namespace: shop
    log_group_name: /shop
    log_retention: 30
    dimension_rollup_option: NoDimensionRollup
    resource_to_telemetry_conversion: { enabled: true }
    metric_declarations: [{ dimensions: [[application, outcome], [application]], metric_name_selectors: ['^user\\\\.transactions$'], label_matchers: [{ label_names: [application], regex: '^(?i)shop$' }] }]
    metric_descriptors: [{ metric_name: user.transactions, unit: Count, overwrite: true }]
  awsxray: { region: us-east-1, index_all_attributes: false, indexed_attributes: [user.id] }
  debug: { verbosity: basic }
extensions:
  health_check: { endpoint: '127.0.0.1:13133' }
service:
  extensions: [health_check]
  telemetry: { logs: { level: warn }, metrics: { level: none } }
  pipelines:
    metrics: { receivers: [otlp], processors: [memory_limiter, attributes/user, cumulativetodelta, metricstransform, batch], exporters: [awsemf, debug] }
    traces: { receivers: [otlp], processors: [memory_limiter, attributes/user, batch], exporters: [awsxray] }
`,
  `receivers:
  otlp: { protocols: { grpc: null } }
  awsxray: { endpoint: 'localhost:0', transport: udp, proxy_server: { endpoint: 'localhost:0' } }
  statsd: { endpoint: 'localhost:8125', aggregation_interval: 60s, enable_metric_type: true }
processors:
  memory_limiter: { check_interval: 500ms, limit_percentage: 75, spike_limit_percentage: 20 }
  batch: {}
  filter: { error_mode: ignore, traces: { span: ['attributes["http.route"] == "/health"'] } }
  resource: { attributes: [{ key: cloud.region, action: insert, value: us-east-1 }] }
  probabilistic_sampler: { sampling_percentage: 15.3, hash_seed: 22, mode: hash_seed }
  tail_sampling: { decision_wait: 10s, num_traces: 100, policies: [{ name: errors, type: status_code, status_code: { status_codes: [ERROR] } }, { name: some, type: probabilistic, probabilistic: { sampling_percentage: 10 } }] }
exporters:
  otlp/vendor: { endpoint: 'otlp.vendor.example:4317', tls: { insecure: false }, compression: gzip, headers: { api-key: '\${env:KEY}' }, timeout: 10s }
  otlphttp: { endpoint: 'https://otlp.vendor.example', retry_on_failure: { enabled: true, initial_interval: 5s, max_interval: 30s, max_elapsed_time: 300s }, sending_queue: { enabled: true, num_consumers: 2, queue_size: 100 } }
  otlphttp/traces: { traces_endpoint: 'https://xray.us-east-1.amazonaws.com/v1/traces', auth: { authenticator: sigv4auth }, compression: gzip, encoding: proto }
  prometheusremotewrite: { endpoint: 'https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write', auth: { authenticator: sigv4auth }, resource_to_telemetry_conversion: { enabled: true }, external_labels: { team: shop } }
  awscloudwatchlogs: { log_group_name: /shop/logs, log_stream_name: otel, region: us-east-1, log_retention: 7, raw_log: true, tags: { team: shop } }
extensions:
  health_check: {}
  sigv4auth: { region: us-east-1, service: aps }
  awsproxy: { endpoint: 'localhost:2001' }
service:
  extensions: [health_check, sigv4auth, awsproxy]
  telemetry: { logs: { level: info, encoding: json }, metrics: { level: detailed } }
  pipelines:
    traces: { receivers: [otlp, awsxray], processors: [memory_limiter, filter, tail_sampling, batch], exporters: [otlp/vendor, otlphttp/traces] }
    traces/sampled: { receivers: [otlp], processors: [probabilistic_sampler], exporters: [otlphttp] }
    metrics: { receivers: [otlp, statsd], processors: [memory_limiter, resource, batch], exporters: [prometheusremotewrite, otlphttp] }
    logs: { receivers: [otlp], processors: [memory_limiter, batch], exporters: [awscloudwatchlogs] }
`,
];

/** What stands where something else was. */
const VALUES: readonly unknown[] = [
  ...[null, '', 'x', '5', '1m30s', 'true', 'otlp', 'a,b', 0, 1, -1, 5, 1.5, 101, 4000, true, false, [], {}],
  ...[
    ['a'],
    [1],
    [[]],
    [null],
    { a: 'b' },
    { a: 1 },
    '${env:UNSET:-5}',
    '${env:UNSET:-x}',
    '${env:UNSET:-true}',
    '${env:UNSET}',
  ],
  ...['$$x', 'localhost:4317', 'https://a.example/v1/traces', '0.5h', '-1s', '1d'],
];

/** Lines and pieces of text that people write, each put into a valid file. */
const EDITS: readonly (readonly [string, (text: string) => string])[] = [
  ['a trailing separator', (text) => `${text}---\n`],
  ['a leading separator', (text) => `---\n${text}`],
  ['an end of the document', (text) => `${text}...\n`],
  ['a tab', (text) => text.replace('\n  ', '\n\t')],
  ['a key twice', (text) => text.replace('service:\n', 'service:\n  extensions: []\n')],
  ['a section twice', (text) => `${text}receivers: {}\n`],
  ['braces of a template', (text) => text.replace("'localhost:", "{{endpoint}} #'")],
  [
    'an anchor and its alias',
    (text) => text.replace('batch: {', 'batch: &b {').replace('\nexporters:', '\n  batch/2: *b\nexporters:'),
  ],
  [
    'a merge',
    (text) =>
      text
        .replace('batch: {', 'batch: &b {')
        .replace('\nexporters:', '\n  batch/2: { <<: *b, timeout: 1s }\nexporters:'),
  ],
  ['an unknown alias', (text) => text.replace('batch: {', 'batch: *unknown #')],
  ['a comment', (text) => `# about\n${text}`],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  ['Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
  ['a brace too few', (text) => text.replace('}', '')],
  ['a quote too few', (text) => text.replace("'", '')],
  ...[
    '0x10',
    '0o17',
    '017',
    '0b11',
    '1_000',
    '1e3',
    '.5',
    '+5',
    '0.',
    '1e400',
    '12:30:45',
    '2026-11-28',
    '~',
    'yes',
    'No',
    'TRUE',
    'NULL',
    '!!str 5',
    '"5"',
    '!!int "5"',
    '|\n      5',
  ].map(
    (value) =>
      [
        `${value} for a number`,
        (text: string) =>
          text
            .replace('spike_limit_mib: 50', `spike_limit_mib: ${value}`)
            .replace('num_traces: 100', `num_traces: ${value}`),
      ] as const,
  ),
  ...['yes', 'on', 'True', 'y', '1', "'true'"].map(
    (value) =>
      [
        `${value} for true`,
        (text: string) => text.replace(/(index_all_attributes|raw_log): \w+/, `$1: ${value}`),
      ] as const,
  ),
];

/** One mistake after the other: the same ones each time. */
export function mutations(parse: (text: string) => unknown, seeds = SEEDS): Mutation[] {
  return seeds.flatMap((seed, index) => {
    const edits = EDITS.map(([what, edit]) => ({ what: `${what} in seed ${index}`, text: edit(seed) }));
    const found: Mutation[] = [];
    const whole = parse(seed) as Node;
    const render = (what: string) =>
      found.push({ what: `${what} in seed ${index}`, text: stringify(whole, { lineWidth: 0 }) });
    let turn = index;
    const next = () => VALUES[turn++ % VALUES.length];
    const visit = (node: Node, path: string) => {
      for (const key of Object.keys(node)) {
        const at = `${path}.${key}`;
        const parent = node as { [key: string]: unknown };
        const value = parent[key];
        for (let i = 0; i < (typeof value === 'object' ? 3 : 9); i++) {
          parent[key] = next();
          render(`${at} = ${JSON.stringify(parent[key])}`);
        }
        parent[key] = value;
        if (Array.isArray(node)) {
          node.push(value);
          render(`${at} twice`);
          node.pop();
        } else {
          delete node[key];
          render(`no ${at}`);
          node[`${key}x`] = value;
          render(`${at}x for ${at}`);
          delete node[`${key}x`];
          node[key] = value;
        }
        if (typeof value === 'object' && value !== null) {
          visit(value as Node, at);
          if (!Array.isArray(value)) {
            Object.assign(value, { unknown: 1 });
            render(`${at}.unknown`);
            delete (value as { unknown?: unknown }).unknown;
          }
        }
      }
    };
    visit(whole, '');
    return [...edits, ...found];
  });
}
