import { App, CfnParameter, Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Notifications, type WebAppAlarmOptions, WebAppAlarms, type WebAppAlarmsProps } from '../../../src/monitoring';
import { AppMonitor, Interactions, Platform, Telemetry, WebApp } from '../../../src/rum';
import { alarmOf, importMonitor, type Json, silentAlarms } from '../helpers';

function setUp(options: Partial<WebAppAlarmsProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  new WebAppAlarms(stack, 'Alarms', { appMonitor: importMonitor(stack), ...options });
  return stack;
}

describe('what an app monitor does not report', () => {
  const define = (options: WebAppAlarmOptions = {}, ...telemetries: Telemetry[]) => {
    const stack = new Stack(new App(), 'Stack');
    const appMonitor = new AppMonitor(stack, 'Monitor', {
      domains: ['shop.example.com'],
      appMonitorName: 'shop',
      telemetries,
    });
    new WebAppAlarms(stack, 'Alarms', { appMonitor, ...options });
    return Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map((id) => id.slice(6, -8));
  };

  test('has no alarm, which would never go off', () => {
    expect(define({}, Telemetry.ERRORS)).toEqual(['JsErrors', 'ErrorSurge', 'SessionDrop']);
    const ofPerformance = ['Apdex', 'PageSpeed', 'InputDelay', 'LayoutShift', 'SessionDrop'];
    expect(define({}, Telemetry.PERFORMANCE)).toEqual(ofPerformance);
    expect(define({}, Telemetry.HTTP)).toEqual(['ServerErrors', 'ErrorSurge', 'SessionDrop']);
    const off = { jsErrors: { enabled: false }, errorSurge: { enabled: false }, sessionDrop: { enabled: false } };
    expect(define(off, Telemetry.HTTP)).toEqual(['ServerErrors']);
  });

  test.each<[WebAppAlarmOptions, Telemetry, string]>([
    [
      { jsErrors: { threshold: 2 } },
      Telemetry.PERFORMANCE,
      'jsErrors: got {"threshold":2}, expected no such alarm: the',
    ],
    [{ pageSpeed: {} }, Telemetry.ERRORS, 'does not report the telemetry "performance"; add "performance" to its'],
    [{ inputDelay: {} }, Telemetry.ERRORS, 'inputDelay: got {}'],
    [{ layoutShift: {} }, Telemetry.HTTP, 'layoutShift: got {}'],
    [{ apdex: {} }, Telemetry.HTTP, 'apdex: got {}'],
    [{ serverErrors: {} }, Telemetry.ERRORS, 'add "http" to its'],
    [{ errorSurge: {} }, Telemetry.PERFORMANCE, 'errorSurge: got {}'],
  ])('%j is refused of one that reports %s', (options, telemetry, message) => {
    expect(() => define(options, telemetry)).toThrow(message);
  });

  test('is that of web applications where it is a mobile one', () => {
    const stack = new Stack(new App(), 'Stack');
    const platform = Platform.IOS;
    const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'], platform });
    expect(() => new WebAppAlarms(stack, 'Alarms', { appMonitor })).toThrow('(platform): got "iOS", expected "Web"');
  });
});

describe('JavaScript errors', () => {
  const properties = (options?: WebAppAlarmOptions) => alarmOf(setUp(options), 'JsErrors');

  test('are judged per page view, once enough pages are viewed', () => {
    const { Metrics, ...rest } = properties();
    expect(Metrics[0].Expression).toBe(
      '100*IF(SUM([TIME_SERIES(0),views]) >= 20,SUM([TIME_SERIES(0),errors]),0)/IF(SUM([TIME_SERIES(0),views]) >= 20,SUM([TIME_SERIES(0),views]),1)',
    );
    expect(
      Metrics.slice(1).map((m: Json) => [m.Id, m.MetricStat.Metric.MetricName, m.MetricStat.Stat, m.MetricStat.Period]),
    ).toEqual([
      ['errors', 'JsErrorCount', 'Sum', 300],
      ['views', 'PageViewCount', 'Sum', 300],
    ]);
    expect(rest).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 4,
      TreatMissingData: 'notBreaching',
    });
  });

  test('take thresholds', () => {
    const { Metrics, ...rest } = properties({
      jsErrors: {
        threshold: 250,
        minimumPageViews: 3,
        period: Duration.minutes(10),
        evaluationPeriods: 2,
        datapointsToAlarm: 1,
      },
    });
    expect(rest).toMatchObject({ Threshold: 250, EvaluationPeriods: 2, DatapointsToAlarm: 1 });
    expect(Metrics[0].Expression).toContain('SUM([TIME_SERIES(0),views]) >= 3');
    expect(Metrics[1].MetricStat.Period).toBe(600);
  });

  test('take tokens', () => {
    const properties = alarmOf(
      setUp({
        jsErrors: {
          threshold: Token.asNumber({ Ref: 'Percent' }),
          minimumPageViews: Token.asNumber({ Ref: 'Views' }),
        },
      }),
      'JsErrors',
    );
    expect(properties.Threshold).toEqual({ Ref: 'Percent' });
    expect(JSON.stringify(properties.Metrics[0].Expression)).toContain('{"Ref":"Views"}');
    expect(JSON.stringify(properties.AlarmDescription)).toContain('{"Ref":"Percent"}');
  });
});

describe('responses with a 5xx status code', () => {
  test('are judged per page view, once enough pages are viewed', () => {
    const { Metrics, ...rest } = alarmOf(setUp(), 'ServerErrors');
    expect(Metrics[0].Expression).toBe(
      '100*IF(SUM([TIME_SERIES(0),views]) >= 20,SUM([TIME_SERIES(0),failed]),0)/IF(SUM([TIME_SERIES(0),views]) >= 20,SUM([TIME_SERIES(0),views]),1)',
    );
    expect(Metrics.slice(1).map((m: Json) => m.MetricStat.Metric.MetricName)).toEqual([
      'Http5xxCount',
      'PageViewCount',
    ]);
    expect(rest).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('a surge of errors', () => {
  test('is of both kinds together, beyond what one client makes, and told within minutes', () => {
    const { Metrics, ...rest } = alarmOf(setUp(), 'ErrorSurge');
    const [errors, views] = ['SUM([TIME_SERIES(0),errors0,errors1])', 'SUM([TIME_SERIES(0),views])'];
    expect(Metrics[0].Expression).toBe(`100*IF(${views} >= 20,(${errors}-30),0)/IF(${views} >= 20,${views},1)`);
    const read = Metrics.slice(1).map(({ MetricStat }: Json) => [MetricStat.Metric.MetricName, MetricStat.Period]);
    expect(read).toEqual([
      ['JsErrorCount', 180],
      ['Http5xxCount', 180],
      ['PageViewCount', 180],
    ]);
    expect(rest).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      EvaluationPeriods: 4,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test('takes what is stated, and refuses what is none', () => {
    const stated = { threshold: 2, toleratedErrors: 0, minimumPageViews: 100 };
    const { Metrics, Threshold } = alarmOf(setUp({ errorSurge: stated }), 'ErrorSurge');
    expect(Metrics[0].Expression).toContain(
      'SUM([TIME_SERIES(0),views]) >= 100,(SUM([TIME_SERIES(0),errors0,errors1])-0)',
    );
    expect(Threshold).toBe(2);
    for (const [option, value] of Object.entries({ threshold: 0, toleratedErrors: -1, minimumPageViews: 0 })) {
      expect(() => setUp({ errorSurge: { [option]: value } })).toThrow(`errorSurge.${option}: got ${value}`);
    }
  });
});

describe('Apdex', () => {
  test('is satisfied and half of tolerated page loads, once there are enough', () => {
    const { Metrics, ...rest } = alarmOf(setUp(), 'Apdex');
    const whole = 'SUM([TIME_SERIES(0),satisfied,tolerated,frustrated])';
    expect(Metrics[1].MetricStat.Period).toBe(180);
    const part = '(SUM([TIME_SERIES(0),satisfied])+SUM([TIME_SERIES(0),tolerated])/2)';
    expect(Metrics[0].Expression).toBe(`IF(${whole} >= 20,${part},1)/IF(${whole} >= 20,${whole},1)`);
    expect(rest).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 0.7,
      EvaluationPeriods: 4,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test.each([0, 1.1])('of %p is none', (threshold) => {
    expect(() => setUp({ apdex: { threshold } })).toThrow('expected a number above 0 and at most 1');
  });
});

describe('a drop of sessions', () => {
  const band = (options: Partial<WebAppAlarmsProps> = {}) => alarmOf(setUp(options), 'SessionDrop');

  test('is judged by anomaly detection, on a metric that is 0 where nobody comes', () => {
    const { Metrics, ...rest } = band();
    expect(Metrics.map((m: Json) => [m.Id, m.Expression, m.ReturnData])).toEqual([
      ['expr_1', 'ANOMALY_DETECTION_BAND(judged, 3)', true],
      // Where fewer sessions are usual, none is no drop.
      ['judged', 'IF(SUM([TIME_SERIES(0),m]) < 10, 10, SUM([TIME_SERIES(0),m]))', true],
      ['m', undefined, false],
    ]);
    expect(rest).toMatchObject({
      ComparisonOperator: 'LessThanLowerThreshold',
      ThresholdMetricId: 'expr_1',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      TreatMissingData: 'ignore',
    });
    expect(rest).not.toHaveProperty('Threshold');
  });

  test('takes the sessions below which it is quiet, also tokens', () => {
    const minimumSessions = Token.asNumber({ Ref: 'Minimum' });
    expect(JSON.stringify(band({ sessionDrop: { minimumSessions } }).Metrics[1])).toContain('{"Ref":"Minimum"}');
    expect(() => setUp({ sessionDrop: { minimumSessions: 0 } })).toThrow('sessionDrop.minimumSessions: got 0');
  });

  test('is judged in hours at most', () => {
    expect(() => setUp({ sessionDrop: { period: Duration.hours(2) } })).toThrow(
      'sessionDrop.period (in minutes): got 120',
    );
  });

  test('takes deviations, also tokens', () => {
    const deviations = Token.asNumber({ Ref: 'Deviations' });
    expect(JSON.stringify(band({ sessionDrop: { deviations } }).Metrics[0])).toContain('{"Ref":"Deviations"}');
    expect(() => setUp({ sessionDrop: { deviations: 0 } })).toThrow(
      'sessionDrop.deviations: got 0, expected a number above 0',
    );
  });
});

describe('page speed', () => {
  test('is the 75th percentile of the largest contentful paint, left alone while samples are few', () => {
    expect(alarmOf(setUp(), 'PageSpeed')).toMatchObject({
      MetricName: 'WebVitalsLargestContentfulPaint',
      ExtendedStatistic: 'p75',
      Period: 900,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 2500,
      EvaluationPeriods: 4,
      DatapointsToAlarm: 3,
      EvaluateLowSampleCountPercentile: 'ignore',
      TreatMissingData: 'notBreaching',
    });
  });

  test('takes thresholds', () => {
    const pageSpeed = { threshold: Duration.seconds(4), period: Duration.hours(1) };
    expect(alarmOf(setUp({ pageSpeed }), 'PageSpeed')).toMatchObject({ Threshold: 4000, Period: 3600 });
  });
});

describe('other web vitals', () => {
  test('are watched like the largest content, where their thresholds are stated', () => {
    const period = Duration.minutes(30);
    const stack = setUp({
      pageSpeed: { period },
      inputDelay: { threshold: Duration.millis(300), period },
      layoutShift: { threshold: 0.2, period },
    });
    const alike = {
      ExtendedStatistic: 'p75',
      Period: 1800,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 4,
      DatapointsToAlarm: 3,
      EvaluateLowSampleCountPercentile: 'ignore',
      TreatMissingData: 'notBreaching',
    };
    expect(alarmOf(stack, 'PageSpeed')).toMatchObject(alike);
    expect(alarmOf(stack, 'InputDelay')).toMatchObject({
      ...alike,
      MetricName: 'WebVitalsInteractionToNextPaint',
      Threshold: 300,
    });
    expect(alarmOf(stack, 'LayoutShift')).toMatchObject({
      ...alike,
      MetricName: 'WebVitalsCumulativeLayoutShift',
      Threshold: 0.2,
    });
  });

  test('are watched by the limits of what is good, where they are asked for', () => {
    const stack = setUp({ inputDelay: {}, layoutShift: {} });
    expect(alarmOf(stack, 'InputDelay').Threshold).toBe(200);
    expect(alarmOf(stack, 'LayoutShift').Threshold).toBe(0.1);
  });

  test('are watched by default, but no silence', () => {
    const ids = Object.keys(Template.fromStack(setUp()).findResources('AWS::CloudWatch::Alarm'));
    expect(ids.map((id) => id.slice('Alarms'.length, -8))).toEqual([
      'JsErrors',
      'ServerErrors',
      'ErrorSurge',
      'Apdex',
      'PageSpeed',
      'InputDelay',
      'LayoutShift',
      'SessionDrop',
    ]);
  });
});

describe('a web app that nobody is seen on', () => {
  test.each([
    [Duration.minutes(45), 900, 3, 60],
    [Duration.hours(24), 900, 96, 1455],
    [Duration.days(7), 3600, 168, 2880],
  ])(
    'for %s is an alarm, as missing data is, but not before the first visitors can have come',
    (silence, period, periods, warmUp) => {
      expect(alarmOf(setUp({ sessions: { threshold: silence } }), 'Sessions')).toMatchObject({
        Metrics: [
          { Expression: 'SUM([TIME_SERIES(0),m])' }, // no silence is hidden by what came before it
          { MetricStat: { Metric: { MetricName: 'SessionCount' }, Stat: 'Sum', Period: period } },
        ],
        EvaluationPeriods: periods,
        DatapointsToAlarm: periods,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'breaching',
        WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: warmUp, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      });
    },
  );
});

describe('notifications', () => {
  test('page for errors and write a ticket for slowness, at alarm and at recovery', () => {
    const stack = new Stack(new App(), 'Stack');
    const topics = { page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') };
    new WebAppAlarms(stack, 'Alarms', {
      appMonitor: importMonitor(stack),
      notifications: Notifications.toTopics(topics),
    });
    const page = [stack.resolve(topics.page.topicArn)];
    const ticket = [stack.resolve(topics.ticket.topicArn)];
    expect(alarmOf(stack, 'JsErrors')).toMatchObject({ AlarmActions: page, OKActions: page });
    expect(alarmOf(stack, 'PageSpeed')).toMatchObject({ AlarmActions: ticket, OKActions: ticket });
    expect(silentAlarms(stack)).toEqual([]);
  });

  test('are missed once, if there are none', () => {
    expect(silentAlarms(setUp())).toEqual([
      expect.stringContaining(
        '/Stack/Alarms alarms notify nobody; pass Notifications.toTopics({ page, ticket }), or Notifications.none() if that is intended',
      ),
    ]);
  });

  test('are missed for the severity that has no topic', () => {
    const page = Topic.fromTopicArn(new Stack(), 'Page', 'arn:aws:sns:us-east-1:123456789012:page');
    const stack = setUp({ notifications: Notifications.toTopics({ page }) });
    expect(silentAlarms(stack)).toEqual(
      ['Apdex', 'PageSpeed', 'InputDelay', 'LayoutShift', 'SessionDrop'].map((id) =>
        expect.stringContaining(
          `/Stack/Alarms/${id} the alarm notifies nobody, as there is no topic or action for its severity "ticket"; pass Notifications.toTopics({ ticket })`,
        ),
      ),
    );
  });

  test('are not missed, if that was acknowledged', () => {
    const stack = setUp();
    const id = 'cdk-user-telemetry:alarms-without-action';
    Validations.of(stack).acknowledge({ id, reason: 'a trial' });
    expect(silentAlarms(stack)).toEqual([]);
  });

  test('are not missed, if there are none on purpose', () => {
    const stack = setUp({ notifications: Notifications.none() });
    expect(silentAlarms(stack)).toEqual([]);
    Template.fromStack(stack).allResourcesProperties(
      'AWS::CloudWatch::Alarm',
      Match.objectLike({ AlarmActions: Match.absent() }),
    );
  });
});

test('descriptions say what it means and fit', () => {
  const stack = setUp({
    inputDelay: {},
    layoutShift: {},
    sessions: { threshold: Duration.hours(6) },
  });
  for (const id of ['JsErrors', 'PageSpeed', 'InputDelay', 'LayoutShift']) {
    const { AlarmDescription } = alarmOf(stack, id);
    expect(AlarmDescription).toMatch(/^Pages are .* shop .*CloudWatch RUM/);
    expect(AlarmDescription.length).toBeLessThan(1024);
  }
  const { AlarmDescription } = alarmOf(stack, 'Sessions');
  expect(AlarmDescription).toMatch(/^Nobody is seen: no session of shop began for 6 hours/);
  expect(AlarmDescription.length).toBeLessThan(1024);
});

test.each<[WebAppAlarmOptions, string]>([
  [{ jsErrors: { threshold: 0 } }, 'jsErrors.threshold: got 0, expected a number above 0; pass a percentage such as 5'],
  [
    { jsErrors: { minimumPageViews: 0 } },
    'jsErrors.minimumPageViews: got 0, expected a whole number of at least 1; pass a number such as 20',
  ],
  [{ jsErrors: { minimumPageViews: 1.5 } }, 'jsErrors.minimumPageViews: got 1.5, expected a whole number'],
  [
    { jsErrors: { period: Duration.seconds(90) } },
    'jsErrors.period (in seconds): got 90, expected a multiple of 60 above 0; pass a Duration',
  ],
  [
    { jsErrors: { period: Duration.hours(34) } },
    'jsErrors.evaluationPeriods * period (in seconds): got 612000, expected a number of at most 604800, the limit for periods from 1 hour; evaluate fewer periods or shorten the period',
  ],
  [
    { pageSpeed: { threshold: Duration.millis(0) } },
    'pageSpeed.threshold (in milliseconds): got 0, expected a number above 0; pass a Duration such as Duration.millis(2500)',
  ],
  [
    { inputDelay: { threshold: Duration.millis(0) } },
    'inputDelay.threshold (in milliseconds): got 0, expected a number above 0; pass a Duration such as Duration.millis(200)',
  ],
  [
    { layoutShift: { threshold: 0 } },
    'layoutShift.threshold: got 0, expected a number above 0; pass a number such as 0.1',
  ],
  ...[Duration.minutes(0), Duration.minutes(20), Duration.minutes(1455), Duration.hours(169)].map(
    (threshold): [WebAppAlarmOptions, string] => [
      { sessions: { threshold } },
      `sessions.threshold (in minutes): got ${threshold.toMinutes()}, expected a multiple of 15 from 15 to 1440, or a multiple of 60 from 1440 to 10080; pass a Duration`,
    ],
  ),
  [
    { pageSpeed: { period: Duration.seconds(0) } },
    'pageSpeed.period (in seconds): got 0, expected a multiple of 60 above 0',
  ],
])('fails for %j', (options, message) => {
  expect(() => setUp(options)).toThrow(`[Stack/Alarms] ${message}`);
});

test('a threshold that is known only at deployment stands in the text of its alarm', () => {
  const stack = new Stack(new App(), 'Stack');
  const threshold = Duration.millis(new CfnParameter(stack, 'Paint', { type: 'Number' }).valueAsNumber);
  new WebAppAlarms(stack, 'Alarms', { appMonitor: importMonitor(stack), pageSpeed: { threshold } });
  const { AlarmDescription, Threshold } = alarmOf(stack, 'PageSpeed');
  expect(Threshold).toEqual({ Ref: 'Paint' });
  expect(JSON.stringify(AlarmDescription)).toContain('more than ",{"Ref":"Paint"}," ms');
});

describe('clicks in vain', () => {
  const define = (frustration?: WebAppAlarmOptions['frustration'], interactions?: Interactions) => {
    const stack = new Stack(new App(), 'Stack');
    const { appMonitor } = new WebApp(stack, 'Shop', { domains: ['shop.example.com'], client: { interactions } });
    new WebAppAlarms(stack, 'Alarms', { appMonitor, frustration });
    return stack;
  };

  test('make a ticket where they are seen, as a share of the page views that are', () => {
    const alarm = alarmOf(define(undefined, Interactions.toRum()), 'Frustration');
    expect(alarm).toMatchObject({ Threshold: 10, EvaluationPeriods: 4, DatapointsToAlarm: 3 });
    const text = JSON.stringify(alarm.Metrics);
    expect(text).toContain('100*IF(SUM([TIME_SERIES(0),views0,views1]) >= 50,SUM([TIME_SERIES(0),clicks0,clicks1]),0)');
    expect(text).toMatch(/FrustratedClickCount.*ObservedPageViewCount/);
  });

  test('have no alarm where they are not, and one that is asked for is refused', () => {
    const alarms = Template.fromStack(define()).findResources('AWS::CloudWatch::Alarm');
    expect(Object.keys(alarms).filter((id) => id.includes('Frustration'))).toEqual([]);
    expect(() => define({ threshold: 3 })).toThrow('frustration: got {"threshold":3}, expected no such alarm');
    expect(() => define({}, Interactions.toEventPipeline({}))).toThrow('eventIntake');
  });

  test.each([
    [{ threshold: 0 }, 'frustration.threshold: got 0'],
    [{ minimumPageViews: 0.5 }, 'frustration.minimumPageViews: got 0.5'],
  ])('%j is refused', (options, message) => {
    expect(() => define(options, Interactions.toRum())).toThrow(message);
  });
});
