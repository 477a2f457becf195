/** A configuration that a collector can't run, or runs wrongly. */
export interface InvalidConfig {
  /** What makes it wrong: replaced in VALID. */
  readonly replace: readonly [string, string];
  /** What we say. */
  readonly ours: RegExp;
  /** What the collector says; none where it takes it and then does the wrong thing. */
  readonly collector?: RegExp;
}

export const VALID = `receivers:
  otlp: { protocols: { http: { endpoint: 'localhost:4318' } } }
processors:
  memory_limiter: { check_interval: 1s, limit_mib: 100 }
  batch: {}
exporters:
  awsemf: { region: us-east-1, namespace: shop, log_group_name: /shop }
  awsxray: { region: us-east-1 }
  otlphttp/vendor: { endpoint: 'https://otlp.vendor.example' }
extensions:
  health_check: { endpoint: '127.0.0.1:13133' }
service:
  extensions: [health_check]
  pipelines:
    metrics: { receivers: [otlp], processors: [memory_limiter, batch], exporters: [awsemf] }
    traces: { receivers: [otlp], exporters: [awsxray, otlphttp/vendor] }
`;

const selector = (regex: string): InvalidConfig['replace'] => [
  'log_group_name: /shop',
  `log_group_name: /shop, metric_declarations: [{ dimensions: [[a]], metric_name_selectors: ['${regex}'] }]`,
];
const vendor = (more: string): InvalidConfig['replace'] => [
  "endpoint: 'https://otlp.vendor.example'",
  `endpoint: 'https://otlp.vendor.example', ${more}`,
];

export const INVALID: { readonly [name: string]: InvalidConfig } = {
  'a memory limiter without an interval': {
    replace: ['check_interval: 1s, ', ''],
    ours: /processors\.memory_limiter\.check_interval: got undefined, expected a duration above 0/,
    collector: /'check_interval' must be greater than zero/,
  },
  'a memory limiter without a limit': {
    replace: ['limit_mib: 100', 'limit_mib: 0'],
    ours: /processors\.memory_limiter\.limit_mib: got 0, expected MiB above 0/,
    collector: /must be greater than zero/,
  },
  'a spike as large as the limit': {
    replace: ['limit_mib: 100', 'limit_mib: 100, spike_limit_mib: 100'],
    ours: /spike_limit_mib: got 100, expected less than 100/,
    collector: /must be smaller than/,
  },
  'tls_settings, which is called tls now': {
    replace: vendor('tls_settings: { insecure: true }'),
    ours: /a key of exporters\.otlphttp\/vendor: got "tls_settings", expected one of .*; rename it to tls/,
    collector: /tls_settings|error reading configuration/,
  },
  'braces of a template': {
    replace: ["'localhost:4318'", '{{endpoint}}'],
    ours: /a key is an object or a list: quote what is in braces/,
    collector: /invalid map key/,
  },
  'a receiver of OTLP without a protocol': {
    replace: [" { protocols: { http: { endpoint: 'localhost:4318' } } }", ''],
    ours: /receivers\.otlp\.protocols: got undefined, expected http, grpc or both/,
    collector: /must specify at least one protocol/,
  },
  'a spike of percents that is not below the limit': {
    replace: ['limit_mib: 100', 'limit_percentage: 50, spike_limit_percentage: 50'],
    ours: /spike_limit_percentage: got 50, expected less than 50/,
    collector: /must be smaller than/,
  },
  'an address of metrics, which readers replaced': {
    replace: ['service:\n', "service:\n  telemetry: { metrics: { address: ':8888' } }\n"],
    ours: /a key of service\.telemetry\.metrics: got "address", expected one of level, readers, views/,
    collector: /invalid keys: address/,
  },
  'loglevel, which is called verbosity now': {
    replace: ['awsxray: { region: us-east-1 }', 'awsxray: { region: us-east-1 }\n  debug: { loglevel: debug }'],
    ours: /a key of exporters\.debug: got "loglevel".*; rename it to verbosity/,
    collector: /invalid keys: loglevel/,
  },
  'a text for a number': {
    replace: ['limit_mib: 100', "limit_mib: '100'"],
    ours: /processors\.memory_limiter\.limit_mib: got "100", expected a number/,
    collector: /expected type 'uint32'/,
  },
  'service.pipeline instead of service.pipelines': {
    replace: ['pipelines:', 'pipeline:'],
    ours: /a key of service: got "pipeline", expected one of extensions, pipelines, telemetry/,
    collector: /'service' has invalid keys: pipeline/,
  },
  'a connector': {
    replace: ['extensions:\n  health', 'connectors: { count: {} }\nextensions:\n  health'],
    ours: /connectors\.count: got "count", expected none: ADOT has no connectors/,
    collector: /'connectors' unknown type: "count"/,
  },
  'a component that ADOT lacks': {
    replace: ['batch: {}', 'batch: {}\n  transform: {}'],
    ours: /processors\.transform: got "transform", expected a component of ADOT v0\.49: attributes, batch/,
    collector: /'processors' unknown type: "transform"/,
  },
  'an exporter in a pipeline of another signal': {
    replace: ['exporters: [awsemf]', 'exporters: [awsxray]'],
    ours: /pipelines\.metrics\.exporters: got "awsxray", expected one that takes metrics; awsxray is for traces/,
    collector: /telemetry type is not supported/,
  },
  'a processor that is not defined': {
    replace: ['[memory_limiter, batch]', '[memory_limiter, filter]'],
    ours: /pipelines\.metrics\.processors: got "filter", expected one of processors: memory_limiter, batch/,
    collector: /references processor "filter" which is not configured/,
  },
  'an extension that is not defined': {
    replace: ['extensions: [health_check]', 'extensions: [health_check, pprof]'],
    ours: /service\.extensions: got "pprof", expected one of extensions: health_check/,
    collector: /references extension "pprof" which is not configured/,
  },
  'a pipeline without a receiver': {
    replace: ['receivers: [otlp], exporters: [awsxray', 'exporters: [awsxray'],
    ours: /pipelines\.traces\.receivers: got "none", expected at least one/,
    collector: /must have at least one receiver/,
  },
  'a pipeline without an exporter': {
    replace: [', exporters: [awsemf]', ''],
    ours: /pipelines\.metrics\.exporters: got "none", expected at least one/,
    collector: /must have at least one exporter/,
  },
  'a signal that does not exist': {
    replace: ['metrics: { receivers', 'metricz: { receivers'],
    ours: /service\.pipelines\.metricz: got "metricz", expected a signal/,
    collector: /unknown pipeline signal: "metricz"/,
  },
  'a regular expression that does not compile': {
    replace: selector('^(a'),
    ours: /exporters\.awsemf\.metric_declarations\[0\]: got "\^\(a", expected a regular expression/,
    collector: /panic: regexp: Compile/,
  },
  'a regular expression that RE2 does not know': {
    replace: selector('^(?!a)'),
    ours: /expected a regular expression of RE2/,
    collector: /panic: regexp: Compile/,
  },
  'a retention that CloudWatch Logs lacks': {
    replace: ['log_group_name: /shop', 'log_group_name: /shop, log_retention: 42'],
    ours: /exporters\.awsemf\.log_retention: got 42, expected days that CloudWatch Logs knows/,
    collector: /invalid value for retention policy/,
  },
  'a batch that may not become as large as it should': {
    replace: ['batch: {}', 'batch: { send_batch_size: 100, send_batch_max_size: 10 }'],
    ours: /send_batch_max_size: got 10, expected at least send_batch_size, 100/,
    collector: /send_batch_max_size must be greater or equal/,
  },
  'a key twice': {
    replace: ['service:\n', 'extensions: {}\nservice:\n'],
    ours: /fromFile\(".*"\): got "Map keys must be unique/,
    collector: /already defined/,
  },
  'an endpoint with the path that the exporter appends': {
    replace: ["'https://otlp.vendor.example'", "'https://otlp.vendor.example/v1/traces'"],
    ours: /got "https:\/\/otlp\.vendor\.example\/v1\/traces", expected the base URL.*; move it to traces_endpoint/,
  },
  'a memory limiter that comes too late': {
    replace: ['[memory_limiter, batch]', '[batch, memory_limiter]'],
    ours: /expected memory_limiter first/,
  },
  'an authenticator that is not listed': {
    replace: vendor('auth: { authenticator: sigv4auth }'),
    ours: /authenticator: got "sigv4auth", expected one of service\.extensions: health_check/,
  },
  'an extension that is never started': {
    replace: ["endpoint: '127.0.0.1:13133' }", "endpoint: '127.0.0.1:13133' }\n  awsproxy: {}"],
    ours: /extensions\.awsproxy: got "not listed in service\.extensions"/,
  },
  'a selector that selects everything where a variable is unset': {
    replace: selector(`$${'{env:NAME}'}`),
    ours: /an unset variable would select every metric/,
  },
};

/** The file with the mistake. */
export function withMistake({ replace: [good, bad] }: InvalidConfig): string {
  if (!VALID.includes(good)) throw new Error(`not in the valid configuration: ${good}`);
  return VALID.replace(good, () => bad);
}
