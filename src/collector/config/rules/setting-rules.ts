import { problemOfPattern } from '../../../private/checks';
import type { Problem } from '../../../private/errors';
import { type CollectorDocument, type Settings, SIGNAL_PATH, typeOf } from '../document/collector-document';

/** What CloudWatch Logs takes as retention, in days; 0 is for ever. */
const RETENTION = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653,
];
const MAX_DIMENSIONS = 30;

type Rule = (what: string, settings: Settings) => Problem[];

const RULES: { readonly [type: string]: Rule } = {
  memory_limiter: memoryLimiter,
  batch,
  awsemf: (what, settings) => [...retention(what, settings), ...declarations(what, settings)],
  awscloudwatchlogs: retention,
  otlphttp: otlpHttp,
  otlp_http: otlpHttp,
};

/** What is wrong with the settings of components: what we know to go wrong, not every key there is. */
export function settingRules({ receivers, processors, exporters, extensions }: CollectorDocument): Problem[] {
  return Object.entries({ receivers, processors, exporters, extensions }).flatMap(([section, components]) =>
    Object.entries(components).flatMap(([id, settings]) => [
      ...tls(`${section}.${id}`, settings),
      ...(RULES[typeOf(id)]?.(`${section}.${id}`, settings) ?? []),
    ]),
  );
}

function memoryLimiter(what: string, settings: Settings): Problem[] {
  const { check_interval: interval, limit_mib: limit, limit_percentage: percentage, spike_limit_mib: spike } = settings;
  const found: Problem[] = [];
  if (!/^[0-9.]*[1-9][0-9.]*(ms|s|m)$/.test(String(interval ?? ''))) {
    const expected = 'a duration above 0, such as 1s';
    found.push({ what: `${what}.check_interval`, got: interval, expected, fix: 'set it to 1s' });
  }
  if (!(Number(limit) > 0) && !(Number(percentage) > 0) && !isVariable(limit)) {
    const expected = 'MiB above 0, or limit_percentage';
    found.push({ what: `${what}.limit_mib`, got: limit, expected, fix: 'set 80 % of the container memory' });
  }
  if (Number(spike) >= Number(limit)) {
    found.push({ what: `${what}.spike_limit_mib`, got: spike, expected: `less than ${limit}`, fix: 'take a quarter' });
  }
  return found;
}

function batch(what: string, { send_batch_size: size = 8192, send_batch_max_size: max = 0 }: Settings): Problem[] {
  if (Number(max) === 0 || Number(max) >= Number(size)) return [];
  const expected = `at least send_batch_size, ${size}`;
  return [{ what: `${what}.send_batch_max_size`, got: max, expected, fix: 'raise it' }];
}

function retention(what: string, { log_retention: days }: Settings): Problem[] {
  if (days === undefined || isVariable(days) || RETENTION.includes(Number(days))) return [];
  const expected = `days that CloudWatch Logs knows: ${RETENTION.join(', ')}`;
  return [{ what: `${what}.log_retention`, got: days, expected, fix: 'take the next one' }];
}

interface Declaration {
  readonly dimensions?: string[][];
  readonly metric_name_selectors?: string[];
  readonly label_matchers?: { readonly regex?: string }[];
}

function declarations(what: string, settings: Settings): Problem[] {
  const list = Array.isArray(settings.metric_declarations) ? (settings.metric_declarations as Declaration[]) : [];
  return list.flatMap(({ dimensions = [], metric_name_selectors = [], label_matchers = [] }, index) => {
    const at = `${what}.metric_declarations[${index}]`;
    const patterns = [...metric_name_selectors, ...label_matchers.map(({ regex }) => regex ?? '')];
    const tooMany = dimensions.filter((set) => set.length > MAX_DIMENSIONS);
    return [
      ...patterns.flatMap((pattern) => regularExpression(at, pattern)),
      ...tooMany.map((set) => ({
        what: `${at}.dimensions`,
        got: `${set.length} names`,
        expected: `at most ${MAX_DIMENSIONS}: CloudWatch takes no more`,
        fix: 'name those that alarms and dashboards ask for',
      })),
    ];
  });
}

/** The exporter panics at one that does not compile, and an unset variable makes one that matches every metric. */
function regularExpression(what: string, pattern: string): Problem[] {
  if (isVariable(pattern)) {
    const expected = 'a regular expression: an unset variable would select every metric';
    return [{ what, got: pattern, expected, fix: 'write it out' }];
  }
  const got = pattern;
  if (/\(\?(=|!|<=|<!)|\\[1-9]/.test(pattern)) {
    const expected = 'a regular expression of RE2, which has no look-around and no back references';
    return [{ what, got, expected, fix: 'write it without' }];
  }
  const problem = problemOfPattern(pattern.replace(/\(\?P</g, '(?<').replace(/^\(\?[imsU]+\)/, ''));
  return problem === undefined ? [] : [{ what, got, expected: 'a regular expression', fix: `correct it: ${problem}` }];
}

/** The exporter appends the signal's path to `endpoint`, and every export would end at 404. */
function otlpHttp(what: string, { endpoint }: Settings): Problem[] {
  const found = SIGNAL_PATH.exec(String(endpoint ?? ''));
  if (!found) return [];
  const fix = `move it to ${found[1]}_endpoint, or leave ${found[0]} out`;
  return [{ what: `${what}.endpoint`, got: endpoint, expected: 'the base URL: /v1/… is appended', fix }];
}

function tls(what: string, settings: Settings): Problem[] {
  if (!('tls_settings' in settings)) return [];
  return [{ what: `${what}.tls_settings`, got: 'a key of older versions', expected: 'tls', fix: 'rename it' }];
}

function isVariable(value: unknown): boolean {
  return typeof value === 'string' && /\$\{/.test(value);
}
