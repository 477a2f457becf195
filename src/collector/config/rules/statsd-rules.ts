import type { Problem } from '../../../private/errors';
import type { Settings } from '../document/collector-document';
import { durationOf } from './durations';
import { given, known } from './variables';

const STATSD_TYPES = ['timing', 'timer', 'histogram', 'distribution'];
const OBSERVERS = ['gauge', 'summary', 'histogram'];

export function statsd(what: string, settings: Settings): Problem[] {
  const found: Problem[] = [];
  const interval = known(settings, 'aggregation_interval');
  if (interval !== undefined && !((durationOf(interval) ?? 0) > 0)) {
    const expected = 'a duration above 0';
    found.push({ what: `${what}.aggregation_interval`, got: interval, expected, fix: 'raise it' });
  }
  const counter = String(known(settings, 'counter_type') ?? '');
  if (!['', 'int', 'float', 'stochastic_int'].includes(counter)) {
    const expected = 'int, float or stochastic_int';
    found.push({ what: `${what}.counter_type`, got: counter, expected, fix: 'correct it' });
  }
  if ('transport' in settings && given(settings.transport) && !known(settings, 'transport')) {
    const expected = 'udp, tcp or unixgram';
    found.push({ what: `${what}.transport`, got: settings.transport, expected, fix: 'set it, or leave it out' });
  }
  const list = known<(Settings | null)[]>(settings, 'timer_histogram_mapping');
  const mappings = Array.isArray(list) ? list : [];
  return [
    ...found,
    ...mappings.flatMap((one, index) => mapping(`${what}.timer_histogram_mapping[${index}]`, one ?? {})),
  ];
}

function mapping(what: string, settings: Settings): Problem[] {
  const observer = String(known(settings, 'observer_type') ?? '');
  const type = String(known(settings, 'statsd_type') ?? '');
  const problem = (key: string, expected: string): Problem[] => [
    { what: `${what}.${key}`, got: settings[key], expected, fix: 'correct it' },
  ];
  if (given(settings.statsd_type) && !STATSD_TYPES.includes(type))
    return problem('statsd_type', STATSD_TYPES.join(', '));
  if (given(settings.observer_type) && !OBSERVERS.includes(observer))
    return problem('observer_type', OBSERVERS.join(', '));
  const { max_size: size, explicit_buckets: buckets } = known<Settings>(settings, 'histogram') ?? {};
  if (observer !== 'histogram' && (size || buckets))
    return problem('histogram', 'nothing without observer_type: histogram');
  const percentiles = known<number[]>(known<Settings>(settings, 'summary'), 'percentiles') ?? [];
  if (percentiles.some((one) => one < 0 || one > 100)) return problem('summary', 'percentiles from 0 to 100');
  return percentiles.length > 0 && observer !== 'summary'
    ? problem('summary', 'nothing without observer_type: summary')
    : [];
}
