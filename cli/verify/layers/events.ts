import { NAMESPACE, RUM_NAMESPACE } from '../../../src/formats/namespaces';
import { counted } from '../../common/counted';
import { check, isFresh, type Surroundings } from '../evidence/check';
import { type Deployed, type Found, nameOf, resourcesOfType, textOf } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, type Verdict, waiting } from '../evidence/finding';
import { CannotTell, type Metric, Reader } from '../evidence/reader';

const FRESH_MINUTES = 15;
/** From which share of rejected events on answers are wrong: as the alarm on them has it by default. */
const MUCH_REJECTED = 0.05;
/** Firehose keeps events for so long until it delivers them, at most. @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
const MOST_BUFFERED_SECONDS = 900;
/** To make Parquet and write it, and until metrics tell. */
const DELIVERY_SECONDS = 300;
const MINUTES_TOLD_MS = 3 * 3_600_000;

const LATE_MINUTES = (MOST_BUFFERED_SECONDS + DELIVERY_SECONDS) / 60;

/** Event pipelines: what the ingest took, what it refused, and what was stored. */
export async function events(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const ingest of resourcesOfType(deployed.template, 'AWS::Lambda::Function')) {
    const { Variables = {} } = (ingest.properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    if (Variables.EVENTS_STREAM === undefined || Variables.PIPELINE === undefined) continue;
    const path = ingest.path.replace(/\/Ingest$/, '');
    const read = () => numbersOf(ingest, Variables, deployed);
    findings.push(
      await check('Events', path, 'taken in', async () => ofIntake(await read(), deployed, around)),
      await check('Events', path, 'rejected', async () => ofRejected(await read(), ingest, deployed, around)),
      await check('Events', path, 'stored', async () => ofStorage(await read(), around)),
    );
  }
  return findings;
}

interface Numbers {
  readonly accepted: number;
  readonly fromBrowsers: number;
  readonly rejected: number;
  readonly refused: number;
  readonly errors: number;
  readonly dropped: number;
  readonly sessions: number;
  readonly records: number;
  readonly delivered: number;
  readonly failedConversions: number;
  /** Of what came so long ago that it should have been delivered. */
  readonly overdue: number;
}

async function numbersOf(
  ingest: Found,
  variables: Readonly<Record<string, unknown>>,
  deployed: Deployed,
): Promise<Numbers> {
  const pipeline = textOf(variables.PIPELINE, deployed);
  const stream = textOf(variables.EVENTS_STREAM, deployed);
  if (!pipeline || !stream) throw new CannotTell('which pipeline it is, only the deployment knows');
  const own = (name: string) => ({ namespace: NAMESPACE, name, dimensions: [['pipeline', pipeline]] as const });
  const ofFunction = (name: string) => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: [['FunctionName', nameOf(deployed, ingest)]] as const,
  });
  const ofStream = (name: string) => ({
    namespace: 'AWS/Firehose',
    name,
    dimensions: [['DeliveryStreamName', stream]] as const,
  });
  const monitors = resourcesOfType(deployed.template, 'AWS::RUM::AppMonitor').flatMap(
    ({ logicalId }) => deployed.physicalIds.get(logicalId) ?? [],
  );
  const sums = await deployed.reader.sums([
    ...['EventsAccepted', 'BrowserEventsAccepted', 'EventsRejected', 'EventBatchesRefused'].map(own),
    ...['Errors', 'AsyncEventsDropped'].map(ofFunction),
    ...['IncomingRecords', 'DeliveryToS3.Records', 'FailedConversion.Records'].map(ofStream),
    ...monitors.map((monitor) => ({
      namespace: RUM_NAMESPACE,
      name: 'SessionCount',
      dimensions: [['application_name', monitor]] as const,
    })),
  ]);
  const [
    accepted,
    fromBrowsers,
    rejected,
    refused,
    errors,
    dropped,
    records,
    delivered,
    failedConversions,
    ...sessions
  ] = sums.map((sum) => sum ?? 0);
  return {
    ...{ accepted, fromBrowsers, rejected, refused, errors, dropped, records, delivered, failedConversions },
    overdue: delivered > 0 ? 0 : await overdueOf(ofStream('IncomingRecords'), deployed),
    sessions: sessions.reduce((sum, count) => sum + count, 0),
  };
}

/** Records that came longer ago than Firehose keeps any; of the last hours, whose minutes are told one by one. */
async function overdueOf(incoming: Metric, { reader: { aws, window } }: Deployed): Promise<number> {
  const end = new Date(window.end.getTime() - (MOST_BUFFERED_SECONDS + DELIVERY_SECONDS) * 1000);
  const start = new Date(Math.max(window.start.getTime(), end.getTime() - MINUTES_TOLD_MS));
  if (start >= end) return 0;
  const [records = 0] = await new Reader(aws, { start, end }).sums([incoming]);
  return records;
}

function ofIntake(numbers: Numbers, deployed: Deployed, around: Surroundings): Verdict {
  const { accepted, fromBrowsers, sessions, refused, errors, rejected } = numbers;
  const causes: Cause[] = [];
  if (refused + errors > 0) {
    causes.push({
      seen: true,
      why: `the ingest refused ${counted(refused, 'batch')} and failed ${counted(errors, 'time')}`.replace(
        'batchs',
        'batches',
      ),
      next: 'read the log of the ingest: it names what Amazon Data Firehose answers',
    });
  }
  const detail = `${counted(accepted, 'event')} in ${around.span}, ${fromBrowsers} of browsers`;
  if (accepted > 0 && (fromBrowsers > 0 || sessions === 0))
    return causes.length > 0 ? missing(detail, causes) : ok(detail);
  if (accepted === 0 && rejected > 0) {
    causes.push({ seen: true, why: `all ${rejected} were rejected`, next: 'see the row "rejected"' });
  }
  if (sessions > 0) {
    causes.push({
      why: `browsers send nothing to the pipeline, though CloudWatch RUM saw ${counted(sessions, 'session')}`,
      tell: 'see in a browser what becomes of requests to the endpoint: a behavior of the distribution, a content security policy or a firewall may be in their way',
      next: 'mend that, or pass the pipeline to the web app, so that its client knows it',
    });
  } else {
    causes.push({
      why: 'nobody has sent an event yet',
      tell: 'CloudWatch RUM saw no session either',
      next: 'open the site, and do what is told as an event',
    });
  }
  return isFresh(deployed, around, FRESH_MINUTES) && !causes.some(({ seen }) => seen)
    ? waiting(detail, causes)
    : missing(detail, causes);
}

async function ofRejected(
  { accepted, rejected, dropped }: Numbers,
  ingest: Found,
  deployed: Deployed,
  around: Surroundings,
): Promise<Verdict> {
  const share = rejected / Math.max(1, accepted + rejected);
  const causes: Cause[] = [];
  if (dropped > 0) {
    causes.push({
      seen: true,
      why: `${counted(dropped, 'call')} of the ingest that nobody waits for were given up`,
      next: `they are in the bucket, below aws/lambda/async/: npx user-telemetry replay sends them again`,
    });
  }
  if (share > MUCH_REJECTED) {
    const reasons = await reasonsOf(ingest, deployed);
    causes.push({
      seen: true,
      why: `${rejected} of ${accepted + rejected} events were rejected${reasons ? `: ${reasons}` : ''}`,
      next: 'mend what sends them, or declare what the catalog lacks; then npx user-telemetry replay',
    });
  }
  const detail = `${rejected} in ${around.span} (${(share * 100).toFixed(1)} %)`;
  return causes.length > 0 ? missing(detail, causes) : ok(detail);
}

/** Why events were rejected, as the ingest logs it. */
async function reasonsOf({ properties }: Found, deployed: Deployed): Promise<string> {
  const { LogGroup } = (properties.LoggingConfig ?? {}) as { LogGroup?: unknown };
  const group = textOf(LogGroup, deployed);
  const lines = (group && (await deployed.reader.lines(group, ['reasons'], 100))) || [];
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, reasons] = /"reasons":\s*(\{[^}]*\})/.exec(line) ?? [];
    if (reasons === undefined) continue;
    for (const [reason, count] of entriesIn(reasons)) counts.set(reason, (counts.get(reason) ?? 0) + Number(count));
  }
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}

function entriesIn(json: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(json));
  } catch {
    return []; // a line that only looks like one of the ingest
  }
}

function ofStorage(numbers: Numbers, around: Surroundings): Verdict {
  const { records, delivered, failedConversions, accepted, overdue } = numbers;
  if (failedConversions > 0) {
    return missing(`${counted(failedConversions, 'record')} could not be converted`, [
      {
        seen: true,
        why: 'Amazon Data Firehose could not make Parquet of them: the table was changed, or its role may not read it',
        next: 'the folder failed/ of the bucket has them, with the error; if the table was changed by hand, deploy it again',
      },
    ]);
  }
  if (delivered > 0) return ok(`${counted(delivered, 'record')} in ${around.span}`);
  if (overdue > 0) {
    return missing(`${counted(overdue, 'record')} came more than ${LATE_MINUTES} minutes ago, and none was delivered`, [
      {
        why: 'the role of the delivery stream may not write into the bucket, use its key or read the table',
        tell: 'the log group of the delivery stream has the errors; its metric DeliveryToS3.Success is 0',
        next: 'mend what the log names: Amazon Data Firehose tries again for a day',
      },
    ]);
  }
  if (records === 0 && accepted === 0) return waiting('nothing was taken in that could be stored');
  return waiting(`${counted(records, 'record')} wait in Amazon Data Firehose`, [
    {
      why: `it delivers by its bufferingInterval, after ${MOST_BUFFERED_SECONDS / 60} minutes at most`,
      tell: 'its metric DeliveryToS3.DataFreshness is the age of the oldest record, and its log has errors',
      next: 'wait; if the age grows above that, its role may not write into the bucket or use its key',
    },
  ]);
}
