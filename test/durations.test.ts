import { App, CfnParameter, Duration, Size, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { canaries, collector, type monitoring, rum, UserTelemetry } from '../src';

// Times that only CloudFormation knows: nobody can convert them, and what is calculated with has to be known before.

interface Case {
  /** In which units it is taken as it is; in all others it is refused. */
  readonly takes: Unit[];
  readonly define: (stack: Stack, time: Duration, telemetry: UserTelemetry) => unknown;
}
type Unit = 'millis' | 'seconds' | 'minutes' | 'hours' | 'days';
const UNITS: Unit[] = ['millis', 'seconds', 'minutes', 'hours', 'days'];

const {
  Action,
  Expect,
  HealthCheck,
  HttpAssertion,
  DnsAssertion,
  TcpAssertion,
  TlsAssertion,
  Journey,
  JourneySchedule,
} = canaries;
const url = 'https://shop.example.com/';
const hostname = 'shop.example.com';
const journey = Journey.startAt(url).step('see the shop', Expect.visible('h1'));
const played = (...parts: canaries.JourneyPart[]) => Journey.startAt(url).step('play', ...parts);
const traffic = (telemetry: UserTelemetry, options: Partial<canaries.TrafficScheduleOptions>) => {
  const { appMonitor } = telemetry.addWebApp('Web', { domains: [hostname] });
  const follow = { interval: Duration.minutes(1), quietBelowSessions: 5, ...options };
  return telemetry.addJourney('Buy', {
    journey,
    schedule: JourneySchedule.every(Duration.minutes(30)).followTraffic(appMonitor, follow),
  });
};
const health = (telemetry: UserTelemetry, ...checks: canaries.HealthCheck[]) =>
  telemetry.addHealthChecks('Health', { checks });
const alarms = (telemetry: UserTelemetry, of: Omit<monitoring.WebAppAlarmOptions, 'notifications'>) =>
  telemetry.addWebApp('Web', { domains: [hostname], alarms: of });
const sampled = (stack: Stack, telemetry: UserTelemetry, options: collector.TailSamplingOptions) => {
  const task = new FargateTaskDefinition(stack, 'Task');
  task.addContainer('App', { image: ContainerImage.fromRegistry('app') });
  return telemetry.addTaskDefinition('Orders', task, {
    config: new collector.CollectorConfig({ sampling: collector.TraceSampling.tail(options) }),
  });
};

const CASES: { readonly [what: string]: Case } = {
  'a transaction: abandonedAfter': {
    takes: ['seconds'],
    define: (_, abandonedAfter, telemetry) => telemetry.addTransaction('Checkout', { abandonedAfter }),
  },
  'a journey: timeout': {
    takes: [],
    define: (_, timeout, telemetry) => telemetry.addJourney('Buy', { journey, timeout }),
  },
  'a journey: retention': {
    takes: ['days'],
    define: (_, retention, telemetry) => telemetry.addJourney('Buy', { journey, retention }),
  },
  'a schedule: interval': {
    takes: ['minutes'],
    define: (_, time, telemetry) => telemetry.addJourney('Buy', { journey, schedule: JourneySchedule.every(time) }),
  },
  'a gate: timeout': {
    takes: [],
    define: (_, timeout, telemetry) => telemetry.addJourney('Buy', { journey, deploymentGate: { timeout } }),
  },
  'an expectation: timeout': {
    takes: ['millis'],
    define: (_, timeout, telemetry) =>
      telemetry.addJourney('Buy', { journey: played(Expect.visible('h1', { timeout })) }),
  },
  'an action: wait': {
    takes: ['millis'],
    define: (_, time, telemetry) => telemetry.addJourney('Buy', { journey: played(Action.wait(time)) }),
  },
  'an expectation: responseTime': {
    takes: ['millis'],
    define: (_, time, telemetry) =>
      telemetry.addJourney('Buy', { journey: played(Action.request(url), Expect.responseTime(time)) }),
  },
  'an alarm of a journey: period': {
    takes: [],
    define: (_, period, telemetry) => telemetry.addJourney('Buy', { journey, alarms: { success: { period } } }),
  },
  'an alarm of a web app: period': {
    takes: [],
    define: (_, period, telemetry) => alarms(telemetry, { jsErrors: { period } }),
  },
  'an alarm of a web app: pageSpeed': {
    takes: ['millis'],
    define: (_, threshold, telemetry) => alarms(telemetry, { pageSpeed: { threshold } }),
  },
  'an alarm of a web app: sessions': {
    takes: [],
    define: (_, threshold, telemetry) => alarms(telemetry, { sessions: { threshold } }),
  },
  'a link check: linkTimeout': {
    takes: ['millis'],
    define: (_, linkTimeout, telemetry) => telemetry.addLinkCheck('Links', { startUrls: [url], linkTimeout }),
  },
  'a link check: timeout': {
    takes: [],
    define: (_, timeout, telemetry) => telemetry.addLinkCheck('Links', { startUrls: [url], timeout }),
  },
  'an HTTP check: timeout': {
    takes: ['millis'],
    define: (_, timeout, telemetry) => health(telemetry, HealthCheck.http('up', { url, timeout })),
  },
  'an HTTP check: waitTime': {
    takes: ['seconds'],
    define: (_, waitTime, telemetry) => health(telemetry, HealthCheck.http('up', { url, waitTime })),
  },
  'an HTTP check: fasterThan': {
    takes: ['millis'],
    define: (_, time, telemetry) =>
      health(telemetry, HealthCheck.http('up', { url, assertions: [HttpAssertion.fasterThan(time)] })),
  },
  'a DNS check: timeToLive': {
    takes: ['seconds'],
    define: (_, time, telemetry) =>
      health(
        telemetry,
        HealthCheck.dns('name', {
          domain: hostname,
          assertions: [DnsAssertion.timeToLive(canaries.NumberComparison.GREATER_THAN, time)],
        }),
      ),
  },
  'a TCP check: fasterThan': {
    takes: ['millis'],
    define: (_, time, telemetry) =>
      health(telemetry, HealthCheck.tcp('port', { hostname, port: 443, assertions: [TcpAssertion.fasterThan(time)] })),
  },
  'a TLS check: expiresAfter': {
    takes: ['days'],
    define: (_, time, telemetry) =>
      health(telemetry, HealthCheck.tls('certificate', { hostname, assertions: [TlsAssertion.expiresAfter(time)] })),
  },
  'following the traffic: interval': {
    takes: ['minutes'],
    define: (_, interval, telemetry) => traffic(telemetry, { interval }),
  },
  'following the traffic: lookback': {
    takes: [],
    define: (_, lookback, telemetry) => traffic(telemetry, { lookback }),
  },
  'following the traffic: tick': { takes: [], define: (_, tick, telemetry) => traffic(telemetry, { tick }) },
  'following the traffic: dwell': { takes: [], define: (_, dwell, telemetry) => traffic(telemetry, { dwell }) },
  'off-peak: interval': {
    takes: [],
    define: (_, time, telemetry) =>
      telemetry.addJourney('Buy', {
        journey,
        schedule: JourneySchedule.every(Duration.minutes(30)).offPeak(
          canaries.TimeWindow.daily('22:00', '06:00', TimeZone.ETC_UTC),
          time,
        ),
      }),
  },
  'the web client: userIdRetention': {
    takes: ['days'],
    define: (stack, userIdRetention, telemetry) =>
      new rum.WebClientDeployment(stack, 'Client', {
        webApp: telemetry.addWebApp('Web', { domains: [hostname], client: { userIdRetention } }),
        destinationBucket: new Bucket(stack, 'Pages'),
      }),
  },
  'a deployment of the web client: maxAge': {
    takes: ['seconds'],
    define: (stack, maxAge, telemetry) =>
      new rum.WebClientDeployment(stack, 'Client', {
        webApp: telemetry.addWebApp('Web', { domains: [hostname] }),
        destinationBucket: new Bucket(stack, 'Pages'),
        maxAge,
      }),
  },
  'sampling: slowerThan': {
    takes: [],
    define: (stack, slowerThan, telemetry) => sampled(stack, telemetry, { slowerThan }),
  },
  'sampling: decisionWait': {
    takes: [],
    define: (stack, decisionWait, telemetry) => sampled(stack, telemetry, { decisionWait }),
  },
};

const synthesize = (define: (stack: Stack, value: number, telemetry: UserTelemetry) => unknown) => {
  const stack = new Stack(new App(), 'Shop');
  const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
  define(stack, new CfnParameter(stack, 'Given', { type: 'Number' }).valueAsNumber, telemetry);
  return JSON.stringify(Template.fromStack(stack).toJSON());
};

describe.each(Object.entries(CASES))('%s', (_, { takes, define }) => {
  test.each(UNITS)('in %s', (unit) => {
    const text = () => synthesize((stack, value, telemetry) => define(stack, Duration[unit](value), telemetry));
    if (!takes.includes(unit))
      expect(text).toThrow(
        /^\[[^\]]+\] .*got "(a token|an interval that is known only at deployment)", expected .* known at synthesis/,
      );
    // What a number looks like that stands for a token, where it was taken for a number.
    else expect(text()).not.toMatch(/e\+28\d/);
  });
});

describe('sizes', () => {
  const sized = (size: (value: number) => Partial<canaries.JourneyCanaryProps>) => () =>
    synthesize((_, value, telemetry) => telemetry.addJourney('Buy', { journey, ...size(value) }));

  test('the temporary storage of a canary is taken in MiB', () => {
    expect(sized((value) => ({ ephemeralStorage: Size.mebibytes(value) }))()).toContain(
      '"EphemeralStorage":{"Ref":"Given"}',
    );
    expect(sized((value) => ({ ephemeralStorage: Size.gibibytes(value) }))).toThrow(
      /ephemeralStorage: got "a token".*Size\.mebibytes/,
    );
  });

  test.each(['mebibytes', 'gibibytes'] as const)('its memory is known at synthesis, also in %s', (unit) => {
    expect(sized((value) => ({ memory: Size[unit](value) }))).toThrow(/memory: got "a token"/);
  });
});

test('where there is no construct yet, the call is named', () => {
  const token = new CfnParameter(new Stack(), 'Given', { type: 'Number' }).valueAsNumber;
  expect(() => Action.wait(Duration.seconds(token))).toThrow(
    '[Action.wait()] duration: got "a token", expected a number that is known at synthesis, or Duration.millis()',
  );
});
