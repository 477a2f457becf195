import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import type * as library from '../src';
import { propsOf, type SignatureTable, signatures } from '../src/private/arguments/signatures';

// The built package (`scripts/test` builds before this tier), as users of JavaScript and jsii call it: without types.
const { canaries, collector, events, monitoring, rum, UserTelemetry } = require('..') as {
  // biome-ignore lint/suspicious/noExplicitAny: that is the point
  [name in keyof typeof library]: any;
};

const table = signatures();
const wrongOf = (type: string) => (type === 'number' ? 'five' : -1);
const isChecked = (type: string) => type !== 'json';

/** What the error of a call says that fails. */
function errorOf(call: () => unknown): { readonly name: string; readonly message: string } {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  return { name: 'none', message: 'it was taken' };
}

interface Call {
  readonly title: string;
  readonly signature: string;
  readonly call: (args: unknown[]) => unknown;
}

/** Every public constructor and method that takes something. */
function calls({ classes }: SignatureTable): Call[] {
  return Object.values(classes).flatMap(({ name, initializer, methods = {}, statics = {} }) => {
    if (/^(aws-cdk-lib|constructs)\./.test(name)) return [];
    // biome-ignore lint/suspicious/noExplicitAny: any class
    const Class = name.split('.').reduce<any>((at, part) => at[part], require('..'));
    const instance = Object.create(Class.prototype);
    const construct = (args: unknown[]) => Reflect.construct(Class, args);
    return [
      ...(initializer ? [{ title: `new ${name}()`, signature: initializer, call: construct }] : []),
      ...Object.entries(methods).map(([method, signature]) => ({
        title: `${name}#${method}()`,
        signature,
        call: (args: unknown[]) => instance[method](...args),
      })),
      ...Object.entries(statics).map(([method, signature]) => ({
        title: `${name}.${method}()`,
        signature,
        call: (args: unknown[]) => Class[method](...args),
      })),
    ];
  });
}

const parameters = (signature: string) => propsOf({ ...table, structs: { it: { props: signature } } }, 'it');

/** AppMonitorBase has the constructor of CDK's Resource. */
const ALL = calls(table).filter(({ title }) => title !== 'new rum.AppMonitorBase()');

test('the table knows what the package offers', () => {
  expect(ALL.length).toBeGreaterThan(250);
  expect(table.interfaces['aws-cdk-lib.aws_s3.IBucket']).toContain('bucketArn');
  expect(table.enums['monitoring.AlarmSeverity']).toEqual(['page', 'ticket']);
});

test('every argument of the wrong type is named, of every constructor and method', () => {
  const silent = ALL.flatMap(({ title, signature, call }) => {
    const taken = parameters(signature).filter(({ type }) => isChecked(type));
    const { name, message } = errorOf(() => call(parameters(signature).map(({ type }) => wrongOf(type))));
    if (
      taken.length === 0 ||
      (name === 'UserTelemetryError' && taken.every((one) => message.includes(`${one.name}`)))
    ) {
      return [];
    }
    return [`${title}: ${message}`];
  });
  expect(silent).toEqual([]);
});

test('every prop of the wrong type is named, of every constructor and method', () => {
  const silent = ALL.flatMap(({ title, signature, call }) => {
    const taken = parameters(signature);
    const { type = '' } = taken.at(-1) ?? {};
    if (!(type in table.structs)) return [];
    const props = propsOf(table, type).filter((prop) => isChecked(prop.type));
    const wrong = Object.fromEntries(props.map((prop) => [prop.name, wrongOf(prop.type)]));
    const { message } = errorOf(() => call([...taken.slice(0, -1).map((one) => wrongOf(one.type)), wrong]));
    return props.filter((prop) => !message.includes(`${prop.name}`)).map((prop) => `${title}: ${prop.name}`);
  });
  expect(silent).toEqual([]);
});

describe('an argument of the wrong type', () => {
  let stack: Stack;
  // biome-ignore lint/suspicious/noExplicitAny: as JavaScript sees it
  let telemetry: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  let web: any;
  beforeEach(() => {
    stack = new Stack(new App(), 'Shop');
    telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
    web = telemetry.addWebApp('Web', { domains: ['shop.example.com'] });
  });
  const { Expect, Journey, JourneySchedule, TimeWindow } = canaries;
  const journey = Journey.startAt('https://shop.example.com').step('look', Expect.visible('h1'));
  const hourly = JourneySchedule.every(Duration.hours(1));
  const options = { interval: Duration.minutes(5), quietBelowSessions: 20 };

  test.each<[string, () => unknown, string]>([
    [
      'a web app for its monitor',
      () => hourly.followTraffic(web, options),
      '[canaries.JourneySchedule.followTraffic()] appMonitor: got a WebApp, expected a rum.IAppMonitor; pass its appMonitor',
    ],
    [
      'the same in props',
      () => new monitoring.WebAppAlarms(stack, 'Alarms', { appMonitor: web }),
      '[Shop/Alarms] appMonitor: got a WebApp, expected a rum.IAppMonitor; pass its appMonitor',
    ],
    [
      'a canary of ours for that of aws-cdk-lib',
      () =>
        new canaries.TrafficReconciler(stack, 'Traffic', {
          appMonitor: web.appMonitor,
          canary: new canaries.JourneyCanary(stack, 'Buy', { journey }),
          quietBelowSessions: 20,
        }),
      '[Shop/Traffic] canary: got a JourneyCanary, expected an ICanary of aws-cdk-lib; pass its canary',
    ],
    [
      'a duration for a schedule',
      () => telemetry.addJourney('Buy', { journey, schedule: Duration.minutes(5) }),
      'schedule of addJourney(): got a Duration, expected a canaries.JourneySchedule; pass what canaries.JourneySchedule.every() makes of it',
    ],
    [
      'a text for a zone',
      () => TimeWindow.daily('20:00', '06:00', 'Europe/Berlin'),
      'timeZone: got "Europe/Berlin", expected a TimeZone of aws-cdk-lib; make one by TimeZone.of()',
    ],
    [
      'a regular expression for a text',
      () => new UserTelemetry(stack, 'Other', { applicationName: /shop/ }),
      '[Shop/Other] applicationName: got /shop/, expected a text; pass one',
    ],
    [
      'no props',
      () => telemetry.addWebApp('None'),
      'domains of addWebApp(): got undefined, expected a list of texts; pass it',
    ],
    [
      'no journey',
      () => telemetry.addJourney('None', {}),
      'journey of addJourney(): got undefined, expected a canaries.Journey',
    ],
    [
      'a text for a list',
      () => telemetry.addWebApp('Text', { domains: 'shop.example.com' }),
      'expected a list of texts',
    ],
    [
      'an item',
      () => telemetry.addWebApp('Item', { domains: [7] }),
      'domains[0] of addWebApp(): got 7, expected a text',
    ],
    [
      'a list for arguments one by one',
      () => journey.step('look', [Expect.visible('h1')]),
      'parts[0]: got ["an Expect"], expected a canaries.JourneyPart; pass its items one by one',
    ],
    [
      'null',
      () => new canaries.JourneyCanary(stack, 'Null', { journey, timeout: null }),
      '[Shop/Null] timeout: got null, expected a Duration of aws-cdk-lib, or nothing; leave it out',
    ],
    [
      'the name of an enum member for its value',
      () => telemetry.addJourney('Page', { journey, alarms: { success: { severity: 'PAGE' } } }),
      'alarms.success.severity of addJourney(): got "PAGE", expected one of "page", "ticket"; pass a member of monitoring.AlarmSeverity',
    ],
    [
      'options of which none is known',
      () => telemetry.addJourney('Typo', { journey, alarms: { success: { treshold: 50 } } }),
      'alarms.success of addJourney(): got {"treshold":50}, expected an object with the props of monitoring.JourneySuccessAlarmOptions: some of enabled, ',
    ],
    [
      'what was meant by an option of which none is known',
      () => telemetry.addJourney('Typo', { journey, alarms: { success: { treshold: 50 } } }),
      '; write threshold instead of treshold',
    ],
    [
      'an option as Python writes it, beside others',
      () => telemetry.addTransaction('Late', { minimumStarts: 3, abandoned_after: Duration.minutes(5) }),
      'abandoned_after of addTransaction(): got a Duration, expected an object with the props of TransactionOptions; write abandonedAfter',
    ],
    [
      'an option with another case, beside others',
      () => telemetry.addJourney('Late', { journey, alarms: { success: { threshold: 50, datapointsToalarm: 1 } } }),
      'alarms.success.datapointsToalarm of addJourney(): got 1, ',
    ],
    [
      'no scope',
      () => new rum.WebApp(undefined, 'Web', {}),
      '[new rum.WebApp()] scope: got undefined, expected a Construct of constructs',
    ],
  ])('is named: %s', (_, call, message) => {
    const error = errorOf(call);
    expect(error.message).toContain(message);
    expect(error.name).toBe('UserTelemetryError');
  });

  test('all of a call are named at once', () => {
    const { message } = errorOf(() =>
      telemetry.addTransaction(1, { abandonedAfter: 30, minimumCompletionRate: '0.6' }),
    );
    expect(message.split('\n')).toEqual([
      '[Shop/Telemetry] id of addTransaction(): got 1, expected a text; pass one',
      expect.stringContaining('[Shop/Telemetry] abandonedAfter of addTransaction(): got 30'),
      expect.stringContaining('[Shop/Telemetry] minimumCompletionRate of addTransaction(): got "0.6"'),
    ]);
  });

  test('an implementation of an interface in another language is none: jsii passes an object with its members', () => {
    const members = table.interfaces['rum.IAppMonitor'].map((name) => [name, { get: () => web.appMonitor[name] }]);
    const proxy = Object.defineProperties({}, Object.fromEntries(members));
    expect(errorOf(() => hourly.followTraffic(proxy, options)).message).toBe('it was taken');
  });

  test('a prop of a subclass alone is none', () => {
    class TeamTransaction extends (events.Transaction as typeof library.events.Transaction) {}
    expect(errorOf(() => Reflect.construct(TeamTransaction, [stack, 'Team', { team: 'payments' }])).message).toBe(
      'it was taken',
    );
  });

  test('a token is none, where a text, a number or a list is wanted', () => {
    const token = Token.asAny({ Ref: 'Parameter' });
    expect(errorOf(() => Expect.visible(token)).message).not.toContain('expected a text');
    expect(errorOf(() => new collector.CollectorConfig({ metrics: token })).message).toBe('it was taken');
    expect(errorOf(() => JourneySchedule.every(token)).message).toContain('expected a Duration of aws-cdk-lib');
  });
});
