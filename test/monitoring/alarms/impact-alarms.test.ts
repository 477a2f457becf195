import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { TimeWindow } from '../../../src/canaries';
import {
  AlarmSeverity,
  AlarmSignal,
  ImpactAlarms,
  type ImpactAlarmsProps,
  Notifications,
  WebAppAlarms,
} from '../../../src/monitoring';
import { alarmOf, importMonitor, type Json, silentAlarms } from '../helpers';

const { USERS_HURT, SYNTHETIC_USERS, REAL_USERS, SUPPORTING, USERS_DEGRADED, TELEMETRY } = AlarmSignal;

function setUp(props: ImpactAlarmsProps = {}, stackName = 'Stack') {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' }, stackName });
  const topics = { page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') };
  const impact = new ImpactAlarms(stack, 'Impact', { notifications: Notifications.toTopics(topics), ...props });
  return { stack, impact };
}

/** Alarms that are known by name, such as `synthetic-users 1`. */
function add({ stack, impact }: ReturnType<typeof setUp>, counts: Partial<Record<AlarmSignal, number>>): void {
  for (const [signal, count] of Object.entries(counts)) {
    for (let number = 1; number <= count; number++) {
      const name = `${signal} ${number}`;
      impact.addAlarm(Alarm.fromAlarmName(stack, name, name), signal as AlarmSignal);
    }
  }
}

const composites = (stack: Stack): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm')).map(
      ([id, { Properties }]) => [id.slice('Impact'.length, -8), { id, ...Properties }],
    ),
  );

/** Which composite alarms that notify are on, while some alarms are. */
function on(stack: Stack, ...names: string[]): string[] {
  const found = composites(stack);
  const byId = Object.fromEntries(Object.values(found).map(({ id, AlarmRule }) => [id, textOf(AlarmRule)]));
  const isOn = (name: string): boolean => (name in byId ? holds(byId[name]) : names.includes(name));
  const holds = (rule: string): boolean => {
    const code = rule
      .replace(/AT_LEAST\((\d+), ALARM, \(([^)]*)\)\)/g, (_, count, list) => {
        const all: string[] = list.split(', ').map((name: string) => JSON.parse(name));
        return String(all.filter(isOn).length >= Number(count));
      })
      .replace(/ALARM\("([^"]*)"\)/g, (_, name) => String(isOn(name)))
      .replaceAll('AND', '&&')
      .replaceAll('OR', '||')
      .replaceAll('NOT', '!')
      .replaceAll('FALSE', 'false');
    return new Function(`return ${code}`)();
  };
  return ['UserImpact', 'UserDegraded', 'TelemetryDark'].filter((id) => found[id] && holds(byId[found[id].id]));
}

function textOf(rule: Json): string {
  if (typeof rule === 'string') return rule;
  return rule['Fn::Join'][1].map((part: Json) => part.Ref ?? part).join('');
}

const all = {
  [USERS_HURT]: 1,
  [SYNTHETIC_USERS]: 3,
  [REAL_USERS]: 2,
  [SUPPORTING]: 1,
  [USERS_DEGRADED]: 1,
  [TELEMETRY]: 1,
};

test.each<[Partial<Record<AlarmSignal, number>>, string[], string[]]>([
  // A single signal has none to agree with.
  [{ [SYNTHETIC_USERS]: 1 }, ['synthetic-users 1'], ['UserImpact', 'UserDegraded']],
  [{ [REAL_USERS]: 1 }, ['real-users 1'], ['UserImpact', 'UserDegraded']],
  [{ [USERS_HURT]: 1 }, ['users-hurt 1'], ['UserImpact', 'UserDegraded']],
  [{ [REAL_USERS]: 2, [SUPPORTING]: 1 }, ['real-users 2'], ['UserImpact', 'UserDegraded']],
  [{ [REAL_USERS]: 1, [SUPPORTING]: 1 }, ['supporting 1'], ['UserDegraded']],
  // At night nobody but two canaries is there.
  [{ [SYNTHETIC_USERS]: 2, [REAL_USERS]: 2 }, ['synthetic-users 2'], ['UserImpact', 'UserDegraded']],
  [all, ['users-hurt 1'], ['UserImpact', 'UserDegraded']],
  [all, ['synthetic-users 1'], ['UserDegraded']],
  [all, ['synthetic-users 1', 'synthetic-users 3'], ['UserImpact', 'UserDegraded']],
  [all, ['synthetic-users 1', 'real-users 1'], ['UserImpact', 'UserDegraded']],
  [all, ['synthetic-users 1', 'supporting 1'], ['UserImpact', 'UserDegraded']],
  [all, ['real-users 1'], ['UserDegraded']],
  [all, ['real-users 1', 'real-users 2'], ['UserImpact', 'UserDegraded']],
  // Fewer visitors alone may be a holiday.
  [all, ['supporting 1'], ['UserDegraded']],
  // One slow page calls nobody.
  [all, ['users-degraded 1'], ['UserDegraded']],
  [all, ['telemetry 1'], ['TelemetryDark']],
  [all, [], []],
])('of %j, %j sets %j on', (counts, names, expected) => {
  const made = setUp();
  add(made, counts);
  expect(on(made.stack, ...names)).toEqual(expected);
});

test('a quorum is what is stated', () => {
  for (const [quorum, names, pages] of [
    [1, ['real-users 1'], true],
    [3, ['synthetic-users 1', 'synthetic-users 2'], false],
    [3, ['synthetic-users 1', 'synthetic-users 2', 'supporting 1'], true],
    [3, ['users-hurt 1'], true],
  ] as const) {
    const made = setUp({ userImpact: { quorum } });
    add(made, all);
    expect(on(made.stack, ...names).includes('UserImpact')).toBe(pages);
  }
  const few = setUp({ userImpact: { quorum: 2 } });
  add(few, { [REAL_USERS]: 1 });
  expect(() => composites(few.stack)).toThrow('userImpact.quorum: got 2, expected at most 1, the number of signals');
  expect(() => setUp({ userImpact: { quorum: 0 } })).toThrow('userImpact.quorum: got 0');
});

describe('of more alarms than a rule takes', () => {
  const many = { [SYNTHETIC_USERS]: 30, [REAL_USERS]: 60, [SUPPORTING]: 30, [USERS_DEGRADED]: 150 };
  const made = setUp();
  add(made, many);

  test('rules stay below the limits', () => {
    for (const { AlarmRule } of Object.values(composites(made.stack))) {
      const text = textOf(AlarmRule);
      expect(text.length).toBeLessThan(10_240);
      expect(new Set(text.match(/"[^"]*"/g)).size).toBeLessThanOrEqual(100);
    }
  });

  test.each([
    [['real-users 1'], ['UserDegraded']],
    [
      ['real-users 1', 'real-users 2'],
      ['UserImpact', 'UserDegraded'],
    ],
    [
      ['real-users 1', 'real-users 60'],
      ['UserImpact', 'UserDegraded'],
    ],
    [
      ['synthetic-users 30', 'real-users 30'],
      ['UserImpact', 'UserDegraded'],
    ],
    [['synthetic-users 29'], ['UserDegraded']],
    [
      ['synthetic-users 29', 'synthetic-users 30'],
      ['UserImpact', 'UserDegraded'],
    ],
    [['supporting 26'], ['UserDegraded']],
    [
      ['supporting 26', 'supporting 27'],
      ['UserImpact', 'UserDegraded'],
    ],
    [['users-degraded 150'], ['UserDegraded']],
  ])('%j counts as if it were one: %j', (names, expected) => {
    expect(on(made.stack, ...names)).toEqual(expected);
  });

  test('parts notify nobody', () => {
    const acting = Object.entries(composites(made.stack)).filter(
      ([, { AlarmActions = [] }]) => AlarmActions.length > 0,
    );
    expect(acting.map(([id]) => id).sort()).toEqual(['UserDegraded', 'UserImpact']);
  });

  test('long names leave room for fewer', () => {
    const long = setUp({}, 'S'.repeat(128));
    for (let number = 0; number < 90; number++) {
      const id = `${'x'.repeat(150)}${number}`;
      const own = new Alarm(long.stack, id, {
        metric: importMonitorOnce(long.stack).metricSessionCount(),
        evaluationPeriods: 1,
        threshold: 1,
      });
      long.impact.addAlarm(own, [SYNTHETIC_USERS, REAL_USERS, USERS_HURT][number % 3]);
    }
    for (const { AlarmRule } of Object.values(composites(long.stack))) {
      // CloudFormation names an alarm with at most 255 characters.
      expect(textOf(AlarmRule).replace(/"[^"]*"/g, 'n'.repeat(257)).length).toBeLessThan(10_240);
    }
  });

  test('a quorum of more than two is refused, and so is what no rule can hold', () => {
    const three = setUp({ userImpact: { quorum: 3 } });
    add(three, many);
    expect(() => composites(three.stack)).toThrow('userImpact.quorum: got 3, expected 1 or 2: there are more alarms');
    const huge = setUp();
    add(huge, { [TELEMETRY]: 20 * 20 + 1 });
    expect(() => composites(huge.stack)).toThrow('alarms of the signal "telemetry": got 401, expected fewer');
  });
});

const monitors = new WeakMap<Stack, ReturnType<typeof importMonitor>>();
function importMonitorOnce(stack: Stack) {
  const found = monitors.get(stack) ?? importMonitor(stack);
  monitors.set(stack, found);
  return found;
}

describe('alarms of other constructs', () => {
  const define = (props: ImpactAlarmsProps, options: object = {}) => {
    const { stack, impact } = setUp(props);
    new WebAppAlarms(stack, 'Alarms', {
      appMonitor: importMonitor(stack),
      notifications: impact.notifications,
      ...options,
    });
    return stack;
  };
  const acts = (stack: Stack, id: string) => alarmOf(stack, `Alarms${id}`).AlarmActions?.[0].Ref.slice(0, -8);
  const counted = (stack: Stack, composite: string) => textOf(composites(stack)[composite]?.AlarmRule ?? '');

  test('notify nobody by themselves, and one composite alarm tells of them', () => {
    const stack = define({});
    expect(acts(stack, 'JsErrors')).toBeUndefined();
    expect(acts(stack, 'PageSpeed')).toBeUndefined();
    const { UserImpact, UserDegraded } = composites(stack);
    expect([UserImpact, UserDegraded].map(({ AlarmActions, OKActions }) => [AlarmActions, OKActions])).toEqual(
      ['Page', 'Ticket'].map((topic) => Array(2).fill([{ Ref: expect.stringMatching(`^${topic}`) }])),
    );
    expect(composites(stack).TelemetryDark).toBeUndefined();
    expect(silentAlarms(stack)).toEqual([]);
  });

  test('may notify, too', () => {
    expect(acts(define({}, { jsErrors: { notifies: true } }), 'JsErrors')).toBe('Page');
  });

  test('notify by themselves where they are muted by themselves, which a composite alarm can not see', () => {
    const muteDuring = [TimeWindow.daily('02:00', '03:00', TimeZone.ETC_UTC)];
    const stack = define({}, { jsErrors: { muteDuring } });
    expect(acts(stack, 'JsErrors')).toBe('Page');
    expect(counted(stack, 'UserImpact')).not.toContain('JsErrors');
    expect(counted(stack, 'UserImpact')).toContain('ServerErrors');
  });

  test('notify by themselves where there is no such composite alarm', () => {
    const stack = define({ userImpact: { enabled: false } });
    expect(composites(stack).UserImpact).toBeUndefined();
    expect(acts(stack, 'JsErrors')).toBe('Page');
    expect(acts(stack, 'PageSpeed')).toBeUndefined();
  });

  test('say what their severity says', () => {
    const { PAGE, TICKET } = AlarmSeverity;
    const stack = define({}, { jsErrors: { severity: TICKET }, pageSpeed: { severity: PAGE } });
    expect(counted(stack, 'UserImpact')).not.toContain('JsErrors');
    expect(counted(stack, 'UserDegraded')).toContain('JsErrors');
    expect(counted(stack, 'UserImpact')).toContain('PageSpeed');
  });
});

test('are suppressed while a deployment goes on', () => {
  const of = (suppression: (suppressor: IAlarm) => ImpactAlarmsProps['suppression']) => {
    const { stack } = setUp();
    const impact = new ImpactAlarms(stack, 'Suppressed', {
      suppression: suppression(Alarm.fromAlarmName(stack, 'Deploying', 'deploying')),
    });
    impact.addAlarm(Alarm.fromAlarmName(stack, 'Own', 'own'), REAL_USERS);
    return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'))[0].Properties;
  };
  expect(of((suppressor) => ({ suppressor }))).toMatchObject({
    ActionsSuppressor: expect.anything(),
    ActionsSuppressorWaitPeriod: 120,
    ActionsSuppressorExtensionPeriod: 180,
  });
  const waitPeriod = Duration.seconds(0);
  expect(of((suppressor) => ({ suppressor, waitPeriod }))).toMatchObject({ ActionsSuppressorWaitPeriod: 0 });
  expect(() => of((suppressor) => ({ suppressor, extensionPeriod: Duration.millis(1500) }))).toThrow(
    'suppression.extensionPeriod',
  );
});

test('are muted together', () => {
  const made = setUp({ muteDuring: [TimeWindow.daily('02:00', '03:00', TimeZone.EUROPE_LONDON)] });
  add(made, { [REAL_USERS]: 1 });
  const [{ Properties }] = Object.values(
    Template.fromStack(made.stack).findResources('AWS::CloudWatch::AlarmMuteRule'),
  );
  expect(Properties).toMatchObject({
    Rule: { Schedule: { Timezone: 'Europe/London' } },
    MuteTargets: { AlarmNames: [expect.anything(), expect.anything()] },
  });
});

test('an alarm of another Region or account is refused', () => {
  const { stack, impact } = setUp();
  for (const [arn, message] of [
    ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:a', 'region of alarm Stack/Other0: got "us-east-1"'],
    ['arn:aws:cloudwatch:eu-west-1:444455556666:alarm:a', 'account of alarm Stack/Other1: got "444455556666"'],
  ]) {
    const other = Alarm.fromAlarmArn(stack, `Other${Number(arn.includes('4444'))}`, arn);
    expect(() => impact.addAlarm(other, REAL_USERS)).toThrow(message);
  }
});
