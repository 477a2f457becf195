import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Feature, Transaction } from '../../../src/events';
import { AppMonitor, type AppMonitorProps, Interactions, Platform, Telemetry, WebApp } from '../../../src/rum';
import { UserTelemetry } from '../../../src/user-telemetry';
import { parseQuery } from './logs-insights';

const DOMAINS = ['shop.example.com'];
const logRetention = RetentionDays.ONE_YEAR;

interface Saved {
  readonly Properties: { readonly Name: string; readonly QueryString: string; readonly LogGroupNames: unknown[] };
}

function savedIn(stack: Stack): Map<string, Saved['Properties']> {
  const found = Object.values(Template.fromStack(stack).findResources('AWS::Logs::QueryDefinition')) as Saved[];
  return new Map(found.map(({ Properties }) => [Properties.Name.replace(/^.*\//, ''), Properties]));
}

function namesOf(props: Partial<AppMonitorProps>): string[] {
  const stack = new Stack(new App(), 'Shop');
  new AppMonitor(stack, 'Monitor', { domains: DOMAINS, ...props });
  return [...savedIn(stack).keys()].sort();
}

/** All that there are. */
function everything(): Stack {
  const stack = new Stack(new App(), 'Shop');
  const app = new WebApp(stack, 'Storefront', {
    domains: DOMAINS,
    appMonitorName: 'storefront',
    logRetention,
    client: { interactions: Interactions.toRum() },
  });
  for (const id of ['Checkout', 'SignUp']) app.addTransaction(new Transaction(stack, id));
  for (const id of ['Search', 'WishList']) app.addFeature(new Feature(stack, id));
  return stack;
}

const PLAIN = ['Pages most visited', 'Referrers'];
const OF_SESSIONS = ['Sessions by day', 'Sessions, their length', 'Users by day'];
const ALL = [...PLAIN, ...OF_SESSIONS, 'JavaScript errors by page and release', 'Web vitals by page'].sort();

describe('the queries of an app monitor', () => {
  test('are saved where its log group is there from the beginning, unless that is not wanted', () => {
    expect(namesOf({ logRetention })).toEqual(ALL);
    expect(namesOf({ logQueries: true })).toEqual(ALL);
    expect(namesOf({ logRetention, logQueries: false })).toEqual([]);
    expect(namesOf({ cwLogEnabled: true })).toEqual([]);
    expect(namesOf({})).toEqual([]);
  });

  test('are those that will have an answer', () => {
    expect(namesOf({ logRetention, telemetries: [Telemetry.HTTP] })).toEqual([...PLAIN, ...OF_SESSIONS].sort());
    expect(namesOf({ logRetention, telemetries: [], allowCookies: false })).toEqual(PLAIN);
    expect(namesOf({ logRetention, platform: Platform.IOS })).toEqual([]);
    expect([...savedIn(everything()).keys()].sort()).toEqual(
      [...ALL, 'Clicks in vain by page', 'Features', 'Transactions'].sort(),
    );
  });

  test('of what UserTelemetry declares come whichever is added first', () => {
    const stack = new Stack(new App(), 'Shop');
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
    telemetry.addFeature('Search');
    telemetry.addWebApp('Storefront', { domains: DOMAINS, logRetention });
    telemetry.addTransaction('Checkout', { abandonedAfter: Duration.minutes(5) });
    expect([...savedIn(stack).keys()]).toEqual(expect.arrayContaining(['Features', 'Transactions']));
  });

  test('ask the log group that its custom resource has made', () => {
    const stack = everything();
    const [retention] = Object.keys(Template.fromStack(stack).findResources('Custom::LogRetention'));
    for (const { Name, LogGroupNames } of savedIn(stack).values()) {
      expect(Name).toMatch(/^storefront\/[^:*/]+$/);
      expect(Name.length - 'storefront'.length).toBeLessThanOrEqual(255 - 200);
      expect(LogGroupNames).toHaveLength(1);
      expect(JSON.stringify(LogGroupNames)).toContain(retention);
    }
  });

  test('need a log group, a web application, and a name that leaves room', () => {
    const define = (props: Partial<AppMonitorProps>) => () => namesOf(props);
    expect(define({ logQueries: true, cwLogEnabled: false })).toThrow(
      '[Shop/Monitor] logQueries: got true, expected nothing while cwLogEnabled is false',
    );
    expect(define({ logQueries: true, platform: Platform.ANDROID })).toThrow('[Shop/Monitor] logQueries: got ');
    const appMonitorName = 'a'.repeat(201);
    expect(define({ logRetention, appMonitorName })).toThrow('[Shop/Monitor] appMonitorName (logQueries): got ');
    expect(define({ logRetention, appMonitorName: appMonitorName.slice(1) })()).toEqual(ALL);
    expect(define({ logRetention, appMonitorName, logQueries: false })()).toEqual([]);
  });
});

describe('what is saved', () => {
  const saved = [...savedIn(everything())].map(([name, { QueryString }]) => [name, QueryString] as const);
  const queries = new Map(saved);

  /** What the web client and CloudWatch RUM put into events: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-datacollected.html */
  const LOGGED = [
    ...['@message', 'event_type', 'event_timestamp', 'user_details.sessionId', 'user_details.userId'],
    ...['metadata.pageId', 'metadata.domain', 'event_details.referrerDomain', 'event_details.value'],
    ...['event_details.type', 'event_details.message', 'event_details.transaction', 'event_details.feature'],
    ...['event_details.views', 'event_details.frustrated'],
  ];

  test.each(saved)('is in the language, and asks for fields that are logged: %s', (_, query) => {
    const { commands, fields } = parseQuery(query);
    expect(LOGGED).toEqual(expect.arrayContaining([...fields]));
    expect(commands[1]).toBe('filter @message not like /CloudWatchSynthetics|user_agent[._]synthetic[._]type/');
    expect(query.length).toBeLessThanOrEqual(10_000);
  });

  test('counts transactions and features by name', () => {
    expect(queries.get('Transactions')).toBe(
      [
        'filter event_type like /^user_telemetry\\.transaction_/',
        'filter @message not like /CloudWatchSynthetics|user_agent[._]synthetic[._]type/',
        'stats sum(strcontains(event_type, "user_telemetry.transaction_started")) as started, ' +
          'sum(strcontains(event_type, "user_telemetry.transaction_completed")) as completed, ' +
          'sum(strcontains(event_type, "user_telemetry.transaction_abandoned")) as abandoned, ' +
          '100 * sum(strcontains(event_type, "user_telemetry.transaction_completed")) / ' +
          'sum(strcontains(event_type, "user_telemetry.transaction_started")) as completed_percent ' +
          'by event_details.transaction',
        'sort started desc',
        'limit 100',
      ].join('\n| '),
    );
    expect(queries.get('Features')).toContain('filter event_type = "user_telemetry.feature"');
  });

  test('reads the release of an error from its text, spaced or not', () => {
    const text = /parse @message \/(.*)\/\n/.exec(queries.get('JavaScript errors by page and release') ?? '')?.[1];
    for (const message of ['{"aws:releaseId":"2.0.0","a":"b"}', '{"aws:releaseId" : "2.0.0"}']) {
      expect(new RegExp(text ?? '').exec(message)?.groups?.release).toBe('2.0.0');
    }
  });

  test.each([
    'stats count(*) views',
    'filter event_type == "a"',
    'filter a = "b"\n| stats count(*) as views by page\n| sort clicks desc',
    'stats count(*) as views by page\n| stats avg(clicks) as clicks',
    'stats count(*) as a by b\n| stats count(*) as c by b\n| stats count(*) as d',
    'fields a | sort a',
  ])('would be refused: %s', (query) => {
    expect(() => parseQuery(query)).toThrow();
  });
});
