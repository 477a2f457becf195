/** All that the tool asks of AWS: each call is named here, so that what ships is what they need and no more. A bundle of
 * its own, which only the commands load that need it. */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  type DescribeStacksInput,
  ListStackResourcesCommand,
  type ListStackResourcesInput,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsInput,
  GetDashboardCommand,
  type GetDashboardInput,
  GetMetricDataCommand,
  type GetMetricDataInput,
  ListMetricsCommand,
  type ListMetricsInput,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsRequest,
  FilterLogEventsCommand,
  type FilterLogEventsRequest,
  GetQueryResultsCommand,
  type GetQueryResultsRequest,
  StartQueryCommand,
  type StartQueryRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetAppMonitorCommand,
  GetAppMonitorDataCommand,
  type GetAppMonitorDataRequest,
  type GetAppMonitorRequest,
  GetResourcePolicyCommand,
  type GetResourcePolicyRequest,
  RUMClient,
} from '@aws-sdk/client-rum';
import {
  GetCanaryCommand,
  type GetCanaryRequest,
  GetCanaryRunsCommand,
  type GetCanaryRunsRequest,
  SyntheticsClient,
} from '@aws-sdk/client-synthetics';
import {
  BatchGetTracesCommand,
  type BatchGetTracesRequest,
  GetTraceSummariesCommand,
  type GetTraceSummariesRequest,
  XRayClient,
} from '@aws-sdk/client-xray';
import { type Credentials, credentialsOf } from './credentials';

// The clients are those that were bundled: which Node.js later ones will need is no concern of who runs the tool.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** The calls to the services in a Region. Endpoints are those of the environment: `AWS_ENDPOINT_URL`, by service, too. */
export function clientsIn(region: string, findCredentials: () => Credentials = credentialsOf) {
  const configuration = { region, credentials: async () => sdkCredentials(findCredentials()) };
  const cloudFormation = new CloudFormationClient(configuration);
  const cloudWatch = new CloudWatchClient(configuration);
  const logs = new CloudWatchLogsClient(configuration);
  const rum = new RUMClient(configuration);
  const synthetics = new SyntheticsClient(configuration);
  const xray = new XRayClient(configuration);
  return {
    region,
    cloudFormation: {
      describeStacks: (input: DescribeStacksInput) => cloudFormation.send(new DescribeStacksCommand(input)),
      listStackResources: (input: ListStackResourcesInput) => cloudFormation.send(new ListStackResourcesCommand(input)),
    },
    cloudWatch: {
      describeAlarms: (input: DescribeAlarmsInput) => cloudWatch.send(new DescribeAlarmsCommand(input)),
      getDashboard: (input: GetDashboardInput) => cloudWatch.send(new GetDashboardCommand(input)),
      getMetricData: (input: GetMetricDataInput) => cloudWatch.send(new GetMetricDataCommand(input)),
      listMetrics: (input: ListMetricsInput) => cloudWatch.send(new ListMetricsCommand(input)),
    },
    logs: {
      describeLogGroups: (input: DescribeLogGroupsRequest) => logs.send(new DescribeLogGroupsCommand(input)),
      filterLogEvents: (input: FilterLogEventsRequest) => logs.send(new FilterLogEventsCommand(input)),
      startQuery: (input: StartQueryRequest) => logs.send(new StartQueryCommand(input)),
      getQueryResults: (input: GetQueryResultsRequest) => logs.send(new GetQueryResultsCommand(input)),
    },
    rum: {
      getAppMonitor: (input: GetAppMonitorRequest) => rum.send(new GetAppMonitorCommand(input)),
      getAppMonitorData: (input: GetAppMonitorDataRequest) => rum.send(new GetAppMonitorDataCommand(input)),
      getResourcePolicy: (input: GetResourcePolicyRequest) => rum.send(new GetResourcePolicyCommand(input)),
    },
    synthetics: {
      getCanary: (input: GetCanaryRequest) => synthetics.send(new GetCanaryCommand(input)),
      getCanaryRuns: (input: GetCanaryRunsRequest) => synthetics.send(new GetCanaryRunsCommand(input)),
    },
    xray: {
      getTraceSummaries: (input: GetTraceSummariesRequest) => xray.send(new GetTraceSummariesCommand(input)),
      batchGetTraces: (input: BatchGetTracesRequest) => xray.send(new BatchGetTracesCommand(input)),
    },
  };
}

export type Clients = ReturnType<typeof clientsIn>;

/** The SDK keeps them until shortly before they expire, and then asks again. */
function sdkCredentials({ keyId, secretKey, token, expiresAt }: Credentials) {
  return { accessKeyId: keyId, secretAccessKey: secretKey, sessionToken: token, expiration: expiresAt };
}
