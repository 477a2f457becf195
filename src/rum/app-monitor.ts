import { ArnFormat, Lazy, Stack, Token } from 'aws-cdk-lib';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import type { ITransaction } from '../events';
import { checkPattern, checkRange, fail } from '../private/errors';
import { physicalName } from '../private/names';
import { AppMonitorBase, type IAppMonitor } from './app-monitor-base';
import { Authorization } from './authorization';
import type { ClientAuthorization } from './authorization-binding';
import { checkDomains } from './domains';
import { transactionMetricDefinitions } from './metrics';
import { Telemetry } from './telemetry';

/** Of one destination, three per transaction; a definition too many and the service applies none. */
const MAX_METRIC_DEFINITIONS = 2000;

/**
 * Properties of an `AppMonitor`.
 */
export interface AppMonitorProps {
  /**
   * The domains whose pages may send: 1 to 5 domain names, without scheme, port or path.
   *
   * A leading `*.` stands for any subdomain; `localhost` and IPv4 addresses are allowed.
   */
  readonly domains: string[];

  /**
   * The name: up to 255 letters, digits, `.`, `-`, `_` or `#`, not beginning with `.`. Changing it replaces the app
   * monitor, and with it the ID that clients send to.
   *
   * @default - a name that derives from the construct's path
   */
  readonly appMonitorName?: string;

  /**
   * The share of sessions that are recorded, from 0 to 1.
   *
   * CloudWatch RUM charges per event, so the cost is proportional to it.
   *
   * @default 1
   */
  readonly sessionSampleRate?: number;

  /**
   * What browsers report by themselves, besides page views and sessions.
   *
   * @default - errors, performance and HTTP
   */
  readonly telemetries?: Telemetry[];

  /**
   * Who may send events.
   *
   * @default Authorization.resourcePolicy()
   */
  readonly authorization?: Authorization;

  /**
   * Whether the session lives in a cookie, so that it survives from page to page.
   *
   * @default true
   */
  readonly allowCookies?: boolean;

  /**
   * Whether requests of the page are traced with AWS X-Ray, which charges per trace.
   *
   * @default true
   */
  readonly tracing?: boolean;
}

/**
 * What identifies an existing app monitor.
 */
export interface AppMonitorAttributes {
  /**
   * The name of the app monitor.
   */
  readonly appMonitorName: string;

  /**
   * The ID of the app monitor, a UUID.
   */
  readonly appMonitorId: string;
}

/**
 * Defines an app monitor of Amazon CloudWatch RUM, which receives what the browsers of real users report.
 *
 * It accepts custom events and needs no Amazon Cognito: a resource policy lets browsers send. Give its ID to a client,
 * or use `WebApp`, which does that too. An account has 20 app monitors and 50 events per second in a Region by default.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM.html
 *
 * @example
 * const monitor = new rum.AppMonitor(this, 'Monitor', {
 *   domains: ['shop.example.com', '*.shop.example.com'],
 *   sessionSampleRate: 0.5,
 * });
 *
 * monitor.metricJsErrorCount().createAlarm(this, 'Errors', { threshold: 10, evaluationPeriods: 3 });
 */
export class AppMonitor extends AppMonitorBase {
  /**
   * An app monitor that is defined elsewhere, in the account and Region of the stack.
   */
  public static fromAppMonitorAttributes(scope: Construct, id: string, attributes: AppMonitorAttributes): IAppMonitor {
    class Import extends AppMonitorBase {
      public readonly appMonitorName = attributes.appMonitorName;
      public readonly appMonitorId = attributes.appMonitorId;
      public readonly appMonitorArn = arnOf(scope, attributes.appMonitorName);
    }
    const imported = new Import(scope, id);
    checkName(imported, attributes.appMonitorName);
    checkPattern(imported, 'appMonitorId', attributes.appMonitorId, {
      pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
      expected: 'a UUID',
      fix: 'pass the ID that the console shows, not the name',
    });
    return imported;
  }

  public readonly appMonitorName: string;
  public readonly appMonitorId: string;
  public readonly appMonitorArn: string;

  /**
   * The share of sessions that are recorded, from 0 to 1.
   */
  public readonly sessionSampleRate: number;

  /**
   * What is reported: each telemetry once.
   * @internal
   */
  public readonly _telemetries: Telemetry[];

  /** @internal */
  public readonly _client: ClientAuthorization;

  private readonly declared: ITransaction[] = [];

  constructor(scope: Construct, id: string, props: AppMonitorProps) {
    super(scope, id, { physicalName: props.appMonitorName });
    checkName(this, props.appMonitorName);
    checkDomains(this, props.domains);
    this.sessionSampleRate = props.sessionSampleRate ?? 1;
    checkRange(this, 'sessionSampleRate', this.sessionSampleRate, {
      min: 0,
      max: 1,
      fix: 'pass a share such as 0.25 for a quarter of the sessions',
    });

    this._telemetries = [...new Set(props.telemetries ?? Object.values(Telemetry))];

    const name = props.appMonitorName ?? physicalName(this, 255);
    const authorization = props.authorization ?? Authorization.resourcePolicy();
    const { policy, client } = authorization._bind(this, { appMonitorArn: arnOf(this, name) });
    this._client = client;

    const resource = new CfnAppMonitor(this, 'Resource', {
      name,
      domainList: props.domains,
      customEvents: { status: 'ENABLED' }, // otherwise the service drops transactions without a word
      resourcePolicy: policy && { policyDocument: Stack.of(this).toJsonString(policy) },
      appMonitorConfiguration: {
        allowCookies: props.allowCookies ?? true,
        enableXRay: props.tracing ?? true,
        sessionSampleRate: this.sessionSampleRate,
        telemetries: this._telemetries,
        metricDestinations: Lazy.any({ produce: () => this.renderMetricDestinations() }),
      },
    });
    this.appMonitorName = this.getResourceNameAttribute(resource.ref);
    this.appMonitorId = resource.attrId;
    this.appMonitorArn = this.getResourceArnAttribute(CfnAppMonitor.arnForAppMonitor(resource), {
      service: 'rum',
      resource: 'appmonitor',
      resourceName: this.physicalName,
    });
  }

  /**
   * Counts a transaction: its starts, completions and abandonments become metrics of this app monitor.
   *
   * The names of an app monitor's transactions have to differ; it takes up to 666.
   */
  public addTransaction(transaction: ITransaction): void {
    const { transactionName } = transaction;
    if (this.declared.some((known) => known.transactionName === transactionName)) {
      fail(this, {
        what: 'addTransaction() (transactionName)',
        got: transactionName,
        expected: 'a name that this app monitor does not count yet',
        fix: 'add a transaction once, and give each its own transactionName',
      });
    }
    const most = Math.floor(MAX_METRIC_DEFINITIONS / transactionMetricDefinitions(transactionName).length);
    if (this.declared.length >= most) {
      fail(this, {
        what: 'addTransaction()',
        got: `transaction number ${this.declared.length + 1}`,
        expected: `at most ${most} transactions (${MAX_METRIC_DEFINITIONS} metric definitions)`,
        fix: 'split the transactions among several app monitors',
      });
    }
    this.declared.push(transaction);
  }

  /**
   * The transactions that are counted so far; a copy.
   */
  public get transactions(): ITransaction[] {
    return [...this.declared];
  }

  private renderMetricDestinations(): CfnAppMonitor.MetricDestinationProperty[] | undefined {
    if (this.declared.length === 0) return undefined;
    const metricDefinitions = this.declared.flatMap(({ transactionName }) =>
      transactionMetricDefinitions(transactionName),
    );
    return [{ destination: 'CloudWatch', metricDefinitions }];
  }
}

function arnOf(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'rum',
    resource: 'appmonitor',
    resourceName: name,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** The stricter pattern, of the API: CloudFormation's own also lets through what the service then refuses. */
function checkName(scope: Construct, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  checkPattern(scope, 'appMonitorName', name, {
    pattern: /^(?!\.)[.\-_#A-Za-z0-9]{1,255}$/,
    expected: '1 to 255 letters, digits, ".", "-", "_" or "#", not beginning with "."',
    fix: 'rename it, or leave appMonitorName out to have one derived',
  });
}
