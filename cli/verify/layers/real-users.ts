import { APPLICATION_DIMENSION, RUM_NAMESPACE } from '../../../src/formats/namespaces';
import { serviceHost } from '../../../src/formats/partitions';
import { counted } from '../../common/counted';
import { check, isFresh, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, waiting } from '../evidence/finding';
import { causesOnPage } from '../page/page';

const LAYER = 'Real users';
/** CloudWatch RUM has events within a minute or two; a deployment is followed by users a little later. */
const FRESH_MINUTES = 15;

export async function realUsers(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const monitor of resourcesOfType(deployed.template, 'AWS::RUM::AppMonitor')) {
    findings.push(
      await check(LAYER, monitor.path, 'events', async () => {
        const name = nameOf(deployed, monitor);
        const dimensions = [[APPLICATION_DIMENSION, name]] as const;
        const { reader } = deployed;
        const payload = { namespace: RUM_NAMESPACE, name: 'RumEventPayloadSize', dimensions };
        const [events] = await reader.sums([payload], 'SampleCount');
        if (events) return ok(`${counted(events, 'event')} in ${around.span}`);
        const causes = await causesOf(name, deployed, around);
        const detail = `no event in ${around.span}`;
        const isNew = isFresh(deployed, around, FRESH_MINUTES) && !causes.some(({ seen }) => seen);
        return isNew ? waiting(`${detail}; the deployment is new`, causes) : missing(detail, causes);
      }),
      await check(LAYER, monitor.path, 'sessions', async () => {
        const dimensions = [[APPLICATION_DIMENSION, nameOf(deployed, monitor)]] as const;
        const metric = (of: string) => ({ namespace: RUM_NAMESPACE, name: of, dimensions });
        const [sessions, views] = await deployed.reader.sums([metric('SessionCount'), metric('PageViewCount')]);
        if (sessions) return ok(`${counted(sessions, 'session')}, ${counted(views ?? 0, 'page view')}`);
        if (views) return waiting(`no session began in ${around.span}, ${counted(views, 'page view')} came`);
        const cause: Cause = {
          why: 'no event came, or events without sessions: cookies are not allowed, or users did not consent',
          tell: 'see whether the row "events" is ok; without cookies there are page views and no sessions that last',
          next: 'mend what the row "events" names first',
        };
        const detail = `no session in ${around.span}`;
        return isFresh(deployed, around, FRESH_MINUTES) ? waiting(detail, [cause]) : missing(detail, [cause]);
      }),
    );
  }
  return findings;
}

async function causesOf(name: string, deployed: Deployed, around: Surroundings): Promise<Cause[]> {
  const { reader, region } = deployed;
  const { rum } = reader.aws;
  const described = await reader.ask('rum:GetAppMonitor', () => rum.getAppMonitor({ Name: name }));
  const { Id = '', Domain, DomainList, AppMonitorConfiguration: configuration = {} } = described?.AppMonitor ?? {};
  if (!Id) return [{ seen: true, why: `there is no app monitor ${name}`, next: 'deploy the stack again' }];
  const seen: Cause[] = [];
  const { SessionSampleRate: rate = 1, IdentityPoolId, GuestRoleArn } = configuration;
  if (rate === 0) {
    seen.push({ seen: true, why: 'the sample rate is 0: no session is sent', next: 'raise `sessionSampleRate`' });
  }
  const policy = await reader.ask('rum:GetResourcePolicy', () => rum.getResourcePolicy({ Name: name }));
  if (!policy?.PolicyDocument && !IdentityPoolId && !GuestRoleArn) {
    seen.push({
      seen: true,
      why: 'the app monitor has neither a resource policy nor an identity pool: it refuses who has no credentials',
      next: 'give the web app an `authorization`, or see that the page passes credentials to the client',
    });
  }
  const likely: Cause[] = [];
  if (around.url === undefined) {
    likely.push({
      why: 'the client is not in the pages, their content security policy blocks it, or their domain is not in the list',
      tell: `pass --url with a page that users open; the list is ${(DomainList ?? [Domain]).join(', ')}`,
      next: 'run it again with --url',
    });
  } else {
    const endpoint = `https://${serviceHost('dataplane.rum', region)}/appmonitors/${Id}`;
    const domains = DomainList ?? [Domain ?? ''];
    const wanted = { url: around.url, monitorId: Id, domains, endpoint, sampleRate: rate };
    const { causes, hasClient } = await causesOnPage(wanted, around.fetch);
    seen.push(...causes.filter((cause) => cause.seen));
    likely.push(...causes.filter((cause) => !cause.seen));
    if (hasClient && causes.length === 0) {
      likely.push({
        why: 'nobody has opened the page, or those who did block it, refuse cookies or have not consented',
        tell: `open ${around.url} in a browser without extensions, and see what becomes of requests to the endpoint`,
        next: 'mend what the browser shows; first-party ingest (docs/first-party-ingest.md) is blocked by fewer',
      });
    }
  }
  if (policy?.PolicyDocument?.includes('"Condition"')) {
    likely.push({
      why: 'the resource policy has conditions that users do not meet',
      tell: 'requests to the endpoint answer 403 in the browser; `aws rum get-resource-policy` shows the conditions',
      next: 'loosen the condition, or send what it asks for, such as the alias',
    });
  }
  if (IdentityPoolId || GuestRoleArn) {
    likely.push({
      why: 'the identity pool or the guest role refuses: it does not trust guests of the pool, or may not put events',
      tell: 'requests to cognito-identity or to the endpoint answer 400 or 403 in the browser',
      next: `let the role rum:PutRumEvents on appmonitor/${name}, and trust the pool's guests`,
    });
  }
  if (rate > 0 && rate < 1) {
    likely.push({
      why: `only ${rate * 100} % of sessions are sent`,
      tell: 'with few users it may be none',
      next: 'wait for more, or raise `sessionSampleRate`',
    });
  }
  return [...seen, ...likely];
}
