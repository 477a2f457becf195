import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow } from '../../../src/canaries';
import { AdotSidecar, CollectorConfig } from '../../../src/collector';
import { Transaction } from '../../../src/events';
import {
  type AlarmOptions,
  type AlarmSetProps,
  AlarmSeverity,
  AppMonitorGuards,
  CollectorAlarms,
  type IAlarms,
  JourneyAlarms,
  Notifications,
  TransactionAlarms,
  WebAppAlarms,
} from '../../../src/monitoring';
import { AppMonitor } from '../../../src/rum';
import { alarmOf, importMonitor } from '../helpers';

type Define = (stack: Stack, props: AlarmSetProps & { readonly [alarm: string]: unknown }) => IAlarms;

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));

const webApp: Define = (stack, props) =>
  new WebAppAlarms(stack, 'Alarms', { appMonitor: importMonitor(stack), ...props });

const replicated: Define = (stack, props) => {
  const canary = new JourneyCanary(stack, 'Buy', { journey, replicas: [{ region: 'eu-west-1' }] });
  return new JourneyAlarms(stack, 'Alarms', { journey: canary, ...props });
};

const following: Define = (stack, props) => {
  const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  const every = JourneySchedule.every(Duration.minutes(15));
  const schedule = every.followTraffic(appMonitor, { interval: Duration.minutes(1), quietBelowSessions: 5 });
  return new JourneyAlarms(stack, 'Alarms', {
    journey: new JourneyCanary(stack, 'Buy', { journey, schedule }),
    ...props,
  });
};

const transaction: Define = (stack, props) =>
  new TransactionAlarms(stack, 'Alarms', {
    transaction: new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6 }),
    appMonitors: [importMonitor(stack)],
    ...props,
  });

const collectors: Define = (stack, props) => {
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('App', { image: ContainerImage.fromRegistry('node:22') });
  const config = new CollectorConfig({ selfTelemetry: true });
  const collector = new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', config });
  return new CollectorAlarms(stack, 'Alarms', { collector, ...props });
};

const guards: Define = (stack, props) =>
  new AppMonitorGuards(stack, 'Alarms', { appMonitors: [importMonitor(stack)], quota: { enabled: false }, ...props });

/** Every alarm: its option, with what brings it into being, and the severity that it has by itself. */
const ALARMS: [string, string, Define, object, AlarmSeverity][] = [
  ['jsErrors', 'JsErrors', webApp, {}, AlarmSeverity.PAGE],
  ['serverErrors', 'ServerErrors', webApp, {}, AlarmSeverity.PAGE],
  ['errorSurge', 'ErrorSurge', webApp, {}, AlarmSeverity.PAGE],
  ['apdex', 'Apdex', webApp, {}, AlarmSeverity.TICKET],
  ['sessionDrop', 'SessionDrop', webApp, {}, AlarmSeverity.TICKET],
  ['pageSpeed', 'PageSpeed', webApp, {}, AlarmSeverity.TICKET],
  ['inputDelay', 'InputDelay', webApp, { threshold: Duration.millis(200) }, AlarmSeverity.TICKET],
  ['layoutShift', 'LayoutShift', webApp, { threshold: 0.1 }, AlarmSeverity.TICKET],
  ['sessions', 'Sessions', webApp, { threshold: Duration.hours(3) }, AlarmSeverity.PAGE],
  ['success', 'AlarmsSuccess', replicated, {}, AlarmSeverity.TICKET],
  ['locations', 'AlarmsLocations', replicated, {}, AlarmSeverity.PAGE],
  ['duration', 'AlarmsDuration', replicated, {}, AlarmSeverity.TICKET],
  ['traffic', 'AlarmsTraffic', following, {}, AlarmSeverity.TICKET],
  ['completionRate', 'CompletionRate', transaction, {}, AlarmSeverity.PAGE],
  ['unused', 'Unused', transaction, {}, AlarmSeverity.TICKET],
  ['failedExports', 'FailedExports', collectors, {}, AlarmSeverity.TICKET],
  ['refusedTelemetry', 'RefusedTelemetry', collectors, {}, AlarmSeverity.TICKET],
  ['restarts', 'Restarts', collectors, {}, AlarmSeverity.TICKET],
  ['silence', 'Silence', collectors, { threshold: Duration.hours(1) }, AlarmSeverity.TICKET],
  ['quota', 'Quota', guards, { threshold: 40 }, AlarmSeverity.TICKET],
  ['cost', 'Cost', guards, { threshold: 1_000_000 }, AlarmSeverity.TICKET],
];

const [night, sunday] = ['02:00', '04:00'].map((start) => TimeWindow.daily(start, '05:00', TimeZone.ETC_UTC));

describe.each(ALARMS)('%s (%s)', (option, id, define, being, severity) => {
  const setUp = (options: AlarmOptions = {}, all: object = {}) => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const topics = { page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') };
    const notifications = Notifications.toTopics(topics);
    define(stack, { notifications, ...all, [option]: { ...being, ...options } });
    return stack;
  };
  const alarmIds = (stack: Stack) => Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  const notified = (stack: Stack) => alarmOf(stack, id).AlarmActions[0].Ref.slice(0, -8).toLowerCase();
  /** The ids of the rules, each with the alarms that it mutes. */
  const muted = (stack: Stack): [string, string[]][] =>
    Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::AlarmMuteRule')).map(([rule, found]) => [
      rule.slice('Alarms'.length, -8),
      found.Properties.MuteTargets.AlarmNames.map(({ Ref }: { Ref: string }) => Ref),
    ]);

  test('can be left out, alone', () => {
    const [all, others] = [setUp(), setUp({ enabled: false })].map(alarmIds);
    expect(all.filter((alarm) => !others.includes(alarm))).toEqual(all.filter((alarm) => alarm.includes(id)));
    expect(all.length).toBeGreaterThan(others.length);
  });

  test('has a severity, or another one', () => {
    expect(notified(setUp())).toBe(severity);
    for (const other of Object.values(AlarmSeverity)) expect(notified(setUp({ severity: other }))).toBe(other);
  });

  test('can be muted alone, and with all others of its construct', () => {
    expect(muted(setUp())).toEqual([]);
    const alone = setUp({ muteDuring: [night, sunday] });
    const mine = alarmIds(alone).filter((alarm) => alarm.includes(id));
    const name = id.replace('Alarms', '');
    expect(muted(alone)).toEqual([
      [`${name}Mute1`, mine],
      [`${name}Mute2`, mine],
    ]);
    const together = setUp({ muteDuring: [sunday] }, { muteDuring: [night] });
    expect(Object.fromEntries(muted(together))).toEqual({
      Mute1: expect.arrayContaining(alarmIds(together)),
      [`${name}Mute1`]: mine,
    });
  });
});

test('a construct without any alarm mutes nothing', () => {
  const stack = new Stack(new App(), 'Stack');
  transaction(stack, { completionRate: { enabled: false }, unused: { enabled: false }, muteDuring: [night] });
  expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
});
