import { Stack, Token } from 'aws-cdk-lib';
import type { TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DeploymentGate, HealthChecks, type IScheduledCanary, JourneyCanary, LinkCheck } from './canaries';
import { AdotSidecar, LambdaInstrumentation, type LambdaInstrumentationOptions } from './collector';
import { EventPipeline, Feature, Transaction } from './events';
import { EventAccess, isPostedTo, PinpointAccess } from './events/door';
import {
  AppMonitorGuards,
  CollectorAlarms,
  CostEstimate,
  type CostEstimateOptions,
  EventPipelineAlarms,
  FeatureAlarms,
  type IAlarms,
  ImpactAlarms,
  type JourneyAlarmOptions,
  JourneyAlarms,
  type Notifications,
  ReleaseAlarms,
  ServiceLevelObjective,
  type ServiceLevelObjectiveOptions,
  TelemetryDashboard,
  TransactionAlarms,
  WebAppAlarms,
} from './monitoring';
import { notificationsOf, onCompositeAlarm } from './monitoring/door';
import { checkName, checkUnique } from './private/checks';
import { fail } from './private/errors';
import { refuseCircles } from './private/stack-circle';
import { deployedWith } from './private/stacks';
import { type EventIntakeOptions, type IAppMonitor, WebApp } from './rum';
import { eventIntakeOf } from './rum/door';
import type {
  EventPipelineOptions,
  FeatureOptions,
  HealthChecksOptions,
  JourneyOptions,
  LinkCheckOptions,
  TaskDefinitionOptions,
  TransactionOptions,
  UserTelemetryProps,
  WebAppOptions,
} from './user-telemetry-options';

export * from './user-telemetry-options';

/** What looks at all web apps together. */
type Watcher = TransactionAlarms | FeatureAlarms | AppMonitorGuards;

const RESERVED_IDS = ['Dashboard', 'Features', 'Guards', 'Impact', 'Objectives', 'Transactions'];

/**
 * Lets an application tell what its users experience: real users, synthetic users and the backends behind them.
 *
 * It composes the parts of this library, each of which also stands alone, and holds no resource but the dashboard and
 * the alarms. The order of calls doesn't matter: a transaction reaches the web apps that were added before it. Only the
 * `OTEL_*` variables of a Lambda function have to be set before it is added.
 *
 * Web apps, canaries and backends share their ids: one that is taken is refused, as are `Dashboard`, `Features`, `Guards`,
 * `Impact`, `Objectives` and `Transactions`. Transactions, features and objectives have ids of their own.
 *
 * What it costs depends on traffic; each alarm is about 0.10 USD a month per metric, the dashboard up to 3 USD, of which
 * there are several above 500 widgets or 2,500 metrics.
 *
 * @see https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_observability_customer_telemetry.html
 *
 * @example
 * const shop = new UserTelemetry(this, 'Telemetry', {
 *   applicationName: 'anycompany-retail',
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic, ticket: ticketTopic }),
 * });
 * shop.addTransaction('Checkout', { abandonedAfter: Duration.minutes(30), minimumCompletionRate: 0.6 });
 * const storefront = shop.addWebApp('Storefront', { domains: ['shop.example.com'] });
 * shop.addTaskDefinition('Orders', taskDefinition);
 * shop.addFunction('Cart', fn);
 * new s3deploy.BucketDeployment(this, 'Site', {
 *   sources: [s3deploy.Source.asset('site'), storefront.clientSource()],
 *   destinationBucket: site,
 * });
 */
export class UserTelemetry extends Construct {
  /**
   * The name that all telemetry of the application has in common.
   */
  public readonly applicationName: string;

  /**
   * The dashboard on everything that was added.
   */
  public readonly dashboard: TelemetryDashboard;

  /**
   * The composite alarms on the application as a whole. Alarms of yours can be counted in.
   */
  public readonly impact: ImpactAlarms;

  private readonly notifications: Notifications;
  private readonly pinpoint?: PinpointAccess;
  // Apart, so that a transaction and a part of the application can share an id.
  private readonly transactionScope: Construct;
  private readonly featureScope: Construct;
  private readonly objectiveScope: Construct;
  private readonly transactions: Transaction[] = [];
  private readonly features: Feature[] = [];
  private readonly webApps: WebApp[] = [];
  private readonly watchers: Watcher[] = [];
  private events?: EventAccess;
  // What misses events of web apps that send them.
  private silence?: EventPipelineAlarms;
  // What lets backends send events, once there is where to.
  private readonly backends: ((access: EventAccess) => void)[] = [];

  constructor(scope: Construct, id: string, props: UserTelemetryProps) {
    super(scope, id);
    const fix =
      'pass a name such as "anycompany-retail": it becomes a dimension, an attribute and part of resource names';
    checkName(this, 'applicationName', props.applicationName, fix);
    this.applicationName = props.applicationName;
    const notifications = notificationsOf(this, props.notifications);
    this.impact = new ImpactAlarms(this, 'Impact', { ...props.impact, notifications });
    this.notifications = this.impact.notifications;
    this.pinpoint = props.pinpointProject && new PinpointAccess(props.pinpointProject);
    refuseCircles(this, (needed) => {
      const isIn = (type: typeof WebApp | typeof EventPipeline) =>
        needed.node.scopes.some((each) => each instanceof type);
      if (isIn(WebApp)) return 'pass scope to addWebApp(), the stack that deploys the pages; docs/layouts.md draws it';
      if (isIn(EventPipeline)) return 'pass scope to addEventPipeline(), a stack of its own; docs/layouts.md draws it';
      return 'define what both need in a stack of its own, or all in one; docs/layouts.md draws it';
    });
    this.transactionScope = new Construct(this, 'Transactions');
    this.featureScope = new Construct(this, 'Features');
    this.objectiveScope = new Construct(this, 'Objectives');
    this.dashboard = new TelemetryDashboard(this, 'Dashboard', {
      ...props.dashboard,
      title: props.dashboard?.title ?? props.applicationName,
    });
    onCompositeAlarm(this.impact, (alarm) => this.dashboard.addAlarms([alarm]));
    if (props.guards) {
      const { notifications } = this;
      this.watchAll(new AppMonitorGuards(this, 'Guards', { ...props.guards, notifications }));
    }
  }

  /**
   * Puts real user monitoring on a web application: its app monitor, its alarms and its part of the dashboard.
   *
   * Deploy `clientSource()` of the result with the pages.
   */
  public addWebApp(id: string, options: WebAppOptions): WebApp {
    this.checkId('addWebApp()', id);
    const { alarms, releaseAlarms, scope = this, ...props } = options;
    const { applicationName = this.applicationName } = props;
    const client = this.events ? { eventIntake: this.intakeOf(scope), ...props.client } : props.client;
    const webApp = new WebApp(scope, id, { ...props, applicationName, client });
    const { appMonitor } = webApp;
    for (const transaction of this.transactions) webApp.addTransaction(transaction);
    for (const feature of this.features) webApp.addFeature(feature);
    for (const watcher of this.watchers) this.watchAppMonitor(watcher, appMonitor);
    this.watchBrowsers(webApp);
    this.webApps.push(webApp);
    this.dashboard.addAppMonitor(id, appMonitor);
    const { notifications } = this;
    // Beside whom they notify, which may be in this stack.
    const around = scope === this ? webApp : new Construct(this, id);
    this.watch(new WebAppAlarms(around, 'Alarms', { ...alarms, appMonitor, notifications }));
    if (releaseAlarms)
      this.watch(new ReleaseAlarms(around, 'ReleaseAlarms', { ...releaseAlarms, appMonitor, notifications }));
    return webApp;
  }

  /**
   * Lets synthetic users go through the application: the canary, its alarm and its part of the dashboard.
   */
  public addJourney(id: string, options: JourneyOptions): JourneyCanary {
    this.checkId('addJourney()', id);
    const { alarms, deploymentGate, ...props } = options;
    const journey = new JourneyCanary(this, id, props);
    if (deploymentGate) new DeploymentGate(journey, 'Gate', { ...deploymentGate, canary: journey.canary });
    return this.watchCanary(id, journey, alarms);
  }

  /**
   * Checks HTTP, DNS, TLS and TCP without a browser: the canary, its alarm and its part of the dashboard.
   *
   * @example
   * telemetry.addHealthChecks('Health', {
   *   checks: [
   *     canaries.HealthCheck.http('shop', { url: 'https://shop.example.com/health' }),
   *     canaries.HealthCheck.tls('certificate', { hostname: 'shop.example.com' }),
   *   ],
   * });
   */
  public addHealthChecks(id: string, options: HealthChecksOptions): HealthChecks {
    this.checkId('addHealthChecks()', id);
    const { alarms, ...props } = options;
    return this.watchCanary(id, new HealthChecks(this, id, props), alarms);
  }

  /**
   * Looks for broken links: the canary, its alarm and its part of the dashboard.
   *
   * A broken link calls nobody: the alarm makes a ticket, unless `alarms.success.severity` says otherwise.
   *
   * @example
   * telemetry.addLinkCheck('Links', { startUrls: ['https://shop.example.com/'], exclude: ['/sign-out'] });
   */
  public addLinkCheck(id: string, options: LinkCheckOptions): LinkCheck {
    this.checkId('addLinkCheck()', id);
    const { alarms, ...props } = options;
    return this.watchCanary(id, new LinkCheck(this, id, props), alarms);
  }

  /**
   * Lets the containers of an Amazon ECS task report traces and metrics, through a sidecar.
   */
  public addTaskDefinition(
    id: string,
    taskDefinition: TaskDefinition,
    options: TaskDefinitionOptions = {},
  ): AdotSidecar {
    this.checkId('addTaskDefinition()', id);
    const { alarms, ...props } = options;
    const { applicationName, notifications } = this;
    const sidecar = new AdotSidecar(this, id, { ...props, applicationName, taskDefinition });
    this.pinpoint?.attachToTask(taskDefinition, sidecar.container);
    this.addSender((access) => access.attachToTask(taskDefinition, sidecar.container));
    this.dashboard.addBackend(id, sidecar);
    if (alarms || sidecar.hasSelfTelemetry) {
      this.dashboard.addCollector(id, sidecar);
      this.watch(new CollectorAlarms(sidecar, 'Alarms', { ...alarms, collector: sidecar, notifications }));
    }
    return sidecar;
  }

  /**
   * Lets an AWS Lambda function report traces and metrics, through a layer.
   */
  public addFunction(
    id: string,
    fn: LambdaFunction,
    options: LambdaInstrumentationOptions = {},
  ): LambdaInstrumentation {
    this.checkId('addFunction()', id);
    checkNamed(this, fn);
    const { applicationName } = this;
    const instrumentation = new LambdaInstrumentation(this, id, { ...options, applicationName, function: fn });
    this.pinpoint?.attachToFunction(fn);
    this.addSender((access) => access.attachToFunction(fn));
    this.dashboard.addBackend(id, instrumentation);
    return instrumentation;
  }

  /**
   * Declares something that users set out to do: all web apps count it, and the dashboard shows it.
   *
   * Its name has to be unique. If it states `minimumCompletionRate`, an alarm watches that in all web apps together.
   */
  public addTransaction(id: string, options: TransactionOptions = {}): Transaction {
    const names = [...this.transactions.map(({ transactionName }) => transactionName), options.transactionName ?? id];
    checkUnique(this, 'addTransaction() (transactionName)', names, {
      expected: 'a name that no other transaction has',
      fix: 'rename one of them, or declare it once: all web apps and backends share it',
    });
    const { alarms, ...props } = options;
    const transaction = new Transaction(this.transactionScope, id, props);
    this.transactions.push(transaction);
    for (const webApp of this.webApps) webApp.addTransaction(transaction);
    this.events?.addTransaction(transaction);
    this.dashboard.addTransaction(transaction);
    if (alarms || transaction.minimumCompletionRate !== undefined) {
      const { notifications } = this;
      this.watchAll(new TransactionAlarms(transaction, 'Alarms', { ...alarms, transaction, notifications }));
    }
    return transaction;
  }

  /**
   * Declares a part of the application that users may or may not use: all web apps count it, and the dashboard shows it.
   *
   * Its name has to be unique. With `alarms`, be it `{}`, a ticket tells where nobody uses it.
   */
  public addFeature(id: string, options: FeatureOptions = {}): Feature {
    const names = [...this.features.map(({ featureName }) => featureName), options.featureName ?? id];
    checkUnique(this, 'addFeature() (featureName)', names, {
      expected: 'a name that no other feature has',
      fix: 'rename one of them, or declare it once: all web apps share it',
    });
    const { alarms, ...props } = options;
    const feature = new Feature(this.featureScope, id, props);
    this.features.push(feature);
    for (const webApp of this.webApps) webApp.addFeature(feature);
    this.events?.addFeature(feature);
    this.dashboard.addFeature(feature);
    if (alarms) {
      const { notifications } = this;
      this.watchAll(new FeatureAlarms(feature, 'Alarms', { ...alarms, feature, notifications }));
    }
    return feature;
  }

  /**
   * States which share of events is to be good to users in the long run: its alarms and its part of the dashboard.
   *
   * @param id what a person calls it, such as `CheckoutWorks`
   * @param options the objective
   *
   * @example
   * telemetry.addObjective('PagesLoad', {
   *   indicator: monitoring.ServiceLevelIndicator.pageLoads(storefront.appMonitor),
   *   goal: 0.99,
   * });
   */
  public addObjective(id: string, options: ServiceLevelObjectiveOptions): ServiceLevelObjective {
    const { notifications } = this;
    const objective = new ServiceLevelObjective(this.objectiveScope, id, { ...options, notifications });
    this.dashboard.addObjective(id, objective);
    this.watch(objective);
    return objective;
  }

  /**
   * Keeps what users do where SQL can ask about it: the pipeline, its alarms and its part of the dashboard.
   *
   * Functions and tasks that are added, before or after it, may send events to it: they find the name of the function to
   * invoke in the environment variable `EVENT_PIPELINE_FUNCTION`. Transactions and features become part of its catalog.
   * Browsers of web apps that are added after it send there, too, where it has an `endpoint`; `client.eventIntake` says how
   * many. There can be one. Where backends are in other stacks, it needs a stack of its own: see `scope`.
   *
   * @example
   * telemetry.addEventPipeline('Events', {
   *   catalog: new events.EventCatalog(this, 'Catalog', {
   *     events: { 'cart.added': { properties: { sku: events.EventProperty.text({ required: true }) } } },
   *   }),
   * });
   */
  public addEventPipeline(id: string, options: EventPipelineOptions = {}): EventPipeline {
    this.checkId('addEventPipeline()', id);
    if (this.events) {
      fail(this, {
        what: 'addEventPipeline()',
        got: `${id} beside ${this.events.pipeline.node.id}`,
        expected: 'one pipeline: a backend could not know which of them is meant',
        fix: 'share it, or define another EventPipeline by itself',
      });
    }
    const { alarms, scope = this, ...props } = options;
    const pipeline = new EventPipeline(scope, id, props);
    const access = new EventAccess(pipeline);
    this.events = access;
    for (const transaction of this.transactions) access.addTransaction(transaction);
    for (const feature of this.features) access.addFeature(feature);
    for (const attach of this.backends) attach(access);
    this.dashboard.addEventPipeline(id, pipeline);
    const { notifications } = this;
    const around = scope === this ? pipeline : new Construct(this, id);
    const watcher = new EventPipelineAlarms(around, 'Alarms', { ...alarms, pipeline, notifications });
    this.silence = watcher;
    this.watch(watcher);
    for (const webApp of this.webApps) this.watchBrowsers(webApp);
    return pipeline;
  }

  /**
   * Estimates what telemetry costs in a month of 30 days, from the resources of the stacks that have its parts.
   *
   * Call it when all is defined. `npx user-telemetry cost cdk.out` is the same calculation, after synthesis.
   *
   * @param options how many users come, and what they do
   *
   * @example
   * const dollars = telemetry.estimate({ monthlySessions: 100_000 }).monthlyUsd;
   */
  public estimate(options: CostEstimateOptions): CostEstimate {
    const parts = [...this.webApps, ...(this.events ? [this.events.pipeline] : [])];
    return CostEstimate.of(Stack.of(this), { ...options, further: parts.map((part) => Stack.of(part)) });
  }

  /** Where browsers post events, unless pages of another stack would need this one for it, which needs theirs. */
  private intakeOf(scope: Construct): EventIntakeOptions | undefined {
    if (this.events?.pipeline.endpoint === undefined) return undefined;
    const {
      pipeline,
      pipeline: { endpoint },
    } = this.events;
    const isHere = deployedWith(pipeline) === deployedWith(this) && deployedWith(scope) !== deployedWith(this);
    return isHere && Token.isUnresolved(endpoint) ? undefined : { endpoint };
  }

  /** Browsers are missed only where they send, and here. */
  private watchBrowsers(webApp: WebApp): void {
    const { endpoint } = this.events?.pipeline ?? {};
    const intake = eventIntakeOf(webApp);
    if (!this.silence || endpoint === undefined || !intake?.endpoint.endsWith(endpoint)) return;
    if (this.events && intake.sampleRate > 0) isPostedTo(this.events.pipeline, webApp.appMonitor);
    this.watchAppMonitor(this.silence, webApp.appMonitor, intake.sampleRate);
  }

  private addSender(attach: (access: EventAccess) => void): void {
    this.backends.push(attach);
    if (this.events) attach(this.events);
  }

  /** Web apps, canaries and backends are all constructs in here, beside what is here already. */
  private checkId(method: string, id: string): void {
    if (!this.node.tryFindChild(id) && !RESERVED_IDS.includes(id)) return;
    fail(this, {
      what: `${method} (id)`,
      got: id,
      expected:
        'an id that no other web app, canary or backend has, and none of ' +
        `${RESERVED_IDS.join(', ')}, which are parts of UserTelemetry itself`,
      fix: `pass another one, such as ${JSON.stringify(`${id}${method.replace(/^add|\(\)$/g, '')}`)}`,
    });
  }

  private watchCanary<T extends IScheduledCanary>(id: string, journey: T, options?: JourneyAlarmOptions): T {
    this.dashboard.addJourney(id, journey);
    const { notifications } = this;
    this.watch(new JourneyAlarms(journey, 'Alarms', { ...options, journey, notifications }));
    return journey;
  }

  /** All web apps together: those that are there, and those to come. */
  private watchAll(watcher: Watcher): void {
    for (const { appMonitor } of this.webApps) watcher.addAppMonitor(appMonitor);
    this.watchers.push(watcher);
    this.watch(watcher);
  }

  /** Some alarms come into being with the first app monitor. */
  private watchAppMonitor(watcher: Watcher | EventPipelineAlarms, appMonitor: IAppMonitor, sampleRate?: number): void {
    const before = watcher.alarms.length;
    watcher.addAppMonitor(appMonitor, sampleRate);
    this.dashboard.addAlarms(watcher.alarms.slice(before));
  }

  private watch({ alarms }: IAlarms): void {
    this.dashboard.addAlarms(alarms);
  }
}

/** A name that CloudFormation makes up can't be handed to a stack of another account or Region. */
function checkNamed(scope: Construct, fn: LambdaFunction): void {
  const [here, there] = [Stack.of(scope), Stack.of(fn)];
  const differs = (a: string, b: string) => !Token.isUnresolved(a) && !Token.isUnresolved(b) && a !== b;
  if (!differs(here.region, there.region) && !differs(here.account, there.account)) return;
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets brackets reach a private member, with its type.
  if (fn['_allowCrossEnvironment']) return;
  fail(scope, {
    what: `addFunction() (${fn.node.path})`,
    got: `a function in ${there.account}/${there.region} without a functionName`,
    expected: `one with a functionName, by which the dashboard in ${here.account}/${here.region} reads its metrics`,
    fix: 'pass functionName to the function, or add it to a UserTelemetry of its own account and Region',
  });
}
