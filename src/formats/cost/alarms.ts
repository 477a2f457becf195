import {
  at,
  type BilledResource,
  byRegion,
  type Consumption,
  count,
  type Finding,
  listAt,
  numberAt,
  ofType,
} from './billed-resource';

export const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const LOG_ALARM = 'AWS::CloudWatch::LogAlarm';

/** What alarms cost: each metric that they read, a composite one as a whole. */
export function alarms(resources: readonly BilledResource[]): Finding {
  const consumptions: Consumption[] = [];
  for (const [region, here] of byRegion(ofType(resources, ALARM))) {
    const add = (price: Consumption['price'], amount: number, basis: string) => {
      if (amount > 0) consumptions.push({ price, item: 'Alarms', amount, basis, region });
    };
    const [fast, steady] = [here.filter(isFast), here.filter((alarm) => !isFast(alarm))];
    const read = (some: BilledResource[]) => some.reduce((sum, alarm) => sum + metricsRead(alarm), 0);
    const bands = here.filter(isAnomaly).length;
    const also = bands > 0 ? `, ${bands} with a band, which counts as two` : '';
    add('alarmMetric', read(steady), `${count(read(steady), 'metric')} of ${count(steady.length, 'alarm')}${also}`);
    add('fastAlarmMetric', read(fast), `${count(read(fast), 'metric')} below a minute`);
  }
  for (const [region, { length }] of byRegion(ofType(resources, COMPOSITE))) {
    const basis = count(length, 'composite alarm');
    consumptions.push({ price: 'compositeAlarm', item: 'Alarms, composite', amount: length, basis, region });
  }
  const logAlarms = ofType(resources, LOG_ALARM);
  for (const [region, { length }] of byRegion(logAlarms)) {
    const basis = `${count(length, 'alarm')} on logs, without what their queries scan`;
    consumptions.push({ price: 'alarmMetric', item: 'Alarms on logs', amount: length, basis, region });
  }
  const unknown = [];
  if (logAlarms.length > 0) unknown.push('what the queries of alarms on logs scan: 0.005 USD for each GB in us-east-1');
  const others = ofType(resources, ALARM).filter(readsUnknown);
  for (const { name } of others) unknown.push(`${name}: how many metrics its query reads; it counts as one`);
  return { consumptions, unknown };
}

/** Of a query in SQL or PromQL nobody knows before it runs. */
function readsUnknown({ properties }: BilledResource): boolean {
  if (at(properties, 'EvaluationCriteria') !== undefined) return true;
  return listAt(properties, 'Metrics').some((metric) => /^\s*SELECT\b/i.test(String(at(metric, 'Expression') ?? '')));
}

export function metricsRead(alarm: BilledResource): number {
  const read = listAt(alarm.properties, 'Metrics').filter((metric) => at(metric, 'MetricStat') !== undefined);
  return Math.max(1, read.length) + (isAnomaly(alarm) ? 2 : 0);
}

export function isAnomaly({ properties }: BilledResource): boolean {
  return at(properties, 'ThresholdMetricId') !== undefined;
}

function isFast({ properties }: BilledResource): boolean {
  const periods = listAt(properties, 'Metrics').map((metric) => numberAt(metric, 'MetricStat', 'Period'));
  return [numberAt(properties, 'Period'), ...periods].some((period) => period !== undefined && period < 60);
}

/** Alarms that notify nobody and that no composite alarm looks at. */
export function unheard(resources: readonly BilledResource[]): BilledResource[] {
  const rules = JSON.stringify(ofType(resources, COMPOSITE).map(({ properties }) => properties));
  return ofType(resources, ALARM).filter(({ logicalId, properties }) => {
    const isSilent = listAt(properties, 'AlarmActions').length === 0 || at(properties, 'ActionsEnabled') === false;
    const name = at(properties, 'AlarmName');
    const isNamed = typeof name === 'string' && rules.includes(name);
    return isSilent && !isNamed && !rules.includes(`"${logicalId}"`);
  });
}
