import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from '../../../src/events';
import { eventColumns } from '../../../src/formats/events/catalog';
import { QUESTION, type QuestionDocument } from '../../../src/formats/questions';
import { DuckDB1 } from '../../queries/engines/duckdb';

const { EventMatch, EventCondition, FunnelBreakdown, QuestionPeriod } = events;

function setUp(props: events.EventPipelineProps = {}) {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-west-1' } });
  const catalog = new events.EventCatalog(stack, 'Catalog', {
    events: {
      'cart.added': {
        properties: {
          sku: events.EventProperty.text(),
          quantity: events.EventProperty.integer(),
          price: events.EventProperty.number(),
          email: events.EventProperty.text({ personal: true }),
        },
      },
      purchase: { properties: { gift: events.EventProperty.flag() } },
      order: { properties: { country: events.EventProperty.text(), status: events.EventProperty.integer() } },
    },
  });
  const pipeline = new events.EventPipeline(stack, 'Events', { catalog, ...props });
  return { stack, pipeline };
}

const STEPS = [
  { name: 'saw it', match: EventMatch.page("/it's/:id") },
  { name: 'wanted it', match: EventMatch.named('cart.added', EventCondition.atLeast('quantity', 2)) },
  { name: 'paid', match: EventMatch.named('purchase') },
];

function all() {
  const { stack, pipeline } = setUp();
  const checkout = new events.Transaction(stack, 'Checkout');
  const questions: events.Question[] = [
    new events.Funnel(stack, 'Purchase', { pipeline, steps: STEPS }),
    new events.Funnel(stack, 'ByDevice', {
      ...{ pipeline, steps: STEPS, timeZone: 'America/New_York', breakdown: FunnelBreakdown.first('device') },
      where: [EventCondition.oneOf('language', ['de', 'de-AT']), EventCondition.beginsWith('page', '/')],
      exclusions: [{ match: EventMatch.named('error') }],
      includeBots: true,
      includeSyntheticUsers: true,
    }),
    new events.Funnel(stack, 'Strict', { pipeline, steps: STEPS, order: events.FunnelOrder.STRICT }),
    new events.Funnel(stack, 'AnyOrder', { pipeline, steps: STEPS, order: events.FunnelOrder.ANY }),
    new events.Funnel(stack, 'Attempts', {
      pipeline,
      unit: events.FunnelUnit.ATTEMPT,
      steps: [
        { name: 'started', match: EventMatch.transaction(checkout, events.TransactionOutcome.STARTED) },
        { name: 'completed', match: EventMatch.transaction(checkout, events.TransactionOutcome.COMPLETED) },
      ],
    }),
    new events.Retention(stack, 'Returning', { pipeline, timeZone: 'Europe/Berlin' }),
    new events.Retention(stack, 'Monthly', { pipeline, unit: events.RetentionUnit.MONTH, rolling: true }),
    new events.Paths(stack, 'Ways', { pipeline, endingAt: EventMatch.click('pay'), clicks: true }),
    new events.Sessions(stack, 'Sessions', { pipeline }),
    new events.ActiveUsers(stack, 'Active', { pipeline, period: QuestionPeriod.between('2026-11-01', '2026-11-30') }),
    new events.FeatureAdoption(stack, 'Features', { pipeline }),
    new events.Campaigns(stack, 'Campaigns', { pipeline, transaction: checkout }),
    new events.Frustration(stack, 'Frustration', { pipeline }),
    new events.ReleaseComparison(stack, 'Since2', { pipeline, release: '2.0' }),
    new events.TransactionOutcomes(stack, 'Checkouts', { pipeline, transaction: checkout }),
  ];
  return { stack, pipeline, questions };
}

describe('every question', () => {
  const { stack, pipeline, questions } = all();
  const template = Template.fromStack(stack);
  const resources = (type: string) => Object.values(template.findResources(type));
  const queries = resources('AWS::Athena::NamedQuery');

  test.each(questions)('$node.id is a named query of the workgroup, and a view', ({ sql, viewName }) => {
    const query = queries.find(({ Properties }) => Properties.QueryString === sql);
    expect(query?.Properties).toMatchObject({ Database: pipeline.databaseName, WorkGroup: pipeline.workGroupName });
    expect(query?.DependsOn).toContain(
      stack.getLogicalId(
        stack.node.findChild('Events').node.findChild('Questions').node.findChild('Resource') as never,
      ),
    );
    const view = resources('AWS::Glue::Table').find(({ Properties }) => Properties.TableInput.Name === viewName);
    const { TableType, Parameters, ViewOriginalText, StorageDescriptor } = view?.Properties.TableInput ?? {};
    expect({ TableType, Parameters }).toMatchObject({ TableType: 'VIRTUAL_VIEW', Parameters: { presto_view: 'true' } });
    const [, encoded] = /^\/\* Presto View: (\S+) \*\/$/.exec(ViewOriginalText) ?? [];
    const definition = JSON.parse(Buffer.from(encoded, 'base64').toString());
    expect(definition).toMatchObject({ originalSql: sql, catalog: 'awsdatacatalog', schema: pipeline.databaseName });
    expect(definition.columns.map(({ name }: { name: string }) => name)).toEqual(
      StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name),
    );
  });

  test('gives the columns that its view declares, with their types, from a table without rows', async () => {
    const engine = await DuckDB1.start();
    const types = { string: 'VARCHAR', bigint: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN' };
    const columns = eventColumns(pipeline.catalog._document()).map(({ column, type }) => `"${column}" ${types[type]}`);
    await engine.run(`CREATE TABLE events (${columns.join(', ')}, dt VARCHAR)`);
    for (const { sql, viewName } of questions) {
      const view = resources('AWS::Glue::Table').find(({ Properties }) => Properties.TableInput.Name === viewName);
      const declared = view?.Properties.TableInput.StorageDescriptor.Columns as { Name: string; Type: 'string' }[];
      const answer = await engine.run(sql);
      expect(answer.columns.map((column, i) => `${column} ${answer.types[i]}`)).toEqual(
        declared.map(({ Name, Type }) => `${Name} ${types[Type]}`),
      );
    }
    for (const { Properties } of queries) await engine.run(Properties.QueryString);
    await engine.end();
  }, 120_000);

  test('is told to the tool, with all its statements', () => {
    const funnel = stack.node.findChild('Purchase').node.metadata.find(({ type }) => type === QUESTION);
    const document = funnel?.data as QuestionDocument;
    expect(document).toMatchObject({ kind: 'funnel', title: 'Purchase', table: 'events' });
    expect(document.properties).toEqual({
      p_country: 'string',
      p_gift: 'boolean',
      p_price: 'double',
      p_quantity: 'bigint',
      p_sku: 'string',
      p_status: 'bigint',
    });
    expect(document.statements.map(({ name }) => name)).toEqual(['answer', 'dropped']);
  });

  test('looks at the days that are asked for, and no others', () => {
    const { sql } = stack.node.findChild('Active') as events.ActiveUsers;
    expect(sql).toContain("dt >= '2026-10-02' AND dt <= '2026-12-01'"); // 29 days before, and one on each side
  });
});

test('a pipeline of another stack is asked by its names', () => {
  const stack = new Stack(new App(), 'Questions');
  const pipeline = events.EventPipeline.fromEventPipelineAttributes(stack, 'Events', {
    databaseName: 'shop',
    workGroupName: 'shop-questions',
  });
  new events.Funnel(stack, 'Purchase', {
    pipeline,
    viewName: 'purchase',
    steps: [STEPS[0], { name: 'paid', match: EventMatch.named('anything') }],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Athena::NamedQuery', {
    Database: 'shop',
    WorkGroup: 'shop-questions',
  });
});

describe('what can not be asked is refused at synth', () => {
  const funnel = (props: Partial<events.FunnelProps>, pipelineProps?: events.EventPipelineProps) => () => {
    const { stack, pipeline } = setUp(pipelineProps);
    return new events.Funnel(stack, 'Purchase', { pipeline, steps: STEPS, ...props });
  };
  const step = (match: events.EventMatch) => ({ steps: [STEPS[0], { name: 'then', match }] });

  test.each<[string, () => unknown, RegExp]>([
    ['one step', funnel({ steps: [STEPS[0]] }), /\[Shop\/Purchase\] steps: got "1 items", expected 2 to 20/],
    [
      'an event that is not declared',
      funnel(step(EventMatch.named('cart.add'))),
      /steps\[1\].match: got "cart.add", .*cart.added, order, purchase/,
    ],
    [
      'an unknown property',
      funnel(step(EventMatch.named('purchase', EventCondition.text('colour', 'red')))),
      /got "colour", .*the catalog declares for purchase \(gift\)/,
    ],
    [
      'a property of another event',
      funnel(step(EventMatch.named('purchase', EventCondition.text('sku', 'x')))),
      /got "sku"/,
    ],
    [
      'a text for a number',
      funnel(step(EventMatch.named('cart.added', EventCondition.text('quantity', '2')))),
      /quantity: got "2", expected a whole number/,
    ],
    [
      'a fraction for a whole number',
      funnel(step(EventMatch.named('cart.added', EventCondition.atLeast('quantity', 2.5)))),
      /got 2.5/,
    ],
    [
      'a personal property that is not stored',
      funnel(step(EventMatch.named('cart.added', EventCondition.text('email', 'a@b.c')))),
      /email.*personal ones are dropped/,
    ],
    [
      'a breakdown by a personal property',
      funnel({ breakdown: FunnelBreakdown.first('email') }, { storePersonalProperties: true }),
      /breakdown: got "email"/,
    ],
    [
      'a breakdown by a number with a fraction, which engines write differently',
      funnel({ breakdown: FunnelBreakdown.first('price') }),
      /breakdown: got "price"/,
    ],
    [
      'what all events have and one declares, where no event is named',
      funnel({ breakdown: FunnelBreakdown.first('country') }),
      /breakdown: got "country", expected one property: all events have it, and order declares another/,
    ],
    [
      'an event called like something that all objects have',
      funnel(step(EventMatch.named('constructor'))),
      /steps\[1\].match: got "constructor"/,
    ],
    ['a view called like a table', funnel({ viewName: 'events' }), /viewName: got "events"/],
    [
      'two views of one name',
      () => {
        const { stack, pipeline } = setUp();
        new events.Sessions(stack, 'Sessions', { pipeline, viewName: 'same' });
        return new events.Frustration(stack, 'Frustration', { pipeline, viewName: 'same' });
      },
      /\[Shop\/Frustration\] viewName: got "same", expected another name than that of Shop\/Sessions/,
    ],
    [
      'a question in another Region than its pipeline',
      () => {
        const { stack, pipeline } = setUp();
        const other = new Stack(stack.node.root as App, 'Other', { env: { region: 'us-east-1' } });
        return new events.Sessions(other, 'Sessions', { pipeline });
      },
      /region of the stack: got "us-east-1", expected eu-west-1, where the pipeline Shop\/Events is/,
    ],
    [
      'a release since a time without a zone',
      () => {
        const { stack, pipeline } = setUp();
        return new events.ReleaseComparison(stack, 'Since', { pipeline, release: '2', since: '2026-11-20 10:00' });
      },
      /since: got "2026-11-20 10:00"/,
    ],
    ['a breakdown by person', funnel({ breakdown: FunnelBreakdown.last('userId') }), /breakdown: got "userId"/],
    [
      'a breakdown at a step that there is not',
      funnel({ breakdown: FunnelBreakdown.atStep(4, 'device') }),
      /breakdown, step: got 4/,
    ],
    ['a window of no length', funnel({ window: Duration.millis(0) }), /window/],
    ['a window beyond 90 days', funnel({ window: Duration.days(91) }), /window/],
    [
      'a step window beyond that of the funnel',
      funnel({ window: Duration.hours(1), steps: [STEPS[0], { ...STEPS[1], within: Duration.hours(2) }] }),
      /steps\[1\].within/,
    ],
    [
      'a time before the first step',
      funnel({ steps: [{ ...STEPS[0], within: Duration.hours(1) }, STEPS[1]] }),
      /steps\[0\].within/,
    ],
    [
      'an exclusion that is a step',
      funnel({ exclusions: [{ match: STEPS[1].match }] }),
      /exclusions\[0\].match: got "the event of the step \\"wanted it\\""/,
    ],
    [
      'an exclusion after the last step',
      funnel({ exclusions: [{ match: EventMatch.named('click'), afterStep: 3 }] }),
      /afterStep: got 3/,
    ],
    [
      'an exclusion between steps in the wrong order',
      funnel({ exclusions: [{ match: EventMatch.named('click'), afterStep: 2, beforeStep: 2 }] }),
      /beforeStep: got 2/,
    ],
    [
      'exclusions in any order',
      funnel({ order: events.FunnelOrder.ANY, exclusions: [{ match: EventMatch.named('click') }] }),
      /exclusions: got "with order any"/,
    ],
    [
      'the same step twice in any order',
      funnel({ order: events.FunnelOrder.ANY, steps: [STEPS[0], STEPS[0]] }),
      /the same event as another step/,
    ],
    [
      'a token in SQL',
      funnel(step(EventMatch.page(Token.asString({ Ref: 'Page' })))),
      /page: got "a token", expected a text that is known at synth/,
    ],
    ['a control character in SQL', funnel(step(EventMatch.page('a\u0000b'))), /without control characters/],
    ['an unknown time zone', funnel({ timeZone: 'Europe/Atlantis' }), /timeZone: got "Europe\/Atlantis"/],
    [
      'a day that there is not',
      funnel({ period: QuestionPeriod.between('2026-02-30', '2026-03-01') }),
      /period: got "2026-02-30"/,
    ],
    [
      'a period that ends before it begins',
      funnel({ period: QuestionPeriod.between('2026-03-02', '2026-03-01') }),
      /expected 1 to 400 days/,
    ],
    ['half a day', funnel({ period: QuestionPeriod.lastDays(0.5) }), /period \(in days\): got 0.5/],
    ['a view with capital letters', funnel({ viewName: 'Purchase' }), /viewName/],
    [
      'SQL beyond the limit of Athena',
      funnel({
        steps: Array.from({ length: 20 }, (_, i) => ({
          name: `step ${i}`,
          match: EventMatch.named(
            'click',
            EventCondition.oneOf(
              'element',
              Array.from({ length: 100 }, (_, j) => `${i} ${j} ${'x'.repeat(200)}`),
            ),
          ),
        })),
      }),
      /the SQL of the question: got "\d+ bytes", expected at most 262144/,
    ],
    [
      'paths from and to',
      () => {
        const { stack, pipeline } = setUp();
        return new events.Paths(stack, 'Ways', {
          pipeline,
          startingAt: EventMatch.page('/'),
          endingAt: EventMatch.page('/'),
        });
      },
      /endingAt: got "together with startingAt"/,
    ],
    [
      'paths from a click without clicks',
      () => {
        const { stack, pipeline } = setUp();
        return new events.Paths(stack, 'Ways', { pipeline, startingAt: EventMatch.click('pay') });
      },
      /startingAt: got "click".*set clicks/,
    ],
  ])('%s', (_, ask, message) => {
    expect(ask).toThrow(message);
  });
});

test('what is asked stands in quotes, whatever it holds', async () => {
  const { stack, pipeline } = setUp();
  const nasty = "'; DROP TABLE events; --";
  const { sql } = new events.Funnel(stack, 'Nasty', {
    pipeline,
    steps: [{ name: nasty, match: EventMatch.page(nasty) }, STEPS[0]],
  });
  expect(sql).not.toContain("= ''; DROP");
  expect(sql.match(/DROP TABLE/g)?.length).toBe(sql.match(/'''; DROP TABLE events; --'/g)?.length);
});

test('what an event declares is meant where the event is named, whatever all events have of that name', () => {
  const { stack, pipeline } = setUp();
  const { sql } = new events.Funnel(stack, 'Orders', {
    pipeline,
    steps: [
      { name: 'from Austria', match: EventMatch.page('/', EventCondition.text('country', 'AT')) },
      { name: 'to Germany', match: EventMatch.named('order', EventCondition.text('country', 'DE')) },
    ],
  });
  expect(sql).toContain(`coalesce("country" IN ('AT'), false)`);
  expect(sql).toContain(`event_name = 'order' AND coalesce("p_country" IN ('DE'), false)`);
});

test('a question below its pipeline waits for the tables and the workgroup', () => {
  const { stack, pipeline } = setUp();
  new events.Sessions(pipeline, 'Sessions', { pipeline });
  const template = Template.fromStack(stack);
  const [workGroup] = Object.keys(template.findResources('AWS::Athena::WorkGroup'));
  const [database] = Object.keys(template.findResources('AWS::Glue::Database'));
  const [query] = Object.values(template.findResources('AWS::Athena::NamedQuery'));
  expect(query.DependsOn).toEqual(expect.arrayContaining([workGroup, database]));
});

test('a release has a time of its own', () => {
  const { stack, pipeline } = setUp();
  const props = { pipeline, release: '2.0', since: '2026-11-20T10:00:00Z' };
  expect(new events.ReleaseComparison(stack, 'Since', props).sql).toContain(`${Date.UTC(2026, 10, 20, 10)} AS moment`);
});
