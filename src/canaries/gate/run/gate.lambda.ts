import { setTimeout as sleep } from 'node:timers/promises';
import { type GateEvent, type GateRun, type GateServices, type Judgement, judge } from './judgement';
import { send } from './requests';

interface Request extends GateEvent {
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResponseURL: string;
}

interface Context {
  readonly functionName: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** Answers CloudFormation once the canary has run, whatever happens on the way. */
export async function handler(request: Request, context: Context): Promise<void> {
  let judgement: Judgement;
  try {
    judgement = await judge(request, services(context));
    if (judgement.outcome === 'unfinished') await goOn({ ...request, Progress: judgement.progress }, context);
  } catch (error) {
    judgement = { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  const { RequestType, ResourceProperties } = request; // the URL to answer at is as good as a password
  console.log(JSON.stringify({ RequestType, ...ResourceProperties, ...judgement }));
  if (judgement.outcome !== 'unfinished') await answer(request, judgement);
}

function services(context: Context): GateServices {
  return {
    now: Date.now,
    sleep,
    remaining: context.getRemainingTimeInMillis,
    stackStatus,
    canary: async (name) => {
      const { Canary } = await synthetics('GET', `/canary/${name}`);
      return {
        state: Canary.Status.State,
        browsers: Math.max(1, Canary.BrowserConfigs?.length ?? 1),
        maxRetries: Canary.Schedule?.RetryConfig?.MaxRetries ?? 0,
      };
    },
    startDryRun: async (name) => (await synthetics('POST', `/canary/${name}/dry-run/start`, {})).DryRunConfig.DryRunId,
    dryRunStatus: async (name, dryRunId) =>
      (await synthetics('GET', `/canary/${name}?dryRunId=${dryRunId}`)).Canary.DryRunConfig?.LastDryRunExecutionStatus,
    runs: async (name, DryRunId) => {
      const body = DryRunId ? { DryRunId, RunType: 'DRY_RUN' } : { MaxResults: 20 };
      return (await synthetics('POST', `/canary/${name}/runs`, body)).CanaryRuns.map(runOf);
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the service, of which a few fields are read
async function synthetics(method: 'GET' | 'POST', path: string, body?: object): Promise<any> {
  const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
  return JSON.parse(await send({ service: 'synthetics', method, path, body: body && JSON.stringify(body), headers }));
}

/** Times are seconds since 1970 in this API. */
// biome-ignore lint/suspicious/noExplicitAny: see above
function runOf({ Id, Status, Timeline, ArtifactS3Location, RetryAttempt }: any): GateRun {
  return {
    id: Id,
    state: Status.State,
    started: (Timeline?.Started ?? 0) * 1000,
    reason: Status.StateReason,
    reasonCode: Status.StateReasonCode,
    artifacts: ArtifactS3Location,
    retryAttempt: RetryAttempt ?? 0,
  };
}

async function stackStatus(stackId: string): Promise<string> {
  const xml = await send({
    service: 'cloudformation',
    method: 'POST',
    path: '/',
    body: new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: stackId }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const status = /<StackStatus>(\w+)<\/StackStatus>/.exec(xml)?.[1];
  if (!status) throw new Error(`CloudFormation told no status of ${stackId}`);
  return status;
}

/** Waiting may take longer than a function can. */
async function goOn(request: Request, { functionName }: Context): Promise<void> {
  await send({
    service: 'lambda',
    method: 'POST',
    path: `/2015-03-31/functions/${functionName}/invocations`,
    body: JSON.stringify(request),
    headers: { 'x-amz-invocation-type': 'Event' },
  });
}

async function answer(request: Request, { outcome, reason }: Judgement): Promise<void> {
  const body = JSON.stringify({
    Status: outcome === 'passed' ? 'SUCCESS' : 'FAILED',
    Reason: reason,
    PhysicalResourceId: request.PhysicalResourceId ?? request.LogicalResourceId,
    StackId: request.StackId,
    RequestId: request.RequestId,
    LogicalResourceId: request.LogicalResourceId,
    Data: { Application: request.ResourceProperties.Application },
  });
  for (let attempt = 1; ; attempt++) {
    try {
      // The URL is signed for a request without a content type.
      const headers = { 'content-type': '' };
      const response = await fetch(request.ResponseURL, { method: 'PUT', body: Buffer.from(body), headers });
      if (response.ok) return;
      throw new Error(`CloudFormation answered ${response.status}`);
    } catch (error) {
      if (attempt === 6) throw error;
      await sleep(500 * 2 ** attempt);
    }
  }
}
