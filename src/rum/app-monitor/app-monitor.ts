import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { AddToResourcePolicyResult, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import type { IFeature, ITransaction } from '../../events';
import type { ClientAuthorization } from '../../formats/client-configuration';
import { checkPattern, checkUnique, tagProblems } from '../../private/checks';
import { describe, fail } from '../../private/errors';
import { physicalName } from '../../private/names';
import { Authorization } from '../authorization/authorization';
import { FRUSTRATED_CLICKS, featureMetric, OBSERVED_PAGE_VIEWS, transactionMetrics } from '../metrics/behavior-metrics';
import { MetricDefinition } from '../metrics/metric-definition';
import { MetricDefinitionSet } from '../metrics/metric-definition-set';
import { Platform } from '../platform';
import { SourceMaps } from '../source-maps/source-maps';
import { AppMonitorBase, type IAppMonitor } from './app-monitor-base';
import { checkAppMonitor, checkAppMonitorName, checkBrowserEvents, checkEventsArrive } from './app-monitor-checks';
import { defineLogRetention, logsEnabled } from './app-monitor-logs';
import { AppMonitorPolicy } from './app-monitor-policy';
import type { AppMonitorProps } from './app-monitor-props';
import { FEATURES, FRUSTRATION, queriesOf, TRANSACTIONS } from './log-queries';
import { SavedQueries } from './saved-queries';
import { Telemetry } from './telemetry';

const FIRST_CONTENTFUL_PAINT = MetricDefinition.firstContentfulPaint();
const TIME_TO_FIRST_BYTE = MetricDefinition.timeToFirstByte();

/** Of transactions and features. */
const NEW = {
  expected: 'a name that this app monitor does not count yet',
  fix: 'add each once, and give each its own name',
};

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
   *
   * @default - unknown: `appMonitorId` fails, and so does `logGroup`, which derives from it
   */
  readonly appMonitorId?: string;

  /**
   * What kind of application it watches.
   *
   * @default Platform.WEB
   */
  readonly platform?: Platform;
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
    return importAppMonitor(scope, id, attributes);
  }

  /**
   * An app monitor of a web application that is defined elsewhere, of which only the name is known.
   *
   * It has metrics and grants; `appMonitorId` and `logGroup`, which derives from it, fail.
   */
  public static fromAppMonitorName(scope: Construct, id: string, appMonitorName: string): IAppMonitor {
    return importAppMonitor(scope, id, { appMonitorName });
  }

  /**
   * An app monitor that is defined in this app by `CfnAppMonitor`.
   */
  public static fromCfnAppMonitor(appMonitor: CfnAppMonitor): IAppMonitor {
    const id = '@FromCfnAppMonitor'; // as aws-cdk-lib has it, so that it is made once
    const known = appMonitor.node.tryFindChild(id) as IAppMonitor | undefined;
    const platform = appMonitor.platform as Platform | undefined;
    const { ref: appMonitorName, attrId: appMonitorId } = appMonitor;
    return known ?? importAppMonitor(appMonitor, id, { appMonitorName, appMonitorId, platform });
  }

  public readonly appMonitorName: string;
  public readonly appMonitorId: string;
  public readonly appMonitorArn: string;
  public readonly platform: Platform;

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
  public _seesInteractions = false;

  /** @internal */
  public readonly _client: ClientAuthorization;

  /**
   * The ARN from the name as known at synth, for policies that the app monitor itself depends on.
   * @internal
   */
  public readonly _arnBeforeCreation: string;

  private readonly declaredTransactions: ITransaction[] = [];
  private readonly declaredFeatures: IFeature[] = [];
  private readonly definitions = new MetricDefinitionSet(this);
  /** @internal */
  public readonly _customEvents: boolean;
  private readonly resource: CfnAppMonitor;
  private readonly policy: AppMonitorPolicy;
  private readonly logGroupArn?: string;
  private readonly queries?: SavedQueries;

  constructor(scope: Construct, id: string, props: AppMonitorProps) {
    super(scope, id, { physicalName: props.appMonitorName });
    checkAppMonitor(this, props);
    this.platform = props.platform ?? Platform.WEB;
    this.sessionSampleRate = props.sessionSampleRate ?? 1;
    this._telemetries = [...new Set(props.telemetries ?? Object.values(Telemetry))];
    this._customEvents = props.customEvents ?? true;

    // Stating the default must not replace the app monitor, whose platform and name can't be changed in place.
    const platform = this.platform === Platform.WEB ? undefined : this.platform;
    const name = props.appMonitorName ?? physicalName(this, 255, platform);
    this._arnBeforeCreation = appMonitorArnOf(this, name);
    const authorization = props.authorization ?? Authorization.resourcePolicy();
    const { policy, client, identityPoolId, guestRoleArn } = authorization._bind(this, {
      appMonitorArn: this._arnBeforeCreation,
    });
    this._client = client;
    this.policy = new AppMonitorPolicy(this, this._arnBeforeCreation, policy);

    this.resource = new CfnAppMonitor(this, 'Resource', {
      name,
      domainList: props.domains,
      platform,
      customEvents: { status: this._customEvents ? 'ENABLED' : 'DISABLED' }, // the service's default is to drop them
      cwLogEnabled: logsEnabled(this, props),
      resourcePolicy: this.policy.render(props.policyRevisionId),
      deobfuscationConfiguration: props.sourceMaps && {
        javaScriptSourceMaps: { status: 'ENABLED', s3Uri: props.sourceMaps.s3Uri },
      },
      appMonitorConfiguration: {
        ...this.renderClientDefaults(props),
        sessionSampleRate: this.sessionSampleRate,
        identityPoolId,
        guestRoleArn,
        metricDestinations: Lazy.any({ produce: () => this.definitions.render() }),
      },
    });
    if (props.sourceMaps instanceof SourceMaps) props.sourceMaps._allow(this, this._arnBeforeCreation, name);
    if (props.sourceMaps) this.resource.node.addDependency(props.sourceMaps.dependable);
    this.node.addValidation({ validate: () => [...this.policy.problems(), ...tagProblems(this.resource)] });
    this.appMonitorName = this.getResourceNameAttribute(this.resource.ref);
    this.appMonitorId = this.resource.attrId;
    this.appMonitorArn = this.getResourceArnAttribute(CfnAppMonitor.arnForAppMonitor(this.resource), {
      service: 'rum',
      resource: 'appmonitor',
      resourceName: this.physicalName,
    });
    this.logGroupArn = defineLogRetention(this, this._vendedLogGroupName, props);
    this.queries = this.saveQueries(name, props);
    for (const definition of props.metricDefinitions ?? []) this.define('metricDefinitions', [definition]);
  }

  /**
   * Counts a transaction: its starts, completions and abandonments become metrics of this app monitor.
   *
   * The names of an app monitor's transactions have to differ; it takes up to 666 if it has no other metrics.
   */
  public addTransaction(transaction: ITransaction): void {
    const { transactionName } = transaction;
    const what = 'addTransaction()';
    checkBrowserEvents(this, what, this);
    const known = this.declaredTransactions.map((declared) => declared.transactionName);
    checkUnique(this, `${what} (transactionName)`, [...known, transactionName], NEW);
    this.define(what, transactionMetrics(transactionName));
    this.declaredTransactions.push(transaction);
    this.queries?.save(TRANSACTIONS);
  }

  /**
   * Counts how often users use a feature, as `metricFeatureUsed()`.
   *
   * The names of an app monitor's features have to differ.
   */
  public addFeature(feature: IFeature): void {
    const { featureName } = feature;
    const what = 'addFeature()';
    checkBrowserEvents(this, what, this);
    const known = this.declaredFeatures.map((declared) => declared.featureName);
    checkUnique(this, `${what} (featureName)`, [...known, featureName], NEW);
    this.define(what, [featureMetric(featureName)]);
    this.declaredFeatures.push(feature);
    this.queries?.save(FEATURES);
  }

  /**
   * Counts what users click in vain.
   * @internal
   */
  public _seeInteractions(): void {
    this.define('client.interactions', [FRUSTRATED_CLICKS, OBSERVED_PAGE_VIEWS]);
    this._seesInteractions = true;
    this.queries?.save(FRUSTRATION);
  }

  /**
   * Lets CloudWatch RUM publish another metric; read it with `metricOf()`.
   */
  public addMetricDefinition(definition: MetricDefinition): void {
    this.define('addMetricDefinition()', [definition]);
  }

  /**
   * Adds a statement to the resource policy: it may only be about `rum:PutRumEvents`, and not about other accounts.
   *
   * A statement without resources is about this app monitor. The whole policy takes 4 KB.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-resource-policies.html
   */
  public addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    this.policy.add(statement);
    return { statementAdded: true, policyDependable: this.resource };
  }

  /**
   * First contentful paint, in milliseconds: the 75th percentile, good up to 1800. Needs the telemetry `performance`.
   *
   * CloudWatch RUM doesn't publish it by itself: the app monitor has to be told of
   * `MetricDefinition.firstContentfulPaint()`, by `metricDefinitions` or `addMetricDefinition()`.
   */
  public metricFirstContentfulPaint(options?: MetricOptions): Metric {
    return this.metricThatIsDefined(FIRST_CONTENTFUL_PAINT, 'firstContentfulPaint', options);
  }

  /**
   * Time to first byte, in milliseconds: the 75th percentile, good up to 800. Needs the telemetry `performance`.
   *
   * CloudWatch RUM doesn't publish it by itself: the app monitor has to be told of
   * `MetricDefinition.timeToFirstByte()`, by `metricDefinitions` or `addMetricDefinition()`.
   */
  public metricTimeToFirstByte(options?: MetricOptions): Metric {
    return this.metricThatIsDefined(TIME_TO_FIRST_BYTE, 'timeToFirstByte', options);
  }

  /** @internal */
  public get _metricDefinitions(): MetricDefinition[] {
    return this.definitions.all;
  }

  /** @internal */
  public get _eventLog(): string | undefined {
    return this.resource.cwLogEnabled === true ? this._vendedLogGroupName : undefined;
  }

  /**
   * The transactions that are counted so far; a copy.
   */
  public get transactions(): ITransaction[] {
    return [...this.declaredTransactions];
  }

  /**
   * The features that are counted so far; a copy.
   */
  public get features(): IFeature[] {
    return [...this.declaredFeatures];
  }

  /** @internal */
  protected _importLogGroup(): ILogGroup {
    if (this.logGroupArn !== undefined) return LogGroup.fromLogGroupArn(this, 'LogGroup', this.logGroupArn);
    if (this.resource.cwLogEnabled) return super._importLogGroup();
    const fix = 'pass cwLogEnabled or logRetention';
    return fail(this, { what: 'logGroup (cwLogEnabled)', got: false, expected: 'true', fix });
  }

  private saveQueries(folder: string, { logQueries, allowCookies = true }: AppMonitorProps): SavedQueries | undefined {
    const { logGroupArn, platform } = this;
    if (logGroupArn === undefined || platform !== Platform.WEB || logQueries === false) return undefined;
    const queries = new SavedQueries(this, 'Queries', folder, this.logGroup);
    const [errors, performance] = [Telemetry.ERRORS, Telemetry.PERFORMANCE].map((one) =>
      this._telemetries.includes(one),
    );
    queries.save(...queriesOf({ cookies: allowCookies, errors, performance }));
    return queries;
  }

  private renderClientDefaults(props: AppMonitorProps): CfnAppMonitor.AppMonitorConfigurationProperty {
    if (this.platform !== Platform.WEB) return { enableXRay: props.tracing };
    return {
      allowCookies: props.allowCookies ?? true,
      enableXRay: props.tracing ?? true,
      telemetries: this._telemetries,
      includedPages: props.includedPages,
      excludedPages: props.excludedPages,
      favoritePages: props.favoritePages,
    };
  }

  /** The definition may come later, so whether there is one is known only when the whole app is. */
  private metricThatIsDefined(definition: MetricDefinition, factory: string, options?: MetricOptions): Metric {
    const problem = describe({
      what: `metric${definition.metricName}()`,
      got: 'no definition of the metric',
      expected: `one, because CloudWatch RUM doesn't publish it by itself`,
      fix: `add MetricDefinition.${factory}() to metricDefinitions`,
    });
    this.node.addValidation({ validate: () => (this.definitions.publishes(definition) ? [] : [problem]) });
    return this.metricOf(definition, options);
  }

  private define(what: string, definitions: MetricDefinition[]): void {
    for (const definition of definitions) checkEventsArrive(this, what, definition, this);
    this.definitions.add(what, definitions);
  }
}

function importAppMonitor(scope: Construct, id: string, known: AppMonitorAttributes): IAppMonitor {
  class Import extends AppMonitorBase {
    public readonly appMonitorName = known.appMonitorName;
    public readonly appMonitorArn = appMonitorArnOf(scope, known.appMonitorName);
    public readonly platform = known.platform ?? Platform.WEB;

    public get appMonitorId(): string {
      if (known.appMonitorId !== undefined) return known.appMonitorId;
      return fail(this, {
        what: 'appMonitorId',
        got: undefined,
        expected: 'the ID of the app monitor, which its name does not tell',
        fix: 'import it with fromAppMonitorAttributes(), which takes the ID',
      });
    }
  }
  const imported = new Import(scope, id);
  checkAppMonitorName(imported, known.appMonitorName);
  checkPattern(imported, 'appMonitorId', known.appMonitorId, {
    pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
    expected: 'a UUID',
    fix: 'pass the ID that the console shows, not the name',
  });
  return imported;
}

/** The ARN from the name, also before there is a resource. */
function appMonitorArnOf(scope: Construct, appMonitorName: string): string {
  return Stack.of(scope).formatArn({
    service: 'rum',
    resource: 'appmonitor',
    resourceName: appMonitorName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
