import { Token } from 'aws-cdk-lib';
import { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type CustomMetricOptions,
  ExtendedMetric,
  MetricDefinition,
  MetricDimension,
  Platform,
} from '../../../src/rum';
import { custom, define, definitionsOf, EVENT, rendered } from './metric-definitions';

describe('a custom metric', () => {
  test('counts events by default', () => {
    expect(rendered(custom())).toEqual([
      { Namespace: 'UserTelemetry', Name: 'Metric', UnitLabel: 'Count', EventPattern: '{"event_type":["my_event"]}' },
    ]);
  });

  test('measures a value, with dimensions', () => {
    const eventPattern = { ...EVENT, metadata: { countryCode: [{ exists: true }] } };
    const options = {
      eventPattern,
      dimensions: { 'metadata.countryCode': 'Country' },
      metricNamespace: 'Shop/a.b-c_#:',
    };
    const definition = custom({ ...options, valueKey: 'event_details.items', unit: Unit.BYTES, statistic: 'p90' });
    expect(rendered(definition)).toEqual([
      {
        Namespace: 'Shop/a.b-c_#:',
        Name: 'Metric',
        ValueKey: 'event_details.items',
        UnitLabel: 'Bytes',
        DimensionKeys: { 'metadata.countryCode': 'Country' },
        EventPattern: JSON.stringify(eventPattern),
      },
    ]);
    expect(define().monitor.metricOf(definition, { dimensionsMap: { Country: 'DE' } })).toMatchObject({
      namespace: 'RUM/CustomMetrics/Shop/a.b-c_#:',
      metricName: 'Metric',
      statistic: 'p90',
      unit: undefined,
    });
  });

  test('has no unit and an average unless stated, if it measures', () => {
    const definition = custom({ valueKey: 'event_details.items' });
    expect(rendered(definition)[0]).not.toHaveProperty('UnitLabel');
    expect(define().monitor.metricOf(definition)).toMatchObject({ statistic: 'Average', unit: undefined });
  });

  test.each([
    [{ prefix: 'a' }],
    [{ suffix: 'a' }],
    [{ 'anything-but': ['a', 1] }],
    [{ 'anything-but': 'a' }],
    [{ exists: false }],
    [{ numeric: ['=', 3] }],
    [{ numeric: ['>=', 400, '<', 500] }],
    [null],
    [7],
    [true],
  ])('can look for %j', (filter) => {
    expect(() => rendered(custom({ eventPattern: { ...EVENT, event_details: { a: { b: [filter] } } } }))).not.toThrow();
  });

  test('takes tokens', () => {
    const text = Token.asString({ Ref: 'Text' });
    const definition = MetricDefinition.custom(text, {
      metricNamespace: text,
      valueKey: text,
      eventPattern: { event_type: [text.repeat(500)], event_details: Token.asAny({ Ref: 'Details' }) },
    });
    expect(() => rendered(definition)).not.toThrow();
  });
});

describe('a custom metric fails when', () => {
  const fails = (prop: string, options: Partial<CustomMetricOptions>, name = 'Metric') =>
    expect(() => define({ metricDefinitions: [custom(options, name)] })).toThrow(
      `[Shop/Monitor] metric definition ${JSON.stringify(name)} (${prop})`,
    );

  test.each(['', ' ', 'a'.repeat(256)])('its name is %p', (name) => fails('metricName', {}, name));

  test.each(['', 'AWS/RUM', 'AWS/Mine', 'a b', 'ü', 'a'.repeat(238)])('its namespace is %p', (metricNamespace) => {
    fails('metricNamespace', { metricNamespace });
  });

  test.each(['', 'items', 'details.items', 'event_details.', 'event_details..a', `metadata.${'a'.repeat(248)}`])(
    'its valueKey is %p',
    (valueKey) => fails('valueKey', { valueKey }),
  );

  test.each<[object]>([
    [{}],
    [{ detail: ['a'] }],
    [{ event_type: 'a' }],
    [{ event_type: [] }],
    [{ event_type: ['a', 'b'] }],
    [{ event_type: [undefined] }],
    [{ event_type: [Number.NaN] }],
    [{ ...EVENT, metadata: {} }],
    [{ ...EVENT, metadata: { a: 1 } }],
    [{ ...EVENT, metadata: { a: { b: null } } }],
    [{ ...EVENT, metadata: { a: [['a']] } }],
    [{ ...EVENT, metadata: { a: [{ wildcard: '*' }] } }],
    [{ ...EVENT, metadata: { a: [{ exists: true, prefix: 'a' }] } }],
    [{ ...EVENT, metadata: { a: [{ exists: 'true' }] } }],
    [{ ...EVENT, metadata: { a: [{ prefix: 1 }] } }],
    [{ ...EVENT, metadata: { a: [{ 'anything-but': [] }] } }],
    [{ ...EVENT, metadata: { a: [{ 'anything-but': { prefix: 'a' } }] } }],
    [{ ...EVENT, metadata: { a: [{ numeric: ['>'] }] } }],
    [{ ...EVENT, metadata: { a: [{ numeric: ['!=', 3] }] } }],
    [{ ...EVENT, metadata: { a: [{ numeric: ['>', '3'] }] } }],
    [{ event_details: { a: ['a'] } }],
    [{ event_type: ['a'.repeat(3982)] }],
  ])('its pattern is %j', (eventPattern) => {
    fails('eventPattern', { eventPattern: eventPattern as Record<string, unknown> });
  });

  test('its pattern is longer than 4000 characters, and not before', () => {
    const ofLength = (length: number) => ({ event_type: ['a'.repeat(length - '{"event_type":[""]}'.length)] });
    expect(() => rendered(custom({ eventPattern: ofLength(4000) }))).not.toThrow();
    fails('eventPattern', { eventPattern: ofLength(4001) });
  });

  test.each<[Record<string, string>]>([
    [{ 'metadata.pageId': 'Page' }],
    [{ details: 'Details' }],
    [{ event_type: '' }],
    [{ event_type: ':a' }],
    [{ event_type: 'a'.repeat(256) }],
    [{ event_type: 'application_name' }],
  ])('its dimensions are %j', (dimensions) => fails('dimensions', { dimensions }));

  test('two dimensions have one name', () => {
    const eventPattern = { ...EVENT, metadata: { a: ['a'], b: ['b'] } };
    fails('dimensions', { eventPattern, dimensions: { 'metadata.a': 'A', 'metadata.b': 'A' } });
  });

  test('it has 30 dimensions', () => {
    const names = Array.from({ length: 30 }, (_, index) => `d${index}`);
    const eventPattern = { ...EVENT, metadata: Object.fromEntries(names.map((name) => [name, ['x']])) };
    const dimensions = (count: number) =>
      Object.fromEntries(names.slice(0, count).map((name) => [`metadata.${name}`, name]));
    expect(() => rendered(custom({ eventPattern, dimensions: dimensions(29) }))).not.toThrow();
    fails('dimensions', { eventPattern, dimensions: dimensions(30) });
  });
});

describe('an extended metric', () => {
  test('has the value and the event that the service demands, and its dimensions', () => {
    const metric = ExtendedMetric.WEB_VITALS_LARGEST_CONTENTFUL_PAINT;
    const definition = MetricDefinition.extended(
      metric,
      MetricDimension.pageId('/a', '/b'),
      MetricDimension.deviceType(),
    );
    const [{ EventPattern, ...rest }] = rendered(definition);
    expect(rest).toEqual({
      Name: 'WebVitalsLargestContentfulPaint',
      ValueKey: 'event_details.value',
      UnitLabel: 'Milliseconds',
      DimensionKeys: { 'metadata.pageId': 'PageId', 'metadata.deviceType': 'DeviceType' },
    });
    expect(JSON.parse(EventPattern)).toEqual({
      event_type: ['com.amazon.rum.largest_contentful_paint_event'],
      metadata: { pageId: ['/a', '/b'], deviceType: [{ exists: true }] },
    });
    const dimensionsMap = { PageId: '/a', DeviceType: 'mobile' };
    const read = define().monitor.metricOf(definition, { dimensionsMap });
    expect(read).toMatchObject({ namespace: 'AWS/RUM', statistic: 'p75', unit: undefined });
    expect(Object.keys(read.dimensions ?? {})).toEqual(['application_name', 'PageId', 'DeviceType']);
  });

  const numeric = (field: object) => ({ event_details: field });
  test.each([
    [ExtendedMetric.NAVIGATION_SATISFIED_TRANSACTION, numeric({ duration: [{ numeric: ['<', 2000] }] })],
    [ExtendedMetric.NAVIGATION_TOLERATED_TRANSACTION, numeric({ duration: [{ numeric: ['>=', 2000, '<', 8000] }] })],
    [ExtendedMetric.NAVIGATION_FRUSTRATED_TRANSACTION, numeric({ duration: [{ numeric: ['>=', 8000] }] })],
    [ExtendedMetric.HTTP_4XX_COUNT, numeric({ response: { status: [{ numeric: ['>=', 400, '<', 500] }] } })],
    [ExtendedMetric.HTTP_5XX_COUNT, numeric({ response: { status: [{ numeric: ['>=', 500, '<=', 599] }] } })],
  ])('%s counts what is documented', (metric, details) => {
    const [{ EventPattern, ValueKey }] = rendered(MetricDefinition.extended(metric, MetricDimension.osName('iOS')));
    expect(JSON.parse(EventPattern)).toMatchObject({ ...details, metadata: { osName: ['iOS'] } });
    expect(ValueKey).toBeUndefined();
  });

  test.each(Object.values(ExtendedMetric))('%s can have every dimension that its events have', (metric) => {
    const dimensions = [
      MetricDimension.pageId(),
      MetricDimension.browserName('Chrome'),
      MetricDimension.countryCode('DE'),
      MetricDimension.deviceType(),
      MetricDimension.osName(),
    ];
    const all = metric === ExtendedMetric.PERFORMANCE_RESOURCE_DURATION ? [MetricDimension.fileType()] : [];
    const [{ Name, EventPattern, UnitLabel }] = rendered(MetricDefinition.extended(metric, ...dimensions, ...all));
    expect(Name).toBe(metric);
    expect(UnitLabel).toMatch(/^(Count|Milliseconds|None)$/);
    expect(JSON.parse(EventPattern).event_type[0]).toMatch(/^com\.amazon\.rum\.[a-z_]+_event$/);
  });

  test('fails without dimensions, with one twice, or with one that its events lack', () => {
    const fails = (metric: ExtendedMetric, ...dimensions: MetricDimension[]) =>
      expect(() => rendered(MetricDefinition.extended(metric, ...dimensions))).toThrow(
        `[Shop/Monitor] metric definition "${metric}" (dimensions)`,
      );
    fails(ExtendedMetric.JS_ERROR_COUNT);
    fails(ExtendedMetric.JS_ERROR_COUNT, MetricDimension.fileType());
    fails(ExtendedMetric.JS_ERROR_COUNT, MetricDimension.pageId('/a'), MetricDimension.pageId('/b'));
    fails(ExtendedMetric.JS_ERROR_COUNT, MetricDimension.pageId(''));
    fails(ExtendedMetric.JS_ERROR_COUNT, MetricDimension.pageId(...Array.from({ length: 999 }, (_, i) => `/${i}`)));
  });

  test('fails for a mobile application', () => {
    const metricDefinitions = [MetricDefinition.extended(ExtendedMetric.SESSION_COUNT, MetricDimension.osName())];
    expect(() => define({ platform: Platform.IOS, metricDefinitions })).toThrow(
      'metricDefinitions (platform): got "iOS"',
    );
  });
});

describe('first contentful paint and time to first byte', () => {
  const both = [MetricDefinition.firstContentfulPaint(), MetricDefinition.timeToFirstByte()];

  test('are read where the app monitor was told of them', () => {
    const { stack, monitor } = define({ metricDefinitions: both });
    const metrics = [monitor.metricFirstContentfulPaint(), monitor.metricTimeToFirstByte({ label: 'again' })];
    const unit = { ValueKey: 'event_details.value', UnitLabel: 'Milliseconds', Namespace: 'UserTelemetry' };
    expect(definitionsOf(stack)).toEqual([
      {
        ...unit,
        Name: 'FirstContentfulPaint',
        EventPattern: '{"event_type":["com.amazon.rum.first_contentful_paint_event"]}',
      },
      { ...unit, Name: 'TimeToFirstByte', EventPattern: '{"event_type":["com.amazon.rum.time_to_first_byte_event"]}' },
    ]);
    for (const metric of metrics) {
      expect(metric).toMatchObject({ statistic: 'p75', unit: undefined, dimensions: { application_name: {} } });
    }
  });

  test('define nothing by being read, and fail at synth where nobody has told the app monitor of them', () => {
    const { stack, monitor } = define({
      metricDefinitions: [MetricDefinition.timeToFirstByte(MetricDimension.pageId())],
    });
    monitor.metricFirstContentfulPaint();
    monitor.metricTimeToFirstByte();
    expect(monitor.node.validate()).toEqual([
      'metricFirstContentfulPaint(): got "no definition of the metric", expected one, because CloudWatch RUM doesn\'t publish it by itself; add MetricDefinition.firstContentfulPaint() to metricDefinitions',
      'metricTimeToFirstByte(): got "no definition of the metric", expected one, because CloudWatch RUM doesn\'t publish it by itself; add MetricDefinition.timeToFirstByte() to metricDefinitions',
    ]);
    expect(() => definitionsOf(stack)).toThrow('metricFirstContentfulPaint()');
  });

  test('may be defined after they were read', () => {
    const { stack, monitor } = define();
    monitor.metricFirstContentfulPaint();
    for (const definition of both) monitor.addMetricDefinition(definition);
    monitor.metricTimeToFirstByte();
    expect(monitor.node.validate()).toEqual([]);
    expect(definitionsOf(stack)).toHaveLength(2);
  });

  test('may be defined by page', () => {
    const byPage = MetricDefinition.timeToFirstByte(MetricDimension.pageId());
    const { stack, monitor } = define({ metricDefinitions: [MetricDefinition.timeToFirstByte(), byPage] });
    monitor.metricTimeToFirstByte();
    expect(definitionsOf(stack)).toHaveLength(2);
    expect(() => rendered(MetricDefinition.firstContentfulPaint(MetricDimension.pageId('/a', '/b')))).toThrow(
      'metric definition "FirstContentfulPaint" (eventPattern) (metadata.pageId): got ["/a","/b"], expected an array of one value',
    );
  });
});
