import fc from 'fast-check';
import { type AppMonitor, MetricDefinition } from '../../../src/rum';
import { check, define, propertiesOf, refusal, text } from '../generated';

describe('metric definitions', () => {
  const KEYS =
    'account_id application_Id application_version application_name batch_id event_details event_id event_interaction ' +
    'event_timestamp event_type event_version log_stream metadata sessionId user_details userId';
  const keys = KEYS.split(' ');
  const rule = fc.constantFrom('prefix', 'suffix', 'anything-but', 'numeric', 'exists', 'wildcard');
  const scalar = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null), fc.double());
  const argument = fc.oneof(scalar, fc.constantFrom(['>', 3], ['>=', 1, '<', 2], ['>'], ['a', 'b'], []));
  const filter = fc.tuple(rule, argument).map(([name, value]) => ({ [name]: value }));
  const odd = fc.oneof(
    fc.constantFrom(undefined, Number.NaN, () => 1, new Date(0)),
    fc.jsonValue(),
  );
  const right = fc.tuple(fc.oneof(fc.string(), fc.integer(), fc.constantFrom({ exists: true }, { prefix: 'a' })));
  const values = fc.oneof(
    { weight: 6, arbitrary: fc.array(fc.oneof(scalar, filter), { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(scalar, odd), { maxLength: 3 }) },
  );
  const field = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('a', 'b', 'Ref', 'Fn::Join', '__proto__', 'a.b'));
  const fields = fc.dictionary(field, fc.oneof(values, fc.dictionary(field, values, { maxKeys: 2 })), { maxKeys: 3 });
  const first = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: field });
  const body = fc.oneof(
    { weight: 4, arbitrary: values },
    { weight: 3, arbitrary: fields },
    { weight: 1, arbitrary: odd },
  );
  const pattern = fc.oneof(
    { weight: 3, arbitrary: fc.dictionary(first, body, { maxKeys: 4 }) },
    {
      weight: 6,
      arbitrary: fc.record({ event_type: right, event_details: fc.dictionary(field, right, { minKeys: 1 }) }),
    },
    { weight: 3, arbitrary: fc.record({ event_type: values, event_details: fields }) },
    { weight: 1, arbitrary: fc.string({ minLength: 3900, maxLength: 4100 }).map((type) => ({ event_type: [type] })) },
    { weight: 1, arbitrary: odd.map((type) => ({ event_type: type })) },
  );
  const path = fc.oneof(
    fc.constantFrom('event_details.a', 'event_details.a.b', 'event_type', 'metadata.b'),
    text('ab._'),
  );
  const PROPS = /^metric definition ".*" \((metricName|metricNamespace|valueKey|eventPattern|dimensions)\)/s;

  /** The paths of a pattern that the service takes; throws where it wouldn't. */
  function pathsOf(node: Record<string, unknown>, parent: string[] = []): string[] {
    const entries = Object.entries(node);
    if (entries.length === 0) throw new Error('empty');
    return entries.flatMap(([key, value]) => {
      if (!Array.isArray(value)) return pathsOf(value as Record<string, unknown>, [...parent, key]);
      if (value.length !== 1) throw new Error(`several values of ${key}`);
      return [[...parent, key].join('.')];
    });
  }

  test('of any shape', () => {
    const mostly = <T>(right: T, other: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 9, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: other });
    const options = fc.tuple(
      pattern,
      mostly('Metric', text('aB3._- ')),
      mostly<string | null>(null, text('aB3./#:-_ ')),
      mostly<string | null>(null, path),
      mostly({}, fc.dictionary(path, mostly('Name', text('aB:')))),
    );
    let accepted = 0;
    const property = fc.property(options, ([eventPattern, name, namespace, value, dimensions]) => {
      let monitor: AppMonitor | undefined;
      const metricNamespace = namespace ?? undefined;
      const refused = refusal(() => {
        const definition = MetricDefinition.custom(name, {
          eventPattern: eventPattern as Record<string, unknown>,
          ...(metricNamespace !== undefined && { metricNamespace }),
          valueKey: value ?? undefined,
          dimensions,
        });
        monitor = define({ metricDefinitions: [definition] });
      });
      if (!monitor) return expect(refused).toMatch(PROPS);
      accepted++;
      const [destination] = propertiesOf(monitor).AppMonitorConfiguration.MetricDestinations;
      const [{ Name, Namespace, ValueKey, EventPattern, DimensionKeys = {} }] = destination.MetricDefinitions;
      expect(Name.length).toBeGreaterThanOrEqual(1);
      expect(Name.length).toBeLessThanOrEqual(255);
      expect(Namespace).toMatch(/^[a-zA-Z0-9-._/#:]{1,237}$/);
      expect(Namespace.startsWith('AWS/')).toBe(false);
      expect(ValueKey ?? 'event_type').toMatch(new RegExp(`^(${keys.join('|')})(\\.|$)`));
      expect((ValueKey ?? '').length).toBeLessThanOrEqual(256);
      expect(EventPattern.length).toBeLessThanOrEqual(4000);
      const parsed = JSON.parse(EventPattern);
      const paths = pathsOf(parsed);
      expect(Object.keys(parsed).filter((key) => !keys.includes(key))).toEqual([]);
      if ('event_details' in parsed) expect(parsed).toHaveProperty('event_type');
      for (const [key, dimension] of Object.entries(DimensionKeys as Record<string, string>)) {
        expect(paths).toContain(key);
        expect(dimension.length >= 1 && dimension.length <= 255).toBe(true);
      }
    });
    check(2000, property);
    expect(accepted).toBeGreaterThan(200);
  });

  test('that are right are never refused', () => {
    const patterns = fc.record({
      event_type: fc.tuple(fc.string({ maxLength: 256 })),
      event_details: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.tuple(fc.oneof(fc.string(), fc.integer())), {
        minKeys: 1,
        maxKeys: 6,
      }),
      metadata: fc.record({ pageId: fc.tuple(fc.constant({ exists: true })) }),
    });
    const property = fc.property(patterns, fc.stringMatching(/^[A-Z][a-z]{0,30}$/), (eventPattern, name) => {
      const [detail] = Object.keys(eventPattern.event_details);
      const dimensions = { 'metadata.pageId': 'PageId', [`event_details.${detail}`]: 'Detail' };
      const definition = MetricDefinition.custom(name, { eventPattern, dimensions });
      expect(refusal(() => define({ metricDefinitions: [definition] }))).toBeUndefined();
    });
    check(400, property);
  });
});
