import { type Json, specOf } from './alarm-spec';
import type { State } from './decide';
import { MetricAlarm, type Surroundings } from './metric-alarm';
import { parseRule, type Rule } from './rule';
import { Suppressed } from './suppression';

/** An alarm or a composite alarm of a template, with texts in place of references. */
export interface Resource {
  readonly LogicalId: string;
  readonly Type: 'AWS::CloudWatch::Alarm' | 'AWS::CloudWatch::CompositeAlarm';
  readonly Properties: Json;
}

/** An alarm tells its targets of its state. */
export interface Told {
  readonly at: number;
  readonly alarm: string;
  readonly state: State;
  readonly targets: readonly string[];
  /** Of a composite alarm: which of its alarms are on. */
  readonly because: readonly string[];
}

interface Alarm {
  readonly id: string;
  readonly properties: Json;
  state: State;
}

interface Composite extends Alarm {
  readonly rule: Rule;
  readonly suppressor?: string;
  readonly suppressed?: Suppressed;
}

/** All alarms of a template together, minute by minute. Names in rules are logical ids. */
export class AlarmRoom {
  private readonly metricAlarms: (Alarm & { readonly alarm: MetricAlarm })[] = [];
  private readonly composites: Composite[] = [];
  private readonly byId = new Map<string, Alarm>();
  private readonly told: Told[] = [];
  private isNew = true;

  constructor(resources: readonly Resource[], given: Surroundings) {
    for (const { LogicalId: id, Type, Properties: properties } of resources) {
      const common = { id, properties, state: 'INSUFFICIENT_DATA' as State };
      if (Type === 'AWS::CloudWatch::Alarm') {
        this.add(this.metricAlarms, { ...common, alarm: new MetricAlarm(specOf(properties), given) });
      } else {
        this.add(this.composites, { ...common, rule: parseRule(properties.AlarmRule), ...suppressionOf(properties) });
      }
    }
  }

  /** What is told at the end of so many minutes. */
  look(now: number): readonly Told[] {
    this.told.length = 0;
    let isChanged = this.isNew;
    this.isNew = false;
    for (const one of this.metricAlarms)
      isChanged = this.set(one, one.alarm.stateAt(now) ?? one.state, now) || isChanged;
    // Composite alarms may build on others.
    while (isChanged) {
      isChanged = false;
      for (const one of this.composites) {
        isChanged = this.set(one, one.rule((name) => this.stateOf(name)) ? 'ALARM' : 'OK', now) || isChanged;
      }
    }
    for (const one of this.composites) {
      if (one.suppressed?.release(this.stateOf(one.suppressor as string) === 'ALARM', now)) this.act(one, now);
    }
    return this.told;
  }

  stateOf(id: string): State {
    const found = this.byId.get(id);
    if (!found) throw new Error(`there is no alarm ${id}`);
    return found.state;
  }

  private add<T extends Alarm>(alarms: T[], alarm: T): void {
    alarms.push(alarm);
    this.byId.set(alarm.id, alarm);
  }

  private set(alarm: Alarm & { readonly suppressed?: Suppressed }, state: State, now: number): boolean {
    const { state: before, suppressed } = alarm;
    if (before === state) return false;
    alarm.state = state;
    if (suppressed) suppressed.changed(before, state, now);
    else this.act(alarm, now);
    return true;
  }

  private act({ id, properties, state }: Alarm, now: number): void {
    const targets = properties[ACTIONS[state]] ?? [];
    if (targets.length === 0) return;
    const names: string[] = properties.AlarmRule?.match(/(?<=")[^"]+(?=")/g) ?? [];
    const because = [...new Set(names)].filter((name) => this.byId.get(name)?.state === 'ALARM');
    this.told.push({ at: now, alarm: id, state, targets, because });
  }
}

const ACTIONS = { ALARM: 'AlarmActions', OK: 'OKActions', INSUFFICIENT_DATA: 'InsufficientDataActions' };

function suppressionOf(properties: Json): { suppressor: string; suppressed: Suppressed } | undefined {
  const { ActionsSuppressor: suppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = properties;
  if (!suppressor) return undefined;
  const [wait, extension] = [ActionsSuppressorWaitPeriod / 60, ActionsSuppressorExtensionPeriod / 60];
  return { suppressor, suppressed: new Suppressed({ suppressor, wait, extension }) };
}
