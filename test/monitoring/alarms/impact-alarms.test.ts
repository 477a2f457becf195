import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, type CfnAlarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow } from '../../../src/canaries';
import {
  AlarmSeverity,
  AlarmSignal,
  ImpactAlarms,
  type ImpactAlarmsProps,
  JourneyAlarms,
  type JourneyAlarmsProps,
  Notifications,
  WebAppAlarms,
} from '../../../src/monitoring';
import { alarmOf, importMonitor, type Json, silentAlarms } from '../helpers';

const { USERS_HURT, SYNTHETIC_USERS, SYNTHETIC_USERS_EARLY, REAL_USERS, SUPPORTING, USERS_DEGRADED, TELEMETRY } =
  AlarmSignal;

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
      ([id, { Properties }]) => [id.replace(/^Impact/, '').slice(0, -8), { id, ...Properties }],
    ),
  );

/** Which composite alarms that notify are on and not suppressed, while some alarms are. */
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
  const isSuppressed = ({ ActionsSuppressor }: Json) =>
    ActionsSuppressor !== undefined && isOn(ActionsSuppressor['Fn::GetAtt']?.[0] ?? 'deploying');
  return ['UserImpact', 'UserUnconfirmed', 'UserDegraded', 'TelemetryDark'].filter(
    (id) => found[id] && isOn(found[id].id) && !isSuppressed(found[id]),
  );
}

function textOf(rule: Json): string {
  if (typeof rule === 'string') return rule;
  return rule['Fn::Join'][1].map((part: Json) => part.Ref ?? part).join('');
}

const all = {
  [USERS_HURT]: 1,
  [SYNTHETIC_USERS]: 3,
  [SYNTHETIC_USERS_EARLY]: 3,
  [REAL_USERS]: 2,
  [SUPPORTING]: 1,
  [USERS_DEGRADED]: 1,
  [TELEMETRY]: 1,
};

const two = { [SYNTHETIC_USERS]: 2, [SYNTHETIC_USERS_EARLY]: 2, [REAL_USERS]: 2, [SUPPORTING]: 1 };

test.each<[Partial<Record<AlarmSignal, number>>, string[], string[]]>([
  // A single signal has none to agree with.
  [{ [SYNTHETIC_USERS]: 1 }, ['synthetic-users 1'], ['UserImpact']],
  [{ [REAL_USERS]: 1 }, ['real-users 1'], ['UserImpact']],
  [{ [USERS_HURT]: 1 }, ['users-hurt 1'], ['UserImpact']],
  [{ [REAL_USERS]: 2, [SUPPORTING]: 1 }, ['real-users 2'], ['UserImpact']],
  [{ [REAL_USERS]: 1, [SUPPORTING]: 1 }, ['supporting 1'], ['UserUnconfirmed']],
  [{ [SUPPORTING]: 1 }, ['supporting 1'], ['UserUnconfirmed']],
  // At night nobody but two canaries is there.
  [{ [SYNTHETIC_USERS]: 2, [REAL_USERS]: 2 }, ['synthetic-users 2'], ['UserImpact']],
  [{ [SYNTHETIC_USERS]: 2, [REAL_USERS]: 2 }, ['real-users 2'], ['UserUnconfirmed']],
  [{ [SYNTHETIC_USERS]: 2, [REAL_USERS]: 2, [SUPPORTING]: 1 }, ['real-users 2', 'supporting 1'], ['UserImpact']],
  [all, ['users-hurt 1'], ['UserImpact']],
  [all, ['synthetic-users 1'], ['UserUnconfirmed']],
  [all, ['synthetic-users 1', 'synthetic-users 3'], ['UserImpact']],
  [all, ['synthetic-users 1', 'real-users 1'], ['UserImpact']],
  [all, ['synthetic-users 1', 'supporting 1'], ['UserImpact']],
  [all, ['real-users 1'], ['UserUnconfirmed']],
  [all, ['real-users 1', 'supporting 1'], ['UserImpact']],
  [all, ['real-users 1', 'real-users 2'], ['UserImpact']],
  // Two runs that fail by chance call nobody. What agrees with them says that it is none.
  [all, ['synthetic-users-early 1'], ['UserUnconfirmed']],
  [all, ['synthetic-users-early 1', 'synthetic-users-early 3'], ['UserImpact']],
  [all, ['synthetic-users-early 1', 'real-users 2'], ['UserImpact']],
  [all, ['synthetic-users-early 1', 'supporting 1'], ['UserImpact']],
  [two, ['synthetic-users-early 1'], ['UserUnconfirmed']],
  [two, ['synthetic-users-early 1', 'synthetic-users-early 2'], ['UserImpact']],
  [two, ['synthetic-users-early 2', 'real-users 1'], ['UserImpact']],
  [two, ['synthetic-users-early 2', 'supporting 1'], ['UserImpact']],
  [two, ['real-users 1', 'real-users 2'], ['UserImpact']],
  // One journey of several that fails early and for sure is one.
  [all, ['synthetic-users 1', 'synthetic-users-early 1'], ['UserUnconfirmed']],
  // Fewer visitors alone may be a holiday, of all web apps.
  [{ ...all, [SUPPORTING]: 2 }, ['supporting 1'], ['UserUnconfirmed']],
  [{ ...all, [SUPPORTING]: 2 }, ['supporting 1', 'supporting 2'], ['UserUnconfirmed']],
  // One slow page calls nobody, and hides no signal that comes later.
  [all, ['users-degraded 1'], ['UserDegraded']],
  [all, ['users-degraded 1', 'real-users 1'], ['UserUnconfirmed', 'UserDegraded']],
  [all, ['telemetry 1'], ['TelemetryDark']],
  [all, [], []],
])('of %j, %j sets %j on', (counts, names, expected) => {
  const made = setUp();
  add(made, counts);
  expect(on(made.stack, ...names)).toEqual(expected);
});

test('what found no other to agree waits for one, and is silent while somebody is called', () => {
  const made = setUp();
  add(made, all);
  const { UserImpact, UserUnconfirmed } = composites(made.stack);
  expect(UserUnconfirmed).toMatchObject({
    ActionsSuppressor: { 'Fn::GetAtt': [UserImpact.id, 'Arn'] },
    ActionsSuppressorWaitPeriod: 900,
    ActionsSuppressorExtensionPeriod: 900,
  });
});

test('canaries that always call somebody need no alarm on what is unconfirmed', () => {
  const made = setUp();
  add(made, { [SYNTHETIC_USERS]: 2, [USERS_HURT]: 1 });
  expect(Object.keys(composites(made.stack))).toEqual(['UserImpact']);
});

test('a quorum is what is stated', () => {
  for (const [quorum, names, pages] of [
    [1, ['real-users 1'], true],
    [1, ['synthetic-users-early 1'], false],
    [1, ['synthetic-users-early 1', 'synthetic-users-early 2'], true],
    [3, ['synthetic-users-early 1', 'synthetic-users-early 2'], false],
    [3, ['synthetic-users-early 1', 'synthetic-users-early 2', 'real-users 1'], true],
    [3, ['synthetic-users-early 1', 'synthetic-users-early 2', 'supporting 1'], true],
    [3, ['synthetic-users 1', 'synthetic-users 2'], false],
    [3, ['synthetic-users 1', 'synthetic-users 2', 'supporting 1'], true],
    // However many support others, they count once, and never alone.
    [3, ['synthetic-users 1', 'supporting 1', 'supporting 2'], false],
    [1, ['supporting 1', 'supporting 2'], false],
    [3, ['users-hurt 1'], true],
  ] as const) {
    const made = setUp({ userImpact: { quorum } });
    add(made, { ...all, [SUPPORTING]: 2 });
    expect(on(made.stack, ...names).includes('UserImpact')).toBe(pages);
  }
  const few = setUp({ userImpact: { quorum: 2 } });
  add(few, { [REAL_USERS]: 1 });
  expect(() => composites(few.stack)).toThrow('userImpact.quorum: got 2, expected at most 1, the number of signals');
  expect(() => setUp({ userImpact: { quorum: 0 } })).toThrow('userImpact.quorum: got 0');
});

describe('of more alarms than a rule takes', () => {
  const many = {
    [SYNTHETIC_USERS]: 30,
    [SYNTHETIC_USERS_EARLY]: 30,
    [REAL_USERS]: 60,
    [SUPPORTING]: 30,
    [USERS_DEGRADED]: 150,
  };
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
    [['real-users 1'], ['UserUnconfirmed']],
    [['real-users 1', 'real-users 2'], ['UserImpact']],
    [['real-users 1', 'real-users 60'], ['UserImpact']],
    [['synthetic-users 30', 'real-users 30'], ['UserImpact']],
    [['synthetic-users 29'], ['UserUnconfirmed']],
    [['synthetic-users-early 29'], ['UserUnconfirmed']],
    [['synthetic-users-early 29', 'synthetic-users-early 30'], ['UserImpact']],
    [['synthetic-users-early 1', 'real-users 60'], ['UserImpact']],
    [['synthetic-users 29', 'synthetic-users 30'], ['UserImpact']],
    [['supporting 26'], ['UserUnconfirmed']],
    [['supporting 26', 'supporting 27'], ['UserUnconfirmed']],
    [['supporting 26', 'real-users 60'], ['UserImpact']],
    [['users-degraded 150'], ['UserDegraded']],
  ])('%j counts as if it were one: %j', (names, expected) => {
    expect(on(made.stack, ...names)).toEqual(expected);
  });

  test.each([21, 41])('the last of %d counts as any other', (count) => {
    for (const signal of [SYNTHETIC_USERS, REAL_USERS]) {
      const odd = setUp();
      add(odd, { [SYNTHETIC_USERS]: 3, [signal]: count });
      expect(on(odd.stack, `${signal} ${count}`)).toEqual(['UserUnconfirmed']);
      expect(on(odd.stack, `${signal} ${count}`, `${signal} 1`)).toEqual(['UserImpact']);
      const pairs = Object.values(composites(odd.stack)).filter(({ id }) => /Part\d+Two/.test(id));
      expect(pairs.map(({ AlarmRule }) => textOf(AlarmRule))).not.toContain('FALSE');
    }
  });

  test('parts notify nobody', () => {
    const acting = Object.entries(composites(made.stack)).filter(
      ([, { AlarmActions = [] }]) => AlarmActions.length > 0,
    );
    expect(acting.map(([id]) => id).sort()).toEqual(['UserDegraded', 'UserImpact', 'UserUnconfirmed']);
  });

  test('long names leave room for fewer', () => {
    const long = setUp({}, 'S'.repeat(128));
    const signals = [SYNTHETIC_USERS, SYNTHETIC_USERS_EARLY, REAL_USERS, USERS_HURT, SUPPORTING];
    for (let number = 0; number < 90; number++) {
      const id = `${'x'.repeat(150)}${number}`;
      const own = new Alarm(long.stack, id, {
        metric: importMonitorOnce(long.stack).metricSessionCount(),
        evaluationPeriods: 1,
        threshold: 1,
      });
      long.impact.addAlarm(own, signals[number % 5]);
    }
    const found = Object.values(composites(long.stack));
    for (const { AlarmRule } of found) {
      // CloudFormation names an alarm after its stack and its id, with at most 255 characters.
      const named = textOf(AlarmRule).replace(
        /"([^"]*)"/g,
        (_, id) => `"${'n'.repeat(Math.min(255, id.length + 142))}"`,
      );
      expect(named.length).toBeLessThan(10_240);
    }
  });

  test('a quorum of more than two is refused, and so is what no rule can hold', () => {
    const three = setUp({ userImpact: { quorum: 3 } });
    add(three, many);
    expect(() => composites(three.stack)).toThrow('userImpact.quorum: got 3, expected 1 or 2: there are more alarms');
    const huge = setUp();
    const each = 400;
    add(huge, { [USERS_HURT]: each, [SYNTHETIC_USERS]: each, [REAL_USERS]: each, [SUPPORTING]: each });
    expect(() => composites(huge.stack)).toThrow(
      /rule of UserImpact: got "1\d\d alarms in \d+ characters", expected at most 100 alarms in 10240 characters/,
    );
  });
});

const monitors = new WeakMap<Stack, ReturnType<typeof importMonitor>>();
function importMonitorOnce(stack: Stack) {
  const found = monitors.get(stack) ?? importMonitor(stack);
  monitors.set(stack, found);
  return found;
}

describe('alarms of other constructs', () => {
  const define = (props: ImpactAlarmsProps, options: object = {}, canaries = {}) => {
    const made = setUp(props);
    const { stack, impact } = made;
    add(made, canaries);
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

  test('notify by themselves where they only support others and nothing tells that they are alone', () => {
    const stack = define({ userUnconfirmed: { enabled: false } }, {}, { [SYNTHETIC_USERS]: 1 });
    expect(acts(stack, 'SessionDrop')).toBe('Ticket');
    expect(acts(stack, 'JsErrors')).toBeUndefined();
    expect(counted(stack, 'UserImpact')).toContain('JsErrors');
    expect(counted(stack, 'UserImpact')).toContain('SessionDrop');
    expect(composites(stack).UserUnconfirmed).toBeUndefined();
  });

  test('are counted whether or not degraded service is told of', () => {
    const stack = define({ userDegraded: { enabled: false } }, {}, { [SYNTHETIC_USERS]: 1 });
    expect(acts(stack, 'PageSpeed')).toBe('Ticket');
    expect(acts(stack, 'SessionDrop')).toBeUndefined();
    expect(counted(stack, 'UserImpact')).toContain('SessionDrop');
  });

  test('say what their severity says: PAGE calls somebody, whatever others say', () => {
    const { PAGE, TICKET } = AlarmSeverity;
    const { stack, impact } = setUp();
    add({ stack, impact }, { [SYNTHETIC_USERS]: 3 });
    new WebAppAlarms(stack, 'Alarms', {
      appMonitor: importMonitor(stack),
      notifications: impact.notifications,
      jsErrors: { severity: TICKET },
      serverErrors: { severity: PAGE },
      pageSpeed: { severity: PAGE },
      sessionDrop: { severity: TICKET },
    });
    const whenOn = (id: string) =>
      on(
        stack,
        Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).find((each) =>
          each.includes(id),
        ) as string,
      );
    expect(whenOn('JsErrors')).toEqual(['UserDegraded']);
    expect(whenOn('ServerErrors')).toEqual(['UserImpact']);
    expect(whenOn('PageSpeed')).toEqual(['UserImpact']);
    expect(whenOn('SessionDrop')).toEqual(['UserUnconfirmed']);
  });
});

describe('journeys', () => {
  const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
  const nights = TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK);
  const twice = JourneySchedule.every(Duration.minutes(15)).offPeak(nights, Duration.minutes(5));
  const define = (
    names: string[],
    {
      props,
      regions = [],
      ...options
    }: { props?: ImpactAlarmsProps; regions?: string[] } & Partial<JourneyAlarmsProps> = {},
  ) => {
    const made = setUp(props);
    for (const name of names) {
      const replicas = regions.map((region) => ({ region }));
      const schedule = regions.length > 0 ? JourneySchedule.every(Duration.minutes(5)) : twice;
      const canary = new JourneyCanary(made.stack, name, { journey, schedule, replicas });
      const { notifications } = made.impact;
      new JourneyAlarms(made.stack, `${name}Alarms`, { journey: canary, notifications, ...options });
    }
    return made;
  };
  const idOf = (stack: Stack, name: string) => {
    const ids = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    return ids.find((id) => id.slice(0, -8) === name) as string;
  };

  test('count once each, however many canaries they have', () => {
    const { stack } = define(['Buy', 'Look']);
    // Of up to two journeys one is enough, also at night.
    for (const id of ['BuyAlarmsSuccess', 'LookAlarmsOffPeakSuccess']) {
      expect(on(stack, idOf(stack, id))).toEqual(['UserImpact']);
    }
    const three = define(['Buy', 'Look', 'Pay']).stack;
    const [day, night, other] = ['BuyAlarmsSuccess', 'BuyAlarmsOffPeakSuccess', 'PayAlarmsOffPeakSuccess'].map((id) =>
      idOf(three, id),
    );
    expect(on(three, night)).toEqual(['UserUnconfirmed']);
    expect(on(three, day, night)).toEqual(['UserUnconfirmed']); // as one hands over to the other
    expect(on(three, night, other)).toEqual(['UserImpact']);
    const quorum = define(['Buy', 'Look'], { props: { userImpact: { quorum: 3 } } }).stack;
    expect(() => composites(quorum)).toThrow('userImpact.quorum: got 3, expected at most 2, the number of signals');
  });

  test('with replicas are canaries that can agree, though one location is no page', () => {
    const made = define(['Buy'], { regions: ['us-east-1', 'us-west-2'] });
    add(made, { [REAL_USERS]: 1 });
    const success = idOf(made.stack, 'BuyAlarmsSuccess');
    expect(on(made.stack, 'real-users 1')).toEqual(['UserUnconfirmed']);
    expect(on(made.stack, success)).toEqual(['UserUnconfirmed']);
    expect(on(made.stack, success, 'real-users 1')).toEqual(['UserImpact']);
    expect(on(made.stack, idOf(made.stack, 'BuyAlarmsLocations'))).toEqual(['UserImpact']);
  });

  test('that are muted by themselves are none that can agree', () => {
    const made = define(['Buy'], { muteDuring: [nights] });
    add(made, { [REAL_USERS]: 1 });
    expect(on(made.stack, 'real-users 1')).toEqual(['UserImpact']);
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

test('what is unconfirmed is suppressed by a deployment, too', () => {
  const { stack } = setUp();
  const impact = new ImpactAlarms(stack, 'Suppressed', {
    suppression: { suppressor: Alarm.fromAlarmName(stack, 'Deploying', 'deploying') },
  });
  impact.addAlarm(Alarm.fromAlarmName(stack, 'Own', 'own'), SUPPORTING);
  const found = composites(stack);
  const [suppressor] = found.SuppressedUserUnconfirmed.ActionsSuppressor['Fn::GetAtt'];
  const { AlarmRule } = Object.values(found).find(({ id }) => id === suppressor) as Json;
  expect(textOf(AlarmRule)).toBe(`ALARM("deploying") OR ALARM("${found.SuppressedUserImpact.id}")`);
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

test('an alarm counts once, whatever it is known by', () => {
  const { stack, impact } = setUp();
  const own = new Alarm(stack, 'Own', {
    metric: importMonitorOnce(stack).metricSessionCount(),
    evaluationPeriods: 1,
    threshold: 1,
  });
  impact.addAlarm(own, REAL_USERS);
  impact.addAlarm(Alarm.fromAlarmName(stack, 'A', 'a'), REAL_USERS);
  for (const again of [own, own.node.defaultChild as CfnAlarm, Alarm.fromAlarmName(stack, 'B', 'a')]) {
    expect(() => impact.addAlarm(again, SYNTHETIC_USERS)).toThrow('got "one that is counted already"');
  }
  expect(() => impact.addAlarm(impact.alarms[0], USERS_HURT)).toThrow('got "a composite alarm of these"');
});

test('a name that a rule can not hold is refused', () => {
  const { stack, impact } = setUp();
  expect(() => impact.addAlarm(Alarm.fromAlarmName(stack, 'A', 'a "b"'), REAL_USERS)).toThrow('without double quotes');
});

test('stacks that would wait for each other are refused, with a way out', () => {
  const { stack, impact } = setUp();
  const other = new Stack(stack.node.root as App, 'Other', { env: { account: '111122223333', region: 'eu-west-1' } });
  new WebAppAlarms(other, 'Alarms', {
    appMonitor: importMonitor(other),
    notifications: impact.notifications,
    jsErrors: { notifies: true },
  });
  expect(() => Template.fromStack(stack)).toThrow('define the topics in a stack of their own');
});
